//! What a frame costs: layout and tessellation, with 100,000 polling stations and 10,000 updates a second.
//!
//! `make bench`, or `cargo bench -p pollstream-viewer`. Each frame shows a new snapshot: ten a second, a thousand
//! updates in each. docs/performance.md says what the figures mean.

#[path = "../tests/support/mod.rs"]
#[allow(dead_code, reason = "the tests use what the bench does not")]
mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{self, Event, Key, Modifiers, RawInput};
use pollstream_protocol::events::TurnoutResults;
use pollstream_viewer::feed::Published;
use pollstream_viewer::{Mode, Screen, Snapshot, Window, install_theme};
use tokio::sync::mpsc;

const STATIONS: usize = 100_000;
const UPDATES: usize = 1_000;
const FRAMES: usize = 200;

fn main() {
    let before = resident();
    let mut snapshot = support::many_places(STATIONS);
    println!(
        "\n{STATIONS} polling stations, {UPDATES} updates in each snapshot; the election takes {} MiB",
        resident().saturating_sub(before)
    );
    for screen in Screen::ALL {
        let (frames, copies) = run(&mut snapshot, screen.key(), screen == Screen::Turnout);
        println!(
            "{:<13} frame p50 {:>8.2?}  p99 {:>8.2?}    update and copy p50 {:>8.2?}  p99 {:>8.2?}",
            screen.name(),
            at(&frames, 50),
            at(&frames, 99),
            at(&copies, 50),
            at(&copies, 99),
        );
    }
    println!("resident at the end: {} MiB (no window, no driver)", resident());
}

/// Draws one screen again and again, each time with a new snapshot.
fn run(snapshot: &mut Snapshot, key: Key, sorted: bool) -> (Vec<Duration>, Vec<Duration>) {
    let ctx = egui::Context::default();
    install_theme(&ctx);
    let published = Published::new(snapshot.clone());
    let (sender, _commands) = mpsc::channel(64);
    let mut window = Window::new(published.clone(), sender, Mode::Desk);
    let press = |key, modifiers| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    let mut time = 0.0;
    let mut frame = |events: Vec<Event>| {
        time += 0.1;
        let input = RawInput {
            screen_rect: Some(egui::Rect::from_min_size(
                egui::Pos2::ZERO,
                egui::vec2(1_280.0, 860.0),
            )),
            time: Some(time),
            events,
            ..RawInput::default()
        };
        let began = Instant::now();
        let mut output = ctx.run_ui(input, |ui| window.ui(ui));
        // Nothing is painted, so nobody takes the textures over.
        output.textures_delta.clear();
        let shapes = ctx.tessellate(output.shapes, output.pixels_per_point);
        std::hint::black_box(shapes);
        began.elapsed()
    };
    frame(vec![press(key, Modifiers::COMMAND)]);
    if sorted {
        // Sorted by turnout, which changes all the time: the head of the fifth column.
        let head = egui::pos2(864.0, 470.0);
        let click = |pressed| Event::PointerButton {
            pos: head,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        frame(vec![Event::PointerMoved(head)]);
        frame(vec![click(true)]);
        frame(vec![click(false)]);
    }
    for _ in 0..20 {
        frame(Vec::new());
    }
    let (mut frames, mut copies) = (Vec::new(), Vec::new());
    for n in 0..FRAMES {
        let began = Instant::now();
        update(snapshot, n);
        published.publish(snapshot.clone());
        copies.push(began.elapsed());
        frames.push(frame(Vec::new()));
    }
    frames.sort_unstable();
    copies.sort_unstable();
    (frames, copies)
}

/// A thousand places get new counts, and a tenth of a second passes.
fn update(snapshot: &mut Snapshot, n: usize) {
    snapshot.number += 1;
    snapshot.at += jiff::Span::new().milliseconds(100);
    let at = snapshot.at;
    let live = snapshot.live.as_mut().expect("an election");
    let mut newest = live.newest.as_ref().clone();
    let places = live.election.geography.places();
    for i in 0..UPDATES {
        let number = (n * UPDATES + i) * 7_919 % places.len();
        let mut counts = newest.counts(number);
        counts.checked_in = (counts.checked_in + 3) % 900;
        newest.turnout(&TurnoutResults {
            election: live.election.definition.id.clone(),
            place: places[number].id.clone(),
            version: snapshot.number + 1,
            as_of: at,
            counts,
        });
    }
    live.newest = Arc::new(newest);
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() - 1) * percent / 100]
}

/// Memory of this process in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let kib: Option<u64> = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    kib.unwrap_or(0) / 1_024
}
