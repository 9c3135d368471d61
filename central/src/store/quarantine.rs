//! Refused messages, whole, with their reasons.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use pollstream_protocol::ids::LogName;
use serde::Serialize;
use sqlx::{PgConnection, Row};

use super::decision::DecisionRow;
use super::intake::signed;
use super::{Store, StoreError, moment};

/// A refused message as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarantineRow {
    /// Its number at central.
    pub id: i64,
    /// The station that it claims to come from; empty when it does not say.
    pub station: String,
    /// The claimed incarnation.
    pub incarnation: Option<i64>,
    /// Short reason, e.g. `bad_signature`.
    pub reason: String,
    /// In words.
    pub detail: String,
    /// SHA-256 of the message, hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: i64,
    /// Partition of the station log.
    pub partition: i32,
    /// Offset in it.
    pub offset: i64,
    /// When it was refused.
    pub at: Timestamp,
    /// How it was dealt with.
    pub resolved: Option<DecisionRow>,
}

impl Store {
    /// Refused messages, oldest first: those that nobody has dealt with, or all.
    pub async fn quarantine_list(&self, all: bool, limit: i64) -> Result<Vec<QuarantineRow>, StoreError> {
        self.quarantine_rows(None, all, limit).await
    }

    /// One refused message as lists show it.
    pub async fn quarantine_one(&self, id: i64) -> Result<Option<QuarantineRow>, StoreError> {
        Ok(self.quarantine_rows(Some(id), true, 1).await?.pop())
    }

    async fn quarantine_rows(
        &self,
        only: Option<i64>,
        all: bool,
        limit: i64,
    ) -> Result<Vec<QuarantineRow>, StoreError> {
        let rows = sqlx::query(
            "select quarantine_id, claimed_station, claimed_incarnation, reason, detail, sha256,
                 length(message)::bigint as bytes, partition, message_offset, extract(epoch from at)::bigint as at,
                 decision
             from quarantine where ($1 or decision is null) and quarantine_id = coalesce($3, quarantine_id)
             order by quarantine_id limit $2",
        )
        .bind(all)
        .bind(limit)
        .bind(only)
        .fetch_all(self.pool())
        .await?;
        let decided = self.decisions_of(&rows).await?;
        rows.iter()
            .map(|row| {
                let number: Option<i64> = row.try_get("decision")?;
                Ok(QuarantineRow {
                    id: row.try_get("quarantine_id")?,
                    station: row.try_get("claimed_station")?,
                    incarnation: row.try_get("claimed_incarnation")?,
                    reason: row.try_get("reason")?,
                    detail: row.try_get("detail")?,
                    sha256: HEXLOWER.encode(&row.try_get::<Vec<u8>, _>("sha256")?),
                    bytes: row.try_get("bytes")?,
                    partition: row.try_get("partition")?,
                    offset: row.try_get("message_offset")?,
                    at: moment(row.try_get("at")?)?,
                    resolved: number.and_then(|n| decided.get(&n).cloned()),
                })
            })
            .collect()
    }

    /// A refused message, whole.
    pub async fn quarantined_message(&self, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(
            sqlx::query_scalar("select message from quarantine where quarantine_id = $1")
                .bind(id)
                .fetch_optional(self.pool())
                .await?,
        )
    }
}

/// SHA-256 of a refused message that nobody has dealt with, locked until the transaction ends.
pub(crate) async fn lock(connection: &mut PgConnection, id: i64) -> Result<Option<[u8; 32]>, StoreError> {
    let sha256: Option<Vec<u8>> = sqlx::query_scalar(
        "select sha256 from quarantine where quarantine_id = $1 and decision is null for update",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    sha256
        .map(|bytes| (bytes.try_into()).map_err(|_| StoreError::corrupt("quarantine.sha256", "not 32 bytes")))
        .transpose()
}

/// Notes which decision dealt with a refused message.
pub(crate) async fn resolve(connection: &mut PgConnection, id: i64, decision: u64) -> Result<(), StoreError> {
    sqlx::query("update quarantine set decision = $2 where quarantine_id = $1")
        .bind(id)
        .bind(signed(decision))
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps the segments of a log that waited for one before them: nothing that comes can reach them any more.
pub(crate) async fn keep_held(
    connection: &mut PgConnection,
    log: &LogName,
    reason: &'static str,
) -> Result<(), StoreError> {
    sqlx::query(
        "with held as (
             delete from held_segment where station_id = $1 and incarnation = $2 returning *)
         insert into quarantine (claimed_station, claimed_incarnation, reason, detail, sha256, message, partition,
             message_offset)
         select station_id, incarnation, $3, format('entries %s to %s: what comes before them never came', first_seq,
             next_seq - 1), sha256(bytes), bytes, partition, message_offset
         from held on conflict do nothing",
    )
    .bind(log.station.as_str())
    .bind(i64::from(log.incarnation.0))
    .bind(reason)
    .execute(connection)
    .await?;
    Ok(())
}
