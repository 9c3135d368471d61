//! Whatever arrives, opening and decoding it returns an error or a value, and a value has one form.

use pollstream_protocol::definition::{ElectionDefinition, SignedDefinition};
use pollstream_protocol::enrolment::{Enrolment, StationPackage};
use pollstream_protocol::events::{BallotJson, CandidateResults, CheckInsEvent, TurnoutResults, VotesEvent};
use pollstream_protocol::ids::{StationId, VoterId};
use pollstream_protocol::passphrase;
use pollstream_protocol::receipt::{Receipt, Standing};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::seal::{CountingKey, CountingPublicKey, SealedBallot};
use pollstream_protocol::segment::UnverifiedSegment;
use pollstream_protocol::signed::{Context, Unverified, sign, verifying_key};
use pollstream_protocol::status::StationStatus;
use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_protocol::wire::v1;
use proptest::prelude::*;
use prost::Message;

use super::fixtures::*;

fn feed(bytes: &[u8]) {
    let key = authority().verifying_key();
    let _ = SignedDefinition::open(bytes, &key);
    let _ = Enrolment::open(bytes, &key);
    let _ = Receipt::open(bytes, &key);
    let _ = RollUpdate::open(bytes, &key);
    let _ = StationPackage::open(bytes, "code");
    let _ = UnverifiedSegment::decode(bytes).map(|s| s.verify(&key));
    let _ = Unverified::decode(bytes);
    let _ = passphrase::open(bytes, "code");
    let _ = CountingKey::from_bytes(bytes);
    let _ = CountingPublicKey::from_bytes(bytes);
    let sealed = SealedBallot {
        encapped_key: [9; 32],
        ciphertext: bytes.to_vec(),
    };
    let _ = sealed.open(&counting_key(), &scope("full"));
    let _ = recovery_key().open(&sealed, &recovery_scope());
    let _ = verifying_key(bytes);
    let _ = serde_json::from_slice::<VotesEvent>(bytes);
    let _ = serde_json::from_slice::<CheckInsEvent>(bytes);
    let _ = serde_json::from_slice::<CandidateResults>(bytes);
    let _ = serde_json::from_slice::<TurnoutResults>(bytes);
    let _ = serde_json::from_slice::<BallotJson>(bytes).map(|b| b.to_ballot());
}

/// The body of a signed message with some bytes changed, cut or added, signed again by its rightful key.
fn altered(signed: &[u8], context: Context, at: usize, cut: usize, added: &[u8]) -> Vec<u8> {
    let mut body = v1::Signed::decode(signed).unwrap().body;
    let at = at % (body.len() + 1);
    let end = (at + cut).min(body.len());
    body.splice(at..end, added.iter().copied());
    sign(context, body, &authority())
}

fn receipt() -> Receipt {
    Receipt {
        election: election(),
        station: station(),
        incarnation: INCARNATION,
        next_seq: 300,
        head_hash: [3; 32],
        standing: Standing::Active,
        refusal: "x".into(),
    }
}

fn enrolment() -> Enrolment {
    Enrolment {
        election: election(),
        station: station(),
        incarnation: INCARNATION,
        public_key: station_key().verifying_key(),
        revoked_from: Some(5),
    }
}

fn roll_update() -> RollUpdate {
    RollUpdate {
        election: election(),
        polling_station: station(),
        version: 1,
        voter: voter(),
        check_in: None,
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes: Vec<u8>) {
        feed(&bytes);
        feed(&v1::Signed { body: bytes, signature: vec![0; 64] }.encode_to_vec());
    }

    #[test]
    fn random_texts_never_panic(text in "\\PC{0,80}") {
        let _ = text.parse::<TrackingCode>();
        let _ = text.parse::<StationId>();
        let _ = text.parse::<VoterId>();
        let _ = ElectionDefinition::parse(&text);
    }

    /// A good definition file with a piece replaced: an error with a line inside the file, or a definition.
    #[test]
    fn damaged_definition_files_never_panic(
        at in any::<prop::sample::Index>(),
        cut in 0..40usize,
        added in "[\\PC\n\"\\[\\]=]{0,12}",
    ) {
        let mut chars: Vec<char> = DEFINITION.chars().collect();
        let at = at.index(chars.len());
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, added.chars());
        let text: String = chars.into_iter().collect();
        if let Err(error) = ElectionDefinition::parse(&text) {
            prop_assert!(!error.problems.is_empty());
            let lines = text.matches('\n').count() + 1;
            prop_assert!(error.problems.iter().all(|p| p.line.is_none_or(|l| (1..=lines).contains(&l))));
        }
    }

    #[test]
    fn a_stations_status_has_one_form(at: usize, cut in 0..4usize, added in prop::collection::vec(any::<u8>(), 0..4)) {
        let status = StationStatus {
            election: election(),
            station: station(),
            incarnation: INCARNATION,
            at: jiff::Timestamp::from_millisecond(1_793_700_000_123).unwrap(),
            next_seq: 12,
            receipted: 3,
            software: "pollstream 1".into(),
        };
        let bytes = altered(&status.sign(&authority()), Context::StationStatus, at, cut, &added);
        if let Ok(status) = StationStatus::decode(&bytes) {
            let status = status.verify(&authority().verifying_key()).unwrap();
            prop_assert_eq!(status.sign(&authority()), bytes);
        }
    }

    #[test]
    fn what_the_authority_signed_has_one_form(at: usize, cut in 0..4usize, added in prop::collection::vec(any::<u8>(), 0..4)) {
        let key = authority().verifying_key();
        let bytes = altered(&receipt().sign(&authority()), Context::Receipt, at, cut, &added);
        if let Ok(receipt) = Receipt::open(&bytes, &key) {
            prop_assert_eq!(receipt.sign(&authority()), bytes);
        }
        let bytes = altered(&enrolment().sign(&authority()), Context::Enrolment, at, cut, &added);
        if let Ok(enrolment) = Enrolment::open(&bytes, &key) {
            prop_assert_eq!(enrolment.sign(&authority()), bytes);
        }
        let bytes = altered(&roll_update().sign(&authority()), Context::RollUpdate, at, cut, &added);
        if let Ok(update) = RollUpdate::open(&bytes, &key) {
            prop_assert_eq!(update.sign(&authority()), bytes);
        }
    }
}

#[test]
fn truncated_goldens_never_panic() {
    let signed = SignedDefinition::sign(1, DEFINITION, counting_key().public(), &authority()).unwrap();
    for bytes in [receipt().sign(&authority()), roll_update().sign(&authority())] {
        (0..bytes.len()).for_each(|n| feed(&bytes[..n]));
    }
    let bytes = signed.as_bytes();
    (0..bytes.len()).step_by(13).for_each(|n| feed(&bytes[..n]));
}

#[test]
fn a_signed_file_that_is_not_a_definition() {
    let body = |toml: &[u8], key: &[u8]| {
        let body = v1::Definition {
            version: 1,
            toml: toml.to_vec(),
            counting_key: key.to_vec(),
            recovery_key: Vec::new(),
        };
        let bytes = sign(Context::Definition, body.encode_to_vec(), &authority());
        SignedDefinition::open(&bytes, &authority().verifying_key())
            .unwrap_err()
            .to_string()
    };
    let key = counting_key().public().to_bytes();
    assert_eq!(body(&[0xFF], &key), "definition file: it is not UTF-8");
    assert!(body(DEFINITION.as_bytes(), &key[1..]).contains("not a counting key"));
    assert!(body(b"[election]", &key).contains("the definition is not valid:\nline 1: missing field `id`"));
}
