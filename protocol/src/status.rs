//! What a station says of itself now and then, so that central sees how it is: never part of the record.

use jiff::Timestamp;
use prost::Message;

use crate::ids::{ElectionId, Incarnation, StationId};
use crate::limits::MAX_LINE_CHARS;
use crate::signed::{Context, SignedError, SigningKey, Unverified, VerifyingKey, sign};
use crate::voter::id;
use crate::wire::{WireError, decode_strict, line, number, v1};

/// How an incarnation of a station is.
///
/// It tells no more of ballots than the log does: ballots that wait for their batch are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationStatus {
    /// The election.
    pub election: ElectionId,
    /// The station.
    pub station: StationId,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// When this was said, by the station's clock, to the millisecond.
    pub at: Timestamp,
    /// Entries in its log.
    pub next_seq: u64,
    /// Entries that central has confirmed, as far as the station knows.
    pub receipted: u64,
    /// The program that runs there and its version, e.g. `pollstream 0.1.0`.
    pub software: String,
}

impl StationStatus {
    /// Entries that wait for a receipt.
    pub fn queue_depth(&self) -> u64 {
        self.next_seq.saturating_sub(self.receipted)
    }

    /// Signs it.
    pub fn sign(&self, key: &SigningKey) -> Vec<u8> {
        let body = v1::StationStatus {
            election: self.election.to_string(),
            station: self.station.to_string(),
            incarnation: self.incarnation.0,
            at_ms: self.at.as_millisecond(),
            next_seq: self.next_seq,
            receipted: self.receipted,
            software: self.software.clone(),
        };
        sign(Context::StationStatus, body.encode_to_vec(), key)
    }

    /// Takes a status apart to find out whose it claims to be.
    pub fn decode(bytes: &[u8]) -> Result<UnverifiedStatus, SignedError> {
        let envelope = Unverified::decode(bytes)?;
        let m: v1::StationStatus = decode_strict("station status", envelope.claimed_body())?;
        let at = Timestamp::from_millisecond(m.at_ms);
        let status = StationStatus {
            election: id("election", m.election)?,
            station: id("station", m.station)?,
            incarnation: Incarnation(m.incarnation),
            at: at.map_err(|e| WireError::field("at_ms", e.to_string()))?,
            next_seq: number("next_seq", m.next_seq)?,
            receipted: number("receipted", m.receipted)?,
            software: line("software", m.software, MAX_LINE_CHARS)?,
        };
        if status.receipted > status.next_seq {
            return Err(WireError::field("receipted", "more than the log has").into());
        }
        Ok(UnverifiedStatus { envelope, status })
    }
}

/// A status whose signature was not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedStatus {
    envelope: Unverified,
    status: StationStatus,
}

impl UnverifiedStatus {
    /// Whose it claims to be: where to look for the key.
    pub fn claimed(&self) -> (&StationId, Incarnation) {
        (&self.status.station, self.status.incarnation)
    }

    /// The status, proven to be signed by `key`.
    pub fn verify(self, key: &VerifyingKey) -> Result<StationStatus, SignedError> {
        self.envelope.check(Context::StationStatus, key)?;
        Ok(self.status)
    }
}
