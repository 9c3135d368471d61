//! The rounds of instant run-offs, of bottoms-up counts, and of the single transferable vote where the surpluses of
//! a round travel together.

use pollstream_protocol::definition::{Quota, RankedMethod, Surpluses};
use pollstream_protocol::ids::CandidateId;

use super::ballots::Counts;
use super::piles::{Count, Standing};
use super::{BallotGroups, Inactive, OpenTie, RankedContest, Tabulation, TieFor};

/// Decimal places of a threshold that is a share.
const SHARE_PLACES: u32 = 4;

pub(super) fn tabulate(
    contest: &RankedContest,
    ballots: &BallotGroups,
    lots: &[Vec<CandidateId>],
) -> Tabulation {
    let places = match contest.rules.method {
        RankedMethod::SingleTransferableVote => u32::from(contest.rules.decimal_places),
        RankedMethod::BottomsUpShare { .. } => SHARE_PLACES,
        _ => 0,
    };
    let mut count = Count::new(contest, ballots, lots, 10_u128.pow(places));
    while count.goes_on() {
        if let Err(tie) = count.next_round() {
            return count.into_tabulation(Some(tie));
        }
    }
    count.into_tabulation(None)
}

impl Count<'_> {
    fn surpluses_travel(&self) -> bool {
        self.contest.rules.method == RankedMethod::SingleTransferableVote && self.seats() > 1
    }

    fn goes_on(&self) -> bool {
        let Some(last) = self.rounds.last() else {
            return self.taking_part() > 0;
        };
        let part = self.taking_part();
        let write_ins = usize::from(self.write_ins().is_some());
        let all_elected = self.elected() + write_ins >= part && self.seats() > part - write_ins;
        if all_elected || (self.with(Standing::Continuing).is_empty() && last.elected.is_empty()) {
            return false;
        }
        if self.contest.rules.continue_until_two {
            let gone = self.with(Standing::Eliminated).len();
            return gone + self.elected() + 1 < part || !last.eliminated.is_empty();
        }
        match self.contest.rules.method {
            RankedMethod::BottomsUpShare { .. } => self.elected() == 0,
            // One round more shows where the last surpluses went.
            _ => self.elected() < self.seats() || (self.surpluses_travel() && !last.elected.is_empty()),
        }
    }

    fn next_round(&mut self) -> Result<(), OpenTie> {
        let before = self.rounds.last().map(|r| r.elected.clone()).unwrap_or_default();
        let goes_on = self.contest.rules.continue_until_two;
        let may = move |s: Standing| s == Standing::Continuing || (goes_on && s == Standing::Elected);
        let spent =
            (self.surpluses_travel() && self.elected() == self.seats()).then_some(Inactive::LastSurplus);
        self.deal(may, may, spent);
        self.set_threshold();
        if self.surpluses_travel() {
            self.set_remainders_apart(&before);
        }
        let counted: Vec<usize> = (0..self.standing.len())
            .filter(|c| may(self.standing[*c]))
            .collect();
        let winners = self.winners(&counted)?;
        if !winners.is_empty() {
            self.elect(winners.clone());
            if self.surpluses_travel() {
                for winner in winners {
                    self.release_surplus(winner);
                }
            }
        } else if self.eliminates(&counted) {
            self.eliminate_next(&counted)?;
        }
        Ok(())
    }

    fn eliminates(&self, counted: &[usize]) -> bool {
        let gone = self.with(Standing::Eliminated).len();
        let share = matches!(self.contest.rules.method, RankedMethod::BottomsUpShare { .. });
        let until_two = self.contest.rules.continue_until_two && gone + 2 < self.taking_part();
        !counted.is_empty() && (self.elected() < self.seats() || until_two || share)
    }

    fn set_threshold(&mut self) {
        let rules = &self.contest.rules;
        let share = matches!(rules.method, RankedMethod::BottomsUpShare { .. });
        let once = rules.first_round_threshold || (self.seats() > 1 && !share);
        let again = !once && (!rules.continue_until_two || self.elected() == 0);
        if self.rounds.len() > 1 && !again {
            return;
        }
        let active: u128 = self.rounds.last().map_or(0, |r| r.tally.iter().flatten().sum());
        let threshold = match rules.method {
            RankedMethod::BottomsUpShare { share, .. } => {
                active * u128::from(share.parts) / u128::from(share.of)
            }
            _ => self.quota(active),
        };
        self.round().threshold = threshold;
    }

    pub(super) fn quota(&self, active: u128) -> u128 {
        let rules = &self.contest.rules;
        let seats = self.seats() as u128;
        let unit = if rules.fractional_threshold { 1 } else { self.scale };
        match rules.quota {
            // Never nothing: nobody is elected without a vote.
            Quota::Hare => (active.div_ceil(seats * unit) * unit).max(unit),
            Quota::Droop => active / ((seats + 1) * unit) * unit + unit,
        }
    }

    /// Who is elected in this round.
    fn winners(&mut self, counted: &[usize]) -> Result<Vec<usize>, OpenTie> {
        if !self.written_in().is_empty() {
            return Ok(Vec::new());
        }
        let write_ins = self.write_ins();
        // Nobody is elected without a vote.
        let named: Vec<usize> = (counted.iter().copied())
            .filter(|c| Some(*c) != write_ins && self.votes(*c) > 0)
            .collect();
        let threshold = self.rounds.last().map_or(0, |r| r.threshold);
        if let RankedMethod::BottomsUpShare { .. } = self.contest.rules.method {
            let all = named.iter().all(|c| self.votes(*c) > threshold);
            return Ok(if all { named } else { Vec::new() });
        }
        let open = self.seats().saturating_sub(self.elected());
        if open == 0 {
            return Ok(Vec::new());
        }
        if counted.len() <= open {
            return Ok(named);
        }
        let first_round = self.contest.rules.first_round_threshold;
        let reached = |c: &usize| self.votes(*c) >= threshold;
        let mut winners: Vec<usize> = if first_round && counted.len() - 1 == self.seats() {
            let most = named.iter().map(|c| self.votes(*c)).max();
            let best = named.iter().filter(|c| Some(self.votes(**c)) == most);
            best.copied().collect()
        } else if self.contest.rules.method == RankedMethod::BottomsUp {
            Vec::new()
        } else {
            named.iter().copied().filter(reached).collect()
        };
        let one_a_round =
            self.surpluses_travel() && self.contest.rules.surpluses == Surpluses::OneWinnerARound;
        let too_many = winners.len() > 1 && (one_a_round || first_round);
        let last_two = self.seats() == 1 && winners.is_empty() && counted.len() == 2;
        if too_many || last_two {
            let among = if too_many { winners } else { named };
            return Ok(if among.is_empty() {
                Vec::new()
            } else {
                vec![self.choose(&among, TieFor::First)?]
            });
        }
        // Votes / seats can be reached by more than there are seats only when they are tied.
        while winners.len() > open {
            let last = self.choose(&winners, TieFor::Last)?;
            winners.retain(|c| *c != last);
        }
        Ok(winners)
    }

    /// What a winner has above the threshold travels on: each ballot's part of it, truncated.
    fn release_surplus(&mut self, winner: usize) {
        let votes = self.votes(winner);
        let threshold = self.rounds.last().map_or(0, |r| r.threshold);
        let over = votes.saturating_sub(threshold);
        if over > 0 {
            self.round().surplus_of.push(winner);
        }
        let fraction = (over * self.scale).checked_div(votes).unwrap_or(0);
        let scale = self.scale;
        for pile in &mut self.piles {
            if pile.counts == Some(Counts::For(winner)) {
                let travels = pile.value * fraction / scale;
                self.kept[winner] += (pile.value - travels) * pile.ballots;
                pile.value = travels;
            }
        }
    }
}
