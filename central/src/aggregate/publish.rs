//! Totals → the results topics: absolute and versioned, re-read from Postgres, coalesced.
//!
//! The fold says which places it touched; the publisher reads their totals as they are now and publishes
//! them, at once when idle, and in a burst with pauses that leave the servers most of the time. What a crash left unpublished is mended
//! because everything is published at start and whenever partitions change hands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use pollstream_count::publication::Geography;
use pollstream_protocol::events::{CandidateResults, TurnoutResults};
use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::topics::Topic;
use rdkafka::error::KafkaError;
use thiserror::Error;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::patience::Patience;
use crate::intake::publish::{Outbound, Publisher as Sender};
use crate::store::aggregate::unshown::{self, Showing};
use crate::store::aggregate::{self, ContestTotals, Electorate, ResultsState, TurnoutTotals};
use crate::store::{Store, StoreError, stream};

/// Shortest time from the beginning of one publication to the next.
const INTERVAL: Duration = Duration::from_millis(20);
/// The next publication begins after this many times what the last one took: the more places there are, the
/// more changes one publication holds.
const SHARE: u32 = 4;
/// How often election status and roll counts are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Places whose totals changed since they were published.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    set: Mutex<TouchedSet>,
    wake: Notify,
}

#[derive(Debug, Default, Clone)]
struct TouchedSet {
    everything: bool,
    /// Contests and turnout.
    counted: BTreeSet<String>,
    /// Turnout only.
    turnout: BTreeSet<String>,
}

impl TouchedSet {
    fn is_empty(&self) -> bool {
        !self.everything && self.counted.is_empty() && self.turnout.is_empty()
    }

    fn add(&mut self, other: TouchedSet) {
        self.everything |= other.everything;
        self.counted.extend(other.counted);
        self.turnout.extend(other.turnout);
    }
}

impl Touched {
    /// These places have new totals.
    pub(crate) fn places(
        &self,
        counted: impl IntoIterator<Item = String>,
        turnout: impl IntoIterator<Item = String>,
    ) {
        self.lock().counted.extend(counted);
        self.lock().turnout.extend(turnout);
        self.wake.notify_one();
    }

    /// Everything is to be published again.
    pub(crate) fn everything(&self) {
        self.lock().everything = true;
        self.wake.notify_one();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, TouchedSet> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a publication did not succeed; it is tried again.
#[derive(Debug, Error)]
enum PublishError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("Kafka does not take the results: {0}")]
    Kafka(#[from] KafkaError),
    #[error("results cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// Publishes what was touched.
pub(crate) struct Publisher {
    pub(crate) store: Store,
    pub(crate) sender: Sender,
    pub(crate) election: ElectionId,
    pub(crate) touched: Arc<Touched>,
}

/// What the last look found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Circumstances {
    /// A new one begins with everything.
    epoch: u64,
    state: ResultsState,
    electorate: BTreeMap<String, Electorate>,
}

impl Publisher {
    /// Publishes until stopped; what fails is tried again for ever.
    pub(crate) async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut patience = Patience::new("results are not published");
        let mut seen: Option<Circumstances> = None;
        let mut look_at = Instant::now();
        loop {
            let started = Instant::now();
            match self.round(&mut seen, &mut look_at).await {
                Ok(published) => {
                    patience.succeeded();
                    if published > 0 {
                        tracing::debug!(
                            published,
                            took_ms = started.elapsed().as_millis(),
                            "results published"
                        );
                    }
                }
                Err(error) => {
                    let pause = patience.failed(&error);
                    tokio::select! {
                        _ = stop.wait_for(|stop| *stop) => return,
                        () = sleep(pause) => continue,
                    }
                }
            }
            let next = started + INTERVAL.max(started.elapsed() * SHARE);
            let coalesced = async {
                self.touched.wake.notified().await;
                sleep_until(next).await;
            };
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = coalesced => {}
                () = sleep_until(look_at.max(next)) => {}
            }
        }
    }

    /// Looks when it is time to, and publishes what is touched. Returns the number of messages.
    async fn round(
        &self,
        seen: &mut Option<Circumstances>,
        look_at: &mut Instant,
    ) -> Result<usize, PublishError> {
        let now = Instant::now();
        if seen.is_none() || now >= *look_at {
            let found = Circumstances {
                epoch: self.store.epoch().await?,
                state: self.store.results_state().await?,
                electorate: self.store.electorate().await?,
            };
            self.renew(seen.as_ref(), &found).await?;
            *seen = Some(found);
            // Where counting the roll's places takes long, it is done less often.
            *look_at = now + LOOK.max(now.elapsed() * 20);
        }
        let Some(circumstances) = seen.as_ref() else {
            return Ok(0);
        };
        let touched = std::mem::take(&mut *self.touched.lock());
        if touched.is_empty() {
            return Ok(0);
        }
        let outcome = self.publish(circumstances, &touched).await;
        if outcome.is_err() {
            self.touched.lock().add(touched);
        }
        outcome
    }

    /// Gives new versions to what changed without an event, and marks it as touched.
    async fn renew(&self, before: Option<&Circumstances>, now: &Circumstances) -> Result<(), StoreError> {
        let same_state = before.is_some_and(|before| before.state == now.state && before.epoch == now.epoch);
        if !same_state {
            let definition = self.store.election().await?.definition.definition;
            let geography = Geography::new(&definition);
            let showing = Showing {
                geography: &geography,
                min_batch: now.state.min_batch,
            };
            let mut transaction = self.store.begin_publishing().await?;
            unshown::follow_status(&mut transaction, showing).await?;
            aggregate::renew_everything(&mut transaction).await?;
            transaction.commit().await?;
            tracing::info!(
                election = now.state.election.as_str(),
                results = now.state.results.as_str(),
                "all results are published anew"
            );
            self.touched.lock().everything = true;
            return Ok(());
        }
        let old = before.map(|b| &b.electorate);
        let changed: BTreeSet<String> = (now.electorate.iter())
            .filter(|(place, of)| old.and_then(|old| old.get(*place)) != Some(of))
            .map(|(place, _)| place.clone())
            .collect();
        if !changed.is_empty() {
            let mut transaction = self.store.begin_publishing().await?;
            aggregate::renew_turnout(&mut transaction, &changed).await?;
            transaction.commit().await?;
            self.touched.lock().turnout.extend(changed);
        }
        Ok(())
    }

    async fn publish(
        &self,
        circumstances: &Circumstances,
        touched: &TouchedSet,
    ) -> Result<usize, PublishError> {
        let counted: Vec<String> = touched.counted.iter().cloned().collect();
        let all: Vec<String> = touched.counted.union(&touched.turnout).cloned().collect();
        let only = |places: &'_ [String]| (!touched.everything).then(|| places.to_vec());
        // Held until the broker has acknowledged: otherwise another instance could read later totals and
        // publish them before these, and compaction would keep these.
        let mut transaction = self.store.begin_publishing().await?;
        let epoch = stream::epoch(&mut transaction).await?;
        let contests = aggregate::contest_totals(&mut transaction, only(&counted).as_deref()).await?;
        let turnout = aggregate::turnout_totals(&mut transaction, only(&all).as_deref()).await?;
        let as_of = Timestamp::now();
        let mut messages = Vec::with_capacity(contests.len() + turnout.len());
        for totals in contests {
            let results = candidate_results(&self.election, circumstances.state, totals, as_of);
            let key = format!("{}/{}", results.place, results.contest);
            let json = serde_json::to_vec(&results)?;
            messages.push((Topic::ResultsCandidates, key, results.version, json));
        }
        for totals in turnout {
            let of = circumstances
                .electorate
                .get(&totals.place)
                .copied()
                .unwrap_or_default();
            let results = turnout_results(&self.election, of, totals, as_of);
            let json = serde_json::to_vec(&results)?;
            messages.push((Topic::ResultsTurnout, results.place, results.version, json));
        }
        let outbound: Vec<Outbound<'_>> = (messages.iter())
            .map(|(topic, key, version, json)| Outbound {
                topic: *topic,
                key,
                payload: Some(json),
                number: *version,
            })
            .collect();
        let done = self.sender.publish(epoch, &outbound).await;
        stream::note_published(&mut transaction, &done.ends).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        match done.failure {
            Some(error) => Err(error.into()),
            None => Ok(messages.len()),
        }
    }
}

fn candidate_results(
    election: &ElectionId,
    state: ResultsState,
    totals: ContestTotals,
    as_of: Timestamp,
) -> CandidateResults {
    CandidateResults {
        election: election.clone(),
        tally: totals.shown(),
        held_back: totals.hidden.ballots,
        place: totals.place,
        contest: totals.contest,
        version: totals.version,
        status: state.results,
        as_of,
    }
}

fn turnout_results(
    election: &ElectionId,
    electorate: Electorate,
    totals: TurnoutTotals,
    as_of: Timestamp,
) -> TurnoutResults {
    TurnoutResults {
        election: election.clone(),
        counts: electorate.complete(totals.counts),
        place: totals.place,
        version: totals.version,
        as_of,
    }
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::events::ResultsStatus;
    use pollstream_protocol::tally::ContestTally;

    use super::*;
    use crate::store::election::ElectionStatus;

    #[test]
    fn what_is_hidden_is_not_published_and_said() {
        let published = |hidden| {
            let ballots = |ballots| ContestTally {
                ballots,
                undervotes: ballots,
                ..ContestTally::default()
            };
            let state = ResultsState {
                election: ElectionStatus::Open,
                results: ResultsStatus::UnofficialPartial,
                min_batch: 10,
            };
            let totals = ContestTotals {
                place: "station/s1".into(),
                contest: "mayor".parse().unwrap(),
                version: 3,
                tally: ballots(12),
                hidden: ballots(hidden),
            };
            let results = candidate_results(&"e".parse().unwrap(), state, totals, Timestamp::UNIX_EPOCH);
            (results.tally.map(|t| t.ballots), results.held_back)
        };
        assert_eq!(published(0), (Some(12), 0));
        assert_eq!(published(2), (Some(10), 2));
        assert_eq!(published(12), (None, 12));
    }
}
