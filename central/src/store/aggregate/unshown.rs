//! What is counted and not shown: the state of the publication rule, kept with the totals.

use pollstream_count::publication::{Geography, Place, Publication, Unshown};
use pollstream_protocol::ids::{ContestId, StationId};
use pollstream_protocol::tally::{ContestTally, Tally};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::store::StoreError;
use crate::store::election::{ElectionStatus, place_of_district, place_of_station};

/// Held while the table is changed: a row of a district belongs to many stations.
const UNSHOWN_LOCK: i64 = 0x706f_6c6c_756e_7368;

/// The rule's circumstances.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Showing<'a> {
    pub(crate) geography: &'a Geography,
    pub(crate) min_batch: u64,
}

/// Takes in what was counted together, in the transaction that adds it to the totals.
pub(crate) async fn count(
    connection: &mut PgConnection,
    showing: Showing<'_>,
    counted: &[(StationId, Tally)],
) -> Result<(), StoreError> {
    let mut contests = counted.iter().flat_map(|(_, tally)| tally.contests.values());
    if contests.all(|c| c.ballots >= showing.min_batch) && !any(connection).await? {
        return Ok(());
    }
    let mut publication = lock(connection).await?;
    for (station, tally) in counted {
        publication.count(showing.geography, station, tally, showing.min_batch);
    }
    settle(connection, showing, publication).await
}

/// Shows what the election's status allows.
pub(crate) async fn follow_status(
    connection: &mut PgConnection,
    showing: Showing<'_>,
) -> Result<(), StoreError> {
    if any(connection).await? {
        let publication = lock(connection).await?;
        settle(connection, showing, publication).await?;
    }
    Ok(())
}

async fn settle(
    connection: &mut PgConnection,
    showing: Showing<'_>,
    mut publication: Publication,
) -> Result<(), StoreError> {
    let status: String = sqlx::query_scalar("select status from election")
        .fetch_one(&mut *connection)
        .await?;
    if status != ElectionStatus::Open.as_str() {
        publication.close(showing.geography, showing.min_batch);
    }
    if status == ElectionStatus::Certified.as_str() {
        publication.certify(showing.geography);
    }
    save(connection, &publication).await
}

async fn any(connection: &mut PgConnection) -> Result<bool, StoreError> {
    let query = "select exists (select from unshown)";
    Ok(sqlx::query_scalar(query).fetch_one(connection).await?)
}

async fn lock(connection: &mut PgConnection) -> Result<Publication, StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(UNSHOWN_LOCK)
        .execute(&mut *connection)
        .await?;
    let rows: Vec<(String, String, Json<ContestTally>, Json<ContestTally>)> =
        sqlx::query_as("select place_id, contest_id, waiting, hidden from unshown")
            .fetch_all(connection)
            .await?;
    let cells = rows.into_iter().map(|(place, contest, waiting, hidden)| {
        let contest: ContestId =
            (contest.try_into()).map_err(|e| StoreError::corrupt("unshown.contest_id", e))?;
        let unshown = Unshown {
            waiting: waiting.0,
            hidden: hidden.0,
        };
        Ok(((read_place(&place)?, contest), unshown))
    });
    Ok(Publication::of(cells.collect::<Result<Vec<_>, StoreError>>()?))
}

async fn save(connection: &mut PgConnection, publication: &Publication) -> Result<(), StoreError> {
    let (mut places, mut contests, mut waiting, mut hidden) = (vec![], vec![], vec![], vec![]);
    let some = (publication.cells().iter()).filter(|(_, unshown)| unshown.hidden.ballots > 0);
    for ((place, contest), unshown) in some {
        places.push(written_place(place));
        contests.push(contest.to_string());
        waiting.push(serde_json::to_value(&unshown.waiting).unwrap_or_default());
        hidden.push(serde_json::to_value(&unshown.hidden).unwrap_or_default());
    }
    sqlx::query("delete from unshown")
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "insert into unshown (place_id, contest_id, waiting, hidden)
         select * from unnest($1::text[], $2::text[], $3::jsonb[], $4::jsonb[])",
    )
    .bind(places)
    .bind(contests)
    .bind(waiting)
    .bind(hidden)
    .execute(connection)
    .await?;
    Ok(())
}

fn written_place(place: &Place) -> String {
    match place {
        Place::District(id) => place_of_district(id.as_str()),
        Place::Station(id) => place_of_station(id.as_str()),
    }
}

fn read_place(text: &str) -> Result<Place, StoreError> {
    let corrupt = |e: &dyn std::fmt::Display| StoreError::corrupt("unshown.place_id", e);
    match text.split_once('/') {
        Some(("district", id)) => id.parse().map(Place::District).map_err(|e| corrupt(&e)),
        Some(("station", id)) => id.parse().map(Place::Station).map_err(|e| corrupt(&e)),
        _ => Err(corrupt(&text)),
    }
}
