//! Registrations that wait for a decision, with whom they may be already.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use pollstream_protocol::ids::{ElectionId, StationId, VoterId};
use pollstream_protocol::voter::{Accreditation, VoterRecord, looks_like_same_person};
use serde::Serialize;
use sqlx::types::Json;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::intake::signed;
use super::roll::{self, voters_where};
use super::{Store, StoreError, moment};

/// The same registration number, registered again elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The station that registered it.
    pub station: StationId,
    /// The record as that station wrote it.
    pub voter: VoterRecord,
    /// When central learned of it.
    pub at: Timestamp,
}

/// A registration that waits for a decision, and everything to be laid beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistrationRow {
    /// The record.
    pub voter: VoterRecord,
    /// The station that registered the voter; absent when the voter came with a roll file.
    pub registered_by: Option<StationId>,
    /// The same number, registered again elsewhere.
    pub claims: Vec<Claim>,
    /// Voters of the same name and date of birth under other numbers.
    pub look_alikes: Vec<VoterRecord>,
}

type ClaimRow = (Uuid, String, Json<VoterRecord>, i64);

impl Store {
    /// Registrations that wait for a decision, oldest first, and accredited ones that were registered again.
    pub async fn pending_registrations(&self, limit: i64) -> Result<Vec<RegistrationRow>, StoreError> {
        let election = self.election().await?.definition.definition.id;
        let mut connection = self.pool().acquire().await?;
        let pending: Vec<Uuid> = sqlx::query_scalar(
            "select voter_id from voter v where accreditation = 'pending' or exists (
                 select from duplicate_registration d where d.voter_id = v.voter_id and d.decision is null)
             order by registered_at, voter_id limit $1",
        )
        .bind(limit)
        .fetch_all(&mut *connection)
        .await?;
        let voters = voters_where(&mut connection, &election, "v.voter_id = any($1)", &pending).await?;
        let by: Vec<(Uuid, Option<String>)> =
            sqlx::query_as("select voter_id, registered_by_station from voter where voter_id = any($1)")
                .bind(&pending)
                .fetch_all(&mut *connection)
                .await?;
        let mut by: BTreeMap<Uuid, Option<String>> = by.into_iter().collect();
        let mut claims: BTreeMap<VoterId, Vec<Claim>> = BTreeMap::new();
        for (voter, claim) in claims_of(&mut connection, &pending).await? {
            claims.entry(voter).or_default().push(claim);
        }
        let same_day = born_like(&mut connection, &election, &pending).await?;
        voters
            .into_iter()
            .map(|voter| {
                let station = by.remove(&voter.voter_id.0).flatten();
                let same = |other: &&VoterRecord| {
                    other.voter_id != voter.voter_id && looks_like_same_person(&voter, other)
                };
                let born: &[VoterRecord] = same_day
                    .get(&voter.date_of_birth.to_string())
                    .map_or(&[], Vec::as_slice);
                Ok(RegistrationRow {
                    look_alikes: born.iter().filter(same).cloned().collect(),
                    registered_by: (station.map(TryInto::try_into).transpose())
                        .map_err(|e| StoreError::corrupt("voter.registered_by_station", e))?,
                    claims: claims.remove(&voter.voter_id).unwrap_or_default(),
                    voter,
                })
            })
            .collect()
    }
}

/// Everybody born on the same days as these voters, by day.
async fn born_like(
    connection: &mut PgConnection,
    election: &ElectionId,
    voters: &[Uuid],
) -> Result<BTreeMap<String, Vec<VoterRecord>>, StoreError> {
    let condition = "date_of_birth in (select distinct date_of_birth from voter where voter_id = any($1))";
    let mut born: BTreeMap<String, Vec<VoterRecord>> = BTreeMap::new();
    for voter in voters_where(connection, election, condition, voters).await? {
        born.entry(voter.date_of_birth.to_string())
            .or_default()
            .push(voter);
    }
    Ok(born)
}

/// Keeps a registration under a number that is on record already. The first one of a station stays.
pub(crate) async fn keep_duplicate(
    connection: &mut PgConnection,
    station: &StationId,
    voter: &VoterRecord,
) -> Result<(), StoreError> {
    // JSON may hold NUL escaped, which jsonb refuses.
    let record = serde_json::to_string(voter)
        .unwrap_or_default()
        .replace("\\u0000", "\u{fffd}");
    sqlx::query(
        "insert into duplicate_registration (voter_id, station_id, record) values ($1, $2, $3::jsonb)
         on conflict do nothing",
    )
    .bind(voter.voter_id.0)
    .bind(station.as_str())
    .bind(record)
    .execute(connection)
    .await?;
    Ok(())
}

/// Registrations under a voter's number elsewhere, on which nobody has decided.
pub(crate) async fn open_claims(
    connection: &mut PgConnection,
    voter: VoterId,
) -> Result<Vec<Claim>, StoreError> {
    let claims = claims_of(connection, &[voter.0]).await?;
    Ok(claims.into_iter().map(|(_, claim)| claim).collect())
}

/// Whether a check-in of the voter stands.
pub(crate) async fn is_checked_in(connection: &mut PgConnection, voter: VoterId) -> Result<bool, StoreError> {
    let query = "select exists (select from check_in where voter_id = $1 and not undone)";
    Ok(sqlx::query_scalar(query)
        .bind(voter.0)
        .fetch_one(connection)
        .await?)
}

async fn claims_of(
    connection: &mut PgConnection,
    voters: &[Uuid],
) -> Result<Vec<(VoterId, Claim)>, StoreError> {
    let rows: Vec<ClaimRow> = sqlx::query_as(
        "select voter_id, station_id, record, extract(epoch from at)::bigint from duplicate_registration
         where voter_id = any($1) and decision is null order by voter_id, at, station_id",
    )
    .bind(voters)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(voter, station, record, at)| {
            let claim = Claim {
                station: (station.try_into())
                    .map_err(|e| StoreError::corrupt("duplicate_registration.station_id", e))?,
                voter: record.0,
                at: moment(at)?,
            };
            Ok((VoterId(voter), claim))
        })
        .collect()
}

/// Where a voter stands and on whose roll, locked until the transaction ends.
pub(crate) async fn lock_voter(
    connection: &mut PgConnection,
    voter: VoterId,
) -> Result<Option<(Accreditation, StationId)>, StoreError> {
    let row = sqlx::query("select accreditation, polling_station from voter where voter_id = $1 for update")
        .bind(voter.0)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        let accreditation: String = row.try_get(0)?;
        let station: String = row.try_get(1)?;
        Ok((
            Accreditation::from_name(&accreditation)
                .ok_or_else(|| StoreError::corrupt("voter.accreditation", &accreditation))?,
            (station.try_into()).map_err(|e| StoreError::corrupt("voter.polling_station", e))?,
        ))
    })
    .transpose()
}

/// Writes where a voter stands now, on whose roll, and by which decision; keeps the stations' counts. What was
/// reported of a second registration is dealt with by it.
pub(crate) async fn decide(
    connection: &mut PgConnection,
    voter: &VoterRecord,
    from: (Accreditation, &StationId),
    decision: u64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update voter set accreditation = $2, polling_station = $3, ballot_style = $4, decision = $5
         where voter_id = $1",
    )
    .bind(voter.voter_id.0)
    .bind(voter.accreditation.as_str())
    .bind(voter.polling_station.as_str())
    .bind(voter.ballot_style.as_str())
    .bind(signed(decision))
    .execute(&mut *connection)
    .await?;
    for handled in [
        "update duplicate_registration set decision = $2 where voter_id = $1 and decision is null",
        "update incident set decision = $2
         where voter_id = $1 and kind = 'duplicate_registration' and decision is null",
    ] {
        sqlx::query(handled)
            .bind(voter.voter_id.0)
            .bind(signed(decision))
            .execute(&mut *connection)
            .await?;
    }
    let counted = |accreditation| i64::from(accreditation == Accreditation::Accredited);
    let mut changes: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    let old = changes.entry(from.1.as_str()).or_default();
    *old = (old.0 - 1, old.1 - counted(from.0));
    let new = changes.entry(voter.polling_station.as_str()).or_default();
    *new = (new.0 + 1, new.1 + counted(voter.accreditation));
    // In the order of their ids, so that two decisions cannot wait for each other.
    for (station, (registered, accredited)) in changes {
        roll::add_to_counts(connection, station, registered, accredited).await?;
    }
    Ok(())
}

/// The polling stations that may hold a copy of a voter's record: whoever registered it.
pub(crate) async fn holders(
    connection: &mut PgConnection,
    voter: VoterId,
) -> Result<BTreeSet<StationId>, StoreError> {
    let names: Vec<String> = sqlx::query_scalar(
        "select station_id from duplicate_registration where voter_id = $1
         union select registered_by_station from voter where voter_id = $1 and registered_by_station is not null
         union select polling_station from voter where voter_id = $1",
    )
    .bind(voter.0)
    .fetch_all(connection)
    .await?;
    names
        .into_iter()
        .map(|name| (name.try_into()).map_err(|e| StoreError::corrupt("station_id", e)))
        .collect()
}
