//! replay, simulate: elections for practice.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::Args;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_station::Durability;

use super::deck::DeckArgs;
use super::serve::stop_on_signal;
use super::tabulation::TabulationArgs;
use super::{Failure, Place, stack};
use crate::admin::AdminError;
use crate::board::{self, BoardError};
use crate::columns::thousands;
use crate::embedded::{Embedded, Options, Running, throwaway_dir};
use crate::rehearsal::{Rehearsal, RehearsalError};
use crate::replay::{self, ReplayOptions, ReplayReport};
use crate::settings::{EMBEDDED_DATABASE, Settings, SettingsFile};
use crate::simulate::{self, SimulateOptions, SimulateReport};
use crate::store::Store;
use crate::verdict::Phases;

/// How often progress is said.
const PROGRESS: Duration = Duration::from_millis(500);
/// How long the live board shows the end of a simulation.
const LAST_LOOK: Duration = Duration::from_secs(3);

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    #[command(flatten)]
    deck: DeckArgs,
    /// One JSON object on standard output instead of a table.
    #[arg(long)]
    json: bool,
    /// Percent of the stations that cast with no broker and sync later.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    stations_offline: u8,
    #[command(flatten)]
    tabulation: TabulationArgs,
    #[command(flatten)]
    common: Common,
    /// Title of election and contest; the file's name if not given.
    #[arg(long)]
    title: Option<String>,
    /// Fewest ballots that are opened together.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    min_batch: u32,
}

#[derive(Debug, Args)]
pub(super) struct SimulateArgs {
    /// Polling stations.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=500))]
    stations: u32,
    /// Voters on the rolls of all stations together.
    #[arg(long, value_name = "N", default_value_t = 3_000, value_parser = clap::value_parser!(u64).range(1..=5_000_000))]
    voters: u64,
    /// Voters a second over all stations; as fast as it goes if not given.
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// Stations that lose the network in the middle of the day and go on without.
    #[arg(long, value_name = "K", default_value_t = 0)]
    outages: u32,
    /// Percent of the accredited voters who come.
    #[arg(long, value_name = "PERCENT", default_value_t = 66, value_parser = clap::value_parser!(u8).range(0..=100))]
    turnout: u8,
    /// One JSON object on standard output instead of text.
    #[arg(long, conflicts_with = "watch")]
    json: bool,
    /// Show the live board while it goes on.
    #[arg(long)]
    watch: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub(super) struct Common {
    /// Fixes everything that is drawn by lot.
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Stations wait for their disk as a real one does.
    #[arg(long)]
    pub(super) durable: bool,
    /// Intake and aggregator are run by somebody else on the same --data folder.
    #[arg(long)]
    pub(super) services_elsewhere: bool,
}

impl Common {
    fn durability(&self) -> Durability {
        if self.durable {
            Durability::Full
        } else {
            Durability::Throwaway
        }
    }
}

/// The servers of a rehearsal, and who runs its services.
pub(super) struct Ground {
    pub(super) settings: Settings,
    pub(super) own_services: bool,
    embedded: Option<Embedded>,
    temporary: Option<tempfile::TempDir>,
}

impl Ground {
    /// A running `central up` on --data if there is one; else the servers that were named; else throwaway
    /// embedded ones.
    pub(super) async fn prepare(place: &Place, services_elsewhere: bool) -> Result<Self, Failure> {
        let own_services = !services_elsewhere;
        let given = place.given();
        if given.kafka.is_some() || given.postgres.is_some() {
            return Self::on_given_servers(place, given, own_services).await;
        }
        let data = place.data();
        if Running::read(&data)?.is_some_and(|running| running.is_alive()) {
            let settings = place.settings()?;
            return Ok(Ground {
                settings,
                own_services: false,
                embedded: None,
                temporary: None,
            });
        }
        if place.data.is_some() && services_elsewhere {
            return Err(Failure::refused(format!(
                "nothing runs on {}: start `central up` there",
                data.display()
            )));
        }
        let data = throwaway_dir()?;
        let options = Options {
            data: data.clone(),
            jars: place.kafka_jars.clone(),
            throwaway: true,
        };
        let embedded = Embedded::start(options, stack::say).await?;
        Store::create_database(&embedded.endpoints().postgres, EMBEDDED_DATABASE).await?;
        let settings = Settings::resolve(data, SettingsFile::default())?;
        Ok(Ground {
            settings,
            own_services,
            embedded: Some(embedded),
            temporary: None,
        })
    }

    async fn on_given_servers(
        place: &Place,
        given: SettingsFile,
        own_services: bool,
    ) -> Result<Self, Failure> {
        let (Some(kafka), Some(postgres)) = (given.kafka.clone(), given.postgres.clone()) else {
            return Err(Failure::refused("name both --kafka and --postgres"));
        };
        let mark: u32 = rand::random();
        let database = given
            .database
            .clone()
            .unwrap_or_else(|| format!("rehearsal_{mark:08x}"));
        let prefix = given
            .topic_prefix
            .clone()
            .unwrap_or_else(|| format!("rehearsal-{mark:08x}."));
        let postgres = Store::create_database(&postgres, &database).await?;
        let (data, temporary) = if let Some(data) = &place.data {
            (data.clone(), None)
        } else {
            let folder = tempfile::tempdir()?;
            (folder.path().to_owned(), Some(folder))
        };
        let file = SettingsFile {
            kafka: Some(kafka),
            postgres: Some(postgres),
            database: None,
            topic_prefix: Some(prefix),
            ..given
        };
        // Services that are run elsewhere find everything in the folder.
        file.write(&data)?;
        let settings = Settings::resolve(data, SettingsFile::default())?;
        Ok(Ground {
            settings,
            own_services,
            embedded: None,
            temporary,
        })
    }

    /// A folder for the stations' stores.
    pub(super) fn stations() -> Result<tempfile::TempDir, Failure> {
        Ok(tempfile::Builder::new()
            .prefix("pollstream-stations-")
            .tempdir()?)
    }

    /// Stops what was started for the rehearsal.
    pub(super) async fn leave(self) -> Result<(), Failure> {
        if let Some(embedded) = self.embedded {
            embedded.stop().await?;
        }
        drop(self.temporary);
        Ok(())
    }
}

/// Says progress on standard error: in place on a terminal, and now and then elsewhere.
pub(super) struct Progress {
    last: Mutex<Option<Instant>>,
    terminal: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Progress {
            last: Mutex::new(None),
            terminal: std::io::stderr().is_terminal(),
        }
    }

    pub(super) fn say(&self, text: &str) {
        let every = if self.terminal { PROGRESS } else { PROGRESS * 10 };
        let mut last = self
            .last
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if last.is_some_and(|at| at.elapsed() < every) {
            return;
        }
        *last = Some(Instant::now());
        if self.terminal {
            eprint!("\r\x1b[K{text}");
            let _ = std::io::stderr().flush();
        } else {
            eprintln!("{text}");
        }
    }

    pub(super) fn step(&self, text: &str) {
        if self.terminal {
            eprint!("\r\x1b[K");
        }
        eprintln!("{text}");
    }
}

pub(super) async fn replay(place: &Place, args: &ReplayArgs) -> Result<ExitCode, Failure> {
    let mut deck = args.deck.read(args.title.as_deref(), args.min_batch)?;
    deck.toml = args.tabulation.state_in(&deck.toml)?;
    deck.definition = ElectionDefinition::parse(&deck.toml).map_err(AdminError::from)?;
    let progress = Progress::new();
    for note in &deck.notes {
        progress.step(note);
    }
    progress.step(&format!(
        "{} ballots of {} precincts",
        deck.total(),
        deck.precincts.len()
    ));
    let started = Instant::now();
    let ground = Ground::prepare(place, args.common.services_elsewhere).await?;
    let stations = Ground::stations()?;
    let options = ReplayOptions {
        stations_offline: args.stations_offline,
        seed: args.common.seed,
        folder: stations.path().to_owned(),
    };
    let mut phases = Phases::default();
    phases.end("servers", started);

    let started_prepare = Instant::now();
    let voters = replay::voters(&deck, args.common.seed);
    let (rehearsal, imported) = Rehearsal::prepare(
        ground.settings.clone(),
        &deck.toml,
        voters,
        args.common.durability(),
        ground.own_services,
    )
    .await?;
    phases.end("prepare", started_prepare);
    progress.step(&format!("{} voters on the roll", imported.added));
    let outcome = replay::run(rehearsal, deck, &options, &mut phases, &|text| progress.say(text)).await;
    let stopped = ground.leave().await;
    let mut report: ReplayReport = outcome?;
    stopped?;
    phases.end("total", started);
    report.verdict.seconds = phases;
    progress.step(&format!("done in {:.1} s", started.elapsed().as_secs_f64()));
    say_report(&report, args.json, report.sound(), ReplayReport::text)
}

pub(super) async fn simulate(place: &Place, args: &SimulateArgs) -> Result<ExitCode, Failure> {
    if args.outages > args.stations {
        let (outages, stations) = (args.outages, args.stations);
        return Err(Failure::refused(format!(
            "--outages {outages} is more than the {stations} stations there are"
        )));
    }
    let mut stop = stop_on_signal();
    let started = Instant::now();
    let mut phases = Phases::default();
    let ground = Ground::prepare(place, args.common.services_elsewhere).await?;
    phases.end("servers", started);
    let outcome = tokio::select! {
        outcome = simulate_on(&ground, args, &mut phases) => outcome,
        _ = stop.wait_for(|stop| *stop) => Err(Failure::other("interrupted before the day was over")),
    };
    let stopped = ground.leave().await;
    let mut report = outcome?;
    stopped?;
    phases.end("total", started);
    report.verdict.seconds = phases;
    say_report(&report, args.json, report.sound(), SimulateReport::text)
}

/// Prints a report; the exit code says whether it is sound.
fn say_report<R: serde::Serialize>(
    report: &R,
    json: bool,
    sound: bool,
    text: impl FnOnce(&R) -> String,
) -> Result<ExitCode, Failure> {
    if json {
        let json = serde_json::to_string_pretty(report).map_err(|e| Failure::other(e.to_string()))?;
        println!("{json}");
    } else {
        print!("{}", text(report));
    }
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        super::Exit::Wrong.into()
    })
}

async fn simulate_on(
    ground: &Ground,
    args: &SimulateArgs,
    phases: &mut Phases,
) -> Result<SimulateReport, Failure> {
    let progress = Progress::new();
    let folder = Ground::stations()?;
    let options = SimulateOptions {
        rate: args.rate,
        turnout: args.turnout,
        outages: args.outages,
        folder: folder.path().to_owned(),
    };
    let electorate = simulate::electorate(args.stations, args.voters, args.common.seed);
    let started = Instant::now();
    let (rehearsal, imported) = Rehearsal::prepare(
        ground.settings.clone(),
        &electorate.definition_toml(),
        simulate::voters(&electorate),
        args.common.durability(),
        ground.own_services,
    )
    .await?;
    phases.end("prepare", started);
    progress.step(&format!(
        "{} voters on the rolls of {} stations",
        thousands(imported.added),
        args.stations
    ));
    let board = args.watch.then(|| Board::show(&ground.settings));
    let say = |text: &str| {
        if !args.watch {
            progress.say(text);
        }
    };
    let lived = simulate::live(&rehearsal, electorate, &options, phases, &say).await;
    if let Some(board) = board {
        board.end().await;
    }
    let report = simulate::judge(rehearsal, lived?, args.common.seed, phases, &|text| {
        progress.say(text);
    })
    .await?;
    progress.step(&format!("done in {:.1} s", started.elapsed().as_secs_f64()));
    Ok(report)
}

/// The live board beside a simulation.
struct Board {
    until: tokio::sync::watch::Sender<bool>,
    shown: tokio::task::JoinHandle<Result<(), BoardError>>,
}

impl Board {
    fn show(settings: &Settings) -> Self {
        let (until, ends) = tokio::sync::watch::channel(false);
        let settings = settings.clone();
        let shown = tokio::spawn(async move { board::watch(&settings, false, ends).await });
        Board { until, shown }
    }

    /// Leaves the last totals on the screen for a moment, then gives the terminal back. A board that failed
    /// has not hurt the election.
    async fn end(self) {
        tokio::time::sleep(LAST_LOOK).await;
        let _ = self.until.send(true);
        match self.shown.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => eprintln!("central: {error}"),
            Err(error) => eprintln!("central: the board ended: {error}"),
        }
    }
}

impl From<RehearsalError> for Failure {
    fn from(error: RehearsalError) -> Self {
        match error {
            RehearsalError::Admin(error) => error.into(),
            RehearsalError::Embedded(error) => error.into(),
            RehearsalError::Settings(error) => error.into(),
            RehearsalError::Store(error) => error.into(),
            RehearsalError::Intake(error) => error.into(),
            RehearsalError::Aggregate(error) => error.into(),
            RehearsalError::Recount(error) => error.into(),
            other => Failure::other(other.to_string()),
        }
    }
}
