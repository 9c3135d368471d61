//! What central says beside each message that it publishes: who signed it, in which epoch it was said, and which
//! number it has.
//!
//! The envelope travels in the Kafka header [`HEADER`]; the message itself stays what it is (JSON is read by any
//! tool). It binds election, topic, key, epoch, number and the exact bytes of the message. Messages that are
//! published together share one signature, over the root of the hash tree of what is signed (RFC 6962, section
//! 2.1, without its order of certificates): each envelope carries its own way to the root, so that every message
//! is proven alone, and reading ten thousand of them costs a few signatures and not ten thousand.

use std::collections::HashMap;

use prost::Message;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::ids::ElectionId;
use crate::limits::{MAX_ENVELOPE_BATCH, MAX_ENVELOPE_BYTES, MAX_LINE_CHARS};
use crate::signed::{
    Context, SigningKey, VerifyingKey, check_signature, open, sign, signature, verifying_key,
};
use crate::topics::Topic;
use crate::voter::id;
use crate::wire::{WireError, array, decode_strict, line, number, v1};

/// Name of the header that holds the envelope.
pub const HEADER: &str = "pollstream-envelope";

/// Envelopes of one signature remembered by a reader, and certificates: more than are ever in use.
const REMEMBERED: usize = 1_024;

type Hash = [u8; 32];

/// Where a message stands. An epoch is one life of the topics and of the database behind them; within it numbers
/// of one key grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The life of the topics.
    pub epoch: u64,
    /// The number in it.
    pub number: u64,
}

/// A message as it is signed.
#[derive(Debug, Clone, Copy)]
pub struct Published<'a> {
    /// The topic.
    pub topic: Topic,
    /// Its key on the topic.
    pub key: &'a str,
    /// Where it stands.
    pub position: Position,
    /// The message; `None` is a tombstone.
    pub payload: Option<&'a [u8]>,
}

/// Why a message is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    /// It has no envelope.
    #[error("nobody signed it")]
    Missing,
    /// The envelope is not one.
    #[error("its envelope cannot be read: {0}")]
    Malformed(#[from] WireError),
    /// Larger than any envelope is.
    #[error("its envelope is larger than {MAX_ENVELOPE_BYTES} bytes")]
    TooLarge,
    /// The signer's key was not certified by the authority, or for another election.
    #[error("its signer was not certified by the authority of this election")]
    NotCertified,
    /// The signature is not over this message, in this topic, under this key.
    #[error("its signature does not match: it was altered, or belongs elsewhere")]
    BadSignature,
}

/// The key of a service, with the authority's certificate for it.
#[derive(Clone)]
pub struct ServiceKey {
    election: ElectionId,
    key: SigningKey,
    certificate: Vec<u8>,
}

impl std::fmt::Debug for ServiceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ServiceKey({})", self.election)
    }
}

impl ServiceKey {
    /// Certifies `key` as the key of a service of `election`.
    pub fn certify(election: &ElectionId, service: &str, key: SigningKey, authority: &SigningKey) -> Self {
        let body = v1::ServiceCertificate {
            election: election.to_string(),
            service: service.to_owned(),
            public_key: key.verifying_key().to_bytes().to_vec(),
        };
        ServiceKey {
            election: election.clone(),
            certificate: sign(Context::Service, body.encode_to_vec(), authority),
            key,
        }
    }

    /// A key and its certificate as they were kept. Who reads messages checks the certificate; here it only has to
    /// be the key's own.
    pub fn from_parts(key: SigningKey, certificate: Vec<u8>) -> Result<Self, WireError> {
        let envelope: v1::Signed = decode_strict("service certificate", &certificate)?;
        let body: v1::ServiceCertificate = decode_strict("service certificate", &envelope.body)?;
        if body.public_key != key.verifying_key().to_bytes() {
            return Err(WireError::field("public_key", "not that of the service's key"));
        }
        Ok(ServiceKey {
            election: id("election", body.election)?,
            key,
            certificate,
        })
    }

    /// The election that it is certified for.
    pub fn election(&self) -> &ElectionId {
        &self.election
    }

    /// The secret key.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The authority's certificate.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The envelopes of messages, in their order: one signature for each [`MAX_ENVELOPE_BATCH`] of them.
    pub fn envelopes(&self, messages: &[Published<'_>]) -> Vec<Vec<u8>> {
        let mut envelopes = Vec::with_capacity(messages.len());
        for batch in messages.chunks(MAX_ENVELOPE_BATCH) {
            let leaves: Vec<Hash> = batch.iter().map(|m| leaf(&self.election, m)).collect();
            let (root, ways) = tree(leaves);
            let signature = signature(Context::Published, &root, &self.key);
            for (message, way) in batch.iter().zip(ways) {
                let envelope = v1::Envelope {
                    epoch: message.position.epoch,
                    number: message.position.number,
                    sides: way.sides,
                    path: way.path.concat(),
                    certificate: self.certificate.clone(),
                    signature: signature.to_vec(),
                };
                envelopes.push(envelope.encode_to_vec());
            }
        }
        envelopes
    }
}

/// Checks envelopes. Remembers certificates and roots that it has checked.
#[derive(Debug, Clone)]
pub struct EnvelopeReader {
    election: ElectionId,
    authority: VerifyingKey,
    certificates: HashMap<Vec<u8>, VerifyingKey>,
    roots: HashMap<(Hash, [u8; 64]), [u8; 32]>,
}

impl EnvelopeReader {
    /// A reader of one election's topics.
    pub fn new(election: ElectionId, authority: VerifyingKey) -> Self {
        EnvelopeReader {
            election,
            authority,
            certificates: HashMap::new(),
            roots: HashMap::new(),
        }
    }

    /// The election.
    pub fn election(&self) -> &ElectionId {
        &self.election
    }

    /// Where the message stands, proven to be published by a service of this election under this key and topic.
    pub fn open(
        &mut self,
        topic: Topic,
        key: &str,
        payload: Option<&[u8]>,
        envelope: Option<&[u8]>,
    ) -> Result<Position, EnvelopeError> {
        let bytes = envelope.ok_or(EnvelopeError::Missing)?;
        if bytes.len() > MAX_ENVELOPE_BYTES {
            return Err(EnvelopeError::TooLarge);
        }
        let envelope: v1::Envelope = decode_strict("envelope", bytes)?;
        let position = Position {
            epoch: number("epoch", envelope.epoch)?,
            number: number("number", envelope.number)?,
        };
        let signature: [u8; 64] = array("signature", &envelope.signature)?;
        let service = self.certified(&envelope.certificate)?;
        let message = Published {
            topic,
            key,
            position,
            payload,
        };
        let root = climb(leaf(&self.election, &message), envelope.sides, &envelope.path)?;
        self.check(root, signature, &service)?;
        Ok(position)
    }

    fn certified(&mut self, certificate: &[u8]) -> Result<VerifyingKey, EnvelopeError> {
        if let Some(key) = self.certificates.get(certificate) {
            return Ok(*key);
        }
        let body = open(Context::Service, certificate, &self.authority);
        let body = body.map_err(|_| EnvelopeError::NotCertified)?;
        let body: v1::ServiceCertificate = decode_strict("service certificate", &body)?;
        line("service", body.service, MAX_LINE_CHARS)?;
        if body.election != self.election.as_str() {
            return Err(EnvelopeError::NotCertified);
        }
        let key = verifying_key(&body.public_key)?;
        remember(&mut self.certificates, certificate.to_vec(), key);
        Ok(key)
    }

    fn check(&mut self, root: Hash, signature: [u8; 64], key: &VerifyingKey) -> Result<(), EnvelopeError> {
        if self.roots.get(&(root, signature)) == Some(key.as_bytes()) {
            return Ok(());
        }
        check_signature(Context::Published, &root, &signature, key)
            .map_err(|_| EnvelopeError::BadSignature)?;
        remember(&mut self.roots, (root, signature), key.to_bytes());
        Ok(())
    }
}

fn remember<K: Eq + std::hash::Hash, V>(known: &mut HashMap<K, V>, key: K, value: V) {
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(key, value);
}

/// Hash of what is signed of one message. Every part has its length before it: none can pass for another.
fn leaf(election: &ElectionId, message: &Published<'_>) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0]);
    for part in [election.as_str(), message.topic.base_name(), message.key] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(message.position.epoch.to_be_bytes());
    hash.update(message.position.number.to_be_bytes());
    hash.update([u8::from(message.payload.is_some())]);
    hash.update(message.payload.unwrap_or_default());
    hash.finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// From a leaf to the root: the neighbours on the way, lowest first, and a bit for each that stands left.
#[derive(Debug, Clone, Default)]
struct Way {
    sides: u32,
    path: Vec<Hash>,
}

/// The root, and each leaf's way to it. A node without a neighbour rises as it is.
fn tree(leaves: Vec<Hash>) -> (Hash, Vec<Way>) {
    let mut ways = vec![Way::default(); leaves.len()];
    // Each node with the leaves under it.
    let mut level: Vec<(Hash, std::ops::Range<usize>)> = leaves
        .into_iter()
        .enumerate()
        .map(|(n, hash)| (hash, n..n + 1))
        .collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| {
                let [(left, under_left), (right, under_right)] = pair else {
                    return pair[0].clone();
                };
                for way in &mut ways[under_left.clone()] {
                    way.path.push(*right);
                }
                for way in &mut ways[under_right.clone()] {
                    way.sides |= 1 << way.path.len();
                    way.path.push(*left);
                }
                (node(left, right), under_left.start..under_right.end)
            })
            .collect();
    }
    (level.first().map_or([0; 32], |(root, _)| *root), ways)
}

fn climb(leaf: Hash, sides: u32, path: &[u8]) -> Result<Hash, WireError> {
    let (steps, rest) = path.as_chunks::<32>();
    if !rest.is_empty() || steps.len() > 31 || sides >> steps.len() != 0 {
        return Err(WireError::field("path", "not a way to a root"));
    }
    Ok((steps.iter().enumerate()).fold(leaf, |hash, (step, neighbour)| {
        if sides >> step & 1 == 1 {
            node(neighbour, &hash)
        } else {
            node(&hash, neighbour)
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn election() -> ElectionId {
        "e".parse().unwrap()
    }

    fn service() -> ServiceKey {
        ServiceKey::certify(&election(), "intake", key(2), &key(1))
    }

    fn reader() -> EnvelopeReader {
        EnvelopeReader::new(election(), key(1).verifying_key())
    }

    fn message(number: u64, payload: &[u8]) -> Published<'_> {
        Published {
            topic: Topic::Votes,
            key: "north",
            position: Position { epoch: 1, number },
            payload: Some(payload),
        }
    }

    fn opened(envelope: &[u8], m: &Published<'_>) -> Result<Position, EnvelopeError> {
        reader().open(m.topic, m.key, m.payload, Some(envelope))
    }

    #[test]
    fn each_message_of_a_batch_of_any_size_is_proven_alone() {
        for size in [1, 2, 3, 5, 8, 255, 256, 257, 600] {
            let payloads: Vec<Vec<u8>> = (0..size).map(|n: u32| n.to_be_bytes().to_vec()).collect();
            let messages: Vec<_> = (0..).zip(&payloads).map(|(n, p)| message(n, p)).collect();
            let envelopes = service().envelopes(&messages);
            let mut all = reader();
            for (m, envelope) in messages.iter().zip(&envelopes) {
                assert!(envelope.len() <= MAX_ENVELOPE_BYTES);
                assert_eq!(opened(envelope, m), Ok(m.position));
                assert_eq!(
                    all.open(m.topic, m.key, m.payload, Some(envelope)),
                    Ok(m.position)
                );
            }
            assert_eq!(all.roots.len(), messages.len().div_ceil(MAX_ENVELOPE_BATCH));
        }
    }

    #[test]
    fn nothing_that_is_signed_may_differ() {
        let m = message(7, b"{}");
        let envelope = &service().envelopes(&[m, message(8, b"[]")])[0];
        let bad = Err(EnvelopeError::BadSignature);
        let elsewhere = [
            Published {
                topic: Topic::CheckIns,
                ..m
            },
            Published { key: "south", ..m },
            Published {
                payload: Some(b"{ }"),
                ..m
            },
            Published { payload: None, ..m },
        ];
        for other in elsewhere {
            assert_eq!(opened(envelope, &other), bad, "{other:?}");
        }
        let mut wire: v1::Envelope = decode_strict("envelope", envelope).unwrap();
        wire.number = 8;
        assert_eq!(opened(&wire.encode_to_vec(), &m), bad);
        wire.number = 7;
        wire.epoch = 2;
        assert_eq!(opened(&wire.encode_to_vec(), &m), bad);
    }

    #[test]
    fn no_flipped_bit_passes() {
        let m = message(7, b"{}");
        let envelope = &service().envelopes(&[m, message(8, b"[]"), message(9, b"")])[0];
        let mut reader = reader();
        assert_eq!(
            reader.open(m.topic, m.key, m.payload, Some(envelope)),
            Ok(m.position)
        );
        for i in 0..envelope.len() * 8 {
            let mut bad = envelope.clone();
            bad[i / 8] ^= 1 << (i % 8);
            let outcome = reader.open(m.topic, m.key, m.payload, Some(&bad));
            assert!(outcome.is_err(), "bit {i}");
        }
    }

    #[test]
    fn only_services_that_the_authority_certified_for_this_election_are_believed() {
        let m = message(1, b"{}");
        let stranger = ServiceKey::certify(&election(), "intake", key(3), &key(9));
        let elsewhere = ServiceKey::certify(&"f".parse().unwrap(), "intake", key(2), &key(1));
        for signer in [stranger, elsewhere] {
            let envelope = &signer.envelopes(&[m])[0];
            assert_eq!(opened(envelope, &m), Err(EnvelopeError::NotCertified));
        }
        // A certified key's certificate beside another key's signature.
        let stolen = ServiceKey {
            certificate: service().certificate,
            ..ServiceKey::certify(&election(), "intake", key(3), &key(9))
        };
        assert_eq!(
            opened(&stolen.envelopes(&[m])[0], &m),
            Err(EnvelopeError::BadSignature)
        );
        assert_eq!(
            reader().open(m.topic, m.key, m.payload, None),
            Err(EnvelopeError::Missing)
        );
    }

    #[test]
    fn a_node_of_the_tree_never_passes_for_a_message() {
        let (a, b) = (message(1, b"a"), message(2, b"b"));
        let envelopes = service().envelopes(&[a, b]);
        let mut wire: v1::Envelope = decode_strict("envelope", &envelopes[0]).unwrap();
        wire.path.clear();
        assert_eq!(
            opened(&wire.encode_to_vec(), &a),
            Err(EnvelopeError::BadSignature)
        );
        wire.path = vec![0; 33];
        assert!(matches!(
            opened(&wire.encode_to_vec(), &a),
            Err(EnvelopeError::Malformed(_))
        ));
        wire.path = vec![0; 32 * 40];
        assert!(opened(&wire.encode_to_vec(), &a).is_err());
    }

    #[test]
    fn a_kept_key_is_its_certificates_own() {
        let service = service();
        let kept = ServiceKey::from_parts(service.key.clone(), service.certificate.clone()).unwrap();
        assert_eq!(kept.election(), &election());
        assert!(ServiceKey::from_parts(key(5), service.certificate).is_err());
    }
}
