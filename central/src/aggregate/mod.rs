//! Votes and check-ins → totals, exactly once, published as absolute versioned results.
//!
//! One Postgres transaction per batch of messages locks the marks of the stations in hand, adds what the
//! [`fold`] worked out, and moves marks and consumer offsets. A message read twice changes nothing; one whose
//! transaction did not commit is read again.

pub(crate) mod fold;
pub(crate) mod patience;
mod publish;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::topics::Topic;
use thiserror::Error;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep};

use crate::consume::{BatchLimits, Consumer, Fetched, Pace};
use crate::kafka::{Kafka, KafkaAccessError};
use crate::settings::Settings;
use crate::store::aggregate::{self as tables, Poison};
use crate::store::{Store, StoreError, offsets};
use fold::{Event, Gap, Places, PoisonError, Waiting, fold};
use patience::Patience;
use publish::{Publisher, Touched};

/// Name of the service: its consumer group, and its rows in `consumer_offset`.
pub const SERVICE: &str = "aggregate";
const TOPICS: &[Topic] = &[Topic::Votes, Topic::CheckIns];
/// What one transaction takes.
const BATCH: BatchLimits = BatchLimits {
    messages: 500,
    bytes: 16 << 20,
};
/// Events of a station and topic that wait behind a hole in memory, more than one batch; later ones are read again.
const WAITING_PER_KEY: usize = 1_000;
/// How often the partitions are looked at when nothing arrives.
const LOOK: Duration = Duration::from_secs(1);

/// Why the aggregator could not start. Servers that are away are waited for instead.
#[derive(Debug, Error)]
pub enum AggregateError {
    /// The Kafka client's settings are wrong.
    #[error(transparent)]
    Kafka(#[from] KafkaAccessError),
    /// There is no election, or the database is not ours.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Aggregates until `stop` becomes true. Several instances may run: they share the partitions.
pub async fn run(
    settings: &Settings,
    store: Store,
    mut stop: watch::Receiver<bool>,
) -> Result<(), AggregateError> {
    let Some(electoral) = load_patiently(&store, &mut stop).await? else {
        return Ok(());
    };
    let touched = Arc::new(Touched::default());
    touched.everything();
    let publisher = Publisher {
        store: store.clone(),
        kafka: settings.kafka.clone(),
        producer: settings.kafka.producer()?,
        election: electoral.definition.id.clone(),
        touched: touched.clone(),
    };
    let mut aggregator = Aggregator {
        consumer: Consumer::start(&settings.kafka, &store, SERVICE, TOPICS)?,
        kafka: settings.kafka.clone(),
        store,
        electoral,
        waiting: Waiting::default(),
        owned: Vec::new(),
        alarmed: BTreeSet::new(),
        touched,
    };
    // Ends with this future, also when that is dropped.
    let mut publishing = JoinSet::new();
    publishing.spawn(publisher.run(stop.clone()));
    let outcome = aggregator.run(&mut stop).await;
    aggregator.consumer.stop().await;
    if outcome.is_ok() {
        publishing.join_next().await;
    }
    outcome
}

/// What events are read against.
struct Electoral {
    definition: ElectionDefinition,
    places: Places,
}

impl Electoral {
    async fn load(store: &Store) -> Result<Self, StoreError> {
        Ok(Electoral {
            definition: store.election().await?.definition.definition,
            places: store.places().await?,
        })
    }
}

async fn load_patiently(
    store: &Store,
    stop: &mut watch::Receiver<bool>,
) -> Result<Option<Electoral>, StoreError> {
    let mut patience = Patience::new("the election cannot be read");
    loop {
        let pause = match Electoral::load(store).await {
            Ok(electoral) => return Ok(Some(electoral)),
            Err(error) if error.is_transient() => patience.failed(&error),
            Err(error) => return Err(error),
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(None),
            () = sleep(pause) => {}
        }
    }
}

struct Aggregator {
    consumer: Consumer,
    kafka: Kafka,
    store: Store,
    electoral: Electoral,
    waiting: Waiting,
    owned: Vec<(Topic, i32)>,
    /// Holes that were logged.
    alarmed: BTreeSet<(fold::Key, u64)>,
    touched: Arc<Touched>,
}

impl Aggregator {
    async fn run(&mut self, stop: &mut watch::Receiver<bool>) -> Result<(), AggregateError> {
        let mut patience = Patience::new("votes and check-ins are not aggregated");
        let mut pace = Pace::default();
        loop {
            let batch = tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
                batch = self.consumer.next(BATCH, &pace) => batch,
                () = sleep(LOOK) => {
                    self.follow_partitions();
                    continue;
                }
            };
            self.follow_partitions();
            if batch.is_empty() {
                tracing::warn!("the consumer ended; it is started again");
                sleep(LOOK).await;
                self.read_again().await?;
                continue;
            }
            let started = Instant::now();
            let batch = self.decode(batch).await;
            while let Err(error) = self.commit(&batch).await {
                let pause = patience.failed(&error);
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => return Ok(()),
                    () = sleep(pause) => {}
                }
            }
            patience.succeeded();
            pace.ended(started);
            self.waiting.bound(WAITING_PER_KEY);
            if self.waiting.must_read_again(WAITING_PER_KEY) {
                self.read_again().await?;
            }
        }
    }

    /// What the former owner of a partition committed it may not have published: everything is.
    fn follow_partitions(&mut self) {
        let owned = self.consumer.assignment().partitions();
        if owned == self.owned {
            return;
        }
        if owned.iter().any(|partition| !self.owned.contains(partition)) {
            self.touched.everything();
        }
        self.owned = owned;
    }

    /// Begins again at the committed offsets.
    async fn read_again(&mut self) -> Result<(), AggregateError> {
        let fresh = Consumer::start(&self.kafka, &self.store, SERVICE, TOPICS)?;
        std::mem::replace(&mut self.consumer, fresh).stop().await;
        self.waiting = Waiting::default();
        self.owned.clear();
        Ok(())
    }

    async fn decode(&mut self, messages: Vec<Fetched>) -> Batch {
        let mut batch = Batch::default();
        for message in messages {
            let at = (message.topic, message.partition);
            let next = batch.next_offsets.entry(at).or_default();
            *next = (*next).max(message.offset + 1);
            let mut event = Event::decode(&self.electoral.definition, message.topic, &message.payload);
            if matches!(event, Err(PoisonError::UnknownStation(_)))
                && let Ok(electoral) = Electoral::load(&self.store).await
            {
                // The definition may have been amended since we read it.
                self.electoral = electoral;
                event = Event::decode(&self.electoral.definition, message.topic, &message.payload);
            }
            match event {
                Ok(event) => self.waiting.add(event, message.partition, message.offset),
                Err(error) => {
                    let (topic, partition, offset) = (message.topic, message.partition, message.offset);
                    tracing::error!(topic = topic.base_name(), partition, offset, %error, "a message is skipped");
                    batch.poison.push(Poison {
                        topic,
                        partition,
                        offset,
                        detail: error.to_string(),
                    });
                }
            }
        }
        batch
    }

    /// One transaction. Nothing in memory changes unless it commits.
    async fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let keys: BTreeSet<fold::Key> = self.waiting.keys().cloned().collect();
        let mut transaction = self.store.begin().await?;
        let marks = tables::lock_marks(&mut transaction, &keys).await?;
        let changes = fold(&self.waiting, &marks, &self.electoral.places);
        tables::apply(&mut transaction, &changes).await?;
        tables::record_poison(&mut transaction, &batch.poison).await?;
        tables::record_gaps(&mut transaction, &changes.gaps).await?;
        let mut next_offsets = batch.next_offsets.clone();
        for ((topic, partition), next) in &mut next_offsets {
            if let Some(floor) = self.waiting.floor(*topic, *partition, &changes.marks) {
                *next = floor.min(*next);
            }
        }
        offsets::advance(&mut transaction, SERVICE, &next_offsets).await?;
        transaction.commit().await?;

        self.touched.places(
            changes.contests.into_keys().map(|(place, _)| place),
            changes.turnout.into_keys(),
        );
        self.waiting.committed(&changes.marks);
        self.alarm(&changes.gaps);
        Ok(())
    }

    fn alarm(&mut self, gaps: &[Gap]) {
        self.alarmed
            .retain(|(key, missing)| gaps.iter().any(|gap| gap.key == *key && gap.missing == *missing));
        for gap in gaps {
            if self.alarmed.insert((gap.key.clone(), gap.missing)) {
                tracing::error!(
                    station = %gap.key.0,
                    topic = gap.key.1.base_name(),
                    missing = gap.missing,
                    found = gap.found,
                    "an event is missing; nothing later of this station is counted until it arrives"
                );
            }
        }
    }
}

/// A batch as it was read; its events are in [`Waiting`].
#[derive(Debug, Default)]
struct Batch {
    /// Where each partition would be read on.
    next_offsets: BTreeMap<(Topic, i32), i64>,
    poison: Vec<Poison>,
}
