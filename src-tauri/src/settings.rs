//! Where the kiosk keeps its data and how it behaves: command line, then environment, then `kiosk.toml` in the
//! data folder, then the defaults.

#![allow(
    clippy::doc_markdown,
    reason = "what the options' comments say is read in a terminal"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Deserialize;

use crate::training;

/// Says, like `--training`, that this is a training.
pub(crate) const ENV_TRAINING: &str = "POLLSTREAM_KIOSK_TRAINING";
/// Most bytes of a settings file that are read.
const MAX_FILE_BYTES: u64 = 64 << 10;
const IDLE_LOCK: Duration = Duration::from_mins(5);
const SHORTEST_IDLE_LOCK: u64 = 15;
const LONGEST_IDLE_LOCK: u64 = 3_600;
const ROLL_STALE_HOURS: u32 = 12;

/// The polling-station app of Pollstream: the officers' desk and the voters' booth.
///
/// Without a command it opens the desk. Settings may also stand in kiosk.toml in the data folder, under the
/// names of the options (kafka, export_folder, printer, screens, windowed, idle_lock_seconds, roll_stale_hours and a table
/// kafka_options). A key file is unlocked at the start when POLLSTREAM_KEY_PASSPHRASE holds its passphrase.
#[derive(Debug, Parser)]
#[command(name = "pollstream-kiosk", version, max_term_width = 110)]
pub(crate) struct Cli {
    /// What is given here.
    #[command(flatten)]
    pub(crate) given: Given,
    /// What to do instead of opening the desk.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make this kiosk the station of a package, as the first run does in the window
    Enrol(EnrolArgs),
}

/// Enrols without a window. The enrolment code is read from POLLSTREAM_ENROLMENT_CODE; with
/// POLLSTREAM_KEY_PASSPHRASE the key goes into a file under it, otherwise into the keyring.
#[derive(Debug, Args)]
pub(crate) struct EnrolArgs {
    /// The station package.
    pub(crate) package: PathBuf,
    /// Officers (TOML): tables [[officer]] with name, role (poll_worker, presiding_officer) and pin.
    #[arg(long, value_name = "FILE")]
    pub(crate) officers: PathBuf,
}

/// Settings on the command line or in the environment.
#[derive(Debug, Clone, Args)]
pub(crate) struct Given {
    /// Data folder of this kiosk.
    #[arg(long, env = "POLLSTREAM_KIOSK_DATA", value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// Kafka bootstrap servers instead of those in the station package.
    #[arg(long, env = "POLLSTREAM_KIOSK_KAFKA", value_name = "HOST:PORT")]
    pub(crate) kafka: Option<String>,
    /// A librdkafka setting, e.g. security.protocol=SSL; may be repeated.
    #[arg(long = "kafka-option", value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub(crate) kafka_options: Vec<(String, String)>,
    /// A folder that is offered like a drive, besides sticks and cards.
    #[arg(long, env = "POLLSTREAM_KIOSK_EXPORT", value_name = "FOLDER")]
    pub(crate) export_folder: Option<PathBuf>,
    /// The printer: a queue of CUPS. Without one the desk prints into the folder `printed` of the data folder, and
    /// the booth offers no printing.
    #[arg(long, env = "POLLSTREAM_KIOSK_PRINTER", value_name = "QUEUE")]
    pub(crate) printer: Option<String>,
    /// Whether the booth has a screen of its own.
    #[arg(long, env = "POLLSTREAM_KIOSK_SCREENS", value_enum)]
    pub(crate) screens: Option<ScreensWanted>,
    /// Practise on a made-up election: with data of its own, which say so on every screen. Nothing is sent.
    #[arg(long, env = ENV_TRAINING)]
    pub(crate) training: bool,
    /// Windows with borders instead of full screens.
    #[arg(long, env = "POLLSTREAM_KIOSK_WINDOWED", num_args = 0..=1, default_missing_value = "true")]
    pub(crate) windowed: Option<bool>,
    /// Seconds without activity after which the desk locks (15 to 3600).
    #[arg(long, env = "POLLSTREAM_KIOSK_IDLE_LOCK", value_name = "SECONDS")]
    pub(crate) idle_lock: Option<u64>,
    /// Say more on standard error; twice for everything.
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// How many screens to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScreensWanted {
    /// Two when a second monitor is there.
    Auto,
    /// The desk hands its screen over.
    One,
    /// The booth's window is shown beside the desk's.
    Two,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("NAME=VALUE is expected, e.g. security.protocol=SSL".to_owned()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SettingsFile {
    kafka: Option<String>,
    kafka_options: BTreeMap<String, String>,
    export_folder: Option<PathBuf>,
    printer: Option<String>,
    screens: Option<ScreensWanted>,
    windowed: Option<bool>,
    idle_lock_seconds: Option<u64>,
    roll_stale_hours: Option<u32>,
}

/// The settings in force.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The kiosk's own data folder; it exists.
    pub(crate) home: PathBuf,
    /// Where the station is: the same, or the training's folder in it. It exists.
    pub(crate) data: PathBuf,
    /// This is a training.
    pub(crate) training: bool,
    /// Kafka instead of the package's.
    pub(crate) kafka: Option<String>,
    /// More librdkafka settings.
    pub(crate) kafka_options: Vec<(String, String)>,
    /// A folder that is offered like a drive.
    pub(crate) export_folder: Option<PathBuf>,
    /// The printer's queue.
    pub(crate) printer: Option<String>,
    /// How many screens to use.
    pub(crate) screens: ScreensWanted,
    /// Windows with borders.
    pub(crate) windowed: bool,
    /// Without activity for this long the desk locks.
    pub(crate) idle_lock: Duration,
    /// Hours without word from central after which the roll counts as stale.
    pub(crate) roll_stale_hours: u32,
}

impl Settings {
    /// Puts the settings together, and makes the data folder. A training knows no broker.
    pub(crate) fn resolve(given: Given) -> anyhow::Result<Self> {
        let training = given.training;
        let home = given.data.map_or_else(default_data, Ok)?;
        let data = if training {
            home.join(training::FOLDER)
        } else {
            home.clone()
        };
        std::fs::create_dir_all(&data).with_context(|| format!("the data folder {}", data.display()))?;
        let file = read_file(&home.join("kiosk.toml"))?;
        let seconds = given
            .idle_lock
            .or(file.idle_lock_seconds)
            .unwrap_or(IDLE_LOCK.as_secs());
        if !(SHORTEST_IDLE_LOCK..=LONGEST_IDLE_LOCK).contains(&seconds) {
            bail!(
                "the idle lock is {seconds} s; it must be between {SHORTEST_IDLE_LOCK} and {LONGEST_IDLE_LOCK}"
            );
        }
        let mut kafka_options: Vec<_> = file.kafka_options.into_iter().collect();
        kafka_options.extend(given.kafka_options);
        Ok(Settings {
            kafka: given.kafka.or(file.kafka).filter(|_| !training),
            kafka_options,
            home,
            training,
            export_folder: given.export_folder.or(file.export_folder),
            printer: (given.printer.or(file.printer)).filter(|queue| !queue.is_empty()),
            screens: given.screens.or(file.screens).unwrap_or(ScreensWanted::Auto),
            windowed: given.windowed.or(file.windowed).unwrap_or(false),
            idle_lock: Duration::from_secs(seconds),
            roll_stale_hours: file.roll_stale_hours.unwrap_or(ROLL_STALE_HOURS),
            data,
        })
    }
}

fn read_file(path: &Path) -> anyhow::Result<SettingsFile> {
    let size = match std::fs::metadata(path) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(SettingsFile::default()),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    if size > MAX_FILE_BYTES {
        bail!("{} is larger than {MAX_FILE_BYTES} bytes", path.display());
    }
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    toml::from_str(&text).with_context(|| path.display().to_string())
}

/// Where the system keeps the data of its users' programs.
fn default_data() -> anyhow::Result<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    let base = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/share")))
    };
    let base = base.context("the system names no folder for data: name one with --data")?;
    Ok(base.join("pollstream-kiosk"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(arguments: &[&str]) -> Given {
        let all = ["pollstream-kiosk"].iter().chain(arguments);
        Cli::parse_from(all).given
    }

    #[test]
    fn the_command_line_wins_over_the_file_and_the_file_over_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        std::fs::write(
            folder.path().join("kiosk.toml"),
            "idle_lock_seconds = 60\nscreens = \"one\"\n[kafka_options]\n\"security.protocol\" = \"SSL\"\n",
        )
        .unwrap();
        let settings = Settings::resolve(given(&["--data", &data, "--screens", "two"])).unwrap();
        assert_eq!(settings.screens, ScreensWanted::Two);
        assert_eq!(settings.idle_lock, Duration::from_mins(1));
        assert_eq!(
            settings.kafka_options,
            [("security.protocol".into(), "SSL".into())]
        );
        assert!(!settings.windowed && settings.kafka.is_none());
    }

    #[test]
    fn a_training_has_data_of_its_own_and_no_broker() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        std::fs::write(
            folder.path().join("kiosk.toml"),
            "kafka = \"broker:9092\"\nscreens = \"one\"\n",
        )
        .unwrap();
        let real = Settings::resolve(given(&["--data", &data])).unwrap();
        assert_eq!(
            (real.kafka.as_deref(), &real.data),
            (Some("broker:9092"), &real.home)
        );
        let training = Settings::resolve(given(&["--data", &data, "--training"])).unwrap();
        assert_eq!(training.kafka, None);
        assert_eq!(
            (&training.home, training.screens),
            (&real.home, ScreensWanted::One)
        );
        assert_eq!(training.data, real.home.join(training::FOLDER));
        assert!(training.data.is_dir());
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        std::fs::write(folder.path().join("kiosk.toml"), "colour = 1\n").unwrap();
        let error = Settings::resolve(given(&["--data", &data])).unwrap_err();
        assert!(format!("{error:#}").contains("kiosk.toml") && format!("{error:#}").contains("colour"));
        std::fs::remove_file(folder.path().join("kiosk.toml")).unwrap();
        assert!(Settings::resolve(given(&["--data", &data, "--idle-lock", "1"])).is_err());
    }
}
