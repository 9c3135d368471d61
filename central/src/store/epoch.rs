//! A new life of the derived topics: what is published again is made from what is kept here.

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::topics::Topic;
use sqlx::PgConnection;

use super::StoreError;
use super::intake::{signed, unsigned};
use super::outbox::NO_SHARD;
use super::stream::PublishedEnd;
use crate::streams::life::Known;

/// What the database knows of all partitions.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownEnds {
    epoch: u64,
    /// The highest number of the outbox.
    issued: u64,
    pub(crate) ends: BTreeMap<(Topic, i32), PublishedEnd>,
}

impl KnownEnds {
    pub(crate) fn of(&self, place: (Topic, i32)) -> Known {
        let results = matches!(place.0, Topic::ResultsCandidates | Topic::ResultsTurnout);
        Known {
            epoch: self.epoch,
            // Results have the versions of their totals, not the outbox's numbers.
            issued: if results { u64::MAX } else { self.issued },
            end: self.ends.get(&place).copied(),
        }
    }
}

/// Nobody else publishes, counts or begins an epoch until the transaction ends.
pub(crate) async fn lock(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("select from epoch for update")
        .execute(connection)
        .await?;
    Ok(())
}

/// How far everything was published.
pub(crate) async fn known(connection: &mut PgConnection) -> Result<KnownEnds, StoreError> {
    let (epoch, issued): (i64, i64) = sqlx::query_as(
        "select number, (select case when is_called then last_value else 0 end from outbox_id_seq) from epoch",
    )
    .fetch_one(&mut *connection)
    .await?;
    let rows: Vec<(String, i32, i64, i64, i64)> =
        sqlx::query_as("select topic, partition, epoch, next_offset, number from published_end")
            .fetch_all(connection)
            .await?;
    let ends = (rows.into_iter())
        .map(|(topic, partition, epoch, next_offset, number)| {
            let end = PublishedEnd {
                epoch: unsigned(epoch),
                next_offset,
                number: unsigned(number),
            };
            Ok(((topic_named(&topic)?, partition), end))
        })
        .collect::<Result<_, StoreError>>()?;
    Ok(KnownEnds {
        epoch: unsigned(epoch),
        issued: unsigned(issued),
        ends,
    })
}

pub(crate) fn topic_named(name: &str) -> Result<Topic, StoreError> {
    let known = Topic::ALL.iter().copied().find(|topic| topic.base_name() == name);
    known.ok_or_else(|| StoreError::corrupt("a topic's name", name))
}

/// Begins an epoch after this database's and after `after`. Everything that was derived from the station logs is put
/// into the outbox again, and what else stood on the topics of `lost`.
pub(crate) async fn begin(
    connection: &mut PgConnection,
    after: u64,
    reason: &str,
    lost: &BTreeSet<Topic>,
) -> Result<u64, StoreError> {
    let number: i64 = sqlx::query_scalar(
        "update epoch set number = greatest(number, $1) + 1, reason = left($2, 2000), began_at = now()
         returning number",
    )
    .bind(signed(after))
    .bind(reason)
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query("delete from published_end")
        .execute(&mut *connection)
        .await?;
    // Everything that waits of these topics is in what follows.
    let mut again: Vec<&str> = lost
        .iter()
        .filter_map(|topic| Some(query_of(*topic)?.0))
        .collect();
    again.extend([Topic::Votes, Topic::CheckIns].map(Topic::base_name));
    sqlx::query("delete from outbox where topic = any($1)")
        .bind(again)
        .execute(&mut *connection)
        .await?;
    for query in lost.iter().filter_map(|topic| Some(query_of(*topic)?.1)) {
        sqlx::query(query)
            .bind(NO_SHARD)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "insert into outbox (shard, topic, key, payload)
         select coalesce((select max(shard) from station s where s.station_id = e.station_id), $1), topic,
             station_id, payload
         from derived_event e order by topic, station_id, event",
    )
    .bind(NO_SHARD)
    .execute(connection)
    .await?;
    Ok(unsigned(number))
}

fn query_of(topic: Topic) -> Option<(&'static str, &'static str)> {
    let (of, query) = REPUBLISH.iter().find(|(of, _)| *of == topic)?;
    Some((of.base_name(), query))
}

/// What stands on a topic, from what is kept.
const REPUBLISH: &[(Topic, &str)] = &[
    (
        Topic::Definition,
        "insert into outbox (shard, topic, key, payload)
         select $1, 'definition', 'definition', definition from election
         union all (select $1, 'definition', format('enrolment/%s/%s', station_id, incarnation), enrolment
             from station order by station_id, incarnation)",
    ),
    (
        Topic::Decisions,
        "insert into outbox (shard, topic, key, payload)
         select $1, 'decisions', (select election_id from election), message from decision order by number",
    ),
];

/// A segment to be put on the station log again.
#[derive(Debug, Clone)]
pub(crate) struct Republished {
    pub(crate) station: String,
    incarnation: i32,
    next_seq: i64,
    pub(crate) bytes: Vec<u8>,
}

impl Republished {
    /// Its place in the order of [`segments`].
    pub(crate) fn place(&self) -> (String, i32, i64) {
        (self.station.clone(), self.incarnation, self.next_seq)
    }
}

/// Segments of the stations of these partitions, or of all, behind a place, in order.
pub(crate) async fn segments(
    connection: &mut PgConnection,
    partitions: Option<&[i32]>,
    after: Option<&(String, i32, i64)>,
    limit: i64,
) -> Result<Vec<Republished>, StoreError> {
    if partitions.is_some_and(<[i32]>::is_empty) {
        return Ok(Vec::new());
    }
    let (station, incarnation, next_seq) = after.cloned().unwrap_or_default();
    let rows: Vec<(String, i32, i64, Vec<u8>)> = sqlx::query_as(
        "select r.station_id, r.incarnation, r.next_seq, r.bytes from raw_segment r
         where (r.station_id, r.incarnation, r.next_seq) > ($2, $3, $4) and ($1::integer[] is null or exists (
             select from station s where s.station_id = r.station_id and s.shard = any($1)))
         order by r.station_id, r.incarnation, r.next_seq limit $5",
    )
    .bind(partitions)
    .bind(station)
    .bind(incarnation)
    .bind(next_seq)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    Ok((rows.into_iter())
        .map(|(station, incarnation, next_seq, bytes)| Republished {
            station,
            incarnation,
            next_seq,
            bytes,
        })
        .collect())
}

/// The signed enrolments.
pub(crate) async fn enrolments(connection: &mut PgConnection) -> Result<Vec<Vec<u8>>, StoreError> {
    let query = "select enrolment from station order by station_id, incarnation";
    Ok(sqlx::query_scalar(query).fetch_all(connection).await?)
}
