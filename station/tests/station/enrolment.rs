//! From a package to a station and back to one after a restart.

use pollstream_protocol::ids::Incarnation;
use pollstream_protocol::signed::SigningKey;
use pollstream_station::{DateOrder, Station, StationError};

use crate::support::{Kit, OFFICER, code, officers, vote, voter};

#[tokio::test]
async fn a_station_is_what_its_package_says_also_after_a_restart() {
    let kit = Kit::new(2);
    let station = kit.station(3).await;
    for restarted in [false, true] {
        let station = if restarted {
            kit.crash(station.clone()).await
        } else {
            station.clone()
        };
        assert_eq!(station.id().as_str(), "s1");
        assert_eq!(station.incarnation(), Incarnation(1));
        assert_eq!(station.kafka(), "localhost:9092");
        assert_eq!(station.topics().prefix(), "t.");
        assert_eq!(station.authority(), &kit.authority.verifying_key());
        assert_eq!(station.definition().version, 1);
        assert_eq!(station.counters().await.unwrap().on_roll, 3);
        if !restarted {
            station.close().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_file_is_never_overwritten_and_never_opened_twice() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    let again = Station::open(&kit.path(), kit.key.clone(), kit.options()).await;
    assert!(matches!(again, Err(StationError::InUse(_))));
    station.clone().close().await.unwrap();
    assert_eq!(code(station.counters().await), "closed");
    drop(station);
    let again = Station::create(&kit.path(), kit.package(vec![]), kit.options()).await;
    assert!(matches!(again, Err(StationError::Exists(_))));
    let elsewhere = kit.folder.path().join("none.db");
    let missing = Station::open(&elsewhere, kit.key.clone(), kit.options()).await;
    assert!(matches!(missing, Err(StationError::Missing(_))));
}

#[tokio::test]
async fn only_the_enrolled_key_opens_the_station() {
    let kit = Kit::new(2);
    drop(kit.station(1).await);
    let other = SigningKey::from_bytes(&[9; 32]);
    assert_eq!(
        code(Station::open(&kit.path(), other.clone(), kit.options()).await),
        "wrong_key"
    );
    let mut package = kit.package(vec![]);
    package.signing_key = other;
    let path = kit.folder.path().join("other.db");
    assert_eq!(
        code(Station::create(&path, package, kit.options()).await),
        "wrong_key"
    );
    assert!(!path.exists());
}

#[tokio::test]
async fn a_package_that_does_not_hold_together_leaves_no_file() {
    let kit = Kit::new(2);
    let path = kit.folder.path().join("bad.db");
    let twice = kit.package(vec![voter(1), voter(1)]);
    assert_eq!(
        code(Station::create(&path, twice, kit.options()).await),
        "bad_package"
    );
    let mut foreign = kit.package(vec![voter(1)]);
    foreign.roll[0].polling_station = "s2".parse().unwrap();
    assert_eq!(
        code(Station::create(&path, foreign, kit.options()).await),
        "bad_package"
    );
    assert!(!path.exists());
}

#[tokio::test]
async fn closing_waits_for_the_change_that_is_under_way() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    let voting = tokio::spawn({
        let station = station.clone();
        async move { station.check_in(voter(0).voter_id, OFFICER).await }
    });
    station.close().await.unwrap();
    let voted = voting.await.unwrap().is_ok();
    let station = Station::open(&kit.path(), kit.key.clone(), kit.options())
        .await
        .unwrap();
    assert_eq!(station.counters().await.unwrap().checked_in, u64::from(voted));
    if !voted {
        vote(&station, 0, "hodges").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_station_can_be_used_from_any_task() {
    let kit = Kit::new(2);
    let (path, package, options) = (kit.path(), kit.package(vec![voter(0)]), kit.options());
    let day = tokio::spawn(async move {
        let station = Station::create(&path, package, options).await.unwrap();
        station.open_polls(&officers(), None).await.unwrap();
        vote(&station, 0, "hodges").await;
        station.search("voter", DateOrder::DayFirst, 5).await.unwrap();
        station.close_polls(&officers(), Some("a test")).await.unwrap();
        station.close().await.unwrap();
    });
    day.await.unwrap();
}
