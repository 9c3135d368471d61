//! Whether a segment continues a station's log: a pure decision, the same for intake and recount.

use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::receipt::Standing;
use pollstream_protocol::segment::Segment;

/// Where an incarnation's log stands at central.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of the next entry that is expected.
    pub next_seq: u64,
    /// Hash of the entry before it.
    pub hash: EntryHash,
    /// How central regards the incarnation.
    pub standing: Standing,
}

/// What is to be done with a segment whose signature and chain are good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It continues the log after its first `skip` entries, which are known.
    Accept {
        /// Entries that are already in the log.
        skip: usize,
    },
    /// All of it is known: a receipt is sent again, nothing changes.
    Duplicate,
    /// It comes too early: kept until what lies between has come.
    Hold,
    /// The station signed two different entries under one number. Both are kept; the station is quarantined.
    Equivocation,
    /// The incarnation is revoked; nothing new is accepted.
    Revoked,
    /// The incarnation is quarantined; nothing new is accepted.
    Quarantined,
}

/// Whether [`admit`] needs the stored hash before `segment.next_seq()`.
pub fn needs_history(head: &Head, segment: &Segment) -> bool {
    segment.next_seq() < head.next_seq
}

/// Decides. `known` is the stored hash before `segment.next_seq()`, needed when [`needs_history`] says so.
///
/// A segment that ends within the log is a duplicate if the log has the same hash there: the chain makes
/// everything before equal too. One that reaches beyond must agree at the head for the same reason.
pub fn admit(head: &Head, segment: &Segment, known: Option<EntryHash>) -> Admission {
    if segment.first_seq > head.next_seq {
        return match head.standing {
            Standing::Active => Admission::Hold,
            Standing::Revoked => Admission::Revoked,
            Standing::Quarantined => Admission::Quarantined,
        };
    }
    let ends_within = segment.next_seq() <= head.next_seq;
    let (ours, theirs) = if segment.next_seq() < head.next_seq {
        (known, Some(segment.head_hash()))
    } else {
        (Some(head.hash), segment.hash_before(head.next_seq))
    };
    if ours != theirs {
        return Admission::Equivocation;
    }
    if ends_within {
        return Admission::Duplicate;
    }
    match head.standing {
        Standing::Active => Admission::Accept {
            skip: usize::try_from(head.next_seq - segment.first_seq).unwrap_or(usize::MAX),
        },
        Standing::Revoked => Admission::Revoked,
        Standing::Quarantined => Admission::Quarantined,
    }
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::chain::genesis;
    use pollstream_protocol::entry::{Entry, EntryKind};
    use pollstream_protocol::ids::Incarnation;

    use super::*;

    fn entries(numbers: std::ops::Range<u8>) -> Vec<Entry> {
        numbers
            .map(|n| Entry {
                kind: EntryKind::Incident,
                payload: vec![n],
            })
            .collect()
    }

    /// Entries `from..to` of a log in which entry n has payload n.
    fn part(from: u8, to: u8) -> Segment {
        let (election, station) = ("e".parse().unwrap(), "s".parse().unwrap());
        let start = genesis(&election, &station, Incarnation(1));
        let whole = Segment::new(election, station, Incarnation(1), 0, start, entries(0..to));
        let prev = whole.hash_before(u64::from(from)).unwrap();
        Segment::new(
            whole.election,
            whole.station,
            Incarnation(1),
            from.into(),
            prev,
            entries(from..to),
        )
    }

    fn head(next: u8, standing: Standing) -> Head {
        let hash = part(0, next.max(1)).hash_before(next.into()).unwrap();
        Head {
            next_seq: next.into(),
            hash,
            standing,
        }
    }

    fn decide(head: Head, segment: &Segment) -> Admission {
        let known = part(0, 20).hash_before(segment.next_seq());
        admit(&head, segment, known)
    }

    #[test]
    fn continues_overlaps_repeats_and_gaps() {
        let at_10 = head(10, Standing::Active);
        assert_eq!(
            decide(head(0, Standing::Active), &part(0, 5)),
            Admission::Accept { skip: 0 }
        );
        assert_eq!(decide(at_10, &part(10, 12)), Admission::Accept { skip: 0 });
        assert_eq!(decide(at_10, &part(7, 12)), Admission::Accept { skip: 3 });
        assert_eq!(decide(at_10, &part(0, 10)), Admission::Duplicate);
        assert_eq!(decide(at_10, &part(3, 5)), Admission::Duplicate);
        assert_eq!(decide(at_10, &part(11, 12)), Admission::Hold);
    }

    #[test]
    fn another_story_under_the_same_numbers_is_an_equivocation() {
        let at_10 = head(10, Standing::Active);
        let forge = |mut segment: Segment| {
            segment.entries[0].payload = b"forged".to_vec();
            Segment::new(
                segment.election,
                segment.station,
                segment.incarnation,
                segment.first_seq,
                segment.prev_hash,
                segment.entries,
            )
        };
        for (from, to) in [(0, 10), (3, 5), (7, 12)] {
            assert_eq!(
                decide(at_10, &forge(part(from, to))),
                Admission::Equivocation,
                "{from}..{to}"
            );
        }
        let mut elsewhere = part(10, 12);
        elsewhere.prev_hash = [9; 32];
        assert_eq!(decide(at_10, &elsewhere), Admission::Equivocation);
    }

    #[test]
    fn revoked_and_quarantined_incarnations_add_nothing_but_may_repeat_themselves() {
        for (standing, refusal) in [
            (Standing::Revoked, Admission::Revoked),
            (Standing::Quarantined, Admission::Quarantined),
        ] {
            let at_10 = head(10, standing);
            assert_eq!(decide(at_10, &part(0, 10)), Admission::Duplicate);
            for (from, to) in [(10, 12), (7, 12), (15, 16)] {
                assert_eq!(decide(at_10, &part(from, to)), refusal);
            }
        }
    }
}
