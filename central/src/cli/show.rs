//! status, results, watch, check, recount: what an official or an auditor looks at.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use super::serve::stop_on_signal;
use super::{By, Failure, Place, exit, stack};
use crate::embedded::Running;
use crate::results::Breakdown;
use crate::store::{StoreError, without_password};

/// What is under way gets this long to arrive before it counts as missing.
const CHECK_PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

#[derive(Debug, Args)]
pub(super) struct ResultsArgs {
    /// As one JSON object.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV, a line for each number.
    #[arg(long)]
    csv: bool,
    /// Break down by district or polling station.
    #[arg(long, value_enum)]
    by: Option<By>,
}

pub(super) async fn results(place: &Place, args: &ResultsArgs) -> Result<ExitCode, Failure> {
    let store = place.settings()?.store().await?;
    let by = args.by.map(|by| match by {
        By::District => Breakdown::District,
        By::Station => Breakdown::Station,
    });
    // While ballots arrive the streaming totals are a moment behind what SQL counts. Only a difference that
    // stays is one.
    let until = Instant::now() + CHECK_PATIENCE;
    let results = loop {
        let results = crate::results::results(&store, by).await?;
        if results.sql_tally_equal || Instant::now() > until {
            break results;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    };
    if args.json {
        println!("{}", results.to_json());
    } else if args.csv {
        print!("{}", results.to_csv().map_err(|e| Failure::other(e.to_string()))?);
    } else {
        print!("{}", results.to_text());
    }
    Ok(if results.sql_tally_equal {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(exit::WRONG)
    })
}

pub(super) async fn watch(place: &Place, once: bool) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let stop = stop_on_signal();
    crate::board::watch(&settings, once, stop).await?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn check(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let store = place.settings()?.store().await?;
    let report = crate::check::check(&store, CHECK_PATIENCE).await?;
    if json {
        println!("{}", report.to_json());
    } else {
        print!("{}", report.to_text());
    }
    Ok(if report.is_green() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(exit::WRONG)
    })
}

pub(super) async fn recount(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let keys = settings.keys();
    let (authority, key) = (keys.authority()?.verifying_key(), keys.counting()?);
    let kafka = settings.kafka.clone();
    let progress = |messages| eprintln!("{messages} messages read …");
    let report =
        tokio::task::spawn_blocking(move || crate::recount::recount(&kafka, &authority, key, progress))
            .await
            .map_err(|e| Failure::other(e.to_string()))??;
    if json {
        println!(
            "{}",
            serde_json::to_string_pretty(&report).map_err(|e| Failure::other(e.to_string()))?
        );
    } else {
        println!(
            "{} messages read: {} ballots counted, {} still sealed, {} provisional, {} check-ins",
            report.messages, report.ballots, report.sealed, report.provisional, report.check_ins
        );
        println!(
            "{} duplicates passed over, {} messages refused",
            report.duplicates, report.refused
        );
        match report.differences.as_slice() {
            [] => println!(
                "All {} published totals follow from the station logs",
                report.compared
            ),
            differences => {
                println!(
                    "{} of the published totals do NOT follow from the station logs:",
                    differences.len()
                );
                for difference in differences {
                    println!("  {difference}");
                }
            }
        }
    }
    Ok(if report.equal() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(exit::WRONG)
    })
}

#[derive(Debug, Serialize)]
struct Status {
    data: String,
    running_pid: Option<u32>,
    kafka: Option<String>,
    kafka_answers: bool,
    postgres: Option<String>,
    postgres_answers: bool,
    election: Option<String>,
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

pub(super) async fn status(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let data = place.data();
    let running = Running::read(&data)?.filter(Running::is_alive);
    let mut status = Status {
        data: data.display().to_string(),
        running_pid: running.map(|r| r.pid),
        kafka: None,
        kafka_answers: false,
        postgres: None,
        postgres_answers: false,
        election: None,
        stage: None,
        voters: 0,
        stations_enrolled: 0,
        ballots: 0,
        quarantined: 0,
        waiting_to_be_published: 0,
        waiting_to_be_aggregated: 0,
        parked: 0,
        epoch: 0,
    };
    let mut well = false;
    if let Ok(settings) = place.settings() {
        status.kafka = Some(settings.kafka.bootstrap.clone());
        status.postgres = Some(without_password(&settings.postgres));
        status.kafka_answers = stack::answers(&settings.kafka).await;
        if let Ok(store) = settings.store().await {
            status.postgres_answers = true;
            well = status.kafka_answers;
            match store.election().await {
                Ok(election) => {
                    let id = &election.definition.definition.id;
                    status.election = Some(format!("{id}: {}", election.definition.definition.title));
                    status.stage = Some(election.status.as_str());
                    let counts = store.status_counts().await?;
                    status.voters = counts.voters;
                    status.stations_enrolled = counts.stations_enrolled;
                    status.ballots = counts.ballots;
                    status.quarantined = counts.quarantined;
                    status.waiting_to_be_published = store.outbox_depth().await?;
                    status.waiting_to_be_aggregated = store.events_not_aggregated().await?;
                    status.parked = store.parked().await?.iter().map(|lot| lot.messages).sum();
                    status.epoch = store.epoch().await?;
                }
                Err(StoreError::NoElection) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    if json {
        println!(
            "{}",
            serde_json::to_string_pretty(&status).map_err(|e| Failure::other(e.to_string()))?
        );
    } else {
        print!("{}", status_text(&status));
    }
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(exit::NO_SERVER)
    })
}

fn status_text(status: &Status) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    let mut line = |name: &str, value: String| {
        let _ = writeln!(text, "{name:<22}{value}");
    };
    let server = |address: &Option<String>, answers| match (address, answers) {
        (None, _) => "not known".to_owned(),
        (Some(address), true) => format!("{address}, answers"),
        (Some(address), false) => format!("{address}, does NOT answer"),
    };
    line("data", status.data.clone());
    line(
        "central up",
        status
            .running_pid
            .map_or("not running here".into(), |pid| format!("running, process {pid}")),
    );
    line("Kafka", server(&status.kafka, status.kafka_answers));
    line("Postgres", server(&status.postgres, status.postgres_answers));
    match &status.election {
        None => line("election", "none yet: central init DEFINITION.toml".to_owned()),
        Some(election) => {
            line("election", election.clone());
            line("status", status.stage.unwrap_or_default().to_owned());
            line("voters", status.voters.to_string());
            line("stations enrolled", status.stations_enrolled.to_string());
            line("ballots counted", status.ballots.to_string());
            line("in quarantine", status.quarantined.to_string());
            line(
                "foreign messages",
                format!("{} on central's topics, passed over", status.parked),
            );
            line(
                "on the way",
                format!(
                    "{} messages to publish, {} events to aggregate",
                    status.waiting_to_be_published, status.waiting_to_be_aggregated
                ),
            );
        }
    }
    text
}
