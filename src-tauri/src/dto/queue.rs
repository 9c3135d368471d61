//! How far the station's log has reached central, and the way there on a stick.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::setup::FoundFile;

/// Whether central's broker can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Connection {
    /// The package names no broker: the log travels on a stick.
    NoNetwork,
    /// No verdict yet.
    Connecting,
    /// A broker answers.
    Online {
        /// Since when.
        #[ts(type = "string")]
        since: Timestamp,
    },
    /// No broker answers; the station works on and keeps everything.
    Offline {
        /// Since when.
        #[ts(type = "string")]
        since: Timestamp,
    },
}

/// How central regards this kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StandingAtCentral {
    /// Its segments are accepted.
    Active,
    /// Revoked by an official: nothing new is accepted.
    Revoked,
    /// It told two stories: nothing is accepted until officials decide.
    Quarantined,
}

/// A contradiction between central and this log, which only officials can resolve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Trouble {
    /// Central holds more entries than this log has: the store was restored from an old copy.
    Rewound {
        /// Entries that central holds.
        central: u64,
        /// Entries that the log has.
        here: u64,
    },
    /// Central holds other entries under the same numbers: two machines ran as this station.
    Diverged {
        /// The entries before this number differ.
        before: u64,
    },
    /// The station was enrolled again on another kiosk.
    Superseded {
        /// The incarnation that central now listens to.
        incarnation: u32,
    },
}

/// How far the log has reached central.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueueStatus {
    /// Entries in the log.
    pub entries: u64,
    /// Entries that central has confirmed as durable.
    pub confirmed: u64,
    /// Entries that wait for a receipt.
    pub waiting: u64,
    /// Sealed ballots that wait for their batch and are not in the log yet.
    pub boxed: u64,
    /// When the last receipt that said something new arrived.
    #[ts(type = "string | null")]
    pub last_receipt: Option<Timestamp>,
    /// Whether a broker answers.
    pub connection: Connection,
    /// Kafka's address; empty when there is none.
    pub kafka: String,
    /// How central regards this kiosk.
    pub standing: StandingAtCentral,
    /// Why central refused the last segment that it refused, by code (`bad_signature`, `chain_break`,
    /// `unknown_station`, `revoked`, `equivocation`, …) with details after a colon; empty when none was.
    pub refusal: String,
    /// A contradiction.
    pub trouble: Option<Trouble>,
}

/// A place that files can be written to and read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Drive {
    /// Names the drive.
    pub id: String,
    /// As people know it.
    pub name: String,
    /// A stick or card, rather than a folder of this machine.
    pub removable: bool,
    /// Free bytes.
    pub free_bytes: Option<u64>,
}

/// Which entries go into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportRange {
    /// What no receipt covers.
    Waiting,
    /// The whole log.
    All,
}

/// Writes signed segments to a drive.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportSegments {
    /// Where to.
    pub drive_id: String,
    /// Which entries.
    pub range: ExportRange,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// The file.
    pub file: FoundFile,
    /// Segments in it.
    pub segments: u64,
    /// Number of the first entry in it.
    pub first_entry: u64,
    /// Entries in it.
    pub entries: u64,
}

/// What a file held, and what it changed here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// Segments of this very station that were verified against this log; they change nothing here.
    pub own_segments: u64,
    /// Receipts that said something new.
    pub receipts: u64,
    /// Roll updates that changed the roll.
    pub roll_updates: u64,
    /// Revisions of the definition.
    pub definitions: u64,
    /// Messages for other stations, which were passed over.
    pub foreign: u64,
    /// Entries that wait for a receipt afterwards.
    pub waiting: u64,
}
