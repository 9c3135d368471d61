use jiff::Timestamp;
use pollstream_protocol::decision::{Decision, Newcomer, Role, Ruling, Statement, Subject};
use pollstream_protocol::entry::CloseReport;
use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::signed::SigningKey;
use uuid::Uuid;

use super::*;
use crate::station_log::SetAside;

fn election() -> ElectionId {
    "town".parse().unwrap()
}

fn log() -> LogName {
    "north/1".parse().unwrap()
}

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

fn newcomer(name: &str, n: u8) -> Newcomer {
    Newcomer {
        official: name.parse().unwrap(),
        name: name.to_owned(),
        role: Role::CentralOfficial,
        public_key: key(n).verifying_key(),
    }
}

/// Decisions of Anna and Ben, after north was enrolled.
fn decided(subjects: Vec<Subject>) -> Ledger {
    let mut ledger = Ledger::new(election());
    let first = vec![
        Subject::OfficialsAppointed {
            officials: vec![newcomer("anna", 1), newcomer("ben", 2)],
        },
        Subject::StationEnrolled {
            log: log(),
            public_key: key(9).verifying_key(),
        },
    ];
    for subject in first.into_iter().chain(subjects) {
        let number = ledger.len();
        let statement = Statement {
            election: election(),
            id: Uuid::from_u128(number.into()),
            reason: "seen".into(),
            subject,
        };
        let by = [("anna", 1), ("ben", 2)];
        let approvals = match &statement.subject {
            Subject::OfficialsAppointed { .. } => Vec::new(),
            _ => (by
                .iter()
                .map(|(name, n)| statement.approve(name.parse().unwrap(), &key(*n))))
            .collect(),
        };
        let decision = Decision {
            number,
            prev_hash: ledger.head(),
            at: Timestamp::UNIX_EPOCH,
            statement,
            approvals,
        };
        ledger.apply(&decision).unwrap();
    }
    ledger
}

fn at(next_seq: u64) -> LogHead {
    LogHead {
        log: log(),
        next_seq,
        hash: [7; 32],
    }
}

fn ruled(next_seq: u64, ruling: Ruling) -> Subject {
    Subject::LogRuled {
        head: at(next_seq),
        ruling,
    }
}

/// A log of 10 entries that closed its polls.
fn closed() -> LogStanding {
    LogStanding {
        head: at(10),
        standing: Standing::Active,
        state: LogState {
            polls: PollsState::Closed,
            close_report: Some(CloseReport::default()),
            ..LogState::default()
        },
        waiting: 0,
    }
}

#[test]
fn a_log_that_closed_and_adds_up_is_counted_to_its_end() {
    let nothing = decided(Vec::new());
    assert_eq!(closed().obstacles(&nothing), []);
    assert_eq!(closed().counted_end(&nothing), 10);
}

#[test]
fn whatever_stands_in_the_way_can_be_ruled_on() {
    let breach = Breach::AfterClose {
        what: "ballots".into(),
    };
    let set_aside = LogStanding {
        state: LogState {
            set_aside: Some(SetAside {
                from: 6,
                breach: breach.clone(),
            }),
            ..closed().state
        },
        ..closed()
    };
    let contradicted = LogStanding {
        standing: Standing::Quarantined,
        ..closed()
    };
    let gap = LogStanding {
        waiting: 2,
        ..closed()
    };
    let open = LogStanding {
        state: LogState::default(),
        ..closed()
    };
    let set_aside_from = Obstacle::SetAside {
        log: log(),
        from: 6,
        breach,
    };
    let cases = [
        (set_aside, set_aside_from),
        (contradicted, Obstacle::Contradicted(log())),
        (gap, Obstacle::Gap(log(), 10)),
        (open, Obstacle::PollsOpen(log())),
    ];
    for (standing, obstacle) in cases {
        let nothing = decided(Vec::new());
        assert_eq!(standing.obstacles(&nothing), [obstacle]);
        for ruling in [Ruling::AcceptUpTo, Ruling::ExcludeFrom] {
            let decided = decided(vec![ruled(6, ruling)]);
            assert_eq!(standing.obstacles(&decided), []);
            assert_eq!(standing.counted_end(&decided), 6);
        }
    }
}

#[test]
fn a_set_aside_log_counts_up_to_the_breach() {
    let mut standing = closed();
    standing.state.set_aside = Some(SetAside {
        from: 3,
        breach: Breach::Voted,
    });
    assert_eq!(standing.counted_end(&decided(Vec::new())), 3);
}

#[test]
fn a_revoked_log_needs_no_close() {
    let lost = LogStanding {
        standing: Standing::Revoked,
        waiting: 1,
        state: LogState::default(),
        ..closed()
    };
    assert_eq!(lost.obstacles(&decided(Vec::new())), []);
}

#[test]
fn an_odd_close_report_is_accepted_up_to_where_it_stands() {
    let mut odd = closed();
    odd.state.check_ins = 1;
    let nothing = decided(Vec::new());
    assert!(matches!(odd.obstacles(&nothing)[..], [Obstacle::Discrepancy(..)]));
    let early = decided(vec![ruled(9, Ruling::AcceptDiscrepancy)]);
    assert_eq!(
        odd.obstacles(&early).len(),
        1,
        "the close came after what was accepted"
    );
    let accepted = decided(vec![ruled(10, Ruling::AcceptDiscrepancy)]);
    assert_eq!(odd.obstacles(&accepted), []);
    assert_eq!(odd.counted_end(&accepted), 10, "it changes no count");
}

/// Seed 1 of the simulation: a lost kiosk's log that went on after the certification.
#[test]
fn a_certified_log_counts_up_to_where_it_was_certified() {
    let certified = |end| {
        let named = vec![at(end)];
        decided(vec![
            Subject::ElectionClosed,
            Subject::LogsNamed { heads: named.clone() },
            Subject::ElectionCertified {
                results: [1; 32],
                logs: 1,
                logs_sha256: pollstream_protocol::decision::heads_digest(&named),
                supersedes: None,
                despite: String::new(),
            },
        ])
    };
    assert_eq!(closed().counted_end(&certified(7)), 7);
    assert_eq!(closed().counted_end(&certified(10)), 10);
}

#[test]
fn bounds_follow_rulings_and_the_certification_that_stands() {
    let ruled_at_6 = decided(vec![ruled(6, Ruling::ExcludeFrom)]);
    let bounds = Bounds::of(&ruled_at_6, &log());
    assert_eq!((bounds.ruled_end, bounds.certified_end), (Some(6), None));
    let certified = decided(vec![
        Subject::ElectionClosed,
        Subject::ElectionCertified {
            results: [1; 32],
            logs: 0,
            logs_sha256: pollstream_protocol::decision::heads_digest(&[]),
            supersedes: None,
            despite: String::new(),
        },
    ]);
    let bounds = Bounds::of(&certified, &log());
    assert_eq!(
        bounds.certified_end,
        Some(0),
        "a log that is not named counts nowhere"
    );
}
