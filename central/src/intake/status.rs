//! Stations' statuses: what each says of itself now and then, kept beside its head. Nothing is decided by them, so
//! what does not fit is left out.

use std::collections::HashMap;

use jiff::Timestamp;
use pollstream_protocol::signed::VerifyingKey;
use pollstream_protocol::status::{StationStatus, UnverifiedStatus};
use pollstream_protocol::topics::Topic;
use tokio::sync::watch;

use crate::consume::{BatchLimits, Consumer, Fetched, Pace};
use crate::kafka::{Kafka, KafkaAccessError};
use crate::store::intake::StationKey;
use crate::store::{Store, StoreError};

const SERVICE: &str = "station-status";

const LIMITS: BatchLimits = BatchLimits {
    messages: 1_000,
    bytes: 1 << 20,
};

/// A status and when the broker heard it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What the station said.
    pub status: StationStatus,
    /// When, by the broker's clock.
    pub at: Timestamp,
}

/// Keeps statuses until `stop` becomes true. Its offsets are not stored: the topic is compacted, and reading it
/// again changes nothing.
pub async fn run(
    kafka: &Kafka,
    store: &Store,
    mut stop: watch::Receiver<bool>,
) -> Result<(), KafkaAccessError> {
    let mut consumer = Consumer::start(kafka, store, SERVICE, &[Topic::StationStatus])?;
    let (mut keys, pace) = (HashMap::new(), Pace::default());
    loop {
        let messages = tokio::select! {
            messages = consumer.next(LIMITS, &pace) => messages,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        if messages.is_empty() {
            break;
        }
        if let Err(error) = keep(store, &messages, &mut keys).await {
            tracing::warn!(%error, "statuses of stations were lost; they will be said again");
        }
    }
    consumer.stop().await;
    Ok(())
}

async fn keep(
    store: &Store,
    messages: &[Fetched],
    keys: &mut HashMap<StationKey, VerifyingKey>,
) -> Result<(), StoreError> {
    // The last one of each station counts.
    let mut newest: HashMap<StationKey, (UnverifiedStatus, Timestamp)> = HashMap::new();
    for message in messages {
        if let (Ok(status), Some(at)) = (StationStatus::decode(&message.payload), message.at) {
            let (station, incarnation) = status.claimed();
            newest.insert((station.clone(), incarnation), (status, at));
        }
    }
    let unknown: Vec<StationKey> = newest.keys().filter(|k| !keys.contains_key(k)).cloned().collect();
    if !unknown.is_empty() {
        keys.extend(store.station_keys(&unknown).await?);
    }
    let heard: Vec<Heard> = newest
        .into_iter()
        .filter_map(|(key, (status, at))| {
            let status = status.verify(keys.get(&key)?).ok()?;
            Some(Heard { status, at })
        })
        .collect();
    store.note_statuses(&heard).await
}
