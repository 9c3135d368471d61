//! Reading the log.

use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::entry::{Entry, EntryKind};
use pollstream_protocol::limits::MAX_SEGMENT_ENTRIES;
use pollstream_protocol::segment::cut;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{bytes, number, signed};
use super::{Reader, Writer};
use crate::error::StationError;

/// An entry with its number.
pub(crate) struct StoredEntry {
    pub(crate) seq: u64,
    pub(crate) entry: Entry,
}

impl Reader {
    /// Up to `limit` entries from number `from`.
    pub(crate) async fn entries(&self, from: u64, limit: u64) -> Result<Vec<StoredEntry>, StationError> {
        sqlx::query("SELECT seq, kind, payload FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?")
            .bind(signed(from))
            .bind(signed(limit))
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| {
                let entry = Entry {
                    kind: kind(row)?,
                    payload: row.try_get("payload")?,
                };
                Ok(StoredEntry {
                    seq: number(row, "seq")?,
                    entry,
                })
            })
            .collect()
    }

    /// As many entries from number `from` as go into one segment.
    pub(crate) async fn segment_entries(&self, from: u64) -> Result<Vec<Entry>, StationError> {
        // Sizes first: a batch is large, and payloads that do not fit would be read in vain.
        let sizes = sqlx::query(
            "SELECT kind, length(payload) AS size FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?",
        )
        .bind(signed(from))
        .bind(signed(MAX_SEGMENT_ENTRIES as u64))
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(|row| {
            let size = usize::try_from(number(row, "size")?).map_err(|_| StationError::Damaged("size"))?;
            Ok((kind(row)?, size))
        })
        .collect::<Result<Vec<_>, StationError>>()?;
        let count = cut(sizes);
        Ok(self
            .entries(from, count as u64)
            .await?
            .into_iter()
            .map(|e| e.entry)
            .collect())
    }

    /// The hash of entry `seq`.
    pub(crate) async fn hash(&self, seq: u64) -> Result<Option<EntryHash>, StationError> {
        sqlx::query(HASH)
            .bind(signed(seq))
            .fetch_optional(&self.pool)
            .await?
            .map(|row| bytes(&row, "hash"))
            .transpose()
    }
}

const HASH: &str = "SELECT hash FROM entry WHERE seq = ?";

impl Writer {
    /// The hash of entry `seq`.
    pub(crate) async fn hash(&mut self, seq: u64) -> Result<Option<EntryHash>, StationError> {
        sqlx::query(HASH)
            .bind(signed(seq))
            .fetch_optional(&mut self.conn)
            .await?
            .map(|row| bytes(&row, "hash"))
            .transpose()
    }
}

fn kind(row: &SqliteRow) -> Result<EntryKind, StationError> {
    let number: i32 = row.try_get("kind")?;
    EntryKind::from_number(number).map_err(|_| StationError::Damaged("kind"))
}
