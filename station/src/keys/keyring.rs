//! The signing key in the operating system's keyring: Secret Service on Linux, Keychain on macOS, Credential
//! Manager on Windows. Calls block, and may wait for a prompt: not for async tasks.

use keyring::{Entry, Error};
use pollstream_protocol::ids::{ElectionId, Incarnation, StationId};
use pollstream_protocol::signed::SigningKey;
use thiserror::Error;
use zeroize::Zeroizing;

/// The name under which the keyring shows its entries.
const SERVICE: &str = "Pollstream polling station";

/// Why the keyring cannot be used.
#[derive(Debug, Error)]
pub enum KeyringError {
    /// No keyring service runs here.
    #[error("no keyring service runs on this machine")]
    NoService,
    /// It is locked, or somebody declined to unlock it.
    #[error("the keyring is locked: unlock it, or sign in to the desktop again")]
    Locked,
    /// It holds no key of this station.
    #[error("the keyring holds no key of this station: it is another user's, or was emptied")]
    NoKey,
    /// What it holds is no key.
    #[error("what the keyring holds for this station is not a signing key")]
    NotAKey,
    /// Anything else that it says.
    #[error("the keyring reports an error: {0}")]
    Failed(#[source] Box<Error>),
}

impl KeyringError {
    /// Short and stable, for screens that word the message themselves.
    pub fn code(&self) -> &'static str {
        match self {
            KeyringError::NoService => "no_service",
            KeyringError::Locked => "locked",
            KeyringError::NoKey => "no_key",
            KeyringError::NotAKey => "not_a_key",
            KeyringError::Failed(_) => "failed",
        }
    }
}

impl From<Error> for KeyringError {
    fn from(error: Error) -> Self {
        match error {
            Error::NoDefaultStore => KeyringError::NoService,
            Error::NoStorageAccess(_) => KeyringError::Locked,
            Error::NoEntry => KeyringError::NoKey,
            other => KeyringError::Failed(Box::new(other)),
        }
    }
}

/// The entry of one incarnation of a station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyringEntry {
    user: String,
}

impl KeyringEntry {
    /// The entry of this station. Each incarnation has a key of its own.
    pub fn new(election: &ElectionId, station: &StationId, incarnation: Incarnation) -> Self {
        KeyringEntry {
            user: format!("{election}/{station}/{incarnation}"),
        }
    }

    /// Whether a key can be kept here now: tried with a secret of no value.
    pub fn probe() -> Result<(), KeyringError> {
        let entry = Entry::new(SERVICE, "probe")?;
        entry.set_secret(b"probe")?;
        entry.delete_credential()?;
        Ok(())
    }

    /// Stores the key, replacing what an enrolment that was not finished left.
    pub fn store(&self, key: &SigningKey) -> Result<(), KeyringError> {
        Ok(Entry::new(SERVICE, &self.user)?.set_secret(key.as_bytes())?)
    }

    /// Reads the key.
    pub fn load(&self) -> Result<SigningKey, KeyringError> {
        let secret = Zeroizing::new(Entry::new(SERVICE, &self.user)?.get_secret()?);
        let seed = <[u8; 32]>::try_from(secret.as_slice()).map_err(|_| KeyringError::NotAKey)?;
        Ok(SigningKey::from_bytes(&Zeroizing::new(seed)))
    }

    /// Forgets the key.
    pub fn delete(&self) -> Result<(), KeyringError> {
        Ok(Entry::new(SERVICE, &self.user)?.delete_credential()?)
    }
}
