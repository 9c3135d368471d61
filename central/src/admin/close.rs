//! `central close`: the election ends; everything that is sealed still is opened and counted.

use std::collections::HashMap;

use pollstream_protocol::decision::Subject;
use pollstream_protocol::ids::{ElectionId, StationId};
use pollstream_protocol::topics::Topic;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::AdminError;
use super::chain::Chain;
use super::office::Office;
use super::official::SignedIn;
use super::opening::open_all;
use crate::intake::changes::Changes;
use crate::intake::open::Opened;
use crate::intake::transaction::Desk;
use crate::store::ballots;
use crate::store::election::ElectionStatus;
use crate::store::intake::{self as rows, outgoing_json};
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::revision::{advance_status, election_for_update};

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

/// How a close ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// The decision; none if the election was closed before.
    pub decision: Option<u64>,
    /// Ballots that waited, whoever opened them: a running intake may be quicker.
    pub opened: u64,
}

/// Closes the election, then opens what waits. Run again, it opens what has come since.
///
/// The close itself is one small transaction; what is opened after it follows from a rule, in as many as it takes, and
/// whoever holds the counting key goes on where another one stopped.
pub async fn close(desk: &Desk, by: Option<&SignedIn>, reason: &str) -> Result<Closed, AdminError> {
    let mut transaction = desk.store.pool().begin().await?;
    let status = election_for_update(&mut transaction).await?.status;
    let (mut decision, mut waiting) = (None, 0);
    if status == ElectionStatus::Open {
        let waited = ballots::ballots_waiting(&mut transaction).await?;
        waiting = waited.iter().map(|(_, ballots)| ballots).sum();
        let mut chain = Chain::lock(&desk.store, &mut transaction, &desk.authority).await?;
        let (election, subject) = (&desk.definition.id, Subject::ElectionClosed);
        decision = Some(
            chain
                .decide_or_prepare(&mut transaction, by, election, reason, subject)
                .await?,
        );
        advance_status(&mut transaction, ElectionStatus::Open, ElectionStatus::Closed).await?;
        outbox::add(&mut transaction, &[status_event(desk, ElectionStatus::Closed)?]).await?;
    }
    transaction.commit().await?;
    let opened = open_all(desk).await?.max(waiting);
    Ok(Closed { decision, opened })
}

/// The event that tells where the election stands now.
pub(super) fn status_event(desk: &Desk, status: ElectionStatus) -> Result<Outgoing, AdminError> {
    let event = ElectionStatusEvent {
        election: desk.definition.id.clone(),
        status,
    };
    Ok(outgoing_json(NO_SHARD, Topic::Definition, STATUS_KEY, &event)?)
}

/// Stores ballots that were opened outside of intake, and announces them.
pub(super) async fn count_opened(
    connection: &mut PgConnection,
    desk: &Desk,
    opened: Opened,
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
    outbox::add(connection, &outgoing).await?;
    Ok(counted)
}

impl Office {
    /// Closes the election: see [`close`]. Needs the counting key.
    pub async fn close(&self, by: Option<&SignedIn>, reason: &str) -> Result<Closed, AdminError> {
        // Where it is missing, the reason why is told.
        self.settings.keys().counting()?;
        let closed = close(&self.desk().await?, by, reason).await?;
        self.announce().await?;
        Ok(closed)
    }
}
