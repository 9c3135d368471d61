//! Recovery copies: a kiosk may burn with ballots in its box. Each cast appends to the log the sealed ballot,
//! sealed once more to the recovery key, which trustees hold and nobody needs on a normal day.
//!
//! A copy says nothing but that a ballot was cast: all copies of an election have one length, and name neither
//! the ballot style nor the tracking code outside of the seal.

use rand::CryptoRng;
use zeroize::Zeroizing;

use crate::ids::{BallotStyleId, ElectionId, Incarnation, StationId};
use crate::limits::MAX_ID_CHARS;
use crate::seal::{CountingKey, CountingPublicKey, EncappedKey, SealError, SealedBallot};

const COPY: &[u8] = b"pollstream/1 recovery copy";
const STYLE_BYTES: usize = 1 + MAX_ID_CHARS;
const KEY_BYTES: usize = size_of::<EncappedKey>();

/// The public half of the recovery key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryPublicKey(CountingPublicKey);

impl RecoveryPublicKey {
    /// 32 bytes (RFC 7748).
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Reads 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        CountingPublicKey::from_bytes(bytes).map(Self)
    }

    /// A recovery copy of a sealed ballot.
    pub fn copy<R: CryptoRng>(
        &self,
        style: &BallotStyleId,
        ballot: &SealedBallot,
        scope: &RecoveryScope,
        rng: &mut R,
    ) -> Result<SealedBallot, SealError> {
        let name = style.as_str().as_bytes();
        let mut plain = vec![0; STYLE_BYTES];
        plain[0] = u8::try_from(name.len()).map_err(|_| SealError::DoesNotOpen)?;
        plain[1..=name.len()].copy_from_slice(name);
        plain.extend(ballot.encapped_key);
        plain.extend(&ballot.ciphertext);
        SealedBallot::seal_as(COPY, &plain, &self.0, &scope.aad, rng)
    }
}

/// What a copy is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryScope {
    aad: Vec<u8>,
}

impl RecoveryScope {
    /// The scope of one incarnation of a station in an election.
    pub fn new(election: &ElectionId, station: &StationId, incarnation: Incarnation) -> Self {
        let aad = format!("{election}\0{station}\0{incarnation}").into_bytes();
        RecoveryScope { aad }
    }
}

/// The secret half: whoever holds it finds in a station's log the sealed ballots in the order of casting, and
/// still cannot open them without the counting key.
#[derive(Debug, Clone)]
pub struct RecoveryKey {
    secret: CountingKey,
    public: RecoveryPublicKey,
}

impl RecoveryKey {
    /// Makes a key pair.
    pub fn generate<R: CryptoRng>(rng: &mut R) -> Self {
        Self::of(CountingKey::generate(rng))
    }

    fn of(secret: CountingKey) -> Self {
        let public = RecoveryPublicKey(secret.public().clone());
        RecoveryKey { secret, public }
    }

    /// The public half.
    pub fn public(&self) -> &RecoveryPublicKey {
        &self.public
    }

    /// 32 secret bytes.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.secret.to_bytes()
    }

    /// Reads 32 secret bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        CountingKey::from_bytes(bytes).map(Self::of)
    }

    /// The sealed ballot of a copy, with its style.
    pub fn open(
        &self,
        copy: &SealedBallot,
        scope: &RecoveryScope,
    ) -> Result<(BallotStyleId, SealedBallot), SealError> {
        let plain = copy.open_as(COPY, &self.secret, &scope.aad)?;
        let refused = SealError::DoesNotOpen;
        let (style, ballot) = plain.split_at_checked(STYLE_BYTES).ok_or(refused.clone())?;
        let (key, ciphertext) = ballot.split_at_checked(KEY_BYTES).ok_or(refused.clone())?;
        let name = (style.get(1..=usize::from(style[0])))
            .and_then(|name| std::str::from_utf8(name).ok())
            .and_then(|name| name.parse().ok())
            .ok_or(refused.clone())?;
        let ballot = SealedBallot {
            encapped_key: key.try_into().map_err(|_| refused)?,
            ciphertext: ciphertext.to_vec(),
        };
        Ok((name, ballot))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn scope(station: &str) -> RecoveryScope {
        RecoveryScope::new(&"e".parse().unwrap(), &station.parse().unwrap(), Incarnation(1))
    }

    fn ballot(byte: u8) -> SealedBallot {
        SealedBallot {
            encapped_key: [byte; 32],
            ciphertext: vec![byte; 90],
        }
    }

    #[test]
    fn a_copy_gives_the_sealed_ballot_back_to_the_recovery_key_only() {
        let mut rng = StdRng::seed_from_u64(1);
        let key = RecoveryKey::generate(&mut rng);
        let style: BallotStyleId = "city".parse().unwrap();
        let copy = key
            .public()
            .copy(&style, &ballot(7), &scope("a"), &mut rng)
            .unwrap();
        assert_eq!(key.open(&copy, &scope("a")).unwrap(), (style, ballot(7)));
        assert_eq!(key.open(&copy, &scope("b")), Err(SealError::DoesNotOpen));
        let other = RecoveryKey::generate(&mut rng);
        assert_eq!(other.open(&copy, &scope("a")), Err(SealError::DoesNotOpen));
        let restored = RecoveryKey::from_bytes(&*key.to_bytes()).unwrap();
        assert!(restored.open(&copy, &scope("a")).is_ok());
    }

    #[test]
    fn copies_of_all_styles_have_one_length() {
        let mut rng = StdRng::seed_from_u64(2);
        let key = RecoveryKey::generate(&mut rng);
        let mut length = |style: &str| {
            let style = style.parse().unwrap();
            let copy = key.public().copy(&style, &ballot(1), &scope("a"), &mut rng);
            copy.unwrap().ciphertext.len()
        };
        assert_eq!(length("a"), length(&"b".repeat(MAX_ID_CHARS)));
    }
}
