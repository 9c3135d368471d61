//! The uplink without a broker, and with a mock of one. Real Kafka is the system tests' business.

use std::time::Duration;

use pollstream_protocol::receipt::{Receipt, Standing};
use pollstream_protocol::segment::UnverifiedSegment;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::{Topic, TopicNames};
use pollstream_protocol::voter::Accreditation;
use pollstream_station::{Connection, Station, SyncStatus, SyncTrouble, Uplink, UplinkConfig, VoterStanding};
use rdkafka::ClientConfig;
use rdkafka::consumer::{Consumer, StreamConsumer};
use rdkafka::message::Message;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{FutureProducer, FutureRecord};

use crate::support::{Kit, officers, toml, update, vote, voter};

fn config(kit: &Kit, kafka: String) -> UplinkConfig {
    let authority = kit.authority.verifying_key();
    UplinkConfig {
        kafka,
        topics: TopicNames::new("t."),
        authority,
        extra: vec![],
    }
}

/// Waits for a status; fails after half a minute, for the machine may be busy.
async fn until(station: &Station, what: &str, holds: impl FnMut(&SyncStatus) -> bool) {
    let mut watch = station.watch_sync();
    let waited = tokio::time::timeout(Duration::from_secs(30), watch.wait_for(holds)).await;
    assert!(waited.is_ok(), "{what}: {:?}", station.sync_status());
}

#[tokio::test]
async fn without_a_broker_the_station_is_offline_and_fully_usable() {
    let kit = Kit::new(2);
    let station = kit.open_station(6).await;
    let uplink = Uplink::connect(config(&kit, "127.0.0.1:1".into())).unwrap();
    let attachment = uplink.attach(&station);
    vote(&station, 0, "hodges").await;
    until(&station, "offline", |s| {
        matches!(s.connection, Connection::Offline { .. })
    })
    .await;
    for n in 1..6 {
        vote(&station, n, "hodges").await;
    }
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(station.sync_status().queue_depth, station.sync_status().next_seq);
    attachment.detach().await;
    station.close().await.unwrap();
}

#[test]
fn a_wrong_setting_is_an_error_at_once() {
    let kit = Kit::new(2);
    let mut config = config(&kit, "127.0.0.1:1".into());
    config.extra = vec![("no.such.setting".into(), "1".into())];
    assert_eq!(Uplink::connect(config).unwrap_err().code(), "kafka");
}

/// Reads the station log, verifies it and answers with receipts, as central does.
async fn central(kit: &Kit, bootstrap: &str, segments: usize) -> u64 {
    let topics = TopicNames::new("t.");
    let mut settings = ClientConfig::new();
    settings.set("bootstrap.servers", bootstrap);
    let producer: FutureProducer = settings.create().unwrap();
    settings
        .set("group.id", "central")
        .set("auto.offset.reset", "earliest")
        .set("enable.auto.commit", "false");
    let consumer: StreamConsumer = settings.create().unwrap();
    consumer.subscribe(&[&topics.name(Topic::StationLog)]).unwrap();
    let mut next_seq = 0;
    for _ in 0..segments {
        let message = consumer.recv().await.unwrap();
        assert_eq!(message.key(), Some(b"s1".as_slice()));
        let segment = UnverifiedSegment::decode(message.payload().unwrap()).unwrap();
        let segment = segment.verify(&kit.key.verifying_key()).unwrap();
        next_seq = segment.next_seq();
        let receipt = Receipt {
            election: segment.election.clone(),
            station: segment.station.clone(),
            incarnation: segment.incarnation,
            next_seq,
            head_hash: segment.head_hash(),
            standing: Standing::Active,
            refusal: String::new(),
        };
        let forged = Receipt {
            next_seq: 1_000_000,
            ..receipt.clone()
        };
        let forger = SigningKey::from_bytes(&[66; 32]);
        for payload in [
            forged.sign(&forger),
            b"nonsense".to_vec(),
            receipt.sign(&kit.authority),
        ] {
            let topic = topics.name(Topic::Receipts);
            let record = FutureRecord::to(&topic).key("s1").payload(&payload);
            producer.send(record, Duration::from_secs(10)).await.unwrap();
        }
    }
    next_seq
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_drains_and_centrals_word_arrives() {
    let kit = Kit::new(3);
    let station = kit.open_station(8).await;
    for n in 0..6 {
        vote(&station, n, "hodges").await;
    }
    let cluster = MockCluster::new(1).unwrap();
    let topics = TopicNames::new("t.");
    for topic in [Topic::StationLog, Topic::Receipts, Topic::Definition, Topic::Roll] {
        cluster.create_topic(&topics.name(topic), 1, 1).unwrap();
    }
    let bootstrap = cluster.bootstrap_servers();
    let uplink = Uplink::connect(config(&kit, bootstrap.clone())).unwrap();
    let attachment = uplink.attach(&station);
    until(&station, "online", |s| s.connection.is_online()).await;
    // The check-ins with the opening, then the group: two segments, because they do not mix.
    let confirmed = central(&kit, &bootstrap, 2).await;
    assert_eq!(confirmed, 8);
    until(&station, "drained", |s| s.queue_depth == 0).await;
    assert_eq!(
        station.sync_status().trouble,
        None,
        "a forged receipt changes nothing"
    );

    let producer: FutureProducer = ClientConfig::new()
        .set("bootstrap.servers", &bootstrap)
        .create()
        .unwrap();
    let send = async |topic, key: String, payload: Vec<u8>| {
        let topic = topics.name(topic);
        let record = FutureRecord::to(&topic).key(&key).payload(&payload);
        producer.send(record, Duration::from_secs(10)).await.unwrap();
    };
    let mut withdrawn = voter(7);
    withdrawn.accreditation = Accreditation::Withdrawn;
    let id = withdrawn.voter_id;
    send(
        Topic::Roll,
        format!("s1/{id}"),
        update(withdrawn, 2).sign(&kit.authority),
    )
    .await;
    send(
        Topic::Definition,
        "definition".into(),
        kit.definition(2, &toml(3)).as_bytes().to_vec(),
    )
    .await;
    until(&station, "the revision is logged", |s| s.next_seq == 9).await;
    assert_eq!(station.definition().version, 2);
    tokio::time::timeout(Duration::from_secs(30), async {
        while station.voter(id).await.unwrap().unwrap().standing != VoterStanding::Withdrawn {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();

    uplink.set_enabled(false);
    until(&station, "unplugged", |s| {
        matches!(s.connection, Connection::Offline { .. })
    })
    .await;
    vote(&station, 6, "okafor").await;
    uplink.set_enabled(true);
    until(&station, "plugged in again", |s| s.connection.is_online()).await;
    cluster.broker_down(1).unwrap();
    until(&station, "the broker died", |s| {
        matches!(s.connection, Connection::Offline { .. })
    })
    .await;
    cluster.broker_up(1).unwrap();
    until(&station, "the broker is back", |s| s.connection.is_online()).await;
    attachment.detach().await;
    station.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn topics_that_come_later_are_found() {
    let kit = Kit::new(3);
    let station = kit.open_station(1).await;
    let cluster = MockCluster::new(1).unwrap();
    let bootstrap = cluster.bootstrap_servers();
    let uplink = Uplink::connect(config(&kit, bootstrap.clone())).unwrap();
    let _attachment = uplink.attach(&station);
    until(&station, "online", |s| s.connection.is_online()).await;
    for topic in [Topic::StationLog, Topic::Receipts] {
        cluster
            .create_topic(&TopicNames::new("t.").name(topic), 1, 1)
            .unwrap();
    }
    assert_eq!(central(&kit, &bootstrap, 1).await, 1);
    until(&station, "drained", |s| s.queue_depth == 0).await;
}

/// How many messages the topic holds.
fn messages(bootstrap: &str, topic: &str) -> i64 {
    let consumer: StreamConsumer = ClientConfig::new()
        .set("bootstrap.servers", bootstrap)
        .set("group.id", "watch")
        .create()
        .unwrap();
    let ends = consumer.fetch_watermarks(topic, 0, Duration::from_secs(10));
    ends.unwrap().1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_restored_from_a_copy_sends_nothing_before_it_has_read_its_receipts() {
    // The receipts of a large election lie before this station's own.
    const OTHERS: usize = 20_000;
    let kit = Kit::new(3);
    let station = kit.open_station(6).await;
    station.close().await.unwrap();
    let copy = std::fs::read(kit.path()).unwrap();
    let open = async || {
        Station::open(&kit.path(), kit.key.clone(), kit.options())
            .await
            .unwrap()
    };
    let station = open().await;
    for n in 0..3 {
        vote(&station, n, "hodges").await;
    }
    let receipt = kit.receipt(&station, 5).await;
    station.close().await.unwrap();
    std::fs::write(kit.path(), copy).unwrap();

    let cluster = MockCluster::new(1).unwrap();
    let topics = TopicNames::new("t.");
    for topic in [Topic::StationLog, Topic::Receipts, Topic::Definition, Topic::Roll] {
        cluster.create_topic(&topics.name(topic), 1, 1).unwrap();
    }
    let bootstrap = cluster.bootstrap_servers();
    let producer: FutureProducer = ClientConfig::new()
        .set("bootstrap.servers", &bootstrap)
        .create()
        .unwrap();
    let topic = topics.name(Topic::Receipts);
    let others = (0..OTHERS).map(|_| {
        producer
            .send_result(FutureRecord::to(&topic).key("s2").payload(b"-"))
            .ok()
    });
    for sent in others.collect::<Vec<_>>() {
        sent.expect("room in the queue").await.unwrap().unwrap();
    }
    let own = receipt.sign(&kit.authority);
    let record = FutureRecord::to(&topic).key("s1").payload(&own);
    producer.send(record, Duration::from_secs(10)).await.unwrap();

    let restored = open().await;
    // The officers work on: other entries under the same numbers.
    vote(&restored, 5, "okafor").await;
    let uplink = Uplink::connect(config(&kit, bootstrap.clone())).unwrap();
    let _attachment = uplink.attach(&restored);
    until(&restored, "the contradiction is seen", |s| s.trouble.is_some()).await;
    assert_eq!(
        restored.sync_status().trouble,
        Some(SyncTrouble::Rewound { central: 5, here: 2 })
    );
    assert_eq!(messages(&bootstrap, &topics.name(Topic::StationLog)), 0);
}
