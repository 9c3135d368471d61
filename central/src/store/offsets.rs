//! Where each consumer stands. Kept here and not at the broker, so that an offset moves in the transaction
//! that stores what was read.

use std::collections::{BTreeMap, HashMap};

use pollstream_protocol::topics::Topic;
use sqlx::PgConnection;

use super::{Store, StoreError};

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
