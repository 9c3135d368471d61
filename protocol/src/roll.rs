//! Roll updates: one voter's standing, sent back to the polling station whose roll lists the voter.

use jiff::Timestamp;
use prost::Message;

use crate::ids::{ElectionId, Incarnation, StationId};
use crate::signed::{Context, SignedError, SigningKey, VerifyingKey, open, sign};
use crate::voter::{VoterRecord, id, timestamp};
use crate::wire::{WireError, decode_strict, number, v1};

/// Where and when a voter was checked in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInStatus {
    /// At which station.
    pub station: StationId,
    /// In which of its incarnations.
    pub incarnation: Incarnation,
    /// By which entry of its log.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
}

/// A voter as the roll now has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollUpdate {
    /// The election.
    pub election: ElectionId,
    /// The polling station whose roll this is: the key's first part on the topic.
    pub polling_station: StationId,
    /// Grows with every change of this voter. An older version never replaces a newer one.
    pub version: u64,
    /// The record with its accreditation.
    pub voter: VoterRecord,
    /// The check-in that stands, if any.
    pub check_in: Option<CheckInStatus>,
}

impl RollUpdate {
    /// Signs the update.
    pub fn sign(&self, authority: &SigningKey) -> Vec<u8> {
        sign(Context::RollUpdate, self.to_wire().encode_to_vec(), authority)
    }

    /// Opens an update that the authority must have signed.
    pub fn open(bytes: &[u8], authority: &VerifyingKey) -> Result<Self, SignedError> {
        let body = open(Context::RollUpdate, bytes, authority)?;
        Ok(Self::from_wire(decode_strict("roll update", &body)?)?)
    }

    pub(crate) fn to_wire(&self) -> v1::RollUpdate {
        v1::RollUpdate {
            election: self.election.to_string(),
            polling_station: self.polling_station.to_string(),
            version: self.version,
            voter: Some(self.voter.to_wire()),
            check_in: self.check_in.as_ref().map(|c| v1::CheckInStatus {
                station: c.station.to_string(),
                incarnation: c.incarnation.0,
                seq: c.seq,
                at: c.at.as_second(),
            }),
        }
    }

    pub(crate) fn from_wire(m: v1::RollUpdate) -> Result<Self, WireError> {
        let voter = m.voter.ok_or_else(|| WireError::field("voter", "is missing"))?;
        let check_in = m.check_in.map(|c| {
            Ok::<_, WireError>(CheckInStatus {
                station: id("station", c.station)?,
                incarnation: Incarnation(c.incarnation),
                seq: number("seq", c.seq)?,
                at: timestamp("at", c.at)?,
            })
        });
        Ok(RollUpdate {
            election: id("election", m.election)?,
            polling_station: id("polling_station", m.polling_station)?,
            version: number("version", m.version)?,
            voter: VoterRecord::from_wire(voter)?,
            check_in: check_in.transpose()?,
        })
    }
}
