//! What the system tests stand on: a real Kafka and a real Postgres, started once and shared, and for each test
//! an election of its own (database, topics, data folder).
//!
//! Everything here panics when it fails: it is only ever called by tests.

pub mod election;
pub mod embedded;
pub mod kiosk;
pub mod screen;
pub mod window;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};
use std::sync::{LazyLock, mpsc};
use std::time::{Duration, Instant};

use pollstream_central::embedded::{Endpoints, Running, throwaway_dir};
use pollstream_central::settings::{Settings, SettingsFile};
use pollstream_central::store::Store;

/// How long anything may take before a test gives up on it. Machines are slow at times; tests wait for what
/// must happen, and never sleep and hope.
pub const PATIENCE: Duration = Duration::from_secs(90);
const LOOK: Duration = Duration::from_millis(50);

/// The `central` command of this build.
pub fn central_binary() -> PathBuf {
    program("central")
}

/// A program of this build.
pub fn program(name: &str) -> PathBuf {
    built(&profile_folder(), name)
}

/// A program of the debug build, also for a benchmark: a release refuses to be driven.
pub fn drivable_program(name: &str) -> PathBuf {
    built(&profile_folder().with_file_name("debug"), name)
}

fn profile_folder() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    let profile = test.parent().and_then(Path::parent).expect("target/PROFILE/deps");
    profile.to_owned()
}

fn built(folder: &Path, name: &str) -> PathBuf {
    let binary = folder.join(name);
    assert!(
        binary.exists(),
        "{} is missing: `cargo build --workspace --bins` first",
        binary.display()
    );
    binary
}

/// The repository's root.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

/// The real ballots, if they are there. They lie beside the project and are never copied into it.
pub fn real_ballots() -> Option<PathBuf> {
    let path = repository().join("../shared/data/minneapolis-2013-mayor.csv");
    if path.exists() {
        return Some(path);
    }
    eprintln!(
        "skipped: the real ballots are not beside the project (../shared/data/minneapolis-2013-mayor.csv)"
    );
    None
}

/// A `central` process that ends with the test.
pub struct Process {
    child: Child,
    name: String,
}

impl Process {
    /// Starts `command`; it is told to stop when the test process ends in whatever way.
    pub fn start(name: &str, mut command: Command) -> Self {
        command.stdin(Stdio::null());
        let child = command
            .spawn()
            .unwrap_or_else(|e| panic!("{name} cannot be started: {e}"));
        Process {
            child,
            name: name.to_owned(),
        }
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a crash would.
    pub fn kill_9(mut self) {
        self.child.kill().expect("kill -9");
        self.child.wait().expect("the killed process");
    }

    /// Whether it runs still.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("its state").is_none()
    }

    /// Asks it to stop and waits until it has.
    pub fn terminate(self) -> i32 {
        signal("TERM", self.child.id());
        self.ended()
    }

    /// Waits until it ends by itself and returns its exit code, -1 if a signal ended it.
    pub fn ended(mut self) -> i32 {
        let name = format!("{} to end", self.name);
        let status = wait_for(&name, || self.child.try_wait().expect("its state"));
        status.code().unwrap_or(-1)
    }

    /// Its standard output, to be read while it runs; the command must have been given a pipe.
    pub fn stdout(&mut self) -> ChildStdout {
        self.child.stdout.take().expect("a pipe")
    }

    /// Its standard error, under the same condition.
    pub fn stderr(&mut self) -> ChildStderr {
        self.child.stderr.take().expect("a pipe")
    }

    /// What it writes on standard output, to its end; the command must have been given a pipe.
    pub fn output(mut self) -> (i32, String) {
        let mut text = String::new();
        self.stdout().read_to_string(&mut text).expect("its output");
        let status = self.child.wait().expect("its end");
        (status.code().unwrap_or(-1), text)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.child.try_wait().ok().flatten().is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Sends a signal by name.
pub fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .status()
        .expect("kill");
    assert!(sent.success(), "signal {name} to {pid}");
}

/// Waits for something to become true.
pub fn wait_for<T>(what: &str, mut ready: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(value) = ready() {
            return value;
        }
        assert!(
            started.elapsed() < PATIENCE,
            "waited {} s for {what}",
            PATIENCE.as_secs()
        );
        std::thread::sleep(LOOK);
    }
}

/// Waits until a number has grown to `enough`, for as long as it goes on growing.
pub fn wait_for_number(what: &str, enough: i64, mut number: impl FnMut() -> i64) {
    let mut moved = (Instant::now(), 0);
    loop {
        let now = number();
        if now >= enough {
            return;
        }
        if now > moved.1 {
            moved = (Instant::now(), now);
        }
        assert!(
            moved.0.elapsed() < PATIENCE,
            "waited for {enough} {what}: for {} s there have been {now}",
            PATIENCE.as_secs()
        );
        std::thread::sleep(LOOK);
    }
}

/// Waits for something to become true, asynchronously.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ready: impl FnMut() -> F) -> T {
    let started = Instant::now();
    loop {
        if let Some(value) = ready().await {
            return value;
        }
        assert!(
            started.elapsed() < PATIENCE,
            "waited {} s for {what}",
            PATIENCE.as_secs()
        );
        tokio::time::sleep(LOOK).await;
    }
}

/// The shared servers: `central up --servers-only --throwaway`, once for all tests of a run.
static SERVERS: LazyLock<Endpoints> = LazyLock::new(|| {
    let data = throwaway_dir().expect("a temporary folder");
    let (sender, receiver) = mpsc::channel();
    // The kernel ends the servers with the thread that started them, so that thread lives as long as we do.
    std::thread::Builder::new()
        .name("servers".to_owned())
        .spawn(move || {
            let mut command = Command::new("setpriv");
            command.args(["--pdeathsig", "TERM"]).arg(central_binary());
            command
                .args(["up", "--servers-only", "--throwaway", "--data"])
                .arg(&data);
            command.stdin(Stdio::null()).stdout(Stdio::piped());
            let mut child = command.spawn().expect("central up");
            let output = BufReader::new(child.stdout.take().expect("a pipe"));
            for line in output.lines().map_while(Result::ok) {
                if line.starts_with("The servers run") {
                    let running = Running::read(&data).expect("the run file").expect("a run file");
                    let _ = sender.send(running.endpoints);
                }
            }
            let status = child.wait();
            eprintln!("the shared servers ended: {status:?}");
        })
        .expect("a thread");
    receiver
        .recv_timeout(Duration::from_mins(5))
        .expect("the servers to start")
});

/// The shared servers' addresses.
pub fn servers() -> &'static Endpoints {
    &SERVERS
}

/// A place for one election on the shared servers.
pub struct Place {
    folder: tempfile::TempDir,
    /// Database and topic prefix are made from it.
    pub name: String,
}

impl Place {
    /// A place whose database and topics nobody else uses.
    pub fn new(test: &str) -> Self {
        let mark: u32 = rand::random();
        Place {
            folder: tempfile::tempdir().expect("a temporary folder"),
            name: format!("{test}_{mark:08x}"),
        }
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Its database on the shared Postgres, made if it is missing.
    pub async fn database(&self) -> String {
        Store::create_database(&servers().postgres, &self.name)
            .await
            .expect("a database")
    }

    /// Writes the data folder's settings file, so that commands need no more than `--data`.
    pub async fn settle(&self) -> Settings {
        let file = SettingsFile {
            kafka: Some(servers().kafka.clone()),
            kafka_options: servers().kafka_options.clone(),
            // Stations of tests may do what central may: their topics are of no election that the broker knows.
            station_kafka_options: servers().kafka_options.clone(),
            postgres: Some(self.database().await),
            topic_prefix: Some(format!("{}.", self.name)),
            partitions: Some(3),
            ..SettingsFile::default()
        };
        file.write(self.data()).expect("the settings file");
        Settings::resolve(self.data().to_owned(), SettingsFile::default()).expect("the settings")
    }

    /// `central` with this place's data folder.
    pub fn central(&self, arguments: &[&str]) -> Command {
        central_command(self.data(), arguments, "KILL")
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.central(arguments).output().expect("central")
    }

    /// Runs a command that must succeed and returns its standard output.
    pub fn done(&self, arguments: &[&str]) -> String {
        succeeded(arguments, &self.run(arguments))
    }

    /// Runs a command that must fail with `code`, and returns what it said on standard error.
    pub fn refused(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(
            output.status.code(),
            Some(code),
            "central {arguments:?}\n{out}\n{err}"
        );
        err
    }

    /// Runs a command that must succeed and print one JSON object.
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let out = self.done(arguments);
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("central {arguments:?} is not JSON: {e}\n{out}"))
    }

    /// Starts a service as a process of its own.
    pub fn service(&self, name: &str) -> Process {
        Process::start(name, self.central(&[name]))
    }
}

/// `central` with a data folder and no setting of the caller's environment; it gets the signal `at_end` when the
/// test process ends in whatever way.
fn central_command(data: &Path, arguments: &[&str], at_end: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", at_end]).arg(central_binary());
    command.args(arguments).arg("--data").arg(data);
    command.stdin(Stdio::null());
    for variable in ["KAFKA", "POSTGRES", "DATABASE", "TOPIC_PREFIX", "DATA"] {
        command.env_remove(format!("POLLSTREAM_{variable}"));
    }
    command
}

/// The standard output of a `central` command that must have succeeded.
fn succeeded(arguments: &[&str], output: &Output) -> String {
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(
        output.status.success(),
        "central {arguments:?}: {}\n{out}\n{err}",
        output.status
    );
    out
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a command printed behind a label, on a line of its own.
pub fn printed(output: &str, label: &str) -> String {
    let line = output.lines().find_map(|line| line.trim().strip_prefix(label));
    let value = line.unwrap_or_else(|| panic!("`{label}` is missing in {output}"));
    value.trim().to_owned()
}
