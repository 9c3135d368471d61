//! What the windows hear without asking: the state of the program, of the station and of the booth.

use std::time::Duration;

use tauri::{AppHandle, Manager};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::contract::Event;
use crate::dto::app::AppState;
use crate::dto::booth::Booth;
use crate::kiosk::Kiosk;
use crate::views;
use crate::windows::tell as tell_window;

/// Changes that come faster are shown together.
const TOGETHER: Duration = Duration::from_millis(250);
/// The clock, the roll's age and the disk are looked at this often at least.
const AT_LEAST: Duration = Duration::from_secs(5);

/// Starts telling the windows.
pub(crate) fn start(app: &AppHandle) {
    tauri::async_runtime::spawn(tell(app.clone()));
    tauri::async_runtime::spawn(lock_when_idle(app.clone()));
}

async fn lock_when_idle(app: AppHandle) {
    loop {
        let wait = app.state::<Kiosk>().lock_when_idle();
        sleep(wait.max(Duration::from_secs(1))).await;
    }
}

/// Last told, so that nothing is told twice.
#[derive(Default)]
struct Told {
    app: Option<AppState>,
    booth: Option<Booth>,
}

async fn tell(app: AppHandle) {
    let mut changes = app.state::<Kiosk>().watch();
    let mut told = Told::default();
    loop {
        let next = Instant::now() + TOGETHER;
        changes.borrow_and_update();
        tell_once(&app, &mut told).await;
        sleep_until(next).await;
        let mut sync = (app.state::<Kiosk>().running()).map(|(station, ..)| station.watch_sync());
        let something = async {
            match &mut sync {
                None => changes.changed().await.is_ok(),
                Some(sync) => tokio::select! {
                    changed = changes.changed() => changed.is_ok(),
                    changed = sync.changed() => changed.is_ok(),
                },
            }
        };
        timeout(AT_LEAST, something).await.ok();
    }
}

async fn tell_once(app: &AppHandle, told: &mut Told) {
    let kiosk = app.state::<Kiosk>();
    let state = views::app_state(&kiosk);
    // The time alone is no news.
    let same = told.app.as_ref().is_some_and(|t| {
        AppState {
            now: state.now,
            ..t.clone()
        } == state
    });
    if !same {
        tell_window(app, Event::AppChanged);
    }
    // Its figures are counted when the desk asks for them.
    if kiosk.running().is_some() && state.officer.is_some() && !state.locked {
        tell_window(app, Event::HomeChanged);
    }
    match views::booth(&kiosk).await {
        Ok(booth) => {
            if told.booth.as_ref() != Some(&booth) {
                tell_window(app, Event::BoothChanged);
            }
            told.booth = Some(booth);
        }
        Err(error) => tracing::warn!(code = error.code, "the booth cannot be told"),
    }
    told.app = Some(state);
}
