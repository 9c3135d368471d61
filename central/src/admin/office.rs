//! The office: from where officials decide. Knows the election's servers and keys; every decision is one
//! transaction, announced after its commit.

use std::sync::Arc;

use pollstream_protocol::decision::Subject;
use pollstream_protocol::envelope::ServiceKey;
use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::seal::CountingKey;
use pollstream_protocol::signed::SigningKey;
use rdkafka::error::KafkaError;
use sqlx::PgConnection;
use uuid::Uuid;

use super::AdminError;
use super::chain::Chain;
use super::official::SignedIn;
use crate::intake::publish::Publisher;
use crate::intake::transaction::Desk;
use crate::intake::{IntakeKeys, desk};
use crate::keys::KeyError;
use crate::settings::Settings;
use crate::store::Store;
use crate::store::decision::{self, ProposalRow};
use crate::store::election::{self, ElectionStatus};
use crate::streams::look::Look;

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
        office.knows_every_decision().await?;
        Ok(office)
    }

    /// Refuses a database that lacks decisions that are published: it comes from an older backup, and would sign a
    /// second decision under a number that is taken.
    async fn knows_every_decision(&self) -> Result<(), AdminError> {
        let (kafka, authority) = (self.settings.kafka.clone(), self.keys.authority.verifying_key());
        let asked = tokio::task::spawn_blocking(move || {
            Ok::<_, AdminError>(Look::at(&kafka)?.last_decision(&authority)?)
        });
        let published = asked.await.unwrap_or_else(|_| Err(KafkaError::Canceled.into()))?;
        let here = self
            .store
            .decisions(1)
            .await?
            .first()
            .map(|decision| decision.number);
        match published {
            Some(number) if here.is_none_or(|here| here < number) => Err(AdminError::DecisionsMissing {
                published: number + 1,
                here: here.map_or(0, |here| here + 1),
            }),
            _ => Ok(()),
        }
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

    /// The chain of decisions, under its lock.
    pub(super) async fn chain(&self, connection: &mut PgConnection) -> Result<Chain<'_>, AdminError> {
        Chain::lock(&self.store, connection, &self.keys.authority).await
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
        let mut chain = self.chain(connection).await?;
        chain.decide(connection, by, election, reason, subject).await
    }

    /// Drops a proposal.
    pub(super) async fn decline(&self, by: &SignedIn, about: &str) -> Result<(), AdminError> {
        let mut transaction = self.store.pool().begin().await?;
        self.chain(&mut transaction).await?.may_decide(by)?;
        if !decision::drop_proposal(&mut transaction, about).await? {
            return Err(AdminError::NothingProposed(about.to_owned()));
        }
        transaction.commit().await?;
        tracing::info!(official = %by.id, about, "a proposal was declined");
        Ok(())
    }

    pub(super) async fn proposal(&self, id: Uuid) -> Result<ProposalRow, AdminError> {
        let proposals = self.store.proposals().await?;
        (proposals.into_iter().find(|p| p.id == id))
            .ok_or_else(|| AdminError::NothingProposed(id.to_string()))
    }
}

/// Where the election stands, kept so until the transaction ends; refuses what comes after certification.
pub(super) async fn not_certified(connection: &mut PgConnection) -> Result<ElectionStatus, AdminError> {
    match election::status_for_share(connection).await? {
        ElectionStatus::Certified => Err(AdminError::Certified),
        status => Ok(status),
    }
}
