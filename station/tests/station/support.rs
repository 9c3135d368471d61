//! A small election in memory, and a station in a folder of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::date;
use pollstream_protocol::ballot::{Ballot, Mark};
use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::definition::{ElectionKeys, SignedDefinition};
use pollstream_protocol::enrolment::{Enrolment, StationPackage};
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::ids::{Incarnation, StationId, VoterId};
use pollstream_protocol::receipt::{Receipt, Standing};
use pollstream_protocol::recovery::RecoveryKey;
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::seal::{CountingKey, SealScope};
use pollstream_protocol::segment::{Segment, UnverifiedSegment};
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use pollstream_station::{Durability, Station, StationOptions};
use tempfile::TempDir;

/// Noon of election day, local time.
pub(crate) const NOON: i64 = 1_793_728_800;
/// Who does everything.
pub(crate) const OFFICER: &str = "Ada";

/// Officers who open and close.
pub(crate) fn officers() -> Vec<String> {
    vec!["Ada".into(), "Ben".into()]
}

/// The definition file with a batch size.
pub(crate) fn toml(min_batch: u32) -> String {
    format!(
        r#"
[election]
id = "riverton"
title = "Riverton"
date = "2026-11-03"
polls_open = "07:00"
polls_close = "20:00"
time_zone = "America/Chicago"
min_batch = {min_batch}

[[contest]]
id = "mayor"
title = "Mayor"
vote_variation = "plurality"
votes_allowed = 1
overvote_permitted = false

[[candidate]]
id = "hodges"
contest = "mayor"
name = "Ann Hodges"
accreditation = "accredited"

[[candidate]]
id = "okafor"
contest = "mayor"
name = "Ben Okafor"
accreditation = "accredited"

[[district]]
id = "city"
name = "Riverton"

[[polling_station]]
id = "s1"
name = "Town Hall"
district = "city"
ballot_styles = ["city"]

[[polling_station]]
id = "s2"
name = "Library"
district = "city"
ballot_styles = ["city"]

[[ballot_style]]
id = "city"
contests = ["mayor"]
"#
    )
}

/// Voter number `n`, accredited, of station s1.
pub(crate) fn voter(n: u32) -> VoterRecord {
    let registration_number = format!("RV-{n:06}");
    VoterRecord {
        voter_id: VoterId::derive(&"riverton".parse().unwrap(), &registration_number),
        registration_number,
        name: format!("Voter Number{n}"),
        date_of_birth: date(1980, 5, 1),
        gender: String::new(),
        nationality: "US".into(),
        address: Address::default(),
        email: String::new(),
        phone: String::new(),
        cell: String::new(),
        picture: String::new(),
        accreditation: Accreditation::Accredited,
        polling_station: "s1".parse().unwrap(),
        ballot_style: "city".parse().unwrap(),
        registered_at: Timestamp::from_second(NOON - 86_400).unwrap(),
    }
}

/// The update that puts a voter on the roll.
pub(crate) fn update(voter: VoterRecord, version: u64) -> RollUpdate {
    RollUpdate {
        election: "riverton".parse().unwrap(),
        polling_station: "s1".parse().unwrap(),
        version,
        voter,
        check_in: None,
    }
}

/// A ballot for a candidate of the mayor's contest.
pub(crate) fn ballot(station: &Station, candidate: &str) -> Ballot {
    let definition = station.definition();
    let mut ballot = Ballot::blank(&definition.definition, &"city".parse().unwrap()).unwrap();
    ballot.contests[0].marks[0] = Mark::Candidate(candidate.parse().unwrap());
    ballot
}

/// Keys, clock and folder of one station.
pub(crate) struct Kit {
    pub(crate) folder: TempDir,
    pub(crate) authority: SigningKey,
    pub(crate) counting: CountingKey,
    pub(crate) recovery: Option<RecoveryKey>,
    pub(crate) key: SigningKey,
    pub(crate) now: Arc<AtomicI64>,
    pub(crate) toml: String,
    /// Seconds on the stopwatch, which nobody can set.
    pub(crate) passed: Arc<AtomicU64>,
    pub(crate) durability: Durability,
}

impl Kit {
    pub(crate) fn new(min_batch: u32) -> Self {
        Kit {
            folder: tempfile::tempdir().unwrap(),
            authority: SigningKey::from_bytes(&[1; 32]),
            counting: CountingKey::generate(&mut rand::rng()),
            recovery: None,
            key: SigningKey::from_bytes(&[2; 32]),
            now: Arc::new(AtomicI64::new(NOON)),
            toml: toml(min_batch),
            passed: Arc::default(),
            durability: Durability::Throwaway,
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("station.db")
    }

    pub(crate) fn options(&self) -> StationOptions {
        let (now, passed) = (self.now.clone(), self.passed.clone());
        StationOptions {
            durability: self.durability,
            clock: Arc::new(move || Timestamp::from_second(now.load(Ordering::Relaxed)).unwrap()),
            stopwatch: Arc::new(move || Duration::from_secs(passed.load(Ordering::Relaxed))),
        }
    }

    /// Lets time pass, on the clock and on the stopwatch.
    pub(crate) fn wait(&self, seconds: u32) {
        self.now.fetch_add(i64::from(seconds), Ordering::Relaxed);
        self.passed.fetch_add(u64::from(seconds), Ordering::Relaxed);
    }

    pub(crate) fn definition(&self, version: u32, toml: &str) -> SignedDefinition {
        let keys = ElectionKeys {
            counting: self.counting.public(),
            recovery: self.recovery.as_ref().map(RecoveryKey::public),
        };
        SignedDefinition::sign(version, toml, keys, &self.authority).unwrap()
    }

    pub(crate) fn package(&self, roll: Vec<VoterRecord>) -> StationPackage {
        StationPackage {
            definition: self.definition(1, &self.toml),
            enrolment: Enrolment {
                election: "riverton".parse().unwrap(),
                station: "s1".parse().unwrap(),
                incarnation: Incarnation(1),
                public_key: self.key.verifying_key(),
                revoked_from: None,
            },
            authority: self.authority.verifying_key(),
            signing_key: self.key.clone(),
            roll: roll.into_iter().map(|v| update(v, 1)).collect(),
            kafka: "localhost:9092".into(),
            topic_prefix: "t.".into(),
            kafka_options: vec![],
        }
    }

    /// A station with `voters` accredited voters, numbered from 0.
    pub(crate) async fn station(&self, voters: u32) -> Station {
        let roll = (0..voters).map(voter).collect();
        Station::create(&self.path(), self.package(roll), self.options())
            .await
            .unwrap()
    }

    /// The same with open polls.
    pub(crate) async fn open_station(&self, voters: u32) -> Station {
        let station = self.station(voters).await;
        station.open_polls(&officers(), None).await.unwrap();
        station
    }

    /// The process dies and starts again.
    pub(crate) async fn crash(&self, station: Station) -> Station {
        drop(station);
        Station::open(&self.path(), self.key.clone(), self.options())
            .await
            .unwrap()
    }

    /// The whole log as central would verify it, from genesis to the end.
    pub(crate) async fn segments(&self, station: &Station) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        let mut from = 0;
        while let Some((bytes, next)) = station.next_segment(from).await.unwrap() {
            let segment = UnverifiedSegment::decode(&bytes).unwrap();
            let segment = segment.verify(&self.key.verifying_key()).unwrap();
            assert_eq!((segment.first_seq, segment.next_seq()), (from, next));
            if let Some(last) = segments.last() {
                assert_eq!(segment.prev_hash, last.head_hash(), "the chain goes on");
            }
            segments.push(segment);
            from = next;
        }
        assert_eq!(from, station.sync_status().next_seq);
        segments
    }

    /// Every entry of the log.
    pub(crate) async fn entries(&self, station: &Station) -> Vec<EntryBody> {
        let segments = self.segments(station).await;
        segments
            .iter()
            .flat_map(|s| &s.entries)
            .map(|e| e.decode().unwrap())
            .collect()
    }

    /// Central's receipt for everything before `next_seq`.
    pub(crate) async fn receipt(&self, station: &Station, next_seq: u64) -> Receipt {
        let mut hash: Option<EntryHash> = None;
        for segment in self.segments(station).await {
            hash = hash.or(segment.hash_before(next_seq));
        }
        Receipt {
            election: "riverton".parse().unwrap(),
            station: "s1".parse::<StationId>().unwrap(),
            incarnation: Incarnation(1),
            next_seq,
            head_hash: hash.unwrap_or_default(),
            standing: Standing::Active,
            refusal: String::new(),
        }
    }

    /// Every ballot of the log's groups, opened with the counting key and sorted.
    pub(crate) async fn opened(&self, station: &Station) -> Vec<String> {
        let codec = pollstream_protocol::ballot::BallotCodec::new(&station.definition().definition).unwrap();
        let mut opened = Vec::new();
        for entry in self.entries(station).await {
            if let EntryBody::BallotGroup(group) = entry {
                for sealed in &group.ballots {
                    let plain = sealed.open(&self.counting, &scope()).unwrap();
                    opened.push(chosen(codec.decode(&plain).unwrap().ballot()));
                }
            }
        }
        opened.sort();
        opened
    }
}

/// What the station's ballots are bound to.
pub(crate) fn scope() -> SealScope {
    SealScope::new(
        &"riverton".parse().unwrap(),
        &"s1".parse().unwrap(),
        Incarnation(1),
        &"city".parse().unwrap(),
    )
}

/// Whom a ballot of the mayor's contest is for.
pub(crate) fn chosen(ballot: &Ballot) -> String {
    match &ballot.contests[0].marks[0] {
        Mark::Candidate(id) => id.to_string(),
        other => format!("{other:?}"),
    }
}

/// Checks in, issues and casts for voter `n`.
pub(crate) async fn vote(station: &Station, n: u32, candidate: &str) {
    let id = voter(n).voter_id;
    station.check_in(id, OFFICER).await.unwrap();
    let session = station.issue_ballot(id).await.unwrap();
    station.cast(session, ballot(station, candidate)).await.unwrap();
}

/// The code of an expected error.
pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, pollstream_station::StationError>) -> &'static str {
    result.unwrap_err().code()
}
