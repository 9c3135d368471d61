//! The newest totals of every place, as the results topics brought them.

use std::sync::Arc;

use jiff::Timestamp;
use pollstream_protocol::definition::Contest;
use pollstream_protocol::events::{CandidateResults, ResultsStatus, TurnoutCounts, TurnoutResults};
use pollstream_protocol::ids::ContestId;
use pollstream_protocol::tally::ContestTally;

use super::geography::Geography;
use super::pace::Pace;

/// A contest's totals at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Grows with every change.
    pub version: u64,
    /// How final.
    pub status: ResultsStatus,
    /// When they were computed.
    pub as_of: Timestamp,
    /// Ballots that are counted and not shown here.
    pub held_back: u64,
    /// The counts; absent while they are withheld.
    pub counts: Option<CellCounts>,
}

/// Counts of a cell, votes in ballot order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellCounts {
    /// Ballots that hold the contest.
    pub ballots: u64,
    /// Votes that were not given.
    pub undervotes: u64,
    /// Votes lost to overvoting.
    pub overvotes: u64,
    /// Votes of each candidate, in ballot order.
    pub votes: Box<[u64]>,
}

impl Cell {
    /// The counts by candidate; absent while they are withheld.
    pub fn tally(&self, contest: &Contest) -> Option<ContestTally> {
        let counts = self.counts.as_ref()?;
        Some(ContestTally {
            ballots: counts.ballots,
            votes: (contest.candidates.iter().zip(&counts.votes))
                .filter(|(_, votes)| **votes > 0)
                .map(|(candidate, votes)| (candidate.id.clone(), *votes))
                .collect(),
            undervotes: counts.undervotes,
            overvotes: counts.overvotes,
        })
    }
}

/// The newest totals. A copy shares the cells with what it was copied from.
#[derive(Debug, Clone)]
pub struct Newest {
    geography: Arc<Geography>,
    /// The life of the topics that the totals belong to.
    epoch: u64,
    turnout: Vec<TurnoutCounts>,
    turnout_versions: Vec<u64>,
    /// By place and contest.
    cells: Vec<Option<Arc<Cell>>>,
    pace: Pace,
    as_of: Option<Timestamp>,
    status: Option<(Timestamp, ResultsStatus)>,
}

impl Newest {
    /// Nothing yet.
    pub fn new(geography: Arc<Geography>) -> Self {
        let places = geography.places().len();
        Newest {
            turnout: vec![TurnoutCounts::default(); places],
            turnout_versions: vec![0; places],
            cells: vec![None; places * geography.contests()],
            pace: Pace::default(),
            as_of: None,
            status: None,
            epoch: 0,
            geography,
        }
    }

    /// Whether what is said in `epoch` belongs here. A later one than before replaces everything that is known: the
    /// totals are made anew in it.
    pub fn follow(&mut self, epoch: u64) -> bool {
        if epoch > self.epoch {
            if self.epoch > 0 {
                *self = Newest::new(self.geography.clone());
            }
            self.epoch = epoch;
        }
        epoch == self.epoch
    }

    /// Takes results in unless newer ones of the place are here. Equal versions are replaced: they came later.
    /// What is not of this election's places and contests is left out: who shows does not judge.
    pub fn contest(&mut self, results: &CandidateResults) {
        let known = self.cell_number(&results.place, &results.contest);
        let Some((number, contest)) = known else { return };
        self.note_time(results.as_of);
        if self.status.is_none_or(|(at, _)| at <= results.as_of) {
            self.status = Some((results.as_of, results.status));
        }
        if let Some(known) = &self.cells[number]
            && known.version > results.version
        {
            return;
        }
        let counts = results.tally.as_ref().map(|tally| {
            let candidates = self.geography.candidates(contest);
            let mut votes = vec![0; candidates.len()].into_boxed_slice();
            for (candidate, n) in &tally.votes {
                if let Some(at) = candidates.get(candidate) {
                    votes[*at] = *n;
                }
            }
            CellCounts {
                ballots: tally.ballots,
                undervotes: tally.undervotes,
                overvotes: tally.overvotes,
                votes,
            }
        });
        self.cells[number] = Some(Arc::new(Cell {
            version: results.version,
            status: results.status,
            as_of: results.as_of,
            held_back: results.held_back,
            counts,
        }));
    }

    /// The same for turnout.
    pub fn turnout(&mut self, results: &TurnoutResults) {
        let Some(place) = self.geography.number(&results.place) else {
            return;
        };
        self.note_time(results.as_of);
        if self.turnout_versions[place] > results.version {
            return;
        }
        self.turnout_versions[place] = results.version;
        self.turnout[place] = results.counts;
        if place == 0 {
            self.pace
                .note(results.as_of, results.counts.ballots, results.counts.checked_in);
        }
    }

    fn note_time(&mut self, as_of: Timestamp) {
        self.as_of = self.as_of.max(Some(as_of));
    }

    fn cell_number(&self, place: &str, contest: &ContestId) -> Option<(usize, usize)> {
        let contest = self.geography.contest(contest)?;
        let place = self.geography.number(place)?;
        Some((place * self.geography.contests() + contest, contest))
    }

    /// The places.
    pub fn geography(&self) -> &Arc<Geography> {
        &self.geography
    }

    /// When the newest results were computed; absent before the first.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.as_of
    }

    /// How final the newest results are.
    pub fn status(&self) -> ResultsStatus {
        self.status
            .map_or(ResultsStatus::UnofficialPartial, |(_, status)| status)
    }

    /// Turnout of a place.
    pub fn counts(&self, place: usize) -> TurnoutCounts {
        self.turnout.get(place).copied().unwrap_or_default()
    }

    /// A contest's totals at a place; absent before the first.
    pub fn cell(&self, place: usize, contest: usize) -> Option<&Arc<Cell>> {
        let contests = self.geography.contests();
        (contest < contests)
            .then(|| self.cells.get(place * contests + contest))
            .flatten()?
            .as_ref()
    }

    /// How the whole election's counts grew.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::definition::ElectionDefinition;

    use super::*;

    fn definition() -> ElectionDefinition {
        ElectionDefinition::parse(include_str!("../../../examples/riverton.toml")).unwrap()
    }

    fn results(version: u64, votes: u64) -> CandidateResults {
        CandidateResults {
            election: "riverton-2026".parse().unwrap(),
            place: "district/riverton".into(),
            contest: "mayor".parse().unwrap(),
            version,
            status: ResultsStatus::UnofficialPartial,
            as_of: Timestamp::from_second(100 + i64::try_from(version).unwrap()).unwrap(),
            tally: Some(ContestTally {
                ballots: votes + 1,
                votes: [("tomas-herrera".parse().unwrap(), votes)].into(),
                undervotes: 1,
                overvotes: 0,
            }),
            held_back: 0,
        }
    }

    #[test]
    fn the_highest_version_stays_and_a_tally_comes_out_as_it_went_in() {
        let definition = definition();
        let mut newest = Newest::new(Arc::new(Geography::new(&definition)));
        newest.contest(&results(2, 40));
        newest.contest(&results(1, 30));
        let contest = &definition.contests[0];
        let tally = newest.cell(0, 0).and_then(|cell| cell.tally(contest));
        assert_eq!(tally, results(2, 40).tally);
        newest.contest(&CandidateResults {
            tally: None,
            ..results(3, 0)
        });
        assert!(newest.cell(0, 0).unwrap().counts.is_none(), "withheld");
    }

    #[test]
    fn a_later_epoch_replaces_what_was_known_and_an_earlier_one_says_nothing_more() {
        let mut newest = Newest::new(Arc::new(Geography::new(&definition())));
        assert!(newest.follow(1));
        newest.contest(&results(9, 90));
        assert!(newest.follow(3));
        assert!(newest.cell(0, 0).is_none() && newest.as_of().is_none());
        newest.contest(&results(1, 30));
        assert!(!newest.follow(2) && newest.follow(3));
        assert_eq!(newest.cell(0, 0).unwrap().version, 1);
    }

    #[test]
    fn what_is_not_of_the_election_is_left_out() {
        let mut newest = Newest::new(Arc::new(Geography::new(&definition())));
        newest.contest(&CandidateResults {
            place: "district/elsewhere".into(),
            ..results(1, 5)
        });
        newest.contest(&CandidateResults {
            contest: "king".parse().unwrap(),
            ..results(1, 5)
        });
        assert_eq!(newest.as_of(), None);
        assert!(newest.cell(0, 99).is_none() && newest.cell(10_000, 0).is_none());
    }
}
