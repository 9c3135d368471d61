//! What officials and IT do: init, roll import, enrolment, revocation, closing; and what officials decide from
//! their [`Office`]: candidates, registrations, provisional ballots, incidents, certification.

mod accreditation;
mod certify;
mod chain;
mod close;
mod definition_file;
mod enrol;
mod import_roll;
mod incident;
mod init;
mod invitation;
mod office;
mod official;
mod opening;
mod provisional;
mod registration;
mod ruling;
mod transfer;

use std::path::PathBuf;

use pollstream_protocol::ballot::CodecError;
use pollstream_protocol::definition::{DefinitionError, RevisionFault, SignedDefinitionError};
use pollstream_protocol::enrolment::PackageError;
use pollstream_protocol::ids::{
    CandidateId, CaseKey, ContestId, LogName, OfficialId, PartyId, StationId, VoterId,
};
use pollstream_protocol::ledger::LedgerError;
use pollstream_protocol::segment::SegmentError;
use pollstream_protocol::transfer::TransferError;
use pollstream_protocol::voter::Accreditation;
use thiserror::Error;

pub use accreditation::Revised;
pub use certify::{CERTIFICATION, Hurdle, SUPERSEDE};
pub use chain::Why;
pub use close::{Closed, ElectionStatusEvent, STATUS_KEY, close};
pub use definition_file::{EditError, NewCandidate, NewParty};
pub use enrol::{Enrolled, enrol, revoke, write_package};
pub use import_roll::{Change, FieldChange, ImportOptions, ImportReport, import_roll};
pub use init::{InitReport, init};
pub use invitation::{ByTwo, NewOfficial, about_official, accept_invitation};
pub use office::Office;
pub use official::{MAX_FAILURES, MIN_PASSPHRASE_CHARS, SignInError, SignedIn, sign_in};
pub use opening::run_intake;
pub use provisional::{Confirmed, Verdict};
pub use registration::RegistrationDecision;
pub use ruling::{Ruled, about_log};
pub use transfer::{Carried, answer, read_segments, send_segments};

use crate::intake::IntakeError;
use crate::intake::publish::PublishError;
use crate::kafka::KafkaAccessError;
use crate::keys::KeyError;
use crate::recount::RecountError;
use crate::roll_file::{RollFileError, RowError};
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
    /// A file of segments cannot be read.
    #[error(transparent)]
    Transfer(#[from] TransferError),
    /// A segment of a file does not hold.
    #[error("the file holds a segment that does not hold: {0}; nothing was taken in")]
    Segment(#[from] SegmentError),
    /// A segment of another election.
    #[error("the file is of election `{0}`; nothing was taken in")]
    ForeignSegment(String),
    /// Intake did not commit a file in time.
    #[error("what station `{0}` sent was handed over, but is not taken in yet: is intake running?")]
    NotTakenIn(StationId),
    /// The broker did not take a message.
    #[error("Kafka: {0}")]
    Broker(#[from] rdkafka::error::KafkaError),
    /// The database comes from an older backup.
    #[error(
        "{published} decisions are published and this database holds {here}: it was restored from an older backup. \
         Nothing is decided on it; restore a newer one"
    )]
    DecisionsMissing {
        /// Decisions on the topic.
        published: u64,
        /// Decisions here.
        here: u64,
    },
    /// A sign-in was refused.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// Only an official may do this, and there are some.
    #[error("there are officials: one of them must sign in (--official ID)")]
    SignInNeeded,
    /// An auditor decides nothing.
    #[error("`{0}` is an auditor: auditors see everything and decide nothing")]
    Auditor(OfficialId),
    /// Nobody of that id can decide.
    #[error("`{0}` is not an official who can decide, or no longer one")]
    NotOfficial(OfficialId),
    /// Nobody of that id was invited, or the code was used, or tried too often.
    #[error("nobody invited `{0}`, or the one-time code is used up: central official add gives a new one")]
    NotInvited(OfficialId),
    /// Invited, but has not chosen a passphrase yet.
    #[error("`{0}` has not chosen a passphrase yet: central official accept {0}, with the one-time code")]
    NotAccepted(OfficialId),
    /// Not the code that was given out.
    #[error("the one-time code is wrong")]
    WrongCode,
    /// The decision breaks a rule.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// No such log.
    #[error("there is no log {0}: STATION/INCARNATION is expected, for example north/1")]
    UnknownLog(LogName),
    /// The log does not reach there, or has another story there.
    #[error("what central has of {0} does not reach to entry {1}")]
    NoSuchEntry(LogName, u64),
    /// What is counted stays counted.
    #[error("{0} counts up to entry {1}: a ruling cannot end it earlier")]
    Counted(LogName, u64),
    /// An earlier ruling reaches as far.
    #[error("an earlier ruling on {0} reaches as far or further")]
    RuledFurther(LogName),
    /// Nothing is certified.
    #[error("the results are not certified: there is nothing to supersede")]
    NotCertified,
    /// A text that a person gave cannot be taken.
    #[error("{what}: {rule}")]
    Text {
        /// Which text.
        what: &'static str,
        /// The rule that it breaks.
        rule: String,
    },
    /// The results are certified.
    #[error("the results are certified: nothing that could change them is decided any more")]
    Certified,
    /// The revision breaks rules.
    #[error("the revision is refused; nothing was changed:\n{}", lines(.0))]
    Revision(Vec<RevisionFault>),
    /// The file is the one in force.
    #[error("the file is the definition in force: there is nothing to revise")]
    NothingToRevise,
    /// The definition file cannot be edited.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// No such candidate.
    #[error("candidate `{0}` is not in the definition")]
    UnknownCandidate(CandidateId),
    /// There is a candidate of that id.
    #[error("there is a candidate `{0}` already")]
    CandidateExists(CandidateId),
    /// No such contest.
    #[error("contest `{0}` is not in the definition")]
    UnknownContest(ContestId),
    /// There is a party of that id.
    #[error("there is a party `{0}` already")]
    PartyExists(PartyId),
    /// A step that accreditation does not have.
    #[error("{what} is {}: it cannot become {}", .from.as_str(), .to.as_str())]
    Step {
        /// Who.
        what: String,
        /// Where they stand.
        from: Accreditation,
        /// Where they were to stand.
        to: Accreditation,
    },
    /// No such voter.
    #[error("voter {0} is not on record")]
    UnknownVoter(VoterId),
    /// The station did not register the voter.
    #[error("voter {0} was not registered at station `{1}`")]
    NotRegisteredAt(VoterId, StationId),
    /// The voter has been checked in where they are.
    #[error("voter {0} has been checked in: they cannot be moved to another roll any more")]
    CheckedIn(VoterId),
    /// No such case.
    #[error("there is no provisional case {0}")]
    UnknownCase(CaseKey),
    /// The case was decided.
    #[error("provisional case {0} is decided already")]
    CaseDecided(CaseKey),
    /// Its ballot has not arrived.
    #[error("the ballot of case {0} has not arrived from its station: it can be released when it has")]
    NoBallot(CaseKey),
    /// Something is proposed already.
    #[error("something is proposed for {0} already: another official confirms or declines it")]
    AlreadyProposed(String),
    /// Nothing is proposed.
    #[error("nothing is proposed for {0}")]
    NothingProposed(String),
    /// Two different officials are needed.
    #[error("`{0}` proposed it: another official must confirm")]
    SameOfficial(OfficialId),
    /// No such incident, or it was dealt with.
    #[error("there is no open incident {0}")]
    UnknownIncident(i64),
    /// No such refused message, or it was dealt with.
    #[error("there is no open message {0} in quarantine")]
    UnknownMessage(i64),
    /// Something stands in the way of certification.
    #[error("the results cannot be certified:\n{}", .0.join("\n"))]
    Hurdles(Vec<String>),
    /// The results are not those that were proposed.
    #[error(
        "the results have changed since certification was proposed: decline the proposal and propose again"
    )]
    ResultsChanged,
    /// The recount was not possible.
    #[error(transparent)]
    Recount(#[from] RecountError),
    /// Rows of a roll file are wrong.
    #[error("{} row(s) of the roll file are wrong; nothing was imported", .0.len())]
    Rows(Vec<RowError>),
    /// The roll file is none, or its header is wrong.
    #[error("the roll file cannot be read: {0}")]
    RollFile(#[from] RollFileError),
    /// A header and nothing below it.
    #[error("no voters in the file; nothing was imported")]
    EmptyRoll,
    /// Some may be one person under several numbers, and nobody said that they are not.
    #[error("{} group(s) of voters may be one person each; nothing was imported", .0.look_alikes.len())]
    LookAlikes(Box<ImportReport>),
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

fn lines(faults: &[RevisionFault]) -> String {
    faults
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

impl From<sqlx::Error> for AdminError {
    fn from(error: sqlx::Error) -> Self {
        AdminError::Store(StoreError::Sql(error))
    }
}
