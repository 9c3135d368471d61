//! The only SQL of central: Postgres through sqlx.

pub mod aggregate;
pub mod ballots;
pub mod board;
mod bulk;
pub mod candidate;
pub mod check;
mod connection;
pub mod decision;
pub mod election;
pub(crate) mod epoch;
pub mod incident;
pub mod intake;
pub(crate) mod invitation;
pub mod look_alike;
pub mod official;
pub(crate) mod offsets;
pub mod outbox;
pub mod provisional;
pub mod quarantine;
pub mod ranked;
pub mod registration;
pub mod results;
pub(crate) mod revision;
pub mod roll;
pub(crate) mod roll_import;
pub(crate) mod short_id;
pub(crate) mod station_log;
pub mod stream;
pub mod window;

use std::sync::Arc;

use pollstream_protocol::ledger::Ledger;
use sqlx::{Connection, PgPool};
use thiserror::Error;
use tokio::sync::Mutex;

pub(crate) use bulk::{CopyRow, CopyRows, Table};

/// Why the database could not be used.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The URL is not one.
    #[error("`{url}` is not a Postgres URL (postgres://user:password@host:port/database): {source}")]
    Url {
        /// The URL without its password.
        url: String,
        /// What is wrong.
        #[source]
        source: sqlx::Error,
    },
    /// No connection.
    #[error("Postgres does not answer at {address}: {reason}. Is it running, and is the address right?")]
    Unreachable {
        /// Host, port and database.
        address: String,
        /// Why.
        reason: String,
        /// What the client says.
        #[source]
        source: sqlx::Error,
    },
    /// The server answers, and has no such database.
    #[error("Postgres at {server} has no database `{database}`: create it, or name another with --database")]
    NoDatabase {
        /// Host and port.
        server: String,
        /// The database.
        database: String,
    },
    /// The server answers, and does not let us in.
    #[error("Postgres at {address} refuses the connection: {reason}")]
    Denied {
        /// Host, port and database.
        address: String,
        /// Why, in the server's words.
        reason: String,
    },
    /// The schema could not be brought up to date.
    #[error("the database's schema cannot be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// `central init` was not run.
    #[error("there is no election in this database yet: run `central init DEFINITION.toml`")]
    NoElection,
    /// A value in the database is not what we write there.
    #[error("the database holds something unexpected in {place}: {detail}")]
    Corrupt {
        /// Table and column.
        place: &'static str,
        /// What is wrong.
        detail: String,
    },
    /// A statement failed.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
}

impl StoreError {
    pub(crate) fn corrupt(place: &'static str, detail: impl std::fmt::Display) -> Self {
        StoreError::Corrupt {
            place,
            detail: detail.to_string(),
        }
    }

    /// Whether the database user lacks the right to do it.
    pub fn is_denied(&self) -> bool {
        let (StoreError::Sql(sql) | StoreError::Migrate(sqlx::migrate::MigrateError::Execute(sql))) = self
        else {
            return false;
        };
        // Insufficient privilege; a read-only transaction.
        is_one_of(sql, &["42501", "25006"])
    }

    /// Whether a server answered, though not as it should.
    pub fn is_from_the_server(&self) -> bool {
        matches!(
            self,
            StoreError::NoDatabase { .. }
                | StoreError::Denied { .. }
                | StoreError::NoElection
                | StoreError::Sql(sqlx::Error::Database(_))
        )
    }

    /// Whether the database answers, and there is no election in it: no row of one, or no tables at all.
    pub fn is_no_election(&self) -> bool {
        match self {
            StoreError::NoElection => true,
            // Undefined table.
            StoreError::Sql(sql) => is_one_of(sql, &["42P01"]),
            _ => false,
        }
    }

    /// Whether trying again later can help: the server is away, restarting, or chose us in a deadlock.
    pub fn is_transient(&self) -> bool {
        let sql = match self {
            StoreError::Unreachable { .. } => return true,
            StoreError::Sql(sql) => sql,
            _ => return false,
        };
        match sql {
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_)
            | sqlx::Error::Tls(_) => true,
            // Connection exceptions, operator intervention, deadlock, serialization failure, no resources.
            sqlx::Error::Database(error) => error.code().is_some_and(|code| {
                ["08", "57", "53"].iter().any(|class| code.starts_with(class))
                    || code == "40P01"
                    || code == "40001"
            }),
            _ => false,
        }
    }
}

/// Whether the server answered with one of these codes.
fn is_one_of(error: &sqlx::Error, codes: &[&str]) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.code().is_some_and(|code| codes.contains(&&*code)))
}

/// Central's database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
    /// The decisions as they were read last.
    ledger: Arc<Mutex<Option<Arc<Ledger>>>>,
}

impl Store {
    fn of(pool: PgPool) -> Self {
        let ledger = Arc::default();
        Store { pool, ledger }
    }

    /// Connects and brings the schema up to date.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let pool = connection::pool(url, &[]).await?;
        sqlx::migrate!("../migrations/central").run(&pool).await?;
        Ok(Store::of(pool))
    }

    /// Connects without the right to change anything: the server refuses every write, and a user that may only
    /// read is enough.
    pub async fn connect_reading(url: &str) -> Result<Self, StoreError> {
        let pool = connection::pool(url, &[("default_transaction_read_only", "on")]).await?;
        Ok(Store::of(pool))
    }

    /// The pool, for the modules of this folder and for tests.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Creates `database` on the server of `url` unless it exists, and returns the URL of it.
    pub async fn create_database(url: &str, database: &str) -> Result<String, StoreError> {
        let sound = !database.is_empty()
            && database.len() <= 60
            && database
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !sound {
            let source = sqlx::Error::Configuration("a database name has a-z, 0-9 and _, at most 60".into());
            return Err(StoreError::Url {
                url: database.to_owned(),
                source,
            });
        }
        let mut connection = connection::connect(&connection::parse_url(url)?).await?;
        let exists: Option<i32> = sqlx::query_scalar("select 1 from pg_database where datname = $1")
            .bind(database)
            .fetch_optional(&mut connection)
            .await?;
        if exists.is_none() {
            // The name was checked above: identifiers cannot be bound.
            sqlx::query(sqlx::AssertSqlSafe(format!("create database \"{database}\"")))
                .execute(&mut connection)
                .await?;
        }
        connection.close().await?;
        Ok(with_database(url, database))
    }
}

/// A moment as SQL gives it: seconds since 1970.
pub(crate) fn moment(seconds: i64) -> Result<jiff::Timestamp, StoreError> {
    jiff::Timestamp::from_second(seconds).map_err(|e| StoreError::corrupt("a time", e))
}

/// The URL with another database.
pub(crate) fn with_database(url: &str, database: &str) -> String {
    let (base, query) = url.split_once('?').map_or((url, None), |(b, q)| (b, Some(q)));
    let after_scheme = base.find("://").map_or(0, |i| i + 3);
    let end = base[after_scheme..]
        .find('/')
        .map_or(base.len(), |i| after_scheme + i);
    let query = query.map(|q| format!("?{q}")).unwrap_or_default();
    format!("{}/{database}{query}", &base[..end])
}

/// The URL as it may be shown and logged.
pub fn without_password(url: &str) -> String {
    let Some(at) = url.rfind('@') else {
        return url.to_owned();
    };
    let start = url.find("://").map_or(0, |i| i + 3);
    match url[start..at].split_once(':') {
        Some((user, _)) => format!("{}{user}:…{}", &url[..start], &url[at..]),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_change_database_and_hide_passwords() {
        assert_eq!(
            with_database("postgres://u:p@h:5/a?x=y", "b"),
            "postgres://u:p@h:5/b?x=y"
        );
        assert_eq!(with_database("postgres://u@h", "b"), "postgres://u@h/b");
        assert_eq!(
            without_password("postgres://u:p%40@h:5/a"),
            "postgres://u:…@h:5/a"
        );
    }
}
