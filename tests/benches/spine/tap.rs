//! What a voter waits for: from the tap on the last button until the tracking code is on the screen, in the real
//! window of the debug build (a release refuses to be driven).

use std::time::Duration;

use pollstream_tests::election::{Election, Rules, roll};
use pollstream_tests::kiosk::{ADA_PIN, Stick, admit, open_polls, review_by_hand, sign_in};
use pollstream_tests::window::KioskProgram;
use serde_json::Value;

use crate::table::{Table, quantile, sync_times};

const TAPS: usize = 60;

/// Casts ballots by hand and reads how long each took.
pub(crate) async fn to_done(table: &mut Table) {
    let rules = Rules {
        disclosure: "live",
        min_batch: 3,
    };
    // The last voter of a roll is not accredited.
    let election = Election::begin_with("tap", rules, &roll(TAPS + 1)).await;
    let stick = Stick::new(&election, "north");
    let kiosk = stick.kiosk().await;
    stick.enrol(&kiosk).await;
    sign_in(&kiosk, "Ada", ADA_PIN).await;
    open_polls(&kiosk).await;
    let mut times = Vec::new();
    for n in 1..=TAPS {
        admit(&kiosk, &format!("north-{n:03}")).await;
        review_by_hand(&kiosk, "en", "ada").await;
        times.push(tap(&kiosk).await);
        kiosk.click("booth-done").await;
        kiosk.shows("booth", "data-phase", "waiting").await;
    }
    let syncs = sync_times(&stick.data());
    kiosk.close().await;
    for percent in [50, 99] {
        table.time(
            &format!("tap to tracking code on the screen, p{percent}"),
            quantile(&times, percent),
            &format!("fdatasync p{percent}"),
            quantile(&syncs, percent),
        );
    }
}

/// Taps and waits for the frame that shows the code, by the window's own clock.
async fn tap(kiosk: &KioskProgram) -> Duration {
    const TAP: &str = "const [done] = arguments;
        const find = (id) => document.querySelector(`[data-testid=\"${id}\"]`);
        const button = find('cast-confirm');
        const started = performance.now();
        new MutationObserver((_, observer) => {
            if (!find('tracking-code')) return;
            observer.disconnect();
            requestAnimationFrame(() => done(performance.now() - started));
        }).observe(document.body, { subtree: true, childList: true });
        button.click();";
    kiosk.element("cast-confirm").await;
    let waited = kiosk.client().execute_async(TAP, vec![]).await;
    let milliseconds = waited.as_ref().ok().and_then(Value::as_f64);
    Duration::from_secs_f64(milliseconds.unwrap_or_else(|| panic!("{waited:?}")) / 1000.0)
}
