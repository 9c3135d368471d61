//! Decisions of officials as they travel: a statement that officials approve with their own keys, and its place
//! in the one chain that the authority signs. What a chain of them means is in [`crate::ledger`].

use jiff::Timestamp;
use prost::Message;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::ids::{CandidateId, CaseId, ElectionId, OfficialId, PartyId, StationId, VoterId};
use crate::limits::{MAX_APPROVALS, MAX_LINE_CHARS, MAX_MIXED_CASES, MAX_TEXT_CHARS};
use crate::signed::{
    Context, SignedError, SigningKey, VerifyingKey, check_signature, open, sign, signature, verifying_key,
};
use crate::voter::{Accreditation, id, timestamp, uuid};
use crate::wire::{WireError, array, decode_strict, line, number, text, v1};

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

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Somebody becomes an official.
    OfficialAdded {
        /// Who.
        official: OfficialId,
        /// Full name.
        name: String,
        /// What they may do.
        role: Role,
        /// The key with which they approve.
        public_key: VerifyingKey,
    },
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
        case: CaseId,
        /// Whether it is to be counted.
        release: bool,
    },
    /// Released ballots were opened together.
    BallotsMixed {
        /// Their cases in ascending order: it says nothing of the order in which they were decided.
        cases: Vec<CaseId>,
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
    /// The election was closed: what was sealed is opened.
    ElectionClosed,
    /// The results were certified.
    ElectionCertified {
        /// [`crate::ledger::results_digest`] of the certified totals.
        results: [u8; 32],
        /// Why, although cases were undecided; empty when none was.
        despite: String,
    },
}

impl Subject {
    /// A short stable name, as SQL and JSON have it.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::OfficialAdded { .. } => "official_added",
            Subject::OfficialDisabled { .. } => "official_disabled",
            Subject::PartyAdded { .. } => "party_added",
            Subject::CandidateDecided { .. } => "candidate_decided",
            Subject::DefinitionRevised { .. } => "definition_revised",
            Subject::RegistrationDecided { .. } => "registration_decided",
            Subject::ProvisionalDecided { .. } => "provisional_decided",
            Subject::BallotsMixed { .. } => "ballots_mixed",
            Subject::IncidentResolved { .. } => "incident_resolved",
            Subject::QuarantineResolved { .. } => "quarantine_resolved",
            Subject::ElectionClosed => "election_closed",
            Subject::ElectionCertified { .. } => "election_certified",
        }
    }

    /// What it is about, in a few words: an id and what became of it.
    pub fn about(&self) -> String {
        let verdict = |release: bool| if release { "release" } else { "reject" };
        match self {
            Subject::OfficialAdded { official, role, .. } => format!("{official} {}", role.as_str()),
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
            Subject::ProvisionalDecided { case, release } => format!("{case} {}", verdict(*release)),
            Subject::BallotsMixed { cases } => format!("{} ballots", cases.len()),
            Subject::IncidentResolved { incident } => format!("incident {incident}"),
            Subject::QuarantineResolved { sha256 } => data_encoding::HEXLOWER.encode(&sha256[..8]),
            Subject::ElectionClosed => String::new(),
            Subject::ElectionCertified { results, .. } => data_encoding::HEXLOWER.encode(&results[..8]),
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
            subject: Some(subject_to_wire(&self.subject)),
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
            subject: subject_from_wire(subject)?,
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

fn revision_to_wire(revision: Revision) -> v1::DefinitionRevision {
    v1::DefinitionRevision {
        version: revision.version,
        sha256: revision.sha256.to_vec(),
    }
}

fn revision_from_wire(revision: Option<v1::DefinitionRevision>) -> Result<Revision, WireError> {
    let revision = revision.ok_or_else(|| WireError::field("revision", "is missing"))?;
    Ok(Revision {
        version: revision.version,
        sha256: array("sha256", &revision.sha256)?,
    })
}

fn subject_to_wire(subject: &Subject) -> v1::statement::Subject {
    use v1::statement::Subject as Wire;
    match subject {
        Subject::OfficialAdded {
            official,
            name,
            role,
            public_key,
        } => Wire::OfficialAdded(v1::OfficialAdded {
            official: official.to_string(),
            name: name.clone(),
            role: match role {
                Role::CentralOfficial => v1::Role::CentralOfficial as i32,
                Role::Auditor => v1::Role::Auditor as i32,
            },
            public_key: public_key.as_bytes().to_vec(),
        }),
        Subject::OfficialDisabled { official } => Wire::OfficialDisabled(v1::OfficialDisabled {
            official: official.to_string(),
        }),
        Subject::PartyAdded { party, revision } => Wire::PartyAdded(v1::PartyAdded {
            party: party.to_string(),
            revision: Some(revision_to_wire(*revision)),
        }),
        Subject::CandidateDecided {
            candidate,
            accreditation,
            revision,
        } => Wire::CandidateDecided(v1::CandidateDecided {
            candidate: candidate.to_string(),
            accreditation: accreditation.to_wire(),
            revision: Some(revision_to_wire(*revision)),
        }),
        Subject::DefinitionRevised { revision } => Wire::DefinitionRevised(v1::DefinitionRevision {
            version: revision.version,
            sha256: revision.sha256.to_vec(),
        }),
        Subject::RegistrationDecided {
            voter,
            accreditation,
            polling_station,
        } => Wire::RegistrationDecided(v1::RegistrationDecided {
            voter_id: voter.0.as_bytes().to_vec(),
            accreditation: accreditation.to_wire(),
            polling_station: polling_station.to_string(),
        }),
        Subject::ProvisionalDecided { case, release } => Wire::ProvisionalDecided(v1::ProvisionalDecided {
            case_id: case.0.as_bytes().to_vec(),
            release: *release,
        }),
        Subject::BallotsMixed { cases } => Wire::BallotsMixed(v1::BallotsMixed {
            case_ids: cases.iter().map(|c| c.0.as_bytes().to_vec()).collect(),
        }),
        Subject::IncidentResolved { incident } => {
            Wire::IncidentResolved(v1::IncidentResolved { incident: *incident })
        }
        Subject::QuarantineResolved { sha256 } => Wire::QuarantineResolved(v1::QuarantineResolved {
            sha256: sha256.to_vec(),
        }),
        Subject::ElectionClosed => Wire::ElectionClosed(v1::ElectionClosed {}),
        Subject::ElectionCertified { results, despite } => Wire::ElectionCertified(v1::ElectionCertified {
            results_sha256: results.to_vec(),
            despite: despite.clone(),
        }),
    }
}

fn subject_from_wire(subject: v1::statement::Subject) -> Result<Subject, WireError> {
    use v1::statement::Subject as Wire;
    Ok(match subject {
        Wire::OfficialAdded(m) => Subject::OfficialAdded {
            official: id("official", m.official)?,
            name: line("name", m.name, MAX_LINE_CHARS)?,
            role: match v1::Role::try_from(m.role) {
                Ok(v1::Role::CentralOfficial) => Role::CentralOfficial,
                Ok(v1::Role::Auditor) => Role::Auditor,
                _ => return Err(WireError::field("role", "not known")),
            },
            public_key: verifying_key(&m.public_key)?,
        },
        Wire::OfficialDisabled(m) => Subject::OfficialDisabled {
            official: id("official", m.official)?,
        },
        Wire::PartyAdded(m) => Subject::PartyAdded {
            party: id("party", m.party)?,
            revision: revision_from_wire(m.revision)?,
        },
        Wire::CandidateDecided(m) => Subject::CandidateDecided {
            candidate: id("candidate", m.candidate)?,
            accreditation: Accreditation::from_wire(m.accreditation)?,
            revision: revision_from_wire(m.revision)?,
        },
        Wire::DefinitionRevised(m) => Subject::DefinitionRevised {
            revision: revision_from_wire(Some(m))?,
        },
        Wire::RegistrationDecided(m) => Subject::RegistrationDecided {
            voter: VoterId(uuid("voter_id", &m.voter_id)?),
            accreditation: Accreditation::from_wire(m.accreditation)?,
            polling_station: id("polling_station", m.polling_station)?,
        },
        Wire::ProvisionalDecided(m) => Subject::ProvisionalDecided {
            case: CaseId(uuid("case_id", &m.case_id)?),
            release: m.release,
        },
        Wire::BallotsMixed(m) => Subject::BallotsMixed {
            cases: mixed_cases(&m.case_ids)?,
        },
        Wire::IncidentResolved(m) => Subject::IncidentResolved {
            incident: number("incident", m.incident)?,
        },
        Wire::QuarantineResolved(m) => Subject::QuarantineResolved {
            sha256: array("sha256", &m.sha256)?,
        },
        Wire::ElectionClosed(v1::ElectionClosed {}) => Subject::ElectionClosed,
        Wire::ElectionCertified(m) => Subject::ElectionCertified {
            results: array("results_sha256", &m.results_sha256)?,
            despite: text("despite", m.despite, MAX_TEXT_CHARS)?,
        },
    })
}

fn mixed_cases(ids: &[Vec<u8>]) -> Result<Vec<CaseId>, WireError> {
    if ids.is_empty() || ids.len() > MAX_MIXED_CASES {
        return Err(WireError::field(
            "case_ids",
            format!("{}; 1 to {MAX_MIXED_CASES} are allowed", ids.len()),
        ));
    }
    let cases = (ids.iter())
        .map(|bytes| uuid("case_ids", bytes).map(CaseId))
        .collect::<Result<Vec<_>, _>>()?;
    if !cases.is_sorted_by(|a, b| a < b) {
        return Err(WireError::field("case_ids", "not sorted, or one stands twice"));
    }
    Ok(cases)
}
