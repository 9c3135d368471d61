//! Definition files: a good one is understood whole; each rule that a bad one breaks is named with its line.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::{date, time};
use pollstream_protocol::definition::{Disclosure, ElectionDefinition, VoteVariation};
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};

use super::fixtures::DEFINITION;

fn problems(text: &str) -> Vec<String> {
    match ElectionDefinition::parse(text) {
        Ok(_) => vec![],
        Err(error) => error.problems.iter().map(ToString::to_string).collect(),
    }
}

/// What is said when `old`, which stands once in the good file, is replaced.
fn edited(old: &str, new: &str) -> Vec<String> {
    assert_eq!(DEFINITION.matches(old).count(), 1, "{old:?} must stand once");
    problems(&DEFINITION.replace(old, new))
}

fn added(text: &str) -> Vec<String> {
    problems(&format!("{DEFINITION}{text}"))
}

#[test]
fn a_good_file_is_understood_whole() {
    let d = ElectionDefinition::parse(DEFINITION).unwrap();
    assert_eq!(
        (d.id.as_str(), d.title.as_str()),
        ("testville-2026", "Testville City Election")
    );
    assert_eq!(d.date, date(2026, 11, 3));
    assert_eq!(
        (d.polls_open, d.polls_close),
        (time(7, 0, 0, 0), time(20, 0, 0, 0))
    );
    assert_eq!(d.time_zone, "America/Chicago");
    assert_eq!(
        (d.disclosure, d.min_batch, d.voting_age),
        (Disclosure::Live, 2, 18)
    );
    assert_eq!(d.parties.len(), 2);
    assert_eq!(d.party(&"oak".parse().unwrap()).unwrap().abbreviation, "OAK");
    let variations: Vec<_> = d
        .contests
        .iter()
        .map(|c| (c.vote_variation, c.overvote_permitted))
        .collect();
    assert_eq!(
        variations,
        [
            (VoteVariation::Ranked { ranks_allowed: 3 }, true),
            (VoteVariation::Plurality { votes_allowed: 3 }, false),
            (VoteVariation::Plurality { votes_allowed: 1 }, true),
        ]
    );
    let (contest, ana) = d.candidate(&"ana".parse().unwrap()).unwrap();
    assert_eq!((contest.id.as_str(), ana.name.as_str()), ("mayor", "Ana Núñez"));
    assert_eq!(ana.platform, "Schools first.\nThen parks.");
    assert_eq!(ana.accreditation, Accreditation::Accredited);
    let (_, dee) = d.candidate(&"dee".parse().unwrap()).unwrap();
    assert_eq!((dee.accreditation, &dee.party), (Accreditation::Withdrawn, &None));
    assert_eq!(d.root_district().id.as_str(), "city");
    let above: Vec<_> = d
        .districts_above(&"school".parse().unwrap())
        .iter()
        .map(|d| d.id.to_string())
        .collect();
    assert_eq!(above, ["south", "city"]);
    let style = d.ballot_style(&"city-only".parse().unwrap()).unwrap();
    let contests: Vec<_> = d.contests_of(style).map(|c| c.id.to_string()).collect();
    assert_eq!(contests, ["measure-a", "mayor"], "in ballot order");
    let library = d.polling_station(&"library".parse().unwrap()).unwrap();
    assert_eq!(
        (library.address.as_str(), library.ballot_styles.len()),
        ("1 Main St", 2)
    );
}

#[test]
fn what_is_left_out_has_a_default() {
    let text = DEFINITION
        .replace("disclosure = \"live\"\n", "")
        .replace("min_batch = 2\n", "")
        .replace("voting_age = 18\n", "");
    let d = ElectionDefinition::parse(&text).unwrap();
    assert_eq!(
        (d.disclosure, d.min_batch, d.voting_age),
        (Disclosure::Live, 10, 18)
    );
    let ranked = ElectionDefinition::parse(&DEFINITION.replace("ranks_allowed = 3\n", "")).unwrap();
    assert_eq!(
        ranked.contests[0].vote_variation,
        VoteVariation::Ranked { ranks_allowed: 3 }
    );
}

#[test]
fn districts_may_stand_in_any_order() {
    let north = "[[district]]\nid = \"north\"\nname = \"North Ward\"\nparent = \"city\"\n\n";
    let moved = DEFINITION.replace(north, "") + "\n" + north;
    let d = ElectionDefinition::parse(&moved).unwrap();
    assert_eq!(d.root_district().id.as_str(), "city");
    assert_eq!(d.districts.len(), 3);
}

/// (what stands in the good file, what replaces it, what is said).
const BAD: &[(&str, &str, &str)] = &[
    // Not TOML, or not these tables.
    (
        "[election]\n",
        "[election\n",
        "line 1: unclosed table, expected `]`",
    ),
    (
        "title = \"Testville City Election\"",
        "title = ",
        "line 3: string values must be quoted, expected literal string",
    ),
    (
        "min_batch = 2",
        "min_batch = \"2\"",
        "line 9: invalid type: string \"2\", expected i64",
    ),
    (
        "min_batch = 2",
        "minbatch = 2",
        "line 9: unknown field `minbatch`, expected one of `id`, `title`, `date`, `polls_open`, `polls_close`, \
         `time_zone`, `disclosure`, `min_batch`, `voting_age`, `translations`",
    ),
    ("date = \"2026-11-03\"\n", "", "line 1: missing field `date`"),
    (
        "min_batch = 2\n",
        "min_batch = 2\nmin_batch = 3\n",
        "line 10: duplicate key",
    ),
    // The election.
    (
        "id = \"testville-2026\"",
        "id = \"Testville 2026\"",
        "line 2: `Testville 2026` is not an election id: use lower-case letters a-z, digits, `-` and `_`",
    ),
    (
        "title = \"Testville City Election\"",
        "title = \" \"",
        "line 3: title is empty",
    ),
    (
        "title = \"Testville City Election\"",
        "title = \"a\\u0000b\"",
        "line 3: title holds control characters",
    ),
    (
        "2026-11-03",
        "2026-02-30",
        "line 4: `2026-02-30` is not a date (write YYYY-MM-DD)",
    ),
    (
        "2026-11-03",
        "03.11.2026",
        "line 4: `03.11.2026` is not a date (write YYYY-MM-DD)",
    ),
    (
        "2026-11-03",
        "20261103",
        "line 4: `20261103` is not a date (write YYYY-MM-DD)",
    ),
    (
        "2026-11-03",
        "2026-11-03T07:00",
        "line 4: `2026-11-03T07:00` is not a date (write YYYY-MM-DD)",
    ),
    (
        "polls_open = \"07:00\"",
        "polls_open = \"7 am\"",
        "line 5: `7 am` is not a time of day (write HH:MM)",
    ),
    (
        "polls_open = \"07:00\"",
        "polls_open = \"24:00\"",
        "line 5: `24:00` is not a time of day (write HH:MM)",
    ),
    (
        "polls_close = \"20:00\"",
        "polls_close = \"07:00\"",
        "line 6: polls_close must be later than polls_open",
    ),
    (
        "America/Chicago",
        "Chicago time",
        "line 7: `Chicago time` is not an IANA time zone (e.g. Europe/Paris)",
    ),
    (
        "disclosure = \"live\"",
        "disclosure = \"later\"",
        "line 8: `later` is not one of `live`, `after_close`",
    ),
    (
        "min_batch = 2",
        "min_batch = 0",
        "line 9: min_batch is 0; it must be between 1 and 1000",
    ),
    (
        "min_batch = 2",
        "min_batch = 1001",
        "line 9: min_batch is 1001; it must be between 1 and 1000",
    ),
    (
        "voting_age = 18",
        "voting_age = -1",
        "line 10: voting_age is -1; it must be between 0 and 120",
    ),
    // Parties.
    (
        "id = \"elm\"",
        "id = \"oak\"",
        "line 18: party `oak` is defined twice",
    ),
    (
        "abbreviation = \"OAK\"",
        "abbreviation = \"12345678901234567890123456789012345678901\"",
        "line 15: abbreviation is longer than 40 characters",
    ),
    // Districts.
    (
        "id = \"south\"",
        "id = \"north\"",
        "line 31: district `north` is defined twice",
    ),
    (
        "name = \"North Ward\"\nparent = \"city\"",
        "name = \"North Ward\"",
        "line 26: a second district without `parent`: the tree has one root",
    ),
    (
        "name = \"North Ward\"\nparent = \"city\"",
        "name = \"North Ward\"\nparent = \"county\"",
        "line 26: parent `county` is not a district of this file",
    ),
    // Contests.
    (
        "id = \"council\"\ntitle",
        "id = \"mayor\"\ntitle",
        "line 43: contest `mayor` is defined twice",
    ),
    (
        "vote_variation = \"ranked\"",
        "vote_variation = \"borda\"",
        "line 38: `borda` is not one of `plurality`, `ranked`",
    ),
    (
        "votes_allowed = 3",
        "votes_allowed = 51",
        "line 45: votes_allowed is 51; it must be between 1 and 50",
    ),
    (
        "ranks_allowed = 3",
        "ranks_allowed = 0",
        "line 39: ranks_allowed is 0; it must be between 1 and 50",
    ),
    (
        "ranks_allowed = 3",
        "votes_allowed = 3 ",
        "line 39: a ranked contest has `ranks_allowed`, not `votes_allowed`",
    ),
    (
        "votes_allowed = 3",
        "ranks_allowed = 3 ",
        "line 45: a plurality contest has `votes_allowed`, not `ranks_allowed`",
    ),
    // Candidates.
    (
        "id = \"w2\"",
        "id = \"ana\"",
        "line 84: candidate `ana` is defined twice",
    ),
    (
        "party = \"elm\"",
        "party = \"ash\"",
        "line 65: party `ash` is not defined in this file",
    ),
    (
        "id = \"no\"\ncontest = \"measure-a\"",
        "id = \"no\"\ncontest = \"measure-b\"",
        "line 105: contest `measure-b` is not defined in this file",
    ),
    (
        "accreditation = \"withdrawn\"",
        "accreditation = \"maybe\"",
        "line 76: `maybe` is not one of `accredited`, `pending`, `rejected`, `withdrawn`",
    ),
    // Ballot styles.
    (
        "id = \"city-only\"",
        "id = \"full\"",
        "line 113: ballot style `full` is defined twice",
    ),
    (
        "[\"measure-a\", \"mayor\"]",
        "[\"measure-a\", \"sheriff\"]",
        "line 114: contest `sheriff` is not defined in this file",
    ),
    (
        "[\"measure-a\", \"mayor\"]",
        "[\"measure-a\",\n  \"mayor\",\n  \"measure-a\"]",
        "line 116: contest `measure-a` stands here twice",
    ),
    (
        "[\"measure-a\", \"mayor\"]",
        "[]",
        "line 114: at least one contest is needed here",
    ),
    // Polling stations.
    (
        "id = \"school\"",
        "id = \"library\"",
        "line 124: polling station `library` is defined twice",
    ),
    (
        "district = \"south\"",
        "district = \"west\"",
        "line 126: district `west` is not defined in this file",
    ),
    (
        "ballot_styles = [\"full\"]",
        "ballot_styles = [\"rural\"]",
        "line 127: ballot style `rural` is not defined in this file",
    ),
    (
        "ballot_styles = [\"full\"]",
        "ballot_styles = []",
        "line 127: at least one ballot style is needed here",
    ),
    (
        "address = \"1 Main St\"",
        "address = \"1 Main St\\nTestville\"",
        "line 120: address holds control characters",
    ),
];

#[test]
fn each_broken_rule_is_named_with_its_line() {
    for (old, new, said) in BAD {
        assert_eq!(
            edited(old, new).first().map(String::as_str),
            Some(*said),
            "{new:?}"
        );
    }
}

#[test]
fn one_fault_is_told_once() {
    // The exceptions make something else wrong as well.
    let follow_up = |said: &str| said.contains("defined twice") || said.contains("is not defined");
    for (old, new, said) in BAD {
        let all = edited(old, new);
        assert!(all.len() == 1 || follow_up(said), "{all:?}");
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = DEFINITION
        .replace("\"America/Chicago\"", "\"Mars\"")
        .replace("min_batch = 2", "min_batch = 0")
        .replace("district = \"south\"", "district = \"west\"")
        .replace("party = \"elm\"", "party = \"ash\"");
    let found = problems(&text);
    let lines: Vec<_> = found.iter().map(|p| p.split(':').next().unwrap()).collect();
    assert_eq!(lines, ["line 7", "line 9", "line 65", "line 126"]);
    let error = ElectionDefinition::parse(&text).unwrap_err().to_string();
    assert_eq!(error.lines().count(), 4, "{error}");
}

#[test]
fn many_faults_are_cut_short() {
    let many: String = (0..50)
        .map(|_| "\n[[party]]\nid = \"oak\"\nname = \"Again\"\n")
        .collect();
    let error = ElectionDefinition::parse(&format!("{DEFINITION}{many}")).unwrap_err();
    assert_eq!(error.problems.len(), 50);
    let shown = error.to_string();
    assert_eq!(shown.lines().count(), 21);
    assert!(shown.ends_with("… and 30 more"), "{shown}");
}

#[test]
fn what_is_absent_is_named() {
    let election = DEFINITION.split("\n[[party]]").next().unwrap();
    assert_eq!(
        problems(election),
        [
            "one [[district]] without `parent` is needed: the root of the tree",
            "at least one [[contest]] is needed",
            "at least one [[ballot_style]] is needed",
            "at least one [[polling_station]] is needed",
        ]
    );
    assert_eq!(problems(""), ["line 1: missing field `election`"]);
    assert_eq!(
        added("\n[[contest]]\nid = \"empty\"\ntitle = \"Empty\"\n"),
        ["contest `empty` has no [[candidate]]"]
    );
}

fn district(id: &str, parent: &str) -> String {
    format!("\n[[district]]\nid = \"{id}\"\nname = \"D\"\nparent = \"{parent}\"\n")
}

#[test]
fn the_district_tree_has_no_circles() {
    // The good file has 127 lines; each district added takes 5.
    assert_eq!(
        added(&district("a", "a")),
        ["line 130: district `a` is its own ancestor"]
    );
    let circle = district("a", "c") + &district("b", "a") + &district("c", "b");
    assert_eq!(
        added(&circle),
        [
            "line 130: district `a` is its own ancestor",
            "line 135: district `b` is its own ancestor",
            "line 140: district `c` is its own ancestor",
        ]
    );
    let below_a_circle = district("a", "a") + &district("b", "a");
    assert_eq!(
        added(&below_a_circle),
        ["line 130: district `a` is its own ancestor"]
    );
    let below_nothing = district("a", "nowhere") + &district("b", "a");
    assert_eq!(
        added(&below_nothing),
        ["line 130: parent `nowhere` is not a district of this file"]
    );
    let wide_circle: String = (0..40)
        .map(|n| district(&format!("d{n}"), &format!("d{}", (n + 1) % 40)))
        .collect();
    assert!(!added(&wide_circle).is_empty());
}

#[test]
fn the_district_tree_is_bounded() {
    let chain = |n: usize| -> String {
        (0..n)
            .map(|i| {
                let parent = if i == 0 {
                    "city".into()
                } else {
                    format!("d{}", i - 1)
                };
                district(&format!("d{i}"), &parent)
            })
            .collect()
    };
    assert!(added(&chain(11)).is_empty(), "12 levels with the root");
    assert_eq!(added(&chain(12)), ["line 185: the tree is deeper than 12 levels"]);
    assert_eq!(added(&chain(60)).len(), 1);
}

#[test]
fn numbers_of_things_are_bounded() {
    let contest = |id: &str| {
        format!(
            "\n[[contest]]\nid = \"{id}\"\ntitle = \"C\"\n[[candidate]]\nid = \"{id}-x\"\ncontest = \"{id}\"\nname = \"X\"\n"
        )
    };
    let contests = |n: usize| -> String { (0..n).map(|i| contest(&format!("c{i}"))).collect() };
    assert!(added(&contests(197)).is_empty());
    let found = added(&contests(198));
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("more than 200 contests"), "{found:?}");

    let candidates = |n: usize| -> String {
        (0..n)
            .map(|i| format!("\n[[candidate]]\nid = \"x{i}\"\ncontest = \"council\"\nname = \"X\"\n"))
            .collect()
    };
    assert!(added(&candidates(496)).is_empty());
    let found = added(&candidates(498));
    assert_eq!(found.len(), 2);
    assert!(
        found[0].ends_with("contest `council` has more than 500 candidates"),
        "{found:?}"
    );

    let large = format!("{DEFINITION}#{}", "x".repeat(8 << 20));
    assert_eq!(problems(&large), ["the file is larger than 8388608 bytes"]);
    let long = edited("Testville City Election", &"é".repeat(201));
    assert_eq!(long, ["line 3: title is longer than 200 characters"]);
    assert!(edited("Testville City Election", &"é".repeat(200)).is_empty());
}

/// Found out when the file is read, not by the first voter.
#[test]
fn ballots_of_the_election_fit_what_carries_them() {
    let wide = |n: usize, min_batch: u32| {
        let contests: String = (0..n)
            .map(|i| {
                format!(
                    "\n[[contest]]\nid = \"c{i}\"\ntitle = \"C\"\nvotes_allowed = 50\n[[candidate]]\nid = \"x{i}\"\ncontest = \"c{i}\"\nname = \"X\"\n"
                )
            })
            .collect();
        let list: String = (0..n).map(|i| format!(", \"c{i}\"")).collect();
        let text = DEFINITION
            .replace(
                "\"council\", \"measure-a\"]",
                &format!("\"council\", \"measure-a\"{list}]"),
            )
            .replace("min_batch = 2", &format!("min_batch = {min_batch}"));
        problems(&(text + &contests))
    };
    assert!(wide(20, 90).is_empty());
    assert_eq!(
        wide(20, 100),
        ["min_batch is 100, but only 96 of this election's largest ballots fit into one entry of the log"]
    );
    assert_eq!(
        wide(170, 2),
        ["this definition cannot be encoded: its largest ballot exceeds the limit"]
    );
}

#[test]
fn lines_are_counted_in_any_script_and_with_any_line_ends() {
    let text = DEFINITION.replace("Testville City Election", "选举 ✓ — निर्वाचन");
    let text = text.replace("district = \"south\"", "district = \"wést\"");
    assert!(problems(&text)[0].starts_with("line 126: `wést` is not a district id"));
    let windows = text.replace('\n', "\r\n");
    assert!(
        problems(&windows)[0].starts_with("line 126: "),
        "{:?}",
        problems(&windows)
    );
}

#[test]
fn dates_and_times_may_stand_without_quotes() {
    let text = DEFINITION
        .replace("\"2026-11-03\"", "2026-11-03")
        .replace("\"07:00\"", "07:00");
    let bare = ElectionDefinition::parse(&text).unwrap();
    assert_eq!(
        (bare.date, bare.polls_open),
        (date(2026, 11, 3), time(7, 0, 0, 0))
    );
    assert_eq!(
        edited("\"2026-11-03\"", "2026-11-03T07:00:00Z"),
        ["line 4: `2026-11-03T07:00:00Z` is not a date (write YYYY-MM-DD)"]
    );
    assert_eq!(
        edited("\"2026-11-03\"", "2026"),
        ["line 4: `2026` is not a date (write YYYY-MM-DD)"]
    );
}

#[test]
fn the_example_election_is_good() {
    let text = include_str!("../../../examples/riverton.toml");
    let definition = ElectionDefinition::parse(text).unwrap();
    assert_eq!(definition.contests.len(), 3);
    assert_eq!(definition.parties.len(), 3);
    assert_eq!(definition.polling_stations.len(), 6);
    assert_eq!(definition.ballot_styles.len(), 2);
    assert_eq!(
        (definition.disclosure, definition.min_batch),
        (Disclosure::Live, 10)
    );
    let deepest = definition
        .polling_stations
        .iter()
        .map(|s| definition.districts_above(&s.id).len())
        .max();
    assert_eq!(deepest, Some(3));
}

#[test]
fn the_example_roll_belongs_to_the_example_election() {
    const HEADER: &str = "registration_number,name,date_of_birth,gender,nationality,street,city,state,country,postcode,\
                          email,phone,cell,picture,accreditation,polling_station,ballot_style";
    let definition = ElectionDefinition::parse(include_str!("../../../examples/riverton.toml")).unwrap();
    let mut lines = include_str!("../../../examples/riverton-roll.csv").lines();
    assert_eq!(lines.next(), Some(HEADER));
    let mut seen = HashSet::new();
    for (line, text) in (2..).zip(lines) {
        // No field of this file needs quotes.
        let f: Vec<_> = text.split(',').map(str::to_owned).collect();
        assert_eq!(f.len(), 17, "line {line}");
        let voter = VoterRecord {
            voter_id: VoterId::derive(&definition.id, &f[0]),
            registration_number: f[0].clone(),
            name: f[1].clone(),
            date_of_birth: f[2].parse().unwrap(),
            gender: f[3].clone(),
            nationality: f[4].clone(),
            address: Address {
                street: f[5].clone(),
                city: f[6].clone(),
                state: f[7].clone(),
                country: f[8].clone(),
                postcode: f[9].clone(),
            },
            email: f[10].clone(),
            phone: f[11].clone(),
            cell: f[12].clone(),
            picture: f[13].clone(),
            accreditation: Accreditation::from_name(&f[14]).unwrap(),
            polling_station: f[15].parse().unwrap(),
            ballot_style: f[16].parse().unwrap(),
            registered_at: Timestamp::UNIX_EPOCH,
        };
        let faults = voter.faults(&definition);
        assert!(faults.is_empty(), "line {line}: {faults:?}");
        assert!(seen.insert(voter.voter_id), "line {line}");
    }
    assert_eq!(seen.len(), 300);
}
