//! Dialogs: what is asked before something is done. Each one is a [`Form`]; what all of them have stands here:
//! waiting for the desk's answer, words when it refuses, keys.

mod candidate;
mod confirm;
mod definition;
mod party;
mod sign_in;

use std::cell::Cell;

use eframe::egui;
use egui::{Context, Frame, Id, Key, Layout, Margin, Modal, Modifiers, ScrollArea, Ui, UiKind};

pub(crate) use candidate::CandidateForm;
pub(crate) use confirm::Confirm;
pub(crate) use definition::{CreateElection, disclosure, facts};
pub(crate) use party::PartyForm;
pub(crate) use sign_in::{SignIn, role};

use crate::command::{Command, Order};
use crate::snapshot::Snapshot;
use crate::theme::{Ink, heading, note};
use crate::widget::act::primary;
use crate::widget::field::say_fault;

/// Width of a dialog in points, where the window has as much.
const WIDTH: f32 = 520.0;

/// What one dialog asks.
pub(crate) trait Form {
    /// What is to be done.
    fn title(&self) -> String;
    /// What stands on the button that does it.
    fn go(&self) -> &'static str;
    /// What is said while it is under way.
    fn busy(&self) -> &'static str;
    /// Whether it cannot be undone.
    fn danger(&self) -> bool {
        false
    }
    /// Whether it only makes sense while somebody is signed in.
    fn needs_session(&self) -> bool {
        true
    }
    /// Draws the fields. Returns whether the last of them was left with Enter.
    fn fields(&mut self, ui: &mut Ui, sheet: &Sheet<'_>) -> bool;
    /// The order for the desk; `None` while something is not filled in as it must be.
    fn order(&mut self, number: u64, snapshot: &Snapshot) -> Option<Order>;
}

/// What a form sees while it draws itself.
pub(crate) struct Sheet<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) ink: Ink,
    /// Drawn for the first time, or after a refusal: the first field takes the keyboard.
    pub(crate) fresh: bool,
    /// It was tried to go on: what is wrong is said.
    tried: bool,
    /// Whether something that is wrong was said.
    faulty: Cell<bool>,
}

impl Sheet<'_> {
    /// A fault, if it is time to say it.
    pub(crate) fn fault(&self, fault: Option<String>) -> Option<String> {
        let fault = fault.filter(|_| self.tried);
        self.faulty.set(self.faulty.get() || fault.is_some());
        fault
    }
}

/// A dialog that is open.
pub(crate) struct Dialog {
    form: Box<dyn Form>,
    /// The order whose answer is awaited.
    waiting: Option<u64>,
    refused: Option<String>,
    fresh: bool,
    tried: bool,
    /// How large it was drawn last.
    size: egui::Vec2,
}

impl Dialog {
    /// Opens a form.
    pub(crate) fn new(form: impl Form + 'static) -> Self {
        Dialog {
            form: Box::new(form),
            waiting: None,
            refused: None,
            fresh: true,
            tried: false,
            size: egui::Vec2::ZERO,
        }
    }

    /// Draws it. Returns whether it is done with. `number` is that of the last order.
    pub(crate) fn show(
        &mut self,
        ctx: &Context,
        snapshot: &Snapshot,
        ink: Ink,
        number: &mut u64,
        wishes: &mut Vec<Command>,
    ) -> bool {
        let left = self.form.needs_session() && snapshot.desk.session.is_none();
        if left || self.is_answered(snapshot) {
            return true;
        }
        let waits = self.waiting.is_some();
        let mut go = !waits && ctx.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
        let (mut cancel, mut faulty) = (false, false);
        let frame = Frame::popup(&ctx.global_style())
            .fill(ink.paper)
            .inner_margin(Margin::symmetric(24, 20));
        let shown = Modal::new(Id::unique("dialog")).frame(frame).show(ctx, |ui| {
            let room = ctx.content_rect().size();
            ui.set_width(WIDTH.min(room.x - 80.0));
            let title = self.form.title();
            if let Some(modal) = ui.stack().iter().find(|s| s.kind() == Some(UiKind::Modal)) {
                ui.ctx()
                    .accesskit_node_builder(modal.unique_id, |node| node.set_label(title.as_str()));
            }
            ui.add(egui::Label::new(heading(title)).wrap());
            ui.add_space(6.0);
            ScrollArea::vertical().max_height(room.y - 220.0).show(ui, |ui| {
                let sheet = Sheet {
                    snapshot,
                    ink,
                    fresh: std::mem::take(&mut self.fresh),
                    tried: self.tried,
                    faulty: Cell::new(false),
                };
                let entered = ui.add_enabled_ui(!waits, |ui| self.form.fields(ui, &sheet));
                go |= entered.inner && !waits;
                faulty = sheet.faulty.get();
            });
            if let Some(refused) = &self.refused {
                say_fault(ui, refused, &ink);
            } else if faulty {
                // In a small window it may stand out of sight.
                say_fault(
                    ui,
                    "Something is not filled in yet: see what stands in red.",
                    &ink,
                );
            }
            ui.add_space(10.0);
            self.buttons(ui, snapshot, &ink, &mut go, &mut cancel);
        });
        if self.size != shown.response.rect.size() {
            // What has grown is put into the middle again, and its scroll bar goes.
            self.size = shown.response.rect.size();
            ctx.request_repaint();
        }
        let escape = shown.is_top_modal
            && !shown.any_popup_open
            && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        if go {
            self.go(snapshot, number, wishes);
        }
        // What is under way cannot be taken back by looking away.
        (cancel || escape) && self.waiting.is_none()
    }

    fn buttons(&self, ui: &mut Ui, snapshot: &Snapshot, ink: &Ink, go: &mut bool, cancel: &mut bool) {
        let waits = self.waiting.is_some();
        ui.allocate_ui_with_layout(
            egui::vec2(ui.available_width(), 30.0),
            Layout::right_to_left(egui::Align::Center),
            |ui| {
                *go |= primary(ui, self.form.go(), !waits, self.form.danger(), ink).clicked();
                *cancel = ui.add_enabled(!waits, egui::Button::new("Cancel")).clicked();
                if let (true, Some(running)) = (waits, &snapshot.desk.running) {
                    let zone = snapshot.live.as_ref().map(|live| live.election.zone.clone());
                    let since = crate::format::clock(running.since, &zone.unwrap_or(jiff::tz::TimeZone::UTC));
                    ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.label(note(format!("{} since {since}", self.form.busy()), ink));
                    });
                } else if waits {
                    ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.label(note(self.form.busy(), ink));
                    });
                }
            },
        );
    }

    fn go(&mut self, snapshot: &Snapshot, number: &mut u64, wishes: &mut Vec<Command>) {
        self.refused = None;
        self.tried = true;
        if let Some(order) = self.form.order(*number + 1, snapshot) {
            *number += 1;
            self.waiting = Some(*number);
            self.tried = false;
            wishes.push(Command::Desk(order));
        }
    }

    /// Hears the desk's answer; whether it was done.
    fn is_answered(&mut self, snapshot: &Snapshot) -> bool {
        let Some(last) = snapshot
            .desk
            .last
            .as_ref()
            .filter(|l| Some(l.number) == self.waiting)
        else {
            return false;
        };
        self.waiting = None;
        self.refused.clone_from(&last.refused);
        // Refused, it begins anew: the first field takes the keyboard again.
        self.fresh = true;
        self.refused.is_none()
    }
}

/// What is wrong with a reason, or with another text that must be given.
pub(crate) fn text_fault(text: &str, empty: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some(empty.to_owned());
    }
    let unprintable = text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    unprintable.then(|| "It holds characters that cannot be printed: type it anew.".to_owned())
}
