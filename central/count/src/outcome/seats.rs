//! Most votes win: elected, not elected, or tied for the last seat.

use std::cmp::Reverse;

use pollstream_protocol::ids::CandidateId;

/// A candidate and what it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contender {
    /// The candidate.
    pub id: CandidateId,
    /// Its votes.
    pub votes: u64,
    /// Whether it can be elected: who has withdrawn cannot, and keeps the votes.
    pub electable: bool,
}

/// What the votes make of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Has a seat.
    Elected,
    /// Stands before the last seat with others who have as many votes: a lot decides.
    Tied,
    /// Has none.
    NotElected,
}

/// A contest's seats and who fills them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatOutcome {
    /// Everybody, most votes first; equal ones as a lot put them, otherwise in recorded order.
    pub candidates: Vec<(Contender, Standing)>,
    /// Between the last who is elected and the first who is not; `None` before anybody is elected, and where
    /// nobody is left over.
    pub cut: Option<Cut>,
    /// Seats for which nobody has a vote, or for which a tie stands.
    pub open_seats: u16,
}

/// The line between elected and not elected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Fewest votes that elected somebody.
    pub last_elected: u64,
    /// Most votes that did not.
    pub first_not_elected: u64,
}

impl Cut {
    /// Votes between the two.
    pub fn margin(self) -> u64 {
        self.last_elected.saturating_sub(self.first_not_elected)
    }
}

impl SeatOutcome {
    /// What became of a candidate.
    pub fn standing(&self, id: &CandidateId) -> Option<Standing> {
        let found = self.candidates.iter().find(|(c, _)| c.id == *id);
        found.map(|(_, standing)| *standing)
    }

    /// Everybody with this standing.
    pub fn with(&self, standing: Standing) -> impl Iterator<Item = &Contender> {
        let all = self.candidates.iter();
        all.filter(move |(_, s)| *s == standing).map(|(c, _)| c)
    }
}

/// Fills `seats` with those who have the most votes; nobody is elected without a vote. `lots` are recorded draws,
/// each with the candidate who goes first in front.
pub fn most_votes(contenders: Vec<Contender>, seats: u16, lots: &[Vec<CandidateId>]) -> SeatOutcome {
    let seats = usize::from(seats);
    let mut ordered = contenders;
    ordered.sort_by_key(|c| Reverse(c.votes));
    let running: Vec<&Contender> = ordered.iter().filter(|c| c.electable && c.votes > 0).collect();
    // Everybody with as many votes as the last seat takes, when they are more than the seats.
    let at_last_seat = (seats >= 1 && running.len() > seats).then(|| running[seats - 1].votes);
    let tied: Vec<CandidateId> = match at_last_seat {
        Some(votes) if running[seats].votes == votes => {
            let equal = running.iter().filter(|c| c.votes == votes);
            equal.map(|c| c.id.clone()).collect()
        }
        _ => Vec::new(),
    };
    let lot = lots
        .iter()
        .find(|lot| !tied.is_empty() && tied.iter().all(|c| lot.contains(c)));
    let above = running.iter().filter(|c| Some(c.votes) > at_last_seat).count();
    let drawn: Vec<CandidateId> = match lot {
        Some(lot) => {
            let among_tied = lot.iter().filter(|c| tied.contains(c));
            among_tied.take(seats - above).cloned().collect()
        }
        None => Vec::new(),
    };
    if let Some(lot) = lot {
        ordered.sort_by_key(|c| {
            let place = tied.contains(&c.id).then(|| lot.iter().position(|d| *d == c.id));
            (Reverse(c.votes), place.flatten())
        });
    }
    let mut filled = 0;
    let candidates: Vec<(Contender, Standing)> = ordered
        .into_iter()
        .map(|c| {
            let standing = if !c.electable || c.votes == 0 {
                Standing::NotElected
            } else if tied.contains(&c.id) {
                match lot {
                    None => Standing::Tied,
                    Some(_) if drawn.contains(&c.id) => Standing::Elected,
                    Some(_) => Standing::NotElected,
                }
            } else if at_last_seat.is_none_or(|votes| c.votes >= votes) {
                Standing::Elected
            } else {
                Standing::NotElected
            };
            filled += usize::from(standing == Standing::Elected);
            (c, standing)
        })
        .collect();
    let elected = candidates.iter().filter(|(_, s)| *s == Standing::Elected);
    let last_elected = elected.map(|(c, _)| c.votes).min();
    let others = candidates
        .iter()
        .filter(|(c, s)| *s != Standing::Elected && c.electable);
    let first_not_elected = others.map(|(c, _)| c.votes).max();
    let cut = last_elected.zip(first_not_elected);
    SeatOutcome {
        cut: cut.map(|(last_elected, first_not_elected)| Cut {
            last_elected,
            first_not_elected,
        }),
        open_seats: u16::try_from(seats.saturating_sub(filled)).unwrap_or(u16::MAX),
        candidates,
    }
}

#[cfg(test)]
mod tests {
    use super::Standing::{Elected, NotElected};
    use super::*;

    fn contenders(votes: &[(&str, u64)]) -> Vec<Contender> {
        let all = votes.iter();
        all.map(|(id, votes)| Contender {
            id: id.parse().unwrap(),
            votes: *votes,
            electable: !id.starts_with("withdrawn"),
        })
        .collect()
    }

    fn standings(outcome: &SeatOutcome) -> Vec<(&str, Standing)> {
        let all = outcome.candidates.iter();
        all.map(|(c, s)| (c.id.as_str(), *s)).collect()
    }

    #[test]
    fn as_many_as_there_are_seats_are_elected() {
        let votes = contenders(&[("a", 300), ("b", 700), ("c", 500), ("d", 100)]);
        let outcome = most_votes(votes, 2, &[]);
        let expected = [
            ("b", Elected),
            ("c", Elected),
            ("a", NotElected),
            ("d", NotElected),
        ];
        assert_eq!(standings(&outcome), expected);
        let cut = outcome.cut.unwrap();
        assert_eq!(
            (cut.last_elected, cut.first_not_elected, cut.margin()),
            (500, 300, 200)
        );
        assert_eq!(outcome.open_seats, 0);
    }

    /// Seen: third and fourth of three seats at 409 each, shown as "ahead by 135 votes over the next".
    #[test]
    fn a_tie_for_the_last_seat_elects_neither() {
        let votes = contenders(&[("a", 544), ("b", 544), ("c", 409), ("d", 409), ("e", 12)]);
        let outcome = most_votes(votes.clone(), 3, &[]);
        let tied: Vec<_> = outcome.with(Standing::Tied).map(|c| c.id.as_str()).collect();
        assert_eq!(tied, ["c", "d"]);
        assert_eq!(outcome.open_seats, 1);
        assert_eq!(outcome.with(Standing::Elected).count(), 2);
        // The same two votes above the line are no tie: both have a seat.
        assert_eq!(most_votes(votes, 2, &[]).with(Standing::Tied).count(), 0);
    }

    #[test]
    fn a_recorded_lot_ends_the_tie() {
        let votes = contenders(&[("a", 544), ("c", 409), ("d", 409), ("e", 409)]);
        let lot = |ids: &[&str]| -> Vec<CandidateId> { ids.iter().map(|i| i.parse().unwrap()).collect() };
        let outcome = most_votes(votes.clone(), 3, &[lot(&["e", "c", "d"])]);
        let elected: Vec<_> = outcome.with(Standing::Elected).map(|c| c.id.as_str()).collect();
        assert_eq!(elected, ["a", "e", "c"]);
        assert_eq!(outcome.open_seats, 0);
        assert_eq!(outcome.cut.unwrap().margin(), 0);
        // A lot that does not name all of the tied decides nothing.
        let outcome = most_votes(votes, 3, &[lot(&["e", "c"])]);
        assert_eq!(outcome.with(Standing::Tied).count(), 3);
    }

    #[test]
    fn nobody_is_elected_without_a_vote_or_after_withdrawing() {
        let outcome = most_votes(contenders(&[("a", 0), ("b", 0)]), 1, &[]);
        assert_eq!((outcome.open_seats, outcome.cut), (1, None));
        let outcome = most_votes(contenders(&[("withdrawn", 9), ("b", 5)]), 1, &[]);
        let elected: Vec<_> = outcome.with(Standing::Elected).map(|c| c.id.as_str()).collect();
        assert_eq!(elected, ["b"]);
        let uncontested = most_votes(contenders(&[("a", 5), ("b", 3)]), 3, &[]);
        assert_eq!(uncontested.with(Standing::Elected).count(), 2);
        assert_eq!((uncontested.open_seats, uncontested.cut), (1, None));
    }
}
