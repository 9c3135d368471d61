//! The wall: the whole screen, large type, one thing after the other, nothing to press.

use eframe::egui;
use egui::{RichText, Ui};

use pollstream_central::outcome::listed;

use super::View;
use super::contest::{contest_bars, contest_ring, lead, rules};
use super::results::headline;
use super::turnout::place_bars;
use crate::chart::bars::bars;
use crate::chart::tiles::tiles;
use crate::theme::{note, regular, serif};

/// Seconds for which each page stands.
pub(crate) const SECONDS: f64 = 12.0;
/// Places, and candidates, on a page.
const LINES: usize = 8;
/// How much larger than at a desk.
const SCALE: f32 = 1.4;

/// What stands on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Contest(usize),
    Turnout,
}

fn pages(view: &View<'_>) -> Vec<Page> {
    let contests = view.live.election.definition.contests.len();
    let geography = view.live.newest.geography();
    let mut pages: Vec<Page> = (0..contests).map(Page::Contest).collect();
    if geography.children(0).next().is_some() {
        pages.push(Page::Turnout);
    }
    pages
}

/// Draws the page of this moment: `seconds` since the wall began.
pub(crate) fn ui(ui: &mut Ui, view: &mut View<'_>, seconds: f64) {
    *view.place = 0;
    let pages = pages(view);
    let turn = (seconds / SECONDS).max(0.0) as usize;
    let page = pages.get(turn % pages.len().max(1)).copied();
    tiles(ui, &headline(view), SCALE, &view.ink);
    ui.add_space(18.0);
    match page {
        Some(Page::Contest(number)) => contest(ui, view, number),
        Some(Page::Turnout) => turnout(ui, view),
        None => {}
    }
    if pages.len() > 1 {
        let said = format!("{} of {}", turn % pages.len() + 1, pages.len());
        ui.with_layout(egui::Layout::bottom_up(egui::Align::RIGHT), |ui| {
            ui.label(note(said, &view.ink));
        });
    }
}

fn contest(ui: &mut Ui, view: &View<'_>, number: usize) {
    let (live, ink) = (view.live, view.ink);
    let contest = &live.election.definition.contests[number];
    let results = live.contest(0, number);
    ui.add(egui::Label::new(RichText::new(&contest.title).font(serif(34.0))).wrap());
    ui.label(RichText::new(rules(contest)).font(regular(19.0)).color(ink.muted));
    ui.add_space(14.0);
    if results.suppressed {
        ui.label(
            RichText::new("Too few ballots counted to show them without telling whose they are")
                .font(regular(20.0)),
        );
        return;
    }
    let counted = live.newest.status() != pollstream_protocol::events::ResultsStatus::UnofficialPartial;
    match lead(contest, &results, counted) {
        None => {
            ui.label(RichText::new("No votes yet").font(regular(20.0)).color(ink.muted));
        }
        Some(lead) => {
            ui.add(egui::Label::new(RichText::new(listed(&lead.names)).font(serif(30.0))).wrap());
            ui.label(RichText::new(lead.said).font(regular(22.0)));
        }
    }
    ui.add_space(16.0);
    ui.horizontal_top(|ui| {
        let ring = (ui.available_height() - 60.0).clamp(160.0, 340.0);
        let width = ui.available_width() - ring - 60.0;
        ui.vertical(|ui| {
            ui.set_width(width);
            bars(
                ui,
                &contest_bars(&live.election.definition, contest, &results, counted, &ink, LINES),
                SCALE,
                &ink,
            );
        });
        ui.add_space(48.0);
        contest_ring(ui, &live.election.definition, contest, &results, ring, &ink);
    });
}

fn turnout(ui: &mut Ui, view: &View<'_>) {
    let ink = view.ink;
    ui.label(RichText::new("Turnout by district").font(serif(34.0)));
    ui.add_space(14.0);
    let geography = view.live.newest.geography();
    let places: Vec<usize> = geography.children(0).collect();
    bars(ui, &place_bars(view, &places, LINES), SCALE, &ink);
}
