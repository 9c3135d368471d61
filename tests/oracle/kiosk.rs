//! A day on the real station library: what its log, its files and its messages tell.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use pollstream_protocol::ballot::{Ballot, Mark};
use pollstream_protocol::definition::{Disclosure, ElectionKeys, SignedDefinition};
use pollstream_protocol::enrolment::{Enrolment, StationPackage};
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::ids::{BallotStyleId, ElectionId, Incarnation, SessionId, StationId, VoterId};
use pollstream_protocol::recovery::{RecoveryKey, RecoveryScope};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::seal::{CountingKey, SealScope, SealedBallot};
use pollstream_protocol::segment::UnverifiedSegment;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use pollstream_station::{Durability, Station, StationOptions};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::adversary::{Evidence, Seen};
use super::day::{Day, Event};

const OFFICER: &str = "Olga";
/// Who opens and closes with her.
const SECOND: &str = "Omar";

fn officers() -> [String; 2] {
    [OFFICER, SECOND].map(str::to_owned)
}
/// Noon of the day.
const NOON: i64 = 1_793_710_800;

/// A copy of all files, and how many voters had cast when it was made.
struct Snapshot {
    cast: usize,
    bytes: Vec<u8>,
}

struct Kiosk<'a> {
    day: &'a Day,
    folder: tempfile::TempDir,
    key: SigningKey,
    counting: CountingKey,
    recovery: RecoveryKey,
    station: Option<Station>,
    sessions: BTreeMap<usize, SessionId>,
    codes: BTreeMap<TrackingCode, usize>,
    cast: usize,
    /// Of each entry of the log, how many had cast when it was appended.
    grown: Vec<usize>,
    snapshots: Vec<Snapshot>,
}

pub(crate) async fn live_through(day: &Day) -> Evidence {
    let mut kiosk = Kiosk::open(day).await;
    for event in &day.events {
        kiosk.meet(*event).await;
        kiosk.note_growth();
        if Some(kiosk.cast) == day.burns_after {
            return kiosk.recovered().await;
        }
    }
    let closed = kiosk.station().close_polls(&officers(), Some("the oracle")).await;
    closed.expect("the polls close");
    kiosk.note_growth();
    kiosk.evidence().await
}

impl<'a> Kiosk<'a> {
    async fn open(day: &'a Day) -> Self {
        let mut rng = StdRng::seed_from_u64(day.seed);
        let mut kiosk = Kiosk {
            day,
            folder: tempfile::tempdir().expect("a folder"),
            key: SigningKey::from_bytes(&[2; 32]),
            counting: CountingKey::generate(&mut rng),
            recovery: RecoveryKey::generate(&mut rng),
            station: None,
            sessions: BTreeMap::new(),
            codes: BTreeMap::new(),
            cast: 0,
            grown: Vec::new(),
            snapshots: Vec::new(),
        };
        let station = Station::create(&kiosk.path(), kiosk.package(), options()).await;
        kiosk.station = Some(station.expect("a station"));
        kiosk
            .station()
            .open_polls(&officers(), Some("the oracle"))
            .await
            .expect("open polls");
        kiosk.note_growth();
        kiosk
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("station.db")
    }

    fn station(&self) -> &Station {
        self.station.as_ref().expect("it is open")
    }

    fn package(&self) -> StationPackage {
        let authority = SigningKey::from_bytes(&[1; 32]);
        let keys = ElectionKeys {
            counting: self.counting.public(),
            recovery: Some(self.recovery.public()),
        };
        let definition = SignedDefinition::sign(1, &toml(self.day), keys, &authority);
        let roll = (0..=self.day.voters.len()).map(|n| RollUpdate {
            election: election(),
            polling_station: station_id(),
            version: 1,
            voter: self.voter(n),
            check_in: None,
        });
        StationPackage {
            kafka_options: Vec::new(),
            definition: definition.expect("a definition"),
            enrolment: Enrolment {
                election: election(),
                station: station_id(),
                incarnation: Incarnation(1),
                public_key: self.key.verifying_key(),
                revoked_from: None,
            },
            authority: authority.verifying_key(),
            signing_key: self.key.clone(),
            roll: roll.collect(),
            kafka: String::new(),
            topic_prefix: String::new(),
        }
    }

    /// A voter of the day; the one after the last only checks in by mistake.
    fn voter(&self, n: usize) -> VoterRecord {
        let registration_number = format!("V-{n:06}");
        let style = self.day.voters.get(n).map_or(0, |v| v.style);
        VoterRecord {
            voter_id: VoterId::derive(&election(), &registration_number),
            registration_number,
            name: format!("Voter {n}"),
            date_of_birth: jiff::civil::date(1980, 5, 1),
            gender: String::new(),
            nationality: String::new(),
            address: Address::default(),
            email: String::new(),
            phone: String::new(),
            cell: String::new(),
            picture: String::new(),
            accreditation: Accreditation::Accredited,
            polling_station: station_id(),
            ballot_style: style_id(style),
            registered_at: Timestamp::from_second(NOON - 86_400).expect("a time"),
        }
    }

    async fn meet(&mut self, event: Event) {
        let nobody = self.voter(self.day.voters.len()).voter_id;
        let station = self.station().clone();
        match event {
            Event::Admit(n) => {
                let voter = self.voter(n).voter_id;
                station.check_in(voter, OFFICER).await.expect("a check-in");
                let session = station.issue_ballot(voter).await.expect("a ballot");
                self.sessions.insert(n, session);
            }
            Event::Spoil(n) => {
                let again = station.spoil(self.sessions[&n], OFFICER).await;
                self.sessions.insert(n, again.expect("another ballot"));
            }
            Event::Cast(n) => {
                let code = station.cast(self.sessions[&n], self.ballot(n)).await;
                self.codes.insert(code.expect("a cast ballot"), n);
                self.cast += 1;
            }
            Event::Undo => {
                if station.check_in(nobody, OFFICER).await.is_ok() {
                    let undone = station.undo_check_in(nobody, "a mistake", OFFICER).await;
                    undone.expect("an undone check-in");
                }
            }
            Event::Pause => {
                station.pause_polls("an alarm", OFFICER).await.expect("a pause");
                station.resume_polls(OFFICER).await.expect("open polls");
            }
            Event::EarlyClose => {
                let closed = station.close_polls(&officers(), None).await;
                assert!(
                    closed.is_err(),
                    "before the legal time, and with voters in the booths"
                );
            }
            Event::Restart => {
                drop(station);
                self.station = None;
                let again = Station::open(&self.path(), self.key.clone(), options()).await;
                let again = again.expect("it opens again");
                again.program_started("oracle").await.expect("an entry");
                self.station = Some(again);
            }
            Event::Snapshot => self.snapshots.push(Snapshot {
                cast: self.cast,
                bytes: files(self.folder.path()),
            }),
        }
    }

    fn ballot(&self, n: usize) -> Ballot {
        let voter = &self.day.voters[n];
        let definition = self.station().definition();
        let mut ballot =
            Ballot::blank(&definition.definition, &style_id(voter.style)).expect("a style of the election");
        for (contest, first) in ballot.contests.iter_mut().zip(voter.marks) {
            let candidate = format!("{}-{}", contest.contest, if first { "a" } else { "b" });
            contest.marks[0] = Mark::Candidate(candidate.parse().expect("an id"));
        }
        ballot
    }

    fn note_growth(&mut self) {
        let entries = usize::try_from(self.station().sync_status().next_seq).expect("a count");
        self.grown.resize(entries, self.cast);
    }

    async fn log(&self) -> Vec<EntryBody> {
        let (mut entries, mut from) = (Vec::new(), 0);
        while let Some((bytes, next)) = self.station().next_segment(from).await.expect("a segment") {
            let segment = UnverifiedSegment::decode(&bytes).expect("a segment");
            let segment = segment.verify(&self.key.verifying_key()).expect("its own");
            entries.extend(segment.entries.iter().map(|e| e.decode().expect("an entry")));
            from = next;
        }
        entries
    }

    /// What the groups of the log and the copied files tell of the ballots that the counting key opens.
    async fn evidence(&self) -> Evidence {
        let mut evidence = Evidence::default();
        for (entry, cast) in self.log().await.iter().zip(&self.grown) {
            if let EntryBody::BallotGroup(group) = entry {
                evidence.groups_before_close += usize::from(*cast < self.cast);
                for ballot in &group.ballots {
                    evidence
                        .ballots
                        .push(self.look_at(&group.ballot_style, ballot, *cast));
                }
            }
        }
        self.compare_with_files(&mut evidence).await;
        evidence.voters = (0..self.cast).collect();
        evidence
    }

    /// The same of a kiosk that burned: its log up to here, and what its recovery copies give.
    async fn recovered(&self) -> Evidence {
        let mut evidence = self.evidence().await;
        let known: BTreeSet<usize> = evidence.ballots.iter().map(|b| b.voter).collect();
        let scope = RecoveryScope::new(&election(), &station_id(), Incarnation(1));
        for entry in self.log().await {
            if let EntryBody::RecoveryCopy(copy) = entry {
                let (style, ballot) = self.recovery.open(&copy, &scope).expect("a copy");
                if !known.contains(&self.codes[&ballot.tracking_code()]) {
                    // What was recovered is counted in groups, sorted: nothing but that it was cast by then is known.
                    evidence.ballots.push(self.look_at(&style, &ballot, self.cast));
                }
            }
        }
        evidence
    }

    fn look_at(&self, style: &BallotStyleId, ballot: &SealedBallot, before: usize) -> Seen {
        let scope = SealScope::new(&election(), &station_id(), Incarnation(1), style);
        ballot
            .open(&self.counting, &scope)
            .expect("the counting key opens it");
        Seen {
            voter: self.codes[&ballot.tracking_code()],
            after: 0,
            before,
        }
    }

    /// A sealed ballot that is found in copied files was cast before they were copied. If all that were cast by then
    /// are found, the others were cast later.
    async fn compare_with_files(&self, evidence: &mut Evidence) {
        let log = self.log().await;
        let sealed: BTreeMap<usize, [u8; 32]> = (log.iter())
            .filter_map(|entry| match entry {
                EntryBody::BallotGroup(group) => Some(&group.ballots),
                _ => None,
            })
            .flatten()
            .map(|b| (self.codes[&b.tracking_code()], b.encapped_key))
            .collect();
        let voters: HashMap<u64, usize> = sealed.iter().map(|(voter, key)| (start(key), *voter)).collect();
        for snapshot in &self.snapshots {
            let windows = snapshot.bytes.windows(8);
            let found: BTreeSet<usize> = windows.filter_map(|w| voters.get(&start(w))).copied().collect();
            let readable = (0..snapshot.cast).all(|voter| found.contains(&voter));
            for seen in &mut evidence.ballots {
                if found.contains(&seen.voter) {
                    seen.before = seen.before.min(snapshot.cast);
                } else if readable {
                    seen.after = seen.after.max(snapshot.cast);
                }
            }
        }
    }
}

/// The first eight bytes.
fn start(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

fn options() -> StationOptions {
    StationOptions {
        // The write-ahead log keeps every step, for the adversary to look at.
        durability: Durability::Throwaway,
        clock: Arc::new(|| Timestamp::from_second(NOON).expect("a time")),
        ..StationOptions::default()
    }
}

fn files(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).expect("the folder");
    files
        .flat_map(|file| std::fs::read(file.expect("a file").path()).expect("its bytes"))
        .collect()
}

fn election() -> ElectionId {
    "oracle".parse().expect("an id")
}

fn station_id() -> StationId {
    "hall".parse().expect("an id")
}

fn style_id(number: usize) -> BallotStyleId {
    format!("style-{number}").parse().expect("an id")
}

/// The mayor is on every style, and each style has a contest of its own.
fn toml(day: &Day) -> String {
    let disclosure = match day.disclosure {
        Disclosure::Live => "live",
        Disclosure::AfterClose => "after_close",
    };
    let mut text = format!(
        "[election]\nid = \"oracle\"\ntitle = \"Oracle\"\ndate = \"2026-11-03\"\npolls_open = \"07:00\"\n\
         polls_close = \"20:00\"\ntime_zone = \"America/Chicago\"\ndisclosure = \"{disclosure}\"\nmin_batch = {}\n\
         [[district]]\nid = \"city\"\nname = \"City\"\n",
        day.min_batch
    );
    let mut contest = |id: &str| {
        let _ = write!(text, "[[contest]]\nid = \"{id}\"\ntitle = \"{id}\"\n");
        for candidate in ["a", "b"] {
            let _ = write!(
                text,
                "[[candidate]]\nid = \"{id}-{candidate}\"\ncontest = \"{id}\"\nname = \"{candidate}\"\n"
            );
        }
    };
    contest("mayor");
    (0..day.styles).for_each(|n| contest(&format!("ward-{n}")));
    for n in 0..day.styles {
        let style = style_id(n);
        let _ = write!(
            text,
            "[[ballot_style]]\nid = \"{style}\"\ncontests = [\"mayor\", \"ward-{n}\"]\n"
        );
    }
    let styles: Vec<String> = (0..day.styles).map(|n| format!("\"{}\"", style_id(n))).collect();
    let _ = write!(
        text,
        "[[polling_station]]\nid = \"hall\"\nname = \"Hall\"\ndistrict = \"city\"\nballot_styles = [{}]\n",
        styles.join(", ")
    );
    text
}
