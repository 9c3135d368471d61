//! Central's secrets, in the data folder's `keys/`:
//!
//! - `authority.key` (Ed25519) signs the definition, enrolments, receipts and roll updates;
//! - `service.key` (Ed25519, with the authority's certificate) signs every message that central publishes;
//! - `counting.key` (X25519) opens ballots. Whoever has it can open every ballot, so in `after_close` mode
//!   it is kept away from the intake until the election closes.
//!
//! The files are under a passphrase when `POLLSTREAM_KEY_PASSPHRASE` is set, and otherwise readable by their
//! owner only.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use pollstream_protocol::envelope::ServiceKey;
use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::passphrase::{self, PassphraseError};
use pollstream_protocol::seal::CountingKey;
use pollstream_protocol::signed::{SigningKey, generate_key};
use thiserror::Error;
use zeroize::Zeroizing;

/// The environment variable that holds the passphrase of key files.
pub const PASSPHRASE_VARIABLE: &str = "POLLSTREAM_KEY_PASSPHRASE";

/// Why a key could not be read or written.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The file could not be read or written.
    #[error("key file {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: std::io::Error,
    },
    /// A key would be overwritten.
    #[error(
        "key file {0} exists already: a second key would make everything signed with the first worthless"
    )]
    Exists(PathBuf),
    /// The passphrase does not open it, or none was given.
    #[error("key file {path}: {source} (set {PASSPHRASE_VARIABLE})")]
    Passphrase {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: PassphraseError,
    },
    /// Not a key.
    #[error("key file {0} does not hold a key of 32 bytes")]
    Format(PathBuf),
    /// Not the service's key of this election.
    #[error(
        "key file {0} does not hold the service key of this election: remove it where the authority's key is, \
         and another one is made and certified"
    )]
    Service(PathBuf),
}

const SERVICE: &str = "service.key";

/// Writes a new file that only its owner may read, down to the disk. Never overwrites one.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Where keys are kept, and under which passphrase.
pub struct KeyFolder {
    folder: PathBuf,
    passphrase: Option<Zeroizing<String>>,
}

impl KeyFolder {
    /// The keys of a data folder; the passphrase comes from the environment.
    pub fn of(data: &Path) -> Self {
        let passphrase = std::env::var(PASSPHRASE_VARIABLE)
            .ok()
            .filter(|p| !p.is_empty())
            .map(Zeroizing::new);
        KeyFolder {
            folder: data.join("keys"),
            passphrase,
        }
    }

    /// Makes both keys. Refuses to overwrite any.
    pub fn generate(&self) -> Result<(SigningKey, CountingKey), KeyError> {
        let authority = generate_key(&mut rand::rng());
        let counting = CountingKey::generate(&mut rand::rng());
        let io = |source| KeyError::Io {
            path: self.folder.clone(),
            source,
        };
        fs::create_dir_all(&self.folder).map_err(io)?;
        for name in ["authority.key", "counting.key"] {
            let path = self.folder.join(name);
            if path.exists() {
                return Err(KeyError::Exists(path));
            }
        }
        self.write("authority.key", authority.as_bytes())?;
        self.write("counting.key", &*counting.to_bytes())?;
        Ok((authority, counting))
    }

    /// The key that signs.
    pub fn authority(&self) -> Result<SigningKey, KeyError> {
        Ok(SigningKey::from_bytes(&*self.read("authority.key")?))
    }

    /// The key that opens ballots.
    pub fn counting(&self) -> Result<CountingKey, KeyError> {
        let bytes = self.read("counting.key")?;
        CountingKey::from_bytes(&*bytes).map_err(|_| KeyError::Format(self.folder.join("counting.key")))
    }

    /// Puts the counting key back, as trustees have joined it. Never overwrites one.
    pub fn put_counting(&self, secret: &[u8; 32]) -> Result<PathBuf, KeyError> {
        let path = self.folder.join("counting.key");
        if path.exists() {
            return Err(KeyError::Exists(path));
        }
        self.write("counting.key", secret)?;
        Ok(path)
    }

    /// The key with which services sign what they publish. Where there is none yet, it is made and certified, which
    /// takes the authority's key.
    pub fn service(&self, election: &ElectionId) -> Result<ServiceKey, KeyError> {
        let path = self.folder.join(SERVICE);
        if !path.exists() {
            let key = generate_key(&mut rand::rng());
            let made = ServiceKey::certify(election, "central", key, &self.authority()?);
            let content = [made.key().as_bytes().as_slice(), made.certificate()].concat();
            match self.write(SERVICE, &content) {
                Ok(()) => return Ok(made),
                // Another service made one at the same moment.
                Err(KeyError::Io { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        let content = self.read_whole(SERVICE)?;
        let wrong = || KeyError::Service(path.clone());
        let (secret, certificate) = content.split_first_chunk::<32>().ok_or_else(wrong)?;
        ServiceKey::from_parts(SigningKey::from_bytes(secret), certificate.to_vec())
            .ok()
            .filter(|service| service.election() == election)
            .ok_or_else(wrong)
    }

    /// Never overwrites a file, and nobody ever sees a part of one.
    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeyError> {
        let path = self.folder.join(name);
        let sealed = match &self.passphrase {
            Some(passphrase) => passphrase::seal(secret, passphrase, &mut rand::rng()).map_err(|source| {
                KeyError::Passphrase {
                    path: path.clone(),
                    source,
                }
            })?,
            None => secret.to_vec(),
        };
        let sealed = Zeroizing::new(sealed);
        let temporary = self
            .folder
            .join(format!(".{name}.{:016x}", rand::random::<u64>()));
        let written = write_private(&temporary, &sealed).and_then(|()| fs::hard_link(&temporary, &path));
        let _ = fs::remove_file(&temporary);
        written.map_err(|source| KeyError::Io {
            path: path.clone(),
            source,
        })
    }

    fn read(&self, name: &str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
        let secret = self.read_whole(name)?;
        let array: Result<[u8; 32], _> = secret.as_slice().try_into();
        Ok(Zeroizing::new(
            array.map_err(|_| KeyError::Format(self.folder.join(name)))?,
        ))
    }

    /// What a file holds, opened with the passphrase if it is under one.
    fn read_whole(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let path = self.folder.join(name);
        let bytes = fs::read(&path).map_err(|source| KeyError::Io {
            path: path.clone(),
            source,
        })?;
        let bytes = Zeroizing::new(bytes);
        if !passphrase::is_sealed(&bytes) {
            return Ok(bytes);
        }
        let passphrase = self.passphrase.as_ref().map_or("", |p| p.as_str());
        passphrase::open(&bytes, passphrase).map_err(|source| KeyError::Passphrase { path, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(data: &Path, passphrase: Option<&str>) -> KeyFolder {
        KeyFolder {
            folder: data.join("keys"),
            passphrase: passphrase.map(|p| Zeroizing::new(p.to_owned())),
        }
    }

    #[test]
    fn keys_survive_and_are_never_overwritten() {
        for passphrase in [None, Some("open sesame")] {
            let data = tempfile::tempdir().unwrap();
            let keys = folder(data.path(), passphrase);
            let (authority, counting) = keys.generate().unwrap();
            assert_eq!(keys.authority().unwrap(), authority);
            assert_eq!(keys.counting().unwrap().public(), counting.public());
            assert!(matches!(keys.generate(), Err(KeyError::Exists(_))));
            let election = "e".parse().unwrap();
            let service = keys.service(&election).unwrap();
            assert_eq!(keys.service(&election).unwrap().key(), service.key());
            assert!(matches!(
                keys.service(&"f".parse().unwrap()),
                Err(KeyError::Service(_))
            ));
            let secret = counting.to_bytes();
            assert!(matches!(keys.put_counting(&secret), Err(KeyError::Exists(_))));
            fs::remove_file(data.path().join("keys/counting.key")).unwrap();
            keys.put_counting(&secret).unwrap();
            assert_eq!(keys.counting().unwrap().public(), counting.public());
            if passphrase.is_some() {
                let without = folder(data.path(), None);
                assert!(matches!(without.authority(), Err(KeyError::Passphrase { .. })));
            }
        }
    }
}
