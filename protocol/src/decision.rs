//! Decisions of officials as they travel: a statement that officials approve with their own keys, and its place
//! in the one chain that the authority signs. What a chain of them means is in [`crate::ledger`].

mod wire;

use jiff::Timestamp;
use prost::Message;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chain::EntryHash;
use crate::ids::{CandidateId, CaseKey, ElectionId, LogName, OfficialId, PartyId, StationId, VoterId};
use crate::limits::{MAX_APPROVALS, MAX_TEXT_CHARS};
use crate::signed::{Context, SignedError, SigningKey, VerifyingKey, check_signature, open, sign, signature};
use crate::voter::{Accreditation, id, timestamp, uuid};
use crate::wire::{WireError, array, decode_strict, number, text, v1};

/// SHA-256 of a decision and, through the chain, of all before it.
pub type DecisionHash = [u8; 32];

/// What a person at central may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Decides.
    CentralOfficial,
    /// Sees everything that officials see, and decides nothing.
    Auditor,
}

impl Role {
    /// As it is written in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::CentralOfficial => "central_official",
            Role::Auditor => "auditor",
        }
    }

    /// The reverse of [`Role::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::CentralOfficial, Self::Auditor]
            .into_iter()
            .find(|r| r.as_str() == name)
    }
}

/// The revision of the definition that carries a decision out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// Its version.
    pub version: u32,
    /// SHA-256 of its signed bytes: [`crate::definition::SignedDefinition::fingerprint`].
    pub sha256: [u8; 32],
}

/// Somebody who becomes an official, or whose name, role or key becomes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// The id to sign in with.
    pub official: OfficialId,
    /// Full name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The key with which they approve: nobody else's, now or ever.
    pub public_key: VerifyingKey,
}

/// Where a log stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// The log.
    pub log: LogName,
    /// Number of the next entry: everything before it is meant.
    pub next_seq: u64,
    /// Hash of the entry before it.
    pub hash: EntryHash,
}

/// What officials make of a log that cannot be counted as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It counts up to here, whatever rules it breaks, and ends here.
    AcceptUpTo,
    /// It ends here: what follows never counts.
    ExcludeFrom,
    /// What is odd about it up to here was looked into and is accepted; it changes no count.
    AcceptDiscrepancy,
}

impl Ruling {
    /// As it is written in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Ruling::AcceptUpTo => "accept_up_to",
            Ruling::ExcludeFrom => "exclude_from",
            Ruling::AcceptDiscrepancy => "accept_discrepancy",
        }
    }
}

/// SHA-256 over the heads of logs: what a certification names them by.
pub fn heads_digest<'a>(heads: impl IntoIterator<Item = &'a LogHead>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"pollstream/1 log heads\0");
    for head in heads {
        hasher.update(wire::head_to_wire(head).encode_length_delimited_to_vec());
    }
    hasher.finalize().into()
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The first officials are appointed together, by whoever holds the authority's key.
    OfficialsAppointed {
        /// At least two of them decide.
        officials: Vec<Newcomer>,
    },
    /// Somebody becomes an official.
    OfficialAdded(Newcomer),
    /// An official gets another name, role or key.
    OfficialChanged(Newcomer),
    /// An official decides nothing more.
    OfficialDisabled {
        /// Who.
        official: OfficialId,
    },
    /// A party was added.
    PartyAdded {
        /// The party.
        party: PartyId,
        /// The revision with it.
        revision: Revision,
    },
    /// A candidate was submitted (pending), accredited, rejected or withdrawn.
    CandidateDecided {
        /// The candidate.
        candidate: CandidateId,
        /// Where the candidate stands now.
        accreditation: Accreditation,
        /// The revision that says so.
        revision: Revision,
    },
    /// The definition was revised in another way.
    DefinitionRevised {
        /// The revision.
        revision: Revision,
    },
    /// A registration was accredited or rejected.
    RegistrationDecided {
        /// The voter.
        voter: VoterId,
        /// Where the voter stands now.
        accreditation: Accreditation,
        /// The polling station whose roll lists the voter.
        polling_station: StationId,
    },
    /// A provisional ballot is to be counted, or never.
    ProvisionalDecided {
        /// The case.
        case: CaseKey,
        /// Whether it is to be counted.
        release: bool,
    },
    /// Released ballots were opened together.
    BallotsMixed {
        /// Their cases in ascending order: it says nothing of the order in which they were decided.
        cases: Vec<CaseKey>,
    },
    /// An incident was dealt with.
    IncidentResolved {
        /// Its number at central.
        incident: u64,
    },
    /// A refused message was dealt with.
    QuarantineResolved {
        /// SHA-256 of the message.
        sha256: [u8; 32],
    },
    /// A kiosk becomes a station.
    StationEnrolled {
        /// The log that it will write.
        log: LogName,
        /// The key that signs it.
        public_key: VerifyingKey,
    },
    /// Nothing new is accepted from a station.
    StationRevoked {
        /// Its logs and where they stood, in ascending order.
        heads: Vec<LogHead>,
    },
    /// Voters were added to the roll.
    RollImported {
        /// SHA-256 of the file.
        sha256: [u8; 32],
        /// Its rows.
        rows: u64,
        /// Voters who were not on the roll before.
        added: u64,
    },
    /// A log that could not be counted as it was.
    LogRuled {
        /// The log, and the place in it that the ruling speaks of.
        head: LogHead,
        /// What becomes of it.
        ruling: Ruling,
    },
    /// Logs that the certification right after certifies.
    LogsNamed {
        /// In ascending order, also over several decisions.
        heads: Vec<LogHead>,
    },
    /// The election was closed: what was sealed is opened.
    ElectionClosed,
    /// The results were certified.
    ElectionCertified {
        /// [`crate::ledger::results_digest`] of the certified totals.
        results: [u8; 32],
        /// How many logs were counted.
        logs: u64,
        /// [`heads_digest`] of them, as they were named right before.
        logs_sha256: [u8; 32],
        /// The certification that this one replaces.
        supersedes: Option<u64>,
        /// Why, although cases were undecided; empty when none was.
        despite: String,
    },
    /// A certification stands no more: what came late is counted, and another one is to follow.
    CertificationSuperseded {
        /// Its number.
        certification: u64,
    },
}

fn log_about(head: &LogHead) -> String {
    format!("{} up to entry {}", head.log, head.next_seq)
}

impl Subject {
    /// A short stable name, as SQL and JSON have it.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::OfficialsAppointed { .. } => "officials_appointed",
            Subject::OfficialAdded(_) => "official_added",
            Subject::OfficialChanged(_) => "official_changed",
            Subject::OfficialDisabled { .. } => "official_disabled",
            Subject::PartyAdded { .. } => "party_added",
            Subject::CandidateDecided { .. } => "candidate_decided",
            Subject::DefinitionRevised { .. } => "definition_revised",
            Subject::RegistrationDecided { .. } => "registration_decided",
            Subject::ProvisionalDecided { .. } => "provisional_decided",
            Subject::BallotsMixed { .. } => "ballots_mixed",
            Subject::IncidentResolved { .. } => "incident_resolved",
            Subject::QuarantineResolved { .. } => "quarantine_resolved",
            Subject::StationEnrolled { .. } => "station_enrolled",
            Subject::StationRevoked { .. } => "station_revoked",
            Subject::RollImported { .. } => "roll_imported",
            Subject::LogRuled { .. } => "log_ruled",
            Subject::LogsNamed { .. } => "logs_named",
            Subject::ElectionClosed => "election_closed",
            Subject::ElectionCertified { .. } => "election_certified",
            Subject::CertificationSuperseded { .. } => "certification_superseded",
        }
    }

    /// What it is about, in a few words: an id and what became of it.
    pub fn about(&self) -> String {
        let verdict = |release: bool| if release { "release" } else { "reject" };
        let official = |n: &Newcomer| format!("{} {}", n.official, n.role.as_str());
        match self {
            Subject::OfficialsAppointed { officials } => {
                officials.iter().map(official).collect::<Vec<_>>().join(", ")
            }
            Subject::OfficialAdded(newcomer) | Subject::OfficialChanged(newcomer) => official(newcomer),
            Subject::OfficialDisabled { official } => official.to_string(),
            Subject::PartyAdded { party, .. } => party.to_string(),
            Subject::CandidateDecided {
                candidate,
                accreditation,
                ..
            } => format!("{candidate} {}", accreditation.as_str()),
            Subject::DefinitionRevised { revision } => format!("version {}", revision.version),
            Subject::RegistrationDecided {
                voter, accreditation, ..
            } => format!("{voter} {}", accreditation.as_str()),
            Subject::ProvisionalDecided { case, release } => format!("{} {}", case.case, verdict(*release)),
            Subject::BallotsMixed { cases } => format!("{} ballots", cases.len()),
            Subject::IncidentResolved { incident } => format!("incident {incident}"),
            Subject::QuarantineResolved { sha256 } => data_encoding::HEXLOWER.encode(&sha256[..8]),
            Subject::StationEnrolled { log, .. } => log.to_string(),
            Subject::StationRevoked { heads } => heads.iter().map(log_about).collect::<Vec<_>>().join(", "),
            Subject::RollImported { rows, added, .. } => format!("{rows} rows, {added} voters added"),
            Subject::LogRuled { head, ruling } => {
                format!("{} {}", log_about(head), ruling.as_str().replace('_', " "))
            }
            Subject::LogsNamed { heads } => format!("{} logs", heads.len()),
            Subject::ElectionClosed => String::new(),
            Subject::ElectionCertified { results, .. } => data_encoding::HEXLOWER.encode(&results[..8]),
            Subject::CertificationSuperseded { certification } => format!("decision {certification}"),
        }
    }
}

/// What officials approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The election.
    pub election: ElectionId,
    /// Random: an approval counts for one decision and never again.
    pub id: Uuid,
    /// Why. Never says how anybody voted.
    pub reason: String,
    /// What.
    pub subject: Subject,
}

impl Statement {
    /// The bytes that officials sign.
    pub fn encode(&self) -> Vec<u8> {
        v1::Statement {
            election: self.election.to_string(),
            id: self.id.as_bytes().to_vec(),
            reason: self.reason.clone(),
            subject: Some(wire::to_wire(&self.subject)),
        }
        .encode_to_vec()
    }

    /// The reverse of [`Statement::encode`]; strict.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        let m: v1::Statement = decode_strict("statement", bytes)?;
        let subject = m
            .subject
            .ok_or_else(|| WireError::field("subject", "is missing"))?;
        Ok(Statement {
            election: id("election", m.election)?,
            id: uuid("id", &m.id)?,
            reason: text("reason", m.reason, MAX_TEXT_CHARS)?,
            subject: wire::from_wire(subject)?,
        })
    }

    /// An official's approval of it.
    pub fn approve(&self, official: OfficialId, key: &SigningKey) -> Approval {
        Approval {
            official,
            signature: signature(Context::Approval, &self.encode(), key),
        }
    }
}

/// An official's word for a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub official: OfficialId,
    /// Ed25519 over the statement.
    pub signature: [u8; 64],
}

impl Approval {
    /// Checks it against the official's key.
    pub fn check(&self, statement: &Statement, key: &VerifyingKey) -> Result<(), SignedError> {
        check_signature(Context::Approval, &statement.encode(), &self.signature, key)
    }
}

/// A decision in its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// From 0, without gaps.
    pub number: u64,
    /// Hash of the decision before it; [`genesis`] for the first.
    pub prev_hash: DecisionHash,
    /// When it was made.
    pub at: Timestamp,
    /// What was decided.
    pub statement: Statement,
    /// By whom.
    pub approvals: Vec<Approval>,
}

/// The hash before the first decision of an election.
pub fn genesis(election: &ElectionId) -> DecisionHash {
    Sha256::digest(format!("pollstream/1 decision genesis\0{election}")).into()
}

impl Decision {
    fn body(&self) -> Vec<u8> {
        v1::Decision {
            election: self.statement.election.to_string(),
            number: self.number,
            prev_hash: self.prev_hash.to_vec(),
            at: self.at.as_second(),
            statement: self.statement.encode(),
            approvals: (self.approvals.iter())
                .map(|a| v1::Approval {
                    official: a.official.to_string(),
                    signature: a.signature.to_vec(),
                })
                .collect(),
        }
        .encode_to_vec()
    }

    /// Its hash, which the next one names.
    pub fn hash(&self) -> DecisionHash {
        let mut hasher = Sha256::new();
        hasher.update(b"pollstream/1 decision\0");
        hasher.update(self.body());
        hasher.finalize().into()
    }

    /// Signs the decision.
    pub fn sign(&self, authority: &SigningKey) -> Vec<u8> {
        sign(Context::Decision, self.body(), authority)
    }

    /// Opens a decision that the authority must have signed. Approvals are not checked here: that needs the
    /// officials, see [`crate::ledger::Ledger::apply`].
    pub fn open(bytes: &[u8], authority: &VerifyingKey) -> Result<Self, SignedError> {
        let body = open(Context::Decision, bytes, authority)?;
        let m: v1::Decision = decode_strict("decision", &body)?;
        let statement = Statement::decode(&m.statement)?;
        let election: ElectionId = id("election", m.election)?;
        if election != statement.election {
            return Err(WireError::field("election", "its statement is of another election").into());
        }
        if m.approvals.len() > MAX_APPROVALS {
            return Err(WireError::field("approvals", format!("more than {MAX_APPROVALS}")).into());
        }
        let approvals = (m.approvals.into_iter())
            .map(|a| {
                Ok(Approval {
                    official: id("official", a.official)?,
                    signature: array("signature", &a.signature)?,
                })
            })
            .collect::<Result<_, WireError>>()?;
        Ok(Decision {
            number: number("number", m.number)?,
            prev_hash: array("prev_hash", &m.prev_hash)?,
            at: timestamp("at", m.at)?,
            statement,
            approvals,
        })
    }
}
