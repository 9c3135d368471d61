//! A broker that loses what it acknowledged, a topic that is made anew, a database that comes from a backup: noticed,
//! said, and healed, with nothing skipped and nothing counted twice.

use pollstream_protocol::topics::Topic;
use pollstream_tests::election::{Election, Kiosk, Rules};
use pollstream_tests::{Process, eventually};
use rdkafka::admin::{AdminClient, AdminOptions};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::{Offset, TopicPartitionList};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};
const ANSWER: std::time::Duration = std::time::Duration::from_secs(30);

fn admin(election: &Election) -> AdminClient<DefaultClientContext> {
    let config = election.settings.kafka.client_config();
    config.create().expect("an admin client")
}

/// The topics are deleted and made anew, empty.
async fn made_anew(election: &Election, topics: &[Topic]) {
    let names: Vec<String> = topics
        .iter()
        .map(|t| election.settings.kafka.topics.name(*t))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let admin = admin(election);
    let deleted = admin.delete_topics(&names, &AdminOptions::new()).await;
    assert!(deleted.expect("an answer").iter().all(Result::is_ok));
    eventually("the topics to be gone", || async {
        let made = election.settings.kafka.create_topics(3, 1).await;
        made.ok()?;
        topics
            .iter()
            .all(|topic| end_of(election, *topic) == 0)
            .then_some(())
    })
    .await;
}

fn client(election: &Election) -> BaseConsumer {
    let config = election.settings.kafka.consumer_config("looking");
    config.create().expect("a consumer")
}

/// Messages that a topic ever had, over all partitions.
fn end_of(election: &Election, topic: Topic) -> i64 {
    let (client, name) = (client(election), election.settings.kafka.topics.name(topic));
    let metadata = client.fetch_metadata(Some(&name), ANSWER).expect("the topic");
    let partitions = metadata.topics()[0].partitions().iter();
    let end = |p: &rdkafka::metadata::MetadataPartition| {
        client.fetch_watermarks(&name, p.id(), ANSWER).map_or(-1, |w| w.1)
    };
    partitions.map(end).sum()
}

/// Everything that stands on a topic is lost.
async fn lose_everything_on(election: &Election, topic: Topic) {
    let name = election.settings.kafka.topics.name(topic);
    let mut ends = TopicPartitionList::new();
    for partition in 0..3 {
        ends.add_partition_offset(&name, partition, Offset::End)
            .expect("an offset");
    }
    let lost = admin(election).delete_records(&ends, &AdminOptions::new()).await;
    lost.expect("the records are gone");
}

struct Services {
    intake: Process,
    aggregate: Process,
}

impl Services {
    fn start(election: &Election) -> Self {
        Services {
            intake: election.place.service("intake"),
            aggregate: election.place.service("aggregate"),
        }
    }

    fn stop(self) {
        assert_eq!(self.intake.terminate(), 0);
        assert_eq!(self.aggregate.terminate(), 0);
    }
}

async fn votes(election: &Election, kiosk: &Kiosk, numbers: std::ops::RangeInclusive<usize>) {
    for n in numbers {
        let choice = if n.is_multiple_of(4) { "ben" } else { "ada" };
        kiosk.visit(election.voter("north", n), choice).await;
    }
}

/// Logs, database, totals and topics say the same.
fn agrees(election: &Election) {
    let said = election.place.json(&["rebuild", "--dry-run", "--json"]);
    for part in ["from_the_logs", "totals", "topics"] {
        assert_eq!(said[part], json!([]), "{said:#}");
    }
}

fn epoch(election: &Election) -> Value {
    election.place.json(&["status", "--json"])["epoch"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lost_events_are_published_again_and_counted_once() {
    let election = Election::begin("lost_events", RULES).await;
    let _intake = election.place.service("intake");
    let kiosk = election.kiosk("north").await;
    kiosk.open().await;
    let uplink = election.uplink();
    let _attached = uplink.attach(&kiosk.station);
    votes(&election, &kiosk, 1..=4).await;
    kiosk.receipted().await;
    election.reaches("select count(*) from outbox", 0).await;
    // The broker loses what nobody has counted yet; what follows shows a hole.
    lose_everything_on(&election, Topic::Votes).await;
    lose_everything_on(&election, Topic::CheckIns).await;
    votes(&election, &kiosk, 5..=8).await;
    kiosk.receipted().await;
    let aggregate = election.place.service("aggregate");
    election.settled().await;
    assert_eq!(election.results()["totals"]["ballots"], 8);

    // And once more, with nothing behind it.
    assert_eq!(aggregate.terminate(), 0);
    votes(&election, &kiosk, 9..=12).await;
    kiosk.receipted().await;
    election.reaches("select count(*) from outbox", 0).await;
    lose_everything_on(&election, Topic::Votes).await;
    lose_everything_on(&election, Topic::CheckIns).await;
    let _aggregate = election.place.service("aggregate");
    election.settled().await;
    let totals = election.results()["totals"].clone();
    assert_eq!(
        (&totals["ballots"], &totals["checked_in"]),
        (&json!(12), &json!(12))
    );
    election.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_station_log_made_anew_is_filled_again_and_read_on() {
    let election = Election::begin("log_anew", RULES).await;
    let services = Services::start(&election);
    let kiosk = election.kiosk("north").await;
    kiosk.open().await;
    let uplink = election.uplink();
    let attached = uplink.attach(&kiosk.station);
    votes(&election, &kiosk, 1..=6).await;
    kiosk.receipted().await;
    election.settled().await;
    let before = election.results();
    assert_eq!(before["totals"]["ballots"], 6);
    attached.detach().await;
    services.stop();

    made_anew(&election, &[Topic::StationLog]).await;
    let _services = Services::start(&election);
    // What central had is there again, also for whoever counts from the log alone.
    eventually("the station log to be filled", || async {
        (end_of(&election, Topic::StationLog) > 0).then_some(())
    })
    .await;
    election.settled().await;
    assert_eq!(election.results(), before);
    let _attached = uplink.attach(&kiosk.station);
    votes(&election, &kiosk, 7..=8).await;
    kiosk.receipted().await;
    election.settled().await;
    assert_eq!(election.results()["totals"]["ballots"], 8);
    let (_, recount) = election.sound();
    assert_eq!(recount["ballots"], 8);
    agrees(&election);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn derived_topics_made_anew_are_published_again_in_a_new_epoch() {
    let election = Election::begin("topics_anew", RULES).await;
    let services = Services::start(&election);
    let kiosk = election.kiosk("north").await;
    kiosk.open().await;
    let uplink = election.uplink();
    let _attached = uplink.attach(&kiosk.station);
    votes(&election, &kiosk, 1..=6).await;
    kiosk.receipted().await;
    election.settled().await;
    let before = election.results();
    assert_eq!(epoch(&election), 1);
    services.stop();

    let topics = [
        Topic::Votes,
        Topic::CheckIns,
        Topic::ResultsCandidates,
        Topic::ResultsTurnout,
        Topic::Definition,
        Topic::Decisions,
    ];
    made_anew(&election, &topics).await;
    let _services = Services::start(&election);
    eventually("a new epoch", || async { (epoch(&election) == 2).then_some(()) }).await;
    election.settled().await;
    assert_eq!(election.results(), before);
    votes(&election, &kiosk, 7..=8).await;
    kiosk.receipted().await;
    election.settled().await;
    assert_eq!(election.results()["totals"]["ballots"], 8);
    election.sound();
    agrees(&election);
}

/// A copy of an election's database, or an election's database from its copy. Whoever is connected is not any more.
async fn copy_database(from: &str, to: &str) {
    let server = &pollstream_tests::servers().postgres;
    let mut server = PgConnection::connect(server).await.expect("the server");
    let end = "select pg_terminate_backend(pid) from pg_stat_activity where datname in ($1, $2)";
    sqlx::query(end)
        .bind(from)
        .bind(to)
        .execute(&mut server)
        .await
        .expect("nobody is connected");
    for statement in [
        format!("drop database if exists \"{to}\""),
        format!("create database \"{to}\" template \"{from}\""),
    ] {
        let done = sqlx::query(sqlx::AssertSqlSafe(statement))
            .execute(&mut server)
            .await;
        done.expect("a copy of the database");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_restored_from_an_older_backup_catches_up_in_a_new_epoch() {
    let election = Election::begin("restored", RULES).await;
    let services = Services::start(&election);
    let kiosk = election.kiosk("north").await;
    kiosk.open().await;
    let uplink = election.uplink();
    let attached = uplink.attach(&kiosk.station);
    votes(&election, &kiosk, 1..=4).await;
    kiosk.receipted().await;
    election.settled().await;
    services.stop();
    let (name, backup) = (election.place.name.clone(), format!("{}_b", election.place.name));
    copy_database(&name, &backup).await;

    let services = Services::start(&election);
    votes(&election, &kiosk, 5..=10).await;
    kiosk.receipted().await;
    election.settled().await;
    let after = election.results();
    assert_eq!(after["totals"]["ballots"], 10);
    attached.detach().await;
    services.stop();

    copy_database(&backup, &name).await;
    let status = election.place.json(&["status", "--json"]);
    assert!(
        status["waiting_to_be_aggregated"].as_i64() >= Some(0),
        "{status:#}"
    );
    let _services = Services::start(&election);
    election.reaches("select count(*) from ballot", 10).await;
    election.settled().await;
    assert_eq!(epoch(&election), 2);
    assert_eq!(election.results(), after);
    election.sound();
    agrees(&election);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn totals_that_somebody_altered_are_made_again_and_what_differed_is_said() {
    let election = Election::begin("altered", RULES).await;
    let _services = Services::start(&election);
    let kiosk = election.kiosk("north").await;
    kiosk.open().await;
    let uplink = election.uplink();
    let _attached = uplink.attach(&kiosk.station);
    votes(&election, &kiosk, 1..=6).await;
    kiosk.receipted().await;
    election.settled().await;
    let before = election.results();
    for altered in [
        "update candidate_tally set votes = votes + 500 where candidate_id = 'ben'",
        "update contest_tally set ballots = ballots + 500 where contest_id = 'mayor'",
    ] {
        sqlx::query(altered)
            .execute(&election.database)
            .await
            .expect("an alteration");
    }
    let said = election.place.run(&["rebuild", "--dry-run", "--json"]);
    let said: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    assert_eq!(
        (&said["from_the_logs"], &said["epoch"]),
        (&json!([]), &json!(null))
    );
    assert_eq!(said["totals"].as_array().map(Vec::len), Some(2), "{said:#}");
    assert_eq!(epoch(&election), 1, "a dry run changes nothing");

    let done = election.place.json(&["rebuild", "--json"]);
    assert_eq!((&done["epoch"], &done["ballots"]), (&json!(2), &json!(6)));
    election.settled().await;
    assert_eq!(election.results(), before);
    election.sound();
    agrees(&election);

    // A decision that the authority did not sign.
    let forged = "update decision set message = set_byte(message, length(message) - 1,
                      get_byte(message, length(message) - 1) # 1) where number = 0";
    sqlx::query(forged)
        .execute(&election.database)
        .await
        .expect("an alteration");
    let said = election.place.run(&["rebuild", "--dry-run", "--json"]);
    assert_eq!(said.status.code(), Some(1));
    let said: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    assert!(
        said["from_the_logs"].to_string().contains("decision 0: "),
        "{said:#}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_restored_database_signs_no_second_decision_under_a_number_that_is_taken() {
    let election = Election::begin("second_chain", RULES).await;
    let (name, backup) = (election.place.name.clone(), format!("{}_b", election.place.name));
    copy_database(&name, &backup).await;
    election.place.done(&["close", "--reason", "it is over"]);
    copy_database(&backup, &name).await;
    let output = election.place.run(&["close", "--reason", "it is over again"]);
    let said = pollstream_tests::text(&output.stderr);
    assert!(!output.status.success());
    assert!(
        said.contains("2 decisions are published and this database holds 1"),
        "{said}"
    );
    assert_eq!(election.count("select count(*) from decision").await, 1);
}
