//! Station logs as the count judges them: what is known of them, what is set aside, how they stand.

use std::collections::HashSet;

use pollstream_count::certification::{LogStanding, Obstacle};
use pollstream_count::station_log::{Known, LogState};
use pollstream_protocol::decision::LogHead;
use pollstream_protocol::entry::{Entry, EntryBody, EntryKind};
use pollstream_protocol::ids::{CaseId, Incarnation, LogName, StationId};
use pollstream_protocol::receipt::Standing;
use sqlx::types::Json;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::intake::{signed, unsigned};
use super::{CopyRows, Store, StoreError, Table};
use crate::intake::changes::SetAsideRow;

const SET_ASIDE: Table = Table::new(
    "set_aside_entry",
    "station_id text, incarnation integer, seq bigint, kind integer, payload bytea",
);

/// What is known of a log, as far as entries refer to it; read from the database once for each.
#[derive(Debug, Default)]
pub(crate) struct Recorded {
    pub(crate) known: Known,
    asked_check_ins: HashSet<u64>,
    asked_cases: HashSet<CaseId>,
}

impl Recorded {
    /// Reads what these entries refer to, unless it was read before: what was taken in since is here already.
    pub(crate) async fn read(
        &mut self,
        connection: &mut PgConnection,
        log: &LogName,
        bodies: &[EntryBody],
    ) -> Result<(), StoreError> {
        let (mut check_ins, mut cases) = (Vec::new(), Vec::new());
        for body in bodies {
            match body {
                EntryBody::CheckInUndone { check_in_seq, .. }
                    if self.asked_check_ins.insert(*check_in_seq) =>
                {
                    check_ins.push(signed(*check_in_seq));
                }
                EntryBody::ProvisionalCase { case_id, .. } | EntryBody::ProvisionalBallot { case_id, .. }
                    if self.asked_cases.insert(*case_id) =>
                {
                    cases.push(case_id.0);
                }
                _ => {}
            }
        }
        if !check_ins.is_empty() {
            let standing = standing_check_ins(connection, log, &check_ins).await?;
            self.known.check_ins.extend(standing);
        }
        if !cases.is_empty() {
            for (case, has_ballot) in cases_of(connection, log, &cases).await? {
                self.known.cases.entry(case).or_insert(has_ballot);
            }
        }
        Ok(())
    }
}

async fn standing_check_ins(
    connection: &mut PgConnection,
    log: &LogName,
    seqs: &[i64],
) -> Result<Vec<u64>, StoreError> {
    let standing: Vec<i64> = sqlx::query_scalar(
        "select seq from check_in
         where station_id = $1 and incarnation = $2 and seq = any($3) and not undone",
    )
    .bind(log.station.as_str())
    .bind(i64::from(log.incarnation.0))
    .bind(seqs)
    .fetch_all(connection)
    .await?;
    Ok(standing.into_iter().map(unsigned).collect())
}

async fn cases_of(
    connection: &mut PgConnection,
    log: &LogName,
    cases: &[Uuid],
) -> Result<Vec<(CaseId, bool)>, StoreError> {
    let rows: Vec<(Uuid, bool)> = sqlx::query_as(
        "select case_id, b.case_id is not null from provisional_case
         left join provisional_ballot b using (station_id, incarnation, case_id)
         where station_id = $1 and incarnation = $2 and case_id = any($3)",
    )
    .bind(log.station.as_str())
    .bind(i64::from(log.incarnation.0))
    .bind(cases)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(case, ballot)| (CaseId(case), ballot))
        .collect())
}

/// Keeps entries that count nowhere.
pub(crate) async fn set_aside(
    connection: &mut PgConnection,
    entries: &[SetAsideRow],
) -> Result<(), StoreError> {
    let mut rows = CopyRows::default();
    for entry in entries {
        rows.row()
            .text(entry.place.station.as_str())
            .plain(entry.place.incarnation)
            .plain(entry.place.seq)
            .plain(entry.kind.number())
            .bytes(&entry.payload);
    }
    Store::copy(connection, SET_ASIDE, rows).await
}

/// At most `limit` entries of a log that count nowhere, from `from` on, in order.
pub(crate) async fn entries_set_aside(
    connection: &mut PgConnection,
    log: &LogName,
    from: u64,
    limit: i64,
) -> Result<Vec<(u64, Entry)>, StoreError> {
    let rows: Vec<(i64, i32, Vec<u8>)> = sqlx::query_as(
        "select seq, kind, payload from set_aside_entry
         where station_id = $1 and incarnation = $2 and seq >= $3 order by seq limit $4",
    )
    .bind(log.station.as_str())
    .bind(i64::from(log.incarnation.0))
    .bind(signed(from))
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(seq, kind, payload)| {
            let kind =
                EntryKind::from_number(kind).map_err(|e| StoreError::corrupt("set_aside_entry.kind", e))?;
            Ok((unsigned(seq), Entry { kind, payload }))
        })
        .collect()
}

/// Lets go of entries that count now.
pub(crate) async fn take_back(
    connection: &mut PgConnection,
    log: &LogName,
    seqs: &[u64],
) -> Result<(), StoreError> {
    let seqs: Vec<i64> = seqs.iter().map(|seq| signed(*seq)).collect();
    sqlx::query("delete from set_aside_entry where station_id = $1 and incarnation = $2 and seq = any($3)")
        .bind(log.station.as_str())
        .bind(i64::from(log.incarnation.0))
        .bind(seqs)
        .execute(connection)
        .await?;
    Ok(())
}

/// Logs that have entries which count nowhere.
pub(crate) async fn logs_with_entries_set_aside(
    connection: &mut PgConnection,
) -> Result<Vec<LogName>, StoreError> {
    let rows: Vec<(String, i32)> =
        sqlx::query_as("select distinct station_id, incarnation from set_aside_entry order by 1, 2")
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|(station, n)| log_name(station, n))
        .collect()
}

pub(crate) fn log_name(station: String, incarnation: i32) -> Result<LogName, StoreError> {
    let number = u32::try_from(incarnation).map_err(|e| StoreError::corrupt("incarnation", e))?;
    Ok(LogName {
        station: StationId::try_from(station).map_err(|e| StoreError::corrupt("station_id", e))?,
        incarnation: Incarnation(number),
    })
}

/// Each log of `only`, or all: where it stands, and what of it waits for what comes before it.
pub(crate) async fn standings(
    connection: &mut PgConnection,
    only: Option<&LogName>,
) -> Result<Vec<LogStanding>, StoreError> {
    let rows = sqlx::query(
        "select s.station_id, s.incarnation, s.next_seq, s.head_hash, s.standing, s.log_state,
             (select count(*) from held_segment h
              where h.station_id = s.station_id and h.incarnation = s.incarnation) as held
         from station s where $1::text is null or s.station_id = $1 and s.incarnation = $2
         order by s.station_id, s.incarnation",
    )
    .bind(only.map(|log| log.station.as_str()))
    .bind(only.map(|log| i64::from(log.incarnation.0)))
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let standing: String = row.try_get("standing")?;
            let hash: Vec<u8> = row.try_get("head_hash")?;
            let state: Json<LogState> = row.try_get("log_state")?;
            Ok(LogStanding {
                head: LogHead {
                    log: log_name(row.try_get("station_id")?, row.try_get("incarnation")?)?,
                    next_seq: unsigned(row.try_get("next_seq")?),
                    hash: (hash.try_into())
                        .map_err(|_| StoreError::corrupt("station.head_hash", "not 32 bytes"))?,
                },
                standing: Standing::from_name(&standing)
                    .ok_or_else(|| StoreError::corrupt("station.standing", &standing))?,
                state: state.0,
                waiting: unsigned(row.try_get("held")?),
            })
        })
        .collect()
}

/// Writes down what a decision says of where a log ends, and up to where what is odd about it is accepted.
pub(crate) async fn write_ruling(
    connection: &mut PgConnection,
    log: &LogName,
    ruled_end: Option<u64>,
    accepted_to: u64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update station set ruled_end = $3, accepted_to = $4 where station_id = $1 and incarnation = $2",
    )
    .bind(log.station.as_str())
    .bind(i64::from(log.incarnation.0))
    .bind(ruled_end.map(signed))
    .bind(signed(accepted_to))
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Logs that cannot be certified as they are: where they stand, up to where they count, and why.
    pub async fn logs_with_obstacles(&self) -> Result<Vec<(LogStanding, u64, Vec<Obstacle>)>, StoreError> {
        let mut connection = self.pool().acquire().await?;
        let ledger = self.ledger(&mut connection).await?;
        let all = standings(&mut connection, None).await?.into_iter();
        let odd = all.map(|log| {
            let (counted, obstacles) = (log.counted_end(&ledger), log.obstacles(&ledger));
            (log, counted, obstacles)
        });
        Ok(odd.filter(|(_, _, obstacles)| !obstacles.is_empty()).collect())
    }
}
