//! The best receipt so far.

use jiff::Timestamp;
use pollstream_protocol::receipt::Standing;
use sqlx::Row;

use super::rows::{number, signed, time};
use super::{Change, Reader};
use crate::error::StationError;
use crate::sync::SyncTrouble;

/// What is kept of receipts.
#[derive(Debug, Clone)]
pub(crate) struct SyncRow {
    pub(crate) receipted: u64,
    pub(crate) received_at: Option<Timestamp>,
    pub(crate) standing: Standing,
    pub(crate) refusal: String,
    pub(crate) trouble: Option<SyncTrouble>,
}

impl Change {
    /// Replaces it.
    pub(crate) fn put_sync(&mut self, sync: &SyncRow) {
        let trouble = sync
            .trouble
            .map(|t| serde_json::to_string(&t).unwrap_or_default());
        self.add("UPDATE sync SET receipted = ?, received_at = ?, standing = ?, refusal = ?, trouble = ?;")
            .bind(signed(sync.receipted))
            .bind(sync.received_at.map(Timestamp::as_second))
            .bind(sync.standing.as_str())
            .bind(sync.refusal.clone())
            .bind(trouble);
    }
}

impl Change {
    /// Notes that the roll is what central has.
    pub(crate) fn put_roll_heard(&mut self, at: Timestamp) {
        self.add("INSERT OR REPLACE INTO roll_heard VALUES (1, ?);")
            .bind(at.as_second());
    }
}

impl Reader {
    /// When the roll was last what central has.
    pub(crate) async fn roll_heard(&self) -> Result<Option<Timestamp>, StationError> {
        let at: Option<i64> = sqlx::query_scalar("SELECT at FROM roll_heard")
            .fetch_optional(&self.pool)
            .await?;
        at.map(|s| time(s, "roll_heard")).transpose()
    }

    /// Reads it.
    pub(crate) async fn sync(&self) -> Result<SyncRow, StationError> {
        let row = sqlx::query("SELECT * FROM sync")
            .fetch_optional(&self.pool)
            .await?
            .ok_or(StationError::Damaged("no sync in it"))?;
        let received_at: Option<i64> = row.try_get("received_at")?;
        let trouble: Option<&str> = row.try_get("trouble")?;
        Ok(SyncRow {
            receipted: number(&row, "receipted")?,
            received_at: received_at.map(|s| time(s, "received_at")).transpose()?,
            standing: Standing::from_name(row.try_get("standing")?)
                .ok_or(StationError::Damaged("standing"))?,
            refusal: row.try_get("refusal")?,
            trouble: trouble
                .map(|t| serde_json::from_str(t).map_err(|_| StationError::Damaged("trouble")))
                .transpose()?,
        })
    }
}
