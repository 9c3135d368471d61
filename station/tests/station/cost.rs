//! What things cost. Printed, not asserted: the machine is shared.

use std::time::{Duration, Instant};

use jiff::civil::date;
use pollstream_station::{DateOrder, Durability, Station};

use crate::support::{Kit, OFFICER, ballot, voter};

const GIVEN: [&str; 12] = [
    "Maria", "José", "Fatima", "Wei", "Anna", "Mohammed", "Sita", "John", "Olga", "Ahmed", "Zoë", "Ngozi",
];
const FAMILY: [&str; 11] = [
    "García", "Smith", "Nguyễn", "Ivanova", "Okafor", "Müller", "Devi", "Khan", "Brown", "Silva", "Yılmaz",
];

fn name(n: u32) -> String {
    let at = |list: &[&'static str], i: u32| list[i as usize % list.len()];
    format!(
        "{} {} {}{}",
        at(&GIVEN, n),
        at(&GIVEN, n / 12 + 5),
        at(&FAMILY, n / 7),
        n % 997
    )
}

#[tokio::test]
async fn searching_a_hundred_thousand_voters() {
    let kit = Kit::new(10);
    let roll = (0..100_000).map(|n| {
        let mut voter = voter(n);
        voter.name = name(n);
        voter.date_of_birth = date(
            1940 + i16::try_from(n % 60).unwrap(),
            1 + i8::try_from(n % 12).unwrap(),
            7,
        );
        voter
    });
    let package = kit.package(roll.collect());
    let start = Instant::now();
    let station = Station::create(&kit.path(), package, kit.options())
        .await
        .unwrap();
    println!("roll of 100,000 loaded in {:?}", start.elapsed());
    station.search("warm", DateOrder::DayFirst, 1).await.unwrap();
    let queries = [
        "garcia",
        "maria",
        "m",
        "s k",
        "jose g",
        "smith5 john",
        "RV-0777",
        "rv",
        "07.12.1975",
        "nguyen 07.09.1960",
        "zzz",
    ];
    for query in queries {
        let start = Instant::now();
        let found = station
            .search(query, DateOrder::DayFirst, 50)
            .await
            .unwrap()
            .voters
            .len();
        println!("search {query:?}: {found} found in {:?}", start.elapsed());
    }
}

async fn measure(durability: Durability, voters: u32) {
    let mut kit = Kit::new(20);
    kit.durability = durability;
    let station = kit.open_station(voters).await;
    let (mut check_in, mut issue, mut cast) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let paper = ballot(&station, "hodges");
    for n in 0..voters {
        let id = voter(n).voter_id;
        let start = Instant::now();
        station.check_in(id, OFFICER).await.unwrap();
        check_in += start.elapsed();
        let start = Instant::now();
        let session = station.issue_ballot(id).await.unwrap();
        issue += start.elapsed();
        let start = Instant::now();
        station.cast(session, paper.clone()).await.unwrap();
        cast += start.elapsed();
    }
    println!(
        "{durability:?}: check-in {:?}, issue {:?}, cast {:?} on average of {voters}",
        check_in / voters,
        issue / voters,
        cast / voters
    );
}

#[tokio::test]
async fn voting() {
    measure(Durability::Throwaway, 2_000).await;
    measure(Durability::Full, 200).await;
}
