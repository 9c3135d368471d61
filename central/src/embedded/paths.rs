//! Where things are: programs, the cache, and what lies where in a data folder.

use std::env;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::user;

/// Where a data folder is when nobody says: `/var/lib/pollstream` for root, else in the user's own data.
pub fn default_data_dir() -> PathBuf {
    if user::is_root() {
        PathBuf::from("/var/lib/pollstream")
    } else {
        own_dir("XDG_DATA_HOME", ".local/share")
    }
}

/// Where what can be fetched again is kept.
pub(super) fn cache_dir() -> PathBuf {
    own_dir("XDG_CACHE_HOME", ".cache")
}

/// XDG Base Directory Specification: a relative path in the variable counts as unset.
fn own_dir(variable: &str, below_home: &str) -> PathBuf {
    let named = env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    named
        .unwrap_or_else(|| env::home_dir().unwrap_or_default().join(below_home))
        .join("pollstream")
}

/// A program in PATH.
pub(super) fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| is_program(program))
}

/// True for a file that may be executed.
pub(super) fn is_program(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// What lies where in a data folder.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    data: PathBuf,
}

impl Layout {
    /// The data folder must be given as [`super::RunFile::data`] has it.
    pub(super) fn new(data: &Path) -> Self {
        Self {
            data: data.to_path_buf(),
        }
    }

    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    pub(super) fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    pub(super) fn log(&self, server: &str) -> PathBuf {
        self.logs().join(format!("{server}.log"))
    }

    pub(super) fn pid_file(&self, server: &str) -> PathBuf {
        self.data.join(format!("{server}.pid"))
    }

    /// Kafka's folder: its configuration and its storage.
    pub(super) fn kafka(&self) -> PathBuf {
        self.data.join("kafka")
    }

    /// Postgres' cluster.
    pub(super) fn cluster(&self) -> PathBuf {
        self.data.join("postgres")
    }

    /// The passwords of the private Kafka.
    pub(super) fn kafka_credentials(&self) -> PathBuf {
        self.data.join("kafka.credentials")
    }

    /// The password of Postgres' superuser.
    pub(super) fn password(&self) -> PathBuf {
        self.data.join("postgres.password")
    }

    /// Is there when the data is not to be kept.
    pub(super) fn throwaway_mark(&self) -> PathBuf {
        self.data.join("throwaway")
    }
}
