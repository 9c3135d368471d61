//! The signing key in a file, under a passphrase (Argon2id and XChaCha20-Poly1305, see
//! [`pollstream_protocol::passphrase`]).

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use pollstream_protocol::passphrase::{self, PassphraseError};
use pollstream_protocol::signed::SigningKey;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::files::synchronise_folder_of;

/// More than any key file has: a larger one is not read.
const MAX_KEY_FILE_BYTES: u64 = 4 << 10;

/// Why a key file cannot be used.
#[derive(Debug, Error)]
pub enum KeyFileError {
    /// A new key would overwrite a file.
    #[error("{} exists already: a key file is never overwritten", .0.display())]
    Exists(PathBuf),
    /// The file cannot be read or written.
    #[error("the key file {} cannot be used: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Wrong passphrase, or not a key file.
    #[error("the key file does not open: {0}")]
    Passphrase(#[from] PassphraseError),
    /// What the file holds is no key.
    #[error("the key file opens, but holds no signing key")]
    NotAKey,
}

/// A file that holds a signing key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    path: PathBuf,
}

impl KeyFile {
    /// A key file at `path`, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        KeyFile { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file exists.
    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    /// Writes the key under a passphrase to a file that must not exist, readable by its owner only, and
    /// synchronises it to the disk. Takes about 100 ms: the passphrase is stretched.
    pub fn create(&self, key: &SigningKey, passphrase: &str) -> Result<(), KeyFileError> {
        let sealed = passphrase::seal(key.as_bytes(), passphrase, &mut rand::rng())?;
        let mut file = private().open(&self.path).map_err(|e| self.error(e))?;
        let written = file.write_all(&sealed).and_then(|()| file.sync_all());
        let written = written.and_then(|()| synchronise_folder_of(&self.path));
        written.map_err(|e| {
            // Half a key file is worse than none: it would stand in the way of the next attempt.
            fs::remove_file(&self.path).ok();
            self.error(e)
        })
    }

    /// Reads the key. Takes about 100 ms: the passphrase is stretched.
    pub fn open(&self, passphrase: &str) -> Result<SigningKey, KeyFileError> {
        let mut sealed = Vec::new();
        let file = File::open(&self.path).map_err(|e| self.error(e))?;
        file.take(MAX_KEY_FILE_BYTES)
            .read_to_end(&mut sealed)
            .map_err(|e| self.error(e))?;
        let plain = passphrase::open(&sealed, passphrase)?;
        let seed = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| KeyFileError::NotAKey)?;
        Ok(SigningKey::from_bytes(&Zeroizing::new(seed)))
    }

    fn error(&self, source: std::io::Error) -> KeyFileError {
        if source.kind() == ErrorKind::AlreadyExists {
            return KeyFileError::Exists(self.path.clone());
        }
        KeyFileError::File {
            path: self.path.clone(),
            source,
        }
    }
}

/// A new file for its owner only. Other systems than Unix protect it through the folder that it lies in.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_file_and_opens_with_its_passphrase_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::new(folder.path().join("station.key"));
        let key = SigningKey::from_bytes(&[7; 32]);
        assert!(!file.exists());
        file.create(&key, "correct horse").unwrap();
        assert_eq!(file.open("correct horse").unwrap(), key);
        assert!(matches!(
            file.open("wrong"),
            Err(KeyFileError::Passphrase(PassphraseError::WrongPassphrase))
        ));
        assert!(matches!(file.create(&key, "x"), Err(KeyFileError::Exists(_))));
        let bytes = fs::read(file.path()).unwrap();
        assert!(
            !bytes.windows(32).any(|w| w == key.as_bytes()),
            "the key stands in clear"
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::new(folder.path().join("station.key"));
        file.create(&SigningKey::from_bytes(&[7; 32]), "p").unwrap();
        let mode = fs::metadata(file.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn other_files_are_no_keys() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        fs::write(&path, b"something else").unwrap();
        assert!(matches!(
            KeyFile::new(&path).open("p"),
            Err(KeyFileError::Passphrase(_))
        ));
        assert!(matches!(
            KeyFile::new(folder.path().join("none")).open("p"),
            Err(KeyFileError::File { .. })
        ));
    }
}
