//! Reads again what stands on the topics that central writes and nobody counts: what no service signed is parked,
//! and shown by `central check`. Where it stands in the way of results, these are published again behind it, before
//! compaction can take the true ones for outdated.

use std::collections::BTreeMap;
use std::sync::Arc;

use pollstream_protocol::envelope::EnvelopeReader;
use pollstream_protocol::topics::Topic;
use tokio::sync::watch;
use tokio::time::{Duration, Instant, sleep};

use super::patience::Patience;
use super::publish::Touched;
use crate::consume::{BatchLimits, Consumer, Fetched, Pace};
use crate::kafka::{Kafka, KafkaAccessError};
use crate::park::{Judged, Parking, judge};
use crate::store::{Store, StoreError, offsets, stream};

/// Name of the reader: its consumer group, its offsets, and whose lots are parked.
const SERVICE: &str = "guard";
const TOPICS: &[Topic] = &[
    Topic::Receipts,
    Topic::Definition,
    Topic::Roll,
    Topic::Voters,
    Topic::Candidates,
    Topic::ResultsCandidates,
    Topic::ResultsTurnout,
    Topic::Quarantine,
    Topic::Decisions,
];
const BATCH: BatchLimits = BatchLimits {
    messages: 2_000,
    bytes: 16 << 20,
};
/// How often offsets are kept while there is nothing to park.
const KEEP: Duration = Duration::from_secs(5);

pub(super) struct Guard {
    consumer: Consumer,
    store: Store,
    envelopes: EnvelopeReader,
    touched: Arc<Touched>,
    next: BTreeMap<(Topic, i32), i64>,
    kept: Instant,
}

impl Guard {
    pub(super) fn start(
        kafka: &Kafka,
        store: &Store,
        envelopes: EnvelopeReader,
        touched: Arc<Touched>,
    ) -> Result<Self, KafkaAccessError> {
        Ok(Guard {
            consumer: Consumer::start(kafka, store, SERVICE, TOPICS)?,
            store: store.clone(),
            envelopes,
            touched,
            next: BTreeMap::new(),
            kept: Instant::now(),
        })
    }

    /// Reads until stopped.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut patience = Patience::new("foreign messages on central's topics are not noted");
        let mut pace = Pace::default();
        loop {
            let batch = tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                batch = self.consumer.next(BATCH, &pace) => batch,
            };
            if batch.is_empty() {
                break;
            }
            let started = Instant::now();
            let parking = self.judge(&batch);
            while let Err(error) = self.keep(&parking).await {
                let pause = patience.failed(&error);
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => return,
                    () = sleep(pause) => {}
                }
            }
            patience.succeeded();
            if parking.lots().any(|(topic, ..)| is_result(topic)) {
                self.touched.everything();
            }
            pace.ended(started);
        }
        self.consumer.stop().await;
    }

    fn judge(&mut self, batch: &[Fetched]) -> Parking {
        let mut parking = Parking::default();
        for message in batch {
            // Whoever reads these topics follows the latest epoch; here only the signature counts.
            if let Judged::Parked(reason, detail) = judge(&mut self.envelopes, None, message.received()) {
                parking.park(message.topic, (message.partition, message.offset), reason, detail);
            }
            let next = self.next.entry((message.topic, message.partition)).or_default();
            *next = (*next).max(message.offset + 1);
        }
        parking
    }

    async fn keep(&mut self, parking: &Parking) -> Result<(), StoreError> {
        if parking.is_empty() && self.kept.elapsed() < KEEP {
            return Ok(());
        }
        let mut transaction = self.store.begin().await?;
        stream::note_parked(&mut transaction, SERVICE, parking).await?;
        offsets::advance(&mut transaction, SERVICE, &self.next).await?;
        transaction.commit().await?;
        self.kept = Instant::now();
        Ok(())
    }
}

fn is_result(topic: Topic) -> bool {
    matches!(topic, Topic::ResultsCandidates | Topic::ResultsTurnout)
}
