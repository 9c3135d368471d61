//! What central's officials wait for: from a batch's segment given to Kafka until the results window draws the
//! totals that hold its ballots.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use pollstream_tests::screen::Screen;
use pollstream_tests::{Process, program};
use tokio::sync::watch;

use crate::table::Table;
use crate::{Ground, until_seen};

/// Opens the window on a screen that nobody sees and reads from its log what it draws.
pub(crate) async fn latency(table: &mut Table) {
    let ground = Ground::new("screen", 1).await;
    let screen = Screen::new(1280, 860);
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "KILL"])
        .arg(program("viewer"))
        .arg("--data")
        .arg(ground.place.data())
        .env("DISPLAY", screen.display())
        .env("POLLSTREAM_LOG", "pollstream_viewer=trace")
        .env_remove("WAYLAND_DISPLAY")
        .stderr(Stdio::piped());
    let mut window = Process::start("viewer", command);
    let log = BufReader::new(window.stderr());
    until_seen(table, "window drawn", &ground, |_| drawn(log)).await;
}

/// The ballots of the whole election in the frame that was drawn last.
fn drawn(log: impl BufRead + Send + 'static) -> watch::Receiver<u64> {
    let (sender, seen) = watch::channel(0);
    std::thread::spawn(move || {
        for line in log.lines().map_while(Result::ok) {
            let ballots = line.split_once("drawn ballots=").map(|(_, n)| n.trim().parse());
            if let Some(Ok(ballots)) = ballots {
                sender.send_replace(ballots);
            }
        }
    });
    seen
}
