//! Results: the headline figures, and each contest of the place that is looked at.

use eframe::egui;
use egui::{RichText, ScrollArea, Ui};

use super::contest::{BY_VOTES, contest};
use super::{SCROLL_BAR, Screen, View};
use crate::chart::tiles::{Tile, tiles};
use crate::format::{percent, thousands};
use crate::theme::{note, regular, size};
use crate::widget::line::rule;
use crate::widget::table::Sort;

/// Places that are offered for a step down; the others are found on the turnout screen.
const STEPS: usize = 12;

/// What the screen remembers.
#[derive(Debug)]
pub(crate) struct Results {
    sort: Sort,
    /// Place and definition version, and the contests that are voted on there.
    at: (usize, u32),
    contests: Vec<usize>,
}

impl Default for Results {
    fn default() -> Self {
        Results {
            sort: BY_VOTES,
            at: (usize::MAX, 0),
            contests: Vec::new(),
        }
    }
}

/// The headline figures of a place.
pub(crate) fn headline(view: &View<'_>) -> Vec<Tile> {
    let counts = view.live.counts(*view.place);
    let candidates = pollstream_central::results::accredited_candidates(&view.live.election.definition);
    let reporting = format!(
        "{}/{}",
        thousands(counts.stations_reporting),
        thousands(counts.stations)
    );
    let share = |part: u64, whole: u64| {
        if whole == 0 {
            String::new()
        } else {
            format!("{} of registered", percent(100.0 * part as f64 / whole as f64))
        }
    };
    vec![
        Tile::new(thousands(counts.registered), "Registered voters", ""),
        Tile::new(
            thousands(counts.accredited),
            "Accredited",
            share(counts.accredited, counts.registered),
        ),
        Tile::new(thousands(counts.checked_in), "Checked in", ""),
        Tile::new(percent(counts.turnout_percent()), "Turnout", "of accredited"),
        Tile::new(thousands(counts.ballots), "Ballots counted", ""),
        Tile::new(
            reporting,
            "Stations reporting",
            format!("{} closed", thousands(counts.stations_closed)),
        ),
        Tile::new(thousands(candidates), "Candidates", "accredited"),
    ]
}

impl Results {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let version = view.live.election.version;
        if self.at != (*view.place, version) {
            self.at = (*view.place, version);
            self.contests = view.live.election.contests_at(*view.place);
        }
        path(ui, view);
        ui.add_space(4.0);
        tiles(ui, &headline(view), 1.0, &view.ink);
        rule(ui, 1.0, view.ink.hairline);
        ScrollArea::vertical()
            .id_salt(("contests", *view.place))
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - SCROLL_BAR);
                ui.add_space(14.0);
                if self.contests.is_empty() {
                    ui.label("Nobody votes here: no polling station lies in this place.");
                }
                for (n, number) in self.contests.iter().enumerate() {
                    if n > 0 {
                        ui.add_space(22.0);
                        rule(ui, 1.0, view.ink.hairline);
                        ui.add_space(14.0);
                    }
                    contest(ui, view, *number, &mut self.sort);
                }
                ui.add_space(24.0);
            });
    }
}

/// The way from the whole election down to the place, and the next steps.
pub(crate) fn path(ui: &mut Ui, view: &mut View<'_>) {
    let geography = view.live.newest.geography().clone();
    let path = geography.path(*view.place);
    let here = *view.place;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 9.0;
        for (n, place) in path.iter().enumerate() {
            if n > 0 {
                ui.label(note("/", &view.ink));
            }
            let name = view.place_name(*place).to_owned();
            if *place == here {
                ui.label(RichText::new(name).font(crate::theme::bold(size::BODY)));
            } else if ui
                .link(
                    RichText::new(name)
                        .font(regular(size::BODY))
                        .color(view.ink.accent),
                )
                .clicked()
            {
                *view.place = *place;
            }
        }
        let children: Vec<usize> = geography.children(here).collect();
        if children.is_empty() {
            return;
        }
        ui.add_space(14.0);
        ui.label(note("Go to", &view.ink));
        for place in children.iter().take(STEPS) {
            let name = view.place_name(*place).to_owned();
            if ui
                .link(RichText::new(name).font(regular(13.0)).color(view.ink.accent))
                .clicked()
            {
                *view.place = *place;
            }
        }
        if children.len() > STEPS {
            let more = format!("{} more …", thousands((children.len() - STEPS) as u64));
            if ui
                .link(RichText::new(more).font(regular(13.0)).color(view.ink.accent))
                .clicked()
            {
                *view.screen = Screen::Turnout;
            }
        }
    });
}
