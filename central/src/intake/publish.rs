//! Publishing what a commit has made true: receipts and the outbox.

use std::time::Duration;

use pollstream_protocol::receipt::Receipt;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord};

use crate::kafka::Kafka;
use crate::store::outbox::Waiting;
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
}

impl Publisher {
    /// A publisher on `kafka`.
    pub fn new(kafka: &Kafka) -> Result<Self, crate::kafka::KafkaAccessError> {
        Ok(Publisher {
            kafka: kafka.clone(),
            producer: kafka.producer()?,
        })
    }

    /// Puts a message into the producer's queue, waiting while it is full: messages of one key keep their order.
    pub async fn send(
        &self,
        topic: Topic,
        key: &str,
        payload: Option<&[u8]>,
    ) -> Result<DeliveryFuture, KafkaError> {
        let name = self.kafka.topics.name(topic);
        let mut record: FutureRecord<'_, str, [u8]> = FutureRecord::to(&name).key(key);
        record.payload = payload;
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

    /// Sends receipts. A lost one is no harm: the station asks again by sending again.
    pub async fn receipts(&self, receipts: &[Receipt], authority: &SigningKey) {
        for receipt in receipts {
            let bytes = receipt.sign(authority);
            if let Err(error) = self
                .send(Topic::Receipts, receipt.station.as_str(), Some(&bytes))
                .await
            {
                tracing::warn!(%error, station = %receipt.station, "a receipt could not be sent");
            }
        }
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
            let (done, failure) = self.deliver(&waiting).await;
            turn.published(&done).await?;
            published += done.len() as u64;
            if let Some(error) = failure {
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

    async fn deliver(&self, waiting: &[Waiting]) -> (Vec<i64>, Option<KafkaError>) {
        let mut deliveries = Vec::with_capacity(waiting.len());
        let mut failure = None;
        for message in waiting {
            match self
                .send(message.topic, &message.key, message.payload.as_deref())
                .await
            {
                Ok(delivery) => deliveries.push((message.id, delivery)),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            }
        }
        let mut done = Vec::with_capacity(deliveries.len());
        let mut lost = None;
        for (id, delivery) in deliveries {
            let error = match delivery.await {
                Ok(Ok(_)) if lost.is_none() => {
                    done.push(id);
                    continue;
                }
                Ok(Ok(_)) => continue,
                Ok(Err((error, _))) => error,
                Err(_) => KafkaError::Canceled,
            };
            lost.get_or_insert(error);
        }
        (done, lost.or(failure))
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
