//! The producer: librdkafka's, with a thread of ours that hears its delivery reports. The binding's own thread
//! waits a tenth of a second at a time and spends the last millisecond of each turning round and round, which is
//! one per cent of a core, all day long.

use std::sync::Arc;
use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::config::FromClientConfigAndContext;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::DeliveryResult;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _, ProducerContext};
use tokio::sync::oneshot;

use super::downlink::Quiet;
use crate::error::StationError;

/// Resolves when the broker has a message, or when that failed.
pub(super) type Delivery = oneshot::Receiver<Result<(), KafkaError>>;

/// How long the thread waits for reports before it looks whether anybody still needs it. Reports wake it.
const TURN: Duration = Duration::from_secs(2);

impl ProducerContext for Quiet {
    type DeliveryOpaque = Box<oneshot::Sender<Result<(), KafkaError>>>;

    /// Hands a delivery report to whom it is for.
    fn delivery(&self, result: &DeliveryResult<'_>, waiting: Self::DeliveryOpaque) {
        let result = result.as_ref().map(|_| ()).map_err(|(error, _)| error.clone());
        // Who waited may have gone.
        waiting.send(result).ok();
    }
}

/// A producer that keeps order and never duplicates within its life.
#[derive(Clone)]
pub(super) struct Producer(Arc<BaseProducer<Quiet>>);

impl Producer {
    /// Makes it and starts its thread, which ends soon after the last clone is dropped.
    pub(super) fn new(settings: &ClientConfig) -> Result<Self, StationError> {
        let producer = Arc::new(BaseProducer::from_config_and_context(settings, Quiet)?);
        let alive = Arc::downgrade(&producer);
        std::thread::Builder::new()
            .name("station-uplink".into())
            .spawn(move || {
                while let Some(producer) = alive.upgrade() {
                    producer.poll(TURN);
                }
            })
            .map_err(StationError::Uplink)?;
        Ok(Producer(producer))
    }

    /// Hands a message over. Fails at once when the queue is full.
    pub(super) fn send(&self, topic: &str, key: &str, payload: &[u8]) -> Result<Delivery, KafkaError> {
        let (report, delivery) = oneshot::channel();
        let record = BaseRecord::with_opaque_to(topic, Box::new(report));
        match self.0.send(record.key(key).payload(payload)) {
            Ok(()) => Ok(delivery),
            Err((error, _)) => Err(error),
        }
    }

    /// Why it will never send again, if so.
    pub(super) fn fatal_error(&self) -> Option<RDKafkaErrorCode> {
        self.0.client().fatal_error().map(|(code, _)| code)
    }
}
