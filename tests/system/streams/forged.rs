//! Whoever can write to the broker writes as central: nothing of it is believed, nothing stops, everything is shown.

use pollstream_protocol::envelope::{HEADER, Position, Published, ServiceKey};
use pollstream_protocol::signed::generate_key;
use pollstream_protocol::topics::Topic;
use pollstream_tests::election::{Election, Kiosk, Rules};
use pollstream_tests::eventually;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{FutureProducer, FutureRecord};
use serde_json::{Value, json};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

/// A message with a forged envelope, or with none.
async fn forge(election: &Election, topic: Topic, key: &str, payload: &[u8], envelope: Option<&[u8]>) {
    let kafka = &election.settings.kafka;
    let producer: FutureProducer = kafka.client_config().create().expect("a producer");
    let name = kafka.topics.name(topic);
    let mut record = FutureRecord::to(&name).key(key).payload(payload);
    record.headers = envelope.map(|value| {
        OwnedHeaders::new().insert(Header {
            key: HEADER,
            value: Some(value),
        })
    });
    let sent = producer.send(record, std::time::Duration::from_secs(30)).await;
    sent.expect("the broker takes it");
}

/// An envelope by a stranger who certified themselves.
fn strangers(election: &Election, topic: Topic, key: &str, payload: &[u8]) -> Vec<u8> {
    let rng = &mut rand::rng();
    let service = ServiceKey::certify(election.id(), "central", generate_key(rng), &generate_key(rng));
    let published = Published {
        topic,
        key,
        position: Position {
            epoch: 1,
            number: 1 << 62,
        },
        payload: Some(payload),
    };
    service.envelopes(&[published]).remove(0)
}

async fn six_ballots(election: &Election) -> Kiosk {
    let kiosk = election.kiosk("north").await;
    kiosk.open().await;
    for n in 1..=6 {
        kiosk
            .visit(election.voter("north", n), if n < 6 { "ada" } else { "ben" })
            .await;
    }
    kiosk
}

fn warned(check: &Value) -> String {
    let checks = check["checks"].as_array().expect("checks");
    let found = checks
        .iter()
        .find(|c| c["name"] == "foreign messages")
        .expect("the check");
    assert_eq!(found["outcome"], "warning", "{found:#}");
    found["examples"].to_string()
}

async fn parked(election: &Election, at_least: i64) {
    let store = election.settings.store().await.expect("the store");
    eventually("the forged messages to be parked", || async {
        let lots = store.parked().await.expect("what is parked");
        (lots.iter().map(|lot| lot.messages).sum::<i64>() >= at_least).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forged_events_change_no_total_and_stop_nobody() {
    let election = Election::begin("forged_events", RULES).await;
    let _intake = election.place.service("intake");
    let aggregate = election.place.service("aggregate");
    let kiosk = six_ballots(&election).await;
    let uplink = election.uplink();
    let _attached = uplink.attach(&kiosk.station);
    kiosk.receipted().await;
    election.settled().await;
    let before = election.results();
    assert_eq!(before["totals"]["ballots"], 6);

    let mayor = json!({ "ballots": 500, "votes": { "ben": 500 }, "undervotes": 0, "overvotes": 0 });
    let votes = json!({ "election": "town-2026", "station": "north", "event": 4, "ballots": 500,
                        "contests": { "mayor": mayor } })
    .to_string();
    let check_ins = |hour: &str, number: u64, count: u64| {
        json!({ "election": "town-2026", "station": "south", "event": number, "checked_in": { hour: count },
                "undone": 0, "provisional": 0, "registered": 0, "polls": null })
        .to_string()
    };
    let (topic, key) = (Topic::Votes, "north");
    forge(&election, topic, key, votes.as_bytes(), None).await;
    let signed = strangers(&election, topic, key, votes.as_bytes());
    forge(&election, topic, key, votes.as_bytes(), Some(&signed)).await;
    // An envelope of central's own, taken from another message.
    let (_, _, own) = election.enveloped(Topic::Votes).remove(0);
    let own = own.expect("central's envelope");
    forge(&election, topic, key, votes.as_bytes(), Some(&own)).await;
    forge(&election, topic, key, &[], Some(&own)).await;
    forge(&election, topic, key, b"{", Some(&vec![7; 500_000])).await;
    let nasty = [
        check_ins("2026-11-03T14\0", 1, 1),
        check_ins("2026-11-03T14", 1, u64::MAX),
        check_ins("2026-11-03T14", 1 << 62, 5),
        check_ins(&"9".repeat(900_000), 1, 1),
        json!({ "election": 5, "station": [], "event": "x" }).to_string(),
        "[".repeat(100_000),
    ];
    for text in &nasty {
        forge(&election, Topic::CheckIns, "south", text.as_bytes(), None).await;
    }
    parked(&election, 5 + 6).await;

    // The count goes on, also after a restart that reads everything again.
    assert_eq!(election.results(), before, "nothing forged is counted");
    assert_eq!(aggregate.terminate(), 0);
    sqlx::query("delete from consumer_offset where consumer = 'aggregate'")
        .execute(&election.database)
        .await
        .expect("the offsets are forgotten");
    let mut aggregate = election.place.service("aggregate");
    for n in 7..=8 {
        kiosk.visit(election.voter("north", n), "ben").await;
    }
    kiosk.receipted().await;
    election.settled().await;
    assert_eq!(election.results()["totals"]["ballots"], 8);
    assert!(aggregate.is_alive());
    let (check, _) = election.sound();
    let said = warned(&check);
    for reason in ["unsigned", "not_certified", "bad_signature", "malformed_envelope"] {
        assert!(said.contains(reason), "{reason} is missing in {said}");
    }
    let status = election.place.json(&["status", "--json"]);
    assert!(status["parked"].as_i64().expect("a number") >= 11, "{status:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forged_results_are_shown_nowhere() {
    let election = Election::begin("forged_results", RULES).await;
    let _intake = election.place.service("intake");
    let _aggregate = election.place.service("aggregate");
    let kiosk = six_ballots(&election).await;
    let uplink = election.uplink();
    let _attached = uplink.attach(&kiosk.station);
    kiosk.receipted().await;
    election.settled().await;
    election.sound();

    let key = "district/town/mayor";
    let results = json!({ "election": "town-2026", "place": "district/town", "contest": "mayor", "version": 1_u64 << 62,
        "status": "certified", "as_of": "2030-01-01T00:00:00Z",
        "tally": { "ballots": 999_999, "votes": { "ben": 999_999 }, "undervotes": 0, "overvotes": 0 } })
    .to_string();
    let topic = Topic::ResultsCandidates;
    forge(&election, topic, key, results.as_bytes(), None).await;
    let signed = strangers(&election, topic, key, results.as_bytes());
    forge(&election, topic, key, results.as_bytes(), Some(&signed)).await;
    let turnout = json!({ "election": "town-2026", "place": "district/town", "version": 1_u64 << 62,
        "as_of": "2030-01-01T00:00:00Z", "registered": 1, "accredited": 1, "checked_in": 999_999, "ballots": 999_999,
        "provisional": 0, "stations": 1, "stations_reporting": 1, "stations_closed": 1 })
    .to_string();
    forge(
        &election,
        Topic::ResultsTurnout,
        "district/town",
        turnout.as_bytes(),
        None,
    )
    .await;

    let board = election.place.done(&["watch", "--once"]);
    assert!(!board.contains("999") && board.contains("Ada"), "{board}");
    let (_, recount) = election.sound();
    assert_eq!(recount["published_refused"], 2);
    parked(&election, 3).await;
    warned(&election.place.json(&["check", "--json"]));
}
