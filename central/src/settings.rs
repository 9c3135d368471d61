//! Where a central's servers, data and keys are.
//!
//! Each setting comes from the first of: command line, environment, `central.toml` in the data folder, the
//! run file of a `central up` that is running on that folder.

use std::fs;
use std::path::{Path, PathBuf};

use pollstream_protocol::topics::TopicNames;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::embedded::{ClientSettings, EmbeddedError, Endpoints, Running};
use crate::kafka::Kafka;
use crate::keys::KeyFolder;
use crate::store::{Store, StoreError};

/// Name of the settings file in the data folder.
pub const FILE_NAME: &str = "central.toml";

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file could not be read or written.
    #[error("settings file {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: std::io::Error,
    },
    /// The file is not valid.
    #[error("settings file {path}: {detail}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        detail: String,
    },
    /// No server is known.
    #[error(
        "no Kafka and Postgres are known for {data}: start `central up --data {data}`, or name your own servers \
         with --kafka HOST:PORT --postgres URL (or in {data}/{FILE_NAME})"
    )]
    NoServers {
        /// The data folder.
        data: String,
    },
    /// The run file could not be read.
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
}

/// Settings as they are written in `central.toml`. All are optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SettingsFile {
    /// Kafka bootstrap servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kafka: Option<String>,
    /// URL of the election's database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postgres: Option<String>,
    /// Name of the election's database on the server; overrides the one in the URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// Prefix of the election's topics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic_prefix: Option<String>,
    /// Partitions of the station log: how many intakes can share the work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partitions: Option<i32>,
    /// Copies that Kafka keeps of each topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication: Option<i32>,
    /// More librdkafka settings, e.g. `"security.protocol" = "SASL_SSL"`.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub kafka_options: ClientSettings,
    /// The librdkafka settings that stations are to use: they go into the packages of stations.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub station_kafka_options: ClientSettings,
}

impl SettingsFile {
    /// Reads the data folder's file; an absent one is empty.
    pub fn read(data: &Path) -> Result<Self, SettingsError> {
        let path = data.join(FILE_NAME);
        match fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|e| SettingsError::Format {
                path,
                detail: e.to_string().trim_end().to_owned(),
            }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(SettingsFile::default()),
            Err(source) => Err(SettingsError::Io { path, source }),
        }
    }

    /// Writes the file for its owner only: the URL may hold a password.
    pub fn write(&self, data: &Path) -> Result<(), SettingsError> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let path = data.join(FILE_NAME);
        let text = toml::to_string(self).map_err(|e| SettingsError::Format {
            path: path.clone(),
            detail: e.to_string(),
        })?;
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(data)?;
            let temporary = data.join(format!(".{FILE_NAME}.new"));
            let mut options = fs::OpenOptions::new();
            let mut file = options
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&temporary)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&temporary, &path)
        };
        write().map_err(|source| SettingsError::Io {
            path: path.clone(),
            source,
        })
    }

    /// This file's settings, and the other's where this one is silent.
    #[must_use]
    pub fn or(self, other: SettingsFile) -> SettingsFile {
        let mut kafka_options = other.kafka_options;
        kafka_options.extend(self.kafka_options);
        let mut station_kafka_options = other.station_kafka_options;
        station_kafka_options.extend(self.station_kafka_options);
        SettingsFile {
            kafka: self.kafka.or(other.kafka),
            postgres: self.postgres.or(other.postgres),
            database: self.database.or(other.database),
            topic_prefix: self.topic_prefix.or(other.topic_prefix),
            partitions: self.partitions.or(other.partitions),
            replication: self.replication.or(other.replication),
            kafka_options,
            station_kafka_options,
        }
    }
}

/// A central whose servers are known.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder: keys, packages, settings.
    pub data: PathBuf,
    /// Kafka.
    pub kafka: Kafka,
    /// URL of the election's database.
    pub postgres: String,
    /// Partitions of the station log.
    pub partitions: i32,
    /// Copies that Kafka keeps of each topic.
    pub replication: i32,
}

/// Name of the election's database on the embedded Postgres.
pub const EMBEDDED_DATABASE: &str = "pollstream";
/// Partitions of the station log where nothing else is said.
pub const DEFAULT_PARTITIONS: i32 = 6;

/// Where a setting comes from. The first that has it wins, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The command line or the environment.
    Given,
    /// `central.toml` in the data folder.
    File,
    /// A `central up` that runs on the data folder.
    Running,
    /// Nothing says otherwise.
    Default,
}

/// All that says something about the settings, the first to be believed first.
pub fn layers(data: &Path, given: SettingsFile) -> Result<Vec<(Origin, SettingsFile)>, SettingsError> {
    let mut layers = vec![(Origin::Given, given), (Origin::File, SettingsFile::read(data)?)];
    let known =
        |of: fn(&SettingsFile) -> &Option<String>| layers.iter().any(|(_, layer)| of(layer).is_some());
    let (kafka, postgres) = (known(|s| &s.kafka), known(|s| &s.postgres));
    if !(kafka && postgres)
        && let Some(running) = Running::read(data)?.filter(Running::is_alive)
    {
        let Endpoints {
            kafka: bootstrap,
            kafka_options,
            station_kafka_options,
            postgres: url,
        } = running.endpoints;
        let mut layer = SettingsFile::default();
        if !kafka {
            // Its passwords are for its own brokers only.
            layer.kafka = Some(bootstrap);
            (layer.kafka_options, layer.station_kafka_options) = (kafka_options, station_kafka_options);
        }
        if !postgres {
            layer.postgres = Some(url);
            layer.database = Some(EMBEDDED_DATABASE.to_owned());
        }
        layers.push((Origin::Running, layer));
    }
    Ok(layers)
}

impl Settings {
    /// Resolves settings given on the command line or by environment against file and run file.
    pub fn resolve(data: PathBuf, given: SettingsFile) -> Result<Self, SettingsError> {
        let layers = layers(&data, given)?.into_iter().map(|(_, layer)| layer);
        let settings = layers.reduce(SettingsFile::or).unwrap_or_default();
        if settings.kafka.is_none() || settings.postgres.is_none() {
            return Err(SettingsError::NoServers {
                data: data.display().to_string(),
            });
        }
        let kafka = Kafka {
            bootstrap: settings.kafka.unwrap_or_default(),
            topics: TopicNames::new(settings.topic_prefix.unwrap_or_default()),
            options: settings.kafka_options.into_iter().collect(),
            station_options: settings.station_kafka_options.into_iter().collect(),
        };
        let mut postgres = settings.postgres.unwrap_or_default();
        if let Some(database) = settings.database {
            postgres = crate::store::with_database(&postgres, &database);
        }
        Ok(Settings {
            data,
            kafka,
            postgres,
            partitions: settings.partitions.unwrap_or(DEFAULT_PARTITIONS),
            replication: settings.replication.unwrap_or(1),
        })
    }

    /// Connects to the election's database.
    pub async fn store(&self) -> Result<Store, StoreError> {
        Store::connect(&self.postgres).await
    }

    /// Connects to the election's database to look only: nothing can be changed, and a user that may only read
    /// is enough.
    pub async fn reading_store(&self) -> Result<Store, StoreError> {
        Store::connect_reading(&self.postgres).await
    }

    /// The keys in the data folder.
    pub fn keys(&self) -> KeyFolder {
        KeyFolder::of(&self.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_line_wins_over_file_and_unknown_servers_are_said() {
        let data = tempfile::tempdir().unwrap();
        let error = Settings::resolve(data.path().into(), SettingsFile::default()).unwrap_err();
        assert!(error.to_string().contains("central up"), "{error}");

        let file = SettingsFile {
            kafka: Some("file:1".into()),
            postgres: Some("postgres://u:p@h/a".into()),
            database: Some("b".into()),
            ..SettingsFile::default()
        };
        file.write(data.path()).unwrap();
        let given = SettingsFile {
            kafka: Some("flag:2".into()),
            ..SettingsFile::default()
        };
        let settings = Settings::resolve(data.path().into(), given).unwrap();
        assert_eq!(settings.kafka.bootstrap, "flag:2");
        assert_eq!(settings.postgres, "postgres://u:p@h/b");

        fs::write(data.path().join(FILE_NAME), "kafka = 5\n").unwrap();
        let error = Settings::resolve(data.path().into(), SettingsFile::default()).unwrap_err();
        assert!(error.to_string().contains("line 1"), "{error}");
    }
}
