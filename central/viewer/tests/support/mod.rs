//! A stage for the window: an election of which every number is known, a clock that stands still, no screen.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Role};
use egui_kittest::kittest::Queryable;
use egui_kittest::{Harness, SnapshotOptions};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pollstream_central::check::{Check, CheckReport, Outcome};
use pollstream_central::live::{Geography, Newest};
use pollstream_central::recount::RecountReport;
use pollstream_central::rounds::count_rounds;
use pollstream_central::store::board::{BoardFacts, StationFacts, StatusFacts};
use pollstream_central::store::election::ElectionStatus;
use pollstream_central::store::window::Ledger;
use pollstream_count::ranked::{BallotGroups, Rank};
use pollstream_protocol::definition::{ElectionDefinition, VoteVariation};
use pollstream_protocol::entry::CloseReport;
use pollstream_protocol::events::{
    CandidateResults, PollsState, ResultsStatus, TurnoutCounts, TurnoutResults,
};
use pollstream_protocol::tally::{ContestTally, Tally};
use pollstream_viewer::feed::Published;
use pollstream_viewer::snapshot::{
    Cases, Earlier, Election, HoursOf, Incident, Job, Link, Links, Live, Matter, Refused, RoundsOf, Side,
    SqlTally,
};
use pollstream_viewer::{Command, Mode, Screen, Snapshot, Window};
use tokio::sync::mpsc;

/// Voters of each of Riverton's six polling stations who may vote.
const ACCREDITED: u64 = 1_250;
/// First preferences, undervotes and overvotes for mayor when forty of a hundred have voted.
const MAYOR: [u64; 7] = [1_166, 1_232, 302, 70, 0, 25, 5];
/// The stations' parts of all votes, in hundredths; the last one has none to show yet.
const PARTS: [u64; 6] = [24, 21, 20, 18, 17, 0];

/// Two in the afternoon, and so many seconds.
pub(crate) fn at(seconds: i64) -> Timestamp {
    let noon: Timestamp = "2026-11-03T20:32:07Z".parse().expect("a time");
    noon + jiff::Span::new().seconds(seconds)
}

/// The sample election.
pub(crate) fn election() -> Election {
    let definition = ElectionDefinition::parse(include_str!("../../../../examples/riverton.toml"));
    of(definition.expect("the sample"))
}

fn of(definition: ElectionDefinition) -> Election {
    Election {
        geography: Arc::new(Geography::new(&definition)),
        zone: TimeZone::get(&definition.time_zone).expect("a zone"),
        definition: Arc::new(definition),
        version: 1,
        status: ElectionStatus::Open,
        pictures: BTreeMap::new(),
    }
}

/// Votes of a contest when `percent` of a hundred have voted, everywhere together: candidates, under, over.
fn votes(contest: usize, candidates: usize, percent: u64) -> Vec<u64> {
    let at_forty: Vec<u64> = if contest == 0 {
        MAYOR.to_vec()
    } else {
        let weights: u64 = (1..=candidates as u64 + 2).sum();
        let each = 2_800 * if contest == 1 { 3 } else { 1 } / weights;
        (1..=candidates as u64 + 2).rev().map(|n| each * n).collect()
    };
    at_forty.into_iter().map(|n| n * percent / 40).collect()
}

fn part(n: u64, station: usize) -> u64 {
    // What division leaves over goes to the first.
    let of = |i: usize| n * PARTS[i] / 100;
    if station == 0 {
        n - (1..PARTS.len()).map(of).sum::<u64>()
    } else {
        of(station)
    }
}

/// A snapshot of an evening on which `percent` of a hundred have voted.
pub(crate) fn night(percent: u64) -> Snapshot {
    let election = election();
    let newest = results(&election, percent, ResultsStatus::UnofficialPartial);
    let mut snapshot = Snapshot {
        number: 1,
        at: at(0),
        links: Links {
            kafka: Link::Well,
            postgres: Link::Well,
            caught_up: true,
        },
        facts: Arc::new(facts(&election)),
        backlog: Some(3),
        minutes: Arc::new(minutes(percent)),
        hours: Some(Arc::new(hours(&election, percent))),
        ledgers: Arc::new(ledgers(&election, percent)),
        cases: Arc::new(cases(&election)),
        sql: Some(Arc::new(SqlTally {
            at: at(0),
            ballots: newest.counts(0).ballots,
            compared: 36,
            differences: Vec::new(),
            rounds: RoundsOf::new(),
        })),
        ..Snapshot::empty(at(0))
    };
    snapshot.live = Some(Live {
        earlier: Some(earlier(&election, percent)),
        rounds: Arc::default(),
        newest: Arc::new(newest),
        election: Arc::new(election),
    });
    snapshot
}

fn results(election: &Election, percent: u64, status: ResultsStatus) -> Newest {
    let definition = &election.definition;
    let mut newest = Newest::new(election.geography.clone());
    let tallies: Vec<Tally> = (0..6)
        .map(|station| tally(definition, station, percent))
        .collect();
    let position = |id: &pollstream_protocol::ids::StationId| {
        definition
            .polling_stations
            .iter()
            .position(|s| s.id == *id)
            .expect("a station")
    };
    let places = election.geography.places();
    // Smaller totals first, so that the whole election's growth is seen.
    for past in (1..=12_u8).rev() {
        let share = if past == 1 { 100 } else { 100 - u64::from(past) * 8 };
        let counts = turnout(0..6, percent * share / 100);
        newest.turnout(&TurnoutResults {
            election: definition.id.clone(),
            place: places[0].id.clone(),
            version: 20 - u64::from(past),
            as_of: at(-5 * (i64::from(past) - 1)),
            counts: TurnoutCounts {
                ballots: 2_800 * percent / 40 * share / 100,
                ..counts
            },
        });
    }
    for (number, place) in places.iter().enumerate() {
        let stations: Vec<usize> = places[number..place.end]
            .iter()
            .filter_map(|p| p.station.as_ref())
            .map(position)
            .collect();
        let mut total = Tally::default();
        for s in &stations {
            total.merge(&tallies[*s]);
        }
        for contest in &definition.contests {
            let Some(tally) = total.contests.get(&contest.id).filter(|t| t.ballots > 0) else {
                continue;
            };
            newest.contest(&CandidateResults {
                election: definition.id.clone(),
                place: place.id.clone(),
                contest: contest.id.clone(),
                version: 7,
                status,
                as_of: at(0),
                tally: Some(tally.clone()),
                held_back: 0,
            });
        }
        if number > 0 {
            let mut counts = turnout(stations.iter().copied(), percent);
            counts.ballots = stations.iter().map(|s| part(2_800 * percent / 40, *s)).sum();
            newest.turnout(&TurnoutResults {
                election: definition.id.clone(),
                place: place.id.clone(),
                version: 7,
                as_of: at(0),
                counts,
            });
        }
    }
    newest
}

fn turnout(stations: impl Iterator<Item = usize> + Clone, percent: u64) -> TurnoutCounts {
    let n = stations.clone().count() as u64;
    TurnoutCounts {
        registered: n * 1_300,
        accredited: n * ACCREDITED,
        checked_in: n * ACCREDITED * percent / 100,
        ballots: 0,
        provisional: stations.clone().filter(|s| *s == 1).count() as u64 * 4,
        stations: n,
        stations_reporting: stations.filter(|s| *s < 5).count() as u64,
        stations_closed: 0,
    }
}

fn tally(definition: &ElectionDefinition, station: usize, percent: u64) -> Tally {
    let mut tally = Tally {
        ballots: part(2_800 * percent / 40, station),
        ..Tally::default()
    };
    for (number, contest) in definition.contests.iter().enumerate() {
        let all = votes(number, contest.candidates.len(), percent);
        let mine: Vec<u64> = all.iter().map(|n| part(*n, station)).collect();
        let given = contest.candidates.len();
        let marks: u64 = mine.iter().sum();
        let countable = match contest.vote_variation {
            VoteVariation::Plurality { votes_allowed } => u64::from(votes_allowed),
            VoteVariation::Ranked { .. } => 1,
        };
        let tallied = ContestTally {
            ballots: marks / countable,
            votes: (contest.candidates.iter().zip(&mine))
                .filter(|(_, n)| **n > 0)
                .map(|(c, n)| (c.id.clone(), *n))
                .collect(),
            undervotes: mine[given],
            overvotes: mine[given + 1],
        };
        tally.contests.insert(contest.id.clone(), tallied);
    }
    tally
}

fn earlier(election: &Election, percent: u64) -> Earlier {
    let then = results(election, percent * 9 / 10, ResultsStatus::UnofficialPartial);
    let contests = election.definition.contests.len();
    let votes = (0..election.geography.places().len())
        .flat_map(|place| (0..contests).map(move |contest| (place, contest)))
        .filter_map(|(place, contest)| {
            let counts = then.cell(place, contest)?.counts.clone()?;
            Some(((place, contest), counts.votes))
        });
    Earlier {
        age: Duration::from_mins(5),
        places: 2_000,
        votes: Arc::new(votes.collect()),
    }
}

fn facts(election: &Election) -> BoardFacts {
    let station = |(n, station): (usize, &pollstream_protocol::definition::PollingStation)| StationFacts {
        id: station.id.to_string(),
        incarnation: if n == 3 { 2 } else { 1 },
        barred: n == 2,
        polls: if n == 5 {
            PollsState::NotOpened
        } else {
            PollsState::Open
        },
        entries: 640 + 13 * n as u64,
        held: if n == 4 { 2 } else { 0 },
        sealed: 3 + n as u64,
        last_seen: (n < 5).then(|| at(-7 * i64::try_from(n).expect("small"))),
        status: (n < 4).then(|| StatusFacts {
            queue_depth: if n == 1 { 18 } else { 0 },
            clock_offset_ms: [12, -38, 8, 94_000][n],
            software: "pollstream 0.1.0".into(),
            heard: at(-7),
        }),
        incidents: u64::from(n == 2),
        refusal: if n == 2 {
            "equivocation".into()
        } else {
            String::new()
        },
    };
    // The last polling station is not enrolled.
    let stations = election.definition.polling_stations.iter().take(5).enumerate();
    BoardFacts {
        stations: stations.map(station).collect(),
        quarantine: 2,
        incidents: 1,
        outbox: 0,
        closed: false,
    }
}

fn minutes(percent: u64) -> Vec<(i64, u64)> {
    let first = at(0).as_second() / 60 - 7 * 60;
    (0..7 * 60)
        .map(|n| {
            (
                first + n,
                (n.unsigned_abs() * 7 % 11 + n.unsigned_abs() % 90 / 6) * percent / 40,
            )
        })
        .collect()
}

fn hours(election: &Election, percent: u64) -> HoursOf {
    let first = at(0).as_second() / 3_600 * 3_600 - 7 * 3_600;
    let numbers = std::iter::once(0).chain(election.geography.children(0));
    HoursOf {
        place: 0,
        hours: (0..8).map(|n| first + n * 3_600).collect(),
        rows: numbers
            .map(|place| {
                let row = (0..8).map(|n: u64| (380 - (n * 37) % 140) * percent / 40 / (1 + place as u64 % 3));
                (place, row.collect())
            })
            .collect(),
    }
}

fn ledgers(election: &Election, percent: u64) -> Vec<Ledger> {
    let stations = election.definition.polling_stations.iter().take(5).enumerate();
    stations
        .map(|(n, station)| {
            let ballots = part(2_800 * percent / 40, n);
            Ledger {
                station: station.id.to_string(),
                incarnation: 1,
                check_ins: ballots + 4,
                undone: n as u64,
                provisional_cases: if n == 1 { 4 } else { 0 },
                ballots,
                provisional: if n == 1 { 4 } else { 0 },
                reported: (n == 3).then(CloseReport::default),
                reconciled: (n == 3).then_some(true),
            }
        })
        .collect()
}

fn cases(election: &Election) -> Cases {
    let name = |n: usize| election.definition.polling_stations[n].name.clone();
    let refused = |id: i64, reason: &str, detail: &str| Refused {
        matter: Matter {
            id,
            about: reason.into(),
            station: "old-customs-house".into(),
            detail: detail.into(),
            at: at(-60 * id),
            resolved: String::new(),
        },
        sha256: "9f".repeat(32),
    };
    Cases {
        refused: vec![
            refused(
                2,
                "equivocation",
                "entry 412 was signed twice, with different hashes",
            ),
            refused(
                1,
                "bad_signature",
                "the segment is not signed by the station it names",
            ),
        ],
        incidents: vec![Incident {
            matter: Matter {
                id: 1,
                about: "double_check_in".into(),
                station: name(2),
                detail: "one voter was checked in twice".into(),
                at: at(-300),
                resolved: String::new(),
            },
            sides: vec![
                Side {
                    station: name(0),
                    seq: 120,
                    at: at(-4_000),
                    undone: false,
                },
                Side {
                    station: name(2),
                    seq: 88,
                    at: at(-900),
                    undone: false,
                },
            ],
        }],
    }
}

/// A recount that finds what is shown.
pub(crate) fn recounted(snapshot: &Snapshot) -> Job<RecountReport> {
    let ballots = snapshot.live.as_ref().expect("an election").counts(0).ballots;
    Job::Done {
        at: at(60),
        outcome: Ok(Arc::new(RecountReport {
            messages: 412,
            refused: 2,
            duplicates: 9,
            ballots,
            sealed: 15,
            provisional: 4,
            check_ins: 3_000,
            decisions: 0,
            decisions_refused: 0,
            published_refused: 0,
            released: 0,
            tally: Tally::default(),
            ranked: BTreeMap::new(),
            results_sha256: String::new(),
            compared: 36,
            differences: Vec::new(),
            logs: Vec::new(),
        })),
    }
}

/// Two checks, one of which warns.
pub(crate) fn checked() -> Job<CheckReport> {
    let check = |name: &str, says: &str, outcome, examples: &[&str]| Check {
        name: name.into(),
        says: says.into(),
        outcome,
        count: examples.len() as u64,
        examples: examples.iter().map(ToString::to_string).collect(),
    };
    let tally = "the streaming tally of every place and contest equals the SQL tally";
    let checks = vec![
        check("tally", tally, Outcome::Ok, &[]),
        check(
            "quarantine",
            "refused messages are unresolved",
            Outcome::Warning,
            &["equivocation: 1 messages of old-customs-house"],
        ),
    ];
    Job::Done {
        at: at(60),
        outcome: Ok(Arc::new(CheckReport {
            as_of: at(60),
            checks,
        })),
    }
}

/// The election is over, and nothing is missing.
pub(crate) fn finish(snapshot: &mut Snapshot, status: ResultsStatus) {
    let live = snapshot.live.as_mut().expect("an election");
    Arc::make_mut(&mut live.election).status = ElectionStatus::Certified;
    let mut newest = results(&live.election, 40, status);
    let definition = live.election.definition.clone();
    for (number, place) in live.election.geography.places().iter().enumerate() {
        let counts = newest.counts(number);
        newest.turnout(&TurnoutResults {
            election: definition.id.clone(),
            place: place.id.clone(),
            version: 99,
            as_of: at(0),
            counts: TurnoutCounts {
                stations_reporting: counts.stations,
                stations_closed: counts.stations,
                provisional: 0,
                ..counts
            },
        });
    }
    live.newest = Arc::new(newest);
    live.rounds = Arc::new(rounds(&live.election));
    snapshot.backlog = Some(0);
    let facts = Arc::make_mut(&mut snapshot.facts);
    for station in &mut facts.stations {
        (station.sealed, station.held, station.polls) = (0, 0, PollsState::Closed);
    }
}

/// The mayor's rounds, when everybody ranked one candidate and the one who stands next.
fn rounds(election: &Election) -> RoundsOf {
    let mayor = &election.definition.contests[0];
    let candidates = mayor.candidates.len();
    let mut ballots = BallotGroups::default();
    for (n, votes) in MAYOR.iter().take(candidates).enumerate() {
        let place = |n: usize| Rank::Candidate(u16::try_from(n % candidates).expect("a place"));
        ballots.add(vec![place(n), place(n + 1)], *votes);
    }
    let counted = count_rounds(mayor, &ballots, &[]).expect("a ranked contest");
    [(mayor.id.clone(), (ballots.total(), counted))].into()
}

/// The counts of a place are withheld.
pub(crate) fn withhold(snapshot: &mut Snapshot, place: &str) {
    let live = snapshot.live.as_mut().expect("an election");
    let newest = Arc::make_mut(&mut live.newest);
    for contest in &live.election.definition.contests {
        newest.contest(&CandidateResults {
            election: live.election.definition.id.clone(),
            place: place.into(),
            contest: contest.id.clone(),
            version: 99,
            status: ResultsStatus::UnofficialPartial,
            as_of: at(0),
            tally: None,
            held_back: 4,
        });
    }
}

/// An election with so many polling stations in two hundred districts.
pub(crate) fn many_places(stations: usize) -> Snapshot {
    use std::fmt::Write;
    let riverton = include_str!("../../../../examples/riverton.toml");
    let end = riverton.find("[[polling_station]]").expect("polling stations");
    // On one line each, so that the file stays below its limit.
    let mut toml = "polling_station = [\n".to_owned();
    for station in 0..stations {
        let district = station % 200;
        let _ = writeln!(
            toml,
            "{{id=\"s{station}\",name=\"Station {station}\",district=\"d{district}\",ballot_styles=[\"city\"]}},"
        );
    }
    toml.push_str("]\n");
    toml.push_str(&riverton[..end]);
    for district in 0..200 {
        let _ = write!(
            toml,
            "[[district]]\nid = \"d{district}\"\nname = \"District {district}\"\nparent = \"riverton\"\n"
        );
    }
    let definition = ElectionDefinition::parse(&toml).expect("a definition");
    let election = of(definition);
    let mut newest = Newest::new(election.geography.clone());
    for (number, place) in election.geography.places().iter().enumerate() {
        let n = number as u64;
        newest.turnout(&TurnoutResults {
            election: election.definition.id.clone(),
            place: place.id.clone(),
            version: 1,
            as_of: at(0),
            counts: TurnoutCounts {
                registered: 1_000,
                accredited: 900,
                checked_in: n * 7 % 900,
                ballots: n * 7 % 880,
                stations: 1,
                ..TurnoutCounts::default()
            },
        });
    }
    Snapshot {
        number: 1,
        links: Links {
            kafka: Link::Well,
            postgres: Link::Well,
            caught_up: true,
        },
        live: Some(Live {
            newest: Arc::new(newest),
            election: Arc::new(election),
            earlier: None,
            rounds: Arc::default(),
        }),
        ..Snapshot::empty(at(0))
    }
}

/// The window on a stage of fixed size.
pub(crate) struct Stage {
    pub(crate) window: Harness<'static, Window>,
    published: Published,
    commands: mpsc::Receiver<Command>,
}

impl Stage {
    /// A window that shows this snapshot.
    pub(crate) fn new(snapshot: Snapshot, mode: Mode) -> Self {
        let published = Published::new(snapshot);
        let (sender, commands) = mpsc::channel(64);
        let window = Window::new(published.clone(), sender, mode);
        let window = Harness::builder()
            .with_size(egui::vec2(1_280.0, 860.0))
            .with_theme(egui::Theme::Light)
            .with_max_steps(12)
            .allow_missing_glyphs()
            .with_context_setup(pollstream_viewer::install_theme)
            .build_ui_state(|ui, window: &mut Window| window.ui(ui), window);
        Stage {
            window,
            published,
            commands,
        }
    }

    /// Shows another snapshot.
    pub(crate) fn show(&mut self, snapshot: Snapshot) {
        self.published.publish(snapshot);
        self.window.run();
    }

    /// Opens a screen by its name.
    pub(crate) fn open(&mut self, screen: Screen) {
        self.window
            .get_by_role_and_label(Role::Tab, screen.name())
            .click();
        self.window.run();
        assert_eq!(self.window.state().screen(), screen);
    }

    /// Goes down the district tree to a place, step by step.
    pub(crate) fn go_down(&mut self, names: &[&str]) {
        for name in names {
            self.window.get_by_role_and_label(Role::Link, name).click();
            self.window.run();
        }
    }

    /// What was asked of the background since the last time.
    pub(crate) fn commands(&mut self) -> Vec<Command> {
        std::iter::from_fn(|| self.commands.try_recv().ok()).collect()
    }

    /// How long the window wants to be left alone.
    pub(crate) fn repaint_delay(&mut self) -> Duration {
        self.window.run();
        self.window.step();
        let output = self.window.output();
        let viewports = output.viewport_output.values();
        viewports.map(|v| v.repaint_delay).min().unwrap_or(Duration::MAX)
    }

    /// Lets so many quarters of a second pass, the steps of this stage.
    pub(crate) fn pass(&mut self, quarters: usize) {
        self.window.run_steps(quarters);
    }

    /// Compares what is drawn with the picture that is kept.
    pub(crate) fn picture(&mut self, name: &str) {
        self.window.run_ok();
        // Software renderers differ in the softness of edges, not in what is where.
        let options = SnapshotOptions::new().threshold(1.2).max_failed_pixels(400);
        self.window.snapshot_options(name, &options);
    }
}
