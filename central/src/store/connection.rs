//! Connecting to Postgres, and why it fails: said within seconds, with the reason.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};
use tokio::time::timeout;

use super::{StoreError, without_password};

/// How long a first connection may take.
const ANSWER: Duration = Duration::from_secs(3);
/// How long a statement waits for a connection of the pool.
const ACQUIRE: Duration = Duration::from_secs(10);

pub(super) fn parse_url(url: &str) -> Result<PgConnectOptions, StoreError> {
    PgConnectOptions::from_str(url).map_err(|source| StoreError::Url {
        url: without_password(url),
        source,
    })
}

/// Makes one connection first, and only then a pool: a pool tries again until its time is over and then says that
/// its time is over, not why.
pub(super) async fn pool(url: &str, settings: &[(&str, &str)]) -> Result<PgPool, StoreError> {
    // Compiling a plan costs more than running any of our short statements: hundreds of milliseconds on each, as
    // long as the planner has no statistics of fresh tables.
    let options = parse_url(url)?
        .application_name("pollstream")
        .options([("jit", "off")])
        .options(settings.iter().copied());
    let first = connect(&options).await?;
    let pool = PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(ACQUIRE)
        .connect_lazy_with(options);
    // Whether it says goodbye properly does not matter.
    let _ = first.close().await;
    Ok(pool)
}

pub(super) async fn connect(options: &PgConnectOptions) -> Result<PgConnection, StoreError> {
    match timeout(ANSWER, options.connect()).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(error)) => Err(why(options, error)),
        Err(_) => {
            let waited = format!("no answer within {} s", ANSWER.as_secs());
            let late = std::io::Error::new(std::io::ErrorKind::TimedOut, waited);
            Err(why(options, sqlx::Error::Io(late)))
        }
    }
}

fn why(options: &PgConnectOptions, error: sqlx::Error) -> StoreError {
    let server = format!("{}:{}", options.get_host(), options.get_port());
    let database = options.get_database().unwrap_or(options.get_username());
    let address = format!("{server}/{database}");
    let (code, said) = match &error {
        sqlx::Error::Database(said) => (
            said.code().unwrap_or_default().into_owned(),
            said.message().to_owned(),
        ),
        sqlx::Error::Io(error) => (String::new(), error.to_string()),
        other => (String::new(), other.to_string()),
    };
    match code.as_str() {
        // No such database.
        "3D000" => StoreError::NoDatabase {
            server,
            database: database.to_owned(),
        },
        // Wrong password, no such role, no right to connect.
        "28P01" | "28000" | "42501" => StoreError::Denied {
            address,
            reason: said,
        },
        _ => StoreError::Unreachable {
            address,
            reason: said,
            source: error,
        },
    }
}
