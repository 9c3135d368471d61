//! A revised definition in its tables. Only what differs is written; nothing is ever removed, because
//! [`pollstream_protocol::definition::revision_faults`] lets nothing go.

use std::collections::HashMap;
use std::hash::Hash;

use pollstream_protocol::definition::{Candidate, Contest, ElectionDefinition, SignedDefinition};
use sqlx::PgConnection;

use super::StoreError;
use super::election::{ElectionRecord, ElectionStatus, place_of_district, place_of_station, record};

/// The election, locked until the transaction ends: nobody else revises it, closes it or takes ballots in.
pub(crate) async fn election_for_update(connection: &mut PgConnection) -> Result<ElectionRecord, StoreError> {
    let row = sqlx::query_as("select definition, authority_key, status from election for update")
        .fetch_optional(connection)
        .await?;
    record(row.ok_or(StoreError::NoElection)?)
}

/// Sets where the election stands; `false` if it did not stand at `from`.
pub(crate) async fn advance_status(
    connection: &mut PgConnection,
    from: ElectionStatus,
    to: ElectionStatus,
) -> Result<bool, StoreError> {
    let updated = sqlx::query("update election set status = $2 where status = $1")
        .bind(from.as_str())
        .bind(to.as_str())
        .execute(connection)
        .await?;
    Ok(updated.rows_affected() > 0)
}

/// What is in `new` and was not, or was different, in `old`.
fn changed<'a, T: PartialEq, K: Hash + Eq>(
    old: &[T],
    new: &'a [T],
    id: impl Fn(&T) -> &K,
) -> Vec<(i32, &'a T)> {
    let known: HashMap<&K, (usize, &T)> = (old.iter().enumerate())
        .map(|(order, item)| (id(item), (order, item)))
        .collect();
    let differs = |(order, item): &(usize, &T)| known.get(id(item)) != Some(&(*order, *item));
    (new.iter().enumerate().filter(differs))
        .map(|(order, item)| (i32::try_from(order).unwrap_or(i32::MAX), item))
        .collect()
}

/// Replaces the definition, and writes what it changes.
pub(crate) async fn replace(
    connection: &mut PgConnection,
    old: &ElectionDefinition,
    new: &SignedDefinition,
) -> Result<(), StoreError> {
    let definition = &new.definition;
    sqlx::query("update election set title = $1, version = $2, definition = $3")
        .bind(&definition.title)
        .bind(i32::try_from(new.version).unwrap_or(i32::MAX))
        .bind(new.as_bytes())
        .execute(&mut *connection)
        .await?;
    for (_, party) in changed(&old.parties, &definition.parties, |p| &p.id) {
        sqlx::query(
            "insert into party (party_id, name, abbreviation) values ($1, $2, $3)
             on conflict (party_id) do update set name = $2, abbreviation = $3",
        )
        .bind(party.id.as_str())
        .bind(&party.name)
        .bind(&party.abbreviation)
        .execute(&mut *connection)
        .await?;
    }
    for (order, contest) in changed(&old.contests, &definition.contests, |c| &c.id) {
        sqlx::query("update contest set title = $2, ballot_order = $3 where contest_id = $1")
            .bind(contest.id.as_str())
            .bind(&contest.title)
            .bind(order)
            .execute(&mut *connection)
            .await?;
        let before = old.contest(&contest.id).map_or(&[][..], |c| &c.candidates);
        for (order, candidate) in changed(before, &contest.candidates, |c| &c.id) {
            put_candidate(connection, contest, candidate, order).await?;
        }
    }
    replace_places(connection, old, definition).await
}

async fn put_candidate(
    connection: &mut PgConnection,
    contest: &Contest,
    candidate: &Candidate,
    order: i32,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into candidate (candidate_id, contest_id, name, party_id, accreditation, picture, biography,
             platform, ballot_order)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (candidate_id) do update set name = $3, party_id = $4, accreditation = $5, picture = $6,
             biography = $7, platform = $8, ballot_order = $9",
    )
    .bind(candidate.id.as_str())
    .bind(contest.id.as_str())
    .bind(&candidate.name)
    .bind(
        candidate
            .party
            .as_ref()
            .map(pollstream_protocol::ids::PartyId::as_str),
    )
    .bind(candidate.accreditation.as_str())
    .bind(&candidate.picture)
    .bind(&candidate.biography)
    .bind(&candidate.platform)
    .bind(order)
    .execute(connection)
    .await?;
    Ok(())
}

async fn replace_places(
    connection: &mut PgConnection,
    old: &ElectionDefinition,
    new: &ElectionDefinition,
) -> Result<(), StoreError> {
    for district in (new.districts.iter()).filter(|d| old.district(&d.id) != Some(d)) {
        sqlx::query(
            "insert into district (district_id, name, parent_id) values ($1, $2, $3)
             on conflict (district_id) do update set name = $2",
        )
        .bind(district.id.as_str())
        .bind(&district.name)
        .bind(
            district
                .parent
                .as_ref()
                .map(pollstream_protocol::ids::DistrictId::as_str),
        )
        .execute(&mut *connection)
        .await?;
    }
    for station in (new.polling_stations.iter()).filter(|s| old.polling_station(&s.id) != Some(s)) {
        let styles: Vec<&str> = (station.ballot_styles.iter())
            .map(pollstream_protocol::ids::BallotStyleId::as_str)
            .collect();
        sqlx::query(
            "insert into polling_station (station_id, name, district_id, address, ballot_styles)
             values ($1, $2, $3, $4, $5)
             on conflict (station_id) do update set name = $2, address = $4",
        )
        .bind(station.id.as_str())
        .bind(&station.name)
        .bind(station.district.as_str())
        .bind(&station.address)
        .bind(styles)
        .execute(&mut *connection)
        .await?;
        let districts = new.districts_above(&station.id).into_iter();
        let places: Vec<String> = districts
            .map(|d| place_of_district(d.id.as_str()))
            .chain([place_of_station(station.id.as_str())])
            .collect();
        sqlx::query(
            "insert into place (place_id, station_id) select p, $2 from unnest($1::text[]) p on conflict do nothing",
        )
        .bind(places)
        .bind(station.id.as_str())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
