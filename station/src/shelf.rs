//! How ballots lie in the box: sealed as they are, and closed once more under a key that is on no disk.
//!
//! Why: whoever holds the counting key and a copy of the store could otherwise open the box, and from two copies of
//! it see what was put in between them. The key is made from the station's signing key, which the system's keyring
//! or a passphrase keeps: a restart loses nothing, and the files alone tell only how many ballots there are.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use pollstream_protocol::entry::{BallotGroup, Entry, EntryBody, EntryKind};
use pollstream_protocol::ids::BallotStyleId;
use pollstream_protocol::seal::SealedBallot;
use pollstream_protocol::signed::SigningKey;
use rand::Rng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::StationError;

/// Ballots that lie together. A cast writes one shelf anew, not the whole box.
pub(crate) const SHELF_BALLOTS: usize = 64;

const NONCE_BYTES: usize = 24;
const BOX: &[u8] = b"pollstream/1 ballot box\0";
const DAMAGED: StationError = StationError::Damaged("the ballot box");

/// Closes and opens shelves.
pub(crate) struct BoxKey(XChaCha20Poly1305);

impl BoxKey {
    pub(crate) fn new(signing_key: &SigningKey) -> Self {
        let hash = Sha256::new()
            .chain_update(BOX)
            .chain_update(signing_key.as_bytes());
        let key = Zeroizing::new(<[u8; 32]>::from(hash.finalize()));
        BoxKey(XChaCha20Poly1305::new((&*key).into()))
    }

    /// Closes a shelf under a new nonce: two states of it have nothing in common. Within it the ballots are sorted by
    /// their bytes, so that also whoever has the key finds no order.
    pub(crate) fn close<R: Rng>(
        &self,
        style: &BallotStyleId,
        ballots: Vec<SealedBallot>,
        rng: &mut R,
    ) -> Result<Vec<u8>, StationError> {
        let group = BallotGroup {
            ballot_style: style.clone(),
            ballots,
        };
        let mut nonce = [0; NONCE_BYTES];
        rng.fill_bytes(&mut nonce);
        let plain = EntryBody::BallotGroup(group).encode().payload;
        let payload = Payload {
            msg: &plain,
            aad: style.as_str().as_bytes(),
        };
        let sealed = (self.0.encrypt(&XNonce::from(nonce), payload)).map_err(|_| DAMAGED)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(crate) fn open(
        &self,
        style: &BallotStyleId,
        shelf: &[u8],
    ) -> Result<Vec<SealedBallot>, StationError> {
        let (nonce, sealed) = shelf.split_at_checked(NONCE_BYTES).ok_or(DAMAGED)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| DAMAGED)?;
        let payload = Payload {
            msg: sealed,
            aad: style.as_str().as_bytes(),
        };
        let payload = (self.0.decrypt(&XNonce::from(nonce), payload)).map_err(|_| DAMAGED)?;
        let kind = EntryKind::BallotGroup;
        match (Entry { kind, payload }).decode()? {
            EntryBody::BallotGroup(group) => Ok(group.ballots),
            _ => Err(DAMAGED),
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn ballots() -> Vec<SealedBallot> {
        let ballot = |n| SealedBallot {
            encapped_key: [n; 32],
            ciphertext: vec![n; 80],
        };
        vec![ballot(3), ballot(1), ballot(2)]
    }

    fn contains(haystack: &[u8], needle: &[u8]) -> bool {
        haystack.windows(needle.len()).any(|w| w == needle)
    }

    #[test]
    fn a_shelf_gives_its_ballots_back_to_its_key_and_style_only() {
        let rng = &mut StdRng::seed_from_u64(1);
        let (city, rural) = ("city".parse().unwrap(), "rural".parse().unwrap());
        let key = BoxKey::new(&SigningKey::from_bytes(&[1; 32]));
        let shelf = key.close(&city, ballots(), rng).unwrap();
        let mut sorted = ballots();
        sorted.sort();
        assert_eq!(key.open(&city, &shelf).unwrap(), sorted);
        assert!(key.open(&rural, &shelf).is_err());
        assert!(key.open(&city, &shelf[..20]).is_err());
        let other = BoxKey::new(&SigningKey::from_bytes(&[2; 32]));
        assert!(other.open(&city, &shelf).is_err());
    }

    #[test]
    fn two_states_of_a_shelf_have_nothing_in_common() {
        let rng = &mut StdRng::seed_from_u64(2);
        let key = BoxKey::new(&SigningKey::from_bytes(&[1; 32]));
        let mut close = |ballots| key.close(&"city".parse().unwrap(), ballots, rng).unwrap();
        let (before, after) = (close(ballots()), close(ballots()));
        assert!(after.windows(8).all(|w| !contains(&before, w)));
    }
}
