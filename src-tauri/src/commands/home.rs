//! The home screen.

use tauri::{AppHandle, State, WebviewWindow, command};

use super::at_desk;
use crate::dto::app::Screens;
use crate::dto::desk::HomeStatus;
use crate::dto::error::CommandError;
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::{views, windows};

#[command]
pub(crate) async fn home(
    app: AppHandle,
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
) -> Answer<HomeStatus> {
    let desk = at_desk(&window, &kiosk)?;
    views::home(&kiosk, &desk.station, &app).await
}

/// Shows the booth. Where there is one screen, the desk locks: whoever stands there next is a voter.
#[command]
pub(crate) async fn show_booth(app: AppHandle, window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    at_desk(&window, &kiosk)?;
    if kiosk.screens() == Screens::One {
        kiosk.lock();
    }
    kiosk.changed();
    windows::show_booth(&app).map_err(failed)
}

/// What the windowing system refuses.
pub(crate) fn failed(error: tauri::Error) -> CommandError {
    tracing::warn!(%error, "a window could not be changed");
    CommandError::retry("internal", error.to_string())
}

#[command]
pub(crate) fn help_given(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    at_desk(&window, &kiosk)?;
    kiosk.booth_memory().help_wanted = false;
    kiosk.changed();
    Ok(())
}
