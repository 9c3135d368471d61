//! The aggregator's tables: marks, streaming totals, and what their publication is made from.
//!
//! Lock order, the same in every instance so that none waits for another in a circle: marks, turnout,
//! turnout_hour, contest_tally, candidate_tally, offsets; within a table by key.

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::events::{PollsState, ResultsStatus, TurnoutCounts};
use pollstream_protocol::ids::{CandidateId, ContestId, StationId};
use pollstream_protocol::tally::ContestTally;
use pollstream_protocol::topics::Topic;
use sqlx::{PgConnection, Postgres, Transaction};

use super::election::ElectionStatus;
use super::{Store, StoreError};
use crate::aggregate::fold::{Changes, Gap, Key, Mark, Places};

/// Held while totals are read and published, so that no instance publishes older totals after newer ones.
const PUBLISH_LOCK: i64 = 0x706f_6c6c_7075_6273;

/// A message that is no event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Poison {
    pub(crate) topic: Topic,
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) detail: String,
}

/// What decides on how results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResultsState {
    /// Where the election stands.
    pub election: ElectionStatus,
    /// How final the results are.
    pub results: ResultsStatus,
    /// Smallest cell that is shown while the election is open, in ballots.
    pub min_batch: u64,
}

impl ResultsState {
    /// Whether a cell of this many ballots must not be shown.
    pub fn suppresses(&self, ballots: u64) -> bool {
        self.election == ElectionStatus::Open && ballots > 0 && ballots < self.min_batch
    }
}

/// Voters and stations of a place, as the roll has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Electorate {
    /// Voters on the roll.
    pub registered: u64,
    /// Of these, accredited.
    pub accredited: u64,
    /// Polling stations.
    pub stations: u64,
}

/// A contest's totals at a place, with their version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestTotals {
    /// `district/ID` or `station/ID`.
    pub place: String,
    /// The contest.
    pub contest: ContestId,
    /// Grows with every change.
    pub version: u64,
    /// The counts.
    pub tally: ContestTally,
}

/// A place's turnout without its electorate, with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnoutTotals {
    /// `district/ID` or `station/ID`.
    pub place: String,
    /// Grows with every change.
    pub version: u64,
    /// `registered`, `accredited` and `stations` are left 0.
    pub counts: TurnoutCounts,
}

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

    /// Voters and stations of every place.
    pub async fn electorate(&self) -> Result<BTreeMap<String, Electorate>, StoreError> {
        let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
            "select place_id, sum(registered)::bigint, sum(accredited)::bigint, count(*)
             from place join polling_station using (station_id) group by place_id",
        )
        .fetch_all(self.pool())
        .await?;
        let electorate = |(place, registered, accredited, stations)| {
            let of = Electorate {
                registered: unsigned(registered),
                accredited: unsigned(accredited),
                stations: unsigned(stations),
            };
            (place, of)
        };
        Ok(rows.into_iter().map(electorate).collect())
    }

    /// Election status and how final the results are: complete when the election is closed, the polls of every
    /// enrolled station are, nothing is held back or still sealed, and every event of intake is aggregated.
    pub async fn results_state(&self) -> Result<ResultsState, StoreError> {
        let row: Option<(String, i32, bool)> = sqlx::query_as(
            "select status, min_batch, not (
                 exists (select from (
                     select distinct on (station_id) standing, polls_state from station
                     order by station_id, incarnation desc) latest
                     where standing <> 'revoked' and polls_state <> 'closed')
                 or exists (select from held_segment)
                 or exists (select from batch where not opened)
                 or exists (select from station_event e left join aggregator_mark m using (station_id, topic)
                     where e.topic in ('votes', 'check-ins') and e.last_event > coalesce(m.last_event, 0)))
             from election",
        )
        .fetch_optional(self.pool())
        .await?;
        let (status, min_batch, complete) = row.ok_or(StoreError::NoElection)?;
        let election = [
            ElectionStatus::Open,
            ElectionStatus::Closed,
            ElectionStatus::Certified,
        ]
        .into_iter()
        .find(|s| s.as_str() == status)
        .ok_or_else(|| StoreError::corrupt("election.status", &status))?;
        let results = match election {
            ElectionStatus::Certified => ResultsStatus::Certified,
            ElectionStatus::Closed if complete => ResultsStatus::UnofficialComplete,
            ElectionStatus::Closed | ElectionStatus::Open => ResultsStatus::UnofficialPartial,
        };
        Ok(ResultsState {
            election,
            results,
            min_batch: u64::from(min_batch.unsigned_abs()),
        })
    }

    /// Takes the lock under which totals are read and published; released with the transaction.
    pub(crate) async fn begin_publishing(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        let mut transaction = self.pool().begin().await?;
        sqlx::query("select pg_advisory_xact_lock($1)")
            .bind(PUBLISH_LOCK)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction)
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

/// Records messages that are no events; each once, however often it is read.
pub(crate) async fn record_poison(
    connection: &mut PgConnection,
    poison: &[Poison],
) -> Result<(), StoreError> {
    for message in poison {
        let at = format!(
            "{} partition {} offset {}",
            message.topic.base_name(),
            message.partition,
            message.offset
        );
        let detail = format!("{at}: {}", message.detail);
        record_incident(
            connection,
            "aggregator_poison",
            None,
            &detail,
            &format!("aggregator_poison/{at}"),
        )
        .await?;
    }
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

/// Gives every place a turnout row and every total a new version: what decides on their publication changed.
pub(crate) async fn renew_everything(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query(
        "insert into turnout as t (place_id, version) select distinct place_id, 1 from place order by place_id
         on conflict (place_id) do update set version = t.version + 1",
    )
    .execute(&mut *connection)
    .await?;
    // The rows are locked in the order of their keys first.
    sqlx::query(
        "with locked as (select place_id, contest_id from contest_tally order by 1, 2 for update)
         update contest_tally t set version = version + 1 from locked l
         where t.place_id = l.place_id and t.contest_id = l.contest_id",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives these places' turnout a new version.
pub(crate) async fn renew_turnout(
    connection: &mut PgConnection,
    places: &BTreeSet<String>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into turnout as t (place_id, version) select p, 1 from unnest($1::text[]) p order by p
         on conflict (place_id) do update set version = t.version + 1",
    )
    .bind(places.iter().map(String::as_str).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// Contest totals of these places, or of all.
pub(crate) async fn contest_totals(
    connection: &mut PgConnection,
    places: Option<&[String]>,
) -> Result<Vec<ContestTotals>, StoreError> {
    // One statement, so one moment: votes and the counts beside them always belong together.
    let rows: Vec<(String, String, i64, i64, i64, i64, Vec<String>, Vec<i64>)> = sqlx::query_as(
        "select t.place_id, t.contest_id, t.ballots, t.undervotes, t.overvotes, t.version,
             coalesce(array_agg(c.candidate_id) filter (where c.votes > 0), '{}'),
             coalesce(array_agg(c.votes) filter (where c.votes > 0), '{}')
         from contest_tally t left join candidate_tally c using (place_id, contest_id)
         where $1::text[] is null or t.place_id = any($1)
         group by t.place_id, t.contest_id order by t.place_id, t.contest_id",
    )
    .bind(places)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(
            |(place, contest, ballots, undervotes, overvotes, version, candidates, votes)| {
                let candidate = |id: String| {
                    id.parse::<CandidateId>()
                        .map_err(|e| StoreError::corrupt("candidate_tally.candidate_id", e))
                };
                let votes = (candidates.into_iter().zip(votes))
                    .map(|(id, n)| Ok((candidate(id)?, unsigned(n))))
                    .collect::<Result<_, StoreError>>()?;
                let tally = ContestTally {
                    ballots: unsigned(ballots),
                    votes,
                    undervotes: unsigned(undervotes),
                    overvotes: unsigned(overvotes),
                };
                let contest = contest
                    .parse()
                    .map_err(|e| StoreError::corrupt("contest_tally.contest_id", e))?;
                Ok(ContestTotals {
                    place,
                    contest,
                    version: unsigned(version),
                    tally,
                })
            },
        )
        .collect()
}

/// Turnout of these places, or of all.
pub(crate) async fn turnout_totals(
    connection: &mut PgConnection,
    places: Option<&[String]>,
) -> Result<Vec<TurnoutTotals>, StoreError> {
    let rows: Vec<(String, i64, i64, i64, i64, i64, i64)> = sqlx::query_as(
        "select place_id, checked_in, ballots, provisional, stations_reporting, stations_closed, version
         from turnout where $1::text[] is null or place_id = any($1) order by place_id",
    )
    .bind(places)
    .fetch_all(connection)
    .await?;
    let totals = |(place, checked_in, ballots, provisional, reporting, closed, version)| TurnoutTotals {
        place,
        version: unsigned(version),
        counts: TurnoutCounts {
            checked_in: unsigned(checked_in),
            ballots: unsigned(ballots),
            provisional: unsigned(provisional),
            stations_reporting: unsigned(reporting),
            stations_closed: unsigned(closed),
            ..TurnoutCounts::default()
        },
    };
    Ok(rows.into_iter().map(totals).collect())
}

/// Turnout by place with the electorate filled in.
pub(crate) fn with_electorate(
    totals: Vec<TurnoutTotals>,
    electorate: &BTreeMap<String, Electorate>,
) -> BTreeMap<String, TurnoutCounts> {
    let complete = |t: TurnoutTotals| {
        let of = electorate.get(&t.place).copied().unwrap_or_default();
        (t.place, of.complete(t.counts))
    };
    totals.into_iter().map(complete).collect()
}

impl Electorate {
    /// The counts with this electorate filled in.
    pub fn complete(self, counts: TurnoutCounts) -> TurnoutCounts {
        TurnoutCounts {
            registered: self.registered,
            accredited: self.accredited,
            stations: self.stations,
            ..counts
        }
    }
}

fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
