//! replay, simulate: elections for practice.

use std::fs::File;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::Args;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_station::Durability;

use super::{Failure, Place, stack};
use crate::admin::AdminError;
use crate::deck::{Deck, DeckError};
use crate::embedded::{Embedded, Options, Running, throwaway_dir};
use crate::rehearsal::{Rehearsal, RehearsalError};
use crate::replay::{self, Phases, ReplayOptions, ReplayReport};
use crate::settings::{EMBEDDED_DATABASE, Settings, SettingsFile};
use crate::store::Store;

/// How often progress is said.
const PROGRESS: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// Recorded ballots: CSV with `precinct`, one column for each rank, `count`.
    ballots: PathBuf,
    /// One JSON object on standard output instead of a table.
    #[arg(long)]
    json: bool,
    /// Percent of the stations that cast with no broker and sync later.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    stations_offline: u8,
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

pub(super) fn read_deck(path: &Path, title: Option<&str>, min_batch: u32) -> Result<Deck, Failure> {
    let named = |e: &dyn std::fmt::Display| Failure::refused(format!("{}: {e}", path.display()));
    let file = File::open(path).map_err(|e| named(&e))?;
    let stem = path
        .file_stem()
        .map_or_else(|| "test-deck".into(), |s| s.to_string_lossy());
    Deck::read(std::io::BufReader::new(file), title.unwrap_or(&stem), min_batch)
        .map_err(|e: DeckError| named(&e))
}

pub(super) async fn replay(place: &Place, args: &ReplayArgs) -> Result<ExitCode, Failure> {
    let deck = read_deck(&args.ballots, args.title.as_deref(), args.min_batch)?;
    let definition = ElectionDefinition::parse(&deck.definition).map_err(AdminError::from)?;
    let progress = Progress::new();
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
    phases.0.insert("servers", started.elapsed().as_secs_f64());

    let started_prepare = Instant::now();
    let voters = replay::voters(&deck, &definition, args.common.seed);
    let (rehearsal, imported) = Rehearsal::prepare(
        ground.settings.clone(),
        &deck.definition,
        voters,
        args.common.durability(),
        ground.own_services,
    )
    .await?;
    phases
        .0
        .insert("prepare", started_prepare.elapsed().as_secs_f64());
    progress.step(&format!("{} voters on the roll", imported.added));
    let outcome = replay::run(rehearsal, deck, &options, &mut phases, &|text| progress.say(text)).await;
    let stopped = ground.leave().await;
    let mut report: ReplayReport = outcome?;
    stopped?;
    phases.0.insert("total", started.elapsed().as_secs_f64());
    report.seconds = phases;
    progress.step(&format!("done in {:.1} s", started.elapsed().as_secs_f64()));
    if args.json {
        let json = serde_json::to_string_pretty(&report).map_err(|e| Failure::other(e.to_string()))?;
        println!("{json}");
    } else {
        print!("{}", report.text());
    }
    Ok(if report.sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(super::exit::WRONG)
    })
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
