//! The definition as it travels: version, file and counting key under the authority's signature.

use prost::Message;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{DefinitionError, ElectionDefinition};
use crate::recovery::RecoveryPublicKey;
use crate::seal::{CountingPublicKey, SealError};
use crate::signed::{Context, SignedError, SigningKey, Unverified, VerifyingKey, open, sign};
use crate::wire::{WireError, decode_strict, v1};

/// Why a signed definition is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignedDefinitionError {
    /// Envelope or signature.
    #[error(transparent)]
    Signed(#[from] SignedError),
    /// The body is not the wire format.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The file within breaks a rule.
    #[error("the definition is not valid:\n{0}")]
    Definition(#[from] DefinitionError),
    /// The counting key or the recovery key is not a key.
    #[error(transparent)]
    Key(#[from] SealError),
}

/// The public keys of an election.
#[derive(Debug, Clone, Copy)]
pub struct ElectionKeys<'a> {
    /// Ballots are sealed to it.
    pub counting: &'a CountingPublicKey,
    /// Recovery copies are sealed to it; without it there are none.
    pub recovery: Option<&'a RecoveryPublicKey>,
}

impl<'a> From<&'a CountingPublicKey> for ElectionKeys<'a> {
    fn from(counting: &'a CountingPublicKey) -> Self {
        ElectionKeys {
            counting,
            recovery: None,
        }
    }
}

/// A definition that the authority signed.
#[derive(Debug, Clone)]
pub struct SignedDefinition {
    /// Grows with every revision.
    pub version: u32,
    /// The valid definition.
    pub definition: ElectionDefinition,
    /// The key that ballots are sealed to.
    pub counting_key: CountingPublicKey,
    /// The key that recovery copies are sealed to; without it none are made.
    pub recovery_key: Option<RecoveryPublicKey>,
    bytes: Vec<u8>,
}

impl SignedDefinition {
    /// Validates and signs a definition file.
    pub fn sign<'a>(
        version: u32,
        toml: &str,
        keys: impl Into<ElectionKeys<'a>>,
        authority: &SigningKey,
    ) -> Result<Self, SignedDefinitionError> {
        let keys = keys.into();
        let definition = ElectionDefinition::parse(toml)?;
        let body = v1::Definition {
            version,
            toml: toml.as_bytes().to_vec(),
            counting_key: keys.counting.to_bytes().to_vec(),
            recovery_key: keys.recovery.map_or(Vec::new(), |k| k.to_bytes().to_vec()),
        };
        let bytes = sign(Context::Definition, body.encode_to_vec(), authority);
        Ok(SignedDefinition {
            version,
            definition,
            counting_key: keys.counting.clone(),
            recovery_key: keys.recovery.cloned(),
            bytes,
        })
    }

    /// Opens a definition that the authority must have signed.
    pub fn open(bytes: &[u8], authority: &VerifyingKey) -> Result<Self, SignedDefinitionError> {
        let body = open(Context::Definition, bytes, authority)?;
        let body: v1::Definition = decode_strict("definition", &body)?;
        let toml = std::str::from_utf8(&body.toml)
            .map_err(|_| WireError::field("definition file", "it is not UTF-8"))?;
        let recovery_key = match body.recovery_key.as_slice() {
            [] => None,
            key => Some(RecoveryPublicKey::from_bytes(key)?),
        };
        Ok(SignedDefinition {
            version: body.version,
            definition: ElectionDefinition::parse(toml)?,
            counting_key: CountingPublicKey::from_bytes(&body.counting_key)?,
            recovery_key,
            bytes: bytes.to_vec(),
        })
    }

    /// The definition file exactly as its author wrote it.
    pub fn file(&self) -> Result<String, SignedDefinitionError> {
        let envelope = Unverified::decode(&self.bytes)?;
        let body: v1::Definition = decode_strict("definition", envelope.claimed_body())?;
        let toml = String::from_utf8(body.toml);
        Ok(toml.map_err(|_| WireError::field("definition file", "it is not UTF-8"))?)
    }

    /// The election's public keys, as a revision must keep them.
    pub fn keys(&self) -> ElectionKeys<'_> {
        ElectionKeys {
            counting: &self.counting_key,
            recovery: self.recovery_key.as_ref(),
        }
    }

    /// The exact signed bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 over the signed bytes: what officials compare when they ask "is it the same election?".
    pub fn fingerprint(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }
}
