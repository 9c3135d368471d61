//! Voters: every fault has its field and a rule in words.

use jiff::civil::date;
use pollstream_protocol::fold::fold_words;
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::registration_number::normalise;
use pollstream_protocol::voter::{VoterRecord, looks_like_same_person};
use proptest::prelude::*;

use super::fixtures::{bare_voter, definition, election, voter};
use super::strategies;

fn faults(change: impl FnOnce(&mut VoterRecord)) -> Vec<String> {
    let mut voter = voter();
    change(&mut voter);
    voter
        .faults(&definition())
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn good_records_have_no_faults() {
    assert!(voter().faults(&definition()).is_empty());
    assert!(
        bare_voter().faults(&definition()).is_empty(),
        "what may be empty may be empty"
    );
}

#[test]
fn each_fault_names_its_field_and_its_rule() {
    let one = |change: fn(&mut VoterRecord)| {
        let found = faults(change);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    };
    assert_eq!(
        one(|v| v.registration_number = " - ".into()),
        "registration_number: is empty: letters or digits are needed"
    );
    assert_eq!(
        one(|v| v.registration_number = "TV-000 124".into()),
        "voter_id: does not belong to the registration number"
    );
    assert_eq!(one(|v| v.name = "  ".into()), "name: is empty");
    assert_eq!(one(|v| v.name = "Zoë\0".into()), "name: holds control characters");
    assert_eq!(
        one(|v| v.picture = "a\nb".into()),
        "picture: holds control characters"
    );
    assert_eq!(
        one(|v| v.picture = "p".repeat(501)),
        "picture: is longer than 500 characters"
    );
}

#[test]
fn long_lines_are_refused_field_by_field() {
    type Field = (&'static str, fn(&mut VoterRecord) -> &mut String);
    let fields: [Field; 10] = [
        ("name", |v| &mut v.name),
        ("gender", |v| &mut v.gender),
        ("street", |v| &mut v.address.street),
        ("city", |v| &mut v.address.city),
        ("state", |v| &mut v.address.state),
        ("country", |v| &mut v.address.country),
        ("postcode", |v| &mut v.address.postcode),
        ("phone", |v| &mut v.phone),
        ("cell", |v| &mut v.cell),
        ("picture", |v| &mut v.picture),
    ];
    for (name, field) in fields {
        let max = if name == "picture" { 500 } else { 200 };
        assert!(faults(|v| *field(v) = "é".repeat(max)).is_empty(), "{name}");
        let found = faults(|v| *field(v) = "é".repeat(max + 1));
        assert_eq!(found, [format!("{name}: is longer than {max} characters")]);
        let found = faults(|v| *field(v) = "a\u{7f}b".into());
        assert_eq!(found, [format!("{name}: holds control characters")]);
    }
}

#[test]
fn country_mail_and_age() {
    for bad in ["us", "USA", "U", "ÉÉ", "U1"] {
        let found = faults(|v| v.nationality = bad.into());
        assert_eq!(
            found,
            ["nationality: is not a two-letter country code such as FR (ISO 3166-1)"],
            "{bad}"
        );
    }
    assert_eq!(
        faults(|v| v.email = "nobody".into()),
        ["email: is not an e-mail address"]
    );
    assert!(
        faults(|v| v.date_of_birth = date(2008, 11, 3)).is_empty(),
        "18 on the day"
    );
    assert_eq!(
        faults(|v| v.date_of_birth = date(2008, 11, 4)),
        ["date_of_birth: the voter is 17 on election day; 18 is needed"]
    );
    assert_eq!(
        faults(|v| v.date_of_birth = date(2030, 1, 1)),
        ["date_of_birth: the voter is -4 on election day; 18 is needed"]
    );
    assert!(
        faults(|v| v.date_of_birth = date(1896, 1, 1)).is_empty(),
        "130 years old"
    );
    assert_eq!(
        faults(|v| v.date_of_birth = date(1895, 1, 1)),
        ["date_of_birth: the voter would be 131 years old"]
    );
}

#[test]
fn station_and_style_belong_together() {
    assert_eq!(
        faults(|v| v.polling_station = "nowhere".parse().unwrap()),
        ["polling_station: `nowhere` does not exist"]
    );
    assert_eq!(
        faults(|v| {
            v.polling_station = "school".parse().unwrap();
            v.ballot_style = "city-only".parse().unwrap();
        }),
        ["ballot_style: `city-only` is not issued at `school`"]
    );
}

#[test]
fn all_faults_are_told_at_once() {
    let found = faults(|v| {
        v.name = String::new();
        v.email = "x".into();
        v.nationality = "x".into();
        v.date_of_birth = date(2020, 1, 1);
        v.polling_station = "nowhere".parse().unwrap();
    });
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn the_same_person_under_two_numbers() {
    let mut other = voter();
    other.registration_number = "OTHER 7".into();
    other.name = "MULLER ŌTA, zoe".into();
    assert!(looks_like_same_person(&voter(), &other));
    other.date_of_birth = date(1988, 2, 28);
    assert!(!looks_like_same_person(&voter(), &other));
    other = voter();
    other.name = "Zoë Ōta".into();
    assert!(!looks_like_same_person(&voter(), &other));
}

#[test]
fn debug_lines_hold_no_personal_data() {
    let line = format!("{:?} {:?}", voter(), voter().address);
    for secret in ["Zoë", "Elm", "1988", "555", "example"] {
        assert!(!line.contains(secret), "{line}");
    }
}

proptest! {
    /// The normalised number is the same voter as the typed one, in every script.
    #[test]
    fn normalising_twice_changes_nothing(number in any::<String>()) {
        let once = normalise(&number);
        prop_assert_eq!(normalise(&once), once.clone());
        prop_assert_eq!(VoterId::derive(&election(), &number), VoterId::derive(&election(), &once));
    }

    #[test]
    fn folding_twice_changes_nothing(name in "\\PC{0,30}") {
        let once = fold_words(&name);
        prop_assert_eq!(fold_words(&once.join(" ")), once);
    }

    #[test]
    fn a_voter_survives_json(voter in strategies::voter()) {
        let json = serde_json::to_string(&voter).unwrap();
        prop_assert!(serde_json::from_str::<VoterRecord>(&json).unwrap() == voter);
    }

    #[test]
    fn any_record_can_be_judged(voter in strategies::voter()) {
        prop_assert!(!voter.faults(&definition()).is_empty(), "its polling station does not exist");
    }
}

#[test]
fn capital_letters_find_small_ones() {
    for (a, b) in [
        ("ΓΕΩΡΓΙΟΣ", "Γεώργιος"),
        ("ВЛАДИМИР", "Владимир"),
        ("NGUYỄN", "nguyen"),
    ] {
        assert_eq!(fold_words(a), fold_words(b), "{a}");
    }
}
