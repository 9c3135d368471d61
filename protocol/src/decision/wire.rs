//! Subjects of decisions on the wire.

use super::{LogHead, Newcomer, Revision, Role, Ruling, Subject};
use crate::ids::{CaseId, CaseKey, Incarnation, LogName, VoterId};
use crate::limits::{MAX_APPOINTED, MAX_LINE_CHARS, MAX_LOG_HEADS, MAX_MIXED_CASES, MAX_TEXT_CHARS};
use crate::signed::verifying_key;
use crate::voter::{Accreditation, id, uuid};
use crate::wire::{WireError, array, line, number, text, v1};

type Wire = v1::statement::Subject;

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

fn newcomer_to_wire(newcomer: &Newcomer) -> v1::OfficialAdded {
    v1::OfficialAdded {
        official: newcomer.official.to_string(),
        name: newcomer.name.clone(),
        role: match newcomer.role {
            Role::CentralOfficial => v1::Role::CentralOfficial as i32,
            Role::Auditor => v1::Role::Auditor as i32,
        },
        public_key: newcomer.public_key.as_bytes().to_vec(),
    }
}

fn newcomer_from_wire(m: v1::OfficialAdded) -> Result<Newcomer, WireError> {
    Ok(Newcomer {
        official: id("official", m.official)?,
        name: line("name", m.name, MAX_LINE_CHARS)?,
        role: match v1::Role::try_from(m.role) {
            Ok(v1::Role::CentralOfficial) => Role::CentralOfficial,
            Ok(v1::Role::Auditor) => Role::Auditor,
            _ => return Err(WireError::field("role", "not known")),
        },
        public_key: verifying_key(&m.public_key)?,
    })
}

fn case_to_wire(key: &CaseKey) -> v1::CaseName {
    v1::CaseName {
        station: key.log.station.to_string(),
        incarnation: key.log.incarnation.0,
        case_id: key.case.0.as_bytes().to_vec(),
    }
}

fn case_from_wire(case: v1::CaseName) -> Result<CaseKey, WireError> {
    Ok(CaseKey {
        log: LogName {
            station: id("station", case.station)?,
            incarnation: Incarnation(case.incarnation),
        },
        case: CaseId(uuid("case_id", &case.case_id)?),
    })
}

pub(super) fn head_to_wire(head: &LogHead) -> v1::LogHead {
    v1::LogHead {
        station: head.log.station.to_string(),
        incarnation: head.log.incarnation.0,
        next_seq: head.next_seq,
        hash: head.hash.to_vec(),
    }
}

fn head_from_wire(head: v1::LogHead) -> Result<LogHead, WireError> {
    Ok(LogHead {
        log: LogName {
            station: id("station", head.station)?,
            incarnation: Incarnation(head.incarnation),
        },
        next_seq: number("next_seq", head.next_seq)?,
        hash: array("hash", &head.hash)?,
    })
}

fn heads_to_wire(heads: &[LogHead]) -> Vec<v1::LogHead> {
    heads.iter().map(head_to_wire).collect()
}

fn heads_from_wire(heads: Vec<v1::LogHead>) -> Result<Vec<LogHead>, WireError> {
    let heads = bounded("heads", heads, MAX_LOG_HEADS, head_from_wire)?;
    if !heads.is_sorted_by(|a, b| a.log < b.log) {
        return Err(WireError::field("heads", "not sorted, or one stands twice"));
    }
    Ok(heads)
}

fn bounded<T, U>(
    what: &'static str,
    items: Vec<T>,
    most: usize,
    read: impl Fn(T) -> Result<U, WireError>,
) -> Result<Vec<U>, WireError> {
    if items.is_empty() || items.len() > most {
        return Err(WireError::field(
            what,
            format!("{}; 1 to {most} are allowed", items.len()),
        ));
    }
    items.into_iter().map(read).collect()
}

fn ruling_to_wire(ruling: Ruling) -> v1::Ruling {
    match ruling {
        Ruling::AcceptUpTo => v1::Ruling::AcceptUpTo,
        Ruling::ExcludeFrom => v1::Ruling::ExcludeFrom,
        Ruling::AcceptDiscrepancy => v1::Ruling::AcceptDiscrepancy,
    }
}

fn ruling_from_wire(number: i32) -> Result<Ruling, WireError> {
    match v1::Ruling::try_from(number) {
        Ok(v1::Ruling::AcceptUpTo) => Ok(Ruling::AcceptUpTo),
        Ok(v1::Ruling::ExcludeFrom) => Ok(Ruling::ExcludeFrom),
        Ok(v1::Ruling::AcceptDiscrepancy) => Ok(Ruling::AcceptDiscrepancy),
        _ => Err(WireError::field("ruling", "not known")),
    }
}

pub(super) fn to_wire(subject: &Subject) -> Wire {
    match subject {
        Subject::OfficialsAppointed { officials } => Wire::OfficialsAppointed(v1::OfficialsAppointed {
            officials: officials.iter().map(newcomer_to_wire).collect(),
        }),
        Subject::OfficialAdded(newcomer) => Wire::OfficialAdded(newcomer_to_wire(newcomer)),
        Subject::OfficialChanged(newcomer) => Wire::OfficialChanged(newcomer_to_wire(newcomer)),
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
        Subject::DefinitionRevised { revision } => Wire::DefinitionRevised(revision_to_wire(*revision)),
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
            release: *release,
            case: Some(case_to_wire(case)),
        }),
        Subject::BallotsMixed { cases } => Wire::BallotsMixed(v1::BallotsMixed {
            cases: cases.iter().map(case_to_wire).collect(),
        }),
        Subject::IncidentResolved { incident } => {
            Wire::IncidentResolved(v1::IncidentResolved { incident: *incident })
        }
        Subject::QuarantineResolved { sha256 } => Wire::QuarantineResolved(v1::QuarantineResolved {
            sha256: sha256.to_vec(),
        }),
        Subject::StationEnrolled { log, public_key } => Wire::StationEnrolled(v1::StationEnrolled {
            station: log.station.to_string(),
            incarnation: log.incarnation.0,
            public_key: public_key.as_bytes().to_vec(),
        }),
        Subject::StationRevoked { heads } => Wire::StationRevoked(v1::StationsRevoked {
            heads: heads_to_wire(heads),
        }),
        Subject::RollImported { sha256, rows, added } => Wire::RollImported(v1::RollImported {
            sha256: sha256.to_vec(),
            rows: *rows,
            added: *added,
        }),
        Subject::LogRuled { head, ruling } => Wire::LogRuled(v1::LogRuled {
            head: Some(head_to_wire(head)),
            ruling: ruling_to_wire(*ruling) as i32,
        }),
        Subject::LogsNamed { heads } => Wire::LogsNamed(v1::LogsNamed {
            heads: heads_to_wire(heads),
        }),
        Subject::ElectionClosed => Wire::ElectionClosed(v1::ElectionClosed {}),
        Subject::ElectionCertified {
            results,
            logs,
            logs_sha256,
            supersedes,
            despite,
        } => Wire::ElectionCertified(v1::ElectionCertified {
            results_sha256: results.to_vec(),
            despite: despite.clone(),
            logs: *logs,
            logs_sha256: logs_sha256.to_vec(),
            supersedes: *supersedes,
        }),
        Subject::CertificationSuperseded { certification } => {
            Wire::CertificationSuperseded(v1::CertificationSuperseded {
                certification: *certification,
            })
        }
    }
}

pub(super) fn from_wire(subject: Wire) -> Result<Subject, WireError> {
    Ok(match subject {
        Wire::OfficialsAppointed(m) => Subject::OfficialsAppointed {
            officials: bounded("officials", m.officials, MAX_APPOINTED, newcomer_from_wire)?,
        },
        Wire::OfficialAdded(m) => Subject::OfficialAdded(newcomer_from_wire(m)?),
        Wire::OfficialChanged(m) => Subject::OfficialChanged(newcomer_from_wire(m)?),
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
            case: case_from_wire(m.case.ok_or_else(|| WireError::field("case", "is missing"))?)?,
            release: m.release,
        },
        Wire::BallotsMixed(m) => Subject::BallotsMixed {
            cases: mixed_cases(m.cases)?,
        },
        Wire::IncidentResolved(m) => Subject::IncidentResolved {
            incident: number("incident", m.incident)?,
        },
        Wire::QuarantineResolved(m) => Subject::QuarantineResolved {
            sha256: array("sha256", &m.sha256)?,
        },
        Wire::StationEnrolled(m) => Subject::StationEnrolled {
            log: LogName {
                station: id("station", m.station)?,
                incarnation: Incarnation(m.incarnation),
            },
            public_key: verifying_key(&m.public_key)?,
        },
        Wire::StationRevoked(m) => Subject::StationRevoked {
            heads: heads_from_wire(m.heads)?,
        },
        Wire::RollImported(m) => Subject::RollImported {
            sha256: array("sha256", &m.sha256)?,
            rows: number("rows", m.rows)?,
            added: number("added", m.added)?,
        },
        Wire::LogRuled(m) => Subject::LogRuled {
            head: head_from_wire(m.head.ok_or_else(|| WireError::field("head", "is missing"))?)?,
            ruling: ruling_from_wire(m.ruling)?,
        },
        Wire::LogsNamed(m) => Subject::LogsNamed {
            heads: heads_from_wire(m.heads)?,
        },
        Wire::ElectionClosed(v1::ElectionClosed {}) => Subject::ElectionClosed,
        Wire::ElectionCertified(m) => Subject::ElectionCertified {
            results: array("results_sha256", &m.results_sha256)?,
            logs: number("logs", m.logs)?,
            logs_sha256: array("logs_sha256", &m.logs_sha256)?,
            supersedes: m.supersedes.map(|n| number("supersedes", n)).transpose()?,
            despite: text("despite", m.despite, MAX_TEXT_CHARS)?,
        },
        Wire::CertificationSuperseded(m) => Subject::CertificationSuperseded {
            certification: number("certification", m.certification)?,
        },
    })
}

fn mixed_cases(cases: Vec<v1::CaseName>) -> Result<Vec<CaseKey>, WireError> {
    let cases = bounded("cases", cases, MAX_MIXED_CASES, case_from_wire)?;
    if !cases.is_sorted_by(|a, b| a < b) {
        return Err(WireError::field("cases", "not sorted, or one stands twice"));
    }
    Ok(cases)
}
