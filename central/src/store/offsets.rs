//! Where each consumer stands. Kept here and not at the broker, so that an offset moves in the transaction
//! that stores what was read.

use std::collections::{BTreeMap, HashMap};

use pollstream_protocol::topics::Topic;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::epoch::topic_named;
use super::{Store, StoreError};
use crate::consume::Fetched;

impl Store {
    /// Next offset of each partition that `consumer` has read from.
    pub async fn offsets(&self, consumer: &str) -> Result<HashMap<(String, i32), i64>, StoreError> {
        let rows: Vec<(String, i32, i64)> =
            sqlx::query_as("select topic, partition, next_offset from consumer_offset where consumer = $1")
                .bind(consumer)
                .fetch_all(self.pool())
                .await?;
        Ok(rows
            .into_iter()
            .map(|(topic, partition, next)| ((topic, partition), next))
            .collect())
    }
}

/// Moves a consumer forward within the caller's transaction; never back, because an instance that lost a
/// partition may still finish its last batch.
pub(crate) async fn advance(
    connection: &mut PgConnection,
    consumer: &str,
    next_offsets: &BTreeMap<(Topic, i32), i64>,
) -> Result<(), StoreError> {
    let topics: Vec<&str> = next_offsets.keys().map(|(topic, _)| topic.base_name()).collect();
    let partitions: Vec<i32> = next_offsets.keys().map(|(_, partition)| *partition).collect();
    let offsets: Vec<i64> = next_offsets.values().copied().collect();
    sqlx::query(
        "insert into consumer_offset (consumer, topic, partition, next_offset)
         select $1, * from unnest($2::text[], $3::integer[], $4::bigint[])
         on conflict (consumer, topic, partition)
         do update set next_offset = greatest(consumer_offset.next_offset, excluded.next_offset)",
    )
    .bind(consumer)
    .bind(topics)
    .bind(partitions)
    .bind(offsets)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes what the last message before a consumer's offset is: a topic that was made anew holds another one there.
pub(crate) async fn note_last(
    connection: &mut PgConnection,
    consumer: &str,
    messages: &[Fetched],
) -> Result<(), StoreError> {
    let mut last: BTreeMap<(Topic, i32), &Fetched> = BTreeMap::new();
    for message in messages {
        let newest = last.entry((message.topic, message.partition)).or_insert(message);
        if newest.offset <= message.offset {
            *newest = message;
        }
    }
    let digests: Vec<Vec<u8>> = last
        .values()
        .map(|m| Sha256::digest(&m.payload).to_vec())
        .collect();
    sqlx::query(
        "update consumer_offset c set last_message = n.digest
         from unnest($2::text[], $3::integer[], $4::bigint[], $5::bytea[]) as n (topic, partition, next_offset, digest)
         where c.consumer = $1 and c.topic = n.topic and c.partition = n.partition
             and c.next_offset = n.next_offset",
    )
    .bind(consumer)
    .bind(last.keys().map(|(topic, _)| topic.base_name()).collect::<Vec<_>>())
    .bind(last.keys().map(|(_, partition)| *partition).collect::<Vec<_>>())
    .bind(last.values().map(|m| m.offset + 1).collect::<Vec<_>>())
    .bind(digests)
    .execute(connection)
    .await?;
    Ok(())
}

/// A consumer begins a partition anew.
pub(crate) async fn begin_again(
    connection: &mut PgConnection,
    consumer: &str,
    topic: Topic,
    partition: i32,
) -> Result<(), StoreError> {
    sqlx::query("delete from consumer_offset where consumer = $1 and topic = $2 and partition = $3")
        .bind(consumer)
        .bind(topic.base_name())
        .bind(partition)
        .execute(connection)
        .await?;
    Ok(())
}

/// Where a consumer stands, with the digest of the last message that it read, where that is known.
pub(crate) async fn last_messages(
    connection: &mut PgConnection,
    consumer: &str,
) -> Result<LastMessages, StoreError> {
    let rows: Vec<(String, i32, i64, Option<Vec<u8>>)> = sqlx::query_as(
        "select topic, partition, next_offset, last_message from consumer_offset where consumer = $1",
    )
    .bind(consumer)
    .fetch_all(connection)
    .await?;
    (rows.into_iter())
        .map(|(topic, partition, next, digest)| {
            let digest = digest.map(TryInto::try_into).transpose();
            let digest =
                digest.map_err(|_| StoreError::corrupt("consumer_offset.last_message", "not 32 bytes"))?;
            Ok(((topic_named(&topic)?, partition), (next, digest)))
        })
        .collect()
}

/// Next offset and digest of the message before it, by partition.
pub(crate) type LastMessages = BTreeMap<(Topic, i32), (i64, Option<[u8; 32]>)>;
