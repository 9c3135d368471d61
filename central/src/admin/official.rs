//! Officials: who they are and how they sign in. How they come and go is in [`super::invitation`].
//!
//! Each official has an own Ed25519 key, kept under the official's passphrase. Signing in opens it; approving
//! uses it. So nobody, not even whoever holds the authority's key, can approve in an official's name, and an
//! auditor can tell from the decisions alone that two people approved.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use pollstream_protocol::decision::{Approval, Role, Statement};
use pollstream_protocol::ids::OfficialId;
use pollstream_protocol::limits::MAX_LINE_CHARS;
use pollstream_protocol::passphrase;
use pollstream_protocol::signed::SigningKey;
use thiserror::Error;
use zeroize::Zeroizing;

use super::AdminError;
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

/// Refuses a name that cannot stand on a list.
pub(super) fn checked_name(name: &str) -> Result<String, AdminError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_LINE_CHARS || name.chars().any(char::is_control) {
        let rule = format!("1 to {MAX_LINE_CHARS} characters on one line are expected");
        return Err(AdminError::Text { what: "name", rule });
    }
    Ok(name.to_owned())
}

/// Refuses a passphrase that is guessed too easily.
pub(super) fn check_passphrase(passphrase: &str) -> Result<(), AdminError> {
    if passphrase.chars().count() < MIN_PASSPHRASE_CHARS {
        let rule = format!("at least {MIN_PASSPHRASE_CHARS} characters are needed: several words");
        return Err(AdminError::Text {
            what: "passphrase",
            rule,
        });
    }
    Ok(())
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
        assert!(check_passphrase("twelve chars").is_ok() && check_passphrase("eleven char").is_err());
        assert_eq!(checked_name(" Anna Okoye ").unwrap(), "Anna Okoye");
        for bad in ["  ", "Anna\nOkoye"] {
            assert!(checked_name(bad).is_err());
        }
    }
}
