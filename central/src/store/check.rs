//! The questions of `central check`, each one statement that lists what is off in words.

use std::fmt::Write;
use std::time::Duration;

use pollstream_count::certification::accepted_to;
use pollstream_protocol::chain::genesis;
use pollstream_protocol::ids::{CaseId, CaseKey, ElectionId, Incarnation, LogName, StationId};
use pollstream_protocol::ledger::Ledger;
use sqlx::{PgConnection, Row};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::intake::unsigned;
use super::station_log::log_name;
use super::{Store, StoreError};

/// How often is looked whether what is under way has arrived.
const LOOK: Duration = Duration::from_millis(200);
/// Examples that are shown of what is off.
pub const EXAMPLES: i64 = 5;

/// What a question found: how many things are off, and the first of them in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// All that are off.
    pub count: u64,
    /// The first [`EXAMPLES`].
    pub examples: Vec<String>,
}

impl From<Vec<String>> for Found {
    fn from(mut all: Vec<String>) -> Self {
        let count = all.len() as u64;
        all.truncate(usize::try_from(EXAMPLES).unwrap_or(0));
        Found { count, examples: all }
    }
}

/// A question with its answer in SQL: `query` yields one line of text for each thing that is off.
pub(crate) struct Question {
    pub(crate) name: &'static str,
    pub(crate) says: &'static str,
    pub(crate) query: &'static str,
    /// For what should be known but is no fault of the data: how it is said when there is some.
    pub(crate) warns: Option<&'static str>,
}

const fn fault(name: &'static str, says: &'static str, query: &'static str) -> Question {
    Question {
        name,
        says,
        query,
        warns: None,
    }
}

const fn warning(
    name: &'static str,
    says: &'static str,
    warns: &'static str,
    query: &'static str,
) -> Question {
    Question {
        name,
        says,
        query,
        warns: Some(warns),
    }
}

/// Entry kinds as they are numbered on the wire: 1 registration, 2 check-in, 3 undone, 4 group of ballots, 5 provisional.
pub(crate) const QUESTIONS: &[Question] = &[
    fault(
        "check-in voters",
        "every voter who was checked in is on record, or officials accepted it: central ruling accept-discrepancy",
        "select format('%s/%s entry %s: voter %s', station_id, incarnation, seq, voter_id)
         from check_in c join station s using (station_id, incarnation)
         where not exists (select from voter v where v.voter_id = c.voter_id) and seq >= s.accepted_to
         order by station_id, incarnation, seq",
    ),
    fault(
        "check-in styles",
        "every ballot style issued is one of the station",
        "select format('%s/%s entry %s: style %s', station_id, incarnation, seq, c.ballot_style)
         from check_in c left join polling_station p using (station_id)
         join station s using (station_id, incarnation)
         where c.ballot_style <> all (coalesce(p.ballot_styles, '{}')) and seq >= s.accepted_to order by station_id, incarnation, seq",
    ),
    fault(
        "ballot styles",
        "every ballot's style is one of its station",
        "select format('%s: %s ballots of style %s', station_id, count(*), b.ballot_style)
         from ballot b left join polling_station p using (station_id)
         where b.ballot_style <> all (coalesce(p.ballot_styles, '{}'))
         group by station_id, b.ballot_style order by station_id",
    ),
    fault(
        "ballot candidates",
        "every candidate on a ballot exists, stands in that contest and is accredited, or was and has withdrawn",
        "with marked as (
             select b.station_id, e.key as contest_id, m.id as candidate_id, count(*) as n
             from ballot b cross join lateral jsonb_each(b.contests) as e
             cross join lateral jsonb_array_elements_text(e.value) as m (id)
             where m.id <> '' group by 1, 2, 3)
         select format('%s: %s marks for %s in %s (%s)', m.station_id, m.n, m.candidate_id, m.contest_id,
             coalesce(c.accreditation, 'unknown'))
         from marked m left join candidate c using (contest_id, candidate_id)
         where coalesce(c.accreditation, 'unknown') not in ('accredited', 'withdrawn') order by 1",
    ),
    fault(
        "ballot marks",
        "every contest on a ballot exists and has as many marks as it allows",
        "with held as (
             select b.station_id, e.key as contest_id, jsonb_array_length(e.value) as marks, count(*) as n
             from ballot b cross join lateral jsonb_each(b.contests) as e group by 1, 2, 3)
         select format('%s: %s ballots with %s marks in %s (%s allowed)', h.station_id, h.n, h.marks, h.contest_id,
             coalesce(c.slots, 0))
         from held h left join contest c using (contest_id) where h.marks is distinct from c.slots order by 1",
    ),
    fault(
        "log continuity",
        "every station's log is unbroken: numbers and hashes of its segments follow one another",
        "with ordered as (
             select s.*, lag(next_seq) over w as expected_seq,
                 lag(substr(entry_hashes, length(entry_hashes) - 31)) over w as expected_hash
             from segment s window w as (partition by station_id, incarnation order by first_seq))
         select format('%s/%s: segment at %s: %s', station_id, incarnation, first_seq, case
             when next_seq <= first_seq or length(entry_hashes) <> 32 * (next_seq - first_seq)
                 or length(entry_kinds) <> next_seq - first_seq then 'its length does not fit its numbers'
             when first_seq <> coalesce(expected_seq, 0) then format('entry %s expected', coalesce(expected_seq, 0))
             else 'it does not continue the hash before it' end)
         from ordered
         where next_seq <= first_seq or length(entry_hashes) <> 32 * (next_seq - first_seq)
             or length(entry_kinds) <> next_seq - first_seq
             or first_seq <> coalesce(expected_seq, 0) or prev_hash <> expected_hash
         order by station_id, incarnation, first_seq",
    ),
    fault(
        "log heads",
        "every station's head is the end of its last segment",
        "select format('%s/%s: head at %s, segments end at %s%s', s.station_id, s.incarnation, s.next_seq,
             coalesce(l.next_seq, 0), case when l.next_seq = s.next_seq then ' with another hash' else '' end)
         from station s left join lateral (
             select next_seq, substr(entry_hashes, length(entry_hashes) - 31) as hash from segment g
             where g.station_id = s.station_id and g.incarnation = s.incarnation
             order by first_seq desc limit 1) l on true
         where s.next_seq <> coalesce(l.next_seq, 0) or s.head_hash <> l.hash
         union all
         select format('%s/%s: %s segments of a station that is not enrolled', station_id, incarnation, count(*))
         from segment g where not exists (
             select from station s where s.station_id = g.station_id and s.incarnation = g.incarnation)
         group by station_id, incarnation order by 1",
    ),
    fault(
        "entries",
        "every check-in and group of ballots on record or set aside stands in its station's log, and the other way round",
        "with logged as (
             select station_id, incarnation, first_seq + i as seq, get_byte(entry_kinds, i) as kind
             from segment cross join lateral generate_series(0, length(entry_kinds) - 1) as i
             where get_byte(entry_kinds, i) in (2, 4)
         ), recorded as (
             select station_id, incarnation, seq, 2 as kind from check_in
             union all select station_id, incarnation, seq, 4 from sealed_group
             union all select station_id, incarnation, seq, kind from set_aside_entry where kind in (2, 4))
         select format('%s/%s entry %s: %s', station_id, incarnation, seq, case
             when l.kind is null then 'on record, not in the log' else 'in the log, not on record' end)
         from logged l full join recorded r using (station_id, incarnation, seq)
         where l.kind is distinct from r.kind order by station_id, incarnation, seq",
    ),
    fault(
        "ballots and check-ins",
        "no station has more ballots (opened, sealed, provisional) than check-ins that stand and provisional cases, \
         unless officials accepted it",
        "with count_of as (
             select station_id, sum(ballots) as ballots, sum(admitted) as admitted from (
                 select station_id, ballots, 0 as admitted from sealed_group
                 union all select b.station_id, 1, 0 from provisional_ballot b
                 union all select station_id, 0, 1 from check_in where not undone
                 union all select station_id, 0, 1 from provisional_case) c group by station_id)
         select format('%s: %s ballots, %s admitted', station_id, ballots, admitted)
         from count_of where ballots > admitted
             and not exists (select from station s where s.station_id = count_of.station_id and ruled_end is not null)
         order by station_id",
    ),
    fault(
        "groups and ballots",
        "every opened group and every counted case has its ballots on record or was told to be void, and no ballot came \
         otherwise",
        "with count_of as (
             select station_id, sum(sealed) as sealed, sum(opened) as opened, sum(codes) as codes from (
                 select station_id, ballots as sealed, 0 as opened, 0 as codes from sealed_group g where g.opened
                 union all select station_id, 1, 0, 0 from provisional_case where status = 'counted'
                 union all select station_id, 0, size, 0 from opened_group
                 union all select station_id, 0, ballots, ballots from void_ballots
                 union all select station_id, 0, 0, 1 from counted_code) c group by station_id)
         select format('%s: %s ballots in opened groups, %s on record, %s codes', station_id, sealed, opened, codes)
         from count_of where sealed <> opened or opened <> codes order by station_id",
    ),
    fault(
        "decided cases",
        "every provisional case that is not pending was decided by two officials, and no pending one was",
        "select format('case %s: %s, %s', c.case_id, c.status, case when d.number is null then 'without a decision'
             else format('decided by %s official(s)', cardinality(d.officials)) end)
         from provisional_case c left join decision d on d.number = c.decision and d.kind = 'provisional_decided'
         where (c.status = 'pending') <> (c.decision is null) or c.status <> 'pending' and (
             select count(distinct o) from unnest(coalesce(d.officials, '{}')) o) < 2 order by c.case_id",
    ),
    fault(
        "counted cases",
        "nothing leads from a counted case to its ballot, and every other case keeps its ballot sealed",
        "select format('case %s: %s, %s', c.case_id, c.status, case when c.status = 'counted'
             then 'keeps its sealed ballot' else 'has lost its sealed ballot' end)
         from provisional_case c join provisional_ballot b using (station_id, incarnation, case_id)
         where (c.status = 'counted') <> (length(b.ciphertext) = 0 and length(b.encapped_key) = 0)
         order by c.case_id",
    ),
    fault(
        "turnout",
        "the streaming turnout of every place equals what SQL counts",
        "with event as (
             select station_id, 1 as checked_in, 0 as ballots, 0 as provisional from check_in where not undone
             union all select station_id, 0, size, 0 from opened_group
             union all select station_id, 0, 0, 1 from provisional_ballot
         ), counted as (
             select place_id, sum(checked_in) as c, sum(ballots) as b, sum(provisional) as p
             from place join event using (station_id) group by place_id)
         select format('%s: checked in %s, in SQL %s; ballots %s, in SQL %s; provisional %s, in SQL %s', place_id,
             coalesce(t.checked_in, 0), coalesce(s.c, 0), coalesce(t.ballots, 0), coalesce(s.b, 0),
             coalesce(t.provisional, 0), coalesce(s.p, 0))
         from counted s full join turnout t using (place_id)
         where (coalesce(t.checked_in, 0), coalesce(t.ballots, 0), coalesce(t.provisional, 0))
             <> (coalesce(s.c, 0), coalesce(s.b, 0), coalesce(s.p, 0)) order by place_id",
    ),
    fault(
        "roll counts",
        "registered and accredited voters of every station equal the voters on record",
        "select format('%s: registered %s, on record %s; accredited %s, on record %s', p.station_id, p.registered,
             count(v.voter_id), p.accredited, count(v.voter_id) filter (where v.accreditation = 'accredited'))
         from polling_station p left join voter v on v.polling_station = p.station_id
         group by p.station_id, p.registered, p.accredited
         having p.registered <> count(v.voter_id)
             or p.accredited <> count(v.voter_id) filter (where v.accreditation = 'accredited')
         order by p.station_id",
    ),
    fault(
        "aggregated",
        "every event of intake is aggregated",
        "select format('%s %s: event %s of %s', e.station_id, e.topic, coalesce(m.last_event, 0), e.last_event)
         from station_event e left join aggregator_mark m using (station_id, topic)
         where e.topic in ('votes', 'check-ins') and e.last_event <> coalesce(m.last_event, 0)
         order by e.station_id, e.topic",
    ),
    fault(
        "published",
        "nothing waits to be published",
        "select format('%s for %s', topic, key) from outbox order by id",
    ),
    fault(
        "held back",
        "no segment waits for one before it",
        "select format('%s/%s: entries %s to %s wait', station_id, incarnation, first_seq, h.next_seq - 1)
         from held_segment h join station using (station_id, incarnation)
         where standing = 'active' and ruled_end is null order by 1",
    ),
    warning(
        "set aside",
        "every entry of every log counts: none breaks a rule, is excluded or came after the certification",
        "entries of station logs do not count: they break a rule, are excluded or came after the certification",
        "select format('%s/%s: %s entries from %s on', station_id, incarnation, count(*), min(seq))
         from set_aside_entry group by station_id, incarnation order by 1",
    ),
    warning(
        "voters once",
        "no voter is checked in twice",
        "voters were checked in more than once",
        "select format('voter %s: %s check-ins stand', voter_id, count(*)) from check_in where not undone
         group by voter_id having count(*) > 1 order by voter_id",
    ),
    warning(
        "quarantine",
        "no refused message is unresolved",
        "refused messages are unresolved",
        "select format('%s: %s messages of %s', reason, count(*),
             case claimed_station when '' then 'an unknown sender' else claimed_station end)
         from quarantine where decision is null group by reason, claimed_station
         union all select format('%s: %s earlier messages of %s, counted and not kept', reason, messages,
             case claimed_station when '' then 'unknown senders' else claimed_station end)
         from quarantine_counted order by 1",
    ),
    warning(
        "foreign messages",
        "every message on central's topics was signed by a service of central, and holds what its topic carries",
        "messages on central's topics were not written by central; nobody believes them",
        "select format('%s: %s messages (%s), the last at partition %s, offset %s: %s', topic, sum(messages), reason,
             max(partition), max(message_offset), max(detail))
         from parked group by topic, reason order by topic, reason",
    ),
    warning(
        "adjudication",
        "no provisional ballot waits for a decision, or for others to be opened with",
        "provisional ballots wait for a decision, or for others to be opened with",
        "select format('%s: %s %s', station_id, count(*), status) from provisional_case
         where status in ('pending', 'released') group by station_id, status order by 1",
    ),
    warning(
        "stations in good standing",
        "no station is quarantined",
        "stations are quarantined",
        "select format('%s/%s: %s', station_id, incarnation, refusal) from station
         where standing = 'quarantined' order by 1",
    ),
    warning(
        "incidents",
        "no incident is open",
        "incidents are open",
        "select format('%s: %s%s', kind, count(*), case count(*) when 1 then
             format(' (%s%s)', coalesce(min(station_id) || ': ', ''), left(min(detail), 80)) else ' incidents' end)
         from incident where decision is null group by kind order by kind",
    ),
];

impl Store {
    /// Waits until intake's events are all published and aggregated, as long as patience lasts.
    pub(crate) async fn settle(&self, patience: Duration) -> Result<(), StoreError> {
        let until = Instant::now() + patience;
        while !self.is_settled().await? && Instant::now() < until {
            sleep(LOOK).await;
        }
        Ok(())
    }

    /// Whether intake's events are all published and aggregated.
    async fn is_settled(&self) -> Result<bool, StoreError> {
        Ok(sqlx::query_scalar(
            "select not exists (select from outbox) and not exists (
                 select from station_event e left join aggregator_mark m using (station_id, topic)
                 where e.topic in ('votes', 'check-ins') and e.last_event > coalesce(m.last_event, 0))",
        )
        .fetch_one(self.pool())
        .await?)
    }
}

/// Asks one question.
pub(crate) async fn ask(connection: &mut PgConnection, question: &Question) -> Result<Found, StoreError> {
    // Only constants of this file are joined.
    let query = format!(
        "select count(*) over (), example from ({}) as off (example) limit {EXAMPLES}",
        question.query
    );
    let rows: Vec<(i64, String)> = sqlx::query_as(sqlx::AssertSqlSafe(query))
        .fetch_all(connection)
        .await?;
    let count = rows.first().map_or(0, |(n, _)| n.unsigned_abs());
    Ok(Found {
        count,
        examples: rows.into_iter().map(|(_, example)| example).collect(),
    })
}

/// Logs whose first segment does not begin with the hash that fixes election, station and incarnation.
pub(crate) async fn wrong_beginnings(
    connection: &mut PgConnection,
    election: &ElectionId,
) -> Result<Found, StoreError> {
    let rows: Vec<(String, i32, Vec<u8>)> = sqlx::query_as(
        "select station_id, incarnation, prev_hash from segment where first_seq = 0
         union all select station_id, incarnation, head_hash from station where next_seq = 0 order by 1, 2",
    )
    .fetch_all(connection)
    .await?;
    let mut wrong = Vec::new();
    for (station, incarnation, hash) in rows {
        let id: StationId = station
            .parse()
            .map_err(|e| StoreError::corrupt("segment.station_id", e))?;
        if genesis(election, &id, Incarnation(incarnation.unsigned_abs())).as_slice() != hash {
            wrong.push(format!(
                "{station}/{incarnation}: the log of another election, station or incarnation"
            ));
        }
    }
    Ok(wrong.into())
}

/// Contest sets of the ballots: style, contests in order of their ids, number of ballots.
pub(crate) async fn contest_sets(
    connection: &mut PgConnection,
) -> Result<Vec<(String, Vec<String>, i64)>, StoreError> {
    Ok(sqlx::query_as(
        "select ballot_style, keys, count(*) from ballot cross join lateral (
             select array(select jsonb_object_keys(contests) order by 1) as keys) k
         group by ballot_style, keys order by ballot_style",
    )
    .fetch_all(connection)
    .await?)
}

/// Cases that somebody decided, with where they stand.
pub(crate) async fn decided_cases(
    connection: &mut PgConnection,
) -> Result<Vec<(CaseKey, String)>, StoreError> {
    let query = "select station_id, incarnation, case_id, status from provisional_case
                 where status <> 'pending' order by 1, 2, 3";
    let rows: Vec<(String, i32, Uuid, String)> = sqlx::query_as(query).fetch_all(connection).await?;
    rows.into_iter()
        .map(|(station, incarnation, case, status)| {
            let log = log_name(station, incarnation)?;
            Ok((
                CaseKey {
                    log,
                    case: CaseId(case),
                },
                status,
            ))
        })
        .collect()
}

/// What each log adds up to on record, for what its fold says: check-ins that stand, undone, ballots, provisional
/// ballots, registrations, provisional cases.
pub(crate) async fn sums(connection: &mut PgConnection) -> Result<Vec<(LogName, [u64; 6])>, StoreError> {
    let mut query = String::from("select s.station_id, s.incarnation");
    // A registration is the entry kind 1; kinds below 128 are single characters in `escape`.
    let counts = [
        "select count(*) from check_in c where {} and not undone",
        "select count(*) from check_in c where {} and undone",
        "select coalesce(sum(ballots), 0)::bigint from sealed_group c where {}",
        "select count(*) from provisional_ballot c where {}",
        "select coalesce(sum(length(entry_kinds)
             - length(replace(encode(entry_kinds, 'escape'), chr(1), ''))), 0)::bigint
             - (select count(*) from set_aside_entry c where {} and kind = 1) from segment c where {}",
        "select count(*) from provisional_case c where {}",
    ];
    for count in counts {
        let count = count.replace(
            "{}",
            "c.station_id = s.station_id and c.incarnation = s.incarnation",
        );
        let _ = write!(query, ", ({count})");
    }
    query.push_str(" from station s order by 1, 2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(query))
        .fetch_all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let mut counts = [0; 6];
            for (n, count) in counts.iter_mut().enumerate() {
                *count = unsigned(row.try_get(2 + n)?);
            }
            Ok((log_name(row.try_get(0)?, row.try_get(1)?)?, counts))
        })
        .collect()
}

/// Logs whose end, or what is accepted about them, is on record otherwise than the decisions say.
pub(crate) async fn wrong_rulings(
    connection: &mut PgConnection,
    ledger: &Ledger,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String, i32, Option<i64>, i64)> =
        sqlx::query_as("select station_id, incarnation, ruled_end, accepted_to from station order by 1, 2")
            .fetch_all(connection)
            .await?;
    let mut wrong = Vec::new();
    for (station, incarnation, end, accepted) in rows {
        let log = log_name(station, incarnation)?;
        let decided = (
            ledger.ruled_end(&log).map(|head| head.next_seq),
            accepted_to(ledger, &log),
        );
        if (end.map(unsigned), unsigned(accepted)) != decided {
            wrong.push(format!(
                "log {log}: it ends elsewhere on record than by the decisions"
            ));
        }
    }
    Ok(wrong)
}
