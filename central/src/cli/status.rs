//! status: what runs, where, and how the election stands; what cannot be reached, and why.

use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;

use super::{Exit, Failure, Place, print_json};
use crate::embedded::Running;
use crate::kafka::Kafka;
use crate::settings::{Settings, SettingsError};
use crate::store::{Store, StoreError, without_password};

/// How long a server may take to answer.
const ANSWER: Duration = Duration::from_secs(3);

#[derive(Debug, Serialize)]
struct Status {
    data: String,
    running_pid: Option<u32>,
    kafka: Option<String>,
    kafka_answers: bool,
    /// Why it does not.
    kafka_error: Option<String>,
    postgres: Option<String>,
    postgres_answers: bool,
    /// Why it does not, or what is wrong with the database there.
    postgres_error: Option<String>,
    /// Id and title; null where there is none, or where nobody can tell.
    election: Option<String>,
    /// Whether it is known that there is an election, or that there is none.
    election_known: bool,
    stage: Option<&'static str>,
    voters: i64,
    stations_enrolled: i64,
    ballots: i64,
    quarantined: i64,
    waiting_to_be_published: i64,
    waiting_to_be_aggregated: i64,
    /// Messages on central's topics that readers did not believe.
    parked: i64,
    /// The life of the derived topics.
    epoch: u64,
}

impl Status {
    fn new(place: &Place) -> Result<Self, Failure> {
        let data = place.data();
        let running = Running::read(&data)?.filter(Running::is_alive);
        Ok(Status {
            data: data.display().to_string(),
            running_pid: running.map(|r| r.pid),
            kafka: None,
            kafka_answers: false,
            kafka_error: None,
            postgres: None,
            postgres_answers: false,
            postgres_error: None,
            election: None,
            election_known: false,
            stage: None,
            voters: 0,
            stations_enrolled: 0,
            ballots: 0,
            quarantined: 0,
            waiting_to_be_published: 0,
            waiting_to_be_aggregated: 0,
            parked: 0,
            epoch: 0,
        })
    }

    async fn ask(&mut self, settings: &Settings) {
        self.kafka = Some(settings.kafka.bootstrap.clone());
        self.postgres = Some(without_password(&settings.postgres));
        // Nothing is changed by looking, not even the schema.
        let (kafka, postgres) = tokio::join!(silence(&settings.kafka), settings.reading_store());
        self.kafka_answers = kafka.is_none();
        self.kafka_error = kafka;
        let outcome = match postgres {
            Ok(store) => {
                self.postgres_answers = true;
                self.look(&store).await
            }
            Err(error) => {
                self.postgres_answers = error.is_from_the_server();
                Err(error)
            }
        };
        match outcome {
            Ok(()) => self.election_known = true,
            Err(error) if error.is_no_election() => self.election_known = true,
            Err(error) => self.postgres_error = Some(error.to_string()),
        }
    }

    async fn look(&mut self, store: &Store) -> Result<(), StoreError> {
        let election = store.election().await?;
        let definition = &election.definition.definition;
        let counts = store.status_counts().await?;
        self.voters = counts.voters;
        self.stations_enrolled = counts.stations_enrolled;
        self.ballots = counts.ballots;
        self.quarantined = counts.quarantined;
        self.waiting_to_be_published = store.outbox_depth().await?;
        self.waiting_to_be_aggregated = store.events_not_aggregated().await?;
        self.parked = store.parked().await?.iter().map(|lot| lot.messages).sum();
        self.epoch = store.epoch().await?;
        self.election = Some(format!("{}: {}", definition.id, definition.title));
        self.stage = Some(election.status.as_str());
        Ok(())
    }

    fn is_well(&self) -> bool {
        self.kafka_answers && self.postgres_answers && self.election_known
    }

    fn text(&self) -> String {
        use std::fmt::Write;
        let mut text = String::new();
        let mut line = |name: &str, value: String| {
            let _ = writeln!(text, "{name:<22}{value}");
        };
        let server = |address: &Option<String>, answers, error: &Option<String>| {
            let state = if answers { "answers" } else { "does NOT answer" };
            match (address, error) {
                (None, _) => "not known".to_owned(),
                (Some(address), None) => format!("{address}, {state}"),
                (Some(address), Some(error)) => format!("{address}, {state}: {error}"),
            }
        };
        line("data", self.data.clone());
        let running = self
            .running_pid
            .map_or("not running here".into(), |pid| format!("running, process {pid}"));
        line("central up", running);
        line(
            "Kafka",
            server(&self.kafka, self.kafka_answers, &self.kafka_error),
        );
        line(
            "Postgres",
            server(&self.postgres, self.postgres_answers, &self.postgres_error),
        );
        match &self.election {
            None if self.election_known => {
                line("election", "none yet: central init DEFINITION.toml".to_owned());
            }
            None => line("election", "cannot be looked up".to_owned()),
            Some(election) => {
                line("election", election.clone());
                line("status", self.stage.unwrap_or_default().to_owned());
                line("voters", self.voters.to_string());
                line("stations enrolled", self.stations_enrolled.to_string());
                line("ballots counted", self.ballots.to_string());
                line("in quarantine", self.quarantined.to_string());
                line(
                    "foreign messages",
                    format!("{} on central's topics, passed over", self.parked),
                );
                let (publish, aggregate) = (self.waiting_to_be_published, self.waiting_to_be_aggregated);
                line(
                    "in transit",
                    format!("{publish} messages to publish, {aggregate} events to aggregate"),
                );
            }
        }
        text
    }
}

/// Why Kafka does not answer; `None` when it does.
async fn silence(kafka: &Kafka) -> Option<String> {
    let kafka = kafka.clone();
    match tokio::task::spawn_blocking(move || kafka.ping(ANSWER)).await {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(error) => Some(error.to_string()),
    }
}

pub(super) async fn status(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let mut status = Status::new(place)?;
    match place.settings() {
        Ok(settings) => status.ask(&settings).await,
        Err(SettingsError::NoServers { .. }) => {}
        // A settings file that cannot be read: nothing that could be said of servers would be true.
        Err(error) => return Err(error.into()),
    }
    if json {
        print_json(&status)?;
    } else {
        print!("{}", status.text());
    }
    Ok(if status.is_well() {
        Exit::Done
    } else {
        Exit::NoServer
    }
    .into())
}
