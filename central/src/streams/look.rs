//! What the broker has: where each topic begins and ends, and the last message there that central signed.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use pollstream_protocol::decision::Decision;
use pollstream_protocol::envelope::{EnvelopeReader, Position};
use pollstream_protocol::signed::VerifyingKey;
use pollstream_protocol::topics::Topic;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::metadata::MetadataTopic;
use rdkafka::{Message, Offset, TopicPartitionList};
use sha2::{Digest, Sha256};

use super::life::Seen;
use crate::consume::envelope;
use crate::kafka::{Kafka, KafkaAccessError};
use crate::park::{Judged, Received, judge};

/// How long the broker may take for one answer, and a message to come.
const ANSWER: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(100);
/// Last messages of a partition among which one of central's is looked for: there may be foreign ones.
const TAIL: i64 = 100;

/// Where a partition begins and ends.
pub type Bounds = (i64, i64);

/// A client that looks, and never joins a group.
pub struct Look {
    kafka: Kafka,
    client: BaseConsumer,
}

impl Look {
    /// Connects.
    pub fn at(kafka: &Kafka) -> Result<Self, KafkaAccessError> {
        let client = kafka
            .consumer_config(&kafka.group("look"))
            .create()
            .map_err(KafkaAccessError::Client)?;
        Ok(Look {
            kafka: kafka.clone(),
            client,
        })
    }

    /// First and next offset of each partition of these topics. Blocks.
    pub fn bounds(&self, topics: &[Topic]) -> Result<BTreeMap<(Topic, i32), Bounds>, KafkaError> {
        let mut bounds = BTreeMap::new();
        for topic in topics {
            let name = self.kafka.topics.name(*topic);
            let metadata = self.client.fetch_metadata(Some(&name), ANSWER)?;
            for partition in metadata.topics().iter().flat_map(MetadataTopic::partitions) {
                let found = self.client.fetch_watermarks(&name, partition.id(), ANSWER)?;
                bounds.insert((*topic, partition.id()), found);
            }
        }
        Ok(bounds)
    }

    /// What stands at the ends of these topics. Blocks.
    pub fn ends(
        &self,
        topics: &[Topic],
        envelopes: &mut EnvelopeReader,
    ) -> Result<BTreeMap<(Topic, i32), Seen>, KafkaError> {
        let bounds = self.bounds(topics)?;
        let mut seen: BTreeMap<(Topic, i32), Seen> = (bounds.iter())
            .map(|(at, (_, end))| {
                (
                    *at,
                    Seen {
                        end: *end,
                        last: None,
                    },
                )
            })
            .collect();
        let tails = (bounds.iter())
            .map(|(at, (begin, end))| (*at, (end - TAIL).max(*begin), *end))
            .filter(|(_, from, end)| from < end)
            .collect::<Vec<_>>();
        self.read(&tails, |topic, message| {
            let received = Received {
                topic,
                key: message.key().and_then(|key| str::from_utf8(key).ok()),
                payload: message.payload(),
                envelope: envelope(message),
            };
            let believed = match judge(envelopes, None, received) {
                Judged::Believed(position) => Some(position),
                Judged::Superseded | Judged::Parked(..) => None,
            };
            if let Some(seen) = seen.get_mut(&(topic, message.partition())) {
                seen.last = seen.last.max(believed);
            }
        })?;
        Ok(seen)
    }

    /// The number of the last decision that the authority signed, among the last messages of its topic. Blocks.
    pub fn last_decision(&self, authority: &VerifyingKey) -> Result<Option<u64>, KafkaError> {
        let tails: Vec<_> = (self.bounds(&[Topic::Decisions])?.into_iter())
            .map(|(at, (begin, end))| (at, (end - TAIL).max(begin), end))
            .filter(|(_, from, end)| from < end)
            .collect();
        let mut last = None;
        self.read(&tails, |_, message| {
            let decision = Decision::open(message.payload().unwrap_or_default(), authority);
            last = last.max(decision.ok().map(|decision| decision.number));
        })?;
        Ok(last)
    }

    /// SHA-256 of the message before each of these offsets; what is not there is absent. Blocks.
    pub fn digests_before(
        &self,
        offsets: &[((Topic, i32), i64)],
    ) -> Result<BTreeMap<(Topic, i32), [u8; 32]>, KafkaError> {
        let wanted: Vec<_> = (offsets.iter())
            .filter(|(_, next)| *next > 0)
            .map(|(at, next)| (*at, next - 1, *next))
            .collect();
        let mut digests = BTreeMap::new();
        self.read(&wanted, |topic, message| {
            let at = (topic, message.partition());
            let asked = offsets
                .iter()
                .any(|(of, next)| *of == at && message.offset() + 1 == *next);
            if asked {
                digests.insert(at, Sha256::digest(message.payload().unwrap_or_default()).into());
            }
        })?;
        Ok(digests)
    }

    /// Reads partitions from an offset to before another.
    fn read(
        &self,
        parts: &[((Topic, i32), i64, i64)],
        mut each: impl FnMut(Topic, &rdkafka::message::BorrowedMessage<'_>),
    ) -> Result<(), KafkaError> {
        let mut left: BTreeMap<(String, i32), (Topic, i64)> = BTreeMap::new();
        let mut assignment = TopicPartitionList::new();
        for ((topic, partition), from, end) in parts {
            let name = self.kafka.topics.name(*topic);
            assignment.add_partition_offset(&name, *partition, Offset::Offset(*from))?;
            left.insert((name, *partition), (*topic, *end));
        }
        self.client.assign(&assignment)?;
        let mut moved = Instant::now();
        while !left.is_empty() {
            match self.client.poll(POLL) {
                Some(Ok(message)) => {
                    moved = Instant::now();
                    let at = (message.topic().to_owned(), message.partition());
                    let Some((topic, end)) = left.get(&at).copied() else {
                        continue;
                    };
                    if message.offset() < end {
                        each(topic, &message);
                    }
                    if message.offset() + 1 >= end {
                        left.remove(&at);
                    }
                }
                Some(Err(error)) => tracing::debug!(%error, "looking at the topics; trying again"),
                // Compaction leaves holes: then the position tells, not a message.
                None => self.drop_passed(&mut left)?,
            }
            if moved.elapsed() > ANSWER {
                return Err(KafkaError::Canceled);
            }
        }
        self.client.unassign()
    }

    fn drop_passed(&self, left: &mut BTreeMap<(String, i32), (Topic, i64)>) -> Result<(), KafkaError> {
        let positions = self.client.position()?;
        left.retain(|(name, partition), (_, end)| {
            let at = positions.find_partition(name, *partition).map(|p| p.offset());
            !matches!(at, Some(Offset::Offset(at)) if at >= *end)
        });
        Ok(())
    }
}

/// The latest position of any.
pub fn latest(seen: &BTreeMap<(Topic, i32), Seen>) -> Option<Position> {
    seen.values().filter_map(|seen| seen.last).max()
}
