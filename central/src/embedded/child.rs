//! Starting child processes so that they never outlive this one, and ending them.
//!
//! Three nets, because each has a hole: a child is signalled when its [`Child`] is dropped; the kernel signals it
//! when this process dies without dropping anything (`setpriv --pdeathsig`, util-linux on Linux); and its pid is
//! written down, so that the next start on the same folder finds what is left.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::error::{EmbeddedError, cannot};
use super::paths;
use super::user::User;

/// A log file that is larger when its server starts is set aside first.
const LOG_LIMIT: u64 = 8 << 20;
/// How much of a log's end is looked at for an error message, and how much of that is shown.
const TAIL_BYTES: u64 = 8 << 10;
const TAIL_LINES: usize = 15;
/// How long the kernel gets to make away with a killed process.
const KILL_BOUND: Duration = Duration::from_secs(5);

/// What is sent to a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// Nothing: only asks if the process is there.
    Probe,
    /// Kafka's clean shutdown.
    Term,
    /// Postgres' fast shutdown: sessions are cut off, everything committed is written.
    Int,
    /// No choice.
    Kill,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Self::Probe => "0",
            Self::Term => "TERM",
            Self::Int => "INT",
            Self::Kill => "KILL",
        }
    }
}

/// Sends a signal to one process; false if there is no such process (or it is somebody else's).
pub(super) fn signal(pid: u32, signal: Signal) -> io::Result<bool> {
    // kill(2) gives 0 and negative numbers a wider meaning.
    assert!(pid != 0 && i32::try_from(pid).is_ok(), "not a process: {pid}");
    // The shell's own `kill` is on every system, and spares an unsafe call.
    let status = Command::new("/bin/sh")
        .args([
            "-c",
            "kill -s \"$1\" \"$2\"",
            "sh",
            signal.name(),
            &pid.to_string(),
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    Ok(status.success())
}

/// How a program is started.
#[derive(Debug, Clone)]
pub(super) struct Launch {
    pub(super) program: PathBuf,
    pub(super) args: Vec<OsString>,
    /// The folder that it starts in.
    pub(super) dir: PathBuf,
    /// Takes what it prints.
    pub(super) log: PathBuf,
    /// Takes its pid.
    pub(super) pid_file: PathBuf,
    /// Whom it runs as, if not as this process.
    pub(super) user: Option<User>,
    /// What makes it stop in order.
    pub(super) stop: Signal,
}

impl Launch {
    fn command(&self, with_parent: Option<&Path>, log: File) -> io::Result<Command> {
        let mut command = match with_parent {
            Some(setpriv) => {
                let mut command = Command::new(setpriv);
                command
                    .args(["--pdeathsig", self.stop.name(), "--"])
                    .arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        command
            .args(&self.args)
            .current_dir(&self.dir)
            // One language in the logs and UTF-8 in file names, whatever the desk's locale.
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        // A Ctrl-C that is meant for us does not reach another process group.
        command.process_group(0);
        if let Some(user) = &self.user {
            command.uid(user.uid).gid(user.gid);
        }
        Ok(command)
    }
}

type Order = (Launch, oneshot::Sender<Result<Child, EmbeddedError>>);

/// The thread that starts the children. The kernel takes the *thread* that started a child for its parent when it
/// comes to signal the child, so that it must live as long as they do, which a worker thread of tokio need not.
#[derive(Debug)]
pub(super) struct Nursery {
    orders: mpsc::Sender<Order>,
}

impl Nursery {
    /// Starts the thread; it ends when the nursery is dropped.
    pub(super) fn open() -> Result<Self, EmbeddedError> {
        let (orders, inbox) = mpsc::channel::<Order>();
        let runtime = tokio::runtime::Handle::current();
        let setpriv = find_setpriv();
        let tend = move || {
            // Children are reaped by tokio.
            let _runtime = runtime.enter();
            for (launch, reply) in inbox {
                // If nobody waits any more, the child is dropped with the reply, and so is signalled.
                let _ = reply.send(Child::spawn(&launch, setpriv.as_deref()));
            }
        };
        std::thread::Builder::new()
            .name("embedded-children".to_owned())
            .spawn(tend)
            .map_err(|source| EmbeddedError::Spawn {
                program: "a thread".to_owned(),
                source,
            })?;
        Ok(Self { orders })
    }

    /// Starts a child.
    pub(super) async fn spawn(&self, launch: Launch) -> Result<Child, EmbeddedError> {
        let gone = || EmbeddedError::Defect("the thread that starts children".to_owned());
        let (reply, child) = oneshot::channel();
        self.orders.send((launch, reply)).map_err(|_| gone())?;
        child.await.map_err(|_| gone())?
    }

    /// Runs a program to its end.
    pub(super) async fn run(
        &self,
        launch: Launch,
        bound: Duration,
    ) -> Result<Result<(), Failure>, EmbeddedError> {
        let mut child = self.spawn(launch).await?;
        let status = match tokio::time::timeout(bound, child.process.wait()).await {
            Ok(Ok(status)) if status.success() => return Ok(Ok(())),
            Ok(Ok(status)) => describe(status),
            Ok(Err(error)) => format!("cannot be waited for: {error}"),
            Err(_) => {
                child.kill().await;
                format!("no end after {bound:?}")
            }
        };
        Ok(Err(Failure {
            status,
            tail: child.log_tail(),
        }))
    }
}

/// How a program that was run to its end failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: String,
    /// Its last lines.
    pub(super) tail: String,
}

/// util-linux' `setpriv`, if it knows `--pdeathsig`.
fn find_setpriv() -> Option<PathBuf> {
    let setpriv = paths::find_program("setpriv")?;
    let probe = Command::new(&setpriv)
        .args(["--pdeathsig", "TERM", "--", "/bin/sh", "-c", "exit 0"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    probe.is_ok_and(|status| status.success()).then_some(setpriv)
}

/// A running child. Told to stop when dropped.
#[derive(Debug)]
pub(super) struct Child {
    process: tokio::process::Child,
    stop: Signal,
    log: PathBuf,
    /// Where this start's lines begin in the log.
    log_from: u64,
}

impl Child {
    fn spawn(launch: &Launch, setpriv: Option<&Path>) -> Result<Self, EmbeddedError> {
        let log = &launch.log;
        if fs::metadata(log).is_ok_and(|found| found.len() > LOG_LIMIT) {
            fs::rename(log, log.with_extension("log.1")).map_err(cannot("rename", log))?;
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(log)
            .map_err(cannot("write", log))?;
        let log_from = file.metadata().map_err(cannot("read", log))?.len();
        let spawn = || tokio::process::Command::from(launch.command(setpriv, file)?).spawn();
        let process = spawn().map_err(|source| EmbeddedError::Spawn {
            program: launch.program.display().to_string(),
            source,
        })?;
        let child = Self {
            process,
            stop: launch.stop,
            log: log.clone(),
            log_from,
        };
        let pid = child.pid().map(|pid| pid.to_string()).unwrap_or_default();
        fs::write(&launch.pid_file, pid).map_err(cannot("write", &launch.pid_file))?;
        Ok(child)
    }

    /// Its pid, until its end was noticed.
    pub(super) fn pid(&self) -> Option<u32> {
        self.process.id()
    }

    /// Waits for its end, and says how it was. Can be awaited again, and dropped while waiting.
    pub(super) async fn ended(&mut self) -> String {
        match self.process.wait().await {
            Ok(status) => describe(status),
            Err(error) => format!("cannot be waited for: {error}"),
        }
    }

    /// Stops it in order, or kills it when that takes too long. True if it stopped by itself.
    pub(super) async fn stop(&mut self, bound: Duration) -> bool {
        // The pid is ours as long as we have not waited for the process, so that nobody else is hit.
        let Some(pid) = self.pid() else { return true };
        let asked = signal(pid, self.stop).unwrap_or(false);
        if asked && tokio::time::timeout(bound, self.process.wait()).await.is_ok() {
            return true;
        }
        self.kill().await;
        false
    }

    /// Kills it.
    pub(super) async fn kill(&mut self) {
        // It fails only for what has ended already.
        let _ = self.process.start_kill();
        let _ = tokio::time::timeout(KILL_BOUND, self.process.wait()).await;
    }

    /// The last lines that it printed since it was started.
    pub(super) fn log_tail(&self) -> String {
        tail_of_file(&self.log, self.log_from)
    }

    /// Its log file.
    pub(super) fn log(&self) -> &Path {
        &self.log
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if let Some(pid) = self.pid() {
            // If this fails, the next start finds it by its pid file.
            let _ = signal(pid, self.stop);
        }
    }
}

/// How a process ended, in words.
pub(super) fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("killed by signal {signal}"),
        (None, None) => "ended for an unknown reason".to_owned(),
    }
}

/// The last lines of what a program printed.
pub(super) fn tail(printed: &[u8]) -> String {
    let text = String::from_utf8_lossy(printed);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let shown = &lines[lines.len().saturating_sub(TAIL_LINES)..];
    if shown.is_empty() {
        "(it printed nothing)".to_owned()
    } else {
        shown.join("\n")
    }
}

fn tail_of_file(path: &Path, from: u64) -> String {
    let read = || {
        let mut file = File::open(path)?;
        let end = file.metadata()?.len();
        file.seek(SeekFrom::Start(from.max(end.saturating_sub(TAIL_BYTES))))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        io::Result::Ok(bytes)
    };
    read().map_or_else(|error| format!("(unreadable: {error})"), |bytes| tail(&bytes))
}

/// What an earlier run may have left behind.
#[derive(Debug)]
pub(super) struct Leftover {
    pub(super) server: &'static str,
    /// Where that run wrote the pid.
    pub(super) pid_file: PathBuf,
    /// An argument on its command line that only this data folder's server has.
    pub(super) mark: OsString,
    /// What makes it stop in order.
    pub(super) stop: Signal,
}

impl Leftover {
    /// Its pid, if it runs and is ours: pids are given again, so that the command line has the last word.
    fn find(&self) -> Option<u32> {
        let pid = fs::read_to_string(&self.pid_file).ok()?.trim().parse().ok()?;
        self.runs_as(pid).then_some(pid)
    }

    fn runs_as(&self, pid: u32) -> bool {
        let command_line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        has_argument(&command_line, self.mark.as_encoded_bytes())
    }
}

/// Ends what earlier runs left behind; blocks until it is gone.
pub(super) fn reap(leftovers: &[Leftover], bound: Duration) -> Result<(), EmbeddedError> {
    let found: Vec<(&Leftover, u32)> = leftovers
        .iter()
        .filter_map(|leftover| Some((leftover, leftover.find()?)))
        .collect();
    for (leftover, pid) in &found {
        let _ = signal(*pid, leftover.stop);
    }
    let deadline = Instant::now() + bound;
    for (leftover, pid) in found {
        if gone_by(leftover, pid, deadline) {
            continue;
        }
        let _ = signal(pid, Signal::Kill);
        if !gone_by(leftover, pid, Instant::now() + KILL_BOUND) {
            return Err(EmbeddedError::Leftover {
                server: leftover.server,
                pid,
            });
        }
    }
    Ok(())
}

fn gone_by(leftover: &Leftover, pid: u32, deadline: Instant) -> bool {
    while leftover.runs_as(pid) {
        if Instant::now() >= deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    true
}

/// proc(5): arguments end in NUL bytes.
fn has_argument(command_line: &[u8], argument: &[u8]) -> bool {
    command_line
        .split(|&byte| byte == 0)
        .any(|found| found == argument)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper(folder: &Path, script: &str) -> Launch {
        Launch {
            program: "/bin/sh".into(),
            args: vec!["-c".into(), script.into(), folder.into()],
            dir: folder.into(),
            log: folder.join("child.log"),
            pid_file: folder.join("child.pid"),
            user: None,
            stop: Signal::Term,
        }
    }

    fn leftover(folder: &Path) -> Leftover {
        Leftover {
            server: "sleeper",
            pid_file: folder.join("child.pid"),
            mark: folder.into(),
            stop: Signal::Term,
        }
    }

    async fn until(what: impl Fn() -> bool) {
        for _ in 0..200 {
            if what() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("it did not come to pass");
    }

    #[tokio::test]
    async fn a_child_stops_in_order_and_its_lines_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let nursery = Nursery::open().unwrap();
        let script = "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done";
        let mut child = nursery.spawn(sleeper(folder.path(), script)).await.unwrap();
        until(|| child.log_tail() == "up").await;
        assert!(child.stop(Duration::from_secs(5)).await);
        assert_eq!(child.log_tail(), "up\nbye");
        assert_eq!(child.ended().await, "exit code 0");
    }

    #[tokio::test]
    async fn a_deaf_child_is_killed() {
        let folder = tempfile::tempdir().unwrap();
        let nursery = Nursery::open().unwrap();
        let script = "trap '' TERM; echo up; while :; do sleep 0.05; done";
        let mut child = nursery.spawn(sleeper(folder.path(), script)).await.unwrap();
        until(|| child.log_tail() == "up").await;
        assert!(!child.stop(Duration::from_millis(200)).await);
        assert_eq!(child.ended().await, "killed by signal 9");
    }

    #[tokio::test]
    async fn a_dropped_child_stops() {
        let folder = tempfile::tempdir().unwrap();
        let nursery = Nursery::open().unwrap();
        let child = nursery
            .spawn(sleeper(folder.path(), "exec sleep 60"))
            .await
            .unwrap();
        let pid = child.pid().unwrap();
        drop(child);
        until(|| super::super::run_file::process_start(pid).is_none()).await;
    }

    #[tokio::test]
    async fn leftovers_are_ended_and_strangers_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let nursery = Nursery::open().unwrap();
        let script = "trap '' TERM; echo up; while :; do sleep 0.05; done";
        let mut ours = nursery.spawn(sleeper(folder.path(), script)).await.unwrap();
        until(|| ours.log_tail() == "up").await;
        let mut stranger = leftover(folder.path());
        stranger.mark = "another folder".into();
        reap(&[stranger], Duration::ZERO).unwrap();
        assert!(ours.pid().is_some());
        let found = leftover(folder.path());
        tokio::task::spawn_blocking(move || reap(&[found], Duration::from_millis(100)))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(ours.ended().await, "killed by signal 9");
        reap(&[leftover(folder.path())], Duration::ZERO).unwrap();
    }

    #[tokio::test]
    async fn the_kernel_ends_a_child_whose_parent_is_gone() {
        if find_setpriv().is_none() {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let nursery = Nursery::open().unwrap();
        let mut child = nursery
            .spawn(sleeper(folder.path(), "exec sleep 60"))
            .await
            .unwrap();
        // The signal is set by setpriv, and sleep is what follows it.
        let command_line = format!("/proc/{}/cmdline", child.pid().unwrap());
        until(|| fs::read(&command_line).is_ok_and(|line| line.starts_with(b"sleep"))).await;
        drop(nursery);
        assert_eq!(child.ended().await, "killed by signal 15");
    }

    #[tokio::test]
    async fn a_missing_program_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut launch = sleeper(folder.path(), "");
        launch.program = "/nowhere/server".into();
        let error = Child::spawn(&launch, None).unwrap_err();
        assert!(error.to_string().contains("/nowhere/server"), "{error}");
    }

    #[test]
    fn arguments_are_compared_whole() {
        let line = b"postgres\0-D\0/data/a\0";
        assert!(has_argument(line, b"/data/a"));
        assert!(!has_argument(line, b"/data"));
        assert!(!has_argument(b"", b"/data"));
    }

    #[test]
    fn a_tail_is_short_and_never_empty() {
        use std::fmt::Write;
        let mut text = String::new();
        for line in 0..100 {
            writeln!(text, "line {line}\n").unwrap();
        }
        let shown = tail(text.as_bytes());
        assert_eq!(shown.lines().count(), TAIL_LINES);
        assert!(shown.ends_with("line 99"));
        assert_eq!(tail(b"\n \n"), "(it printed nothing)");
    }

    #[test]
    #[should_panic(expected = "not a process")]
    fn a_whole_process_group_is_never_signalled() {
        let _ = signal(0, Signal::Probe);
    }
}
