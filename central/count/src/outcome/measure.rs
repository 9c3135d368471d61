//! Whether a question is carried.

use pollstream_protocol::definition::{MeasureBase, MeasureRules, Share};

/// What a measure is judged by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MeasureCounts {
    /// Votes for approval.
    pub approve: u64,
    /// Votes for any answer.
    pub votes: u64,
    /// Ballots that hold the measure, blank and spoilt ones too.
    pub ballots: u64,
    /// Registered voters who could vote on it.
    pub registered: u64,
}

/// Carried or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureResult {
    /// Carried.
    Carried,
    /// Too few approvals.
    NotCarried,
    /// Enough approvals or not: too few voters took part.
    NoQuorum,
}

/// A measure's outcome and what it hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasureOutcome {
    /// Carried or not.
    pub result: MeasureResult,
    /// Fewest approvals that would carry it.
    pub needed: u64,
    /// What the share is taken of.
    pub of: u64,
    /// Fewest ballots for the quorum; 0 without one.
    pub quorum: u64,
}

/// Judges a measure. Nothing is carried without a vote.
pub fn measure(rules: &MeasureRules, counts: MeasureCounts) -> MeasureOutcome {
    let of = match rules.of {
        MeasureBase::Votes => counts.votes,
        MeasureBase::Ballots => counts.ballots,
    };
    let reached = if rules.share_suffices {
        rules.share.reached_by(counts.approve, of)
    } else {
        rules.share.exceeded_by(counts.approve, of)
    };
    let quorum = rules.quorum.least(counts.registered);
    let result = if rules.quorum != Share::NONE && counts.ballots < quorum {
        MeasureResult::NoQuorum
    } else if reached && counts.approve > 0 {
        MeasureResult::Carried
    } else {
        MeasureResult::NotCarried
    };
    let least = rules.share.least(of);
    let exceeds = rules.share_suffices || rules.share.exceeded_by(least, of);
    MeasureOutcome {
        result,
        needed: least + u64::from(!exceeds),
        of,
        quorum,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(of: MeasureBase, share: &str, share_suffices: bool, quorum: &str) -> MeasureRules {
        MeasureRules {
            approve: "yes".parse().unwrap(),
            of,
            share: share.parse().unwrap(),
            share_suffices,
            quorum: quorum.parse().unwrap(),
        }
    }

    fn counts(approve: u64, votes: u64, ballots: u64) -> MeasureCounts {
        MeasureCounts {
            approve,
            votes,
            ballots,
            registered: 1_000,
        }
    }

    #[test]
    fn a_majority_is_more_than_half() {
        let majority = rules(MeasureBase::Votes, "1/2", false, "0/1");
        let outcome = measure(&majority, counts(50, 100, 120));
        assert_eq!((outcome.result, outcome.needed), (MeasureResult::NotCarried, 51));
        let outcome = measure(&majority, counts(51, 101, 120));
        assert_eq!((outcome.result, outcome.needed), (MeasureResult::Carried, 51));
        // Of ballots, blank ones count against it.
        let of_ballots = rules(MeasureBase::Ballots, "1/2", false, "0/1");
        let outcome = measure(&of_ballots, counts(51, 101, 120));
        assert_eq!((outcome.result, outcome.needed), (MeasureResult::NotCarried, 61));
    }

    #[test]
    fn two_thirds_may_be_reached_exactly() {
        let two_thirds = rules(MeasureBase::Votes, "2/3", true, "0/1");
        assert_eq!(
            measure(&two_thirds, counts(66, 99, 99)).result,
            MeasureResult::Carried
        );
        let outcome = measure(&two_thirds, counts(66, 100, 100));
        assert_eq!((outcome.result, outcome.needed), (MeasureResult::NotCarried, 67));
        let more = rules(MeasureBase::Votes, "2/3", false, "0/1");
        let outcome = measure(&more, counts(66, 99, 99));
        assert_eq!((outcome.result, outcome.needed), (MeasureResult::NotCarried, 67));
    }

    #[test]
    fn a_quorum_comes_first() {
        let quorum = rules(MeasureBase::Votes, "1/2", false, "40 %");
        let outcome = measure(&quorum, counts(399, 399, 399));
        assert_eq!((outcome.result, outcome.quorum), (MeasureResult::NoQuorum, 400));
        assert_eq!(
            measure(&quorum, counts(399, 400, 400)).result,
            MeasureResult::Carried
        );
        let none = rules(MeasureBase::Votes, "1/2", false, "0/1");
        assert_eq!(measure(&none, counts(0, 0, 0)).result, MeasureResult::NotCarried);
    }
}
