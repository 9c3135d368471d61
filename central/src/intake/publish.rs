//! Publishing what a commit has made true: receipts and the outbox, each message in its envelope.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use pollstream_protocol::envelope::{HEADER, Position, Published, ServiceKey};
use pollstream_protocol::receipt::Receipt;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord};

use crate::kafka::Kafka;
use crate::store::stream::PublishedEnd;
use crate::store::{Store, StoreError};

/// Messages that are sent before their acknowledgements are awaited.
const IN_FLIGHT: i64 = 2_000;
/// How long to wait for room in the producer's queue.
const QUEUE_FULL_PAUSE: Duration = Duration::from_millis(10);

/// Sends messages of one central.
#[derive(Clone)]
pub struct Publisher {
    kafka: Kafka,
    producer: FutureProducer,
    service: Arc<ServiceKey>,
    /// Number of the last receipt: the microsecond at which it was signed, or one more than the last.
    receipt: Arc<AtomicU64>,
}

/// A message to be published, with its number in the epoch.
#[derive(Debug, Clone, Copy)]
pub struct Outbound<'a> {
    /// The topic.
    pub topic: Topic,
    /// The key.
    pub key: &'a str,
    /// The message; `None` is a tombstone.
    pub payload: Option<&'a [u8]>,
    /// Its number: numbers of one key grow.
    pub number: u64,
}

/// What the broker has acknowledged.
#[derive(Debug, Default)]
pub struct Acknowledged {
    /// How many messages, from the first on.
    pub messages: usize,
    /// How far each topic goes now.
    pub ends: BTreeMap<(Topic, i32), PublishedEnd>,
    /// Why the next one was not.
    pub failure: Option<KafkaError>,
}

impl Publisher {
    /// A publisher on `kafka` that signs with `service`.
    pub fn new(kafka: &Kafka, service: ServiceKey) -> Result<Self, crate::kafka::KafkaAccessError> {
        Ok(Publisher {
            kafka: kafka.clone(),
            producer: kafka.producer()?,
            service: Arc::new(service),
            receipt: Arc::default(),
        })
    }

    /// Puts a station's own message into the producer's queue, waiting while it is full.
    pub async fn send(
        &self,
        topic: Topic,
        key: &str,
        payload: Option<&[u8]>,
    ) -> Result<DeliveryFuture, KafkaError> {
        self.enqueue(topic, key, payload, None).await
    }

    /// Messages of one key keep their order.
    async fn enqueue(
        &self,
        topic: Topic,
        key: &str,
        payload: Option<&[u8]>,
        envelope: Option<&[u8]>,
    ) -> Result<DeliveryFuture, KafkaError> {
        let name = self.kafka.topics.name(topic);
        let mut record: FutureRecord<'_, str, [u8]> = FutureRecord::to(&name).key(key);
        record.payload = payload;
        record.headers = envelope.map(|value| {
            OwnedHeaders::new().insert(Header {
                key: HEADER,
                value: Some(value),
            })
        });
        loop {
            match self.producer.send_result(record) {
                Ok(delivery) => return Ok(delivery),
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), back)) => {
                    record = back;
                    tokio::time::sleep(QUEUE_FULL_PAUSE).await;
                }
                Err((error, _)) => return Err(error),
            }
        }
    }

    /// Signs messages, sends them in order and waits for the broker to have them.
    pub async fn publish(&self, epoch: u64, messages: &[Outbound<'_>]) -> Acknowledged {
        let (deliveries, refused) = self.send_all(epoch, messages).await;
        let mut done = Acknowledged::default();
        for (message, delivery) in messages.iter().zip(deliveries) {
            match delivery.await {
                // What follows a failed message is published again behind it.
                Ok(_) if done.failure.is_some() => {}
                Ok(Ok(at)) => {
                    done.messages += 1;
                    let end = PublishedEnd {
                        epoch,
                        next_offset: at.offset + 1,
                        number: message.number,
                    };
                    done.ends.insert((message.topic, at.partition), end);
                }
                Ok(Err((error, _))) => done.failure = Some(error),
                Err(_) => done.failure = Some(KafkaError::Canceled),
            }
        }
        done.failure = done.failure.or(refused);
        done
    }

    /// Signs and sends as many as the producer takes.
    async fn send_all(
        &self,
        epoch: u64,
        messages: &[Outbound<'_>],
    ) -> (Vec<DeliveryFuture>, Option<KafkaError>) {
        let signed: Vec<Published<'_>> = (messages.iter())
            .map(|m| Published {
                topic: m.topic,
                key: m.key,
                position: Position {
                    epoch,
                    number: m.number,
                },
                payload: m.payload,
            })
            .collect();
        let envelopes = self.service.envelopes(&signed);
        let mut deliveries = Vec::with_capacity(messages.len());
        for (message, envelope) in messages.iter().zip(&envelopes) {
            let sent = self.enqueue(message.topic, message.key, message.payload, Some(envelope));
            match sent.await {
                Ok(delivery) => deliveries.push(delivery),
                Err(error) => return (deliveries, Some(error)),
            }
        }
        (deliveries, None)
    }

    /// Sends receipts. A lost one is no harm: the station asks again by sending again.
    pub async fn receipts(&self, epoch: u64, receipts: &[Receipt], authority: &SigningKey) {
        let signed: Vec<Vec<u8>> = receipts.iter().map(|receipt| receipt.sign(authority)).collect();
        let messages: Vec<Outbound<'_>> = (receipts.iter().zip(&signed))
            .map(|(receipt, bytes)| Outbound {
                topic: Topic::Receipts,
                key: receipt.station.as_str(),
                payload: Some(bytes),
                number: self.next_receipt(),
            })
            .collect();
        if let (_, Some(error)) = self.send_all(epoch, &messages).await {
            tracing::warn!(%error, "receipts could not be sent");
        }
    }

    fn next_receipt(&self) -> u64 {
        let now = u64::try_from(Timestamp::now().as_microsecond()).unwrap_or(0);
        let next = |last: u64| now.max(last + 1);
        let last = self
            .receipt
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last)));
        next(last.unwrap_or(0))
    }

    /// Publishes the outbox of these shards until it is empty, in order. Returns how many messages went. Takes
    /// turns with whoever publishes the same shards.
    ///
    /// A message is removed after the broker has it, so a crash in between publishes it twice; readers skip
    /// what they have seen. After a failure nothing is removed from the failed message on, so that what
    /// follows it is published again behind it.
    pub async fn outbox(&self, store: &Store, shards: &[i32]) -> Result<u64, PublishError> {
        let mut published = 0;
        while store.outbox_waits(shards).await? {
            let mut turn = store.outbox_turn(shards).await?;
            let waiting = turn.waiting(IN_FLIGHT).await?;
            let messages: Vec<Outbound<'_>> = (waiting.iter())
                .map(|message| Outbound {
                    topic: message.topic,
                    key: &message.key,
                    payload: message.payload.as_deref(),
                    number: message.id.unsigned_abs(),
                })
                .collect();
            let done = self.publish(turn.epoch(), &messages).await;
            let ids: Vec<i64> = waiting.iter().take(done.messages).map(|m| m.id).collect();
            turn.published(&ids, &done.ends).await?;
            published += ids.len() as u64;
            if let Some(error) = done.failure {
                return Err(PublishError::Kafka(error));
            }
        }
        Ok(published)
    }

    /// Publishes the whole outbox, of every shard: for a command that may run where no intake does.
    pub async fn outbox_of_all(&self, store: &Store) -> Result<u64, PublishError> {
        let shards = store.outbox_shards().await?;
        self.outbox(store, &shards).await
    }

    /// Waits until everything sent is acknowledged, or `timeout`.
    pub async fn flush(&self, timeout: Duration) {
        use rdkafka::producer::Producer;
        let producer = self.producer.clone();
        let _ = tokio::task::spawn_blocking(move || producer.flush(timeout)).await;
    }
}

/// Why the outbox could not be published to its end.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The broker.
    #[error("Kafka: {0}")]
    Kafka(KafkaError),
}
