//! The aggregator's tables: marks, streaming totals, and what their publication is made from.
//!
//! Lock order, the same in every instance so that none waits for another in a circle: marks, turnout,
//! turnout by hour, contests, candidates, offsets; within a table by key.

mod totals;
pub(crate) mod unshown;

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::{ContestId, StationId};
use pollstream_protocol::tally::ContestTally;
use pollstream_protocol::topics::Topic;
use sqlx::{PgConnection, Postgres, Transaction};

pub use totals::{ContestTotals, Electorate, ResultsState, TurnoutTotals};
pub(crate) use totals::{contest_totals, renew_everything, renew_turnout, turnout_totals, with_electorate};

use super::{Store, StoreError};
use crate::aggregate::fold::{Changes, Gap, Key, Mark, Places};

impl Store {
    /// Every place in which each station's counts are shown.
    pub(crate) async fn places(&self) -> Result<Places, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("select station_id, place_id from place order by 1, 2")
                .fetch_all(self.pool())
                .await?;
        let mut places = Places::new();
        for (station, place) in rows {
            let station = station
                .parse()
                .map_err(|e| StoreError::corrupt("place.station_id", e))?;
            places.entry(station).or_default().push(place);
        }
        Ok(places)
    }

    /// Begins a transaction of the aggregator.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        Ok(self.pool().begin().await?)
    }
}

/// Locks the marks of these keys until the transaction ends, and reads them.
pub(crate) async fn lock_marks(
    connection: &mut PgConnection,
    keys: &BTreeSet<Key>,
) -> Result<BTreeMap<Key, Mark>, StoreError> {
    let stations: Vec<&str> = keys.iter().map(|(s, _)| s.as_str()).collect();
    let topics: Vec<&str> = keys.iter().map(|(_, t)| t.base_name()).collect();
    sqlx::query(
        "insert into aggregator_mark (station_id, topic, last_event)
         select s, t, 0 from unnest($1::text[], $2::text[]) as k(s, t) order by s, t on conflict do nothing",
    )
    .bind(&stations)
    .bind(&topics)
    .execute(&mut *connection)
    .await?;
    let rows: Vec<(String, String, i64, Option<String>)> = sqlx::query_as(
        "select station_id, topic, last_event, polls_state from aggregator_mark
         where (station_id, topic) in (select * from unnest($1::text[], $2::text[]))
         order by station_id, topic for update",
    )
    .bind(&stations)
    .bind(&topics)
    .fetch_all(&mut *connection)
    .await?;
    // Read after the lock: only who holds a station's mark changes whether it reports.
    let reporting: Vec<String> = sqlx::query_scalar(
        "select substr(place_id, 9) from turnout
         where place_id in (select 'station/' || s from unnest($1::text[]) s) and stations_reporting > 0",
    )
    .bind(&stations)
    .fetch_all(&mut *connection)
    .await?;
    let reporting: BTreeSet<String> = reporting.into_iter().collect();
    rows.into_iter()
        .map(|(station, topic, last_event, polls)| {
            let reporting = reporting.contains(&station);
            let polls = polls.and_then(|p| PollsState::from_name(&p));
            let station: StationId = station
                .parse()
                .map_err(|e| StoreError::corrupt("aggregator_mark.station_id", e))?;
            let topic = [Topic::Votes, Topic::CheckIns]
                .into_iter()
                .find(|t| t.base_name() == topic);
            let topic = topic.ok_or_else(|| StoreError::corrupt("aggregator_mark.topic", "unknown topic"))?;
            Ok((
                (station, topic),
                Mark {
                    last_event: unsigned(last_event),
                    polls,
                    reporting,
                },
            ))
        })
        .collect()
}

/// Adds what a fold has worked out, and moves the marks.
pub(crate) async fn apply(connection: &mut PgConnection, changes: &Changes) -> Result<(), StoreError> {
    move_marks(connection, &changes.marks).await?;
    add_turnout(connection, changes).await?;
    add_hours(connection, &changes.hours).await?;
    add_contests(connection, &changes.contests).await
}

/// Forgets every total and mark.
pub(crate) async fn forget(connection: &mut PgConnection) -> Result<(), StoreError> {
    for table in [
        "delete from aggregator_mark",
        "delete from turnout",
        "delete from turnout_hour",
        "delete from candidate_tally",
        "delete from contest_tally",
    ] {
        sqlx::query(table).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn move_marks(connection: &mut PgConnection, marks: &BTreeMap<Key, Mark>) -> Result<(), StoreError> {
    let stations: Vec<&str> = marks.keys().map(|(s, _)| s.as_str()).collect();
    let topics: Vec<&str> = marks.keys().map(|(_, t)| t.base_name()).collect();
    let events: Vec<i64> = marks.values().map(|m| signed(m.last_event)).collect();
    let polls: Vec<Option<&str>> = marks.values().map(|m| m.polls.map(PollsState::as_str)).collect();
    sqlx::query(
        "update aggregator_mark m set last_event = k.e, polls_state = k.p
         from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as k(s, t, e, p)
         where m.station_id = k.s and m.topic = k.t and m.last_event < k.e",
    )
    .bind(&stations)
    .bind(&topics)
    .bind(&events)
    .bind(&polls)
    .execute(connection)
    .await?;
    Ok(())
}

async fn add_turnout(connection: &mut PgConnection, changes: &Changes) -> Result<(), StoreError> {
    let column = |pick: fn(&crate::aggregate::fold::TurnoutDelta) -> i64| -> Vec<i64> {
        changes.turnout.values().map(pick).collect()
    };
    let places: Vec<&str> = changes.turnout.keys().map(String::as_str).collect();
    sqlx::query(
        "insert into turnout as t
             (place_id, checked_in, ballots, provisional, stations_reporting, stations_closed, version)
         select p, c, b, v, r, x, 1
         from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
             as k(p, c, b, v, r, x) order by p
         on conflict (place_id) do update set
             checked_in = t.checked_in + excluded.checked_in,
             ballots = t.ballots + excluded.ballots,
             provisional = t.provisional + excluded.provisional,
             stations_reporting = t.stations_reporting + excluded.stations_reporting,
             stations_closed = t.stations_closed + excluded.stations_closed,
             version = t.version + 1",
    )
    .bind(&places)
    .bind(column(|d| d.checked_in))
    .bind(column(|d| d.ballots))
    .bind(column(|d| d.provisional))
    .bind(column(|d| d.stations_reporting))
    .bind(column(|d| d.stations_closed))
    .execute(connection)
    .await?;
    Ok(())
}

async fn add_hours(
    connection: &mut PgConnection,
    hours: &BTreeMap<(String, String), i64>,
) -> Result<(), StoreError> {
    if hours.is_empty() {
        return Ok(());
    }
    let places: Vec<&str> = hours.keys().map(|(p, _)| p.as_str()).collect();
    let names: Vec<&str> = hours.keys().map(|(_, h)| h.as_str()).collect();
    let counts: Vec<i64> = hours.values().copied().collect();
    sqlx::query(
        "insert into turnout_hour as t (place_id, hour, checked_in)
         select p, h, n from unnest($1::text[], $2::text[], $3::bigint[]) as k(p, h, n) order by p, h
         on conflict (place_id, hour) do update set checked_in = t.checked_in + excluded.checked_in",
    )
    .bind(&places)
    .bind(&names)
    .bind(&counts)
    .execute(connection)
    .await?;
    Ok(())
}

async fn add_contests(
    connection: &mut PgConnection,
    contests: &BTreeMap<(String, ContestId), ContestTally>,
) -> Result<(), StoreError> {
    if contests.is_empty() {
        return Ok(());
    }
    let column =
        |pick: fn(&ContestTally) -> u64| -> Vec<i64> { contests.values().map(|t| signed(pick(t))).collect() };
    let places: Vec<&str> = contests.keys().map(|(p, _)| p.as_str()).collect();
    let ids: Vec<&str> = contests.keys().map(|(_, c)| c.as_str()).collect();
    sqlx::query(
        "insert into contest_tally as t (place_id, contest_id, ballots, undervotes, overvotes, version)
         select p, c, b, u, o, 1
         from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) as k(p, c, b, u, o)
         order by p, c
         on conflict (place_id, contest_id) do update set
             ballots = t.ballots + excluded.ballots,
             undervotes = t.undervotes + excluded.undervotes,
             overvotes = t.overvotes + excluded.overvotes,
             version = t.version + 1",
    )
    .bind(&places)
    .bind(&ids)
    .bind(column(|t| t.ballots))
    .bind(column(|t| t.undervotes))
    .bind(column(|t| t.overvotes))
    .execute(&mut *connection)
    .await?;

    let votes = (contests.iter())
        .flat_map(|((place, contest), tally)| tally.votes.iter().map(move |(c, n)| (place, contest, c, *n)));
    let (mut places, mut ids, mut candidates, mut counts) = (vec![], vec![], vec![], vec![]);
    for (place, contest, candidate, n) in votes {
        places.push(place.as_str());
        ids.push(contest.as_str());
        candidates.push(candidate.as_str());
        counts.push(signed(n));
    }
    sqlx::query(
        "insert into candidate_tally as t (place_id, contest_id, candidate_id, votes)
         select p, c, x, n from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) as k(p, c, x, n)
         order by p, c, x
         on conflict (place_id, contest_id, candidate_id) do update set votes = t.votes + excluded.votes",
    )
    .bind(&places)
    .bind(&ids)
    .bind(&candidates)
    .bind(&counts)
    .execute(connection)
    .await?;
    Ok(())
}

/// Records holes in stations' events; each once.
pub(crate) async fn record_gaps(connection: &mut PgConnection, gaps: &[Gap]) -> Result<(), StoreError> {
    for gap in gaps {
        let (station, topic) = (&gap.key.0, gap.key.1.base_name());
        let detail = format!(
            "{topic}: event {} is missing, {} came; nothing later of this station is counted until it arrives",
            gap.missing, gap.found
        );
        let unique = format!("aggregator_gap/{topic}/{station}/{}", gap.missing);
        record_incident(
            connection,
            "aggregator_gap",
            Some(station.as_str()),
            &detail,
            &unique,
        )
        .await?;
    }
    Ok(())
}

async fn record_incident(
    connection: &mut PgConnection,
    kind: &str,
    station: Option<&str>,
    detail: &str,
    unique: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into incident (kind, station_id, detail, unique_key) values ($1, $2, $3, $4)
         on conflict (unique_key) do nothing",
    )
    .bind(kind)
    .bind(station)
    .bind(detail)
    .bind(unique)
    .execute(connection)
    .await?;
    Ok(())
}

fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
