//! What a chain of decisions means: a pure fold, the same for central, its check and a recount without a
//! database. It believes no decision that breaks a rule, although the authority signed it.

mod logs;
mod officials;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;
use uuid::Uuid;

use crate::decision::{Decision, DecisionHash, LogHead, Role, Subject, genesis};
use crate::ids::{CaseKey, ElectionId, LogName, OfficialId};
use crate::limits::MIN_OFFICIALS;
use crate::signed::VerifyingKey;
use crate::tally::Tally;

pub use logs::Certification;
use logs::Logs;
use officials::Officials;

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
    /// Too few would be left to decide.
    #[error("at least {MIN_OFFICIALS} officials who decide must remain")]
    TooFewOfficials,
    /// There are officials.
    #[error("the first officials were appointed before; officials add others")]
    Appointed,
    /// Two officials with one key would be one person with two votes.
    #[error("that key is or was the one of `{0}`: everybody has a key of their own")]
    KeyInUse(OfficialId),
    /// A station's key was used before.
    #[error("the key of {0} was enrolled before: every station has a key of its own")]
    StationKeyInUse(LogName),
    /// No such log.
    #[error("{0} is not enrolled")]
    NotEnrolled(LogName),
    /// An earlier ruling reaches as far.
    #[error("an earlier ruling on {0} reaches as far or further: what counts stays counted")]
    RuledFurther(LogName),
    /// The certification is of other logs than those named right before it.
    #[error("the certification names other logs than the decisions right before it")]
    OtherLogs,
    /// The case was decided before.
    #[error("case {0} was decided before")]
    CaseDecided(CaseKey),
    /// The case was not released, or its ballot was opened before.
    #[error("the ballot of case {0} was not released, or was opened before")]
    NotReleased(CaseKey),
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
    pub cases: Vec<CaseKey>,
    /// Whether the election was closed: only then may a batch be small.
    pub after_close: bool,
}

/// Everything that follows from the decisions so far.
#[derive(Debug, Clone)]
pub struct Ledger {
    election: ElectionId,
    genesis: DecisionHash,
    hashes: Vec<DecisionHash>,
    statements: HashSet<Uuid>,
    officials: Officials,
    logs: Logs,
    cases: HashMap<CaseKey, CaseState>,
    mixed: Vec<MixedBatch>,
    version: u32,
    closed: bool,
    certified: Option<Certification>,
    superseded: Option<u64>,
}

/// How many officials must approve a decision. Before there are any, the holder of the authority's key prepares the
/// election alone.
fn approvals_needed(subject: &Subject, any_official: bool) -> usize {
    match subject {
        Subject::ProvisionalDecided { .. }
        | Subject::LogRuled { .. }
        | Subject::ElectionCertified { .. }
        | Subject::CertificationSuperseded { .. }
        | Subject::OfficialAdded(_)
        | Subject::OfficialChanged(_)
        | Subject::OfficialDisabled { .. } => 2,
        Subject::PartyAdded { .. }
        | Subject::CandidateDecided { .. }
        | Subject::DefinitionRevised { .. }
        | Subject::RegistrationDecided { .. }
        | Subject::IncidentResolved { .. }
        | Subject::QuarantineResolved { .. } => 1,
        Subject::StationEnrolled { .. }
        | Subject::StationRevoked { .. }
        | Subject::RollImported { .. }
        | Subject::ElectionClosed => usize::from(any_official),
        // What follows from a rule, and the first officials, whom nobody can approve.
        Subject::BallotsMixed { .. } | Subject::LogsNamed { .. } | Subject::OfficialsAppointed { .. } => 0,
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
            officials: Officials::default(),
            logs: Logs::default(),
            cases: HashMap::new(),
            mixed: Vec::new(),
            version: 0,
            closed: false,
            certified: None,
            superseded: None,
        }
    }

    /// Decisions in the chain.
    pub fn len(&self) -> u64 {
        self.hashes.len() as u64
    }

    /// Hash of the last decision, which the next one names.
    pub fn head(&self) -> DecisionHash {
        *self.hashes.last().unwrap_or(&self.genesis)
    }

    /// Hash of a decision of the chain.
    pub fn hash(&self, number: u64) -> Option<DecisionHash> {
        usize::try_from(number)
            .ok()
            .and_then(|n| self.hashes.get(n))
            .copied()
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether the election was closed.
    pub fn closed(&self) -> bool {
        self.closed
    }

    /// The certification that stands.
    pub fn certified(&self) -> Option<&Certification> {
        self.certified.as_ref()
    }

    /// The certification that was superseded last, while no other one stands.
    pub fn superseded(&self) -> Option<u64> {
        self.superseded
    }

    /// Whether anybody was appointed.
    pub fn any_official(&self) -> bool {
        !self.officials.is_empty()
    }

    /// Refuses whoever cannot decide: no official, a disabled one, an auditor.
    pub fn may_decide(&self, official: &OfficialId) -> Result<(), LedgerError> {
        match self.officials.active(official)?.role {
            Role::CentralOfficial => Ok(()),
            Role::Auditor => Err(LedgerError::Auditor(official.clone())),
        }
    }

    /// Whether somebody of that id is an official at the moment.
    pub fn is_official(&self, official: &OfficialId) -> bool {
        self.officials.active(official).is_ok()
    }

    /// Where two officials ruled that a log ends; everything before counts.
    pub fn ruled_end(&self, log: &LogName) -> Option<&LogHead> {
        self.logs.ends.get(log)
    }

    /// Up to where officials accepted what is odd about a log.
    pub fn accepted_discrepancy(&self, log: &LogName) -> Option<&LogHead> {
        self.logs.discrepancies.get(log)
    }

    /// The key under which a log was enrolled.
    pub fn enrolled(&self, log: &LogName) -> Option<&VerifyingKey> {
        self.logs.enrolled(log)
    }

    /// Where a log stood when it was revoked.
    pub fn revoked(&self, log: &LogName) -> Option<&LogHead> {
        self.logs.revoked.get(log)
    }

    /// Up to where a log is certified, while a certification stands: 0 for one that it does not name.
    pub fn certified_end(&self, log: &LogName) -> Option<u64> {
        let certification = self.certified.as_ref()?;
        Some(certification.logs.get(log).map_or(0, |head| head.next_seq))
    }

    /// Where a case stands; `None` when nobody decided it.
    pub fn case(&self, case: &CaseKey) -> Option<CaseState> {
        self.cases.get(case).copied()
    }

    /// Cases that were decided.
    pub fn cases(&self) -> impl Iterator<Item = (&CaseKey, CaseState)> {
        self.cases.iter().map(|(case, state)| (case, *state))
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
            return if self.hash(decision.number) == Some(hash) {
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
        if decision.prev_hash != self.head() {
            return Err(LedgerError::Fork(decision.number));
        }
        self.hashes.push(hash);
        if !self.statements.insert(statement.id) {
            return Err(LedgerError::Repeated);
        }
        let outcome = (self.check_approvals(decision))
            .and_then(|()| self.check_stage(&statement.subject))
            .and_then(|()| self.take(decision.number, &statement.subject));
        if outcome.is_err() || !matches!(statement.subject, Subject::LogsNamed { .. }) {
            self.logs.forget_named();
        }
        outcome.map(|()| Applied::New)
    }

    fn check_approvals(&self, decision: &Decision) -> Result<(), LedgerError> {
        let mut approved = HashSet::new();
        for approval in &decision.approvals {
            let id = &approval.official;
            self.may_decide(id)?;
            approval
                .check(&decision.statement, &self.officials.active(id)?.key)
                .map_err(|_| LedgerError::BadApproval(id.clone()))?;
            approved.insert(id);
        }
        let needed = approvals_needed(&decision.statement.subject, self.any_official());
        if approved.len() < needed {
            return Err(LedgerError::Approvals {
                needed,
                found: approved.len(),
            });
        }
        Ok(())
    }

    fn check_stage(&self, subject: &Subject) -> Result<(), LedgerError> {
        // What changes no total may be decided for ever.
        let after_certification = matches!(
            subject,
            Subject::OfficialAdded(_)
                | Subject::OfficialChanged(_)
                | Subject::OfficialDisabled { .. }
                | Subject::IncidentResolved { .. }
                | Subject::QuarantineResolved { .. }
                | Subject::StationRevoked { .. }
                | Subject::CertificationSuperseded { .. }
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
            Subject::ElectionCertified { supersedes, .. } if *supersedes != self.superseded => Err(
                LedgerError::Stage("it does not name the certification that it replaces"),
            ),
            Subject::CertificationSuperseded { certification }
                if self.certified.as_ref().map(|c| c.number) != Some(*certification) =>
            {
                Err(LedgerError::Stage("that certification does not stand"))
            }
            _ => Ok(()),
        }
    }

    fn take(&mut self, number: u64, subject: &Subject) -> Result<(), LedgerError> {
        match subject {
            Subject::OfficialsAppointed { officials } => self.officials.appoint(officials)?,
            Subject::OfficialAdded(newcomer) => self.officials.add(newcomer)?,
            Subject::OfficialChanged(newcomer) => self.officials.change(newcomer)?,
            Subject::OfficialDisabled { official } => self.officials.disable(official)?,
            Subject::PartyAdded { revision, .. }
            | Subject::CandidateDecided { revision, .. }
            | Subject::DefinitionRevised { revision } => self.revise(revision.version)?,
            Subject::ProvisionalDecided { case, release } => self.decide_case(case, *release)?,
            Subject::BallotsMixed { cases } => self.mix(number, cases)?,
            Subject::RegistrationDecided { .. }
            | Subject::IncidentResolved { .. }
            | Subject::QuarantineResolved { .. }
            | Subject::RollImported { .. } => {}
            Subject::StationEnrolled { log, public_key } => self.logs.enrol(log, public_key)?,
            Subject::StationRevoked { heads } => self.logs.revoke(heads)?,
            Subject::LogRuled { head, ruling } => self.logs.rule(head, *ruling)?,
            Subject::LogsNamed { heads } => self.logs.name(heads)?,
            Subject::ElectionClosed => self.closed = true,
            Subject::ElectionCertified {
                results,
                logs,
                logs_sha256,
                ..
            } => {
                self.certified = Some(Certification {
                    number,
                    results: *results,
                    logs: self.logs.take_named(*logs, logs_sha256)?,
                });
                self.superseded = None;
            }
            Subject::CertificationSuperseded { certification } => {
                self.certified = None;
                self.superseded = Some(*certification);
            }
        }
        Ok(())
    }

    fn decide_case(&mut self, case: &CaseKey, release: bool) -> Result<(), LedgerError> {
        if self.cases.contains_key(case) {
            return Err(LedgerError::CaseDecided(case.clone()));
        }
        let state = if release {
            CaseState::Released
        } else {
            CaseState::Rejected
        };
        self.cases.insert(case.clone(), state);
        Ok(())
    }

    fn revise(&mut self, version: u32) -> Result<(), LedgerError> {
        if version <= self.version {
            return Err(LedgerError::Step(format!("version {version} of the definition")));
        }
        self.version = version;
        Ok(())
    }

    fn mix(&mut self, number: u64, cases: &[CaseKey]) -> Result<(), LedgerError> {
        let waits = |case: &&CaseKey| self.cases.get(case) != Some(&CaseState::Released);
        if let Some(case) = cases.iter().find(waits) {
            return Err(LedgerError::NotReleased(case.clone()));
        }
        for case in cases {
            self.cases.insert(case.clone(), CaseState::Mixed);
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
