//! `central import-segments`: the log of a station that came on a stick, and the answer that goes back on it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::ids::{Incarnation, StationId};
use pollstream_protocol::receipt::{Receipt, Standing};
use pollstream_protocol::segment::UnverifiedSegment;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::transfer::{self, Frame, TransferError};
use sqlx::Row;

use super::AdminError;
use crate::intake::publish::Publisher;
use crate::store::intake::unsigned;
use crate::store::{Store, StoreError};

/// How often is looked whether intake has committed what was handed to it.
const LOOK: Duration = Duration::from_millis(200);

/// Segments of a file whose signatures hold, in their order.
#[derive(Debug)]
pub struct Carried {
    segments: Vec<(StationId, Vec<u8>)>,
    /// Of each station's incarnation, the entry after the last one in the file.
    ends: BTreeMap<(StationId, Incarnation), u64>,
}

impl Carried {
    /// Segments in the file.
    pub fn segments(&self) -> usize {
        self.segments.len()
    }

    /// Of each station's incarnation, the entry after the last one in the file.
    pub fn ends(&self) -> &BTreeMap<(StationId, Incarnation), u64> {
        &self.ends
    }
}

/// Reads a file of segments. Every one must be of this election and signed by an enrolled station: a file is
/// taken whole or not at all.
pub async fn read_segments(
    store: &Store,
    definition: &SignedDefinition,
    file: &[u8],
) -> Result<Carried, AdminError> {
    let mut carried = Carried {
        segments: Vec::new(),
        ends: BTreeMap::new(),
    };
    for frame in transfer::read(file)? {
        let Frame::Segment(bytes) = frame else {
            return Err(TransferError::Format.into());
        };
        let segment = UnverifiedSegment::decode(&bytes)?;
        if segment.claimed_election() != definition.definition.id.as_str() {
            return Err(AdminError::ForeignSegment(segment.claimed_election().to_owned()));
        }
        let (station, incarnation) = (segment.claimed_station().clone(), segment.claimed_incarnation());
        let wanted = (station.clone(), incarnation);
        let keys = store.station_keys(std::slice::from_ref(&wanted)).await?;
        let key = keys
            .get(&wanted)
            .ok_or_else(|| AdminError::NotEnrolled(station.clone()))?;
        let end = segment.verify(key)?.next_seq();
        let known = carried.ends.entry(wanted).or_default();
        *known = (*known).max(end);
        carried.segments.push((station, bytes));
    }
    Ok(carried)
}

/// Puts the segments on the station log, as the stations would have: intake judges them like any others.
pub async fn send_segments(publisher: &Publisher, carried: &Carried) -> Result<(), AdminError> {
    let mut deliveries = Vec::with_capacity(carried.segments.len());
    for (station, bytes) in &carried.segments {
        deliveries.push(
            publisher
                .send(Topic::StationLog, station.as_str(), Some(bytes))
                .await?,
        );
    }
    for delivery in deliveries {
        match delivery.await {
            Ok(Ok(_)) => {}
            Ok(Err((error, _))) => return Err(error.into()),
            Err(_) => return Err(rdkafka::error::KafkaError::Canceled.into()),
        }
    }
    Ok(())
}

/// Waits until intake has committed what the file held, and makes the file that tells the stations so: the
/// definition, their rolls and their receipts.
pub async fn answer(
    store: &Store,
    definition: &SignedDefinition,
    authority: &SigningKey,
    carried: &Carried,
    patience: Duration,
) -> Result<Vec<u8>, AdminError> {
    let started = Instant::now();
    let mut frames = vec![Frame::Definition(definition.as_bytes().to_vec())];
    let stations: BTreeSet<&StationId> = carried.ends.keys().map(|(station, _)| station).collect();
    for ((station, incarnation), end) in &carried.ends {
        let receipt = loop {
            let receipt = receipt(store, definition, station, *incarnation).await?;
            if receipt.next_seq >= *end || receipt.standing != Standing::Active {
                break receipt;
            }
            if started.elapsed() >= patience {
                return Err(AdminError::NotTakenIn(station.clone()));
            }
            tokio::time::sleep(LOOK).await;
        };
        frames.push(Frame::Receipt(receipt.sign(authority)));
    }
    for station in stations {
        let roll = store.roll_of(&definition.definition.id, station).await?;
        frames.extend(
            roll.iter()
                .map(|update| Frame::RollUpdate(update.sign(authority))),
        );
    }
    Ok(transfer::write(&frames)?)
}

async fn receipt(
    store: &Store,
    definition: &SignedDefinition,
    station: &StationId,
    incarnation: Incarnation,
) -> Result<Receipt, AdminError> {
    let row = sqlx::query(
        "select next_seq, head_hash, standing, refusal from station where station_id = $1 and incarnation = $2",
    )
    .bind(station.as_str())
    .bind(i64::from(incarnation.0))
    .fetch_one(store.pool())
    .await?;
    let head_hash = (row.try_get::<Vec<u8>, _>(1)?.try_into())
        .map_err(|_| StoreError::corrupt("station.head_hash", "not 32 bytes"))?;
    let standing = Standing::from_name(row.try_get(2)?)
        .ok_or_else(|| StoreError::corrupt("station.standing", "not a standing"))?;
    Ok(Receipt {
        election: definition.definition.id.clone(),
        station: station.clone(),
        incarnation,
        next_seq: unsigned(row.try_get(0)?),
        head_hash,
        standing,
        refusal: row.try_get(3)?,
    })
}
