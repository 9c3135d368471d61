//! Quarantine: refused messages, and how officials dealt with them.

use eframe::egui;
use egui::{Label, Ui};

use super::matters::{Kind, Matters, Names, resolve};
use crate::command::Deed;
use crate::dialog::Confirm;
use crate::format::moment;
use crate::screen::View;
use crate::screen::sections::beside;
use crate::screen::stations::words;
use crate::snapshot::{Cases, Matter, Refused};
use crate::theme::{note, subheading};
use crate::widget::table::{Head, empty};

/// What the section remembers.
#[derive(Default)]
pub(super) struct RefusedMessages(Matters<Refused>);

const HEADS: [Head; 4] = [
    Head::figures("No.", 60.0),
    Head::words("Reason", None),
    Head::words("Claimed sender", Some(190.0)),
    Head::figures("Refused at", 90.0),
];

impl Kind for Refused {
    fn all(cases: &Cases) -> &[Self] {
        &cases.refused
    }

    fn matter(&self) -> &Matter {
        &self.matter
    }
}

/// Who a refused message claims to come from.
pub(crate) fn sender(view: &View<'_>, message: &Matter) -> String {
    if message.station.is_empty() {
        return "does not say".to_owned();
    }
    view.live.election.station_name(&message.station)
}

impl RefusedMessages {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        beside(ui, self, view, 0.52, Self::list, Self::one);
    }

    fn list(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let names = Names {
            table: "quarantine",
            heads: &HEADS,
            search: "Search refused messages",
            none: "No message was refused.",
        };
        self.0.list(ui, view, &names, sender);
    }

    fn one(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let cases = view.snapshot.cases.clone();
        let Some(Refused {
            matter: message,
            sha256,
        }) = self.0.picked(&cases)
        else {
            empty(ui, "Refused messages are kept whole. Pick one to see more.", &ink);
            return;
        };
        ui.label(subheading(format!(
            "{}, message {}",
            words(&message.about),
            message.id
        )));
        ui.add(Label::new(message.detail.replace(char::is_control, " ")).wrap());
        let at = moment(message.at, &view.live.election.zone);
        let said = format!("Claims to come from: {}. Refused on {at}.", sender(view, message));
        ui.add(Label::new(said).wrap());
        let said = format!(
            "SHA-256 {sha256}. The message itself: central quarantine export {}",
            message.id
        );
        ui.add(Label::new(note(said, &ink)).wrap());
        resolve(ui, view, message, || Confirm {
            title: format!("Resolve refused message {}", message.id),
            says: vec![
                "How it was dealt with is written down for good.".to_owned(),
                "The message stays in quarantine, whole. Nothing of it is counted.".to_owned(),
            ],
            reason: Some("The station was replaced, its log came by stick"),
            ..Confirm::new(Deed::ResolveRefused(message.id))
        });
    }
}
