//! The one rule of what a reader of central's topics believes. What it does not believe is parked: counted under
//! its reason and passed by, so that no message ever stops a reader.

use std::collections::BTreeMap;

use pollstream_protocol::envelope::{EnvelopeError, EnvelopeReader, Position};
use pollstream_protocol::topics::Topic;

/// Why a message is parked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParkReason {
    /// It has no envelope: no service of central wrote it.
    Unsigned,
    /// Its envelope cannot be read.
    MalformedEnvelope,
    /// Its signer is not certified by this election's authority.
    NotCertified,
    /// Its signature is over something else.
    BadSignature,
    /// It comes from a later life of the topics than the database knows: the database was restored.
    LaterEpoch,
    /// A service signed it, and it is not what its topic carries.
    Content,
}

impl ParkReason {
    /// As it is written in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ParkReason::Unsigned => "unsigned",
            ParkReason::MalformedEnvelope => "malformed_envelope",
            ParkReason::NotCertified => "not_certified",
            ParkReason::BadSignature => "bad_signature",
            ParkReason::LaterEpoch => "later_epoch",
            ParkReason::Content => "content",
        }
    }
}

impl From<&EnvelopeError> for ParkReason {
    fn from(error: &EnvelopeError) -> Self {
        match error {
            EnvelopeError::Missing => ParkReason::Unsigned,
            EnvelopeError::Malformed(_) | EnvelopeError::TooLarge => ParkReason::MalformedEnvelope,
            EnvelopeError::NotCertified => ParkReason::NotCertified,
            EnvelopeError::BadSignature => ParkReason::BadSignature,
        }
    }
}

/// A message as a reader got it.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// The topic.
    pub topic: Topic,
    /// Its key; `None` if it has none, or one that is not text.
    pub key: Option<&'a str>,
    /// The message; `None` is a tombstone.
    pub payload: Option<&'a [u8]>,
    /// Its envelope.
    pub envelope: Option<&'a [u8]>,
}

/// What a reader does with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// Believes it.
    Believed(Position),
    /// Passes by: it was true in an earlier life of the topics, and is replaced by what is said in this one.
    Superseded,
    /// Parks it.
    Parked(ParkReason, String),
}

/// Judges a message. `epoch` is the life of the topics that the reader is in; a reader that knows no database
/// passes `None` and follows the latest that a service has signed.
pub fn judge(envelopes: &mut EnvelopeReader, epoch: Option<u64>, message: Received<'_>) -> Judged {
    let Some(key) = message.key else {
        return Judged::Parked(ParkReason::Unsigned, "it has no key".to_owned());
    };
    let position = match envelopes.open(message.topic, key, message.payload, message.envelope) {
        Ok(position) => position,
        Err(error) => return Judged::Parked((&error).into(), error.to_string()),
    };
    match epoch {
        Some(epoch) if position.epoch < epoch => Judged::Superseded,
        Some(epoch) if position.epoch > epoch => Judged::Parked(
            ParkReason::LaterEpoch,
            format!(
                "it is of epoch {}, the database is in epoch {epoch}",
                position.epoch
            ),
        ),
        _ => Judged::Believed(position),
    }
}

/// Messages of one topic that were parked for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// How many.
    pub messages: u64,
    /// Partition and offset of the last one.
    pub last: (i32, i64),
    /// What is wrong with the last one.
    pub detail: String,
}

/// What a reader has parked: bounded by topics and reasons, whatever arrives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parking(BTreeMap<(Topic, ParkReason), Lot>);

impl Parking {
    /// Adds a message.
    pub fn park(&mut self, topic: Topic, at: (i32, i64), reason: ParkReason, detail: String) {
        let lot = self.0.entry((topic, reason)).or_insert_with(|| Lot {
            messages: 0,
            last: at,
            detail: String::new(),
        });
        lot.messages = lot.messages.saturating_add(1);
        (lot.last, lot.detail) = (at, detail);
    }

    /// The lots by topic and reason.
    pub fn lots(&self) -> impl Iterator<Item = (Topic, ParkReason, &Lot)> {
        self.0.iter().map(|((topic, reason), lot)| (*topic, *reason, lot))
    }

    /// Messages in all.
    pub fn messages(&self) -> u64 {
        (self.0.values()).fold(0, |sum, lot| sum.saturating_add(lot.messages))
    }

    /// Whether nothing was parked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::envelope::{Published, ServiceKey};
    use pollstream_protocol::signed::SigningKey;

    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn envelope(authority: u8, epoch: u64, payload: &[u8]) -> Vec<u8> {
        let service = ServiceKey::certify(&"e".parse().unwrap(), "central", key(2), &key(authority));
        let position = Position { epoch, number: 1 };
        let published = Published {
            topic: Topic::Votes,
            key: "north",
            position,
            payload: Some(payload),
        };
        service.envelopes(&[published]).remove(0)
    }

    fn judged(epoch: Option<u64>, key_: Option<&str>, payload: &[u8], envelope: Option<&[u8]>) -> Judged {
        let mut envelopes = EnvelopeReader::new("e".parse().unwrap(), key(1).verifying_key());
        let message = Received {
            topic: Topic::Votes,
            key: key_,
            payload: Some(payload),
            envelope,
        };
        judge(&mut envelopes, epoch, message)
    }

    fn reason(judged: Judged) -> ParkReason {
        match judged {
            Judged::Parked(reason, detail) => {
                assert!(!detail.is_empty());
                reason
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_a_service_signed_in_this_epoch_is_believed() {
        let good = envelope(1, 3, b"{}");
        let believed = Judged::Believed(Position { epoch: 3, number: 1 });
        assert_eq!(judged(Some(3), Some("north"), b"{}", Some(&good)), believed);
        assert_eq!(judged(None, Some("north"), b"{}", Some(&good)), believed);
    }

    #[test]
    fn what_was_said_in_an_earlier_epoch_is_passed_by_and_a_later_one_is_parked() {
        let good = envelope(1, 3, b"{}");
        assert_eq!(
            judged(Some(4), Some("north"), b"{}", Some(&good)),
            Judged::Superseded
        );
        let later = judged(Some(2), Some("north"), b"{}", Some(&good));
        assert_eq!(reason(later), ParkReason::LaterEpoch);
    }

    #[test]
    fn everything_else_is_parked_under_its_reason() {
        let good = envelope(1, 3, b"{}");
        let of = |key, payload: &[u8], envelope| reason(judged(Some(3), key, payload, envelope));
        assert_eq!(of(Some("north"), b"{}", None), ParkReason::Unsigned);
        assert_eq!(of(None, b"{}", Some(&good)), ParkReason::Unsigned);
        assert_eq!(of(Some("north"), b"{ }", Some(&good)), ParkReason::BadSignature);
        assert_eq!(of(Some("south"), b"{}", Some(&good)), ParkReason::BadSignature);
        assert_eq!(
            of(Some("north"), b"{}", Some(b"\xff")),
            ParkReason::MalformedEnvelope
        );
        let huge = vec![0; 100_000];
        assert_eq!(
            of(Some("north"), b"{}", Some(&huge)),
            ParkReason::MalformedEnvelope
        );
        let stranger = envelope(9, 3, b"{}");
        assert_eq!(
            of(Some("north"), b"{}", Some(&stranger)),
            ParkReason::NotCertified
        );
    }

    #[test]
    fn a_flood_is_counted_and_not_kept() {
        let mut parking = Parking::default();
        for n in 0..10_000 {
            parking.park(Topic::Votes, (0, n), ParkReason::Unsigned, format!("{n}"));
        }
        parking.park(Topic::CheckIns, (1, 5), ParkReason::Content, "bad".into());
        assert_eq!((parking.messages(), parking.lots().count()), (10_001, 2));
        let (_, _, lot) = parking.lots().find(|(topic, ..)| *topic == Topic::Votes).unwrap();
        assert_eq!(
            (lot.messages, lot.last, lot.detail.as_str()),
            (10_000, (0, 9_999), "9999")
        );
    }
}
