//! `central certify`: two officials declare the results final.
//!
//! Certified are totals, by their digest: the recount that both officials' sign-ins begin with must give the same
//! one. What could still change them must be over first: the election is closed, every incarnation has closed its
//! polls or is revoked, everything is counted, every provisional ballot is decided.

use std::time::Duration;

use data_encoding::HEXLOWER;
use pollstream_protocol::decision::{Statement, Subject};
use serde::Serialize;

use super::AdminError;
use super::close::{count_opened, status_event};
use super::office::{Office, append, checked_text, is_decider, may_decide, not_certified, statement};
use super::official::SignedIn;
use super::provisional::open_all;
use crate::check::Outcome;
use crate::store::decision::{self, ProposalRow};
use crate::store::election::ElectionStatus;
use crate::store::outbox;
use crate::store::revision::advance_status;

/// Under what the proposal to certify is kept.
pub const CERTIFICATION: &str = "certification";
/// What is under way gets this long to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
/// Open incarnations that are named.
const SHOWN: i64 = 20;

/// Something that stands between the results and their certification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hurdle {
    /// What, and what to do.
    pub what: String,
    /// Whether officials may certify despite it, with a reason.
    pub despite: bool,
}

/// How a call of [`Office::certify`] ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certified {
    /// Proposed; another official must confirm.
    Proposed(ProposalRow),
    /// Certified by this decision.
    Done(u64),
}

fn hurdle(what: impl Into<String>) -> Hurdle {
    Hurdle {
        what: what.into(),
        despite: false,
    }
}

/// The hurdles that a reason does not overcome; all of them when there is none.
fn standing(hurdles: Vec<Hurdle>, despite: bool) -> Vec<String> {
    (hurdles.into_iter().filter(|h| !(despite && h.despite)))
        .map(|h| h.what)
        .collect()
}

impl Office {
    /// What stands in the way of certification. Runs the check and the recount.
    pub async fn certification_hurdles(&self) -> Result<Vec<Hurdle>, AdminError> {
        Ok(self.judge().await?.0)
    }

    /// Proposes certification, or confirms what another official has proposed. `despite` says why, if
    /// provisional cases are still undecided; the confirming official leaves it out.
    pub async fn certify(
        &self,
        by: &SignedIn,
        despite: Option<&str>,
        reason: &str,
    ) -> Result<Certified, AdminError> {
        by.may_decide()?;
        let proposed = {
            let mut connection = self.store.pool().acquire().await?;
            not_certified(&mut connection).await?;
            decision::proposed(&mut connection, CERTIFICATION).await?
        };
        match proposed {
            None => self.propose(by, despite, reason).await.map(Certified::Proposed),
            Some((_, first)) if first.official == by.id => Err(AdminError::SameOfficial(by.id.clone())),
            Some((statement, _)) => self.confirm(by, &statement).await.map(Certified::Done),
        }
    }

    /// Drops the proposal to certify.
    pub async fn decline_certification(&self, by: &SignedIn) -> Result<(), AdminError> {
        self.decline(by, CERTIFICATION).await
    }

    async fn propose(
        &self,
        by: &SignedIn,
        despite: Option<&str>,
        reason: &str,
    ) -> Result<ProposalRow, AdminError> {
        let despite = despite.map(|text| checked_text("despite", text)).transpose()?;
        if despite.is_some() {
            self.open_the_rest().await?;
        }
        let (hurdles, results) = self.judge().await?;
        let standing = standing(hurdles, despite.is_some());
        let (true, Some(results)) = (standing.is_empty(), results) else {
            return Err(AdminError::Hurdles(standing));
        };
        let subject = Subject::ElectionCertified {
            results,
            despite: despite.unwrap_or_default(),
        };
        let election = self.store.election().await?.definition.definition.id;
        let statement = statement(&election, reason, subject)?;
        let mut transaction = self.store.pool().begin().await?;
        may_decide(&mut transaction, by).await?;
        if !decision::propose(
            &mut transaction,
            CERTIFICATION,
            &statement,
            &by.approve(&statement),
        )
        .await?
        {
            return Err(AdminError::AlreadyProposed(CERTIFICATION.to_owned()));
        }
        transaction.commit().await?;
        self.proposal(statement.id).await
    }

    async fn confirm(&self, by: &SignedIn, seen: &Statement) -> Result<u64, AdminError> {
        let Subject::ElectionCertified { results, despite } = &seen.subject else {
            return Err(AdminError::NothingProposed(CERTIFICATION.to_owned()));
        };
        let (hurdles, now) = self.judge().await?;
        let standing = standing(hurdles, !despite.is_empty());
        if !standing.is_empty() {
            return Err(AdminError::Hurdles(standing));
        }
        if now != Some(*results) {
            return Err(AdminError::ResultsChanged);
        }
        let desk = self.desk().await?;
        let mut transaction = self.store.pool().begin().await?;
        if !advance_status(
            &mut transaction,
            ElectionStatus::Closed,
            ElectionStatus::Certified,
        )
        .await?
        {
            return Err(AdminError::Certified);
        }
        may_decide(&mut transaction, by).await?;
        let proposed = decision::proposed(&mut transaction, CERTIFICATION).await?;
        let Some((statement, first)) = proposed.filter(|(statement, _)| statement == seen) else {
            return Err(AdminError::NothingProposed(CERTIFICATION.to_owned()));
        };
        is_decider(&mut transaction, &first.official).await?;
        let approvals = vec![first, by.approve(&statement)];
        let number = append(&mut transaction, &desk.authority, statement, approvals).await?;
        decision::drop_proposal(&mut transaction, CERTIFICATION).await?;
        let event = status_event(&desk, ElectionStatus::Certified)?;
        outbox::add(&mut transaction, &[event]).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(number)
    }

    /// Opens released ballots that waited for others: with undecided cases left behind, none will join them.
    async fn open_the_rest(&self) -> Result<(), AdminError> {
        let desk = self.desk().await?;
        let mut transaction = self.store.pool().begin().await?;
        if not_certified(&mut transaction).await? != ElectionStatus::Closed {
            return Ok(());
        }
        let opened = open_all(&mut transaction, &desk).await?;
        count_opened(&mut transaction, &desk, opened, Vec::new()).await?;
        transaction.commit().await?;
        self.announce().await
    }

    /// The hurdles, and the digest of the recounted results if a recount was possible.
    async fn judge(&self) -> Result<(Vec<Hurdle>, Option<[u8; 32]>), AdminError> {
        let mut hurdles = Vec::new();
        if self.store.election_status().await? == ElectionStatus::Open {
            return Ok((vec![hurdle("the election is not closed: central close")], None));
        }
        for incarnation in self.store.open_incarnations(SHOWN).await? {
            hurdles.push(hurdle(format!(
                "station {incarnation} has not closed its polls: wait for it, or central revoke"
            )));
        }
        let undecided = self.store.undecided_cases().await?;
        if undecided > 0 {
            hurdles.push(Hurdle {
                what: format!("{undecided} provisional ballot(s) are not decided: central provisional list"),
                despite: true,
            });
        }
        let report = crate::check::check(&self.store, PATIENCE).await?;
        for check in report.checks.iter().filter(|c| c.outcome == Outcome::Failed) {
            let example = check.examples.first().map_or("", String::as_str);
            hurdles.push(hurdle(format!(
                "central check: {} failed {} time(s): {example}",
                check.name, check.count
            )));
        }
        if self.keys.counting.is_none() {
            let what = "the counting key is not here: certify where it is, a recount needs it";
            hurdles.push(hurdle(what));
            return Ok((hurdles, None));
        }
        let recount = self.recount().await?;
        hurdles.extend(
            recount
                .differences
                .iter()
                .map(|d| hurdle(format!("recount: {d}"))),
        );
        let digest = HEXLOWER.decode(recount.results_sha256.as_bytes()).ok();
        Ok((hurdles, digest.and_then(|bytes| bytes.try_into().ok())))
    }

    async fn recount(&self) -> Result<crate::recount::RecountReport, AdminError> {
        let kafka = self.settings.kafka.clone();
        let keys = self.keys.clone();
        let recounted = tokio::task::spawn_blocking(move || {
            let Some(key) = keys.counting.clone() else {
                return Err(crate::recount::RecountError::WrongCountingKey);
            };
            crate::recount::recount(&kafka, &keys.authority.verifying_key(), key, |_| ())
        })
        .await;
        // It ends early only if it panics, and that is not to be hidden.
        Ok(recounted.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_overcomes_undecided_cases_and_nothing_else() {
        let hurdles = || {
            vec![
                hurdle("the recount differs"),
                Hurdle {
                    what: "2 cases".to_owned(),
                    despite: true,
                },
            ]
        };
        assert_eq!(standing(hurdles(), false), ["the recount differs", "2 cases"]);
        assert_eq!(standing(hurdles(), true), ["the recount differs"]);
    }
}
