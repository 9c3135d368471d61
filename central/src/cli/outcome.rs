//! How commands end: a sentence on standard error and an exit code that scripts can rely on.

use std::process::ExitCode;

use super::exit::Exit;
use crate::admin::AdminError;
use crate::aggregate::AggregateError;
use crate::board::BoardError;
use crate::embedded::EmbeddedError;
use crate::intake::IntakeError;
use crate::kafka::KafkaAccessError;
use crate::keys::KeyError;
use crate::recount::RecountError;
use crate::settings::SettingsError;
use crate::store::StoreError;

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    pub(crate) fn other(message: impl Into<String>) -> Self {
        Failure {
            exit: Exit::Other,
            message: message.into(),
        }
    }

    /// Something is wrong with the election or its data.
    pub(crate) fn wrong(message: impl Into<String>) -> Self {
        Failure {
            exit: Exit::Wrong,
            message: message.into(),
        }
    }

    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Failure {
            exit: Exit::Refused,
            message: message.into(),
        }
    }

    /// What it says.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Says it on standard error.
    pub fn report(&self) -> ExitCode {
        eprintln!("central: {}", self.message);
        self.exit.into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let exit = match &error {
            StoreError::Unreachable { .. }
            | StoreError::NoDatabase { .. }
            | StoreError::Denied { .. }
            | StoreError::Url { .. } => Exit::NoServer,
            StoreError::NoElection => Exit::Refused,
            error if error.is_transient() => Exit::NoServer,
            _ => Exit::Other,
        };
        Failure {
            exit,
            message: error.to_string(),
        }
    }
}

impl From<KafkaAccessError> for Failure {
    fn from(error: KafkaAccessError) -> Self {
        Failure {
            exit: Exit::NoServer,
            message: error.to_string(),
        }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        let exit = match error {
            SettingsError::NoServers { .. } => Exit::NoServer,
            SettingsError::Format { .. } => Exit::Refused,
            _ => Exit::Other,
        };
        Failure {
            exit,
            message: error.to_string(),
        }
    }
}

impl From<AdminError> for Failure {
    fn from(error: AdminError) -> Self {
        match error {
            AdminError::Store(error) => error.into(),
            AdminError::Kafka(error) => error.into(),
            AdminError::Recount(error) => error.into(),
            AdminError::Key(error) => error.into(),
            AdminError::Rows(rows) => {
                const SHOWN: usize = 20;
                let mut lines = vec![format!(
                    "{} row(s) of the roll file are wrong; nothing was imported",
                    rows.len()
                )];
                lines.extend(rows.iter().take(SHOWN).map(|row| format!("  {row}")));
                if rows.len() > SHOWN {
                    lines.push(format!("  … and {} more", rows.len() - SHOWN));
                }
                Failure::refused(lines.join("\n"))
            }
            AdminError::Publish(_) => Failure {
                exit: Exit::NoServer,
                message: error.to_string(),
            },
            other => Failure::refused(other.to_string()),
        }
    }
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Store(error) => error.into(),
            IntakeError::Kafka(error) => error.into(),
            other => Failure::other(other.to_string()),
        }
    }
}

impl From<AggregateError> for Failure {
    fn from(error: AggregateError) -> Self {
        match error {
            AggregateError::Store(error) => error.into(),
            AggregateError::Kafka(error) => error.into(),
            AggregateError::Key(error) => error.into(),
        }
    }
}

impl From<RecountError> for Failure {
    fn from(error: RecountError) -> Self {
        let exit = match error {
            RecountError::Kafka(_) | RecountError::Topic { .. } | RecountError::Silent { .. } => {
                Exit::NoServer
            }
            _ => Exit::Other,
        };
        Failure {
            exit,
            message: error.to_string(),
        }
    }
}

impl From<BoardError> for Failure {
    fn from(error: BoardError) -> Self {
        match error {
            BoardError::Store(error) => error.into(),
            BoardError::Kafka(error) => error.into(),
            BoardError::Output(_) => Failure::other(error.to_string()),
        }
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Failure::other(error.to_string())
    }
}

impl From<EmbeddedError> for Failure {
    fn from(error: EmbeddedError) -> Self {
        Failure {
            exit: Exit::NoServer,
            message: error.to_string(),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::other(error.to_string())
    }
}
