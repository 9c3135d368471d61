//! One small election with fixed keys. The golden files are made from it: never change what is here.

use jiff::Timestamp;
use jiff::civil::date;
use pollstream_protocol::ballot::{Ballot, BallotCodec, ContestSelections, Mark, ValidBallot};
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::entry::{
    Action, BallotGroup, CloseReport, EntryBody, IncidentKind, ProvisionalReason, ZeroReport,
};
use pollstream_protocol::ids::{CaseId, ElectionId, Incarnation, StationId, VoterId};
use pollstream_protocol::recovery::{RecoveryKey, RecoveryScope};
use pollstream_protocol::seal::{CountingKey, SealScope, SealedBallot};
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

pub(crate) const DEFINITION: &str = r#"[election]
id = "testville-2026"
title = "Testville City Election"
date = "2026-11-03"
polls_open = "07:00"
polls_close = "20:00"
time_zone = "America/Chicago"
disclosure = "live"
min_batch = 2
voting_age = 18

[[party]]
id = "oak"
name = "Oak Party"
abbreviation = "OAK"

[[party]]
id = "elm"
name = "Elm Party"

[[district]]
id = "city"
name = "Testville"

[[district]]
id = "north"
name = "North Ward"
parent = "city"

[[district]]
id = "south"
name = "South Ward"
parent = "city"

[[contest]]
id = "mayor"
title = "Mayor"
vote_variation = "ranked"
ranks_allowed = 3
overvote_permitted = true

[[contest]]
id = "council"
title = "City Council"
votes_allowed = 3

[[contest]]
id = "measure-a"
title = "Measure A: new library"
overvote_permitted = true

[[candidate]]
id = "ana"
contest = "mayor"
name = "Ana Núñez"
party = "oak"
biography = "Teacher."
platform = "Schools first.\nThen parks."
picture = "pictures/ana.jpg"

[[candidate]]
id = "bo"
contest = "mayor"
name = "Bo Lind"
party = "elm"

[[candidate]]
id = "chandra"
contest = "mayor"
name = "चन्द्र"

[[candidate]]
id = "dee"
contest = "mayor"
name = "Dee Gone"
accreditation = "withdrawn"

[[candidate]]
id = "w1"
contest = "council"
name = "Wen One"

[[candidate]]
id = "w2"
contest = "council"
name = "Wen Two"

[[candidate]]
id = "w3"
contest = "council"
name = "Wen Three"

[[candidate]]
id = "w4"
contest = "council"
name = "Wen Four"

[[candidate]]
id = "yes"
contest = "measure-a"
name = "Yes"

[[candidate]]
id = "no"
contest = "measure-a"
name = "No"

[[ballot_style]]
id = "full"
contests = ["mayor", "council", "measure-a"]

[[ballot_style]]
id = "city-only"
contests = ["measure-a", "mayor"]

[[polling_station]]
id = "library"
name = "Public Library"
district = "north"
address = "1 Main St"
ballot_styles = ["full", "city-only"]

[[polling_station]]
id = "school"
name = "South School"
district = "south"
ballot_styles = ["full"]
"#;

pub(crate) fn definition() -> ElectionDefinition {
    ElectionDefinition::parse(DEFINITION).unwrap()
}

pub(crate) fn authority() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

pub(crate) fn station_key() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

pub(crate) fn counting_key() -> CountingKey {
    CountingKey::from_bytes(&[3; 32]).unwrap()
}

pub(crate) fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

pub(crate) fn election() -> ElectionId {
    "testville-2026".parse().unwrap()
}

pub(crate) fn station() -> StationId {
    "library".parse().unwrap()
}

pub(crate) const INCARNATION: Incarnation = Incarnation(2);

pub(crate) fn scope(style: &str) -> SealScope {
    SealScope::new(&election(), &station(), INCARNATION, &style.parse().unwrap())
}

pub(crate) fn recovery_key() -> RecoveryKey {
    RecoveryKey::from_bytes(&[4; 32]).unwrap()
}

pub(crate) fn recovery_scope() -> RecoveryScope {
    RecoveryScope::new(&election(), &station(), INCARNATION)
}

/// A ballot of [`ballots`], sealed.
pub(crate) fn sealed(ballot: &ValidBallot, rng: &mut ChaCha8Rng) -> SealedBallot {
    let codec = BallotCodec::new(&definition()).unwrap();
    let scope = scope(ballot.ballot().style.as_str());
    SealedBallot::seal(&codec.encode(ballot), counting_key().public(), &scope, rng).unwrap()
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_793_710_800 + second).unwrap()
}

pub(crate) fn voter() -> VoterRecord {
    VoterRecord {
        voter_id: VoterId::derive(&election(), "TV-000 123"),
        registration_number: "TV-000 123".into(),
        name: "Zoë Müller-Ōta".into(),
        date_of_birth: date(1988, 2, 29),
        gender: "female".into(),
        nationality: "US".into(),
        address: Address {
            street: "12 Elm Street".into(),
            city: "Testville".into(),
            state: "Minnesota".into(),
            country: "United States".into(),
            postcode: "55401".into(),
        },
        email: "zoe@example.org".into(),
        phone: "+1 612 555 0123".into(),
        cell: "+1 612 555 0124".into(),
        picture: "pictures/123.jpg".into(),
        accreditation: Accreditation::Accredited,
        polling_station: station(),
        ballot_style: "full".parse().unwrap(),
        registered_at: at(-90_000),
    }
}

/// A voter with nothing but what is required.
pub(crate) fn bare_voter() -> VoterRecord {
    VoterRecord {
        voter_id: VoterId::derive(&election(), "9"),
        registration_number: "9".into(),
        name: "李雷".into(),
        date_of_birth: date(1950, 12, 31),
        gender: String::new(),
        nationality: String::new(),
        address: Address::default(),
        email: String::new(),
        phone: String::new(),
        cell: String::new(),
        picture: String::new(),
        accreditation: Accreditation::Pending,
        polling_station: station(),
        ballot_style: "city-only".parse().unwrap(),
        registered_at: at(0),
    }
}

fn case() -> CaseId {
    CaseId(Uuid::from_bytes([0xCA; 16]))
}

/// Marks by contest; `""` is blank, `"!"` an overvote.
pub(crate) fn ballot(style: &str, contests: &[(&str, &[&str])]) -> Ballot {
    let mark = |text: &&str| match *text {
        "" => Mark::Blank,
        "!" => Mark::Overvote,
        id => Mark::Candidate(id.parse().unwrap()),
    };
    Ballot {
        style: style.parse().unwrap(),
        contests: (contests.iter())
            .map(|(contest, marks)| ContestSelections {
                contest: contest.parse().unwrap(),
                marks: marks.iter().map(mark).collect(),
            })
            .collect(),
    }
}

/// Ballots with every sort of mark, with the names of their golden files.
pub(crate) fn ballots() -> Vec<(&'static str, ValidBallot)> {
    let ballots = [
        (
            "full",
            ballot(
                "full",
                &[
                    ("mayor", &["chandra", "", "ana"]),
                    ("council", &["w4", "w1", "w2"]),
                    ("measure-a", &["no"]),
                ],
            ),
        ),
        (
            "blank",
            ballot("full", &[("mayor", &[]), ("council", &[]), ("measure-a", &[])]),
        ),
        (
            "overvoted",
            ballot(
                "city-only",
                &[("measure-a", &["!"]), ("mayor", &["!", "bo", "bo"])],
            ),
        ),
    ];
    let definition = definition();
    ballots
        .into_iter()
        .map(|(name, ballot)| (name, ballot.validated(&definition).unwrap()))
        .collect()
}

/// The ballots of style `full`, sealed.
fn group() -> BallotGroup {
    let mut rng = rng(4);
    let ballots = ballots();
    let full = ballots
        .iter()
        .filter(|(_, b)| b.ballot().style.as_str() == "full");
    let mut ballots: Vec<_> = full.map(|(_, b)| sealed(b, &mut rng)).collect();
    ballots.sort_unstable();
    BallotGroup {
        ballot_style: "full".parse().unwrap(),
        ballots,
    }
}

/// An entry of every sort, with the names of their golden files.
pub(crate) fn entries() -> Vec<(&'static str, EntryBody)> {
    let officer = || "Olga Officer".to_owned();
    vec![
        (
            "registration",
            EntryBody::Registration {
                voter: bare_voter(),
                officer: officer(),
            },
        ),
        (
            "check-in",
            EntryBody::CheckIn {
                voter_id: voter().voter_id,
                ballot_style: voter().ballot_style,
                officer: officer(),
                at: at(60),
            },
        ),
        (
            "check-in-undone",
            EntryBody::CheckInUndone {
                voter_id: voter().voter_id,
                check_in_seq: 1,
                reason: "wrong person\nof the same name".into(),
                officer: officer(),
                at: at(90),
            },
        ),
        ("ballot-group", EntryBody::BallotGroup(group())),
        ("provisional-ballot", provisional_ballot()),
        ("recovery-copy", recovery_copy()),
        (
            "program-started",
            EntryBody::ProgramStarted {
                software: "pollstream-kiosk 0.1.0".into(),
                at: at(-30),
            },
        ),
        ("program-ended", EntryBody::ProgramEnded { at: at(50_000) }),
        (
            "polls-opened",
            EntryBody::PollsOpened {
                zero_report: ZeroReport::default(),
                officers: vec![officer(), "Pär Presiding".into()],
                at: at(0),
                outside_hours: String::new(),
            },
        ),
        (
            "polls-paused",
            EntryBody::PollsPaused {
                reason: "fire drill".into(),
                officer: officer(),
                at: at(100),
            },
        ),
        (
            "polls-resumed",
            EntryBody::PollsResumed {
                officer: officer(),
                at: at(200),
            },
        ),
        (
            "polls-closed",
            EntryBody::PollsClosed {
                close_report: CloseReport {
                    check_ins: 4,
                    undone: 1,
                    ballots: 3,
                    provisional: 1,
                    spoiled: 2,
                    fled: 1,
                    registrations: 1,
                    provisional_cases: 1,
                },
                officers: vec![officer()],
                at: at(46_800),
            },
        ),
        (
            "incident",
            EntryBody::Incident {
                kind: IncidentKind::Clock,
                text: "The clock was an hour late.".into(),
                officer: officer(),
                at: at(300),
            },
        ),
        (
            "officer-action",
            EntryBody::OfficerAction {
                action: Action::BallotSpoiled,
                officer: officer(),
                at: at(400),
                text: "printer jam".into(),
            },
        ),
        (
            "provisional-case",
            EntryBody::ProvisionalCase {
                case_id: case(),
                reason: ProvisionalReason::OtherPollingStation,
                claimant: voter(),
                declared: String::new(),
                officer: officer(),
                at: at(500),
            },
        ),
    ]
}

/// Entries with fields that came later: each is of a sort that is among [`entries`].
pub(crate) fn later_entries() -> Vec<(&'static str, EntryBody)> {
    let officer = || "Olga Officer".to_owned();
    vec![
        (
            "polls-opened-outside-hours",
            EntryBody::PollsOpened {
                zero_report: ZeroReport::default(),
                officers: vec![officer(), "Pär Presiding".into()],
                at: at(0),
                outside_hours: "the court extended the hours".into(),
            },
        ),
        (
            "provisional-case-declared",
            EntryBody::ProvisionalCase {
                case_id: case(),
                reason: ProvisionalReason::OtherPollingStation,
                claimant: voter(),
                declared: "Zoë Claimant".into(),
                officer: officer(),
                at: at(500),
            },
        ),
    ]
}

fn provisional_ballot() -> EntryBody {
    EntryBody::ProvisionalBallot {
        case_id: case(),
        ballot_style: "full".parse().unwrap(),
        ballot: sealed(&ballots()[0].1, &mut rng(5)),
    }
}

fn recovery_copy() -> EntryBody {
    let mut rng = rng(8);
    let ballot = sealed(&ballots()[0].1, &mut rng);
    let style = "full".parse().unwrap();
    let copy = recovery_key()
        .public()
        .copy(&style, &ballot, &recovery_scope(), &mut rng);
    EntryBody::RecoveryCopy(copy.unwrap())
}
