//! Seats divided among party lists, exactly: quotients are compared by cross-multiplication.

use std::cmp::Ordering;

use pollstream_protocol::definition::{ApportionmentMethod, ApportionmentRules};
use pollstream_protocol::ids::CandidateId;

/// What a list has and gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSeats {
    /// The list.
    pub id: CandidateId,
    /// Its votes.
    pub votes: u64,
    /// Whether its votes are enough to take part.
    pub above_threshold: bool,
    /// Its seats.
    pub seats: u64,
    /// Stands equal before the last seats with others: a lot decides.
    pub tied: bool,
}

/// All seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apportionment {
    /// In recorded order.
    pub lists: Vec<ListSeats>,
    /// Seats that a tie leaves open, or for which nobody has a vote.
    pub open_seats: u64,
}

/// One list's claim to a seat: `votes / divisor`, compared exactly.
#[derive(Debug, Clone, Copy)]
struct Claim {
    list: usize,
    votes: u128,
    divisor: u128,
}

impl Claim {
    fn against(self, other: Claim) -> Ordering {
        (self.votes * other.divisor).cmp(&(other.votes * self.divisor))
    }
}

/// Divides `seats`. The threshold is a share of all votes given to lists. `lots` are recorded draws, each with the
/// list that goes first in front.
pub fn apportion(
    rules: &ApportionmentRules,
    seats: u64,
    votes: &[(CandidateId, u64)],
    lots: &[Vec<CandidateId>],
) -> Apportionment {
    let all: u64 = votes.iter().map(|(_, v)| v).sum();
    let lists = votes.iter().map(|(id, votes)| ListSeats {
        id: id.clone(),
        votes: *votes,
        above_threshold: *votes > 0 && rules.threshold.reached_by(*votes, all),
        seats: 0,
        tied: false,
    });
    let mut result = Apportionment {
        lists: lists.collect(),
        open_seats: seats,
    };
    match rules.method {
        ApportionmentMethod::LargestRemainderHare | ApportionmentMethod::LargestRemainderDroop => {
            result.largest_remainders(rules.method, seats, lots);
        }
        _ => result.highest_averages(rules.method, lots),
    }
    result
}

/// The divisor of a list's next seat, in tenths.
fn divisor(method: ApportionmentMethod, seats: u64) -> u128 {
    let seats = u128::from(seats);
    match method {
        ApportionmentMethod::Dhondt => 10 * (seats + 1),
        ApportionmentMethod::ModifiedSainteLague if seats == 0 => 14,
        _ => 10 * (2 * seats + 1),
    }
}

impl Apportionment {
    fn takes_part(&self) -> impl Iterator<Item = usize> {
        (0..self.lists.len()).filter(|i| self.lists[*i].above_threshold)
    }

    /// Seat after seat to the highest claim.
    fn highest_averages(&mut self, method: ApportionmentMethod, lots: &[Vec<CandidateId>]) {
        while self.open_seats > 0 {
            let claims: Vec<Claim> = self
                .takes_part()
                .map(|list| Claim {
                    list,
                    votes: u128::from(self.lists[list].votes),
                    divisor: divisor(method, self.lists[list].seats),
                })
                .collect();
            let Some(&highest) = claims.iter().max_by(|a, b| a.against(**b)) else {
                return;
            };
            let equal = claims.iter().filter(|c| c.against(highest) == Ordering::Equal);
            if !self.give(equal.map(|c| c.list).collect(), lots) {
                return;
            }
        }
    }

    /// Full quotas first, the rest to the largest remainders.
    fn largest_remainders(&mut self, method: ApportionmentMethod, seats: u64, lots: &[Vec<CandidateId>]) {
        let all: u128 = self.takes_part().map(|i| u128::from(self.lists[i].votes)).sum();
        if all == 0 || seats == 0 {
            return;
        }
        // A quota is `quota / parts` votes: Hare's is no whole number.
        let (quota, parts) = match method {
            ApportionmentMethod::LargestRemainderDroop => (all / (u128::from(seats) + 1) + 1, 1),
            _ => (all, u128::from(seats)),
        };
        let mut remainders: Vec<Claim> = Vec::new();
        for list in self.takes_part().collect::<Vec<_>>() {
            let votes = u128::from(self.lists[list].votes) * parts;
            let full = u64::try_from(votes / quota).unwrap_or(u64::MAX);
            self.lists[list].seats = full;
            self.open_seats -= full;
            remainders.push(Claim {
                list,
                votes: votes % quota,
                divisor: 1,
            });
        }
        while self.open_seats > 0 && !remainders.is_empty() {
            let Some(&highest) = remainders.iter().max_by(|a, b| a.against(**b)) else {
                return;
            };
            let equal: Vec<usize> = (remainders.iter())
                .filter(|c| c.against(highest) == Ordering::Equal)
                .map(|c| c.list)
                .collect();
            remainders.retain(|c| !equal.contains(&c.list));
            if !self.give(equal, lots) {
                return;
            }
        }
    }

    /// One seat to each of these equal lists; when there are too few seats, a lot decides. Whether seats may
    /// follow.
    fn give(&mut self, equal: Vec<usize>, lots: &[Vec<CandidateId>]) -> bool {
        let open = usize::try_from(self.open_seats).unwrap_or(usize::MAX);
        let chosen: Vec<usize> = if equal.len() <= open {
            equal
        } else {
            let ids: Vec<&CandidateId> = equal.iter().map(|i| &self.lists[*i].id).collect();
            let lot = lots.iter().find(|lot| ids.iter().all(|id| lot.contains(id)));
            let Some(lot) = lot else {
                for list in equal {
                    self.lists[list].tied = true;
                }
                return false;
            };
            let mut drawn = equal;
            drawn.sort_by_key(|i| lot.iter().position(|id| *id == self.lists[*i].id));
            drawn.truncate(open);
            drawn
        };
        for list in chosen {
            self.lists[list].seats += 1;
            self.open_seats -= 1;
        }
        true
    }
}

#[cfg(test)]
mod tests;
