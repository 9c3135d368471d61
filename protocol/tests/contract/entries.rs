//! Entries: each one has one form, and nothing else is accepted.

use pollstream_protocol::entry::{Action, CloseReport, Entry, EntryBody, EntryKind};
use pollstream_protocol::limits::{MAX_ENTRY_BYTES, MAX_LINE_CHARS, MAX_OFFICERS, MAX_TEXT_CHARS};
use pollstream_protocol::wire::v1;
use proptest::prelude::*;
use prost::Message;

use super::fixtures::{at, bare_voter, entries, voter};
use super::strategies;

proptest! {
    #[test]
    fn every_entry_survives_its_wire_form(body in strategies::entry()) {
        let entry = body.encode();
        prop_assert_eq!(entry.kind, body.kind());
        prop_assert_eq!(entry.decode().unwrap(), body);
    }

    /// What is accepted is written again as the same bytes: nothing can be hidden in an entry.
    #[test]
    fn an_altered_entry_is_refused_or_has_one_form(
        body in strategies::entry(),
        at in any::<prop::sample::Index>(),
        mask in 1..=255u8,
    ) {
        let mut entry = body.encode();
        prop_assume!(!entry.payload.is_empty());
        let at = at.index(entry.payload.len());
        entry.payload[at] ^= mask;
        if let Ok(other) = entry.decode() {
            prop_assert_eq!(other.encode(), entry);
        }
    }

    #[test]
    fn random_payloads_never_panic(kind in prop::sample::select(EntryKind::ALL.to_vec()), payload: Vec<u8>) {
        let entry = Entry { kind, payload };
        if let Ok(body) = entry.decode() {
            prop_assert_eq!(body.encode(), entry);
        }
    }

    #[test]
    fn a_close_report_of_any_size_can_be_reconciled(report in strategies::close_report()) {
        let sides = [report.check_ins, report.provisional_cases, report.ballots, report.provisional, report.fled];
        let [a, b, c, d, e] = sides.map(u128::from);
        prop_assert_eq!(report.reconciles(), a + b == c + d + e);
    }
}

#[test]
fn reconciliation_at_the_largest_counts() {
    let report = CloseReport {
        check_ins: u64::MAX,
        provisional_cases: u64::MAX,
        ballots: u64::MAX,
        provisional: u64::MAX,
        ..CloseReport::default()
    };
    assert!(report.reconciles());
}

fn refusal(kind: EntryKind, message: &impl Message) -> String {
    let entry = Entry {
        kind,
        payload: message.encode_to_vec(),
    };
    entry.decode().unwrap_err().to_string()
}

#[test]
fn unknown_fields_and_trailing_bytes_are_refused() {
    for (name, body) in entries() {
        let mut entry = body.encode();
        // Field 100, a varint 1.
        entry.payload.extend([0xA0, 0x06, 0x01]);
        let error = entry.decode().unwrap_err().to_string();
        assert!(error.contains("canonical"), "{name}: {error}");
    }
}

fn incident(change: impl FnOnce(&mut v1::Incident)) -> v1::Incident {
    let mut message = v1::Incident {
        kind: v1::IncidentKind::Other as i32,
        text: "x".into(),
        officer: "o".into(),
        at: 0,
    };
    change(&mut message);
    message
}

#[test]
fn texts_that_a_database_would_choke_on_are_refused() {
    let case = |change: fn(&mut v1::Incident)| refusal(EntryKind::Incident, &incident(change));
    assert_eq!(case(|m| m.text = "a\0b".into()), "text: holds control characters");
    assert_eq!(
        case(|m| m.officer = "a\nb".into()),
        "officer: holds control characters"
    );
    assert_eq!(
        case(|m| m.text = "x".repeat(MAX_TEXT_CHARS + 1)),
        "text: longer than 2000 characters"
    );
    assert_eq!(
        case(|m| m.officer = "x".repeat(MAX_LINE_CHARS + 1)),
        "officer: longer than 200 characters"
    );
    assert_eq!(case(|m| m.kind = 99), "IncidentKind: 99 is not known");
    assert_eq!(case(|m| m.kind = 0), "IncidentKind: 0 is not known");
    assert_eq!(case(|m| m.at = -62_135_596_801), "at: before the year 1");
    assert!(case(|m| m.at = i64::MAX).starts_with("at: "));
}

#[test]
fn a_voter_on_the_wire_has_one_form() {
    let registration = |change: fn(&mut v1::VoterRecord)| {
        let entry = EntryBody::Registration {
            voter: voter(),
            officer: "o".into(),
        }
        .encode();
        let mut message = v1::Registration::decode(entry.payload.as_slice()).unwrap();
        change(message.voter.as_mut().unwrap());
        refusal(EntryKind::Registration, &message)
    };
    assert_eq!(
        registration(|v| v.name = "a\0b".into()),
        "name: holds control characters"
    );
    assert_eq!(
        registration(|v| v.cell = "5".repeat(201)),
        "cell: longer than 200 characters"
    );
    assert_eq!(
        registration(|v| v.picture = "p".repeat(501)),
        "picture: longer than 500 characters"
    );
    assert!(registration(|v| v.address = None).starts_with("address: is missing"));
    for date in [
        "19880229",
        "1988-02-30",
        "1988-02-29T00:00",
        "",
        "-000001-01-01",
        "0000-01-01",
    ] {
        let message = v1::Registration {
            voter: Some(v1::VoterRecord {
                date_of_birth: date.into(),
                ..wire_voter()
            }),
            officer: "o".into(),
        };
        let error = refusal(EntryKind::Registration, &message);
        assert_eq!(error, "date_of_birth: not a date YYYY-MM-DD", "{date}");
    }
    assert_eq!(
        registration(|v| v.voter_id = vec![1; 15]),
        "voter_id: 16 bytes expected"
    );
    assert_eq!(
        registration(|v| v.accreditation = 0),
        "accreditation: 0 is not a status"
    );
    assert!(
        registration(|v| v.polling_station = "NOT AN ID".into()).starts_with("polling_station: `NOT AN ID`")
    );
    let nobody = v1::Registration {
        voter: None,
        officer: "o".into(),
    };
    assert_eq!(refusal(EntryKind::Registration, &nobody), "voter: is missing");
}

fn wire_voter() -> v1::VoterRecord {
    let entry = EntryBody::Registration {
        voter: bare_voter(),
        officer: "o".into(),
    }
    .encode();
    let message = v1::Registration::decode(entry.payload.as_slice()).unwrap();
    message.voter.unwrap()
}

#[test]
fn groups_hold_distinct_ballots_in_order_of_their_bytes() {
    let ballot = |byte: u8| v1::SealedBallot {
        encapped_key: vec![byte; 32],
        ciphertext: vec![0; 32],
    };
    let group = |ballots: Vec<v1::SealedBallot>| {
        let message = v1::BallotGroup {
            ballot_style: "full".into(),
            ballots,
        };
        refusal(EntryKind::BallotGroup, &message)
    };
    assert!(group(vec![ballot(2), ballot(1)]).contains("not distinct and sorted"));
    assert!(group(vec![ballot(1), ballot(1)]).contains("not distinct and sorted"));
    assert_eq!(group(vec![]), "ballot group: 0 ballots; 1 to 1000 are allowed");
    let many = (0..1_001u32)
        .map(|n| v1::SealedBallot {
            encapped_key: [[0; 28].as_slice(), &n.to_be_bytes()].concat(),
            ciphertext: vec![],
        })
        .collect();
    assert!(group(many).contains("1001 ballots"));
    let short = v1::SealedBallot {
        encapped_key: vec![1; 31],
        ciphertext: vec![],
    };
    assert_eq!(group(vec![short]), "encapped_key: 32 bytes expected, 31 found");
    let nameless = v1::BallotGroup {
        ballot_style: String::new(),
        ballots: vec![ballot(1)],
    };
    assert!(refusal(EntryKind::BallotGroup, &nameless).contains("ballot_style"));
}

#[test]
fn an_opened_case_is_not_any_action() {
    let action = |action: Action, text: &str, case: bool| {
        let provisional_case = case.then(|| v1::ProvisionalCase {
            case_id: vec![7; 16],
            reason: 1,
            claimant: Some(wire_voter()),
            declared: String::new(),
        });
        let message = v1::OfficerAction {
            action: action.number(),
            officer: "o".into(),
            at: 0,
            text: text.into(),
            provisional_case,
        };
        let entry = Entry {
            kind: EntryKind::OfficerAction,
            payload: message.encode_to_vec(),
        };
        entry.decode().map_err(|e| e.to_string())
    };
    assert!(action(Action::ProvisionalCaseOpened, "", true).is_ok());
    assert!(action(Action::SignedIn, "", false).is_ok());
    let refused = |result: Result<EntryBody, String>| result.unwrap_err();
    assert!(refused(action(Action::ProvisionalCaseOpened, "", false)).contains("is missing"));
    assert!(refused(action(Action::SignedIn, "", true)).contains("another action"));
    assert!(refused(action(Action::ProvisionalCaseOpened, "hidden", true)).contains("text"));
}

#[test]
fn counts_and_sizes_are_bounded() {
    let report = v1::PollsOpened {
        zero_report: Some(v1::ZeroReport {
            ballots: 1 << 63,
            ..Default::default()
        }),
        officers: vec!["o".into()],
        at: 0,
        outside_hours: String::new(),
    };
    assert_eq!(
        refusal(EntryKind::PollsOpened, &report),
        "ballots: larger than 2^63 - 1"
    );
    let crowd = v1::PollsOpened {
        zero_report: Some(v1::ZeroReport::default()),
        officers: vec!["o".into(); MAX_OFFICERS + 1],
        at: 0,
        outside_hours: String::new(),
    };
    assert_eq!(refusal(EntryKind::PollsOpened, &crowd), "officers: more than 20");
    let absent = v1::PollsOpened {
        zero_report: None,
        officers: vec![],
        at: 0,
        outside_hours: String::new(),
    };
    assert_eq!(
        refusal(EntryKind::PollsOpened, &absent),
        "zero_report: is missing"
    );
    let huge = Entry {
        kind: EntryKind::Incident,
        payload: vec![0; MAX_ENTRY_BYTES + 1],
    };
    assert!(huge.decode().unwrap_err().to_string().contains("larger than"));
    let body = EntryBody::PollsResumed {
        officer: "o".into(),
        at: at(0),
    };
    assert_eq!(body.encode().decode().unwrap(), body);
}
