//! Before there is an election to show: what is waited for, and how an election is made from its definition file.

use std::path::PathBuf;

use eframe::egui;
use egui::{Button, CentralPanel, Frame, Grid, Label, Margin, RichText, Ui};
use pollstream_protocol::limits::MAX_LINE_CHARS;

use super::{Mode, Window};
use crate::command::{Command, Order};
use crate::desk::Draft;
use crate::dialog::{CreateElection, Dialog, facts};
use crate::screen::said;
use crate::snapshot::{Link, Snapshot};
use crate::theme::{Ink, bold, heading, note, size};
use crate::widget::act::primary;
use crate::widget::field::{Field, say_fault};

/// What the page remembers.
#[derive(Debug, Default)]
pub(super) struct Beginning {
    path: String,
    /// The order to read the file whose answer is awaited.
    waiting: Option<u64>,
    refused: Option<String>,
}

impl Beginning {
    fn hear(&mut self, snapshot: &Snapshot) {
        let last = snapshot.desk.last.as_ref();
        if let Some(last) = last.filter(|last| Some(last.number) == self.waiting) {
            self.waiting = None;
            self.refused.clone_from(&last.refused);
        }
    }
}

impl Window {
    /// Draws the page.
    pub(super) fn beginning(
        &mut self,
        ui: &mut Ui,
        snapshot: &Snapshot,
        ink: Ink,
        wishes: &mut Vec<Command>,
    ) {
        let frame = Frame::new().fill(ink.paper).inner_margin(Margin::same(48));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            if snapshot.links.postgres == Link::NoElection && self.mode == Mode::Desk {
                ui.add_space(ui.available_height() * 0.1);
                ui.vertical(|ui| self.no_election(ui, snapshot, ink, wishes));
                return;
            }
            ui.add_space(ui.available_height() * 0.25);
            ui.label(heading("Waiting for the election"));
            ui.add_space(8.0);
            if said::stale(snapshot).is_empty() {
                ui.label("Connecting to Kafka and Postgres …");
            }
            if let Link::Trouble { what, .. } = &snapshot.links.postgres {
                ui.add(Label::new(what).wrap());
                ui.label(note("Trying again every two seconds.", &ink));
            }
        });
    }

    fn no_election(&mut self, ui: &mut Ui, snapshot: &Snapshot, ink: Ink, wishes: &mut Vec<Command>) {
        self.beginning.hear(snapshot);
        ui.set_width(640.0_f32.min(ui.available_width()));
        ui.label(heading("There is no election here yet"));
        ui.add_space(8.0);
        ui.add(
            Label::new(
                "An election is made from its definition file (TOML): contests, candidates, districts, polling \
                 stations. This is done once, on the machine that is to keep the election's keys.",
            )
            .wrap(),
        );
        ui.add_space(10.0);
        let dropped = ui.input(|i| {
            let file = i.raw.dropped_files.first();
            file.map(|file| file.path().display().to_string())
        });
        if let Some(path) = dropped {
            self.beginning.path = path;
        }
        let field = Field {
            name: "Definition file",
            hint: "/home/ada/riverton.toml, or drop the file here",
            most: MAX_LINE_CHARS * 5,
            fault: None,
        };
        field.line(ui, &mut self.beginning.path, &ink);
        let (waits, path) = (self.beginning.waiting.is_some(), self.beginning.path.trim());
        let words = if waits { "Reading …" } else { "Read the file" };
        if ui
            .add_enabled(!waits && !path.is_empty(), Button::new(words))
            .clicked()
        {
            self.orders += 1;
            let (number, path) = (self.orders, PathBuf::from(path));
            self.beginning.waiting = Some(number);
            self.beginning.refused = None;
            wishes.push(Command::Desk(Order::ReadDefinition { number, path }));
        }
        if let Some(refused) = &self.beginning.refused {
            say_fault(ui, refused, &ink);
        } else if let Some(draft) = &snapshot.desk.draft
            && !waits
        {
            ui.add_space(14.0);
            draft_facts(ui, draft, &ink);
            ui.add_space(10.0);
            if primary(ui, "Create the election …", true, false, &ink).clicked() {
                self.dialog = Some(Dialog::new(CreateElection::default()));
            }
        }
    }
}

fn draft_facts(ui: &mut Ui, draft: &Draft, ink: &Ink) {
    ui.label(RichText::new(&draft.definition.title).font(bold(size::LEAD)));
    Grid::new("draft").spacing([18.0, 4.0]).show(ui, |ui| {
        for (name, fact) in facts(&draft.definition) {
            ui.label(note(name, ink));
            ui.label(fact);
            ui.end_row();
        }
    });
}
