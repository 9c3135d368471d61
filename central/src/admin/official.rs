//! Officials: who they are, how they sign in, how they come and go.
//!
//! Each official has an own Ed25519 key, kept under the official's passphrase. Signing in opens it; approving
//! uses it. So nobody, not even whoever holds the authority's key, can approve in an official's name, and an
//! auditor can tell from the decisions alone that two people approved.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use pollstream_protocol::decision::{Approval, Role, Statement, Subject};
use pollstream_protocol::ids::OfficialId;
use pollstream_protocol::limits::MAX_LINE_CHARS;
use pollstream_protocol::passphrase;
use pollstream_protocol::signed::{SigningKey, generate_key};
use thiserror::Error;
use zeroize::Zeroizing;

use super::AdminError;
use super::office::{Office, append, may_decide, statement};
use crate::store::Store;
use crate::store::official as rows;

/// Shortest passphrase, in characters.
pub const MIN_PASSPHRASE_CHARS: usize = 12;
/// Failed sign-ins after which an official is locked out for a while.
pub const MAX_FAILURES: u32 = 5;
const FIRST_LOCK: Duration = Duration::from_mins(5);
const LONGEST_LOCK: Duration = Duration::from_hours(4);

/// Why a sign-in was refused. An id that does not exist is told like a wrong passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignInError {
    /// Wrong, or nobody of that id.
    #[error("the id or the passphrase is wrong")]
    Wrong,
    /// Too many wrong ones.
    #[error("too many wrong passphrases: locked until {until}")]
    Locked {
        /// Until when nothing is tried.
        until: Timestamp,
    },
    /// Another official has disabled this one.
    #[error("this official is disabled")]
    Disabled,
}

/// An official who has signed in. Holds the key with which the official approves, in memory only: signing out
/// is dropping it.
#[derive(Clone)]
pub struct SignedIn {
    /// Who.
    pub id: OfficialId,
    /// Full name.
    pub name: String,
    /// What the official may do.
    pub role: Role,
    key: Arc<SigningKey>,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedIn({}, {})", self.id, self.role.as_str())
    }
}

impl SignedIn {
    /// Refuses auditors.
    pub fn may_decide(&self) -> Result<(), AdminError> {
        match self.role {
            Role::CentralOfficial => Ok(()),
            Role::Auditor => Err(AdminError::Auditor(self.id.clone())),
        }
    }

    pub(super) fn approve(&self, statement: &Statement) -> Approval {
        statement.approve(self.id.clone(), &self.key)
    }
}

/// Somebody who is to become an official.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOfficial {
    /// The id to sign in with.
    pub id: OfficialId,
    /// Full name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// How long no sign-in is tried after so many failures in a row: doubling from the fifth on.
fn lock_after(failures: u32) -> Option<Duration> {
    let beyond = failures.checked_sub(MAX_FAILURES)?;
    let factor = 1_u32.checked_shl(beyond).unwrap_or(u32::MAX);
    Some(FIRST_LOCK.saturating_mul(factor).min(LONGEST_LOCK))
}

/// Signs an official in. A failure is counted before it is told; guesses are tried one after another.
pub async fn sign_in(store: &Store, id: &OfficialId, passphrase: &str) -> Result<SignedIn, AdminError> {
    let mut transaction = store.pool().begin().await?;
    let Some(known) = rows::credentials(&mut transaction, id).await? else {
        return Err(SignInError::Wrong.into());
    };
    let now = Timestamp::now();
    if let Some(until) = known.locked_until.filter(|until| *until > now) {
        return Err(SignInError::Locked { until }.into());
    }
    let (sealed, given) = (known.sealed_key, Zeroizing::new(passphrase.to_owned()));
    // A sixth of a second of work on purpose.
    let opened = tokio::task::spawn_blocking(move || passphrase::open(&sealed, &given)).await;
    let secret = opened.ok().and_then(Result::ok);
    let key = secret.and_then(|secret| {
        let bytes: [u8; 32] = secret.as_slice().try_into().ok()?;
        Some(SigningKey::from_bytes(&Zeroizing::new(bytes)))
    });
    let Some(key) = key else {
        let failures = known.failures.saturating_add(1);
        let lock = lock_after(failures.unsigned_abs());
        let until = lock.and_then(|lock| now.checked_add(SignedDuration::try_from(lock).ok()?).ok());
        rows::note_sign_in(&mut transaction, id, failures, until).await?;
        transaction.commit().await?;
        tracing::warn!(official = %id, failures, "a sign-in was refused");
        return Err(until
            .map_or(SignInError::Wrong, |until| SignInError::Locked { until })
            .into());
    };
    if known.disabled {
        return Err(SignInError::Disabled.into());
    }
    rows::note_sign_in(&mut transaction, id, 0, None).await?;
    transaction.commit().await?;
    Ok(SignedIn {
        id: id.clone(),
        name: known.name,
        role: known.role,
        key: Arc::new(key),
    })
}

fn check_new(new: &NewOfficial, passphrase: &str) -> Result<(), AdminError> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > MAX_LINE_CHARS || name.chars().any(char::is_control) {
        let rule = format!("1 to {MAX_LINE_CHARS} characters on one line are expected");
        return Err(AdminError::Text { what: "name", rule });
    }
    if passphrase.chars().count() < MIN_PASSPHRASE_CHARS {
        let rule = format!("at least {MIN_PASSPHRASE_CHARS} characters are needed: several words");
        return Err(AdminError::Text {
            what: "passphrase",
            rule,
        });
    }
    Ok(())
}

impl Office {
    /// Adds an official. The first one is added by whoever holds the authority's key; every other by an official
    /// who can decide. Returns the decision's number.
    pub async fn add_official(
        &self,
        by: Option<&SignedIn>,
        new: NewOfficial,
        passphrase: &str,
    ) -> Result<u64, AdminError> {
        check_new(&new, passphrase)?;
        let key = generate_key(&mut rand::rng());
        let sealed =
            passphrase::seal(key.as_bytes(), passphrase, &mut rand::rng()).map_err(|_| AdminError::Text {
                what: "passphrase",
                rule: "cannot be used".to_owned(),
            })?;
        let election = self.store.election().await?.definition.definition.id;
        let mut transaction = self.store.pool().begin().await?;
        let approver = match by {
            Some(by) => {
                may_decide(&mut transaction, by).await?;
                Some(by)
            }
            None if rows::deciders(&mut transaction).await?.is_empty() => None,
            None => return Err(AdminError::SignInNeeded),
        };
        let (id, name, role) = (new.id, new.name.trim().to_owned(), new.role);
        let public_key = key.verifying_key();
        if !rows::insert(&mut transaction, &id, &name, role, &public_key, &sealed).await? {
            return Err(AdminError::OfficialExists(id));
        }
        let subject = Subject::OfficialAdded {
            official: id,
            name,
            role,
            public_key,
        };
        let reason = if by.is_some() {
            "added by an official"
        } else {
            "the first official"
        };
        let statement = statement(&election, reason, subject)?;
        let approvals = approver.map(|by| by.approve(&statement)).into_iter().collect();
        let number = append(&mut transaction, &self.keys.authority, statement, approvals).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(number)
    }

    /// Disables an official, who decides and signs in no more. The last one who can decide stays.
    pub async fn disable_official(
        &self,
        by: &SignedIn,
        id: &OfficialId,
        reason: &str,
    ) -> Result<u64, AdminError> {
        let election = self.store.election().await?.definition.definition.id;
        let mut transaction = self.store.pool().begin().await?;
        // Two officials who disable each other at the same time must not both succeed.
        sqlx::query("select 1 from election for update")
            .execute(&mut *transaction)
            .await?;
        may_decide(&mut transaction, by).await?;
        let deciders = rows::deciders(&mut transaction).await?;
        if deciders == [id.as_str()] {
            return Err(AdminError::LastOfficial(id.clone()));
        }
        if !rows::disable(&mut transaction, id).await? {
            return Err(AdminError::NotOfficial(id.clone()));
        }
        let subject = Subject::OfficialDisabled { official: id.clone() };
        let statement = statement(&election, reason, subject)?;
        let approvals = vec![by.approve(&statement)];
        let number = append(&mut transaction, &self.keys.authority, statement, approvals).await?;
        transaction.commit().await?;
        self.announce().await?;
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_outs_grow_and_end() {
        assert_eq!(lock_after(4), None);
        assert_eq!(lock_after(5), Some(Duration::from_mins(5)));
        assert_eq!(lock_after(6), Some(Duration::from_mins(10)));
        for failures in [12, 40, 5_000, u32::MAX] {
            assert_eq!(lock_after(failures), Some(LONGEST_LOCK), "{failures}");
        }
    }

    #[test]
    fn a_short_passphrase_and_an_empty_name_are_refused() {
        let new = |name: &str| NewOfficial {
            id: "anna".parse().unwrap(),
            name: name.to_owned(),
            role: Role::CentralOfficial,
        };
        assert!(check_new(&new("Anna Okoye"), "twelve chars").is_ok());
        assert!(check_new(&new("Anna Okoye"), "eleven char").is_err());
        assert!(check_new(&new("  "), "twelve chars").is_err());
        assert!(check_new(&new("Anna\nOkoye"), "twelve chars").is_err());
    }
}
