//! What a chain of decisions means: a pure fold, the same for central, its check and a recount without a
//! database. It believes no decision that breaks a rule, although the authority signed it.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;
use uuid::Uuid;

use crate::decision::{Decision, DecisionHash, Role, Subject, genesis};
use crate::ids::{CaseId, ElectionId, OfficialId};
use crate::signed::VerifyingKey;
use crate::tally::Tally;

/// Why a decision is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// Of another election.
    #[error("it belongs to election `{0}`")]
    OtherElection(ElectionId),
    /// Decisions before it are missing.
    #[error("it has number {found}, but {expected} is next: decisions are missing or out of order")]
    Gap {
        /// The number that is next.
        expected: u64,
        /// Its number.
        found: u64,
    },
    /// Another decision has its number, or it does not name the one before it.
    #[error("it does not continue the chain: the authority signed two decisions {0}")]
    Fork(u64),
    /// Its statement was decided before.
    #[error("its statement was decided before: approvals count once")]
    Repeated,
    /// Fewer officials than the rule asks for.
    #[error("{needed} different officials must approve it, {found} did")]
    Approvals {
        /// How many must.
        needed: usize,
        /// How many did.
        found: usize,
    },
    /// Nobody of that id is an official.
    #[error("`{0}` is not an official, or no longer one")]
    NotOfficial(OfficialId),
    /// An auditor decides nothing.
    #[error("`{0}` is an auditor, who decides nothing")]
    Auditor(OfficialId),
    /// The approval is not by the official's key.
    #[error("the approval of `{0}` is not signed by that official's key")]
    BadApproval(OfficialId),
    /// The official exists already.
    #[error("`{0}` is an official already")]
    OfficialExists(OfficialId),
    /// Nobody would be left to decide.
    #[error("`{0}` is the last official who can decide")]
    LastOfficial(OfficialId),
    /// The case was decided before.
    #[error("case {0} was decided before")]
    CaseDecided(CaseId),
    /// The case was not released, or its ballot was opened before.
    #[error("the ballot of case {0} was not released, or was opened before")]
    NotReleased(CaseId),
    /// The step is not allowed from where it stands.
    #[error("{0} cannot be decided so from where it stands")]
    Step(String),
    /// The election's state does not allow it.
    #[error("{0}")]
    Stage(&'static str),
}

/// What became of a decision that is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It is new.
    New,
    /// The chain has it already: topics repeat themselves.
    Again,
}

/// Where a decided case stands. A case that nobody decided is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseState {
    /// To be counted, once its ballot can be opened together with others.
    Released,
    /// Opened in a mixed batch.
    Mixed,
    /// Never to be counted.
    Rejected,
}

/// Ballots that were opened together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixedBatch {
    /// Number of the decision that says so.
    pub number: u64,
    /// Their cases.
    pub cases: Vec<CaseId>,
    /// Whether the election was closed: only then may a batch be small.
    pub after_close: bool,
}

#[derive(Debug, Clone)]
struct Official {
    role: Role,
    key: VerifyingKey,
    active: bool,
}

/// Everything that follows from the decisions so far.
#[derive(Debug, Clone)]
pub struct Ledger {
    election: ElectionId,
    genesis: DecisionHash,
    hashes: Vec<DecisionHash>,
    statements: HashSet<Uuid>,
    officials: BTreeMap<OfficialId, Official>,
    cases: HashMap<CaseId, CaseState>,
    mixed: Vec<MixedBatch>,
    version: u32,
    closed: bool,
    certified: Option<[u8; 32]>,
}

/// How many officials must approve a decision; the first official needs nobody.
fn approvals_needed(subject: &Subject, any_official: bool) -> usize {
    match subject {
        Subject::ProvisionalDecided { .. } | Subject::ElectionCertified { .. } => 2,
        Subject::OfficialAdded { .. } | Subject::OfficialDisabled { .. } => usize::from(any_official),
        Subject::PartyAdded { .. }
        | Subject::CandidateDecided { .. }
        | Subject::DefinitionRevised { .. }
        | Subject::RegistrationDecided { .. }
        | Subject::IncidentResolved { .. }
        | Subject::QuarantineResolved { .. } => 1,
        // What follows from a rule, and what intake's own closing command does.
        Subject::BallotsMixed { .. } | Subject::ElectionClosed => 0,
    }
}

impl Ledger {
    /// The ledger of an election before its first decision.
    pub fn new(election: ElectionId) -> Self {
        Ledger {
            genesis: genesis(&election),
            election,
            hashes: Vec::new(),
            statements: HashSet::new(),
            officials: BTreeMap::new(),
            cases: HashMap::new(),
            mixed: Vec::new(),
            version: 0,
            closed: false,
            certified: None,
        }
    }

    /// Decisions in the chain.
    pub fn len(&self) -> u64 {
        self.hashes.len() as u64
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether the election was closed.
    pub fn closed(&self) -> bool {
        self.closed
    }

    /// [`results_digest`] of what was certified.
    pub fn certified(&self) -> Option<[u8; 32]> {
        self.certified
    }

    /// Where a case stands; `None` when nobody decided it.
    pub fn case(&self, case: CaseId) -> Option<CaseState> {
        self.cases.get(&case).copied()
    }

    /// Cases that were decided.
    pub fn cases(&self) -> impl Iterator<Item = (CaseId, CaseState)> {
        self.cases.iter().map(|(case, state)| (*case, *state))
    }

    /// Mixed batches in the order in which they were opened.
    pub fn mixed(&self) -> &[MixedBatch] {
        &self.mixed
    }

    /// Version of the definition that the decisions led to; 0 when none changed it.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Takes the next decision of the topic. One that the chain holds changes nothing. One that continues the
    /// chain but breaks a rule keeps its number, so that what follows can still be judged, and has no effect.
    pub fn apply(&mut self, decision: &Decision) -> Result<Applied, LedgerError> {
        let statement = &decision.statement;
        if statement.election != self.election {
            return Err(LedgerError::OtherElection(statement.election.clone()));
        }
        let (next, hash) = (self.len(), decision.hash());
        if decision.number < next {
            let known = usize::try_from(decision.number)
                .ok()
                .and_then(|n| self.hashes.get(n));
            return if known == Some(&hash) {
                Ok(Applied::Again)
            } else {
                Err(LedgerError::Fork(decision.number))
            };
        }
        if decision.number > next {
            return Err(LedgerError::Gap {
                expected: next,
                found: decision.number,
            });
        }
        if decision.prev_hash != *self.hashes.last().unwrap_or(&self.genesis) {
            return Err(LedgerError::Fork(decision.number));
        }
        self.hashes.push(hash);
        if !self.statements.insert(statement.id) {
            return Err(LedgerError::Repeated);
        }
        self.check_approvals(decision)?;
        self.check_stage(&statement.subject)?;
        self.take(decision.number, &statement.subject)?;
        Ok(Applied::New)
    }

    fn active_deciders(&self) -> usize {
        let officials = self.officials.values();
        officials
            .filter(|o| o.active && o.role == Role::CentralOfficial)
            .count()
    }

    fn check_approvals(&self, decision: &Decision) -> Result<(), LedgerError> {
        let mut approved = HashSet::new();
        for approval in &decision.approvals {
            let id = &approval.official;
            let official = (self.officials.get(id).filter(|o| o.active))
                .ok_or_else(|| LedgerError::NotOfficial(id.clone()))?;
            if official.role != Role::CentralOfficial {
                return Err(LedgerError::Auditor(id.clone()));
            }
            approval
                .check(&decision.statement, &official.key)
                .map_err(|_| LedgerError::BadApproval(id.clone()))?;
            approved.insert(id);
        }
        let needed = approvals_needed(&decision.statement.subject, self.active_deciders() > 0);
        if approved.len() < needed {
            return Err(LedgerError::Approvals {
                needed,
                found: approved.len(),
            });
        }
        Ok(())
    }

    fn check_stage(&self, subject: &Subject) -> Result<(), LedgerError> {
        let after_certification = matches!(
            subject,
            Subject::OfficialAdded { .. }
                | Subject::OfficialDisabled { .. }
                | Subject::IncidentResolved { .. }
                | Subject::QuarantineResolved { .. }
        );
        match subject {
            _ if self.certified.is_some() && !after_certification => Err(LedgerError::Stage(
                "the results are certified: nothing that changes them is decided any more",
            )),
            Subject::ElectionClosed if self.closed => {
                Err(LedgerError::Stage("the election is closed already"))
            }
            Subject::ElectionCertified { .. } if !self.closed => Err(LedgerError::Stage(
                "the election is not closed: nothing can be certified",
            )),
            _ => Ok(()),
        }
    }

    fn take(&mut self, number: u64, subject: &Subject) -> Result<(), LedgerError> {
        match subject {
            Subject::OfficialAdded {
                official,
                role,
                public_key,
                ..
            } => {
                if self.officials.contains_key(official) {
                    return Err(LedgerError::OfficialExists(official.clone()));
                }
                let added = Official {
                    role: *role,
                    key: *public_key,
                    active: true,
                };
                self.officials.insert(official.clone(), added);
            }
            Subject::OfficialDisabled { official } => self.disable(official)?,
            Subject::PartyAdded { revision, .. }
            | Subject::CandidateDecided { revision, .. }
            | Subject::DefinitionRevised { revision } => self.revise(revision.version)?,
            Subject::ProvisionalDecided { case, release } => {
                if self.cases.contains_key(case) {
                    return Err(LedgerError::CaseDecided(*case));
                }
                let state = if *release {
                    CaseState::Released
                } else {
                    CaseState::Rejected
                };
                self.cases.insert(*case, state);
            }
            Subject::BallotsMixed { cases } => self.mix(number, cases)?,
            Subject::RegistrationDecided { .. }
            | Subject::IncidentResolved { .. }
            | Subject::QuarantineResolved { .. } => {}
            Subject::ElectionClosed => self.closed = true,
            Subject::ElectionCertified { results, .. } => self.certified = Some(*results),
        }
        Ok(())
    }

    fn disable(&mut self, official: &OfficialId) -> Result<(), LedgerError> {
        let deciders = self.active_deciders();
        let found = (self.officials.get_mut(official).filter(|o| o.active))
            .ok_or_else(|| LedgerError::NotOfficial(official.clone()))?;
        if found.role == Role::CentralOfficial && deciders < 2 {
            return Err(LedgerError::LastOfficial(official.clone()));
        }
        found.active = false;
        Ok(())
    }

    fn revise(&mut self, version: u32) -> Result<(), LedgerError> {
        if version <= self.version {
            return Err(LedgerError::Step(format!("version {version} of the definition")));
        }
        self.version = version;
        Ok(())
    }

    fn mix(&mut self, number: u64, cases: &[CaseId]) -> Result<(), LedgerError> {
        let waits = |case: &&CaseId| self.cases.get(case) != Some(&CaseState::Released);
        if let Some(case) = cases.iter().find(waits) {
            return Err(LedgerError::NotReleased(*case));
        }
        for case in cases {
            self.cases.insert(*case, CaseState::Mixed);
        }
        self.mixed.push(MixedBatch {
            number,
            cases: cases.to_vec(),
            after_close: self.closed,
        });
        Ok(())
    }
}

/// SHA-256 over the totals of every place and contest that has counted a ballot: what a certification certifies.
/// Two counts that agree have the same one.
pub fn results_digest(places: &BTreeMap<String, Tally>) -> [u8; 32] {
    #[derive(Serialize)]
    struct Line<'a> {
        place: &'a str,
        contest: &'a str,
        ballots: u64,
        undervotes: u64,
        overvotes: u64,
        votes: BTreeMap<&'a str, u64>,
    }
    let mut hasher = Sha256::new();
    hasher.update(b"pollstream/1 results\0");
    for (place, tally) in places {
        for (contest, t) in tally.contests.iter().filter(|(_, t)| t.ballots > 0) {
            let line = Line {
                place,
                contest: contest.as_str(),
                ballots: t.ballots,
                undervotes: t.undervotes,
                overvotes: t.overvotes,
                votes: (t.votes.iter().filter(|(_, n)| **n > 0))
                    .map(|(id, n)| (id.as_str(), *n))
                    .collect(),
            };
            // Text and numbers only: it cannot fail.
            hasher.update(serde_json::to_vec(&line).unwrap_or_default());
            hasher.update(b"\n");
        }
    }
    hasher.finalize().into()
}
