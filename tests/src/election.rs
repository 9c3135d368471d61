//! A small election in a place of its own: made through the command line, lived through the station library.

use std::collections::BTreeMap;
use std::time::Duration;

use pollstream_central::settings::Settings;
use pollstream_protocol::ballot::{Ballot, Mark};
use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::envelope::HEADER;
use pollstream_protocol::ids::{ElectionId, SessionId, StationId, VoterId};
use pollstream_protocol::receipt::Receipt;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_station::{Durability, Station, StationError, StationOptions, Uplink, UplinkConfig};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::message::Headers;
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::{Message, Offset, TopicPartitionList};
use serde_json::Value;
use sqlx::PgPool;

use crate::{Place, eventually, printed, text};

/// How long Kafka may take to answer one request.
const ANSWER: Duration = Duration::from_secs(30);
/// Voters on the roll of each station of [`Election`]; the last one is not accredited yet.
pub const VOTERS: usize = 20;
/// The polling stations of [`Election`].
pub const STATIONS: [&str; 3] = ["north", "south", "west"];
/// Its id. Each test has topics and a database of its own, so all elections may have the same one.
pub const ELECTION_ID: &str = "town-2026";
/// Who does everything at the desk.
pub const OFFICER: &str = "system-test";
/// Who opens and closes with them.
pub const SECOND: &str = "second-officer";

/// What a test wants of its election.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// `live` or `after_close`.
    pub disclosure: &'static str,
    /// Fewest ballots that are opened or shown together.
    pub min_batch: u32,
}

/// Two contests: everybody votes for mayor; on the bond only ballots of style `full`, which the first voter of
/// each roll gets. Each station has [`VOTERS`] voters.
pub fn definition(id: &str, rules: Rules) -> String {
    use std::fmt::Write;
    let Rules {
        disclosure,
        min_batch,
    } = rules;
    let mut toml = format!(
        r#"
[election]
id = "{id}"
title = "Election of a system test"
date = "2026-11-03"
polls_open = "07:00"
polls_close = "20:00"
time_zone = "America/Chicago"
disclosure = "{disclosure}"
min_batch = {min_batch}

[[district]]
id = "town"
name = "The Town"

[[contest]]
id = "mayor"
title = "Mayor"

[[contest]]
id = "bond"
title = "Shall there be a bond?"

[[candidate]]
id = "ada"
contest = "mayor"
name = "Ada Novák"

[[candidate]]
id = "ben"
contest = "mayor"
name = "Ben Okoye"

[[candidate]]
id = "yes"
contest = "bond"
name = "Yes"

[[candidate]]
id = "no"
contest = "bond"
name = "No"

[[ballot_style]]
id = "plain"
contests = ["mayor"]

[[ballot_style]]
id = "full"
contests = ["mayor", "bond"]
"#
    );
    for station in STATIONS {
        let _ = write!(
            toml,
            "\n[[polling_station]]\nid = \"{station}\"\nname = \"Station {station}\"\ndistrict = \"town\"\n\
             address = \"1 Main Street\"\nballot_styles = [\"plain\", \"full\"]\n"
        );
    }
    toml
}

fn registration_number(station: &str, n: usize) -> String {
    format!("{station}-{n:03}")
}

/// A voter on a station's roll, counted from 1.
pub fn voter(station: &str, n: usize) -> VoterId {
    let id = ELECTION_ID.parse().expect("an id");
    VoterId::derive(&id, &registration_number(station, n))
}

/// A roll for [`definition`] as CSV: each station has so many voters, and the last of them waits for accreditation.
pub fn roll(voters: usize) -> String {
    use std::fmt::Write;
    let mut csv =
        "registration_number,name,date_of_birth,accreditation,polling_station,ballot_style\n".to_owned();
    for station in STATIONS {
        for n in 1..=voters {
            let style = if n == 1 { "full" } else { "plain" };
            let accreditation = if n == voters { "pending" } else { "accredited" };
            let number = registration_number(station, n);
            let _ = writeln!(
                csv,
                "{number},Voter {n} of {station},1980-05-31,{accreditation},{station},{style}"
            );
        }
    }
    csv
}

/// An election that runs on the shared servers.
pub struct Election {
    /// Where it is.
    pub place: Place,
    /// Its servers and keys.
    pub settings: Settings,
    /// Its database.
    pub database: PgPool,
    id: ElectionId,
}

impl Election {
    /// Makes the election and imports its roll, as officials do.
    pub async fn begin(test: &str, rules: Rules) -> Self {
        Self::begin_with(test, rules, &roll(VOTERS)).await
    }

    /// The same with another roll.
    pub async fn begin_with(test: &str, rules: Rules, roll: &str) -> Self {
        Self::begin_from(test, &definition(ELECTION_ID, rules), roll).await
    }

    /// The same held today, from midnight to midnight: for programs whose clock is the machine's.
    pub async fn begin_today(test: &str, rules: Rules) -> Self {
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let definition = definition(ELECTION_ID, rules)
            .replace("2026-11-03", &today.to_string())
            .replace("\"07:00\"", "\"00:00\"")
            .replace("\"20:00\"", "\"23:59\"")
            .replace("America/Chicago", "UTC");
        Self::begin_from(test, &definition, &roll(VOTERS)).await
    }

    async fn begin_from(test: &str, definition: &str, roll: &str) -> Self {
        let place = Place::new(test);
        let settings = place.settle().await;
        let id = ELECTION_ID;
        let file = |name: &str, content: &str| {
            let path = place.data().join(name);
            std::fs::write(&path, content).expect("a file");
            path.display().to_string()
        };
        place.done(&["init", &file("definition.toml", definition)]);
        place.done(&["import-roll", &file("roll.csv", roll)]);
        let database = PgPool::connect(&settings.postgres).await.expect("the database");
        Election {
            place,
            settings,
            database,
            id: id.parse().expect("an id"),
        }
    }

    /// The election's id.
    pub fn id(&self) -> &ElectionId {
        &self.id
    }

    /// A voter on a station's roll, counted from 1.
    pub fn voter(&self, station: &str, n: usize) -> VoterId {
        voter(station, n)
    }

    /// Enrols a station through the command and opens its package with the code that was printed.
    pub fn enrol(&self, station: &str) -> StationPackage {
        let out = self.place.done(&["enrol", station, "--again"]);
        let package = std::fs::read(printed(&out, "package")).expect("the package");
        StationPackage::open(&package, &printed(&out, "enrolment code")).expect("the package opens")
    }

    /// Enrols a station and opens it as its kiosk does.
    pub async fn kiosk(&self, station: &str) -> Kiosk {
        let package = self.enrol(station);
        let key = package.signing_key.clone();
        let name = format!("{station}-{}.sqlite", package.enrolment.incarnation);
        let options = StationOptions {
            durability: Durability::Throwaway,
            ..StationOptions::default()
        };
        let path = self.place.data().join(name);
        let station = Station::create(&path, package, options).await.expect("a station");
        Kiosk { station, key }
    }

    /// A link to Kafka for stations.
    pub fn uplink(&self) -> Uplink {
        let authority = self
            .settings
            .keys()
            .authority()
            .expect("the authority's key")
            .verifying_key();
        Uplink::connect(UplinkConfig {
            kafka: self.settings.kafka.bootstrap.clone(),
            topics: self.settings.kafka.topics.clone(),
            authority,
            extra: self.settings.kafka.station_options.clone(),
        })
        .expect("an uplink")
    }

    /// Puts a message on the station log as whoever reaches the broker may.
    pub async fn produce(&self, key: &str, message: &[u8]) -> Result<(), KafkaError> {
        self.produce_to(Topic::StationLog, key, message).await
    }

    /// The same on any topic.
    pub async fn produce_to(&self, topic: Topic, key: &str, message: &[u8]) -> Result<(), KafkaError> {
        // A record that cannot be sent fails alone; one producer for each keeps the order of the calls.
        let producer: FutureProducer = (self.settings.kafka.client_config())
            .set("message.max.bytes", "4000000")
            .set("message.timeout.ms", "30000")
            .create()
            .expect("a producer");
        let topic = self.settings.kafka.topics.name(topic);
        let record = FutureRecord::to(&topic).key(key).payload(message);
        producer
            .send(record, ANSWER)
            .await
            .map(|_| ())
            .map_err(|(error, _)| error)
    }

    /// Every message of a topic, from its beginning to where it ends now: key and payload.
    pub fn topic(&self, topic: Topic) -> Vec<(String, Vec<u8>)> {
        let messages = self.enveloped(topic).into_iter();
        messages.map(|(key, payload, _)| (key, payload)).collect()
    }

    /// The same with the envelope of each.
    pub fn enveloped(&self, topic: Topic) -> Vec<(String, Vec<u8>, Option<Vec<u8>>)> {
        let name = self.settings.kafka.topics.name(topic);
        let group = format!("{}{}", self.place.name, rand::random::<u32>());
        let consumer: BaseConsumer = self
            .settings
            .kafka
            .consumer_config(&group)
            .create()
            .expect("a consumer");
        let metadata = consumer.fetch_metadata(Some(&name), ANSWER).expect("the topic");
        let mut left = BTreeMap::new();
        let mut assignment = TopicPartitionList::new();
        for partition in metadata.topics()[0].partitions() {
            let id = partition.id();
            let (low, high) = consumer.fetch_watermarks(&name, id, ANSWER).expect("its ends");
            if high > low {
                left.insert(id, high);
                assignment
                    .add_partition_offset(&name, id, Offset::Beginning)
                    .expect("an offset");
            }
        }
        consumer.assign(&assignment).expect("an assignment");
        let mut messages = Vec::new();
        while !left.is_empty() {
            let message = consumer
                .poll(ANSWER)
                .expect("a message in time")
                .expect("a message");
            if left
                .get(&message.partition())
                .is_some_and(|high| message.offset() + 1 >= *high)
            {
                left.remove(&message.partition());
            }
            let bytes = |part: Option<&[u8]>| part.unwrap_or_default().to_vec();
            let headers = message.headers().into_iter().flat_map(Headers::iter);
            let envelope = headers.filter(|h| h.key == HEADER).find_map(|h| h.value);
            messages.push((
                text(&bytes(message.key())),
                bytes(message.payload()),
                envelope.map(<[u8]>::to_vec),
            ));
        }
        messages
    }

    /// The JSON messages of a topic.
    pub fn json_topic(&self, topic: Topic) -> Vec<(String, Value)> {
        let read = |(key, payload): (String, Vec<u8>)| (key, serde_json::from_slice(&payload).expect("JSON"));
        self.topic(topic).into_iter().map(read).collect()
    }

    /// The last receipt of a station's incarnation.
    pub fn last_receipt(&self, station: &StationId, incarnation: u32) -> Option<Receipt> {
        let authority = self
            .settings
            .keys()
            .authority()
            .expect("the authority's key")
            .verifying_key();
        let receipts = self.topic(Topic::Receipts).into_iter();
        let mut opened = receipts.map(|(_, bytes)| Receipt::open(&bytes, &authority).expect("a receipt"));
        opened.rfind(|r| r.station == *station && r.incarnation.0 == incarnation)
    }

    /// One number from the database.
    pub async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query)
            .fetch_one(&self.database)
            .await
            .expect(query)
    }

    /// Waits until a query gives `expected`.
    pub async fn reaches(&self, query: &'static str, expected: i64) {
        eventually(&format!("{query} = {expected}"), || async {
            (self.count(query).await == expected).then_some(())
        })
        .await;
    }

    /// Waits until everything that intake committed is counted and published.
    pub async fn settled(&self) {
        let store = self.settings.store().await.expect("the store");
        eventually("everything to be counted and published", || async {
            let waiting = store.outbox_depth().await.expect("the outbox");
            let uncounted = store.events_not_aggregated().await.expect("the events");
            (waiting == 0 && uncounted == 0).then_some(())
        })
        .await;
    }

    /// The results as JSON without the time they were read at, by polling station.
    pub fn results(&self) -> Value {
        let mut results = self.place.json(&["results", "--json", "--by", "station"]);
        results.as_object_mut().expect("an object").remove("as_of");
        results
    }

    /// Asserts that `check` is green and `recount` agrees, and returns both reports.
    pub fn sound(&self) -> (Value, Value) {
        let check = self.place.json(&["check", "--json"]);
        assert_eq!(check["green"], true, "{check:#}");
        let recount = self.place.json(&["recount", "--json"]);
        assert_eq!(recount["differences"], serde_json::json!([]), "{recount:#}");
        (check, recount)
    }
}

fn contest_of<'a>(contests: &'a Value, contest: &str) -> &'a Value {
    let contests = contests.as_array().expect("contests");
    let found = contests.iter().find(|c| c["id"] == contest);
    found.unwrap_or_else(|| panic!("contest {contest}"))
}

/// Ballots of a contest that are counted and not shown yet, because they are too few of their style.
pub fn held_back(contests: &Value, contest: &str) -> u64 {
    contest_of(contests, contest)["held_back"].as_u64().unwrap_or(0)
}

/// The votes of `results`: one contest, `{candidate: votes}` and ballots, undervotes.
pub fn votes(contests: &Value, contest: &str) -> Value {
    let found = contest_of(contests, contest);
    let candidates = found["candidates"].as_array().expect("candidates").iter();
    let mut out: serde_json::Map<String, Value> = candidates
        .map(|c| (c["id"].as_str().expect("an id").to_owned(), c["votes"].clone()))
        .collect();
    for name in ["ballots", "undervotes", "overvotes", "suppressed"] {
        out.insert(name.to_owned(), found[name].clone());
    }
    out.into()
}

/// A station, with the key that signs its segments.
pub struct Kiosk {
    /// The station.
    pub station: Station,
    /// Its key.
    pub key: SigningKey,
}

impl Kiosk {
    /// Opens the polls.
    pub async fn open(&self) {
        self.station
            .open_polls(&[OFFICER.to_owned(), SECOND.to_owned()], Some("a system test"))
            .await
            .expect("polls open");
    }

    /// Closes the polls, whatever the time.
    pub async fn close(&self) -> pollstream_protocol::entry::CloseReport {
        self.station
            .close_polls(&[OFFICER.to_owned(), SECOND.to_owned()], Some("a system test"))
            .await
            .expect("polls close")
    }

    /// Checks a voter in and hands out a ballot.
    pub async fn admit(&self, voter: VoterId) -> SessionId {
        self.station.check_in(voter, OFFICER).await.expect("a check-in");
        self.station.issue_ballot(voter).await.expect("a ballot")
    }

    /// Casts a ballot with these marks, contest by contest; contests left out stay blank.
    pub async fn cast(
        &self,
        session: SessionId,
        marks: &[(&str, &str)],
    ) -> Result<TrackingCode, StationError> {
        let open = self
            .station
            .open_sessions()
            .await?
            .into_iter()
            .find(|s| s.session == session);
        let style = open.ok_or(StationError::UnknownSession)?.ballot_style;
        let definition = self.station.definition();
        let mut ballot = Ballot::blank(&definition.definition, &style).expect("a style");
        for contest in &mut ballot.contests {
            if let Some((_, candidate)) = marks.iter().find(|(id, _)| *id == contest.contest.as_str()) {
                contest.marks[0] = Mark::Candidate(candidate.parse().expect("an id"));
            }
        }
        self.station.cast(session, ballot).await
    }

    /// A whole visit: check-in, ballot, vote for mayor.
    pub async fn visit(&self, voter: VoterId, mayor: &str) -> TrackingCode {
        let session = self.admit(voter).await;
        self.cast(session, &[("mayor", mayor)])
            .await
            .expect("a cast ballot")
    }

    /// The log as signed segments, from entry `from`.
    pub async fn segments(&self, from: u64) -> Vec<Vec<u8>> {
        let (mut next, mut segments) = (from, Vec::new());
        while let Some((segment, end)) = self.station.next_segment(next).await.expect("a segment") {
            segments.push(segment);
            next = end;
        }
        segments
    }

    /// Waits until a receipt covers the whole log.
    pub async fn receipted(&self) {
        let name = format!("the receipt of {:?}", self.station);
        eventually(&name, || async {
            (self.station.sync_status().queue_depth == 0).then_some(())
        })
        .await;
    }
}
