//! Errors on their way to the windows: a code, what its wording needs, and English for support.

use jiff::Timestamp;
use pollstream_protocol::enrolment::PackageError;
use pollstream_protocol::voter::{VoterFault, VoterRule};
use pollstream_station::{
    ErrorKind, KeyFileError, KeyringError, MAX_PIN_DIGITS, MIN_OFFICERS, MIN_PIN_DIGITS, PollsAction,
    StaffRefusal, StationError,
};

use crate::dto::error::{CommandError, FieldFault, Param, Params, Remedy};

/// The answer of a command.
pub(crate) type Answer<T> = Result<T, CommandError>;

impl From<i64> for Param {
    fn from(number: i64) -> Self {
        Param::Number(number)
    }
}

impl From<u64> for Param {
    fn from(number: u64) -> Self {
        Param::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Param {
    fn from(number: usize) -> Self {
        Param::from(number as u64)
    }
}

impl From<u32> for Param {
    fn from(number: u32) -> Self {
        Param::Number(i64::from(number))
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Param::Text(text)
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Param::Text(text.to_owned())
    }
}

impl From<Timestamp> for Param {
    fn from(time: Timestamp) -> Self {
        Param::Text(time.to_string())
    }
}

impl CommandError {
    /// A refusal by the shell itself.
    pub(crate) fn refused(code: &str, detail: impl Into<String>) -> Self {
        CommandError::new(code, Remedy::Refused, detail)
    }

    /// What may work later.
    pub(crate) fn retry(code: &str, detail: impl Into<String>) -> Self {
        CommandError::new(code, Remedy::Retry, detail)
    }

    fn new(code: &str, remedy: Remedy, detail: impl Into<String>) -> Self {
        CommandError {
            code: code.to_owned(),
            remedy,
            params: Params::new(),
            faults: Vec::new(),
            detail: detail.into(),
        }
    }

    /// With a value that the wording needs.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Param>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// A form that breaks rules.
    pub(crate) fn faults(faults: Vec<FieldFault>) -> Self {
        let mut error = CommandError::refused("voter_faults", "the form breaks rules");
        error.faults = faults;
        error
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(error: &std::io::Error) -> Self {
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        let code = if full { "disk_full" } else { "file" };
        CommandError::retry(code, error.to_string())
    }
}

fn remedy(kind: ErrorKind) -> Remedy {
    match kind {
        ErrorKind::Refused => Remedy::Refused,
        ErrorKind::Retry => Remedy::Retry,
        ErrorKind::Corrupt => Remedy::Corrupt,
        ErrorKind::Bug => Remedy::Bug,
    }
}

impl From<StationError> for CommandError {
    fn from(error: StationError) -> Self {
        let remedy = remedy(error.kind());
        if remedy != Remedy::Refused {
            tracing::warn!(code = error.code(), %error, "a command failed");
        }
        let base = CommandError::new(error.code(), remedy, error.to_string());
        match error {
            StationError::Polls(arrow) => base
                .with("state", arrow.state.as_str())
                .with("action", action(arrow.action)),
            StationError::PollsNotOpen(state) => base.with("state", state.as_str()),
            StationError::BeforeLegalClose { closes } => base.with("closes", closes),
            StationError::OutsideLegalHours { opens, closes } => base
                .with("opens", opens.map(|at| at.to_string()).unwrap_or_default())
                .with("closes", closes.map(|at| at.to_string()).unwrap_or_default()),
            StationError::OpenSessions { open } => base.with("open", open),
            StationError::NotAccredited(accreditation) => base.with("accreditation", accreditation.as_str()),
            StationError::AlreadyCheckedIn { at } => base.with("at", at),
            StationError::CheckedInElsewhere { station, at } => {
                base.with("place", station.to_string()).with("at", at)
            }
            StationError::OtherPollingStation(station) => base.with("place", station.to_string()),
            StationError::ChangedSinceCheckIn(obstacle) => base.with("obstacle", obstacle.code()),
            StationError::CaseOpened { case, at } => base.with("case", case.number()).with("at", at),
            StationError::AlreadyRegistered(voter) => base.with("voter", voter.to_string()),
            StationError::StyleNotIssued(style) => base.with("style", style.to_string()),
            StationError::VoterFaults(faults) => CommandError {
                faults: faults.iter().map(FieldFault::from).collect(),
                ..base
            },
            StationError::OfficerExists(name) => base.with("name", name),
            StationError::Staff(StaffRefusal::OfficersNeeded) => base.with("min", MIN_OFFICERS),
            StationError::PinFormat => base.with("min", MIN_PIN_DIGITS).with("max", MAX_PIN_DIGITS),
            StationError::WrongPin { left } => base.with("left", left),
            StationError::PinRefused { wait } => base.with("seconds", wait.as_secs().max(1)),
            StationError::Text { what, rule } => base.with("what", what).with("rule", rule),
            _ => base,
        }
    }
}

fn action(action: PollsAction) -> &'static str {
    match action {
        PollsAction::Open => "open",
        PollsAction::Pause => "pause",
        PollsAction::Resume => "resume",
        PollsAction::Close => "close",
    }
}

impl From<&VoterFault> for FieldFault {
    fn from(fault: &VoterFault) -> Self {
        let mut params = Params::new();
        let mut with = |name: &str, value: Param| params.insert(name.to_owned(), value);
        let code = match &fault.rule {
            VoterRule::Empty | VoterRule::NoNumber => "empty",
            VoterRule::ForeignId => "foreign_id",
            VoterRule::NotACountry => "not_a_country",
            VoterRule::NotAnEmail => "not_an_email",
            VoterRule::TooYoung { age, needed } => {
                with("age", i64::from(*age).into());
                with("needed", i64::from(*needed).into());
                "too_young"
            }
            VoterRule::TooOld { age } => {
                with("age", i64::from(*age).into());
                "too_old"
            }
            VoterRule::UnknownStation(_) => "unknown_station",
            VoterRule::StyleNotIssued { .. } => "not_issued_here",
            VoterRule::TooLong { max } => {
                with("max", (*max).into());
                "too_long"
            }
            VoterRule::ControlCharacters => "control_characters",
        };
        FieldFault {
            field: fault.field.to_owned(),
            code: code.to_owned(),
            params,
        }
    }
}

impl From<PackageError> for CommandError {
    fn from(error: PackageError) -> Self {
        let code = match error {
            PackageError::WrongCode => "wrong_code",
            PackageError::TooLarge => "too_large",
            _ => "package",
        };
        CommandError::refused(code, error.to_string())
    }
}

impl From<KeyFileError> for CommandError {
    fn from(error: KeyFileError) -> Self {
        use pollstream_protocol::passphrase::PassphraseError;
        match &error {
            KeyFileError::Passphrase(PassphraseError::WrongPassphrase) => {
                CommandError::refused("wrong_passphrase", error.to_string())
            }
            _ => CommandError::retry("key_store", error.to_string()).with("problem", "file"),
        }
    }
}

impl From<KeyringError> for CommandError {
    fn from(error: KeyringError) -> Self {
        CommandError::retry("key_store", error.to_string()).with("problem", error.code())
    }
}
