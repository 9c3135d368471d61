//! config: which settings hold, and where each comes from.

use std::process::ExitCode;

use serde::Serialize;

use super::{Failure, Place, print_json};
use crate::embedded::ClientSettings;
use crate::settings::{DEFAULT_PARTITIONS, FILE_NAME, Origin, SettingsFile, layers};
use crate::store::without_password;

/// Parts of the names of librdkafka settings whose values are nobody's business.
const SECRETS: [&str; 3] = ["password", "secret", "key.pem"];

/// A setting as it holds.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Held {
    name: String,
    /// Nothing: it is not known. Secrets are hidden.
    value: Option<String>,
    origin: Origin,
}

impl Held {
    fn of(layers: &[(Origin, SettingsFile)], name: &str, value: fn(&SettingsFile) -> Option<String>) -> Self {
        let first = layers
            .iter()
            .find_map(|(origin, layer)| Some((*origin, value(layer)?)));
        let (origin, value) = first.map_or((Origin::Default, None), |(origin, value)| (origin, Some(value)));
        let name = name.to_owned();
        Held { name, value, origin }
    }

    fn or(mut self, default: &dyn ToString) -> Self {
        self.value.get_or_insert_with(|| default.to_string());
        self
    }
}

/// Every option of a client, the first layer that names it winning.
fn options(
    layers: &[(Origin, SettingsFile)],
    table: &str,
    of: fn(&SettingsFile) -> &ClientSettings,
) -> Vec<Held> {
    let mut found: Vec<Held> = Vec::new();
    for (origin, layer) in layers {
        for (option, value) in of(layer) {
            let name = format!("{table}.{option}");
            if found.iter().all(|held| held.name != name) {
                let secret = SECRETS.iter().any(|secret| option.contains(secret));
                let value = Some(if secret {
                    "(hidden)".to_owned()
                } else {
                    value.clone()
                });
                let origin = *origin;
                found.push(Held { name, value, origin });
            }
        }
    }
    found
}

fn held(layers: &[(Origin, SettingsFile)]) -> Vec<Held> {
    let mut all = vec![
        Held::of(layers, "kafka", |s| s.kafka.clone()),
        Held::of(layers, "postgres", |s| {
            s.postgres.as_deref().map(without_password)
        }),
        Held::of(layers, "database", |s| s.database.clone()),
        Held::of(layers, "topic_prefix", |s| s.topic_prefix.clone()).or(&""),
        Held::of(layers, "partitions", |s| s.partitions.map(|n| n.to_string())).or(&DEFAULT_PARTITIONS),
        Held::of(layers, "replication", |s| s.replication.map(|n| n.to_string())).or(&1),
    ];
    all.extend(options(layers, "kafka_options", |s| &s.kafka_options));
    all.extend(options(layers, "station_kafka_options", |s| {
        &s.station_kafka_options
    }));
    all
}

pub(super) fn config(place: &Place, json: bool) -> Result<ExitCode, Failure> {
    let data = place.data();
    let held = held(&layers(&data, place.given())?);
    if json {
        return print_json(&serde_json::json!({ "data": data, "settings": held }));
    }
    println!("Data folder: {}", data.display());
    for Held { name, value, origin } in &held {
        let value = match value.as_deref() {
            None => "not known",
            Some("") => "none",
            Some(value) => value,
        };
        let origin = match (origin, value) {
            (Origin::Default, "not known") => "nothing says it".to_owned(),
            (Origin::Default, _) => "default".to_owned(),
            (Origin::Given, _) => "command line or environment".to_owned(),
            (Origin::File, _) => FILE_NAME.to_owned(),
            (Origin::Running, _) => "the central up that runs on the data folder".to_owned(),
        };
        println!("{name} = {value}   ({origin})");
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_says_something_wins_and_secrets_are_hidden() {
        let option = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let given = SettingsFile {
            kafka: Some("flag:1".into()),
            kafka_options: [option("sasl.password", "s3cret")].into(),
            ..SettingsFile::default()
        };
        let file = SettingsFile {
            kafka: Some("file:2".into()),
            postgres: Some("postgres://u:s3cret@h/a".into()),
            kafka_options: [option("sasl.password", "other"), option("client.id", "c")].into(),
            ..SettingsFile::default()
        };
        let all = held(&[(Origin::Given, given), (Origin::File, file)]);
        let of = |name: &str| {
            let held = all.iter().find(|held| held.name == name).expect("a setting");
            (held.value.as_deref(), held.origin)
        };
        assert_eq!(of("kafka"), (Some("flag:1"), Origin::Given));
        assert_eq!(of("postgres").1, Origin::File);
        assert_eq!(of("database"), (None, Origin::Default));
        assert_eq!(of("partitions"), (Some("6"), Origin::Default));
        assert_eq!(
            of("kafka_options.sasl.password"),
            (Some("(hidden)"), Origin::Given)
        );
        assert_eq!(of("kafka_options.client.id"), (Some("c"), Origin::File));
        assert!(!format!("{all:?}").contains("s3cret"));
    }
}
