//! How central talks to Kafka: one place for client settings and for the topics of an election.

use std::time::Duration;

use pollstream_protocol::topics::{Topic, TopicNames};
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::FutureProducer;
use thiserror::Error;

/// How long an administrative request may take.
const ADMIN_TIMEOUT: Duration = Duration::from_secs(30);

/// How long one connection may take to be made when it is asked why there is none.
const PROBE: Duration = Duration::from_millis(500);

/// Largest message: a definition of the largest size with its signature. All others stay below Kafka's default.
const DEFINITION_BYTES: &str = "9000000";

/// Why Kafka could not be used.
#[derive(Debug, Error)]
pub enum KafkaAccessError {
    /// The client could not be made: a setting is wrong.
    #[error("Kafka client: {0} (check --kafka and --kafka-option)")]
    Client(#[source] KafkaError),
    /// No broker answers.
    #[error("no Kafka broker answers at {bootstrap}: {reason}. Is it running, and is the address right?")]
    Unreachable {
        /// The bootstrap servers that were tried.
        bootstrap: String,
        /// Why, as far as one can tell from outside.
        reason: String,
    },
    /// A topic could not be created.
    #[error(
        "topic `{topic}` cannot be created: {code}. Create it yourself or allow it (CREATE on the cluster)"
    )]
    Topic {
        /// The topic.
        topic: String,
        /// The broker's answer.
        code: RDKafkaErrorCode,
    },
}

/// Kafka as one election uses it.
#[derive(Debug, Clone)]
pub struct Kafka {
    /// Bootstrap servers, `host:port[,host:port…]`.
    pub bootstrap: String,
    /// The election's topics.
    pub topics: TopicNames,
    /// More librdkafka settings, e.g. for TLS and SASL. They win over ours.
    pub options: Vec<(String, String)>,
    /// The settings that stations are to use.
    pub station_options: Vec<(String, String)>,
}

impl Kafka {
    fn base(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", &self.bootstrap)
            .set("client.id", "pollstream-central")
            .set("socket.keepalive.enable", "true")
            .set("reconnect.backoff.ms", "100")
            .set("reconnect.backoff.max.ms", "5000")
            .set("log.connection.close", "false");
        config
    }

    fn with_options(&self, mut config: ClientConfig) -> ClientConfig {
        for (name, value) in &self.options {
            config.set(name, value);
        }
        config
    }

    /// What every client of this Kafka is set to.
    pub fn client_config(&self) -> ClientConfig {
        self.with_options(self.base())
    }

    /// A producer that keeps order and never duplicates within its life.
    pub fn producer(&self) -> Result<FutureProducer, KafkaAccessError> {
        let mut config = self.base();
        config
            .set("enable.idempotence", "true")
            .set("acks", "all")
            .set("compression.type", "lz4")
            .set("linger.ms", "2")
            .set("message.timeout.ms", "30000")
            .set("message.max.bytes", DEFINITION_BYTES)
            .set("queue.buffering.max.messages", "100000")
            .set("queue.buffering.max.kbytes", "131072");
        self.with_options(config)
            .create()
            .map_err(KafkaAccessError::Client)
    }

    /// Settings of a consumer: offsets are ours (in Postgres or nowhere), checksums are checked, and a fetch
    /// that found nothing is repeated at once rather than after librdkafka's second.
    pub fn consumer_config(&self, group: &str) -> ClientConfig {
        let mut config = self.base();
        config
            .set("group.id", group)
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", "earliest")
            .set("check.crcs", "true")
            .set("fetch.queue.backoff.ms", "5")
            .set("fetch.wait.max.ms", "50")
            .set("queued.max.messages.kbytes", "65536")
            .set("session.timeout.ms", "6000")
            .set("allow.auto.create.topics", "false")
            .set("topic.metadata.refresh.interval.ms", "10000");
        self.with_options(config)
    }

    /// The consumer group of one of this election's services.
    pub fn group(&self, service: &str) -> String {
        self.topics.name_of_group(service)
    }

    /// Whether a broker answers within `timeout`. Blocks.
    pub fn ping(&self, timeout: Duration) -> Result<(), KafkaAccessError> {
        let consumer: BaseConsumer = self
            .consumer_config(&self.group("ping"))
            .create()
            .map_err(KafkaAccessError::Client)?;
        consumer
            .fetch_metadata(None, timeout)
            .map(|_| ())
            .map_err(|error| self.unreachable(&error))
    }

    fn unreachable(&self, error: &KafkaError) -> KafkaAccessError {
        KafkaAccessError::Unreachable {
            bootstrap: self.bootstrap.clone(),
            reason: connection_fault(&self.bootstrap).unwrap_or_else(|| error.to_string()),
        }
    }

    /// Creates the election's topics where they are missing.
    ///
    /// `partitions` bounds how many intakes and aggregators can share the work. The station log is kept for
    /// ever: it is what everything else is made from.
    pub async fn create_topics(&self, partitions: i32, replication: i32) -> Result<(), KafkaAccessError> {
        let admin: AdminClient<DefaultClientContext> = self
            .with_options(self.base())
            .create()
            .map_err(KafkaAccessError::Client)?;
        let names: Vec<(Topic, String)> = Topic::ALL.iter().map(|t| (*t, self.topics.name(*t))).collect();
        let wanted: Vec<NewTopic<'_>> = names
            .iter()
            .map(|(topic, name)| {
                let partitions = if topic.partitioned() { partitions } else { 1 };
                let new = NewTopic::new(name, partitions, TopicReplication::Fixed(replication));
                if *topic == Topic::Definition {
                    new.set("cleanup.policy", "compact")
                        .set("max.message.bytes", DEFINITION_BYTES)
                } else if *topic == Topic::StationStatus {
                    // The broker's time is what a station's clock is compared with.
                    new.set("cleanup.policy", "compact")
                        .set("message.timestamp.type", "LogAppendTime")
                } else if topic.compacted() {
                    new.set("cleanup.policy", "compact")
                } else {
                    new.set("cleanup.policy", "delete")
                        .set("retention.ms", "-1")
                        .set("retention.bytes", "-1")
                }
            })
            .collect();
        let options = AdminOptions::new().operation_timeout(Some(ADMIN_TIMEOUT));
        let results = admin
            .create_topics(&wanted, &options)
            .await
            .map_err(|error| self.unreachable(&error))?;
        for result in results {
            match result {
                Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
                Err((topic, code)) => return Err(KafkaAccessError::Topic { topic, code }),
            }
        }
        Ok(())
    }
}

/// Why no connection to any of these servers can be made, which the client library does not say; `None` when one can.
fn connection_fault(bootstrap: &str) -> Option<String> {
    use std::net::{TcpStream, ToSocketAddrs};
    let mut faults = Vec::new();
    for server in bootstrap.split(',').map(str::trim) {
        let fault = match server.to_socket_addrs() {
            Err(error) => error.to_string(),
            Ok(addresses) => {
                let mut last = "the name has no address".to_owned();
                for address in addresses {
                    match TcpStream::connect_timeout(&address, PROBE) {
                        Ok(_) => return None,
                        Err(error) => last = error.to_string(),
                    }
                }
                last
            }
        };
        faults.push(fault);
    }
    faults.dedup();
    Some(faults.join("; "))
}
