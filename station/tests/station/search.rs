//! Finding voters as people type them.

use jiff::civil::date;
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::voter::VoterRecord;
use pollstream_station::Station;

use crate::support::{Kit, update, voter};

fn named(n: u32, name: &str) -> VoterRecord {
    VoterRecord {
        name: name.into(),
        ..voter(n)
    }
}

async fn station(kit: &Kit) -> Station {
    let names = [
        "José-María NÚÑEZ",
        "Maria Josefa Ortiz",
        "مُحَمَّد العلي",
        "सीता देवी",
        "O'Brien, Zoë",
        "Νίκος Παππάς",
    ];
    let mut roll: Vec<_> = (0..).zip(names).map(|(n, name)| named(n, name)).collect();
    roll[1].date_of_birth = date(1975, 12, 31);
    Station::create(&kit.path(), kit.package(roll), kit.options())
        .await
        .unwrap()
}

async fn found(station: &Station, query: &str) -> Vec<u32> {
    let ids: Vec<VoterId> = station
        .search(query, 50)
        .await
        .unwrap()
        .iter()
        .map(|e| e.voter.voter_id)
        .collect();
    (0..100).filter(|n| ids.contains(&voter(*n).voter_id)).collect()
}

#[tokio::test]
async fn names_are_found_without_accents_in_any_order_and_script() {
    let kit = Kit::new(5);
    let station = station(&kit).await;
    let cases: &[(&str, &[u32])] = &[
        ("jose nunez", &[0]),
        ("nunez jose", &[0]),
        ("NÚÑ", &[0]),
        ("jose maria", &[0, 1]),
        ("mar jos", &[0, 1]),
        ("maria ortiz", &[1]),
        ("محمد", &[2]),
        ("العلي محمد", &[2]),
        ("सीता", &[3]),
        ("देवी सी", &[3]),
        ("सत", &[]),
        ("zoe obrien", &[]),
        ("brien zoe", &[4]),
        ("νικος", &[5]),
        ("παππας νίκ", &[5]),
        ("unez", &[]),
        ("", &[]),
        ("\" AND *", &[]),
        ("\"or\"*", &[1]),
        ("%", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&station, query).await, *expected, "{query}");
    }
}

#[tokio::test]
async fn numbers_and_dates_of_birth_find_too_alone_or_with_a_name() {
    let kit = Kit::new(5);
    let station = station(&kit).await;
    assert_eq!(found(&station, "rv-000003").await, [3]);
    assert_eq!(found(&station, " RV 00000").await, [0, 1, 2, 3, 4, 5]);
    assert!(found(&station, "rv-0000031").await.is_empty());
    for query in [
        "1975-12-31",
        "31.12.1975",
        "31/12/1975",
        "maria 31.12.1975",
        "31.12.1975 ortiz",
    ] {
        assert_eq!(found(&station, query).await, [1], "{query}");
    }
    assert!(found(&station, "jose nunez 31.12.1975").await.is_empty());
    assert_eq!(
        station.search("rv", 2).await.unwrap().len(),
        0,
        "a word without digits is a name"
    );
    assert_eq!(
        station.search("rv0", 2).await.unwrap().len(),
        2,
        "the limit holds"
    );
}

#[tokio::test]
async fn a_changed_name_is_found_and_the_old_one_is_not() {
    let kit = Kit::new(5);
    let station = station(&kit).await;
    station
        .apply_roll_update(&update(named(1, "Maria Lopez"), 2))
        .await
        .unwrap();
    assert!(found(&station, "ortiz").await.is_empty());
    assert_eq!(found(&station, "lopez").await, [1]);
    station
        .apply_roll_update(&update(named(50, "Ortiz Nueva"), 1))
        .await
        .unwrap();
    assert_eq!(found(&station, "ortiz").await, [50]);
}
