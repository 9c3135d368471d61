//! Segments: consecutive entries of one station log under one signature. One Kafka message; the same bytes
//! in a USB file.

use prost::Message;
use thiserror::Error;

use crate::chain::{EntryHash, genesis, hashes};
use crate::entry::{Entry, EntryKind};
use crate::ids::{ElectionId, IdError, Incarnation, StationId};
use crate::limits::{MAX_ENTRY_BYTES, MAX_NUMBER, MAX_SEGMENT_BYTES, MAX_SEGMENT_ENTRIES};
use crate::signed::{Context, SignedError, SigningKey, Unverified, VerifyingKey, sign};
use crate::wire::{WireError, array, decode_strict, v1};

/// Why a segment is refused. [`SegmentError::name`] is the reason kept in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SegmentError {
    /// Larger than a segment may be.
    #[error("the segment has {0} bytes; {MAX_SEGMENT_BYTES} are allowed")]
    TooLarge(usize),
    /// Not the wire format.
    #[error(transparent)]
    Undecodable(#[from] WireError),
    /// The station id is not an id.
    #[error(transparent)]
    BadId(#[from] IdError),
    /// Not signed by the station's key.
    #[error("the segment's signature is not the station's")]
    BadSignature,
    /// No entries, or too many.
    #[error("the segment has {0} entries; 1 to {MAX_SEGMENT_ENTRIES} are allowed")]
    EntryCount(usize),
    /// The entries do not lead from the first hash to the last.
    #[error("the segment's entries do not hash to its head")]
    ChainBreak,
    /// Starts at 0, but not from the genesis hash of its incarnation.
    #[error("the segment does not start from the genesis of its incarnation")]
    WrongGenesis,
    /// Ballots and other entries in one message.
    #[error("the segment mixes ballots with other entries")]
    Mixed,
}

impl SegmentError {
    /// The reason under which the segment is kept in quarantine.
    pub fn name(&self) -> &'static str {
        match self {
            SegmentError::TooLarge(_) => "too_large",
            SegmentError::Undecodable(_) | SegmentError::BadId(_) => "undecodable",
            SegmentError::BadSignature => "bad_signature",
            SegmentError::EntryCount(_) | SegmentError::Mixed => "malformed",
            SegmentError::ChainBreak | SegmentError::WrongGenesis => "chain_break",
        }
    }
}

impl From<SignedError> for SegmentError {
    fn from(error: SignedError) -> Self {
        match error {
            SignedError::Wire(error) => SegmentError::Undecodable(error),
            SignedError::BadSignature => SegmentError::BadSignature,
        }
    }
}

/// A verified run of consecutive entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The election.
    pub election: ElectionId,
    /// The station.
    pub station: StationId,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// Number of the first entry, from 0.
    pub first_seq: u64,
    /// Hash before the first entry.
    pub prev_hash: EntryHash,
    /// The entries.
    pub entries: Vec<Entry>,
    /// Hash of each entry; the last one is the head.
    pub hashes: Vec<EntryHash>,
}

impl Segment {
    /// A segment of entries that follow `prev_hash`.
    pub fn new(
        election: ElectionId,
        station: StationId,
        incarnation: Incarnation,
        first_seq: u64,
        prev_hash: EntryHash,
        entries: Vec<Entry>,
    ) -> Self {
        let hashes = hashes(&prev_hash, first_seq, &entries);
        Segment {
            election,
            station,
            incarnation,
            first_seq,
            prev_hash,
            entries,
            hashes,
        }
    }

    /// Number of the entry after the last one.
    pub fn next_seq(&self) -> u64 {
        self.first_seq + self.entries.len() as u64
    }

    /// Hash of the last entry.
    pub fn head_hash(&self) -> EntryHash {
        self.hashes.last().copied().unwrap_or(self.prev_hash)
    }

    /// The hash of the entry before `seq`, for `first_seq ≤ seq ≤ next_seq`.
    pub fn hash_before(&self, seq: u64) -> Option<EntryHash> {
        let index = usize::try_from(seq.checked_sub(self.first_seq)?).ok()?;
        match index {
            0 => Some(self.prev_hash),
            n => self.hashes.get(n - 1).copied(),
        }
    }

    fn check_genesis(&self) -> Result<(), SegmentError> {
        let starts = self.first_seq == 0;
        if starts && self.prev_hash != genesis(&self.election, &self.station, self.incarnation) {
            return Err(SegmentError::WrongGenesis);
        }
        Ok(())
    }

    /// Signs the segment; refuses to make one that [`UnverifiedSegment::verify`] would refuse.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, SegmentError> {
        check_entries(&self.entries)?;
        self.check_genesis()?;
        let body = v1::Segment {
            election: self.election.to_string(),
            station: self.station.to_string(),
            incarnation: self.incarnation.0,
            first_seq: self.first_seq,
            prev_hash: self.prev_hash.to_vec(),
            entries: (self.entries.iter())
                .map(|e| v1::Entry {
                    kind: e.kind.number(),
                    payload: e.payload.clone(),
                })
                .collect(),
            head_hash: self.head_hash().to_vec(),
        };
        let bytes = sign(Context::Segment, body.encode_to_vec(), key);
        if bytes.len() > MAX_SEGMENT_BYTES {
            return Err(SegmentError::TooLarge(bytes.len()));
        }
        Ok(bytes)
    }
}

/// How many of `entries` (kind and payload size of each, in order) go into the next segment: as many as the
/// limits allow without mixing ballots with other entries. 0 only when there are none.
pub fn cut(entries: impl IntoIterator<Item = (EntryKind, usize)>) -> usize {
    // Names, hashes, signature and the framing of each entry, generously.
    const ENVELOPE_BYTES: usize = 512;
    const FRAMING_BYTES: usize = 16;
    let mut bytes = ENVELOPE_BYTES;
    let mut ballots = None;
    let mut count = 0;
    for (kind, size) in entries {
        bytes += size + FRAMING_BYTES;
        let same_side = *ballots.get_or_insert(kind.holds_ballots()) == kind.holds_ballots();
        let fits = bytes <= MAX_SEGMENT_BYTES && count < MAX_SEGMENT_ENTRIES;
        if count > 0 && !(same_side && fits) {
            break;
        }
        count += 1;
    }
    count
}

/// A segment that was taken apart but not checked: it says who claims to have sent it.
#[derive(Debug, Clone)]
pub struct UnverifiedSegment {
    envelope: Unverified,
    body: v1::Segment,
    election: ElectionId,
    station: StationId,
}

impl UnverifiedSegment {
    /// Takes a message apart. Sizes are checked before anything is allocated for them.
    pub fn decode(bytes: &[u8]) -> Result<Self, SegmentError> {
        if bytes.len() > MAX_SEGMENT_BYTES {
            return Err(SegmentError::TooLarge(bytes.len()));
        }
        let envelope = Unverified::decode(bytes)?;
        let body: v1::Segment = decode_strict("segment", envelope.claimed_body())?;
        let election = ElectionId::try_from(body.election.clone())?;
        let station = StationId::try_from(body.station.clone())?;
        Ok(UnverifiedSegment {
            envelope,
            body,
            election,
            station,
        })
    }

    /// The election that it claims to belong to.
    pub fn claimed_election(&self) -> &str {
        self.election.as_str()
    }

    /// The station that it claims to come from.
    pub fn claimed_station(&self) -> &StationId {
        &self.station
    }

    /// The incarnation that it claims to come from.
    pub fn claimed_incarnation(&self) -> Incarnation {
        Incarnation(self.body.incarnation)
    }

    /// Checks signature, shape and chain.
    pub fn verify(self, key: &VerifyingKey) -> Result<Segment, SegmentError> {
        self.envelope.check(Context::Segment, key)?;
        let incarnation = Incarnation(self.body.incarnation);
        let entries = (self.body.entries.into_iter())
            .map(|e| {
                Ok(Entry {
                    kind: EntryKind::from_number(e.kind)?,
                    payload: e.payload,
                })
            })
            .collect::<Result<Vec<_>, WireError>>()?;
        check_entries(&entries)?;
        let prev_hash = array("prev_hash", &self.body.prev_hash)?;
        let first_seq = self.body.first_seq;
        if first_seq > MAX_NUMBER - MAX_SEGMENT_ENTRIES as u64 {
            return Err(SegmentError::ChainBreak);
        }
        let segment = Segment::new(
            self.election,
            self.station,
            incarnation,
            first_seq,
            prev_hash,
            entries,
        );
        segment.check_genesis()?;
        if segment.head_hash().as_slice() != self.body.head_hash {
            return Err(SegmentError::ChainBreak);
        }
        Ok(segment)
    }
}

fn check_entries(entries: &[Entry]) -> Result<(), SegmentError> {
    if entries.is_empty() || entries.len() > MAX_SEGMENT_ENTRIES {
        return Err(SegmentError::EntryCount(entries.len()));
    }
    if let Some(large) = entries.iter().find(|e| e.payload.len() > MAX_ENTRY_BYTES) {
        return Err(SegmentError::TooLarge(large.payload.len()));
    }
    let ballots = entries.iter().filter(|e| e.kind.holds_ballots()).count();
    if ballots != 0 && ballots != entries.len() {
        return Err(SegmentError::Mixed);
    }
    Ok(())
}
