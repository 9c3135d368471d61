//! The close report under the station's signature, as it is printed as a QR code: whoever has the station's
//! public key can check it without a network, and compare it with what central shows.

use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;
use prost::Message;
use thiserror::Error;

use crate::chain::EntryHash;
use crate::entry::CloseReport;
use crate::ids::{ElectionId, Incarnation, StationId};
use crate::signed::{Context, SignedError, SigningKey, VerifyingKey, open, sign};
use crate::voter::{id, timestamp};
use crate::wire::{array, decode_strict, number, v1};

/// What the text of a QR code begins with. Upper case and base 32, because a QR code holds these in less
/// space than bytes (ISO/IEC 18004, alphanumeric mode).
const PREFIX: &str = "POLLSTREAM:CLOSE:1:";

/// Longest text that is looked at, in bytes.
const MAX_TEXT_BYTES: usize = 4 << 10;

/// Why a text is not a close statement.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StatementError {
    /// Not the text of a close report's QR code.
    #[error("this is not the QR code of a close report")]
    NotAStatement,
    /// Altered, or signed by another key.
    #[error("the close report does not hold: {0}")]
    Signed(#[from] SignedError),
}

/// The close report of a station's incarnation and where its log ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseStatement {
    /// The election.
    pub election: ElectionId,
    /// The station.
    pub station: StationId,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// Number of the entry after the close report.
    pub next_seq: u64,
    /// Hash of the close report's entry.
    pub head_hash: EntryHash,
    /// The report.
    pub close_report: CloseReport,
    /// When the polls closed.
    pub at: Timestamp,
}

impl CloseStatement {
    /// Signs the statement.
    pub fn sign(&self, key: &SigningKey) -> Vec<u8> {
        let body = v1::CloseStatement {
            election: self.election.to_string(),
            station: self.station.to_string(),
            incarnation: self.incarnation.0,
            next_seq: self.next_seq,
            head_hash: self.head_hash.to_vec(),
            close_report: Some(self.close_report.to_wire()),
            at: self.at.as_second(),
        };
        sign(Context::CloseStatement, body.encode_to_vec(), key)
    }

    /// Opens a statement that the station must have signed.
    pub fn open(bytes: &[u8], key: &VerifyingKey) -> Result<Self, SignedError> {
        let body = open(Context::CloseStatement, bytes, key)?;
        let m: v1::CloseStatement = decode_strict("close statement", &body)?;
        Ok(CloseStatement {
            election: id("election", m.election)?,
            station: id("station", m.station)?,
            incarnation: Incarnation(m.incarnation),
            next_seq: number("next_seq", m.next_seq)?,
            head_hash: array("head_hash", &m.head_hash)?,
            close_report: CloseReport::from_wire(m.close_report)?,
            at: timestamp("at", m.at)?,
        })
    }

    /// The signed statement as the text of a QR code.
    pub fn to_text(&self, key: &SigningKey) -> String {
        format!("{PREFIX}{}", BASE32_NOPAD.encode(&self.sign(key)))
    }

    /// Reads the text of a QR code that the station must have signed.
    pub fn from_text(text: &str, key: &VerifyingKey) -> Result<Self, StatementError> {
        let text = text.trim();
        if text.len() > MAX_TEXT_BYTES {
            return Err(StatementError::NotAStatement);
        }
        let bytes = (text.strip_prefix(PREFIX))
            .and_then(|t| BASE32_NOPAD.decode(t.as_bytes()).ok())
            .ok_or(StatementError::NotAStatement)?;
        Ok(Self::open(&bytes, key)?)
    }
}
