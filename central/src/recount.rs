//! Recount: the result again, from nothing but the station logs.
//!
//! Reads the station log, the definition topic and the decisions from their beginnings, checks every signature and
//! every chain, opens the ballots with the counting key, counts, and compares with what is published. Needs no
//! database, so it does not trust one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use pollstream_count::fold::{Counted, Fold, Story, trace};
use pollstream_count::gate::Verified;
use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::decision::{Decision, LogHead};
use pollstream_protocol::definition::{ElectionDefinition, SignedDefinition};
use pollstream_protocol::enrolment::Enrolment;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::envelope::{EnvelopeReader, Position};
use pollstream_protocol::events::CandidateResults;
use pollstream_protocol::ids::{BallotStyleId, CaseKey, ElectionId, LogName, StationId};
use pollstream_protocol::ledger::{Ledger, MixedBatch, results_digest};
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
use crate::intake::open::{Opened, Opener};
use crate::intake::pool::OpeningRule;
use crate::kafka::{Kafka, KafkaAccessError};
use crate::park::{Judged, Received, judge};
use crate::rounds::{RankedBallots, RankedCollection};
use crate::store::ballots::SealedGroup;
use crate::store::election::{place_of_district, place_of_station};

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
    /// The ballots of ranked contests, of which rounds are counted.
    #[serde(skip)]
    pub ranked: RankedBallots,
    /// Digest of the totals of every place, hexadecimal: what a certification certifies.
    pub results_sha256: String,
    /// Published totals that were compared.
    pub compared: u64,
    /// Messages among them that no service of central signed.
    pub published_refused: u64,
    /// Where what is published differs from what the logs say.
    pub differences: Vec<String>,
    /// The logs that were counted, and up to where.
    #[serde(skip)]
    pub logs: Vec<LogHead>,
}

impl RecountReport {
    /// Whether everything that is published follows from the station logs.
    pub fn equal(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Whether published counts are those that the logs give, but for ballots that are held back.
fn agrees(ours: &ContestTally, theirs: &ContestTally, held_back: u64) -> bool {
    let mut together = ours.without(theirs);
    let rest = together.clone();
    together.merge(theirs);
    together == *ours && rest.ballots == held_back
}

/// A count in memory: fed with the messages of the station log, it knows every total. Which entries count is decided by
/// the crate `count`; here their ballots are opened and added up.
pub struct Recount {
    definition: ElectionDefinition,
    ledger: Ledger,
    fold: Fold,
    tally: Tallies,
}

/// What counts, opened and added up.
struct Tallies {
    definition: ElectionDefinition,
    opener: Opener,
    rule: OpeningRule,
    waiting: HashMap<(StationId, BallotStyleId), Vec<SealedGroup>>,
    codes: HashSet<TrackingCode>,
    by_station: BTreeMap<StationId, Tally>,
    ranked: RankedCollection,
    undone: u64,
    checked_in: u64,
    provisional: HashMap<CaseKey, (BallotStyleId, SealedBallot)>,
    cases: HashMap<CaseKey, CaseOrigin>,
    released: u64,
}

/// Where a provisional case was opened, and for which ballot style.
struct CaseOrigin {
    seq: u64,
    style: BallotStyleId,
}

impl Recount {
    /// A count that has seen nothing yet.
    pub fn new(
        definition: ElectionDefinition,
        enrolments: Vec<Enrolment>,
        key: CountingKey,
        ledger: Ledger,
    ) -> Result<Self, RecountError> {
        let codec = BallotCodec::new(&definition)?;
        let rule = OpeningRule {
            disclosure: definition.disclosure,
            min_batch: definition.min_batch,
            closed: ledger.closed(),
        };
        let tally = Tallies {
            opener: Opener {
                election: definition.id.clone(),
                key: Some(key),
                codec,
            },
            definition: definition.clone(),
            ranked: RankedCollection::of(&definition),
            rule,
            waiting: HashMap::new(),
            codes: HashSet::new(),
            by_station: BTreeMap::new(),
            undone: 0,
            checked_in: 0,
            provisional: HashMap::new(),
            cases: HashMap::new(),
            released: 0,
        };
        Ok(Recount {
            fold: Fold::new(&definition, enrolments, &ledger),
            definition,
            ledger,
            tally,
        })
    }

    /// Takes the next message of the station log in.
    pub fn take(&mut self, message: &[u8]) {
        let tally = &mut self.tally;
        self.fold.take(message, &mut |counted| tally.add(counted));
    }

    /// Reads the station log from its beginning to its end.
    fn read(&mut self, kafka: &Kafka, progress: &impl Fn(u64)) -> Result<(), RecountError> {
        read_topic(kafka, Topic::StationLog, |_, payload| {
            self.take(payload);
            let messages = self.fold.received().messages;
            if messages.is_multiple_of(1_000) {
                progress(messages);
            }
        })
    }

    /// Counts the provisional ballots that officials released, once the station log is read to its end. Returns what
    /// contradicts the decisions.
    pub fn count_decided(&mut self) -> Vec<String> {
        let mut wrong = self.fold.contradictions(&self.ledger);
        wrong.extend(self.tally.count_mixed(&self.ledger));
        wrong
    }
}

impl Tallies {
    fn add(&mut self, Counted { log, seq, body }: Counted) {
        match body {
            EntryBody::CheckIn { .. } => self.checked_in += 1,
            EntryBody::CheckInUndone { .. } => self.undone += 1,
            EntryBody::ProvisionalBallot {
                case_id: case,
                ballot_style,
                ballot,
            } => {
                self.provisional
                    .insert(CaseKey { log, case }, (ballot_style, ballot));
            }
            EntryBody::ProvisionalCase {
                case_id: case,
                claimant,
                ..
            } => {
                let style = claimant.ballot_style;
                self.cases
                    .insert(CaseKey { log, case }, CaseOrigin { seq, style });
            }
            EntryBody::BallotGroup(group) => {
                let pool = (log.station.clone(), group.ballot_style.clone());
                let waiting = self.waiting.remove(&pool).unwrap_or_default();
                let new = [SealedGroup {
                    station: log.station,
                    incarnation: log.incarnation,
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
            for ballot in group.ballots.iter().filter_map(|b| b.ballot.to_ballot().ok()) {
                self.ranked.add(&ballot);
            }
        }
        let mut counted = 0;
        for (station, tally) in opened.tallies(&self.definition) {
            counted += tally.ballots;
            self.by_station.entry(station).or_default().merge(&tally);
        }
        counted
    }

    /// Counts the provisional ballots that officials released. Returns what is wrong with the batches in which they were
    /// opened.
    fn count_mixed(&mut self, ledger: &Ledger) -> Vec<String> {
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
                    station: case.log.station.clone(),
                    incarnation: case.log.incarnation,
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
        for case in &batch.cases {
            if let Some(origin) = self.cases.get(case) {
                let group = (case.log.station.as_str(), origin.style.as_str());
                *groups.entry(group).or_default() += 1;
            }
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

    /// Totals of the whole election.
    fn total(&self) -> Tally {
        let mut total = Tally::default();
        self.by_station.values().for_each(|tally| total.merge(tally));
        total
    }
}

impl Recount {
    /// Totals of the whole election.
    pub fn total(&self) -> Tally {
        self.tally.total()
    }

    /// Totals of every place that has counted a ballot.
    pub fn places(&self) -> BTreeMap<String, Tally> {
        let mut places: BTreeMap<String, Tally> = BTreeMap::new();
        for (station, tally) in &self.tally.by_station {
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

    fn report(
        &self,
        published: &BTreeMap<String, CandidateResults>,
        decisions_refused: u64,
        mut differences: Vec<String>,
    ) -> RecountReport {
        let places = self.places();
        let mut compared = 0;
        let digest = results_digest(&places);
        let certified = self.ledger.certified();
        if certified.is_some_and(|certified| certified.results != digest) {
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
        let (total, received) = (self.tally.total(), self.fold.received());
        let tally = &self.tally;
        let sealed = tally.waiting.values().flatten();
        RecountReport {
            messages: received.messages,
            refused: received.refused,
            duplicates: received.duplicates,
            ballots: total.ballots,
            sealed: sealed.map(|b| b.ballots.len() as u64).sum(),
            provisional: tally.provisional.len() as u64 + tally.released,
            decisions: self.ledger.len(),
            decisions_refused,
            released: tally.released,
            results_sha256: HEXLOWER.encode(&digest),
            check_ins: tally.checked_in - tally.undone,
            tally: total,
            ranked: self.tally.ranked.ballots(),
            compared,
            published_refused: 0,
            differences,
            logs: self.fold.counted_heads(&self.ledger),
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
    key: &CountingKey,
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
    let mut envelopes = EnvelopeReader::new(signed.definition.id.clone(), *authority);
    let enrolments: Vec<Enrolment> = enrolments.into_values().collect();
    let fresh = || {
        Recount::new(
            signed.definition.clone(),
            enrolments.clone(),
            key.clone(),
            decided.ledger.clone(),
        )
    };
    let mut count = fresh()?;
    count.read(kafka, &progress)?;
    let misread = count.fold.misread(&decided.ledger);
    if !misread.is_empty() {
        // A station told several stories, and another one than officials decided on came first.
        let stories = stories_of(kafka, &count.fold, &misread)?;
        count = fresh()?;
        count.fold.tell(stories);
        count.read(kafka, &progress)?;
    }
    let mut wrong = decided.wrong;
    wrong.extend(count.count_decided());
    // Totals of what was just counted may be on their way still. Only a difference that stays is one; decisions
    // that are wrong stay so.
    let until = Instant::now() + PATIENCE;
    loop {
        let (published, published_refused) = published(kafka, &mut envelopes)?;
        let mut report = count.report(&published, decided.refused, wrong.clone());
        report.published_refused = published_refused;
        if report.equal() || !wrong.is_empty() || Instant::now() > until {
            return Ok(report);
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// The stories that lead to these heads, out of all that the station log holds of their logs.
fn stories_of(
    kafka: &Kafka,
    fold: &Fold,
    heads: &[LogHead],
) -> Result<HashMap<LogName, Story>, RecountError> {
    let mut pieces: HashMap<LogName, Vec<Verified>> = HashMap::new();
    read_topic(kafka, Topic::StationLog, |_, payload| {
        if let Some(verified) = fold.verify(payload)
            && heads.iter().any(|head| head.log == verified.log())
        {
            pieces.entry(verified.log()).or_default().push(verified);
        }
    })?;
    let found = heads.iter().filter_map(|head| {
        let story = trace(pieces.get(&head.log)?, head)?;
        Some((head.log.clone(), story))
    });
    Ok(found.collect())
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
