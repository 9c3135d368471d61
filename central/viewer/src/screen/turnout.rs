//! Turnout by location: bars, hours of the day, and a table of every place.

use eframe::egui;
use egui::{Key, Modifiers, ScrollArea, TextEdit, Ui};
use pollstream_protocol::events::TurnoutCounts;
use pollstream_protocol::fold::fold_words;

use super::results::path;
use super::{Screen, View};
use crate::chart::bars::{Bar, bars};
use crate::chart::heat::{Row, heat};
use crate::command::Command;
use crate::format::{minutes, percent, thousands};
use crate::snapshot::{Election, HoursOf};
use crate::theme::{note, subheading};
use crate::widget::line::rule;
use crate::widget::table::{Head, Sort, Table, empty, list_height};

/// Bars, and rows of the heat strip.
const SHOWN: usize = 7;
/// How old the order of the rows may be: rows that jump cannot be read, and sorting costs.
const ORDER_SECONDS: i64 = 1;

/// Which places the table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    All,
    Districts,
    Stations,
}

/// What the screen remembers.
#[derive(Debug)]
pub(crate) struct Turnout {
    query: String,
    kind: Kind,
    sort: Sort,
    index: Index,
    order: Order,
    /// The place whose hours were asked for.
    asked: Option<usize>,
}

/// Names as they are searched and sorted, made once for each version of the definition.
#[derive(Debug, Default)]
struct Index {
    version: Option<u32>,
    folded: Vec<String>,
    /// Where each place stands among all names.
    rank: Vec<u32>,
}

/// The rows of the table, and what they were made for.
#[derive(Debug, Default)]
struct Order {
    key: Option<(u32, usize, String, Kind, usize, bool)>,
    at: i64,
    rows: Vec<u32>,
}

impl Default for Turnout {
    fn default() -> Self {
        Turnout {
            query: String::new(),
            kind: Kind::All,
            sort: Sort {
                column: 0,
                descending: false,
            },
            index: Index::default(),
            order: Order::default(),
            asked: None,
        }
    }
}

const HEADS: [Head; 8] = [
    Head::words("Place", None),
    Head::figures("Registered", 90.0),
    Head::figures("Accredited", 90.0),
    Head::figures("Checked in", 90.0),
    Head::figures("Turnout", 76.0),
    Head::words("", Some(130.0)),
    Head::figures("Ballots", 86.0),
    Head::figures("Reporting", 90.0),
];

impl Turnout {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        if self.asked != Some(*view.place) {
            self.asked = Some(*view.place);
            view.wishes.push(Command::Hours { place: *view.place });
        }
        path(ui, view);
        ui.add_space(6.0);
        Self::charts(ui, view);
        ui.add_space(8.0);
        rule(ui, 1.0, view.ink.hairline);
        ui.add_space(8.0);
        self.controls(ui, view);
        ui.add_space(4.0);
        self.table(ui, view);
    }

    fn charts(ui: &mut Ui, view: &mut View<'_>) {
        let top = ui.cursor().top();
        let half = (ui.available_width() - 36.0) / 2.0;
        let ink = view.ink;
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(half);
                ui.label(subheading("Turnout of accredited voters"));
                let rows = places_within(view);
                if rows.is_empty() {
                    ui.label(note("One polling station: nothing lies in it.", &ink));
                }
                bars(ui, &rows, 1.0, &ink);
            });
            ui.add_space(28.0);
            ui.vertical(|ui| {
                ui.set_width(half);
                ui.label(subheading("Check-ins by hour"));
                hours(ui, view);
                ui.add_space(4.0);
                ui.label(note(
                    "No map: the election's definition carries no shapes of its districts.",
                    &ink,
                ));
            });
        });
        let area = egui::Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=ui.cursor().top());
        view.charts.push(("turnout".to_owned(), area));
    }

    fn controls(&mut self, ui: &mut Ui, view: &View<'_>) {
        let ink = view.ink;
        ui.horizontal(|ui| {
            let hint = "Search places";
            let field = TextEdit::singleline(&mut self.query)
                .hint_text(hint)
                .desired_width(260.0)
                .char_limit(100);
            let response = ui.add(field);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SearchInput, true, hint));
            if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F)) {
                response.request_focus();
            }
            for (kind, name) in [
                (Kind::All, "All"),
                (Kind::Districts, "Districts"),
                (Kind::Stations, "Polling stations"),
            ] {
                ui.selectable_value(&mut self.kind, kind, name);
            }
            let found = self.order.rows.len() as u64;
            let all = view.live.newest.geography().places().len() as u64;
            let said = if found == all {
                format!("{} places", thousands(all))
            } else {
                format!("{} of {} places", thousands(found), thousands(all))
            };
            ui.label(note(said, &ink));
        });
    }

    fn table(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        self.bring_in_order(view);
        let ink = view.ink;
        if self.order.rows.is_empty() {
            empty(ui, "No place has this in its name.", &ink);
            return;
        }
        let rows = &self.order.rows;
        let live = view.live;
        view.export_table("turnout", || table_rows(live, rows));
        let tree = self.sort.column == 0 && !self.sort.descending && self.query.is_empty();
        let height = list_height(ui, 30.0);
        let places = live.newest.geography().places();
        let mut chosen = None;
        ScrollArea::horizontal().show(ui, |ui| {
            ui.set_min_width(900.0);
            let table = Table {
                id: "turnout",
                heads: &HEADS,
                rows: rows.len(),
                height: Some(height),
                ink: &ink,
            };
            table.show(ui, &mut self.sort, |cells, n| {
                let number = rows[n] as usize;
                let (place, counts) = (&places[number], live.counts(number));
                let indent = if tree {
                    "\u{2003}".repeat(place.depth.min(8))
                } else {
                    String::new()
                };
                let name = format!("{indent}{}", place.name);
                if place.station.is_none() {
                    cells.strong(name);
                } else {
                    cells.text(name);
                }
                cells.text(thousands(counts.registered));
                cells.text(thousands(counts.accredited));
                cells.text(thousands(counts.checked_in));
                cells.text(percent(counts.turnout_percent()));
                cells.bar(counts.turnout_percent() as f32 / 100.0, ink.accent);
                cells.text(thousands(counts.ballots));
                cells.muted(reporting(&counts));
                if cells
                    .response()
                    .on_hover_cursor(egui::CursorIcon::PointingHand)
                    .clicked()
                {
                    chosen = Some(number);
                }
            });
        });
        if let Some(place) = chosen {
            *view.place = place;
            *view.screen = Screen::Results;
        }
    }

    /// Filters and sorts the rows: at once when something else is asked for, else once a second.
    fn bring_in_order(&mut self, view: &View<'_>) {
        let election = &view.live.election;
        self.index.renew(election);
        let key = (
            election.version,
            *view.place,
            self.query.clone(),
            self.kind,
            self.sort.column,
            self.sort.descending,
        );
        let second = view.snapshot.at.as_second();
        let same = self.order.key.as_ref() == Some(&key);
        let changes = !matches!(self.sort.column, 0 | 5);
        if same && (!changes || second - self.order.at < ORDER_SECONDS) {
            return;
        }
        if !same {
            self.order.rows = self.matching(election, *view.place);
        }
        self.order.at = second;
        self.order.key = Some(key);
        let live = view.live;
        let key = |n: &u32| -> u64 {
            let counts = live.counts(*n as usize);
            match self.sort.column {
                1 => counts.registered,
                2 => counts.accredited,
                3 => counts.checked_in,
                4 => (counts.turnout_percent() * 1e6) as u64,
                6 => counts.ballots,
                7 => counts.stations_reporting,
                // Upwards in the order of the tree, downwards by name.
                _ if self.sort.descending => u64::from(u32::MAX - self.index.rank[*n as usize]),
                _ => u64::from(*n),
            }
        };
        // The order before is almost the order now: a stable sort takes little for that.
        self.order.rows.sort_by_cached_key(key);
        if self.sort.descending {
            self.order.rows.reverse();
        }
    }

    fn matching(&self, election: &Election, place: usize) -> Vec<u32> {
        let wanted = fold_words(&self.query);
        let places = election.geography.places();
        let end = places.get(place).map_or(places.len(), |p| p.end);
        (place..end)
            .filter(|n| match self.kind {
                Kind::All => true,
                Kind::Districts => places[*n].station.is_none(),
                Kind::Stations => places[*n].station.is_some(),
            })
            .filter(|n| {
                wanted
                    .iter()
                    .all(|word| self.index.folded[*n].contains(word.as_str()))
            })
            .filter_map(|n| u32::try_from(n).ok())
            .collect()
    }
}

impl Index {
    fn renew(&mut self, election: &Election) {
        if self.version == Some(election.version) && self.folded.len() == election.geography.places().len() {
            return;
        }
        let places = election.geography.places();
        self.version = Some(election.version);
        self.folded = places.iter().map(|p| fold_words(&p.name).join(" ")).collect();
        let mut by_name: Vec<u32> = (0..places.len()).filter_map(|n| u32::try_from(n).ok()).collect();
        by_name.sort_by(|a, b| self.folded[*a as usize].cmp(&self.folded[*b as usize]));
        self.rank = vec![0; places.len()];
        for (rank, place) in (0_u32..).zip(by_name) {
            self.rank[place as usize] = rank;
        }
    }
}

fn reporting(counts: &TurnoutCounts) -> String {
    format!(
        "{}/{}",
        thousands(counts.stations_reporting),
        thousands(counts.stations)
    )
}

/// Turnout of what lies in the place, those with the most voters, in the order of the tree.
fn places_within(view: &View<'_>) -> Vec<Bar> {
    let children: Vec<usize> = view.live.newest.geography().children(*view.place).collect();
    place_bars(view, &children, SHOWN)
}

/// The turnout of places in their order: at most `limit` bars, the largest places, and one for all the others.
pub(crate) fn place_bars(view: &View<'_>, places: &[usize], limit: usize) -> Vec<Bar> {
    let live = view.live;
    let mut shown = places.to_vec();
    if shown.len() > limit {
        shown.sort_by_key(|n| std::cmp::Reverse(live.counts(*n).accredited));
        shown.truncate(limit - 1);
        shown.sort_unstable();
    }
    let others: Vec<usize> = places.iter().copied().filter(|n| !shown.contains(n)).collect();
    let mut bars: Vec<Bar> = shown.into_iter().map(|number| place_bar(view, number)).collect();
    if !others.is_empty() {
        let mut counts = TurnoutCounts::default();
        for of in others.iter().map(|n| live.counts(*n)) {
            counts.accredited += of.accredited;
            counts.checked_in += of.checked_in;
        }
        bars.push(bar(format!("{} others", others.len()), &counts, view.ink.muted));
    }
    bars
}

/// The turnout of one place.
fn place_bar(view: &View<'_>, number: usize) -> Bar {
    bar(
        view.place_name(number).to_owned(),
        &view.live.counts(number),
        view.ink.accent,
    )
}

fn bar(name: String, counts: &TurnoutCounts, colour: egui::Color32) -> Bar {
    Bar {
        name,
        note: String::new(),
        share: counts.turnout_percent() as f32 / 100.0,
        figures: [thousands(counts.checked_in), percent(counts.turnout_percent())],
        colour,
        strong: false,
    }
}

fn hours(ui: &mut Ui, view: &View<'_>) {
    let ink = view.ink;
    let known = view
        .snapshot
        .hours
        .as_ref()
        .filter(|h| h.place == *view.place && !h.hours.is_empty());
    let Some(known) = known else {
        empty(ui, "Nobody has checked in here yet.", &ink);
        return;
    };
    let zone = &view.live.election.zone;
    let heads: Vec<String> = known.hours.iter().map(|at| minutes(*at, zone)).collect();
    heat(ui, &heads, &heat_rows(known, view), &ink);
}

/// Each row is shaded by its own electorate, so that small places are seen beside large ones.
fn heat_rows(hours: &HoursOf, view: &View<'_>) -> Vec<Row> {
    let share = |place: usize, n: u64| {
        let accredited = view.live.counts(place).accredited.max(1);
        n as f32 / accredited as f32
    };
    let shown = || hours.rows.iter().take(SHOWN + 1);
    let most = shown()
        .flat_map(|(place, row)| row.iter().map(|n| share(*place, *n)))
        .fold(f32::MIN_POSITIVE, f32::max);
    shown()
        .map(|(place, row)| Row {
            name: view.place_name(*place).to_owned(),
            shades: row.iter().map(|n| share(*place, *n) / most).collect(),
            figures: row.iter().map(|n| thousands(*n)).collect(),
        })
        .collect()
}

fn table_rows(live: &crate::snapshot::Live, rows: &[u32]) -> Vec<Vec<String>> {
    let head = [
        "place_id",
        "place",
        "registered",
        "accredited",
        "checked_in",
        "turnout_percent",
        "ballots",
        "provisional",
        "stations",
        "stations_reporting",
        "stations_closed",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    let places = live.newest.geography().places();
    lines.extend(rows.iter().map(|n| {
        let (place, c) = (&places[*n as usize], live.counts(*n as usize));
        vec![
            place.id.clone(),
            place.name.clone(),
            c.registered.to_string(),
            c.accredited.to_string(),
            c.checked_in.to_string(),
            format!("{:.2}", c.turnout_percent()),
            c.ballots.to_string(),
            c.provisional.to_string(),
            c.stations.to_string(),
            c.stations_reporting.to_string(),
            c.stations_closed.to_string(),
        ]
    }));
    lines
}
