//! Adding a party.

use eframe::egui::Ui;
use pollstream_central::admin::NewParty;
use pollstream_protocol::ids::PartyId;
use pollstream_protocol::limits::{MAX_ID_CHARS, MAX_LINE_CHARS, MAX_TEXT_CHARS};

use super::candidate::id_fault;
use super::{Form, Sheet, text_fault};
use crate::command::{Deed, Order};
use crate::snapshot::Snapshot;
use crate::widget::field::Field;

/// The form.
#[derive(Default)]
pub(crate) struct PartyForm {
    id: String,
    name: String,
    abbreviation: String,
    reason: String,
}

impl PartyForm {
    fn id_fault(&self, snapshot: &Snapshot) -> Option<String> {
        let definition = snapshot.live.as_ref().map(|live| &live.election.definition);
        id_fault(&self.id, |id: &PartyId| {
            definition.is_some_and(|d| d.party(id).is_some())
        })
    }

    fn name_fault(&self) -> Option<String> {
        text_fault(&self.name, "Type the party's name.")
    }

    fn reason_fault(&self) -> Option<String> {
        text_fault(
            &self.reason,
            "Say why: it is kept with the decision, for everybody who audits it.",
        )
    }
}

impl Form for PartyForm {
    fn title(&self) -> String {
        "Add a party".to_owned()
    }

    fn go(&self) -> &'static str {
        "Add"
    }

    fn busy(&self) -> &'static str {
        "Adding …"
    }

    fn fields(&mut self, ui: &mut Ui, sheet: &Sheet<'_>) -> bool {
        ui.label("A party cannot be removed again: ballots may name it.");
        ui.add_space(6.0);
        let field = |name, hint, most, fault| Field {
            name,
            hint,
            most,
            fault: sheet.fault(fault),
        };
        let ink = &sheet.ink;
        let name = field("Name", "", MAX_LINE_CHARS, self.name_fault()).line(ui, &mut self.name, ink);
        if sheet.fresh {
            name.request_focus();
        }
        field(
            "Id",
            "civic-progress",
            MAX_ID_CHARS,
            self.id_fault(sheet.snapshot),
        )
        .line(ui, &mut self.id, ink);
        field("Short name", "May be empty", MAX_LINE_CHARS, None).line(ui, &mut self.abbreviation, ink);
        field(
            "Reason",
            "Registered in time",
            MAX_TEXT_CHARS,
            self.reason_fault(),
        )
        .lines(ui, &mut self.reason, 2, ink);
        false
    }

    fn order(&mut self, number: u64, snapshot: &Snapshot) -> Option<Order> {
        let faults = [self.id_fault(snapshot), self.name_fault(), self.reason_fault()];
        if faults.iter().any(Option::is_some) {
            return None;
        }
        let new = NewParty {
            id: self.id.trim().parse().ok()?,
            name: self.name.trim().to_owned(),
            abbreviation: self.abbreviation.trim().to_owned(),
        };
        Some(Order::Decide {
            number,
            deed: Deed::AddParty(new),
            reason: self.reason.trim().to_owned(),
        })
    }
}
