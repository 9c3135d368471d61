//! Recount: the result again, from nothing but the station logs.
//!
//! Reads the station log, the definition topic and the decisions from their beginnings, checks every signature and
//! every chain, opens the ballots with the counting key, counts, and compares with what is published. Needs no
//! database, so it does not trust one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::chain::{EntryHash, genesis};
use pollstream_protocol::decision::Decision;
use pollstream_protocol::definition::{ElectionDefinition, SignedDefinition};
use pollstream_protocol::enrolment::Enrolment;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::envelope::{EnvelopeReader, Position};
use pollstream_protocol::events::CandidateResults;
use pollstream_protocol::ids::{BallotStyleId, CaseId, ElectionId, Incarnation, StationId};
use pollstream_protocol::ledger::{Ledger, MixedBatch, results_digest};
use pollstream_protocol::receipt::Standing;
use pollstream_protocol::seal::{CountingKey, SealedBallot};
use pollstream_protocol::signed::VerifyingKey;
use pollstream_protocol::tally::{ContestTally, Tally};
use pollstream_protocol::topics::Topic;
use pollstream_protocol::tracking_code::TrackingCode;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::error::KafkaError;
use rdkafka::message::BorrowedMessage;
use rdkafka::{Message, Offset, TopicPartitionList};
use serde::Serialize;
use thiserror::Error;

use crate::consume::envelope;
use crate::intake::admit::{Admission, Head, admit};
use crate::intake::gate::{self, Verified};
use crate::intake::open::{Opened, Opener};
use crate::intake::pool::OpeningRule;
use crate::kafka::{Kafka, KafkaAccessError};
use crate::park::{Judged, Received, judge};
use crate::store::ballots::SealedGroup;
use crate::store::election::{place_of_district, place_of_station};
use crate::store::intake::StationKey;

/// How long a broker may take to answer at all.
const ANSWER: Duration = Duration::from_secs(10);
/// How long a topic may stay silent before the recount gives up on it.
const SILENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(200);
/// How long published totals may lag behind the station log, and how often they are looked at: when a broker
/// crashed, what was on its way is given up after 30 s and published anew.
const PATIENCE: Duration = Duration::from_secs(45);
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Why a recount is not possible.
#[derive(Debug, Error)]
pub enum RecountError {
    /// Kafka.
    #[error(transparent)]
    Kafka(#[from] KafkaAccessError),
    /// A topic cannot be read.
    #[error("topic `{topic}` cannot be read to its end: {source}")]
    Topic {
        /// The topic.
        topic: String,
        /// What the client says.
        #[source]
        source: KafkaError,
    },
    /// A topic fell silent before its end.
    #[error("topic `{topic}` fell silent at {read} of {end} messages; is the broker well?")]
    Silent {
        /// The topic.
        topic: String,
        /// Messages read.
        read: u64,
        /// Messages that there are.
        end: u64,
    },
    /// The definition topic holds no definition that the authority signed.
    #[error("topic `{0}` holds no definition signed by this authority key")]
    NoDefinition(String),
    /// Its ballots cannot be read.
    #[error(transparent)]
    Codec(#[from] pollstream_protocol::ballot::CodecError),
    /// The counting key is another election's.
    #[error("the counting key is not the one of this election")]
    WrongCountingKey,
}

/// What a recount found.
#[derive(Debug, Clone, Serialize)]
pub struct RecountReport {
    /// Messages of the station log.
    pub messages: u64,
    /// Messages that are no station's true words; they are in quarantine, and counted nowhere.
    pub refused: u64,
    /// Messages that repeat what the log has.
    pub duplicates: u64,
    /// Ballots counted.
    pub ballots: u64,
    /// Ballots that wait in pools, or until the election closes.
    pub sealed: u64,
    /// Provisional ballots, counted only when officials release them.
    pub provisional: u64,
    /// Check-ins that stand.
    pub check_ins: u64,
    /// Decisions of officials that are believed.
    pub decisions: u64,
    /// Messages among the decisions that the authority did not sign.
    pub decisions_refused: u64,
    /// Provisional ballots that officials released and that are counted.
    pub released: u64,
    /// Totals of the whole election.
    pub tally: Tally,
    /// Digest of the totals of every place, hexadecimal: what a certification certifies.
    pub results_sha256: String,
    /// Published totals that were compared.
    pub compared: u64,
    /// Messages among them that no service of central signed.
    pub published_refused: u64,
    /// Where what is published differs from what the logs say.
    pub differences: Vec<String>,
}

impl RecountReport {
    /// Whether everything that is published follows from the station logs.
    pub fn equal(&self) -> bool {
        self.differences.is_empty()
    }
}

struct StationLog {
    enrolment: Enrolment,
    hashes: Vec<EntryHash>,
    quarantined: bool,
    early: Vec<Verified>,
}

/// Whether published counts are those that the logs give, but for ballots that are held back.
fn agrees(ours: &ContestTally, theirs: &ContestTally, held_back: u64) -> bool {
    let mut together = ours.without(theirs);
    let rest = together.clone();
    together.merge(theirs);
    together == *ours && rest.ballots == held_back
}

impl StationLog {
    fn head(&self) -> Head {
        let next_seq = self.hashes.len() as u64;
        let e = &self.enrolment;
        let hash = match self.hashes.last() {
            Some(hash) => *hash,
            None => genesis(&e.election, &e.station, e.incarnation),
        };
        let revoked = e.revoked_from.is_some_and(|from| next_seq >= from);
        let standing = match (self.quarantined, revoked) {
            (true, _) => Standing::Quarantined,
            (_, true) => Standing::Revoked,
            _ => Standing::Active,
        };
        Head {
            next_seq,
            hash,
            standing,
        }
    }
}

/// A count in memory: fed with the messages of the station log, it knows every total.
pub struct Recount {
    definition: ElectionDefinition,
    opener: Opener,
    rule: OpeningRule,
    logs: HashMap<StationKey, StationLog>,
    waiting: HashMap<(StationId, BallotStyleId), Vec<SealedGroup>>,
    codes: HashSet<TrackingCode>,
    by_station: BTreeMap<StationId, Tally>,
    undone: u64,
    checked_in: u64,
    messages: u64,
    refused: u64,
    duplicates: u64,
    /// The first ballot of each case, as at central.
    provisional: HashMap<CaseId, (BallotStyleId, SealedBallot)>,
    cases: HashMap<CaseId, CaseOrigin>,
    released: u64,
}

/// Where a provisional case was opened, and for which ballot style.
struct CaseOrigin {
    station: StationId,
    incarnation: Incarnation,
    seq: u64,
    style: BallotStyleId,
}

impl Recount {
    /// A count that has seen nothing yet.
    pub fn new(
        definition: ElectionDefinition,
        enrolments: Vec<Enrolment>,
        key: CountingKey,
        closed: bool,
    ) -> Result<Self, RecountError> {
        let codec = BallotCodec::new(&definition)?;
        let rule = OpeningRule {
            disclosure: definition.disclosure,
            min_batch: definition.min_batch,
            closed,
        };
        let logs = enrolments
            .into_iter()
            .map(|enrolment| {
                let key = (enrolment.station.clone(), enrolment.incarnation);
                let log = StationLog {
                    enrolment,
                    hashes: Vec::new(),
                    quarantined: false,
                    early: Vec::new(),
                };
                (key, log)
            })
            .collect();
        Ok(Recount {
            opener: Opener {
                election: definition.id.clone(),
                key: Some(key),
                codec,
            },
            definition,
            rule,
            logs,
            waiting: HashMap::new(),
            codes: HashSet::new(),
            by_station: BTreeMap::new(),
            undone: 0,
            checked_in: 0,
            messages: 0,
            refused: 0,
            duplicates: 0,
            provisional: HashMap::new(),
            cases: HashMap::new(),
            released: 0,
        })
    }

    /// Takes the next message of the station log in.
    pub fn take(&mut self, message: &[u8]) {
        self.messages += 1;
        let verified = gate::read(message, &self.definition.id).and_then(|segment| {
            let key = (segment.claimed_station().clone(), segment.claimed_incarnation());
            gate::verify(segment, self.logs.get(&key).map(|log| &log.enrolment.public_key))
        });
        let Ok(verified) = verified else {
            self.refused += 1;
            return;
        };
        let key = (verified.segment.station.clone(), verified.segment.incarnation);
        self.decide(&key, verified);
        while let Some(early) = self.fitting(&key) {
            self.decide(&key, early);
        }
    }

    fn fitting(&mut self, key: &StationKey) -> Option<Verified> {
        let log = self.logs.get_mut(key)?;
        let next = log.head().next_seq;
        let i = log.early.iter().position(|v| v.segment.first_seq <= next)?;
        Some(log.early.swap_remove(i))
    }

    fn decide(&mut self, key: &StationKey, verified: Verified) {
        let Some(log) = self.logs.get_mut(key) else { return };
        let segment = &verified.segment;
        let known = match usize::try_from(segment.next_seq()).unwrap_or(usize::MAX) {
            0 => None,
            n => log.hashes.get(n - 1).copied(),
        };
        let beyond = log
            .enrolment
            .revoked_from
            .is_some_and(|from| segment.next_seq() > from);
        match admit(&log.head(), segment, known) {
            Admission::Accept { .. } | Admission::Hold if beyond => self.refused += 1,
            Admission::Accept { skip } => {
                log.hashes.extend(segment.hashes.iter().skip(skip));
                for (seq, body) in (segment.first_seq..).zip(verified.bodies).skip(skip) {
                    self.entry(key, seq, body);
                }
            }
            Admission::Duplicate => self.duplicates += 1,
            Admission::Hold => log.early.push(verified),
            Admission::Equivocation => {
                log.quarantined = true;
                self.refused += 1;
            }
            Admission::Revoked | Admission::Quarantined => self.refused += 1,
        }
    }

    fn entry(&mut self, (station, incarnation): &StationKey, seq: u64, body: EntryBody) {
        match body {
            EntryBody::CheckIn { .. } => self.checked_in += 1,
            EntryBody::CheckInUndone { .. } => self.undone += 1,
            EntryBody::ProvisionalBallot {
                case_id,
                ballot_style,
                ballot,
            } => {
                self.provisional.entry(case_id).or_insert((ballot_style, ballot));
            }
            EntryBody::ProvisionalCase {
                case_id, claimant, ..
            } => {
                self.cases.entry(case_id).or_insert_with(|| CaseOrigin {
                    station: station.clone(),
                    incarnation: *incarnation,
                    seq,
                    style: claimant.ballot_style,
                });
            }
            EntryBody::BallotGroup(group) => {
                let pool = (station.clone(), group.ballot_style.clone());
                let waiting = self.waiting.remove(&pool).unwrap_or_default();
                let new = [SealedGroup {
                    station: station.clone(),
                    incarnation: *incarnation,
                    seq,
                    style: group.ballot_style,
                    ballots: group.ballots,
                }];
                let (opened, _, opened_new) = self.opener.pool(self.rule, &waiting, &new);
                if opened_new == [true] {
                    self.count(opened);
                } else {
                    self.waiting
                        .insert(pool, waiting.into_iter().chain(new).collect());
                }
            }
            _ => {}
        }
    }

    /// Counts every ballot that was not counted before. Returns how many.
    fn count(&mut self, mut opened: Opened) -> u64 {
        for group in &mut opened.groups {
            group.ballots.retain(|b| self.codes.insert(b.code));
        }
        let mut counted = 0;
        for (station, tally) in opened.tallies(&self.definition) {
            counted += tally.ballots;
            self.by_station.entry(station).or_default().merge(&tally);
        }
        counted
    }

    /// Counts the provisional ballots that officials released, once the station log is read to its end. Returns
    /// what is wrong with the batches in which they were opened.
    pub fn count_mixed(&mut self, ledger: &Ledger) -> Vec<String> {
        let mut wrong = Vec::new();
        for batch in ledger.mixed() {
            wrong.extend(self.too_small(batch));
            for case in &batch.cases {
                let (Some(origin), Some((style, ballot))) =
                    (self.cases.get(case), self.provisional.remove(case))
                else {
                    wrong.push(format!(
                        "decision {}: no station log holds a ballot of case {case}",
                        batch.number
                    ));
                    continue;
                };
                let sealed = SealedGroup {
                    station: origin.station.clone(),
                    incarnation: origin.incarnation,
                    seq: origin.seq,
                    style,
                    ballots: vec![ballot],
                };
                self.count_released(&sealed);
            }
        }
        wrong
    }

    fn count_released(&mut self, sealed: &SealedGroup) {
        if let Some(key) = &self.opener.key {
            let opened = self.opener.open(key, [sealed]);
            self.released += self.count(opened);
        }
    }

    /// Groups of a batch that were opened before the close although they were too small to hide anybody.
    fn too_small(&self, batch: &MixedBatch) -> Vec<String> {
        if batch.after_close {
            return Vec::new();
        }
        let mut groups: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for origin in batch.cases.iter().filter_map(|case| self.cases.get(case)) {
            *groups
                .entry((origin.station.as_str(), origin.style.as_str()))
                .or_default() += 1;
        }
        let small = groups.into_iter().filter(|(_, n)| *n < self.definition.min_batch);
        small
            .map(|((station, style), n)| {
                format!(
                    "decision {}: only {n} ballots of {station}, {style} were opened together",
                    batch.number
                )
            })
            .collect()
    }

    /// Totals of every place that has counted a ballot.
    pub fn places(&self) -> BTreeMap<String, Tally> {
        let mut places: BTreeMap<String, Tally> = BTreeMap::new();
        for (station, tally) in &self.by_station {
            places.insert(place_of_station(station.as_str()), tally.clone());
            for district in self.definition.districts_above(station) {
                places
                    .entry(place_of_district(district.id.as_str()))
                    .or_default()
                    .merge(tally);
            }
        }
        places
    }

    /// Totals of the whole election.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        self.by_station.values().for_each(|tally| total.merge(tally));
        total
    }

    fn report(
        &self,
        published: &BTreeMap<String, CandidateResults>,
        decided: &Decided,
        mut differences: Vec<String>,
    ) -> RecountReport {
        let places = self.places();
        let mut compared = 0;
        let digest = results_digest(&places);
        if decided
            .ledger
            .certified()
            .is_some_and(|certified| certified != digest)
        {
            differences.push("the results that were certified are not those that the logs give".to_owned());
        }
        let empty = Tally::default();
        for (key, results) in published {
            compared += 1;
            let ours = places
                .get(&results.place)
                .unwrap_or(&empty)
                .contests
                .get(&results.contest);
            let ours = ours.cloned().unwrap_or_default();
            // A candidate without votes may be listed or not: it is the same result.
            let mut theirs = results.tally.clone().unwrap_or_default();
            theirs.votes.retain(|_, votes| *votes > 0);
            if !agrees(&ours, &theirs, results.held_back) {
                differences.push(format!("{key}: the logs give {ours:?}, published is {theirs:?}"));
            }
        }
        for (place, tally) in &places {
            for contest in tally.contests.keys() {
                let key = format!("{place}/{contest}");
                if !published.contains_key(&key) {
                    differences.push(format!("{key}: counted, but not published"));
                }
            }
        }
        let total = self.total();
        RecountReport {
            messages: self.messages,
            refused: self.refused,
            duplicates: self.duplicates,
            ballots: total.ballots,
            sealed: self
                .waiting
                .values()
                .flatten()
                .map(|b| b.ballots.len() as u64)
                .sum(),
            provisional: self.provisional.len() as u64 + self.released,
            decisions: decided.ledger.len(),
            decisions_refused: decided.refused,
            released: self.released,
            results_sha256: HEXLOWER.encode(&digest),
            check_ins: self.checked_in - self.undone.min(self.checked_in),
            tally: total,
            compared,
            published_refused: 0,
            differences,
        }
    }
}

/// The decisions topic, folded.
struct Decided {
    ledger: Ledger,
    /// Messages that the authority did not sign: anybody who reaches the broker can write some.
    refused: u64,
    /// Decisions that the authority signed and that are not believed.
    wrong: Vec<String>,
}

impl Decided {
    fn new(election: ElectionId) -> Self {
        Decided {
            ledger: Ledger::new(election),
            refused: 0,
            wrong: Vec::new(),
        }
    }

    fn take(&mut self, message: &[u8], authority: &VerifyingKey) {
        let Ok(decision) = Decision::open(message, authority) else {
            self.refused += 1;
            return;
        };
        if let Err(error) = self.ledger.apply(&decision) {
            self.wrong.push(format!("decision {}: {error}", decision.number));
        }
    }
}

/// Recounts the election of `kafka`'s topics. Blocks; `progress` hears the number of messages read.
pub fn recount(
    kafka: &Kafka,
    authority: &VerifyingKey,
    key: CountingKey,
    progress: impl Fn(u64),
) -> Result<RecountReport, RecountError> {
    // A broker that is away is said at once; one that is there may take its time.
    kafka.ping(ANSWER)?;
    let mut definition: Option<SignedDefinition> = None;
    let mut enrolments: HashMap<String, Enrolment> = HashMap::new();
    read_topic(kafka, Topic::Definition, |name, payload| {
        if name.starts_with("enrolment/") {
            if let Ok(enrolment) = Enrolment::open(payload, authority) {
                enrolments.insert(name.to_owned(), enrolment);
            }
        } else if let Ok(signed) = SignedDefinition::open(payload, authority)
            && definition.as_ref().is_none_or(|d| d.version <= signed.version)
        {
            definition = Some(signed);
        }
    })?;
    let signed =
        definition.ok_or_else(|| RecountError::NoDefinition(kafka.topics.name(Topic::Definition)))?;
    if *key.public() != signed.counting_key {
        return Err(RecountError::WrongCountingKey);
    }
    let mut decided = Decided::new(signed.definition.id.clone());
    read_topic(kafka, Topic::Decisions, |_, payload| {
        decided.take(payload, authority);
    })?;
    let closed = decided.ledger.closed();
    let mut envelopes = EnvelopeReader::new(signed.definition.id.clone(), *authority);
    let mut count = Recount::new(signed.definition, enrolments.into_values().collect(), key, closed)?;
    read_topic(kafka, Topic::StationLog, |_, payload| {
        count.take(payload);
        if count.messages.is_multiple_of(1_000) {
            progress(count.messages);
        }
    })?;
    let mut wrong = std::mem::take(&mut decided.wrong);
    wrong.extend(count.count_mixed(&decided.ledger));
    // Totals of what was just counted may be on their way still. Only a difference that stays is one; decisions
    // that are wrong stay so.
    let until = Instant::now() + PATIENCE;
    loop {
        let (published, published_refused) = published(kafka, &mut envelopes)?;
        let mut report = count.report(&published, &decided, wrong.clone());
        report.published_refused = published_refused;
        if report.equal() || !wrong.is_empty() || Instant::now() > until {
            return Ok(report);
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// The newest published totals by place and contest, and how many messages no service of central signed.
fn published(
    kafka: &Kafka,
    envelopes: &mut EnvelopeReader,
) -> Result<(BTreeMap<String, CandidateResults>, u64), RecountError> {
    let mut newest: BTreeMap<String, (Position, CandidateResults)> = BTreeMap::new();
    let mut refused = 0;
    read_messages(kafka, Topic::ResultsCandidates, |message| {
        let key = message.key().and_then(|key| str::from_utf8(key).ok());
        let received = Received {
            topic: Topic::ResultsCandidates,
            key,
            payload: message.payload(),
            envelope: envelope(message),
        };
        let results = message
            .payload()
            .and_then(|json| serde_json::from_slice(json).ok());
        let (Judged::Believed(at), Some(key), Some(results)) =
            (judge(envelopes, None, received), key, results)
        else {
            refused += 1;
            return;
        };
        if newest.get(key).is_none_or(|(known, _)| *known <= at) {
            newest.insert(key.to_owned(), (at, results));
        }
    })?;
    // What an earlier life of the topics said is replaced by what the latest says.
    let epoch = newest.values().map(|(at, _)| at.epoch).max();
    newest.retain(|_, (at, _)| Some(at.epoch) == epoch);
    Ok((
        newest
            .into_iter()
            .map(|(key, (_, results))| (key, results))
            .collect(),
        refused,
    ))
}

/// Reads a topic from its beginning to where it ends now, key and payload of each message.
fn read_topic(kafka: &Kafka, topic: Topic, mut each: impl FnMut(&str, &[u8])) -> Result<(), RecountError> {
    read_messages(kafka, topic, |message| {
        let key = message
            .key()
            .and_then(|k| str::from_utf8(k).ok())
            .unwrap_or_default();
        if let Some(payload) = message.payload() {
            each(key, payload);
        }
    })
}

/// Reads a topic from its beginning to where it ends now.
pub(crate) fn read_messages(
    kafka: &Kafka,
    topic: Topic,
    mut each: impl FnMut(&BorrowedMessage<'_>),
) -> Result<(), RecountError> {
    let name = kafka.topics.name(topic);
    let failed = |source| RecountError::Topic {
        topic: name.clone(),
        source,
    };
    let consumer: BaseConsumer = kafka
        .consumer_config(&kafka.group("recount"))
        .create()
        .map_err(KafkaAccessError::Client)?;
    let metadata = consumer.fetch_metadata(Some(&name), SILENCE).map_err(failed)?;
    let partitions: Vec<i32> = metadata
        .topics()
        .iter()
        .flat_map(|t| {
            t.partitions()
                .iter()
                .map(rdkafka::metadata::MetadataPartition::id)
        })
        .collect();
    let mut ends = HashMap::new();
    let mut assignment = TopicPartitionList::new();
    for partition in partitions {
        let (low, high) = consumer
            .fetch_watermarks(&name, partition, SILENCE)
            .map_err(failed)?;
        if high > low {
            ends.insert(partition, high);
            assignment
                .add_partition_offset(&name, partition, Offset::Beginning)
                .map_err(failed)?;
        }
    }
    if ends.is_empty() {
        return Ok(());
    }
    consumer.assign(&assignment).map_err(failed)?;
    let (mut read, mut last) = (0u64, Instant::now());
    while !ends.is_empty() {
        match consumer.poll(POLL) {
            Some(Ok(message)) => {
                (read, last) = (read + 1, Instant::now());
                each(&message);
                if ends
                    .get(&message.partition())
                    .is_some_and(|end| message.offset() + 1 >= *end)
                {
                    ends.remove(&message.partition());
                }
            }
            Some(Err(error)) => tracing::warn!(%error, topic = name, "reading; trying again"),
            None => {
                // A compacted topic may end in holes: then the position tells, not the last message.
                let position = consumer.position().map_err(failed)?;
                ends.retain(|partition, end| {
                    let at = position.find_partition(&name, *partition).map(|e| e.offset());
                    !matches!(at, Some(Offset::Offset(at)) if at >= *end)
                });
            }
        }
        if last.elapsed() > SILENCE {
            let end = ends.values().map(|e| u64::try_from(*e).unwrap_or(0)).sum();
            return Err(RecountError::Silent {
                topic: name,
                read,
                end,
            });
        }
    }
    Ok(())
}
