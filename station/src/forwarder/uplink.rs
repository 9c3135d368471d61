//! The Kafka client that the stations of a process share: one producer, one reading thread. Each client costs
//! threads, connections and memory, so that a thousand simulated stations use one.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use pollstream_protocol::ids::StationId;
use pollstream_protocol::signed::VerifyingKey;
use pollstream_protocol::topics::{Topic, TopicNames};
use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::downlink::{self, Inbound};
use super::producer::{Delivery, Producer};
use super::{drain, status};
use crate::error::StationError;
use crate::station::Station;

/// Messages from central that may wait for one station.
const INBOX: usize = 1_024;

/// How to reach central.
#[derive(Debug, Clone)]
pub struct UplinkConfig {
    /// Bootstrap servers, `host:port[,host:port…]`.
    pub kafka: String,
    /// The names of the election's topics.
    pub topics: TopicNames,
    /// The election authority's key: whatever it did not sign is ignored.
    pub authority: VerifyingKey,
    /// More librdkafka settings, e.g. for TLS and SASL. They win over ours.
    pub extra: Vec<(String, String)>,
}

/// What is known of the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// No verdict yet.
    Unknown,
    Up,
    Down,
}

/// What the uplink's thread and the stations' tasks share.
pub(super) struct Shared {
    pub(super) config: UplinkConfig,
    pub(super) link: watch::Sender<Link>,
    pub(super) enabled: watch::Sender<bool>,
    /// Grows when somebody at a desk asks to send again at once.
    pub(super) nudged: watch::Sender<u64>,
    /// Grows with every station that attaches: the thread then reads the topics from the beginning again.
    pub(super) attached: watch::Sender<u64>,
    inboxes: RwLock<HashMap<StationId, mpsc::Sender<Inbound>>>,
    producer: RwLock<Producer>,
}

/// The Kafka client shared by any number of stations of one election in this process. Works without any
/// broker: it keeps trying, and stations keep their logs. Dropping it stops forwarding.
pub struct Uplink {
    shared: Arc<Shared>,
    /// Dropped with the uplink: the reading thread ends when it sees nobody holding it.
    _alive: Arc<()>,
}

impl Uplink {
    /// Makes the client and starts its reading thread. Never waits for a broker; fails only when a setting is
    /// wrong.
    pub fn connect(config: UplinkConfig) -> Result<Uplink, StationError> {
        let producer = producer(&config)?;
        let shared = Arc::new(Shared {
            config,
            link: watch::Sender::new(Link::Unknown),
            enabled: watch::Sender::new(true),
            nudged: watch::Sender::new(0),
            attached: watch::Sender::new(0),
            inboxes: RwLock::default(),
            producer: RwLock::new(producer),
        });
        let alive = Arc::new(());
        downlink::start(shared.clone(), Arc::downgrade(&alive))?;
        Ok(Uplink {
            shared,
            _alive: alive,
        })
    }

    /// Starts forwarding a station's log and handing it what central sends. Must be called within a tokio
    /// runtime. A station is attached once at a time: a second attachment takes the first one's messages.
    pub fn attach(&self, station: &Station) -> Attachment {
        let (inbox, messages) = mpsc::channel(INBOX);
        self.shared
            .inboxes_mut(|inboxes| inboxes.insert(station.id().clone(), inbox.clone()));
        // A reading that begins from now on counts this attachment: it hands this station every receipt.
        let mut number = 0;
        self.shared.attached.send_modify(|n| {
            *n += 1;
            number = *n;
        });
        let (read, receipts_read) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(drain::forward(
            station.clone(),
            self.shared.clone(),
            receipts_read,
        ));
        tasks.spawn(drain::take_over(station.clone(), messages, number, read));
        tasks.spawn(drain::show_link(station.clone(), self.shared.clone()));
        tasks.spawn(status::tell(station.clone(), self.shared.clone()));
        Attachment {
            station: station.clone(),
            shared: self.shared.clone(),
            inbox,
            tasks,
        }
    }

    /// Sends what waits again at once, instead of when its patience ends, and reads central's topics anew.
    pub fn retry_now(&self) {
        self.shared.nudged.send_modify(|n| *n += 1);
        self.shared.attached.send_modify(|n| *n += 1);
    }

    /// Switches the connection off and on, as an officer does who unplugs the cable. Stations show that they
    /// are offline; their logs wait.
    pub fn set_enabled(&self, enabled: bool) {
        self.shared.enabled.send_replace(enabled);
        if !enabled {
            self.shared.link.send_replace(Link::Down);
        }
    }
}

impl std::fmt::Debug for Uplink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Uplink")
            .field("kafka", &self.shared.config.kafka)
            .finish_non_exhaustive()
    }
}

impl Shared {
    /// The inbox of an attached station.
    pub(super) fn inbox(&self, station: &str) -> Option<mpsc::Sender<Inbound>> {
        let station = station.parse::<StationId>().ok()?;
        self.inboxes
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&station)
            .cloned()
    }

    /// The inboxes of all attached stations.
    pub(super) fn all_inboxes(&self) -> Vec<mpsc::Sender<Inbound>> {
        self.inboxes
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect()
    }

    fn inboxes_mut<T>(&self, change: impl FnOnce(&mut HashMap<StationId, mpsc::Sender<Inbound>>) -> T) -> T {
        change(&mut self.inboxes.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Hands a segment to the producer. Fails at once when its queue is full.
    pub(super) fn send(&self, station: &StationId, segment: &[u8]) -> Result<Delivery, KafkaError> {
        self.send_to(Topic::StationLog, station, segment)
    }

    /// The same with a status.
    pub(super) fn send_status(&self, station: &StationId, status: &[u8]) -> Result<Delivery, KafkaError> {
        self.send_to(Topic::StationStatus, station, status)
    }

    fn send_to(&self, topic: Topic, station: &StationId, payload: &[u8]) -> Result<Delivery, KafkaError> {
        let topic = self.config.topics.name(topic);
        let producer = self
            .producer
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        producer.send(&topic, station.as_str(), payload)
    }

    /// Replaces a producer that will never send again: an idempotent one stops for good when it cannot tell
    /// whether a message was written. We can: by the receipts.
    pub(super) fn replace_if_dead(&self) {
        let mut producer = self.producer.write().unwrap_or_else(PoisonError::into_inner);
        let Some(code) = producer.fatal_error() else {
            return;
        };
        match self::producer(&self.config) {
            Ok(fresh) => {
                tracing::warn!(%code, "the Kafka producer stopped for good and was replaced");
                *producer = fresh;
            }
            Err(error) => tracing::error!(%error, "the Kafka producer stopped and cannot be replaced"),
        }
    }
}

/// Settings that both clients share.
pub(super) fn client(config: &UplinkConfig) -> ClientConfig {
    let mut client = ClientConfig::new();
    client
        .set("bootstrap.servers", &config.kafka)
        .set("client.id", "pollstream-station")
        .set("socket.keepalive.enable", "true")
        .set("reconnect.backoff.ms", "100")
        .set("reconnect.backoff.max.ms", "5000")
        .set("topic.metadata.refresh.interval.ms", "5000")
        .set("allow.auto.create.topics", "false")
        .set("log.connection.close", "false");
    client
}

pub(super) fn with_extra(mut client: ClientConfig, config: &UplinkConfig) -> ClientConfig {
    for (name, value) in &config.extra {
        client.set(name, value);
    }
    client
}

/// How long the producer tries to deliver one segment before the drain hears that it failed.
const MESSAGE_TIMEOUT: Duration = Duration::from_secs(30);

fn producer(config: &UplinkConfig) -> Result<Producer, StationError> {
    let mut client = client(config);
    client
        .set("enable.idempotence", "true")
        .set("acks", "all")
        .set("compression.type", "lz4")
        .set("linger.ms", "5")
        .set("message.timeout.ms", MESSAGE_TIMEOUT.as_millis().to_string())
        .set("queue.buffering.max.messages", "10000")
        .set("queue.buffering.max.kbytes", "65536");
    Producer::new(&with_extra(client, config))
}

/// A station on an uplink. Dropping it stops forwarding; what is under way may still arrive, which is
/// harmless.
pub struct Attachment {
    station: Station,
    shared: Arc<Shared>,
    inbox: mpsc::Sender<Inbound>,
    tasks: JoinSet<()>,
}

impl Attachment {
    /// Stops forwarding and waits until its tasks have ended, so that the station can be closed.
    pub async fn detach(mut self) {
        self.tasks.shutdown().await;
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.tasks.abort_all();
        let id = self.station.id();
        self.shared.inboxes_mut(|inboxes| {
            // A newer attachment of the same station has put its own in the place.
            if inboxes
                .get(id)
                .is_some_and(|inbox| inbox.same_channel(&self.inbox))
            {
                inboxes.remove(id);
            }
        });
        self.station.set_link(Link::Down);
    }
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({:?})", self.station)
    }
}
