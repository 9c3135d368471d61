//! Who may decide.

use std::collections::BTreeMap;

use super::LedgerError;
use crate::decision::{Newcomer, Role};
use crate::ids::OfficialId;
use crate::limits::MIN_OFFICIALS;
use crate::signed::VerifyingKey;

#[derive(Debug, Clone)]
pub(super) struct Official {
    pub(super) role: Role,
    pub(super) key: VerifyingKey,
    pub(super) active: bool,
}

/// The officials so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Officials {
    by_id: BTreeMap<OfficialId, Official>,
    /// Every key that anybody ever had: one person is one official.
    keys: BTreeMap<[u8; 32], OfficialId>,
}

impl Officials {
    pub(super) fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub(super) fn active(&self, id: &OfficialId) -> Result<&Official, LedgerError> {
        (self.by_id.get(id).filter(|o| o.active)).ok_or_else(|| LedgerError::NotOfficial(id.clone()))
    }

    /// Officials who can decide.
    pub(super) fn deciders(&self) -> usize {
        let decides = |o: &&Official| o.active && o.role == Role::CentralOfficial;
        self.by_id.values().filter(decides).count()
    }

    /// The first officials, all at once: at least two of them decide.
    pub(super) fn appoint(&mut self, newcomers: &[Newcomer]) -> Result<(), LedgerError> {
        if !self.is_empty() {
            return Err(LedgerError::Appointed);
        }
        let mut appointed = Officials::default();
        for newcomer in newcomers {
            appointed.add(newcomer)?;
        }
        appointed.enough()?;
        *self = appointed;
        Ok(())
    }

    pub(super) fn add(&mut self, newcomer: &Newcomer) -> Result<(), LedgerError> {
        if self.by_id.contains_key(&newcomer.official) {
            return Err(LedgerError::OfficialExists(newcomer.official.clone()));
        }
        self.put(newcomer)
    }

    pub(super) fn change(&mut self, newcomer: &Newcomer) -> Result<(), LedgerError> {
        self.active(&newcomer.official)?;
        let before = self.clone();
        let changed = self.put(newcomer).and_then(|()| self.enough());
        if changed.is_err() {
            *self = before;
        }
        changed
    }

    pub(super) fn disable(&mut self, id: &OfficialId) -> Result<(), LedgerError> {
        let role = self.active(id)?.role;
        if role == Role::CentralOfficial && self.deciders() <= MIN_OFFICIALS {
            return Err(LedgerError::TooFewOfficials);
        }
        if let Some(official) = self.by_id.get_mut(id) {
            official.active = false;
        }
        Ok(())
    }

    fn put(&mut self, newcomer: &Newcomer) -> Result<(), LedgerError> {
        let key = newcomer.public_key.to_bytes();
        if let Some(other) = self.keys.get(&key).filter(|id| **id != newcomer.official) {
            return Err(LedgerError::KeyInUse(other.clone()));
        }
        self.keys.insert(key, newcomer.official.clone());
        let official = Official {
            role: newcomer.role,
            key: newcomer.public_key,
            active: true,
        };
        self.by_id.insert(newcomer.official.clone(), official);
        Ok(())
    }

    fn enough(&self) -> Result<(), LedgerError> {
        if self.deciders() < MIN_OFFICIALS {
            return Err(LedgerError::TooFewOfficials);
        }
        Ok(())
    }
}
