//! How fast a roll file is read: from bytes to voters, with every check of a row, and with the search for people who
//! stand in it twice. Prints rows a second.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use jiff::Timestamp;
use pollstream_central::roll_file::RollFile;
use pollstream_central::table::TableOptions;
use pollstream_protocol::definition::ElectionDefinition;

const ROWS: usize = 300_000;
const RUNS: usize = 3;

const DEFINITION: &str = r#"
[election]
id = "bench"
title = "Bench"
date = "2026-11-03"
polls_open = "07:00"
polls_close = "20:00"
time_zone = "America/Chicago"
[[contest]]
id = "c"
title = "C"
[[candidate]]
id = "a"
contest = "c"
name = "A"
[[ballot_style]]
id = "city"
contests = ["c"]
[[district]]
id = "root"
name = "Root"
[[polling_station]]
id = "north"
name = "North"
district = "root"
ballot_styles = ["city"]
"#;

/// Names of several scripts; every tenth row holds accents.
fn roll() -> String {
    let mut csv = String::from(
        "registration_number;name;date_of_birth;gender;nationality;street;city;postcode;email;phone;polling_station\n",
    );
    for n in 0..ROWS {
        let (given, day, month, year) = (n % 997, n % 28 + 1, n % 12 + 1, 1930 + n % 75);
        let family = if n % 10 == 0 {
            "Núñez-Ångström"
        } else {
            "Washington"
        };
        let _ = writeln!(
            csv,
            "RV-{n:07};Jessica {given} {family} {n};{year}-{month:02}-{day:02};female;US;{n} Orchard Drive;Riverton;55901;\
             jessica.{n}@example.com;+1 507 555 0138;north"
        );
    }
    csv
}

fn best(mut run: impl FnMut() -> usize) -> f64 {
    let rate = |_| {
        let started = Instant::now();
        run() as f64 / started.elapsed().as_secs_f64()
    };
    (0..RUNS).map(rate).fold(0.0, f64::max)
}

fn main() {
    let definition = ElectionDefinition::parse(DEFINITION).expect("a definition");
    let csv = roll();
    let (bytes, now) = (csv.as_bytes(), Timestamp::UNIX_EPOCH);
    let read = best(|| {
        let file = RollFile::read(bytes, &TableOptions::default()).expect("a roll");
        let voters = file.voters(&definition, now).expect("voters");
        voters.inspect(|voter| assert!(black_box(voter).is_ok())).count()
    });
    let preview = best(|| {
        let file = RollFile::read(bytes, &TableOptions::default()).expect("a roll");
        let preview = file.preview(&definition, now).expect("a preview");
        assert!(preview.faults.is_empty(), "{:?}", preview.faults.first());
        usize::try_from(preview.rows).expect("a number")
    });
    println!(
        "roll file, {ROWS} rows of {} bytes, best of {RUNS} runs:",
        csv.len() / ROWS
    );
    println!("  read                     {read:>12.0} rows/s");
    println!("  read and looked through  {preview:>12.0} rows/s");
}
