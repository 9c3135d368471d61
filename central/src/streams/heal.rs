//! Brings topics and database together again: a new epoch, made from what Postgres keeps.

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::topics::Topic;
use rdkafka::error::KafkaError;
use rdkafka::producer::DeliveryFuture;
use sqlx::PgConnection;
use thiserror::Error;

use super::life::{Mismatch, ReadOn, Seen, compare, read_on};
use super::look::{Bounds, Look, latest};
use crate::aggregate::{AggregateError, count_again};
use crate::intake::publish::Publisher;
use crate::kafka::{Kafka, KafkaAccessError};
use crate::store::epoch::{self, Republished};
use crate::store::offsets::{self, LastMessages};
use crate::store::{Store, StoreError};

/// Topics that central writes, but for receipts, which stations ask for again.
const CENTRAL: &[Topic] = &[
    Topic::Definition,
    Topic::Decisions,
    Topic::Candidates,
    Topic::Voters,
    Topic::Roll,
    Topic::Votes,
    Topic::CheckIns,
    Topic::Quarantine,
    Topic::ResultsCandidates,
    Topic::ResultsTurnout,
];
/// Segments that are sent before their acknowledgements are awaited.
const IN_FLIGHT: i64 = 200;

/// Why topics and database could not be brought together.
#[derive(Debug, Error)]
pub enum HealError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The client's settings.
    #[error(transparent)]
    Access(#[from] KafkaAccessError),
    /// The broker.
    #[error("Kafka: {0}")]
    Kafka(#[from] KafkaError),
    /// What is kept cannot be counted.
    #[error(transparent)]
    Count(#[from] Box<AggregateError>),
    /// The task broke off.
    #[error("comparing the topics was interrupted")]
    Ended,
}

/// What was found and done, in words; empty when topics and database belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Healed {
    /// The epoch that began, if one did.
    pub epoch: Option<u64>,
    /// What did not fit, and what was done.
    pub said: Vec<String>,
    /// Segments that were put on the station log again.
    pub segments: u64,
}

/// What the broker has.
struct Broker {
    central: BTreeMap<(Topic, i32), Seen>,
    station_log: BTreeMap<(Topic, i32), Bounds>,
    digests: BTreeMap<(Topic, i32), [u8; 32]>,
}

/// Compares topics and database, and heals what does not fit. `reader` reads the station log. One at a time does it,
/// whoever else begins at the same moment.
pub async fn heal(
    kafka: &Kafka,
    store: &Store,
    publisher: &Publisher,
    reader: &'static str,
    because: Option<&str>,
) -> Result<Healed, HealError> {
    let mut transaction = store.begin().await?;
    epoch::lock(&mut transaction).await?;
    let found = find(&mut transaction, kafka, store, reader).await?;
    let mut healed = Healed {
        said: found.said,
        ..Healed::default()
    };
    for partition in &found.partitions {
        offsets::begin_again(&mut transaction, reader, Topic::StationLog, *partition).await?;
    }
    if !found.lost.is_empty() || because.is_some() {
        let reason = because.map_or_else(|| healed.said.join("; "), str::to_owned);
        healed.epoch = Some(epoch::begin(&mut transaction, found.after, &reason, &found.lost).await?);
        count_again(&mut transaction, store).await.map_err(Box::new)?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    for what in &healed.said {
        tracing::error!(epoch = healed.epoch, "{what}");
    }
    healed.segments = send_segments(store, publisher, &found.partitions).await?;
    Ok(healed)
}

/// What does not fit, in words; changes nothing.
pub async fn compared(kafka: &Kafka, store: &Store, reader: &'static str) -> Result<Vec<String>, HealError> {
    let mut transaction = store.begin().await?;
    epoch::lock(&mut transaction).await?;
    Ok(find(&mut transaction, kafka, store, reader).await?.said)
}

/// What does not fit.
struct Found {
    said: Vec<String>,
    /// Topics that do not belong to this database's life.
    lost: BTreeSet<Topic>,
    /// Partitions of the station log to be read from their beginning.
    partitions: Vec<i32>,
    /// The latest epoch that is published.
    after: u64,
}

async fn find(
    connection: &mut PgConnection,
    kafka: &Kafka,
    store: &Store,
    reader: &str,
) -> Result<Found, HealError> {
    let read = offsets::last_messages(connection, reader).await?;
    let broker = ask(kafka, store, read.clone()).await?;
    let mut said = Vec::new();
    let known = epoch::known(connection).await?;
    let mut lost = BTreeSet::new();
    let places: BTreeSet<_> = (broker.central.keys().chain(known.ends.keys()))
        .copied()
        .collect();
    for place in places {
        let seen = broker.central.get(&place).copied().unwrap_or_default();
        if let Some(mismatch) = compare(&known.of(place), &seen) {
            said.push(in_words(place, mismatch));
            lost.insert(place.0);
        }
    }
    let mut partitions = Vec::new();
    for ((topic, partition), (next, digest)) in read {
        let at = (topic, partition);
        let (begin, end) = broker.station_log.get(&at).copied().unwrap_or_default();
        let same = digest.map(|digest| broker.digests.get(&at) == Some(&digest));
        if topic == Topic::StationLog && read_on(next, begin, end, same) == ReadOn::FromTheBeginning {
            said.push(format!(
                "{} partition {partition}: {next} messages were read, {begin} to {end} are there; it is read from its \
                 beginning, and what Postgres keeps is put there again",
                topic.base_name()
            ));
            partitions.push(partition);
        }
    }
    Ok(Found {
        said,
        lost,
        partitions,
        after: latest(&broker.central).map_or(0, |last| last.epoch),
    })
}

async fn ask(kafka: &Kafka, store: &Store, read: LastMessages) -> Result<Broker, HealError> {
    let mut envelopes = store.election().await?.envelopes();
    let kafka = kafka.clone();
    let asked = tokio::task::spawn_blocking(move || {
        let look = Look::at(&kafka)?;
        let station_log = look.bounds(&[Topic::StationLog])?;
        let marked: Vec<_> = (read.into_iter())
            .filter(|(at, (next, digest))| {
                digest.is_some()
                    && station_log
                        .get(at)
                        .is_some_and(|(begin, end)| begin < next && next <= end)
            })
            .map(|(at, (next, _))| (at, next))
            .collect();
        Ok(Broker {
            central: look.ends(CENTRAL, &mut envelopes)?,
            digests: look.digests_before(&marked)?,
            station_log,
        })
    });
    asked.await.unwrap_or(Err(HealError::Ended))
}

fn in_words((topic, partition): (Topic, i32), mismatch: Mismatch) -> String {
    let topic = topic.base_name();
    match mismatch {
        Mismatch::BrokerLost { had, has } => format!(
            "{topic} partition {partition}: {had} messages were published, the broker has {has}: it lost some, or the \
             topic was made anew; it is published again"
        ),
        Mismatch::DatabaseBehind { published } => format!(
            "{topic} partition {partition}: message {} of epoch {} is published, and this database never wrote it: it \
             was restored from an older backup",
            published.number, published.epoch
        ),
    }
}

/// Puts the segments of these partitions' stations on the station log again, in order.
async fn send_segments(store: &Store, publisher: &Publisher, partitions: &[i32]) -> Result<u64, HealError> {
    let mut sent = 0;
    let mut after = None;
    loop {
        // Not held while they are sent, which may take long.
        let mut connection = store.pool().acquire().await.map_err(StoreError::from)?;
        let page: Vec<Republished> =
            epoch::segments(&mut connection, Some(partitions), after.as_ref(), IN_FLIGHT).await?;
        drop(connection);
        let Some(last) = page.last() else { return Ok(sent) };
        let next = Some(last.place());
        let mut deliveries: Vec<DeliveryFuture> = Vec::with_capacity(page.len());
        for segment in &page {
            let delivery = publisher.send(Topic::StationLog, &segment.station, Some(&segment.bytes));
            deliveries.push(delivery.await?);
        }
        for delivery in deliveries {
            match delivery.await {
                Ok(Ok(_)) => sent += 1,
                Ok(Err((error, _))) => return Err(error.into()),
                Err(_) => return Err(KafkaError::Canceled.into()),
            }
        }
        after = next;
    }
}
