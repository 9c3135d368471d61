//! What the window shows, all of it: filled by the background, immutable, shared.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use pollstream_central::check::CheckReport;
use pollstream_central::live::{Geography, Newest, contest_results};
use pollstream_central::outcome::{Counted, outcome};
use pollstream_central::recount::RecountReport;
use pollstream_central::results::{
    Breakdown, ContestResults, ElectionResults, PlaceResults, Totals, accredited_candidates,
};
use pollstream_central::rounds::Rounds;
use pollstream_central::store::board::BoardFacts;
use pollstream_central::store::election::ElectionStatus;
use pollstream_central::store::window::Ledger;
use pollstream_protocol::definition::{Contest, ElectionDefinition};
use pollstream_protocol::events::TurnoutCounts;
use pollstream_protocol::ids::ContestId;
use pollstream_protocol::tally::ContestTally;

use crate::desk::{Desk, Papers, Voters};

/// One moment of an election, as far as this window knows it.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Grows with every snapshot.
    pub number: u64,
    /// When it was put together.
    pub at: Timestamp,
    /// How the servers are.
    pub links: Links,
    /// The election and its results; absent until they could be read.
    pub live: Option<Live>,
    /// Stations and queues.
    pub facts: Arc<BoardFacts>,
    /// Messages of the station log that intake has not taken in yet; absent while unknown.
    pub backlog: Option<u64>,
    /// Check-ins by minute since 1970, by the stations' clocks.
    pub minutes: Arc<Vec<(i64, u64)>>,
    /// Check-ins by hour of the place that is looked at and of what lies in it.
    pub hours: Option<Arc<HoursOf>>,
    /// Each station's books.
    pub ledgers: Arc<Vec<Ledger>>,
    /// The last comparison of the streaming totals with SQL's.
    pub sql: Option<Arc<SqlTally>>,
    /// The last `check`.
    pub check: Job<CheckReport>,
    /// The last recount.
    pub recount: Job<RecountReport>,
    /// What was refused and what officials should know of.
    pub cases: Arc<Cases>,
    /// What came of commands, newest last.
    pub notices: Arc<Vec<Notice>>,
    /// The officials' desk.
    pub desk: Desk,
    /// What lies on it.
    pub papers: Arc<Papers>,
    /// Voters' records on it; empty while nobody is signed in.
    pub voters: Arc<Voters>,
}

/// The election and its results.
#[derive(Debug, Clone)]
pub struct Live {
    /// The election.
    pub election: Arc<Election>,
    /// Its newest results.
    pub newest: Arc<Newest>,
    /// What they were some minutes ago.
    pub earlier: Option<Earlier>,
    /// The rounds of ranked contests, as the database last had them.
    pub rounds: Arc<RoundsOf>,
}

/// What an election is, as its definition says.
#[derive(Debug, Clone)]
pub struct Election {
    /// The signed definition's content.
    pub definition: Arc<ElectionDefinition>,
    /// Its version.
    pub version: u32,
    /// Its places.
    pub geography: Arc<Geography>,
    /// Where it stands.
    pub status: ElectionStatus,
    /// Where clock times are shown.
    pub zone: TimeZone,
    /// Thumbnails of candidates by the definition's reference, where they could be read.
    pub pictures: BTreeMap<String, Picture>,
}

/// A small picture, square.
#[derive(Clone)]
pub struct Picture(pub Arc<eframe::egui::ColorImage>);

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({:?})", self.0.size)
    }
}

/// Votes by place and contest, in ballot order.
pub type Votes = BTreeMap<(usize, usize), Box<[u64]>>;

/// Votes some minutes ago of the first places of the tree.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// How long ago.
    pub age: Duration,
    /// How many places they are known of.
    pub places: usize,
    /// The votes; absent where nothing was shown.
    pub votes: Arc<Votes>,
}

/// How the servers are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Kafka: results.
    pub kafka: Link,
    /// Postgres: stations, integrity.
    pub postgres: Link,
    /// Whether the results topics were read to their ends once.
    pub caught_up: bool,
}

/// How one server is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Link {
    /// Not asked yet.
    #[default]
    Waiting,
    /// It answers.
    Well,
    /// It answers, and there is no election in it yet.
    NoElection,
    /// It does not.
    Trouble {
        /// Since when.
        since: Timestamp,
        /// What is wrong, in words.
        what: String,
    },
}

impl Link {
    /// Whether it does not answer.
    pub fn is_trouble(&self) -> bool {
        matches!(self, Link::Trouble { .. })
    }
}

/// Check-ins by hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursOf {
    /// The place that was asked for.
    pub place: usize,
    /// Seconds since 1970 at which the columns' hours begin.
    pub hours: Vec<i64>,
    /// A row for each place: its number and its check-ins by column.
    pub rows: Vec<(usize, Vec<u64>)>,
}

/// The streaming totals beside SQL's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlTally {
    /// When they were compared.
    pub at: Timestamp,
    /// Ballots that SQL counted in the whole election.
    pub ballots: u64,
    /// Totals that were compared.
    pub compared: usize,
    /// Where they differ, in words.
    pub differences: Vec<String>,
    /// The rounds of ranked contests whose rounds may be shown.
    pub rounds: RoundsOf,
}

/// Rounds by contest, with the ballots they were counted from.
pub type RoundsOf = BTreeMap<ContestId, (u64, Rounds)>;

/// Something that takes long and is done when asked for.
#[derive(Debug, Clone, Default)]
pub enum Job<T> {
    /// Not asked for yet.
    #[default]
    Never,
    /// Under way.
    Running {
        /// Since when.
        since: Timestamp,
        /// Messages read, if it counts them.
        progress: u64,
    },
    /// Done.
    Done {
        /// When.
        at: Timestamp,
        /// What came of it; an error in words.
        outcome: Result<Arc<T>, String>,
    },
}

impl<T> Job<T> {
    /// Whether it is under way.
    pub fn is_running(&self) -> bool {
        matches!(self, Job::Running { .. })
    }
}

/// What was refused and what officials should know of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cases {
    /// Refused messages, newest first.
    pub refused: Vec<Refused>,
    /// Incidents, newest first.
    pub incidents: Vec<Incident>,
}

/// Something that officials deal with once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// Its number among its kind.
    pub id: i64,
    /// Short name of what it is about, e.g. `equivocation` or `double_check_in`.
    pub about: String,
    /// The station; empty if none is concerned or named.
    pub station: String,
    /// In words.
    pub detail: String,
    /// When central refused it, or learned of it.
    pub at: Timestamp,
    /// How officials dealt with it; empty if nobody has.
    pub resolved: String,
}

/// A refused message; its station is who it claims to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What it shares with incidents.
    pub matter: Matter,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// An incident; its station is named as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// What it shares with refused messages.
    pub matter: Matter,
    /// Every side of a double check-in.
    pub sides: Vec<Side>,
}

/// One check-in of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The station and, after the first, its incarnation.
    pub station: String,
    /// The entry of its log.
    pub seq: u64,
    /// When, by the station's clock.
    pub at: Timestamp,
    /// Taken back at the desk.
    pub undone: bool,
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Grows.
    pub number: u64,
    /// Whether it did not work out.
    pub failed: bool,
    /// In words.
    pub text: String,
}

impl Snapshot {
    /// Nothing is known yet.
    pub fn empty(at: Timestamp) -> Self {
        Snapshot {
            number: 0,
            at,
            links: Links::default(),
            live: None,
            facts: Arc::default(),
            backlog: None,
            minutes: Arc::default(),
            hours: None,
            ledgers: Arc::default(),
            sql: None,
            check: Job::Never,
            recount: Job::Never,
            cases: Arc::default(),
            notices: Arc::default(),
            desk: Desk::default(),
            papers: Arc::default(),
            voters: Arc::default(),
        }
    }

    /// The results as `central results` prints them, made from what this window shows. `None` before an election
    /// is known.
    pub fn results(&self, by: Option<Breakdown>) -> Option<ElectionResults> {
        let live = self.live.as_ref()?;
        let definition = &live.election.definition;
        let places = live.newest.geography().places().iter().enumerate();
        let wanted = |station: bool| match by {
            None => false,
            Some(Breakdown::District) => !station,
            Some(Breakdown::Station) => station,
        };
        Some(ElectionResults {
            election: definition.id.clone(),
            title: definition.title.clone(),
            status: live.election.status,
            results_status: live.newest.status(),
            as_of: live.newest.as_of().unwrap_or(self.at),
            sql_tally_equal: self.sql.as_ref().is_some_and(|sql| sql.differences.is_empty()),
            totals: live.totals(0),
            contests: live.contests(0).collect(),
            places: places
                .filter(|(_, place)| wanted(place.station.is_some()))
                .map(|(number, place)| PlaceResults {
                    place: place.id.clone(),
                    name: place.name.clone(),
                    totals: live.totals(number),
                    contests: live.counted_contests(number).collect(),
                })
                .collect(),
        })
    }
}

impl Live {
    /// Turnout of a place.
    pub fn counts(&self, place: usize) -> TurnoutCounts {
        self.newest.counts(place)
    }

    fn totals(&self, place: usize) -> Totals {
        let counts = self.counts(place);
        Totals {
            counts,
            turnout_percent: (counts.turnout_percent() * 100.0).round() / 100.0,
            candidates: accredited_candidates(&self.election.definition),
        }
    }

    /// A contest's results at a place.
    pub fn contest(&self, place: usize, contest: usize) -> ContestResults {
        let definition = &self.election.definition;
        let cell = self.newest.cell(place, contest).map(AsRef::as_ref);
        let contest = &definition.contests[contest];
        let mut results = contest_results(definition, contest, cell);
        if place == 0
            && !results.suppressed
            && let Some(tally) = cell.and_then(|cell| cell.tally(contest))
        {
            self.decide(contest, &tally, &mut results);
        }
        results
    }

    /// Adds who is elected in the whole election.
    fn decide(&self, contest: &Contest, tally: &ContestTally, results: &mut ContestResults) {
        let rounds = self.rounds.get(&contest.id).map(|(_, rounds)| rounds);
        let counted = Counted {
            tally,
            registered: self.counts(0).registered,
            status: self.newest.status(),
            rounds,
            lots: &[],
        };
        results.outcome = outcome(contest, counted);
        results.rounds = rounds.map(|r| r.rounds.clone()).unwrap_or_default();
    }

    /// All contests at a place.
    pub fn contests(&self, place: usize) -> impl Iterator<Item = ContestResults> {
        (0..self.election.definition.contests.len()).map(move |contest| self.contest(place, contest))
    }

    /// The contests of which a place has a ballot.
    fn counted_contests(&self, place: usize) -> impl Iterator<Item = ContestResults> {
        (0..self.election.definition.contests.len())
            .filter(move |contest| self.newest.cell(place, *contest).is_some())
            .map(move |contest| self.contest(place, contest))
    }

    /// Votes that a candidate gained in the last minutes; absent where that is not known.
    pub fn gained(&self, place: usize, contest: usize, candidate: usize) -> Option<i64> {
        let earlier = self.earlier.as_ref().filter(|earlier| place < earlier.places)?;
        let votes = earlier.votes.get(&(place, contest));
        let then = votes.and_then(|votes| votes.get(candidate)).copied().unwrap_or(0);
        let cell = self.newest.cell(place, contest)?;
        let now = cell.counts.as_ref()?.votes.get(candidate)?;
        Some(i64::try_from(*now).ok()? - i64::try_from(then).ok()?)
    }
}

impl Election {
    /// Numbers of the contests that are voted on in a place.
    pub fn contests_at(&self, place: usize) -> Vec<usize> {
        let definition = &self.definition;
        if place == 0 {
            return (0..definition.contests.len()).collect();
        }
        let places = self.geography.places();
        let Some(of) = places.get(place) else {
            return Vec::new();
        };
        let mut voted = vec![false; definition.contests.len()];
        for station in places[place..of.end].iter().filter_map(|p| p.station.as_ref()) {
            let styles = definition
                .polling_station(station)
                .map(|s| s.ballot_styles.as_slice());
            for style in styles.unwrap_or_default() {
                let contests = definition.ballot_style(style).map(|s| s.contests.as_slice());
                for contest in contests.unwrap_or_default() {
                    if let Some(number) = self.geography.contest(contest) {
                        voted[number] = true;
                    }
                }
            }
        }
        (0..voted.len()).filter(|number| voted[*number]).collect()
    }

    /// A station's name by its id, or the id where it is none of ours.
    pub fn station_name(&self, id: &str) -> String {
        let station = id
            .parse()
            .ok()
            .and_then(|id| self.definition.polling_station(&id));
        station.map_or_else(|| id.to_owned(), |s| s.name.clone())
    }

    /// The same with the incarnation behind it, if it is not the first.
    pub fn incarnation_name(&self, id: &str, incarnation: u32) -> String {
        let name = self.station_name(id);
        if incarnation > 1 {
            format!("{name} ({incarnation})")
        } else {
            name
        }
    }
}
