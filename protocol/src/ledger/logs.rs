//! What decisions say of station logs: which exist, where they end, which are certified.

use std::collections::{BTreeMap, BTreeSet};

use super::LedgerError;
use crate::decision::{LogHead, Ruling, heads_digest};
use crate::ids::LogName;
use crate::signed::VerifyingKey;

/// A certification that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certification {
    /// Number of the decision.
    pub number: u64,
    /// [`super::results_digest`] of the certified totals.
    pub results: [u8; 32],
    /// The logs that were counted, and up to where.
    pub logs: BTreeMap<LogName, LogHead>,
}

/// Station logs as decisions know them.
#[derive(Debug, Clone, Default)]
pub(super) struct Logs {
    enrolled: BTreeMap<LogName, VerifyingKey>,
    keys: BTreeSet<[u8; 32]>,
    pub(super) revoked: BTreeMap<LogName, LogHead>,
    pub(super) ends: BTreeMap<LogName, LogHead>,
    pub(super) discrepancies: BTreeMap<LogName, LogHead>,
    /// Named for the certification that must follow at once.
    named: Vec<LogHead>,
}

impl Logs {
    /// A station is enrolled under a key of its own, and its incarnations have no gaps.
    pub(super) fn enrol(&mut self, log: &LogName, key: &VerifyingKey) -> Result<(), LedgerError> {
        let last = (self.enrolled.keys()).filter(|l| l.station == log.station);
        let next = last.map(|l| l.incarnation.0).max().unwrap_or(0) + 1;
        if log.incarnation.0 != next {
            return Err(LedgerError::Step(format!("the enrolment of {log}")));
        }
        if !self.keys.insert(key.to_bytes()) {
            return Err(LedgerError::StationKeyInUse(log.clone()));
        }
        self.enrolled.insert(log.clone(), *key);
        Ok(())
    }

    pub(super) fn enrolled(&self, log: &LogName) -> Option<&VerifyingKey> {
        self.enrolled.get(log)
    }

    pub(super) fn revoke(&mut self, heads: &[LogHead]) -> Result<(), LedgerError> {
        if let Some(head) = heads.iter().find(|h| !self.enrolled.contains_key(&h.log)) {
            return Err(LedgerError::NotEnrolled(head.log.clone()));
        }
        if heads.iter().all(|h| self.revoked.contains_key(&h.log)) {
            return Err(LedgerError::Step("the revocation".to_owned()));
        }
        for head in heads {
            // Where it was revoked first stays: nothing came in since.
            self.revoked
                .entry(head.log.clone())
                .or_insert_with(|| head.clone());
        }
        Ok(())
    }

    /// A later ruling on a log goes further than the one before it: what counts stays counted.
    pub(super) fn rule(&mut self, head: &LogHead, ruling: Ruling) -> Result<(), LedgerError> {
        if !self.enrolled.contains_key(&head.log) {
            return Err(LedgerError::NotEnrolled(head.log.clone()));
        }
        let rulings = match ruling {
            Ruling::AcceptUpTo | Ruling::ExcludeFrom => &mut self.ends,
            Ruling::AcceptDiscrepancy => &mut self.discrepancies,
        };
        if rulings
            .get(&head.log)
            .is_some_and(|before| before.next_seq >= head.next_seq)
        {
            return Err(LedgerError::RuledFurther(head.log.clone()));
        }
        rulings.insert(head.log.clone(), head.clone());
        Ok(())
    }

    pub(super) fn name(&mut self, heads: &[LogHead]) -> Result<(), LedgerError> {
        if let Some(head) = heads.iter().find(|h| !self.enrolled.contains_key(&h.log)) {
            return Err(LedgerError::NotEnrolled(head.log.clone()));
        }
        let follows = |last: &LogHead| heads.first().is_some_and(|first| last.log < first.log);
        if !self.named.last().is_none_or(follows) {
            return Err(LedgerError::Step("the list of certified logs".to_owned()));
        }
        self.named.extend_from_slice(heads);
        Ok(())
    }

    /// What was named holds for the decision right after.
    pub(super) fn forget_named(&mut self) {
        self.named.clear();
    }

    /// The logs that were named, if they are the ones that a certification speaks of.
    pub(super) fn take_named(
        &mut self,
        logs: u64,
        sha256: &[u8; 32],
    ) -> Result<BTreeMap<LogName, LogHead>, LedgerError> {
        let named = std::mem::take(&mut self.named);
        if named.len() as u64 != logs || heads_digest(&named) != *sha256 {
            return Err(LedgerError::OtherLogs);
        }
        Ok(named.into_iter().map(|head| (head.log.clone(), head)).collect())
    }
}
