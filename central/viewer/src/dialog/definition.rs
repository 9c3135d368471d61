//! Making an election from the definition file that was read.

use eframe::egui;
use egui::{Grid, Ui};
use pollstream_protocol::definition::{Disclosure, ElectionDefinition};

use super::confirm::UNDERSTOOD;
use super::{Form, Sheet};
use crate::command::Order;
use crate::format::thousands;
use crate::snapshot::Snapshot;
use crate::theme::note;
use crate::widget::field::{say_fault, tick};

/// The form.
#[derive(Default)]
pub(crate) struct CreateElection {
    understood: bool,
}

/// When ballots are opened, in words.
pub(crate) fn disclosure(definition: &ElectionDefinition) -> String {
    let least = definition.min_batch;
    match definition.disclosure {
        Disclosure::Live => format!("as they come, never fewer than {least} together"),
        Disclosure::AfterClose => "not before the election is closed".to_owned(),
    }
}

/// The facts of a definition, name by name.
pub(crate) fn facts(definition: &ElectionDefinition) -> Vec<(&'static str, String)> {
    let candidates: usize = definition.contests.iter().map(|c| c.candidates.len()).sum();
    let number = |n: usize| thousands(n as u64);
    vec![
        ("Id", definition.id.to_string()),
        ("Day", definition.date.strftime("%-d %B %Y").to_string()),
        (
            "Polls",
            format!(
                "{} to {}, times of {}",
                definition.polls_open.strftime("%H:%M"),
                definition.polls_close.strftime("%H:%M"),
                definition.time_zone
            ),
        ),
        ("Ballots are opened", disclosure(definition)),
        ("Contests", number(definition.contests.len())),
        ("Candidates", number(candidates)),
        ("Parties", number(definition.parties.len())),
        ("Districts", number(definition.districts.len())),
        ("Polling stations", number(definition.polling_stations.len())),
        ("Ballot styles", number(definition.ballot_styles.len())),
    ]
}

impl Form for CreateElection {
    fn title(&self) -> String {
        "Create the election".to_owned()
    }

    fn go(&self) -> &'static str {
        "Create the election"
    }

    fn busy(&self) -> &'static str {
        "Making keys, topics and tables …"
    }

    fn danger(&self) -> bool {
        true
    }

    fn needs_session(&self) -> bool {
        false
    }

    fn fields(&mut self, ui: &mut Ui, sheet: &Sheet<'_>) -> bool {
        let Some(draft) = &sheet.snapshot.desk.draft else {
            ui.label("Read a definition file first.");
            return false;
        };
        ui.label(&draft.definition.title);
        Grid::new("definition").spacing([18.0, 4.0]).show(ui, |ui| {
            for (name, fact) in facts(&draft.definition) {
                ui.label(note(name, &sheet.ink));
                ui.label(fact);
                ui.end_row();
            }
        });
        ui.add_space(6.0);
        ui.label(
            "New keys are made in central's data folder, the definition is signed, and topics and tables are set up. \
             Ballot styles, contests and when ballots are opened stay as they are from then on.",
        );
        tick(ui, &mut self.understood, UNDERSTOOD, &sheet.ink);
        let ticked = self.understood;
        let fault = sheet.fault((!ticked).then(|| "Tick the box to go on.".to_owned()));
        if let Some(fault) = fault {
            say_fault(ui, &fault, &sheet.ink);
        }
        false
    }

    fn order(&mut self, number: u64, snapshot: &Snapshot) -> Option<Order> {
        let ready = self.understood && snapshot.desk.draft.is_some();
        ready.then_some(Order::CreateElection { number })
    }
}
