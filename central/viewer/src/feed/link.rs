//! One connection to a central's servers, for as long as its definition and its addresses stay.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use pollstream_central::live::Feed;
use pollstream_central::settings::Settings;
use pollstream_central::store::{Store, StoreError};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::clerk::Seen;
use super::gather::Gather;
use super::jobs::{self, Asked, Found};
use super::{INTERVAL, Resolve, election, keep_since};
use crate::command::Command;
use crate::export;
use crate::snapshot::{Election, Job, Link};

/// How long a new definition's results may take to be read before they are shown in part.
const READ_WITHIN: Duration = Duration::from_secs(3);
/// How often addresses are looked up again while a server does not answer.
const LOOK_UP: Duration = Duration::from_secs(2);
/// Answers that may wait.
const ANSWERS: usize = 32;

/// Why there is nothing to show.
pub(super) enum Away {
    /// The database answers, and holds no election.
    NoElection,
    /// In words.
    Trouble(String),
}

impl From<StoreError> for Away {
    fn from(error: StoreError) -> Self {
        if error.is_no_election() {
            Away::NoElection
        } else {
            Away::Trouble(error.to_string())
        }
    }
}

/// Publishes snapshots until the definition or the servers' addresses change, or the first look fails.
pub(super) async fn live(
    settings: &Settings,
    resolve: &Resolve,
    gather: &mut Gather,
    seen: watch::Receiver<Seen>,
    wishes: &mut mpsc::Receiver<Command>,
) -> Result<(), Away> {
    let store = settings.reading_store().await?;
    let pictures = gather.folders.pictures.clone();
    let read = election::read(&store, &pictures).await?;
    let envelopes = store.election().await?.envelopes();
    let feed = Feed::start(&settings.kafka, "window", envelopes, read.geography.clone());
    let feed = feed.map_err(|e| Away::Trouble(e.to_string()))?;
    gather.links.postgres = Link::Well;
    let (found, answers) = mpsc::channel(ANSWERS);
    let (place, places) = watch::channel(0);
    let mut tasks = JoinSet::new();
    jobs::watch_over(
        &mut tasks,
        &store,
        &settings.kafka,
        &read,
        places,
        seen.clone(),
        &found,
    );
    let link = Connection {
        settings,
        store,
        feed,
        found,
        place,
        tasks,
        seen,
    };
    link.run(Arc::new(read), resolve, gather, wishes, answers).await;
    Ok(())
}

struct Connection<'a> {
    settings: &'a Settings,
    store: Store,
    feed: Feed,
    found: mpsc::Sender<Found>,
    place: watch::Sender<usize>,
    /// Queries that are asked again and again; they end with the connection.
    tasks: JoinSet<()>,
    seen: watch::Receiver<Seen>,
}

impl Connection<'_> {
    async fn run(
        mut self,
        read: Arc<Election>,
        resolve: &Resolve,
        gather: &mut Gather,
        wishes: &mut mpsc::Receiver<Command>,
        mut answers: mpsc::Receiver<Found>,
    ) {
        let began = Instant::now();
        let mut waiting = Some(read);
        let (mut last, mut dirty, mut look_up) = (began, true, began + LOOK_UP);
        loop {
            tokio::select! {
                () = self.feed.changed() => dirty = true,
                changed = self.seen.changed() => match changed {
                    Ok(()) => dirty = true,
                    Err(_) => return,
                },
                () = sleep_until(last + INTERVAL), if dirty => {
                    let ready = self.feed.caught_up() || gather.election.is_none() || began.elapsed() > READ_WITHIN;
                    if ready && let Some(election) = waiting.take() {
                        gather.begin(election);
                    }
                    if waiting.is_none() {
                        self.take_results(gather);
                        gather.publish();
                        dirty = false;
                    }
                    last = Instant::now();
                }
                Some(found) = answers.recv() => {
                    if matches!(found, Found::NewDefinition) {
                        return;
                    }
                    dirty |= apply(gather, found);
                    if gather.links.postgres.is_trouble() && Instant::now() > look_up {
                        look_up = Instant::now() + LOOK_UP;
                        if resolve().is_ok_and(|new| self.moved(&new)) {
                            return;
                        }
                    }
                }
                Some(command) = wishes.recv() => {
                    self.carry_out(command, gather);
                    dirty = true;
                }
            }
        }
    }

    fn moved(&self, new: &Settings) -> bool {
        let (kafka, known) = (&new.kafka, &self.settings.kafka);
        let servers = kafka.bootstrap != known.bootstrap || kafka.options != known.options;
        servers || new.postgres != self.settings.postgres
    }

    fn take_results(&self, gather: &mut Gather) {
        let (newest, trouble) = self
            .feed
            .look(|newest, trouble| (newest.clone(), trouble.to_owned()));
        gather.newest = Some(Arc::new(newest));
        gather.links.caught_up = self.feed.caught_up();
        let now = if trouble.is_empty() {
            if gather.links.caught_up {
                Link::Well
            } else {
                Link::Waiting
            }
        } else {
            trouble_now(trouble)
        };
        gather.links.kafka = keep_since(&gather.links.kafka, now);
    }

    fn carry_out(&mut self, command: Command, gather: &mut Gather) {
        fn running<T>() -> Job<T> {
            Job::Running {
                since: Timestamp::now(),
                progress: 0,
            }
        }
        match command {
            Command::Hours { place } => {
                self.place.send_replace(place);
            }
            Command::Check if gather.check.is_running() => {}
            Command::Check => {
                gather.check = running();
                self.tasks
                    .spawn(jobs::check(self.store.clone(), self.found.clone()));
            }
            Command::Recount if gather.recount.is_running() => {}
            Command::Recount => {
                gather.recount = running();
                let (settings, store) = (self.settings.clone(), self.store.clone());
                self.tasks
                    .spawn(jobs::recount(settings, store, self.found.clone()));
            }
            // The clerk's: it was given to the clerk.
            Command::Desk(_) => {}
            Command::Export(what) => {
                let (found, folder) = (self.found.clone(), gather.folders.exports.clone());
                self.tasks.spawn(async move {
                    let written = tokio::task::spawn_blocking(move || export::write(&folder, &what)).await;
                    let notice = match written {
                        Ok(Ok(path)) => Found::Done(format!("Saved to {}", path.display())),
                        Ok(Err(error)) => Found::Failed(error.to_string()),
                        Err(_) => Found::Failed("The export was interrupted. Please try again.".to_owned()),
                    };
                    let _ = found.send(notice).await;
                });
            }
        }
    }
}

fn trouble_now(what: String) -> Link {
    Link::Trouble {
        since: Timestamp::now(),
        what,
    }
}

/// Takes an answer in; says whether anything is different now.
fn apply(gather: &mut Gather, found: Found) -> bool {
    fn renew<T: PartialEq>(place: &mut T, new: T) -> bool {
        let differs = *place != new;
        *place = new;
        differs
    }
    match found {
        Found::Asked(asked) => {
            let well = renew(&mut gather.links.postgres, Link::Well);
            well | match asked {
                Asked::Facts(facts) => renew(&mut gather.facts, Arc::new(facts)),
                Asked::Minutes(minutes) => renew(&mut gather.minutes, Arc::new(minutes)),
                Asked::Ledgers(ledgers) => renew(&mut gather.ledgers, Arc::new(ledgers)),
                Asked::Hours(hours) => renew(&mut gather.hours, Some(Arc::new(hours))),
                Asked::Cases(cases) => renew(&mut gather.cases, Arc::new(cases)),
                Asked::Papers(papers, voters) => {
                    let differs = renew(&mut gather.papers, Arc::new(papers));
                    renew(&mut gather.voters, Arc::new(voters)) | differs
                }
                Asked::Sql(sql) => renew(&mut gather.sql, Some(Arc::new(sql))),
                Asked::Status(status) => match &mut gather.election {
                    Some(election) if election.status != status => {
                        Arc::make_mut(election).status = status;
                        true
                    }
                    _ => false,
                },
            }
        }
        Found::Unreachable(what) => {
            let now = keep_since(&gather.links.postgres, trouble_now(what));
            renew(&mut gather.links.postgres, now)
        }
        Found::Backlog(backlog) => renew(&mut gather.backlog, backlog),
        Found::Check(outcome) => {
            gather.check = Job::Done {
                at: Timestamp::now(),
                outcome: outcome.map(Arc::new),
            };
            true
        }
        Found::Recounting(messages) => {
            if let Job::Running { progress, .. } = &mut gather.recount {
                *progress = messages;
            }
            true
        }
        Found::Recount(outcome) => {
            gather.recount = Job::Done {
                at: Timestamp::now(),
                outcome: outcome.map(Arc::new),
            };
            true
        }
        Found::Done(text) => {
            gather.notice(false, text);
            true
        }
        Found::Failed(text) => {
            gather.notice(true, text);
            true
        }
        Found::NewDefinition => false,
    }
}
