//! What the board asks once a second: stations, what is refused, what waits.

use jiff::Timestamp;
use pollstream_protocol::events::PollsState;

use super::{Store, StoreError};

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
    /// When its last segment was taken in.
    pub last_seen: Option<Timestamp>,
    /// Incidents that concern it.
    pub incidents: u64,
    /// Why its last refused segment was refused; empty if none was.
    pub refusal: String,
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

type StationRow = (String, i32, bool, String, i64, i64, i64, Option<i64>, i64, String);

impl Store {
    /// Reads what the board shows beside the results.
    pub async fn board_facts(&self) -> Result<BoardFacts, StoreError> {
        let rows: Vec<StationRow> = sqlx::query_as(
            "select distinct on (s.station_id) s.station_id, s.incarnation, s.standing <> 'active', s.polls_state,
                 s.next_seq,
                 (select count(*) from held_segment h
                     where h.station_id = s.station_id and h.incarnation = s.incarnation),
                 (select coalesce(sum(ballots), 0)::bigint from batch b
                     where b.station_id = s.station_id and not b.opened),
                 extract(epoch from s.last_seen)::bigint,
                 (select count(*) from incident i where i.station_id = s.station_id), s.refusal
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
    let (id, incarnation, barred, polls, entries, held, sealed, seen, incidents, refusal) = row;
    StationFacts {
        id,
        incarnation: incarnation.unsigned_abs(),
        barred,
        polls: PollsState::from_name(&polls).unwrap_or(PollsState::NotOpened),
        entries: entries.unsigned_abs(),
        held: held.unsigned_abs(),
        sealed: sealed.unsigned_abs(),
        last_seen: seen.and_then(|second| Timestamp::from_second(second).ok()),
        incidents: incidents.unsigned_abs(),
        refusal,
    }
}
