//! What the board asks once a second: stations, what is refused, what waits.

use jiff::Timestamp;
use pollstream_protocol::events::PollsState;

use super::{Store, StoreError};
use crate::intake::status::Heard;

/// An enrolled station as central sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationFacts {
    /// Its id.
    pub id: String,
    /// The latest incarnation.
    pub incarnation: u32,
    /// Whether it is quarantined or revoked.
    pub barred: bool,
    /// State of its polls.
    pub polls: PollsState,
    /// Entries of its log that central has.
    pub entries: u64,
    /// Segments held back because one before them is missing.
    pub held: u64,
    /// Ballots that are still sealed.
    pub sealed: u64,
    /// When central last heard of it: a segment or a status.
    pub last_seen: Option<Timestamp>,
    /// What it last said of itself; absent when it never did.
    pub status: Option<StatusFacts>,
    /// Incidents that concern it.
    pub incidents: u64,
    /// Why its last refused segment was refused; empty if none was.
    pub refusal: String,
}

/// What a station last said of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusFacts {
    /// Entries of its log that waited for a receipt.
    pub queue_depth: u64,
    /// Milliseconds by which its clock is ahead of the broker's; negative when behind. The way of the message, a
    /// few milliseconds in a network that works, is in it.
    pub clock_offset_ms: i64,
    /// Its program and version.
    pub software: String,
    /// When the broker heard it.
    pub heard: Timestamp,
}

/// What the board shows beside the results.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardFacts {
    /// Enrolled stations by id.
    pub stations: Vec<StationFacts>,
    /// Messages in quarantine.
    pub quarantine: u64,
    /// Incidents on record.
    pub incidents: u64,
    /// Messages that wait to be published.
    pub outbox: u64,
    /// Whether the election is closed or certified.
    pub closed: bool,
}

#[derive(sqlx::FromRow)]
struct StationRow {
    station_id: String,
    incarnation: i32,
    barred: bool,
    polls_state: String,
    next_seq: i64,
    held: i64,
    sealed: i64,
    last_seen: Option<i64>,
    incidents: i64,
    refusal: String,
    queue_depth: Option<i64>,
    clock_offset_ms: Option<i64>,
    software: Option<String>,
    status_heard: Option<i64>,
}

impl Store {
    /// Keeps what stations said of themselves, unless something newer is here. A station whose head is being moved
    /// is left out, so that nothing waits for this; it will say it again.
    pub async fn note_statuses(&self, heard: &[Heard]) -> Result<(), StoreError> {
        if heard.is_empty() {
            return Ok(());
        }
        let statuses = || heard.iter().map(|h| &h.status);
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        sqlx::query(
            "with said as (
                 select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
                     as w (station_id, incarnation, at, heard, queue_depth, software)
             ), free as (
                 select s.station_id, s.incarnation from station s join said w using (station_id, incarnation)
                 where s.status_heard is null or s.status_heard <= to_timestamp(w.heard / 1000.0)
                 for update of s skip locked
             )
             update station s set status_at = to_timestamp(w.at / 1000.0), queue_depth = w.queue_depth,
                 status_heard = to_timestamp(w.heard / 1000.0), software = w.software
             from said w join free using (station_id, incarnation)
             where s.station_id = w.station_id and s.incarnation = w.incarnation",
        )
        .bind(statuses().map(|s| s.station.to_string()).collect::<Vec<_>>())
        .bind(statuses().map(|s| i64::from(s.incarnation.0)).collect::<Vec<_>>())
        .bind(statuses().map(|s| s.at.as_millisecond()).collect::<Vec<_>>())
        .bind(heard.iter().map(|h| h.at.as_millisecond()).collect::<Vec<_>>())
        .bind(statuses().map(|s| signed(s.queue_depth())).collect::<Vec<_>>())
        .bind(statuses().map(|s| s.software.clone()).collect::<Vec<_>>())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Reads what the board shows beside the results.
    pub async fn board_facts(&self) -> Result<BoardFacts, StoreError> {
        let rows: Vec<StationRow> = sqlx::query_as(
            "select distinct on (s.station_id) s.station_id, s.incarnation, s.standing <> 'active' as barred,
                 s.polls_state, s.next_seq,
                 (select count(*) from held_segment h
                     where h.station_id = s.station_id and h.incarnation = s.incarnation) as held,
                 (select coalesce(sum(ballots), 0)::bigint from sealed_group b
                     where b.station_id = s.station_id and not b.opened) as sealed,
                 extract(epoch from greatest(s.last_seen, s.status_heard))::bigint as last_seen,
                 (select count(*) from incident i where i.station_id = s.station_id) as incidents, s.refusal,
                 s.queue_depth, s.software,
                 (extract(epoch from s.status_at - s.status_heard) * 1000)::bigint as clock_offset_ms,
                 extract(epoch from s.status_heard)::bigint as status_heard
             from station s order by s.station_id, s.incarnation desc",
        )
        .fetch_all(self.pool())
        .await?;
        let (quarantine, incidents, outbox, closed): (i64, i64, i64, bool) = sqlx::query_as(
            "select (select count(*) from quarantine), (select count(*) from incident),
                 (select count(*) from outbox), coalesce((select status <> 'open' from election), false)",
        )
        .fetch_one(self.pool())
        .await?;
        Ok(BoardFacts {
            stations: rows.into_iter().map(station).collect(),
            quarantine: quarantine.unsigned_abs(),
            incidents: incidents.unsigned_abs(),
            outbox: outbox.unsigned_abs(),
            closed,
        })
    }
}

fn station(row: StationRow) -> StationFacts {
    let second = |second: i64| Timestamp::from_second(second).ok();
    StationFacts {
        id: row.station_id,
        incarnation: row.incarnation.unsigned_abs(),
        barred: row.barred,
        polls: PollsState::from_name(&row.polls_state).unwrap_or(PollsState::NotOpened),
        entries: row.next_seq.unsigned_abs(),
        held: row.held.unsigned_abs(),
        sealed: row.sealed.unsigned_abs(),
        last_seen: row.last_seen.and_then(second),
        status: row.status_heard.and_then(second).map(|heard| StatusFacts {
            queue_depth: row.queue_depth.unwrap_or(0).unsigned_abs(),
            clock_offset_ms: row.clock_offset_ms.unwrap_or(0),
            software: row.software.unwrap_or_default(),
            heard,
        }),
        incidents: row.incidents.unsigned_abs(),
        refusal: row.refusal,
    }
}
