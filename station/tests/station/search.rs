//! Finding voters as people type them.

use jiff::civil::date;
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::voter::VoterRecord;
use pollstream_station::{DateOrder, Station};

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
        .search(query, DateOrder::DayFirst, 50)
        .await
        .unwrap()
        .voters
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
        ("zoe obrien", &[4]),
        ("brien zoe", &[4]),
        ("νικος", &[5]),
        ("παππας νίκ", &[5]),
        ("unez", &[0]),
        ("mez", &[]),
        ("", &[]),
        ("\" AND *", &[]),
        ("\"or\"*", &[1]),
        ("%", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&station, query).await, *expected, "{query}");
    }
}

/// What officers typed who found nobody: each finds its voter, and nobody else.
#[tokio::test]
async fn what_officers_typed_in_vain_finds_the_voter() {
    let kit = Kit::new(5);
    let names = [
        "Emma Thompson",
        "Kevin O'Neill",
        "Łucja Nowak",
        "Søren Lund",
        "Anna Straße",
        "Ayşe Yıldız",
        "Hồ Văn Đức",
        "علی رضا",
        "فاطمة الزهراء",
        "María García",
        "Maria Garcia",
    ];
    let mut roll: Vec<_> = (0..).zip(names).map(|(n, name)| named(n, name)).collect();
    roll[0].date_of_birth = date(1997, 12, 17);
    roll[10].date_of_birth = date(1985, 1, 31);
    let station = Station::create(&kit.path(), kit.package(roll), kit.options())
        .await
        .unwrap();
    for (query, expected) in [
        ("tompson", 0),
        ("oneill", 1),
        ("lucja", 2),
        ("soren", 3),
        ("strasse", 4),
        ("YILDIZ", 5),
        ("ho duc", 6),
        ("علي", 7),
        ("فاطمه", 8),
        ("12/17/1997", 0),
        ("17.12.1997", 0),
        ("maria garcia 1980", 9),
        ("0004", 4),
        ("RV-٠٠٠٠٠٤", 4),
        ("rv 000 004", 4),
    ] {
        assert_eq!(found(&station, query).await, [expected], "{query}");
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
    let search = async |query| station.search(query, DateOrder::DayFirst, 2).await.unwrap();
    assert_eq!(search("rv").await.total, 0, "a word without digits is a name");
    let found = search("rv0").await;
    assert_eq!(
        (found.voters.len(), found.total),
        (2, 6),
        "the limit holds, and all are counted"
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
