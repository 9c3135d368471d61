//! The hash chain of a station log: SHA-256 over the previous hash, the sequence number, the kind and the
//! payload of each entry. Whoever knows the last hash knows that nothing before it was altered.

use sha2::{Digest, Sha256};

use crate::entry::{Entry, EntryKind};
use crate::ids::{ElectionId, Incarnation, StationId};

/// SHA-256 of an entry and all before it.
pub type EntryHash = [u8; 32];

/// The hash before the first entry: fixes election, station and incarnation, so that a log cannot be
/// replayed as another one's.
pub fn genesis(election: &ElectionId, station: &StationId, incarnation: Incarnation) -> EntryHash {
    Sha256::digest(format!(
        "pollstream/1 genesis\0{election}\0{station}\0{incarnation}"
    ))
    .into()
}

/// The hash of the entry `seq` that follows the entry hashed as `prev`.
pub fn entry_hash(prev: &EntryHash, seq: u64, kind: EntryKind, payload: &[u8]) -> EntryHash {
    let mut hasher = Sha256::new();
    hasher.update(b"pollstream/1 entry\0");
    hasher.update(prev);
    hasher.update(seq.to_be_bytes());
    hasher.update(kind.number().to_be_bytes());
    hasher.update(payload);
    hasher.finalize().into()
}

/// The hash of every entry in order, the first one having number `first_seq` and following `prev`.
pub fn hashes(prev: &EntryHash, first_seq: u64, entries: &[Entry]) -> Vec<EntryHash> {
    let mut last = *prev;
    (first_seq..)
        .zip(entries)
        .map(|(seq, entry)| {
            last = entry_hash(&last, seq, entry.kind, &entry.payload);
            last
        })
        .collect()
}
