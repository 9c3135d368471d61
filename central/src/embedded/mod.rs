//! The embedded default: a private single-node Kafka and a private Postgres cluster.
//!
//! Whoever names no servers gets these two, as child processes on free loopback ports, with all their data in one
//! folder. They are the real servers, so that a demonstration, a test and a county run the same code. This works
//! on Unix; orphans are found on systems with `/proc`.
//!
//! [`Embedded::start`] takes the data folder ([`RunFile`]), ends what a crashed run left behind, sets up what is
//! missing, and comes back when both answer. From then on a server that ends is started again on its ports.

mod child;
mod credentials;
mod error;
mod jars;
mod kafka;
mod paths;
mod ports;
mod postgres;
mod run_file;
mod supervise;
#[cfg(test)]
mod tests;
mod user;

use std::fmt;
use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use child::{Child, Leftover, Nursery};
pub use credentials::ClientSettings;
pub use error::EmbeddedError;
use error::cannot;
use kafka::Kafka;
use paths::Layout;
pub use paths::default_data_dir;
use ports::Ports;
use postgres::{Postgres, Programs};
pub use run_file::{RunFile, Running};
use supervise::{Kept, Server, Stopped};
use user::User;

/// How often other ports are tried when somebody takes one between its choice and its use.
const PORT_TRIES: u32 = 3;

/// Where the servers answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoints {
    /// Kafka, as `host:port`.
    pub kafka: String,
    /// Postgres, as `postgres://user:password@host:port/database`.
    pub postgres: String,
    /// With which settings central's programs connect to Kafka.
    #[serde(default)]
    pub kafka_options: ClientSettings,
    /// With which settings stations do.
    #[serde(default)]
    pub station_kafka_options: ClientSettings,
}

impl fmt::Debug for Endpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither what is before the `@`, the password, nor those of Kafka.
        let postgres = self.postgres.rsplit_once('@').map_or("…", |(_, rest)| rest);
        f.debug_struct("Endpoints")
            .field("kafka", &self.kafka)
            .field("postgres", &postgres)
            .finish_non_exhaustive()
    }
}

/// How the embedded servers are run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder; created if absent.
    pub data: PathBuf,
    /// Where Kafka's jars are, or go if that folder is empty. Without it, a folder in the user's cache.
    pub jars: Option<PathBuf>,
    /// The data is not worth keeping: Postgres forgoes durability, and the folder is removed at the stop.
    pub throwaway: bool,
}

/// What happens to the embedded servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A step of the start.
    Progress(String),
    /// A server ended, or did not come up again. It is being restarted.
    Down {
        /// Which.
        server: &'static str,
        /// How it ended.
        status: String,
    },
    /// A server that was down answers again.
    Healed {
        /// Which.
        server: &'static str,
        /// How long it was down.
        after: Duration,
    },
    /// A server failed too often in a row and stays down.
    GaveUp {
        /// Which.
        server: &'static str,
        /// How often it was started in vain.
        attempts: u32,
        /// Why the last attempt failed.
        reason: String,
    },
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Progress(step) => f.write_str(step),
            Self::Down { server, status } => write!(f, "{server} is down ({status}); restarting it"),
            Self::Healed { server, after } => {
                write!(f, "{server} is up again after {:.1} s", after.as_secs_f64())
            }
            Self::GaveUp {
                server,
                attempts,
                reason,
            } => {
                write!(
                    f,
                    "{server} stays down: {attempts} restarts failed, the last one because: {reason}"
                )
            }
        }
    }
}

type Tell = Arc<dyn Fn(Event) + Send + Sync>;

/// The running servers. They are stopped in order by [`Embedded::stop`], and told to stop when this is dropped.
#[derive(Debug)]
pub struct Embedded {
    endpoints: Endpoints,
    layout: Layout,
    throwaway: bool,
    stop: watch::Sender<bool>,
    keepers: Vec<JoinHandle<Stopped>>,
    published: Arc<Published>,
    /// Outlives the children, see [`Nursery`].
    _nursery: Arc<Nursery>,
}

/// The run file and what it says.
#[derive(Debug)]
struct Published {
    run_file: RunFile,
    running: Mutex<Running>,
}

impl Published {
    fn change(&self, change: impl FnOnce(&mut Running)) -> Result<(), EmbeddedError> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut running);
        self.run_file.publish(&running)
    }
}

impl Embedded {
    /// Starts both servers on a data folder, setting them up if need be, and waits until they answer. `events` is
    /// called from other threads, until the servers are stopped; it must not block.
    pub async fn start(
        options: Options,
        events: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Self, EmbeddedError> {
        let begun = Instant::now();
        let tell: Tell = Arc::new(events);
        // What is missing on this machine is said before anything is touched.
        let java = kafka::find_java().await?;
        let run_file = RunFile::acquire(&options.data)?;
        let layout = Layout::new(run_file.data());
        mark_throwaway(&layout, options.throwaway)?;
        let programs = Programs::find(&layout)?;
        let user = user::for_postgres(&layout.cluster())?;
        if let Some(user) = &user {
            user::check_reach(user, &layout.cluster())?;
        }
        private_dir(&layout.logs())?;
        let nursery = Arc::new(Nursery::open()?);
        let jars = jars::ensure(options.jars, &nursery, progress(&tell)).await?;
        reap(&layout).await?;

        let site = Site {
            java,
            jars,
            programs,
            user,
            layout,
            throwaway: options.throwaway,
        };
        let (kafka, postgres) = site.start(&nursery, &tell).await?;
        let endpoints = Endpoints {
            kafka: kafka.0.endpoint(),
            postgres: postgres.0.url().to_owned(),
            kafka_options: kafka.0.credentials().of_central(),
            station_kafka_options: if options.throwaway {
                // Who throws everything away has no stations elsewhere, and saves the time of giving them rights.
                kafka.0.credentials().of_central()
            } else {
                kafka.0.credentials().of_stations()
            },
        };
        if !options.throwaway {
            kafka.0.allow_stations(&nursery).await?;
        }
        let mut running = Running::external(endpoints.clone());
        running.kafka_pid = kafka.1.pid();
        running.postgres_pid = postgres.1.pid();
        run_file.publish(&running)?;
        let published = Arc::new(Published {
            run_file,
            running: Mutex::new(running),
        });
        let (stop, told) = watch::channel(false);
        let keepers = vec![
            keep(
                kafka,
                &nursery,
                &tell,
                &published,
                told.clone(),
                |running, pid| running.kafka_pid = Some(pid),
            ),
            keep(postgres, &nursery, &tell, &published, told, |running, pid| {
                running.postgres_pid = Some(pid);
            }),
        ];
        tell(Event::Progress(format!(
            "Kafka and Postgres are ready after {:.1} s",
            begun.elapsed().as_secs_f64()
        )));
        let Site {
            layout, throwaway, ..
        } = site;
        Ok(Self {
            endpoints,
            layout,
            throwaway,
            stop,
            keepers,
            published,
            _nursery: nursery,
        })
    }

    /// Where the servers answer. The same for as long as this lives, restarts included.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// The data folder, absolute and without symbolic links.
    pub fn data(&self) -> &Path {
        self.published.run_file.data()
    }

    /// Stops both servers in order, or kills one that takes too long, and lets go of the data folder.
    pub async fn stop(mut self) -> Result<(), EmbeddedError> {
        self.stop.send_replace(true);
        let mut killed = Vec::new();
        for keeper in std::mem::take(&mut self.keepers) {
            match keeper.await {
                Ok(Stopped::InOrder) => {}
                Ok(Stopped::Killed(server)) => killed.push(server),
                Err(error) => return Err(EmbeddedError::Defect(error.to_string())),
            }
        }
        if self.throwaway {
            return remove(&self.layout);
        }
        if killed.is_empty() {
            Ok(())
        } else {
            Err(EmbeddedError::Killed {
                servers: killed.join(" and "),
            })
        }
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        // A keeper that is aborted drops its child, which tells it to stop.
        for keeper in &self.keepers {
            keeper.abort();
        }
    }
}

/// A server and its process.
type Started<S> = (S, Child);

/// What the servers are started from.
struct Site {
    java: PathBuf,
    jars: PathBuf,
    programs: Programs,
    /// Whom Postgres runs as, if not as this process.
    user: Option<User>,
    layout: Layout,
    throwaway: bool,
}

impl Site {
    async fn start(
        &self,
        nursery: &Nursery,
        tell: &Tell,
    ) -> Result<(Started<Kafka>, Started<Postgres>), EmbeddedError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self
                .start_on(Ports::choose(self.layout.data())?, nursery, tell)
                .await
            {
                Err(error) if error.is_port_taken() && tries < PORT_TRIES => {
                    Ports::forget(self.layout.data());
                }
                outcome => return outcome,
            }
        }
    }

    async fn start_on(
        &self,
        ports: Ports,
        nursery: &Nursery,
        tell: &Tell,
    ) -> Result<(Started<Kafka>, Started<Postgres>), EmbeddedError> {
        let kafka = async {
            let kafka = Kafka::set_up(self, ports, nursery, progress(tell)).await?;
            start(kafka, nursery, tell, ports.kafka).await
        };
        let postgres = async {
            let postgres = Postgres::set_up(self, ports, nursery, progress(tell)).await?;
            start(postgres, nursery, tell, ports.postgres).await
        };
        match tokio::join!(kafka, postgres) {
            (Ok(kafka), Ok(postgres)) => Ok((kafka, postgres)),
            (Err(error), Ok(mut other)) => {
                other.1.stop(supervise::STOP_BOUND).await;
                Err(error)
            }
            (Ok(mut other), Err(error)) => {
                other.1.stop(supervise::STOP_BOUND).await;
                Err(error)
            }
            (Err(error), Err(_)) => Err(error),
        }
    }
}

async fn start<S: Server>(
    server: S,
    nursery: &Nursery,
    tell: &Tell,
    port: u16,
) -> Result<Started<S>, EmbeddedError> {
    let begun = Instant::now();
    tell(Event::Progress(format!(
        "starting {} on 127.0.0.1:{port}",
        S::NAME
    )));
    let child = supervise::start(&server, nursery).await?;
    tell(Event::Progress(format!(
        "{} answers after {:.1} s",
        S::NAME,
        begun.elapsed().as_secs_f64()
    )));
    Ok((server, child))
}

fn keep<S: Server>(
    (server, child): Started<S>,
    nursery: &Arc<Nursery>,
    tell: &Tell,
    published: &Arc<Published>,
    told: watch::Receiver<bool>,
    set_pid: fn(&mut Running, u32),
) -> JoinHandle<Stopped> {
    let published = Arc::clone(published);
    let told_of_errors = Arc::clone(tell);
    let moved = move |pid| {
        if let Err(error) = published.change(|running| set_pid(running, pid)) {
            told_of_errors(Event::Progress(error.to_string()));
        }
    };
    let kept = Kept {
        server,
        child,
        nursery: Arc::clone(nursery),
        tell: Arc::clone(tell),
        first_pause: supervise::FIRST_PAUSE,
        moved: Box::new(moved),
    };
    tokio::spawn(kept.keep(told))
}

fn progress(tell: &Tell) -> impl Fn(String) + use<> {
    let tell = Arc::clone(tell);
    move |step| tell(Event::Progress(step))
}

/// Ends what a run that crashed left behind.
async fn reap(layout: &Layout) -> Result<(), EmbeddedError> {
    let leftovers = leftovers(layout);
    tokio::task::spawn_blocking(move || child::reap(&leftovers, supervise::STOP_BOUND))
        .await
        .map_err(|error| EmbeddedError::Defect(error.to_string()))?
}

fn leftovers(layout: &Layout) -> [Leftover; 3] {
    let [postgres, initdb] = postgres::leftovers(layout);
    [kafka::leftover(layout), postgres, initdb]
}

/// Creates a folder that only its owner can enter.
fn private_dir(path: &Path) -> Result<(), EmbeddedError> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(cannot("create", path)(error)),
        _ => Ok(()),
    }
}

/// A fresh folder for a throwaway run, below the system's folder for temporary files. Unlike other temporary
/// folders, this one can be passed through, because under root Postgres runs as another user.
pub fn throwaway_dir() -> Result<PathBuf, EmbeddedError> {
    let parent = std::env::temp_dir();
    let mode = if user::is_root() { 0o711 } else { 0o700 };
    let folder = tempfile::Builder::new()
        .prefix("pollstream-")
        .permissions(fs::Permissions::from_mode(mode))
        .tempdir_in(&parent)
        .map_err(cannot("create a folder in", parent))?;
    Ok(folder.keep())
}

/// Marks a folder as not to be kept; refuses if it holds what was to be kept.
fn mark_throwaway(layout: &Layout, throwaway: bool) -> Result<(), EmbeddedError> {
    let mark = layout.throwaway_mark();
    if !throwaway {
        return unless_absent(fs::remove_file(&mark)).map_err(cannot("remove", mark));
    }
    let holds_data = layout.kafka().exists() || layout.cluster().exists();
    if holds_data && !mark.exists() {
        return Err(EmbeddedError::HoldsData {
            data: layout.data().to_path_buf(),
        });
    }
    fs::write(&mark, "Pollstream removes this folder when it stops.\n").map_err(cannot("write", mark))
}

/// Removes what a throwaway run made, and the folder if nothing else is in it.
fn remove(layout: &Layout) -> Result<(), EmbeddedError> {
    for name in ["kafka", "postgres", "postgres.new", "logs"] {
        let path = layout.data().join(name);
        unless_absent(fs::remove_dir_all(&path)).map_err(cannot("remove", path))?;
    }
    let files = [
        "kafka.pid",
        "initdb.pid",
        "postgres.pid",
        "postgres.password",
        "kafka.credentials",
        "ports.json",
        "run.json",
        "throwaway",
        "run.lock",
    ];
    for name in files {
        let path = layout.data().join(name);
        unless_absent(fs::remove_file(&path)).map_err(cannot("remove", path))?;
    }
    match fs::remove_dir(layout.data()) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
        outcome => outcome.map_err(cannot("remove", layout.data())),
    }
}

fn unless_absent(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
