//! Meek's method, after the Proportional Representation Foundation's reference rule: nine decimal places, keep
//! factors until the surplus is below a millionth of a vote. Transfers are not listed: every round divides every
//! ballot anew.

use std::collections::BTreeMap;

use pollstream_protocol::definition::OnFault;
use pollstream_protocol::ids::CandidateId;

use super::ballots::Rank;
use super::piles::{Count, Draft, Standing};
use super::{BallotGroups, Inactive, OpenTie, RankedContest, Tabulation, TieFor};

const SCALE: u128 = 1_000_000_000;
/// An iteration has converged when less surplus than this is left.
const ENOUGH: u128 = SCALE / 1_000_000;

pub(super) fn tabulate(
    contest: &RankedContest,
    ballots: &BallotGroups,
    lots: &[Vec<CandidateId>],
) -> Tabulation {
    let mut count = Count::new(contest, ballots, lots, SCALE);
    let preferences: Vec<Preferences> = count
        .piles
        .iter()
        .map(|p| preferences(contest, p.ranks))
        .collect();
    let mut keep: Vec<u128> = (count.standing.iter())
        .map(|s| if *s == Standing::Continuing { SCALE } else { 0 })
        .collect();
    while count.seats_are_open() {
        if let Err(tie) = count.meek_round(&preferences, &mut keep) {
            return count.into_tabulation(Some(tie));
        }
    }
    if count.elected() < count.seats() {
        count.elect_the_rest(&preferences, &keep);
    }
    count.into_tabulation(None)
}

/// Whom a ballot ranks in which order, and why it counts for nobody after them.
struct Preferences {
    order: Vec<usize>,
    then: Inactive,
}

fn preferences(contest: &RankedContest, ranks: &[Rank]) -> Preferences {
    let rules = &contest.rules;
    let mut order = Vec::new();
    let mut blank_in_a_row = 0_u16;
    let ended = |order, then| Preferences { order, then };
    for rank in ranks {
        if *rank == Rank::Blank {
            blank_in_a_row = blank_in_a_row.saturating_add(1);
            continue;
        }
        if rules.skipped_ranks.is_some_and(|most| blank_in_a_row > most) {
            return ended(order, Inactive::SkippedRanks);
        }
        blank_in_a_row = 0;
        match rank {
            Rank::Candidate(c) if !order.contains(&usize::from(*c)) => order.push(usize::from(*c)),
            Rank::Candidate(_) if rules.repeated_candidate == OnFault::Exhaust => {
                return ended(order, Inactive::RepeatedCandidate);
            }
            Rank::Overvoted if rules.overvoted_rank == OnFault::Exhaust => {
                return ended(order, Inactive::Overvoted);
            }
            _ => {}
        }
    }
    let then = if ranks.is_empty() {
        Inactive::Blank
    } else {
        Inactive::Exhausted
    };
    ended(order, then)
}

impl Count<'_> {
    fn seats_are_open(&self) -> bool {
        let continuing = self.with(Standing::Continuing).len();
        self.elected() < self.seats() && self.elected() + continuing > self.seats()
    }

    /// Iterates until somebody is elected or the surplus is as good as gone; then the lowest leaves.
    fn meek_round(&mut self, preferences: &[Preferences], keep: &mut [u128]) -> Result<(), OpenTie> {
        let mut surplus_before = u128::MAX;
        self.rounds.push(Draft::default());
        loop {
            let surplus = self.divide(preferences, keep);
            let written_in = self.written_in();
            if !written_in.is_empty() {
                for leaves in &written_in {
                    keep[*leaves] = 0;
                }
                self.eliminate(written_in);
                return Ok(());
            }
            let quota = self.round().threshold;
            let write_ins = self.write_ins();
            let mut reached = self.with(Standing::Continuing);
            reached.retain(|c| self.votes(*c) >= quota && Some(*c) != write_ins);
            if !reached.is_empty() {
                self.elect(reached);
                return Ok(());
            }
            if surplus < ENOUGH || surplus >= surplus_before {
                return self.lowest_leaves(surplus, keep);
            }
            surplus_before = surplus;
            for elected in self.with(Standing::Elected) {
                let needed = (keep[elected] * quota).div_ceil(SCALE);
                keep[elected] = (needed * SCALE).div_ceil(self.votes(elected).max(1));
            }
        }
    }

    /// Divides every ballot among those who keep a part of it; the surplus of the elected.
    fn divide(&mut self, preferences: &[Preferences], keep: &[u128]) -> u128 {
        let mut tally: Vec<Option<u128>> = (self.standing.iter())
            .map(|s| matches!(s, Standing::Continuing | Standing::Elected).then_some(0))
            .collect();
        let mut inactive: BTreeMap<Inactive, u128> = BTreeMap::new();
        for (pile, preferences) in self.piles.iter().zip(preferences) {
            let mut left = SCALE;
            for &candidate in &preferences.order {
                let kept = (left * keep[candidate]).div_ceil(SCALE);
                if kept > 0 {
                    *tally[candidate].get_or_insert(0) += kept * pile.ballots;
                    left -= kept;
                }
            }
            if left > 0 {
                *inactive.entry(preferences.then).or_default() += left * pile.ballots;
            }
        }
        let active: u128 = tally.iter().flatten().sum();
        let quota = active / (self.seats() as u128 + 1) + 1;
        let elected = self.with(Standing::Elected);
        let surplus = elected
            .iter()
            .map(|c| tally[*c].unwrap_or(0).saturating_sub(quota))
            .sum();
        let round = self.round();
        round.threshold = quota;
        round.tally = tally;
        round.inactive = inactive;
        surplus
    }

    /// Candidates as close as the surplus that is left count as equal.
    fn lowest_leaves(&mut self, surplus: u128, keep: &mut [u128]) -> Result<(), OpenTie> {
        let continuing = self.with(Standing::Continuing);
        let lowest = continuing.iter().map(|c| self.votes(*c)).min().unwrap_or(0);
        let tied: Vec<usize> = (continuing.into_iter())
            .filter(|c| self.votes(*c) <= lowest + surplus)
            .collect();
        let leaves = self.among_equals(&tied, TieFor::Last)?;
        keep[leaves] = 0;
        self.eliminate(vec![leaves]);
        Ok(())
    }

    /// As many are left as there are seats: they are elected.
    fn elect_the_rest(&mut self, preferences: &[Preferences], keep: &[u128]) {
        self.rounds.push(Draft::default());
        self.divide(preferences, keep);
        let write_ins = self.write_ins();
        let mut rest = self.with(Standing::Continuing);
        rest.retain(|c| Some(*c) != write_ins && self.votes(*c) > 0);
        self.elect(rest);
    }
}
