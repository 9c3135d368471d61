//! How officials come, change and go.
//!
//! Whoever is to become one is invited and gets a one-time code. With it they choose their own passphrase, which
//! nobody else ever knows, and so make their key. Then two officials confirm them. The first officials are confirmed
//! by nobody: the holder of the authority's key appoints them together, at least two.

use pollstream_protocol::decision::{Newcomer, Role, Subject};
use pollstream_protocol::enrolment::generate_code;
use pollstream_protocol::ids::OfficialId;
use pollstream_protocol::passphrase;
use pollstream_protocol::signed::generate_key;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use zeroize::Zeroizing;

use super::AdminError;
use super::chain::statement;
use super::office::Office;
use super::official::{MAX_FAILURES, SignedIn, check_passphrase, checked_name};
use crate::store::decision::{self, ProposalRow};
use crate::store::invitation::{self, Invitation};
use crate::store::{Store, official};

/// Somebody who is to become an official, or to get another name, role or passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOfficial {
    /// The id to sign in with.
    pub id: OfficialId,
    /// Full name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// What needs two officials, after one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByTwo {
    /// Proposed; another official must confirm.
    Proposed(ProposalRow),
    /// Decided: the decision's number.
    Decided(u64),
}

/// Under what a proposal about an official is kept.
pub fn about_official(id: &OfficialId) -> String {
    format!("official/{id}")
}

/// However people type it, the code is its letters and digits.
fn code_hash(code: &str) -> [u8; 32] {
    let plain: String = (code.chars().filter(char::is_ascii_alphanumeric))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    Sha256::digest(Zeroizing::new(plain).as_bytes()).into()
}

/// Chooses the passphrase of somebody who was invited: only who has the one-time code can, and once.
pub async fn accept_invitation(
    store: &Store,
    id: &OfficialId,
    code: &str,
    passphrase: &str,
) -> Result<(), AdminError> {
    check_passphrase(passphrase)?;
    let mut transaction = store.pool().begin().await?;
    let invited = (invitation::lock(&mut transaction, id).await?)
        .filter(|invited| invited.failures < MAX_FAILURES && invited.code_hash.is_some())
        .ok_or_else(|| AdminError::NotInvited(id.clone()))?;
    if invited.code_hash != Some(code_hash(code)) {
        invitation::note_failure(&mut transaction, id).await?;
        transaction.commit().await?;
        return Err(AdminError::WrongCode);
    }
    let key = generate_key(&mut rand::rng());
    let sealed = passphrase::seal(key.as_bytes(), passphrase, &mut rand::rng());
    let sealed = sealed.map_err(|_| AdminError::Text {
        what: "passphrase",
        rule: "cannot be used".to_owned(),
    })?;
    invitation::accept(&mut transaction, id, &key.verifying_key(), &sealed).await?;
    transaction.commit().await?;
    Ok(())
}

impl Office {
    /// Invites somebody to become an official, or an official to choose anew. Returns the one-time code.
    pub async fn invite_official(
        &self,
        by: Option<&SignedIn>,
        new: &NewOfficial,
    ) -> Result<Zeroizing<String>, AdminError> {
        let name = checked_name(&new.name)?;
        let mut transaction = self.store.pool().begin().await?;
        let chain = self.chain(&mut transaction).await?;
        match by {
            Some(by) => chain.may_decide(by)?,
            None if chain.ledger().any_official() => return Err(AdminError::SignInNeeded),
            None => {}
        }
        let code = generate_code(&mut rand::rng());
        let invitation = Invitation {
            id: new.id.clone(),
            name,
            role: new.role,
            code_hash: Some(code_hash(&code)),
            failures: 0,
            key: None,
        };
        let invited_by = by.map(|by| by.id.as_str());
        invitation::put(&mut transaction, &invitation, invited_by).await?;
        // What was proposed of an earlier invitation would be of another key.
        decision::drop_proposal(&mut transaction, &about_official(&new.id)).await?;
        transaction.commit().await?;
        Ok(code)
    }

    /// Appoints everybody who was invited and has chosen a passphrase: the first officials, at least two who decide.
    pub async fn appoint_officials(&self, reason: &str) -> Result<(u64, Vec<Newcomer>), AdminError> {
        let election = self.store.election().await?.definition.definition.id;
        let mut transaction = self.store.pool().begin().await?;
        let mut chain = self.chain(&mut transaction).await?;
        let (mut officials, mut sealed) = (Vec::new(), Vec::new());
        for accepted in invitation::accepted(&mut transaction).await? {
            let (newcomer, key) = newcomer(accepted)?;
            officials.push(newcomer);
            sealed.push(key);
        }
        let subject = Subject::OfficialsAppointed {
            officials: officials.clone(),
        };
        let statement = statement(&election, reason, subject)?;
        let number = chain.append(&mut transaction, statement, Vec::new()).await?;
        for (newcomer, sealed) in officials.iter().zip(&sealed) {
            welcome(&mut transaction, newcomer, sealed).await?;
        }
        transaction.commit().await?;
        self.announce().await?;
        Ok((number, officials))
    }

    /// Proposes to add or change somebody who was invited and has chosen a passphrase, or confirms what another official
    /// proposed about an official.
    pub async fn confirm_official(
        &self,
        by: &SignedIn,
        id: &OfficialId,
        reason: &str,
    ) -> Result<ByTwo, AdminError> {
        let election = self.store.election().await?.definition.definition.id;
        let about = about_official(id);
        let mut transaction = self.store.pool().begin().await?;
        let mut chain = self.chain(&mut transaction).await?;
        if decision::proposed(&mut transaction, &about).await?.is_some() {
            let (statement, approvals) = chain.confirm(&mut transaction, by, &about).await?;
            let subject = statement.subject.clone();
            let number = chain.append(&mut transaction, statement, approvals).await?;
            carry_out(&mut transaction, &subject).await?;
            transaction.commit().await?;
            self.announce().await?;
            return Ok(ByTwo::Decided(number));
        }
        let invited = invitation::lock(&mut transaction, id).await?;
        let invited = invited.ok_or_else(|| AdminError::NotInvited(id.clone()))?;
        let (newcomer, _) = newcomer(invited)?;
        let subject = if chain.ledger().is_official(id) {
            Subject::OfficialChanged(newcomer)
        } else {
            Subject::OfficialAdded(newcomer)
        };
        let statement = statement(&election, reason, subject)?;
        chain.propose(&mut transaction, by, &about, &statement).await?;
        transaction.commit().await?;
        self.proposal(statement.id).await.map(ByTwo::Proposed)
    }

    /// Proposes that an official decides and signs in no more; another official confirms it.
    pub async fn disable_official(
        &self,
        by: &SignedIn,
        id: &OfficialId,
        reason: &str,
    ) -> Result<ProposalRow, AdminError> {
        let election = self.store.election().await?.definition.definition.id;
        let mut transaction = self.store.pool().begin().await?;
        let chain = self.chain(&mut transaction).await?;
        if !chain.ledger().is_official(id) {
            return Err(AdminError::NotOfficial(id.clone()));
        }
        let subject = Subject::OfficialDisabled { official: id.clone() };
        let statement = statement(&election, reason, subject)?;
        chain
            .propose(&mut transaction, by, &about_official(id), &statement)
            .await?;
        transaction.commit().await?;
        self.proposal(statement.id).await
    }

    /// Drops what was proposed about an official.
    pub async fn decline_official(&self, by: &SignedIn, id: &OfficialId) -> Result<(), AdminError> {
        self.decline(by, &about_official(id)).await
    }
}

/// Somebody who accepted, with the key under their passphrase.
fn newcomer(invited: Invitation) -> Result<(Newcomer, Vec<u8>), AdminError> {
    let (public_key, sealed) = (invited.key).ok_or_else(|| AdminError::NotAccepted(invited.id.clone()))?;
    let newcomer = Newcomer {
        official: invited.id,
        name: invited.name,
        role: invited.role,
        public_key,
    };
    Ok((newcomer, sealed))
}

async fn welcome(
    connection: &mut PgConnection,
    newcomer: &Newcomer,
    sealed: &[u8],
) -> Result<(), AdminError> {
    official::put(connection, newcomer, sealed).await?;
    invitation::forget(connection, &newcomer.official).await?;
    Ok(())
}

/// Writes down what was decided about an official.
async fn carry_out(connection: &mut PgConnection, subject: &Subject) -> Result<(), AdminError> {
    match subject {
        Subject::OfficialAdded(confirmed) | Subject::OfficialChanged(confirmed) => {
            let id = &confirmed.official;
            let invited = invitation::lock(connection, id).await?;
            let (now, sealed) = newcomer(invited.ok_or_else(|| AdminError::NotInvited(id.clone()))?)?;
            if now != *confirmed {
                return Err(AdminError::NothingProposed(about_official(id)));
            }
            welcome(connection, confirmed, &sealed).await
        }
        Subject::OfficialDisabled { official } => Ok(official::disable(connection, official).await?),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_its_letters_and_digits() {
        assert_eq!(code_hash("ACDE-fghj 3467"), code_hash("acdefghj3467"));
        assert_ne!(code_hash("ACDE"), code_hash("ACDF"));
    }
}
