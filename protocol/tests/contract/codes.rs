//! Enrolment codes, and packages that do not fit together.

use std::collections::HashMap;

use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::enrolment::{Enrolment, PackageError, StationPackage, generate_code};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::signed::SigningKey;

use super::fixtures::*;

#[test]
fn enrolment_codes_can_be_copied_by_hand() {
    let mut rng = rng(1);
    let mut seen = HashMap::<char, u32>::new();
    for _ in 0..2_000 {
        let code = generate_code(&mut rng);
        let groups: Vec<_> = code.split('-').collect();
        assert_eq!(groups.len(), 4);
        assert!(groups.iter().all(|g| g.len() == 4));
        for letter in code.chars().filter(|c| *c != '-') {
            assert!(letter.is_ascii_uppercase() || letter.is_ascii_digit());
            assert!(!"0O1IL2Z5S8B".contains(letter), "{letter} can be misread");
            *seen.entry(letter).or_default() += 1;
        }
    }
    assert_eq!(seen.len(), 25);
    // 1,280 expected of each, standard deviation 35.
    assert!(seen.values().all(|n| (1_100..1_460).contains(n)), "{seen:?}");
}

fn package() -> StationPackage {
    StationPackage {
        definition: SignedDefinition::sign(1, DEFINITION, counting_key().public(), &authority()).unwrap(),
        enrolment: Enrolment {
            election: election(),
            station: station(),
            incarnation: INCARNATION,
            public_key: station_key().verifying_key(),
            revoked_from: None,
        },
        authority: authority().verifying_key(),
        signing_key: station_key(),
        roll: vec![],
        kafka: String::new(),
        topic_prefix: String::new(),
        kafka_options: vec![],
    }
}

fn refusal(package: &StationPackage, signer: &SigningKey) -> PackageError {
    let bytes = package.seal("code", signer, &mut rng(2)).unwrap();
    StationPackage::open(&bytes, "code").unwrap_err()
}

#[test]
fn a_package_opens_with_its_code_however_it_is_typed() {
    let bytes = package().seal("ACDE-FGHJ", &authority(), &mut rng(2)).unwrap();
    assert!(StationPackage::open(&bytes, " acde fghj ").is_ok());
    assert_eq!(
        StationPackage::open(&bytes, "ACDE-FGHK").unwrap_err(),
        PackageError::WrongCode
    );
    assert!(!format!("{:?}", package()).contains("code"));
}

#[test]
fn packages_that_do_not_fit_together_are_refused() {
    let mut other_election = package();
    other_election.enrolment.election = "other".parse().unwrap();
    assert!(
        matches!(refusal(&other_election, &authority()), PackageError::Mismatch(m) if m.contains("elections"))
    );
    let mut unknown_station = package();
    unknown_station.enrolment.station = "nowhere".parse().unwrap();
    assert!(
        matches!(refusal(&unknown_station, &authority()), PackageError::Mismatch(m) if m.contains("does not know"))
    );
    let mut other_key = package();
    other_key.signing_key = SigningKey::from_bytes(&[77; 32]);
    assert!(
        matches!(refusal(&other_key, &authority()), PackageError::Mismatch(m) if m.contains("signing key"))
    );
    let mut other_roll = package();
    other_roll.roll = vec![RollUpdate {
        election: election(),
        polling_station: "school".parse().unwrap(),
        version: 1,
        voter: voter(),
        check_in: None,
    }];
    assert!(matches!(refusal(&other_roll, &authority()), PackageError::Mismatch(m) if m.contains("roll")));
}

#[test]
fn a_package_names_nobody_without_its_code() {
    let mut package = package();
    package.roll = vec![RollUpdate {
        election: election(),
        polling_station: package.enrolment.station.clone(),
        version: 1,
        voter: voter(),
        check_in: None,
    }];
    let bytes = package.seal("code", &authority(), &mut rng(2)).unwrap();
    let voter = voter();
    for part in [
        &voter.name,
        &voter.registration_number,
        &voter.address.street,
        &voter.email,
    ] {
        let needle = part.as_bytes();
        assert!(!bytes.windows(needle.len()).any(|w| w == needle), "{part}");
    }
    assert_eq!(StationPackage::open(&bytes, "code").unwrap().roll, package.roll);
}

#[test]
fn a_package_is_the_authoritys_whole() {
    // Whoever lacks the authority's key cannot put another package under the same code's secret.
    assert!(matches!(
        refusal(&package(), &SigningKey::from_bytes(&[66; 32])),
        PackageError::Signed(_)
    ));
    let bytes = package().seal("code", &authority(), &mut rng(2)).unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 12) {
        let mut bad = bytes.clone();
        bad[at] ^= 0x20;
        assert!(StationPackage::open(&bad, "code").is_err(), "byte {at}");
    }
}
