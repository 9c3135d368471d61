//! Stations: how each one is, those in trouble first.

use eframe::egui;
use egui::{Color32, ScrollArea, Ui};
use pollstream_central::store::board::StationFacts;
use pollstream_protocol::events::PollsState;

use super::View;
use crate::chart::tiles::{Tile, tiles};
use crate::format::{NOTHING, thousands};
use crate::theme::{Ink, note};
use crate::widget::line::rule;
use crate::widget::table::{Head, Sort, Table, empty};

/// What the screen remembers.
#[derive(Debug)]
pub(crate) struct Stations {
    sort: Sort,
}

impl Default for Stations {
    fn default() -> Self {
        Stations {
            sort: Sort {
                column: 2,
                descending: false,
            },
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

const HEADS: [Head; 8] = [
    Head::words("Station", None),
    Head::words("Polls", Some(84.0)),
    Head::words("State", Some(230.0)),
    Head::figures("Receipt up to", 96.0),
    Head::figures("Held back", 80.0),
    Head::figures("Sealed", 80.0),
    Head::figures("Incidents", 80.0),
    Head::figures("Last seen", 90.0),
];

impl Stations {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let facts = view.snapshot.facts.clone();
        let mut lines = lines(view, &facts.stations);
        summary(ui, &lines, &ink);
        rule(ui, 1.0, ink.hairline);
        ui.add_space(8.0);
        if lines.is_empty() {
            empty(ui, "The definition names no polling station.", &ink);
            return;
        }
        self.order(&mut lines);
        view.export_table("stations", || rows(&lines));
        let height = ui.available_height() - 54.0;
        ScrollArea::horizontal().show(ui, |ui| {
            ui.set_min_width(940.0);
            let table = Table {
                id: "stations",
                heads: &HEADS,
                rows: lines.len(),
                height: Some(height),
                ink: &ink,
            };
            table.show(ui, &mut self.sort, |cells, n| {
                let line = &lines[n];
                cells.text(&line.name);
                cells.text(line.facts.map_or(NOTHING, |f| polls(f.polls)));
                cells.coloured(line.said(), line.colour(&ink), line.state <= State::Refused);
                let Some(f) = line.facts else {
                    for _ in 0..5 {
                        cells.muted(NOTHING);
                    }
                    return;
                };
                cells.text(thousands(f.entries));
                for n in [f.held, f.sealed, f.incidents] {
                    if n == 0 {
                        cells.muted("0")
                    } else {
                        cells.text(thousands(n))
                    }
                }
                cells.text(f.last_seen.map_or(NOTHING.to_owned(), |at| view.clock(at)));
            });
        });
        ui.add_space(6.0);
        ui.label(note(
            "Receipt up to: entries of the station's log that central has committed. Stations do not report the length \
             of their own queue, their clock's offset or their version; what is late shows as a receipt that stands still.",
            &ink,
        ));
    }

    fn order(&self, lines: &mut [Line<'_>]) {
        let of = |f: fn(&StationFacts) -> u64| move |l: &Line<'_>| l.facts.map_or(0, f);
        match self.sort.column {
            0 => lines.sort_by(|a, b| a.name.cmp(&b.name)),
            1 => lines.sort_by_key(|l| l.facts.map(|f| f.polls.as_str())),
            3 => lines.sort_by_key(of(|f| f.entries)),
            4 => lines.sort_by_key(of(|f| f.held)),
            5 => lines.sort_by_key(of(|f| f.sealed)),
            6 => lines.sort_by_key(of(|f| f.incidents)),
            7 => lines.sort_by_key(|l| l.facts.and_then(|f| f.last_seen)),
            _ => lines.sort_by_key(|l| (l.state, std::cmp::Reverse(l.facts.map_or(0, |f| f.incidents)))),
        }
        if self.sort.descending {
            lines.reverse();
        }
    }
}

/// A line for each enrolled station, and for each polling station that is not enrolled.
fn lines<'a>(view: &View<'_>, stations: &'a [StationFacts]) -> Vec<Line<'a>> {
    let election = &view.live.election;
    let enrolled: std::collections::HashSet<&str> = stations.iter().map(|s| s.id.as_str()).collect();
    let missing = (election.definition.polling_stations.iter())
        .filter(|s| !enrolled.contains(s.id.as_str()))
        .map(|s| Line {
            name: s.name.clone(),
            facts: None,
            state: State::NotEnrolled,
        });
    let known = stations.iter().map(|facts| Line {
        name: election.incarnation_name(&facts.id, facts.incarnation),
        state: state(facts),
        facts: Some(facts),
    });
    known.chain(missing).collect()
}

fn summary(ui: &mut Ui, lines: &[Line<'_>], ink: &Ink) {
    let polls = |state: PollsState| {
        lines
            .iter()
            .filter(|l| l.facts.is_some_and(|f| f.polls == state))
            .count() as u64
    };
    let in_trouble = lines.iter().filter(|l| l.state <= State::Held).count() as u64;
    let enrolled = lines.iter().filter(|l| l.facts.is_some()).count() as u64;
    let sum = |of: fn(&StationFacts) -> u64| lines.iter().filter_map(|l| l.facts).map(of).sum::<u64>();
    let figures = [
        Tile::new(
            format!("{}/{}", thousands(enrolled), thousands(lines.len() as u64)),
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

fn rows(lines: &[Line<'_>]) -> Vec<Vec<String>> {
    let head = [
        "station",
        "polls",
        "state",
        "entries",
        "held",
        "sealed",
        "incidents",
        "last_seen",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(lines.iter().map(|l| {
        let number = |of: fn(&StationFacts) -> u64| l.facts.map(|f| of(f).to_string()).unwrap_or_default();
        vec![
            l.name.clone(),
            l.facts.map_or(String::new(), |f| f.polls.as_str().to_owned()),
            l.said(),
            number(|f| f.entries),
            number(|f| f.held),
            number(|f| f.sealed),
            number(|f| f.incidents),
            l.facts
                .and_then(|f| f.last_seen)
                .map(|at| at.to_string())
                .unwrap_or_default(),
        ]
    }));
    rows
}
