//! The run file: who runs Pollstream on a data folder, and where its servers answer.
//!
//! `run.lock` is locked for as long as its owner lives; the kernel lets go of it however the owner ends.
//! `run.json` tells other commands (`central status`, the viewer) where to connect. It holds the database's
//! password, so that only the owner can read it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Endpoints;
use super::error::{EmbeddedError, cannot};
use super::user;

const LOCK: &str = "run.lock";
const RUN: &str = "run.json";

/// What `run.json` tells about the process that runs Pollstream on a data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// The process that owns the data folder.
    pub pid: u32,
    /// When the kernel started that process, in its clock ticks since boot: tells it from a later process that
    /// was given the same pid. Absent where the system has no `/proc`.
    #[serde(default)]
    pub pid_started: Option<u64>,
    /// Where the servers answer.
    pub endpoints: Endpoints,
    /// The embedded Kafka; absent when the servers are external.
    #[serde(default)]
    pub kafka_pid: Option<u32>,
    /// The embedded Postgres' postmaster; absent when the servers are external.
    #[serde(default)]
    pub postgres_pid: Option<u32>,
    /// When the owner was ready.
    pub started_at: jiff::Timestamp,
}

impl Running {
    /// This process with servers that somebody else runs.
    pub fn external(endpoints: Endpoints) -> Self {
        let pid = std::process::id();
        Self {
            pid,
            pid_started: process_start(pid),
            endpoints,
            kafka_pid: None,
            postgres_pid: None,
            started_at: jiff::Timestamp::now(),
        }
    }

    /// What the data folder's run file says; nothing if there is none. A run file can outlive its owner: ask
    /// [`Running::is_alive`].
    pub fn read(data: &Path) -> Result<Option<Self>, EmbeddedError> {
        let path = data.join(RUN);
        match fs::read(&path) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(running) => Ok(Some(running)),
                Err(error) => Err(EmbeddedError::Unreadable {
                    path,
                    reason: error.to_string(),
                }),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(cannot("read", path)(error)),
        }
    }

    /// True while the process that wrote this still runs.
    pub fn is_alive(&self) -> bool {
        if !Path::new("/proc/self/stat").exists() {
            return super::child::signal(self.pid, super::child::Signal::Probe).unwrap_or(false);
        }
        match process_start(self.pid) {
            Some(started) => self.pid_started.is_none_or(|expected| expected == started),
            None => false,
        }
    }
}

/// The ownership of a data folder: at most one process has it. Given back when dropped.
#[derive(Debug)]
pub struct RunFile {
    data: PathBuf,
    /// Holds the lock; closing it lets go.
    _lock: File,
}

impl RunFile {
    /// Takes the data folder, which is created if need be, or says who has it.
    pub fn acquire(data: &Path) -> Result<Self, EmbeddedError> {
        create_data_dir(data)?;
        let data = data.canonicalize().map_err(cannot("find", data))?;
        let path = data.join(LOCK);
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(cannot("open", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let pid = lock
                    .read_to_string(&mut holder)
                    .ok()
                    .and_then(|_| holder.trim().parse().ok());
                return Err(EmbeddedError::InUse { data, pid });
            }
            Err(TryLockError::Error(error)) => return Err(cannot("lock", path)(error)),
        }
        lock.set_len(0).map_err(cannot("write", &path))?;
        writeln!(lock, "{}", std::process::id()).map_err(cannot("write", &path))?;
        let run_file = Self { data, _lock: lock };
        // Whoever wrote it is gone, or the lock would not be ours.
        run_file.withdraw();
        Ok(run_file)
    }

    /// The data folder, absolute and without symbolic links.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Tells other commands that this process runs, and where. Readers see the old file or the new one, whole.
    pub fn publish(&self, running: &Running) -> Result<(), EmbeddedError> {
        let json = serde_json::to_vec_pretty(running).map_err(|e| EmbeddedError::Defect(e.to_string()))?;
        write_private(&self.data.join(RUN), &json)
    }

    fn withdraw(&self) {
        // Best effort: a run file that stays behind is seen through by `is_alive`.
        let _ = fs::remove_file(self.data.join(RUN));
    }
}

impl Drop for RunFile {
    fn drop(&mut self) {
        self.withdraw();
    }
}

/// Creates the data folder for its owner alone; when root makes it, others may pass through (and see nothing),
/// because Postgres runs as another user below it.
fn create_data_dir(data: &Path) -> Result<(), EmbeddedError> {
    if data.is_dir() {
        return Ok(());
    }
    if let Some(parent) = data.parent() {
        fs::create_dir_all(parent).map_err(cannot("create", parent))?;
    }
    let mode = if user::is_root() { 0o711 } else { 0o700 };
    match fs::DirBuilder::new().mode(mode).create(data) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(cannot("create", data)(error)),
        _ => Ok(()),
    }
}

/// Replaces a file in one step; only its owner can read it.
pub(super) fn write_private(path: &Path, contents: &[u8]) -> Result<(), EmbeddedError> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".tmp");
    let write = || {
        let _ = fs::remove_file(&fresh);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(contents)?;
        file.sync_all()?;
        fs::rename(&fresh, path)
    };
    write().map_err(cannot("write", path))
}

/// When a process was started, in the kernel's clock ticks since boot; nothing if it does not run (any more).
pub(super) fn process_start(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    parse_start(&stat)
}

/// proc(5): fields follow the parenthesised name; the 3rd is the state, the 22nd the start time.
fn parse_start(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace();
    let state = fields.next()?;
    if matches!(state, "Z" | "X") {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::ClientSettings;
    use super::*;

    fn endpoints() -> Endpoints {
        Endpoints {
            kafka: "127.0.0.1:9092".into(),
            postgres: "postgres://u:secret@127.0.0.1:5432/postgres".into(),
            kafka_options: ClientSettings::default(),
            station_kafka_options: ClientSettings::default(),
        }
    }

    #[test]
    fn a_folder_has_one_owner_and_the_refused_one_learns_who() {
        let data = tempfile::tempdir().unwrap();
        let owner = RunFile::acquire(data.path()).unwrap();
        match RunFile::acquire(data.path()) {
            Err(error @ EmbeddedError::InUse { .. }) => {
                assert!(
                    error
                        .to_string()
                        .contains(&format!("process {}", std::process::id())),
                    "{error}"
                );
            }
            other => panic!("{other:?}"),
        }
        drop(owner);
        RunFile::acquire(data.path()).unwrap();
    }

    #[test]
    fn what_is_published_is_read_and_goes_with_its_owner() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().unwrap();
        assert_eq!(Running::read(data.path()).unwrap(), None);
        let owner = RunFile::acquire(&data.path().join("deep/er")).unwrap();
        let running = Running::external(endpoints());
        owner.publish(&running).unwrap();
        let read = Running::read(owner.data()).unwrap().unwrap();
        assert_eq!(read, running);
        assert!(read.is_alive());
        let mode = fs::metadata(owner.data().join(RUN)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let folder = owner.data().to_path_buf();
        drop(owner);
        assert_eq!(Running::read(&folder).unwrap(), None);
    }

    #[test]
    fn a_reused_pid_is_not_the_owner() {
        let mut running = Running::external(endpoints());
        running.pid_started = Some(1);
        assert!(!running.is_alive());
        running.pid = u32::MAX;
        running.pid_started = None;
        assert!(!running.is_alive());
    }

    #[test]
    fn a_stale_run_file_goes_when_the_folder_is_taken() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(RUN), "not json").unwrap();
        assert!(matches!(
            Running::read(data.path()),
            Err(EmbeddedError::Unreadable { .. })
        ));
        let _owner = RunFile::acquire(data.path()).unwrap();
        assert_eq!(Running::read(data.path()).unwrap(), None);
    }

    #[test]
    fn the_start_time_is_found_behind_odd_names_and_the_dead_have_none() {
        let tail = "1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 9";
        assert_eq!(parse_start(&format!("12 (a) b) c) S {tail}")), Some(4711));
        assert_eq!(parse_start(&format!("12 (java) Z {tail}")), None);
        assert_eq!(parse_start("12 (java"), None);
    }

    #[test]
    fn the_password_does_not_show_in_debug_output() {
        assert!(!format!("{:?}", endpoints()).contains("secret"));
    }
}
