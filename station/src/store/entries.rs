//! Reading the log.

use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::entry::{Entry, EntryBody, EntryKind};
use pollstream_protocol::limits::MAX_SEGMENT_ENTRIES;
use pollstream_protocol::segment::cut;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row};

use super::rows::{bytes, number, signed};
use super::{Reader, Writer};
use crate::error::StationError;

/// An entry with its number.
pub(crate) struct StoredEntry {
    pub(crate) seq: u64,
    pub(crate) entry: Entry,
}

impl StoredEntry {
    /// What it records.
    pub(crate) fn decode(&self) -> Result<EntryBody, StationError> {
        (self.entry.decode()).map_err(|_| StationError::Damaged("an entry of the log"))
    }
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
            .map(stored_entry)
            .collect()
    }

    /// Up to `limit` entries before number `before`, newest first, of some kinds; of all when none is named.
    pub(crate) async fn entries_before(
        &self,
        before: u64,
        limit: u64,
        kinds: &[EntryKind],
    ) -> Result<Vec<StoredEntry>, StationError> {
        let mut query = QueryBuilder::new("SELECT seq, kind, payload FROM entry WHERE seq < ");
        query.push_bind(signed(before));
        if !kinds.is_empty() {
            query.push(" AND kind IN (");
            let mut list = query.separated(", ");
            for kind in kinds {
                list.push_bind(i64::from(kind.number()));
            }
            query.push(")");
        }
        query.push(" ORDER BY seq DESC LIMIT ").push_bind(signed(limit));
        let rows = query.build().fetch_all(&self.pool).await?;
        rows.iter().map(stored_entry).collect()
    }

    /// How many entries of a kind there are.
    pub(crate) async fn count(&self, kind: EntryKind) -> Result<u64, StationError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM entry WHERE kind = ?")
            .bind(i64::from(kind.number()))
            .fetch_one(&self.pool)
            .await?;
        Ok(count.cast_unsigned())
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

fn stored_entry(row: &SqliteRow) -> Result<StoredEntry, StationError> {
    let entry = Entry {
        kind: kind(row)?,
        payload: row.try_get("payload")?,
    };
    Ok(StoredEntry {
        seq: number(row, "seq")?,
        entry,
    })
}

fn kind(row: &SqliteRow) -> Result<EntryKind, StationError> {
    let number: i32 = row.try_get("kind")?;
    EntryKind::from_number(number).map_err(|_| StationError::Damaged("kind"))
}
