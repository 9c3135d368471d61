//! The chain of decisions, held until the caller's transaction ends: what it says so far, and the next decision.

use jiff::Timestamp;
use pollstream_protocol::decision::{Approval, Decision, Statement, Subject};
use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::ledger::Ledger;
use pollstream_protocol::limits::MAX_TEXT_CHARS;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use sqlx::PgConnection;
use uuid::Uuid;

use super::AdminError;
use super::official::SignedIn;
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::{Store, decision};

/// Who decides, and why. Nobody: the holder of the authority's key, who prepares the election before there are officials.
#[derive(Debug, Clone, Copy)]
pub struct Why<'a> {
    /// The official.
    pub by: Option<&'a SignedIn>,
    /// Kept with the decision for ever.
    pub reason: &'a str,
}

/// The chain under its lock. Whoever also locks the election's row does that first.
#[derive(Clone)]
pub(super) struct Chain<'a> {
    ledger: Ledger,
    authority: &'a SigningKey,
}

impl<'a> Chain<'a> {
    /// Takes the lock: nobody else decides until the transaction ends.
    pub(super) async fn lock(
        store: &Store,
        connection: &mut PgConnection,
        authority: &'a SigningKey,
    ) -> Result<Self, AdminError> {
        decision::lock_chain(connection).await?;
        let ledger = store.ledger(connection).await?;
        Ok(Chain {
            ledger: Ledger::clone(&ledger),
            authority,
        })
    }

    /// What follows from the decisions so far.
    pub(super) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Refuses whoever cannot decide, or no longer.
    pub(super) fn may_decide(&self, by: &SignedIn) -> Result<(), AdminError> {
        by.may_decide()?;
        Ok(self.ledger.may_decide(&by.id)?)
    }

    /// Puts a decision of one official at the end.
    pub(super) async fn decide(
        &mut self,
        connection: &mut PgConnection,
        by: &SignedIn,
        election: &ElectionId,
        reason: &str,
        subject: Subject,
    ) -> Result<u64, AdminError> {
        self.may_decide(by)?;
        let statement = statement(election, reason, subject)?;
        let approvals = vec![by.approve(&statement)];
        self.append(connection, statement, approvals).await
    }

    /// The same for what the holder of the authority's key may do alone while there are no officials.
    pub(super) async fn decide_or_prepare(
        &mut self,
        connection: &mut PgConnection,
        by: Option<&SignedIn>,
        election: &ElectionId,
        reason: &str,
        subject: Subject,
    ) -> Result<u64, AdminError> {
        match by {
            Some(by) => self.decide(connection, by, election, reason, subject).await,
            None if self.ledger.any_official() => Err(AdminError::SignInNeeded),
            None => {
                let statement = statement(election, reason, subject)?;
                self.append(connection, statement, Vec::new()).await
            }
        }
    }

    /// Puts a decision at the end, as a row and for the topic, if the ledger believes it.
    pub(super) async fn append(
        &mut self,
        connection: &mut PgConnection,
        statement: Statement,
        approvals: Vec<Approval>,
    ) -> Result<u64, AdminError> {
        let key = statement.election.to_string();
        // The wire has whole seconds.
        let at = Timestamp::from_second(Timestamp::now().as_second()).unwrap_or(Timestamp::UNIX_EPOCH);
        let made = Decision {
            number: self.ledger.len(),
            prev_hash: self.ledger.head(),
            at,
            statement,
            approvals,
        };
        self.ledger.apply(&made)?;
        let message = made.sign(self.authority);
        decision::insert(connection, &made, &message).await?;
        let outgoing = Outgoing {
            shard: NO_SHARD,
            topic: Topic::Decisions,
            key,
            payload: Some(message),
        };
        outbox::add(connection, &[outgoing]).await?;
        Ok(made.number)
    }

    /// The approvals of what was proposed about something and is confirmed now by somebody else, with the statement.
    /// The proposal is used up.
    pub(super) async fn confirm(
        &self,
        connection: &mut PgConnection,
        by: &SignedIn,
        about: &str,
    ) -> Result<(Statement, Vec<Approval>), AdminError> {
        self.may_decide(by)?;
        let (statement, first) = (decision::proposed(connection, about).await?)
            .ok_or_else(|| AdminError::NothingProposed(about.to_owned()))?;
        if first.official == by.id {
            return Err(AdminError::SameOfficial(by.id.clone()));
        }
        decision::drop_proposal(connection, about).await?;
        let second = by.approve(&statement);
        Ok((statement, vec![first, second]))
    }

    /// Keeps what one official approves until another confirms it.
    pub(super) async fn propose(
        &self,
        connection: &mut PgConnection,
        by: &SignedIn,
        about: &str,
        statement: &Statement,
    ) -> Result<(), AdminError> {
        self.may_decide(by)?;
        if decision::propose(connection, about, statement, &by.approve(statement)).await? {
            return Ok(());
        }
        Err(AdminError::AlreadyProposed(about.to_owned()))
    }
}

/// A statement to be approved, with its reason checked.
pub(super) fn statement(
    election: &ElectionId,
    reason: &str,
    subject: Subject,
) -> Result<Statement, AdminError> {
    Ok(Statement {
        election: election.clone(),
        id: Uuid::new_v4(),
        reason: checked_text("reason", reason)?,
        subject,
    })
}

/// A text that a person must give: not empty, bounded, without control characters.
pub(super) fn checked_text(what: &'static str, text: &str) -> Result<String, AdminError> {
    let text = text.trim();
    let rule = if text.is_empty() {
        "is empty: say why".to_owned()
    } else if text.chars().count() > MAX_TEXT_CHARS {
        format!("is longer than {MAX_TEXT_CHARS} characters")
    } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        "holds control characters".to_owned()
    } else {
        return Ok(text.to_owned());
    };
    Err(AdminError::Text { what, rule })
}
