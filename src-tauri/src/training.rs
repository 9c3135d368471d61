//! Training: the same program on an election of its own, made up at the start. Its data lie in a folder of their
//! own, its keys are thrown away with them, and nothing that happens in it leaves this machine.

use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::enrolment::{Enrolment, StationPackage};
use pollstream_protocol::ids::{Incarnation, StationId, VoterId};
use pollstream_protocol::roll::{CheckInStatus, RollUpdate};
use pollstream_protocol::seal::CountingKey;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use pollstream_station::{NewOfficer, Role};
use rand::Rng;
use zeroize::Zeroizing;

use crate::dto::app::TrainingOfficer;
use crate::dto::error::CommandError;
use crate::failure::Answer;

/// The folder of the training, in the kiosk's data folder.
pub(crate) const FOLDER: &str = "training";

/// Under what the training's key lies. It protects nothing: the key is good for nothing.
pub(crate) const PASSPHRASE: &str = "training, not a secret";

/// What stays when a training begins anew: the web engine writes into it while the windows are open.
const KEPT: &str = "web";

const SAMPLE: &str = include_str!("../../examples/riverton.toml");
const STATION: &str = "fire-station-3";
const ELSEWHERE: &str = "city-library";

/// Who practises. The desk shows the PINs.
const OFFICERS: [(&str, Role, &str); 3] = [
    ("Alex", Role::PresidingOfficer, "112358"),
    ("Blake", Role::PollWorker, "141421"),
    ("Casey", Role::PollWorker, "271828"),
];

/// Made-up voters: every standing that an officer meets, and names that are hard to spell.
const PEOPLE: [(&str, (i16, i8, i8), Accreditation); 20] = [
    ("Emma Thompson", (1997, 12, 17), Accreditation::Accredited),
    ("Emma Thomson", (1962, 3, 2), Accreditation::Accredited),
    ("Kevin O'Neill", (1971, 8, 30), Accreditation::Accredited),
    ("María García López", (1980, 5, 4), Accreditation::Accredited),
    ("Maria Garcia", (1985, 1, 31), Accreditation::Accredited),
    ("Łucja Wójcik", (1990, 2, 14), Accreditation::Accredited),
    ("Søren Ødegård", (1955, 11, 9), Accreditation::Accredited),
    ("Jürgen Groß", (1948, 6, 21), Accreditation::Accredited),
    ("Ayşe Yıldız", (2001, 4, 23), Accreditation::Accredited),
    ("Hồ Văn Đức", (1979, 9, 2), Accreditation::Accredited),
    ("فاطمة الزهراء", (1988, 7, 7), Accreditation::Accredited),
    ("علی رضا محمدی", (1967, 10, 12), Accreditation::Accredited),
    ("सीता देवी शर्मा", (1974, 3, 25), Accreditation::Accredited),
    ("陈志远", (1993, 1, 8), Accreditation::Accredited),
    ("Anne-Marie Le Goff", (2005, 5, 19), Accreditation::Accredited),
    ("Deborah Okafor", (1959, 12, 1), Accreditation::Accredited),
    ("Noah Fields", (2004, 10, 30), Accreditation::Pending),
    ("Olga Petrova", (1983, 4, 11), Accreditation::Withdrawn),
    ("Peter Haugen", (1976, 2, 29), Accreditation::Rejected),
    // Was checked in at another station: see `update`.
    ("Quinn Marsh", (1969, 8, 8), Accreditation::Accredited),
];

/// Who practises, with the PINs that the desk shows.
pub(crate) fn shown_officers() -> Vec<TrainingOfficer> {
    let shown = |(name, _, pin): &(&str, Role, &str)| TrainingOfficer {
        name: (*name).to_owned(),
        pin: (*pin).to_owned(),
    };
    OFFICERS.iter().map(shown).collect()
}

/// The same for the station.
pub(crate) fn officers() -> Vec<NewOfficer> {
    let new = |(name, role, pin): (&str, Role, &str)| NewOfficer {
        name: name.to_owned(),
        role,
        pin: Zeroizing::new(pin.to_owned()),
    };
    OFFICERS.map(new).into()
}

/// A station package whose election day is the day of `now` here, with polls open from midnight to midnight. Every
/// key is made anew.
pub(crate) fn package(now: Timestamp, here: &TimeZone) -> Answer<StationPackage> {
    let internal =
        |why: &dyn std::fmt::Display| CommandError::refused("internal", format!("training: {why}"));
    let today = now.to_zoned(here.clone()).date();
    // Without a name for the time zone here, the day is that of UTC.
    let zone = here.iana_name().unwrap_or("UTC");
    let toml = definition(today, zone).map_err(|e| internal(&e))?;
    let authority = new_key();
    let signing_key = new_key();
    let counting = CountingKey::generate(&mut rand::rng());
    let definition =
        SignedDefinition::sign(1, &toml, counting.public(), &authority).map_err(|e| internal(&e))?;
    let station: StationId = STATION.parse().map_err(|e| internal(&e))?;
    let election = definition.definition.id.clone();
    let styles = (definition.definition.polling_station(&station))
        .map(|place| place.ballot_styles.clone())
        .unwrap_or_default();
    let roll = (0..)
        .zip(PEOPLE)
        .map(|(n, (name, (year, month, day), accreditation))| {
            let number = format!("TR-{:06}", 1001 + n * 37);
            let voter = VoterRecord {
                voter_id: VoterId::derive(&election, &number),
                registration_number: number,
                name: name.to_owned(),
                date_of_birth: date(year, month, day),
                gender: String::new(),
                nationality: String::new(),
                address: Address {
                    street: format!("{} South Avenue", 100 + n),
                    city: "Riverton".to_owned(),
                    ..Address::default()
                },
                email: String::new(),
                phone: String::new(),
                cell: String::new(),
                picture: String::new(),
                accreditation,
                polling_station: station.clone(),
                ballot_style: styles[n % styles.len()].clone(),
                registered_at: now,
            };
            RollUpdate {
                election: election.clone(),
                polling_station: station.clone(),
                version: 1,
                check_in: (n + 1 == PEOPLE.len()).then(|| elsewhere(now)).flatten(),
                voter,
            }
        });
    Ok(StationPackage {
        kafka_options: Vec::new(),
        roll: roll.collect(),
        enrolment: Enrolment {
            election: election.clone(),
            station: station.clone(),
            incarnation: Incarnation(1),
            public_key: signing_key.verifying_key(),
            revoked_from: None,
        },
        authority: authority.verifying_key(),
        signing_key,
        definition,
        // There is nobody to send to.
        kafka: String::new(),
        topic_prefix: String::new(),
    })
}

fn elsewhere(at: Timestamp) -> Option<CheckInStatus> {
    Some(CheckInStatus {
        station: ELSEWHERE.parse().ok()?,
        incarnation: Incarnation(1),
        seq: 7,
        at,
    })
}

fn new_key() -> SigningKey {
    let mut seed = Zeroizing::new([0; 32]);
    rand::rng().fill_bytes(&mut *seed);
    SigningKey::from_bytes(&seed)
}

/// The sample election on that day. Its title says what it is wherever a title stands: in the booth, on reports and
/// on slips.
fn definition(today: Date, zone: &str) -> Result<String, String> {
    let mut toml: toml::Table = SAMPLE.parse().map_err(|e: toml::de::Error| e.to_string())?;
    let election = toml.get_mut("election").and_then(toml::Value::as_table_mut);
    let election = election.ok_or("the sample has no election")?;
    for (key, value) in [
        ("id", "training"),
        ("title", "TRAINING – not an election"),
        ("date", &today.to_string()),
        ("polls_open", "00:00"),
        ("polls_close", "23:59"),
        ("time_zone", zone),
    ] {
        election.insert(key.to_owned(), value.into());
    }
    election.remove("translations");
    toml::to_string(&toml).map_err(|e| e.to_string())
}

/// Whether a training of that day goes on at `now`.
pub(crate) fn goes_on(day: Date, now: Timestamp, here: &TimeZone) -> bool {
    now.to_zoned(here.clone()).date() == day
}

/// Throws away what an earlier training left.
pub(crate) fn wipe(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == KEPT {
            continue;
        }
        // A link is removed, never followed.
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::ballot::BallotCodec;

    use super::*;

    fn noon() -> Timestamp {
        "2026-03-05T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_training_is_an_election_of_today_that_says_what_it_is_and_names_no_broker() {
        let here = TimeZone::get("Asia/Kolkata").unwrap();
        let package = package(noon(), &here).unwrap();
        let definition = &package.definition.definition;
        assert!(definition.title.contains("TRAINING"), "{}", definition.title);
        assert!(definition.translations.is_empty(), "no other title hides it");
        assert_eq!(
            (definition.date, &*definition.time_zone),
            (date(2026, 3, 5), "Asia/Kolkata")
        );
        assert!(package.kafka.is_empty());
        assert!(BallotCodec::new(definition).is_ok());
        let standings = |standing| {
            package
                .roll
                .iter()
                .filter(|u| u.voter.accreditation == standing)
                .count()
        };
        for standing in [
            Accreditation::Pending,
            Accreditation::Withdrawn,
            Accreditation::Rejected,
        ] {
            assert!(standings(standing) > 0, "{standing:?} can be practised");
        }
        assert!(package.roll.iter().any(|u| u.check_in.is_some()));
        let styles: std::collections::BTreeSet<_> =
            package.roll.iter().map(|u| &u.voter.ballot_style).collect();
        assert_eq!(styles.len(), 2);
    }

    #[test]
    fn two_trainings_share_no_key_and_every_officer_has_a_pin_that_is_taken() {
        let (a, b) = (
            package(noon(), &TimeZone::UTC).unwrap(),
            package(noon(), &TimeZone::UTC).unwrap(),
        );
        assert_ne!(a.signing_key.to_bytes(), b.signing_key.to_bytes());
        assert_ne!(a.authority, b.authority);
        pollstream_station::check_officers(&officers()).unwrap();
        assert_eq!(shown_officers().len(), officers().len());
    }

    #[test]
    fn a_training_lasts_a_day() {
        let here = TimeZone::get("America/Chicago").unwrap();
        assert!(goes_on(date(2026, 3, 5), noon(), &here));
        assert!(!goes_on(date(2026, 3, 4), noon(), &here));
        let night = "2026-03-06T03:00:00Z".parse().unwrap();
        assert!(
            goes_on(date(2026, 3, 5), night, &here),
            "it is still the fifth there"
        );
    }

    #[test]
    fn what_is_wiped_is_inside_the_folder() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(other.path().join("real.db"), b"a real election").unwrap();
        fs::write(folder.path().join("station.db"), b"x").unwrap();
        fs::create_dir_all(folder.path().join("pictures/deep")).unwrap();
        fs::create_dir(folder.path().join(KEPT)).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(other.path(), folder.path().join("printed")).unwrap();
        wipe(folder.path()).unwrap();
        let left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(left, [KEPT]);
        assert!(other.path().join("real.db").exists());
    }
}
