//! How the database stands to the topics: the epoch, how far each topic was published, what readers have parked.

use std::collections::BTreeMap;

use pollstream_protocol::ids::StationId;
use pollstream_protocol::topics::Topic;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::epoch::topic_named;
use super::intake::{StationKey, signed, unsigned};
use super::outbox::{NO_SHARD, Outgoing};
use super::{Store, StoreError, moment};
use crate::park::Parking;

/// Messages that a reader did not believe, as they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParkedRow {
    /// Who read them.
    pub reader: String,
    /// On which topic.
    pub topic: String,
    /// Short reason: [`crate::park::ParkReason::as_str`].
    pub reason: String,
    /// How many.
    pub messages: i64,
    /// Partition of the last one.
    pub partition: i32,
    /// Its offset.
    pub offset: i64,
    /// What is wrong with it.
    pub detail: String,
    /// When the last one was parked.
    pub at: jiff::Timestamp,
}

/// How far a partition of a topic was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedEnd {
    /// In which epoch.
    pub epoch: u64,
    /// The offset after the last message that the broker acknowledged.
    pub next_offset: i64,
    /// That message's number.
    pub number: u64,
}

/// Reader, topic, reason, messages; partition, offset, detail and moment of the last one.
type ParkedTuple = (String, String, String, i64, i32, i64, String, i64);

impl Store {
    /// The epoch that this database is in.
    pub async fn epoch(&self) -> Result<u64, StoreError> {
        let number: i64 = sqlx::query_scalar("select number from epoch")
            .fetch_one(self.pool())
            .await?;
        u64::try_from(number).map_err(|e| StoreError::corrupt("epoch.number", e))
    }

    /// What readers have parked.
    pub async fn parked(&self) -> Result<Vec<ParkedRow>, StoreError> {
        let rows: Vec<ParkedTuple> = sqlx::query_as(
            "select reader, topic, reason, messages, partition, message_offset, detail,
                 extract(epoch from last_at)::bigint
             from parked order by reader, topic, reason",
        )
        .fetch_all(self.pool())
        .await?;
        (rows.into_iter())
            .map(
                |(reader, topic, reason, messages, partition, offset, detail, at)| {
                    Ok(ParkedRow {
                        reader,
                        topic,
                        reason,
                        messages,
                        partition,
                        offset,
                        detail,
                        at: moment(at)?,
                    })
                },
            )
            .collect()
    }
}

impl Store {
    /// Events that are committed, published and not counted: station and topic, the first and the last that is missing.
    pub(crate) async fn events_that_do_not_come(
        &self,
    ) -> Result<Vec<((StationId, Topic), u64, u64)>, StoreError> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "select e.station_id, e.topic, coalesce(m.last_event, 0) + 1, e.last_event
             from station_event e left join aggregator_mark m using (station_id, topic)
             where e.last_event > coalesce(m.last_event, 0)
                 and not exists (select from outbox o where o.topic = e.topic and o.key = e.station_id)
             order by e.topic, e.station_id limit 1000",
        )
        .fetch_all(self.pool())
        .await?;
        (rows.into_iter())
            .map(|(station, topic, first, last)| {
                let station = station
                    .parse()
                    .map_err(|e| StoreError::corrupt("station_event.station_id", e))?;
                Ok(((station, topic_named(&topic)?), unsigned(first), unsigned(last)))
            })
            .collect()
    }
}

/// The epoch, which stays as it is until the transaction ends.
pub(crate) async fn epoch(connection: &mut PgConnection) -> Result<u64, StoreError> {
    let number: i64 = sqlx::query_scalar("select number from epoch for share")
        .fetch_one(connection)
        .await?;
    u64::try_from(number).map_err(|e| StoreError::corrupt("epoch.number", e))
}

/// Keeps the events of `votes` and `check-ins` among these messages: whoever lost one can be given it again.
pub(crate) async fn keep_events(
    connection: &mut PgConnection,
    messages: &[Outgoing],
) -> Result<(), StoreError> {
    #[derive(Deserialize)]
    struct Numbered {
        event: u64,
    }
    let (mut topics, mut stations, mut events, mut payloads) = (vec![], vec![], vec![], vec![]);
    for message in messages {
        let (Topic::Votes | Topic::CheckIns, Some(payload)) = (message.topic, &message.payload) else {
            continue;
        };
        let numbered: Numbered =
            serde_json::from_slice(payload).map_err(|e| StoreError::corrupt("derived_event.payload", e))?;
        topics.push(message.topic.base_name());
        stations.push(message.key.as_str());
        events.push(signed(numbered.event));
        payloads.push(payload.as_slice());
    }
    if topics.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into derived_event (topic, station_id, event, payload)
         select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[])",
    )
    .bind(topics)
    .bind(stations)
    .bind(events)
    .bind(payloads)
    .execute(connection)
    .await?;
    Ok(())
}

/// A kept event.
#[derive(Debug, Clone)]
pub(crate) struct KeptEvent {
    pub(crate) topic: Topic,
    pub(crate) station: String,
    pub(crate) event: i64,
    pub(crate) payload: Vec<u8>,
}

/// Kept events behind a place, by topic, station and number.
pub(crate) async fn events(
    connection: &mut PgConnection,
    after: Option<&(Topic, String, i64)>,
    limit: i64,
) -> Result<Vec<KeptEvent>, StoreError> {
    let (topic, station, event) = match after {
        Some((topic, station, event)) => (topic.base_name(), station.as_str(), *event),
        None => ("", "", 0),
    };
    let rows: Vec<(String, String, i64, Vec<u8>)> = sqlx::query_as(
        "select topic, station_id, event, payload from derived_event
         where (topic, station_id, event) > ($1, $2, $3) order by topic, station_id, event limit $4",
    )
    .bind(topic)
    .bind(station)
    .bind(event)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    (rows.into_iter())
        .map(|(topic, station, event, payload)| {
            Ok(KeptEvent {
                topic: topic_named(&topic)?,
                station,
                event,
                payload,
            })
        })
        .collect()
}

/// Puts events into the outbox once more: the range `first..=last` of a station on a topic, where nobody has done so
/// and they are not published yet. Returns how many.
pub(crate) async fn publish_again(
    connection: &mut PgConnection,
    (station, topic): (&StationId, Topic),
    first: u64,
    last: u64,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "insert into outbox (shard, topic, key, payload)
         select $5, topic, station_id, payload from derived_event
         where topic = $1 and station_id = $2 and event between $3 and $4
             and not exists (select from outbox o where o.topic = $1 and o.key = $2)
         order by event",
    )
    .bind(topic.base_name())
    .bind(station.as_str())
    .bind(signed(first))
    .bind(signed(last))
    .bind(NO_SHARD)
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// A segment that was taken in.
#[derive(Debug, Clone)]
pub(crate) struct RawSegment {
    pub(crate) key: StationKey,
    pub(crate) first_seq: u64,
    pub(crate) next_seq: u64,
    pub(crate) bytes: Vec<u8>,
}

/// Keeps segments as they were signed.
pub(crate) async fn keep_segments(
    connection: &mut PgConnection,
    segments: &[RawSegment],
) -> Result<(), StoreError> {
    if segments.is_empty() {
        return Ok(());
    }
    let column = |pick: fn(&RawSegment) -> i64| segments.iter().map(pick).collect::<Vec<_>>();
    sqlx::query(
        "insert into raw_segment (station_id, incarnation, first_seq, next_seq, bytes)
         select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])",
    )
    .bind(segments.iter().map(|s| s.key.0.as_str()).collect::<Vec<_>>())
    .bind(column(|s| s.key.1.0.into()))
    .bind(column(|s| signed(s.first_seq)))
    .bind(column(|s| signed(s.next_seq)))
    .bind(segments.iter().map(|s| s.bytes.as_slice()).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes how far topics were published.
pub(crate) async fn note_published(
    connection: &mut PgConnection,
    ends: &BTreeMap<(Topic, i32), PublishedEnd>,
) -> Result<(), StoreError> {
    let topics: Vec<&str> = ends.keys().map(|(topic, _)| topic.base_name()).collect();
    let partitions: Vec<i32> = ends.keys().map(|(_, partition)| *partition).collect();
    let epochs: Vec<i64> = ends.values().map(|end| signed(end.epoch)).collect();
    let offsets: Vec<i64> = ends.values().map(|end| end.next_offset).collect();
    let numbers: Vec<i64> = ends.values().map(|end| signed(end.number)).collect();
    sqlx::query(
        "insert into published_end as p (topic, partition, epoch, next_offset, number)
         select * from unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[])
             as n (topic, partition, epoch, next_offset, number)
         order by topic, partition
         on conflict (topic, partition) do update
             set epoch = excluded.epoch, next_offset = excluded.next_offset, number = excluded.number
             where excluded.epoch > p.epoch or excluded.next_offset > p.next_offset",
    )
    .bind(topics)
    .bind(partitions)
    .bind(epochs)
    .bind(offsets)
    .bind(numbers)
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds what a reader has parked.
pub(crate) async fn note_parked(
    connection: &mut PgConnection,
    reader: &str,
    parking: &Parking,
) -> Result<(), StoreError> {
    for (topic, reason, lot) in parking.lots() {
        sqlx::query(
            "insert into parked as p (reader, topic, reason, messages, partition, message_offset, detail)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (reader, topic, reason) do update set messages = p.messages + excluded.messages,
                 partition = excluded.partition, message_offset = excluded.message_offset,
                 detail = excluded.detail, last_at = now()",
        )
        .bind(reader)
        .bind(topic.base_name())
        .bind(reason.as_str())
        .bind(signed(lot.messages))
        .bind(lot.last.0)
        .bind(lot.last.1)
        .bind(lot.detail.replace('\0', "\u{fffd}"))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
