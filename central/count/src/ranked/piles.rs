//! The state of a count: piles of equal ballots, where each lies and what it is worth.

use std::collections::BTreeMap;

use pollstream_protocol::ids::CandidateId;

use super::ballots::{Counts, Rank, read};
use super::{BallotGroups, BrokenTie, Destination, Inactive, OpenTie, RankedContest, Round, Tabulation};
use crate::Votes;

/// Where a candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Continuing,
    Elected,
    Eliminated,
    Excluded,
}

/// Equal ballots: they always lie together.
pub(super) struct Pile<'a> {
    pub(super) ranks: &'a [Rank],
    pub(super) ballots: u128,
    /// Of one ballot, in units.
    pub(super) value: u128,
    pub(super) counts: Option<Counts>,
}

/// A round as it is being counted; candidates by their places.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) threshold: u128,
    /// `None` for who is not there any more.
    pub(super) tally: Vec<Option<u128>>,
    pub(super) inactive: BTreeMap<Inactive, u128>,
    pub(super) elected: Vec<usize>,
    pub(super) eliminated: Vec<usize>,
    pub(super) surplus_of: Vec<usize>,
    pub(super) ties: Vec<BrokenTie>,
    pub(super) transfers: BTreeMap<(usize, Destination), u128>,
}

pub(super) struct Count<'a> {
    pub(super) contest: &'a RankedContest,
    pub(super) lots: &'a [Vec<CandidateId>],
    /// Units of one vote.
    pub(super) scale: u128,
    pub(super) piles: Vec<Pile<'a>>,
    pub(super) standing: Vec<Standing>,
    /// What elected candidates keep of votes whose surplus has travelled.
    pub(super) kept: Vec<u128>,
    /// What could not be divided, of all rounds.
    pub(super) remainder: u128,
    pub(super) rounds: Vec<Draft>,
    elected: Vec<usize>,
}

impl<'a> Count<'a> {
    pub(super) fn new(
        contest: &'a RankedContest,
        ballots: &'a BallotGroups,
        lots: &'a [Vec<CandidateId>],
        scale: u128,
    ) -> Self {
        let piles = ballots.iter().map(|(ranks, n)| Pile {
            ranks,
            ballots: u128::from(n),
            value: scale,
            counts: None,
        });
        let standing = contest.candidates.iter();
        let standing = standing.map(|id| {
            if contest.excluded.contains(id) {
                Standing::Excluded
            } else {
                Standing::Continuing
            }
        });
        Count {
            contest,
            lots,
            scale,
            piles: piles.collect(),
            standing: standing.collect(),
            kept: vec![0; contest.candidates.len()],
            remainder: 0,
            rounds: Vec::new(),
            elected: Vec::new(),
        }
    }

    pub(super) fn seats(&self) -> usize {
        usize::from(self.contest.seats)
    }

    pub(super) fn with(&self, standing: Standing) -> Vec<usize> {
        (0..self.standing.len())
            .filter(|c| self.standing[*c] == standing)
            .collect()
    }

    pub(super) fn elected(&self) -> usize {
        self.elected.len()
    }

    /// Candidates who take part.
    pub(super) fn taking_part(&self) -> usize {
        self.standing.len() - self.with(Standing::Excluded).len()
    }

    pub(super) fn write_ins(&self) -> Option<usize> {
        let id = self.contest.rules.write_ins.as_ref()?;
        self.contest.position(id).map(usize::from)
    }

    /// The round that is being counted.
    pub(super) fn round(&mut self) -> &mut Draft {
        if self.rounds.is_empty() {
            self.rounds.push(Draft::default());
        }
        let last = self.rounds.len() - 1;
        &mut self.rounds[last]
    }

    pub(super) fn votes(&self, candidate: usize) -> u128 {
        let last = self.rounds.last();
        last.and_then(|r| r.tally[candidate]).unwrap_or(0)
    }

    /// Begins a round: ballots whose candidate does not hold them any more go on to the next one who may receive
    /// them, or to nobody. `spent` is what becomes of them when no seat is left to fill.
    pub(super) fn deal(
        &mut self,
        holds: impl Fn(Standing) -> bool,
        may: impl Fn(Standing) -> bool,
        spent: Option<Inactive>,
    ) {
        let mut moved: BTreeMap<(usize, Destination), u128> = BTreeMap::new();
        let mut tally: Vec<Option<u128>> = vec![None; self.standing.len()];
        let mut inactive: BTreeMap<Inactive, u128> = BTreeMap::new();
        for (candidate, standing) in self.standing.iter().enumerate() {
            if may(*standing) || holds(*standing) || *standing == Standing::Elected {
                tally[candidate] = Some(self.kept[candidate]);
            }
        }
        for pile in &mut self.piles {
            let from = match pile.counts {
                Some(Counts::For(candidate)) if !holds(self.standing[candidate]) => Some(candidate),
                Some(Counts::Leaving(candidate)) => Some(candidate),
                _ => None,
            };
            if pile.counts.is_none() || from.is_some() {
                let to = match spent {
                    Some(spent) => Counts::ForNobody(spent),
                    None => read(self.contest, pile.ranks, |c| may(self.standing[c])),
                };
                pile.counts = Some(to);
                let amount = pile.value * pile.ballots;
                if let Some(from) = from
                    && amount > 0
                {
                    let to = match to {
                        Counts::For(c) | Counts::Leaving(c) => {
                            Destination::Candidate(self.contest.candidates[c].clone())
                        }
                        Counts::ForNobody(why) => Destination::Inactive(why),
                    };
                    *moved.entry((from, to)).or_default() += amount;
                }
            }
            let amount = pile.value * pile.ballots;
            match pile.counts {
                Some(Counts::For(candidate) | Counts::Leaving(candidate)) => {
                    *tally[candidate].get_or_insert(0) += amount;
                }
                Some(Counts::ForNobody(why)) => *inactive.entry(why).or_default() += amount,
                None => {}
            }
        }
        if let Some(last) = self.rounds.last_mut() {
            last.transfers.append(&mut moved);
        }
        let threshold = self.rounds.last().map_or(0, |r| r.threshold);
        self.rounds.push(Draft {
            threshold,
            tally,
            inactive,
            ..Draft::default()
        });
    }

    /// What elected candidates were left with above the threshold by truncation leaves their tallies.
    pub(super) fn set_remainders_apart(&mut self, whose: &[usize]) {
        let Some(threshold) = self.rounds.last().map(|r| r.threshold) else {
            return;
        };
        for &candidate in whose {
            let over = self.kept[candidate].saturating_sub(threshold);
            if over == 0 {
                continue;
            }
            self.kept[candidate] = threshold;
            self.remainder += over;
            let before = self.rounds.len() - 2;
            let to = Destination::Inactive(Inactive::Remainder);
            self.rounds[before].transfers.insert((candidate, to), over);
            self.round().tally[candidate] = Some(threshold);
        }
        let remainder = self.remainder;
        if remainder > 0 {
            self.round().inactive.insert(Inactive::Remainder, remainder);
        }
    }

    /// Elects, most votes first.
    pub(super) fn elect(&mut self, mut who: Vec<usize>) {
        who.sort_by_key(|c| (std::cmp::Reverse(self.votes(*c)), *c));
        for &candidate in &who {
            self.standing[candidate] = Standing::Elected;
        }
        self.elected.extend(&who);
        self.round().elected.extend(who);
    }

    pub(super) fn eliminate(&mut self, who: Vec<usize>) {
        for &candidate in &who {
            self.standing[candidate] = Standing::Eliminated;
        }
        self.round().eliminated.extend(who);
    }

    fn ids(&self, places: &[usize]) -> Vec<CandidateId> {
        places
            .iter()
            .map(|&c| self.contest.candidates[c].clone())
            .collect()
    }

    /// What was counted, complete or up to a tie.
    pub(super) fn into_tabulation(self, open_tie: Option<OpenTie>) -> Tabulation {
        let votes = |units: u128| Votes::new(units, self.scale);
        let rounds = self.rounds.iter().zip(1..);
        let rounds = rounds.map(|(draft, round)| Round {
            round,
            pass: 1,
            threshold: votes(draft.threshold),
            tally: (draft.tally.iter().enumerate())
                .filter_map(|(c, v)| Some((self.contest.candidates[c].clone(), votes((*v)?))))
                .collect(),
            inactive: draft.inactive.iter().map(|(why, v)| (*why, votes(*v))).collect(),
            elected: self.ids(&draft.elected),
            eliminated: self.ids(&draft.eliminated),
            surplus_of: self.ids(&draft.surplus_of),
            ties: draft.ties.clone(),
            transfers: (draft.transfers.iter())
                .map(|((c, to), v)| ((self.contest.candidates[*c].clone(), to.clone()), votes(*v)))
                .collect(),
        });
        Tabulation {
            rounds: rounds.collect(),
            elected: self.ids(&self.elected),
            open_tie,
        }
    }
}
