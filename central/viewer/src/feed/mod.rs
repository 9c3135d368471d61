//! The background: reads topics and database, carries commands out, publishes snapshots.
//!
//! One thread with a runtime of its own. Servers that are away are waited for, and the snapshot says so; when a
//! `central up` comes back on other ports, its new addresses are found. A snapshot is published when something
//! changed, at most every [`INTERVAL`].

mod cases;
pub(crate) mod clerk;
mod election;
mod gather;
mod jobs;
mod link;
mod papers;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use pollstream_central::settings::{Settings, SettingsError};
use tokio::sync::{mpsc, watch};

use crate::command::{Command, Folders, Order};
use crate::snapshot::{Link, Snapshot};
use clerk::Seen;
use gather::Gather;
use link::Away;

/// Shortest time between two snapshots: what can be read.
const INTERVAL: Duration = Duration::from_millis(100);
/// How long to wait before servers that were not there are looked for again.
const AGAIN: Duration = Duration::from_secs(2);
/// Commands that may wait.
const COMMANDS: usize = 64;

/// The newest snapshot, shared between the background and the window.
#[derive(Debug, Clone)]
pub struct Published(Arc<Mutex<Arc<Snapshot>>>);

impl Published {
    /// A place for snapshots, with a first one.
    pub fn new(first: Snapshot) -> Self {
        Published(Arc::new(Mutex::new(Arc::new(first))))
    }

    /// The newest one.
    pub fn newest(&self) -> Arc<Snapshot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces it.
    pub fn publish(&self, snapshot: Snapshot) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }
}

/// How the servers' addresses are found; asked again whenever they do not answer.
pub type Resolve = Arc<dyn Fn() -> Result<Settings, SettingsError> + Send + Sync>;

/// The window's ends of the background; it stops when they are dropped.
#[derive(Debug)]
pub struct Background {
    /// Where snapshots appear.
    pub published: Published,
    /// Where commands go.
    pub commands: mpsc::Sender<Command>,
    _running: watch::Sender<()>,
}

/// Starts the background. `changed` is called after each snapshot.
pub fn start(
    resolve: Resolve,
    folders: Folders,
    changed: impl Fn() + Send + Sync + 'static,
) -> std::io::Result<Background> {
    let published = Published::new(Snapshot::empty(Timestamp::now()));
    let (commands, given) = mpsc::channel(COMMANDS);
    let (wishing, wishes) = mpsc::channel(COMMANDS);
    let (ordering, orders) = mpsc::channel(COMMANDS);
    let (shown, seen) = watch::channel(Seen::default());
    let (running, mut stopped) = watch::channel(());
    let gather = Gather::new(published.clone(), folders, seen.clone(), Box::new(changed));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    std::thread::Builder::new()
        .name("background".into())
        .spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = run(&resolve, gather, seen, wishes) => {}
                    () = clerk::run(resolve.clone(), orders, shown) => {}
                    () = part(given, wishing, ordering) => {}
                    _ = stopped.changed() => {}
                }
            });
            // A recount under way reads on for a while; the window does not wait for it.
            runtime.shutdown_background();
        })?;
    Ok(Background {
        published,
        commands,
        _running: running,
    })
}

/// Parts orders for the desk from what the window itself wishes: the clerk hears them while servers are away, too.
async fn part(
    mut given: mpsc::Receiver<Command>,
    wishes: mpsc::Sender<Command>,
    orders: mpsc::Sender<Order>,
) {
    while let Some(command) = given.recv().await {
        match command {
            Command::Desk(order) => {
                if orders.send(order).await.is_err() {
                    return;
                }
            }
            // While no server answers, nobody carries wishes out: those that do not fit are dropped.
            wish => drop(wishes.try_send(wish)),
        }
    }
}

async fn run(
    resolve: &Resolve,
    mut gather: Gather,
    mut seen: watch::Receiver<Seen>,
    mut wishes: mpsc::Receiver<Command>,
) {
    loop {
        let away = match resolve() {
            Err(error) => Away::Trouble(error.to_string()),
            Ok(settings) => {
                match link::live(&settings, resolve, &mut gather, seen.clone(), &mut wishes).await {
                    Ok(()) => continue,
                    Err(away) => away,
                }
            }
        };
        let now = match away {
            Away::NoElection => Link::NoElection,
            Away::Trouble(what) => Link::Trouble {
                since: Timestamp::now(),
                what,
            },
        };
        gather.links.postgres = keep_since(&gather.links.postgres, now);
        gather.publish();
        let again = tokio::time::sleep(AGAIN);
        tokio::pin!(again);
        loop {
            tokio::select! {
                () = &mut again => break,
                changed = seen.changed() => match changed {
                    Ok(()) => gather.publish(),
                    Err(_) => return,
                },
            }
        }
    }
}

/// Trouble that goes on began when it began.
fn keep_since(before: &Link, now: Link) -> Link {
    match (before, now) {
        (Link::Trouble { since, .. }, Link::Trouble { what, .. }) => Link::Trouble { since: *since, what },
        (_, now) => now,
    }
}
