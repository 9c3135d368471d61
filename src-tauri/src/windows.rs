//! The two windows: the desk's and the booth's.

use tauri::utils::config::BackgroundThrottlingPolicy;
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::contract::{Event, Window};
use crate::dto::app::Screens;
use crate::dto::error::CommandError;
use crate::kiosk::Kiosk;
use crate::settings::ScreensWanted;

/// Least size: what the screens are laid out for.
const LEAST: (f64, f64) = (1024.0, 720.0);
const USUAL: (f64, f64) = (1280.0, 800.0);

/// How a window that is not the asking one is kept from asking.
pub(crate) fn check(window: &WebviewWindow, wanted: Window) -> Result<(), CommandError> {
    if window.label() == wanted.label() {
        Ok(())
    } else {
        tracing::warn!(
            window = window.label(),
            "a command of the other window was refused"
        );
        Err(CommandError::refused(
            "wrong_window",
            "this window may not do this",
        ))
    }
}

/// Only the front end itself: no other page, no remote one.
fn ours(url: &tauri::Url) -> bool {
    let local = matches!(url.scheme(), "tauri") || url.host_str() == Some("tauri.localhost");
    local || (cfg!(dev) && url.host_str() == Some("localhost"))
}

fn builder<'a>(
    app: &'a AppHandle,
    window: Window,
    title: &str,
) -> WebviewWindowBuilder<'a, tauri::Wry, AppHandle> {
    let url = WebviewUrl::App(format!("index.html?window={}", window.label()).into());
    WebviewWindowBuilder::new(app, window.label(), url)
        .title(title)
        .min_inner_size(LEAST.0, LEAST.1)
        .inner_size(USUAL.0, USUAL.1)
        .devtools(cfg!(debug_assertions))
        .disable_drag_drop_handler()
        .zoom_hotkeys_enabled(false)
        .background_throttling(BackgroundThrottlingPolicy::Suspend)
        // Both windows share one web context. On Linux an incognito window has one of its own, and the front end's
        // scheme is known to the first context only: the second window would stay empty.
        .data_directory(crate::web_data::folder(&app.state::<Kiosk>().settings.data))
        .incognito(!cfg!(target_os = "linux"))
        .initialization_script(NO_BROWSER)
        .on_navigation(ours)
        .on_download(|_, _| false)
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .visible(false)
}

/// The browser's menu offers reloading and saving, its printing a dialog that browses the disk: not in a kiosk.
const NO_BROWSER: &str =
    "window.addEventListener('contextmenu', (event) => event.preventDefault(), { capture: true });
    Object.defineProperty(window, 'print', { value: () => undefined });";

/// Makes both windows and shows the desk's.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let kiosk = app.state::<Kiosk>();
    let monitors = app.available_monitors()?;
    let two = match kiosk.settings.screens {
        ScreensWanted::One => false,
        ScreensWanted::Two => true,
        ScreensWanted::Auto => monitors.len() > 1,
    };
    kiosk.set_screens(if two { Screens::Two } else { Screens::One });
    let full = !kiosk.settings.windowed;
    let title = |name: &str| {
        let training = if kiosk.settings.training { " TRAINING" } else { "" };
        format!("Pollstream{training} – {name}")
    };
    let desk = builder(app, Window::Desk, &title("Desk")).build()?;
    desk.on_window_event(keep_open(app.clone()));
    let booth = builder(app, Window::Booth, &title("Booth"))
        .closable(false)
        .minimizable(false)
        .build()?;
    booth.on_window_event(|event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
        }
    });
    if let (true, Some(second)) = (two, monitors.get(1)) {
        booth.set_position(*second.position())?;
    }
    if full {
        desk.set_fullscreen(true)?;
        booth.set_fullscreen(true)?;
    }
    if two {
        booth.show()?;
    }
    desk.show()?;
    desk.set_focus()
}

/// The desk's window stays while polls run: closing it would take the booth away from a voter.
fn keep_open(app: AppHandle) -> impl Fn(&WindowEvent) + Send + 'static {
    move |event| {
        let WindowEvent::CloseRequested { api, .. } = event else {
            return;
        };
        api.prevent_close();
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            if let Err(refused) = crate::commands::app::may_quit(&app.state::<Kiosk>()).await {
                tracing::info!(code = refused.code, "the window is not closed");
                tell(&app, Event::CloseRefused);
            } else {
                app.exit(0);
            }
        });
    }
}

/// Tells a window that something changed. It asks what.
pub(crate) fn tell(app: &AppHandle, event: Event) {
    if let Err(error) = app.emit_to(event.window().label(), event.name(), ()) {
        tracing::warn!(%error, event = event.name(), "a window cannot be told");
    }
}

/// Whether the voter's window is on a screen.
pub(crate) fn booth_shown(app: &AppHandle) -> bool {
    let booth = app.get_webview_window(Window::Booth.label());
    booth.is_some_and(|window| window.is_visible().unwrap_or(false))
}

/// Hands the screen to the booth, or raises the booth's window on its own screen.
pub(crate) fn show_booth(app: &AppHandle) -> tauri::Result<()> {
    let kiosk = app.state::<Kiosk>();
    let label = |window: Window| app.get_webview_window(window.label());
    let (Some(desk), Some(booth)) = (label(Window::Desk), label(Window::Booth)) else {
        return Ok(());
    };
    booth.show()?;
    if !kiosk.settings.windowed {
        booth.set_fullscreen(true)?;
    }
    booth.set_focus()?;
    if kiosk.screens() == Screens::One {
        desk.hide()?;
    }
    Ok(())
}

/// Gives the screen back to the desk.
pub(crate) fn show_desk(app: &AppHandle) -> tauri::Result<()> {
    let kiosk = app.state::<Kiosk>();
    let label = |window: Window| app.get_webview_window(window.label());
    let (Some(desk), Some(booth)) = (label(Window::Desk), label(Window::Booth)) else {
        return Ok(());
    };
    desk.show()?;
    desk.set_focus()?;
    if kiosk.screens() == Screens::One {
        booth.hide()?;
    }
    Ok(())
}
