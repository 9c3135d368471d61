//! Totals as they are shown: read at one moment, with what decides on how they may be.

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::events::{ResultsStatus, TurnoutCounts};
use pollstream_protocol::ids::{CandidateId, ContestId};
use pollstream_protocol::tally::ContestTally;
use sqlx::types::Json;
use sqlx::{PgConnection, Postgres, Transaction};

use super::unsigned;
use crate::store::election::ElectionStatus;
use crate::store::{Store, StoreError};

/// Held while totals are read and published, so that no instance publishes older totals after newer ones.
const PUBLISH_LOCK: i64 = 0x706f_6c6c_7075_6273;

/// What decides on how results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResultsState {
    /// Where the election stands.
    pub election: ElectionStatus,
    /// How final the results are.
    pub results: ResultsStatus,
    /// Fewest ballots that become visible together.
    pub min_batch: u64,
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
    /// Those of them that are not shown.
    pub hidden: ContestTally,
}

impl ContestTotals {
    /// What is shown; nothing while all that is counted is hidden.
    pub fn shown(&self) -> Option<ContestTally> {
        let shown = self.tally.without(&self.hidden);
        (shown.ballots > 0 || self.tally.ballots == 0).then_some(shown)
    }
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
    /// enrolled station are, nothing is held back or still sealed, no provisional ballot waits for officials, and
    /// every event of intake is aggregated.
    pub async fn results_state(&self) -> Result<ResultsState, StoreError> {
        let row: Option<(String, i32, bool)> = sqlx::query_as(
            "select status, min_batch, not (
                 exists (select from (
                     select distinct on (station_id) standing, polls_state, ruled_end from station
                     order by station_id, incarnation desc) latest
                     where standing <> 'revoked' and polls_state <> 'closed' and ruled_end is null)
                 or exists (select from held_segment join station using (station_id, incarnation)
                     where standing = 'active' and ruled_end is null)
                 or exists (select from sealed_group where not opened)
                 or exists (select from provisional_case join provisional_ballot using (station_id, incarnation, case_id)
                     where status in ('pending', 'released'))
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

/// Place, contest, ballots, undervotes, overvotes, version, candidates, votes, what is hidden.
type ContestRow = (
    String,
    String,
    i64,
    i64,
    i64,
    i64,
    Vec<String>,
    Vec<i64>,
    Option<Json<ContestTally>>,
);

/// Contest totals of these places, or of all.
pub(crate) async fn contest_totals(
    connection: &mut PgConnection,
    places: Option<&[String]>,
) -> Result<Vec<ContestTotals>, StoreError> {
    // One statement, so one moment: votes and the counts beside them always belong together.
    let rows: Vec<ContestRow> = sqlx::query_as(
        "select t.place_id, t.contest_id, t.ballots, t.undervotes, t.overvotes, t.version,
             coalesce(array_agg(c.candidate_id) filter (where c.votes > 0), '{}'),
             coalesce(array_agg(c.votes) filter (where c.votes > 0), '{}'),
             (select u.hidden from unshown u where u.place_id = t.place_id and u.contest_id = t.contest_id)
         from contest_tally t left join candidate_tally c using (place_id, contest_id)
         where $1::text[] is null or t.place_id = any($1)
         group by t.place_id, t.contest_id order by t.place_id, t.contest_id",
    )
    .bind(places)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(
            |(place, contest, ballots, undervotes, overvotes, version, candidates, votes, hidden)| {
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
                    hidden: hidden.map_or_else(ContestTally::default, |hidden| hidden.0),
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
