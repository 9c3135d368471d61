//! The office: from where officials decide. Knows the election's servers and keys; every decision is one
//! transaction, announced after its commit.

use std::sync::Arc;

use jiff::Timestamp;
use pollstream_protocol::decision::{Approval, Decision, Statement, Subject};
use pollstream_protocol::envelope::ServiceKey;
use pollstream_protocol::ids::{ElectionId, OfficialId};
use pollstream_protocol::limits::MAX_TEXT_CHARS;
use pollstream_protocol::seal::CountingKey;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use sqlx::PgConnection;
use uuid::Uuid;

use super::AdminError;
use super::official::SignedIn;
use crate::intake::publish::Publisher;
use crate::intake::transaction::Desk;
use crate::intake::{IntakeKeys, desk};
use crate::keys::KeyError;
use crate::settings::Settings;
use crate::store::election::{self, ElectionStatus};
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::{Store, decision, official};

/// From where officials decide. Clones share connections and keys.
#[derive(Clone)]
pub struct Office {
    pub(super) settings: Settings,
    pub(super) store: Store,
    pub(super) keys: Arc<Keys>,
    publisher: Publisher,
}

/// The secrets of the office.
pub(super) struct Keys {
    pub(super) authority: SigningKey,
    /// Absent where it is kept elsewhere: then released ballots stay sealed until the election is closed.
    pub(super) counting: Option<CountingKey>,
    /// Signs what is published.
    service: ServiceKey,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Office({})", self.settings.data.display())
    }
}

impl Office {
    /// Opens the office of an election. Needs the authority's key in the data folder; the counting key is used
    /// if it is there.
    pub async fn open(settings: &Settings) -> Result<Self, AdminError> {
        let folder = settings.keys();
        let counting = match folder.counting() {
            Ok(key) => Some(key),
            Err(KeyError::Io { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let store = settings.store().await?;
        let service = folder.service(&store.election().await?.definition.definition.id)?;
        let publisher = Publisher::new(&settings.kafka, service.clone())?;
        let office = Office {
            store,
            keys: Arc::new(Keys {
                authority: folder.authority()?,
                counting,
                service,
            }),
            publisher,
            settings: settings.clone(),
        };
        // Keys of another election are found out now, not by the first decision.
        office.desk().await?;
        Ok(office)
    }

    /// The election's database.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What intake works with, as the definition stands now.
    pub(super) async fn desk(&self) -> Result<Desk, AdminError> {
        let keys = IntakeKeys {
            authority: self.keys.authority.clone(),
            counting: self.keys.counting.clone(),
            service: self.keys.service.clone(),
        };
        Ok(desk(&self.store, keys).await?)
    }

    /// Announces what was committed.
    pub(super) async fn announce(&self) -> Result<(), AdminError> {
        self.publisher.outbox_of_all(&self.store).await?;
        Ok(())
    }

    /// Puts a decision of one official at the end of the chain, within the caller's transaction.
    pub(super) async fn decide(
        &self,
        connection: &mut PgConnection,
        by: &SignedIn,
        election: &ElectionId,
        reason: &str,
        subject: Subject,
    ) -> Result<u64, AdminError> {
        may_decide(connection, by).await?;
        let statement = statement(election, reason, subject)?;
        let approvals = vec![by.approve(&statement)];
        append(connection, &self.keys.authority, statement, approvals).await
    }
}

/// Refuses auditors and officials who were disabled since they signed in.
pub(super) async fn may_decide(connection: &mut PgConnection, by: &SignedIn) -> Result<(), AdminError> {
    by.may_decide()?;
    is_decider(connection, &by.id).await
}

/// Refuses whoever cannot decide any more.
pub(super) async fn is_decider(connection: &mut PgConnection, id: &OfficialId) -> Result<(), AdminError> {
    let deciders = official::deciders(connection).await?;
    if deciders.iter().any(|d| d == id.as_str()) {
        Ok(())
    } else {
        Err(AdminError::NotOfficial(id.clone()))
    }
}

/// Where the election stands, kept so until the transaction ends; refuses what comes after certification.
pub(super) async fn not_certified(connection: &mut PgConnection) -> Result<ElectionStatus, AdminError> {
    match election::status_for_share(connection).await? {
        ElectionStatus::Certified => Err(AdminError::Certified),
        status => Ok(status),
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

/// Puts a decision at the end of the chain, as a row and for the topic, within the caller's transaction.
pub(super) async fn append(
    connection: &mut PgConnection,
    authority: &SigningKey,
    statement: Statement,
    approvals: Vec<Approval>,
) -> Result<u64, AdminError> {
    let (number, prev_hash) = decision::lock_end(connection, &statement.election).await?;
    let key = statement.election.to_string();
    // The wire has whole seconds.
    let at = Timestamp::from_second(Timestamp::now().as_second()).unwrap_or(Timestamp::UNIX_EPOCH);
    let made = Decision {
        number,
        prev_hash,
        at,
        statement,
        approvals,
    };
    let message = made.sign(authority);
    decision::insert(connection, &made, &message).await?;
    let outgoing = Outgoing {
        shard: NO_SHARD,
        topic: Topic::Decisions,
        key,
        payload: Some(message),
    };
    outbox::add(connection, &[outgoing]).await?;
    Ok(number)
}
