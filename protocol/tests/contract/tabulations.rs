//! `seats`, `[contest.tabulation]` and party colors: what a definition says of outcomes, and each broken rule.

use pollstream_protocol::definition::{
    ApportionmentMethod, ElectionDefinition, MeasureBase, OnFault, RankedMethod, RankedRules, Share,
    Surpluses, Tabulation, TieRule,
};

use super::fixtures::DEFINITION;

/// The good file with these lines behind a contest's title.
fn with(title: &str, lines: &str) -> String {
    let title = format!("title = \"{title}\"\n");
    assert_eq!(DEFINITION.matches(&title).count(), 1);
    DEFINITION.replace(&title, &format!("{title}{lines}"))
}

/// The good file with a table behind a contest.
fn with_table(contest_end: &str, table: &str) -> String {
    assert_eq!(DEFINITION.matches(contest_end).count(), 1);
    DEFINITION.replace(
        contest_end,
        &format!("{contest_end}\n[contest.tabulation]\n{table}"),
    )
}

const MAYOR: &str = "ranks_allowed = 3\novervote_permitted = true\n";
const COUNCIL: &str = "votes_allowed = 3\n";
const MEASURE: &str = "title = \"Measure A: new library\"\novervote_permitted = true\n";

fn parsed(text: &str) -> ElectionDefinition {
    ElectionDefinition::parse(text).unwrap()
}

fn problems(text: &str) -> Vec<String> {
    match ElectionDefinition::parse(text) {
        Ok(_) => vec![],
        Err(error) => error.problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn seats_are_as_many_as_votes_unless_the_file_says_otherwise() {
    let seats = |text: &str| parsed(text).contests.iter().map(|c| c.seats).collect::<Vec<_>>();
    assert_eq!(seats(DEFINITION), [1, 3, 1]);
    assert_eq!(seats(&with("City Council", "seats = 2\n")), [1, 2, 1]);
    let definition = parsed(DEFINITION);
    assert_eq!(
        definition.contests[0].tabulation,
        Tabulation::Ranked(RankedRules::standard(1))
    );
    assert_eq!(definition.contests[1].tabulation, Tabulation::MostVotes);
    let stv = parsed(&with("Mayor", "seats = 2\n"));
    let Tabulation::Ranked(rules) = &stv.contests[0].tabulation else {
        panic!("ranked")
    };
    assert_eq!(rules.method, RankedMethod::SingleTransferableVote);
    let said = problems(&with("City Council", "seats = 0\n"));
    let text = with("City Council", "seats = 0\n");
    let wanted = of_line(&text, "seats =", "seats is 0; it must be between 1 and 1000");
    assert_eq!(said, [wanted]);
}

#[test]
fn every_rule_of_a_ranked_count_can_be_stated() {
    let text = with_table(MAYOR, "method = \"instant_runoff\"\noverovted = 1\n");
    assert!(
        problems(&text)[0].contains("unknown field `overovted`"),
        "{:?}",
        problems(&text)
    );
    let text = with_table(
        MAYOR,
        "method = \"instant_runoff\"\novervoted_rank = \"skip\"\nskipped_ranks = 1\nrepeated_candidate = \"exhaust\"\n\
         batch_elimination = true\ncontinue_until_two = true\nties = \"previous_round\"\nwrite_ins = \"bo\"\n\
         withdrawn = \"skipped\"\nlive_rounds = true\n",
    );
    let definition = parsed(&text);
    let Tabulation::Ranked(rules) = &definition.contests[0].tabulation else {
        panic!("ranked")
    };
    assert_eq!(
        *rules,
        RankedRules {
            overvoted_rank: OnFault::Skip,
            skipped_ranks: Some(1),
            repeated_candidate: OnFault::Exhaust,
            batch_elimination: true,
            continue_until_two: true,
            ties: TieRule::PreviousRound,
            write_ins: Some("bo".parse().unwrap()),
            skip_withdrawn: true,
            live_rounds: true,
            ..RankedRules::standard(1)
        }
    );
    let stv = with("Mayor", "seats = 2\n").replace(
        MAYOR,
        &format!(
            "{MAYOR}\n[contest.tabulation]\nmethod = \"single_transferable_vote\"\nquota = \"hare\"\n\
             fractional_threshold = true\ndecimal_places = 4\nsurpluses = \"together\"\n"
        ),
    );
    let Tabulation::Ranked(rules) = &parsed(&stv).contests[0].tabulation.clone() else {
        panic!("ranked")
    };
    assert_eq!((rules.decimal_places, rules.surpluses), (4, Surpluses::Together));
    assert!(rules.fractional_threshold);
}

#[test]
fn measures_have_a_threshold() {
    let carried = |table: &str| {
        let definition = parsed(&with_table(MEASURE, table));
        let Tabulation::Measure(rules) = definition.contests[2].tabulation.clone() else {
            panic!("a measure")
        };
        rules
    };
    let first = parsed(DEFINITION).contests[2].candidates[0].id.clone();
    let majority = carried(&format!("method = \"measure\"\napprove = \"{first}\"\n"));
    assert_eq!((majority.share, majority.share_suffices), (Share::HALF, false));
    let two_thirds = carried(&format!(
        "method = \"measure\"\napprove = \"{first}\"\nof = \"ballots\"\nat_least = \"2/3\"\nquorum = \"40 %\"\n"
    ));
    assert_eq!(
        (two_thirds.of, two_thirds.share_suffices),
        (MeasureBase::Ballots, true)
    );
    assert_eq!(two_thirds.quorum, Share { parts: 40, of: 100 });
}

#[test]
fn party_lists_divide_seats() {
    let text = with("City Council", "seats = 9\n").replace(
        COUNCIL,
        &format!("{COUNCIL}\n[contest.tabulation]\nmethod = \"sainte_lague\"\nthreshold = \"5 %\"\n"),
    );
    let Tabulation::PartyList(rules) = parsed(&text).contests[1].tabulation.clone() else {
        panic!("lists")
    };
    assert_eq!(rules.method, ApportionmentMethod::SainteLague);
    assert_eq!(rules.threshold, Share { parts: 5, of: 100 });
}

#[test]
fn parties_have_colors() {
    let text = DEFINITION.replace(
        "abbreviation = \"OAK\"\n",
        "abbreviation = \"OAK\"\ncolor = \"#1a7F37\"\n",
    );
    let definition = parsed(&text);
    assert_eq!(definition.parties[0].color.unwrap().to_string(), "#1A7F37");
    assert_eq!(definition.parties[1].color, None);
    let said = problems(&text.replace("#1a7F37", "green"));
    assert_eq!(said, ["line 16: `green` is not a color (write #RRGGBB)"]);
}

/// (where the table stands, its lines, the line that is wrong, what is said).
const BAD: &[(&str, &str, &str, &str)] = &[
    (
        MAYOR,
        "method = \"most_votes\"\n",
        "method =",
        "method `most_votes` does not count a contest that is ranked",
    ),
    (
        COUNCIL,
        "method = \"meek\"\n",
        "method =",
        "method `meek` does not count a contest that is plurality",
    ),
    (
        MAYOR,
        "method = \"borda\"\n",
        "method =",
        "`borda` is not one of `most_votes`, `measure`, `dhondt`",
    ),
    (
        MAYOR,
        "method = \"instant_runoff\"\nquorum = \"1/2\"\n",
        "quorum =",
        "`quorum` means nothing to the method `instant_runoff`",
    ),
    (
        MAYOR,
        "method = \"single_transferable_vote\"\nbatch_elimination = true\n",
        "batch_elimination =",
        "`batch_elimination` means nothing to the method `single_transferable_vote`",
    ),
    (
        MAYOR,
        "method = \"instant_runoff\"\nwrite_ins = \"w1\"\n",
        "id = \"mayor\"",
        "write_ins: candidate `w1` does not stand in contest `mayor`",
    ),
    (
        MAYOR,
        "method = \"bottoms_up_share\"\n",
        "method =",
        "`bottoms_up_share` needs `share`",
    ),
    (
        MAYOR,
        "method = \"instant_runoff\"\nskipped_ranks = -1\n",
        "skipped_ranks =",
        "skipped_ranks is -1; it must be between 0 and",
    ),
    (
        MEASURE,
        "method = \"measure\"\n",
        "method =",
        "a measure needs `approve`: the candidate that stands for yes",
    ),
    (
        MEASURE,
        "method = \"measure\"\napprove = \"ana\"\n",
        "id = \"measure-a\"",
        "approve: candidate `ana` does not stand in contest `measure-a`",
    ),
    (
        MEASURE,
        "method = \"measure\"\napprove = \"ana\"\nmore_than = \"1/2\"\nat_least = \"2/3\"\n",
        "at_least =",
        "a measure has `more_than` or `at_least`, not both",
    ),
    (
        MEASURE,
        "method = \"measure\"\napprove = \"ana\"\nat_least = \"two thirds\"\n",
        "at_least =",
        "`two thirds` is not a share: write \"2/3\" or \"5 %\"",
    ),
];

/// What is said of the first line that begins so.
fn of_line(text: &str, begins: &str, said: &str) -> String {
    let line = text.lines().position(|l| l.starts_with(begins)).unwrap() + 1;
    format!("line {line}: {said}")
}

#[test]
fn each_broken_rule_is_said_with_its_line() {
    for (place, table, wrong, said) in BAD {
        let text = with_table(place, table);
        let (found, said) = (problems(&text), of_line(&text, wrong, said));
        assert!(
            found.iter().any(|p| p.starts_with(&said)),
            "{table}\nfound {found:?}\nwanted {said}"
        );
    }
    let runoff = with("Mayor", "seats = 2\n").replace(
        MAYOR,
        &format!("{MAYOR}\n[contest.tabulation]\nmethod = \"instant_runoff\"\n"),
    );
    let said = of_line(&runoff, "method =", "an instant run-off fills one seat");
    assert!(problems(&runoff)[0].starts_with(&said), "{:?}", problems(&runoff));
}
