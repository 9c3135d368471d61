//! Decisions: what the authority signed is read as it was written; what breaks a rule is not believed although
//! the authority signed it.

use std::collections::BTreeMap;

use pollstream_protocol::decision::{
    Approval, Decision, DecisionHash, LogHead, Newcomer, Revision, Role, Ruling, Statement, Subject, genesis,
    heads_digest,
};
use pollstream_protocol::ids::{CaseId, CaseKey, LogName, OfficialId};
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

fn log(name: &str) -> LogName {
    name.parse().unwrap()
}

fn case(n: u8) -> CaseKey {
    CaseKey {
        log: log("library/1"),
        case: CaseId(Uuid::from_bytes([n; 16])),
    }
}

fn head(name: &str, next_seq: u64) -> LogHead {
    LogHead {
        log: log(name),
        next_seq,
        hash: [next_seq.to_be_bytes()[7]; 32],
    }
}

pub(crate) fn statement(n: u8, subject: Subject) -> Statement {
    Statement {
        election: election(),
        id: Uuid::from_bytes([n; 16]),
        reason: "seen by both".into(),
        subject,
    }
}

fn newcomer(name: &str, role: Role) -> Newcomer {
    Newcomer {
        official: id(name),
        name: format!("{name} the Official"),
        role,
        public_key: official_key(name).verifying_key(),
    }
}

fn added(name: &str, role: Role) -> Subject {
    Subject::OfficialAdded(newcomer(name, role))
}

fn appointed(names: &[&str]) -> Subject {
    let decider = |name: &&str| newcomer(name, Role::CentralOfficial);
    Subject::OfficialsAppointed {
        officials: names.iter().map(decider).collect(),
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
        chain.good(appointed(&["anna", "ben"]), &[]);
        chain.good(added("odd", Role::Auditor), &["ben", "anna"]);
        chain
    }

    fn enrol(&mut self, names: &[&str]) {
        for name in names {
            self.good(enrolled(name), &["anna"]);
        }
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

fn enrolled(name: &str) -> Subject {
    Subject::StationEnrolled {
        log: log(name),
        public_key: official_key(&format!("station {name}")).verifying_key(),
    }
}

fn ruled(name: &str, next_seq: u64, ruling: Ruling) -> Subject {
    Subject::LogRuled {
        head: head(name, next_seq),
        ruling,
    }
}

fn certified(heads: &[LogHead], supersedes: Option<u64>) -> Subject {
    Subject::ElectionCertified {
        results: [5; 32],
        logs: heads.len() as u64,
        logs_sha256: heads_digest(heads),
        supersedes,
        despite: String::new(),
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
    assert_eq!(chain.ledger.case(&case(1)), None, "nothing of it was believed");
    chain.good(release(1), &["anna", "ben"]);
    assert_eq!(chain.ledger.case(&case(1)), Some(CaseState::Released));
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
    assert_eq!(chain.ledger.case(&case(1)), Some(CaseState::Released));
    chain.good(mixed(&[1, 2]), &[]);
    assert_eq!(chain.bad(mixed(&[2]), &[]), LedgerError::NotReleased(case(2)));
    chain.good(release(4), &["anna", "ben"]);
    chain.good(Subject::ElectionClosed, &["anna"]);
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
fn the_first_officials_are_appointed_together_and_once() {
    let mut chain = Chain {
        ledger: Ledger::new(election()),
        last: genesis(&election()),
        statements: 0,
    };
    let nobody = LedgerError::Approvals { needed: 2, found: 0 };
    assert_eq!(chain.bad(added("anna", Role::CentralOfficial), &[]), nobody);
    assert_eq!(chain.bad(appointed(&["anna"]), &[]), LedgerError::TooFewOfficials);
    let Subject::OfficialsAppointed { mut officials } = appointed(&["anna", "ben"]) else {
        unreachable!("it is one");
    };
    officials[1].public_key = officials[0].public_key;
    let puppet = Subject::OfficialsAppointed { officials };
    assert_eq!(chain.bad(puppet, &[]), LedgerError::KeyInUse(id("anna")));
    chain.good(appointed(&["anna", "ben"]), &[]);
    assert_eq!(
        chain.bad(appointed(&["eve", "mallory"]), &[]),
        LedgerError::Appointed
    );
}

#[test]
fn officials_come_change_and_go_by_two_others_and_two_always_stay() {
    let mut chain = Chain::new();
    let disabled = |name: &str| Subject::OfficialDisabled { official: id(name) };
    let alone = LedgerError::Approvals { needed: 2, found: 1 };
    let both = &["anna", "ben"][..];
    let changed = |name: &str, key: &str, role| {
        Subject::OfficialChanged(Newcomer {
            public_key: official_key(key).verifying_key(),
            ..newcomer(name, role)
        })
    };
    for subject in [
        added("eve", Role::CentralOfficial),
        disabled("odd"),
        changed("odd", "odd", Role::CentralOfficial),
    ] {
        assert_eq!(chain.bad(subject, &["anna"]), alone);
    }
    assert_eq!(
        chain.bad(added("ben", Role::Auditor), both),
        LedgerError::OfficialExists(id("ben"))
    );
    let puppet = Subject::OfficialAdded(Newcomer {
        public_key: official_key("anna").verifying_key(),
        ..newcomer("puppet", Role::CentralOfficial)
    });
    assert_eq!(chain.bad(puppet, both), LedgerError::KeyInUse(id("anna")));
    assert_eq!(chain.bad(disabled("ben"), both), LedgerError::TooFewOfficials);
    let auditor = changed("ben", "ben", Role::Auditor);
    assert_eq!(chain.bad(auditor, both), LedgerError::TooFewOfficials);
    let unknown = changed("eve", "eve", Role::Auditor);
    assert_eq!(chain.bad(unknown, both), LedgerError::NotOfficial(id("eve")));

    chain.good(added("cleo", Role::CentralOfficial), both);
    chain.good(disabled("ben"), &["anna", "cleo"]);
    assert_eq!(
        chain.bad(Subject::IncidentResolved { incident: 1 }, &["ben"]),
        LedgerError::NotOfficial(id("ben"))
    );
    // A key once known is never another person's, also after its owner has left.
    let heir = Subject::OfficialAdded(Newcomer {
        public_key: official_key("ben").verifying_key(),
        ..newcomer("heir", Role::CentralOfficial)
    });
    assert_eq!(
        chain.bad(heir, &["anna", "cleo"]),
        LedgerError::KeyInUse(id("ben"))
    );
    chain.good(
        changed("anna", "anna again", Role::CentralOfficial),
        &["anna", "cleo"],
    );
    assert_eq!(
        chain.bad(Subject::IncidentResolved { incident: 1 }, &["anna"]),
        LedgerError::BadApproval(id("anna")),
        "the old key approves nothing"
    );
}

#[test]
fn preparing_needs_a_name_as_soon_as_there_are_officials() {
    let mut chain = Chain {
        ledger: Ledger::new(election()),
        last: genesis(&election()),
        statements: 0,
    };
    let imported = || Subject::RollImported {
        sha256: [1; 32],
        rows: 3,
        added: 2,
    };
    chain.good(imported(), &[]);
    chain.good(enrolled("north/1"), &[]);
    chain.good(appointed(&["anna", "ben"]), &[]);
    let revoked = Subject::StationRevoked {
        heads: vec![head("north/1", 4)],
    };
    for subject in [
        imported(),
        enrolled("south/1"),
        revoked.clone(),
        Subject::ElectionClosed,
    ] {
        let needed = LedgerError::Approvals { needed: 1, found: 0 };
        assert_eq!(chain.bad(subject.clone(), &[]), needed);
    }
    chain.good(enrolled("south/1"), &["anna"]);
    chain.good(revoked, &["ben"]);
    chain.good(Subject::ElectionClosed, &["ben"]);
}

#[test]
fn stations_are_enrolled_in_order_each_under_a_key_of_its_own() {
    let mut chain = Chain::new();
    chain.enrol(&["north/1"]);
    for again in ["north/1", "north/3"] {
        assert!(matches!(
            chain.bad(enrolled(again), &["anna"]),
            LedgerError::Step(_)
        ));
    }
    let copied = Subject::StationEnrolled {
        log: log("south/1"),
        public_key: official_key("station north/1").verifying_key(),
    };
    assert_eq!(
        chain.bad(copied, &["anna"]),
        LedgerError::StationKeyInUse(log("south/1"))
    );
    chain.enrol(&["north/2", "south/1"]);
    let revoked = |name| Subject::StationRevoked {
        heads: vec![head(name, 4)],
    };
    assert_eq!(
        chain.bad(revoked("west/1"), &["anna"]),
        LedgerError::NotEnrolled(log("west/1"))
    );
    chain.good(revoked("north/1"), &["anna"]);
    assert!(matches!(
        chain.bad(revoked("north/1"), &["anna"]),
        LedgerError::Step(_)
    ));
    assert_eq!(chain.ledger.revoked(&log("north/1")), Some(&head("north/1", 4)));
}

#[test]
fn two_officials_rule_on_a_log_and_a_later_ruling_goes_further() {
    use Ruling::{AcceptDiscrepancy, AcceptUpTo, ExcludeFrom};
    let mut chain = Chain::new();
    chain.enrol(&["north/1"]);
    let both = &["anna", "ben"][..];
    for ruling in [AcceptUpTo, ExcludeFrom, AcceptDiscrepancy] {
        assert_eq!(
            chain.bad(ruled("north/1", 9, ruling), &["anna"]),
            LedgerError::Approvals { needed: 2, found: 1 }
        );
        assert_eq!(
            chain.bad(ruled("west/1", 9, ruling), both),
            LedgerError::NotEnrolled(log("west/1"))
        );
    }
    chain.good(ruled("north/1", 9, AcceptDiscrepancy), both);
    assert_eq!(chain.ledger.ruled_end(&log("north/1")), None);
    chain.good(ruled("north/1", 7, ExcludeFrom), both);
    for shorter in [6, 7] {
        assert_eq!(
            chain.bad(ruled("north/1", shorter, AcceptUpTo), both),
            LedgerError::RuledFurther(log("north/1"))
        );
    }
    chain.good(ruled("north/1", 8, AcceptUpTo), both);
    assert_eq!(chain.ledger.ruled_end(&log("north/1")), Some(&head("north/1", 8)));
    assert_eq!(
        chain.ledger.accepted_discrepancy(&log("north/1")),
        Some(&head("north/1", 9))
    );
}

#[test]
fn certification_follows_the_close_and_ends_what_changes_results() {
    let mut chain = Chain::new();
    chain.enrol(&["north/1"]);
    let revised = |version| Subject::DefinitionRevised {
        revision: Revision {
            version,
            sha256: [1; 32],
        },
    };
    let both = &["anna", "ben"][..];
    let none = || certified(&[], None);
    assert!(matches!(chain.bad(none(), both), LedgerError::Stage(_)));
    chain.good(revised(2), &["anna"]);
    assert!(matches!(chain.bad(revised(2), &["anna"]), LedgerError::Step(_)));
    chain.good(Subject::ElectionClosed, &["anna"]);
    assert!(matches!(
        chain.bad(Subject::ElectionClosed, &["anna"]),
        LedgerError::Stage(_)
    ));
    assert_eq!(
        chain.bad(none(), &["ben"]),
        LedgerError::Approvals { needed: 2, found: 1 }
    );
    chain.good(none(), both);
    assert_eq!(chain.ledger.certified().map(|c| c.results), Some([5; 32]));
    let late = ruled("north/1", 3, Ruling::AcceptUpTo);
    for subject in [none(), release(9), revised(3), late, enrolled("north/2")] {
        assert!(matches!(chain.bad(subject, both), LedgerError::Stage(_)));
    }
    chain.good(Subject::IncidentResolved { incident: 1 }, &["anna"]);
    let revoked = Subject::StationRevoked {
        heads: vec![head("north/1", 4)],
    };
    chain.good(revoked, &["anna"]);
}

#[test]
fn a_certification_names_the_logs_that_were_listed_right_before_it() {
    let mut chain = Chain::new();
    chain.enrol(&["north/1", "south/1", "west/1"]);
    chain.good(Subject::ElectionClosed, &["anna"]);
    let both = &["anna", "ben"][..];
    let heads = [head("north/1", 5), head("south/1", 6)];
    let named = |heads: &[LogHead]| Subject::LogsNamed {
        heads: heads.to_vec(),
    };
    assert_eq!(chain.bad(certified(&heads, None), both), LedgerError::OtherLogs);
    // Something else in between, or other heads: nothing is certified.
    chain.good(named(&heads), &[]);
    chain.good(Subject::IncidentResolved { incident: 1 }, &["anna"]);
    assert_eq!(chain.bad(certified(&heads, None), both), LedgerError::OtherLogs);
    chain.good(named(&[head("north/1", 5), head("south/1", 7)]), &[]);
    assert_eq!(chain.bad(certified(&heads, None), both), LedgerError::OtherLogs);
    chain.good(named(&heads[..1]), &[]);
    assert!(matches!(chain.bad(named(&heads[..1]), &[]), LedgerError::Step(_)));

    chain.good(named(&heads[..1]), &[]);
    chain.good(named(&heads[1..]), &[]);
    chain.good(certified(&heads, None), both);
    assert_eq!(chain.ledger.certified_end(&log("north/1")), Some(5));
    assert_eq!(
        chain.ledger.certified_end(&log("west/1")),
        Some(0),
        "it is not named"
    );
}

#[test]
fn two_officials_supersede_a_certification_and_the_next_one_names_it() {
    let mut chain = Chain::new();
    chain.enrol(&["north/1"]);
    chain.good(Subject::ElectionClosed, &["anna"]);
    let both = &["anna", "ben"][..];
    let superseded = |certification| Subject::CertificationSuperseded { certification };
    assert!(matches!(chain.bad(superseded(0), both), LedgerError::Stage(_)));
    chain.good(certified(&[], None), both);
    let first = chain.ledger.len() - 1;
    assert_eq!(
        chain.bad(superseded(first), &["ben"]),
        LedgerError::Approvals { needed: 2, found: 1 }
    );
    assert!(matches!(
        chain.bad(superseded(first - 1), both),
        LedgerError::Stage(_)
    ));
    chain.good(superseded(first), both);
    assert_eq!(
        (chain.ledger.certified(), chain.ledger.superseded()),
        (None, Some(first))
    );
    assert_eq!(
        chain.ledger.certified_end(&log("north/1")),
        None,
        "what came late counts"
    );
    for other in [None, Some(first + 1)] {
        assert!(matches!(
            chain.bad(certified(&[], other), both),
            LedgerError::Stage(_)
        ));
    }
    chain.good(certified(&[], Some(first)), both);
    assert_eq!(chain.ledger.superseded(), None);
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
            logs: 2,
            logs_sha256: [0x1D; 32],
            supersedes: Some(20),
            despite: "one voter could not be found".into(),
        },
        appointed(&["anna", "ben"]),
        Subject::OfficialChanged(newcomer("odd", Role::Auditor)),
        enrolled("library/1"),
        Subject::StationRevoked {
            heads: vec![head("library/1", 7), head("library/2", 0)],
        },
        Subject::RollImported {
            sha256: [0x0A; 32],
            rows: 300,
            added: 299,
        },
        ruled("library/1", 7, Ruling::ExcludeFrom),
        Subject::LogsNamed {
            heads: vec![head("library/1", 7), head("school/1", 9)],
        },
        Subject::CertificationSuperseded { certification: 20 },
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
