//! Looking voters up on the largest roll that a polling station has, as officers type: names of many languages,
//! letter by letter, with a slip of the keyboard, without accents, by number, by date of birth and by year.

use std::time::{Duration, Instant};

use pollstream_central::simulate;
use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::fold::fold_words;
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::voter::VoterRecord;
use pollstream_station::{DateOrder, Station, StationOptions};

use crate::table::{Table, quantile};

const ROLL: u64 = 100_000;
/// Polling stations of the generated electorate: each has names of another language.
const PLACES: u32 = 20;
const VOTERS: usize = 150;
const SHOWN: usize = 12;
const NOTICED: Duration = Duration::from_millis(50);
/// How long a start may take before somebody starts the program again.
const START: Duration = Duration::from_secs(5);

/// Every query that an officer comes past on the way to a voter.
pub(crate) async fn latency(table: &mut Table, package: StationPackage) {
    let folder = tempfile::tempdir().expect("a folder");
    let package = with_roll(package);
    let sought: Vec<VoterRecord> = (package.roll.iter())
        .step_by(package.roll.len() / VOTERS)
        .map(|update| update.voter.clone())
        .collect();
    let path = folder.path().join("s0.sqlite");
    let key = package.signing_key.clone();
    let made = Station::create(&path, package, StationOptions::default())
        .await
        .expect("a station");
    made.close().await.expect("it closes");
    let started = Instant::now();
    let station = Station::open(&path, key, StationOptions::default())
        .await
        .expect("a station");
    table.time(
        &format!("opening a roll of {ROLL} voters"),
        started.elapsed(),
        "what a start may take",
        START,
    );
    let mut times = Vec::new();
    for voter in &sought {
        for query in queries(voter) {
            let started = Instant::now();
            let found = station
                .search(&query, DateOrder::DayFirst, SHOWN)
                .await
                .expect("a search");
            times.push(started.elapsed());
            assert!(
                found.total > 0,
                "a query of {} characters finds nobody",
                query.chars().count()
            );
        }
    }
    for percent in [50, 99] {
        let what = format!("search on {ROLL} voters, p{percent} of {}", times.len());
        table.time(
            &what,
            quantile(&times, percent),
            "what an officer notices",
            NOTICED,
        );
    }
}

fn with_roll(mut package: StationPackage) -> StationPackage {
    let like = package.roll.remove(0);
    let electorate = simulate::electorate(PLACES, ROLL, 7);
    let update = |voter: VoterRecord| RollUpdate {
        voter: VoterRecord {
            voter_id: VoterId::derive(&like.election, &voter.registration_number),
            polling_station: like.voter.polling_station.clone(),
            ballot_style: like.voter.ballot_style.clone(),
            ..voter
        },
        ..like.clone()
    };
    package.roll = simulate::voters(&electorate).map(update).collect();
    package
}

fn queries(voter: &VoterRecord) -> Vec<String> {
    let words = fold_words(&voter.name);
    let letters: Vec<char> = words[0].chars().collect();
    let mut queries: Vec<String> = (1..=letters.len())
        .map(|n| letters[..n].iter().collect())
        .collect();
    if letters.len() > 4 {
        // The third letter left out.
        queries.push(letters[..2].iter().chain(&letters[3..]).collect());
    }
    let number = &voter.registration_number;
    let ending: String = number
        .chars()
        .skip(number.chars().count().saturating_sub(4))
        .collect();
    queries.extend([
        words.join(" "),
        voter.name.to_uppercase(),
        number.clone(),
        ending,
        voter.date_of_birth.strftime("%d.%m.%Y").to_string(),
        format!("{} {}", words[0], voter.date_of_birth.year()),
    ]);
    queries
}
