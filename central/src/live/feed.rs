//! The results topics, read from their beginning by a thread of its own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pollstream_protocol::envelope::EnvelopeReader;
use pollstream_protocol::topics::Topic;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::message::BorrowedMessage;
use rdkafka::{Message, Offset, TopicPartitionList};
use tokio::sync::Notify;

use super::geography::Geography;
use super::newest::Newest;
use crate::consume::envelope;
use crate::kafka::{Kafka, KafkaAccessError};
use crate::park::{Judged, ParkReason, Parking, Received, judge};

const POLL: Duration = Duration::from_millis(100);
/// How long a broker that was away may take to say that it is back.
const ANSWER: Duration = Duration::from_secs(2);
const TOPICS: [Topic; 2] = [Topic::ResultsCandidates, Topic::ResultsTurnout];

/// What was read so far.
#[derive(Debug)]
struct State {
    newest: Newest,
    /// Topics whose end was reached at least once.
    caught_up: [bool; 2],
    trouble: String,
    envelopes: EnvelopeReader,
    parked: Parking,
}

impl State {
    /// Takes a message in, or parks it.
    fn take(&mut self, topic: Topic, message: &BorrowedMessage<'_>) {
        let received = Received {
            topic,
            key: message.key().and_then(|key| str::from_utf8(key).ok()),
            payload: message.payload(),
            envelope: envelope(message),
        };
        let at = (message.partition(), message.offset());
        match judge(&mut self.envelopes, None, received) {
            Judged::Believed(position) if self.newest.follow(position.epoch) => {
                if let Err(error) = self.read(topic, message.payload().unwrap_or_default()) {
                    self.parked
                        .park(topic, at, ParkReason::Content, error.to_string());
                }
            }
            Judged::Believed(_) | Judged::Superseded => {}
            Judged::Parked(reason, detail) => self.parked.park(topic, at, reason, detail),
        }
    }

    fn read(&mut self, topic: Topic, payload: &[u8]) -> serde_json::Result<()> {
        if topic == Topic::ResultsCandidates {
            self.newest.contest(&serde_json::from_slice(payload)?);
        } else {
            self.newest.turnout(&serde_json::from_slice(payload)?);
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Notify,
    stop: AtomicBool,
}

/// A running reader; ends when dropped.
#[derive(Debug)]
pub struct Feed(Arc<Shared>);

impl Feed {
    /// Begins to read as `reader`, a name for the brokers' logs. Brokers that are away are waited for.
    pub fn start(
        kafka: &Kafka,
        reader: &str,
        envelopes: EnvelopeReader,
        geography: Arc<Geography>,
    ) -> Result<Self, KafkaAccessError> {
        let names = TOPICS.map(|topic| kafka.topics.name(topic));
        let mut config = kafka.consumer_config(&kafka.group(reader));
        // Nobody joins the group: partitions are assigned by hand, each reader reads everything.
        let consumer: BaseConsumer = config
            .set("enable.partition.eof", "true")
            .create()
            .map_err(KafkaAccessError::Client)?;
        let mut partitions = TopicPartitionList::new();
        for name in &names {
            // Results have one partition, so that they are read whole and in order.
            partitions
                .add_partition_offset(name, 0, Offset::Beginning)
                .map_err(KafkaAccessError::Client)?;
        }
        consumer.assign(&partitions).map_err(KafkaAccessError::Client)?;
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                newest: Newest::new(geography),
                caught_up: [false; 2],
                trouble: String::new(),
                envelopes,
                parked: Parking::default(),
            }),
            changed: Notify::new(),
            stop: AtomicBool::new(false),
        });
        let filled = shared.clone();
        std::thread::Builder::new()
            .name("results-feed".into())
            .spawn(move || read(&consumer, &names, &filled))
            .map_err(|_| KafkaAccessError::Client(KafkaError::Canceled))?;
        Ok(Feed(shared))
    }

    /// Calls `look` with the newest results and with what is wrong at the moment (empty when nothing is).
    pub fn look<T>(&self, look: impl FnOnce(&Newest, &str) -> T) -> T {
        let state = self.0.lock();
        look(&state.newest, &state.trouble)
    }

    /// Messages that were not believed.
    pub fn parked(&self) -> u64 {
        self.0.lock().parked.messages()
    }

    /// Whether the ends of both topics were reached.
    pub fn caught_up(&self) -> bool {
        self.0.lock().caught_up == [true; 2]
    }

    /// Waits until something new came.
    pub async fn changed(&self) {
        self.0.changed.notified().await;
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(consumer: &BaseConsumer, names: &[String; 2], shared: &Shared) {
    while !shared.stop.load(Ordering::Relaxed) {
        match consumer.poll(POLL) {
            None if shared.lock().trouble.is_empty() => continue,
            None => {
                // Nothing new does not mean that all is well again: ask.
                if consumer.fetch_watermarks(&names[0], 0, ANSWER).is_err() {
                    continue;
                }
                shared.lock().trouble.clear();
            }
            Some(Ok(message)) => {
                let mut state = shared.lock();
                state.trouble.clear();
                let topic = usize::from(message.topic() != names[0]);
                state.take(TOPICS[topic], &message);
            }
            Some(Err(KafkaError::PartitionEOF(_))) => {
                // The error does not say of which topic: a topic is at its end when its position is known.
                shared.lock().caught_up = ends_reached(consumer, names);
            }
            Some(Err(error)) => {
                let mut state = shared.lock();
                state.trouble = format!("Kafka cannot be read: {error}");
                drop(state);
                std::thread::sleep(POLL);
            }
        }
        shared.changed.notify_one();
    }
}

fn ends_reached(consumer: &BaseConsumer, names: &[String; 2]) -> [bool; 2] {
    names.each_ref().map(|name| {
        let Ok((start, end)) = consumer.fetch_watermarks(name, 0, Duration::from_secs(5)) else {
            return false;
        };
        let position = consumer.position().ok().and_then(|positions| {
            positions
                .find_partition(name, 0)
                .map(|partition| partition.offset())
        });
        start == end || matches!(position, Some(Offset::Offset(at)) if at >= end)
    })
}
