//! Invitations of officials.

use pollstream_protocol::decision::Role;
use pollstream_protocol::ids::OfficialId;
use pollstream_protocol::signed::{VerifyingKey, verifying_key};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::StoreError;

/// Somebody who was invited to become an official.
#[derive(Debug, Clone)]
pub(crate) struct Invitation {
    pub(crate) id: OfficialId,
    pub(crate) name: String,
    pub(crate) role: Role,
    /// Of the one-time code, until it is used.
    pub(crate) code_hash: Option<[u8; 32]>,
    /// Wrong codes so far.
    pub(crate) failures: u32,
    /// Once accepted: the public key, and the secret one under the passphrase.
    pub(crate) key: Option<(VerifyingKey, Vec<u8>)>,
}

const COLUMNS: &str =
    "select official_id, name, role, code_hash, failures, public_key, sealed_key from official_invitation";

fn invitation(row: &PgRow) -> Result<Invitation, StoreError> {
    let corrupt = |e: &dyn std::fmt::Display| StoreError::corrupt("official_invitation", e);
    let role: String = row.try_get("role")?;
    let hash: Option<Vec<u8>> = row.try_get("code_hash")?;
    let public: Option<Vec<u8>> = row.try_get("public_key")?;
    let sealed: Option<Vec<u8>> = row.try_get("sealed_key")?;
    let public = public.map(|key| verifying_key(&key)).transpose();
    Ok(Invitation {
        id: (row.try_get::<String, _>("official_id")?.try_into()).map_err(|e| corrupt(&e))?,
        name: row.try_get("name")?,
        role: Role::from_name(&role).ok_or_else(|| corrupt(&role))?,
        code_hash: (hash.map(TryInto::try_into).transpose()).map_err(|_| corrupt(&"not 32 bytes"))?,
        failures: (row.try_get::<i32, _>("failures")?.try_into())
            .map_err(|e: std::num::TryFromIntError| corrupt(&e))?,
        key: public.map_err(|e| corrupt(&e))?.zip(sealed),
    })
}

/// Somebody's invitation, locked until the transaction ends.
pub(crate) async fn lock(
    connection: &mut PgConnection,
    id: &OfficialId,
) -> Result<Option<Invitation>, StoreError> {
    let sql = format!("{COLUMNS} where official_id = $1 for update");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(invitation).transpose()
}

/// Everybody who has accepted.
pub(crate) async fn accepted(connection: &mut PgConnection) -> Result<Vec<Invitation>, StoreError> {
    let sql = format!("{COLUMNS} where public_key is not null order by official_id for update");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .fetch_all(connection)
        .await?;
    rows.iter().map(invitation).collect()
}

/// Invites somebody; an earlier invitation is forgotten.
pub(crate) async fn put(
    connection: &mut PgConnection,
    invitation: &Invitation,
    invited_by: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into official_invitation (official_id, name, role, code_hash, invited_by)
         values ($1, $2, $3, $4, $5)
         on conflict (official_id) do update set name = $2, role = $3, code_hash = $4, invited_by = $5,
             failures = 0, public_key = null, sealed_key = null, at = now()",
    )
    .bind(invitation.id.as_str())
    .bind(&invitation.name)
    .bind(invitation.role.as_str())
    .bind(invitation.code_hash.map(Vec::from))
    .bind(invited_by)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes a wrong code.
pub(crate) async fn note_failure(connection: &mut PgConnection, id: &OfficialId) -> Result<(), StoreError> {
    sqlx::query("update official_invitation set failures = failures + 1 where official_id = $1")
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// The code was used: keeps the key, and the code never again.
pub(crate) async fn accept(
    connection: &mut PgConnection,
    id: &OfficialId,
    key: &VerifyingKey,
    sealed: &[u8],
) -> Result<(), StoreError> {
    sqlx::query(
        "update official_invitation set code_hash = null, public_key = $2, sealed_key = $3
         where official_id = $1",
    )
    .bind(id.as_str())
    .bind(key.as_bytes().as_slice())
    .bind(sealed)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets an invitation: it has led to a decision.
pub(crate) async fn forget(connection: &mut PgConnection, id: &OfficialId) -> Result<(), StoreError> {
    sqlx::query("delete from official_invitation where official_id = $1")
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
