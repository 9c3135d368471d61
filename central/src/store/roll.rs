//! The roll: voters as stations, topics and packages have them.

use jiff::Timestamp;
use pollstream_protocol::ids::{ElectionId, Incarnation, StationId, VoterId};
use pollstream_protocol::roll::{CheckInStatus, RollUpdate};
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::intake::unsigned;
use super::{CopyRow, CopyRows, Store, StoreError, Table};

const COLUMNS: &str = "v.voter_id, registration_number, name, date_of_birth::text as born, gender, nationality, street,
    city, state, country, postcode, email, phone, cell, picture, accreditation, polling_station, v.ballot_style,
    extract(epoch from registered_at)::bigint as registered, version,
    c.station_id, c.incarnation, c.seq, extract(epoch from c.at)::bigint as checked_in_at";

const JOIN: &str = "from voter v left join lateral (
        select station_id, incarnation, seq, at from check_in
        where check_in.voter_id = v.voter_id and not undone
        order by at, station_id, incarnation, seq limit 1
    ) c on true";

fn bad(error: impl std::fmt::Display) -> StoreError {
    StoreError::corrupt("voter", error)
}

fn update_from(row: &PgRow, election: &ElectionId) -> Result<RollUpdate, StoreError> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let station = |name: String| StationId::try_from(name).map_err(bad);
    let polling_station = station(text("polling_station")?)?;
    let voter = VoterRecord {
        voter_id: VoterId(row.try_get("voter_id")?),
        registration_number: text("registration_number")?,
        name: text("name")?,
        date_of_birth: text("born")?.parse().map_err(bad)?,
        gender: text("gender")?,
        nationality: text("nationality")?,
        address: Address {
            street: text("street")?,
            city: text("city")?,
            state: text("state")?,
            country: text("country")?,
            postcode: text("postcode")?,
        },
        email: text("email")?,
        phone: text("phone")?,
        cell: text("cell")?,
        picture: text("picture")?,
        accreditation: Accreditation::from_name(&text("accreditation")?)
            .ok_or_else(|| bad("accreditation"))?,
        polling_station: polling_station.clone(),
        ballot_style: text("ballot_style")?.try_into().map_err(bad)?,
        registered_at: Timestamp::from_second(row.try_get("registered")?).map_err(bad)?,
    };
    let check_in = match row.try_get::<Option<String>, _>("station_id")? {
        None => None,
        Some(at_station) => Some(CheckInStatus {
            station: station(at_station)?,
            incarnation: Incarnation(u32::try_from(row.try_get::<i32, _>("incarnation")?).map_err(bad)?),
            seq: unsigned(row.try_get("seq")?),
            at: Timestamp::from_second(row.try_get("checked_in_at")?).map_err(bad)?,
        }),
    };
    let version = unsigned(row.try_get("version")?);
    Ok(RollUpdate {
        election: election.clone(),
        polling_station,
        version,
        voter,
        check_in,
    })
}

impl Store {
    /// The roll of a polling station, as its package carries it.
    pub async fn roll_of(
        &self,
        election: &ElectionId,
        station: &StationId,
    ) -> Result<Vec<RollUpdate>, StoreError> {
        let mut connection = self.pool().acquire().await?;
        roll_in(&mut connection, election, station).await
    }
}

/// The roll of a polling station, as `connection` sees it.
pub(crate) async fn roll_in(
    connection: &mut PgConnection,
    election: &ElectionId,
    station: &StationId,
) -> Result<Vec<RollUpdate>, StoreError> {
    let sql = format!("select {COLUMNS} {JOIN} where polling_station = $1 order by v.voter_id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(station.as_str())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| update_from(row, election)).collect()
}

/// The next version of these voters' roll entries, within the caller's transaction.
pub(crate) async fn next_versions(
    connection: &mut PgConnection,
    election: &ElectionId,
    voters: &[Uuid],
) -> Result<Vec<RollUpdate>, StoreError> {
    sqlx::query("update voter set version = version + 1 where voter_id = any($1)")
        .bind(voters)
        .execute(&mut *connection)
        .await?;
    let sql = format!("select {COLUMNS} {JOIN} where v.voter_id = any($1) order by v.voter_id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(voters)
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| update_from(row, election)).collect()
}

/// Voters for whom `condition` holds, a constant of this crate that speaks of `$1`, a list of voter ids.
pub(crate) async fn voters_where(
    connection: &mut PgConnection,
    election: &ElectionId,
    condition: &'static str,
    ids: &[Uuid],
) -> Result<Vec<VoterRecord>, StoreError> {
    let sql = format!("select {COLUMNS} {JOIN} where {condition} order by registered_at, v.voter_id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(ids)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| update_from(row, election).map(|update| update.voter))
        .collect()
}

/// Adds to the counts that a polling station keeps of its roll.
pub(crate) async fn add_to_counts(
    connection: &mut PgConnection,
    station: &str,
    registered: i64,
    accredited: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update polling_station set registered = registered + $2, accredited = accredited + $3
         where station_id = $1",
    )
    .bind(station)
    .bind(registered)
    .bind(accredited)
    .execute(connection)
    .await?;
    Ok(())
}

/// A voter's record as central stores it.
pub(crate) const VOTER: Table = Table::new(
    "voter",
    "voter_id uuid, registration_number text, name text, date_of_birth date, gender text, nationality text,
     street text, city text, state text, country text, postcode text, email text, phone text, cell text,
     picture text, accreditation text, polling_station text, ballot_style text, registered_at timestamptz,
     registered_by_station text",
);

/// Adds a row of [`VOTER`]. `registered_by` is the station of a registration, `None` for a roll file's voters.
pub(crate) fn copy_voter<'r>(
    rows: &'r mut CopyRows,
    voter: &VoterRecord,
    registered_by: Option<&StationId>,
) -> CopyRow<'r> {
    let row = rows
        .row()
        .plain(voter.voter_id)
        .text(&voter.registration_number)
        .text(&voter.name)
        .plain(voter.date_of_birth)
        .text(&voter.gender)
        .text(&voter.nationality)
        .text(&voter.address.street)
        .text(&voter.address.city)
        .text(&voter.address.state)
        .text(&voter.address.country)
        .text(&voter.address.postcode)
        .text(&voter.email)
        .text(&voter.phone)
        .text(&voter.cell)
        .text(&voter.picture)
        .plain(voter.accreditation.as_str())
        .text(voter.polling_station.as_str())
        .text(voter.ballot_style.as_str())
        .plain(voter.registered_at);
    match registered_by {
        Some(station) => row.text(station.as_str()),
        None => row.null(),
    }
}
