//! What officials make of a station's log that cannot be counted as it is: one proposes, another confirms.

use pollstream_count::certification::accepted_to;
use pollstream_protocol::decision::{LogHead, Ruling, Subject};
use pollstream_protocol::ids::LogName;
use sqlx::PgConnection;

use super::AdminError;
use super::chain::statement;
use super::office::{Office, not_certified};
use super::official::SignedIn;
use crate::store::decision::ProposalRow;
use crate::store::revision::election_for_update;
use crate::store::{intake, quarantine, station_log};

/// Under what a proposal about a station's log is kept.
pub fn about_log(log: &LogName) -> String {
    format!("log/{log}")
}

/// A confirmed ruling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// The decision's number.
    pub decision: u64,
    /// What was ruled.
    pub ruling: Ruling,
    /// Where in the log.
    pub head: LogHead,
    /// Entries that count because of it.
    pub counted: u64,
}

impl Office {
    /// Proposes what is to become of a log. `at` is the number of the first entry that the ruling does not reach: the
    /// end of what central has if not given.
    pub async fn propose_ruling(
        &self,
        by: &SignedIn,
        log: &LogName,
        ruling: Ruling,
        at: Option<u64>,
        reason: &str,
    ) -> Result<ProposalRow, AdminError> {
        let election = self.store.election().await?.definition.definition.id;
        let mut transaction = self.store.pool().begin().await?;
        not_certified(&mut transaction).await?;
        let chain = self.chain(&mut transaction).await?;
        let head = place_in(&mut transaction, log, at).await?;
        may_rule(&mut transaction, &head, ruling).await?;
        if chain
            .ledger()
            .ruled_end(log)
            .is_some_and(|end| end.next_seq >= head.next_seq)
            && ruling != Ruling::AcceptDiscrepancy
        {
            return Err(AdminError::RuledFurther(log.clone()));
        }
        let statement = statement(&election, reason, Subject::LogRuled { head, ruling })?;
        chain
            .propose(&mut transaction, by, &about_log(log), &statement)
            .await?;
        transaction.commit().await?;
        self.proposal(statement.id).await
    }

    /// Confirms what another official proposed for a log, and counts what counts because of it.
    pub async fn confirm_ruling(&self, by: &SignedIn, log: &LogName) -> Result<Ruled, AdminError> {
        let desk = self.desk().await?;
        let mut transaction = self.store.pool().begin().await?;
        // No intake takes this log further meanwhile.
        election_for_update(&mut transaction).await?;
        let mut chain = self.chain(&mut transaction).await?;
        let (statement, approvals) = chain.confirm(&mut transaction, by, &about_log(log)).await?;
        let Subject::LogRuled { head, ruling } = statement.subject.clone() else {
            return Err(AdminError::NothingProposed(about_log(log)));
        };
        if place_in(&mut transaction, log, Some(head.next_seq)).await? != head {
            return Err(AdminError::NoSuchEntry(log.clone(), head.next_seq));
        }
        may_rule(&mut transaction, &head, ruling).await?;
        let decision = chain.append(&mut transaction, statement, approvals).await?;
        let ledger = chain.ledger();
        let end = ledger.ruled_end(log).map(|end| end.next_seq);
        station_log::write_ruling(&mut transaction, log, end, accepted_to(ledger, log)).await?;
        if end.is_some() {
            quarantine::keep_held(&mut transaction, log, "log_ended").await?;
        }
        let counted = desk.reconsider(&mut transaction, log).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(Ruled {
            decision,
            ruling,
            head,
            counted,
        })
    }

    /// Drops what was proposed for a log.
    pub async fn decline_ruling(&self, by: &SignedIn, log: &LogName) -> Result<(), AdminError> {
        self.decline(by, &about_log(log)).await
    }
}

/// A place in a log that central has: its end, or before entry `at`.
async fn place_in(
    connection: &mut PgConnection,
    log: &LogName,
    at: Option<u64>,
) -> Result<LogHead, AdminError> {
    let standing = (station_log::standings(connection, Some(log)).await?)
        .pop()
        .ok_or_else(|| AdminError::UnknownLog(log.clone()))?;
    let Some(at) = at.filter(|at| *at != standing.head.next_seq) else {
        return Ok(standing.head);
    };
    let key = (log.station.clone(), log.incarnation);
    let hash = match at {
        at if at > standing.head.next_seq => None,
        at => intake::hash_before(connection, &key, at).await?,
    };
    Ok(LogHead {
        log: log.clone(),
        next_seq: at,
        hash: hash.ok_or_else(|| AdminError::NoSuchEntry(log.clone(), at))?,
    })
}

/// What is counted stays counted: a log ends nowhere before what was believed of it.
async fn may_rule(connection: &mut PgConnection, head: &LogHead, ruling: Ruling) -> Result<(), AdminError> {
    if ruling == Ruling::AcceptDiscrepancy {
        return Ok(());
    }
    let standing = (station_log::standings(connection, Some(&head.log)).await?)
        .pop()
        .ok_or_else(|| AdminError::UnknownLog(head.log.clone()))?;
    let set_aside = standing.state.set_aside.as_ref();
    let counted = set_aside.map_or(standing.head.next_seq, |s| s.from);
    if head.next_seq < counted {
        return Err(AdminError::Counted(head.log.clone(), counted));
    }
    Ok(())
}
