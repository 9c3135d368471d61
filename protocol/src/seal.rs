//! Sealing ballots to the election's counting key.
//!
//! Each ballot is one HPKE message (RFC 9180 single shot, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
//! ChaCha20-Poly1305) with an encapsulation of its own: no key ties it to another ballot, to a stretch of time
//! or to one run of the program. The same seal, to another key and under another label, makes recovery copies.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use hpke::{single_shot_open, single_shot_seal_with_rng};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::ids::{BallotStyleId, ElectionId, Incarnation, StationId};
use crate::tracking_code::{TRACKING_CODE_BYTES, TrackingCode};

type BallotKem = X25519HkdfSha256;

const BALLOT: &[u8] = b"pollstream/1 ballot";
const CODE: &[u8] = b"pollstream/1 tracking code\0";

/// Bytes that the seal adds to a plaintext (the Poly1305 tag).
pub const SEAL_OVERHEAD: usize = 16;

/// Why something cannot be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// Not an X25519 key.
    #[error("not a counting key: 32 bytes of an X25519 key are expected")]
    BadKey,
    /// The encapsulated key is not a valid point.
    #[error("the ballot's encapsulated key is not valid")]
    BadEncapsulation,
    /// Altered, or sealed for another election, station, incarnation, ballot style or key.
    #[error(
        "the sealed ballot does not open: it was altered, or sealed for another election, station or ballot style"
    )]
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

/// What a ballot is bound to: moved to another place or another ballot style it does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealScope {
    aad: Vec<u8>,
}

impl SealScope {
    /// The scope of the ballots of one style that one incarnation of a station takes in an election.
    pub fn new(
        election: &ElectionId,
        station: &StationId,
        incarnation: Incarnation,
        style: &BallotStyleId,
    ) -> Self {
        // Ids hold no zero byte, so the parts cannot run into each other.
        let aad = format!("{election}\0{station}\0{incarnation}\0{style}").into_bytes();
        SealScope { aad }
    }
}

/// 32 bytes: an encapsulated key (RFC 9180 §4.1).
pub type EncappedKey = [u8; 32];

/// A ballot under seal. Says nothing but its tracking code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealedBallot {
    /// The ballot's own encapsulation.
    pub encapped_key: EncappedKey,
    /// Fixed-length ciphertext and tag.
    pub ciphertext: Vec<u8>,
}

impl std::fmt::Debug for SealedBallot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealedBallot(…)")
    }
}

impl SealedBallot {
    /// Seals one plaintext.
    pub fn seal<R: CryptoRng>(
        plaintext: &[u8],
        key: &CountingPublicKey,
        scope: &SealScope,
        rng: &mut R,
    ) -> Result<Self, SealError> {
        Self::seal_as(BALLOT, plaintext, key, &scope.aad, rng)
    }

    /// The plaintext, with the counting key.
    pub fn open(&self, key: &CountingKey, scope: &SealScope) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.open_as(BALLOT, key, &scope.aad)
    }

    pub(crate) fn seal_as<R: CryptoRng>(
        label: &[u8],
        plaintext: &[u8],
        key: &CountingPublicKey,
        aad: &[u8],
        rng: &mut R,
    ) -> Result<Self, SealError> {
        let (encapped, ciphertext) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, BallotKem>(
            &OpModeS::Base,
            &key.0,
            label,
            plaintext,
            aad,
            rng,
        )
        .map_err(|_| SealError::BadKey)?;
        Ok(SealedBallot {
            encapped_key: encapped.to_bytes().into(),
            ciphertext,
        })
    }

    pub(crate) fn open_as(
        &self,
        label: &[u8],
        key: &CountingKey,
        aad: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let encapped = <BallotKem as Kem>::EncappedKey::from_bytes(&self.encapped_key)
            .map_err(|_| SealError::BadEncapsulation)?;
        single_shot_open::<ChaCha20Poly1305, HkdfSha256, BallotKem>(
            &OpModeR::Base,
            &key.secret,
            &encapped,
            label,
            &self.ciphertext,
            aad,
        )
        .map(Zeroizing::new)
        .map_err(|_| SealError::DoesNotOpen)
    }

    /// The code that the voter may keep: it finds this sealed ballot in the station's log, and says nothing of
    /// what is in it.
    pub fn tracking_code(&self) -> TrackingCode {
        let digest = Sha256::new()
            .chain_update(CODE)
            .chain_update(self.encapped_key)
            .chain_update(&self.ciphertext)
            .finalize();
        let mut code = [0; TRACKING_CODE_BYTES];
        code.copy_from_slice(&digest[..TRACKING_CODE_BYTES]);
        TrackingCode(code)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn scope(station: &str, style: &str) -> SealScope {
        SealScope::new(
            &"e".parse().unwrap(),
            &station.parse().unwrap(),
            Incarnation(1),
            &style.parse().unwrap(),
        )
    }

    #[test]
    fn only_the_counting_key_opens_and_only_in_its_scope() {
        let mut rng = StdRng::seed_from_u64(1);
        let key = CountingKey::generate(&mut rng);
        let here = scope("a", "x");
        let ballot = SealedBallot::seal(b"plain", key.public(), &here, &mut rng).unwrap();
        assert_eq!(ballot.ciphertext.len(), 5 + SEAL_OVERHEAD);

        assert_eq!(&**ballot.open(&key, &here).unwrap(), b"plain");
        for elsewhere in [scope("b", "x"), scope("a", "y")] {
            assert_eq!(ballot.open(&key, &elsewhere), Err(SealError::DoesNotOpen));
        }
        assert!(ballot.open(&CountingKey::generate(&mut rng), &here).is_err());
        let restored = CountingKey::from_bytes(&*key.to_bytes()).unwrap();
        assert_eq!(&**ballot.open(&restored, &here).unwrap(), b"plain");
        for i in 0..ballot.ciphertext.len() {
            let mut bad = ballot.clone();
            bad.ciphertext[i] ^= 1;
            assert_eq!(bad.open(&key, &here), Err(SealError::DoesNotOpen), "byte {i}");
            assert_ne!(bad.tracking_code(), ballot.tracking_code());
        }
    }

    #[test]
    fn equal_ballots_look_unrelated() {
        let mut rng = StdRng::seed_from_u64(2);
        let key = CountingKey::generate(&mut rng);
        let mut seal = || SealedBallot::seal(b"same", key.public(), &scope("a", "x"), &mut rng).unwrap();
        let (a, b) = (seal(), seal());
        assert_ne!(a.encapped_key, b.encapped_key);
        assert_ne!(a.ciphertext, b.ciphertext);
        assert_ne!(a.tracking_code(), b.tracking_code());
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
        let nothing = SealedBallot {
            encapped_key: [0; 32],
            ciphertext: vec![0; 40],
        };
        assert!(
            nothing.open(&key, &scope("a", "x")).is_err(),
            "the all-zero point"
        );
    }
}
