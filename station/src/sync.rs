//! How far the station's log has reached central, as the desk shows it and the forwarder decides by it.

use jiff::Timestamp;
use pollstream_protocol::receipt::Standing;
use serde::{Deserialize, Serialize};

/// Whether central's broker can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Connection {
    /// No uplink has tried yet, or none has a verdict yet.
    NeverConnected,
    /// A broker answers.
    Online {
        /// Since when.
        since: Timestamp,
    },
    /// No broker answers; the station works on and keeps everything.
    Offline {
        /// Since when.
        since: Timestamp,
    },
}

impl Connection {
    /// Whether a broker answers.
    pub fn is_online(self) -> bool {
        matches!(self, Connection::Online { .. })
    }
}

/// Why central's word and this station's log contradict each other. Only officials can resolve it: the
/// station must enrol again, and its log be saved first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub enum SyncTrouble {
    /// Central holds more entries than this log has: the store was restored from an old copy.
    Rewound {
        /// Entries that central holds.
        central: u64,
        /// Entries that the log has.
        here: u64,
    },
    /// Central holds other entries under the same numbers: two machines ran as this station.
    Diverged {
        /// The entries before this number differ.
        before: u64,
    },
    /// The station was enrolled again, on another machine or in another store.
    Superseded {
        /// The incarnation that central now listens to.
        incarnation: u32,
    },
}

impl std::fmt::Display for SyncTrouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SyncTrouble::Rewound { central, here } => write!(
                f,
                "central holds {central} entries of this station, this log has {here}: the store was restored \
                 from an old copy. Save the log to a file and enrol the station again"
            ),
            SyncTrouble::Diverged { before } => write!(
                f,
                "central holds other entries before number {before} than this log: two machines ran as this \
                 station. Save the log to a file and call the election office"
            ),
            SyncTrouble::Superseded { incarnation } => write!(
                f,
                "this station was enrolled again as incarnation {incarnation}: save the log to a file and use \
                 the newer one"
            ),
        }
    }
}

/// How far the log has reached central.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncStatus {
    /// Entries in the log: the number that the next one gets.
    pub next_seq: u64,
    /// Entries that central has confirmed as durable.
    pub receipted: u64,
    /// Entries that wait for a receipt: `next_seq - receipted`.
    pub queue_depth: u64,
    /// When the last receipt that said something new arrived, by this station's clock.
    pub last_receipt: Option<Timestamp>,
    /// Whether a broker answers.
    pub connection: Connection,
    /// How central regards the station, by the last receipt.
    pub standing: Standing,
    /// Why central refused the last segment that it refused; empty when it refused none.
    pub refusal: String,
    /// A contradiction between central and this log; forwarding stops until officials resolve it.
    pub trouble: Option<SyncTrouble>,
    /// When the roll was last known to be what central has, by this station's clock; `None` before the first
    /// connection.
    pub roll_as_of: Option<Timestamp>,
    /// Seconds by which this station's clock is ahead of central's (negative: behind), as far as it shows; see
    /// [`crate::clock_offset`]. `None` before the first receipt that says something new.
    pub clock_offset: Option<i64>,
}

impl SyncStatus {
    pub(crate) fn new(next_seq: u64, receipted: u64) -> Self {
        SyncStatus {
            next_seq,
            receipted,
            queue_depth: next_seq.saturating_sub(receipted),
            last_receipt: None,
            connection: Connection::NeverConnected,
            standing: Standing::Active,
            refusal: String::new(),
            trouble: None,
            roll_as_of: None,
            clock_offset: None,
        }
    }

    pub(crate) fn set_ends(&mut self, next_seq: u64, receipted: u64) {
        self.next_seq = next_seq;
        self.receipted = receipted;
        self.queue_depth = next_seq.saturating_sub(receipted);
    }
}

impl SyncTrouble {
    /// The number before which a receipt says nothing about it.
    fn concerns(self) -> u64 {
        match self {
            SyncTrouble::Rewound { central, .. } => central,
            SyncTrouble::Diverged { before } => before,
            SyncTrouble::Superseded { .. } => u64::MAX,
        }
    }

    /// Whether a receipt up to `next_seq` that agrees with the log resolves it. An older receipt than the one that
    /// showed the contradiction resolves nothing.
    pub(crate) fn is_resolved_by(self, next_seq: u64) -> bool {
        next_seq >= self.concerns() && !matches!(self, SyncTrouble::Superseded { .. })
    }

    /// Whether a receipt up to `next_seq` is older than the one that showed this.
    pub(crate) fn outdates(self, next_seq: u64) -> bool {
        next_seq < self.concerns() && !matches!(self, SyncTrouble::Superseded { .. })
    }

    /// Of two contradictions the one that reaches further: another machine, then the higher number.
    pub(crate) fn graver(self, other: Self) -> Self {
        let rank = |trouble: Self| match trouble {
            SyncTrouble::Superseded { incarnation } => (true, u64::from(incarnation)),
            _ => (false, trouble.concerns()),
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

/// What a receipt means for a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Says nothing new: older than what is known, or of an earlier incarnation.
    Stale,
    /// Everything before its number is durable.
    Durable,
    /// Contradicts the log.
    Trouble(SyncTrouble),
}

/// The facts about the log that a receipt is judged by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogFacts {
    pub(crate) incarnation: u32,
    pub(crate) next_seq: u64,
    pub(crate) receipted: u64,
}

/// Judges a receipt of `incarnation` up to `next_seq`; `same_hash` says whether the log's hash before that
/// number is the receipt's, and is asked only where the log has that entry.
pub(crate) fn judge(log: LogFacts, incarnation: u32, next_seq: u64, same_hash: Option<bool>) -> Verdict {
    if incarnation > log.incarnation {
        return Verdict::Trouble(SyncTrouble::Superseded { incarnation });
    }
    if incarnation < log.incarnation || next_seq < log.receipted {
        return Verdict::Stale;
    }
    if next_seq > log.next_seq {
        return Verdict::Trouble(SyncTrouble::Rewound {
            central: next_seq,
            here: log.next_seq,
        });
    }
    if same_hash == Some(false) {
        return Verdict::Trouble(SyncTrouble::Diverged { before: next_seq });
    }
    Verdict::Durable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_receipt_that_reaches_as_far_resolves_a_contradiction() {
        let rewound = SyncTrouble::Rewound { central: 9, here: 1 };
        let diverged = SyncTrouble::Diverged { before: 5 };
        for (trouble, old, enough) in [(rewound, 8, 9), (diverged, 4, 5)] {
            assert!(!trouble.is_resolved_by(0) && !trouble.is_resolved_by(old));
            assert!(trouble.is_resolved_by(enough) && trouble.is_resolved_by(enough + 1));
        }
        let superseded = SyncTrouble::Superseded { incarnation: 2 };
        assert!(!superseded.is_resolved_by(u64::MAX));
    }

    #[test]
    fn the_contradiction_that_reaches_further_stays() {
        let rewound = SyncTrouble::Rewound { central: 9, here: 1 };
        let older = SyncTrouble::Rewound { central: 7, here: 1 };
        let diverged = SyncTrouble::Diverged { before: 12 };
        let superseded = SyncTrouble::Superseded { incarnation: 2 };
        assert_eq!(rewound.graver(older), rewound);
        assert_eq!(older.graver(rewound), rewound);
        assert_eq!(rewound.graver(diverged), diverged);
        for other in [rewound, diverged] {
            assert_eq!(superseded.graver(other), superseded);
            assert_eq!(other.graver(superseded), superseded);
        }
        let again = SyncTrouble::Superseded { incarnation: 3 };
        assert_eq!(superseded.graver(again), again);
    }

    #[test]
    fn receipts_are_judged_by_incarnation_then_number_then_hash() {
        let log = LogFacts {
            incarnation: 2,
            next_seq: 10,
            receipted: 5,
        };
        let verdict = |incarnation, next_seq, same| judge(log, incarnation, next_seq, same);
        assert_eq!(verdict(2, 7, Some(true)), Verdict::Durable);
        assert_eq!(
            verdict(2, 5, Some(true)),
            Verdict::Durable,
            "its standing may be new"
        );
        assert_eq!(verdict(2, 4, Some(false)), Verdict::Stale);
        assert_eq!(verdict(1, 9, None), Verdict::Stale);
        assert_eq!(
            verdict(2, 11, None),
            Verdict::Trouble(SyncTrouble::Rewound {
                central: 11,
                here: 10
            })
        );
        assert_eq!(
            verdict(2, 7, Some(false)),
            Verdict::Trouble(SyncTrouble::Diverged { before: 7 })
        );
        assert_eq!(
            verdict(3, 1, None),
            Verdict::Trouble(SyncTrouble::Superseded { incarnation: 3 })
        );
    }
}
