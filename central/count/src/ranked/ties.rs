//! Who goes first among equals.

use pollstream_protocol::definition::TieRule;

use super::piles::Count;
use super::{BrokenBy, BrokenTie, OpenTie, TieFor};

impl Count<'_> {
    /// One of those with the most votes, or the fewest: `among` is not empty.
    pub(super) fn choose(&mut self, among: &[usize], kind: TieFor) -> Result<usize, OpenTie> {
        let votes = |c: &usize| self.votes(*c);
        let end = match kind {
            TieFor::First => among.iter().map(votes).max(),
            TieFor::Last => among.iter().map(votes).min(),
        };
        let tied: Vec<usize> = among
            .iter()
            .copied()
            .filter(|c| Some(self.votes(*c)) == end)
            .collect();
        self.among_equals(&tied, kind)
    }

    /// One of candidates who count as equal.
    pub(super) fn among_equals(&mut self, tied: &[usize], kind: TieFor) -> Result<usize, OpenTie> {
        if let [only] = tied[..] {
            return Ok(only);
        }
        let (chosen, by) = match self.contest.rules.ties {
            TieRule::RecordedOrder => (in_order(tied, kind), BrokenBy::RecordedOrder),
            TieRule::Lot => (self.by_lot(tied, kind)?, BrokenBy::Lot),
            TieRule::PreviousRound => match self.by_previous_round(tied.to_vec(), kind) {
                Ok((chosen, round)) => (chosen, BrokenBy::Round(round)),
                Err(left) => (self.by_lot(&left, kind)?, BrokenBy::Lot),
            },
        };
        let id = |c: usize| self.contest.candidates[c].clone();
        let tie = BrokenTie {
            among: tied.iter().map(|c| id(*c)).collect(),
            chosen: id(chosen),
            by,
        };
        self.round().ties.push(tie);
        Ok(chosen)
    }

    /// Goes back through the rounds until they differ; who is left where they never do.
    fn by_previous_round(&self, mut tied: Vec<usize>, kind: TieFor) -> Result<(usize, u32), Vec<usize>> {
        let earlier = self.rounds.len().saturating_sub(1);
        for (place, round) in self.rounds[..earlier].iter().enumerate().rev() {
            let votes = |c: &usize| round.tally[*c].unwrap_or(0);
            let end = match kind {
                TieFor::First => tied.iter().map(votes).max(),
                TieFor::Last => tied.iter().map(votes).min(),
            };
            tied.retain(|c| Some(round.tally[*c].unwrap_or(0)) == end);
            if let [only] = tied[..] {
                return Ok((only, u32::try_from(place + 1).unwrap_or(u32::MAX)));
            }
        }
        Err(tied)
    }

    fn by_lot(&self, tied: &[usize], kind: TieFor) -> Result<usize, OpenTie> {
        let id = |c: &usize| &self.contest.candidates[*c];
        let drawn = (self.lots.iter()).find(|lot| tied.iter().all(|c| lot.contains(id(c))));
        let Some(lot) = drawn else {
            return Err(OpenTie {
                round: u32::try_from(self.rounds.len()).unwrap_or(u32::MAX),
                candidates: tied.iter().map(|c| id(c).clone()).collect(),
                kind,
            });
        };
        let place = |c: &usize| lot.iter().position(|drawn| drawn == id(c));
        let mut in_lot = tied.to_vec();
        in_lot.sort_by_key(place);
        Ok(match kind {
            TieFor::First => in_lot[0],
            TieFor::Last => in_lot[in_lot.len() - 1],
        })
    }
}

fn in_order(tied: &[usize], kind: TieFor) -> usize {
    let place = match kind {
        TieFor::First => tied.iter().min(),
        TieFor::Last => tied.iter().max(),
    };
    place.copied().unwrap_or_default()
}
