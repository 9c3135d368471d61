//! Which counts may be shown where: a pure rule, so that no difference of anything that was ever shown tells how
//! fewer than `min_batch` voters voted.
//!
//! Ballots that are counted together and are enough in a contest are a *unit*: they become visible together, at
//! their station and everywhere above it. Ballots that are too few wait in the pool of their station until enough
//! wait there. Once the election is closed, nobody else is expected: what still waits is counted one district
//! higher, and higher again, until it is enough. There it becomes visible as one unit, and stays out of the totals
//! of the places below for good.
//!
//! So everything that is ever shown is a sum of whole units, each of at least `min_batch` ballots: no version minus
//! an earlier one, and no place minus the places in it, can be anything else. The one exception is the law's: a
//! certified result leaves nobody out, so what waits at the root is shown with it, however few they are.

use std::collections::BTreeMap;

use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{ContestId, DistrictId, StationId};
use pollstream_protocol::tally::{ContestTally, Tally};

/// Where counts are shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A node of the district tree.
    District(DistrictId),
    /// A polling station.
    Station(StationId),
}

/// The places, and what each lies in.
#[derive(Debug, Clone)]
pub struct Geography {
    parents: BTreeMap<Place, Place>,
    /// Every place, those within others first.
    inner_first: Vec<Place>,
}

impl Geography {
    /// The geography of an election.
    pub fn new(definition: &ElectionDefinition) -> Self {
        let mut parents = BTreeMap::new();
        for district in &definition.districts {
            if let Some(parent) = &district.parent {
                let place = Place::District(district.id.clone());
                parents.insert(place, Place::District(parent.clone()));
            }
        }
        for station in &definition.polling_stations {
            let place = Place::Station(station.id.clone());
            parents.insert(place, Place::District(station.district.clone()));
        }
        Self::of(parents)
    }

    fn of(parents: BTreeMap<Place, Place>) -> Self {
        let mut geography = Geography {
            parents,
            inner_first: Vec::new(),
        };
        let mut all: Vec<Place> = geography.parents.keys().cloned().collect();
        all.extend(geography.parents.values().cloned());
        all.sort_unstable();
        all.dedup();
        all.sort_by_key(|place| std::cmp::Reverse(geography.from(place).count()));
        geography.inner_first = all;
        geography
    }

    /// A place and everything that it lies in, up to the root.
    fn from<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Place> {
        std::iter::successors(Some(place), |place| self.parents.get(place))
    }
}

/// What of a contest's counts at a place is not shown there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unshown {
    /// Waits here for more; shown here and above when it is enough.
    pub waiting: ContestTally,
    /// Everything that belongs to this place's totals and is not shown in them, what waits here included.
    pub hidden: ContestTally,
}

/// Everything that is counted and not shown, by place and contest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    cells: BTreeMap<(Place, ContestId), Unshown>,
}

impl Publication {
    /// As it was stored.
    pub fn of(cells: impl IntoIterator<Item = ((Place, ContestId), Unshown)>) -> Self {
        Publication {
            cells: cells.into_iter().collect(),
        }
    }

    /// To be stored.
    pub fn cells(&self) -> &BTreeMap<(Place, ContestId), Unshown> {
        &self.cells
    }

    /// What is shown of a contest's totals at a place.
    pub fn shown(&self, place: &Place, contest: &ContestId, total: &ContestTally) -> ContestTally {
        match self.cells.get(&(place.clone(), contest.clone())) {
            None => total.clone(),
            Some(unshown) => total.without(&unshown.hidden),
        }
    }

    /// Takes ballots in that were counted together at a station. The caller adds them to the totals.
    pub fn count(&mut self, geography: &Geography, station: &StationId, counted: &Tally, min_batch: u64) {
        let place = Place::Station(station.clone());
        for (contest, tally) in &counted.contests {
            if tally.ballots >= min_batch && !self.waits_at(&place, contest) {
                continue;
            }
            for above in geography.from(&place) {
                self.cell(above, contest).hidden.merge(tally);
            }
            self.cell(&place, contest).waiting.merge(tally);
            self.show(geography, &place, contest, min_batch);
        }
    }

    /// The election is closed: what waits is counted one district higher, until it is enough.
    pub fn close(&mut self, geography: &Geography, min_batch: u64) {
        for place in &geography.inner_first {
            for contest in self.contests_waiting_at(place) {
                self.show(geography, place, &contest, min_batch);
                let Some(parent) = geography.parents.get(place) else {
                    continue;
                };
                let waiting = std::mem::take(&mut self.cell(place, &contest).waiting);
                self.cell(parent, &contest).waiting.merge(&waiting);
            }
        }
    }

    /// The results are certified: nobody is left out of the root's.
    pub fn certify(&mut self, geography: &Geography) {
        for place in &geography.inner_first {
            for contest in self.contests_waiting_at(place) {
                self.show(geography, place, &contest, 1);
            }
        }
    }

    /// Shows what waits at a place, if it is enough.
    fn show(&mut self, geography: &Geography, place: &Place, contest: &ContestId, enough: u64) {
        let cell = self.cell(place, contest);
        if cell.waiting.ballots < enough {
            return;
        }
        let unit = std::mem::take(&mut cell.waiting);
        for above in geography.from(place) {
            let cell = self.cell(above, contest);
            cell.hidden = cell.hidden.without(&unit);
        }
    }

    fn waits_at(&self, place: &Place, contest: &ContestId) -> bool {
        let cell = self.cells.get(&(place.clone(), contest.clone()));
        cell.is_some_and(|unshown| unshown.waiting.ballots > 0)
    }

    fn contests_waiting_at(&self, place: &Place) -> Vec<ContestId> {
        let waits =
            |((at, _), unshown): &(&(Place, ContestId), &Unshown)| at == place && unshown.waiting.ballots > 0;
        let waiting = self.cells.iter().filter(waits);
        waiting.map(|((_, contest), _)| contest.clone()).collect()
    }

    fn cell(&mut self, place: &Place, contest: &ContestId) -> &mut Unshown {
        self.cells.entry((place.clone(), contest.clone())).or_default()
    }
}

#[cfg(test)]
mod tests;
