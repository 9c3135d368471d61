//! Where the signing key of this kiosk is: `key.json` in the data folder says it, and holds nothing secret.

use std::path::Path;
use std::time::Duration;

use pollstream_protocol::enrolment::Enrolment;
use pollstream_protocol::signed::SigningKey;
use pollstream_station::{KeyFile, KeyringEntry, KeyringError, replace_file};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::dto::app::KeyPlace;
use crate::dto::error::CommandError;
use crate::failure::Answer;

/// Fewest characters of a passphrase for a key file.
pub(crate) const MIN_PASSPHRASE_CHARS: usize = 12;

/// How long the keyring may take to say whether it can be used.
const PROBE: Duration = Duration::from_secs(8);

const NOTE: &str = "key.json";
const FILE: &str = "station.key";

/// What `key.json` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyNote {
    /// Keyring or file.
    pub(crate) place: KeyPlace,
    election: String,
    station: String,
    incarnation: u32,
}

impl KeyNote {
    fn of(place: KeyPlace, enrolment: &Enrolment) -> Self {
        KeyNote {
            place,
            election: enrolment.election.to_string(),
            station: enrolment.station.to_string(),
            incarnation: enrolment.incarnation.0,
        }
    }

    /// Reads the note of an enrolled kiosk.
    pub(crate) fn read(data: &Path) -> Answer<Self> {
        let text = std::fs::read_to_string(data.join(NOTE)).map_err(|e| CommandError::file(&e))?;
        serde_json::from_str(&text)
            .map_err(|e| CommandError::refused("key_store", format!("{NOTE}: {e}")).with("problem", "note"))
    }

    fn entry(&self) -> Answer<KeyringEntry> {
        let bad =
            |_| CommandError::refused("key_store", format!("{NOTE} is damaged")).with("problem", "note");
        let incarnation = pollstream_protocol::ids::Incarnation(self.incarnation);
        let (election, station) = (
            self.election.parse().map_err(bad)?,
            self.station.parse().map_err(bad)?,
        );
        Ok(KeyringEntry::new(&election, &station, incarnation))
    }

    /// Reads the key; a file needs its passphrase. Blocks for a moment, and for as long as the keyring's prompt
    /// is open.
    pub(crate) async fn open(self, data: &Path, passphrase: Zeroizing<String>) -> Answer<SigningKey> {
        let file = KeyFile::new(data.join(FILE));
        blocking(move || match self.place {
            KeyPlace::File => Ok(file.open(&passphrase)?),
            KeyPlace::Keyring => Ok(self.entry()?.load()?),
        })
        .await
    }
}

/// Keeps the key of an enrolment that is about to be made. What an unfinished one left is replaced: without a
/// store nothing was ever signed with it.
pub(crate) async fn keep(
    data: &Path,
    place: KeyPlace,
    passphrase: Zeroizing<String>,
    enrolment: &Enrolment,
    key: &SigningKey,
) -> Answer<()> {
    if place == KeyPlace::File && passphrase.chars().count() < MIN_PASSPHRASE_CHARS {
        return Err(
            CommandError::refused("passphrase_short", "the passphrase is too short")
                .with("min", MIN_PASSPHRASE_CHARS),
        );
    }
    let note = KeyNote::of(place, enrolment);
    let (data, key) = (data.to_owned(), key.clone());
    blocking(move || {
        let path = data.join(FILE);
        match note.place {
            KeyPlace::Keyring => note.entry()?.store(&key)?,
            KeyPlace::File => {
                std::fs::remove_file(&path).ok();
                KeyFile::new(path).create(&key, &passphrase)?;
            }
        }
        let text = serde_json::to_vec_pretty(&note).unwrap_or_default();
        replace_file(&data.join(NOTE), &text).map_err(|e| CommandError::file(&e))
    })
    .await
}

/// Whether the keyring can keep a key now.
pub(crate) async fn probe_keyring() -> Result<(), KeyringError> {
    let probed = tokio::time::timeout(PROBE, tokio::task::spawn_blocking(KeyringEntry::probe)).await;
    // Without an answer it waits for somebody at a prompt.
    let Ok(probed) = probed else {
        return Err(KeyringError::Locked);
    };
    probed.unwrap_or(Err(KeyringError::NoService))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| CommandError::retry("internal", "a task was cancelled"))?
}
