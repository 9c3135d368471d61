//! Ties, and the methods that `RCTab` does not know.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use pollstream_count::ranked::{BallotGroups, BrokenBy, Rank, RankedContest, TieFor};
use pollstream_protocol::definition::{RankedMethod, RankedRules, TieRule};
use pollstream_protocol::ids::CandidateId;

fn contest(names: &[&str], seats: u16, change: impl FnOnce(&mut RankedRules)) -> RankedContest {
    let mut rules = RankedRules::standard(seats);
    change(&mut rules);
    RankedContest {
        candidates: names.iter().map(|n| n.parse().unwrap()).collect(),
        excluded: std::collections::BTreeSet::new(),
        seats,
        rules,
    }
}

fn ballots(contest: &RankedContest, groups: &[(u64, &str)]) -> BallotGroups {
    let mut all = BallotGroups::default();
    for (n, ranks) in groups {
        let place = |name: &str| {
            contest
                .candidates
                .iter()
                .position(|c| c.as_str() == name)
                .unwrap()
        };
        let ranks = ranks
            .split_whitespace()
            .map(|r| Rank::Candidate(place(r).try_into().unwrap()));
        all.add(ranks.collect(), *n);
    }
    all
}

fn names(ids: &[CandidateId]) -> Vec<&str> {
    ids.iter().map(CandidateId::as_str).collect()
}

#[test]
fn a_tie_waits_for_a_lot_and_obeys_it() {
    let contest = contest(&["ann", "bob", "cy"], 1, |_| {});
    let box_of = ballots(&contest, &[(3, "ann"), (2, "bob ann"), (2, "cy bob")]);
    let open = contest.tabulate(&box_of, &[]);
    let tie = open.open_tie.clone().unwrap();
    assert_eq!(
        (tie.round, names(&tie.candidates), tie.kind),
        (1, vec!["bob", "cy"], TieFor::Last)
    );
    assert!(open.elected.is_empty());
    let lot = |first: &str, second: &str| vec![first.parse().unwrap(), second.parse().unwrap()];
    // Who goes first stays: cy leaves, then bob has four of seven.
    let drawn = contest.tabulate(&box_of, &[lot("bob", "cy")]);
    assert_eq!(names(&drawn.elected), ["bob"]);
    assert_eq!(drawn.rounds[0].ties[0].by, BrokenBy::Lot);
    let drawn = contest.tabulate(&box_of, &[lot("cy", "bob")]);
    assert_eq!(names(&drawn.elected), ["ann"]);
}

#[test]
fn the_last_round_in_which_they_differed_decides() {
    let contest = contest(&["ann", "bob", "cy", "dee"], 1, |r| {
        r.ties = TieRule::PreviousRound;
    });
    // dee leaves; then bob and cy are equal, and cy had fewer before.
    let box_of = ballots(&contest, &[(6, "ann"), (4, "bob"), (3, "cy"), (1, "dee cy")]);
    let counted = contest.tabulate(&box_of, &[]);
    assert_eq!(names(&counted.rounds[1].eliminated), ["cy"]);
    assert_eq!(counted.rounds[1].ties[0].by, BrokenBy::Round(1));
}

/// Scotland's order: the first surplus travels alone at surplus × value ÷ votes, truncated to five places.
#[test]
fn surpluses_travel_one_by_one() {
    let contest = contest(&["ann", "bob", "cy", "dee"], 2, |_| {});
    // 100 ballots, two seats: quota 34. Both ann and bob reach it in the first round.
    let box_of = ballots(
        &contest,
        &[
            (30, "ann cy"),
            (16, "ann dee"),
            (36, "bob dee"),
            (10, "cy"),
            (8, "dee"),
        ],
    );
    let counted = contest.tabulate(&box_of, &[]);
    assert_eq!(names(&counted.elected), ["ann", "bob"]);
    assert_eq!(counted.rounds.len(), 1);

    let contest = self::contest(&["ann", "bob", "cy", "dee"], 3, |_| {});
    // Quota 26: ann 46 and bob 36. ann's 20 are the larger surplus: 20/46 = 0.43478 of each ballot.
    let counted = contest.tabulate(&box_of, &[]);
    let second = &counted.rounds[1];
    let votes: Vec<String> = second.tally.iter().map(|(_, v)| v.to_string()).collect();
    assert_eq!(counted.rounds[0].threshold.to_string(), "26");
    assert_eq!(names(&counted.rounds[0].elected), ["ann", "bob"]);
    assert_eq!(names(&counted.rounds[0].surplus_of), ["ann"]);
    // ann keeps 46 × 0.56522 = 26.00012, of which 0.00012 is nobody's.
    assert_eq!(votes, ["26", "36", "23.0434", "14.95648"]);
    assert_eq!(second.inactive_total().to_string(), "0.00012");
    assert_eq!(names(&second.surplus_of), ["bob"]);
    // bob's 10 of 36: 0.27777 of each of his 36 ballots for dee, who reaches 24.9562.
    let third = &counted.rounds[2];
    let votes: Vec<String> = third.tally.iter().map(|(_, v)| v.to_string()).collect();
    assert_eq!(votes, ["26", "26", "23.0434", "24.9562"]);
    // Nobody reaches 26: cy leaves, dee is the last one there.
    assert_eq!(names(&third.eliminated), ["cy"]);
    assert_eq!(names(&counted.elected), ["ann", "bob", "dee"]);
}

/// Meek: the elected go on to receive votes, and pass on what they do not need.
#[test]
fn meek_divides_until_the_surplus_is_gone() {
    let contest = contest(&["ann", "bob", "cy"], 2, |r| r.method = RankedMethod::Meek);
    let box_of = ballots(&contest, &[(30, "ann bob"), (10, "bob"), (15, "cy")]);
    let counted = contest.tabulate(&box_of, &[]);
    // Quota 55 / 3; ann keeps as much, and her other 11.67 elect bob with 21.67.
    assert_eq!(names(&counted.elected), ["ann", "bob"]);
    let first = &counted.rounds[0];
    assert_eq!(first.threshold.to_string(), "18.333333334");
    assert_eq!(names(&first.elected), ["ann"]);
    let last = counted.rounds.last().unwrap();
    assert_eq!(last.total().as_whole(), Some(55));
    let ann = last.tally.iter().find(|(c, _)| c.as_str() == "ann").unwrap().1;
    // As close to the quota as a millionth of a vote.
    assert!(ann.to_string().starts_with("18.3333333"), "{ann}");
}

/// Hill, Wichmann and Woodall, "Algorithm 123", The Computer Journal 30 (1987): where votes are exhausted the
/// quota falls, and the elected keep less.
#[test]
fn meeks_quota_falls_with_exhausted_votes() {
    let contest = contest(&["ann", "bob", "cy"], 2, |r| r.method = RankedMethod::Meek);
    let box_of = ballots(&contest, &[(28, "ann"), (14, "bob"), (12, "cy")]);
    let counted = contest.tabulate(&box_of, &[]);
    assert_eq!(names(&counted.elected), ["ann", "bob"]);
    let last = counted.rounds.last().unwrap();
    // ann's surplus has nowhere to go: quota = (q + 14 + 12) / 3, so q = 13, and bob is over it.
    let ann = last.tally.iter().find(|(c, _)| c.as_str() == "ann").unwrap().1;
    assert!(
        ann.to_string().starts_with("14.") || ann.to_string().starts_with("13."),
        "{ann}"
    );
    assert!(!last.inactive_total().is_zero());
}

#[test]
fn nobody_votes_and_nobody_is_elected() {
    for method in [
        RankedMethod::InstantRunoff,
        RankedMethod::SingleTransferableVote,
        RankedMethod::Meek,
    ] {
        let seats = if method == RankedMethod::InstantRunoff {
            1
        } else {
            2
        };
        let contest = contest(&["ann", "bob", "cy"], seats, |r| {
            r.method = method;
            r.ties = TieRule::RecordedOrder;
        });
        let counted = contest.tabulate(&BallotGroups::default(), &[]);
        assert!(counted.elected.is_empty(), "{method:?}: {:?}", counted.elected);
    }
}
