//! Revisions of a definition: one test for each rule, and for what may change.

use pollstream_protocol::definition::{SignedDefinition, revision_faults};
use pollstream_protocol::seal::CountingKey;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::fixtures::*;

fn signed(version: u32, toml: &str) -> SignedDefinition {
    SignedDefinition::sign(version, toml, counting_key().public(), &authority()).unwrap()
}

/// What is said of a revision in which `old`, which stands once in the file, is replaced.
fn faults(old: &str, new: &str) -> Vec<String> {
    assert_eq!(DEFINITION.matches(old).count(), 1, "{old:?} must stand once");
    let revision = signed(2, &DEFINITION.replace(old, new));
    let faults = revision_faults(&signed(1, DEFINITION), &revision);
    faults.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn refused(old: &str, new: &str, what: &str) {
    let found = faults(old, new);
    assert!(found.len() == 1 && found[0].contains(what), "{what}: {found:?}");
}

#[test]
fn names_texts_and_hours_may_change_and_more_may_be_added() {
    for (old, new) in [
        (
            "title = \"Testville City Election\"",
            "title = \"Testville Election\"",
        ),
        ("polls_close = \"20:00\"", "polls_close = \"21:00\""),
        ("name = \"Bo Lind\"", "name = \"Bo Lind-Åkesson\""),
        ("title = \"City Council\"", "title = \"Council\""),
        ("name = \"North Ward\"", "name = \"The North\""),
        (
            "[[candidate]]\nid = \"w1\"",
            "[[candidate]]\nid = \"eve\"\ncontest = \"mayor\"\nname = \"Eve\"\n\n[[candidate]]\nid = \"w1\"",
        ),
        (
            "[[party]]\nid = \"elm\"",
            "[[party]]\nid = \"ash\"\nname = \"Ash\"\n\n[[party]]\nid = \"elm\"",
        ),
        (
            "[[district]]\nid = \"south\"",
            "[[district]]\nid = \"west\"\nname = \"West\"\nparent = \"city\"\n\n[[district]]\nid = \"south\"",
        ),
    ] {
        assert_eq!(faults(old, new), Vec::<String>::new(), "{new}");
    }
}

#[test]
fn a_version_grows_and_the_counting_key_stays() {
    let old = signed(2, DEFINITION);
    let said = |new: &SignedDefinition| revision_faults(&old, new)[0].what.clone();
    assert_eq!(said(&signed(2, DEFINITION)), "version");
    assert_eq!(said(&signed(1, DEFINITION)), "version");
    let other = CountingKey::generate(&mut ChaCha8Rng::seed_from_u64(9));
    let rekeyed = SignedDefinition::sign(3, DEFINITION, other.public(), &authority()).unwrap();
    assert_eq!(said(&rekeyed), "counting key");
}

#[test]
fn what_voters_were_promised_stays() {
    refused(
        "id = \"testville-2026\"",
        "id = \"testville-2027\"",
        "another election",
    );
    refused("date = \"2026-11-03\"", "date = \"2026-11-04\"", "date");
    refused("America/Chicago", "America/Denver", "time_zone");
    refused("voting_age = 18", "voting_age = 16", "voting_age");
    refused(
        "disclosure = \"live\"",
        "disclosure = \"after_close\"",
        "disclosure",
    );
    refused("min_batch = 2", "min_batch = 1", "min_batch");
}

#[test]
fn ballots_in_voters_hands_stay() {
    refused("ranks_allowed = 3", "ranks_allowed = 2", "contest");
    refused("votes_allowed = 3", "votes_allowed = 2", "contest");
    let style = DEFINITION.split("[[ballot_style]]").nth(1).unwrap();
    let line = style.lines().find(|l| l.starts_with("contests")).unwrap();
    let reversed = line.replace("\"mayor\", \"council\"", "\"council\", \"mayor\"");
    assert_ne!(line, reversed);
    refused(line, &reversed, "ballot_style");
}

#[test]
fn candidates_stay_readable_and_follow_the_steps_of_accreditation() {
    let gone = "[[candidate]]\nid = \"chandra\"\ncontest = \"mayor\"\nname = \"चन्द्र\"\n\n";
    refused(gone, "", "`chandra`: it is gone");
    refused(
        "id = \"w4\"\ncontest = \"council\"",
        "id = \"w4\"\ncontest = \"mayor\"",
        "`w4`: it stands in another contest",
    );
    refused(
        "name = \"Dee Gone\"\naccreditation = \"withdrawn\"",
        "name = \"Dee Gone\"\naccreditation = \"accredited\"",
        "`dee`: its accreditation",
    );
    let withdrawn = "name = \"Bo Lind\"\naccreditation = \"withdrawn\"";
    assert!(faults("name = \"Bo Lind\"", withdrawn).is_empty());
}

#[test]
fn places_stay_where_they_are() {
    refused(
        "id = \"south\"\nname = \"South Ward\"\nparent = \"city\"",
        "id = \"south\"\nname = \"South Ward\"\nparent = \"north\"",
        "district",
    );
    let stations: Vec<&str> = DEFINITION.split("[[polling_station]]").collect();
    let district = |text: &str| {
        let line = text.lines().find(|l| l.starts_with("district")).unwrap();
        line.to_owned()
    };
    let moved = stations[1].replace(&district(stations[1]), "district = \"city\"");
    assert_ne!(moved, stations[1]);
    refused(stations[1], &moved, "polling_station");
}
