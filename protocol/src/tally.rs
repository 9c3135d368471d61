//! What a ballot counts for: pure arithmetic, the same for the live count, the recount and the tests.
//!
//! Plurality: a vote for every marked candidate; marks left blank are undervotes; an overvoted contest gives
//! `votes_allowed` overvotes. Ranked: the first rank counts, blank is an undervote, overvoted an overvote
//! (live first preferences; NIST SP 1500-100 keeps the same three counts). So in every contest
//! `votes + undervotes + overvotes = ballots × votes that one ballot can add`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ballot::{Ballot, ContestSelections, Mark};
use crate::definition::{ElectionDefinition, VoteVariation};
use crate::ids::{CandidateId, ContestId};

/// Counts of one contest at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContestTally {
    /// Ballots that hold the contest.
    pub ballots: u64,
    /// Votes for each candidate with at least one.
    pub votes: BTreeMap<CandidateId, u64>,
    /// Votes that were not given.
    pub undervotes: u64,
    /// Votes lost because more candidates were marked than allowed.
    pub overvotes: u64,
}

impl ContestTally {
    /// Adds one ballot's selections in this contest.
    pub fn add(&mut self, variation: VoteVariation, selections: &ContestSelections) {
        self.ballots += 1;
        match variation {
            VoteVariation::Ranked { .. } => match selections.marks.first() {
                Some(Mark::Candidate(id)) => self.vote(id),
                Some(Mark::Overvote) => self.overvotes += 1,
                Some(Mark::Blank) | None => self.undervotes += 1,
            },
            VoteVariation::Plurality { votes_allowed } => {
                let allowed = u64::from(votes_allowed);
                if selections.marks.contains(&Mark::Overvote) {
                    self.overvotes += allowed;
                    return;
                }
                let mut given = 0;
                for mark in &selections.marks {
                    if let Mark::Candidate(id) = mark {
                        self.vote(id);
                        given += 1;
                    }
                }
                self.undervotes += allowed.saturating_sub(given);
            }
        }
    }

    fn vote(&mut self, candidate: &CandidateId) {
        match self.votes.get_mut(candidate) {
            Some(votes) => *votes += 1,
            None => {
                self.votes.insert(candidate.clone(), 1);
            }
        }
    }

    /// Adds another place's counts.
    pub fn merge(&mut self, other: &ContestTally) {
        self.ballots += other.ballots;
        self.undervotes += other.undervotes;
        self.overvotes += other.overvotes;
        for (candidate, votes) in &other.votes {
            *self.votes.entry(candidate.clone()).or_default() += votes;
        }
    }

    /// The counts without those of some ballots, which are among them.
    #[must_use]
    pub fn without(&self, part: &ContestTally) -> ContestTally {
        let mut left = self.clone();
        left.ballots = left.ballots.saturating_sub(part.ballots);
        left.undervotes = left.undervotes.saturating_sub(part.undervotes);
        left.overvotes = left.overvotes.saturating_sub(part.overvotes);
        for (candidate, votes) in &part.votes {
            if let Some(all) = left.votes.get_mut(candidate) {
                *all = all.saturating_sub(*votes);
            }
        }
        left.votes.retain(|_, votes| *votes > 0);
        left
    }

    /// Whether votes, undervotes and overvotes add up to the ballots.
    pub fn adds_up(&self, variation: VoteVariation) -> bool {
        // Counts may come from a message: a sum of them may exceed their own type.
        let votes: u128 = self.votes.values().map(|n| u128::from(*n)).sum();
        let all = votes + u128::from(self.undervotes) + u128::from(self.overvotes);
        all == u128::from(self.ballots) * u128::from(variation.countable_votes())
    }

    /// The candidates with the most votes, more than one in a tie; none before the first vote.
    pub fn leaders(&self) -> Vec<&CandidateId> {
        let most = self.votes.values().max().copied().unwrap_or(0);
        self.votes
            .iter()
            .filter(|(_, v)| **v == most && most > 0)
            .map(|(id, _)| id)
            .collect()
    }
}

/// Counts of every contest at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Ballots counted.
    pub ballots: u64,
    /// By contest.
    pub contests: BTreeMap<ContestId, ContestTally>,
}

impl Tally {
    /// Adds one ballot.
    pub fn add(&mut self, definition: &ElectionDefinition, ballot: &Ballot) {
        self.ballots += 1;
        for selections in &ballot.contests {
            let Some(contest) = definition.contest(&selections.contest) else {
                continue;
            };
            if let Some(tally) = self.contests.get_mut(&selections.contest) {
                tally.add(contest.vote_variation, selections);
            } else {
                let mut tally = ContestTally::default();
                tally.add(contest.vote_variation, selections);
                self.contests.insert(selections.contest.clone(), tally);
            }
        }
    }

    /// Adds another place's counts.
    pub fn merge(&mut self, other: &Tally) {
        self.ballots += other.ballots;
        for (contest, tally) in &other.contests {
            self.contests.entry(contest.clone()).or_default().merge(tally);
        }
    }
}
