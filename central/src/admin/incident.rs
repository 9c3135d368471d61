//! Incidents and refused messages: what officials made of them.

use pollstream_protocol::decision::Subject;

use super::AdminError;
use super::office::Office;
use super::official::SignedIn;
use crate::store::{incident, quarantine};

impl Office {
    /// Writes down how an incident was dealt with. Both sides of it stay on record. Returns the decision's number.
    pub async fn resolve_incident(&self, by: &SignedIn, id: i64, reason: &str) -> Result<u64, AdminError> {
        let election = self.store.election().await?.definition.definition.id;
        let mut transaction = self.store.pool().begin().await?;
        let subject = Subject::IncidentResolved {
            incident: u64::try_from(id).map_err(|_| AdminError::UnknownIncident(id))?,
        };
        let number = self
            .decide(&mut transaction, by, &election, reason, subject)
            .await?;
        if !incident::resolve(&mut transaction, id, number).await? {
            return Err(AdminError::UnknownIncident(id));
        }
        transaction.commit().await?;
        self.announce().await?;
        Ok(number)
    }

    /// Writes down how a refused message was dealt with. It stays in quarantine, whole. Returns the decision's
    /// number.
    pub async fn resolve_quarantine(&self, by: &SignedIn, id: i64, reason: &str) -> Result<u64, AdminError> {
        let election = self.store.election().await?.definition.definition.id;
        let mut transaction = self.store.pool().begin().await?;
        let sha256 = (quarantine::lock(&mut transaction, id).await?).ok_or(AdminError::UnknownMessage(id))?;
        let subject = Subject::QuarantineResolved { sha256 };
        let number = self
            .decide(&mut transaction, by, &election, reason, subject)
            .await?;
        quarantine::resolve(&mut transaction, id, number).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(number)
    }
}
