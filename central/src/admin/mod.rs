//! What officials and IT do: init, roll import, enrolment, revocation, closing.

mod close;
mod enrol;
mod import_roll;
mod init;

use std::path::PathBuf;

use pollstream_protocol::ballot::CodecError;
use pollstream_protocol::definition::{DefinitionError, SignedDefinitionError};
use pollstream_protocol::enrolment::PackageError;
use pollstream_protocol::ids::StationId;
use thiserror::Error;

pub use close::{ElectionStatusEvent, STATUS_KEY, close};
pub use enrol::{Enrolled, enrol, revoke, write_package};
pub use import_roll::{ImportReport, RowError, import_roll, read_roll};
pub use init::{InitReport, init};

use crate::intake::IntakeError;
use crate::intake::publish::PublishError;
use crate::kafka::KafkaAccessError;
use crate::keys::KeyError;
use crate::store::StoreError;

/// Why an official's command was not carried out. Nothing is half done: each command is one transaction.
#[derive(Debug, Error)]
pub enum AdminError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: std::io::Error,
    },
    /// The definition breaks rules.
    #[error("the definition is not valid; nothing was changed:\n{0}")]
    Definition(#[from] DefinitionError),
    /// The signed definition could not be made.
    #[error(transparent)]
    SignedDefinition(#[from] SignedDefinitionError),
    /// Its ballots cannot be encoded.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// There is an election already.
    #[error("there is an election already: `{0}`. A database holds one; name another with --database")]
    ElectionExists(String),
    /// No such polling station.
    #[error("polling station `{0}` is not in the definition")]
    UnknownStation(StationId),
    /// It was never enrolled.
    #[error("station `{0}` is not enrolled: there is nothing to revoke")]
    NotEnrolled(StationId),
    /// The election is closed already.
    #[error("the election is closed already")]
    AlreadyClosed,
    /// Rows of a roll file are wrong.
    #[error("{} row(s) of the roll file are wrong; nothing was imported", .0.len())]
    Rows(Vec<RowError>),
    /// The roll file is not CSV, or its header is wrong.
    #[error("the roll file cannot be read: {0}")]
    RollFile(String),
    /// The package could not be made.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// Keys.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Kafka.
    #[error(transparent)]
    Kafka(#[from] KafkaAccessError),
    /// The keys do not fit the election.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// Committed, but not announced yet: a running intake will do it.
    #[error("it is done, but could not be announced on Kafka yet; a running intake will do it: {0}")]
    Publish(#[from] PublishError),
}

impl From<sqlx::Error> for AdminError {
    fn from(error: sqlx::Error) -> Self {
        AdminError::Store(StoreError::Sql(error))
    }
}
