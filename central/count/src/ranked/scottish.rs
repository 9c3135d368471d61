//! The single transferable vote as in Scotland (Scottish Local Government Elections Order 2007, rules 45 to 52): who
//! reaches the quota is elected at once and receives nothing more; surpluses travel one a round, the largest
//! first; each ballot travels at surplus × its value ÷ the votes of the candidate, truncated.

use pollstream_protocol::ids::CandidateId;

use super::ballots::Counts;
use super::piles::{Count, Standing};
use super::{BallotGroups, OpenTie, RankedContest, Tabulation, TieFor};

pub(super) fn tabulate(
    contest: &RankedContest,
    ballots: &BallotGroups,
    lots: &[Vec<CandidateId>],
) -> Tabulation {
    let scale = 10_u128.pow(u32::from(contest.rules.decimal_places));
    let mut count = Count::new(contest, ballots, lots, scale);
    let mut surpluses = Surplus {
        waiting: Vec::new(),
        travelled: Vec::new(),
    };
    loop {
        match count.next_scottish_round(&mut surpluses) {
            Ok(true) => {}
            Ok(false) => return count.into_tabulation(None),
            Err(tie) => return count.into_tabulation(Some(tie)),
        }
    }
}

/// Whose surplus has yet to travel, and whose has travelled since the last round.
struct Surplus {
    waiting: Vec<usize>,
    travelled: Vec<usize>,
}

impl Count<'_> {
    /// Counts one round; whether another one follows.
    fn next_scottish_round(&mut self, surplus: &mut Surplus) -> Result<bool, OpenTie> {
        let holds = |s: Standing| s == Standing::Continuing || s == Standing::Elected;
        self.deal(holds, |s| s == Standing::Continuing, None);
        if self.rounds.len() == 1 {
            let active = self.round().tally.iter().flatten().sum();
            let quota = self.quota(active);
            self.round().threshold = quota;
        }
        self.set_remainders_apart(&std::mem::take(&mut surplus.travelled));
        let written_in = self.written_in();
        if !written_in.is_empty() {
            self.eliminate(written_in);
            return Ok(true);
        }
        self.elect_who_reached(surplus)?;
        let continuing = self.with(Standing::Continuing);
        let open = self.seats().saturating_sub(self.elected());
        let write_ins = self.write_ins();
        let named: Vec<usize> = (continuing.iter().copied())
            .filter(|c| Some(*c) != write_ins)
            .collect();
        if open == 0 || named.len() <= open {
            // Nobody is elected without a vote.
            let with_votes = named.into_iter().filter(|c| open > 0 && self.votes(*c) > 0);
            self.elect(with_votes.collect());
            return Ok(false);
        }
        if surplus.waiting.is_empty() {
            self.eliminate_next(&continuing)?;
        } else {
            let largest = self.choose(&surplus.waiting, TieFor::First)?;
            surplus.waiting.retain(|c| *c != largest);
            surplus.travelled.push(largest);
            self.send_surplus(largest);
        }
        Ok(true)
    }

    fn elect_who_reached(&mut self, surplus: &mut Surplus) -> Result<(), OpenTie> {
        let quota = self.rounds.last().map_or(0, |r| r.threshold);
        let write_ins = self.write_ins();
        let mut reached = self.with(Standing::Continuing);
        reached.retain(|c| self.votes(*c) >= quota && Some(*c) != write_ins);
        let open = self.seats().saturating_sub(self.elected());
        while reached.len() > open {
            let last = self.choose(&reached, TieFor::Last)?;
            reached.retain(|c| *c != last);
        }
        surplus
            .waiting
            .extend(reached.iter().filter(|c| self.votes(**c) > quota));
        self.elect(reached);
        Ok(())
    }

    fn send_surplus(&mut self, from: usize) {
        let votes = self.votes(from);
        let over = votes.saturating_sub(self.rounds.last().map_or(0, |r| r.threshold));
        self.round().surplus_of.push(from);
        for pile in &mut self.piles {
            if pile.counts == Some(Counts::For(from)) {
                let travels = over * pile.value / votes;
                self.kept[from] += (pile.value - travels) * pile.ballots;
                pile.value = travels;
                pile.counts = Some(Counts::Leaving(from));
            }
        }
    }
}
