//! Incidents with all their sides, and how officials dealt with them.

use eframe::egui;
use egui::{Label, Ui};

use super::matters::{Kind, Matters, Names, resolve};
use crate::command::Deed;
use crate::dialog::Confirm;
use crate::format::{NOTHING, moment};
use crate::screen::View;
use crate::screen::integrity::sides;
use crate::screen::sections::beside;
use crate::screen::stations::words;
use crate::snapshot::{Cases, Incident, Matter};
use crate::theme::subheading;
use crate::widget::table::{Head, empty};

/// What the section remembers.
#[derive(Default)]
pub(super) struct Incidents(Matters<Incident>);

const HEADS: [Head; 4] = [
    Head::figures("No.", 60.0),
    Head::words("Incident", None),
    Head::words("Station", Some(190.0)),
    Head::figures("Known since", 96.0),
];

impl Kind for Incident {
    fn all(cases: &Cases) -> &[Self] {
        &cases.incidents
    }

    fn matter(&self) -> &Matter {
        &self.matter
    }
}

impl Incidents {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        beside(ui, self, view, 0.52, Self::list, Self::one);
    }

    fn list(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let names = Names {
            table: "incidents",
            heads: &HEADS,
            search: "Search incidents",
            none: "No incident is on record.",
        };
        self.0
            .list(ui, view, &names, |_, incident| match incident.station.as_str() {
                "" => NOTHING.to_owned(),
                station => station.to_owned(),
            });
    }

    fn one(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let cases = view.snapshot.cases.clone();
        let Some(incident) = self.0.picked(&cases) else {
            empty(ui, "Pick an incident to see all sides of it.", &view.ink);
            return;
        };
        let matter = &incident.matter;
        ui.label(subheading(format!(
            "{}, incident {}",
            words(&matter.about),
            matter.id
        )));
        if !matter.detail.is_empty() {
            ui.add(Label::new(matter.detail.replace(char::is_control, " ")).wrap());
        }
        let at = moment(matter.at, &view.live.election.zone);
        ui.add(Label::new(format!("Central knows of it since {at}.")).wrap());
        sides(ui, view, incident);
        resolve(ui, view, matter, || Confirm {
            title: format!("Resolve incident {}", matter.id),
            says: vec![
                "How it was dealt with is written down for good.".to_owned(),
                "Every side of it stays on record. Nothing that was counted changes.".to_owned(),
            ],
            reason: Some("The desk was replaced, the voter was seen once"),
            ..Confirm::new(Deed::ResolveIncident(matter.id))
        });
    }
}
