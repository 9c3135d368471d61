//! Redraws the board when something changed.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::time::Duration;

use pollstream_protocol::definition::ElectionDefinition;
use thiserror::Error;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::render::render;
use super::snapshot::{Snapshot, snapshot};
use super::terminal::{Screen, size};
use crate::kafka::{Kafka, KafkaAccessError};
use crate::live::{Feed, Geography};
use crate::settings::Settings;
use crate::store::board::BoardFacts;
use crate::store::election::ElectionRecord;
use crate::store::{Store, StoreError};

/// Shortest time between two frames on a terminal, and where output goes elsewhere.
const FRAME: Duration = Duration::from_millis(200);
const PRINTED_FRAME: Duration = Duration::from_secs(10);
/// How often stations and queues are asked for.
const LOOK: Duration = Duration::from_secs(1);
/// How long one single frame waits for the topics to be read.
const ONCE: Duration = Duration::from_secs(15);
/// How long the database may take before the board says so.
const STORE: Duration = Duration::from_secs(5);

/// Why there is no board.
#[derive(Debug, Error)]
pub enum BoardError {
    /// The Kafka client's settings are wrong.
    #[error(transparent)]
    Kafka(#[from] KafkaAccessError),
    /// The election cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Standard output is gone.
    #[error("the board cannot be written: {0}")]
    Output(#[from] io::Error),
}

/// Shows the board until `until` becomes true. With `once`, one frame of what is known now, and the end.
///
/// On a terminal it redraws in place; elsewhere it prints a frame when something changed, at most one every
/// ten seconds. Servers that go away are said on the board, and waited for.
pub async fn watch(
    settings: &Settings,
    once: bool,
    mut until: watch::Receiver<bool>,
) -> Result<(), BoardError> {
    let store = settings.store().await?;
    let election = store.election().await?;
    let feed = feed(&settings.kafka, &election)?;
    let signed = election.definition;
    let mut board = Board {
        kafka: settings.kafka.clone(),
        store,
        version: signed.version,
        definition: signed.definition,
        feed,
        facts: BoardFacts::default(),
        trouble: String::new(),
    };
    tokio::select! {
        _ = until.wait_for(|stop| *stop) => Ok(()),
        outcome = async { if once { board.once().await } else { board.live().await } } => outcome,
    }
}

/// Reads the results of this definition's places and candidates.
fn feed(kafka: &Kafka, election: &ElectionRecord) -> Result<Feed, KafkaAccessError> {
    let geography = Geography::new(&election.definition.definition);
    Feed::start(kafka, "board", election.envelopes(), Arc::new(geography))
}

struct Board {
    kafka: Kafka,
    store: Store,
    definition: ElectionDefinition,
    /// Of the definition.
    version: u32,
    feed: Feed,
    facts: BoardFacts,
    trouble: String,
}

impl Board {
    async fn once(&mut self) -> Result<(), BoardError> {
        self.ask().await;
        let caught_up = async {
            while !self.feed.caught_up() {
                let _ = timeout(FRAME, self.feed.changed()).await;
            }
        };
        if timeout(ONCE, caught_up).await.is_err() && self.trouble.is_empty() {
            "the results topics could not be read to their end".clone_into(&mut self.trouble);
        }
        let (width, height) = size();
        let colour = io::stdout().is_terminal();
        let frame = render(
            &self.snapshot(),
            width,
            if colour { usize::MAX } else { height.max(60) },
            colour,
        );
        Ok(print(&frame)?)
    }

    async fn live(&mut self) -> Result<(), BoardError> {
        // The screen is given back when this future ends or is dropped.
        let screen = if io::stdout().is_terminal() {
            Some(Screen::enter()?)
        } else {
            None
        };
        let pause = if screen.is_some() { FRAME } else { PRINTED_FRAME };
        let (mut look_at, mut shape) = (Instant::now(), size());
        let mut drawn: Option<(Snapshot, (usize, usize))> = None;
        // Size of the terminal and lines drawn: where they change, the screen is wiped.
        let mut extent = None;
        loop {
            if Instant::now() >= look_at {
                self.ask().await;
                shape = size();
                look_at = Instant::now() + LOOK;
            }
            let wanted = (self.snapshot(), shape);
            if drawn.as_ref() == Some(&wanted) {
                tokio::select! {
                    () = self.feed.changed() => {}
                    () = sleep_until(look_at) => {}
                }
                continue;
            }
            let (width, height) = shape;
            match &screen {
                Some(screen) => {
                    let frame = render(&wanted.0, width, height, true);
                    let now = Some((shape, frame.lines().count()));
                    screen.draw(&frame, now != extent)?;
                    extent = now;
                }
                None => print(&render(&wanted.0, width, height.max(60), false))?,
            }
            drawn = Some(wanted);
            sleep(pause).await;
        }
    }

    async fn ask(&mut self) {
        self.trouble = match timeout(STORE, self.look()).await {
            Ok(Ok(())) => String::new(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the database does not answer".to_owned(),
        };
    }

    async fn look(&mut self) -> Result<(), BoardError> {
        if self.store.definition_version().await? != self.version {
            let election = self.store.election().await?;
            self.feed = feed(&self.kafka, &election)?;
            let signed = election.definition;
            (self.version, self.definition) = (signed.version, signed.definition);
        }
        self.facts = self.store.board_facts().await?;
        Ok(())
    }

    fn snapshot(&self) -> Snapshot {
        self.feed.look(|newest, trouble| {
            let trouble = if self.trouble.is_empty() {
                trouble
            } else {
                &self.trouble
            };
            snapshot(&self.definition, newest, &self.facts, trouble)
        })
    }
}

fn print(frame: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(frame.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}
