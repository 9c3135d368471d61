//! The only SQL of central: Postgres through sqlx.

pub mod aggregate;
pub mod ballots;
pub mod board;
mod bulk;
pub mod candidate;
pub mod check;
pub mod decision;
pub mod election;
pub(crate) mod epoch;
pub mod incident;
pub mod intake;
pub mod official;
pub(crate) mod offsets;
pub mod outbox;
pub mod provisional;
pub mod quarantine;
pub mod registration;
pub mod results;
pub(crate) mod revision;
pub mod roll;
pub mod stream;
pub mod window;

use std::str::FromStr;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use thiserror::Error;

pub(crate) use bulk::{CopyRows, Table};

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
    #[error("Postgres does not answer at {address}: {source}. Is it running, and may we connect?")]
    Unreachable {
        /// Host, port and database.
        address: String,
        /// What the client says.
        #[source]
        source: sqlx::Error,
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
}

impl Store {
    /// Connects and brings the schema up to date.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let pool = connect(url, &[]).await?;
        sqlx::migrate!("../migrations/central").run(&pool).await?;
        Ok(Store { pool })
    }

    /// Connects without the right to change anything: the server refuses every write, and a user that may only
    /// read is enough.
    pub async fn connect_reading(url: &str) -> Result<Self, StoreError> {
        let pool = connect(url, &[("default_transaction_read_only", "on")]).await?;
        Ok(Store { pool })
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
        let options = parse_url(url)?;
        let address = format!("{}:{}", options.get_host(), options.get_port());
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await
            .map_err(|source| StoreError::Unreachable { address, source })?;
        let exists: Option<i32> = sqlx::query_scalar("select 1 from pg_database where datname = $1")
            .bind(database)
            .fetch_optional(&pool)
            .await?;
        if exists.is_none() {
            // The name was checked above: identifiers cannot be bound.
            sqlx::query(sqlx::AssertSqlSafe(format!("create database \"{database}\"")))
                .execute(&pool)
                .await?;
        }
        pool.close().await;
        Ok(with_database(url, database))
    }
}

/// A moment as SQL gives it: seconds since 1970.
pub(crate) fn moment(seconds: i64) -> Result<jiff::Timestamp, StoreError> {
    jiff::Timestamp::from_second(seconds).map_err(|e| StoreError::corrupt("a time", e))
}

async fn connect(url: &str, settings: &[(&str, &str)]) -> Result<PgPool, StoreError> {
    let options = parse_url(url)?;
    let address = format!(
        "{}:{}/{}",
        options.get_host(),
        options.get_port(),
        options.get_database().unwrap_or(options.get_username())
    );
    // Compiling a plan costs more than running any of our short statements: hundreds of milliseconds
    // on each, as long as the planner has no statistics of fresh tables.
    let options = options.application_name("pollstream").options([("jit", "off")]);
    PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options.options(settings.iter().copied()))
        .await
        .map_err(|source| StoreError::Unreachable { address, source })
}

fn parse_url(url: &str) -> Result<PgConnectOptions, StoreError> {
    PgConnectOptions::from_str(url).map_err(|source| StoreError::Url {
        url: without_password(url),
        source,
    })
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
