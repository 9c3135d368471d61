//! Candidates and parties: submitted, accredited, rejected, withdrawn. Each decision is a row, an event on
//! `candidates` and a signed revision of the definition, which running stations take over at once.
//!
//! Who withdraws after ballots were cast keeps the votes: they are counted and shown beside the word
//! "withdrawn". A ballot is what a voter cast, and what a withdrawal means for the result the law says, not the
//! count. From the revision on nobody new can be given a mark for them; a station without a network learns of it
//! when it connects, so a few later ballots may still hold such marks, and they are counted too.

use jiff::Timestamp;
use pollstream_protocol::decision::{Revision, Subject};
use pollstream_protocol::definition::{SignedDefinition, revision_faults};
use pollstream_protocol::events::CandidateEvent;
use pollstream_protocol::ids::CandidateId;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::voter::Accreditation;

use super::AdminError;
use super::definition_file::{self, NewCandidate, NewParty};
use super::init::{DEFINITION_KEY, announce_candidate, candidate_events};
use super::office::Office;
use super::official::SignedIn;
use crate::store::election::ElectionStatus;
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::{candidate, revision};

/// A revision that was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revised {
    /// Version of the definition in force now.
    pub version: u32,
    /// Number of the decision.
    pub decision: u64,
    /// When it came into force.
    pub at: Timestamp,
}

impl Office {
    /// Submits a candidate, who is pending until officials decide.
    pub async fn submit_candidate(
        &self,
        by: &SignedIn,
        new: NewCandidate,
        reason: &str,
    ) -> Result<Revised, AdminError> {
        let id = new.id.clone();
        let edit = |old: &SignedDefinition| {
            if old.definition.candidate(&new.id).is_some() {
                return Err(AdminError::CandidateExists(new.id.clone()));
            }
            if old.definition.contest(&new.contest).is_none() {
                return Err(AdminError::UnknownContest(new.contest.clone()));
            }
            Ok(definition_file::add_candidate(&old.file()?, &new)?)
        };
        self.revise_by(by, reason, edit, |revision| Subject::CandidateDecided {
            candidate: id,
            accreditation: Accreditation::Pending,
            revision,
        })
        .await
    }

    /// Accredits, rejects or withdraws a candidate, if that may follow from where the candidate stands:
    /// [`Accreditation::next`].
    pub async fn decide_candidate(
        &self,
        by: &SignedIn,
        id: &CandidateId,
        to: Accreditation,
        reason: &str,
    ) -> Result<Revised, AdminError> {
        let edit = |old: &SignedDefinition| {
            let (_, known) =
                (old.definition.candidate(id)).ok_or_else(|| AdminError::UnknownCandidate(id.clone()))?;
            step(&format!("candidate `{id}`"), known.accreditation, to)?;
            Ok(definition_file::set_accreditation(&old.file()?, id, to)?)
        };
        self.revise_by(by, reason, edit, |revision| Subject::CandidateDecided {
            candidate: id.clone(),
            accreditation: to,
            revision,
        })
        .await
    }

    /// Adds a party.
    pub async fn add_party(&self, by: &SignedIn, new: NewParty, reason: &str) -> Result<Revised, AdminError> {
        let id = new.id.clone();
        let edit = |old: &SignedDefinition| {
            if old.definition.party(&new.id).is_some() {
                return Err(AdminError::PartyExists(new.id.clone()));
            }
            Ok(definition_file::add_party(&old.file()?, &new)?)
        };
        self.revise_by(by, reason, edit, |revision| Subject::PartyAdded {
            party: id,
            revision,
        })
        .await
    }

    /// Replaces the definition by a whole file that may follow it.
    pub async fn revise(&self, by: &SignedIn, toml: &str, reason: &str) -> Result<Revised, AdminError> {
        let edit = |old: &SignedDefinition| {
            if old.file()? == toml {
                return Err(AdminError::NothingToRevise);
            }
            Ok(toml.to_owned())
        };
        self.revise_by(by, reason, edit, |revision| Subject::DefinitionRevised {
            revision,
        })
        .await
    }

    /// One revision: the file edited, signed, checked against the one before it, written and announced.
    async fn revise_by(
        &self,
        by: &SignedIn,
        reason: &str,
        edit: impl FnOnce(&SignedDefinition) -> Result<String, AdminError>,
        subject: impl FnOnce(Revision) -> Subject,
    ) -> Result<Revised, AdminError> {
        let mut transaction = self.store.pool().begin().await?;
        let election = revision::election_for_update(&mut transaction).await?;
        if election.status == ElectionStatus::Certified {
            return Err(AdminError::Certified);
        }
        let old = election.definition;
        let new = SignedDefinition::sign(old.version + 1, &edit(&old)?, old.keys(), &self.keys.authority)?;
        let faults = revision_faults(&old, &new);
        if !faults.is_empty() {
            return Err(AdminError::Revision(faults));
        }
        revision::replace(&mut transaction, &old.definition, &new).await?;
        let subject = subject(Revision {
            version: new.version,
            sha256: new.fingerprint(),
        });
        let decided = match &subject {
            Subject::CandidateDecided { candidate, .. } => Some(candidate.clone()),
            _ => None,
        };
        let election = &new.definition.id;
        let decision = self
            .decide(&mut transaction, by, election, reason, subject)
            .await?;
        if let Some(id) = decided {
            candidate::note_decision(&mut transaction, &id, decision).await?;
        }
        outbox::add(&mut transaction, &announcements(&old, &new)?).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(Revised {
            version: new.version,
            decision,
            at: Timestamp::now(),
        })
    }
}

/// Refuses a step that accreditation does not have.
pub(super) fn step(what: &str, from: Accreditation, to: Accreditation) -> Result<(), AdminError> {
    if from.next().contains(&to) {
        return Ok(());
    }
    Err(AdminError::Step {
        what: what.to_owned(),
        from,
        to,
    })
}

/// The revision, and every candidate who differs in it.
fn announcements(old: &SignedDefinition, new: &SignedDefinition) -> Result<Vec<Outgoing>, AdminError> {
    let mut outgoing = vec![Outgoing {
        shard: NO_SHARD,
        topic: Topic::Definition,
        key: DEFINITION_KEY.to_owned(),
        payload: Some(new.as_bytes().to_vec()),
    }];
    let before = candidate_events(old);
    let same = |event: &CandidateEvent, other: &CandidateEvent| {
        let version = event.version;
        CandidateEvent {
            version,
            ..other.clone()
        } == *event
    };
    for event in candidate_events(new) {
        if !before.iter().any(|other| same(&event, other)) {
            outgoing.push(announce_candidate(&event)?);
        }
    }
    Ok(outgoing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accreditation_goes_forward_and_an_appeal_is_heard() {
        use Accreditation::{Accredited, Pending, Rejected, Withdrawn};
        let allowed = [
            (Pending, Accredited),
            (Pending, Rejected),
            (Pending, Withdrawn),
            (Accredited, Withdrawn),
            (Rejected, Accredited),
        ];
        for from in [Pending, Accredited, Rejected, Withdrawn] {
            for to in [Pending, Accredited, Rejected, Withdrawn] {
                assert_eq!(
                    step("x", from, to).is_ok(),
                    allowed.contains(&(from, to)),
                    "{from:?} → {to:?}"
                );
            }
        }
    }
}
