//! Ranked ballots, equal ones together, and where one of them counts.

use std::collections::BTreeMap;

use pollstream_protocol::ballot::Mark;
use pollstream_protocol::definition::OnFault;
use pollstream_protocol::ids::CandidateId;

use super::{Inactive, RankedContest};

/// One rank of a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Nobody.
    Blank,
    /// The candidate at this place of the contest.
    Candidate(u16),
    /// More than one.
    Overvoted,
}

/// Ballots of one contest by what is ranked on them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BallotGroups(BTreeMap<Vec<Rank>, u64>);

impl BallotGroups {
    /// Adds equal ballots. Blank ranks at the end mean nothing.
    pub fn add(&mut self, mut ranks: Vec<Rank>, ballots: u64) {
        let end = ranks.iter().rposition(|r| *r != Rank::Blank).map_or(0, |i| i + 1);
        ranks.truncate(end);
        if ballots > 0 {
            *self.0.entry(ranks).or_default() += ballots;
        }
    }

    /// Adds equal ballots as they were cast. A mark for somebody who does not stand in the contest is refused:
    /// the ballot would count for less than its voter said.
    pub fn add_marks(
        &mut self,
        contest: &RankedContest,
        marks: &[Mark],
        ballots: u64,
    ) -> Result<(), CandidateId> {
        let rank = |mark: &Mark| match mark {
            Mark::Blank => Ok(Rank::Blank),
            Mark::Overvote => Ok(Rank::Overvoted),
            Mark::Candidate(id) => contest
                .position(id)
                .map(Rank::Candidate)
                .ok_or_else(|| id.clone()),
        };
        let ranks: Result<Vec<Rank>, CandidateId> = marks.iter().map(rank).collect();
        self.add(ranks?, ballots);
        Ok(())
    }

    /// Every ballot.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Equal ballots with their number, in an order that depends on nothing but them.
    pub fn iter(&self) -> impl Iterator<Item = (&[Rank], u64)> {
        self.0.iter().map(|(ranks, n)| (ranks.as_slice(), *n))
    }
}

impl RankedContest {
    pub(super) fn position(&self, id: &CandidateId) -> Option<u16> {
        let place = self.candidates.iter().position(|c| c == id)?;
        u16::try_from(place).ok()
    }
}

/// For whom a ballot counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    For(usize),
    /// Still with this candidate, and leaves in the next round.
    Leaving(usize),
    ForNobody(Inactive),
}

/// Reads a ballot from its first rank on: who is the first to count it, if `may` receive votes.
pub(super) fn read(contest: &RankedContest, ranks: &[Rank], may: impl Fn(usize) -> bool) -> Counts {
    let rules = &contest.rules;
    let mut blank_in_a_row = 0_u16;
    let mut any = false;
    for (at, rank) in ranks.iter().enumerate() {
        if *rank == Rank::Blank {
            blank_in_a_row = blank_in_a_row.saturating_add(1);
            continue;
        }
        any = true;
        if rules.skipped_ranks.is_some_and(|most| blank_in_a_row > most) {
            return Counts::ForNobody(Inactive::SkippedRanks);
        }
        blank_in_a_row = 0;
        match rank {
            Rank::Candidate(candidate) => {
                let repeated = rules.repeated_candidate == OnFault::Exhaust && ranks[..at].contains(rank);
                if repeated {
                    return Counts::ForNobody(Inactive::RepeatedCandidate);
                }
                if may(usize::from(*candidate)) {
                    return Counts::For(usize::from(*candidate));
                }
            }
            _ if rules.overvoted_rank == OnFault::Exhaust => {
                return Counts::ForNobody(Inactive::Overvoted);
            }
            _ => {}
        }
    }
    Counts::ForNobody(if any { Inactive::Exhausted } else { Inactive::Blank })
}
