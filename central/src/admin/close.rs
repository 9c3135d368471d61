//! `central close`: the election ends; everything that is sealed still is opened and counted.

use std::collections::HashMap;

use pollstream_protocol::decision::Subject;
use pollstream_protocol::ids::{ElectionId, StationId};
use pollstream_protocol::topics::Topic;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::AdminError;
use super::office::{Office, append, may_decide, statement};
use super::official::SignedIn;
use super::provisional::mix_all;
use crate::intake::changes::Changes;
use crate::intake::open::Opened;
use crate::intake::transaction::Desk;
use crate::store::ballots;
use crate::store::election::ElectionStatus;
use crate::store::intake::{self as rows, outgoing_json};
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::revision::advance_status;

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
///
/// An official may put their name to it; none must, because it is the clock that closes an election, and the
/// machine with the counting key on which it is done.
pub async fn close(desk: &Desk, by: Option<&SignedIn>, reason: &str) -> Result<u64, AdminError> {
    let mut transaction = desk.store.pool().begin().await?;
    if !advance_status(&mut transaction, ElectionStatus::Open, ElectionStatus::Closed).await? {
        return Err(AdminError::AlreadyClosed);
    }
    let statement = statement(&desk.definition.id, reason, Subject::ElectionClosed)?;
    let mut approvals = Vec::new();
    if let Some(by) = by {
        may_decide(&mut transaction, by).await?;
        approvals.push(by.approve(&statement));
    }
    append(&mut transaction, &desk.authority, statement, approvals).await?;
    let mut opened = Opened::default();
    if let Some(key) = &desk.opener.key {
        let stations = ballots::stations_waiting(&mut transaction).await?;
        let waiting = ballots::waiting_groups(&mut transaction, &stations).await?;
        ballots::mark_opened(&mut transaction, &waiting.iter().collect::<Vec<_>>()).await?;
        let released = mix_all(&mut transaction, desk).await?;
        let all = waiting.iter().chain(&released);
        opened = tokio::task::block_in_place(|| desk.opener.open(key, all));
    }
    let event = status_event(desk, ElectionStatus::Closed)?;
    let counted = count_opened(&mut transaction, desk, opened, vec![event]).await?;
    transaction.commit().await?;
    Ok(counted)
}

/// The event that tells where the election stands now.
pub(super) fn status_event(desk: &Desk, status: ElectionStatus) -> Result<Outgoing, AdminError> {
    let event = ElectionStatusEvent {
        election: desk.definition.id.clone(),
        status,
    };
    Ok(outgoing_json(NO_SHARD, Topic::Definition, STATUS_KEY, &event)?)
}

/// Stores ballots that were opened outside of intake, and announces them before `then`.
pub(super) async fn count_opened(
    connection: &mut PgConnection,
    desk: &Desk,
    opened: Opened,
    then: Vec<Outgoing>,
) -> Result<u64, AdminError> {
    // An event must follow those of its station that wait in the outbox, so it goes into the same shard.
    let shards: Vec<(String, i32)> =
        sqlx::query_as("select station_id, max(shard) from station group by station_id")
            .fetch_all(&mut *connection)
            .await?;
    let shards: HashMap<String, i32> = shards.into_iter().collect();
    let shard_of = |station: &StationId| shards.get(station.as_str()).copied().unwrap_or(NO_SHARD);
    let (mut changes, mut outgoing) = (Changes::default(), Vec::new());
    let counted = desk
        .count(connection, opened, &mut changes, &shard_of, &mut outgoing)
        .await?;
    rows::write_incidents(connection, &changes.incidents).await?;
    outgoing.extend(then);
    outbox::add(connection, &outgoing).await?;
    Ok(counted)
}

impl Office {
    /// Closes the election: see [`close`]. Needs the counting key.
    pub async fn close(&self, by: Option<&SignedIn>, reason: &str) -> Result<u64, AdminError> {
        // Where it is missing, the reason why is told.
        self.settings.keys().counting()?;
        let counted = close(&self.desk().await?, by, reason).await?;
        self.announce().await?;
        Ok(counted)
    }
}
