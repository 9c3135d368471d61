//! Entries of the station log: what happened at a station, one after the other.

use jiff::Timestamp;
use prost::Message;

use crate::ids::{BallotStyleId, CaseId, VoterId};
use crate::limits::{MAX_ENTRY_BYTES, MAX_GROUP_BALLOTS, MAX_LINE_CHARS, MAX_OFFICERS, MAX_TEXT_CHARS};
use crate::seal::SealedBallot;
use crate::voter::{VoterRecord, id, timestamp, uuid};
use crate::wire::{self, WireError, array, decode_strict, number, v1};

macro_rules! wire_enum {
    ($(#[$doc:meta])* $name:ident, $wire:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// Its number on the wire.
            pub fn number(self) -> i32 {
                match self { $($name::$variant => v1::$wire::$variant as i32),+ }
            }

            /// As it is written in SQL and JSON.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The value with this number.
            pub fn from_number(number: i32) -> Result<Self, WireError> {
                match v1::$wire::try_from(number) {
                    $(Ok(v1::$wire::$variant) => Ok($name::$variant),)+
                    _ => Err(WireError::field(stringify!($name), format!("{number} is not known"))),
                }
            }
        }
    };
}

wire_enum!(
    /// What an entry records.
    EntryKind, EntryKind {
        /// A voter registered at the station.
        Registration = "registration",
        /// A voter checked in.
        CheckIn = "check_in",
        /// A check-in taken back before a ballot was issued.
        CheckInUndone = "check_in_undone",
        /// Sealed ballots of one style.
        BallotGroup = "ballot_group",
        /// One sealed ballot of a doubtful case.
        ProvisionalBallot = "provisional_ballot",
        /// Polls opened, with the zero report.
        PollsOpened = "polls_opened",
        /// Polls paused.
        PollsPaused = "polls_paused",
        /// Polls resumed.
        PollsResumed = "polls_resumed",
        /// Polls closed, with the close report.
        PollsClosed = "polls_closed",
        /// Something that should be known.
        Incident = "incident",
        /// An officer did something worth recording.
        OfficerAction = "officer_action",
        /// The sealed ballot of a cast, sealed once more to the recovery key.
        RecoveryCopy = "recovery_copy",
        /// The kiosk's program started.
        ProgramStarted = "program_started",
        /// The kiosk's program ended in good order.
        ProgramEnded = "program_ended",
    }
);

impl EntryKind {
    /// Whether the entry holds ballots. Such entries never share a segment with any others: no message
    /// holds both a voter and a ballot.
    pub fn holds_ballots(self) -> bool {
        matches!(
            self,
            EntryKind::BallotGroup | EntryKind::ProvisionalBallot | EntryKind::RecoveryCopy
        )
    }
}

wire_enum!(
    /// Why a voter votes provisionally.
    ProvisionalReason, ProvisionalReason {
        /// Not on this station's roll.
        NotOnRoll = "not_on_roll",
        /// On the roll, but not accredited.
        NotAccredited = "not_accredited",
        /// Already checked in, here or elsewhere.
        AlreadyCheckedIn = "already_checked_in",
        /// On the roll of another polling station.
        OtherPollingStation = "other_polling_station",
        /// The roll is too old to be relied on.
        RollStale = "roll_stale",
        /// The officer doubts the identity.
        IdentityDoubted = "identity_doubted",
    }
);

wire_enum!(
    /// What an incident is about.
    IncidentKind, IncidentKind {
        /// Anything else.
        Other = "other",
        /// Equipment failed.
        Equipment = "equipment",
        /// The clock is wrong or was changed.
        Clock = "clock",
        /// The close report does not add up.
        Reconciliation = "reconciliation",
        /// A disturbance at the station.
        Disturbance = "disturbance",
    }
);

wire_enum!(
    /// An action of an officer.
    Action, Action {
        /// Signed in.
        SignedIn = "signed_in",
        /// Signed out.
        SignedOut = "signed_out",
        /// A sign-in was refused.
        SignInRefused = "sign_in_refused",
        /// A ballot was spoiled before it was cast, and may be issued again.
        BallotSpoiled = "ballot_spoiled",
        /// A voter left without casting.
        VoterFled = "voter_fled",
        /// A provisional case was opened.
        ProvisionalCaseOpened = "provisional_case_opened",
        /// A definition was loaded.
        DefinitionLoaded = "definition_loaded",
        /// Segments were written to a file.
        SegmentsExported = "segments_exported",
        /// Polls were closed before the legal time.
        ClosedEarly = "closed_early",
        /// The station's officers or their PINs were changed.
        OfficersChanged = "officers_changed",
        /// A voter was helped to vote, at their wish.
        VoterAssisted = "voter_assisted",
    }
);

/// An entry as it is hashed and travels: a kind and bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it records.
    pub kind: EntryKind,
    /// The Protobuf message of that kind.
    pub payload: Vec<u8>,
}

/// Ballots of one style that left the ballot box together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotGroup {
    /// The style of all of them.
    pub ballot_style: BallotStyleId,
    /// Sorted by their sealed bytes: their order says nothing of the order in which they were cast.
    pub ballots: Vec<SealedBallot>,
}

/// Counters at opening, all zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ZeroReport {
    /// Check-ins on record.
    pub check_ins: u64,
    /// Ballots in the box.
    pub ballots: u64,
    /// Provisional ballots in the box.
    pub provisional: u64,
    /// Spoiled ballots.
    pub spoiled: u64,
}

/// Reconciliation at closing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CloseReport {
    /// Check-ins that stand.
    pub check_ins: u64,
    /// Check-ins that were undone.
    pub undone: u64,
    /// Ballots cast.
    pub ballots: u64,
    /// Provisional ballots cast.
    pub provisional: u64,
    /// Ballots spoiled and issued again.
    pub spoiled: u64,
    /// Voters who left without casting.
    pub fled: u64,
    /// Voters registered at the station.
    pub registrations: u64,
    /// Provisional cases opened.
    pub provisional_cases: u64,
}

impl CloseReport {
    /// Everybody who was let in has cast a ballot or left: nothing is missing and nothing is too many.
    pub fn reconciles(&self) -> bool {
        // Counts come from the wire: a sum of them may exceed their own type.
        let sum = |counts: &[u64]| counts.iter().map(|n| u128::from(*n)).sum::<u128>();
        sum(&[self.check_ins, self.provisional_cases]) == sum(&[self.ballots, self.provisional, self.fled])
    }

    pub(crate) fn to_wire(self) -> v1::CloseReport {
        v1::CloseReport {
            check_ins: self.check_ins,
            undone: self.undone,
            ballots: self.ballots,
            provisional: self.provisional,
            spoiled: self.spoiled,
            fled: self.fled,
            registrations: self.registrations,
            provisional_cases: self.provisional_cases,
        }
    }

    pub(crate) fn from_wire(report: Option<v1::CloseReport>) -> Result<Self, WireError> {
        let r = report.ok_or_else(|| WireError::field("close_report", "is missing"))?;
        Ok(CloseReport {
            check_ins: number("check_ins", r.check_ins)?,
            undone: number("undone", r.undone)?,
            ballots: number("ballots", r.ballots)?,
            provisional: number("provisional", r.provisional)?,
            spoiled: number("spoiled", r.spoiled)?,
            fled: number("fled", r.fled)?,
            registrations: number("registrations", r.registrations)?,
            provisional_cases: number("provisional_cases", r.provisional_cases)?,
        })
    }
}

/// An entry's meaning.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryBody {
    /// A voter registered at the station.
    Registration {
        /// The new record, pending.
        voter: VoterRecord,
        /// Who registered.
        officer: String,
    },
    /// A voter checked in.
    CheckIn {
        /// The voter.
        voter_id: VoterId,
        /// The ballot style issued.
        ballot_style: BallotStyleId,
        /// Who checked in.
        officer: String,
        /// When, to the second.
        at: Timestamp,
    },
    /// A check-in taken back.
    CheckInUndone {
        /// The voter.
        voter_id: VoterId,
        /// The check-in's sequence number.
        check_in_seq: u64,
        /// Why.
        reason: String,
        /// Who took it back.
        officer: String,
        /// When.
        at: Timestamp,
    },
    /// Sealed ballots.
    BallotGroup(BallotGroup),
    /// One sealed ballot of a doubtful case.
    ProvisionalBallot {
        /// The case; who it is about stands in another entry.
        case_id: CaseId,
        /// The style of the case.
        ballot_style: BallotStyleId,
        /// The ballot.
        ballot: SealedBallot,
    },
    /// Polls opened.
    PollsOpened {
        /// All zero.
        zero_report: ZeroReport,
        /// At least one; two by the rules of the station.
        officers: Vec<String>,
        /// When.
        at: Timestamp,
        /// Why outside the legal hours of election day; empty when it was within.
        outside_hours: String,
    },
    /// Polls paused.
    PollsPaused {
        /// Why.
        reason: String,
        /// Who.
        officer: String,
        /// When.
        at: Timestamp,
    },
    /// Polls resumed.
    PollsResumed {
        /// Who.
        officer: String,
        /// When.
        at: Timestamp,
    },
    /// Polls closed.
    PollsClosed {
        /// Reconciliation.
        close_report: CloseReport,
        /// Who.
        officers: Vec<String>,
        /// When.
        at: Timestamp,
    },
    /// Something that should be known.
    Incident {
        /// What it is about.
        kind: IncidentKind,
        /// In words.
        text: String,
        /// Who reported it.
        officer: String,
        /// When.
        at: Timestamp,
    },
    /// An officer did something.
    OfficerAction {
        /// What.
        action: Action,
        /// Who.
        officer: String,
        /// When.
        at: Timestamp,
        /// More in words; may be empty.
        text: String,
    },
    /// A provisional case was opened (an [`Action::ProvisionalCaseOpened`] on the wire).
    ProvisionalCase {
        /// The case.
        case_id: CaseId,
        /// Why the vote is provisional.
        reason: ProvisionalReason,
        /// Who claims the right to vote.
        claimant: VoterRecord,
        /// The name that the claimant typed under the declaration; empty when it is signed on paper.
        declared: String,
        /// Who opened it.
        officer: String,
        /// When.
        at: Timestamp,
    },
    /// The sealed ballot of a cast, sealed once more to the recovery key: it says nothing but that a ballot was
    /// cast.
    RecoveryCopy(SealedBallot),
    /// The kiosk's program started. One that follows no end was killed, or lost its power.
    ProgramStarted {
        /// The program and its version.
        software: String,
        /// When.
        at: Timestamp,
    },
    /// The kiosk's program ended in good order.
    ProgramEnded {
        /// When.
        at: Timestamp,
    },
}

impl EntryBody {
    /// The kind of entry that records this.
    pub fn kind(&self) -> EntryKind {
        match self {
            EntryBody::Registration { .. } => EntryKind::Registration,
            EntryBody::CheckIn { .. } => EntryKind::CheckIn,
            EntryBody::CheckInUndone { .. } => EntryKind::CheckInUndone,
            EntryBody::BallotGroup(_) => EntryKind::BallotGroup,
            EntryBody::ProvisionalBallot { .. } => EntryKind::ProvisionalBallot,
            EntryBody::PollsOpened { .. } => EntryKind::PollsOpened,
            EntryBody::PollsPaused { .. } => EntryKind::PollsPaused,
            EntryBody::PollsResumed { .. } => EntryKind::PollsResumed,
            EntryBody::PollsClosed { .. } => EntryKind::PollsClosed,
            EntryBody::Incident { .. } => EntryKind::Incident,
            EntryBody::OfficerAction { .. } | EntryBody::ProvisionalCase { .. } => EntryKind::OfficerAction,
            EntryBody::RecoveryCopy(_) => EntryKind::RecoveryCopy,
            EntryBody::ProgramStarted { .. } => EntryKind::ProgramStarted,
            EntryBody::ProgramEnded { .. } => EntryKind::ProgramEnded,
        }
    }

    /// The entry as it is hashed and travels.
    pub fn encode(&self) -> Entry {
        Entry {
            kind: self.kind(),
            payload: self.payload(),
        }
    }

    fn payload(&self) -> Vec<u8> {
        match self.clone() {
            EntryBody::Registration { voter, officer } => v1::Registration {
                voter: Some(voter.to_wire()),
                officer,
            }
            .encode_to_vec(),
            EntryBody::CheckIn {
                voter_id,
                ballot_style,
                officer,
                at,
            } => v1::CheckIn {
                voter_id: voter_id.0.as_bytes().to_vec(),
                ballot_style: ballot_style.into(),
                officer,
                at: at.as_second(),
            }
            .encode_to_vec(),
            EntryBody::CheckInUndone {
                voter_id,
                check_in_seq,
                reason,
                officer,
                at,
            } => v1::CheckInUndone {
                voter_id: voter_id.0.as_bytes().to_vec(),
                check_in_seq,
                reason,
                officer,
                at: at.as_second(),
            }
            .encode_to_vec(),
            EntryBody::BallotGroup(mut group) => {
                group.ballots.sort_unstable();
                v1::BallotGroup {
                    ballot_style: group.ballot_style.into(),
                    ballots: group.ballots.into_iter().map(sealed_to_wire).collect(),
                }
                .encode_to_vec()
            }
            EntryBody::ProvisionalBallot {
                case_id,
                ballot_style,
                ballot,
            } => v1::ProvisionalBallot {
                case_id: case_id.0.as_bytes().to_vec(),
                ballot_style: ballot_style.into(),
                ballot: Some(sealed_to_wire(ballot)),
            }
            .encode_to_vec(),
            EntryBody::RecoveryCopy(copy) => v1::RecoveryCopy {
                copy: Some(sealed_to_wire(copy)),
            }
            .encode_to_vec(),
            EntryBody::ProgramStarted { software, at } => v1::ProgramStarted {
                software,
                at: at.as_second(),
            }
            .encode_to_vec(),
            EntryBody::ProgramEnded { at } => v1::ProgramEnded { at: at.as_second() }.encode_to_vec(),
            EntryBody::PollsOpened {
                zero_report: z,
                officers,
                at,
                outside_hours,
            } => v1::PollsOpened {
                zero_report: Some(v1::ZeroReport {
                    check_ins: z.check_ins,
                    ballots: z.ballots,
                    provisional: z.provisional,
                    spoiled: z.spoiled,
                }),
                officers,
                at: at.as_second(),
                outside_hours,
            }
            .encode_to_vec(),
            EntryBody::PollsPaused { reason, officer, at } => v1::PollsPaused {
                reason,
                officer,
                at: at.as_second(),
            }
            .encode_to_vec(),
            EntryBody::PollsResumed { officer, at } => v1::PollsResumed {
                officer,
                at: at.as_second(),
            }
            .encode_to_vec(),
            EntryBody::PollsClosed {
                close_report: r,
                officers,
                at,
            } => v1::PollsClosed {
                close_report: Some(r.to_wire()),
                officers,
                at: at.as_second(),
            }
            .encode_to_vec(),
            EntryBody::Incident {
                kind,
                text,
                officer,
                at,
            } => v1::Incident {
                kind: kind.number(),
                text,
                officer,
                at: at.as_second(),
            }
            .encode_to_vec(),
            EntryBody::OfficerAction {
                action,
                officer,
                at,
                text,
            } => v1::OfficerAction {
                action: action.number(),
                officer,
                at: at.as_second(),
                text,
                provisional_case: None,
            }
            .encode_to_vec(),
            EntryBody::ProvisionalCase {
                case_id,
                reason,
                claimant,
                declared,
                officer,
                at,
            } => v1::OfficerAction {
                action: Action::ProvisionalCaseOpened.number(),
                officer,
                at: at.as_second(),
                text: String::new(),
                provisional_case: Some(v1::ProvisionalCase {
                    case_id: case_id.0.as_bytes().to_vec(),
                    reason: reason.number(),
                    claimant: Some(claimant.to_wire()),
                    declared,
                }),
            }
            .encode_to_vec(),
        }
    }
}

impl Entry {
    /// The entry's meaning. Strict: unknown fields, unsorted groups and over-long texts are refused.
    pub fn decode(&self) -> Result<EntryBody, WireError> {
        if self.payload.len() > MAX_ENTRY_BYTES {
            return Err(WireError::field(
                "entry",
                format!("larger than {MAX_ENTRY_BYTES} bytes"),
            ));
        }
        let bytes = &self.payload;
        Ok(match self.kind {
            EntryKind::Registration => {
                let m: v1::Registration = decode_strict("registration", bytes)?;
                EntryBody::Registration {
                    voter: required_voter(m.voter)?,
                    officer: officer(m.officer)?,
                }
            }
            EntryKind::CheckIn => {
                let m: v1::CheckIn = decode_strict("check-in", bytes)?;
                EntryBody::CheckIn {
                    voter_id: VoterId(uuid("voter_id", &m.voter_id)?),
                    ballot_style: id("ballot_style", m.ballot_style)?,
                    officer: officer(m.officer)?,
                    at: timestamp("at", m.at)?,
                }
            }
            EntryKind::CheckInUndone => {
                let m: v1::CheckInUndone = decode_strict("check-in undone", bytes)?;
                EntryBody::CheckInUndone {
                    voter_id: VoterId(uuid("voter_id", &m.voter_id)?),
                    check_in_seq: number("check_in_seq", m.check_in_seq)?,
                    reason: text("reason", m.reason)?,
                    officer: officer(m.officer)?,
                    at: timestamp("at", m.at)?,
                }
            }
            EntryKind::BallotGroup => EntryBody::BallotGroup(decode_group(bytes)?),
            EntryKind::ProvisionalBallot => {
                let m: v1::ProvisionalBallot = decode_strict("provisional ballot", bytes)?;
                EntryBody::ProvisionalBallot {
                    case_id: CaseId(uuid("case_id", &m.case_id)?),
                    ballot_style: id("ballot_style", m.ballot_style)?,
                    ballot: required_ballot(m.ballot)?,
                }
            }
            EntryKind::RecoveryCopy => {
                let m: v1::RecoveryCopy = decode_strict("recovery copy", bytes)?;
                EntryBody::RecoveryCopy(required_ballot(m.copy)?)
            }
            EntryKind::ProgramStarted => {
                let m: v1::ProgramStarted = decode_strict("program started", bytes)?;
                EntryBody::ProgramStarted {
                    software: wire::line("software", m.software, MAX_LINE_CHARS)?,
                    at: timestamp("at", m.at)?,
                }
            }
            EntryKind::ProgramEnded => {
                let m: v1::ProgramEnded = decode_strict("program ended", bytes)?;
                EntryBody::ProgramEnded {
                    at: timestamp("at", m.at)?,
                }
            }
            EntryKind::PollsOpened => {
                let m: v1::PollsOpened = decode_strict("polls opened", bytes)?;
                let z = m
                    .zero_report
                    .ok_or_else(|| WireError::field("zero_report", "is missing"))?;
                EntryBody::PollsOpened {
                    zero_report: ZeroReport {
                        check_ins: number("check_ins", z.check_ins)?,
                        ballots: number("ballots", z.ballots)?,
                        provisional: number("provisional", z.provisional)?,
                        spoiled: number("spoiled", z.spoiled)?,
                    },
                    officers: officers(m.officers)?,
                    at: timestamp("at", m.at)?,
                    outside_hours: text("outside_hours", m.outside_hours)?,
                }
            }
            EntryKind::PollsPaused => {
                let m: v1::PollsPaused = decode_strict("polls paused", bytes)?;
                EntryBody::PollsPaused {
                    reason: text("reason", m.reason)?,
                    officer: officer(m.officer)?,
                    at: timestamp("at", m.at)?,
                }
            }
            EntryKind::PollsResumed => {
                let m: v1::PollsResumed = decode_strict("polls resumed", bytes)?;
                EntryBody::PollsResumed {
                    officer: officer(m.officer)?,
                    at: timestamp("at", m.at)?,
                }
            }
            EntryKind::PollsClosed => {
                let m: v1::PollsClosed = decode_strict("polls closed", bytes)?;
                EntryBody::PollsClosed {
                    close_report: CloseReport::from_wire(m.close_report)?,
                    officers: officers(m.officers)?,
                    at: timestamp("at", m.at)?,
                }
            }
            EntryKind::Incident => {
                let m: v1::Incident = decode_strict("incident", bytes)?;
                EntryBody::Incident {
                    kind: IncidentKind::from_number(m.kind)?,
                    text: text("text", m.text)?,
                    officer: officer(m.officer)?,
                    at: timestamp("at", m.at)?,
                }
            }
            EntryKind::OfficerAction => decode_action(bytes)?,
        })
    }
}

fn decode_group(bytes: &[u8]) -> Result<BallotGroup, WireError> {
    let m: v1::BallotGroup = decode_strict("ballot group", bytes)?;
    if m.ballots.is_empty() || m.ballots.len() > MAX_GROUP_BALLOTS {
        let rule = format!(
            "{} ballots; 1 to {MAX_GROUP_BALLOTS} are allowed",
            m.ballots.len()
        );
        return Err(WireError::field("ballot group", rule));
    }
    let ballots = m
        .ballots
        .into_iter()
        .map(sealed_from_wire)
        .collect::<Result<Vec<_>, _>>()?;
    if !ballots.is_sorted_by(|a, b| a < b) {
        return Err(WireError::field(
            "ballot group",
            "its ballots are not distinct and sorted by their bytes",
        ));
    }
    Ok(BallotGroup {
        ballot_style: id("ballot_style", m.ballot_style)?,
        ballots,
    })
}

fn decode_action(bytes: &[u8]) -> Result<EntryBody, WireError> {
    let m: v1::OfficerAction = decode_strict("officer action", bytes)?;
    let (action, officer, at) = (
        Action::from_number(m.action)?,
        officer(m.officer)?,
        timestamp("at", m.at)?,
    );
    match (action, m.provisional_case) {
        (Action::ProvisionalCaseOpened, Some(_)) if !m.text.is_empty() => {
            Err(WireError::field("text", "stands with an opened case"))
        }
        (Action::ProvisionalCaseOpened, Some(case)) => Ok(EntryBody::ProvisionalCase {
            case_id: CaseId(uuid("case_id", &case.case_id)?),
            reason: ProvisionalReason::from_number(case.reason)?,
            claimant: required_voter(case.claimant)?,
            declared: wire::line("declared", case.declared, MAX_LINE_CHARS)?,
            officer,
            at,
        }),
        (Action::ProvisionalCaseOpened, None) => Err(WireError::field(
            "provisional_case",
            "is missing from an opened case",
        )),
        (_, Some(_)) => Err(WireError::field("provisional_case", "stands with another action")),
        (action, None) => Ok(EntryBody::OfficerAction {
            action,
            officer,
            at,
            text: text("text", m.text)?,
        }),
    }
}

fn required_voter(voter: Option<v1::VoterRecord>) -> Result<VoterRecord, WireError> {
    VoterRecord::from_wire(voter.ok_or_else(|| WireError::field("voter", "is missing"))?)
}

fn required_ballot(ballot: Option<v1::SealedBallot>) -> Result<SealedBallot, WireError> {
    sealed_from_wire(ballot.ok_or_else(|| WireError::field("ballot", "is missing"))?)
}

fn sealed_to_wire(ballot: SealedBallot) -> v1::SealedBallot {
    v1::SealedBallot {
        encapped_key: ballot.encapped_key.to_vec(),
        ciphertext: ballot.ciphertext,
    }
}

fn sealed_from_wire(ballot: v1::SealedBallot) -> Result<SealedBallot, WireError> {
    Ok(SealedBallot {
        encapped_key: array("encapped_key", &ballot.encapped_key)?,
        ciphertext: ballot.ciphertext,
    })
}

fn officer(name: String) -> Result<String, WireError> {
    wire::line("officer", name, MAX_LINE_CHARS)
}

fn officers(names: Vec<String>) -> Result<Vec<String>, WireError> {
    if names.len() > MAX_OFFICERS {
        return Err(WireError::field("officers", format!("more than {MAX_OFFICERS}")));
    }
    names.into_iter().map(officer).collect()
}

fn text(what: &'static str, value: String) -> Result<String, WireError> {
    wire::text(what, value, MAX_TEXT_CHARS)
}
