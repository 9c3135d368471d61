//! Opening, pausing, resuming and closing the polls, and their reports.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::error::Params;
use super::officers::OfficerPin;
use super::voter::WaitingVoter;

/// The state of the polls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PollsStateName {
    /// Not open yet.
    NotOpened,
    /// Voters are let in.
    Open,
    /// Nobody is let in; who holds a ballot may cast it.
    Paused,
    /// Closed for good.
    Closed,
}

/// A point of the opening checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistItem {
    /// Machine: `counters_zero`, `roll_loaded`, `definition`, `clock`, `queue`, `disk_space`, `booth_free`.
    /// People: `seals_checked`, `booth_private`, `booth_screen`, `help_posted`.
    pub code: String,
    /// People check it and tick it; otherwise the machine has.
    pub manual: bool,
    /// The machine's finding; `false` for what people check.
    pub ok: bool,
    /// It must be right before the polls open; otherwise it is a warning.
    pub required: bool,
    /// What the wording needs.
    pub params: Params,
}

/// Counters before the polls open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZeroCounts {
    /// Check-ins on record.
    pub check_ins: u64,
    /// Ballots in the box.
    pub ballots: u64,
    /// Provisional ballots in the box.
    pub provisional: u64,
    /// Spoiled ballots.
    pub spoiled: u64,
}

/// What is shown before the polls open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Opening {
    /// The checklist, in order.
    pub checklist: Vec<ChecklistItem>,
    /// The counters as they stand now.
    pub zero: ZeroCounts,
    /// The legal opening time.
    #[ts(type = "string | null")]
    pub opens_at: Option<Timestamp>,
    /// The legal closing time.
    #[ts(type = "string | null")]
    pub closes_at: Option<Timestamp>,
    /// It is not between them: opening now needs a reason, which is logged.
    pub outside_hours: bool,
}

/// Opens the polls.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenPolls {
    /// The second officer; one of the two is a presiding officer.
    pub second: OfficerPin,
    /// Codes of all manual points, which the officers have ticked.
    pub confirmed: Vec<String>,
    /// To open outside the legal hours of election day: why. Ignored within them.
    pub outside_reason: Option<String>,
}

/// A contest of the zero report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZeroContest {
    /// As it stands on the ballot.
    pub title: String,
    /// Who can be chosen, in ballot order. Nobody has a vote.
    pub candidates: Vec<String>,
}

/// The zero report as it was logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ZeroReportView {
    /// The counters, all zero.
    pub counts: ZeroCounts,
    /// Every contest on the ballots of this station.
    pub contests: Vec<ZeroContest>,
    /// Who opened.
    pub officers: Vec<String>,
    /// When.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// Number of the entry in the log.
    pub entry: u64,
    /// Why the polls were opened outside the legal hours; empty when it was within them.
    pub outside_hours: String,
}

/// Interrupts the voting.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PausePolls {
    /// Why; 1 to 2,000 characters.
    pub reason: String,
}

/// Reconciliation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CloseCounts {
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
    /// Voters registered here.
    pub registrations: u64,
    /// Provisional cases opened.
    pub provisional_cases: u64,
    /// `check_ins + provisional_cases = ballots + provisional + fled`.
    pub reconciles: bool,
}

/// What is shown before the polls close.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Closing {
    /// The counters as they stand now.
    pub counts: CloseCounts,
    /// The legal closing time.
    #[ts(type = "string | null")]
    pub closes_at: Option<Timestamp>,
    /// It is not reached: closing needs `early`, which is logged with its reason.
    pub before_legal_time: bool,
    /// Sessions that are open: their voters cast first, or the sessions are ended.
    pub open_sessions: u64,
    /// Who is checked in without a ballot: why the numbers differ. For the desk's eyes only.
    pub without_ballot: Vec<WaitingVoter>,
}

/// Closes the polls for good.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClosePolls {
    /// The second officer; one of the two is a presiding officer.
    pub second: OfficerPin,
    /// To close before the legal time: why. Ignored afterwards.
    pub early_reason: Option<String>,
    /// The last voter in line has voted: asked for and confirmed.
    pub last_voter_served: bool,
}

/// A QR code as one path of an SVG image; one unit is one module, the quiet zone is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QrCode {
    /// Modules of a side with the quiet zone: `viewBox="0 0 size size"`.
    pub size: u32,
    /// The `d` of the path, dark modules.
    pub path: String,
    /// What the code says, for those who cannot scan it.
    pub text: String,
}

/// The close report as it was logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CloseReportView {
    /// Reconciliation.
    pub counts: CloseCounts,
    /// Who closed.
    pub officers: Vec<String>,
    /// When.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// Number of the entry in the log.
    pub entry: u64,
    /// Hash of that entry: the end of the log, hexadecimal.
    pub head_hash: String,
    /// The report under the station's signature.
    pub qr: QrCode,
}

/// Which report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// Zero report.
    Zero,
    /// Close report.
    Close,
}

/// Writes a report as PDF to a drive.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveReport {
    /// Which report.
    pub report: ReportKind,
    /// [`super::queue::Drive::id`].
    pub drive_id: String,
}
