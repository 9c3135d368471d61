//! Who may use the private Kafka: names and generated passwords, in a file that only its owner can read.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rand::RngExt;
use rand::distr::Alphanumeric;
use serde::{Deserialize, Serialize};

use super::error::{EmbeddedError, cannot};
use super::run_file::write_private;

/// Settings of a Kafka client.
pub type ClientSettings = BTreeMap<String, String>;

/// Who central's own programs are: may do everything.
pub(super) const CENTRAL: &str = "central";
/// Who the broker is to its own controller.
pub(super) const BROKER: &str = "broker";
/// Who stations are: may write their log and status, and read what is for them.
pub(super) const STATION: &str = "station";

/// The passwords of one private Kafka, made with it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Credentials {
    pub(super) central: String,
    pub(super) broker: String,
    pub(super) station: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    /// New ones, written down before anything is made with them.
    pub(super) fn create(file: &Path) -> Result<Self, EmbeddedError> {
        let new = Credentials {
            central: random_password(),
            broker: random_password(),
            station: random_password(),
        };
        let json = serde_json::to_vec(&new).map_err(|error| EmbeddedError::Defect(error.to_string()))?;
        write_private(file, &json)?;
        Ok(new)
    }

    /// Those that this Kafka was made with.
    pub(super) fn read(file: &Path) -> Result<Self, EmbeddedError> {
        let bytes = match fs::read(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(EmbeddedError::NoCredentials {
                    path: file.to_path_buf(),
                });
            }
            outcome => outcome.map_err(cannot("read", file))?,
        };
        serde_json::from_slice(&bytes).map_err(|error| EmbeddedError::Unreadable {
            path: file.to_path_buf(),
            reason: error.to_string(),
        })
    }

    /// With which settings central's own programs connect.
    pub(super) fn of_central(&self) -> ClientSettings {
        client(CENTRAL, &self.central)
    }

    /// With which settings stations connect.
    pub(super) fn of_stations(&self) -> ClientSettings {
        client(STATION, &self.station)
    }
}

fn client(user: &str, password: &str) -> ClientSettings {
    let settings = [
        ("security.protocol", "SASL_PLAINTEXT"),
        ("sasl.mechanism", "SCRAM-SHA-512"),
        ("sasl.username", user),
        ("sasl.password", password),
    ];
    settings
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

/// 190 bits, of letters and digits that mean nothing in a URL, a properties file or an argument file.
pub(super) fn random_password() -> String {
    let mut random = rand::rng();
    (0..32).map(|_| char::from(random.sample(Alphanumeric))).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn credentials_differ_are_kept_and_only_their_owner_reads_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("kafka.credentials");
        assert!(matches!(
            Credentials::read(&file),
            Err(EmbeddedError::NoCredentials { .. })
        ));
        let made = Credentials::create(&file).unwrap();
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let read = Credentials::read(&file).unwrap();
        assert_eq!(read.of_central(), made.of_central());
        assert_ne!(made.central, made.station);
        assert_ne!(made.central, made.broker);
        assert!(made.station.len() == 32 && made.station.chars().all(|c| c.is_ascii_alphanumeric()));
        assert_eq!(format!("{made:?}"), "Credentials");
    }
}
