//! The first run: from a station package to a station.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{KeyPlace, StationIdentity};
use super::officers::NewOfficer;

/// A file that was found on a drive. The windows never see or name a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundFile {
    /// Names the file until the next search.
    pub id: String,
    /// File name.
    pub name: String,
    /// Drive that it lies on, as people know it.
    pub drive: String,
    /// Bytes.
    pub size: u64,
    /// When it was written.
    #[ts(type = "string | null")]
    pub modified: Option<Timestamp>,
}

/// Which file of the last search.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileId {
    /// [`FoundFile::id`].
    pub file_id: String,
}

/// What kind of file to look for on the drives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Station packages, `*.station`.
    Package,
    /// Segments or answers of central, `*.pollstream-segments`.
    Segments,
    /// Pictures: JPEG, PNG, WebP.
    Picture,
}

/// Looks for files.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindFiles {
    /// What kind.
    pub kind: FileKind,
}

/// Opens the package that was chosen; it stays open until it is enrolled or another is opened.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenPackage {
    /// [`FoundFile::id`].
    pub file_id: String,
    /// The enrolment code: 16 letters and digits; case, spaces and dashes do not matter.
    pub code: String,
}

/// What a package holds, to be confirmed by the officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PackagePreview {
    /// The station that this kiosk will be.
    pub station: StationIdentity,
    /// Voters on its roll.
    pub voters: u64,
    /// Kafka's address; empty when the station works without a network.
    pub kafka: String,
}

/// Where the signing key can be kept on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyPlaces {
    /// Whether the operating system's keyring can be used now.
    pub keyring: bool,
    /// Why not: `no_service`, `locked`, `failed`; empty when it can.
    pub keyring_problem: String,
    /// Fewest characters of a passphrase for a key file.
    pub min_passphrase: u32,
}

/// Makes the station.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Enrol {
    /// Where the signing key goes.
    pub key_place: KeyPlace,
    /// For a key file; ignored for the keyring.
    pub passphrase: String,
    /// At least two, one of them a presiding officer.
    pub officers: Vec<NewOfficer>,
}

/// Names the officers of a station that has none yet.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FirstOfficers {
    /// At least two, one of them a presiding officer.
    pub officers: Vec<NewOfficer>,
}

/// Opens a station whose key is locked.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Unlock {
    /// Of the key file; empty to try the keyring again.
    pub passphrase: String,
}
