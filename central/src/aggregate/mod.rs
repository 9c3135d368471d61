//! Votes and check-ins → totals, exactly once, published as absolute versioned results.
//!
//! One Postgres transaction per batch of messages locks the marks of the stations in hand, adds what the
//! [`fold`] worked out, and moves marks and consumer offsets. A message read twice changes nothing; one whose
//! transaction did not commit is read again.

mod again;
pub(crate) mod fold;
mod guard;
pub(crate) mod patience;
mod publish;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use pollstream_count::publication::Geography;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::envelope::EnvelopeReader;
use pollstream_protocol::topics::Topic;
use thiserror::Error;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant, sleep};

pub use again::count_again;

use crate::consume::{BatchLimits, Consumer, Fetched, Pace};
use crate::intake::publish::Publisher as Sender;
use crate::kafka::{Kafka, KafkaAccessError};
use crate::keys::KeyError;
use crate::park::{Judged, ParkReason, Parking, judge};
use crate::settings::Settings;
use crate::store::aggregate as tables;
use crate::store::aggregate::unshown::{self, Showing};
use crate::store::{Store, StoreError, offsets, stream};
use fold::{Event, Gap, Places, PoisonError, Waiting, fold};
use guard::Guard;
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
/// Looks at which nothing came before events that intake has committed count as lost by the broker.
const IDLE_LOOKS: u32 = 3;

/// Why the aggregator could not start. Servers that are away are waited for instead.
#[derive(Debug, Error)]
pub enum AggregateError {
    /// The Kafka client's settings are wrong.
    #[error(transparent)]
    Kafka(#[from] KafkaAccessError),
    /// There is no election, or the database is not ours.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The service's key is missing, or another election's.
    #[error(transparent)]
    Key(#[from] KeyError),
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
        sender: Sender::new(
            &settings.kafka,
            settings.keys().service(&electoral.definition.id)?,
        )?,
        election: electoral.definition.id.clone(),
        touched: touched.clone(),
    };
    let envelopes = electoral.envelopes.clone();
    let guard = Guard::start(&settings.kafka, &store, envelopes, touched.clone())?;
    let mut aggregator = Aggregator {
        consumer: Consumer::start(&settings.kafka, &store, SERVICE, TOPICS)?,
        kafka: settings.kafka.clone(),
        epoch: store.epoch().await?,
        store,
        electoral,
        waiting: Waiting::default(),
        owned: Vec::new(),
        alarmed: BTreeSet::new(),
        idle: 0,
        touched,
    };
    // Ends with this future, also when that is dropped.
    let mut publishing = JoinSet::new();
    publishing.spawn(publisher.run(stop.clone()));
    publishing.spawn(guard.run(stop.clone()));
    let outcome = aggregator.run(&mut stop).await;
    aggregator.consumer.stop().await;
    while outcome.is_ok() && publishing.join_next().await.is_some() {}
    outcome
}

/// What events are read against.
struct Electoral {
    definition: ElectionDefinition,
    envelopes: EnvelopeReader,
    places: Places,
    geography: Geography,
}

impl Electoral {
    async fn load(store: &Store) -> Result<Self, StoreError> {
        let election = store.election().await?;
        Ok(Electoral {
            geography: Geography::new(&election.definition.definition),
            envelopes: election.envelopes(),
            definition: election.definition.definition,
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
    /// The life of the topics that is counted.
    epoch: u64,
    electoral: Electoral,
    waiting: Waiting,
    owned: Vec<(Topic, i32)>,
    /// Looks in a row at which nothing had come.
    idle: u32,
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
                batch = self.consumer.next(BATCH, &pace) => Some(batch),
                () = sleep(LOOK) => None,
            };
            let Some(batch) = batch else {
                self.look().await;
                continue;
            };
            self.follow_partitions();
            self.idle = 0;
            if batch.is_empty() {
                tracing::warn!("the consumer ended; it is started again");
                sleep(LOOK).await;
                self.read_again().await?;
                continue;
            }
            let started = Instant::now();
            match self.take(&batch, &mut patience, stop).await {
                Taken::Counted => {}
                Taken::Stopped => return Ok(()),
                Taken::NewEpoch => {
                    self.read_again().await?;
                    continue;
                }
            }
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

    /// Nothing has come for a while.
    async fn look(&mut self) {
        self.follow_partitions();
        self.idle += 1;
        if self.idle >= IDLE_LOOKS
            && let Err(error) = self.ask_again().await
        {
            tracing::debug!(%error, "missing events cannot be asked for yet");
        }
    }

    /// Events that intake has committed and published, and that do not come: the broker lost them. They are published
    /// again, for us and for every other reader.
    async fn ask_again(&mut self) -> Result<(), StoreError> {
        self.idle = 0;
        for (key, first, last) in self.store.events_that_do_not_come().await? {
            let mut transaction = self.store.begin().await?;
            let asked = stream::publish_again(&mut transaction, (&key.0, key.1), first, last).await?;
            transaction.commit().await?;
            if asked > 0 {
                let (station, topic) = (key.0.as_str(), key.1.base_name());
                tracing::warn!(station, topic, first, last, "lost events are published again");
            }
        }
        Ok(())
    }

    /// Begins again at the committed offsets.
    async fn read_again(&mut self) -> Result<(), AggregateError> {
        let fresh = Consumer::start(&self.kafka, &self.store, SERVICE, TOPICS)?;
        std::mem::replace(&mut self.consumer, fresh).stop().await;
        self.waiting = Waiting::default();
        self.owned.clear();
        Ok(())
    }

    /// Counts a batch, waiting for the database as long as it takes. A batch that cannot be stored is taken message
    /// by message, and the message that cannot be stored is parked: nothing stops the count.
    async fn take(
        &mut self,
        messages: &[Fetched],
        patience: &mut Patience,
        stop: &mut watch::Receiver<bool>,
    ) -> Taken {
        let mut batch = self.decode(messages).await;
        loop {
            let error = match self.commit(&batch).await {
                Ok(true) => {
                    patience.succeeded();
                    return Taken::Counted;
                }
                Ok(false) => return Taken::NewEpoch,
                Err(error) => error,
            };
            if !error.is_transient() {
                self.waiting.forget(messages);
                let [message] = messages else {
                    tracing::error!(%error, "a batch cannot be stored; it is counted message by message");
                    for message in messages {
                        match Box::pin(self.take(std::slice::from_ref(message), patience, stop)).await {
                            Taken::Counted => {}
                            other => return other,
                        }
                    }
                    return Taken::Counted;
                };
                if batch.parking.is_empty() {
                    batch.park(message, ParkReason::Content, error.to_string());
                }
            }
            let pause = patience.failed(&error);
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return Taken::Stopped,
                () = sleep(pause) => {}
            }
        }
    }

    async fn decode(&mut self, messages: &[Fetched]) -> Batch {
        let mut batch = Batch::default();
        for message in messages {
            let at = (message.topic, message.partition);
            let next = batch.next_offsets.entry(at).or_default();
            *next = (*next).max(message.offset + 1);
            match judge(
                &mut self.electoral.envelopes,
                Some(self.epoch),
                message.received(),
            ) {
                Judged::Believed(_) => {}
                Judged::Superseded => continue,
                Judged::Parked(reason, detail) => {
                    batch.park(message, reason, detail);
                    continue;
                }
            }
            match self.event(message).await {
                Ok(event) => self.waiting.add(event, message.partition, message.offset),
                Err(error) => batch.park(message, ParkReason::Content, error.to_string()),
            }
        }
        batch
    }

    async fn event(&mut self, message: &Fetched) -> Result<Event, PoisonError> {
        let event = Event::decode(&self.electoral.definition, message.topic, &message.payload);
        if matches!(event, Err(PoisonError::UnknownStation(_)))
            && let Ok(electoral) = Electoral::load(&self.store).await
        {
            // The definition may have been amended since we read it.
            self.electoral = electoral;
            return Event::decode(&self.electoral.definition, message.topic, &message.payload);
        }
        event
    }

    /// One transaction. Nothing in memory changes unless it commits; `false` if another epoch has begun since.
    async fn commit(&mut self, batch: &Batch) -> Result<bool, StoreError> {
        let keys: BTreeSet<fold::Key> = self.waiting.keys().cloned().collect();
        let mut transaction = self.store.begin().await?;
        let epoch = stream::epoch(&mut transaction).await?;
        if epoch != self.epoch {
            tracing::warn!(epoch, "the topics begin a new life: everything is counted anew");
            self.epoch = epoch;
            return Ok(false);
        }
        let marks = tables::lock_marks(&mut transaction, &keys).await?;
        let changes = fold(&self.waiting, &marks, &self.electoral.places);
        tables::apply(&mut transaction, &changes).await?;
        let showing = Showing {
            geography: &self.electoral.geography,
            min_batch: u64::from(self.electoral.definition.min_batch),
        };
        unshown::count(&mut transaction, showing, &changes.counted).await?;
        stream::note_parked(&mut transaction, SERVICE, &batch.parking).await?;
        tables::record_gaps(&mut transaction, &changes.gaps).await?;
        for gap in (changes.gaps.iter()).filter(|gap| !self.alarmed.contains(&(gap.key.clone(), gap.missing)))
        {
            // The topic keeps the order of a station's events: what is missing does not come by itself.
            let key = (&gap.key.0, gap.key.1);
            stream::publish_again(&mut transaction, key, gap.missing, gap.found - 1).await?;
        }
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
        for (topic, reason, lot) in batch.parking.lots() {
            let (topic, reason, messages) = (topic.base_name(), reason.as_str(), lot.messages);
            tracing::error!(
                topic,
                reason,
                messages,
                detail = lot.detail,
                "messages are parked"
            );
        }
        Ok(true)
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
    parking: Parking,
}

impl Batch {
    fn park(&mut self, message: &Fetched, reason: ParkReason, detail: String) {
        let at = (message.partition, message.offset);
        self.parking.park(message.topic, at, reason, detail);
    }
}

/// How a batch ended.
enum Taken {
    Counted,
    /// The service was told to stop.
    Stopped,
    /// Another epoch has begun: the topics must be read again.
    NewEpoch,
}
