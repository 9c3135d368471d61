//! Dishonest stations, lost ones, officials who race, and keys that are elsewhere. Each was a way to change, to stop or
//! to lose a count; each ends with a check, a recount and an election that two officials can bring to its end.

mod late;
mod officials;
mod roll;
mod rulings;
mod sealed;

use jiff::Timestamp;
use pollstream_protocol::ballot::{Ballot, BallotCodec, Mark};
use pollstream_protocol::chain::genesis;
use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::entry::{BallotGroup, CloseReport, Entry, EntryBody, ZeroReport};
use pollstream_protocol::ids::{BallotStyleId, VoterId};
use pollstream_protocol::seal::{SealScope, SealedBallot};
use pollstream_protocol::segment::Segment;
use pollstream_tests::election::Election;
use pollstream_tests::{Place, text};

use super::decisions::{done_as, run_as};

/// A log in the hands of whoever has the station's package: entries may be left out, moved, added.
struct Liar {
    written: Vec<Entry>,
    sent: usize,
    package: StationPackage,
}

impl Liar {
    /// A log with nothing in it.
    fn new(package: StationPackage) -> Self {
        Liar {
            written: Vec::new(),
            sent: 0,
            package,
        }
    }

    fn write(&mut self, body: &EntryBody) -> &mut Self {
        self.written.push(body.encode());
        self
    }

    fn open(&mut self) -> &mut Self {
        self.write(&EntryBody::PollsOpened {
            zero_report: ZeroReport::default(),
            officers: vec!["mallory".into()],
            outside_hours: String::new(),
            at: at(),
        })
    }

    /// Checks these voters in.
    fn check_in(&mut self, voters: impl IntoIterator<Item = VoterId>) -> &mut Self {
        for voter_id in voters {
            self.write(&EntryBody::CheckIn {
                voter_id,
                ballot_style: plain(),
                officer: "mallory".into(),
                at: at(),
            });
        }
        self
    }

    /// Adds a group of ballots for one candidate, sealed as a kiosk seals them.
    fn vote(&mut self, candidate: &str, ballots: usize) -> &mut Self {
        let (ballot_style, enrolment) = (plain(), &self.package.enrolment);
        let definition = &self.package.definition;
        let scope = SealScope::new(
            &enrolment.election,
            &enrolment.station,
            enrolment.incarnation,
            &ballot_style,
        );
        let codec = BallotCodec::new(&definition.definition).expect("a codec");
        let mut ballot = Ballot::blank(&definition.definition, &ballot_style).expect("a style");
        ballot.contests[0].marks[0] = Mark::Candidate(candidate.parse().expect("an id"));
        let plaintext = codec.encode(&ballot.validated(&definition.definition).expect("a ballot"));
        let key = &definition.counting_key;
        let seal = |_| SealedBallot::seal(&plaintext, key, &scope, &mut rand::rng()).expect("a seal");
        let ballots = (0..ballots).map(seal).collect();
        self.write(&EntryBody::BallotGroup(BallotGroup {
            ballot_style,
            ballots,
        }))
    }

    fn close(&mut self, close_report: CloseReport) -> &mut Self {
        self.write(&EntryBody::PollsClosed {
            close_report,
            officers: vec!["mallory".into()],
            at: at(),
        })
    }

    /// Number of the next entry.
    fn end(&self) -> i64 {
        i64::try_from(self.written.len()).expect("few")
    }

    /// Entries that were written and not sent, a segment for each, so that ballots and other entries never mix.
    fn segments(&mut self) -> Vec<Vec<u8>> {
        let e = &self.package.enrolment;
        let segment = |first: u64, prev, entries| {
            let (election, station) = (e.election.clone(), e.station.clone());
            Segment::new(election, station, e.incarnation, first, prev, entries)
        };
        let start = genesis(&e.election, &e.station, e.incarnation);
        let whole = segment(0, start, self.written.clone());
        let one = |seq: usize| {
            let prev = whole.hash_before(seq as u64).expect("a place in the log");
            let piece = segment(seq as u64, prev, vec![self.written[seq].clone()]);
            piece.sign(&self.package.signing_key).expect("a segment")
        };
        let segments = (self.sent..self.written.len()).map(one).collect();
        self.sent = self.written.len();
        segments
    }

    /// Sends what was written, and waits until central has it.
    async fn send(&mut self, election: &Election) {
        let station = self.package.enrolment.station.to_string();
        for segment in self.segments() {
            election.produce(&station, &segment).await.expect("sent");
        }
        let end = self.end();
        pollstream_tests::eventually("the log at central", || async {
            let next: i64 = sqlx::query_scalar("select max(next_seq) from station where station_id = $1")
                .bind(&station)
                .fetch_one(&election.database)
                .await
                .expect("the log");
            (next == end).then_some(())
        })
        .await;
        election.settled().await;
    }
}

fn at() -> Timestamp {
    "2026-11-03T15:00:00Z".parse().expect("a time")
}

fn plain() -> BallotStyleId {
    "plain".parse().expect("an id")
}

/// Voters `from..=to` on a station's roll.
fn voters(station: &str, from: usize, to: usize) -> Vec<VoterId> {
    (from..=to)
        .map(|n| pollstream_tests::election::voter(station, n))
        .collect()
}

/// A command that must be refused; returns why.
#[track_caller]
fn refused_as(place: &Place, who: &str, arguments: &[&str]) -> String {
    let output = run_as(place, who, arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(
        output.status.code(),
        Some(4),
        "{who}: {arguments:?}\n{out}\n{err}"
    );
    err
}

/// Two officials certify the results.
#[track_caller]
fn certify(place: &Place) {
    for who in ["anna", "ben"] {
        done_as(place, who, &["certify", "--reason", "the canvass is over"]);
    }
    assert_eq!(place.json(&["status", "--json"])["stage"], "certified");
}

/// Two officials rule on a log.
#[track_caller]
fn rule(place: &Place, ruling: &[&str], log: &str) -> String {
    let command = [&["ruling"], ruling, &["--reason", "seen by both"]].concat();
    done_as(place, "anna", &command);
    let own = refused_as(place, "anna", &["ruling", "confirm", log]);
    assert!(own.contains("another official must confirm"), "{own}");
    done_as(place, "ben", &["ruling", "confirm", log])
}
