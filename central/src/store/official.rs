//! Officials: who may sign in, and whether they may at the moment.

use jiff::Timestamp;
use pollstream_protocol::decision::{Newcomer, Role};
use pollstream_protocol::ids::OfficialId;
use serde::Serialize;
use sqlx::PgConnection;

use super::{Store, StoreError, moment};

/// An official as lists show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficialRow {
    /// The id with which the official signs in.
    pub id: OfficialId,
    /// Full name.
    pub name: String,
    /// What the official may do.
    pub role: Role,
    /// Signs in no more.
    pub disabled: bool,
    /// Failed sign-ins since the last one that succeeded.
    pub failures: i32,
    /// No sign-in is tried before.
    pub locked_until: Option<Timestamp>,
    /// Since when.
    pub added_at: Timestamp,
}

/// What a sign-in is checked against.
#[derive(Debug)]
pub(crate) struct Credentials {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) sealed_key: Vec<u8>,
    pub(crate) failures: i32,
    pub(crate) locked_until: Option<Timestamp>,
    pub(crate) disabled: bool,
}

type ListRow = (String, String, String, bool, i32, Option<i64>, i64);

fn role(name: &str) -> Result<Role, StoreError> {
    Role::from_name(name).ok_or_else(|| StoreError::corrupt("official.role", name))
}

impl Store {
    /// Every official, disabled ones too.
    pub async fn officials(&self) -> Result<Vec<OfficialRow>, StoreError> {
        let rows: Vec<ListRow> = sqlx::query_as(
            "select official_id, name, role, disabled, failures, extract(epoch from locked_until)::bigint,
                    extract(epoch from added_at)::bigint from official order by official_id",
        )
        .fetch_all(self.pool())
        .await?;
        let row = |(id, name, role_name, disabled, failures, locked, added): ListRow| {
            Ok(OfficialRow {
                id: (id.try_into()).map_err(|e| StoreError::corrupt("official.official_id", e))?,
                name,
                role: role(&role_name)?,
                disabled,
                failures,
                locked_until: locked.map(moment).transpose()?,
                added_at: moment(added)?,
            })
        };
        rows.into_iter().map(row).collect()
    }
}

/// What a sign-in is checked against, locked until the transaction ends: guesses are tried one after another.
pub(crate) async fn credentials(
    connection: &mut PgConnection,
    id: &OfficialId,
) -> Result<Option<Credentials>, StoreError> {
    type Row = (String, String, Vec<u8>, i32, Option<i64>, bool);
    let row: Option<Row> = sqlx::query_as(
        "select name, role, sealed_key, failures, extract(epoch from locked_until)::bigint, disabled
         from official where official_id = $1 for update",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?;
    row.map(|(name, role_name, sealed_key, failures, locked, disabled)| {
        Ok(Credentials {
            name,
            role: role(&role_name)?,
            sealed_key,
            failures,
            locked_until: locked.map(moment).transpose()?,
            disabled,
        })
    })
    .transpose()
}

/// Notes how a sign-in ended.
pub(crate) async fn note_sign_in(
    connection: &mut PgConnection,
    id: &OfficialId,
    failures: i32,
    locked_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    sqlx::query(
        "update official set failures = $2, locked_until = to_timestamp($3::bigint) where official_id = $1",
    )
    .bind(id.as_str())
    .bind(failures)
    .bind(locked_until.map(Timestamp::as_second))
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds an official, or gives them another name, role or key.
pub(crate) async fn put(
    connection: &mut PgConnection,
    newcomer: &Newcomer,
    sealed_key: &[u8],
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into official (official_id, name, role, public_key, sealed_key) values ($1, $2, $3, $4, $5)
         on conflict (official_id) do update set name = $2, role = $3, public_key = $4, sealed_key = $5,
             failures = 0, locked_until = null",
    )
    .bind(newcomer.official.as_str())
    .bind(&newcomer.name)
    .bind(newcomer.role.as_str())
    .bind(newcomer.public_key.as_bytes().as_slice())
    .bind(sealed_key)
    .execute(connection)
    .await?;
    Ok(())
}

/// Disables an official.
pub(crate) async fn disable(connection: &mut PgConnection, id: &OfficialId) -> Result<(), StoreError> {
    sqlx::query("update official set disabled = true where official_id = $1")
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
