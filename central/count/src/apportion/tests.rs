//! Ties, thresholds and emptiness; published results are in `tests/apportionment.rs`.

use pollstream_protocol::definition::Share;

use super::*;

fn rules(method: ApportionmentMethod) -> ApportionmentRules {
    ApportionmentRules {
        method,
        threshold: Share::NONE,
    }
}

fn lists(votes: &[(&str, u64)]) -> Vec<(CandidateId, u64)> {
    votes.iter().map(|(id, v)| (id.parse().unwrap(), *v)).collect()
}

#[test]
fn a_tie_for_the_last_seat_waits_for_a_lot() {
    for method in [
        ApportionmentMethod::Dhondt,
        ApportionmentMethod::SainteLague,
        ApportionmentMethod::ModifiedSainteLague,
        ApportionmentMethod::LargestRemainderHare,
        ApportionmentMethod::LargestRemainderDroop,
    ] {
        let votes = lists(&[("a", 400), ("b", 400), ("c", 10)]);
        let open = apportion(&rules(method), 3, &votes, &[]);
        assert_eq!(open.open_seats, 1, "{method:?}");
        let tied: Vec<bool> = open.lists.iter().map(|l| l.tied).collect();
        assert_eq!(tied, [true, true, false], "{method:?}");
        let lot = vec!["b".parse().unwrap(), "a".parse().unwrap()];
        let drawn = apportion(&rules(method), 3, &votes, &[lot]);
        let seats: Vec<u64> = drawn.lists.iter().map(|l| l.seats).collect();
        assert_eq!((drawn.open_seats, seats), (0, vec![1, 2, 0]), "{method:?}");
    }
}

#[test]
fn without_votes_no_seat_is_filled() {
    let none = apportion(
        &rules(ApportionmentMethod::Dhondt),
        5,
        &lists(&[("a", 0), ("b", 0)]),
        &[],
    );
    assert_eq!(none.open_seats, 5);
    let none = apportion(&rules(ApportionmentMethod::LargestRemainderHare), 5, &[], &[]);
    assert_eq!(none.open_seats, 5);
}

#[test]
fn who_is_below_the_threshold_takes_no_part() {
    let five = ApportionmentRules {
        method: ApportionmentMethod::SainteLague,
        threshold: "5 %".parse().unwrap(),
    };
    let votes = [("a", 501), ("b", 400), ("exactly", 50), ("below", 49)];
    let result = apportion(&five, 10, &lists(&votes), &[]);
    let part: Vec<bool> = result.lists.iter().map(|l| l.above_threshold).collect();
    assert_eq!(part, [true, true, true, false]);
}
