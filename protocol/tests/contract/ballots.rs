//! Ballots: what a style allows, and plaintexts that say nothing by their form.

use pollstream_protocol::ballot::{Ballot, BallotCodec, BallotError, CodecError, Mark};
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::entry::{BallotGroup, EntryBody};
use pollstream_protocol::events::BallotJson;
use pollstream_protocol::limits::{MAX_ENTRY_BYTES, MAX_GROUP_BALLOTS, MAX_ID_CHARS};
use pollstream_protocol::seal::{SEAL_OVERHEAD, SealScope, SealedBallot};
use proptest::prelude::*;

use super::fixtures::{DEFINITION, ballot, counting_key, definition, election, rng, scope, sealed, station};
use super::strategies;

fn codec() -> BallotCodec {
    BallotCodec::new(&definition()).unwrap()
}

proptest! {
    #[test]
    fn a_ballot_survives_its_plaintext(ballot in strategies::ballot()) {
        let valid = ballot.validated(&definition()).unwrap();
        let codec = codec();
        let plaintext = codec.encode(&valid);
        prop_assert_eq!(plaintext.len(), codec.length(), "all plaintexts have one length");
        prop_assert_eq!(codec.decode(&plaintext).unwrap(), valid);
    }

    /// In whatever order the candidates of a plurality contest were touched, one ballot is cast.
    #[test]
    fn the_order_of_touching_is_forgotten(ballot in strategies::ballot(), turn in 0..6usize) {
        let mut turned = ballot.clone();
        for contest in &mut turned.contests {
            if contest.contest.as_str() == "council" {
                contest.marks.rotate_left(turn % 3);
                if turn >= 3 {
                    contest.marks.swap(0, 1);
                }
            }
        }
        let definition = definition();
        let codec = codec();
        let encode = |b: Ballot| codec.encode(&b.validated(&definition).unwrap());
        prop_assert_eq!(encode(turned), encode(ballot));
    }

    #[test]
    fn validating_twice_changes_nothing(ballot in strategies::ballot()) {
        let once = ballot.validated(&definition()).unwrap();
        let twice = once.clone().into_ballot().validated(&definition()).unwrap();
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn an_altered_plaintext_is_refused_or_a_valid_ballot(
        ballot in strategies::ballot(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let codec = codec();
        let mut bytes = codec.encode(&ballot.validated(&definition()).unwrap());
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(other) = codec.decode(&bytes) {
            prop_assert_eq!(codec.decode(&codec.encode(&other)).unwrap(), other);
        }
    }

    #[test]
    fn random_plaintexts_never_panic(bytes: Vec<u8>, filler: u8, length in 0..200usize) {
        let codec = codec();
        let _ = codec.decode(&bytes);
        let mut padded = vec![filler; length];
        padded.splice(..0, bytes);
        padded.resize(codec.length(), filler);
        padded[0] = 1;
        let _ = codec.decode(&padded);
    }

    #[test]
    fn a_ballot_survives_json(ballot in strategies::ballot()) {
        let valid = ballot.validated(&definition()).unwrap().into_ballot();
        let json = serde_json::to_string(&BallotJson::from(&valid)).unwrap();
        let back = serde_json::from_str::<BallotJson>(&json).unwrap().to_ballot().unwrap();
        let mut sorted = valid;
        sorted.contests.sort_by(|a, b| a.contest.cmp(&b.contest));
        prop_assert_eq!(back, sorted);
    }

    #[test]
    fn sealed_ballots_are_alike_and_open(ballots in prop::collection::vec(strategies::ballot(), 1..5), seed: u64) {
        let codec = codec();
        let mut rng = rng(seed);
        for ballot in ballots {
            let valid = ballot.validated(&definition()).unwrap();
            let sealed = sealed(&valid, &mut rng);
            prop_assert_eq!(sealed.ciphertext.len(), codec.length() + SEAL_OVERHEAD);
            let plain = sealed.open(&counting_key(), &scope(valid.ballot().style.as_str())).unwrap();
            prop_assert_eq!(codec.decode(&plain).unwrap(), valid);
        }
    }
}

#[test]
fn a_sealed_ballot_cannot_be_moved() {
    use super::fixtures::INCARNATION;
    let mut rng = rng(1);
    let key = counting_key();
    let seal = |rng: &mut _| SealedBallot::seal(&[1; 64], key.public(), &scope("full"), rng).unwrap();
    let (ballot, other) = (seal(&mut rng), seal(&mut rng));
    let full = "full".parse().unwrap();
    let moved = [
        SealScope::new(&"other".parse().unwrap(), &station(), INCARNATION, &full),
        SealScope::new(&election(), &"school".parse().unwrap(), INCARNATION, &full),
        SealScope::new(
            &election(),
            &station(),
            pollstream_protocol::ids::Incarnation(1),
            &full,
        ),
        scope("city-only"),
    ];
    for scope in moved {
        assert!(ballot.open(&key, &scope).is_err());
    }
    let exchanged = SealedBallot {
        encapped_key: other.encapped_key,
        ..ballot.clone()
    };
    assert!(exchanged.open(&key, &scope("full")).is_err());
    assert!(ballot.open(&key, &scope("full")).is_ok());
}

#[test]
fn what_a_style_does_not_allow_is_refused() {
    let check = |ballot: Ballot| ballot.validated(&definition()).map(|_| ()).unwrap_err();
    let full = |mayor: &[&str], council: &[&str], measure: &[&str]| {
        ballot(
            "full",
            &[("mayor", mayor), ("council", council), ("measure-a", measure)],
        )
    };
    let contest = |id: &str| id.parse().unwrap();
    assert_eq!(
        check(ballot("none", &[])),
        BallotError::UnknownStyle("none".parse().unwrap())
    );
    for contests in [
        &[("mayor", &[][..])][..],
        &[("council", &[]), ("mayor", &[]), ("measure-a", &[])],
        &[
            ("mayor", &[]),
            ("council", &[]),
            ("measure-a", &[]),
            ("mayor", &[]),
        ],
        &[],
    ] {
        assert_eq!(
            check(ballot("full", contests)),
            BallotError::WrongContests("full".parse().unwrap())
        );
    }
    assert_eq!(
        check(full(&["ana", "bo", "chandra", "ana"], &[], &[])),
        BallotError::TooManyMarks {
            contest: contest("mayor"),
            found: 4,
            allowed: 3
        }
    );
    assert_eq!(
        check(full(&[], &["w1", "!"], &[])),
        BallotError::Overvoted(contest("council"))
    );
    for nobody in ["nobody", "w1", "dee"] {
        let error = check(full(&[nobody], &[], &[]));
        assert_eq!(error, BallotError::NotACandidate(contest("mayor")), "{nobody}");
        assert!(
            !error.to_string().contains(nobody),
            "a refusal names no selection"
        );
    }
    assert_eq!(
        check(full(&[], &["w1", "", "w1"], &[])),
        BallotError::MarkedTwice(contest("council"))
    );
}

#[test]
fn what_a_style_allows_has_one_form() {
    let valid = |b: Ballot| b.validated(&definition()).unwrap().into_ballot();
    let given = ballot(
        "full",
        &[
            ("mayor", &["", "bo", "bo"]),
            ("council", &["", "w3", "w1"]),
            ("measure-a", &["!"]),
        ],
    );
    let kept = ballot(
        "full",
        &[
            ("mayor", &["", "bo", "bo"]),
            ("council", &["w1", "w3", ""]),
            ("measure-a", &["!"]),
        ],
    );
    assert_eq!(valid(given), kept);
    let blank = Ballot::blank(&definition(), &"full".parse().unwrap()).unwrap();
    let marks: Vec<_> = blank.contests.iter().map(|c| c.marks.len()).collect();
    assert_eq!(marks, [3, 3, 1]);
    assert!(
        blank
            .contests
            .iter()
            .flat_map(|c| &c.marks)
            .all(|m| *m == Mark::Blank)
    );
    assert_eq!(valid(blank.clone()), blank);
    assert!(Ballot::blank(&definition(), &"none".parse().unwrap()).is_err());
}

#[test]
fn a_later_withdrawal_makes_no_ballot_unreadable() {
    let before = codec();
    let cast = ballot("city-only", &[("measure-a", &["yes"]), ("mayor", &["bo"])]);
    let plaintext = before.encode(&cast.validated(&definition()).unwrap());
    let later = DEFINITION.replace(
        "party = \"elm\"",
        "party = \"elm\"\naccreditation = \"withdrawn\"",
    );
    let later = ElectionDefinition::parse(&later).unwrap();
    let read = BallotCodec::new(&later).unwrap().decode(&plaintext).unwrap();
    assert_eq!(
        read.ballot().contests[1].marks[0],
        Mark::Candidate("bo".parse().unwrap())
    );
    let again = read.into_ballot().validated(&later);
    assert!(matches!(again, Err(BallotError::NotACandidate(_))));
}

#[test]
fn a_plaintext_of_another_kind_is_named() {
    let codec = codec();
    let good = codec.encode(&super::fixtures::ballots()[0].1);
    let with = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        codec.decode(&bytes).unwrap_err()
    };
    assert_eq!(codec.decode(&good[1..]), Err(CodecError::Format));
    assert_eq!(codec.decode(&[]), Err(CodecError::Format));
    assert_eq!(with(0, 2), CodecError::Format);
    assert_eq!(with(1, !good[1]), CodecError::Unknown);
    assert_eq!(with(9, !good[9]), CodecError::Unknown);
    let last = good.len() - 1;
    assert_eq!(with(last, 1), CodecError::Format, "padding is zero");
}

#[test]
fn a_full_group_of_the_largest_ballots_fits_an_entry() {
    let wide = |votes: usize| {
        let contests: String = (0..20)
            .map(|n| format!("[[contest]]\nid = \"extra-{n}\"\ntitle = \"E\"\nvotes_allowed = {votes}\n[[candidate]]\nid = \"x{n}\"\ncontest = \"extra-{n}\"\nname = \"X\"\n"))
            .collect();
        let list: String = (0..20).map(|n| format!(", \"extra-{n}\"")).collect();
        let text = DEFINITION.replace(
            "\"council\", \"measure-a\"]",
            &format!("\"council\", \"measure-a\"{list}]"),
        );
        ElectionDefinition::parse(&(text + &contests)).unwrap()
    };
    for definition in [definition(), wide(5), wide(50)] {
        let codec = BallotCodec::new(&definition).unwrap();
        let n = codec.max_group();
        assert!(n >= definition.min_batch as usize && n <= MAX_GROUP_BALLOTS);
        let ballots = (0..n as u64).map(|i| {
            let mut encapped_key = [0xFF; 32];
            encapped_key[..8].copy_from_slice(&i.to_be_bytes());
            SealedBallot {
                encapped_key,
                ciphertext: vec![0xFF; codec.length() + SEAL_OVERHEAD],
            }
        });
        let group = BallotGroup {
            ballot_style: "x".repeat(MAX_ID_CHARS).parse().unwrap(),
            ballots: ballots.collect(),
        };
        let entry = EntryBody::BallotGroup(group).encode();
        assert!(entry.payload.len() <= MAX_ENTRY_BYTES, "{}", entry.payload.len());
        assert!(entry.decode().is_ok());
    }
}
