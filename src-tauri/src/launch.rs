//! Starting and ending the program.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Parser;
use pollstream_protocol::enrolment::StationPackage;
use pollstream_station::{NewOfficer, Role};
use serde::Deserialize;
use tauri::{AppHandle, Manager, RunEvent};
use zeroize::Zeroizing;

use crate::dto::app::KeyPlace;
use crate::dto::error::CommandError;
use crate::kiosk::Kiosk;
use crate::settings::{Cli, Command, ENV_TRAINING, EnrolArgs, Settings};
use crate::{commands, watch, web_data, windows};

/// With this variable the window obeys whoever connects to it.
const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";

/// The option of a training.
const TRAINING: &str = "--training";

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr(cli.given.verbose);
    match start(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pollstream-kiosk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<()> {
    if !cfg!(debug_assertions) && std::env::var_os(AUTOMATION).is_some() {
        bail!("{AUTOMATION} is set: whoever set it could vote in the booth. Unset it, and find out who did");
    }
    let settings = Settings::resolve(cli.given)?;
    let only = only_here(&settings.home)?;
    let next = match cli.command {
        None => window(settings)?,
        Some(Command::Enrol(_)) if settings.training => bail!("a training has a station of its own"),
        Some(Command::Enrol(args)) => {
            tauri::async_runtime::block_on(enrol(settings, &args))?;
            None
        }
    };
    drop(only);
    next.map_or(Ok(()), begin_anew)
}

/// Begins the program anew, as a training or as the real thing. On Unix it stays the same process, for whatever
/// watches over it.
fn begin_anew(training: bool) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("the program's own file")?;
    let mut command = std::process::Command::new(&program);
    command
        .args(arguments(std::env::args_os().skip(1), training))
        .env_remove(ENV_TRAINING);
    #[cfg(unix)]
    let begun: std::io::Result<()> = Err(std::os::unix::process::CommandExt::exec(&mut command));
    #[cfg(not(unix))]
    let begun = command.spawn().map(drop);
    begun.with_context(|| program.display().to_string())
}

/// The arguments of this start, with the training's or without it.
fn arguments(given: impl Iterator<Item = OsString>, training: bool) -> Vec<OsString> {
    let begin = training.then(|| OsString::from(TRAINING));
    begin
        .into_iter()
        .chain(given.filter(|argument| argument != TRAINING))
        .collect()
}

/// A kiosk that was killed holds its lock until the system has cleared it away: whoever starts it again in that
/// moment should not be told that it runs.
const LOCK_PATIENCE: Duration = Duration::from_secs(3);
const LOCK_LOOK: Duration = Duration::from_millis(50);

/// One kiosk on a data folder: held until the program ends, however it ends.
fn only_here(data: &Path) -> anyhow::Result<File> {
    let path = data.join("kiosk.lock");
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| path.display().to_string())?;
    let until = Instant::now() + LOCK_PATIENCE;
    let mut locked = file.try_lock();
    while matches!(locked, Err(TryLockError::WouldBlock)) && Instant::now() < until {
        std::thread::sleep(LOCK_LOOK);
        locked = file.try_lock();
    }
    match locked {
        Ok(()) => {
            // For people and scripts that look for it; the lock itself is what counts.
            file.set_len(0)?;
            write!(file, "{}", std::process::id())?;
            Ok(file)
        }
        Err(TryLockError::WouldBlock) => {
            bail!(
                "another kiosk runs on {}: use its window, or end it first",
                data.display()
            )
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| path.display().to_string()),
    }
}

/// Opens the windows until they are closed; says whether the program begins anew then, and as what.
fn window(settings: Settings) -> anyhow::Result<Option<bool>> {
    let screen = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !screen("DISPLAY") && !screen("WAYLAND_DISPLAY") {
        bail!("there is no screen here: start the app on a desktop");
    }
    let web = web_data::Wiped::begin(&settings.data)?;
    let app = tauri::Builder::default()
        .manage(Kiosk::new(settings))
        .invoke_handler(commands::handler())
        .setup(|app| {
            let handle = app.handle().clone();
            windows::open(&handle)?;
            watch::start(&handle);
            end_with_the_system(&handle);
            tauri::async_runtime::spawn(async move { handle.state::<Kiosk>().start().await });
            Ok(())
        })
        .build(tauri::generate_context!())
        .context("the window cannot be opened")?;
    let handle = app.handle().clone();
    let code = app.run_return(|app, event| {
        if let RunEvent::Exit = event {
            tauri::async_runtime::block_on(app.state::<Kiosk>().stop());
        }
    });
    // The windows are gone: nothing is written into it any more.
    drop(web);
    match code {
        0 => Ok(handle.state::<Kiosk>().begins_anew()),
        code => bail!("the window's loop ended with code {code}"),
    }
}

/// The system shuts down: the station is closed properly, whether polls run or not.
#[cfg(unix)]
fn end_with_the_system(app: &AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => {
                asked.recv().await;
                tracing::info!("the system ends the program");
                app.exit(0);
            }
            Err(error) => tracing::warn!(%error, "the system's word to end will not be heard"),
        }
    });
}

#[cfg(not(unix))]
fn end_with_the_system(_app: &AppHandle) {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficersFile {
    officer: Vec<OfficerTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficerTable {
    name: String,
    role: crate::dto::officers::Role,
    pin: String,
}

async fn enrol(settings: Settings, args: &EnrolArgs) -> anyhow::Result<()> {
    let secret = |name: &str| Zeroizing::new(std::env::var(name).unwrap_or_default());
    let package = std::fs::read(&args.package).with_context(|| args.package.display().to_string())?;
    let package = StationPackage::open(&package, &secret("POLLSTREAM_ENROLMENT_CODE"))?;
    let text =
        std::fs::read_to_string(&args.officers).with_context(|| args.officers.display().to_string())?;
    let file: OfficersFile = toml::from_str(&text).with_context(|| args.officers.display().to_string())?;
    let officers: Vec<NewOfficer> = (file.officer.into_iter())
        .map(|o| NewOfficer {
            name: o.name,
            role: Role::from(o.role),
            pin: Zeroizing::new(o.pin),
        })
        .collect();
    let passphrase = secret("POLLSTREAM_KEY_PASSPHRASE");
    let place = if passphrase.is_empty() {
        KeyPlace::Keyring
    } else {
        KeyPlace::File
    };
    let (station, incarnation) = (package.enrolment.station.clone(), package.enrolment.incarnation);
    let kiosk = Kiosk::new(settings);
    if kiosk.settings.data.join("station.db").exists() {
        bail!(
            "{} holds a station already: name another folder with --data",
            kiosk.settings.data.display()
        );
    }
    let said = |e: CommandError| anyhow::anyhow!(e.detail);
    kiosk.start().await;
    kiosk.hold_package(package).map_err(said)?;
    kiosk.enrol(place, passphrase, &officers).await.map_err(said)?;
    kiosk.stop().await;
    println!("This kiosk is station `{station}`, incarnation {incarnation}");
    Ok(())
}

/// Logs go to standard error, for the system's journal. `POLLSTREAM_LOG` overrides what is said.
fn log_to_stderr(verbose: u8) {
    use std::io::IsTerminal;
    let default = match verbose {
        0 => "warn,pollstream_kiosk=info,pollstream_station=info",
        1 => "info,pollstream_kiosk=debug,pollstream_station=debug",
        _ => "debug,pollstream_kiosk=trace,pollstream_station=trace",
    };
    let filter = std::env::var("POLLSTREAM_LOG").unwrap_or_else(|_| default.to_owned());
    let filter = tracing_subscriber::EnvFilter::try_new(&filter)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_anew_with_what_it_was_given() {
        let given = |all: &[&str]| -> Vec<OsString> { all.iter().map(OsString::from).collect() };
        let practise = arguments(given(&["--data", "x"]).into_iter(), true);
        assert_eq!(practise, given(&["--training", "--data", "x"]));
        let once = arguments(practise.into_iter(), true);
        assert_eq!(once, given(&["--training", "--data", "x"]));
        assert_eq!(arguments(once.into_iter(), false), given(&["--data", "x"]));
    }

    #[test]
    fn a_data_folder_has_one_kiosk() {
        let folder = tempfile::tempdir().unwrap();
        let first = only_here(folder.path()).unwrap();
        assert!(
            only_here(folder.path())
                .unwrap_err()
                .to_string()
                .contains("another kiosk")
        );
        drop(first);
        only_here(folder.path()).unwrap();
    }
}
