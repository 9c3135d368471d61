//! The outbox: derived messages, committed with what they tell of, published after.

use std::collections::BTreeMap;

use pollstream_protocol::topics::Topic;
use sqlx::{PgConnection, Postgres, Transaction};

use super::stream::{self, PublishedEnd};
use super::{CopyRows, Store, StoreError, Table};

/// Messages of the outbox that belong to no partition of the station log.
pub const NO_SHARD: i32 = -1;

/// First key of the locks of the shards.
const SHARD_LOCK: i32 = 0x6f75_7462;

/// A publisher that vanished without a word gives its shards up after this time; one that waits for the broker
/// gives up earlier.
const LONGEST_TURN: &str = "60s";

const OUTBOX: Table = Table::new("outbox", "shard integer, topic text, key text, payload bytea");

/// A message to be published once the transaction that it was written in is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Partition of the station log that it came from, or [`NO_SHARD`].
    pub shard: i32,
    /// The topic.
    pub topic: Topic,
    /// The key.
    pub key: String,
    /// The message; `None` is a tombstone.
    pub payload: Option<Vec<u8>>,
}

/// A message waiting in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Position in the outbox.
    pub id: i64,
    /// The topic.
    pub topic: Topic,
    /// The key.
    pub key: String,
    /// The message; `None` is a tombstone.
    pub payload: Option<Vec<u8>>,
}

/// The right to publish some shards, which nobody else has meanwhile: an intake and a command, or two intakes
/// while partitions move between them, would publish the same messages twice and out of order.
#[derive(Debug)]
pub struct Turn {
    transaction: Transaction<'static, Postgres>,
    shards: Vec<i32>,
    epoch: u64,
}

impl Turn {
    /// The first messages that wait, oldest first.
    pub async fn waiting(&mut self, limit: i64) -> Result<Vec<Waiting>, StoreError> {
        let rows: Vec<(i64, String, String, Option<Vec<u8>>)> = sqlx::query_as(
            "select id, topic, key, payload from outbox where shard = any($1) order by id limit $2",
        )
        .bind(&self.shards)
        .bind(limit)
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.into_iter()
            .map(|(id, topic, key, payload)| {
                let topic = (Topic::ALL.iter().copied())
                    .find(|t| t.base_name() == topic)
                    .ok_or_else(|| StoreError::corrupt("outbox.topic", &topic))?;
                Ok(Waiting {
                    id,
                    topic,
                    key,
                    payload,
                })
            })
            .collect()
    }

    /// The epoch in which the messages are published; it stays until the turn ends.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Ends the turn: removes the messages that the broker has acknowledged, and notes how far its topics go.
    pub async fn published(
        mut self,
        ids: &[i64],
        ends: &BTreeMap<(Topic, i32), PublishedEnd>,
    ) -> Result<(), StoreError> {
        stream::note_published(&mut self.transaction, ends).await?;
        sqlx::query("delete from outbox where id = any($1)")
            .bind(ids)
            .execute(&mut *self.transaction)
            .await?;
        Ok(self.transaction.commit().await?)
    }
}

/// Adds messages in order, within the caller's transaction.
pub(crate) async fn add(connection: &mut PgConnection, messages: &[Outgoing]) -> Result<(), StoreError> {
    let mut rows = CopyRows::default();
    for message in messages {
        let row = rows
            .row()
            .plain(message.shard)
            .text(message.topic.base_name())
            .text(&message.key);
        match &message.payload {
            Some(payload) => row.bytes(payload),
            None => row.null(),
        };
    }
    Store::copy(connection, OUTBOX, rows).await?;
    stream::keep_events(connection, messages).await
}

impl Store {
    /// Whether anything of these shards waits.
    pub async fn outbox_waits(&self, shards: &[i32]) -> Result<bool, StoreError> {
        Ok(
            sqlx::query_scalar("select exists (select from outbox where shard = any($1))")
                .bind(shards)
                .fetch_one(self.pool())
                .await?,
        )
    }

    /// Takes a turn at publishing these shards, after whoever has one.
    pub async fn outbox_turn(&self, shards: &[i32]) -> Result<Turn, StoreError> {
        let mut shards = shards.to_vec();
        // Two that want several shards wait for them in the same order.
        shards.sort_unstable();
        let mut transaction = self.pool().begin().await?;
        sqlx::query(
            "select pg_advisory_xact_lock($1, shard),
                 set_config('idle_in_transaction_session_timeout', $2, true)
             from unnest($3::integer[]) as shard",
        )
        .bind(SHARD_LOCK)
        .bind(LONGEST_TURN)
        .bind(&shards)
        .execute(&mut *transaction)
        .await?;
        let epoch = stream::epoch(&mut transaction).await?;
        Ok(Turn {
            transaction,
            shards,
            epoch,
        })
    }

    /// The shards that have messages.
    pub async fn outbox_shards(&self) -> Result<Vec<i32>, StoreError> {
        Ok(sqlx::query_scalar("select distinct shard from outbox")
            .fetch_all(self.pool())
            .await?)
    }

    /// Messages not yet published.
    pub async fn outbox_depth(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("select count(*) from outbox")
            .fetch_one(self.pool())
            .await?)
    }
}

impl Store {
    /// Events that intake has committed and the aggregator has not yet counted.
    pub async fn events_not_aggregated(&self) -> Result<i64, StoreError> {
        let missing: Option<i64> = sqlx::query_scalar(
            "select sum(greatest(e.last_event - coalesce(m.last_event, 0), 0))::bigint
             from station_event e left join aggregator_mark m using (station_id, topic)",
        )
        .fetch_one(self.pool())
        .await?;
        Ok(missing.unwrap_or(0))
    }
}
