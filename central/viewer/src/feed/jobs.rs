//! What is asked of the servers beside the results: again and again, or when wished for.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use pollstream_central::check::CheckReport;
use pollstream_central::kafka::Kafka;
use pollstream_central::outcome::shown_rounds;
use pollstream_central::recount::RecountReport;
use pollstream_central::settings::Settings;
use pollstream_central::store::board::BoardFacts;
use pollstream_central::store::election::{ElectionStatus, place_of_district};
use pollstream_central::store::results::{Counts, differences};
use pollstream_central::store::window::Ledger;
use pollstream_central::store::{Store, StoreError};
use pollstream_central::streams::life;
use pollstream_central::{intake, recount};
use pollstream_count::ranked::BallotGroups;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::topics::Topic;
use rdkafka::consumer::{BaseConsumer, Consumer};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::clerk::Seen;
use super::{cases, papers};
use crate::desk::{Papers, Voters};
use crate::snapshot::{Cases, Election, HoursOf, RoundsOf, SqlTally};

/// How long the database may take before the window says so.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// How long the brokers may take to say where a topic ends.
const ANSWER: Duration = Duration::from_secs(2);
/// What is under way gets this long to arrive before a check counts it as missing.
const CHECK_PATIENCE: Duration = Duration::from_secs(10);
/// Rows of the heat strip at most, beside the place's own.
const HOUR_ROWS: usize = 60;
/// How often, and after which pause, a difference is looked at again before it is one.
const LOOKS: usize = 10;
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// What came back.
pub(super) enum Found {
    /// The database answered.
    Asked(Asked),
    /// The database does not answer.
    Unreachable(String),
    /// Messages that intake has ahead of it; absent while that cannot be told.
    Backlog(Option<u64>),
    /// Another version of the definition is there.
    NewDefinition,
    Check(Result<CheckReport, String>),
    /// Messages that the recount has read.
    Recounting(u64),
    Recount(Result<RecountReport, String>),
    /// A command worked out.
    Done(String),
    /// A command did not.
    Failed(String),
}

/// An answer of the database.
pub(super) enum Asked {
    Facts(BoardFacts),
    Minutes(Vec<(i64, u64)>),
    Ledgers(Vec<Ledger>),
    Hours(HoursOf),
    Cases(Cases),
    Sql(SqlTally),
    Status(ElectionStatus),
    Papers(Papers, Voters),
}

/// Asks `question` for ever, every `period`, but never for more than a twentieth of the time: where answers take
/// long, they come less often.
async fn ask<F>(found: mpsc::Sender<Found>, period: Duration, mut question: impl FnMut() -> F + Send)
where
    F: Future<Output = Result<Asked, StoreError>> + Send,
{
    loop {
        let asked = Instant::now();
        let answer = match timeout(PATIENCE.max(period), question()).await {
            Ok(Ok(answer)) => Found::Asked(answer),
            Ok(Err(error)) => Found::Unreachable(error.to_string()),
            Err(_) => Found::Unreachable("the database does not answer".to_owned()),
        };
        if found.send(answer).await.is_err() {
            return;
        }
        sleep(period.max(asked.elapsed() * 20)).await;
    }
}

/// Starts everything that is asked again and again.
pub(super) fn watch_over(
    tasks: &mut JoinSet<()>,
    store: &Store,
    kafka: &Kafka,
    election: &Election,
    places: watch::Receiver<usize>,
    seen: watch::Receiver<Seen>,
    found: &mpsc::Sender<Found>,
) {
    const SECOND: Duration = Duration::from_secs(1);
    let each = || (store.clone(), found.clone());
    let (s, f) = each();
    tasks.spawn(ask(f, SECOND, move || {
        let s = s.clone();
        async move { Ok(Asked::Facts(s.board_facts().await?)) }
    }));
    let (s, f) = each();
    tasks.spawn(ask(f, SECOND * 2, move || {
        let s = s.clone();
        async move { Ok(Asked::Ledgers(s.ledgers().await?)) }
    }));
    let (s, f) = each();
    tasks.spawn(ask(f, SECOND * 3, move || {
        let s = s.clone();
        async move { Ok(Asked::Minutes(s.check_ins_by_minute().await?)) }
    }));
    let (s, f) = each();
    let names = election.clone();
    tasks.spawn(ask(f, SECOND * 3, move || {
        let (s, names) = (s.clone(), names.clone());
        async move { Ok(Asked::Cases(cases::read(&s, &names).await?)) }
    }));
    let (s, f) = each();
    let root = place_of_district(election.definition.root_district().id.as_str());
    let whole = election.definition.clone();
    tasks.spawn(ask(f, SECOND * 5, move || {
        let (s, root) = (s.clone(), root.clone());
        let definition = whole.clone();
        async move { Ok(Asked::Sql(compare(&s, &root, &definition).await?)) }
    }));
    let (s, f) = each();
    let geography = election.geography.clone();
    tasks.spawn(hours(s, geography, places, f));
    tasks.spawn(papers::keep(store.clone(), seen, found.clone()));
    tasks.spawn(definition(store.clone(), election.version, found.clone()));
    tasks.spawn(backlog(store.clone(), kafka.clone(), found.clone()));
}

/// Tells of another version of the definition, and of another status.
async fn definition(store: Store, version: u32, found: mpsc::Sender<Found>) {
    loop {
        if store.definition_version().await.is_ok_and(|now| now != version) {
            let _ = found.send(Found::NewDefinition).await;
            return;
        }
        if let Ok(status) = store.election_status().await
            && found.send(Found::Asked(Asked::Status(status))).await.is_err()
        {
            return;
        }
        sleep(Duration::from_secs(1)).await;
    }
}

/// Compares the streaming totals with SQL's. While ballots arrive the former are a moment behind: only a
/// difference that stays is one.
async fn compare(store: &Store, root: &str, definition: &ElectionDefinition) -> Result<SqlTally, StoreError> {
    let mut counts = store.counts().await?;
    let mut different = differences(&counts.streaming, &counts.sql);
    for _ in 1..LOOKS {
        if different.is_empty() {
            break;
        }
        sleep(LOOK_AGAIN).await;
        counts = store.counts().await?;
        different = differences(&counts.streaming, &counts.sql);
    }
    let rounds = rounds(&counts, root, definition);
    let Counts {
        streaming,
        sql,
        turnout,
        ..
    } = &counts;
    Ok(SqlTally {
        at: Timestamp::now(),
        ballots: turnout.get(root).map_or(0, |t| t.ballots),
        compared: streaming.len().max(sql.len()),
        differences: different,
        rounds,
    })
}

/// The rounds that may be shown, of the ballots that the database holds.
fn rounds(counts: &Counts, root: &str, definition: &ElectionDefinition) -> RoundsOf {
    let contests = definition.contests.iter();
    contests
        .filter_map(|c| {
            let rounds = shown_rounds(counts, root, c)?;
            let ballots = counts.ranked.get(&c.id).map_or(0, BallotGroups::total);
            Some((c.id.clone(), (ballots, rounds)))
        })
        .collect()
}

async fn hours(
    store: Store,
    geography: Arc<pollstream_central::live::Geography>,
    mut place: watch::Receiver<usize>,
    found: mpsc::Sender<Found>,
) {
    loop {
        let of = *place.borrow_and_update();
        let numbers: Vec<usize> = std::iter::once(of)
            .chain(geography.children(of).take(HOUR_ROWS))
            .collect();
        let ids: Vec<String> = numbers
            .iter()
            .filter_map(|n| geography.places().get(*n).map(|p| p.id.clone()))
            .collect();
        let answer = match store.turnout_by_hour(&ids).await {
            Ok(hours) => Found::Asked(Asked::Hours(table(of, &numbers, &ids, &hours))),
            Err(error) => Found::Unreachable(error.to_string()),
        };
        if found.send(answer).await.is_err() {
            return;
        }
        tokio::select! {
            changed = place.changed() => if changed.is_err() { return },
            () = sleep(Duration::from_secs(3)) => {}
        }
    }
}

/// Rows and columns of the heat strip: every hour from the first to the last in which anybody came.
fn table(
    place: usize,
    numbers: &[usize],
    ids: &[String],
    hours: &pollstream_central::store::window::Hours,
) -> HoursOf {
    const HOUR: i64 = 3_600;
    let begins = |hour: &str| -> Option<i64> {
        let at: Timestamp = format!("{hour}:00:00Z").parse().ok()?;
        Some(at.as_second())
    };
    let known: Vec<i64> = hours
        .values()
        .flat_map(|row| row.keys().filter_map(|hour| begins(hour)))
        .collect();
    let (first, last) = (known.iter().min().copied(), known.iter().max().copied());
    let columns: Vec<i64> = match (first, last) {
        // More than two days are a clock that is wrong, not an election.
        (Some(first), Some(last)) if last - first <= 48 * HOUR => {
            (0..=(last - first) / HOUR).map(|n| first + n * HOUR).collect()
        }
        _ => {
            let mut known = known;
            known.sort_unstable();
            known.dedup();
            known
        }
    };
    let row = |id: &String| -> Vec<u64> {
        let mut counts = vec![0; columns.len()];
        for (hour, n) in hours.get(id).into_iter().flatten() {
            if let Some(column) = begins(hour).and_then(|at| columns.iter().position(|c| *c == at)) {
                counts[column] = *n;
            }
        }
        counts
    };
    HoursOf {
        place,
        rows: numbers.iter().copied().zip(ids.iter().map(row)).collect(),
        hours: columns,
    }
}

/// How many messages of the station log intake has ahead of it, once a second.
async fn backlog(store: Store, kafka: Kafka, found: mpsc::Sender<Found>) {
    let client: Result<BaseConsumer, _> = kafka.consumer_config(&kafka.group("window-backlog")).create();
    let Ok(client) = client else { return };
    let client = Arc::new(client);
    let name = kafka.topics.name(Topic::StationLog);
    loop {
        let (asked, topic) = (client.clone(), name.clone());
        let ends = tokio::task::spawn_blocking(move || ends(&asked, &topic))
            .await
            .ok()
            .flatten();
        let taken = store.offsets(intake::SERVICE).await.ok();
        let backlog = ends.zip(taken).map(|(ends, taken)| {
            let ahead = ends.iter().map(|(partition, low, high)| {
                let key = (Topic::StationLog.base_name().to_owned(), *partition);
                life::backlog(taken.get(&key).copied(), *low, *high)
            });
            ahead.sum()
        });
        if found.send(Found::Backlog(backlog)).await.is_err() {
            return;
        }
        sleep(Duration::from_secs(1)).await;
    }
}

/// Partition, first and next offset of each partition.
fn ends(client: &BaseConsumer, topic: &str) -> Option<Vec<(i32, i64, i64)>> {
    let metadata = client.fetch_metadata(Some(topic), ANSWER).ok()?;
    let partitions = metadata.topics().first()?.partitions();
    partitions
        .iter()
        .map(|p| {
            let (low, high) = client.fetch_watermarks(topic, p.id(), ANSWER).ok()?;
            Some((p.id(), low, high))
        })
        .collect()
}

/// Runs every check.
pub(super) async fn check(store: Store, found: mpsc::Sender<Found>) {
    let outcome = pollstream_central::check::check(&store, CHECK_PATIENCE).await;
    let _ = found.send(Found::Check(outcome.map_err(|e| e.to_string()))).await;
}

/// Counts again from the station logs, with the counting key of the data folder.
pub(super) async fn recount(settings: Settings, store: Store, found: mpsc::Sender<Found>) {
    let outcome = match store.election().await {
        Err(error) => Err(error.to_string()),
        Ok(election) => {
            let progress = found.clone();
            let counted = tokio::task::spawn_blocking(move || {
                let key = settings.keys().counting().map_err(|e| {
                    format!("A recount needs the counting key, which is not here ({e}). Where it is, run: central recount")
                })?;
                recount::recount(&settings.kafka, &election.authority, &key, |messages| {
                    let _ = progress.blocking_send(Found::Recounting(messages));
                })
                .map_err(|e| e.to_string())
            });
            counted
                .await
                .unwrap_or_else(|_| Err("The recount was interrupted. Please try again.".to_owned()))
        }
    };
    let _ = found.send(Found::Recount(outcome)).await;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_heat_strip_has_every_hour_between_the_first_and_the_last() {
        let ids = ["district/a".to_owned(), "station/b".to_owned()];
        let hours = BTreeMap::from([
            (
                ids[0].clone(),
                BTreeMap::from([("2026-11-03T13".into(), 5), ("2026-11-03T16".into(), 7)]),
            ),
            (ids[1].clone(), BTreeMap::from([("2026-11-03T14".into(), 2)])),
        ]);
        let table = table(0, &[0, 4], &ids, &hours);
        assert_eq!(table.hours.len(), 4);
        assert_eq!(table.rows, [(0, vec![5, 0, 0, 7]), (4, vec![0, 2, 0, 0])]);
    }
}
