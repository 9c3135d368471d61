//! Splitting the counting key among trustees: any `threshold` of their shares give it back, and fewer say nothing about it
//! (Shamir 1979, over GF(2^8)).
//!
//! A share is one line of text, so that it can be printed, typed and kept in an envelope. It names the key by its public
//! half, so that joined shares prove themselves.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use blahaj::Sharks;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use pollstream_protocol::seal::CountingKey;
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

/// Most trustees of one key.
pub const MAX_TRUSTEES: u8 = 20;
const CHECK_BYTES: usize = 4;
/// What a share's line begins with: the format, and which key.
const FORMAT: [&str; 2] = ["pollstream-share-1", "counting"];

/// The public half of a secret.
fn public(secret: &[u8]) -> Option<[u8; 32]> {
    let key = CountingKey::from_bytes(secret).ok()?;
    Some(key.public().to_bytes())
}

/// Why shares cannot be made or joined.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ShareError {
    /// The numbers make no sense.
    #[error(
        "a key is split among 2 to {MAX_TRUSTEES} trustees, of whom at least 2 and at most all are needed"
    )]
    Numbers,
    /// Not 32 bytes of an X25519 key.
    #[error("this is not a key")]
    NotAKey,
    /// A line that is no share, or was mistyped.
    #[error("line {0} is not a share, or was mistyped")]
    NotAShare(usize),
    /// Shares of different keys.
    #[error("these shares are of different keys, or of different times that one was split")]
    DifferentKeys,
    /// Not enough shares.
    #[error("{given} different shares were given, {needed} are needed")]
    TooFew {
        /// Shares given, each once.
        given: usize,
        /// Shares needed.
        needed: usize,
    },
    /// They join to something else.
    #[error("the shares do not give the key that they name: one of them is wrong")]
    Wrong,
}

/// One trustee's share.
#[derive(Clone, PartialEq, Eq)]
pub struct Share {
    threshold: u8,
    public: [u8; 32],
    bytes: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Share({})", self.number())
    }
}

impl Share {
    /// Which share it is, from 1.
    pub fn number(&self) -> u8 {
        self.bytes.first().copied().unwrap_or(0)
    }

    fn check(&self) -> [u8; CHECK_BYTES] {
        let digest = Sha256::new()
            .chain_update(b"pollstream/1 share\0")
            .chain_update(FORMAT[1])
            .chain_update([self.threshold])
            .chain_update(self.public)
            .chain_update(&*self.bytes)
            .finalize();
        let mut check = [0; CHECK_BYTES];
        check.copy_from_slice(&digest[..CHECK_BYTES]);
        check
    }

    /// The line that the trustee keeps. Secret.
    pub fn to_line(&self) -> Zeroizing<String> {
        let checked = Zeroizing::new([self.bytes.as_slice(), &self.check()].concat());
        Zeroizing::new(format!(
            "{} {} {} {}",
            FORMAT.join(" "),
            self.threshold,
            HEXLOWER.encode(&self.public),
            BASE32_NOPAD.encode(&checked)
        ))
    }
}

impl FromStr for Share {
    type Err = ();

    fn from_str(line: &str) -> Result<Self, ()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [format, key, threshold, public, bytes] = words.as_slice() else {
            return Err(());
        };
        if [*format, *key] != FORMAT {
            return Err(());
        }
        let public = HEXLOWER.decode(public.to_ascii_lowercase().as_bytes());
        let checked = BASE32_NOPAD.decode(bytes.to_ascii_uppercase().as_bytes());
        let checked = Zeroizing::new(checked.map_err(|_| ())?);
        let (bytes, check) = checked.split_last_chunk::<CHECK_BYTES>().ok_or(())?;
        let share = Share {
            threshold: threshold.parse().map_err(|_| ())?,
            public: public.ok().and_then(|p| p.try_into().ok()).ok_or(())?,
            bytes: Zeroizing::new(bytes.to_vec()),
        };
        let sound = share.bytes.len() == 33 && share.number() > 0 && share.check() == *check;
        sound.then_some(share).ok_or(())
    }
}

/// Splits a secret into `trustees` shares, of which any `threshold` give it back.
pub fn split<R: CryptoRng>(
    secret: &[u8; 32],
    threshold: u8,
    trustees: u8,
    rng: &mut R,
) -> Result<Vec<Share>, ShareError> {
    if threshold < 2 || threshold > trustees || trustees > MAX_TRUSTEES {
        return Err(ShareError::Numbers);
    }
    let public = public(secret).ok_or(ShareError::NotAKey)?;
    let share = |part: blahaj::Share| Share {
        threshold,
        public,
        bytes: Zeroizing::new(Vec::from(&part)),
    };
    let dealer = Sharks(threshold).dealer_rng(secret, rng);
    Ok(dealer.take(trustees.into()).map(share).collect())
}

/// Reads shares, one a line; empty lines and lines that begin with `#` say nothing.
pub fn read(text: &str) -> Result<Vec<Share>, ShareError> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(number, line)| line.parse().map_err(|()| ShareError::NotAShare(number)))
        .collect()
}

/// Joins shares to the key that they name.
pub fn join(shares: &[Share]) -> Result<Zeroizing<[u8; 32]>, ShareError> {
    let Some(first) = shares.first() else {
        return Err(ShareError::TooFew { given: 0, needed: 2 });
    };
    let of = |share: &Share| (share.threshold, share.public);
    if shares.iter().any(|share| of(share) != of(first)) {
        return Err(ShareError::DifferentKeys);
    }
    let distinct: BTreeMap<u8, &Share> = shares.iter().map(|s| (s.number(), s)).collect();
    let needed = usize::from(first.threshold);
    if distinct.len() < needed {
        return Err(ShareError::TooFew {
            given: distinct.len(),
            needed,
        });
    }
    let parts = distinct
        .into_values()
        .take(needed)
        .map(|s| blahaj::Share::try_from(s.bytes.as_slice()));
    let parts = parts
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| ShareError::Wrong)?;
    let joined = Sharks(first.threshold)
        .recover(&parts)
        .map_err(|_| ShareError::Wrong)?;
    let joined = Zeroizing::new(joined);
    let secret: [u8; 32] = joined.as_slice().try_into().map_err(|_| ShareError::Wrong)?;
    let secret = Zeroizing::new(secret);
    match public(&*secret) {
        Some(public) if public == first.public => Ok(secret),
        _ => Err(ShareError::Wrong),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn shares(seed: u64) -> (Zeroizing<[u8; 32]>, Vec<Share>) {
        let mut rng = StdRng::seed_from_u64(seed);
        let secret = CountingKey::generate(&mut rng).to_bytes();
        let shares = split(&secret, 3, 5, &mut rng).unwrap();
        (secret, shares)
    }

    #[test]
    fn any_three_of_five_give_the_key_back() {
        let (secret, shares) = shares(1);
        for (a, b, c) in [(0, 1, 2), (4, 2, 0), (1, 3, 4)] {
            let lines: Vec<String> = [a, b, c].map(|i: usize| shares[i].to_line().to_string()).into();
            let text = format!("# an envelope\n\n{}\n", lines.join("\n"));
            assert_eq!(*join(&read(&text).unwrap()).unwrap(), *secret);
        }
    }

    #[test]
    fn two_are_too_few_and_one_twice_is_one() {
        let (secret, shares) = shares(2);
        let few = [shares[0].clone(), shares[1].clone(), shares[0].clone()];
        assert_eq!(join(&few), Err(ShareError::TooFew { given: 2, needed: 3 }));
        // Two points of a polynomial of the second degree, joined as if they were enough.
        let parts: Vec<_> = few[..2]
            .iter()
            .map(|s| blahaj::Share::try_from(&s.bytes[..]).unwrap())
            .collect();
        assert_ne!(Sharks(2).recover(&parts).unwrap(), secret.to_vec());
    }

    #[test]
    fn what_does_not_belong_together_does_not_join() {
        let (_, of_one) = shares(3);
        let (_, of_other) = shares(4);
        let mixed = [of_one[0].clone(), of_one[1].clone(), of_other[2].clone()];
        assert_eq!(join(&mixed), Err(ShareError::DifferentKeys));
        let mut wrong = of_one[..3].to_vec();
        wrong[1].bytes[7] ^= 1;
        assert_eq!(join(&wrong), Err(ShareError::Wrong));
        assert!(matches!(join(&[]), Err(ShareError::TooFew { given: 0, .. })));
    }

    #[test]
    fn a_mistyped_line_is_named_and_not_repeated() {
        let (_, shares) = shares(5);
        let line = shares[0].to_line();
        for at in [20, 60, line.len() - 1] {
            let mut typed = line.as_bytes().to_vec();
            typed[at] = if typed[at] == b'2' { b'3' } else { b'2' };
            let text = format!("\n{}", String::from_utf8(typed).unwrap());
            assert_eq!(read(&text), Err(ShareError::NotAShare(2)), "{at}");
        }
        assert!(!format!("{:?}", shares[0]).contains(&line[100..]));
    }

    #[test]
    fn numbers_that_protect_nothing_are_refused() {
        let mut rng = StdRng::seed_from_u64(6);
        let secret = CountingKey::generate(&mut rng).to_bytes();
        for (threshold, trustees) in [(0, 3), (1, 3), (4, 3), (2, 21)] {
            let refused = split(&secret, threshold, trustees, &mut rng);
            assert_eq!(refused.map(|s| s.len()), Err(ShareError::Numbers));
        }
    }
}
