//! Receipts: central's signed word that a station's log is durable up to a point.

use prost::Message;

use crate::chain::EntryHash;
use crate::ids::{ElectionId, Incarnation, StationId};
use crate::limits::MAX_TEXT_CHARS;
use crate::signed::{Context, SignedError, SigningKey, VerifyingKey, open, sign};
use crate::voter::id;
use crate::wire::{WireError, array, decode_strict, number, v1};

/// How central regards an incarnation of a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its segments are accepted.
    Active,
    /// Revoked by an official: nothing new is accepted.
    Revoked,
    /// It told two stories (equivocation): nothing is accepted until officials decide.
    Quarantined,
}

impl Standing {
    /// As it is written in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Active => "active",
            Standing::Revoked => "revoked",
            Standing::Quarantined => "quarantined",
        }
    }

    /// The reverse of [`Standing::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::Revoked, Self::Quarantined]
            .into_iter()
            .find(|s| s.as_str() == name)
    }
}

/// Published after the commit, never before: a broker's acknowledgement is not durability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The election.
    pub election: ElectionId,
    /// The station.
    pub station: StationId,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// Every entry before this number is durable at central.
    pub next_seq: u64,
    /// Hash of the entry before `next_seq`.
    pub head_hash: EntryHash,
    /// How central regards the station.
    pub standing: Standing,
    /// Why the last refused segment was kept in quarantine; empty when none was.
    pub refusal: String,
}

impl Receipt {
    /// Signs the receipt.
    pub fn sign(&self, authority: &SigningKey) -> Vec<u8> {
        let standing = match self.standing {
            Standing::Active => v1::Standing::Active,
            Standing::Revoked => v1::Standing::Revoked,
            Standing::Quarantined => v1::Standing::Quarantined,
        };
        let body = v1::Receipt {
            election: self.election.to_string(),
            station: self.station.to_string(),
            incarnation: self.incarnation.0,
            next_seq: self.next_seq,
            head_hash: self.head_hash.to_vec(),
            standing: standing as i32,
            refusal: self.refusal.chars().take(MAX_TEXT_CHARS).collect(),
        };
        sign(Context::Receipt, body.encode_to_vec(), authority)
    }

    /// Opens a receipt that the authority must have signed.
    pub fn open(bytes: &[u8], authority: &VerifyingKey) -> Result<Self, SignedError> {
        let body = open(Context::Receipt, bytes, authority)?;
        let m: v1::Receipt = decode_strict("receipt", &body)?;
        let standing = match v1::Standing::try_from(m.standing) {
            Ok(v1::Standing::Active) => Standing::Active,
            Ok(v1::Standing::Revoked) => Standing::Revoked,
            Ok(v1::Standing::Quarantined) => Standing::Quarantined,
            _ => return Err(WireError::field("standing", "not known").into()),
        };
        Ok(Receipt {
            election: id("election", m.election)?,
            station: id("station", m.station)?,
            incarnation: Incarnation(m.incarnation),
            next_seq: number("next_seq", m.next_seq)?,
            head_hash: array("head_hash", &m.head_hash)?,
            standing,
            refusal: m.refusal,
        })
    }
}
