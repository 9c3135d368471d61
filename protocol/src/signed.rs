//! One way to sign and to check everything: Ed25519 (RFC 8032, strict verification) over a context, a zero
//! byte and the exact bytes of the body.

use ed25519_dalek::{Signature, Signer};
pub use ed25519_dalek::{SigningKey, VerifyingKey};
use prost::Message;
use rand::CryptoRng;
use thiserror::Error;

use crate::wire::{WireError, array, decode_strict, v1};

/// What a signature is for. Part of what is signed, so that a receipt can never pass for a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// An election definition, signed by the authority.
    Definition,
    /// An enrolment, signed by the authority.
    Enrolment,
    /// A receipt, signed by the authority's intake.
    Receipt,
    /// A roll update, signed by the authority's intake.
    RollUpdate,
    /// A station package, signed by the authority.
    StationPackage,
    /// A segment, signed by a station.
    Segment,
    /// A decision of officials, signed by the authority.
    Decision,
    /// The statement of a decision, signed by an official who approves it.
    Approval,
    /// The close report in a QR code, signed by a station.
    CloseStatement,
    /// How a station is, signed by itself.
    StationStatus,
    /// The key of one of central's services, certified by the authority.
    Service,
    /// Messages on central's topics, signed by a service.
    Published,
    /// A file of published results, signed by the authority.
    Publication,
}

impl Context {
    fn text(self) -> &'static str {
        match self {
            Context::Definition => "pollstream/1 definition",
            Context::Enrolment => "pollstream/1 enrolment",
            Context::Receipt => "pollstream/1 receipt",
            Context::RollUpdate => "pollstream/1 roll update",
            Context::StationPackage => "pollstream/1 station package",
            Context::Segment => "pollstream/1 segment",
            Context::Decision => "pollstream/1 decision",
            Context::Approval => "pollstream/1 approval",
            Context::CloseStatement => "pollstream/1 close statement",
            Context::StationStatus => "pollstream/1 station status",
            Context::Service => "pollstream/1 service",
            Context::Published => "pollstream/1 published",
            Context::Publication => "pollstream/1 publication",
        }
    }

    fn message(self, body: &[u8]) -> Vec<u8> {
        let mut message = Vec::with_capacity(self.text().len() + 1 + body.len());
        message.extend_from_slice(self.text().as_bytes());
        message.push(0);
        message.extend_from_slice(body);
        message
    }
}

/// Why a signed message is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignedError {
    /// The envelope or its body is not the wire format.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The signature is not by the expected key over these bytes.
    #[error("the signature does not match")]
    BadSignature,
}

/// An envelope that was taken apart but not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified {
    body: Vec<u8>,
    signature: [u8; 64],
}

impl Unverified {
    /// Takes the envelope apart.
    pub fn decode(bytes: &[u8]) -> Result<Self, SignedError> {
        let envelope: v1::Signed = decode_strict("signed envelope", bytes)?;
        let signature = array("signature", &envelope.signature)?;
        Ok(Unverified {
            body: envelope.body,
            signature,
        })
    }

    /// The body, to find out who claims to have signed it. Not to be believed.
    pub fn claimed_body(&self) -> &[u8] {
        &self.body
    }

    /// The body, proven to be signed by `key`.
    pub fn verify(self, context: Context, key: &VerifyingKey) -> Result<Vec<u8>, SignedError> {
        self.check(context, key)?;
        Ok(self.body)
    }

    /// Checks the signature without consuming the envelope.
    pub fn check(&self, context: Context, key: &VerifyingKey) -> Result<(), SignedError> {
        check_signature(context, &self.body, &self.signature, key)
    }
}

/// The signature alone, for a body that travels elsewhere.
pub fn signature(context: Context, body: &[u8], key: &SigningKey) -> [u8; 64] {
    key.sign(&context.message(body)).to_bytes()
}

/// Checks a signature that travels apart from its body.
pub fn check_signature(
    context: Context,
    body: &[u8],
    signature: &[u8; 64],
    key: &VerifyingKey,
) -> Result<(), SignedError> {
    key.verify_strict(&context.message(body), &Signature::from_bytes(signature))
        .map_err(|_| SignedError::BadSignature)
}

/// Signs `body` and wraps it.
pub fn sign(context: Context, body: Vec<u8>, key: &SigningKey) -> Vec<u8> {
    let signature = signature(context, &body, key).to_vec();
    v1::Signed { body, signature }.encode_to_vec()
}

/// Opens an envelope that `key` must have signed.
pub fn open(context: Context, bytes: &[u8], key: &VerifyingKey) -> Result<Vec<u8>, SignedError> {
    Unverified::decode(bytes)?.verify(context, key)
}

/// Makes a signing key.
pub fn generate_key<R: CryptoRng>(rng: &mut R) -> SigningKey {
    let mut seed = zeroize::Zeroizing::new([0u8; 32]);
    rng.fill_bytes(&mut *seed);
    SigningKey::from_bytes(&seed)
}

/// Reads a public key.
pub fn verifying_key(bytes: &[u8]) -> Result<VerifyingKey, WireError> {
    VerifyingKey::from_bytes(&array("public key", bytes)?)
        .map_err(|_| WireError::field("public key", "not an Ed25519 public key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    #[test]
    fn opens_only_with_its_key_and_its_context() {
        let bytes = sign(Context::Receipt, b"body".to_vec(), &key(1));
        assert_eq!(
            open(Context::Receipt, &bytes, &key(1).verifying_key()).unwrap(),
            b"body"
        );
        let wrong_key = open(Context::Receipt, &bytes, &key(2).verifying_key());
        assert_eq!(wrong_key, Err(SignedError::BadSignature));
        let wrong_context = open(Context::Segment, &bytes, &key(1).verifying_key());
        assert_eq!(wrong_context, Err(SignedError::BadSignature));
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let bytes = sign(Context::Receipt, b"some body".to_vec(), &key(1));
        for i in 0..bytes.len() * 8 {
            let mut bad = bytes.clone();
            bad[i / 8] ^= 1 << (i % 8);
            assert!(
                open(Context::Receipt, &bad, &key(1).verifying_key()).is_err(),
                "bit {i}"
            );
        }
    }
}
