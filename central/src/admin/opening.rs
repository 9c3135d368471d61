//! Opening what may be opened, whenever the counting key is there and the rule allows: run twice, or late, it ends the
//! same. What intake took in without the key is opened by whoever has it.

use std::collections::HashMap;
use std::time::Duration;

use pollstream_protocol::ids::BallotStyleId;
use tokio::sync::watch;

use super::AdminError;
use super::chain::Chain;
use super::close::count_opened;
use super::provisional::mix_due;
use crate::intake::pool::OpeningRule;
use crate::intake::transaction::Desk;
use crate::intake::{self, IntakeError, IntakeKeys};
use crate::kafka::Kafka;
use crate::store::ballots::SealedGroup;
use crate::store::election::{self, ElectionStatus};
use crate::store::{Store, ballots as rows, provisional};

/// How often is looked for what waits.
const LOOK: Duration = Duration::from_secs(1);

/// Opens everything that may be opened now. Returns how many ballots were.
pub(super) async fn open_all(desk: &Desk) -> Result<u64, AdminError> {
    let mut opened = 0;
    if desk.opener.key.is_none() {
        return Ok(0);
    }
    while let Some(more) = open_some(desk).await? {
        opened += more;
    }
    Ok(opened + open_released(desk).await?)
}

/// Opens some of what may be opened; `None` when there is nothing.
async fn open_some(desk: &Desk) -> Result<Option<u64>, AdminError> {
    let Some(key) = &desk.opener.key else {
        return Ok(None);
    };
    let mut transaction = desk.store.pool().begin().await?;
    let status = election::status_for_share(&mut transaction).await?;
    let rule = OpeningRule {
        disclosure: desk.definition.disclosure,
        min_batch: desk.definition.min_batch,
        closed: status != ElectionStatus::Open,
    };
    if status == ElectionStatus::Certified {
        // What came in time is open; what came late stays as it is.
        return Ok(None);
    }
    if !rule.opens(u64::MAX) {
        return Ok(None);
    }
    let due = (rows::ballots_waiting(&mut transaction).await?.into_iter())
        .filter(|(_, ballots)| rule.opens(*ballots))
        .map(|(station, _)| station);
    let stations: Vec<String> = due.take(1).collect();
    // What is opened together hides each other: a station's groups are not cut into parts.
    let waiting = rows::waiting_groups(&mut transaction, &stations).await?;
    let mut of_style: HashMap<&BallotStyleId, u64> = HashMap::new();
    for group in &waiting {
        *of_style.entry(&group.style).or_default() += group.ballots.len() as u64;
    }
    let may_open = |group: &&SealedGroup| of_style.get(&group.style).is_some_and(|n| rule.opens(*n));
    let due: Vec<&SealedGroup> = waiting.iter().filter(may_open).collect();
    if due.is_empty() {
        return Ok(None);
    }
    let opened = tokio::task::block_in_place(|| desk.opener.open(key, due.iter().copied()));
    rows::mark_opened(&mut transaction, &due).await?;
    let counted = count_opened(&mut transaction, desk, opened).await?;
    transaction.commit().await?;
    Ok(Some(counted))
}

/// Opens released provisional ballots that may be opened now.
async fn open_released(desk: &Desk) -> Result<u64, AdminError> {
    let mut transaction = desk.store.pool().begin().await?;
    let status = election::status_for_share(&mut transaction).await?;
    // Asked every second: nobody who decides is to wait for it while there is nothing to open.
    if status == ElectionStatus::Certified || !provisional::any_released(&mut transaction).await? {
        return Ok(0);
    }
    let mut chain = Chain::lock(&desk.store, &mut transaction, &desk.authority).await?;
    let opened = mix_due(&mut transaction, &mut chain, desk, status).await?;
    let counted = count_opened(&mut transaction, desk, opened).await?;
    transaction.commit().await?;
    Ok(counted)
}

/// Runs intake, and where the counting key is, opens what others took in without it. Until `stop` becomes true.
pub async fn run_intake(
    kafka: &Kafka,
    store: Store,
    keys: IntakeKeys,
    stop: watch::Receiver<bool>,
) -> Result<(), IntakeError> {
    let opening = open_whenever_due(store.clone(), keys.clone(), stop.clone());
    let (taken_in, ()) = tokio::join!(intake::run(kafka, store, keys, stop), opening);
    taken_in
}

async fn open_whenever_due(store: Store, keys: IntakeKeys, mut stop: watch::Receiver<bool>) {
    if keys.counting.is_none() {
        return;
    }
    let (mut failing, mut desk) = (false, None);
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        match open_due(&store, &keys, &mut desk).await {
            Ok(0) => failing = false,
            Ok(ballots) => {
                failing = false;
                tracing::info!(ballots, "opened what had waited for the counting key");
            }
            Err(error) if !failing => {
                failing = true;
                tracing::warn!(%error, "sealed ballots wait to be opened; trying again");
            }
            Err(_) => {}
        }
    }
}

/// Opens what is due, at a desk that follows the definition.
async fn open_due(store: &Store, keys: &IntakeKeys, kept: &mut Option<Desk>) -> Result<u64, AdminError> {
    let desk = match kept {
        Some(desk) => desk,
        none => none.insert(intake::desk(store, keys.clone()).await?),
    };
    desk.follow_revision().await?;
    open_all(desk).await
}
