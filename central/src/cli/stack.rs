//! up, down: everything in one process, on embedded servers or given ones.

use std::process::{Command as Process, ExitCode, Stdio};
use std::time::{Duration, Instant};

use clap::Args;
use tokio::sync::watch;

use super::serve::{intake_keys, stop_on_signal, wait_for_election};
use super::{Failure, Place};
use crate::embedded::{Embedded, Endpoints, Event, Options, RunFile, Running};
use crate::settings::{EMBEDDED_DATABASE, Settings};
use crate::store::{Store, without_password};

/// How long `down` waits for a graceful end.
const DOWN_TIMEOUT: Duration = Duration::from_mins(1);
/// Pause before a service that failed is started again.
const RESTART_PAUSE: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
pub(super) struct UpArgs {
    /// Run the two servers only; intake and aggregator run elsewhere.
    #[arg(long)]
    servers_only: bool,
    /// Nothing is worth keeping: Postgres forgoes durability, and the data folder is removed at the end.
    #[arg(long)]
    throwaway: bool,
}

/// Servers that this process runs, or only knows.
enum Servers {
    Embedded(Box<Embedded>),
    External { _run_file: RunFile },
}

pub(super) async fn up(place: &Place, args: UpArgs) -> Result<ExitCode, Failure> {
    let mut stop = stop_on_signal();
    let (servers, endpoints) = tokio::select! {
        servers = servers(place, &args) => servers?,
        _ = stop.wait_for(|stop| *stop) => return Ok(ExitCode::SUCCESS),
    };
    println!("Kafka     {}", endpoints.kafka);
    println!("Postgres  {}", without_password(&endpoints.postgres));
    println!("Data      {}", place.data().display());
    if args.servers_only {
        println!("The servers run; Ctrl-C stops them");
        let _ = stop.wait_for(|stop| *stop).await;
    } else {
        println!("Central runs; Ctrl-C, or `central down`, stops it");
        let settings = place.settings()?;
        tokio::select! {
            outcome = services(&settings, stop.clone()) => outcome?,
            // A service ends by itself when told to stop; give it a moment to leave its group.
            () = async { let _ = stop.wait_for(|s| *s).await; tokio::time::sleep(Duration::from_secs(10)).await } => {}
        }
    }
    if let Servers::Embedded(embedded) = servers {
        eprintln!("stopping the servers …");
        embedded.stop().await?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn servers(place: &Place, args: &UpArgs) -> Result<(Servers, Endpoints), Failure> {
    let data = place.data();
    let file = place.given().or(crate::settings::SettingsFile::read(&data)?);
    match (file.kafka, file.postgres) {
        (Some(kafka), Some(postgres)) => {
            let endpoints = Endpoints {
                kafka,
                postgres,
                kafka_options: file.kafka_options,
                station_kafka_options: file.station_kafka_options,
            };
            let run_file = RunFile::acquire(&data)?;
            let settings = place.settings()?;
            let ping = settings.kafka.clone();
            let pinged = tokio::task::spawn_blocking(move || ping.ping(Duration::from_secs(3))).await;
            pinged.unwrap_or(Ok(()))?;
            settings.store().await?;
            run_file.publish(&Running::external(endpoints.clone()))?;
            Ok((Servers::External { _run_file: run_file }, endpoints))
        }
        (None, None) => {
            let options = Options {
                data,
                jars: place.kafka_jars.clone(),
                throwaway: args.throwaway,
            };
            let embedded = Embedded::start(options, say).await?;
            let endpoints = embedded.endpoints().clone();
            Store::create_database(&endpoints.postgres, EMBEDDED_DATABASE).await?;
            Ok((Servers::Embedded(Box::new(embedded)), endpoints))
        }
        _ => Err(Failure::refused(
            "name both --kafka and --postgres to use your own servers, or neither for the embedded ones",
        )),
    }
}

/// Says what happens to the embedded servers.
#[allow(
    clippy::needless_pass_by_value,
    reason = "the shape that `Embedded::start` wants"
)]
pub(super) fn say(event: Event) {
    eprintln!("{event}");
}

/// Runs intake and aggregator until told to stop. One that fails is started again: the other goes on.
pub(super) async fn services(settings: &Settings, mut stop: watch::Receiver<bool>) -> Result<(), Failure> {
    let Some(store) = wait_for_election(settings, &mut stop).await? else {
        return Ok(());
    };
    // Wrong keys are a reason not to start at all.
    intake_keys(settings, &store).await?;
    let intake = keep("intake", stop.clone(), || {
        let (settings, store, stop) = (settings.clone(), store.clone(), stop.clone());
        async move {
            let keys = intake_keys(&settings, &store).await?;
            Ok(crate::admin::run_intake(&settings.kafka, store, keys, stop).await?)
        }
    });
    let aggregate = keep("aggregator", stop.clone(), || {
        let (settings, store, stop) = (settings.clone(), store.clone(), stop.clone());
        async move { Ok(crate::aggregate::run(&settings, store, stop).await?) }
    });
    tokio::join!(intake, aggregate);
    Ok(())
}

async fn keep<F>(name: &str, mut stop: watch::Receiver<bool>, service: impl Fn() -> F)
where
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    while !*stop.borrow() {
        match tokio::spawn(service()).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => {
                failure.report();
                eprintln!("{name} ended; starting it again");
            }
            Err(error) => tracing::error!(%error, "{name} ended; starting it again"),
        }
        tokio::select! {
            () = tokio::time::sleep(RESTART_PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

pub(super) async fn down(place: &Place) -> Result<ExitCode, Failure> {
    let data = place.data();
    let Some(running) = Running::read(&data)?.filter(Running::is_alive) else {
        println!("Nothing runs on {}", data.display());
        return Ok(ExitCode::SUCCESS);
    };
    let pid = running.pid.to_string();
    let sent = Process::new("kill")
        .args(["-TERM", &pid])
        .stderr(Stdio::null())
        .status()?;
    if !sent.success() {
        return Err(Failure::other(format!(
            "process {pid} cannot be told to stop; is it another user's?"
        )));
    }
    let started = Instant::now();
    while running.is_alive() {
        if started.elapsed() > DOWN_TIMEOUT {
            return Err(Failure::other(format!(
                "process {pid} has not stopped after {} s",
                DOWN_TIMEOUT.as_secs()
            )));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    println!("Stopped");
    Ok(ExitCode::SUCCESS)
}
