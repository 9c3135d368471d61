//! The station log on the screen, and incidents.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::error::Params;

/// What a line records. The windows filter by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A voter registered at the station.
    Registration,
    /// A voter checked in.
    CheckIn,
    /// A check-in taken back.
    CheckInUndone,
    /// Sealed ballots.
    BallotGroup,
    /// A sealed provisional ballot.
    ProvisionalBallot,
    /// Polls opened.
    PollsOpened,
    /// Polls paused.
    PollsPaused,
    /// Polls resumed.
    PollsResumed,
    /// Polls closed.
    PollsClosed,
    /// An incident.
    Incident,
    /// An officer did something.
    OfficerAction,
    /// A recovery copy of a sealed ballot.
    RecoveryCopy,
    /// The program started.
    ProgramStarted,
    /// The program ended.
    ProgramEnded,
}

/// A line of the log. Holds nothing of a ballot but how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogLineView {
    /// Number of the entry, from 0.
    pub entry: u64,
    /// What it records.
    pub kind: LineKind,
    /// Finer than the kind: the action of an officer (`signed_in`, `ballot_spoiled`, …), the kind of an
    /// incident (`equipment`, …); otherwise the kind itself.
    pub code: String,
    /// What the wording needs: `voter`, `reason`, `text`, `ballots`, `case`, `software`, …
    pub params: Params,
    /// When; ballots have no time.
    #[ts(type = "string | null")]
    pub at: Option<Timestamp>,
    /// Who; several names with commas between. Empty for ballots.
    pub officer: String,
    /// In English, as auditors read it.
    pub text: String,
    /// Central has confirmed it.
    pub confirmed: bool,
}

/// Which part of the log, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogQuery {
    /// Entries before this number; `null` for the newest.
    pub before: Option<u64>,
    /// Most lines, up to 200.
    pub limit: u32,
    /// Only these kinds; empty for all.
    pub kinds: Vec<LineKind>,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogPage {
    /// Newest first.
    pub lines: Vec<LogLineView>,
    /// For the next page; `null` when this is the last.
    pub before: Option<u64>,
    /// Entries in the whole log.
    pub entries: u64,
}

/// What an incident is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKindName {
    /// Anything else.
    Other,
    /// Equipment failed.
    Equipment,
    /// The clock is wrong or was changed.
    Clock,
    /// A count does not add up.
    Reconciliation,
    /// A disturbance at the station.
    Disturbance,
}

/// Puts an incident on record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportIncident {
    /// What it is about.
    pub kind: IncidentKindName,
    /// In words; 1 to 2,000 characters.
    pub text: String,
}
