//! Officers and their PINs.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteExecutor};

use super::rows::{number, time, uuid};
use super::{Change, Reader, Writer};
use crate::error::StationError;
use crate::officers::{Officer, OfficerId, Role};

/// An officer as the store has it.
#[derive(Clone)]
pub(crate) struct OfficerRow {
    pub(crate) id: OfficerId,
    pub(crate) name: String,
    pub(crate) role: Role,
    /// The PIN, stretched and sealed.
    pub(crate) pin: Vec<u8>,
    /// Wrong PINs since the last right one.
    pub(crate) failures: u32,
    pub(crate) refused_until: Option<Timestamp>,
}

impl OfficerRow {
    pub(crate) fn officer(&self) -> Officer {
        Officer {
            id: self.id,
            name: self.name.clone(),
            role: self.role,
            refused_until: self.refused_until,
        }
    }
}

fn officer_row(row: &SqliteRow) -> Result<OfficerRow, StationError> {
    let refused_until: Option<i64> = row.try_get("refused_until")?;
    Ok(OfficerRow {
        id: OfficerId(uuid(row, "id")?),
        name: row.try_get("name")?,
        role: Role::from_name(row.try_get("role")?).ok_or(StationError::Damaged("role"))?,
        pin: row.try_get("pin")?,
        failures: u32::try_from(number(row, "failures")?).unwrap_or(u32::MAX),
        refused_until: refused_until.map(|s| time(s, "refused_until")).transpose()?,
    })
}

async fn all(db: impl SqliteExecutor<'_>) -> Result<Vec<OfficerRow>, StationError> {
    let rows = sqlx::query("SELECT * FROM officer ORDER BY name")
        .fetch_all(db)
        .await?;
    rows.iter().map(officer_row).collect()
}

impl Reader {
    /// Every officer, by name.
    pub(crate) async fn officers(&self) -> Result<Vec<OfficerRow>, StationError> {
        all(&self.pool).await
    }
}

impl Writer {
    /// Every officer as of the last commit, by name.
    pub(crate) async fn officers(&mut self) -> Result<Vec<OfficerRow>, StationError> {
        all(&mut self.conn).await
    }
}

impl Change {
    /// Adds an officer.
    pub(crate) fn put_officer(&mut self, officer: &OfficerRow) {
        self.add("INSERT INTO officer VALUES (?, ?, ?, ?, ?, ?);")
            .bind(officer.id.0.as_bytes().to_vec())
            .bind(officer.name.clone())
            .bind(officer.role.as_str())
            .bind(officer.pin.clone())
            .bind(i64::from(officer.failures))
            .bind(officer.refused_until.map(Timestamp::as_second));
    }

    /// Removes an officer.
    pub(crate) fn remove_officer(&mut self, officer: OfficerId) {
        self.add("DELETE FROM officer WHERE id = ?;")
            .bind(officer.0.as_bytes().to_vec());
    }

    /// Counts wrong PINs.
    pub(crate) fn count_failures(&mut self, officer: OfficerId, failures: u32, until: Option<Timestamp>) {
        self.add("UPDATE officer SET failures = ?, refused_until = ? WHERE id = ?;")
            .bind(i64::from(failures))
            .bind(until.map(Timestamp::as_second))
            .bind(officer.0.as_bytes().to_vec());
    }
}
