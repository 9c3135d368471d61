use std::fmt::Write;

use jiff::tz::TimeZone;
use pollstream_protocol::events::TurnoutCounts;

use super::*;
use crate::results::CandidateResult;

fn candidate(name: &str, votes: u64, percent: f64) -> CandidateResult {
    CandidateResult {
        id: "c".parse().unwrap(),
        name: name.into(),
        party: None,
        accreditation: pollstream_protocol::voter::Accreditation::Accredited,
        votes,
        percent,
    }
}

fn contest(title: &str, candidates: Vec<CandidateResult>) -> ContestResults {
    ContestResults {
        id: "mayor".parse().unwrap(),
        title: title.into(),
        suppressed: false,
        held_back: 0,
        ballots: candidates.iter().map(|c| c.votes).sum::<u64>() + 7,
        candidates,
        undervotes: 5,
        overvotes: 2,
        outcome: None,
        rounds: Vec::new(),
    }
}

fn empty() -> Snapshot {
    Snapshot {
        title: "Riverton 2026".into(),
        status: ResultsStatus::UnofficialPartial,
        as_of: None,
        time_zone: TimeZone::UTC,
        totals: TurnoutCounts::default(),
        candidates: 0,
        contests: Vec::new(),
        locations: Vec::new(),
        stations: Vec::new(),
        quarantine: 0,
        incidents: 0,
        outbox: 0,
        trouble: String::new(),
    }
}

fn full() -> Snapshot {
    let counts = TurnoutCounts {
        registered: 104_321,
        accredited: 101_000,
        checked_in: 80_194,
        ballots: 80_101,
        provisional: 12,
        stations: 117,
        stations_reporting: 115,
        stations_closed: 3,
    };
    let station = |name: &str, polls, barred, held| Station {
        name: name.into(),
        polls,
        barred,
        entries: 1_812,
        held,
        sealed: 4,
        last_seen: Some(Timestamp::from_second(50_000).unwrap()),
    };
    let location = |name: &str, depth| Location {
        name: name.into(),
        depth,
        counts,
    };
    Snapshot {
        as_of: Some(Timestamp::from_second(51_802).unwrap()),
        totals: counts,
        candidates: 35,
        contests: vec![
            contest(
                "Mayor",
                vec![
                    candidate("Betsy Hodges", 28_935, 36.5),
                    candidate("منى الخطيب", 19_584, 24.7),
                    candidate("陳美玲", 14_490, 18.3),
                    candidate(
                        "A name that is much longer than any column could ever be made",
                        7_511,
                        9.5,
                    ),
                ],
            ),
            contest(
                "City Council",
                vec![candidate("Dora", 10, 50.0), candidate("Eli", 10, 50.0)],
            ),
        ],
        locations: vec![
            location("Riverton", 0),
            location("North", 1),
            location("Town Hall", 2),
        ],
        stations: vec![
            station("Gymnasium", PollsState::Open, true, 0),
            station("Library", PollsState::Open, false, 2),
            station("Town Hall", PollsState::Closed, false, 0),
        ],
        quarantine: 3,
        incidents: 1,
        ..empty()
    }
}

fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        let _ = write!(out, "{before}");
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[test]
fn every_line_fills_the_width_whatever_the_size() {
    for snapshot in [empty(), full()] {
        for width in [1, 5, 20, 40, 60, 79, 80, 100, 109, 110, 132, 200] {
            for height in [0, 1, 3, 8, 24, 60, usize::MAX] {
                let board = render(&snapshot, width, height, false);
                assert!(board.lines().count() <= height, "{width}x{height}\n{board}");
                for line in board.lines() {
                    assert_eq!(line.width(), width, "{width}x{height}: {line:?}");
                }
            }
        }
    }
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    for width in [60, 120] {
        assert_eq!(
            plain(&render(&full(), width, 40, true)),
            render(&full(), width, 40, false)
        );
    }
}

#[test]
fn a_wide_board_shows_everything() {
    let board = render(&full(), 132, 40, false);
    for expected in [
        "Riverton 2026",
        "unofficial-partial · as of 14:23:22",
        "104,321",
        "80,101",
        "79.4 %",
        "115/117",
        "Betsy Hodges leads by 9,351",
        "36.5 %",
        "Dora and Eli are tied",
        "Turnout by location",
        "Stations (3 enrolled)",
        "2 open · 1 closed",
        "barred",
        "+2",
        "13:53:20",
        "30 min ago",
        "quarantine 3",
        "still sealed 12",
    ] {
        assert!(board.contains(expected), "`{expected}` is missing:\n{board}");
    }
    // Frames are closed: right edges stand below one another, also beside right-to-left and wide names.
    let edges = board
        .lines()
        .filter(|l| l.starts_with('│'))
        .map(|l| l.split(" │").next().unwrap().width());
    let edges: Vec<_> = edges.collect();
    assert!(edges.iter().all(|e| *e == edges[0]), "{edges:?}\n{board}");
}

#[test]
fn levels_of_the_tree_that_do_not_fit_are_left_out_whole() {
    let at = |depths: &[usize]| -> Vec<Location> {
        let location = |depth: &usize| Location {
            depth: *depth,
            ..full().locations[0].clone()
        };
        depths.iter().map(location).collect()
    };
    let tree = at(&[0, 1, 2, 2, 1, 2]);
    assert_eq!(
        [2, 3, 5, 6].map(|room| deepest_that_fits(&tree, room)),
        [1, 1, 1, 2]
    );
    assert_eq!(deepest_that_fits(&[], 3), 0);
}

#[test]
fn a_narrow_board_keeps_the_figures_and_says_what_it_leaves_out() {
    let board = render(&full(), 60, 24, false);
    assert!(
        board.contains("80,101") && board.contains("Betsy Hodges") && board.contains("more"),
        "{board}"
    );
    assert!(board.contains("quarantine 3"), "{board}");
}

#[test]
fn an_election_without_ballots_says_so() {
    let mut snapshot = empty();
    snapshot.contests = vec![contest("Mayor", vec![candidate("Ann", 0, 0.0)])];
    let board = render(&snapshot, 100, 30, false);
    assert!(
        board.contains("waiting for results") && board.contains("no votes yet"),
        "{board}"
    );
    assert!(board.contains("none yet"), "{board}");
}

#[test]
fn suppressed_cells_show_no_number() {
    let mut snapshot = full();
    snapshot.contests.truncate(1);
    snapshot.contests[0].suppressed = true;
    let board = render(&snapshot, 100, 40, false);
    assert!(
        board.contains("withheld") && !board.contains("28,935") && !board.contains("leads"),
        "{board}"
    );
}

#[test]
fn trouble_is_said_below() {
    let snapshot = Snapshot {
        trouble: "the database does not answer".into(),
        ..full()
    };
    assert!(
        render(&snapshot, 80, 24, false)
            .trim_end()
            .ends_with("the database does not answer")
    );
}

#[test]
fn names_cannot_move_the_cursor() {
    let mut snapshot = full();
    snapshot.contests[0].candidates[0].name = "Evil\u{1b}[2J\r\n".into();
    snapshot.stations[0].name = "\u{7}Bell".into();
    let board = render(&snapshot, 132, 40, false);
    assert!(!board.contains('\u{1b}') && !board.contains('\u{7}') && !board.contains('\r'));
}
