//! The first run.

use pollstream_protocol::enrolment::StationPackage;
use pollstream_protocol::limits::MAX_PACKAGE_BYTES;
use pollstream_station::{KeyringError, NewOfficer};
use tauri::{State, WebviewWindow, command};
use zeroize::Zeroizing;

use crate::contract::Window;
use crate::dto::app::{AppState, Phase};
use crate::dto::error::CommandError;
use crate::dto::officers::NewOfficer as NewOfficerDto;
use crate::dto::setup::{
    Enrol, FileKind, FindFiles, FirstOfficers, FoundFile, KeyPlaces, OpenPackage, PackagePreview, Unlock,
};
use crate::failure::Answer;
use crate::key::{MIN_PASSPHRASE_CHARS, probe_keyring};
use crate::kiosk::Kiosk;
use crate::views;
use crate::windows::check;

/// Looks for files: packages before there is a station, everything else for a signed-in officer.
#[command]
pub(crate) async fn find_files(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: FindFiles,
) -> Answer<Vec<FoundFile>> {
    check(&window, Window::Desk)?;
    if request.kind == FileKind::Package {
        first_run(&kiosk)?;
    } else {
        kiosk.at_desk()?;
    }
    Ok(kiosk.drives.find(request.kind))
}

fn first_run(kiosk: &Kiosk) -> Answer<()> {
    match kiosk.phase() {
        Phase::FirstRun => Ok(()),
        _ => Err(
            CommandError::refused("wrong_phase", "there is a station here already").with("phase", "ready"),
        ),
    }
}

#[command]
pub(crate) async fn open_package(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: OpenPackage,
) -> Answer<PackagePreview> {
    check(&window, Window::Desk)?;
    first_run(&kiosk)?;
    let content = kiosk.drives.read(&request.file_id, MAX_PACKAGE_BYTES)?;
    let code = Zeroizing::new(request.code);
    let opened = tokio::task::spawn_blocking(move || StationPackage::open(&content, &code)).await;
    let package = opened.map_err(|_| CommandError::retry("internal", "a task was cancelled"))??;
    let enrolment = &package.enrolment;
    let preview = PackagePreview {
        station: views::identity(&package.definition, &enrolment.station, enrolment.incarnation.0),
        voters: package.roll.len() as u64,
        kafka: kiosk
            .settings
            .kafka
            .clone()
            .unwrap_or_else(|| package.kafka.clone()),
    };
    kiosk.hold_package(package)?;
    Ok(preview)
}

#[command]
pub(crate) async fn key_places(window: WebviewWindow) -> Answer<KeyPlaces> {
    check(&window, Window::Desk)?;
    let probed = probe_keyring().await;
    Ok(KeyPlaces {
        keyring: probed.is_ok(),
        keyring_problem: probed.err().map(problem).unwrap_or_default(),
        min_passphrase: u32::try_from(MIN_PASSPHRASE_CHARS).unwrap_or(u32::MAX),
    })
}

fn problem(error: KeyringError) -> String {
    match error {
        KeyringError::NoService | KeyringError::Locked => error.code().to_owned(),
        other => {
            tracing::warn!(error = %other, "the keyring cannot be used");
            "failed".to_owned()
        }
    }
}

/// The officers of a form, their PINs wiped when they are dropped.
pub(crate) fn new_officers(officers: Vec<NewOfficerDto>) -> Vec<NewOfficer> {
    officers.into_iter().map(new_officer).collect()
}

/// One officer of a form.
pub(crate) fn new_officer(officer: NewOfficerDto) -> NewOfficer {
    NewOfficer {
        name: officer.name,
        role: officer.role.into(),
        pin: Zeroizing::new(officer.pin),
    }
}

#[command]
pub(crate) async fn enrol(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: Enrol,
) -> Answer<AppState> {
    check(&window, Window::Desk)?;
    let officers = new_officers(request.officers);
    kiosk
        .enrol(request.key_place, Zeroizing::new(request.passphrase), &officers)
        .await?;
    Ok(views::app_state(&kiosk))
}

#[command]
pub(crate) async fn name_officers(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: FirstOfficers,
) -> Answer<AppState> {
    check(&window, Window::Desk)?;
    kiosk.name_officers(&new_officers(request.officers)).await?;
    Ok(views::app_state(&kiosk))
}

#[command]
pub(crate) async fn unlock_key(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: Unlock,
) -> Answer<AppState> {
    check(&window, Window::Desk)?;
    kiosk.unlock(Zeroizing::new(request.passphrase)).await?;
    Ok(views::app_state(&kiosk))
}
