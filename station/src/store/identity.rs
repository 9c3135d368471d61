//! Who this station is: written once, the definition replaced by its revisions.

use std::path::Path;

use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::ids::{ElectionId, Incarnation, StationId};
use pollstream_protocol::signed::{VerifyingKey, verifying_key};
use sqlx::{Row, SqliteConnection};

use super::change::Change;
use super::rows::{bytes, number, parsed};
use super::{NewRow, Reader};
use crate::error::StationError;
use crate::options::Durability;

/// What the station package said about this station.
pub(crate) struct Identity {
    pub(crate) election: ElectionId,
    pub(crate) station: StationId,
    pub(crate) incarnation: Incarnation,
    pub(crate) public_key: VerifyingKey,
    pub(crate) authority: VerifyingKey,
    pub(crate) kafka: String,
    pub(crate) topic_prefix: String,
    pub(crate) kafka_options: Vec<(String, String)>,
    pub(crate) definition: SignedDefinition,
}

impl Identity {
    /// Makes a store that holds the package: identity and roll, an empty log, polls not opened.
    pub(crate) async fn create(
        path: &Path,
        durability: Durability,
        package: &StationPackage,
    ) -> Result<(), StationError> {
        let incarnation = package.enrolment.incarnation;
        let roll: Vec<_> = package
            .roll
            .iter()
            .map(|u| NewRow::from_update(u, incarnation))
            .collect();
        super::open::create(path, durability, package, &roll).await
    }

    /// Reads it back.
    pub(crate) async fn load(reader: &Reader) -> Result<Self, StationError> {
        let row = sqlx::query("SELECT * FROM station")
            .fetch_optional(&reader.pool)
            .await?
            .ok_or(StationError::Damaged("no station in it"))?;
        let key = |column| -> Result<VerifyingKey, StationError> {
            verifying_key(&bytes::<32>(&row, column)?).map_err(|_| StationError::Damaged(column))
        };
        let authority = key("authority_key")?;
        let definition = SignedDefinition::open(row.try_get("definition")?, &authority)?;
        Ok(Identity {
            election: parsed(&row, "election")?,
            station: parsed(&row, "station")?,
            incarnation: Incarnation(
                u32::try_from(number(&row, "incarnation")?)
                    .map_err(|_| StationError::Damaged("incarnation"))?,
            ),
            public_key: key("public_key")?,
            authority,
            kafka: row.try_get("kafka")?,
            topic_prefix: row.try_get("topic_prefix")?,
            kafka_options: serde_json::from_str(row.try_get("kafka_options")?)
                .map_err(|_| StationError::Damaged("kafka_options"))?,
            definition,
        })
    }
}

/// Writes it, in the caller's transaction.
pub(super) async fn insert(
    conn: &mut SqliteConnection,
    package: &StationPackage,
) -> Result<(), StationError> {
    let enrolment = &package.enrolment;
    let options =
        serde_json::to_string(&package.kafka_options).map_err(|_| StationError::Damaged("kafka_options"))?;
    sqlx::query("INSERT INTO station VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(package.definition.as_bytes().to_vec())
        .bind(enrolment.election.to_string())
        .bind(enrolment.station.to_string())
        .bind(i64::from(enrolment.incarnation.0))
        .bind(enrolment.public_key.as_bytes().to_vec())
        .bind(package.authority.as_bytes().to_vec())
        .bind(package.kafka.clone())
        .bind(package.topic_prefix.clone())
        .bind(options)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "INSERT INTO progress VALUES (1, 'not_opened', 0, 0, 0, 0, 0, 0, 0);
         INSERT INTO sync VALUES (1, 0, NULL, 'active', '', NULL)",
    )
    .execute(conn)
    .await?;
    Ok(())
}

impl Change {
    /// Replaces the definition by a revision.
    pub(crate) fn put_definition(&mut self, definition: &SignedDefinition) {
        self.add("UPDATE station SET definition = ?;")
            .bind(definition.as_bytes().to_vec());
    }
}
