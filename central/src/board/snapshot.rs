//! What the board shows, all of it: filled from the results topics and the store, drawn by `render`.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::events::{PollsState, ResultsStatus, TurnoutCounts};

use crate::live::{Newest, contest_results};
use crate::results::{ContestResults, accredited_candidates};
use crate::store::board::BoardFacts;

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

/// Puts a snapshot together.
pub(crate) fn snapshot(
    definition: &ElectionDefinition,
    newest: &Newest,
    facts: &BoardFacts,
    trouble: &str,
) -> Snapshot {
    Snapshot {
        title: definition.title.clone(),
        status: newest.status(),
        as_of: newest.as_of(),
        time_zone: TimeZone::get(&definition.time_zone).unwrap_or(TimeZone::UTC),
        totals: newest.counts(0),
        candidates: accredited_candidates(definition),
        contests: (definition.contests.iter().enumerate())
            .map(|(number, c)| contest_results(definition, c, newest.cell(0, number).map(AsRef::as_ref)))
            .collect(),
        locations: locations(newest),
        stations: stations(definition, facts),
        quarantine: facts.quarantine,
        incidents: facts.incidents,
        outbox: facts.outbox,
        trouble: trouble.to_owned(),
    }
}

/// Each district with what is in it below: polling stations, then districts.
fn locations(newest: &Newest) -> Vec<Location> {
    let places = newest.geography().places().iter().enumerate();
    places
        .map(|(number, place)| Location {
            name: place.name.clone(),
            depth: place.depth,
            counts: newest.counts(number),
        })
        .collect()
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
