use pollstream_protocol::definition::ElectionDefinition;

use super::*;

const ELECTION: &str = r#"[election]
id = "e"
title = "E"
date = "2026-11-03"
polls_open = "07:00"
polls_close = "20:00"
time_zone = "America/Chicago"

[[contest]]
id = "council"
title = "Council"
votes_allowed = 3

[[contest]]
id = "measure"
title = "Bond"
[contest.tabulation]
method = "measure"
approve = "yes"
at_least = "2/3"

[[contest]]
id = "lists"
title = "Assembly"
seats = 8
[contest.tabulation]
method = "dhondt"

[[candidate]]
id = "ann"
contest = "council"
name = "Ann"
[[candidate]]
id = "bob"
contest = "council"
name = "Bob"
[[candidate]]
id = "cy"
contest = "council"
name = "Cy"
[[candidate]]
id = "dee"
contest = "council"
name = "Dee"
[[candidate]]
id = "yes"
contest = "measure"
name = "Yes"
[[candidate]]
id = "no"
contest = "measure"
name = "No"
[[candidate]]
id = "red"
contest = "lists"
name = "Red"
[[candidate]]
id = "blue"
contest = "lists"
name = "Blue"

[[ballot_style]]
id = "s"
contests = ["council", "measure", "lists"]
[[district]]
id = "all"
name = "All"
[[polling_station]]
id = "p"
name = "P"
district = "all"
ballot_styles = ["s"]
"#;

fn found(contest: usize, votes: &[(&str, u64)], status: ResultsStatus) -> ContestOutcome {
    let definition = ElectionDefinition::parse(ELECTION).unwrap();
    let tally = ContestTally {
        ballots: 2_000,
        votes: votes.iter().map(|(id, v)| (id.parse().unwrap(), *v)).collect(),
        ..ContestTally::default()
    };
    let counted = Counted {
        tally: &tally,
        registered: 3_000,
        status,
        rounds: None,
        lots: &[],
    };
    outcome(&definition.contests[contest], counted).unwrap()
}

#[test]
fn elected_and_tied_are_said_in_one_sentence() {
    use ResultsStatus::{Certified, UnofficialPartial};
    let votes = [("ann", 544), ("bob", 500), ("cy", 409), ("dee", 409)];
    let tied = found(0, &votes, Certified);
    assert_eq!(
        tied.sentence,
        "Elected: Ann and Bob. Cy and Dee are tied for the last seat at 409 votes; lots must be drawn"
    );
    assert_eq!(
        tied.candidates[&"dee".parse().unwrap()].standing,
        StandingName::Tied
    );
    let clear = [("ann", 544), ("bob", 500), ("cy", 410), ("dee", 409)];
    assert_eq!(
        found(0, &clear, Certified).sentence,
        "Elected: Ann, Bob and Cy, 1 vote ahead of the next"
    );
    assert_eq!(
        found(0, &clear, UnofficialPartial).sentence,
        "So far in a seat: Ann, Bob and Cy, 1 vote ahead of the next"
    );
    assert_eq!(
        found(0, &[("ann", 5)], Certified).sentence,
        "Elected: Ann, 5 votes ahead of the next. 2 seats stay empty"
    );
}

#[test]
fn measures_say_what_was_needed() {
    let carried = found(1, &[("yes", 800), ("no", 400)], ResultsStatus::Certified);
    assert_eq!(carried.sentence, "Carried: 800 of 1,200 votes, 800 needed");
    let short = found(1, &[("yes", 799), ("no", 401)], ResultsStatus::UnofficialPartial);
    assert_eq!(
        short.sentence,
        "So far not carried: 799 of 1,200 votes, 800 needed"
    );
    assert_eq!(short.measure.unwrap().result, "not_carried");
}

#[test]
fn lists_get_seats() {
    let divided = found(2, &[("red", 610), ("blue", 300)], ResultsStatus::Certified);
    assert_eq!(divided.sentence, "Seats: Red 6, Blue 2");
    assert_eq!(divided.candidates[&"red".parse().unwrap()].seats, 6);
}
