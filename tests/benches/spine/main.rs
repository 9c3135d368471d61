//! How fast the spine is, each figure beside the limit that it runs against, measured in the same run.
//!
//! `make bench`, or `cargo bench -p pollstream-tests -- NAME…` for some of: fold, intake, aggregate, cast,
//! search, latency, screen, tap. docs/performance.md says what the figures mean.

mod screen;
mod search;
mod table;
mod tap;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use pollstream_central::admin::ImportOptions;
use pollstream_central::intake::publish::Publisher;
use pollstream_central::intake::{self, IntakeKeys};
use pollstream_central::recount::Recount;
use pollstream_central::roll_file::ReadVoter;
use pollstream_central::settings::Settings;
use pollstream_central::store::Store;
use pollstream_central::{admin, aggregate};
use pollstream_protocol::ballot::{Ballot, BallotCodec, ContestSelections, Mark};
use pollstream_protocol::decision::{Decision, Statement, Subject};
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::entry::{BallotGroup, Entry, EntryBody, ZeroReport};
use pollstream_protocol::envelope::ServiceKey;
use pollstream_protocol::events::CandidateResults;
use pollstream_protocol::ids::{BallotStyleId, VoterId};
use pollstream_protocol::ledger::Ledger;
use pollstream_protocol::seal::{CountingKey, SealScope, SealedBallot};
use pollstream_protocol::segment::{Segment, cut};
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use pollstream_station::{Durability, Station, StationOptions};
use pollstream_tests::{Place, eventually};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{Message, Offset, TopicPartitionList};
use tokio::sync::watch;
use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};

use table::{Table, quantile, sync_times};

/// Nobody decides in a bench.
const PREPARED: admin::Why<'static> = admin::Why {
    by: None,
    reason: "a bench",
};
const STATIONS: usize = 20;
const BALLOTS: usize = 60_000;
const PER_STATION: usize = BALLOTS / STATIONS;
const MIN_BATCH: usize = 20;
const CASTS: usize = 500;
const LATENCY_SAMPLES: usize = 200;
const CANDIDATES: usize = 20;
const X25519_ROUNDS: usize = 2_000;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let runs = |name: &str| wanted.is_empty() || wanted.iter().any(|w| w == name);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut table = Table::default();
    runtime.block_on(async {
        if ["fold", "intake", "aggregate"].iter().any(|n| runs(n)) {
            throughput(&mut table, &runs).await;
        }
        if runs("cast") {
            casts(&mut table).await;
        }
        if runs("search") {
            let mut ground = Ground::new("search", 1).await;
            search::latency(&mut table, ground.packages.remove(0)).await;
        }
        if runs("latency") {
            latency(&mut table).await;
        }
        if runs("screen") {
            screen::latency(&mut table).await;
        }
        if runs("tap") {
            tap::to_done(&mut table).await;
        }
    });
    table.print();
}

fn definition() -> String {
    use std::fmt::Write;
    let mut toml =
        "[election]\nid = \"bench\"\ntitle = \"Bench\"\ndate = \"2026-11-03\"\npolls_open = \"00:00\"\n\
        polls_close = \"23:59\"\ntime_zone = \"UTC\"\nmin_batch = 20\n\
        [[contest]]\nid = \"mayor\"\ntitle = \"Mayor\"\nvote_variation = \"ranked\"\nranks_allowed = 3\n\
        [[district]]\nid = \"all\"\nname = \"All\"\n[[ballot_style]]\nid = \"city\"\ncontests = [\"mayor\"]\n"
            .to_owned();
    for n in 0..CANDIDATES {
        let _ = write!(
            toml,
            "[[candidate]]\nid = \"c{n}\"\ncontest = \"mayor\"\nname = \"Candidate {n}\"\n"
        );
    }
    for n in 0..STATIONS {
        let _ = write!(
            toml,
            "[[polling_station]]\nid = \"s{n}\"\nname = \"Station {n}\"\ndistrict = \"all\"\nballot_styles = [\"city\"]\n"
        );
    }
    toml
}

fn ballot(rng: &mut StdRng) -> Ballot {
    let mut mark = || {
        Mark::Candidate(
            format!("c{}", rng.random_range(0..CANDIDATES))
                .parse()
                .expect("an id"),
        )
    };
    let marks = vec![mark(), mark(), mark()];
    Ballot {
        style: "city".parse().expect("an id"),
        contests: vec![ContestSelections {
            contest: "mayor".parse().expect("an id"),
            marks,
        }],
    }
}

fn voter(definition: &ElectionDefinition, station: usize, n: usize) -> VoterRecord {
    let number = format!("s{station}-{n}");
    VoterRecord {
        voter_id: VoterId::derive(&definition.id, &number),
        registration_number: number,
        name: format!("Voter {n}"),
        date_of_birth: jiff::civil::date(1980, 1, 1),
        gender: String::new(),
        nationality: String::new(),
        address: Address::default(),
        email: String::new(),
        phone: String::new(),
        cell: String::new(),
        picture: String::new(),
        accreditation: Accreditation::Accredited,
        polling_station: format!("s{station}").parse().expect("an id"),
        ballot_style: "city".parse().expect("an id"),
        registered_at: Timestamp::UNIX_EPOCH,
    }
}

/// An election on the shared servers with its stations enrolled.
struct Ground {
    place: Place,
    settings: Settings,
    store: Store,
    packages: Vec<StationPackage>,
    authority: SigningKey,
    counting: CountingKey,
    service: ServiceKey,
}

impl Ground {
    async fn new(name: &str, voters_per_station: usize) -> Self {
        let place = Place::new(name);
        let settings = place.settle().await;
        let (store, report) = admin::init(&settings, &definition()).await.expect("init");
        let authority = settings.keys().authority().expect("the key");
        let counting = settings.keys().counting().expect("the key");
        let d = &report.definition.definition;
        let voters = (0..STATIONS).flat_map(|s| (0..voters_per_station).map(move |n| voter(d, s, n)));
        let rows = (1..)
            .zip(voters)
            .map(|(line, voter)| Ok(ReadVoter { line, voter }));
        admin::import_roll(
            &store,
            d,
            &authority,
            rows,
            &ImportOptions::default(),
            PREPARED,
            |_| {},
        )
        .await
        .expect("the roll");
        let mut packages = Vec::new();
        for n in 0..STATIONS {
            let id = format!("s{n}").parse().expect("an id");
            let (definition, kafka) = (&report.definition, &settings.kafka);
            let enrolled = admin::enrol(&store, definition, kafka, &authority, &id, PREPARED).await;
            packages.push(enrolled.expect("enrol").package);
        }
        let service = settings.keys().service(&d.id).expect("the service's key");
        Publisher::new(&settings.kafka, service.clone())
            .expect("Kafka")
            .outbox_of_all(&store)
            .await
            .expect("the outbox");
        Ground {
            place,
            settings,
            store,
            packages,
            authority,
            counting,
            service,
        }
    }

    fn publisher(&self) -> Publisher {
        Publisher::new(&self.settings.kafka, self.service.clone()).expect("Kafka")
    }

    fn keys(&self) -> IntakeKeys {
        IntakeKeys {
            authority: self.authority.clone(),
            counting: Some(self.counting.clone()),
            service: self.service.clone(),
        }
    }

    fn definition(&self) -> &ElectionDefinition {
        &self.packages[0].definition.definition
    }
}

/// Signed segments of a station: check-ins and full batches, cut as the forwarder cuts a backlog.
fn segments(ground: &Ground, station: usize, ballots: usize, rng: &mut StdRng) -> Vec<Vec<u8>> {
    let package = &ground.packages[station];
    let e = &package.enrolment;
    let codec = BallotCodec::new(ground.definition()).expect("a codec");
    let style: BallotStyleId = "city".parse().expect("an id");
    let scope = SealScope::new(&e.election, &e.station, e.incarnation, &style);
    let opened = EntryBody::PollsOpened {
        zero_report: ZeroReport::default(),
        officers: vec!["bench".into()],
        outside_hours: String::new(),
        at: Timestamp::UNIX_EPOCH,
    };
    let mut entries: Vec<Entry> = vec![opened.encode()];
    for batch in 0..ballots / MIN_BATCH {
        for n in 0..MIN_BATCH {
            let body = EntryBody::CheckIn {
                voter_id: voter(ground.definition(), station, batch * MIN_BATCH + n).voter_id,
                ballot_style: style.clone(),
                officer: "bench".into(),
                at: Timestamp::UNIX_EPOCH,
            };
            entries.push(body.encode());
        }
        let sealed = (0..MIN_BATCH)
            .map(|_| {
                let valid = ballot(rng).validated(ground.definition()).expect("a ballot");
                let key = ground.counting.public();
                SealedBallot::seal(&codec.encode(&valid), key, &scope, rng).expect("a seal")
            })
            .collect();
        let group = BallotGroup {
            ballot_style: style.clone(),
            ballots: sealed,
        };
        entries.push(EntryBody::BallotGroup(group).encode());
    }
    let mut prev = pollstream_protocol::chain::genesis(&e.election, &e.station, e.incarnation);
    let (mut first, mut rest, mut out) = (0, entries.as_slice(), Vec::new());
    while !rest.is_empty() {
        let (now, later) = rest.split_at(cut(rest.iter().map(|e| (e.kind, e.payload.len()))));
        let segment = Segment::new(
            e.election.clone(),
            e.station.clone(),
            e.incarnation,
            first,
            prev,
            now.to_vec(),
        );
        out.push(segment.sign(&package.signing_key).expect("a segment"));
        (first, prev, rest) = (segment.next_seq(), segment.head_hash(), later);
    }
    out
}

/// What a count knows of decisions once the election is closed.
fn closed(ground: &Ground) -> Ledger {
    let election = &ground.definition().id;
    let mut ledger = Ledger::new(election.clone());
    let close = Decision {
        number: 0,
        prev_hash: ledger.head(),
        at: Timestamp::UNIX_EPOCH,
        statement: Statement {
            election: election.clone(),
            id: uuid::Uuid::nil(),
            reason: "a bench".into(),
            subject: Subject::ElectionClosed,
        },
        approvals: Vec::new(),
    };
    ledger.apply(&close).expect("a decision");
    ledger
}

async fn throughput(table: &mut Table, runs: &impl Fn(&str) -> bool) {
    println!("preparing {BALLOTS} sealed ballots of {STATIONS} stations …");
    let ground = Ground::new("bench", PER_STATION).await;
    let mut rng = StdRng::seed_from_u64(1);
    let all: Vec<Vec<Vec<u8>>> = (0..STATIONS)
        .map(|s| segments(&ground, s, PER_STATION, &mut rng))
        .collect();

    if runs("fold") {
        let enrolments = ground.packages.iter().map(|p| p.enrolment.clone()).collect();
        let mut count = Recount::new(
            ground.definition().clone(),
            enrolments,
            ground.counting.clone(),
            closed(&ground),
        )
        .expect("a count");
        let started = Instant::now();
        all.iter().flatten().for_each(|segment| count.take(segment));
        let rate = BALLOTS as f64 / started.elapsed().as_secs_f64();
        assert_eq!(count.total().ballots, BALLOTS as u64, "every ballot is counted");
        table.rate(
            "verify + open + count, one core, ballots",
            rate,
            "one X25519 a ballot",
            x25519_limit(),
        );
    }
    if !(runs("intake") || runs("aggregate")) {
        return;
    }
    let publisher = ground.publisher();
    for (station, segments) in all.iter().enumerate() {
        for segment in segments {
            publisher
                .send(Topic::StationLog, &format!("s{station}"), Some(segment))
                .await
                .expect("a segment is sent");
        }
    }
    publisher.flush(Duration::from_mins(1)).await;
    let copy_limit = copy_limit(&ground.store).await;

    let (stop, stopped) = watch::channel(false);
    let (kafka, store, keys) = (ground.settings.kafka.clone(), ground.store.clone(), ground.keys());
    let service = tokio::spawn(async move { intake::run(&kafka, store, keys, stopped).await });
    eventually("the first ballots", || async {
        (counted(&ground.store).await > 0).then_some(())
    })
    .await;
    let (already, started) = (counted(&ground.store).await, Instant::now());
    eventually("all ballots", || async {
        (counted(&ground.store).await == BALLOTS).then_some(())
    })
    .await;
    let rate = (BALLOTS - already) as f64 / started.elapsed().as_secs_f64();
    table.rate(
        "intake into Postgres, ballots (and check-ins)",
        rate,
        "COPY of such rows, random key",
        copy_limit,
    );
    eventually("the outbox", || async {
        (ground.store.outbox_depth().await.expect("the outbox") == 0).then_some(())
    })
    .await;
    stop.send(true).expect("intake runs");
    service.await.expect("intake").expect("intake");

    if runs("aggregate") {
        let fetch_limit = fetch_limit(&ground).await;
        let (stop, stopped) = watch::channel(false);
        let (settings, store) = (ground.settings.clone(), ground.store.clone());
        let service = tokio::spawn(async move { aggregate::run(&settings, store, stopped).await });
        let waiting = ground.store.events_not_aggregated().await.expect("events");
        eventually("the first event", || async {
            (ground.store.events_not_aggregated().await.expect("events") < waiting).then_some(())
        })
        .await;
        let left = ground.store.events_not_aggregated().await.expect("events");
        let started = Instant::now();
        eventually("all events", || async {
            (ground.store.events_not_aggregated().await.expect("events") == 0).then_some(())
        })
        .await;
        let share = left as f64 / waiting as f64;
        let rate = share * BALLOTS as f64 / started.elapsed().as_secs_f64();
        table.rate("aggregator, votes", rate, "reading the same topic", fetch_limit);
        stop.send(true).expect("the aggregator runs");
        service.await.expect("the aggregator").expect("the aggregator");
    }
}

async fn counted(store: &Store) -> usize {
    let ballots: i64 = sqlx::query_scalar("select count(*) from ballot")
        .fetch_one(store.pool())
        .await
        .expect("a count");
    usize::try_from(ballots).expect("a count")
}

/// Ballots a second a core if opening one were one X25519 and nothing else.
fn x25519_limit() -> f64 {
    let mut point = x25519(std::hint::black_box([7; 32]), X25519_BASEPOINT_BYTES);
    let started = Instant::now();
    for _ in 0..X25519_ROUNDS {
        point = x25519([9; 32], point);
    }
    std::hint::black_box(point);
    X25519_ROUNDS as f64 / started.elapsed().as_secs_f64()
}

/// Rows a second of a COPY of ballots alone, 5,000 a commit.
async fn copy_limit(store: &Store) -> f64 {
    let mut connection = store.pool().acquire().await.expect("a connection");
    sqlx::query("create table copy_limit (code bytea primary key, station_id text, ballot_style text, contests jsonb)")
        .execute(&mut *connection)
        .await
        .expect("a table");
    let mut rng = StdRng::seed_from_u64(3);
    let chunks: Vec<String> = (0..BALLOTS / 5_000)
        .map(|_| {
            let row = |_| {
                let [a, b, c]: [u64; 3] = rng.random();
                format!("\\\\x{a:016x}{b:016x}{c:016x}\ts1\tcity\t{{\"mayor\":[\"c1\",\"c2\",\"c3\"]}}\n")
            };
            (0..5_000).map(row).collect::<Vec<String>>().concat()
        })
        .collect();
    let started = Instant::now();
    for chunk in chunks {
        let mut copy = connection
            .copy_in_raw("copy copy_limit from stdin")
            .await
            .expect("a copy");
        copy.send(chunk.into_bytes()).await.expect("rows");
        copy.finish().await.expect("rows");
    }
    BALLOTS as f64 / started.elapsed().as_secs_f64()
}

/// Votes a second if the `votes` topic were only read.
async fn fetch_limit(ground: &Ground) -> f64 {
    let settings = ground.settings.clone();
    let read = move || {
        let name = settings.kafka.topics.name(Topic::Votes);
        let consumer: BaseConsumer = settings
            .kafka
            .consumer_config("limit")
            .create()
            .expect("a consumer");
        let mut assignment = TopicPartitionList::new();
        for partition in 0..settings.partitions {
            assignment
                .add_partition_offset(&name, partition, Offset::Beginning)
                .expect("a partition");
        }
        consumer.assign(&assignment).expect("an assignment");
        let (mut votes, mut started) = (0, None);
        while votes < BALLOTS {
            if let Some(Ok(message)) = consumer.poll(Duration::from_secs(10)) {
                started.get_or_insert_with(Instant::now);
                let event: pollstream_protocol::events::VotesEvent =
                    serde_json::from_slice(message.payload().unwrap_or_default()).expect("an event");
                votes += usize::try_from(event.tally.ballots).expect("a count");
            }
        }
        BALLOTS as f64 / started.expect("a message").elapsed().as_secs_f64()
    };
    tokio::task::spawn_blocking(read).await.expect("a rate")
}

/// Casts at one durable station beside what its disk can sync.
async fn casts(table: &mut Table) {
    let ground = Ground::new("casts", CASTS).await;
    let folder = tempfile::tempdir().expect("a folder");
    let mut ground = ground;
    let package = ground.packages.remove(0);
    let definition = package.definition.definition.clone();
    let options = StationOptions {
        durability: Durability::Full,
        ..StationOptions::default()
    };
    let station = Station::create(&folder.path().join("s0.sqlite"), package, options)
        .await
        .expect("a station");
    station
        .open_polls(&["a".into(), "b".into()], Some("a bench"))
        .await
        .expect("open polls");
    let mut rng = StdRng::seed_from_u64(4);
    let (mut whole, mut cast) = (Vec::new(), Vec::new());
    for n in 0..CASTS {
        let voter = voter(&definition, 0, n).voter_id;
        let ballot = ballot(&mut rng);
        let started = Instant::now();
        station.check_in(voter, "a").await.expect("check in");
        let session = station.issue_ballot(voter).await.expect("issue");
        let casting = Instant::now();
        station.cast(session, ballot).await.expect("cast");
        cast.push(casting.elapsed());
        whole.push(started.elapsed());
    }
    let syncs = sync_times(folder.path());
    let per_second = |times: &[Duration]| times.len() as f64 / times.iter().sum::<Duration>().as_secs_f64();
    table.rate(
        "casts at one durable station",
        per_second(&cast),
        "fdatasync",
        per_second(&syncs),
    );
    table.time(
        "  tap to stored, p50",
        quantile(&cast, 50),
        "fdatasync p50",
        quantile(&syncs, 50),
    );
    table.time(
        "  tap to stored, p99",
        quantile(&cast, 99),
        "fdatasync p99",
        quantile(&syncs, 99),
    );
    table.time(
        "  check in + issue + cast, p50",
        quantile(&whole, 50),
        "fdatasync p50",
        quantile(&syncs, 50),
    );
}

/// From a batch's segment given to Kafka until the published totals hold its ballots.
async fn latency(table: &mut Table) {
    let ground = Ground::new("latency", 1).await;
    until_seen(table, "totals published", &ground, published).await;
}

/// The ballots of the whole election as they are published.
fn published(ground: &Ground) -> watch::Receiver<u64> {
    let (seen_sender, seen) = watch::channel(0u64);
    let settings = ground.settings.clone();
    std::thread::spawn(move || {
        let name = settings.kafka.topics.name(Topic::ResultsCandidates);
        let consumer: BaseConsumer = settings
            .kafka
            .consumer_config("latency")
            .create()
            .expect("a consumer");
        let mut assignment = TopicPartitionList::new();
        assignment
            .add_partition_offset(&name, 0, Offset::Beginning)
            .expect("a partition");
        consumer.assign(&assignment).expect("an assignment");
        let mut versions: BTreeMap<String, u64> = BTreeMap::new();
        while !seen_sender.is_closed() {
            let Some(Ok(message)) = consumer.poll(Duration::from_millis(200)) else {
                continue;
            };
            let results: CandidateResults =
                serde_json::from_slice(message.payload().unwrap_or_default()).expect("results");
            let newest = versions.entry(results.place.clone()).or_default();
            *newest = (*newest).max(results.version);
            if results.place == "district/all"
                && let Some(tally) = results.tally
            {
                let _ = seen_sender.send(tally.ballots);
            }
        }
    });
    seen
}

/// Gives batches to Kafka one after the other, each when `reader` has seen the one before.
async fn until_seen(
    table: &mut Table,
    what: &str,
    ground: &Ground,
    reader: impl FnOnce(&Ground) -> watch::Receiver<u64>,
) {
    let mut rng = StdRng::seed_from_u64(5);
    let segments = segments(ground, 0, LATENCY_SAMPLES * MIN_BATCH, &mut rng);
    let (stop, stopped) = watch::channel(false);
    let (kafka, store, keys) = (ground.settings.kafka.clone(), ground.store.clone(), ground.keys());
    let receiver = stopped.clone();
    let intake = tokio::spawn(async move { intake::run(&kafka, store, keys, receiver).await });
    let (settings, store) = (ground.settings.clone(), ground.store.clone());
    let aggregate = tokio::spawn(async move { aggregate::run(&settings, store, stopped).await });
    let publisher = ground.publisher();

    let mut seen = reader(ground);
    let (mut times, mut expected) = (Vec::new(), 0);
    for segment in &segments {
        let holds = pollstream_protocol::segment::UnverifiedSegment::decode(segment)
            .and_then(|s| s.verify(&ground.packages[0].enrolment.public_key))
            .expect("our own segment");
        let ballots = holds.entries[0].kind.holds_ballots();
        let started = Instant::now();
        publisher
            .send(Topic::StationLog, "s0", Some(segment))
            .await
            .expect("a segment is sent");
        if !ballots {
            continue;
        }
        expected += MIN_BATCH as u64;
        let arrived = tokio::time::timeout(Duration::from_mins(1), seen.wait_for(|n| *n >= expected)).await;
        arrived
            .expect("the totals within a minute")
            .expect("the reader runs");
        times.push(started.elapsed());
    }
    // The first ones wait for the groups to form.
    let times = &times[5..];
    let round_trips = round_trips(ground, &publisher).await;
    table.time(
        &format!("batch produced to {what}, p50"),
        quantile(times, 50),
        "Kafka p50",
        quantile(&round_trips, 50),
    );
    table.time(
        &format!("batch produced to {what}, p99"),
        quantile(times, 99),
        "Kafka p99",
        quantile(&round_trips, 99),
    );
    drop(seen);
    stop.send(true).expect("the services run");
    intake.await.expect("intake").expect("intake");
    aggregate.await.expect("the aggregator").expect("the aggregator");
}

/// Produce to consume of one message and nothing else.
async fn round_trips(ground: &Ground, publisher: &Publisher) -> Vec<Duration> {
    let name = ground.settings.kafka.topics.name(Topic::Quarantine);
    let consumer: BaseConsumer = ground
        .settings
        .kafka
        .consumer_config("trips")
        .create()
        .expect("a consumer");
    let mut assignment = TopicPartitionList::new();
    assignment
        .add_partition_offset(&name, 0, Offset::End)
        .expect("a partition");
    consumer.assign(&assignment).expect("an assignment");
    let _ = consumer.poll(Duration::from_secs(1));
    let mut times = Vec::new();
    for _ in 0..LATENCY_SAMPLES {
        let started = Instant::now();
        publisher
            .send(Topic::Quarantine, "trip", Some(b"trip"))
            .await
            .expect("a message is sent");
        while !matches!(consumer.poll(Duration::from_secs(5)), Some(Ok(_))) {}
        times.push(started.elapsed());
    }
    times
}
