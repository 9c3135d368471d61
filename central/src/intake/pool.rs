//! When sealed groups are opened: a pure rule, the same for intake, close and recount.

use pollstream_protocol::definition::Disclosure;

/// What decides on opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningRule {
    /// The election's disclosure.
    pub disclosure: Disclosure,
    /// Fewest ballots of one station and style that are opened together while the election is open.
    pub min_batch: u32,
    /// Whether the election is closed: then everything is opened.
    pub closed: bool,
}

impl OpeningRule {
    /// Whether the waiting ballots of a station and style may be opened now. Asked after each group in the order
    /// of the log, so that a recount opens what intake opened.
    pub fn opens(self, waiting_ballots: u64) -> bool {
        match (self.closed, self.disclosure) {
            (true, _) => waiting_ballots > 0,
            (false, Disclosure::AfterClose) => false,
            (false, Disclosure::Live) => waiting_ballots >= u64::from(self.min_batch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_wait_until_they_grow_or_the_election_closes() {
        let rule = |disclosure, closed| OpeningRule {
            disclosure,
            min_batch: 10,
            closed,
        };
        let live = rule(Disclosure::Live, false);
        assert!(!live.opens(9) && live.opens(10));
        let sealed = rule(Disclosure::AfterClose, false);
        assert!(!sealed.opens(1_000_000));
        for disclosure in [Disclosure::Live, Disclosure::AfterClose] {
            assert!(rule(disclosure, true).opens(1) && !rule(disclosure, true).opens(0));
        }
    }
}
