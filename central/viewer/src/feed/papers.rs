//! What lies on the officials' desk: lists for everybody, voters' records for whoever is signed in.

use std::time::Duration;

use pollstream_central::store::{Store, StoreError};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout};

use super::clerk::Seen;
use super::jobs::{Asked, Found, PATIENCE};
use crate::desk::{Papers, Voters};

/// Most rows of each list that are shown; `central decisions` and `central registration list` have all.
const LIMIT: i64 = 1_000;
/// How often it is looked for what is new.
const PERIOD: Duration = Duration::from_secs(2);

/// Reads for ever what lies on the desk: at once when something was done or somebody signed in, else now and then,
/// but never for more than a twentieth of the time.
pub(super) async fn keep(store: Store, mut seen: watch::Receiver<Seen>, found: mpsc::Sender<Found>) {
    loop {
        let asked = Instant::now();
        let signed_in = seen.borrow_and_update().desk.session.is_some();
        let answer = match timeout(PATIENCE, read(&store, signed_in)).await {
            Ok(Ok((papers, voters))) => Found::Asked(Asked::Papers(papers, voters)),
            Ok(Err(error)) => Found::Unreachable(error.to_string()),
            Err(_) => Found::Unreachable("the database does not answer".to_owned()),
        };
        if found.send(answer).await.is_err() {
            return;
        }
        tokio::select! {
            () = sleep(PERIOD.max(asked.elapsed() * 20)) => {}
            changed = seen.changed() => if changed.is_err() { return },
        }
    }
}

async fn read(store: &Store, signed_in: bool) -> Result<(Papers, Voters), StoreError> {
    let papers = Papers {
        officials: readable(store.officials().await)?,
        candidates: readable(store.candidates().await)?,
        parties: readable(store.parties().await)?,
        proposals: readable(store.proposals().await)?,
        decisions: readable(store.decisions(LIMIT).await)?,
    };
    let voters = if signed_in {
        Voters {
            registrations: readable(store.pending_registrations(LIMIT).await)?,
            cases: readable(store.provisional_cases(true).await)?,
        }
    } else {
        Voters::default()
    };
    Ok((papers, voters))
}

/// A user who may not read a table sees an empty list: an auditor's rights may be granted one by one.
fn readable<T: Default>(answer: Result<T, StoreError>) -> Result<T, StoreError> {
    match answer {
        Err(error) if error.is_denied() => Ok(T::default()),
        answer => answer,
    }
}
