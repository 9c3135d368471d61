//! The file: making it, opening it, and keeping a second process out of it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use pollstream_protocol::at_rest::AtRestKey;
use pollstream_protocol::enrolment::StationPackage;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection, SqlitePool};

use super::{NewRow, Writer, identity, voters};
use crate::error::StationError;
use crate::files::give_name;
use crate::options::Durability;

/// Older libraries can damage a store in WAL mode when a checkpoint meets a writer.
const NEEDED_SQLITE: [u32; 3] = [3, 51, 3];

/// Connections that only read: the desk's search and the forwarder, at once.
const READERS: u32 = 2;

/// Connections for reading.
pub(crate) struct Reader {
    pub(super) pool: SqlitePool,
    pub(super) key: Arc<AtRestKey>,
}

impl Reader {
    /// Closes them; whoever reads gets an error afterwards.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Holds the right to use a store; released with the process at the latest.
///
/// A file of its own beside the store: closing any handle on the store itself would release SQLite's locks.
#[derive(Debug)]
pub(crate) struct FileLock {
    _file: File,
}

impl FileLock {
    /// Takes the lock, or says that somebody has it.
    pub(crate) fn take(store: &Path) -> Result<Self, StationError> {
        let path = beside(store, "lock");
        let error = |source| StationError::File {
            path: path.clone(),
            source,
        };
        let file = File::create(&path).map_err(error)?;
        match file.try_lock() {
            Ok(()) => Ok(FileLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StationError::InUse(store.to_owned())),
            Err(TryLockError::Error(source)) => Err(error(source)),
        }
    }
}

/// `store.db` → `store.db.SUFFIX`.
fn beside(store: &Path, suffix: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

fn options(path: &Path, durability: Durability) -> SqliteConnectOptions {
    let synchronous = match durability {
        Durability::Full => SqliteSynchronous::Full,
        Durability::Throwaway => SqliteSynchronous::Off,
    };
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        // Nobody else writes. What waits is the emptying of the write-ahead log, with a voter before the screen.
        .busy_timeout(Duration::from_secs(1))
        // macOS needs it to reach the disk itself and not the disk's own memory; others do not know it.
        .pragma("fullfsync", "ON")
        .pragma("checkpoint_fullfsync", "ON")
        // What SQLite sorts or sets aside for a moment never reaches the disk.
        .pragma("temp_store", "MEMORY")
        // Deleted sessions and ballots are overwritten with zeros, not merely forgotten.
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
}

/// Makes a store at `path`, which must not exist, from a station package and its roll. A crash on the way
/// leaves no store at all: it gets its name when it is complete.
pub(super) async fn create(
    path: &Path,
    durability: Durability,
    package: &StationPackage,
    roll: &[NewRow],
) -> Result<(), StationError> {
    if path.exists() {
        return Err(StationError::Exists(path.to_owned()));
    }
    let building = beside(path, "new");
    remove_store(&building);
    let made = build(&building, durability, package, roll).await;
    if made.is_err() {
        remove_store(&building);
    }
    made?;
    give_name(&building, path).map_err(|source| StationError::File {
        path: path.to_owned(),
        source,
    })
}

async fn build(
    path: &Path,
    durability: Durability,
    package: &StationPackage,
    roll: &[NewRow],
) -> Result<(), StationError> {
    let mut conn = options(path, durability)
        .create_if_missing(true)
        .connect()
        .await?;
    check_version(&mut conn).await?;
    sqlx::migrate!("../migrations/station")
        .run_direct(None, &mut conn, false)
        .await?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut conn).await?;
    identity::insert(&mut conn, package).await?;
    voters::load(&mut conn, &AtRestKey::of(&package.signing_key), roll).await?;
    sqlx::query("COMMIT").execute(&mut conn).await?;
    // The last connection takes the write-ahead log with it: the file is whole.
    conn.close().await?;
    Ok(())
}

fn remove_store(path: &Path) {
    for file in [path.to_owned(), with_tail(path, "-wal"), with_tail(path, "-shm")] {
        std::fs::remove_file(file).ok();
    }
}

fn with_tail(path: &Path, tail: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(tail);
    PathBuf::from(name)
}

/// Opens the store at `path`, whose roll is sealed with `key`.
pub(crate) async fn open(
    path: &Path,
    durability: Durability,
    key: AtRestKey,
) -> Result<(Writer, Reader), StationError> {
    if !path.exists() {
        return Err(StationError::Missing(path.to_owned()));
    }
    let mut conn = options(path, durability).connect().await?;
    check_version(&mut conn).await?;
    sqlx::migrate!("../migrations/station")
        .run_direct(None, &mut conn, false)
        .await?;
    let pool = SqlitePoolOptions::new()
        .min_connections(0)
        .max_connections(READERS)
        .idle_timeout(Duration::from_mins(1))
        .connect_lazy_with(options(path, durability).pragma("query_only", "ON"));
    let key = Arc::new(key);
    Ok((
        Writer::new(conn, durability, key.clone()).await?,
        Reader { pool, key },
    ))
}

async fn check_version(conn: &mut SqliteConnection) -> Result<(), StationError> {
    let row = sqlx::query("SELECT sqlite_version()").fetch_one(conn).await?;
    let version: String = row.try_get(0)?;
    if new_enough(&version) {
        Ok(())
    } else {
        Err(StationError::OldSqlite(version))
    }
}

fn new_enough(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    parts.as_slice() >= NEEDED_SQLITE.as_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        for good in ["3.51.3", "3.52.0", "3.100.0", "4.0.0"] {
            assert!(new_enough(good), "{good}");
        }
        for old in ["3.51.2", "3.9.9", "3.51", "", "x"] {
            assert!(!new_enough(old), "{old}");
        }
    }

    #[test]
    fn a_store_has_one_user_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s.db");
        let first = FileLock::take(&store).unwrap();
        assert!(matches!(FileLock::take(&store), Err(StationError::InUse(_))));
        drop(first);
        FileLock::take(&store).unwrap();
    }
}
