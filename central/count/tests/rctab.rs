//! `RCTab`'s published test cases: every figure of every round must come out. `docs/outcomes.md` lists the cases.
//!
//! A file of `rctab/` holds one case: `rules`, a `candidate` a line in recorded order, the place of the `write_ins`,
//! equal ballots a line (`b COUNT RANK>RANK>…`: a candidate's place, `-` for blank, `x` for overvoted) or
//! `ballots_of CASE TIMES`, and then what `RCTab` publishes: `round PASS ROUND THRESHOLD inactive EXHAUSTED OVERVOTED
//! SKIPPED REPEATED`, `v CANDIDATE VOTES`, `elected`, `eliminated`, and `t FROM TO VOTES` for transfers.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;

use pollstream_count::Votes;
use pollstream_count::ranked::{BallotGroups, Destination, Inactive, Rank, RankedContest, Round, Tabulation};
use pollstream_protocol::definition::{OnFault, Quota, RankedMethod, RankedRules, Share, Surpluses, TieRule};
use pollstream_protocol::ids::CandidateId;

/// Cases in the folder; all of them must pass.
const CASES: usize = 66;

#[derive(Default)]
struct Case {
    rules: HashMap<String, String>,
    candidates: usize,
    excluded: Vec<usize>,
    write_ins: Option<usize>,
    ballots: BallotGroups,
    rounds: Vec<Expected>,
}

#[derive(Debug, Default, PartialEq)]
struct Expected {
    pass: u32,
    round: u32,
    threshold: String,
    /// Exhausted, overvoted, skipped, repeated; `None` where the report leaves a reason out.
    inactive: Vec<Option<String>>,
    votes: BTreeMap<usize, String>,
    elected: BTreeSet<usize>,
    eliminated: BTreeSet<usize>,
    transfers: BTreeMap<(usize, String), String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rctab")
}

fn decimal(text: &str) -> String {
    match text.split_once('.') {
        Some((whole, places)) => match places.trim_end_matches('0') {
            "" => whole.to_owned(),
            places => format!("{whole}.{places}"),
        },
        None => text.to_owned(),
    }
}

fn id(place: usize) -> CandidateId {
    format!("c{place}").parse().expect("an id")
}

fn place(id: &CandidateId) -> usize {
    id.as_str()[1..].parse().expect("a place")
}

fn rank(text: &str) -> Rank {
    match text {
        "-" => Rank::Blank,
        "x" => Rank::Overvoted,
        place => Rank::Candidate(place.parse().expect("a place")),
    }
}

fn read(name: &str) -> Case {
    let text = fs::read_to_string(folder().join(format!("{name}.txt"))).expect("a case");
    let mut case = Case::default();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let number = |text: &str| text.parse::<usize>().expect("a number");
        match word {
            "rules" => {
                let pairs = rest.split(' ').filter_map(|p| p.split_once('='));
                case.rules = pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
            }
            "candidate" => {
                if rest.ends_with(" (excluded)") {
                    case.excluded.push(case.candidates);
                }
                case.candidates += 1;
            }
            "write_ins" => case.write_ins = Some(number(rest)),
            "b" => {
                let (count, ranks) = rest.split_once(' ').unwrap_or((rest, ""));
                let ranks = ranks.split('>').filter(|r| !r.is_empty()).map(rank);
                case.ballots.add(ranks.collect(), number(count) as u64);
            }
            "ballots_of" => {
                let (of, times) = rest.split_once(' ').expect("a case and a number");
                for (ranks, n) in read(of).ballots.iter() {
                    case.ballots.add(ranks.to_vec(), n * number(times) as u64);
                }
            }
            "round" => {
                let words: Vec<&str> = rest.split(' ').collect();
                case.rounds.push(Expected {
                    pass: words[0].parse().expect("a pass"),
                    round: words[1].parse().expect("a round"),
                    threshold: decimal(words[2]),
                    inactive: words[4..]
                        .iter()
                        .map(|w| (*w != "-").then(|| decimal(w)))
                        .collect(),
                    ..Expected::default()
                });
            }
            _ => {
                let round = case.rounds.last_mut().expect("a round");
                let (first, more) = rest.split_once(' ').unwrap_or((rest, ""));
                let first = number(first);
                match word {
                    "v" => drop(round.votes.insert(first, decimal(more))),
                    "elected" => drop(round.elected.insert(first)),
                    "eliminated" => drop(round.eliminated.insert(first)),
                    "t" => {
                        let (to, votes) = more.rsplit_once(' ').expect("where to and how many");
                        round.transfers.insert((first, to.to_owned()), decimal(votes));
                    }
                    other => panic!("{name}: {other}"),
                }
            }
        }
    }
    case
}

impl Case {
    fn rule(&self, name: &str) -> Option<&str> {
        self.rules.get(name).map(String::as_str)
    }

    fn contest(&self) -> RankedContest {
        let seats: u16 = self.rules["seats"].parse().expect("seats");
        let seats = seats.max(1);
        let share = || Share {
            parts: self.rules["share"].parse().expect("a percentage"),
            of: 100,
        };
        let (method, surpluses) = match self.rules["method"].as_str() {
            "singleWinnerMajority" => (RankedMethod::InstantRunoff, Surpluses::Together),
            "multiPassIrv" => (RankedMethod::Sequential, Surpluses::Together),
            "bottomsUp" => (RankedMethod::BottomsUp, Surpluses::Together),
            "bottomsUpUsingPercentageThreshold" => {
                let method = RankedMethod::BottomsUpShare {
                    share: share(),
                    cut_off: self.rule("cut_off").is_some(),
                };
                (method, Surpluses::Together)
            }
            "multiWinnerAllowOnlyOneWinnerPerRound" => {
                (RankedMethod::SingleTransferableVote, Surpluses::OneWinnerARound)
            }
            "multiWinnerAllowMultipleWinnersPerRound" => {
                (RankedMethod::SingleTransferableVote, Surpluses::Together)
            }
            other => panic!("method {other}"),
        };
        let on_fault = |rule: &str| match self.rules[rule].as_str() {
            "exhaust" => OnFault::Exhaust,
            _ => OnFault::Skip,
        };
        let places = self.rule("places").unwrap_or("0");
        let rules = RankedRules {
            method,
            overvoted_rank: on_fault("overvoted"),
            skipped_ranks: self.rule("skipped").map(|n| n.parse().expect("skipped ranks")),
            repeated_candidate: on_fault("repeated"),
            batch_elimination: self.rule("batch").is_some(),
            continue_until_two: self.rule("until_two").is_some(),
            first_round_threshold: self.rule("first_round").is_some(),
            ties: match self.rules["ties"].as_str() {
                "useCandidateOrder" => TieRule::RecordedOrder,
                "previousRoundCountsThenRandom" => TieRule::PreviousRound,
                _ => TieRule::Lot,
            },
            quota: match self.rule("quota") {
                Some("hare") => Quota::Hare,
                _ => Quota::Droop,
            },
            fractional_threshold: self.rule("fractional").is_some(),
            decimal_places: places.parse().expect("decimal places"),
            surpluses,
            write_ins: self.write_ins.map(id),
            skip_withdrawn: false,
            live_rounds: false,
        };
        RankedContest {
            candidates: (0..self.candidates).map(id).collect(),
            excluded: self.excluded.iter().copied().map(id).collect(),
            seats,
            rules,
        }
    }

    /// `RCTab` draws by a generator of its own; what it drew is read from its report, as officials' lots would be.
    fn lots(&self) -> Vec<Vec<CandidateId>> {
        let mut first: Vec<usize> = Vec::new();
        let mut last: Vec<usize> = Vec::new();
        for round in &self.rounds {
            first.extend(&round.elected);
            last.extend(&round.eliminated);
        }
        let between = (0..self.candidates).filter(|c| !first.contains(c) && !last.contains(c));
        let order = first.iter().copied().chain(between.collect::<Vec<_>>());
        let order = order.chain(last.iter().rev().copied().filter(|c| !first.contains(c)));
        vec![order.map(id).collect()]
    }
}

/// A round as `RCTab` writes it: everything that ends without a candidate is one destination.
fn as_reported(round: &Round, like: &Expected) -> Expected {
    let inactive = |why: Inactive| {
        round
            .inactive
            .get(&why)
            .map_or("0".to_owned(), ToString::to_string)
    };
    let reasons = [
        Inactive::Exhausted,
        Inactive::Overvoted,
        Inactive::SkippedRanks,
        Inactive::RepeatedCandidate,
    ];
    let mut transfers: BTreeMap<(usize, String), Votes> = BTreeMap::new();
    for ((from, to), votes) in &round.transfers {
        let to = match to {
            Destination::Candidate(to) => place(to).to_string(),
            Destination::Inactive(Inactive::Remainder) => "residual surplus".to_owned(),
            Destination::Inactive(_) => "exhausted".to_owned(),
        };
        let so_far = transfers.entry((place(from), to)).or_insert(Votes::whole(0));
        *so_far = *so_far + *votes;
    }
    Expected {
        pass: round.pass,
        round: round.round,
        threshold: round.threshold.to_string(),
        inactive: (reasons.iter().zip(&like.inactive))
            .map(|(why, stated)| stated.as_ref().map(|_| inactive(*why)))
            .collect(),
        votes: round
            .tally
            .iter()
            .map(|(c, v)| (place(c), v.to_string()))
            .collect(),
        elected: round.elected.iter().map(place).collect(),
        eliminated: round.eliminated.iter().map(place).collect(),
        transfers: (transfers.into_iter())
            .map(|(way, votes)| (way, votes.to_string()))
            .collect(),
    }
}

fn names() -> Vec<String> {
    let files = fs::read_dir(folder()).expect("the folder of cases");
    let mut names: Vec<String> = files
        .map(|f| f.expect("a file").path())
        .map(|p| p.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn count(case: &Case) -> Tabulation {
    case.contest().tabulate(&case.ballots, &case.lots())
}

fn difference(name: &str) -> Option<String> {
    let case = read(name);
    let counted = count(&case);
    let stopped = case.rule("rounds").map(|n| n.parse::<usize>().expect("rounds"));
    let rounds = stopped.unwrap_or(counted.rounds.len()).min(counted.rounds.len());
    if let Some(tie) = &counted.open_tie {
        return Some(format!("{name}: a tie was left open: {tie:?}"));
    }
    for (expected, round) in case.rounds.iter().zip(&counted.rounds) {
        let mut found = as_reported(round, expected);
        if stopped.is_some() {
            found.transfers.clear();
        }
        if *expected != found {
            return Some(format!("{name}:\nexpected {expected:?}\nfound    {found:?}"));
        }
    }
    (case.rounds.len() != rounds)
        .then(|| format!("{name}: {} rounds expected, {rounds} found", case.rounds.len()))
}

#[test]
fn every_case_comes_out_round_by_round() {
    let names = names();
    assert_eq!(names.len(), CASES);
    let wrong: Vec<String> = names.iter().filter_map(|name| difference(name)).collect();
    assert!(
        wrong.is_empty(),
        "{} of {CASES}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The real election of 80,101 ballots under the rules of Maine.
#[test]
fn minneapolis_2013_ends_in_round_33() {
    let counted = count(&read("2013_minneapolis_mayor"));
    let last = counted.rounds.last().expect("rounds");
    let votes: Vec<String> = last.tally.iter().map(|(_, v)| v.to_string()).collect();
    assert_eq!(counted.rounds.len(), 33);
    assert!(
        votes.contains(&"38852".to_owned()) && votes.contains(&"24942".to_owned()),
        "{votes:?}"
    );
}

/// Every vote of every round is somewhere.
#[test]
fn votes_are_conserved_in_every_case() {
    for name in names() {
        let case = read(&name);
        let ballots = case.ballots.total();
        for round in count(&case).rounds {
            let total = round.total();
            assert_eq!(
                total.as_whole(),
                Some(ballots),
                "{name}, round {}: {total}",
                round.round
            );
        }
    }
}
