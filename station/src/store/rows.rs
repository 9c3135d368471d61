//! From columns to types and back. What does not parse was not written by this program.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::error::StationError;

/// Numbers are at most 2^63 - 1 by the contract, so that they fit SQLite's integers.
pub(super) fn signed(number: u64) -> i64 {
    number.cast_signed()
}

pub(super) fn number(row: &SqliteRow, column: &'static str) -> Result<u64, StationError> {
    u64::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StationError::Damaged(column))
}

pub(super) fn bytes<const N: usize>(row: &SqliteRow, column: &'static str) -> Result<[u8; N], StationError> {
    let blob: &[u8] = row.try_get(column)?;
    blob.try_into().map_err(|_| StationError::Damaged(column))
}

pub(super) fn uuid(row: &SqliteRow, column: &'static str) -> Result<Uuid, StationError> {
    Ok(Uuid::from_bytes(bytes(row, column)?))
}

pub(super) fn optional_uuid(row: &SqliteRow, column: &'static str) -> Result<Option<Uuid>, StationError> {
    let blob: Option<&[u8]> = row.try_get(column)?;
    blob.map(|b| Uuid::from_slice(b).map_err(|_| StationError::Damaged(column)))
        .transpose()
}

pub(super) fn parsed<T: std::str::FromStr>(row: &SqliteRow, column: &'static str) -> Result<T, StationError> {
    let text: &str = row.try_get(column)?;
    text.parse().map_err(|_| StationError::Damaged(column))
}

pub(super) fn time(seconds: i64, column: &'static str) -> Result<Timestamp, StationError> {
    Timestamp::from_second(seconds).map_err(|_| StationError::Damaged(column))
}
