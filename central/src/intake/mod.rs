//! Intake: station log → Postgres, exactly once.
//!
//! What is believed is decided by the crate `count`: the gate, admission, the rules of stations. The meaning of what
//! counts is folded into [`changes`], pooled ballots are opened by [`open`] when [`pool`] says so, and [`transaction`]
//! writes it all with the offsets in one commit. After the commit [`publish`] sends receipts and the outbox.
//! [`status`] keeps, beside all that, what stations say of themselves. Several intakes share the partitions of the station log as one consumer group.

pub mod changes;
pub mod open;
pub mod pool;
pub mod publish;
pub mod status;
pub mod transaction;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use pollstream_protocol::ballot::{BallotCodec, CodecError};
use pollstream_protocol::envelope::ServiceKey;
use pollstream_protocol::seal::CountingKey;
use pollstream_protocol::signed::{SigningKey, VerifyingKey};
use pollstream_protocol::topics::Topic;
use thiserror::Error;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::aggregate::patience::Patience;
use crate::consume::{BatchLimits, Consumer, Fetched, Pace};
use crate::kafka::{Kafka, KafkaAccessError};
use crate::store::intake::StationKey;
use crate::store::outbox::NO_SHARD;
use crate::store::{Store, StoreError};
use crate::streams;
use open::Opener;
use publish::Publisher;
use transaction::{Committed, Desk};

/// Name of the service: its consumer group and its offsets.
pub const SERVICE: &str = "intake";

const LIMITS: BatchLimits = BatchLimits {
    messages: 500,
    bytes: 8 << 20,
};
const RETRY_FIRST: Duration = Duration::from_millis(200);
const RETRY_LAST: Duration = Duration::from_secs(5);
/// How often the outbox is looked at when nothing was committed: another intake may have left something.
const OUTBOX_INTERVAL: Duration = Duration::from_secs(1);
const FLUSH: Duration = Duration::from_secs(5);

/// Why intake cannot run.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Kafka.
    #[error(transparent)]
    Kafka(#[from] KafkaAccessError),
    /// The definition's ballots cannot be read.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// A key of another election.
    #[error("the {0} key in the data folder is not the one of this election")]
    WrongKey(&'static str),
}

/// The secrets that intake works with.
#[derive(Clone)]
pub struct IntakeKeys {
    /// Signs receipts.
    pub authority: SigningKey,
    /// Opens ballots; without it ballots stay sealed until the election is closed where the key is.
    pub counting: Option<CountingKey>,
    /// Signs what is published.
    pub service: ServiceKey,
}

/// Makes the desk of an election, checking that the keys are its own.
pub async fn desk(store: &Store, keys: IntakeKeys) -> Result<Desk, IntakeError> {
    let election = store.election().await?;
    if keys.authority.verifying_key() != election.authority {
        return Err(IntakeError::WrongKey("authority"));
    }
    if keys
        .counting
        .as_ref()
        .is_some_and(|k| *k.public() != election.definition.counting_key)
    {
        return Err(IntakeError::WrongKey("counting"));
    }
    let version = election.definition.version;
    let definition = election.definition.definition;
    let opener = Opener {
        election: definition.id.clone(),
        key: keys.counting,
        codec: BallotCodec::new(&definition)?,
    };
    Ok(Desk {
        store: store.clone(),
        definition,
        version,
        opener,
        authority: keys.authority,
        consumer: SERVICE,
    })
}

/// Runs until `stop` becomes true. Servers that are away are waited for.
pub async fn run(
    kafka: &Kafka,
    store: Store,
    keys: IntakeKeys,
    mut stop: watch::Receiver<bool>,
) -> Result<(), IntakeError> {
    let publisher = Publisher::new(kafka, keys.service.clone())?;
    let mut desk = desk(&store, keys).await?;
    if !heal_patiently(kafka, &store, &publisher, &mut stop).await {
        return Ok(());
    }
    let mut consumer = Consumer::start(kafka, &store, SERVICE, &[Topic::StationLog])?;
    let committed = Arc::new(Notify::new());
    let outbox = tokio::spawn(publish_outbox(
        publisher.clone(),
        store.clone(),
        consumer.assignment(),
        committed.clone(),
        stop.clone(),
    ));
    let statuses = {
        let (kafka, store, stop) = (kafka.clone(), store.clone(), stop.clone());
        tokio::spawn(async move {
            if let Err(error) = status::run(&kafka, &store, stop).await {
                tracing::warn!(%error, "statuses of stations are not read");
            }
        })
    };
    let mut keys = HashMap::new();
    let mut pace = Pace::default();
    loop {
        let messages = tokio::select! {
            messages = consumer.next(LIMITS, &pace) => messages,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        if messages.is_empty() {
            break;
        }
        let started = Instant::now();
        let Some(done) = take_in(&mut desk, &messages, &mut keys, &mut stop).await else {
            break;
        };
        pace.ended(started);
        committed.notify_one();
        publisher
            .receipts(done.epoch, &done.receipts, &desk.authority)
            .await;
        if done.refused > 0 {
            tracing::warn!(messages = done.refused, "messages were kept in quarantine");
        }
        tracing::debug!(messages = messages.len(), ballots = done.ballots, "taken in");
    }
    let _ = outbox.await;
    let _ = statuses.await;
    publisher.flush(FLUSH).await;
    consumer.stop().await;
    Ok(())
}

/// Brings topics and database together before anything is read, waiting for both as long as it takes; `false` when it
/// was told to stop.
async fn heal_patiently(
    kafka: &Kafka,
    store: &Store,
    publisher: &Publisher,
    stop: &mut watch::Receiver<bool>,
) -> bool {
    let mut patience = Patience::new("topics and database are not compared");
    loop {
        let pause = match streams::heal(kafka, store, publisher, SERVICE, None).await {
            Ok(_) => return true,
            Err(error) => patience.failed(&error),
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.wait_for(|stop| *stop) => return false,
        }
    }
}

/// Takes a batch in, waiting for the database as long as it takes. A batch that cannot be stored is taken in
/// message by message, and the message that cannot be stored goes into quarantine: nothing stalls the log.
/// `None` when it was told to stop.
async fn take_in(
    desk: &mut Desk,
    messages: &[Fetched],
    keys: &mut HashMap<StationKey, VerifyingKey>,
    stop: &mut watch::Receiver<bool>,
) -> Option<Committed> {
    let mut pause = RETRY_FIRST;
    loop {
        let outcome = match desk.follow_revision().await {
            Ok(()) => desk.take_in(messages, keys).await,
            Err(error) => Err(error),
        };
        let error = match outcome {
            Ok(committed) => return Some(committed),
            Err(error) => error,
        };
        if error.is_transient() {
            tracing::warn!(%error, "the database is away; trying again");
        } else if let [message] = messages {
            tracing::error!(%error, offset = message.offset, "a message cannot be stored: into quarantine");
            match desk.set_aside(message, &error.to_string()).await {
                Ok(committed) => return Some(committed),
                Err(error) => tracing::error!(%error, "it cannot be kept either; trying again"),
            }
        } else {
            tracing::error!(%error, "a batch cannot be stored; taking it in message by message");
            let mut all = Committed::default();
            for message in messages {
                let one = Box::pin(take_in(desk, std::slice::from_ref(message), keys, stop)).await?;
                all.receipts.extend(one.receipts);
                all.ballots += one.ballots;
                all.refused += one.refused;
                all.epoch = one.epoch;
            }
            return Some(all);
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(RETRY_LAST),
            _ = stop.wait_for(|stop| *stop) => return None,
        }
    }
}

/// Publishes the outbox of the partitions that this intake owns, until told to stop.
async fn publish_outbox(
    publisher: Publisher,
    store: Store,
    assigned: crate::consume::Assignment,
    committed: Arc<Notify>,
    mut stop: watch::Receiver<bool>,
) {
    let mut failing = false;
    loop {
        let mut shards: Vec<i32> = assigned.partitions().into_iter().map(|(_, p)| p).collect();
        if shards.contains(&0) {
            shards.push(NO_SHARD);
        }
        match publisher.outbox(&store, &shards).await {
            Ok(_) => failing = false,
            Err(error) if !failing => {
                failing = true;
                tracing::warn!(%error, "derived messages wait in the outbox; trying again");
            }
            Err(_) => {}
        }
        tokio::select! {
            () = committed.notified() => {}
            () = tokio::time::sleep(OUTBOX_INTERVAL) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
}
