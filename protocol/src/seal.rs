//! Sealing ballots to the election's counting key.
//!
//! A batch begins with one HPKE encapsulation (RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256)) to the
//! counting key; the exported secret keys an XChaCha20-Poly1305. Each ballot is one fixed-length plaintext
//! under its own random 24-byte nonce, which is the ballot's tracking code. The batch key lives in memory
//! only: after a crash nobody but the holder of the counting key can open what was sealed.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hpke::aead::ExportOnlyAead;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, setup_receiver, setup_sender_with_rng};
use rand::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::ids::{ElectionId, Incarnation, StationId, TRACKING_CODE_BYTES, TrackingCode};

type BallotKem = X25519HkdfSha256;

const INFO: &[u8] = b"pollstream/1 ballot batch";
const EXPORT: &[u8] = b"pollstream/1 ballot key";

/// Bytes that the seal adds to a plaintext (the Poly1305 tag).
pub const SEAL_OVERHEAD: usize = 16;

/// Why something cannot be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// Not an X25519 key.
    #[error("not a counting key: 32 bytes of an X25519 key are expected")]
    BadKey,
    /// The encapsulated key of a batch is not a valid point.
    #[error("the batch's encapsulated key is not valid")]
    BadEncapsulation,
    /// Altered, or sealed for another election, station, incarnation or key.
    #[error("the sealed ballot does not open: it was altered, or sealed for another election or station")]
    DoesNotOpen,
}

/// The public half of the counting key.
#[derive(Clone, PartialEq, Eq)]
pub struct CountingPublicKey(<BallotKem as Kem>::PublicKey);

impl CountingPublicKey {
    /// 32 bytes (RFC 7748).
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// Reads 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        <BallotKem as Kem>::PublicKey::from_bytes(bytes)
            .map(Self)
            .map_err(|_| SealError::BadKey)
    }
}

impl std::fmt::Debug for CountingPublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CountingPublicKey(…)")
    }
}

/// The secret half of the counting key: whoever holds it can open ballots.
#[derive(Clone)]
pub struct CountingKey {
    secret: <BallotKem as Kem>::PrivateKey,
    public: CountingPublicKey,
}

impl CountingKey {
    /// Makes a key pair.
    pub fn generate<R: CryptoRng>(rng: &mut R) -> Self {
        let (secret, public) = BallotKem::gen_keypair_with_rng(rng);
        CountingKey {
            secret,
            public: CountingPublicKey(public),
        }
    }

    /// The public half.
    pub fn public(&self) -> &CountingPublicKey {
        &self.public
    }

    /// 32 secret bytes.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.secret.to_bytes().into())
    }

    /// Reads 32 secret bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let secret = <BallotKem as Kem>::PrivateKey::from_bytes(bytes).map_err(|_| SealError::BadKey)?;
        let public = CountingPublicKey(BallotKem::sk_to_pk(&secret));
        Ok(CountingKey { secret, public })
    }
}

impl std::fmt::Debug for CountingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CountingKey(…)")
    }
}

/// What every ballot of a batch is bound to: a ballot moved to another place does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealScope {
    aad: Vec<u8>,
}

impl SealScope {
    /// The scope of one incarnation of a station in an election.
    pub fn new(election: &ElectionId, station: &StationId, incarnation: Incarnation) -> Self {
        // Ids hold no zero byte, so the parts cannot run into each other.
        let aad = format!("{election}\0{station}\0{incarnation}").into_bytes();
        SealScope { aad }
    }
}

/// A ballot under seal. Says nothing but its tracking code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealedBallot {
    /// Nonce and tracking code.
    pub tracking_code: TrackingCode,
    /// Fixed-length ciphertext and tag.
    pub ciphertext: Vec<u8>,
}

/// 32 bytes: the encapsulated key of a batch (RFC 9180 §4.1).
pub type EncappedKey = [u8; 32];

/// A batch being filled: holds the key with which ballots are sealed, in memory only.
pub struct BatchSealer {
    encapped_key: EncappedKey,
    cipher: XChaCha20Poly1305,
    scope: SealScope,
}

impl BatchSealer {
    /// Begins a batch: one X25519 encapsulation.
    pub fn new<R: CryptoRng>(
        key: &CountingPublicKey,
        scope: SealScope,
        rng: &mut R,
    ) -> Result<Self, SealError> {
        let (encapped, context) =
            setup_sender_with_rng::<ExportOnlyAead, HkdfSha256, BallotKem>(&OpModeS::Base, &key.0, INFO, rng)
                .map_err(|_| SealError::BadKey)?;
        let mut exported = Zeroizing::new([0u8; 32]);
        context
            .export(EXPORT, &mut *exported)
            .map_err(|_| SealError::BadKey)?;
        let cipher = XChaCha20Poly1305::new((&*exported).into());
        Ok(BatchSealer {
            encapped_key: encapped.to_bytes().into(),
            cipher,
            scope,
        })
    }

    /// The batch's encapsulated key: its public name, and what central opens it with.
    pub fn encapped_key(&self) -> &EncappedKey {
        &self.encapped_key
    }

    /// Seals one plaintext under a fresh random nonce.
    pub fn seal<R: CryptoRng>(&self, plaintext: &[u8], rng: &mut R) -> Result<SealedBallot, SealError> {
        let mut nonce = [0u8; TRACKING_CODE_BYTES];
        rng.fill_bytes(&mut nonce);
        let payload = Payload {
            msg: plaintext,
            aad: &self.scope.aad,
        };
        let ciphertext =
            (self.cipher.encrypt(&XNonce::from(nonce), payload)).map_err(|_| SealError::DoesNotOpen)?;
        Ok(SealedBallot {
            tracking_code: TrackingCode(nonce),
            ciphertext,
        })
    }
}

/// A batch being opened with the counting key.
pub struct BatchOpener {
    cipher: XChaCha20Poly1305,
    scope: SealScope,
}

impl BatchOpener {
    /// One X25519 decapsulation.
    pub fn new(key: &CountingKey, encapped_key: &[u8], scope: SealScope) -> Result<Self, SealError> {
        let encapped = <BallotKem as Kem>::EncappedKey::from_bytes(encapped_key)
            .map_err(|_| SealError::BadEncapsulation)?;
        let context = setup_receiver::<ExportOnlyAead, HkdfSha256, BallotKem>(
            &OpModeR::Base,
            &key.secret,
            &encapped,
            INFO,
        )
        .map_err(|_| SealError::BadEncapsulation)?;
        let mut exported = Zeroizing::new([0u8; 32]);
        context
            .export(EXPORT, &mut *exported)
            .map_err(|_| SealError::BadEncapsulation)?;
        Ok(BatchOpener {
            cipher: XChaCha20Poly1305::new((&*exported).into()),
            scope,
        })
    }

    /// The plaintext of one sealed ballot.
    pub fn open(&self, ballot: &SealedBallot) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let nonce = XNonce::from(ballot.tracking_code.0);
        let payload = Payload {
            msg: &ballot.ciphertext,
            aad: &self.scope.aad,
        };
        self.cipher
            .decrypt(&nonce, payload)
            .map(Zeroizing::new)
            .map_err(|_| SealError::DoesNotOpen)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn scope(station: &str) -> SealScope {
        SealScope::new(&"e".parse().unwrap(), &station.parse().unwrap(), Incarnation(1))
    }

    #[test]
    fn only_the_counting_key_opens_and_only_in_its_scope() {
        let mut rng = StdRng::seed_from_u64(1);
        let key = CountingKey::generate(&mut rng);
        let sealer = BatchSealer::new(key.public(), scope("a"), &mut rng).unwrap();
        let ballot = sealer.seal(b"plain", &mut rng).unwrap();
        assert_eq!(ballot.ciphertext.len(), 5 + SEAL_OVERHEAD);

        let open = |key: &CountingKey, scope, ballot: &SealedBallot| {
            BatchOpener::new(key, sealer.encapped_key(), scope)
                .unwrap()
                .open(ballot)
        };
        assert_eq!(&**open(&key, scope("a"), &ballot).unwrap(), b"plain");
        assert_eq!(open(&key, scope("b"), &ballot), Err(SealError::DoesNotOpen));
        assert!(open(&CountingKey::generate(&mut rng), scope("a"), &ballot).is_err());
        let restored = CountingKey::from_bytes(&*key.to_bytes()).unwrap();
        assert_eq!(&**open(&restored, scope("a"), &ballot).unwrap(), b"plain");
        for i in 0..ballot.ciphertext.len() {
            let mut bad = ballot.clone();
            bad.ciphertext[i] ^= 1;
            assert_eq!(
                open(&key, scope("a"), &bad),
                Err(SealError::DoesNotOpen),
                "byte {i}"
            );
        }
    }

    #[test]
    fn equal_ballots_look_unrelated() {
        let mut rng = StdRng::seed_from_u64(2);
        let key = CountingKey::generate(&mut rng);
        let sealer = BatchSealer::new(key.public(), scope("a"), &mut rng).unwrap();
        let (a, b) = (
            sealer.seal(b"same", &mut rng).unwrap(),
            sealer.seal(b"same", &mut rng).unwrap(),
        );
        assert_ne!(a.tracking_code, b.tracking_code);
        assert_ne!(a.ciphertext, b.ciphertext);
    }

    #[test]
    fn nonsense_keys_are_refused() {
        assert_eq!(CountingPublicKey::from_bytes(&[1; 31]), Err(SealError::BadKey));
        assert_eq!(
            CountingKey::from_bytes(&[1; 33]).map(|_| ()),
            Err(SealError::BadKey)
        );
        let mut rng = StdRng::seed_from_u64(3);
        let key = CountingKey::generate(&mut rng);
        assert!(BatchOpener::new(&key, &[0; 5], scope("a")).is_err());
        assert!(
            BatchOpener::new(&key, &[0; 32], scope("a")).is_err(),
            "the all-zero point"
        );
    }
}
