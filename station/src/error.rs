//! The one error of this crate.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use pollstream_protocol::ballot::{BallotError, CodecError};
use pollstream_protocol::definition::SignedDefinitionError;
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::{BallotStyleId, CaseId, StationId, VoterId};
use pollstream_protocol::seal::SealError;
use pollstream_protocol::segment::SegmentError;
use pollstream_protocol::signed::SignedError;
use pollstream_protocol::transfer::TransferError;
use pollstream_protocol::voter::{Accreditation, VoterFault};
use pollstream_protocol::wire::WireError;
use rdkafka::error::KafkaError;
use thiserror::Error;

use crate::issue::IssueObstacle;
use crate::pin::{MAX_PIN_DIGITS, MIN_PIN_DIGITS};
use crate::polls::{ForbiddenArrow, spoken};
use crate::staff::StaffRefusal;

/// What a caller can do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A rule of the election or of the desk forbids it: tell the officer; trying again changes nothing.
    Refused,
    /// It may work later: the disk is full or busy, the broker is away.
    Retry,
    /// Stored or received data is damaged or not what it claims to be.
    Corrupt,
    /// This program is wrong.
    Bug,
}

/// Why a station could not do something. Messages say what to do; none holds personal data, a selection, a
/// tracking code or a key.
#[derive(Debug, Error)]
pub enum StationError {
    /// A new station would overwrite a file.
    #[error("{} exists already: choose another file, or open the station that it holds", .0.display())]
    Exists(PathBuf),
    /// No store where one was expected.
    #[error("{} does not exist: enrol the station first, or correct the path", .0.display())]
    Missing(PathBuf),
    /// Another process has the station open.
    #[error("{} is in use: close the other window of this station first", .0.display())]
    InUse(PathBuf),
    /// The file cannot be reached.
    #[error("{} cannot be used: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The signing key is not the one that the station was enrolled with.
    #[error("this key is not the one that the station was enrolled with: use its own key file")]
    WrongKey,
    /// The package does not hold together.
    #[error("the station package cannot be used: {0}")]
    BadPackage(&'static str),
    /// The SQLite library has a known fault that damages stores.
    #[error("SQLite {0} is too old, 3.51.3 is needed: rebuild with the bundled library")]
    OldSqlite(String),
    /// SQLite reports an error.
    #[error("the station's store reports an error: {0}. Check the disk; if it stays, call support")]
    Store(#[from] sqlx::Error),
    /// The store's tables cannot be brought up to date.
    #[error("the station's store was made by another version of this program: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Something stored cannot be read back.
    #[error("the station's store is damaged ({0}): do not go on with it, call support")]
    Damaged(&'static str),
    /// The station was closed.
    #[error("the station is closed: start the program again")]
    Closed,

    /// The polls' state does not allow the change.
    #[error(transparent)]
    Polls(#[from] ForbiddenArrow),
    /// The polls' state does not allow what was asked for.
    #[error("the polls are {}: this has to wait, or comes too late", spoken(*.0))]
    PollsNotOpen(PollsState),
    /// Not within the legal hours of election day.
    #[error("the polls are open by law from {} to {}: to open them now, two officers give the reason", time(*opens), time(*closes))]
    OutsideLegalHours {
        /// When they open by law.
        opens: Option<Timestamp>,
        /// When they close by law.
        closes: Option<Timestamp>,
    },
    /// One officer alone.
    #[error("two officers open and close the polls")]
    TwoOfficersNeeded,
    /// The legal closing time is not reached.
    #[error("the polls close at {closes}: to close them before, two officers give the reason")]
    BeforeLegalClose {
        /// The legal closing time.
        closes: Timestamp,
    },
    /// Voters still hold ballots.
    #[error("{open} voting session(s) are open: let the voters cast, or end the sessions, then close")]
    OpenSessions {
        /// How many.
        open: u64,
    },

    /// No such voter on this roll.
    #[error("voter {0} is not on this station's roll: vote provisionally")]
    UnknownVoter(VoterId),
    /// On the roll, but not entitled.
    #[error("the voter is not accredited ({}): vote provisionally", .0.as_str())]
    NotAccredited(Accreditation),
    /// Already checked in here.
    #[error("the voter was checked in here already: vote provisionally if it is disputed")]
    AlreadyCheckedIn {
        /// When.
        at: Timestamp,
    },
    /// Already checked in elsewhere.
    #[error("the voter was checked in at `{station}`: vote provisionally if it is disputed")]
    CheckedInElsewhere {
        /// Where.
        station: StationId,
        /// When.
        at: Timestamp,
    },
    /// On the roll of another polling station.
    #[error("the voter belongs to polling station `{0}`: send the voter there, or vote provisionally")]
    OtherPollingStation(StationId),
    /// Not checked in.
    #[error("the voter is not checked in: check in first")]
    NotCheckedIn,
    /// The check-in's ballot was issued already.
    #[error("the ballot for this check-in was issued already")]
    BallotIssued,
    /// The roll changed since the check-in.
    #[error("{0} since the check-in: undo the check-in and look at the voter again")]
    ChangedSinceCheckIn(IssueObstacle),
    /// A provisional case was opened here for the same person.
    #[error("a provisional ballot was issued to this person before: do not issue another unless it is meant")]
    CaseOpened {
        /// The case.
        case: CaseId,
        /// When.
        at: Timestamp,
    },
    /// A voter with this registration number is on the roll.
    #[error("this registration number is on the roll already: open that voter instead")]
    AlreadyRegistered(VoterId),
    /// The registration breaks rules.
    #[error("the registration cannot be taken: correct {}", fields(.0))]
    VoterFaults(Vec<VoterFault>),
    /// The ballot style is not issued here.
    #[error("ballot style `{0}` is not issued at this station")]
    StyleNotIssued(BallotStyleId),

    /// No such session, or it was spent.
    #[error("this voting session is not open: its ballot was cast, spoiled or given up")]
    UnknownSession,
    /// The ballot is of another style than the session.
    #[error("the ballot is not of the style that was issued")]
    WrongStyle,
    /// The ballot breaks a rule.
    #[error(transparent)]
    Ballot(#[from] BallotError),

    /// A ballot that is not cast is in the booth.
    #[error("a voter is in the booth: wait until the ballot is cast, or take it back")]
    BoothBusy,

    /// Who may change the officers, and who is a second person.
    #[error(transparent)]
    Staff(#[from] StaffRefusal),
    /// An officer of this name exists.
    #[error("an officer named {0} exists already: add something to tell them apart")]
    OfficerExists(String),
    /// The officers were named already.
    #[error("this station has officers already: a presiding officer adds more")]
    OfficersNamed,
    /// Not a PIN.
    #[error("a PIN has {MIN_PIN_DIGITS} to {MAX_PIN_DIGITS} digits")]
    PinFormat,
    /// A PIN that everybody guesses.
    #[error("this PIN is too simple: digits all alike, or counting up or down")]
    PinSimple,
    /// Wrong PIN.
    #[error("the PIN is wrong; {left} more attempt(s) before a pause")]
    WrongPin {
        /// Attempts before a pause.
        left: u32,
    },
    /// After wrong PINs.
    #[error("after wrong PINs no attempt is taken for {} more seconds", wait.as_secs())]
    PinRefused {
        /// How long until the next attempt is taken.
        wait: Duration,
    },

    /// A name or text breaks its rule.
    #[error("{what}: {rule}")]
    Text {
        /// Which one, as the form calls it.
        what: &'static str,
        /// The rule.
        rule: String,
    },

    /// A message is for another election, station or polling station.
    #[error("this {0} is for another election or station")]
    Foreign(&'static str),
    /// A file cannot be read as segments.
    #[error(transparent)]
    Transfer(#[from] TransferError),
    /// A message in a file is not signed by the election authority.
    #[error("the file holds a message that the election authority did not sign: {0}")]
    Unsigned(#[source] SignedError),
    /// A segment that bears this station's signature is not in its log.
    #[error("the file holds entries that this station signed and does not have: call the election office")]
    NotInLog,
    /// There is nothing to write.
    #[error("no entry waits for central: there is nothing to write to a file")]
    NothingToExport,
    /// A revision that would change ballots under voters' hands.
    #[error("the new definition cannot be used here: {0}")]
    Incompatible(&'static str),
    /// A definition that was received is not valid.
    #[error(transparent)]
    Definition(#[from] SignedDefinitionError),

    /// An entry breaks the contract and would be refused by central for ever.
    #[error("this cannot be recorded: {0}")]
    Unrecordable(#[from] WireError),
    /// A segment cannot be made.
    #[error("a segment of the log cannot be made: {0}")]
    Segment(#[from] SegmentError),
    /// A ballot cannot be encoded.
    #[error("the ballot cannot be encoded: {0}")]
    Codec(#[from] CodecError),
    /// A ballot cannot be sealed.
    #[error("the ballot cannot be sealed: {0}")]
    Seal(#[from] SealError),
    /// A Kafka client cannot be made.
    #[error("Kafka: {0}. Check the address and the settings")]
    Kafka(#[from] KafkaError),
    /// A thread or task cannot be started.
    #[error("the uplink cannot be started: {0}")]
    Uplink(#[source] std::io::Error),
}

fn time(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "an unknown time".to_owned(), |at| at.to_string())
}

/// Names of the fields at fault: never their values.
fn fields(faults: &[VoterFault]) -> String {
    let mut names: Vec<&str> = faults.iter().map(|f| f.field).collect();
    names.dedup();
    names.join(", ")
}

impl StationError {
    /// What a caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            StationError::Exists(_)
            | StationError::Missing(_)
            | StationError::WrongKey
            | StationError::BadPackage(_)
            | StationError::Migrate(_)
            | StationError::Closed
            | StationError::Polls(_)
            | StationError::PollsNotOpen(_)
            | StationError::OutsideLegalHours { .. }
            | StationError::TwoOfficersNeeded
            | StationError::BeforeLegalClose { .. }
            | StationError::OpenSessions { .. }
            | StationError::UnknownVoter(_)
            | StationError::NotAccredited(_)
            | StationError::AlreadyCheckedIn { .. }
            | StationError::CheckedInElsewhere { .. }
            | StationError::OtherPollingStation(_)
            | StationError::NotCheckedIn
            | StationError::BallotIssued
            | StationError::ChangedSinceCheckIn(_)
            | StationError::CaseOpened { .. }
            | StationError::AlreadyRegistered(_)
            | StationError::VoterFaults(_)
            | StationError::StyleNotIssued(_)
            | StationError::UnknownSession
            | StationError::WrongStyle
            | StationError::Ballot(_)
            | StationError::BoothBusy
            | StationError::Staff(_)
            | StationError::OfficerExists(_)
            | StationError::OfficersNamed
            | StationError::PinFormat
            | StationError::PinSimple
            | StationError::WrongPin { .. }
            | StationError::PinRefused { .. }
            | StationError::NothingToExport
            | StationError::Text { .. }
            | StationError::Foreign(_)
            | StationError::Incompatible(_)
            | StationError::Unrecordable(_)
            | StationError::Kafka(_) => ErrorKind::Refused,
            StationError::InUse(_) | StationError::File { .. } | StationError::Uplink(_) => ErrorKind::Retry,
            StationError::Damaged(_)
            | StationError::Definition(_)
            | StationError::Transfer(_)
            | StationError::Unsigned(_)
            | StationError::NotInLog => ErrorKind::Corrupt,
            StationError::OldSqlite(_)
            | StationError::Segment(_)
            | StationError::Codec(_)
            | StationError::Seal(_) => ErrorKind::Bug,
            StationError::Store(error) => store_kind(error),
        }
    }

    /// Short and stable: for screens that word the message themselves, for logs and for tests.
    pub fn code(&self) -> &'static str {
        match self {
            StationError::Exists(_) => "exists",
            StationError::Missing(_) => "missing",
            StationError::InUse(_) => "in_use",
            StationError::File { .. } => "file",
            StationError::WrongKey => "wrong_key",
            StationError::BadPackage(_) => "bad_package",
            StationError::OldSqlite(_) => "old_sqlite",
            StationError::Store(_) => "store",
            StationError::Migrate(_) => "migrate",
            StationError::Damaged(_) => "damaged",
            StationError::Closed => "closed",
            StationError::Polls(_) => "forbidden_arrow",
            StationError::PollsNotOpen(_) => "polls_not_open",
            StationError::OutsideLegalHours { .. } => "outside_legal_hours",
            StationError::TwoOfficersNeeded => "two_officers_needed",
            StationError::BeforeLegalClose { .. } => "before_legal_close",
            StationError::OpenSessions { .. } => "open_sessions",
            StationError::UnknownVoter(_) => "unknown_voter",
            StationError::NotAccredited(_) => "not_accredited",
            StationError::AlreadyCheckedIn { .. } => "already_checked_in",
            StationError::CheckedInElsewhere { .. } => "checked_in_elsewhere",
            StationError::OtherPollingStation(_) => "other_polling_station",
            StationError::NotCheckedIn => "not_checked_in",
            StationError::BallotIssued => "ballot_issued",
            StationError::ChangedSinceCheckIn(_) => "changed_since_check_in",
            StationError::CaseOpened { .. } => "case_opened",
            StationError::AlreadyRegistered(_) => "already_registered",
            StationError::VoterFaults(_) => "voter_faults",
            StationError::StyleNotIssued(_) => "style_not_issued",
            StationError::UnknownSession => "unknown_session",
            StationError::WrongStyle => "wrong_style",
            StationError::Ballot(_) => "ballot",
            StationError::BoothBusy => "booth_busy",
            StationError::Staff(refusal) => refusal.code(),
            StationError::OfficerExists(_) => "officer_exists",
            StationError::OfficersNamed => "officers_named",
            StationError::PinFormat => "pin_format",
            StationError::PinSimple => "pin_simple",
            StationError::WrongPin { .. } => "wrong_pin",
            StationError::PinRefused { .. } => "pin_refused",
            StationError::Text { .. } => "text",
            StationError::Foreign(_) => "foreign",
            StationError::Transfer(_) => "not_segments",
            StationError::Unsigned(_) => "unsigned",
            StationError::NotInLog => "not_in_log",
            StationError::NothingToExport => "nothing_to_export",
            StationError::Incompatible(_) => "incompatible",
            StationError::Definition(_) => "definition",
            StationError::Unrecordable(_) => "unrecordable",
            StationError::Segment(_) => "segment",
            StationError::Codec(_) => "codec",
            StationError::Seal(_) => "seal",
            StationError::Kafka(_) => "kafka",
            StationError::Uplink(_) => "uplink",
        }
    }
}

/// By SQLite's primary result code (<https://www.sqlite.org/rescode.html>).
fn store_kind(error: &sqlx::Error) -> ErrorKind {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => ErrorKind::Retry,
        sqlx::Error::Database(e) => match e.code().and_then(|c| c.parse::<u32>().ok()).map(|c| c & 0xFF) {
            // BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN.
            Some(5 | 6 | 7 | 8 | 10 | 13 | 14) => ErrorKind::Retry,
            // CORRUPT, NOTADB.
            Some(11 | 26) => ErrorKind::Corrupt,
            _ => ErrorKind::Bug,
        },
        _ => ErrorKind::Bug,
    }
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::voter::VoterRule;

    use super::*;

    #[test]
    fn a_fault_names_the_field_and_never_its_value() {
        let fault = |field, rule| VoterFault { field, rule };
        let error = StationError::VoterFaults(vec![
            fault("name", VoterRule::Empty),
            fault("name", VoterRule::TooLong { max: 200 }),
            fault("date_of_birth", VoterRule::TooYoung { age: 15, needed: 18 }),
        ]);
        assert_eq!(
            error.to_string(),
            "the registration cannot be taken: correct name, date_of_birth"
        );
        assert_eq!((error.kind(), error.code()), (ErrorKind::Refused, "voter_faults"));
    }

    #[test]
    fn a_lost_pool_is_worth_a_retry_and_a_missing_row_is_a_bug() {
        assert_eq!(
            StationError::from(sqlx::Error::PoolTimedOut).kind(),
            ErrorKind::Retry
        );
        assert_eq!(
            StationError::from(sqlx::Error::RowNotFound).kind(),
            ErrorKind::Bug
        );
    }
}
