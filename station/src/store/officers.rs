//! Officers and their PINs.

use std::time::Duration;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteExecutor};

use super::rows::{number, optional_uuid, uuid};
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
    /// Who alone added the officer or set the PIN; `None`: confirmed.
    pub(crate) vouched_by: Option<OfficerId>,
}

impl OfficerRow {
    pub(crate) fn officer(&self, wait: Option<Duration>) -> Officer {
        Officer {
            id: self.id,
            name: self.name.clone(),
            role: self.role,
            wait,
            vouched_by: self.vouched_by,
        }
    }
}

fn officer_row(row: &SqliteRow) -> Result<OfficerRow, StationError> {
    Ok(OfficerRow {
        id: OfficerId(uuid(row, "id")?),
        name: row.try_get("name")?,
        role: Role::from_name(row.try_get("role")?).ok_or(StationError::Damaged("role"))?,
        pin: row.try_get("pin")?,
        failures: u32::try_from(number(row, "failures")?).map_err(|_| StationError::Damaged("failures"))?,
        vouched_by: optional_uuid(row, "vouched_by")?.map(OfficerId),
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
            .bind(officer.vouched_by.map(|by| by.0.as_bytes().to_vec()));
    }

    /// Removes an officer.
    pub(crate) fn remove_officer(&mut self, officer: OfficerId) {
        self.add("DELETE FROM officer WHERE id = ?;")
            .bind(officer.0.as_bytes().to_vec());
    }

    /// Counts wrong PINs.
    pub(crate) fn count_failures(&mut self, officer: OfficerId, failures: u32) {
        self.add("UPDATE officer SET failures = ? WHERE id = ?;")
            .bind(i64::from(failures))
            .bind(officer.0.as_bytes().to_vec());
    }

    /// Notes who vouches for an officer; nobody needs to when it is `None`.
    pub(crate) fn vouch(&mut self, officer: OfficerId, by: Option<OfficerId>) {
        self.add("UPDATE officer SET vouched_by = ? WHERE id = ?;")
            .bind(by.map(|by| by.0.as_bytes().to_vec()))
            .bind(officer.0.as_bytes().to_vec());
    }
}
