//! Keeping a server running: it is started again when it ends, until it fails too often in a row.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::child::{Child, Launch, Nursery};
use super::error::EmbeddedError;
use super::{Event, Tell};

/// How long a server may take until it answers: recovery after a crash included, on a busy machine.
const READY_BOUND: Duration = Duration::from_mins(3);
/// How long a server may take to stop in order.
pub(super) const STOP_BOUND: Duration = Duration::from_secs(30);
/// How long a server that did not get ready may take to stop.
const GIVE_UP_BOUND: Duration = Duration::from_secs(5);
/// How often a server that starts is asked whether it is ready.
const ASK_EVERY: Duration = Duration::from_millis(100);
/// How long a server that ended is left alone first.
pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const MOST_FAILURES: u32 = 8;
/// A server that ran this long starts with a clean record.
const STEADY: Duration = Duration::from_mins(1);

/// A server that can be started, asked and stopped.
pub(super) trait Server: Send + Sync + 'static {
    /// What people call it.
    const NAME: &'static str;

    /// How to start it: always on the same ports.
    fn launch(&self) -> Launch;

    /// Asks it once whether it serves clients; comes back within seconds.
    fn answers(&self) -> impl Future<Output = bool> + Send;
}

/// Starts a server and waits until it answers; stops it again if it does not.
pub(super) async fn start<S: Server>(server: &S, nursery: &Nursery) -> Result<Child, EmbeddedError> {
    let mut child = nursery.spawn(server.launch()).await?;
    match ready(server, &mut child).await {
        Ok(()) => Ok(child),
        Err(error) => {
            child.stop(GIVE_UP_BOUND).await;
            Err(error)
        }
    }
}

async fn ready<S: Server>(server: &S, child: &mut Child) -> Result<(), EmbeddedError> {
    let begun = Instant::now();
    let asked = async {
        while !server.answers().await {
            tokio::time::sleep(ASK_EVERY).await;
        }
    };
    let outcome = tokio::select! {
        biased;
        status = child.ended() => Err(Some(status)),
        answered = tokio::time::timeout(READY_BOUND, asked) => answered.map_err(|_| None),
    };
    let (log, tail) = (child.log().to_path_buf(), child.log_tail());
    outcome.map_err(|ended| match ended {
        Some(status) => EmbeddedError::Died {
            server: S::NAME,
            status,
            log,
            tail,
        },
        None => EmbeddedError::NotReady {
            server: S::NAME,
            waited: begun.elapsed(),
            log,
            tail,
        },
    })
}

/// A server that is kept running.
pub(super) struct Kept<S> {
    pub(super) server: S,
    pub(super) child: Child,
    pub(super) nursery: Arc<Nursery>,
    pub(super) tell: Tell,
    /// [`FIRST_PAUSE`]; later ones double.
    pub(super) first_pause: Duration,
    /// Is told the new pid after each restart.
    pub(super) moved: Box<dyn Fn(u32) + Send + Sync>,
}

/// How a kept server was when it was told to stop.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    /// It stopped by itself, or had been down.
    InOrder,
    /// It had to be killed.
    Killed(&'static str),
}

impl<S: Server> Kept<S> {
    /// Watches the server until told to stop, then stops it.
    pub(super) async fn keep(mut self, mut stop: watch::Receiver<bool>) -> Stopped {
        tokio::select! {
            () = told(&mut stop) => {}
            () = self.watch() => told(&mut stop).await,
        }
        if self.child.stop(STOP_BOUND).await {
            Stopped::InOrder
        } else {
            Stopped::Killed(S::NAME)
        }
    }

    /// Restarts the server each time it ends; returns when it fails too often. Can be dropped at any await: the
    /// child that there is stays in `self`.
    async fn watch(&mut self) {
        let mut restarts = 0;
        loop {
            let up = Instant::now();
            let status = self.child.ended().await;
            if up.elapsed() >= STEADY {
                restarts = 0;
            }
            let down = Instant::now();
            (self.tell)(Event::Down {
                server: S::NAME,
                status,
            });
            if !self.heal(&mut restarts).await {
                return;
            }
            if let Some(pid) = self.child.pid() {
                (self.moved)(pid);
            }
            (self.tell)(Event::Healed {
                server: S::NAME,
                after: down.elapsed(),
            });
        }
    }

    /// Tries to get the server up again. False if that failed too often. The pauses grow with the restarts since
    /// it last ran for long, so that one that comes up and ends at once does not keep the machine busy.
    async fn heal(&mut self, restarts: &mut u32) -> bool {
        for attempts in 1.. {
            tokio::time::sleep(pause(self.first_pause, *restarts)).await;
            *restarts += 1;
            let Err(error) = self.restart().await else {
                return true;
            };
            let reason = error.to_string();
            if attempts >= MOST_FAILURES {
                (self.tell)(Event::GaveUp {
                    server: S::NAME,
                    attempts,
                    reason,
                });
                break;
            }
            (self.tell)(Event::Down {
                server: S::NAME,
                status: reason,
            });
        }
        false
    }

    async fn restart(&mut self) -> Result<(), EmbeddedError> {
        self.child = self.nursery.spawn(self.server.launch()).await?;
        let outcome = ready(&self.server, &mut self.child).await;
        if outcome.is_err() {
            self.child.stop(GIVE_UP_BOUND).await;
        }
        outcome
    }
}

/// Doubles with each failure, up to a limit.
fn pause(first: Duration, failures: u32) -> Duration {
    first.saturating_mul(1 << failures.min(16)).min(LONGEST_PAUSE)
}

/// Comes back when the owner says stop, or is gone.
async fn told(stop: &mut watch::Receiver<bool>) {
    // An error means that the owner is gone.
    let _ = stop.wait_for(|stop| *stop).await;
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;

    use super::super::child::Signal;
    use super::*;

    /// A shell script that "answers" when a file is there.
    struct Script {
        folder: PathBuf,
        script: &'static str,
    }

    impl Server for Script {
        const NAME: &'static str = "Script";

        fn launch(&self) -> Launch {
            Launch {
                program: "/bin/sh".into(),
                args: vec!["-c".into(), self.script.into()],
                dir: self.folder.clone(),
                log: self.folder.join("script.log"),
                pid_file: self.folder.join("script.pid"),
                user: None,
                stop: Signal::Term,
            }
        }

        async fn answers(&self) -> bool {
            self.folder.join("up").exists()
        }
    }

    fn recorder() -> (Tell, Arc<Mutex<Vec<Event>>>) {
        let events = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&events);
        (Arc::new(move |event| log.lock().unwrap().push(event)), events)
    }

    async fn kept(folder: &Path, script: &'static str, tell: Tell) -> Kept<Script> {
        let server = Script {
            folder: folder.to_path_buf(),
            script,
        };
        let nursery = Arc::new(Nursery::open().unwrap());
        let child = start(&server, &nursery).await.unwrap();
        Kept {
            server,
            child,
            nursery,
            tell,
            first_pause: Duration::from_millis(1),
            moved: Box::new(|_| ()),
        }
    }

    #[test]
    fn pauses_double_up_to_a_limit() {
        let pauses: Vec<u128> = (0..8)
            .map(|failures| pause(FIRST_PAUSE, failures).as_millis())
            .collect();
        assert_eq!(pauses, [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
        assert_eq!(pause(FIRST_PAUSE, u32::MAX), LONGEST_PAUSE);
    }

    #[tokio::test]
    async fn a_server_that_dies_at_its_start_leaves_its_last_words() {
        let folder = tempfile::tempdir().unwrap();
        let script = "echo no such luck >&2; exit 3";
        let server = Script {
            folder: folder.path().to_path_buf(),
            script,
        };
        let error = start(&server, &Nursery::open().unwrap())
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("exit code 3") && error.contains("no such luck"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_server_that_ends_is_started_again_and_stops_when_told() {
        let folder = tempfile::tempdir().unwrap();
        let (tell, events) = recorder();
        let kept = kept(folder.path(), "touch up; exec sleep 60", tell).await;
        let pid = kept.child.pid().unwrap();
        let (stop, told) = watch::channel(false);
        let task = tokio::spawn(kept.keep(told));
        super::super::child::signal(pid, Signal::Kill).unwrap();
        while events.lock().unwrap().len() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.send(true).unwrap();
        assert_eq!(task.await.unwrap(), Stopped::InOrder);
        let events = events.lock().unwrap();
        assert!(
            matches!(&events[0], Event::Down { status, .. } if status == "killed by signal 9"),
            "{events:?}"
        );
        assert!(
            matches!(&events[1], Event::Healed { .. }) && events.len() == 2,
            "{events:?}"
        );
    }

    #[tokio::test]
    async fn a_server_that_fails_too_often_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let (tell, events) = recorder();
        let mut kept = kept(folder.path(), "touch up; sleep 0.5; rm up; exit 5", tell).await;
        kept.server.script = "exit 4";
        kept.watch().await;
        let events = events.lock().unwrap();
        assert_eq!(events.len(), 9, "{events:?}");
        assert!(
            events[..8]
                .iter()
                .all(|event| matches!(event, Event::Down { .. })),
            "{events:?}"
        );
        let last = events.last().unwrap();
        assert!(matches!(last, Event::GaveUp { attempts: 8, reason, .. } if reason.contains("exit code 4")));
    }
}
