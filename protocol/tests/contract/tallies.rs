//! Tallies: nothing is lost and nothing is counted twice, in whatever order and pieces ballots come.

use pollstream_protocol::ballot::Ballot;
use pollstream_protocol::tally::Tally;
use proptest::collection::vec;
use proptest::prelude::*;

use super::fixtures::{ballot, definition};
use super::strategies;

fn count(ballots: &[Ballot]) -> Tally {
    let definition = definition();
    let mut tally = Tally::default();
    for ballot in ballots {
        let valid = ballot.clone().validated(&definition).unwrap();
        tally.add(&definition, valid.ballot());
    }
    tally
}

proptest! {
    #[test]
    fn every_tally_adds_up(ballots in vec(strategies::ballot(), 0..40)) {
        let definition = definition();
        let tally = count(&ballots);
        prop_assert_eq!(tally.ballots, ballots.len() as u64);
        for (id, contest) in &tally.contests {
            let variation = definition.contest(id).unwrap().vote_variation;
            prop_assert!(contest.adds_up(variation), "{}: {:?}", id, contest);
            let with_contest = ballots.iter().filter(|b| b.contests.iter().any(|c| c.contest == *id));
            prop_assert_eq!(contest.ballots, with_contest.count() as u64);
        }
    }

    #[test]
    fn order_and_pieces_do_not_matter(ballots in vec(strategies::ballot(), 0..30), at in any::<prop::sample::Index>()) {
        let whole = count(&ballots);
        let (left, right) = ballots.split_at(at.index(ballots.len() + 1));
        let mut merged = count(right);
        merged.merge(&count(left));
        prop_assert_eq!(&merged, &whole);
        let mut reversed = ballots.clone();
        reversed.reverse();
        prop_assert_eq!(count(&reversed), whole);
    }

    #[test]
    fn a_tally_survives_json(ballots in vec(strategies::ballot(), 0..10)) {
        let tally = count(&ballots);
        let json = serde_json::to_string(&tally).unwrap();
        prop_assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), tally);
    }
}

#[test]
fn each_sort_of_mark_counts_as_it_should() {
    let full = |mayor: &[&str], council: &[&str], measure: &[&str]| {
        ballot(
            "full",
            &[("mayor", mayor), ("council", council), ("measure-a", measure)],
        )
    };
    let tally = count(&[
        full(&["ana", "bo"], &["w1", "w2"], &["yes"]),
        full(&["", "bo"], &[], &["!"]),
        full(&["!", "bo"], &["w1", "w2", "w3"], &[]),
        ballot("city-only", &[("measure-a", &["yes"]), ("mayor", &["bo", "bo"])]),
    ]);
    let contest = |id: &str| &tally.contests[&id.parse().unwrap()];
    let votes = |contest_id: &str, id: &str| contest(contest_id).votes.get(&id.parse().unwrap()).copied();
    assert_eq!(tally.ballots, 4);
    let mayor = contest("mayor");
    assert_eq!((mayor.ballots, mayor.undervotes, mayor.overvotes), (4, 1, 1));
    assert_eq!((votes("mayor", "ana"), votes("mayor", "bo")), (Some(1), Some(1)));
    assert_eq!(mayor.leaders().len(), 2, "a tie has two leaders");
    let council = contest("council");
    assert_eq!(
        (council.ballots, council.undervotes, council.overvotes),
        (3, 4, 0)
    );
    assert_eq!(votes("council", "w3"), Some(1));
    assert_eq!(votes("council", "w4"), None);
    let measure = contest("measure-a");
    assert_eq!(
        (measure.ballots, measure.undervotes, measure.overvotes),
        (4, 1, 1)
    );
    assert_eq!(measure.leaders(), [&"yes".parse().unwrap()]);
    assert!(count(&[]).contests.is_empty());
}

#[test]
fn what_does_not_add_up_is_seen() {
    let definition = definition();
    let mayor = definition.contest(&"mayor".parse().unwrap()).unwrap();
    let tally = count(&[ballot(
        "full",
        &[("mayor", &["ana"]), ("council", &[]), ("measure-a", &[])],
    )]);
    let good = &tally.contests[&mayor.id];
    assert!(good.adds_up(mayor.vote_variation));
    for change in [
        (|t| t.ballots += 1) as fn(&mut pollstream_protocol::tally::ContestTally),
        |t| t.undervotes += 1,
        |t| {
            t.votes.clear();
        },
    ] {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(!bad.adds_up(mayor.vote_variation));
    }
}
