//! A rehearsal: an election that is run for practice, through the very code of a real one. `replay` and
//! `simulate` differ in who votes how; what is around them is here: servers, services, enrolment, and waiting
//! until every ballot that was cast is in the published totals.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::envelope::ServiceKey;
use pollstream_protocol::ids::StationId;
use pollstream_protocol::seal::CountingKey;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::voter::VoterRecord;
use pollstream_station::{Durability, Station, StationError, StationOptions, Uplink, UplinkConfig};
use thiserror::Error;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::admin::{self, AdminError, ImportOptions, ImportReport, Why};
use crate::aggregate::{self, AggregateError};
use crate::embedded::EmbeddedError;
use crate::intake::publish::Publisher;
use crate::intake::{self, IntakeError, IntakeKeys};
use crate::recount::{RecountError, RecountReport, recount};
use crate::roll_file::ReadVoter;
use crate::settings::{Settings, SettingsError};
use crate::store::outbox::NO_SHARD;
use crate::store::{Store, StoreError};

/// How long nothing may move before a rehearsal says what it waits for and gives up.
const STANDSTILL: Duration = Duration::from_mins(2);
const LOOK: Duration = Duration::from_millis(50);
/// Nobody decides in a rehearsal but who holds its keys.
const REHEARSED: Why<'static> = Why {
    by: None,
    reason: "a rehearsal",
};

/// Why a rehearsal failed.
#[derive(Debug, Error)]
pub enum RehearsalError {
    /// The election could not be made.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// The embedded servers.
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    /// Settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A station refused.
    #[error("station `{station}`: {source}")]
    Station {
        /// Which.
        station: StationId,
        /// What it said.
        #[source]
        source: StationError,
    },
    /// The link to Kafka.
    #[error("the stations' link to Kafka: {0}")]
    Uplink(#[source] StationError),
    /// The intake ended.
    #[error("intake: {0}")]
    Intake(#[from] IntakeError),
    /// The aggregator ended.
    #[error("aggregator: {0}")]
    Aggregate(#[from] AggregateError),
    /// The recount failed.
    #[error(transparent)]
    Recount(#[from] RecountError),
    /// Files.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: std::io::Error,
    },
    /// Nothing moves.
    #[error("nothing has moved for two minutes while waiting for {0}; do intake and aggregator run?")]
    Standstill(String),
    /// A part of it was stopped in mid-air.
    #[error("a part of the rehearsal ended unexpectedly: {0}")]
    Ended(String),
}

/// An election under rehearsal.
pub struct Rehearsal {
    /// Servers and keys.
    pub settings: Settings,
    /// The database.
    pub store: Store,
    /// The signed definition.
    pub definition: SignedDefinition,
    /// How long stations' stores wait for their disk.
    pub durability: Durability,
    authority: SigningKey,
    counting: CountingKey,
    service: ServiceKey,
    services: Option<Services>,
}

struct Services {
    stop: watch::Sender<bool>,
    intake: JoinHandle<Result<(), IntakeError>>,
    aggregate: JoinHandle<Result<(), AggregateError>>,
}

impl Rehearsal {
    /// Makes the election on the servers of `settings` and imports its voters. With `own_services`, intake and
    /// aggregator run in this process; otherwise they are expected to run elsewhere.
    pub async fn prepare(
        settings: Settings,
        definition_toml: &str,
        voters: impl Iterator<Item = VoterRecord>,
        durability: Durability,
        own_services: bool,
    ) -> Result<(Self, ImportReport), RehearsalError> {
        let (store, report) = admin::init(&settings, definition_toml).await?;
        let definition = report.definition;
        let keys = settings.keys();
        let authority = keys.authority().map_err(AdminError::from)?;
        let counting = keys.counting().map_err(AdminError::from)?;
        let rows = (1..)
            .zip(voters)
            .map(|(line, voter)| Ok(ReadVoter { line, voter }));
        // Generated people share names and birthdays as real ones do.
        let options = ImportOptions {
            accept_look_alikes: true,
            ..ImportOptions::default()
        };
        let imported = admin::import_roll(
            &store,
            &definition.definition,
            &authority,
            rows,
            &options,
            REHEARSED,
            |_| {},
        )
        .await?;
        let service = keys
            .service(&definition.definition.id)
            .map_err(AdminError::from)?;
        let publisher = Publisher::new(&settings.kafka, service.clone()).map_err(AdminError::from)?;
        publisher
            .outbox(&store, &[NO_SHARD])
            .await
            .map_err(AdminError::from)?;
        let mut rehearsal = Rehearsal {
            settings,
            store,
            definition,
            durability,
            authority,
            counting,
            service,
            services: None,
        };
        if own_services {
            rehearsal.start_services();
        }
        Ok((rehearsal, imported))
    }

    fn start_services(&mut self) {
        let (stop, stopped) = watch::channel(false);
        let keys = IntakeKeys {
            authority: self.authority.clone(),
            counting: Some(self.counting.clone()),
            service: self.service.clone(),
        };
        let (kafka, store, receiver) = (self.settings.kafka.clone(), self.store.clone(), stopped.clone());
        let intake = tokio::spawn(async move { admin::run_intake(&kafka, store, keys, receiver).await });
        let (settings, store) = (self.settings.clone(), self.store.clone());
        let aggregate = tokio::spawn(async move { aggregate::run(&settings, store, stopped).await });
        self.services = Some(Services {
            stop,
            intake,
            aggregate,
        });
    }

    /// Enrols a station and opens it in `folder`, as a kiosk does with its package.
    pub async fn station(
        &self,
        station: &StationId,
        folder: &Path,
        clock: pollstream_station::Clock,
    ) -> Result<Station, RehearsalError> {
        let enrolled = admin::enrol(
            &self.store,
            &self.definition,
            &self.settings.kafka,
            &self.authority,
            station,
            REHEARSED,
        )
        .await?;
        let path = folder.join(format!("{station}.sqlite"));
        let options = StationOptions {
            durability: self.durability,
            clock,
            ..StationOptions::default()
        };
        Station::create(&path, enrolled.package, options)
            .await
            .map_err(|source| RehearsalError::Station {
                station: station.clone(),
                source,
            })
    }

    /// One Kafka client for all stations of this process.
    pub fn uplink(&self) -> Result<Uplink, RehearsalError> {
        Uplink::connect(UplinkConfig {
            kafka: self.settings.kafka.bootstrap.clone(),
            topics: self.settings.kafka.topics.clone(),
            authority: self.authority.verifying_key(),
            extra: self.settings.kafka.options.clone(),
        })
        .map_err(RehearsalError::Uplink)
    }

    /// Closes the election and waits until the totals hold everything that was taken in.
    pub async fn close(&self) -> Result<u64, RehearsalError> {
        let keys = IntakeKeys {
            authority: self.authority.clone(),
            counting: Some(self.counting.clone()),
            service: self.service.clone(),
        };
        let desk = intake::desk(&self.store, keys).await?;
        let closed = admin::close(&desk, None, "the rehearsal is over").await?;
        self.wait_for_totals().await?;
        Ok(closed.opened)
    }

    /// Waits until every event that intake has committed is aggregated and nothing waits to be published.
    pub async fn wait_for_totals(&self) -> Result<(), RehearsalError> {
        let mut moved = (Instant::now(), (i64::MAX, i64::MAX));
        loop {
            let backlog = (
                self.store.outbox_depth().await?,
                self.store.events_not_aggregated().await?,
            );
            if backlog == (0, 0) {
                return Ok(());
            }
            if backlog != moved.1 {
                moved = (Instant::now(), backlog);
            } else if moved.0.elapsed() > STANDSTILL {
                return Err(RehearsalError::Standstill(format!(
                    "{} messages to be published and {} events to be aggregated",
                    backlog.0, backlog.1
                )));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Counts again from the station logs.
    pub async fn recount(&self) -> Result<RecountReport, RehearsalError> {
        let (kafka, authority, key) = (
            self.settings.kafka.clone(),
            self.authority.verifying_key(),
            self.counting.clone(),
        );
        let report = tokio::task::spawn_blocking(move || recount(&kafka, &authority, &key, |_| {})).await;
        Ok(report.map_err(|e| RehearsalError::Ended(e.to_string()))??)
    }

    /// Stops the services of this process.
    pub async fn stop(self) -> Result<(), RehearsalError> {
        let Some(services) = self.services else {
            return Ok(());
        };
        let _ = services.stop.send(true);
        let ended = |e: tokio::task::JoinError| RehearsalError::Ended(e.to_string());
        services.intake.await.map_err(ended)??;
        services.aggregate.await.map_err(ended)??;
        Ok(())
    }
}

/// Waits until a receipt covers the station's whole log.
pub async fn wait_for_receipt(station: &Station) -> Result<(), RehearsalError> {
    let mut status = station.watch_sync();
    let mut moved = (Instant::now(), u64::MAX);
    loop {
        let now = status.borrow_and_update().clone();
        if now.queue_depth == 0 {
            return Ok(());
        }
        if now.receipted != moved.1 {
            moved = (Instant::now(), now.receipted);
        } else if moved.0.elapsed() > STANDSTILL {
            return Err(RehearsalError::Standstill(format!(
                "the receipts of `{}`",
                station.id()
            )));
        }
        let _ = tokio::time::timeout(Duration::from_secs(1), status.changed()).await;
    }
}

/// Names the station in its error.
pub fn at(station: &StationId) -> impl FnOnce(StationError) -> RehearsalError {
    let station = station.clone();
    move |source| RehearsalError::Station { station, source }
}
