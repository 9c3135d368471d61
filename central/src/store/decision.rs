//! Decisions and proposals: the chain as rows.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use pollstream_protocol::decision::{Approval, Decision, Statement};
use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::ledger::Ledger;
use pollstream_protocol::signed::VerifyingKey;
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::election::ElectionRecord;
use super::intake::{signed, unsigned};
use super::{Store, StoreError, moment};

/// Held while a decision is put at the end of the chain.
const CHAIN_LOCK: i64 = 0x706f_6c6c_6465_6369;

/// A decision as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionRow {
    /// Its number in the chain.
    pub number: u64,
    /// What sort of decision: [`pollstream_protocol::decision::Subject::kind`].
    pub kind: String,
    /// What it is about, in a few words.
    pub subject: String,
    /// Who decided; empty for what follows from a rule.
    pub officials: Vec<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// What one official has approved and a second one must.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposalRow {
    /// The statement's id.
    pub id: Uuid,
    /// `case/ID` or `certification`.
    pub about: String,
    /// What sort of decision.
    pub kind: String,
    /// What it is about, in a few words.
    pub subject: String,
    /// Who proposed it.
    pub official: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

type DecisionTuple = (i64, String, String, Vec<String>, String, i64);
type ProposalTuple = (Uuid, String, String, String, String, String, i64);

fn decision_row(row: DecisionTuple) -> Result<DecisionRow, StoreError> {
    let (number, kind, subject, officials, reason, at) = row;
    Ok(DecisionRow {
        number: unsigned(number),
        kind,
        subject,
        officials,
        reason,
        at: moment(at)?,
    })
}

fn proposal_row(row: ProposalTuple) -> Result<ProposalRow, StoreError> {
    let (id, about, kind, subject, official, reason, at) = row;
    Ok(ProposalRow {
        id,
        about,
        kind,
        subject,
        official,
        reason,
        at: moment(at)?,
    })
}

impl Store {
    /// The newest decisions, newest first.
    pub async fn decisions(&self, limit: i64) -> Result<Vec<DecisionRow>, StoreError> {
        let rows: Vec<DecisionTuple> = sqlx::query_as(
            "select number, kind, subject, officials, reason, extract(epoch from at)::bigint from decision
             order by number desc limit $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter().map(decision_row).collect()
    }

    /// These decisions by their numbers; what is not one is passed over.
    pub(crate) async fn decisions_by_number(
        &self,
        numbers: impl IntoIterator<Item = Option<i64>>,
    ) -> Result<HashMap<i64, DecisionRow>, StoreError> {
        let numbers: Vec<i64> = numbers.into_iter().flatten().collect();
        let rows: Vec<DecisionTuple> = sqlx::query_as(
            "select number, kind, subject, officials, reason, extract(epoch from at)::bigint from decision
             where number = any($1)",
        )
        .bind(numbers)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter()
            .map(|row| Ok((row.0, decision_row(row)?)))
            .collect()
    }

    /// The decisions that these rows name in their column `decision`.
    pub(crate) async fn decisions_of(&self, rows: &[PgRow]) -> Result<HashMap<i64, DecisionRow>, StoreError> {
        let numbers: Vec<Option<i64>> = (rows.iter())
            .map(|row| row.try_get("decision"))
            .collect::<Result<_, _>>()?;
        self.decisions_by_number(numbers).await
    }

    /// Proposals that wait for a second official.
    pub async fn proposals(&self) -> Result<Vec<ProposalRow>, StoreError> {
        let rows: Vec<ProposalTuple> = sqlx::query_as(
            "select proposal_id, about, kind, subject, official, reason, extract(epoch from at)::bigint
             from proposal order by at, proposal_id",
        )
        .fetch_all(self.pool())
        .await?;
        rows.into_iter().map(proposal_row).collect()
    }
}

/// The signed messages in the order of their numbers.
pub(crate) async fn messages(connection: &mut PgConnection) -> Result<Vec<Vec<u8>>, StoreError> {
    Ok(sqlx::query_scalar("select message from decision order by number")
        .fetch_all(connection)
        .await?)
}

/// What follows from the decisions on record, folded from the first one on, and what is wrong with them, in words.
pub(crate) async fn folded(
    connection: &mut PgConnection,
    election: &ElectionRecord,
) -> Result<(Ledger, Vec<String>), StoreError> {
    let mut ledger = Ledger::new(election.definition.definition.id.clone());
    let mut wrong = Vec::new();
    for (number, message) in (0_u64..).zip(messages(connection).await?) {
        let outcome = Decision::open(&message, &election.authority).map_err(|e| e.to_string());
        if let Err(error) = outcome.and_then(|d| ledger.apply(&d).map_err(|e| e.to_string())) {
            wrong.push(format!("decision {number}: {error}"));
        }
    }
    Ok((ledger, wrong))
}

/// Nobody else adds a decision until the transaction ends.
pub(crate) async fn lock_chain(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(CHAIN_LOCK)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// What follows from the decisions that `connection` sees. Only those that were not read before are read.
    pub(crate) async fn ledger(&self, connection: &mut PgConnection) -> Result<Arc<Ledger>, StoreError> {
        let mut kept = self.ledger.lock().await;
        let mut ledger = match kept.take() {
            Some(ledger) if still_stands(connection, &ledger).await? => ledger,
            _ => Arc::new(Ledger::new(election_id(connection).await?)),
        };
        let rows: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("select number, message from decision where number >= $1 order by number")
                .bind(signed(ledger.len()))
                .fetch_all(&mut *connection)
                .await?;
        if !rows.is_empty() {
            let authority = authority_key(connection).await?;
            let grown = Arc::make_mut(&mut ledger);
            for (number, message) in rows {
                follow(grown, unsigned(number), &message, &authority)?;
            }
        }
        *kept = Some(ledger.clone());
        Ok(ledger)
    }
}

/// Whether the database still has the decisions that were read: it may have been restored from a backup, and what
/// was read may have been rolled back.
async fn still_stands(connection: &mut PgConnection, ledger: &Ledger) -> Result<bool, StoreError> {
    let Some(last) = ledger.len().checked_sub(1) else {
        return Ok(true);
    };
    let hash: Option<Vec<u8>> = sqlx::query_scalar("select hash from decision where number = $1")
        .bind(signed(last))
        .fetch_optional(connection)
        .await?;
    Ok(hash.as_deref() == Some(ledger.head().as_slice()))
}

async fn election_id(connection: &mut PgConnection) -> Result<ElectionId, StoreError> {
    let id: Option<String> = sqlx::query_scalar("select election_id from election")
        .fetch_optional(connection)
        .await?;
    (id.ok_or(StoreError::NoElection)?.try_into()).map_err(|e| StoreError::corrupt("election.election_id", e))
}

async fn authority_key(connection: &mut PgConnection) -> Result<VerifyingKey, StoreError> {
    let key: Vec<u8> = sqlx::query_scalar("select authority_key from election")
        .fetch_one(connection)
        .await?;
    pollstream_protocol::signed::verifying_key(&key)
        .map_err(|e| StoreError::corrupt("election.authority_key", e))
}

/// A decision that breaks a rule has no effect, and `check` says so; one that breaks the chain is not ours.
fn follow(
    ledger: &mut Ledger,
    number: u64,
    message: &[u8],
    authority: &VerifyingKey,
) -> Result<(), StoreError> {
    let decision = Decision::open(message, authority)
        .map_err(|e| StoreError::corrupt("decision.message", format!("decision {number}: {e}")))?;
    let broken = ledger.apply(&decision).err();
    if ledger.hash(number) != Some(decision.hash()) {
        let why = broken.map_or_else(String::new, |e| e.to_string());
        return Err(StoreError::corrupt(
            "decision",
            format!("decision {number}: {why}"),
        ));
    }
    if let Some(error) = broken {
        tracing::error!(number, %error, "a decision on record breaks a rule and has no effect");
    }
    Ok(())
}

/// Adds a decision with its signed message.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    decision: &Decision,
    message: &[u8],
) -> Result<(), StoreError> {
    let statement = &decision.statement;
    let officials: Vec<&str> = decision.approvals.iter().map(|a| a.official.as_str()).collect();
    sqlx::query(
        "insert into decision (number, statement_id, kind, subject, officials, reason, at, hash, message)
         values ($1, $2, $3, $4, $5, $6, to_timestamp($7::bigint), $8, $9)",
    )
    .bind(signed(decision.number))
    .bind(statement.id)
    .bind(statement.subject.kind())
    .bind(statement.subject.about())
    .bind(officials)
    .bind(&statement.reason)
    .bind(decision.at.as_second())
    .bind(decision.hash().as_slice())
    .bind(message)
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps what one official approves; `false` if something is proposed about it already.
pub(crate) async fn propose(
    connection: &mut PgConnection,
    about: &str,
    statement: &Statement,
    approval: &Approval,
) -> Result<bool, StoreError> {
    let inserted = sqlx::query(
        "insert into proposal (proposal_id, about, kind, subject, official, reason, statement, signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
    )
    .bind(statement.id)
    .bind(about)
    .bind(statement.subject.kind())
    .bind(statement.subject.about())
    .bind(approval.official.as_str())
    .bind(&statement.reason)
    .bind(statement.encode())
    .bind(approval.signature.as_slice())
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

/// What is proposed about something, locked until the transaction ends.
pub(crate) async fn proposed(
    connection: &mut PgConnection,
    about: &str,
) -> Result<Option<(Statement, Approval)>, StoreError> {
    let row: Option<(String, Vec<u8>, Vec<u8>)> =
        sqlx::query_as("select official, statement, signature from proposal where about = $1 for update")
            .bind(about)
            .fetch_optional(connection)
            .await?;
    let Some((official, statement, signature)) = row else {
        return Ok(None);
    };
    let statement =
        Statement::decode(&statement).map_err(|e| StoreError::corrupt("proposal.statement", e))?;
    let approval = Approval {
        official: (official.try_into()).map_err(|e| StoreError::corrupt("proposal.official", e))?,
        signature: (signature.try_into())
            .map_err(|_| StoreError::corrupt("proposal.signature", "not 64 bytes"))?,
    };
    Ok(Some((statement, approval)))
}

/// Drops what is proposed about something; `false` if nothing is.
pub(crate) async fn drop_proposal(connection: &mut PgConnection, about: &str) -> Result<bool, StoreError> {
    let dropped = sqlx::query("delete from proposal where about = $1")
        .bind(about)
        .execute(connection)
        .await?;
    Ok(dropped.rows_affected() > 0)
}
