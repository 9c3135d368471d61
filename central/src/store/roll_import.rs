//! What a roll import asks of the database, all within its transaction. Every row of the file stands in the
//! temporary table `incoming`, with its line.

use std::collections::{BTreeSet, HashMap};

use futures::TryStreamExt;
use jiff::civil::Date;
use pollstream_protocol::ids::{StationId, VoterId};
use pollstream_protocol::voter::Accreditation;
use sqlx::{AssertSqlSafe, PgConnection, Row};
use uuid::Uuid;

use super::intake::unsigned;
use super::roll::{VOTER, copy_voter};
use super::{CopyRows, Store, StoreError, Table};
use crate::roll_file::{Column, ReadVoter};

const INCOMING: Table = Table::new(
    "incoming",
    "voter_id uuid, registration_number text, name text, date_of_birth date, gender text, nationality text,
     street text, city text, state text, country text, postcode text, email text, phone text, cell text,
     picture text, accreditation text, polling_station text, ballot_style text, registered_at timestamptz,
     registered_by_station text, line bigint",
);

/// A voter of the roll as little as is needed to compare.
pub(crate) struct OnRoll {
    pub(crate) voter: VoterId,
    pub(crate) registration_number: String,
    pub(crate) name: String,
    pub(crate) date_of_birth: Date,
}

/// A voter of whom the file says something else than the roll.
pub(crate) struct Differing {
    pub(crate) voter: VoterId,
    pub(crate) line: u64,
    pub(crate) name: String,
    pub(crate) registration_number: String,
    /// What each compared column is on the roll, and in the file.
    pub(crate) values: Vec<(String, String)>,
    pub(crate) checked_in: bool,
    pub(crate) station: String,
    pub(crate) accreditation: Accreditation,
}

/// Makes the temporary table. Returns whether there are voters on the roll already.
pub(crate) async fn begin(connection: &mut PgConnection) -> Result<bool, StoreError> {
    sqlx::query(
        "create temporary table incoming (like voter including defaults, line bigint not null) on commit drop",
    )
    .execute(&mut *connection)
    .await?;
    Ok(sqlx::query_scalar("select exists (select from voter)")
        .fetch_one(connection)
        .await?)
}

/// Takes rows in; returns those voters who were not on the roll and are now.
pub(crate) async fn take(
    connection: &mut PgConnection,
    voters: &[ReadVoter],
) -> Result<BTreeSet<VoterId>, StoreError> {
    let Some(first) = voters.first() else {
        return Ok(BTreeSet::new());
    };
    let mut rows = CopyRows::default();
    for read in voters {
        copy_voter(&mut rows, &read.voter, None).plain(read.line);
    }
    Store::copy(connection, INCOMING, rows).await?;
    let columns = VOTER.names();
    let insert = format!(
        "insert into voter ({columns}) select {columns} from incoming where line >= $1
         on conflict (voter_id) do nothing returning voter_id"
    );
    let added: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(insert))
        .bind(i64::try_from(first.line).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    Ok(added.into_iter().map(VoterId).collect())
}

/// Goes through everybody who was on the roll and is not in the file.
pub(crate) async fn others(
    connection: &mut PgConnection,
    mut each: impl FnMut(OnRoll),
) -> Result<(), StoreError> {
    let mut rows = sqlx::query(
        "select voter_id, registration_number, name, date_of_birth::text from voter v
         where not exists (select from incoming i where i.voter_id = v.voter_id)",
    )
    .fetch(connection);
    while let Some(row) = rows.try_next().await? {
        let born: String = row.try_get(3)?;
        each(OnRoll {
            voter: VoterId(row.try_get(0)?),
            registration_number: row.try_get(1)?,
            name: row.try_get(2)?,
            date_of_birth: born
                .parse()
                .map_err(|e| StoreError::corrupt("voter.date_of_birth", e))?,
        });
    }
    Ok(())
}

/// The lines of these voters in the file.
pub(crate) async fn lines(
    connection: &mut PgConnection,
    voters: &[Uuid],
) -> Result<HashMap<VoterId, u64>, StoreError> {
    let rows: Vec<(Uuid, i64)> =
        sqlx::query_as("select voter_id, line from incoming where voter_id = any($1)")
            .bind(voters)
            .fetch_all(connection)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(voter, line)| (VoterId(voter), unsigned(line)))
        .collect())
}

/// Voters of whom the file says something else in these columns, by line.
pub(crate) async fn differing(
    connection: &mut PgConnection,
    columns: &[Column],
) -> Result<Vec<Differing>, StoreError> {
    let list = |alias: &str| {
        let names = columns.iter().map(|c| format!("{alias}.{}::text", c.as_str()));
        names.collect::<Vec<_>>().join(", ")
    };
    let (here, there) = (list("v"), list("i"));
    // Column names are constants of this crate.
    let sql = format!(
        "select v.voter_id, i.line, v.name, v.registration_number, array[{here}], array[{there}],
             exists (select from check_in c where c.voter_id = v.voter_id and not c.undone),
             v.polling_station, v.accreditation
         from incoming i join voter v using (voter_id)
         where ({here}) is distinct from ({there}) order by i.line"
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let (here, there): (Vec<String>, Vec<String>) = (row.try_get(4)?, row.try_get(5)?);
            let accreditation: String = row.try_get(8)?;
            Ok(Differing {
                voter: VoterId(row.try_get(0)?),
                line: unsigned(row.try_get(1)?),
                name: row.try_get(2)?,
                registration_number: row.try_get(3)?,
                values: here.into_iter().zip(there).collect(),
                checked_in: row.try_get(6)?,
                station: row.try_get(7)?,
                accreditation: Accreditation::from_name(&accreditation)
                    .ok_or_else(|| StoreError::corrupt("voter.accreditation", accreditation))?,
            })
        })
        .collect()
}

/// Takes over what the file says of these voters in these columns.
pub(crate) async fn take_over(
    connection: &mut PgConnection,
    columns: &[Column],
    voters: &[Uuid],
) -> Result<(), StoreError> {
    let set: Vec<String> = (columns.iter().map(|c| c.as_str()))
        .map(|name| format!("{name} = i.{name}"))
        .collect();
    let sql = format!(
        "update voter v set {} from incoming i where i.voter_id = v.voter_id and v.voter_id = any($1)",
        set.join(", ")
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(voters)
        .execute(connection)
        .await?;
    Ok(())
}

/// The stations that have a copy of these voters' records because they registered them.
pub(crate) async fn registered_by(
    connection: &mut PgConnection,
    voters: &[Uuid],
) -> Result<Vec<(VoterId, StationId)>, StoreError> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as(
        "select voter_id, station_id from duplicate_registration where voter_id = any($1)
         union select voter_id, registered_by_station from voter
         where voter_id = any($1) and registered_by_station is not null",
    )
    .bind(voters)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(voter, station)| {
            let station = station
                .try_into()
                .map_err(|e| StoreError::corrupt("station_id", e))?;
            Ok((VoterId(voter), station))
        })
        .collect()
}

/// The polling stations that are enrolled.
pub(crate) async fn enrolled(connection: &mut PgConnection) -> Result<BTreeSet<String>, StoreError> {
    let names: Vec<String> = sqlx::query_scalar("select distinct station_id from station")
        .fetch_all(connection)
        .await?;
    Ok(names.into_iter().collect())
}
