//! What lies on a disk or a stick and names voters, under the station's key: XChaCha20-Poly1305 with a key of its
//! own, derived from the station's signing key. Whoever has the file and not the key learns how long it is.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::ids::VoterId;
use crate::signed::SigningKey;

const NONCE: usize = 24;
const TAG: usize = 16;

/// Bytes that sealing adds.
pub const AT_REST_OVERHEAD: usize = NONCE + TAG;

/// Altered, moved from where it was, or of another station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "what is stored under the station's key does not open: it was altered, or belongs to another station"
)]
pub struct AtRestError;

/// The keys of one incarnation of a station for what it stores. Two uses never share a key.
#[derive(Clone)]
pub struct AtRestKey {
    cipher: XChaCha20Poly1305,
    lookup: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for AtRestKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AtRestKey(…)")
    }
}

impl AtRestKey {
    /// Of the station with this signing key.
    pub fn of(signing_key: &SigningKey) -> Self {
        let cipher = derived(b"pollstream/1 roll at rest", signing_key);
        AtRestKey {
            cipher: XChaCha20Poly1305::new((&*cipher).into()),
            lookup: derived(b"pollstream/1 voter lookup", signing_key),
        }
    }

    /// Seals under a random nonce. It opens with the same `place` only: what is in one row does not pass for
    /// another.
    pub fn seal<R: CryptoRng>(&self, plain: &[u8], place: &[u8], rng: &mut R) -> Vec<u8> {
        let mut nonce = [0u8; NONCE];
        rng.fill_bytes(&mut nonce);
        let payload = Payload {
            msg: plain,
            aad: place,
        };
        let sealed = (self.cipher.encrypt(&XNonce::from(nonce), payload))
            .unwrap_or_else(|_| unreachable!("memory holds less than the 256 GiB that the cipher takes"));
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what [`AtRestKey::seal`] sealed.
    pub fn open(&self, sealed: &[u8], place: &[u8]) -> Result<Zeroizing<Vec<u8>>, AtRestError> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE>().ok_or(AtRestError)?;
        let payload = Payload { msg, aad: place };
        let plain = self.cipher.decrypt(&XNonce::from(*nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| AtRestError)
    }

    /// Under what a voter is stored. A voter's id can be computed by whoever guesses the registration number; this
    /// only with the key.
    pub fn lookup(&self, voter: VoterId) -> [u8; 32] {
        Sha256::new()
            .chain_update(*self.lookup)
            .chain_update(voter.0.as_bytes())
            .finalize()
            .into()
    }
}

fn derived(purpose: &[u8], signing_key: &SigningKey) -> Zeroizing<[u8; 32]> {
    let digest = Sha256::new()
        .chain_update(purpose)
        .chain_update([0])
        .chain_update(Zeroizing::new(signing_key.to_bytes()))
        .finalize();
    Zeroizing::new(digest.into())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn it_opens_with_its_key_at_its_place_only() {
        let (key, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let (key, other) = (AtRestKey::of(&key), AtRestKey::of(&other));
        let mut rng = StdRng::seed_from_u64(1);
        let sealed = key.seal(b"Ada Lovelace", b"row 1", &mut rng);
        assert_eq!(sealed.len(), b"Ada Lovelace".len() + AT_REST_OVERHEAD);
        assert_eq!(&**key.open(&sealed, b"row 1").unwrap(), b"Ada Lovelace");
        assert_eq!(key.open(&sealed, b"row 2"), Err(AtRestError));
        assert_eq!(other.open(&sealed, b"row 1"), Err(AtRestError));
        assert_eq!(key.open(&sealed[1..], b"row 1"), Err(AtRestError));
        assert_eq!(key.open(b"short", b"row 1"), Err(AtRestError));
        assert_ne!(
            key.seal(b"Ada Lovelace", b"row 1", &mut rng),
            sealed,
            "a nonce of its own"
        );
    }

    #[test]
    fn a_voter_is_looked_up_with_the_key_only() {
        let (key, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let voter = VoterId(Uuid::from_bytes([3; 16]));
        assert_eq!(
            AtRestKey::of(&key).lookup(voter),
            AtRestKey::of(&key).lookup(voter)
        );
        assert_ne!(
            AtRestKey::of(&key).lookup(voter),
            AtRestKey::of(&other).lookup(voter)
        );
        assert_ne!(
            AtRestKey::of(&key).lookup(voter),
            AtRestKey::of(&key).lookup(VoterId(Uuid::from_bytes([4; 16])))
        );
    }
}
