//! Stations: what they write, and what of it a model of a few lines counts.

use std::sync::LazyLock;

use jiff::Timestamp;
use pollstream_count::gate::Verified;
use pollstream_protocol::chain::{EntryHash, genesis};
use pollstream_protocol::entry::{
    BallotGroup, CloseReport, Entry, EntryBody, IncidentKind, ProvisionalReason, ZeroReport,
};
use pollstream_protocol::ids::{CaseId, ElectionId, LogName, VoterId};
use pollstream_protocol::seal::SealedBallot;
use pollstream_protocol::segment::Segment;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use rand::RngExt;
use rand::rngs::StdRng;
use uuid::Uuid;

pub(crate) const AT: Timestamp = Timestamp::UNIX_EPOCH;
pub(crate) static ELECTION: LazyLock<ElectionId> = LazyLock::new(|| "town".parse().expect("an id"));

/// How a station behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Keeps every rule.
    Honest,
    /// Breaks one rule somewhere, and goes on.
    Lying,
    /// Keeps the rules and reports other numbers when it closes.
    Muddled,
    /// Never closes its polls: it burns down, with a part of its log unsent.
    Lost,
    /// Two kiosks with one key: both go on from the same entry.
    Cloned,
}

/// A station's log as its kiosk wrote it.
#[derive(Clone)]
pub(crate) struct Station {
    pub(crate) name: LogName,
    pub(crate) nature: Nature,
    pub(crate) bodies: Vec<EntryBody>,
    /// The first entry that breaks a rule.
    pub(crate) lie: Option<usize>,
    /// What was cut off by nobody's fault: entries from here on never reached anybody.
    pub(crate) sent_to: usize,
    /// A second story, from this entry on.
    pub(crate) clone: Option<(usize, Vec<EntryBody>)>,
}

fn claimant() -> VoterRecord {
    VoterRecord {
        voter_id: VoterId(Uuid::from_u128(7)),
        registration_number: "7".into(),
        name: "Ada".into(),
        date_of_birth: "1980-01-01".parse().expect("a date"),
        gender: String::new(),
        nationality: String::new(),
        address: Address::default(),
        email: String::new(),
        phone: String::new(),
        cell: String::new(),
        picture: String::new(),
        accreditation: Accreditation::Accredited,
        polling_station: "s0".parse().expect("an id"),
        ballot_style: "plain".parse().expect("an id"),
        registered_at: AT,
    }
}

fn check_in() -> EntryBody {
    EntryBody::CheckIn {
        voter_id: VoterId(Uuid::from_u128(7)),
        ballot_style: "plain".parse().expect("an id"),
        officer: "ada".into(),
        at: AT,
    }
}

/// Ballots whose one byte names a candidate. A tracking code may well be another station's too.
fn ballots(rng: &mut StdRng, n: usize, codes: &mut u8) -> EntryBody {
    let mut batch = Vec::new();
    for _ in 0..n {
        *codes += 1;
        batch.push(SealedBallot {
            encapped_key: [*codes; 32],
            ciphertext: vec![rng.random_range(0..3)],
        });
    }
    EntryBody::BallotGroup(BallotGroup {
        ballot_style: "plain".parse().expect("an id"),
        ballots: batch,
    })
}

fn note() -> EntryBody {
    EntryBody::Incident {
        kind: IncidentKind::Other,
        text: "rain".into(),
        officer: "ada".into(),
        at: AT,
    }
}

fn close(report: CloseReport) -> EntryBody {
    EntryBody::PollsClosed {
        close_report: report,
        officers: Vec::new(),
        at: AT,
    }
}

/// Writes a log that keeps the rules, entry by entry.
struct Desk<'a> {
    rng: &'a mut StdRng,
    bodies: Vec<EntryBody>,
    waiting: usize,
    codes: u8,
    cases: u128,
    report: CloseReport,
}

impl Desk<'_> {
    fn step(&mut self) {
        match self.rng.random_range(0..10) {
            0..4 => {
                self.bodies.push(check_in());
                self.report.check_ins += 1;
                self.waiting += 1;
            }
            4..7 if self.waiting > 0 => {
                let n = self.rng.random_range(1..=self.waiting);
                self.waiting -= n;
                self.report.ballots += n as u64;
                let batch = ballots(self.rng, n, &mut self.codes);
                self.bodies.push(batch);
            }
            7 if self.waiting > 0 => self.undo(),
            8 => self.provisional(),
            _ => self.bodies.push(note()),
        }
    }

    fn undo(&mut self) {
        let undone = |seq: u64| {
            self.bodies
                .iter()
                .any(|b| matches!(b, EntryBody::CheckInUndone { check_in_seq, .. } if *check_in_seq == seq))
        };
        let standing = (0..)
            .zip(&self.bodies)
            .filter(|(_, b)| matches!(b, EntryBody::CheckIn { .. }));
        let Some((seq, _)) = standing.filter(|(seq, _)| !undone(*seq)).last() else {
            return;
        };
        self.bodies.push(EntryBody::CheckInUndone {
            voter_id: VoterId(Uuid::from_u128(7)),
            check_in_seq: seq,
            reason: "wrong person".into(),
            officer: "ada".into(),
            at: AT,
        });
        self.waiting -= 1;
        self.report.check_ins -= 1;
        self.report.undone += 1;
    }

    /// Case ids are the same at every station: they belong to the log.
    fn provisional(&mut self) {
        self.cases += 1;
        let case_id = CaseId(Uuid::from_u128(self.cases));
        self.bodies.push(EntryBody::ProvisionalCase {
            case_id,
            reason: ProvisionalReason::NotOnRoll,
            claimant: claimant(),
            declared: String::new(),
            officer: "ada".into(),
            at: AT,
        });
        self.bodies.push(EntryBody::ProvisionalBallot {
            case_id,
            ballot_style: "plain".parse().expect("an id"),
            ballot: SealedBallot {
                encapped_key: [200; 32],
                ciphertext: vec![0],
            },
        });
        self.report.provisional_cases += 1;
        self.report.provisional += 1;
    }

    fn lie(&mut self) {
        let unknown = CaseId(Uuid::from_u128(999));
        let lie = match self.rng.random_range(0..6) {
            0 => ballots(self.rng, self.waiting + 1, &mut self.codes),
            1 => EntryBody::CheckInUndone {
                voter_id: VoterId(Uuid::from_u128(7)),
                check_in_seq: 0,
                reason: String::new(),
                officer: "ada".into(),
                at: AT,
            },
            2 => EntryBody::ProvisionalBallot {
                case_id: unknown,
                ballot_style: "plain".parse().expect("an id"),
                ballot: SealedBallot {
                    encapped_key: [201; 32],
                    ciphertext: vec![0],
                },
            },
            3 => EntryBody::CheckIn {
                voter_id: VoterId(Uuid::from_u128(7)),
                ballot_style: "elsewhere".parse().expect("an id"),
                officer: "ada".into(),
                at: AT,
            },
            4 => opened(),
            _ => EntryBody::PollsResumed {
                officer: "ada".into(),
                at: AT,
            },
        };
        self.bodies.push(lie);
    }
}

fn opened() -> EntryBody {
    EntryBody::PollsOpened {
        zero_report: ZeroReport::default(),
        officers: Vec::new(),
        outside_hours: String::new(),
        at: AT,
    }
}

impl Station {
    /// A station of the day.
    pub(crate) fn new(name: LogName, rng: &mut StdRng) -> Self {
        let nature = match rng.random_range(0..10) {
            0..5 => Nature::Honest,
            5..7 => Nature::Lying,
            7 => Nature::Muddled,
            8 => Nature::Lost,
            _ => Nature::Cloned,
        };
        let steps = rng.random_range(0..12);
        let mut desk = Desk {
            rng,
            bodies: vec![opened()],
            waiting: 0,
            codes: 0,
            cases: 0,
            report: CloseReport::default(),
        };
        for _ in 0..steps {
            desk.step();
        }
        let mut lie = None;
        if nature == Nature::Lying {
            let after_close = desk.rng.random_bool(0.4);
            if after_close {
                desk.finish();
                lie = Some(desk.bodies.len());
                let late = ballots(desk.rng, 2, &mut desk.codes);
                desk.bodies.extend([check_in(), late]);
            } else {
                lie = Some(desk.bodies.len());
                desk.lie();
                for _ in 0..3 {
                    desk.step();
                }
                desk.finish();
            }
        } else {
            if nature == Nature::Muddled {
                desk.report.spoiled += 1;
                desk.report.registrations += 1;
            }
            desk.finish();
        }
        let mut station = Station {
            sent_to: desk.bodies.len(),
            bodies: desk.bodies,
            name,
            nature,
            lie,
            clone: None,
        };
        station.misfortune(rng);
        station
    }

    fn misfortune(&mut self, rng: &mut StdRng) {
        let all = self.bodies.len();
        match self.nature {
            Nature::Lost => self.sent_to = rng.random_range(0..all),
            Nature::Cloned => {
                let at = rng.random_range(1..all);
                let mut codes = 100;
                let other = vec![note(), check_in(), ballots(rng, 1, &mut codes)];
                self.clone = Some((at, other));
            }
            Nature::Honest | Nature::Lying | Nature::Muddled => {}
        }
    }

    /// The log as a chain of segments, cut at random, each with what it says.
    pub(crate) fn segments(&self, rng: &mut StdRng) -> Vec<Verified> {
        let mut cut = self.cut(0, self.start(), &self.bodies[..self.sent_to], rng);
        if let Some((at, other)) = &self.clone {
            cut.extend(self.cut(*at, self.hash_before(*at), other, rng));
        }
        if self.nature == Nature::Lost && self.sent_to + 1 < self.bodies.len() {
            // What came after the gap reached central all the same.
            let from = self.sent_to + 1;
            cut.extend(self.cut(from, self.hash_before(from), &self.bodies[from..], rng));
        }
        cut
    }

    /// The hash at the end of a story of this station.
    pub(crate) fn tells(&self, story: &[EntryBody]) -> EntryHash {
        self.segment(0, self.start(), story).segment.head_hash()
    }

    fn start(&self) -> EntryHash {
        genesis(&ELECTION, &self.name.station, self.name.incarnation)
    }

    fn hash_before(&self, seq: usize) -> EntryHash {
        let segment = self.segment(0, self.start(), &self.bodies[..seq]);
        segment.segment.head_hash()
    }

    fn cut(&self, first: usize, start: EntryHash, bodies: &[EntryBody], rng: &mut StdRng) -> Vec<Verified> {
        let (mut at, mut hash, mut cut) = (0, start, Vec::new());
        while at < bodies.len() {
            let end = (at + rng.random_range(1..6)).min(bodies.len());
            let piece = self.segment(first + at, hash, &bodies[at..end]);
            hash = piece.segment.head_hash();
            cut.push(piece);
            at = end;
        }
        cut
    }

    fn segment(&self, first: usize, prev: EntryHash, bodies: &[EntryBody]) -> Verified {
        let entries: Vec<Entry> = bodies.iter().map(EntryBody::encode).collect();
        let (station, incarnation) = (self.name.station.clone(), self.name.incarnation);
        Verified {
            segment: Segment::new(
                ELECTION.clone(),
                station,
                incarnation,
                first as u64,
                prev,
                entries,
            ),
            bodies: bodies.to_vec(),
        }
    }
}

impl Desk<'_> {
    fn finish(&mut self) {
        self.report.fled += self.waiting as u64;
        self.bodies.push(close(self.report));
        self.bodies.push(note());
    }
}

/// The model: what a log adds to each candidate, up to where it counts.
pub(crate) fn model(story: &[EntryBody], reaches: usize) -> [u64; 3] {
    let mut totals = [0; 3];
    for body in &story[..reaches] {
        if let EntryBody::BallotGroup(batch) = body {
            for ballot in &batch.ballots {
                totals[usize::from(ballot.ciphertext[0])] += 1;
            }
        }
    }
    totals
}
