//! Golden files: bytes of every message, kept for ever. What an earlier version wrote, every later version
//! reads as the same value; what is deterministic is written as the same bytes.
//!
//! `POLLSTREAM_BLESS=1 cargo test -p pollstream-protocol` writes files that are missing. It never overwrites
//! one: a golden file that no longer matches means that the format changed, and the format must not.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::chain::{entry_hash, genesis};
use pollstream_protocol::decision::{Decision, genesis as decision_genesis};
use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::enrolment::{Enrolment, StationPackage};
use pollstream_protocol::entry::{
    Action, BallotGroup, CloseReport, Entry, EntryBody, EntryKind, IncidentKind, ProvisionalReason,
};
use pollstream_protocol::events::{
    CandidateEvent, CandidateResults, CheckInsEvent, PollsState, QuarantineEvent, ResultsStatus,
    TurnoutCounts, TurnoutResults, VotesEvent,
};
use pollstream_protocol::ids::{Incarnation, VoterId};
use pollstream_protocol::passphrase;
use pollstream_protocol::receipt::{Receipt, Standing};
use pollstream_protocol::roll::{CheckInStatus, RollUpdate};
use pollstream_protocol::seal::{CountingKey, SealedBallot};
use pollstream_protocol::segment::{Segment, UnverifiedSegment};
use pollstream_protocol::statement::CloseStatement;
use pollstream_protocol::status::StationStatus;
use pollstream_protocol::tally::{ContestTally, Tally};
use pollstream_protocol::topics::{Topic, TopicNames};
use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_protocol::transfer::{self, Frame};
use pollstream_protocol::voter::{Accreditation, VoterRecord};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::decisions::{official_key, statement, subjects};
use super::fixtures::*;

fn golden_text(name: &str, current: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if !path.exists() && env::var_os("POLLSTREAM_BLESS").is_some() {
        fs::write(&path, current).unwrap();
    }
    fs::read_to_string(&path).unwrap_or_else(|e| {
        panic!(
            "{}: {e} (a new message? POLLSTREAM_BLESS=1 writes its file)",
            path.display()
        )
    })
}

/// The bytes in `NAME.hex`, which `current` are written to when it does not exist.
fn golden(name: &str, current: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    for line in current.chunks(40) {
        writeln!(text, "{}", HEXLOWER.encode(line)).unwrap();
    }
    let kept = golden_text(&format!("{name}.hex"), &text);
    let digits: String = kept.split_whitespace().collect();
    HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).unwrap()
}

/// The golden bytes of what is written in one way only.
fn frozen(name: &str, current: &[u8]) -> Vec<u8> {
    let kept = golden(name, current);
    assert!(kept == current, "{name} is no longer written as it was");
    kept
}

fn frozen_json<T>(name: &str, value: &T)
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let current = serde_json::to_string_pretty(value).unwrap() + "\n";
    let kept = golden_text(&format!("{name}.json"), &current);
    assert_eq!(serde_json::from_str::<T>(&kept).unwrap(), *value, "{name}");
    assert_eq!(kept, current, "{name}");
}

fn signed_definition() -> SignedDefinition {
    SignedDefinition::sign(7, DEFINITION, counting_key().public(), &authority()).unwrap()
}

fn enrolment() -> Enrolment {
    Enrolment {
        election: election(),
        station: station(),
        incarnation: INCARNATION,
        public_key: station_key().verifying_key(),
        revoked_from: None,
    }
}

fn roll_update(check_in: Option<CheckInStatus>) -> RollUpdate {
    RollUpdate {
        election: election(),
        polling_station: station(),
        version: 3,
        voter: voter(),
        check_in,
    }
}

#[test]
fn definition_message() {
    let kept = frozen("definition", signed_definition().as_bytes());
    let opened = SignedDefinition::open(&kept, &authority().verifying_key()).unwrap();
    assert_eq!(opened.version, 7);
    assert_eq!(opened.definition, definition());
    assert_eq!(opened.counting_key, *counting_key().public());
    assert_eq!(opened.as_bytes(), kept);
    frozen("definition-fingerprint", &opened.fingerprint());
}

#[test]
fn enrolment_messages() {
    for (name, revoked_from) in [
        ("enrolment", None),
        ("enrolment-revoked", Some(17)),
        ("enrolment-revoked-from-0", Some(0)),
    ] {
        let enrolment = Enrolment {
            revoked_from,
            ..enrolment()
        };
        let kept = frozen(name, &enrolment.sign(&authority()));
        assert_eq!(
            Enrolment::open(&kept, &authority().verifying_key()).unwrap(),
            enrolment
        );
    }
}

#[test]
fn receipts() {
    for (standing, refusal) in [
        (Standing::Active, ""),
        (Standing::Revoked, "unknown_station"),
        (Standing::Quarantined, "equivocation: two entries 12"),
    ] {
        let receipt = Receipt {
            election: election(),
            station: station(),
            incarnation: INCARNATION,
            next_seq: 12,
            head_hash: [9; 32],
            standing,
            refusal: refusal.into(),
        };
        let kept = frozen(
            &format!("receipt-{}", standing.as_str()),
            &receipt.sign(&authority()),
        );
        assert_eq!(
            Receipt::open(&kept, &authority().verifying_key()).unwrap(),
            receipt
        );
    }
}

#[test]
fn a_stations_status() {
    let status = StationStatus {
        election: election(),
        station: station(),
        incarnation: INCARNATION,
        at: jiff::Timestamp::from_millisecond(1_793_700_000_123).unwrap(),
        next_seq: 40,
        receipted: 31,
        software: "pollstream 0.1.0".into(),
    };
    let kept = frozen("station-status", &status.sign(&station_key()));
    let opened = StationStatus::decode(&kept).unwrap();
    assert_eq!(opened.claimed(), (&station(), INCARNATION));
    assert_eq!(opened.verify(&station_key().verifying_key()).unwrap(), status);
    assert_eq!(status.queue_depth(), 9);
}

#[test]
fn roll_updates() {
    let check_in = CheckInStatus {
        station: "school".parse().unwrap(),
        incarnation: Incarnation(1),
        seq: 4,
        at: at(60),
    };
    for (name, check_in) in [("roll-update", None), ("roll-update-checked-in", Some(check_in))] {
        let update = roll_update(check_in);
        let kept = frozen(name, &update.sign(&authority()));
        assert_eq!(
            RollUpdate::open(&kept, &authority().verifying_key()).unwrap(),
            update
        );
    }
}

#[test]
fn station_package() {
    const CODE: &str = "ACDE-FGHJ-KMNP-QRTU";
    let package = StationPackage {
        definition: signed_definition(),
        enrolment: enrolment(),
        authority: authority().verifying_key(),
        signing_key: station_key(),
        roll: vec![roll_update(None)],
        kafka: "127.0.0.1:9092".into(),
        topic_prefix: "testville-2026.".into(),
        kafka_options: vec![],
    };
    let kept = golden(
        "station-package",
        &package.seal(CODE, &authority(), &mut rng(6)).unwrap(),
    );
    let opened = StationPackage::open(&kept, "acde fghj-kmnp qrtu").unwrap();
    assert_eq!(opened.definition.as_bytes(), package.definition.as_bytes());
    assert_eq!(opened.enrolment, package.enrolment);
    assert_eq!(opened.authority, package.authority);
    assert_eq!(opened.signing_key, package.signing_key);
    assert_eq!(opened.roll, package.roll);
    assert_eq!(opened.kafka, package.kafka);
    assert_eq!(opened.topic_prefix, package.topic_prefix);
    assert!(StationPackage::open(&kept, "ACDE-FGHJ-KMNP-QRTV").is_err());
}

#[test]
fn passphrase_envelope() {
    let sealed = passphrase::seal(b"the secret", "naïve horse", &mut rng(7)).unwrap();
    let kept = golden("passphrase", &sealed);
    assert_eq!(&**passphrase::open(&kept, "naïve horse").unwrap(), b"the secret");
}

#[test]
fn counting_key_halves() {
    let secret = frozen("counting-key-secret", &*counting_key().to_bytes());
    let public = frozen("counting-key-public", &counting_key().public().to_bytes());
    assert_eq!(
        CountingKey::from_bytes(&secret).unwrap().public().to_bytes(),
        *public
    );
}

/// Sealing is random: the value of these is what the key finds in the kept bytes.
fn is_sealed(body: &EntryBody) -> bool {
    matches!(
        body,
        EntryBody::BallotGroup(_) | EntryBody::ProvisionalBallot { .. } | EntryBody::RecoveryCopy(_)
    )
}

#[test]
fn entries_of_every_sort() {
    for (name, body) in entries().into_iter().chain(later_entries()) {
        let current = body.encode();
        let payload = golden(&format!("entry-{name}"), &current.payload);
        let kept = Entry {
            kind: current.kind,
            payload,
        };
        let decoded = kept.decode().unwrap();
        assert_eq!(decoded.encode(), kept, "{name}");
        if !is_sealed(&body) {
            assert_eq!(decoded, body, "{name}");
        }
    }
}

#[test]
fn sealed_ballots_open_for_ever() {
    let kept = |name: &str| {
        let (_, body) = entries().into_iter().find(|(n, _)| *n == name).unwrap();
        let payload = golden(&format!("entry-{name}"), &body.encode().payload);
        Entry {
            kind: body.kind(),
            payload,
        }
        .decode()
        .unwrap()
    };
    let codec = BallotCodec::new(&definition()).unwrap();
    let EntryBody::BallotGroup(BallotGroup {
        ballot_style,
        ballots: group,
    }) = kept("ballot-group")
    else {
        panic!("not a group")
    };
    let open = |sealed: &SealedBallot, style: &str| {
        let plain = sealed.open(&counting_key(), &scope(style)).unwrap();
        codec.decode(&plain).unwrap()
    };
    let found: Vec<_> = group.iter().map(|b| open(b, ballot_style.as_str())).collect();
    assert_eq!(found.len(), 2);
    for (name, ballot) in &ballots()[..2] {
        assert!(found.contains(ballot), "{name}");
    }
    let codes: String = group.iter().map(|b| format!("{}\n", b.tracking_code())).collect();
    assert_eq!(golden_text("tracking-codes.txt", &codes), codes);

    let EntryBody::ProvisionalBallot {
        ballot_style, ballot, ..
    } = kept("provisional-ballot")
    else {
        panic!("not a provisional ballot")
    };
    assert_eq!(open(&ballot, ballot_style.as_str()), ballots()[0].1);

    let EntryBody::RecoveryCopy(copy) = kept("recovery-copy") else {
        panic!("not a recovery copy")
    };
    let (style, ballot) = recovery_key().open(&copy, &recovery_scope()).unwrap();
    assert_eq!(open(&ballot, style.as_str()), ballots()[0].1);
}

#[test]
fn segments() {
    let is_ballots = |b: &EntryBody| b.kind().holds_ballots();
    for (name, ballots, first_seq) in [("segment-events", false, 0), ("segment-ballots", true, 10)] {
        let prev = if first_seq == 0 {
            genesis(&election(), &station(), INCARNATION)
        } else {
            [5; 32]
        };
        let bodies = entries().into_iter().map(|(_, body)| body);
        let entries: Vec<_> = bodies
            .filter(|b| is_ballots(b) == ballots)
            .map(|b| b.encode())
            .collect();
        let segment = Segment::new(election(), station(), INCARNATION, first_seq, prev, entries);
        let kept = golden(name, &segment.sign(&station_key()).unwrap());
        let opened = UnverifiedSegment::decode(&kept).unwrap();
        assert_eq!(opened.claimed_election(), "testville-2026");
        assert_eq!(*opened.claimed_station(), station());
        assert_eq!(opened.claimed_incarnation(), INCARNATION);
        let opened = opened.verify(&station_key().verifying_key()).unwrap();
        assert_eq!(
            opened.sign(&station_key()).unwrap(),
            kept,
            "Ed25519 is deterministic"
        );
        assert_eq!(opened.first_seq, first_seq);
        if !ballots {
            assert_eq!(opened, segment);
            frozen(name, &segment.sign(&station_key()).unwrap());
        }
    }
}

#[test]
fn decisions() {
    for (number, subject) in (0_u8..).zip(subjects()) {
        let statement = statement(number, subject);
        let approvals = ["anna", "ben"]
            .map(|name| statement.approve(name.parse().unwrap(), &official_key(name)))
            .to_vec();
        let decision = Decision {
            number: number.into(),
            prev_hash: decision_genesis(&election()),
            at: at(1_000),
            statement,
            approvals,
        };
        let name = format!("decision-{}", decision.statement.subject.kind().replace('_', "-"));
        let kept = frozen(&name, &decision.sign(&authority()));
        let opened = Decision::open(&kept, &authority().verifying_key()).unwrap();
        assert_eq!(opened, decision);
        frozen(&format!("{name}-hash"), &opened.hash());
    }
}

#[test]
fn close_statement_in_its_qr_code() {
    let statement = CloseStatement {
        election: election(),
        station: station(),
        incarnation: INCARNATION,
        next_seq: 41,
        head_hash: [6; 32],
        close_report: CloseReport {
            check_ins: 20,
            undone: 1,
            ballots: 18,
            provisional: 2,
            spoiled: 3,
            fled: 2,
            registrations: 4,
            provisional_cases: 2,
        },
        at: at(7_200),
    };
    let text = statement.to_text(&station_key());
    let kept = golden_text("close-statement.txt", &text);
    assert_eq!(kept, text, "Ed25519 is deterministic");
    let key = station_key().verifying_key();
    assert_eq!(CloseStatement::from_text(&kept, &key).unwrap(), statement);
    assert!(CloseStatement::from_text(&kept, &authority().verifying_key()).is_err());
    let altered = kept.replacen('A', "B", 1);
    assert!(CloseStatement::from_text(&altered, &key).is_err());
}

#[test]
fn files_on_a_stick() {
    let update = roll_update(None).sign(&authority());
    let frames = [
        Frame::Segment(golden("segment-events", &[])),
        Frame::Segment(golden("segment-ballots", &[])),
        Frame::Receipt(golden("receipt-active", &[])),
        Frame::RollUpdate(update),
        Frame::Definition(golden("definition", &[])),
    ];
    let kept = frozen("transfer", &transfer::write(&frames).unwrap());
    assert_eq!(transfer::read(&kept).unwrap(), frames);
}

#[test]
fn hashes_of_the_chain() {
    let start = genesis(&election(), &station(), INCARNATION);
    frozen("genesis", &start);
    let mut all = Vec::new();
    let mut last = start;
    for (seq, kind) in (0..).zip(EntryKind::ALL) {
        last = entry_hash(&last, seq, *kind, kind.as_str().as_bytes());
        all.extend(last);
    }
    frozen("entry-hashes", &all);
}

#[test]
fn ballot_plaintexts() {
    let codec = BallotCodec::new(&definition()).unwrap();
    for (name, ballot) in ballots() {
        let kept = frozen(&format!("ballot-{name}"), &codec.encode(&ballot));
        assert_eq!(codec.decode(&kept).unwrap(), ballot, "{name}");
    }
}

#[test]
fn names_and_numbers() {
    use Accreditation::{Accredited, Pending, Rejected, Withdrawn};
    use PollsState::{Closed, NotOpened, Open, Paused};
    let mut lines = String::new();
    macro_rules! numbered {
        ($($name:ident),+) => { $(for v in $name::ALL {
            writeln!(lines, "{} {} {}", stringify!($name), v.number(), v.as_str()).unwrap();
            assert_eq!($name::from_number(v.number()).unwrap(), *v);
        })+ };
    }
    numbered!(EntryKind, ProvisionalReason, IncidentKind, Action);
    for standing in [Standing::Active, Standing::Revoked, Standing::Quarantined] {
        writeln!(lines, "Standing {}", standing.as_str()).unwrap();
        assert_eq!(Standing::from_name(standing.as_str()), Some(standing));
    }
    for state in [NotOpened, Open, Paused, Closed] {
        writeln!(lines, "PollsState {}", state.as_str()).unwrap();
        assert_eq!(PollsState::from_name(state.as_str()), Some(state));
    }
    for status in [Pending, Accredited, Rejected, Withdrawn] {
        writeln!(lines, "Accreditation {}", status.as_str()).unwrap();
        assert_eq!(Accreditation::from_name(status.as_str()), Some(status));
    }
    let names = TopicNames::new("testville-2026.");
    for topic in Topic::ALL {
        writeln!(lines, "Topic {}", names.name(*topic)).unwrap();
    }
    writeln!(lines, "VoterId {}", VoterId::derive(&election(), "tv-٠٠٠ 123")).unwrap();
    writeln!(lines, "TrackingCode {}", TrackingCode([0xA7; 20])).unwrap();
    assert_eq!(golden_text("names.txt", &lines), lines);
}

#[test]
fn json_of_the_derived_topics() {
    let contest_tally = ContestTally {
        ballots: 3,
        votes: BTreeMap::from([("ana".parse().unwrap(), 1), ("chandra".parse().unwrap(), 1)]),
        undervotes: 1,
        overvotes: 0,
    };
    let results = |tally: Option<ContestTally>| CandidateResults {
        election: election(),
        place: "district/city".into(),
        contest: "mayor".parse().unwrap(),
        version: 8,
        status: ResultsStatus::UnofficialPartial,
        as_of: at(1_000),
        held_back: u64::from(tally.is_none()),
        tally,
    };
    frozen_json("results-candidates", &results(Some(contest_tally)));
    frozen_json("results-candidates-suppressed", &results(None));
    let mut tally = Tally::default();
    for (_, ballot) in ballots() {
        tally.add(&definition(), ballot.ballot());
    }
    frozen_json(
        "votes",
        &VotesEvent {
            election: election(),
            station: station(),
            event: 1,
            tally,
        },
    );
    frozen_json(
        "check-ins",
        &CheckInsEvent {
            election: election(),
            station: station(),
            event: 2,
            checked_in: BTreeMap::from([("2026-11-03T13".into(), 40), ("2026-11-03T14".into(), 2)]),
            undone: 1,
            provisional: 1,
            registered: 3,
            polls: Some(PollsState::Paused),
        },
    );
    let definition = definition();
    let (contest, candidate) = definition.candidate(&"ana".parse().unwrap()).unwrap();
    frozen_json(
        "candidate",
        &CandidateEvent {
            election: election(),
            candidate: candidate.id.clone(),
            contest: contest.id.clone(),
            name: candidate.name.clone(),
            party: candidate.party.clone(),
            party_name: Some("Oak Party".into()),
            accreditation: candidate.accreditation,
            picture: candidate.picture.clone(),
            biography: candidate.biography.clone(),
            platform: candidate.platform.clone(),
            version: 7,
        },
    );
    frozen_json(
        "results-turnout",
        &TurnoutResults {
            election: election(),
            place: "station/library".into(),
            version: 9,
            as_of: at(1_000),
            counts: TurnoutCounts {
                registered: 300,
                accredited: 290,
                checked_in: 29,
                ballots: 20,
                provisional: 1,
                stations: 1,
                stations_reporting: 1,
                stations_closed: 0,
            },
        },
    );
    frozen_json(
        "quarantine",
        &QuarantineEvent {
            election: election(),
            station: "library".into(),
            incarnation: Some(INCARNATION),
            reason: "bad_signature".into(),
            detail: "the segment's signature is not the station's".into(),
            partition: 3,
            offset: 77,
            sha256: "ab".repeat(32),
            at: at(1_000),
        },
    );
    frozen_json::<VoterRecord>("voter", &voter());
}
