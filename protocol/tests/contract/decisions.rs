//! Decisions: what the authority signed is read as it was written; what breaks a rule is not believed although
//! the authority signed it.

use std::collections::BTreeMap;

use pollstream_protocol::decision::{
    Approval, Decision, DecisionHash, Revision, Role, Statement, Subject, genesis,
};
use pollstream_protocol::ids::{CaseId, OfficialId};
use pollstream_protocol::ledger::{Applied, CaseState, Ledger, LedgerError, results_digest};
use pollstream_protocol::signed::{SignedError, SigningKey};
use pollstream_protocol::tally::{ContestTally, Tally};
use pollstream_protocol::voter::Accreditation;
use uuid::Uuid;

use super::fixtures::*;

pub(crate) fn official_key(name: &str) -> SigningKey {
    let mut seed = [0x51; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    SigningKey::from_bytes(&seed)
}

fn id(name: &str) -> OfficialId {
    name.parse().unwrap()
}

fn case(n: u8) -> CaseId {
    CaseId(Uuid::from_bytes([n; 16]))
}

pub(crate) fn statement(n: u8, subject: Subject) -> Statement {
    Statement {
        election: election(),
        id: Uuid::from_bytes([n; 16]),
        reason: "seen by both".into(),
        subject,
    }
}

pub(crate) fn added(name: &str, role: Role) -> Subject {
    Subject::OfficialAdded {
        official: id(name),
        name: format!("{name} the Official"),
        role,
        public_key: official_key(name).verifying_key(),
    }
}

/// A chain that grows.
struct Chain {
    ledger: Ledger,
    last: DecisionHash,
    statements: u8,
}

impl Chain {
    /// Anna and Ben decide, Odd looks on.
    fn new() -> Self {
        let mut chain = Chain {
            ledger: Ledger::new(election()),
            last: genesis(&election()),
            statements: 0,
        };
        chain.good(added("anna", Role::CentralOfficial), &[]);
        chain.good(added("ben", Role::CentralOfficial), &["anna"]);
        chain.good(added("odd", Role::Auditor), &["ben"]);
        chain
    }

    fn next(&mut self, subject: Subject, by: &[&str]) -> Decision {
        self.statements += 1;
        let statement = statement(self.statements, subject);
        let approvals = by
            .iter()
            .map(|name| statement.approve(id(name), &official_key(name)))
            .collect();
        Decision {
            number: self.ledger.len(),
            prev_hash: self.last,
            at: at(1_000),
            statement,
            approvals,
        }
    }

    fn apply(&mut self, decision: &Decision) -> Result<Applied, LedgerError> {
        let before = self.ledger.len();
        let outcome = self.ledger.apply(decision);
        if self.ledger.len() > before {
            self.last = decision.hash();
        }
        outcome
    }

    fn good(&mut self, subject: Subject, by: &[&str]) {
        let decision = self.next(subject, by);
        assert_eq!(self.apply(&decision), Ok(Applied::New), "{decision:?}");
    }

    fn bad(&mut self, subject: Subject, by: &[&str]) -> LedgerError {
        let decision = self.next(subject, by);
        self.apply(&decision).unwrap_err()
    }
}

fn release(n: u8) -> Subject {
    Subject::ProvisionalDecided {
        case: case(n),
        release: true,
    }
}

#[test]
fn a_case_is_decided_once_by_two_different_officials() {
    let mut chain = Chain::new();
    assert_eq!(
        chain.bad(release(1), &["anna"]),
        LedgerError::Approvals { needed: 2, found: 1 }
    );
    assert_eq!(
        chain.bad(release(1), &["anna", "anna"]),
        LedgerError::Approvals { needed: 2, found: 1 }
    );
    assert_eq!(
        chain.bad(release(1), &["anna", "odd"]),
        LedgerError::Auditor(id("odd"))
    );
    assert_eq!(
        chain.bad(release(1), &["anna", "eve"]),
        LedgerError::NotOfficial(id("eve"))
    );
    assert_eq!(chain.ledger.case(case(1)), None, "nothing of it was believed");
    chain.good(release(1), &["anna", "ben"]);
    assert_eq!(chain.ledger.case(case(1)), Some(CaseState::Released));
    let reject = Subject::ProvisionalDecided {
        case: case(1),
        release: false,
    };
    assert_eq!(
        chain.bad(reject, &["anna", "ben"]),
        LedgerError::CaseDecided(case(1))
    );
}

#[test]
fn an_approval_is_by_the_officials_own_key_for_this_statement_only() {
    let mut chain = Chain::new();
    let mut forged = chain.next(release(1), &["anna"]);
    forged
        .approvals
        .push(forged.statement.approve(id("ben"), &official_key("eve")));
    assert_eq!(chain.apply(&forged), Err(LedgerError::BadApproval(id("ben"))));
    let mut moved = chain.next(release(2), &["anna"]);
    let other = statement(99, release(3)).approve(id("ben"), &official_key("ben"));
    moved.approvals.push(other);
    assert_eq!(chain.apply(&moved), Err(LedgerError::BadApproval(id("ben"))));
    // The same statement a second time, in a new place of the chain.
    let first = chain.next(Subject::IncidentResolved { incident: 7 }, &["anna"]);
    assert_eq!(chain.apply(&first), Ok(Applied::New));
    let again = Decision {
        number: chain.ledger.len(),
        prev_hash: chain.last,
        ..first
    };
    assert_eq!(chain.apply(&again), Err(LedgerError::Repeated));
}

#[test]
fn only_released_ballots_are_mixed_and_each_once() {
    let mut chain = Chain::new();
    let mixed = |cases: &[u8]| Subject::BallotsMixed {
        cases: cases.iter().map(|n| case(*n)).collect(),
    };
    chain.good(release(1), &["anna", "ben"]);
    chain.good(release(2), &["ben", "anna"]);
    assert_eq!(chain.bad(mixed(&[1, 3]), &[]), LedgerError::NotReleased(case(3)));
    assert_eq!(chain.ledger.case(case(1)), Some(CaseState::Released));
    chain.good(mixed(&[1, 2]), &[]);
    assert_eq!(chain.bad(mixed(&[2]), &[]), LedgerError::NotReleased(case(2)));
    chain.good(release(4), &["anna", "ben"]);
    chain.good(Subject::ElectionClosed, &[]);
    chain.good(mixed(&[4]), &[]);
    let batches: Vec<_> = chain
        .ledger
        .mixed()
        .iter()
        .map(|b| (b.cases.len(), b.after_close))
        .collect();
    assert_eq!(batches, [(2, false), (1, true)]);
}

#[test]
fn the_chain_has_no_gap_and_no_fork_and_repeats_change_nothing() {
    let mut chain = Chain::new();
    let good = chain.next(Subject::IncidentResolved { incident: 1 }, &["anna"]);
    let ahead = Decision {
        number: good.number + 1,
        ..good.clone()
    };
    assert_eq!(
        chain.apply(&ahead),
        Err(LedgerError::Gap {
            expected: good.number,
            found: good.number + 1
        })
    );
    let elsewhere = Decision {
        prev_hash: [7; 32],
        ..good.clone()
    };
    assert_eq!(chain.apply(&elsewhere), Err(LedgerError::Fork(good.number)));
    assert_eq!(chain.apply(&good), Ok(Applied::New));
    assert_eq!(chain.apply(&good), Ok(Applied::Again));
    let other = Decision {
        at: at(2_000),
        ..good.clone()
    };
    assert_eq!(chain.apply(&other), Err(LedgerError::Fork(good.number)));
    let mut foreign = chain.next(Subject::IncidentResolved { incident: 2 }, &["anna"]);
    foreign.statement.election = "elsewhere".parse().unwrap();
    assert!(matches!(
        chain.apply(&foreign),
        Err(LedgerError::OtherElection(_))
    ));
    chain.good(Subject::IncidentResolved { incident: 3 }, &["ben"]);
}

#[test]
fn officials_come_and_go_and_one_always_stays() {
    let mut chain = Chain::new();
    let disabled = |name: &str| Subject::OfficialDisabled { official: id(name) };
    assert_eq!(
        chain.bad(added("eve", Role::CentralOfficial), &[]),
        LedgerError::Approvals { needed: 1, found: 0 }
    );
    assert_eq!(
        chain.bad(added("ben", Role::Auditor), &["anna"]),
        LedgerError::OfficialExists(id("ben"))
    );
    chain.good(disabled("ben"), &["anna"]);
    assert_eq!(
        chain.bad(Subject::IncidentResolved { incident: 1 }, &["ben"]),
        LedgerError::NotOfficial(id("ben"))
    );
    assert_eq!(
        chain.bad(disabled("anna"), &["anna"]),
        LedgerError::LastOfficial(id("anna"))
    );
    chain.good(disabled("odd"), &["anna"]);
}

#[test]
fn certification_follows_the_close_and_ends_what_changes_results() {
    let mut chain = Chain::new();
    let certified = || Subject::ElectionCertified {
        results: [5; 32],
        despite: String::new(),
    };
    let revised = |version| Subject::DefinitionRevised {
        revision: Revision {
            version,
            sha256: [1; 32],
        },
    };
    assert!(matches!(
        chain.bad(certified(), &["anna", "ben"]),
        LedgerError::Stage(_)
    ));
    chain.good(revised(2), &["anna"]);
    assert!(matches!(chain.bad(revised(2), &["anna"]), LedgerError::Step(_)));
    chain.good(Subject::ElectionClosed, &["anna"]);
    assert!(matches!(
        chain.bad(Subject::ElectionClosed, &[]),
        LedgerError::Stage(_)
    ));
    assert_eq!(
        chain.bad(certified(), &["ben"]),
        LedgerError::Approvals { needed: 2, found: 1 }
    );
    chain.good(certified(), &["ben", "anna"]);
    assert_eq!(chain.ledger.certified(), Some([5; 32]));
    for subject in [certified(), release(9), revised(3)] {
        assert!(matches!(
            chain.bad(subject, &["anna", "ben"]),
            LedgerError::Stage(_)
        ));
    }
    chain.good(Subject::IncidentResolved { incident: 1 }, &["anna"]);
}

#[test]
fn results_have_one_digest_however_they_were_counted() {
    let tally = |votes: u64| {
        let contest = ContestTally {
            ballots: votes,
            votes: BTreeMap::from([("ana".parse().unwrap(), votes)]),
            ..ContestTally::default()
        };
        Tally {
            ballots: votes,
            contests: BTreeMap::from([("mayor".parse().unwrap(), contest)]),
        }
    };
    let places = |votes| BTreeMap::from([("station/library".to_owned(), tally(votes))]);
    let digest = results_digest(&places(3));
    assert_ne!(digest, results_digest(&places(4)));
    let mut listed = places(3);
    listed.insert("station/school".into(), tally(0));
    listed
        .get_mut("station/library")
        .and_then(|t| t.contests.get_mut(&"mayor".parse().unwrap()))
        .unwrap()
        .votes
        .insert("bo".parse().unwrap(), 0);
    assert_eq!(digest, results_digest(&listed), "zeros may be listed or not");
}

/// One decision of each kind, for the golden files.
pub(crate) fn subjects() -> Vec<Subject> {
    let revision = Revision {
        version: 8,
        sha256: [0xD1; 32],
    };
    vec![
        added("anna", Role::CentralOfficial),
        Subject::OfficialDisabled { official: id("ben") },
        Subject::PartyAdded {
            party: "ash".parse().unwrap(),
            revision,
        },
        Subject::CandidateDecided {
            candidate: "ana".parse().unwrap(),
            accreditation: Accreditation::Withdrawn,
            revision,
        },
        Subject::DefinitionRevised { revision },
        Subject::RegistrationDecided {
            voter: voter().voter_id,
            accreditation: Accreditation::Accredited,
            polling_station: station(),
        },
        release(3),
        Subject::BallotsMixed {
            cases: vec![case(3), case(4)],
        },
        Subject::IncidentResolved { incident: 12 },
        Subject::QuarantineResolved { sha256: [0xAB; 32] },
        Subject::ElectionClosed,
        Subject::ElectionCertified {
            results: [0xCE; 32],
            despite: "one voter could not be found".into(),
        },
    ]
}

#[test]
fn what_was_altered_is_refused() {
    let statement = statement(1, release(3));
    let approvals = vec![statement.approve(id("anna"), &official_key("anna"))];
    let decision = Decision {
        number: 4,
        prev_hash: [9; 32],
        at: at(1_000),
        statement,
        approvals,
    };
    let bytes = decision.sign(&authority());
    let key = authority().verifying_key();
    assert_eq!(Decision::open(&bytes, &key).unwrap(), decision);
    assert_eq!(
        Decision::open(&decision.sign(&station_key()), &key),
        Err(SignedError::BadSignature)
    );
    for i in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[i] ^= 1;
        assert!(Decision::open(&bad, &key).is_err(), "byte {i}");
        let _ = Decision::open(&bytes[..i], &key).unwrap_err();
    }
    let unsorted = Decision {
        statement: Statement {
            subject: Subject::BallotsMixed {
                cases: vec![case(4), case(3)],
            },
            ..decision.statement.clone()
        },
        ..decision.clone()
    };
    assert!(Decision::open(&unsorted.sign(&authority()), &key).is_err());
    let crowd = vec![
        Approval {
            official: id("anna"),
            signature: [0; 64]
        };
        9
    ];
    let crowded = Decision {
        approvals: crowd,
        ..decision
    };
    assert!(Decision::open(&crowded.sign(&authority()), &key).is_err());
}
