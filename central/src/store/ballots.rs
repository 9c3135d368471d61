//! The ballot side: groups as they left their stations, opened groups, and the codes of what was counted.
//!
//! Opened ballots stand in their group, sorted by what they say; codes stand in a list of their own, in their own
//! order. Nothing joins the two: no key, no order, and no transaction that holds one ballot only, unless one alone
//! was to be opened.

use std::collections::{BTreeMap, HashSet};

use pollstream_protocol::events::{BallotJson, VotesEvent};
use pollstream_protocol::ids::{BallotStyleId, ElectionId, Incarnation, StationId};
use pollstream_protocol::seal::SealedBallot;
use pollstream_protocol::tally::Tally;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::tracking_code::{TRACKING_CODE_BYTES, TrackingCode};
use sqlx::{Connection, PgConnection};

use super::intake::{number_events, signed, station_key, unsigned};
use super::{CopyRows, Store, StoreError, Table};

const SEALED_GROUP: Table = Table::new(
    "sealed_group",
    "station_id text, incarnation integer, seq bigint, ballot_style text, ballots integer, sealed bytea,
     opened boolean",
);
const OPENED_GROUP: Table = Table::new(
    "opened_group",
    "station_id text, ballot_style text, size integer, ballots jsonb",
);
const COUNTED_CODE: Table = Table::new("counted_code", "code bytea, station_id text");

/// Station, incarnation, entry, ballot style, sealed ballots.
type SealedRow = (String, i32, i64, String, Vec<u8>);

/// A group of sealed ballots, as it left its station.
#[derive(Debug, Clone)]
pub struct SealedGroup {
    /// The station.
    pub station: StationId,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// The entry's number.
    pub seq: u64,
    /// The style of all its ballots.
    pub style: BallotStyleId,
    /// Its ballots.
    pub ballots: Vec<SealedBallot>,
}

/// Groups of these stations that are sealed still, in the order in which they came.
pub(crate) async fn waiting_groups(
    connection: &mut PgConnection,
    stations: &[String],
) -> Result<Vec<SealedGroup>, StoreError> {
    let rows: Vec<SealedRow> = sqlx::query_as(
        "select station_id, incarnation, seq, ballot_style, sealed from sealed_group
         where station_id = any($1) and not opened order by station_id, incarnation, seq for update",
    )
    .bind(stations)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(station, incarnation, seq, style, sealed)| {
            let (station, incarnation) = station_key(station, incarnation)?;
            Ok(SealedGroup {
                station,
                incarnation,
                seq: unsigned(seq),
                style: (style.try_into()).map_err(|e| StoreError::corrupt("sealed_group.ballot_style", e))?,
                ballots: decode_sealed(&sealed)?,
            })
        })
        .collect()
}

/// The stations that have sealed groups, with the ballots of each style in them.
pub(crate) async fn ballots_waiting(connection: &mut PgConnection) -> Result<Vec<(String, u64)>, StoreError> {
    let query = "select station_id, sum(ballots)::bigint from sealed_group where not opened
                 group by station_id, ballot_style order by station_id";
    let rows: Vec<(String, i64)> = sqlx::query_as(query).fetch_all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|(station, n)| (station, unsigned(n)))
        .collect())
}

/// Encapsulation, length (u32, big-endian) and ciphertext of each ballot, one after the other.
fn encode_sealed(ballots: &[SealedBallot]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for ballot in ballots {
        bytes.extend(ballot.encapped_key);
        bytes.extend(
            u32::try_from(ballot.ciphertext.len())
                .unwrap_or(u32::MAX)
                .to_be_bytes(),
        );
        bytes.extend(&ballot.ciphertext);
    }
    bytes
}

fn decode_sealed(mut bytes: &[u8]) -> Result<Vec<SealedBallot>, StoreError> {
    let corrupt = || StoreError::corrupt("sealed_group.sealed", "it is cut short");
    let mut ballots = Vec::new();
    while !bytes.is_empty() {
        let (encapped_key, rest) = bytes.split_first_chunk::<32>().ok_or_else(corrupt)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(corrupt)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (ciphertext, rest) = rest.split_at_checked(length).ok_or_else(corrupt)?;
        ballots.push(SealedBallot {
            encapped_key: *encapped_key,
            ciphertext: ciphertext.to_vec(),
        });
        bytes = rest;
    }
    Ok(ballots)
}

/// Writes new groups. An opened one keeps no sealed copy: its ballots stand in `opened_group`, and the sealed
/// bytes stand in the station log for ever.
pub(crate) async fn write_groups(
    connection: &mut PgConnection,
    groups: &[(SealedGroup, bool)],
) -> Result<(), StoreError> {
    let mut rows = CopyRows::default();
    for (group, opened) in groups {
        let sealed = if *opened {
            Vec::new()
        } else {
            encode_sealed(&group.ballots)
        };
        rows.row()
            .text(group.station.as_str())
            .plain(group.incarnation)
            .plain(group.seq)
            .text(group.style.as_str())
            .plain(group.ballots.len())
            .bytes(&sealed)
            .plain(opened);
    }
    Store::copy(connection, SEALED_GROUP, rows).await
}

/// Marks groups that waited as opened.
pub(crate) async fn mark_opened(
    connection: &mut PgConnection,
    groups: &[&SealedGroup],
) -> Result<(), StoreError> {
    if groups.is_empty() {
        return Ok(());
    }
    let stations: Vec<&str> = groups.iter().map(|g| g.station.as_str()).collect();
    let incarnations: Vec<i64> = groups.iter().map(|g| g.incarnation.0.into()).collect();
    let seqs: Vec<i64> = groups.iter().map(|g| signed(g.seq)).collect();
    sqlx::query(
        "update sealed_group g set opened = true, sealed = ''
         from unnest($1::text[], $2::bigint[], $3::bigint[]) as o (station_id, incarnation, seq)
         where g.station_id = o.station_id and g.incarnation = o.incarnation and g.seq = o.seq",
    )
    .bind(stations)
    .bind(incarnations)
    .bind(seqs)
    .execute(connection)
    .await?;
    Ok(())
}

/// A ballot that was opened, until its code and its marks go different ways.
#[derive(Clone)]
pub struct OpenedBallot {
    /// Of the sealed ballot.
    pub code: TrackingCode,
    /// What is marked.
    pub ballot: BallotJson,
}

impl std::fmt::Debug for OpenedBallot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OpenedBallot(…)")
    }
}

/// Ballots of one style that were opened together.
#[derive(Debug, Clone)]
pub struct OpenedGroup {
    /// The station.
    pub station: StationId,
    /// The style of all of them.
    pub style: BallotStyleId,
    /// The ballots.
    pub ballots: Vec<OpenedBallot>,
}

/// Writes opened groups and the codes that they count. Returns how many ballots were counted before: an honest
/// station never repeats one, so such a ballot is taken out of its group and reported.
pub(crate) async fn write_opened(
    connection: &mut PgConnection,
    groups: &mut Vec<OpenedGroup>,
) -> Result<usize, StoreError> {
    let repeated = write_codes(connection, groups).await?;
    let mut rows = CopyRows::default();
    groups.retain(|g| !g.ballots.is_empty());
    for group in groups.iter() {
        let mut ballots = Vec::with_capacity(group.ballots.len());
        for opened in &group.ballots {
            let marks = serde_json::to_string(&opened.ballot.contests);
            ballots.push(marks.map_err(|e| StoreError::corrupt("opened_group.ballots", e))?);
        }
        ballots.sort_unstable();
        rows.row()
            .text(group.station.as_str())
            .text(group.style.as_str())
            .plain(ballots.len())
            .text(&format!("[{}]", ballots.join(",")));
    }
    Store::copy(connection, OPENED_GROUP, rows).await?;
    Ok(repeated)
}

/// Writes the codes of all groups in one order, and takes ballots out whose code is known or comes twice.
async fn write_codes(connection: &mut PgConnection, groups: &mut [OpenedGroup]) -> Result<usize, StoreError> {
    let mut seen = HashSet::new();
    let mut repeated = 0;
    for group in groups.iter_mut() {
        let before = group.ballots.len();
        group.ballots.retain(|b| seen.insert(b.code));
        repeated += before - group.ballots.len();
    }
    // The common case is one COPY; only when it meets a known code is every code looked up.
    let mut savepoint = connection.begin().await?;
    match copy_codes(&mut savepoint, groups).await {
        Ok(()) => {
            savepoint.commit().await?;
            return Ok(repeated);
        }
        Err(StoreError::Sql(sqlx::Error::Database(error))) if error.is_unique_violation() => {
            savepoint.rollback().await?;
        }
        Err(error) => return Err(error),
    }
    let known = known_codes(connection, &seen).await?;
    for group in groups.iter_mut() {
        let before = group.ballots.len();
        group.ballots.retain(|b| !known.contains(&b.code));
        repeated += before - group.ballots.len();
    }
    copy_codes(connection, groups).await?;
    Ok(repeated)
}

async fn known_codes(
    connection: &mut PgConnection,
    codes: &HashSet<TrackingCode>,
) -> Result<HashSet<TrackingCode>, StoreError> {
    let codes: Vec<Vec<u8>> = codes.iter().map(|code| code.0.to_vec()).collect();
    let known: Vec<Vec<u8>> = sqlx::query_scalar("select code from counted_code where code = any($1)")
        .bind(codes)
        .fetch_all(connection)
        .await?;
    known
        .into_iter()
        .map(|code| {
            let code: [u8; TRACKING_CODE_BYTES] = (code.try_into())
                .map_err(|_| StoreError::corrupt("counted_code.code", "of another length"))?;
            Ok(TrackingCode(code))
        })
        .collect()
}

async fn copy_codes(connection: &mut PgConnection, groups: &[OpenedGroup]) -> Result<(), StoreError> {
    let mut codes: Vec<(TrackingCode, &StationId)> = (groups.iter())
        .flat_map(|g| g.ballots.iter().map(|b| (b.code, &g.station)))
        .collect();
    codes.sort_unstable();
    let mut rows = CopyRows::default();
    for (code, station) in codes {
        rows.row().bytes(&code.0).text(station.as_str());
    }
    Store::copy(connection, COUNTED_CODE, rows).await
}

/// Notes how many ballots of these stations cannot be counted: they do not open, are none of this election, or came
/// twice.
pub(crate) async fn note_void(
    connection: &mut PgConnection,
    void: &BTreeMap<StationId, u64>,
) -> Result<(), StoreError> {
    if void.is_empty() {
        return Ok(());
    }
    let stations: Vec<&str> = void.keys().map(StationId::as_str).collect();
    let ballots: Vec<i64> = void.values().map(|n| signed(*n)).collect();
    sqlx::query(
        "insert into void_ballots (station_id, ballots) select * from unnest($1::text[], $2::bigint[])
         on conflict (station_id) do update set ballots = void_ballots.ballots + excluded.ballots",
    )
    .bind(stations)
    .bind(ballots)
    .execute(connection)
    .await?;
    Ok(())
}

/// The `votes` events of counted groups, numbered: for each station the totals of all that was counted together.
pub(crate) async fn votes_events(
    connection: &mut PgConnection,
    election: &ElectionId,
    tallies: BTreeMap<StationId, Tally>,
) -> Result<Vec<VotesEvent>, StoreError> {
    let counts = tallies.keys().map(|station| (station, 1)).collect();
    let numbers = number_events(connection, Topic::Votes, &counts).await?;
    let events = tallies.into_iter().map(|(station, tally)| VotesEvent {
        election: election.clone(),
        event: unsigned(numbers.get(station.as_str()).copied().unwrap_or(0)),
        station,
        tally,
    });
    Ok(events.collect())
}

impl Store {
    /// In which station's log a code is, and whether its ballot was counted.
    pub async fn find_code(&self, code: TrackingCode) -> Result<Option<(StationId, bool)>, StoreError> {
        let station = |id: String| id.try_into().map_err(|e| StoreError::corrupt("station_id", e));
        let counted: Option<String> =
            sqlx::query_scalar("select station_id from counted_code where code = $1")
                .bind(code.0.to_vec())
                .fetch_optional(self.pool())
                .await?;
        if let Some(id) = counted {
            return Ok(Some((station(id)?, true)));
        }
        let sealed: Vec<(String, Vec<u8>)> = sqlx::query_as(
            "select station_id, sealed from sealed_group where not opened
             union all
             select station_id, encapped_key || int4send(length(ciphertext)) || ciphertext from provisional_ballot
             where length(ciphertext) > 0",
        )
        .fetch_all(self.pool())
        .await?;
        for (id, sealed) in sealed {
            if decode_sealed(&sealed)?.iter().any(|b| b.tracking_code() == code) {
                return Ok(Some((station(id)?, false)));
            }
        }
        Ok(None)
    }
}
