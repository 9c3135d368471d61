use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::store::aggregate::ResultsState;
use crate::store::results::Tallies;

fn tally(votes: &[(&str, u64)], undervotes: u64, overvotes: u64) -> ContestTally {
    let votes: BTreeMap<_, _> = votes.iter().map(|(id, n)| (id.parse().unwrap(), *n)).collect();
    ContestTally {
        ballots: votes.values().sum::<u64>() + undervotes + overvotes,
        votes,
        undervotes,
        overvotes,
    }
}

fn counts(status: ElectionStatus) -> Counts {
    let key = |place: &str| (place.to_owned(), "mayor".parse().unwrap());
    let streaming: Tallies = [
        (key("district/city"), tally(&[("ann", 300), ("bob", 1_200)], 4, 1)),
        (key("station/s1"), tally(&[("ann", 296), ("bob", 1_200)], 4, 1)),
        (key("station/s2"), tally(&[("ann", 4)], 0, 0)),
    ]
    .into();
    let turnout = TurnoutCounts {
        registered: 4_000,
        accredited: 3_000,
        checked_in: 1_506,
        ..Default::default()
    };
    Counts {
        state: ResultsState {
            election: status,
            results: ResultsStatus::UnofficialPartial,
            min_batch: 10,
        },
        turnout: [("district/city".to_owned(), turnout)].into(),
        sql: streaming.clone(),
        hidden: Tallies::new(),
        streaming,
        ranked: BTreeMap::new(),
        lots: BTreeMap::new(),
    }
}

fn riverton(status: ElectionStatus, by: Option<Breakdown>) -> ElectionResults {
    let definition = ElectionDefinition::parse(include_str!("../aggregate/testing.toml")).unwrap();
    assemble(&definition, &counts(status), by, Timestamp::UNIX_EPOCH)
}

#[test]
fn most_votes_first_and_nobody_accredited_is_left_out() {
    let results = riverton(ElectionStatus::Open, None);
    let mayor = &results.contests[0];
    let order: Vec<_> = mayor
        .candidates
        .iter()
        .map(|c| (c.id.as_str(), c.votes, c.percent))
        .collect();
    assert_eq!(
        order,
        [("bob", 1_200, 80.0), ("ann", 300, 20.0), ("chen", 0, 0.0)]
    );
    assert_eq!((mayor.undervotes, mayor.overvotes, mayor.ballots), (4, 1, 1_505));
    assert!((results.totals.turnout_percent - 50.2).abs() < 1e-9);
    assert_eq!(results.totals.candidates, 5);
    assert!(results.sql_tally_equal);
    let back: ElectionResults = serde_json::from_str(&results.to_json()).unwrap();
    assert_eq!(back, results);
}

#[test]
fn what_is_hidden_is_said_and_not_shown() {
    let of_s2 = |votes| {
        let definition = ElectionDefinition::parse(include_str!("../aggregate/testing.toml")).unwrap();
        let mut counts = counts(ElectionStatus::Closed);
        let cell = ("station/s2".to_owned(), "mayor".parse().unwrap());
        counts.hidden.insert(cell, tally(&[("ann", votes)], 0, 0));
        assemble(
            &definition,
            &counts,
            Some(Breakdown::Station),
            Timestamp::UNIX_EPOCH,
        )
    };
    let all = of_s2(4);
    let hidden = &all.places[1].contests[0];
    assert!(hidden.suppressed && hidden.ballots == 0 && hidden.candidates.iter().all(|c| c.votes == 0));
    assert_eq!(hidden.held_back, 4);
    assert!(all.to_text().contains("withheld"));
    let csv = all.to_csv().unwrap();
    for line in [
        "station/s2,Library,candidate,mayor,Mayor,ann,Ann Whitfield,River Party,,",
        "station/s2,Library,held_back,mayor,Mayor,,,,4,",
    ] {
        assert!(csv.contains(line), "{csv}");
    }
    let some = of_s2(1);
    let partly = &some.places[1].contests[0];
    assert_eq!(
        (partly.suppressed, partly.ballots, partly.held_back),
        (false, 3, 1)
    );
    assert!(
        some.to_text().contains("1 ballot is counted and not shown here"),
        "{}",
        some.to_text()
    );
}

#[test]
fn columns_line_up_in_every_script() {
    let text = riverton(ElectionStatus::Open, None).to_text();
    let rows: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("  ") && line.ends_with('%'))
        .collect();
    assert_eq!(rows.len(), 5, "{text}");
    let widths: Vec<_> = rows[..3].iter().map(|line| line.width()).collect();
    assert!(widths.iter().all(|w| *w == widths[0]), "{widths:?}\n{text}");
    assert!(text.contains("1,200   80.00 %"), "{text}");
}

#[test]
fn csv_holds_one_number_a_line_and_no_formula() {
    let mut results = riverton(ElectionStatus::Open, None);
    results.contests[0].candidates[0].name = "=1+1".into();
    let csv = results.to_csv().unwrap();
    let mut reader = ::csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    // Turnout; each contest with its candidates, its outcome or not, its ballots, undervotes and overvotes.
    assert_eq!(rows.len(), 8 + (3 + 1 + 3) + (2 + 3));
    assert!(
        rows.iter()
            .any(|r| &r[6] == "'=1+1" && &r[8] == "1200" && &r[9] == "80")
    );
}

#[test]
fn a_difference_from_the_sql_tally_is_said() {
    let mut counts = counts(ElectionStatus::Closed);
    counts.sql.clear();
    assert_eq!(differences(&counts.streaming, &counts.sql).len(), 3);
    let definition = ElectionDefinition::parse(include_str!("../aggregate/testing.toml")).unwrap();
    let results = assemble(&definition, &counts, None, Timestamp::UNIX_EPOCH);
    assert!(!results.sql_tally_equal && results.to_text().contains("ATTENTION"));
}
