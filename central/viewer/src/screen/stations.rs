//! Stations: how each one is, those in trouble first.

use std::cmp::Reverse;
use std::collections::HashSet;

use eframe::egui;
use egui::{Color32, ScrollArea, Ui};
use pollstream_central::store::board::{BoardFacts, StationFacts, StatusFacts};
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::ElectionId;

use super::View;
use super::rows::Rows;
use crate::chart::tiles::{Tile, tiles};
use crate::format::{MINUS, NOTHING, thousands};
use crate::snapshot::Election;
use crate::theme::{Ink, note};
use crate::widget::line::rule;
use crate::widget::table::{Head, Sort, Table, empty};

/// A clock that is off by more than this, in milliseconds, is pointed out.
const CLOCK_TOLERANCE_MS: u64 = 60_000;

/// What the screen remembers.
#[derive(Debug)]
pub(crate) struct Stations {
    sort: Sort,
    /// In order, by number: the stations that are enrolled, then the polling stations of the definition.
    rows: Rows<BoardFacts, (ElectionId, u32, Sort)>,
}

impl Default for Stations {
    fn default() -> Self {
        Stations {
            sort: Sort {
                column: 2,
                descending: false,
            },
            rows: Rows::default(),
        }
    }
}

/// How a station is; the order is that of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Barred,
    Refused,
    Held,
    NotEnrolled,
    NotOpened,
    Paused,
    Well,
}

struct Line<'a> {
    name: String,
    facts: Option<&'a StationFacts>,
    state: State,
}

impl Line<'_> {
    fn said(&self) -> String {
        let refusal = self.facts.map_or("", |f| f.refusal.as_str());
        match self.state {
            State::Barred if refusal.is_empty() => "barred: nothing more is taken in".to_owned(),
            State::Barred => format!("barred: {}", words(refusal)),
            State::Refused => format!("last refused: {}", words(refusal)),
            State::Held => "waits for a missing segment".to_owned(),
            State::NotEnrolled => "not enrolled".to_owned(),
            State::NotOpened => "polls not opened".to_owned(),
            State::Paused => "polls paused".to_owned(),
            State::Well => "well".to_owned(),
        }
    }

    fn status(&self) -> Option<&StatusFacts> {
        self.facts?.status.as_ref()
    }

    /// By how much the clock is off, when it is by too much.
    fn clock_off(&self) -> u64 {
        let off = self.status().map_or(0, |s| s.clock_offset_ms.unsigned_abs());
        if off > CLOCK_TOLERANCE_MS { off } else { 0 }
    }

    fn colour(&self, ink: &Ink) -> Color32 {
        match self.state {
            State::Barred | State::Refused => ink.alarm,
            State::Held | State::Paused => ink.warning,
            State::NotEnrolled | State::NotOpened => ink.muted,
            State::Well => ink.well,
        }
    }
}

/// A reason's code as words.
pub(crate) fn words(code: &str) -> String {
    code.replace('_', " ")
}

fn polls(state: PollsState) -> &'static str {
    match state {
        PollsState::NotOpened => "not opened",
        PollsState::Open => "open",
        PollsState::Paused => "paused",
        PollsState::Closed => "closed",
    }
}

fn state(facts: &StationFacts) -> State {
    match facts {
        f if f.barred => State::Barred,
        f if !f.refusal.is_empty() => State::Refused,
        f if f.held > 0 => State::Held,
        f => match f.polls {
            PollsState::NotOpened => State::NotOpened,
            PollsState::Paused => State::Paused,
            PollsState::Open | PollsState::Closed => State::Well,
        },
    }
}

const HEADS: [Head; 11] = [
    Head::words("Station", None),
    Head::words("Polls", Some(76.0)),
    Head::words("State", Some(186.0)),
    Head::figures("Queue", 52.0),
    Head::figures("Receipt up to", 86.0),
    Head::figures("Held back", 62.0),
    Head::figures("Sealed", 50.0),
    Head::figures("Incidents", 62.0),
    Head::figures("Clock", 66.0),
    Head::figures("Last seen", 70.0),
    Head::words("Version", Some(112.0)),
];

impl Stations {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let (facts, election) = (view.snapshot.facts.clone(), view.live.election.clone());
        let sort = self.sort;
        let asked = (election.definition.id.clone(), election.version, sort);
        let rows = self
            .rows
            .of(&facts, asked, |facts| order(&election, &facts.stations, sort));
        summary(ui, &facts.stations, rows.len(), &ink);
        rule(ui, 1.0, ink.hairline);
        ui.add_space(8.0);
        if rows.is_empty() {
            empty(ui, "The definition names no polling station.", &ink);
            return;
        }
        let line = |n: &usize| line(&election, &facts.stations, *n);
        view.export_table("stations", || table(rows.iter().map(line)));
        let height = ui.available_height() - 54.0;
        ScrollArea::horizontal().show(ui, |ui| {
            ui.set_min_width(1_150.0);
            let table = Table {
                id: "stations",
                heads: &HEADS,
                rows: rows.len(),
                height: Some(height),
                ink: &ink,
            };
            table.show(ui, &mut self.sort, |cells, n| {
                let line = line(&rows[n]);
                cells.text(&line.name);
                cells.text(line.facts.map_or(NOTHING, |f| polls(f.polls)));
                cells.coloured(line.said(), line.colour(&ink), line.state <= State::Refused);
                let Some(f) = line.facts else {
                    for _ in 0..8 {
                        cells.muted(NOTHING);
                    }
                    return;
                };
                match line.status() {
                    Some(s) if s.queue_depth > 0 => cells.text(thousands(s.queue_depth)),
                    Some(_) => cells.muted("0"),
                    None => cells.muted(NOTHING),
                }
                cells.text(thousands(f.entries));
                for n in [f.held, f.sealed, f.incidents] {
                    if n == 0 {
                        cells.muted("0");
                    } else {
                        cells.text(thousands(n));
                    }
                }
                match line.status() {
                    Some(s) if line.clock_off() > 0 => {
                        cells.coloured(offset(s.clock_offset_ms), ink.warning, true);
                    }
                    Some(s) => cells.muted(offset(s.clock_offset_ms)),
                    None => cells.muted(NOTHING),
                }
                cells.text(f.last_seen.map_or(NOTHING.to_owned(), |at| view.clock(at)));
                cells.muted(line.status().map_or(NOTHING, |s| s.software.as_str()));
            });
        });
        ui.add_space(6.0);
        ui.label(note(
            "Queue, clock and version: what the station said last, which it does every 20 seconds while it is online. \
             Clock: how far it is ahead of the broker's. Receipt up to: entries of its log that central has committed.",
            &ink,
        ));
    }
}

/// Numbers of all lines, sorted: of each enrolled station, and of each polling station that is not enrolled.
fn order(election: &Election, stations: &[StationFacts], sort: Sort) -> Vec<usize> {
    let enrolled: HashSet<&str> = stations.iter().map(|s| s.id.as_str()).collect();
    let polling_stations = election.definition.polling_stations.iter().enumerate();
    let missing = polling_stations.filter(|(_, s)| !enrolled.contains(s.id.as_str()));
    let numbers = (0..stations.len()).chain(missing.map(|(n, _)| stations.len() + n));
    let mut lines: Vec<(usize, Line<'_>)> = numbers.map(|n| (n, line(election, stations, n))).collect();
    let of = |f: fn(&StationFacts) -> u64| move |(_, l): &(usize, Line<'_>)| l.facts.map_or(0, f);
    match sort.column {
        0 => lines.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name)),
        1 => lines.sort_by_key(|(_, l)| l.facts.map(|f| f.polls.as_str())),
        3 => lines.sort_by_key(|(_, l)| l.status().map(|s| s.queue_depth)),
        4 => lines.sort_by_key(of(|f| f.entries)),
        5 => lines.sort_by_key(of(|f| f.held)),
        6 => lines.sort_by_key(of(|f| f.sealed)),
        7 => lines.sort_by_key(of(|f| f.incidents)),
        8 => lines.sort_by_key(|(_, l)| l.status().map(|s| s.clock_offset_ms)),
        9 => lines.sort_by_key(|(_, l)| l.facts.and_then(|f| f.last_seen)),
        10 => lines.sort_by(|(_, a), (_, b)| {
            let software = |l: &Line<'_>| l.status().map(|s| s.software.clone());
            software(a).cmp(&software(b))
        }),
        _ => lines.sort_by_key(|(_, l)| {
            let incidents = l.facts.map_or(0, |f| f.incidents);
            (l.state, Reverse(l.clock_off()), Reverse(incidents))
        }),
    }
    if sort.descending {
        lines.reverse();
    }
    lines.into_iter().map(|(n, _)| n).collect()
}

/// A clock's offset in the unit that fits it.
fn offset(ms: i64) -> String {
    let sign = if ms < 0 { MINUS } else { '+' };
    let ms = ms.unsigned_abs();
    match ms / 1_000 {
        0 => format!("{sign}{ms} ms"),
        s @ 1..=599 => format!("{sign}{s} s"),
        s @ 600..=35_999 => format!("{sign}{} min", s / 60),
        s => format!("{sign}{} h", thousands(s / 3_600)),
    }
}

/// The line of a number: of an enrolled station, or behind them of a polling station that is not enrolled.
fn line<'a>(election: &Election, stations: &'a [StationFacts], number: usize) -> Line<'a> {
    match stations.get(number) {
        Some(facts) => Line {
            name: election.incarnation_name(&facts.id, facts.incarnation),
            state: state(facts),
            facts: Some(facts),
        },
        None => Line {
            name: election.definition.polling_stations[number - stations.len()]
                .name
                .clone(),
            facts: None,
            state: State::NotEnrolled,
        },
    }
}

fn summary(ui: &mut Ui, stations: &[StationFacts], all: usize, ink: &Ink) {
    let polls = |polls: PollsState| stations.iter().filter(|f| f.polls == polls).count() as u64;
    let in_trouble = stations.iter().filter(|f| state(f) <= State::Held).count() as u64;
    let sum = |of: fn(&StationFacts) -> u64| stations.iter().map(of).sum::<u64>();
    let figures = [
        Tile::new(
            format!("{}/{}", thousands(stations.len() as u64), thousands(all as u64)),
            "Enrolled",
            "",
        ),
        Tile::new(thousands(polls(PollsState::Open)), "Polls open", ""),
        Tile::new(thousands(polls(PollsState::Closed)), "Polls closed", ""),
        Tile::new(thousands(in_trouble), "In trouble", ""),
        Tile::new(thousands(sum(|f| f.held)), "Segments held back", ""),
        Tile::new(thousands(sum(|f| f.sealed)), "Ballots sealed", ""),
        Tile::new(thousands(sum(|f| f.incidents)), "Incidents", ""),
    ];
    tiles(ui, &figures, 1.0, ink);
}

fn table<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<Vec<String>> {
    let head = [
        "station",
        "polls",
        "state",
        "queue",
        "entries",
        "held",
        "sealed",
        "incidents",
        "clock_offset_ms",
        "last_seen",
        "version",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(lines.map(|l| {
        let number = |of: fn(&StationFacts) -> u64| l.facts.map(|f| of(f).to_string()).unwrap_or_default();
        vec![
            l.name.clone(),
            l.facts.map_or(String::new(), |f| f.polls.as_str().to_owned()),
            l.said(),
            l.status().map_or(String::new(), |s| s.queue_depth.to_string()),
            number(|f| f.entries),
            number(|f| f.held),
            number(|f| f.sealed),
            number(|f| f.incidents),
            l.status()
                .map_or(String::new(), |s| s.clock_offset_ms.to_string()),
            l.facts
                .and_then(|f| f.last_seen)
                .map(|at| at.to_string())
                .unwrap_or_default(),
            l.status().map_or(String::new(), |s| s.software.clone()),
        ]
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_has_its_sign_and_a_unit_that_fits() {
        let said = [0, 12, -340, 61_000, -600_000, 36_000_000].map(offset);
        assert_eq!(said, ["+0 ms", "+12 ms", "–340 ms", "+61 s", "–10 min", "+10 h"]);
    }
}
