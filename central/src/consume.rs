//! Reading topics in a consumer group whose offsets are in Postgres.
//!
//! A thread of its own polls Kafka (several times cheaper than an async stream) and hands messages over a
//! bounded channel. When partitions are assigned it begins at the offsets that Postgres holds, so a message
//! is read again exactly when the transaction that should have stored it did not commit.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use pollstream_protocol::envelope::HEADER;
use pollstream_protocol::topics::Topic;
use rdkafka::consumer::{BaseConsumer, Consumer as _, ConsumerContext};
use rdkafka::error::KafkaError;
use rdkafka::message::{BorrowedMessage, Headers};
use rdkafka::types::RDKafkaRespErr;
use rdkafka::{ClientContext, Message, Offset, TopicPartitionList};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use crate::kafka::{Kafka, KafkaAccessError};
use crate::park::Received;
use crate::store::Store;

/// Messages waiting between the polling thread and the service.
const CHANNEL_MESSAGES: usize = 4_096;
/// How long one poll waits, and so how long a stop may take.
const POLL: Duration = Duration::from_millis(100);

/// A message as it was fetched.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The topic.
    pub topic: Topic,
    /// Its partition.
    pub partition: i32,
    /// Its offset.
    pub offset: i64,
    /// Its key; `None` if it has none, or one that is not text.
    pub key: Option<String>,
    /// The message; empty for a tombstone.
    pub payload: Vec<u8>,
    /// Its envelope, if it is of central and has one.
    pub envelope: Option<Vec<u8>>,
    /// Its time, if it has one: the producer's or the broker's, as the topic is set up.
    pub at: Option<Timestamp>,
}

impl Fetched {
    /// As it is judged. Central writes no tombstones: a message without content is as foreign as an empty one.
    pub fn received(&self) -> Received<'_> {
        Received {
            topic: self.topic,
            key: self.key.as_deref(),
            payload: Some(&self.payload),
            envelope: self.envelope.as_deref(),
        }
    }
}

/// How much is taken at once.
#[derive(Debug, Clone, Copy)]
pub struct BatchLimits {
    /// Messages.
    pub messages: usize,
    /// Bytes of their payloads; the message that exceeds them is still taken.
    pub bytes: usize,
}

/// Paces a service that takes what is there in transactions: each costs the database much the same, whether it
/// holds one message or a hundred. A message that comes alone is taken at once; in a stream, the next
/// transaction gathers messages for as long as keeps the service busy a third of the time. A full batch never waits.
#[derive(Debug)]
pub struct Pace {
    gather_until: Instant,
}

impl Default for Pace {
    fn default() -> Self {
        Pace {
            gather_until: Instant::now(),
        }
    }
}

impl Pace {
    const SHARE: u32 = 2;
    const LONGEST: Duration = Duration::from_millis(100);

    /// A transaction that began at `started` has ended.
    pub fn ended(&mut self, started: Instant) {
        let now = Instant::now();
        self.gather_until = now + (now.duration_since(started) * Self::SHARE).min(Self::LONGEST);
    }
}

type Assigned = Arc<Mutex<BTreeSet<(Topic, i32)>>>;

struct Context {
    names: Vec<(Topic, String)>,
    store: Store,
    service: &'static str,
    runtime: Handle,
    assigned: Assigned,
    stop: Arc<AtomicBool>,
}

impl ClientContext for Context {
    fn error(&self, error: KafkaError, reason: &str) {
        tracing::warn!(service = self.service, %error, reason, "Kafka");
    }
}

impl ConsumerContext for Context {
    fn rebalance(
        &self,
        consumer: &BaseConsumer<Self>,
        err: RDKafkaRespErr,
        partitions: &mut TopicPartitionList,
    ) {
        let outcome = if err == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            self.begin(consumer, partitions)
        } else {
            self.lock_assigned().clear();
            consumer.unassign()
        };
        if let Err(error) = outcome {
            tracing::error!(service = self.service, %error, "partitions could not be taken over or given back");
        }
    }
}

impl Context {
    fn begin(
        &self,
        consumer: &BaseConsumer<Self>,
        partitions: &mut TopicPartitionList,
    ) -> Result<(), KafkaError> {
        let Some(offsets) = self.stored_offsets() else {
            return Ok(());
        };
        let wanted: Vec<(String, i32)> = partitions
            .elements()
            .iter()
            .map(|e| (e.topic().to_owned(), e.partition()))
            .collect();
        let mut taken = BTreeSet::new();
        for (name, partition) in wanted {
            let Some(topic) = self.topic(&name) else { continue };
            let offset = match offsets.get(&(topic.base_name().to_owned(), partition)) {
                Some(next) => Offset::Offset(*next),
                None => Offset::Beginning,
            };
            partitions.set_partition_offset(&name, partition, offset)?;
            taken.insert((topic, partition));
        }
        tracing::info!(
            service = self.service,
            partitions = taken.len(),
            "partitions assigned"
        );
        consumer.assign(partitions)?;
        *self.lock_assigned() = taken;
        Ok(())
    }

    /// Reads until Postgres answers, or gives up because the service stops.
    fn stored_offsets(&self) -> Option<std::collections::HashMap<(String, i32), i64>> {
        loop {
            match self.runtime.block_on(self.store.offsets(self.service)) {
                Ok(offsets) => return Some(offsets),
                Err(error) => {
                    tracing::warn!(service = self.service, %error, "offsets cannot be read; trying again");
                }
            }
            if self.stop.load(Ordering::Relaxed) {
                return None;
            }
            std::thread::sleep(Duration::from_secs(1));
        }
    }

    fn topic(&self, name: &str) -> Option<Topic> {
        self.names
            .iter()
            .find(|(_, n)| n == name)
            .map(|(topic, _)| *topic)
    }

    fn lock_assigned(&self) -> std::sync::MutexGuard<'_, BTreeSet<(Topic, i32)>> {
        self.assigned.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The partitions that an instance owns, as they are now.
#[derive(Clone)]
pub struct Assignment(Assigned);

impl Assignment {
    /// Topic and partition of each.
    pub fn partitions(&self) -> Vec<(Topic, i32)> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .copied()
            .collect()
    }
}

/// A running consumer. Leaves the group when stopped or dropped.
pub struct Consumer {
    messages: mpsc::Receiver<Fetched>,
    /// Taken from `messages` for a batch that is not complete yet.
    gathered: Vec<Fetched>,
    assigned: Assigned,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Consumer {
    /// Joins the group of `service` and begins to read. Must be called within a tokio runtime.
    pub fn start(
        kafka: &Kafka,
        store: &Store,
        service: &'static str,
        topics: &[Topic],
    ) -> Result<Self, KafkaAccessError> {
        let assigned: Assigned = Arc::default();
        let stop = Arc::new(AtomicBool::new(false));
        let names: Vec<_> = topics.iter().map(|t| (*t, kafka.topics.name(*t))).collect();
        let context = Context {
            names: names.clone(),
            store: store.clone(),
            service,
            runtime: Handle::current(),
            assigned: assigned.clone(),
            stop: stop.clone(),
        };
        let consumer: BaseConsumer<Context> = kafka
            .consumer_config(&kafka.group(service))
            .create_with_context(context)
            .map_err(KafkaAccessError::Client)?;
        let subscription: Vec<&str> = names.iter().map(|(_, n)| n.as_str()).collect();
        consumer
            .subscribe(&subscription)
            .map_err(KafkaAccessError::Client)?;
        let (sender, messages) = mpsc::channel(CHANNEL_MESSAGES);
        let stopped = stop.clone();
        let thread = std::thread::Builder::new()
            .name(format!("{service}-consumer"))
            .spawn(move || poll(&consumer, &names, &sender, &stopped))
            .ok();
        Ok(Consumer {
            messages,
            gathered: Vec::new(),
            assigned,
            stop,
            thread,
        })
    }

    /// Waits for the next message and takes what else is there or comes while `pace` gathers, up to `limits`.
    /// Empty only when the consumer has stopped. Dropped while it waits, it keeps what it has for the next call.
    pub async fn next(&mut self, limits: BatchLimits, pace: &Pace) -> Vec<Fetched> {
        if self.gathered.is_empty() {
            let Some(first) = self.messages.recv().await else {
                return Vec::new();
            };
            self.gathered.push(first);
        }
        let mut bytes: usize = self.gathered.iter().map(|m| m.payload.len()).sum();
        while self.gathered.len() < limits.messages && bytes < limits.bytes {
            let Ok(Some(message)) = timeout_at(pace.gather_until, self.messages.recv()).await else {
                break;
            };
            bytes += message.payload.len();
            self.gathered.push(message);
        }
        std::mem::take(&mut self.gathered)
    }

    /// The partitions that this instance owns, for whoever must follow them while messages are awaited.
    pub fn assignment(&self) -> Assignment {
        Assignment(self.assigned.clone())
    }

    /// Leaves the group.
    pub async fn stop(mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.messages.close();
        if let Some(thread) = self.thread.take() {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// The envelope of a message; `None` if it has none, or more than one.
pub(crate) fn envelope<'a>(message: &'a BorrowedMessage<'_>) -> Option<&'a [u8]> {
    // The client library panics on a header whose name is not UTF-8, and anybody can write one.
    let headers = catch_unwind(AssertUnwindSafe(|| {
        let mut all = message.headers()?.iter().filter(|header| header.key == HEADER);
        let (only, another) = (all.next()?, all.next());
        another.is_none().then_some(only.value)?
    }));
    headers.ok().flatten()
}

fn poll(
    consumer: &BaseConsumer<Context>,
    names: &[(Topic, String)],
    sender: &mpsc::Sender<Fetched>,
    stop: &AtomicBool,
) {
    while !stop.load(Ordering::Relaxed) {
        match consumer.poll(POLL) {
            None => {}
            Some(Ok(message)) => {
                let Some((topic, _)) = names.iter().find(|(_, n)| n == message.topic()) else {
                    continue;
                };
                let fetched = Fetched {
                    topic: *topic,
                    partition: message.partition(),
                    offset: message.offset(),
                    key: message
                        .key()
                        .and_then(|k| str::from_utf8(k).ok())
                        .map(str::to_owned),
                    envelope: envelope(&message).map(<[u8]>::to_vec),
                    payload: message.payload().unwrap_or_default().to_vec(),
                    at: (message.timestamp().to_millis()).and_then(|ms| Timestamp::from_millisecond(ms).ok()),
                };
                if sender.blocking_send(fetched).is_err() {
                    break;
                }
            }
            Some(Err(error)) => {
                tracing::warn!(%error, "Kafka cannot be read; trying again");
                std::thread::sleep(POLL);
            }
        }
    }
    consumer.unsubscribe();
}
