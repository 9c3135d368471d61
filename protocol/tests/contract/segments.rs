//! Segments: whatever was altered, moved, dropped or mixed is refused under the name that quarantine shows.

use pollstream_protocol::chain::{entry_hash, genesis};
use pollstream_protocol::entry::{Entry, EntryBody, EntryKind};
use pollstream_protocol::ids::{ElectionId, Incarnation, StationId};
use pollstream_protocol::limits::{MAX_ENTRY_BYTES, MAX_NUMBER, MAX_SEGMENT_BYTES, MAX_SEGMENT_ENTRIES};
use pollstream_protocol::segment::{Segment, SegmentError, UnverifiedSegment, cut};
use pollstream_protocol::signed::{Context, SigningKey, sign};
use pollstream_protocol::wire::v1;
use proptest::collection::vec;
use proptest::prelude::*;
use prost::Message;

use super::fixtures::{INCARNATION, authority, election, entries, station, station_key};
use super::strategies;

fn open(bytes: &[u8]) -> Result<Segment, SegmentError> {
    UnverifiedSegment::decode(bytes)?.verify(&station_key().verifying_key())
}

fn refusal(bytes: &[u8]) -> &'static str {
    open(bytes).unwrap_err().name()
}

fn start() -> [u8; 32] {
    genesis(&election(), &station(), INCARNATION)
}

fn segment(first_seq: u64, entries: Vec<Entry>) -> Segment {
    let prev = if first_seq == 0 { start() } else { [9; 32] };
    Segment::new(election(), station(), INCARNATION, first_seq, prev, entries)
}

fn events() -> Vec<Entry> {
    let bodies = entries().into_iter().map(|(_, b)| b);
    bodies
        .filter(|b| !b.kind().holds_ballots())
        .map(|b| b.encode())
        .collect()
}

/// What a station with the right key could sign if its software were wrong, or its key stolen.
fn forged(segment: &Segment, change: impl FnOnce(&mut v1::Segment)) -> Vec<u8> {
    let mut body = v1::Segment {
        election: segment.election.to_string(),
        station: segment.station.to_string(),
        incarnation: segment.incarnation.0,
        first_seq: segment.first_seq,
        prev_hash: segment.prev_hash.to_vec(),
        entries: (segment.entries.iter())
            .map(|e| v1::Entry {
                kind: e.kind.number(),
                payload: e.payload.clone(),
            })
            .collect(),
        head_hash: segment.head_hash().to_vec(),
    };
    change(&mut body);
    sign(Context::Segment, body.encode_to_vec(), &station_key())
}

fn entries_strategy() -> impl Strategy<Value = Vec<Entry>> {
    let encode = |bodies: Vec<EntryBody>| bodies.iter().map(EntryBody::encode).collect();
    prop_oneof![
        vec(strategies::event_entry(), 1..6).prop_map(encode),
        vec(strategies::ballots_entry(), 1..4).prop_map(encode),
    ]
}

proptest! {
    #[test]
    fn a_segment_survives_its_journey(first_seq in 0..5u64, entries in entries_strategy()) {
        let segment = segment(first_seq, entries);
        let bytes = segment.sign(&station_key()).unwrap();
        prop_assert_eq!(open(&bytes).unwrap(), segment);
    }

    #[test]
    fn any_flipped_byte_is_refused(
        entries in entries_strategy(),
        at in any::<prop::sample::Index>(),
        mask in 1..=255u8,
    ) {
        let mut bytes = segment(0, entries).sign(&station_key()).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= mask;
        let name = refusal(&bytes);
        prop_assert!(["bad_signature", "undecodable"].contains(&name), "byte {}: {}", at, name);
    }

    #[test]
    fn any_shortened_segment_is_refused(entries in entries_strategy(), at in any::<prop::sample::Index>()) {
        let bytes = segment(0, entries).sign(&station_key()).unwrap();
        prop_assert_eq!(refusal(&bytes[..at.index(bytes.len())]), "undecodable");
    }

    /// Even the station itself cannot reorder, drop or repeat what it has hashed.
    #[test]
    fn entries_cannot_be_rearranged(
        bodies in vec(strategies::event_entry(), 2..6),
        a in any::<prop::sample::Index>(),
        b in any::<prop::sample::Index>(),
    ) {
        let segment = segment(0, bodies.iter().map(EntryBody::encode).collect());
        let (a, b) = (a.index(bodies.len()), b.index(bodies.len()));
        if segment.entries[a] != segment.entries[b] {
            let swapped = forged(&segment, |s| s.entries.swap(a, b));
            prop_assert_eq!(refusal(&swapped), "chain_break");
        }
        let dropped = forged(&segment, |s| { s.entries.remove(a); });
        prop_assert_eq!(refusal(&dropped), "chain_break");
        let repeated = forged(&segment, |s| s.entries.insert(b, s.entries[a].clone()));
        prop_assert_eq!(refusal(&repeated), "chain_break");
        let moved = forged(&segment, |s| s.first_seq = 1);
        prop_assert_eq!(refusal(&moved), "chain_break");
    }

    /// A backlog cut at any places is the same chain.
    #[test]
    fn cuts_fit_and_lose_nothing(bodies in vec(strategies::entry(), 1..20)) {
        let all: Vec<_> = bodies.iter().map(EntryBody::encode).collect();
        let mut rest = all.as_slice();
        let (mut seq, mut prev, mut seen) = (0, start(), Vec::new());
        while !rest.is_empty() {
            let n = cut(rest.iter().map(|e| (e.kind, e.payload.len())));
            prop_assert!(n > 0);
            let segment = Segment::new(election(), station(), INCARNATION, seq, prev, rest[..n].to_vec());
            let opened = open(&segment.sign(&station_key()).unwrap()).unwrap();
            (seq, prev) = (opened.next_seq(), opened.head_hash());
            seen.extend(opened.entries);
            rest = &rest[n..];
        }
        prop_assert_eq!(seen, all);
    }

    /// The largest possible entries of all sizes still fit, and no room for a whole entry is wasted.
    #[test]
    fn cuts_are_as_large_as_the_limits_allow(sizes in vec(0..=MAX_ENTRY_BYTES, 1..12), small in 0..1_500usize) {
        let sizes: Vec<_> = std::iter::repeat_n(0, small).chain(sizes).collect();
        let n = cut(sizes.iter().map(|size| (EntryKind::Incident, *size)));
        let bytes: usize = sizes[..n].iter().map(|s| s + 16).sum();
        prop_assert!((1..=MAX_SEGMENT_ENTRIES).contains(&n));
        prop_assert!(bytes <= MAX_SEGMENT_BYTES);
        if n < sizes.len() && n < MAX_SEGMENT_ENTRIES {
            prop_assert!(bytes + sizes[n] + 16 + 512 > MAX_SEGMENT_BYTES);
        }
        let filled = sizes[..n].iter().map(|size| Entry { kind: EntryKind::Incident, payload: vec![7; *size] });
        let long = |c: &str| c.repeat(64);
        let (election, station): (ElectionId, StationId) = (long("e").parse().unwrap(), long("s").parse().unwrap());
        let segment = Segment::new(election, station, Incarnation(u32::MAX), MAX_NUMBER / 2, [1; 32], filled.collect());
        prop_assert!(segment.sign(&station_key()).is_ok());
    }
}

/// Position by position: what is signed fails by its signature, the frame around it by its form.
#[test]
fn every_byte_of_a_segment_is_guarded() {
    let bytes = segment(0, events()).sign(&station_key()).unwrap();
    let body_length = v1::Signed::decode(bytes.as_slice()).unwrap().body.len();
    let signature_starts = bytes.len() - 64;
    let body_starts = signature_starts - 2 - body_length;
    let mut by_signature = 0;
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << bit;
            let name = refusal(&bad);
            let in_frame = at < body_starts || (signature_starts - 2..signature_starts).contains(&at);
            if in_frame {
                assert_eq!(name, "undecodable", "byte {at}");
            } else if at >= signature_starts {
                assert_eq!(name, "bad_signature", "byte {at}");
            } else {
                assert!(
                    name == "bad_signature" || name == "undecodable",
                    "byte {at}: {name}"
                );
                by_signature += usize::from(name == "bad_signature");
            }
        }
    }
    assert!(
        by_signature > body_length * 4,
        "most bytes are only guarded by the signature"
    );
}

#[test]
fn only_the_stations_key_and_only_as_a_segment() {
    let good = segment(0, events());
    let by_another = good.sign(&SigningKey::from_bytes(&[42; 32])).unwrap();
    assert_eq!(refusal(&by_another), "bad_signature");
    let body = v1::Signed::decode(good.sign(&station_key()).unwrap().as_slice())
        .unwrap()
        .body;
    for context in [
        Context::Definition,
        Context::Enrolment,
        Context::Receipt,
        Context::RollUpdate,
        Context::StationPackage,
    ] {
        let bytes = sign(context, body.clone(), &station_key());
        assert_eq!(refusal(&bytes), "bad_signature", "{context:?}");
    }
    assert_eq!(
        refusal(&sign(Context::Segment, body, &authority())),
        "bad_signature"
    );
}

#[test]
fn a_log_cannot_be_replayed_as_another_one() {
    let good = segment(0, events());
    for change in [
        (|s| s.election = "testville-2027".into()) as fn(&mut v1::Segment),
        |s| s.station = "school".into(),
        |s| s.incarnation += 1,
        |s| s.prev_hash = vec![0; 32],
        |s| s.first_seq = 3,
        |s| s.head_hash[0] ^= 1,
        |s| s.head_hash.clear(),
        |s| s.entries[0].kind = s.entries[1].kind,
        |s| s.entries[0].payload.push(0),
    ] {
        assert_eq!(refusal(&forged(&good, change)), "chain_break");
    }
    assert!(open(&forged(&good, |_| ())).is_ok());
}

#[test]
fn a_segment_that_would_be_refused_cannot_be_signed() {
    let wrong_start = Segment::new(election(), station(), INCARNATION, 0, [0; 32], events());
    assert_eq!(wrong_start.sign(&station_key()), Err(SegmentError::WrongGenesis));
    assert_eq!(
        segment(0, vec![]).sign(&station_key()),
        Err(SegmentError::EntryCount(0))
    );
    let mut mixed = events();
    mixed.push(Entry {
        kind: EntryKind::BallotGroup,
        payload: vec![],
    });
    assert_eq!(segment(0, mixed).sign(&station_key()), Err(SegmentError::Mixed));
    let tiny = Entry {
        kind: EntryKind::Incident,
        payload: vec![],
    };
    let crowd = vec![tiny; MAX_SEGMENT_ENTRIES + 1];
    assert_eq!(
        segment(0, crowd).sign(&station_key()),
        Err(SegmentError::EntryCount(1_001))
    );
    let large = Entry {
        kind: EntryKind::Incident,
        payload: vec![0; MAX_ENTRY_BYTES + 1],
    };
    assert_eq!(
        segment(0, vec![large]).sign(&station_key()),
        Err(SegmentError::TooLarge(MAX_ENTRY_BYTES + 1))
    );
    let half = Entry {
        kind: EntryKind::Incident,
        payload: vec![0; MAX_ENTRY_BYTES],
    };
    assert!(matches!(
        segment(0, vec![half.clone(), half]).sign(&station_key()),
        Err(SegmentError::TooLarge(_))
    ));
}

#[test]
fn shapes_that_are_not_segments() {
    let good = segment(0, events());
    let ballot = v1::Entry {
        kind: EntryKind::BallotGroup.number(),
        payload: vec![],
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("malformed", forged(&good, |s| s.entries.clear())),
        ("malformed", forged(&good, |s| s.entries.push(ballot.clone()))),
        (
            "malformed",
            forged(&good, |s| {
                s.entries = vec![
                    v1::Entry {
                        kind: 1,
                        payload: vec![]
                    };
                    MAX_SEGMENT_ENTRIES + 1
                ];
            }),
        ),
        (
            "too_large",
            forged(&good, |s| s.entries[0].payload = vec![0; MAX_ENTRY_BYTES + 1]),
        ),
        (
            "too_large",
            forged(&good, |s| {
                s.entries[0].payload = vec![0; MAX_ENTRY_BYTES];
                s.entries[1].payload = vec![0; MAX_ENTRY_BYTES];
            }),
        ),
        ("too_large", vec![0; MAX_SEGMENT_BYTES + 1]),
        ("undecodable", forged(&good, |s| s.entries[0].kind = 0)),
        ("undecodable", forged(&good, |s| s.entries[0].kind = 99)),
        ("undecodable", forged(&good, |s| s.prev_hash.push(0))),
        ("undecodable", forged(&good, |s| s.election = "Not An Id".into())),
        ("undecodable", forged(&good, |s| s.station = "../etc".into())),
        ("undecodable", forged(&good, |s| s.station = String::new())),
        ("undecodable", vec![]),
        ("undecodable", b"hello".to_vec()),
        ("undecodable", br#"{"station":"library"}"#.to_vec()),
    ];
    for (i, (name, bytes)) in cases.iter().enumerate() {
        assert_eq!(refusal(bytes), *name, "case {i}");
    }
}

/// The detail of a refusal is kept in a text column and shown in a terminal.
#[test]
fn a_refusals_words_hold_nothing_of_the_forger() {
    let good = segment(0, events());
    for bytes in [
        forged(&good, |s| s.station = "a\0\u{1b}[2Jb".into()),
        forged(&good, |s| s.election = format!("\0{}", "x".repeat(5_000))),
    ] {
        let words = open(&bytes).unwrap_err().to_string();
        assert!(!words.contains(char::is_control), "{words:?}");
        assert!(words.chars().count() < 300, "{words}");
    }
}

#[test]
fn numbers_at_the_end_of_their_range() {
    let good = segment(5, events());
    for first_seq in [
        u64::MAX,
        u64::MAX - 1,
        u64::MAX - events().len() as u64,
        MAX_NUMBER,
    ] {
        assert_eq!(
            refusal(&forged(&good, |s| s.first_seq = first_seq)),
            "chain_break",
            "{first_seq}"
        );
    }
}

#[test]
fn hashes_before_each_entry() {
    let segment = segment(10, events());
    assert_eq!(segment.hash_before(9), None);
    assert_eq!(segment.hash_before(10), Some([9; 32]));
    let first = &segment.entries[0];
    let second = entry_hash(&[9; 32], 10, first.kind, &first.payload);
    assert_eq!(segment.hash_before(11), Some(second));
    assert_eq!(segment.hash_before(segment.next_seq()), Some(segment.head_hash()));
    assert_eq!(segment.hash_before(segment.next_seq() + 1), None);
}

#[test]
fn every_part_of_an_entry_is_in_its_hash() {
    let base = entry_hash(&[1; 32], 7, EntryKind::Incident, b"payload");
    assert_ne!(base, entry_hash(&[2; 32], 7, EntryKind::Incident, b"payload"));
    assert_ne!(base, entry_hash(&[1; 32], 8, EntryKind::Incident, b"payload"));
    assert_ne!(base, entry_hash(&[1; 32], 7, EntryKind::CheckIn, b"payload"));
    assert_ne!(base, entry_hash(&[1; 32], 7, EntryKind::Incident, b"payloae"));
    let other_station = "school".parse().unwrap();
    assert_ne!(start(), genesis(&election(), &other_station, INCARNATION));
    assert_ne!(start(), genesis(&election(), &station(), Incarnation(1)));
    assert_ne!(
        start(),
        genesis(&"testville".parse().unwrap(), &station(), INCARNATION)
    );
}
