//! intake, aggregate: each service alone.

use std::process::ExitCode;
use std::time::Duration;

use pollstream_protocol::definition::Disclosure;
use tokio::sync::watch;

use super::{Failure, Place};
use crate::intake::IntakeKeys;
use crate::keys::KeyError;
use crate::settings::Settings;
use crate::store::{Store, StoreError};

/// How often a server or an election that is not there yet is looked for.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Becomes true on SIGINT or SIGTERM.
pub(super) fn stop_on_signal() -> watch::Receiver<bool> {
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        wait_for_signal().await;
        let _ = sender.send(true);
        // A second signal does not wait for anything.
        wait_for_signal().await;
        std::process::exit(130);
    });
    receiver
}

async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        },
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

/// Waits for the database and the election in it; `None` when told to stop first.
pub(super) async fn wait_for_election(
    settings: &Settings,
    stop: &mut watch::Receiver<bool>,
) -> Result<Option<Store>, Failure> {
    let mut said = false;
    loop {
        let outcome = match settings.store().await {
            Ok(store) => store.election().await.map(|_| store),
            Err(error) => Err(error),
        };
        match outcome {
            Ok(store) => return Ok(Some(store)),
            Err(error @ StoreError::NoElection) if !said => eprintln!("waiting: {error}"),
            Err(error @ StoreError::Unreachable { .. }) if !said => eprintln!("waiting: {error}"),
            Err(error) if error.is_transient() || matches!(error, StoreError::NoElection) => {}
            Err(error) => return Err(error.into()),
        }
        said = true;
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stop.wait_for(|stop| *stop) => return Ok(None),
        }
    }
}

/// The keys that intake works with. In `after_close` mode it does without the counting key if that is kept
/// elsewhere: then ballots stay sealed until `central close` is run where the key is.
pub(super) async fn intake_keys(settings: &Settings, store: &Store) -> Result<IntakeKeys, Failure> {
    let keys = settings.keys();
    let authority = keys.authority()?;
    let definition = store.election().await?.definition.definition;
    let counting = match (keys.counting(), definition.disclosure) {
        (Ok(key), _) => Some(key),
        (Err(KeyError::Io { .. }), Disclosure::AfterClose) => None,
        (Err(error), _) => return Err(error.into()),
    };
    let service = keys.service(&definition.id)?;
    Ok(IntakeKeys {
        authority,
        counting,
        service,
    })
}

pub(super) async fn intake(place: &Place) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let mut stop = stop_on_signal();
    let Some(store) = wait_for_election(&settings, &mut stop).await? else {
        return Ok(ExitCode::SUCCESS);
    };
    let keys = intake_keys(&settings, &store).await?;
    eprintln!("intake runs; Ctrl-C stops it");
    crate::admin::run_intake(&settings.kafka, store, keys, stop).await?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn aggregate(place: &Place) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let mut stop = stop_on_signal();
    let Some(store) = wait_for_election(&settings, &mut stop).await? else {
        return Ok(ExitCode::SUCCESS);
    };
    eprintln!("aggregator runs; Ctrl-C stops it");
    crate::aggregate::run(&settings, store, stop).await?;
    Ok(ExitCode::SUCCESS)
}
