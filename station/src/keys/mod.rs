//! Where the station's signing key is kept: in the operating system's keyring, or in a file under a
//! passphrase. Whoever steals the disk has neither the key nor the ballots.

mod file;
#[cfg(feature = "keyring")]
mod keyring;

pub use file::{KeyFile, KeyFileError};
#[cfg(feature = "keyring")]
pub use keyring::{KeyringEntry, KeyringError};
