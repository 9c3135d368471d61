//! What the program as a whole is doing.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::error::CommandError;
use super::officers::Officer;

/// Where the program stands between its start and a signed-in officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// What the data folder holds is being opened.
    Starting,
    /// No station here yet: load a station package.
    FirstRun,
    /// The station is enrolled, but nobody can sign in yet: name its officers.
    NoOfficers,
    /// The signing key lies under a passphrase, or the keyring is locked: unlock it.
    KeyLocked,
    /// Officers can sign in and work.
    Ready,
    /// The station cannot be opened; `failure` says why.
    Failed,
}

/// Where the station's signing key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// The keyring of the operating system.
    Keyring,
    /// A file in the data folder, under a passphrase.
    File,
}

/// Which station this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StationIdentity {
    /// Polling station id.
    pub id: String,
    /// Polling station name.
    pub name: String,
    /// Street address; may be empty.
    pub address: String,
    /// Which life of the station this is, from 1.
    pub incarnation: u32,
    /// Election id.
    pub election: String,
    /// Election title.
    pub election_title: String,
    /// Election day.
    #[ts(type = "string")]
    pub election_date: Date,
    /// Legal opening, local time `HH:MM:SS`.
    #[ts(type = "string")]
    pub polls_open: Time,
    /// Legal closing, local time `HH:MM:SS`.
    #[ts(type = "string")]
    pub polls_close: Time,
    /// IANA name of the polling station's time zone: the windows show all times in it.
    pub time_zone: String,
    /// Version of the definition in force.
    pub definition_version: u32,
    /// Start of the definition's SHA-256, hexadecimal: what officers compare by telephone.
    pub definition_fingerprint: String,
    /// Years on election day from which a person may vote.
    pub voting_age: u8,
}

/// Who practises in a training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrainingOfficer {
    /// Name.
    pub name: String,
    /// PIN. It opens nothing but this training.
    pub pin: String,
}

/// A training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Training {
    /// Who can sign in.
    pub officers: Vec<TrainingOfficer>,
}

/// How many screens the kiosk uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Screens {
    /// The booth has a screen of its own.
    Two,
    /// The desk hands its screen over to the booth, and an officer's PIN takes it back.
    One,
}

/// What the desk window shows first; asked for anew when it changed (event `app-changed`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    /// Where the program stands.
    pub phase: Phase,
    /// The station, once there is one.
    pub station: Option<StationIdentity>,
    /// Where the signing key is, once there is one.
    pub key_place: Option<KeyPlace>,
    /// Who is signed in.
    pub officer: Option<Officer>,
    /// The desk is locked: only its officer's PIN, or signing in anew, goes on.
    pub locked: bool,
    /// The voter in the booth has called an officer: said on every screen of the desk, also on the locked one.
    pub help_wanted: bool,
    /// Seconds without activity after which the desk locks itself.
    pub idle_lock_seconds: u32,
    /// Why the station cannot be opened.
    pub failure: Option<CommandError>,
    /// How many screens there are.
    pub screens: Screens,
    /// This is a training: said on every screen.
    pub training: Option<Training>,
    /// Version of this program.
    pub version: String,
    /// The time now, by this machine.
    #[ts(type = "string")]
    pub now: Timestamp,
}

/// What an officer has chosen for the desk; kept in the data folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    /// BCP 47; empty for the system's.
    pub language: String,
    /// `system`, `light`, `dark`, `contrast`.
    pub theme: String,
    /// `small`, `medium`, `large`, `largest`.
    pub text_size: String,
}
