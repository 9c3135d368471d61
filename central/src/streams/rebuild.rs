//! `central rebuild`: what follows from the station logs and the decisions, beside what Postgres and the topics say;
//! and everything derived made again in a new epoch.

use std::collections::BTreeMap;
use std::time::Duration;

use pollstream_protocol::enrolment::Enrolment;
use pollstream_protocol::seal::CountingKey;
use serde::Serialize;
use sqlx::PgConnection;
use thiserror::Error;

use super::heal::{HealError, Healed, compared, heal};
use crate::intake::SERVICE;
use crate::intake::publish::Publisher;
use crate::keys::KeyError;
use crate::recount::{Recount, RecountError};
use crate::settings::Settings;
use crate::store::election::ElectionRecord;
use crate::store::results::{Tallies, differences, sql_tally, streaming_tally};
use crate::store::{StoreError, decision, epoch};

/// How long what is under way may take to be counted; what has not arrived by then is a difference.
const PATIENCE: Duration = Duration::from_secs(5);
/// Segments of one page.
const PAGE: i64 = 200;

/// Why nothing could be made again.
#[derive(Debug, Error)]
pub enum RebuildError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Keys.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The logs cannot be counted.
    #[error(transparent)]
    Recount(#[from] RecountError),
    /// Topics and database could not be brought together.
    #[error(transparent)]
    Heal(#[from] HealError),
    /// The client's settings.
    #[error(transparent)]
    Kafka(#[from] crate::kafka::KafkaAccessError),
}

/// What differed, and what was done about it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RebuildReport {
    /// Segments that were counted from the logs that Postgres keeps.
    pub segments: u64,
    /// Ballots in them that are counted.
    pub ballots: u64,
    /// Decisions that are not believed, logs that are not those that were decided on, and where Postgres' ballots differ
    /// from what the logs give.
    pub from_the_logs: Vec<String>,
    /// Where the totals differed from Postgres' ballots.
    pub totals: Vec<String>,
    /// Where the topics differed from what was published and read.
    pub topics: Vec<String>,
    /// The epoch that began; absent in a dry run.
    pub epoch: Option<u64>,
}

impl RebuildReport {
    /// Whether nothing differed.
    pub fn equal(&self) -> bool {
        self.from_the_logs.is_empty() && self.totals.is_empty() && self.topics.is_empty()
    }
}

/// Compares everything; unless it is a dry run, begins a new epoch in which totals are counted again and everything
/// derived is published again.
pub async fn rebuild(settings: &Settings, dry_run: bool) -> Result<RebuildReport, RebuildError> {
    let store = settings.store().await?;
    let counting = settings.keys().counting()?;
    let election = store.election().await?;
    store.settle(PATIENCE).await?;
    let mut transaction = store.begin_reading().await?;
    let (mut report, given) = from_logs(&mut transaction, &election, counting).await?;
    let (streaming, sql) = (
        streaming_tally(&mut transaction).await?,
        sql_tally(&mut transaction).await?,
    );
    transaction.rollback().await.map_err(StoreError::from)?;
    report.from_the_logs.extend(differences(&given, &sql));
    report.totals = differences(&streaming, &sql);
    if dry_run {
        report.topics = compared(&settings.kafka, &store, SERVICE).await?;
        return Ok(report);
    }
    let service = settings.keys().service(&election.definition.definition.id)?;
    let publisher = Publisher::new(&settings.kafka, service)?;
    let Healed { epoch, said, .. } = heal(
        &settings.kafka,
        &store,
        &publisher,
        SERVICE,
        Some("an official asked for it"),
    )
    .await?;
    (report.epoch, report.topics) = (epoch, said);
    Ok(report)
}

/// Counts the logs that Postgres keeps as one moment sees them, with nothing else of Postgres but the definition, the enrolments and the
/// decisions, which are signed.
async fn from_logs(
    connection: &mut PgConnection,
    election: &ElectionRecord,
    key: CountingKey,
) -> Result<(RebuildReport, Tallies), RebuildError> {
    let definition = election.definition.definition.clone();
    let (ledger, mut wrong) = decision::folded(connection, election).await?;
    let enrolments = (epoch::enrolments(connection).await?.iter())
        .filter_map(|signed| Enrolment::open(signed, &election.authority).ok())
        .collect();
    let mut count = Recount::new(definition, enrolments, key, ledger)?;
    let (mut segments, mut after) = (0, None);
    loop {
        let page = epoch::segments(connection, None, after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.place());
        tokio::task::block_in_place(|| page.iter().for_each(|segment| count.take(&segment.bytes)));
        segments += page.len() as u64;
    }
    wrong.extend(count.count_decided());
    let tallies: Tallies = (count.places().into_iter())
        .flat_map(|(place, tally)| {
            let contests = tally.contests.into_iter();
            contests.map(move |(contest, tally)| ((place.clone(), contest), tally))
        })
        .collect::<BTreeMap<_, _>>();
    let report = RebuildReport {
        segments,
        ballots: count.total().ballots,
        from_the_logs: wrong,
        ..RebuildReport::default()
    };
    Ok((report, tallies))
}
