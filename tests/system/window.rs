//! The results window, real: on an X server without a screen, against a running central, while ballots arrive.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use pollstream_tests::election::{Election, Rules, VOTERS, votes};
use pollstream_tests::screen::Screen;
use pollstream_tests::{PATIENCE, Process, program, wait_for};
use serde_json::Value;

const LIVE: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

/// The window of this build, and the hand that exports from it.
struct Window {
    _process: Process,
    screen: Screen,
    id: String,
    exports: PathBuf,
}

impl Window {
    fn open(election: &Election) -> Self {
        let exports = election.place.data().join("exports");
        let screen = Screen::new(1280, 860);
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL"])
            .arg(program("viewer"))
            .arg("--data")
            .arg(election.place.data())
            .arg("--exports")
            .arg(&exports)
            .env("DISPLAY", screen.display())
            .env_remove("WAYLAND_DISPLAY")
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        let process = Process::start("viewer", command);
        let id = wait_for("the window", || {
            let found = screen.hand(&["search", "--name", "^Pollstream results$"])?;
            found.lines().next().map(str::to_owned)
        });
        Window {
            _process: process,
            screen,
            id,
            exports,
        }
    }

    /// Presses Ctrl+J: the window writes the results that it shows.
    fn shown(&self) -> Value {
        let before = files(&self.exports);
        let began = Instant::now();
        loop {
            self.screen.hand(&["windowfocus", &self.id]);
            self.screen.hand(&["key", "--clearmodifiers", "ctrl+j"]);
            let pressed = Instant::now();
            while pressed.elapsed() < Duration::from_secs(2) {
                let fresh = files(&self.exports).into_iter().find(|f| !before.contains(f));
                let text = fresh.and_then(|file| std::fs::read_to_string(file).ok());
                if let Some(results) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                    return results;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            assert!(began.elapsed() < PATIENCE, "the window exports nothing");
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect()
}

fn without_time(mut results: Value) -> Value {
    results.as_object_mut().expect("an object").remove("as_of");
    results
}

/// Waits until the window shows what `central results` prints.
fn agree(window: &Window, election: &Election) -> Value {
    wait_for("the window to show what central results prints", || {
        let shown = without_time(window.shown());
        let printed = without_time(election.place.json(&["results", "--json"]));
        (shown == printed).then_some(shown)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_shows_what_central_results_prints_while_ballots_arrive() {
    let election = Election::begin("window", LIVE).await;
    let (_intake, _aggregate) = (
        election.place.service("intake"),
        election.place.service("aggregate"),
    );
    let window = tokio::task::block_in_place(|| Window::open(&election));
    let empty = tokio::task::block_in_place(|| agree(&window, &election));
    assert_eq!(empty["totals"]["ballots"], 0);
    assert_eq!(empty["results_status"], "unofficial-partial");

    let uplink = election.uplink();
    let mut counted = 0;
    for station in ["north", "south"] {
        let kiosk = election.kiosk(station).await;
        let _attachment = uplink.attach(&kiosk.station);
        kiosk.open().await;
        for n in 1..VOTERS {
            kiosk
                .visit(election.voter(station, n), if n % 3 == 0 { "ben" } else { "ada" })
                .await;
            if n == VOTERS / 2 {
                // In the middle of it: never more than was cast, never less than before.
                let shown = tokio::task::block_in_place(|| window.shown());
                let ballots = shown["totals"]["ballots"].as_u64().expect("a number");
                assert!((counted..=counted + n as u64).contains(&ballots), "{ballots}");
            }
        }
        kiosk.close().await;
        kiosk.receipted().await;
        election.settled().await;
        let shown = tokio::task::block_in_place(|| agree(&window, &election));
        counted += VOTERS as u64 - 1;
        assert_eq!(shown["totals"]["ballots"], counted);
    }

    election.place.done(&["close"]);
    let closed = tokio::task::block_in_place(|| {
        wait_for("the window to say that everything is counted", || {
            let shown = agree(&window, &election);
            (shown["results_status"] == "unofficial-complete").then_some(shown)
        })
    });
    assert_eq!(votes(&closed["contests"], "mayor")["ada"], 26);
    assert_eq!(votes(&closed["contests"], "mayor")["ben"], 12);

    // What the window asks of the database, through a connection that can only read.
    let store = election.settings.reading_store().await.expect("the store");
    let books = store.ledgers().await.expect("the books");
    assert_eq!(books.len(), 2);
    for book in &books {
        let cast = VOTERS as u64 - 1;
        assert_eq!(
            (book.check_ins, book.ballots, book.outstanding()),
            (cast, cast, 0)
        );
        assert_eq!(book.reconciled, Some(true), "{book:?}");
    }
    let facts = store.board_facts().await.expect("the facts");
    assert_eq!(facts.stations.len(), 2);
    for station in &facts.stations {
        let said = station.status.as_ref().expect("what it said of itself");
        assert!(said.software.starts_with("pollstream "), "{said:?}");
        assert!(
            said.clock_offset_ms.abs() < 10_000,
            "one machine, one clock: {said:?}"
        );
    }
    let minutes = store.check_ins_by_minute().await.expect("the minutes");
    assert_eq!(minutes.iter().map(|(_, n)| n).sum::<u64>(), counted);
    let hours = store
        .turnout_by_hour(&["district/town".to_owned()])
        .await
        .expect("the hours");
    assert_eq!(hours["district/town"].values().sum::<u64>(), counted);
    let deleted = sqlx::query("delete from opened_group")
        .execute(store.pool())
        .await;
    assert!(deleted.is_err(), "the connection changes nothing");
}
