//! What holds for every ballot box under every rule.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use pollstream_count::ranked::{BallotGroups, Rank, RankedContest};
use pollstream_protocol::definition::{OnFault, Quota, RankedMethod, RankedRules, Share, Surpluses, TieRule};
use proptest::prelude::*;

const CANDIDATES: u16 = 6;

fn ranks() -> impl Strategy<Value = Vec<Rank>> {
    let rank = prop_oneof![
        6 => (0..CANDIDATES).prop_map(Rank::Candidate),
        1 => Just(Rank::Blank),
        1 => Just(Rank::Overvoted),
    ];
    prop::collection::vec(rank, 0..5)
}

fn on_fault() -> impl Strategy<Value = OnFault> {
    prop_oneof![Just(OnFault::Exhaust), Just(OnFault::Skip)]
}

fn method() -> impl Strategy<Value = (RankedMethod, u16)> {
    let share = RankedMethod::BottomsUpShare {
        share: Share { parts: 15, of: 100 },
        cut_off: true,
    };
    prop_oneof![
        Just((RankedMethod::InstantRunoff, 1)),
        (2..5_u16).prop_map(|seats| (RankedMethod::SingleTransferableVote, seats)),
        (1..5_u16).prop_map(|seats| (RankedMethod::Meek, seats)),
        (2..5_u16).prop_map(|seats| (RankedMethod::BottomsUp, seats)),
        (2..5_u16).prop_map(|seats| (RankedMethod::Sequential, seats)),
        Just((share, 1)),
    ]
}

fn rules() -> impl Strategy<Value = (RankedRules, u16)> {
    let surpluses = prop_oneof![
        Just(Surpluses::LargestFirst),
        Just(Surpluses::Together),
        Just(Surpluses::OneWinnerARound)
    ];
    let skipped = prop::option::of(0..3_u16);
    let flags = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    (
        method(),
        on_fault(),
        on_fault(),
        skipped,
        surpluses,
        flags,
        0..6_u8,
    )
        .prop_map(
            |(
                (method, seats),
                overvoted_rank,
                repeated_candidate,
                skipped_ranks,
                surpluses,
                flags,
                places,
            )| {
                let (batch, until_two, hare, fractional, write_ins) = flags;
                let run_off = matches!(method, RankedMethod::InstantRunoff | RankedMethod::Sequential);
                let rules = RankedRules {
                    method,
                    overvoted_rank,
                    skipped_ranks,
                    repeated_candidate,
                    batch_elimination: batch && run_off,
                    continue_until_two: until_two && run_off,
                    ties: TieRule::RecordedOrder,
                    quota: if hare { Quota::Hare } else { Quota::Droop },
                    fractional_threshold: fractional,
                    decimal_places: places,
                    surpluses,
                    write_ins: write_ins.then(|| "c5".parse().unwrap()),
                    ..RankedRules::standard(seats)
                };
                (rules, seats)
            },
        )
}

fn contest(rules: RankedRules, seats: u16) -> RankedContest {
    RankedContest {
        candidates: (0..CANDIDATES)
            .map(|c| format!("c{c}").parse().unwrap())
            .collect(),
        excluded: std::collections::BTreeSet::new(),
        seats,
        rules,
    }
}

fn grouped(ballots: &[(Vec<Rank>, u64)]) -> BallotGroups {
    let mut groups = BallotGroups::default();
    for (ranks, n) in ballots {
        groups.add(ranks.clone(), *n);
    }
    groups
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// No vote appears, disappears or is elected twice, in any round of any method.
    #[test]
    fn votes_are_conserved((rules, seats) in rules(), ballots in prop::collection::vec((ranks(), 1..40_u64), 0..30)) {
        let groups = grouped(&ballots);
        let counted = contest(rules, seats).tabulate(&groups, &[]);
        for round in &counted.rounds {
            prop_assert_eq!(round.total().as_whole(), Some(groups.total()), "round {:?}", round);
        }
        let mut once = counted.elected.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), counted.elected.len());
        prop_assert!(counted.open_tie.is_none());
    }

    /// Ballots one by one in another order, and equal ones as one group: the same rounds.
    #[test]
    fn order_and_grouping_do_not_matter(
        (rules, seats) in rules(),
        ballots in prop::collection::vec((ranks(), 1..4_u64), 0..20).prop_shuffle(),
        seed in any::<u64>(),
    ) {
        let contest = contest(rules, seats);
        let one_by_one: Vec<(Vec<Rank>, u64)> = ballots
            .iter()
            .flat_map(|(ranks, n)| std::iter::repeat_n((ranks.clone(), 1), usize::try_from(*n).unwrap()))
            .collect();
        let mut other = one_by_one;
        let places = other.len();
        other.rotate_left(usize::try_from(seed % (places as u64 + 1)).unwrap());
        other.reverse();
        let first = contest.tabulate(&grouped(&ballots), &[]);
        prop_assert_eq!(first, contest.tabulate(&grouped(&other), &[]));
    }

    /// Seats are filled when enough candidates have votes; never more of them.
    #[test]
    fn no_more_are_elected_than_there_are_seats(
        (rules, seats) in rules(),
        ballots in prop::collection::vec((ranks(), 1..40_u64), 1..30),
    ) {
        let share = matches!(rules.method, RankedMethod::BottomsUpShare { .. });
        let write_ins = rules.write_ins.clone();
        let counted = contest(rules, seats).tabulate(&grouped(&ballots), &[]);
        prop_assert!(share || counted.elected.len() <= usize::from(seats), "{:?}", counted.elected);
        prop_assert!(write_ins.is_none_or(|w| !counted.elected.contains(&w)));
    }
}
