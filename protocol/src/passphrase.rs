//! Small secrets under a passphrase: key files and station packages. Argon2id (RFC 9106) stretches the
//! passphrase, XChaCha20-Poly1305 seals.
//!
//! Layout: `"PSE1"`, memory cost in KiB (u32, big-endian), passes (u32), lanes (u32), 16 bytes of salt,
//! 24 bytes of nonce, ciphertext. The header is authenticated; costs beyond the limits are refused before
//! any work is done. The passphrase is taken in NFC (as RFC 8265 does), because keyboards differ in how they
//! compose an accented letter.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::CryptoRng;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

const MAGIC: &[u8; 4] = b"PSE1";
const HEADER: usize = 4 + 12 + 16 + 24;
// RFC 9106 §4, second recommended option.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
const LANES: u32 = 4;
const MAX_MEMORY_KIB: u32 = 1 << 20;
const MAX_PASSES: u32 = 20;

/// Why an envelope does not open.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PassphraseError {
    /// Not an envelope.
    #[error("this is not a sealed secret (or a newer version wrote it)")]
    Format,
    /// Asks for more work than is allowed.
    #[error("the sealed secret asks for more memory or passes than is allowed")]
    Costs,
    /// Wrong passphrase, or altered.
    #[error("the passphrase is wrong, or the sealed secret was altered")]
    WrongPassphrase,
}

/// Seals a secret.
pub fn seal<R: CryptoRng>(secret: &[u8], passphrase: &str, rng: &mut R) -> Result<Vec<u8>, PassphraseError> {
    let mut header = Vec::with_capacity(HEADER + secret.len() + 16);
    header.extend(MAGIC);
    for cost in [MEMORY_KIB, PASSES, LANES] {
        header.extend(cost.to_be_bytes());
    }
    let mut random = [0u8; 40];
    rng.fill_bytes(&mut random);
    header.extend(random);
    let cipher = cipher(&header, passphrase)?;
    let mut nonce = [0u8; 24];
    nonce.copy_from_slice(&header[32..HEADER]);
    let sealed = cipher
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: secret,
                aad: &header,
            },
        )
        .map_err(|_| PassphraseError::Format)?;
    header.extend(sealed);
    Ok(header)
}

/// Whether bytes are what [`seal`] makes, and not a secret in clear. A random key of 32 bytes is too short for one.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.len() >= HEADER && bytes.starts_with(MAGIC)
}

/// Opens what [`seal`] sealed.
pub fn open(bytes: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, PassphraseError> {
    if !is_sealed(bytes) {
        return Err(PassphraseError::Format);
    }
    let (header, sealed) = bytes.split_at(HEADER);
    let cipher = cipher(header, passphrase)?;
    let mut nonce = [0u8; 24];
    nonce.copy_from_slice(&header[32..HEADER]);
    cipher
        .decrypt(
            &XNonce::from(nonce),
            Payload {
                msg: sealed,
                aad: header,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| PassphraseError::WrongPassphrase)
}

fn cipher(header: &[u8], passphrase: &str) -> Result<XChaCha20Poly1305, PassphraseError> {
    let cost = |at: usize| {
        let mut bytes = [0u8; 4];
        bytes.copy_from_slice(&header[at..at + 4]);
        u32::from_be_bytes(bytes)
    };
    let (memory, passes, lanes) = (cost(4), cost(8), cost(12));
    if memory > MAX_MEMORY_KIB || passes > MAX_PASSES || lanes > 64 {
        return Err(PassphraseError::Costs);
    }
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(|_| PassphraseError::Costs)?;
    let passphrase: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
    let mut key = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &header[16..32], &mut *key)
        .map_err(|_| PassphraseError::Costs)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn opens_with_the_passphrase_only() {
        let mut rng = StdRng::seed_from_u64(1);
        let accented = seal(b"secret", "caf\u{e9}", &mut rng).unwrap();
        assert_eq!(&**open(&accented, "cafe\u{301}").unwrap(), b"secret");
        let sealed = seal(b"secret", "correct horse", &mut rng).unwrap();
        assert_eq!(&**open(&sealed, "correct horse").unwrap(), b"secret");
        assert_eq!(
            open(&sealed, "wrong").unwrap_err(),
            PassphraseError::WrongPassphrase
        );
        let mut altered = sealed.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(
            open(&altered, "correct horse").unwrap_err(),
            PassphraseError::WrongPassphrase
        );
        assert_eq!(
            open(&sealed[..20], "correct horse").unwrap_err(),
            PassphraseError::Format
        );
    }

    #[test]
    fn absurd_costs_are_refused_before_any_work() {
        let mut rng = StdRng::seed_from_u64(1);
        let mut sealed = seal(b"secret", "p", &mut rng).unwrap();
        sealed[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(open(&sealed, "p").unwrap_err(), PassphraseError::Costs);
    }
}
