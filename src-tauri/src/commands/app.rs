//! The program itself.

use std::path::PathBuf;

use pollstream_protocol::events::PollsState;
use pollstream_station::{Role, replace_file};
use tauri::{AppHandle, State, WebviewWindow, command};

use crate::contract::Window;
use crate::dto::app::{AppState, Preferences};
use crate::dto::error::CommandError;
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::views;
use crate::windows::check;

/// Characters of a preference: a language tag or a word.
const MAX_PREFERENCE_CHARS: usize = 40;

#[command]
pub(crate) fn app_state(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<AppState> {
    check(&window, Window::Desk)?;
    Ok(views::app_state(&kiosk))
}

/// Of the kiosk, in a training too: it is the same people's language.
fn preferences_file(kiosk: &Kiosk) -> PathBuf {
    kiosk.settings.home.join("preferences.json")
}

/// What cannot be read is as good as never chosen.
#[command]
pub(crate) fn preferences(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<Preferences> {
    check(&window, Window::Desk)?;
    let text = std::fs::read(preferences_file(&kiosk)).unwrap_or_default();
    Ok(serde_json::from_slice(&text).unwrap_or_default())
}

#[command]
pub(crate) fn set_preferences(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: Preferences,
) -> Answer<()> {
    check(&window, Window::Desk)?;
    let words = [&request.language, &request.theme, &request.text_size];
    if words
        .iter()
        .any(|word| word.chars().count() > MAX_PREFERENCE_CHARS)
    {
        return Err(CommandError::refused("text", "a preference is too long").with("what", "preference"));
    }
    let text = serde_json::to_vec_pretty(&request).unwrap_or_default();
    replace_file(&preferences_file(&kiosk), &text).map_err(|e| CommandError::file(&e))
}

/// Whether the program may end now: while polls run, only on a presiding officer's word.
pub(crate) async fn may_quit(kiosk: &Kiosk) -> Answer<()> {
    let Some((station, ..)) = kiosk.running().filter(|_| !kiosk.settings.training) else {
        return Ok(());
    };
    let running = matches!(
        station.polls_state().await?,
        PollsState::Open | PollsState::Paused
    );
    let presiding = kiosk
        .at_desk()
        .is_ok_and(|desk| desk.officer.role == Role::PresidingOfficer);
    if running && !presiding {
        return Err(CommandError::refused(
            "polls_running",
            "polls run: only a presiding officer ends the program",
        ));
    }
    Ok(())
}

#[command]
pub(crate) async fn quit(app: AppHandle, window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    check(&window, Window::Desk)?;
    may_quit(&kiosk).await?;
    app.exit(0);
    Ok(())
}

/// Begins anew as a training: before there is a station, or for an officer while no polls run.
#[command]
pub(crate) async fn practise(app: AppHandle, window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    check(&window, Window::Desk)?;
    if let Some((station, ..)) = kiosk.running() {
        kiosk.at_desk()?;
        let state = station.polls_state().await?;
        if kiosk.settings.training || matches!(state, PollsState::Open | PollsState::Paused) {
            return Err(CommandError::refused(
                "practise_now",
                "no training begins while polls run",
            ));
        }
    }
    kiosk.begin_anew(true);
    app.exit(0);
    Ok(())
}

/// Back from a training to the real thing.
#[command]
pub(crate) fn end_training(app: AppHandle, window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    check(&window, Window::Desk)?;
    if !kiosk.settings.training {
        return Err(CommandError::refused("practise_now", "this is no training"));
    }
    kiosk.begin_anew(false);
    app.exit(0);
    Ok(())
}
