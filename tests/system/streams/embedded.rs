//! Another user of the machine: they can connect to loopback, and that is all.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::topics::Topic;
use pollstream_station::{Durability, Station, StationOptions, Uplink, UplinkConfig};
use pollstream_tests::election::{Kiosk, Rules, voter};
use pollstream_tests::embedded::Embedded;
use pollstream_tests::printed;
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

fn client(broker: &str, options: &[(String, String)]) -> BaseConsumer {
    let mut config = ClientConfig::new();
    config.extend(options.to_vec());
    config
        .set("bootstrap.servers", broker)
        .set("group.id", "stranger");
    config.create().expect("a client")
}

/// Whether a client may know of a topic, as whoever may read or write it does.
fn may_see(broker: &str, options: &[(String, String)], topic: Topic) -> bool {
    let client = client(broker, options);
    let name = topic.base_name();
    let metadata = client.fetch_metadata(Some(name), Duration::from_secs(30));
    let metadata = metadata.expect("an answer");
    match metadata.topics()[0].error().map(RDKafkaErrorCode::from) {
        None => true,
        Some(RDKafkaErrorCode::TopicAuthorizationFailed) => false,
        Some(error) => panic!("{name}: {error}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_private_kafka_lets_nobody_in_without_a_password_and_stations_no_further_than_they_need() {
    let folder = Embedded::new();
    let mut up = folder.up(&[]);
    folder.make_election(RULES);
    let running = folder.running();
    for file in ["run.json", "kafka.credentials", "kafka/server.properties"] {
        let mode = std::fs::metadata(folder.data().join(file))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{file} is for its owner only");
    }
    let broker = running.endpoints.kafka.clone();
    let stranger = client(&broker, &[]);
    assert!(stranger.fetch_metadata(None, Duration::from_secs(3)).is_err());

    // What a station has is in its package, and is enough to work with.
    let said = folder.done(&["enrol", "north"]);
    let bytes = std::fs::read(printed(&said, "package")).expect("the package");
    let package = StationPackage::open(&bytes, &printed(&said, "enrolment code")).expect("the package opens");
    let options = package.kafka_options.clone();
    let key = package.signing_key.clone();
    let kept = StationOptions {
        durability: Durability::Throwaway,
        ..StationOptions::default()
    };
    let path = folder.beside("north.sqlite");
    let station = Station::create(&path, package, kept).await.expect("a station");
    assert_eq!(station.kafka_options(), options);
    let uplink = Uplink::connect(UplinkConfig {
        kafka: station.kafka().to_owned(),
        topics: station.topics().clone(),
        authority: *station.authority(),
        extra: station.kafka_options().to_vec(),
    })
    .expect("an uplink");
    let kiosk = Kiosk { station, key };
    let _attached = uplink.attach(&kiosk.station);
    kiosk.open().await;
    kiosk.visit(voter("north", 1), "ada").await;
    kiosk.receipted().await;

    // It knows of neither voters nor votes.
    assert!(may_see(&broker, &options, Topic::Receipts));
    for topic in [
        Topic::Voters,
        Topic::Votes,
        Topic::CheckIns,
        Topic::ResultsCandidates,
    ] {
        assert!(!may_see(&broker, &options, topic), "{}", topic.base_name());
    }
    folder.done(&["check"]);
    assert!(up.is_alive());
    assert!(folder.done(&["down"]).contains("Stopped"));
    assert_eq!(up.ended(), 0);
}
