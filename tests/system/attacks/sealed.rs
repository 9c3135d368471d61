//! The counting key is elsewhere: what is opened does not depend on who came first.

use pollstream_tests::election::{Election, Rules, votes};
use pollstream_tests::eventually;
use serde_json::json;

use super::certify;
use crate::decisions::{appoint, done_as};

const SEALED: Rules = Rules {
    disclosure: "after_close",
    min_batch: 1,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_station_that_comes_after_the_close_is_opened_by_whoever_has_the_key() {
    let election = Election::begin("late_and_sealed", SEALED).await;
    let place = &election.place;
    let (key, away) = (
        place.data().join("keys/counting.key"),
        place.data().join("counting.key"),
    );
    let stations = [election.kiosk("north").await, election.kiosk("south").await];
    for (kiosk, station) in stations.iter().zip(["north", "south"]) {
        kiosk.open().await;
        for n in 2..=4 {
            kiosk.visit(election.voter(station, n), "ada").await;
        }
        kiosk.close().await;
    }
    appoint(|arguments| place.central(arguments));
    let mayor = || votes(&election.results()["contests"], "mayor")["ada"].clone();

    std::fs::rename(&key, &away).expect("the key is taken away");
    let aggregate = place.service("aggregate");
    let intake = place.service("intake");
    let uplink = election.uplink();
    let _north = uplink.attach(&stations[0].station);
    stations[0].receipted().await;
    // Another machine has the key: there the election is closed.
    std::fs::rename(&away, &key).expect("the key is back");
    assert!(done_as(place, "anna", &["close"]).contains("3 ballots"));
    std::fs::rename(&key, &away).expect("the key is taken away");
    // Intake began without it and goes on so.
    let _south = uplink.attach(&stations[1].station);
    stations[1].receipted().await;
    election.settled().await;
    assert_eq!(mayor(), 3, "south's ballots wait for the key");
    std::fs::rename(&away, &key).expect("the key is back");
    let again = done_as(place, "anna", &["close"]);
    assert!(
        again.contains("closed before; 3 ballots that have come since"),
        "{again}"
    );
    election.settled().await;
    assert_eq!(mayor(), 6);
    assert!(done_as(place, "anna", &["close"]).contains("closed before; 0 ballots"));
    election.sound();
    certify(place);
    for service in [intake, aggregate] {
        assert_eq!(service.terminate(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_intake_with_the_key_opens_what_another_took_in_without_it() {
    let election = Election::begin("opened_by_another", SEALED).await;
    let place = &election.place;
    let (key, away) = (
        place.data().join("keys/counting.key"),
        place.data().join("counting.key"),
    );
    let kiosk = election.kiosk("north").await;
    kiosk.open().await;
    kiosk.visit(election.voter("north", 2), "ada").await;
    kiosk.close().await;
    place.done(&["close"]);
    let _aggregate = place.service("aggregate");
    std::fs::rename(&key, &away).expect("the key is taken away");
    let intake = place.service("intake");
    let uplink = election.uplink();
    let _north = uplink.attach(&kiosk.station);
    kiosk.receipted().await;
    assert_eq!(
        election
            .count("select count(*) from sealed_group where not opened")
            .await,
        1
    );
    assert_eq!(intake.terminate(), 0);
    std::fs::rename(&away, &key).expect("the key is back");
    let _intake = place.service("intake");
    eventually("what was sealed to be opened", || async {
        let sealed = election
            .count("select count(*) from sealed_group where not opened")
            .await;
        (sealed == 0).then_some(())
    })
    .await;
    election.settled().await;
    assert_eq!(votes(&election.results()["contests"], "mayor")["ada"], json!(1));
    election.sound();
}
