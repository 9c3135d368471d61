//! Intake's rows: one transaction a batch of messages.

use std::collections::{BTreeMap, HashMap, HashSet};

use pollstream_count::admission::Head;
use pollstream_count::station_log::LogState;
use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::entry::ZeroReport;
use pollstream_protocol::events::CheckInsEvent;
use pollstream_protocol::ids::{ElectionId, Incarnation, StationId, VoterId};
use pollstream_protocol::receipt::Standing;
use pollstream_protocol::signed::{VerifyingKey, verifying_key};
use pollstream_protocol::topics::Topic;
use pollstream_protocol::voter::VoterRecord;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::outbox::Outgoing;
use super::roll::{VOTER, copy_voter};
use super::{CopyRows, Store, StoreError, Table};
use crate::intake::changes::{
    ActionRow, CaseRow, Changes, CheckInRow, CounterChange, EntryPlace, IncidentRow,
};

/// Refused messages of one sender that are kept whole, for each reason.
pub const MAX_QUARANTINED: i64 = 200;

/// An incarnation as intake needs it.
#[derive(Debug, Clone)]
pub struct StationRow {
    /// Where its log stands.
    pub head: Head,
    /// What the believed part of it adds up to.
    pub state: LogState,
    /// Why its last refused segment was refused.
    pub refusal: String,
    /// Whether no later incarnation of the station is enrolled.
    pub latest: bool,
}

const SEGMENT: Table = Table::new(
    "segment",
    "station_id text, incarnation integer, first_seq bigint, next_seq bigint, prev_hash bytea,
     entry_hashes bytea, entry_kinds bytea",
);
const CHECK_IN: Table = Table::new(
    "check_in",
    "station_id text, incarnation integer, seq bigint, voter_id uuid, ballot_style text, at timestamptz",
);
const OFFICER_ACTION: Table = Table::new(
    "officer_action",
    "station_id text, incarnation integer, seq bigint, action text, officer text, detail text, at timestamptz",
);
const PROVISIONAL_CASE: Table = Table::new(
    "provisional_case",
    "case_id uuid, station_id text, incarnation integer, seq bigint, reason text, claimant jsonb, at timestamptz",
);
const PROVISIONAL_BALLOT: Table = Table::new(
    "provisional_ballot",
    "case_id uuid, station_id text, incarnation integer, ballot_style text, encapped_key bytea, ciphertext bytea",
);
const INCIDENT: Table = Table::new(
    "incident",
    "kind text, station_id text, voter_id uuid, detail text, unique_key text",
);
const QUARANTINE: Table = Table::new(
    "quarantine",
    "claimed_station text, claimed_incarnation bigint, reason text, detail text, sha256 bytea, message bytea,
     partition integer, message_offset bigint",
);
/// Key of an incarnation.
pub type StationKey = (StationId, Incarnation);

impl Store {
    /// The keys under which these incarnations were enrolled. Not enrolled ones are absent.
    pub async fn station_keys(
        &self,
        wanted: &[StationKey],
    ) -> Result<HashMap<StationKey, VerifyingKey>, StoreError> {
        let (stations, incarnations) = split(wanted);
        let rows: Vec<(String, i32, Vec<u8>)> = sqlx::query_as(
            "select station_id, incarnation, public_key from station
             join unnest($1::text[], $2::bigint[]) as wanted (s, i) on station_id = s and incarnation = i",
        )
        .bind(stations)
        .bind(incarnations)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter()
            .map(|(station, incarnation, key)| {
                let key = verifying_key(&key).map_err(|e| StoreError::corrupt("station.public_key", e))?;
                Ok((station_key(station, incarnation)?, key))
            })
            .collect()
    }
}

fn split(keys: &[StationKey]) -> (Vec<String>, Vec<i64>) {
    keys.iter().map(|(s, i)| (s.to_string(), i64::from(i.0))).unzip()
}

pub(super) fn station_key(station: String, incarnation: i32) -> Result<StationKey, StoreError> {
    let id = StationId::try_from(station).map_err(|e| StoreError::corrupt("station.station_id", e))?;
    let number = u32::try_from(incarnation).map_err(|e| StoreError::corrupt("station.incarnation", e))?;
    Ok((id, Incarnation(number)))
}

/// Sequence numbers and incarnations fit Postgres' signed integers: they grow by one from zero.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The heads of these incarnations, locked until the transaction ends: two intakes never extend one log at
/// the same time. Locked in order of their ids, so that they cannot wait for each other in a circle.
pub(crate) async fn lock_stations(
    connection: &mut PgConnection,
    wanted: &[StationKey],
) -> Result<HashMap<StationKey, StationRow>, StoreError> {
    let (stations, incarnations) = split(wanted);
    let rows = sqlx::query(
        "select station_id, incarnation, standing, next_seq, head_hash, refusal,
                incarnation = (select max(l.incarnation) from station l where l.station_id = s.station_id) as latest,
                log_state
         from station s
         where (station_id, incarnation) in (select * from unnest($1::text[], $2::bigint[]))
         order by station_id, incarnation for update",
    )
    .bind(stations)
    .bind(incarnations)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let key = station_key(row.try_get(0)?, row.try_get(1)?)?;
            let standing: String = row.try_get(2)?;
            let hash: Vec<u8> = row.try_get(4)?;
            let head = Head {
                next_seq: unsigned(row.try_get(3)?),
                hash: entry_hash(&hash)?,
                standing: Standing::from_name(&standing)
                    .ok_or_else(|| StoreError::corrupt("station.standing", &standing))?,
            };
            let state: sqlx::types::Json<LogState> = row.try_get(7)?;
            Ok((
                key,
                StationRow {
                    head,
                    state: state.0,
                    refusal: row.try_get(5)?,
                    latest: row.try_get(6)?,
                },
            ))
        })
        .collect()
}

/// The partition on which a station's log arrives, once known.
pub(crate) async fn shards_of(
    connection: &mut PgConnection,
    station: &StationId,
) -> Result<HashMap<StationId, i32>, StoreError> {
    let shard: Option<i32> = sqlx::query_scalar("select max(shard) from station where station_id = $1")
        .bind(station.as_str())
        .fetch_one(connection)
        .await?;
    Ok(shard.map(|shard| (station.clone(), shard)).into_iter().collect())
}

fn entry_hash(bytes: &[u8]) -> Result<EntryHash, StoreError> {
    bytes
        .try_into()
        .map_err(|_| StoreError::corrupt("entry hash", "it is not 32 bytes"))
}

/// The stored hash of the entry before `seq`, if the log reaches that far.
pub(crate) async fn hash_before(
    connection: &mut PgConnection,
    (station, incarnation): &StationKey,
    seq: u64,
) -> Result<Option<EntryHash>, StoreError> {
    let row: Option<(i64, Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "select first_seq, prev_hash, entry_hashes from segment
         where station_id = $1 and incarnation = $2 and first_seq <= $3
         order by first_seq desc limit 1",
    )
    .bind(station.as_str())
    .bind(i64::from(incarnation.0))
    .bind(signed(seq).saturating_sub(1).max(0))
    .fetch_optional(connection)
    .await?;
    let Some((first, prev, hashes)) = row else {
        return Ok(None);
    };
    let index = usize::try_from(seq.saturating_sub(unsigned(first))).unwrap_or(usize::MAX);
    match index {
        0 => entry_hash(&prev).map(Some),
        n => hashes.chunks(32).nth(n - 1).map(entry_hash).transpose(),
    }
}

/// A segment that came too early.
#[derive(Debug, Clone)]
pub(crate) struct HeldSegment {
    /// Whose.
    pub(crate) key: StationKey,
    /// Number of its first entry.
    pub(crate) first_seq: u64,
    /// Partition of the station log.
    pub(crate) partition: i32,
    /// Offset in it.
    pub(crate) offset: i64,
    /// The message.
    pub(crate) bytes: Vec<u8>,
}

/// Those of these incarnations of which segments are held.
pub(crate) async fn holding(
    connection: &mut PgConnection,
    wanted: &[StationKey],
) -> Result<HashSet<StationKey>, StoreError> {
    let (stations, incarnations) = split(wanted);
    let rows: Vec<(String, i32)> = sqlx::query_as(
        "select distinct station_id, incarnation from held_segment
         where (station_id, incarnation) in (select * from unnest($1::text[], $2::bigint[]))",
    )
    .bind(stations)
    .bind(incarnations)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(station, incarnation)| station_key(station, incarnation))
        .collect()
}

/// Takes out the first held segment that the log has reached.
pub(crate) async fn take_held(
    connection: &mut PgConnection,
    key: &StationKey,
    next_seq: u64,
) -> Result<Option<HeldSegment>, StoreError> {
    let row: Option<(i64, i32, i64, Vec<u8>)> = sqlx::query_as(
        "delete from held_segment h using (
             select first_seq, next_seq from held_segment
             where station_id = $1 and incarnation = $2 and first_seq <= $3 order by first_seq, next_seq limit 1) f
         where h.station_id = $1 and h.incarnation = $2 and h.first_seq = f.first_seq and h.next_seq = f.next_seq
         returning h.first_seq, h.partition, h.message_offset, h.bytes",
    )
    .bind(key.0.as_str())
    .bind(i64::from(key.1.0))
    .bind(signed(next_seq))
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(first_seq, partition, offset, bytes)| HeldSegment {
        key: key.clone(),
        first_seq: unsigned(first_seq),
        partition,
        offset,
        bytes,
    }))
}

/// Keeps a segment that came too early, unless `limit` of the incarnation are kept already: then it is let
/// go, no receipt covers it, and the station sends it again.
pub(crate) async fn hold(
    connection: &mut PgConnection,
    held: &HeldSegment,
    next_seq: u64,
    limit: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into held_segment
            (station_id, incarnation, first_seq, next_seq, bytes, partition, message_offset)
         select $1, $2, $3, $4, $5, $7, $8
         where (select count(*) from held_segment where station_id = $1 and incarnation = $2) < $6
         on conflict do nothing",
    )
    .bind(held.key.0.as_str())
    .bind(i64::from(held.key.1.0))
    .bind(signed(held.first_seq))
    .bind(signed(next_seq))
    .bind(&held.bytes)
    .bind(limit)
    .bind(held.partition)
    .bind(held.offset)
    .execute(connection)
    .await?;
    Ok(())
}

/// A message to be kept in quarantine.
#[derive(Debug, Clone)]
pub struct Quarantined {
    /// Claimed station; empty when it does not say.
    pub station: String,
    /// Claimed incarnation.
    pub incarnation: Option<Incarnation>,
    /// Short reason.
    pub reason: &'static str,
    /// In words.
    pub detail: String,
    /// The message, whole.
    pub message: Vec<u8>,
    /// Partition of the station log.
    pub partition: i32,
    /// Offset in it.
    pub offset: i64,
}

impl Quarantined {
    /// SHA-256 of the message.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.message).into()
    }
}

/// Keeps refused messages. Returns those that were not kept before.
pub(crate) async fn quarantine(
    connection: &mut PgConnection,
    mut refused: Vec<Quarantined>,
) -> Result<Vec<Quarantined>, StoreError> {
    let mut rows = CopyRows::default();
    for message in &refused {
        let row = rows.row().text(&message.station);
        let row = match message.incarnation {
            Some(incarnation) => row.plain(incarnation),
            None => row.null(),
        };
        row.text(message.reason)
            .text(&message.detail)
            .bytes(&message.sha256())
            .bytes(&message.message)
            .plain(message.partition)
            .plain(message.offset);
    }
    let new: Vec<(i32, i64)> =
        Store::add_new(connection, QUARANTINE, rows, "partition, message_offset").await?;
    let new: HashSet<_> = new.into_iter().collect();
    if !new.is_empty() {
        bound_quarantine(connection, &refused).await?;
    }
    refused.retain(|message| new.contains(&(message.partition, message.offset)));
    Ok(refused)
}

/// Of each sender and reason the newest [`MAX_QUARANTINED`] refused messages stay whole; those before them are counted.
/// Who names no polling station of the election is one sender with all others who do not. Nonsense in a station's name
/// pushes out nothing that the station signed: that has other reasons.
async fn bound_quarantine(connection: &mut PgConnection, refused: &[Quarantined]) -> Result<(), StoreError> {
    let senders: Vec<&str> = refused.iter().map(|message| message.station.as_str()).collect();
    sqlx::query(
        "with sender as (
             select q.quarantine_id, q.reason, coalesce(p.station_id, '') as name
             from quarantine q left join polling_station p on p.station_id = q.claimed_station
             where q.decision is null
                 and (q.claimed_station = any($1) or p.station_id is null)
         ), ranked as (
             select *, row_number() over (partition by name, reason order by quarantine_id desc) as newest from sender
         ), gone as (
             delete from quarantine q using ranked r
             where q.quarantine_id = r.quarantine_id and r.newest > $2 returning r.name, r.reason)
         insert into quarantine_counted as c (claimed_station, reason, messages)
         select name, reason, count(*) from gone group by name, reason
         on conflict (claimed_station, reason) do update set messages = c.messages + excluded.messages",
    )
    .bind(senders)
    .bind(MAX_QUARANTINED)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes the new heads of incarnations, with the zero reports of those whose polls were opened.
pub(crate) async fn write_heads(
    connection: &mut PgConnection,
    heads: &[(StationKey, StationRow, Option<ZeroReport>)],
    shard_of: &impl Fn(&StationId) -> i32,
) -> Result<(), StoreError> {
    let (mut stations, mut incarnations) = (Vec::new(), Vec::new());
    let (mut next_seqs, mut hashes, mut standings, mut refusals) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut polls, mut states, mut zero_reports, mut shards) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((station, incarnation), row, zero_report) in heads {
        stations.push(station.as_str());
        incarnations.push(i64::from(incarnation.0));
        next_seqs.push(signed(row.head.next_seq));
        hashes.push(row.head.hash.as_slice());
        standings.push(row.head.standing.as_str());
        refusals.push(row.refusal.replace('\0', "\u{fffd}"));
        polls.push(row.state.polls.as_str());
        states.push(sqlx::types::Json(&row.state));
        zero_reports.push(zero_report.map(sqlx::types::Json));
        shards.push(shard_of(station));
    }
    sqlx::query(
        "update station s set next_seq = n.next_seq, head_hash = n.head_hash, standing = n.standing,
            refusal = n.refusal, polls_state = n.polls_state, log_state = n.log_state,
            zero_report = coalesce(n.zero_report, s.zero_report),
            last_seen = now(), shard = greatest(s.shard, n.shard)
         from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bytea[], $5::text[], $6::text[], $7::text[],
                $8::jsonb[], $9::jsonb[], $10::integer[])
            as n (station_id, incarnation, next_seq, head_hash, standing, refusal, polls_state, log_state,
                zero_report, shard)
         where s.station_id = n.station_id and s.incarnation = n.incarnation",
    )
    .bind(stations)
    .bind(incarnations)
    .bind(next_seqs)
    .bind(hashes)
    .bind(standings)
    .bind(refusals)
    .bind(polls)
    .bind(states)
    .bind(zero_reports)
    .bind(shards)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes segments, check-ins, officers' actions and provisional cases.
pub(crate) async fn write_rows(connection: &mut PgConnection, changes: &Changes) -> Result<(), StoreError> {
    let mut segments = CopyRows::default();
    for s in &changes.segments {
        let kinds: Vec<u8> = s
            .entries
            .iter()
            .map(|e| u8::try_from(e.kind.number()).unwrap_or(u8::MAX))
            .collect();
        segments
            .row()
            .text(s.station.as_str())
            .plain(s.incarnation)
            .plain(s.first_seq)
            .plain(s.next_seq())
            .bytes(&s.prev_hash)
            .bytes(&s.hashes.concat())
            .bytes(&kinds);
    }
    Store::copy(connection, SEGMENT, segments).await?;

    let mut check_ins = CopyRows::default();
    for CheckInRow {
        place,
        voter,
        style,
        at,
    } in &changes.check_ins
    {
        let row = check_ins
            .row()
            .text(place.station.as_str())
            .plain(place.incarnation)
            .plain(place.seq);
        row.plain(voter).text(style.as_str()).plain(at);
    }
    Store::copy(connection, CHECK_IN, check_ins).await?;
    undo_check_ins(connection, &changes.undone).await?;

    let mut actions = CopyRows::default();
    for ActionRow {
        place,
        action,
        officer,
        detail,
        at,
    } in &changes.actions
    {
        let row = actions
            .row()
            .text(place.station.as_str())
            .plain(place.incarnation)
            .plain(place.seq);
        row.plain(action).text(officer).text(detail).plain(at);
    }
    Store::copy(connection, OFFICER_ACTION, actions).await?;
    write_provisional(connection, changes).await
}

/// Marks check-ins as undone.
async fn undo_check_ins(connection: &mut PgConnection, undone: &[EntryPlace]) -> Result<(), StoreError> {
    if undone.is_empty() {
        return Ok(());
    }
    let stations: Vec<&str> = undone.iter().map(|place| place.station.as_str()).collect();
    let incarnations: Vec<i64> = undone.iter().map(|place| place.incarnation.0.into()).collect();
    let seqs: Vec<i64> = undone.iter().map(|place| signed(place.seq)).collect();
    sqlx::query(
        "update check_in c set undone = true
         from unnest($1::text[], $2::bigint[], $3::bigint[]) as u (station_id, incarnation, seq)
         where c.station_id = u.station_id and c.incarnation = u.incarnation and c.seq = u.seq",
    )
    .bind(stations)
    .bind(incarnations)
    .bind(seqs)
    .execute(connection)
    .await?;
    Ok(())
}

async fn write_provisional(connection: &mut PgConnection, changes: &Changes) -> Result<(), StoreError> {
    let mut cases = CopyRows::default();
    for CaseRow {
        place,
        case,
        reason,
        claimant,
        at,
    } in &changes.cases
    {
        // JSON may hold NUL escaped, which jsonb refuses.
        let claimant = serde_json::to_string(claimant)
            .unwrap_or_default()
            .replace("\\u0000", "\u{fffd}");
        let row = cases
            .row()
            .plain(case)
            .text(place.station.as_str())
            .plain(place.incarnation)
            .plain(place.seq);
        row.plain(reason.as_str()).text(&claimant).plain(at);
    }
    Store::copy(connection, PROVISIONAL_CASE, cases).await?;

    let mut ballots = CopyRows::default();
    for row in &changes.provisional {
        ballots
            .row()
            .plain(row.case)
            .text(row.place.station.as_str())
            .plain(row.place.incarnation)
            .text(row.style.as_str())
            .bytes(&row.ballot.encapped_key)
            .bytes(&row.ballot.ciphertext);
    }
    Store::copy(connection, PROVISIONAL_BALLOT, ballots).await
}

/// Writes incidents that were not reported before.
pub(crate) async fn write_incidents(
    connection: &mut PgConnection,
    incidents: &[IncidentRow],
) -> Result<(), StoreError> {
    let mut rows = CopyRows::default();
    for incident in incidents {
        let row = rows.row().text(incident.kind);
        let row = match &incident.station {
            Some(station) => row.text(station.as_str()),
            None => row.null(),
        };
        let row = match incident.voter {
            Some(voter) => row.plain(voter),
            None => row.null(),
        };
        row.text(&incident.detail).text(&incident.unique_key);
    }
    Store::add_new::<(i64,)>(connection, INCIDENT, rows, "incident_id").await?;
    Ok(())
}

/// Adds voters whom stations registered. Returns those that were added; the others are on record already.
pub(crate) async fn register(
    connection: &mut PgConnection,
    registrations: &[(StationId, VoterRecord)],
) -> Result<HashSet<VoterId>, StoreError> {
    let mut rows = CopyRows::default();
    let mut station_of: HashMap<VoterId, &StationId> = HashMap::new();
    for (station, voter) in registrations {
        copy_voter(&mut rows, voter, Some(station));
        station_of.entry(voter.voter_id).or_insert(&voter.polling_station);
    }
    let added = Store::add_new::<(Uuid,)>(connection, VOTER, rows, "voter_id").await?;
    let added: HashSet<VoterId> = added.into_iter().map(|(id,)| VoterId(id)).collect();
    let grown: Vec<&str> = added
        .iter()
        .filter_map(|voter| station_of.get(voter).map(|station| station.as_str()))
        .collect();
    if !grown.is_empty() {
        sqlx::query(
            "update polling_station p set registered = registered + n.voters
             from (select station_id, count(*) as voters from unnest($1::text[]) as s (station_id)
                   group by station_id) as n
             where p.station_id = n.station_id",
        )
        .bind(grown)
        .execute(connection)
        .await?;
    }
    Ok(added)
}

/// A voter who was checked in, as central knows the voter.
#[derive(Debug, Clone)]
pub(crate) struct CheckedVoter {
    /// The voter.
    pub voter: VoterId,
    /// Accreditation, if the voter is on record.
    pub accreditation: Option<String>,
    /// The polling station whose roll lists the voter.
    pub polling_station: Option<String>,
    /// Check-ins of the voter that stand.
    pub standing_check_ins: i64,
}

/// What central knows of voters who were just checked in.
pub(crate) async fn checked_voters(
    connection: &mut PgConnection,
    voters: &[Uuid],
) -> Result<Vec<CheckedVoter>, StoreError> {
    let rows: Vec<(Uuid, Option<String>, Option<String>, i64)> = sqlx::query_as(
        "select w.id, v.accreditation, v.polling_station, coalesce(c.standing, 0)
         from unnest($1::uuid[]) as w (id)
         left join voter v on v.voter_id = w.id
         left join (
             select voter_id, count(*) as standing from check_in
             where voter_id = any($1) and not undone group by voter_id
         ) c on c.voter_id = w.id",
    )
    .bind(voters)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(
            |(id, accreditation, polling_station, standing_check_ins)| CheckedVoter {
                voter: VoterId(id),
                accreditation,
                polling_station,
                standing_check_ins,
            },
        )
        .collect())
}

/// Numbers new events of stations on a topic: the number of the last one of each, after `counts` more.
pub(super) async fn number_events(
    connection: &mut PgConnection,
    topic: Topic,
    counts: &BTreeMap<&StationId, i64>,
) -> Result<HashMap<String, i64>, StoreError> {
    let stations: Vec<&str> = counts.keys().map(|s| s.as_str()).collect();
    let numbers: Vec<i64> = counts.values().copied().collect();
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "insert into station_event (station_id, topic, last_event)
         select s, $2, n from unnest($1::text[], $3::bigint[]) as new (s, n)
         on conflict (station_id, topic) do update set last_event = station_event.last_event + excluded.last_event
         returning station_id, last_event",
    )
    .bind(stations)
    .bind(topic.base_name())
    .bind(numbers)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The `check-ins` events of changed counters, numbered.
pub(crate) async fn check_ins_events(
    connection: &mut PgConnection,
    election: &ElectionId,
    counters: BTreeMap<StationId, CounterChange>,
) -> Result<Vec<CheckInsEvent>, StoreError> {
    let changed: BTreeMap<_, _> = counters
        .into_iter()
        .filter(|(_, c)| *c != CounterChange::default())
        .collect();
    let counts = changed.keys().map(|s| (s, 1)).collect();
    let numbers = number_events(connection, Topic::CheckIns, &counts).await?;
    Ok(changed
        .into_iter()
        .map(|(station, change)| CheckInsEvent {
            event: unsigned(numbers.get(station.as_str()).copied().unwrap_or(0)),
            election: election.clone(),
            station,
            checked_in: change.checked_in,
            undone: change.undone,
            provisional: change.provisional,
            registered: change.registered,
            polls: change.polls,
        })
        .collect())
}

/// A derived message in JSON.
pub(crate) fn outgoing_json<T: serde::Serialize>(
    shard: i32,
    topic: Topic,
    key: impl Into<String>,
    message: &T,
) -> Result<Outgoing, StoreError> {
    let payload = serde_json::to_vec(message).map_err(|e| StoreError::corrupt("outbox.payload", e))?;
    Ok(Outgoing {
        shard,
        topic,
        key: key.into(),
        payload: Some(payload),
    })
}
