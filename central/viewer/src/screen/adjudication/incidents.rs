//! Incidents with all their sides, and how officials dealt with them.

use eframe::egui;
use egui::{Label, Ui};
use jiff::Timestamp;

use super::matters::{Matter, Matters, Names, resolve};
use crate::command::Deed;
use crate::dialog::Confirm;
use crate::format::{NOTHING, moment};
use crate::screen::View;
use crate::screen::integrity::sides;
use crate::screen::sections::beside;
use crate::screen::stations::words;
use crate::snapshot::{Cases, Incident};
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

impl Matter for Incident {
    fn all(cases: &Cases) -> &[Self] {
        &cases.incidents
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn about(&self) -> &str {
        &self.kind
    }

    fn station(&self) -> &str {
        &self.station
    }

    fn detail(&self) -> &str {
        &self.detail
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn resolved(&self) -> &str {
        &self.resolved
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
        ui.label(subheading(format!(
            "{}, incident {}",
            words(&incident.kind),
            incident.id
        )));
        if !incident.detail.is_empty() {
            ui.add(Label::new(incident.detail.replace(char::is_control, " ")).wrap());
        }
        let at = moment(incident.at, &view.live.election.zone);
        ui.add(Label::new(format!("Central knows of it since {at}.")).wrap());
        sides(ui, view, incident);
        resolve(ui, view, incident, || Confirm {
            title: format!("Resolve incident {}", incident.id),
            says: vec![
                "How it was dealt with is written down for good.".to_owned(),
                "Every side of it stays on record. Nothing that was counted changes.".to_owned(),
            ],
            reason: Some("The desk was replaced, the voter was seen once"),
            ..Confirm::new(Deed::ResolveIncident(incident.id))
        });
    }
}
