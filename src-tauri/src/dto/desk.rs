//! The desk's home screen.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::polls::PollsStateName;
use super::queue::QueueStatus;

/// Counts of the station, as of the last commit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Voters on the roll, whatever their accreditation.
    pub on_roll: u64,
    /// Check-ins that stand.
    pub checked_in: u64,
    /// Check-ins that were undone.
    pub undone: u64,
    /// Ballots cast, without provisional ones.
    pub ballots_cast: u64,
    /// Provisional ballots cast.
    pub provisional: u64,
    /// Ballots spoiled and issued again.
    pub spoiled: u64,
    /// Voters who left without casting.
    pub fled: u64,
    /// Voters registered here.
    pub registrations: u64,
    /// Voting sessions that are open.
    pub open_sessions: u64,
}

/// How new the roll is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RollFreshness {
    /// When the roll was last known to be what central has; `null` before the first connection: the roll is
    /// that of the station package.
    #[ts(type = "string | null")]
    pub as_of: Option<Timestamp>,
    /// Too old to be relied on for what other stations and officials did since.
    pub stale: bool,
}

/// Whether this machine's clock can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Nothing speaks against it.
    Good,
    /// Earlier than the newest entry of the log: it was set back.
    SetBack,
    /// Central's clock shows a later time.
    Slow,
    /// Central's clock shows an earlier time.
    Fast,
    /// Not the election's day.
    WrongDay,
}

/// The clock, and by how much it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClockStatus {
    /// Whether it can be believed.
    pub state: ClockState,
    /// Seconds by which it differs from what it was compared with; positive when it is fast. `null` when
    /// unknown.
    pub offset_seconds: Option<i64>,
}

/// What the desk may know of the booth: never a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BoothPhase {
    /// Nobody votes.
    Free,
    /// A ballot is in the booth and not cast.
    Voting,
    /// The ballot was cast; the voter has not left the last screen.
    Done,
}

/// The booth, as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoothSummary {
    /// What it is doing.
    pub phase: BoothPhase,
    /// The ballot in it is provisional.
    pub provisional: bool,
    /// A voter is there who has touched nothing for so many minutes; 0 for less than three.
    pub inactive_minutes: u64,
    /// Sessions that are open and not in the booth: after a restart, or issued while it was busy.
    pub waiting_sessions: u64,
    /// The booth window is shown.
    pub shown: bool,
}

/// The machine's battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Battery {
    /// What is left in it.
    pub percent: u8,
    /// The machine runs on it now.
    pub discharging: bool,
}

/// Everything that the home screen shows; asked for anew when something changed (event `home-changed`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HomeStatus {
    /// The state of the polls.
    pub polls: PollsStateName,
    /// The legal opening time.
    #[ts(type = "string | null")]
    pub opens_at: Option<Timestamp>,
    /// The legal closing time.
    #[ts(type = "string | null")]
    pub closes_at: Option<Timestamp>,
    /// The counts.
    pub counts: Counts,
    /// Everybody who was let in has cast a ballot, left, or is voting.
    pub reconciles: bool,
    /// Voters who are checked in and have no ballot yet.
    pub without_ballot: u64,
    /// When the first of them was checked in.
    #[ts(type = "string | null")]
    pub longest_wait_since: Option<Timestamp>,
    /// How far the log has reached central.
    pub queue: QueueStatus,
    /// How new the roll is.
    pub roll: RollFreshness,
    /// The clock.
    pub clock: ClockStatus,
    /// The booth.
    pub booth: BoothSummary,
    /// Another program reads the store, so that the order of what was written cannot be wiped from the disk.
    pub order_kept: bool,
    /// Incidents on record.
    pub incidents: u64,
    /// Free bytes on the disk of the station's store.
    pub free_bytes: Option<u64>,
    /// The battery, where the machine has one.
    pub battery: Option<Battery>,
    /// The time now, by this machine.
    #[ts(type = "string")]
    pub now: Timestamp,
}
