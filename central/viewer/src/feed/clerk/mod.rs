//! The clerk of the officials' desk: signs officials in and out, and carries out what they decide.
//!
//! Only the clerk has a connection that may write, and only while somebody is signed in. It outlives connections
//! of the window: a decision under way is never broken off because another definition is there.

mod deeds;
mod words;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use pollstream_central::admin::{self, AdminError, Hurdle, Office, SignInError, SignedIn};
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::OfficialId;
use pollstream_protocol::limits::MAX_DEFINITION_BYTES;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::Resolve;
use crate::command::{Order, Passphrase};
use crate::desk::{Desk, Draft, Outcome, Running, Session};
use crate::format::clock;
use crate::snapshot::Job;

/// Nobody at the window for so long: the official is signed out.
const IDLE: SignedDuration = SignedDuration::from_mins(5);
/// For so long before that, the window says so.
pub(crate) const WARNING: SignedDuration = SignedDuration::from_secs(60);
/// How often it is looked whether somebody is to be signed out.
const TICK: Duration = Duration::from_secs(1);
/// Things said that are kept until they are shown.
const SAID: usize = 20;
/// What is said of something that ended without a word.
const BROKE_OFF: &str = "It was interrupted and may be done already: see the list of decisions on the Election screen before you try again.";

/// The desk, and what the clerk has to say to whoever is at the window.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    pub(super) desk: Desk,
    /// Numbered, newest last.
    pub(super) said: Vec<(u64, String)>,
}

/// What became of an order.
enum Done {
    SignedIn(Box<(Office, SignedIn)>),
    Said(String),
    Read(Draft),
}

/// What a task brings back.
enum Back {
    Numbered(u64, Result<Done, String>),
    Hurdles(Result<Vec<Hurdle>, String>),
}

struct Clerk {
    resolve: Resolve,
    shown: watch::Sender<Seen>,
    at_desk: Option<(Office, SignedIn)>,
    tasks: JoinSet<Back>,
}

/// Carries orders out until nobody can give any more.
pub(super) async fn run(resolve: Resolve, mut orders: mpsc::Receiver<Order>, shown: watch::Sender<Seen>) {
    let mut clerk = Clerk {
        resolve,
        shown,
        at_desk: None,
        tasks: JoinSet::new(),
    };
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some(order) => clerk.take(order),
                None => return,
            },
            Some(Ok(back)) = clerk.tasks.join_next(), if !clerk.tasks.is_empty() => clerk.finish(back),
            () = tokio::time::sleep(TICK), if clerk.at_desk.is_some() => clerk.look_at_the_clock(),
        }
    }
}

impl Clerk {
    fn take(&mut self, order: Order) {
        match order {
            Order::SignIn {
                number,
                official,
                passphrase,
            } => {
                let resolve = self.resolve.clone();
                self.begin(
                    number,
                    async move { sign_in(&resolve, official, passphrase).await },
                );
            }
            Order::SignOut => self.sign_out("You are signed out."),
            Order::Stir => self.stir(),
            Order::Hurdles => self.look_for_hurdles(),
            Order::ReadDefinition { number, path } => {
                self.begin(number, async move { read_definition(path).await.map(Done::Read) });
            }
            Order::CreateElection { number } => {
                let draft = self.shown.borrow().desk.draft.clone();
                let resolve = self.resolve.clone();
                self.begin(number, async move {
                    let draft = draft.ok_or("Read a definition file first.")?;
                    let settings = resolve().map_err(|e| e.to_string())?;
                    deeds::create(&settings, &draft.toml).await.map(Done::Said)
                });
            }
            Order::Decide { number, deed, reason } => {
                let at_desk = self.at_desk.clone();
                self.stir();
                self.begin(number, async move {
                    let (office, by) = at_desk.ok_or("Nobody is signed in: sign in and try again.")?;
                    deeds::carry_out(&office, &by, deed, &reason)
                        .await
                        .map(Done::Said)
                });
            }
        }
    }

    /// Begins a numbered order, unless another one is under way.
    fn begin(&mut self, number: u64, work: impl Future<Output = Result<Done, String>> + Send + 'static) {
        let mut busy = false;
        self.shown.send_modify(|seen| {
            busy = seen.desk.running.is_some();
            if busy {
                seen.desk.last = Some(Outcome {
                    number,
                    refused: Some("Something else is under way: wait until it is done.".to_owned()),
                });
            } else {
                let since = Timestamp::now();
                seen.desk.running = Some(Running { number, since });
            }
        });
        if !busy {
            self.tasks.spawn(async move {
                // A task of its own, so that even a bug in it is told.
                let ended = tokio::spawn(work).await;
                Back::Numbered(number, ended.unwrap_or_else(|_| Err(BROKE_OFF.to_owned())))
            });
        }
    }

    fn look_for_hurdles(&mut self) {
        let Some((office, _)) = self.at_desk.clone() else {
            return;
        };
        if self.shown.borrow().desk.hurdles.is_running() {
            return;
        }
        self.shown.send_modify(|seen| {
            seen.desk.hurdles = Job::Running {
                since: Timestamp::now(),
                progress: 0,
            };
        });
        self.tasks.spawn(async move {
            let looked = tokio::spawn(async move { office.certification_hurdles().await }).await;
            Back::Hurdles(match looked {
                Ok(found) => found.map_err(|error| words::of(&error)),
                Err(_) => Err("The check was interrupted. Please try again.".to_owned()),
            })
        });
    }

    fn finish(&mut self, back: Back) {
        let (number, ended) = match back {
            Back::Hurdles(outcome) => {
                self.shown.send_modify(|seen| {
                    seen.desk.hurdles = Job::Done {
                        at: Timestamp::now(),
                        outcome: outcome.map(Arc::new),
                    };
                });
                return;
            }
            Back::Numbered(number, ended) => (number, ended),
        };
        let refused = match ended {
            Ok(Done::SignedIn(seated)) => {
                let (office, by) = *seated;
                self.seat(office, by);
                None
            }
            Ok(Done::Said(text)) => {
                self.say(text);
                None
            }
            Ok(Done::Read(draft)) => {
                self.shown.send_modify(|seen| seen.desk.draft = Some(draft));
                None
            }
            Err(error) => Some(error),
        };
        self.shown.send_modify(|seen| {
            seen.desk.running = None;
            seen.desk.last = Some(Outcome { number, refused });
        });
        // Who waited for a recount was not away.
        self.stir();
    }

    fn seat(&mut self, office: Office, by: SignedIn) {
        tracing::info!(official = %by.id, "signed in at the window");
        let session = Session {
            official: by.id.clone(),
            name: by.name.clone(),
            role: by.role,
            ends: ends(),
        };
        self.at_desk = Some((office, by));
        self.shown.send_modify(|seen| {
            seen.desk.session = Some(session);
            seen.desk.hurdles = Job::Never;
        });
    }

    /// Forgets the official's key and the connection that may write.
    fn sign_out(&mut self, said: &str) {
        let Some((_, by)) = self.at_desk.take() else {
            return;
        };
        tracing::info!(official = %by.id, "signed out at the window");
        self.shown.send_modify(|seen| {
            seen.desk.session = None;
            seen.desk.hurdles = Job::Never;
        });
        self.say(said.to_owned());
    }

    fn stir(&mut self) {
        self.shown.send_if_modified(|seen| {
            let session = seen.desk.session.as_mut();
            session.is_some_and(|session| {
                let before = due(session.ends, Timestamp::now());
                session.ends = ends();
                // Only a warning that is to go is worth a new picture.
                before != Due::Later
            })
        });
    }

    fn look_at_the_clock(&mut self) {
        let (ends, busy) = {
            let seen = self.shown.borrow();
            let ends = seen.desk.session.as_ref().map(|session| session.ends);
            (ends, seen.desk.running.is_some())
        };
        let Some(ends) = ends else { return };
        if busy {
            self.stir();
            return;
        }
        match due(ends, Timestamp::now()) {
            Due::Later => {}
            // The seconds that are left are shown.
            Due::Soon => self.shown.send_modify(|_| ()),
            Due::Now => {
                let minutes = IDLE.as_mins();
                self.sign_out(&format!(
                    "You are signed out, because nobody was at the window for {minutes} minutes."
                ));
            }
        }
    }

    fn say(&self, text: String) {
        self.shown.send_modify(|seen| {
            let number = seen.said.last().map_or(1, |(number, _)| number + 1);
            seen.said.push((number, text));
            if seen.said.len() > SAID {
                seen.said.remove(0);
            }
        });
    }
}

/// When somebody who does not stir is signed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Later,
    Soon,
    Now,
}

fn due(ends: Timestamp, now: Timestamp) -> Due {
    match ends.duration_since(now) {
        left if left <= SignedDuration::ZERO => Due::Now,
        left if left <= WARNING => Due::Soon,
        _ => Due::Later,
    }
}

fn ends() -> Timestamp {
    Timestamp::now() + IDLE
}

async fn sign_in(resolve: &Resolve, official: OfficialId, passphrase: Passphrase) -> Result<Done, String> {
    let settings = resolve().map_err(|e| e.to_string())?;
    let office = Office::open(&settings).await.map_err(|e| words::of_office(&e))?;
    match admin::sign_in(office.store(), &official, passphrase.as_str()).await {
        Ok(by) => Ok(Done::SignedIn(Box::new((office, by)))),
        Err(AdminError::SignIn(SignInError::Locked { until })) => {
            let election = office.store().election().await.ok();
            let zone = election.and_then(|e| TimeZone::get(&e.definition.definition.time_zone).ok());
            let until = clock(until, &zone.unwrap_or(TimeZone::UTC));
            Err(format!(
                "Too many wrong passphrases: nobody can sign in as this official before {until}."
            ))
        }
        Err(error) => Err(words::of(&error)),
    }
}

async fn read_definition(path: PathBuf) -> Result<Draft, String> {
    let read = tokio::task::spawn_blocking(move || read_draft(&path)).await;
    read.unwrap_or_else(|_| Err("The file could not be read. Please try again.".to_owned()))
}

fn read_draft(path: &Path) -> Result<Draft, String> {
    use std::io::Read;
    let fault = |what: &dyn std::fmt::Display| format!("{}: {what}", path.display());
    let mut toml = String::new();
    // One byte more than a definition may have, so that a longer file is refused by its own rule.
    std::fs::File::open(path)
        .and_then(|file| {
            file.take(MAX_DEFINITION_BYTES as u64 + 1)
                .read_to_string(&mut toml)
        })
        .map_err(|error| fault(&error))?;
    let definition = ElectionDefinition::parse(&toml).map_err(|error| fault(&error))?;
    Ok(Draft {
        path: path.to_owned(),
        toml: toml.into(),
        definition: Arc::new(definition),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use pollstream_central::settings::{Settings, SettingsFile};

    use super::*;

    /// A clerk of a central that does not run.
    fn clerk(data: &Path) -> (mpsc::Sender<Order>, watch::Receiver<Seen>) {
        let data = data.to_owned();
        let resolve: Resolve = Arc::new(move || Settings::resolve(data.clone(), SettingsFile::default()));
        let (orders, taken) = mpsc::channel(8);
        let (shown, seen) = watch::channel(Seen::default());
        tokio::spawn(run(resolve, taken, shown));
        (orders, seen)
    }

    async fn ended(seen: &mut watch::Receiver<Seen>, number: u64) -> Option<String> {
        let began = Instant::now();
        let found = seen.wait_for(|seen| seen.desk.last.as_ref().is_some_and(|last| last.number == number));
        let found = tokio::time::timeout(Duration::from_mins(1), found).await;
        let seen = found.unwrap_or_else(|_| panic!("no answer in {:?}", began.elapsed()));
        seen.expect("a clerk")
            .desk
            .last
            .clone()
            .expect("an outcome")
            .refused
    }

    #[test]
    fn who_does_not_stir_is_warned_and_then_signed_out() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let begun = at(1_000);
        let ends = begun + IDLE;
        assert_eq!(due(ends, begun), Due::Later);
        assert_eq!(due(ends, at(1_239)), Due::Later);
        assert_eq!(due(ends, at(1_240)), Due::Soon);
        assert_eq!(due(ends, at(1_299)), Due::Soon);
        assert_eq!(due(ends, at(1_300)), Due::Now);
        assert_eq!(due(ends, at(9_999)), Due::Now, "also when the machine has slept");
    }

    #[tokio::test]
    async fn a_definition_file_is_read_or_refused_with_its_line() {
        let data = tempfile::tempdir().unwrap();
        let (orders, mut seen) = clerk(data.path());
        let path = data.path().join("election.toml");
        let read = |number| Order::ReadDefinition {
            number,
            path: path.clone(),
        };
        orders.send(read(1)).await.unwrap();
        let refused = ended(&mut seen, 1).await.expect("there is no file");
        assert!(refused.contains("election.toml"), "{refused}");
        std::fs::write(&path, "[election]\nid = 5\n").unwrap();
        orders.send(read(2)).await.unwrap();
        let refused = ended(&mut seen, 2).await.expect("it is not valid");
        assert!(refused.contains("line 2"), "{refused}");
        std::fs::copy(
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/riverton.toml"),
            &path,
        )
        .unwrap();
        orders.send(read(3)).await.unwrap();
        assert_eq!(ended(&mut seen, 3).await, None);
        let draft = seen.borrow().desk.draft.clone().expect("a draft");
        assert_eq!(draft.definition.id.as_str(), "riverton-2026");
    }

    #[tokio::test]
    async fn nobody_decides_without_signing_in_and_a_central_that_is_away_is_said_to_be() {
        let data = tempfile::tempdir().unwrap();
        let (orders, mut seen) = clerk(data.path());
        let decide = Order::Decide {
            number: 1,
            deed: crate::command::Deed::Close,
            reason: "it is over".into(),
        };
        orders.send(decide).await.unwrap();
        let refused = ended(&mut seen, 1).await.expect("nobody is signed in");
        assert!(refused.contains("sign in"), "{refused}");
        let sign_in = Order::SignIn {
            number: 2,
            official: "anna".parse().unwrap(),
            passphrase: Passphrase::new(zeroize::Zeroizing::new("four words of anna".into())),
        };
        assert!(!format!("{sign_in:?}").contains("four"), "it is never printed");
        orders.send(sign_in).await.unwrap();
        let refused = ended(&mut seen, 2).await.expect("there is no central");
        assert!(refused.contains("central up"), "{refused}");
        assert!(seen.borrow().desk.session.is_none());
    }
}
