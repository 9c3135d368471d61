//! The head of the page: title, how final, as of when, what is missing, and the screens.

use std::sync::Arc;

use eframe::egui;
use egui::{Align, Button, Frame, Label, Layout, Margin, RichText, Role, Ui, WidgetInfo, vec2};

use super::{Window, menu};
use crate::command::Command;
use crate::dialog::role;
use crate::feed::clerk::WARNING;
use crate::screen::{Screen, said};
use crate::snapshot::{Live, Snapshot};
use crate::theme::{Ink, bold, note, regular, serif, size};
use crate::widget::chip::chip;
use crate::widget::line::{fitted, rule};

impl Window {
    pub(super) fn header(
        &mut self,
        ui: &mut Ui,
        snapshot: &Arc<Snapshot>,
        live: &Live,
        ink: &Ink,
        wishes: &mut Vec<Command>,
    ) {
        masthead(ui, live, ink, size::TITLE);
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            status(ui, live, ink);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                self.session(ui, snapshot, ink, wishes);
            });
        });
        missing(ui, snapshot, live, ink);
        stale(ui, snapshot, ink);
        ui.add_space(8.0);
        rule(ui, 2.0, ink.text);
        // Where the window is narrow, or the type large, the names stand closer.
        let gap = if ui.available_width() > 980.0 { 22.0 } else { 10.0 };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for screen in Screen::ALL {
                if tab(ui, screen.name(), self.screen == screen, ink) {
                    self.screen = screen;
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                self.menus(ui, snapshot, wishes);
            });
        });
        rule(ui, 1.0, ink.hairline);
    }

    /// Who is signed in, and the way in and out.
    fn session(&mut self, ui: &mut Ui, snapshot: &Snapshot, ink: &Ink, wishes: &mut Vec<Command>) {
        let Some(session) = &snapshot.desk.session else {
            if ui.button("Sign in …").clicked() {
                self.sign_in_or_out(snapshot, wishes);
            }
            return;
        };
        if ui.button("Sign out").clicked() {
            self.sign_in_or_out(snapshot, wishes);
        }
        let who = format!("{}, {}", session.name, role(session.role));
        let width = (ui.available_width() - 20.0).max(60.0);
        let galley = fitted(ui, &who, bold(size::BODY), ink.text, width);
        let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("Signed in: {who}")));
        ui.painter().galley(rect.min, galley, ink.text);
        let left = session.ends.duration_since(snapshot.at);
        if left <= WARNING {
            let said = format!("Signed out in {} s unless you stir", left.as_secs().max(0));
            let text = RichText::new(&said).font(bold(size::BODY)).color(ink.warning);
            let response = ui.label(text);
            response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &said));
        }
    }

    fn menus(&mut self, ui: &mut Ui, snapshot: &Arc<Snapshot>, wishes: &mut Vec<Command>) {
        menu::show(ui, &mut self.help);
        let commands = self.commands.clone();
        let wanted = menu::export(ui, snapshot, &self.charts, &commands, wishes);
        self.table_wanted |= wanted;
    }
}

/// The head of the page on a wall.
pub(super) fn wall(ui: &mut Ui, snapshot: &Snapshot, live: &Live, ink: &Ink) {
    masthead(ui, live, ink, 40.0);
    ui.add_space(4.0);
    ui.horizontal(|ui| status(ui, live, ink));
    missing(ui, snapshot, live, ink);
    stale(ui, snapshot, ink);
    ui.add_space(10.0);
    rule(ui, 2.0, ink.text);
    ui.add_space(6.0);
}

fn masthead(ui: &mut Ui, live: &Live, ink: &Ink, points: f32) {
    let definition = &live.election.definition;
    let width = ui.available_width();
    let galley = fitted(ui, &definition.title, serif(points), ink.text, width);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &definition.title));
    ui.painter().galley(rect.min, galley, ink.text);
    let date = definition.date.strftime("%-d %B %Y");
    let polls = format!(
        "{date}, polls {} to {}, times of {}",
        definition.polls_open.strftime("%H:%M"),
        definition.polls_close.strftime("%H:%M"),
        definition.time_zone
    );
    ui.label(note(polls, ink));
}

/// How final and as of when: always in sight.
fn status(ui: &mut Ui, live: &Live, ink: &Ink) {
    let status = live.newest.status();
    let word = said::status(status);
    let response = chip(ui, word, said::status_colour(status, ink));
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, format!("Status: {word}")));
    ui.add_space(4.0);
    ui.label(RichText::new(said::as_of(live)).font(bold(size::BODY)));
}

/// What is missing: always in sight.
fn missing(ui: &mut Ui, snapshot: &Snapshot, live: &Live, ink: &Ink) {
    let missing = said::missing(snapshot, live);
    let text = if live.newest.as_of().is_none() {
        return;
    } else if missing.is_empty() {
        "Nothing is known to be missing".to_owned()
    } else {
        format!("Missing: {}", missing.join(", "))
    };
    ui.add(Label::new(RichText::new(text).font(regular(13.0)).color(ink.muted)).wrap());
}

fn stale(ui: &mut Ui, snapshot: &Snapshot, ink: &Ink) {
    for text in said::stale(snapshot) {
        ui.add_space(4.0);
        Frame::new()
            .fill(ink.alarm)
            .inner_margin(Margin::symmetric(10, 5))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let label = Label::new(RichText::new(&text).font(bold(13.0)).color(ink.paper)).truncate();
                let response = ui.add(label);
                response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &text));
            });
    }
}

/// A screen's name, underlined where it is the one that is shown.
fn tab(ui: &mut Ui, name: &str, chosen: bool, ink: &Ink) -> bool {
    let font = if chosen {
        bold(size::LEAD)
    } else {
        regular(size::LEAD)
    };
    let text = RichText::new(name)
        .font(font)
        .color(if chosen { ink.text } else { ink.muted });
    let button = Button::new(text).frame(false);
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding = vec2(0.0, 6.0);
            ui.add(button)
        })
        .inner;
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, name));
    if chosen {
        let rect = response.rect;
        let line = egui::Rect::from_min_max(
            egui::pos2(rect.left(), rect.bottom() - 1.0),
            rect.right_bottom() + vec2(0.0, 2.0),
        );
        ui.painter().rect_filled(line, 0.0, ink.text);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            response.rect.expand(3.0),
            2.0,
            (1.0, ink.accent),
            egui::StrokeKind::Outside,
        );
    }
    response.clicked()
}
