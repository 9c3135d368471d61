//! `central close`: the election ends; everything that is sealed still is opened and counted.

use std::collections::HashMap;

use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::topics::Topic;
use serde::{Deserialize, Serialize};

use super::AdminError;
use crate::intake::changes::Changes;
use crate::intake::open::Opened;
use crate::intake::transaction::Desk;
use crate::store::election::ElectionStatus;
use crate::store::intake::{self as rows, outgoing_json};
use crate::store::outbox::{self, NO_SHARD};

/// Key of the status on the definition topic.
pub const STATUS_KEY: &str = "status";

/// On the definition topic: where the election stands, for whoever has no database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionStatusEvent {
    /// The election.
    pub election: ElectionId,
    /// Where it stands.
    pub status: ElectionStatus,
}

/// Closes the election and opens what waits, in one transaction. Returns the number of ballots opened.
/// Segments that come later are still taken in, and their ballots are opened at once.
pub async fn close(desk: &Desk) -> Result<u64, AdminError> {
    let mut transaction = desk.store.pool().begin().await?;
    let closed = sqlx::query("update election set status = 'closed' where status = 'open'")
        .execute(&mut *transaction)
        .await?;
    if closed.rows_affected() == 0 {
        return Err(AdminError::AlreadyClosed);
    }
    let stations = rows::stations_waiting(&mut transaction).await?;
    let waiting = rows::waiting_batches(&mut transaction, &stations).await?;
    let mut opened = Opened::default();
    if let Some(key) = &desk.opener.key {
        tokio::task::block_in_place(|| {
            for batch in &waiting {
                desk.opener.open(key, batch, &mut opened);
            }
        });
        rows::mark_opened(&mut transaction, &waiting.iter().collect::<Vec<_>>()).await?;
    }
    // An event must follow those of its station that wait in the outbox, so it goes into the same shard.
    let shards: Vec<(String, i32)> =
        sqlx::query_as("select station_id, max(shard) from station group by station_id")
            .fetch_all(&mut *transaction)
            .await?;
    let shards: HashMap<String, i32> = shards.into_iter().collect();
    let shard_of = |station: &pollstream_protocol::ids::StationId| {
        shards.get(station.as_str()).copied().unwrap_or(NO_SHARD)
    };
    let (mut changes, mut outgoing) = (Changes::default(), Vec::new());
    let counted = desk
        .count(&mut transaction, opened, &mut changes, &shard_of, &mut outgoing)
        .await?;
    rows::write_incidents(&mut transaction, &changes.incidents).await?;
    let event = ElectionStatusEvent {
        election: desk.definition.id.clone(),
        status: ElectionStatus::Closed,
    };
    outgoing.push(outgoing_json(NO_SHARD, Topic::Definition, STATUS_KEY, &event)?);
    outbox::add(&mut transaction, &outgoing).await?;
    transaction.commit().await?;
    Ok(counted)
}
