//! What the board shows, all of it: filled from the results topics and the store, drawn by `render`.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pollstream_protocol::definition::{Contest, ElectionDefinition};
use pollstream_protocol::events::{
    CandidateResults, PollsState, ResultsStatus, TurnoutCounts, TurnoutResults,
};
use pollstream_protocol::ids::ContestId;
use pollstream_protocol::tally::ContestTally;

use crate::results::{ContestResults, accredited_candidates, rank};
use crate::store::board::BoardFacts;
use crate::store::election::{place_of_district, place_of_station};

/// One moment of an election.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The election's title.
    pub title: String,
    /// How final.
    pub status: ResultsStatus,
    /// When the newest results were computed; absent before the first.
    pub as_of: Option<Timestamp>,
    /// Where clock times are shown.
    pub time_zone: TimeZone,
    /// The whole election's turnout.
    pub totals: TurnoutCounts,
    /// Accredited candidates.
    pub candidates: u64,
    /// Contests in order.
    pub contests: Vec<ContestResults>,
    /// The tree of districts, polling stations in theirs.
    pub locations: Vec<Location>,
    /// Enrolled stations, those in trouble first.
    pub stations: Vec<Station>,
    /// Messages in quarantine.
    pub quarantine: u64,
    /// Incidents on record.
    pub incidents: u64,
    /// Messages that wait to be published.
    pub outbox: u64,
    /// What the board cannot reach now, in words; empty when all is well.
    pub trouble: String,
}

/// Turnout of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Its name.
    pub name: String,
    /// Depth in the tree: 0 for the root.
    pub depth: usize,
    /// The counts.
    pub counts: TurnoutCounts,
}

/// One enrolled station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    /// Name of its polling station.
    pub name: String,
    /// State of its polls.
    pub polls: PollsState,
    /// Quarantined or revoked.
    pub barred: bool,
    /// Entries of its log that central has.
    pub entries: u64,
    /// Segments that wait for one before them.
    pub held: u64,
    /// Ballots still sealed.
    pub sealed: u64,
    /// When it was last heard of.
    pub last_seen: Option<Timestamp>,
}

/// The newest results of every place, as the topics brought them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Newest {
    contests: HashMap<(String, ContestId), CandidateResults>,
    turnout: HashMap<String, TurnoutResults>,
}

impl Newest {
    /// Takes results in unless newer ones of the place are here. Equal versions are replaced: they came later.
    pub(crate) fn contest(&mut self, results: CandidateResults) {
        let key = (results.place.clone(), results.contest.clone());
        if self
            .contests
            .get(&key)
            .is_none_or(|known| known.version <= results.version)
        {
            self.contests.insert(key, results);
        }
    }

    /// The same for turnout.
    pub(crate) fn turnout(&mut self, results: TurnoutResults) {
        if self
            .turnout
            .get(&results.place)
            .is_none_or(|known| known.version <= results.version)
        {
            self.turnout.insert(results.place.clone(), results);
        }
    }

    fn counts(&self, place: &str) -> TurnoutCounts {
        self.turnout.get(place).map(|t| t.counts).unwrap_or_default()
    }
}

/// Puts a snapshot together.
pub(crate) fn snapshot(
    definition: &ElectionDefinition,
    newest: &Newest,
    facts: &BoardFacts,
    trouble: &str,
) -> Snapshot {
    let root = place_of_district(definition.root_district().id.as_str());
    let times = newest
        .contests
        .values()
        .map(|r| r.as_of)
        .chain(newest.turnout.values().map(|r| r.as_of));
    let status = (newest.contests.values())
        .max_by_key(|r| r.as_of)
        .map(|r| r.status);
    Snapshot {
        title: definition.title.clone(),
        status: status.unwrap_or(ResultsStatus::UnofficialPartial),
        as_of: times.max(),
        time_zone: TimeZone::get(&definition.time_zone).unwrap_or(TimeZone::UTC),
        totals: newest.counts(&root),
        candidates: accredited_candidates(definition),
        contests: definition
            .contests
            .iter()
            .map(|c| contest(definition, newest, &root, c))
            .collect(),
        locations: locations(definition, newest),
        stations: stations(definition, facts),
        quarantine: facts.quarantine,
        incidents: facts.incidents,
        outbox: facts.outbox,
        trouble: trouble.to_owned(),
    }
}

fn contest(
    definition: &ElectionDefinition,
    newest: &Newest,
    root: &str,
    contest: &Contest,
) -> ContestResults {
    let results = newest.contests.get(&(root.to_owned(), contest.id.clone()));
    let empty = ContestTally::default();
    let tally = results.and_then(|r| r.tally.as_ref()).unwrap_or(&empty);
    ContestResults {
        id: contest.id.clone(),
        title: contest.title.clone(),
        suppressed: results.is_some_and(|r| r.tally.is_none()),
        ballots: tally.ballots,
        candidates: rank(definition, contest, tally),
        undervotes: tally.undervotes,
        overvotes: tally.overvotes,
    }
}

/// Each district with what is in it below: polling stations, then districts.
fn locations(definition: &ElectionDefinition, newest: &Newest) -> Vec<Location> {
    let (mut stations, mut districts) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
    for station in &definition.polling_stations {
        stations.entry(&station.district).or_default().push(station);
    }
    for district in definition.districts.iter().rev() {
        districts
            .entry(district.parent.as_ref())
            .or_default()
            .push(district);
    }
    let mut locations = Vec::new();
    // To be shown, the next one last.
    let mut ahead = vec![(definition.root_district(), 0)];
    while let Some((district, depth)) = ahead.pop() {
        locations.push(Location {
            name: district.name.clone(),
            depth,
            counts: newest.counts(&place_of_district(district.id.as_str())),
        });
        let here = stations.remove(&district.id).unwrap_or_default();
        locations.extend(here.into_iter().map(|station| Location {
            name: station.name.clone(),
            depth: depth + 1,
            counts: newest.counts(&place_of_station(station.id.as_str())),
        }));
        let parts = districts.remove(&Some(&district.id)).unwrap_or_default();
        ahead.extend(parts.into_iter().map(|part| (part, depth + 1)));
    }
    locations
}

fn stations(definition: &ElectionDefinition, facts: &BoardFacts) -> Vec<Station> {
    let name = |id: &str| {
        let station = id.parse().ok().and_then(|id| definition.polling_station(&id));
        station.map_or_else(|| id.to_owned(), |s| s.name.clone())
    };
    let mut stations: Vec<Station> = (facts.stations.iter())
        .map(|s| Station {
            name: if s.incarnation > 1 {
                format!("{} ({})", name(&s.id), s.incarnation)
            } else {
                name(&s.id)
            },
            polls: s.polls,
            barred: s.barred,
            entries: s.entries,
            held: s.held,
            sealed: s.sealed,
            last_seen: s.last_seen,
        })
        .collect();
    // A stable order within each group: a board that jumps cannot be read.
    stations.sort_by_key(|s| (!s.barred, s.held == 0, s.polls == PollsState::NotOpened));
    stations
}
