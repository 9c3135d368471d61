//! The thread that reads what central sends: receipts, definition and roll. Offsets are not kept: the topics
//! are read from the beginning, which costs little because they are compacted, and every message may be
//! applied twice without harm.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::receipt::Receipt;
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::topics::Topic;
use rdkafka::client::ClientContext;
use rdkafka::config::{FromClientConfigAndContext, RDKafkaLogLevel};
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::statistics::Statistics;
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};

use super::receipts_end::ReceiptsEnd;
use super::uplink::{Link, Shared, client, with_extra};
use crate::error::StationError;

/// What central sends.
const TOPICS: [Topic; 3] = [Topic::Definition, Topic::Receipts, Topic::Roll];

/// Longest wait for a message before the thread looks around.
const TICK: Duration = Duration::from_millis(100);

/// Stations that attach one after the other share a reading from the beginning: the next begins when the last
/// has come to the end of every topic, or else after this time. A reading that is cut short again and again
/// never brings the newest messages.
const LONGEST_READING: Duration = Duration::from_secs(30);

/// The broker is asked where the receipts end, and asked again after this time.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// How long a topic may be missing before it is asked for again.
const MISSING_TOPIC: Duration = Duration::from_secs(5);

/// Statistics, one a second, without a connection after which a broker that never answered counts as down.
const PATIENCE: u32 = 3;

/// A verified message for a station.
pub(super) enum Inbound {
    /// With the time at which central sent it, by central's clock.
    Receipt(Receipt, Option<Timestamp>),
    Roll(Box<RollUpdate>),
    Definition(Arc<SignedDefinition>),
    /// A reading that began for so many attachments has come to the end of the receipts; those are before this.
    ReceiptsRead(u64),
}

/// What librdkafka says: every failed attempt to connect is an error to it, and a normal day to a station
/// that works offline.
pub(super) struct Quiet;

impl ClientContext for Quiet {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        tracing::debug!(?level, facility, message, "librdkafka");
    }

    fn error(&self, error: KafkaError, reason: &str) {
        tracing::debug!(%error, reason, "librdkafka");
    }
}

/// Watches the connection by the reader's statistics and errors.
struct Watcher {
    shared: Arc<Shared>,
    without: AtomicU32,
}

impl Watcher {
    fn verdict(&self, up: bool) {
        let link = if up && *self.shared.enabled.borrow() {
            Link::Up
        } else {
            Link::Down
        };
        let changed = self
            .shared
            .link
            .send_if_modified(|known| std::mem::replace(known, link) != link);
        if changed {
            tracing::info!(kafka = %self.shared.config.kafka, ?link, "connection to the broker");
        }
    }
}

impl ClientContext for Watcher {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        Quiet.log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if error.rdkafka_error_code() == Some(RDKafkaErrorCode::AllBrokersDown) {
            self.verdict(false);
        }
        Quiet.error(error, reason);
    }

    fn stats(&self, statistics: Statistics) {
        let up = statistics
            .brokers
            .values()
            .any(|b| matches!(b.state.as_str(), "UP" | "UPDATE"));
        let without = if up {
            0
        } else {
            self.without.load(Ordering::Relaxed).saturating_add(1)
        };
        self.without.store(without, Ordering::Relaxed);
        let too_early = *self.shared.link.borrow() == Link::Unknown && without < PATIENCE;
        if up || !too_early {
            self.verdict(up);
        }
    }
}

impl ConsumerContext for Watcher {}

/// Starts the thread; it ends when nobody holds `alive` any more.
pub(super) fn start(shared: Arc<Shared>, alive: Weak<()>) -> Result<(), StationError> {
    let config = &shared.config;
    let mut settings = client(config);
    settings
        // librdkafka insists on a group; nothing is ever committed to it.
        .set("group.id", config.topics.name_of_group("station"))
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        .set("auto.offset.reset", "earliest")
        // Tells when a reading has come to the end of a topic.
        .set("enable.partition.eof", "true")
        .set("check.crcs", "true")
        .set("fetch.queue.backoff.ms", "5")
        // The broker answers at once when there is something. While there is nothing, a question twice a second
        // costs a kiosk less than one every tick.
        .set("fetch.wait.max.ms", "500")
        .set("queued.max.messages.kbytes", "16384")
        // A broker that hangs without closing its connection counts as dead after this time. The producer
        // is more patient: its segments may take long on a slow line.
        .set("socket.timeout.ms", "10000")
        .set("statistics.interval.ms", "1000");
    let settings = with_extra(settings, config);
    let watcher = Watcher {
        shared: shared.clone(),
        without: AtomicU32::new(0),
    };
    let consumer = BaseConsumer::from_config_and_context(&settings, watcher)?;
    std::thread::Builder::new()
        .name("station-downlink".into())
        .spawn(move || Downlink::new(consumer, shared).run(&alive))
        .map_err(StationError::Uplink)?;
    Ok(())
}

struct Downlink {
    consumer: BaseConsumer<Watcher>,
    shared: Arc<Shared>,
    /// Stations attached when reading began last; `None` while not reading.
    reading_for: Option<u64>,
    began: Instant,
    /// Ends of topics that this reading has still to come to. The client does not say which topic ended, so
    /// that a busy one may count twice; what is left then of another is read by the next reading.
    unread: usize,
    missing: bool,
    receipts: ReceiptsEnd,
    /// When the broker was asked last where the receipts end.
    asked: Option<Instant>,
}

impl Downlink {
    fn new(consumer: BaseConsumer<Watcher>, shared: Arc<Shared>) -> Self {
        Downlink {
            consumer,
            shared,
            reading_for: None,
            began: Instant::now(),
            unread: 0,
            missing: false,
            receipts: ReceiptsEnd::default(),
            asked: None,
        }
    }

    fn run(mut self, alive: &Weak<()>) {
        let receipts = self.shared.config.topics.name(Topic::Receipts);
        while alive.strong_count() > 0 {
            self.assign();
            self.look_for_the_end(&receipts);
            match self.consumer.poll(TICK) {
                None => {}
                Some(Ok(message)) => {
                    dispatch(&self.shared, &message);
                    if message.topic() == receipts {
                        self.receipts.read(message.offset());
                    }
                }
                Some(Err(KafkaError::PartitionEOF(_))) => self.unread = self.unread.saturating_sub(1),
                Some(Err(error)) => {
                    self.missing |= is_missing(&error);
                    tracing::debug!(%error, "reading from central");
                }
            }
        }
    }

    /// Tells the stations once this reading has handed them every receipt that there was.
    fn look_for_the_end(&mut self, receipts: &str) {
        let Some(reading_for) = self.reading_for else {
            return;
        };
        let due = self.asked.is_none_or(|asked| asked.elapsed() >= ASK_AGAIN);
        if self.receipts.is_unknown() && due && *self.shared.link.borrow() == Link::Up {
            self.asked = Some(Instant::now());
            match self.consumer.fetch_watermarks(receipts, 0, ANSWER_WITHIN) {
                Ok((low, high)) => self.receipts.ends(low, high),
                Err(error) => tracing::debug!(%error, "where the receipts end is not known yet"),
            }
        }
        if self.receipts.reached() {
            for inbox in self.shared.all_inboxes() {
                deliver(&inbox, Inbound::ReceiptsRead(reading_for));
            }
        }
    }

    /// Begins to read from the beginning, or stops, as the circumstances ask for.
    fn assign(&mut self) {
        let attached = *self.shared.attached.borrow();
        if !*self.shared.enabled.borrow() {
            if self.reading_for.take().is_some() {
                self.consumer.unassign().ok();
            }
            return;
        }
        let due = match self.reading_for {
            None => true,
            Some(_) if self.missing => self.began.elapsed() >= MISSING_TOPIC,
            Some(n) if n != attached => self.unread == 0 || self.began.elapsed() >= LONGEST_READING,
            Some(_) => false,
        };
        if !due {
            return;
        }
        let mut partitions = TopicPartitionList::new();
        for topic in TOPICS {
            let name = self.shared.config.topics.name(topic);
            partitions.add_partition_offset(&name, 0, Offset::Beginning).ok();
        }
        if let Err(error) = self.consumer.assign(&partitions) {
            tracing::warn!(%error, "central's topics cannot be read; trying again");
        }
        self.reading_for = Some(attached);
        self.began = Instant::now();
        self.unread = TOPICS.len();
        self.missing = false;
        self.receipts = ReceiptsEnd::default();
        self.asked = None;
    }
}

fn is_missing(error: &KafkaError) -> bool {
    use RDKafkaErrorCode::{UnknownPartition, UnknownTopic, UnknownTopicOrPartition};
    matches!(
        error.rdkafka_error_code(),
        Some(UnknownTopic | UnknownPartition | UnknownTopicOrPartition)
    )
}

/// Verifies a message and hands it to whom it is for. What is for nobody here is not even verified: the roll
/// topic is that of all stations.
fn dispatch(shared: &Shared, message: &BorrowedMessage<'_>) {
    let (Some(key), Some(payload)) = (
        message.key().and_then(|k| str::from_utf8(k).ok()),
        message.payload(),
    ) else {
        return;
    };
    let config = &shared.config;
    let topics = &config.topics;
    let topic = message.topic();
    let refused = |why: &dyn std::fmt::Display| {
        // Neither payload nor key: the roll's keys name voters.
        tracing::warn!(topic, offset = message.offset(), %why, "a message that central did not sign was skipped");
    };
    if topic == topics.name(Topic::Receipts) {
        let Some(inbox) = shared.inbox(key) else { return };
        match Receipt::open(payload, &config.authority) {
            Ok(receipt) => {
                let sent = message.timestamp().to_millis();
                let sent = sent.and_then(|ms| Timestamp::from_millisecond(ms).ok());
                deliver(&inbox, Inbound::Receipt(receipt, sent));
            }
            Err(error) => refused(&error),
        }
    } else if topic == topics.name(Topic::Roll) {
        let Some(inbox) = key.split_once('/').and_then(|(station, _)| shared.inbox(station)) else {
            return;
        };
        match RollUpdate::open(payload, &config.authority) {
            Ok(update) => deliver(&inbox, Inbound::Roll(Box::new(update))),
            Err(error) => refused(&error),
        }
    } else if topic == topics.name(Topic::Definition) && key == "definition" {
        match SignedDefinition::open(payload, &config.authority) {
            Ok(definition) => {
                let definition = Arc::new(definition);
                for inbox in shared.all_inboxes() {
                    deliver(&inbox, Inbound::Definition(definition.clone()));
                }
            }
            Err(error) => refused(&error),
        }
    }
}

/// Waits when the station is behind: its inbox is bounded. One that was detached meanwhile misses nothing.
fn deliver(inbox: &tokio::sync::mpsc::Sender<Inbound>, message: Inbound) {
    inbox.blocking_send(message).ok();
}
