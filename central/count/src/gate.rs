//! The gate: which messages of the station log are a known station's true words. What is not goes into
//! quarantine with a reason; it is never dropped, and it never stalls a partition.

use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::ids::{ElectionId, Incarnation, LogName, StationId};
use pollstream_protocol::segment::{Segment, SegmentError, UnverifiedSegment};
use pollstream_protocol::signed::VerifyingKey;

/// Why a message is not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Who it claims to come from, as far as that can be read.
    pub claimed: Option<(StationId, Incarnation)>,
    /// Whether the claimed station's key signed it. Only then is the station told: anybody can send nonsense
    /// in its name.
    pub proven: bool,
    /// A short name, stable: `bad_signature`, `unknown_station`, …
    pub reason: &'static str,
    /// In words.
    pub detail: String,
}

impl Refusal {
    /// A refusal of a message that anybody may have sent.
    pub fn new(
        claimed: Option<(StationId, Incarnation)>,
        reason: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Refusal {
            claimed,
            proven: false,
            reason,
            detail: detail.into(),
        }
    }

    /// The same for a message that the claimed station did sign.
    #[must_use]
    pub fn proven(self) -> Self {
        Refusal { proven: true, ..self }
    }
}

/// A segment that may be believed, with what its entries say.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The segment.
    pub segment: Segment,
    /// The meaning of each entry.
    pub bodies: Vec<EntryBody>,
}

impl Verified {
    /// The log that it is a part of.
    pub fn log(&self) -> LogName {
        LogName {
            station: self.segment.station.clone(),
            incarnation: self.segment.incarnation,
        }
    }
}

/// First half: takes the message apart and finds out who claims to have sent it.
pub fn read(bytes: &[u8], election: &ElectionId) -> Result<UnverifiedSegment, Refusal> {
    let segment =
        UnverifiedSegment::decode(bytes).map_err(|e| Refusal::new(None, e.name(), e.to_string()))?;
    if segment.claimed_election() != election.as_str() {
        let claimed = Some((segment.claimed_station().clone(), segment.claimed_incarnation()));
        let detail = "the segment belongs to another election";
        return Err(Refusal::new(claimed, "other_election", detail));
    }
    Ok(segment)
}

/// Second half: checks the segment against the key under which its station was enrolled; `None` if it was not.
pub fn verify(segment: UnverifiedSegment, key: Option<&VerifyingKey>) -> Result<Verified, Refusal> {
    let claimed = (segment.claimed_station().clone(), segment.claimed_incarnation());
    let Some(key) = key else {
        let detail = format!(
            "station `{}`, incarnation {}, is not enrolled",
            claimed.0, claimed.1
        );
        return Err(Refusal::new(Some(claimed), "unknown_station", detail));
    };
    let refuse = |error: &SegmentError| {
        let refusal = Refusal::new(Some(claimed.clone()), error.name(), error.to_string());
        if *error == SegmentError::BadSignature {
            refusal
        } else {
            refusal.proven()
        }
    };
    let segment = segment.verify(key).map_err(|e| refuse(&e))?;
    // Every entry must be understood before any is taken: half a segment would leave a hole.
    let bodies = (segment.first_seq..)
        .zip(&segment.entries)
        .map(|(seq, entry)| {
            entry.decode().map_err(|error| {
                Refusal::new(
                    Some(claimed.clone()),
                    "undecodable",
                    format!("entry {seq}: {error}"),
                )
                .proven()
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Verified { segment, bodies })
}
