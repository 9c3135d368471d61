use pollstream_protocol::entry::{Action, BallotGroup, IncidentKind, ProvisionalReason, ZeroReport};
use pollstream_protocol::ids::{ElectionId, VoterId};
use pollstream_protocol::seal::SealedBallot;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use uuid::Uuid;

use super::*;

const NO_BOUNDS: Bounds = Bounds {
    ruled_end: None,
    certified_end: None,
};

fn voter(style: &str) -> VoterRecord {
    let election: ElectionId = "town".parse().unwrap();
    VoterRecord {
        voter_id: VoterId::derive(&election, "1"),
        registration_number: "1".into(),
        name: "Ada".into(),
        date_of_birth: "1980-01-01".parse().unwrap(),
        gender: String::new(),
        nationality: String::new(),
        address: Address::default(),
        email: String::new(),
        phone: String::new(),
        cell: String::new(),
        picture: String::new(),
        accreditation: Accreditation::Accredited,
        polling_station: "north".parse().unwrap(),
        ballot_style: style.parse().unwrap(),
        registered_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

const AT: jiff::Timestamp = jiff::Timestamp::UNIX_EPOCH;

fn case(n: u8) -> CaseId {
    CaseId(Uuid::from_bytes([n; 16]))
}

fn opened() -> EntryBody {
    EntryBody::PollsOpened {
        zero_report: ZeroReport::default(),
        officers: vec!["ada".into()],
        outside_hours: String::new(),
        at: AT,
    }
}

fn paused() -> EntryBody {
    EntryBody::PollsPaused {
        reason: "smoke".into(),
        officer: "ada".into(),
        at: AT,
    }
}

fn resumed() -> EntryBody {
    EntryBody::PollsResumed {
        officer: "ada".into(),
        at: AT,
    }
}

fn closed(close_report: CloseReport) -> EntryBody {
    EntryBody::PollsClosed {
        close_report,
        officers: vec!["ada".into()],
        at: AT,
    }
}

fn shut() -> EntryBody {
    closed(CloseReport::default())
}

fn check_in_of(style: &str) -> EntryBody {
    EntryBody::CheckIn {
        voter_id: voter("plain").voter_id,
        ballot_style: style.parse().unwrap(),
        officer: "ada".into(),
        at: AT,
    }
}

fn check_in() -> EntryBody {
    check_in_of("plain")
}

fn undone(check_in_seq: u64) -> EntryBody {
    EntryBody::CheckInUndone {
        voter_id: voter("plain").voter_id,
        check_in_seq,
        reason: "wrong person".into(),
        officer: "ada".into(),
        at: AT,
    }
}

fn ballots(n: u8) -> EntryBody {
    EntryBody::BallotGroup(BallotGroup {
        ballot_style: "plain".parse().unwrap(),
        ballots: (0..n)
            .map(|n| SealedBallot {
                encapped_key: [n; 32],
                ciphertext: vec![n],
            })
            .collect(),
    })
}

fn case_opened(n: u8) -> EntryBody {
    EntryBody::ProvisionalCase {
        case_id: case(n),
        reason: ProvisionalReason::NotOnRoll,
        claimant: voter("plain"),
        declared: String::new(),
        officer: "ada".into(),
        at: AT,
    }
}

fn provisional(n: u8) -> EntryBody {
    EntryBody::ProvisionalBallot {
        case_id: case(n),
        ballot_style: "plain".parse().unwrap(),
        ballot: SealedBallot {
            encapped_key: [n; 32],
            ciphertext: vec![n],
        },
    }
}

fn registration() -> EntryBody {
    EntryBody::Registration {
        voter: voter("plain"),
        officer: "ada".into(),
    }
}

fn notes() -> [EntryBody; 2] {
    let incident = EntryBody::Incident {
        kind: IncidentKind::Other,
        text: "rain".into(),
        officer: "ada".into(),
        at: AT,
    };
    let action = EntryBody::OfficerAction {
        action: Action::SegmentsExported,
        officer: "ada".into(),
        at: AT,
        text: String::new(),
    };
    [incident, action]
}

/// A log with what is known of it.
#[derive(Default)]
struct Log {
    state: LogState,
    known: Known,
    next: u64,
    bounds: Bounds,
}

impl Log {
    fn of(entries: &[EntryBody]) -> Self {
        let mut log = Log::default();
        for entry in entries {
            assert_eq!(log.add(entry), Fate::Counted, "{entry:?}: {:?}", log.state);
        }
        log
    }

    fn add(&mut self, body: &EntryBody) -> Fate {
        let styles = ["plain".parse().unwrap()];
        let fate = self
            .state
            .take(self.next, body, &styles, self.bounds, &mut self.known);
        self.next += 1;
        fate
    }

    /// Why the next entry is set aside.
    #[track_caller]
    fn breach(mut self, body: &EntryBody) -> Breach {
        let (before, seq) = (self.state.clone(), self.next);
        assert_eq!(self.add(body), Fate::SetAside, "{body:?}");
        let set_aside = self.state.set_aside.take().unwrap();
        assert_eq!(set_aside.from, seq);
        assert_eq!(self.state, before, "what is set aside changes nothing");
        set_aside.breach
    }
}

fn all() -> Vec<EntryBody> {
    vec![
        registration(),
        check_in(),
        undone(1),
        ballots(1),
        provisional(1),
        opened(),
        paused(),
        resumed(),
        shut(),
        case_opened(1),
    ]
}

#[test]
fn an_honest_day_is_believed_to_its_end() {
    let report = CloseReport {
        check_ins: 2,
        undone: 1,
        ballots: 2,
        provisional: 1,
        registrations: 1,
        provisional_cases: 1,
        ..CloseReport::default()
    };
    let [incident, action] = notes();
    let log = Log::of(&[
        registration(),
        action.clone(),
        opened(),
        check_in(),
        check_in(),
        undone(4),
        check_in(),
        case_opened(1),
        paused(),
        ballots(2),
        provisional(1),
        resumed(),
        closed(report),
        incident,
        action,
    ]);
    assert_eq!(log.state.discrepancies(), []);
    assert_eq!(log.state.polls, PollsState::Closed);
}

#[test]
fn nobody_is_let_in_before_the_polls_open_or_during_a_pause() {
    for polls in [&[][..], &[opened(), paused()]] {
        for body in [check_in(), case_opened(1)] {
            assert!(matches!(
                Log::of(polls).breach(&body),
                Breach::PollsNotOpen { .. }
            ));
        }
    }
    for body in [ballots(1), provisional(1), undone(0)] {
        assert!(matches!(Log::of(&[]).breach(&body), Breach::PollsNotOpen { .. }));
    }
}

#[test]
fn the_polls_take_no_other_arrow() {
    let states: [(&[EntryBody], &[EntryBody]); 3] = [
        (&[], &[paused(), resumed(), shut()]),
        (&[opened()], &[opened(), resumed()]),
        (&[opened(), paused()], &[opened(), paused()]),
    ];
    for (before, forbidden) in states {
        for body in forbidden {
            assert!(
                matches!(Log::of(before).breach(body), Breach::Arrow { .. }),
                "{body:?}"
            );
        }
    }
}

#[test]
fn nothing_but_notes_follows_the_close() {
    for body in all() {
        let log = Log::of(&[opened(), check_in(), case_opened(1), shut()]);
        assert!(matches!(log.breach(&body), Breach::AfterClose { .. }), "{body:?}");
    }
    let mut log = Log::of(&[opened(), shut()]);
    for note in notes() {
        assert_eq!(log.add(&note), Fate::Counted);
    }
}

#[test]
fn there_are_no_more_ballots_than_voters() {
    let two = || Log::of(&[opened(), check_in(), check_in(), ballots(1)]);
    let too_many = Breach::MoreBallotsThanVoters {
        ballots: 3,
        check_ins: 2,
    };
    assert_eq!(two().breach(&ballots(2)), too_many);
    assert_eq!(two().add(&ballots(1)), Fate::Counted);
    // A provisional case lets nobody cast an ordinary ballot.
    assert!(matches!(
        Log::of(&[opened(), case_opened(1)]).breach(&ballots(1)),
        Breach::MoreBallotsThanVoters { .. }
    ));
}

#[test]
fn a_check_in_is_undone_once_and_not_after_the_ballot() {
    let log = || Log::of(&[opened(), check_in(), check_in(), undone(1)]);
    for seq in [0, 1, 9] {
        assert_eq!(log().breach(&undone(seq)), Breach::NoCheckIn(seq));
    }
    let mut voted = log();
    assert_eq!(voted.add(&ballots(1)), Fate::Counted);
    assert_eq!(voted.breach(&undone(2)), Breach::Voted);
}

#[test]
fn a_case_belongs_to_the_log_that_opened_it_and_has_one_ballot() {
    let log = || Log::of(&[opened(), case_opened(1), provisional(1)]);
    assert_eq!(log().breach(&case_opened(1)), Breach::CaseTwice(case(1)));
    assert_eq!(log().breach(&provisional(1)), Breach::SecondBallot(case(1)));
    assert_eq!(log().breach(&provisional(2)), Breach::NoCase(case(2)));
}

#[test]
fn a_style_of_another_polling_station_is_not_issued() {
    let style = Breach::Style("full".parse().unwrap());
    assert_eq!(Log::of(&[opened()]).breach(&check_in_of("full")), style);
    let EntryBody::ProvisionalCase {
        case_id,
        reason,
        officer,
        at,
        ..
    } = case_opened(1)
    else {
        unreachable!("it is one");
    };
    let elsewhere = EntryBody::ProvisionalCase {
        case_id,
        reason,
        claimant: voter("full"),
        declared: String::new(),
        officer,
        at,
    };
    assert_eq!(Log::of(&[opened()]).breach(&elsewhere), style);
}

#[test]
fn what_follows_a_breach_is_set_aside_too_and_notes_are_read() {
    let mut log = Log::of(&[opened(), check_in()]);
    assert_eq!(log.add(&ballots(2)), Fate::SetAside);
    for body in [check_in(), ballots(1), shut()] {
        assert_eq!(log.add(&body), Fate::SetAside);
    }
    assert_eq!(log.add(&notes()[0]), Fate::Counted);
    assert_eq!(log.state.set_aside.as_ref().map(|s| s.from), Some(2));
    assert_eq!((log.state.check_ins, log.state.ballots), (1, 0));
}

#[test]
fn a_ruling_counts_what_breaks_rules_and_ends_the_log() {
    use Fate::{Counted, Empty, Excluded};
    let mut log = Log {
        bounds: Bounds {
            ruled_end: Some(7),
            ..NO_BOUNDS
        },
        ..Log::default()
    };
    let fates: Vec<Fate> = [
        check_in(),
        ballots(2),
        undone(9),
        provisional(1),
        case_opened(1),
        case_opened(1),
        shut(),
        ballots(1),
    ]
    .iter()
    .map(|body| log.add(body))
    .collect();
    assert_eq!(
        fates,
        [Counted, Counted, Empty, Empty, Counted, Empty, Counted, Excluded]
    );
    assert_eq!(
        (log.state.ballots, log.state.check_ins, log.state.cases),
        (2, 1, 1)
    );
    assert_eq!(log.state.set_aside, None);
}

#[test]
fn what_comes_after_the_certification_is_late_whatever_else_holds() {
    let mut log = Log::of(&[opened(), check_in(), ballots(1), shut()]);
    let before = log.state.clone();
    log.bounds.certified_end = Some(4);
    for ruled_end in [None, Some(9)] {
        log.bounds.ruled_end = ruled_end;
        assert_eq!(log.add(&check_in()), Fate::Late);
        assert_eq!(log.add(&ballots(9)), Fate::Late);
    }
    assert_eq!(log.state, before);
}

#[test]
fn a_close_report_is_compared_with_the_log() {
    let report = CloseReport {
        check_ins: 1,
        ballots: 1,
        ..CloseReport::default()
    };
    let log = |report| Log::of(&[opened(), check_in(), ballots(1), closed(report)]);
    assert_eq!(log(report).state.discrepancies(), []);
    let lost = CloseReport { ballots: 0, ..report };
    let found = log(lost).state.discrepancies();
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].to_string(), "ballots: 0 reported, 1 counted");
    assert!(found[0].to_string().contains("0 ballots"));
}
