//! `central certify`: two officials declare the results final.
//!
//! Certified are the logs that were counted, each by its name and up to where, and the totals that they give, by their
//! digest. First everything is checked and recounted, which takes as long as it takes; then it is judged under the lock
//! under which it is signed: the logs and the totals must still be the recounted ones. What comes later changes no
//! certified number. Two officials may supersede a certification: then what came late is counted, and another one
//! names the one that it replaces.

use std::time::Duration;

use data_encoding::HEXLOWER;
use pollstream_protocol::decision::{LogHead, Statement, Subject, heads_digest};
use pollstream_protocol::limits::MAX_LOG_HEADS;
use serde::Serialize;
use sqlx::{Connection, PgConnection};

use super::AdminError;
use super::chain::{Chain, checked_text, statement};
use super::close::{count_opened, status_event};
use super::invitation::ByTwo;
use super::office::Office;
use super::official::SignedIn;
use super::provisional::open_all;
use crate::check::Outcome;
use crate::intake::transaction::Desk;
use crate::recount::RecountReport;
use crate::store::decision;
use crate::store::election::ElectionStatus;
use crate::store::revision::{advance_status, election_for_update};
use crate::store::{intake, outbox, provisional, results, station_log};

/// Under what the proposal to certify is kept.
pub const CERTIFICATION: &str = "certification";
/// Under what the proposal to supersede a certification is kept.
pub const SUPERSEDE: &str = "supersede";
/// What is under way gets this long to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// Something that stands between the results and their certification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hurdle {
    /// What, and what to do.
    pub what: String,
    /// Whether officials may certify despite it, with a reason.
    pub despite: bool,
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

/// What was checked and recounted before the lock was taken.
struct Findings {
    hurdles: Vec<Hurdle>,
    /// Absent if a recount was not possible.
    recount: Option<RecountReport>,
}

/// What would be certified now.
struct Certifiable {
    heads: Vec<LogHead>,
    results: [u8; 32],
}

impl Certifiable {
    fn subject(&self, supersedes: Option<u64>, despite: &str) -> Subject {
        Subject::ElectionCertified {
            results: self.results,
            logs: self.heads.len() as u64,
            logs_sha256: heads_digest(&self.heads),
            supersedes,
            despite: despite.to_owned(),
        }
    }
}

impl Office {
    /// What stands in the way of certification. Runs the check and the recount; changes nothing.
    pub async fn certification_hurdles(&self) -> Result<Vec<Hurdle>, AdminError> {
        let findings = self.look().await?;
        let mut transaction = self.store.pool().begin().await?;
        let status = election_for_update(&mut transaction).await?.status;
        let chain = self.chain(&mut transaction).await?;
        let (hurdles, _) = judge(&mut transaction, &chain, status, findings).await?;
        transaction.rollback().await?;
        Ok(hurdles)
    }

    /// Proposes certification, or confirms what another official has proposed. `despite` says why, if
    /// provisional cases are still undecided; the confirming official leaves it out.
    pub async fn certify(
        &self,
        by: &SignedIn,
        despite: Option<&str>,
        reason: &str,
    ) -> Result<ByTwo, AdminError> {
        by.may_decide()?;
        let despite = despite.map(|text| checked_text("despite", text)).transpose()?;
        if self.store.election_status().await? == ElectionStatus::Certified {
            return Err(AdminError::Certified);
        }
        let proposed = {
            let mut connection = self.store.pool().acquire().await?;
            decision::proposed(&mut connection, CERTIFICATION).await?
        };
        match proposed {
            None => self.propose(by, despite, reason).await,
            Some((_, first)) if first.official == by.id => Err(AdminError::SameOfficial(by.id.clone())),
            Some((statement, _)) => self.confirm(by, &statement).await,
        }
    }

    /// Drops the proposal to certify.
    pub async fn decline_certification(&self, by: &SignedIn) -> Result<(), AdminError> {
        self.decline(by, CERTIFICATION).await
    }

    async fn propose(
        &self,
        by: &SignedIn,
        despite: Option<String>,
        reason: &str,
    ) -> Result<ByTwo, AdminError> {
        let findings = self.look().await?;
        let desk = self.desk().await?;
        let mut transaction = self.store.pool().begin().await?;
        let status = election_for_update(&mut transaction).await?.status;
        let chain = self.chain(&mut transaction).await?;
        chain.may_decide(by)?;
        let (hurdles, certifiable) = judge(&mut transaction, &chain, status, findings).await?;
        let standing = standing(hurdles, despite.is_some());
        let (true, Some(mut certifiable)) = (standing.is_empty(), certifiable) else {
            return Err(AdminError::Hurdles(standing));
        };
        // What will be opened when it is certified is in the digest already, and stays sealed until then.
        let mut trial = transaction.begin().await?;
        open_the_rest(&mut trial, &mut chain.clone(), &desk).await?;
        certifiable.results = results::digest(&mut trial).await?;
        trial.rollback().await?;
        let despite = despite.unwrap_or_default();
        let subject = certifiable.subject(chain.ledger().superseded(), &despite);
        let statement = statement(&desk.definition.id, reason, subject)?;
        chain
            .propose(&mut transaction, by, CERTIFICATION, &statement)
            .await?;
        transaction.commit().await?;
        self.proposal(statement.id).await.map(ByTwo::Proposed)
    }

    async fn confirm(&self, by: &SignedIn, seen: &Statement) -> Result<ByTwo, AdminError> {
        let Subject::ElectionCertified { despite, .. } = &seen.subject else {
            return Err(AdminError::NothingProposed(CERTIFICATION.to_owned()));
        };
        let findings = self.look().await?;
        let desk = self.desk().await?;
        let mut transaction = self.store.pool().begin().await?;
        let status = election_for_update(&mut transaction).await?.status;
        let mut chain = self.chain(&mut transaction).await?;
        let (hurdles, certifiable) = judge(&mut transaction, &chain, status, findings).await?;
        let standing = standing(hurdles, !despite.is_empty());
        let (true, Some(mut certifiable)) = (standing.is_empty(), certifiable) else {
            return Err(AdminError::Hurdles(standing));
        };
        let (statement, approvals) = chain.confirm(&mut transaction, by, CERTIFICATION).await?;
        if statement != *seen {
            return Err(AdminError::NothingProposed(CERTIFICATION.to_owned()));
        }
        open_the_rest(&mut transaction, &mut chain, &desk).await?;
        certifiable.results = results::digest(&mut transaction).await?;
        if certifiable.subject(chain.ledger().superseded(), despite) != seen.subject {
            return Err(AdminError::ResultsChanged);
        }
        name_logs(&mut transaction, &mut chain, &desk, &certifiable.heads).await?;
        let number = chain.append(&mut transaction, statement, approvals).await?;
        advance_status(
            &mut transaction,
            ElectionStatus::Closed,
            ElectionStatus::Certified,
        )
        .await?;
        let event = status_event(&desk, ElectionStatus::Certified)?;
        outbox::add(&mut transaction, &[event]).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(ByTwo::Decided(number))
    }

    /// Proposes that the certification stands no more, or confirms it: then what came late is counted, and the results
    /// are certified anew.
    pub async fn supersede_certification(&self, by: &SignedIn, reason: &str) -> Result<ByTwo, AdminError> {
        let desk = self.desk().await?;
        let mut transaction = self.store.pool().begin().await?;
        election_for_update(&mut transaction).await?;
        let mut chain = self.chain(&mut transaction).await?;
        let certified = chain.ledger().certified().map(|c| c.number);
        let certification = certified.ok_or(AdminError::NotCertified)?;
        if decision::proposed(&mut transaction, SUPERSEDE).await?.is_none() {
            let subject = Subject::CertificationSuperseded { certification };
            let statement = statement(&desk.definition.id, reason, subject)?;
            chain.propose(&mut transaction, by, SUPERSEDE, &statement).await?;
            transaction.commit().await?;
            return self.proposal(statement.id).await.map(ByTwo::Proposed);
        }
        let (statement, approvals) = chain.confirm(&mut transaction, by, SUPERSEDE).await?;
        let number = chain.append(&mut transaction, statement, approvals).await?;
        advance_status(
            &mut transaction,
            ElectionStatus::Certified,
            ElectionStatus::Closed,
        )
        .await?;
        for log in station_log::logs_with_entries_set_aside(&mut transaction).await? {
            desk.reconsider(&mut transaction, &log).await?;
        }
        let event = status_event(&desk, ElectionStatus::Closed)?;
        outbox::add(&mut transaction, &[event]).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(ByTwo::Decided(number))
    }

    /// Drops the proposal to supersede the certification.
    pub async fn decline_superseding(&self, by: &SignedIn) -> Result<(), AdminError> {
        self.decline(by, SUPERSEDE).await
    }

    /// Checks and recounts: what takes its time, before anything is locked.
    async fn look(&self) -> Result<Findings, AdminError> {
        let mut hurdles = Vec::new();
        if self.store.election_status().await? == ElectionStatus::Open {
            hurdles.push(hurdle("the election is not closed: central close"));
            return Ok(Findings {
                hurdles,
                recount: None,
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
            return Ok(Findings {
                hurdles,
                recount: None,
            });
        }
        let recount = self.recount().await?;
        let differences = recount.differences.iter();
        hurdles.extend(differences.map(|d| hurdle(format!("recount: {d}"))));
        Ok(Findings {
            hurdles,
            recount: Some(recount),
        })
    }

    async fn recount(&self) -> Result<RecountReport, AdminError> {
        let kafka = self.settings.kafka.clone();
        let keys = self.keys.clone();
        let recounted = tokio::task::spawn_blocking(move || {
            let Some(key) = keys.counting.clone() else {
                return Err(crate::recount::RecountError::WrongCountingKey);
            };
            crate::recount::recount(&kafka, &keys.authority.verifying_key(), &key, |_| ())
        })
        .await;
        // It ends early only if it panics, and that is not to be hidden.
        Ok(recounted.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?)
    }
}

/// Everything that stands in the way, under the caller's locks, and what would be certified if nothing did.
async fn judge(
    connection: &mut PgConnection,
    chain: &Chain<'_>,
    status: ElectionStatus,
    findings: Findings,
) -> Result<(Vec<Hurdle>, Option<Certifiable>), AdminError> {
    let Findings { mut hurdles, recount } = findings;
    match status {
        ElectionStatus::Certified => return Err(AdminError::Certified),
        ElectionStatus::Open => return Ok((hurdles, None)),
        ElectionStatus::Closed => {}
    }
    let undecided = provisional::undecided(connection).await?;
    if undecided > 0 {
        hurdles.push(Hurdle {
            what: format!("{undecided} provisional ballot(s) are not decided: central provisional list"),
            despite: true,
        });
    }
    let ledger = chain.ledger();
    let mut heads = Vec::new();
    for standing in station_log::standings(connection, None).await? {
        let obstacles = standing.obstacles(ledger);
        hurdles.extend(obstacles.iter().map(|o| hurdle(format!("station {o}"))));
        let (log, next_seq) = (standing.head.log.clone(), standing.counted_end(ledger));
        let hash = if next_seq == standing.head.next_seq {
            standing.head.hash
        } else {
            let key = (log.station.clone(), log.incarnation);
            let hash = intake::hash_before(connection, &key, next_seq).await?;
            hash.ok_or_else(|| AdminError::NoSuchEntry(log.clone(), next_seq))?
        };
        heads.push(LogHead { log, next_seq, hash });
    }
    let Some(recount) = recount else {
        return Ok((hurdles, None));
    };
    let now = results::digest(connection).await?;
    if recount.logs != heads || recount.results_sha256 != HEXLOWER.encode(&now) {
        let what = "something came in or was decided while it was recounted: certify again";
        hurdles.push(hurdle(what));
    }
    Ok((hurdles, Some(Certifiable { heads, results: now })))
}

/// Opens released ballots that waited for others: with undecided cases left behind, none will join them.
async fn open_the_rest(
    connection: &mut PgConnection,
    chain: &mut Chain<'_>,
    desk: &Desk,
) -> Result<(), AdminError> {
    let opened = open_all(connection, chain, desk).await?;
    count_opened(connection, desk, opened).await?;
    Ok(())
}

/// Names the logs of the certification that follows.
async fn name_logs(
    connection: &mut PgConnection,
    chain: &mut Chain<'_>,
    desk: &Desk,
    heads: &[LogHead],
) -> Result<(), AdminError> {
    for heads in heads.chunks(MAX_LOG_HEADS) {
        let subject = Subject::LogsNamed {
            heads: heads.to_vec(),
        };
        let statement = statement(&desk.definition.id, "the logs that are certified", subject)?;
        chain.append(connection, statement, Vec::new()).await?;
    }
    Ok(())
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
