//! Officials: the real chain of decisions, with two of them who race.

use std::sync::LazyLock;

use pollstream_protocol::decision::{Decision, Newcomer, Role, Statement, Subject};
use pollstream_protocol::ids::LogName;
use pollstream_protocol::ledger::{Ledger, LedgerError};
use pollstream_protocol::signed::SigningKey;
use uuid::Uuid;

use super::station::{AT, ELECTION};

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

pub(crate) static LOGS: LazyLock<Vec<LogName>> = LazyLock::new(|| {
    ["s0/1", "s0/2", "s1/1", "s2/1"]
        .map(|name| name.parse().expect("a log"))
        .to_vec()
});

/// Anna and Ben decide; four logs are enrolled.
static BEGUN: LazyLock<Chain> = LazyLock::new(|| {
    let newcomer = |name: &str, n| Newcomer {
        official: name.parse().expect("an id"),
        name: name.to_owned(),
        role: Role::CentralOfficial,
        public_key: key(n).verifying_key(),
    };
    let mut chain = Chain {
        ledger: Ledger::new(ELECTION.clone()),
    };
    let officials = vec![newcomer("anna", 1), newcomer("ben", 2)];
    chain
        .decide(Subject::OfficialsAppointed { officials }, &[])
        .expect("appointed");
    for (n, log) in (10..).zip(LOGS.iter()) {
        let subject = Subject::StationEnrolled {
            log: log.clone(),
            public_key: key(n).verifying_key(),
        };
        chain.decide(subject, &["anna"]).expect("enrolled");
    }
    chain
});

/// The public key under which a log was enrolled.
pub(crate) fn station_key(log: &LogName) -> SigningKey {
    let n = LOGS.iter().position(|l| l == log).expect("a log of the day");
    key(10 + u8::try_from(n).expect("few"))
}

pub(crate) const BOTH: &[&str] = &["anna", "ben"];

/// The chain of decisions.
#[derive(Clone)]
pub(crate) struct Chain {
    pub(crate) ledger: Ledger,
}

impl Chain {
    pub(crate) fn begun() -> Self {
        BEGUN.clone()
    }

    /// What a decision would be if it were the next one now.
    pub(crate) fn prepare(&self, subject: Subject, by: &[&str]) -> Decision {
        let statement = Statement {
            election: ELECTION.clone(),
            id: Uuid::from_u128(u128::from(self.ledger.len()) << 64 | u128::from(by.len() as u64)),
            reason: "seen".into(),
            subject,
        };
        let approve = |name: &&str| {
            let n = if *name == "anna" { 1 } else { 2 };
            statement.approve(name.parse().expect("an id"), &key(n))
        };
        Decision {
            number: self.ledger.len(),
            prev_hash: self.ledger.head(),
            at: AT,
            approvals: by.iter().map(approve).collect(),
            statement,
        }
    }

    /// As the office does it: judged by the ledger under its lock, then signed. What is refused leaves no trace.
    pub(crate) fn decide(&mut self, subject: Subject, by: &[&str]) -> Result<(), LedgerError> {
        let decision = self.prepare(subject, by);
        let mut judged = self.ledger.clone();
        judged.apply(&decision)?;
        self.ledger = judged;
        Ok(())
    }
}
