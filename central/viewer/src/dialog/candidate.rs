//! Submitting a candidate.

use eframe::egui::Ui;
use pollstream_central::admin::NewCandidate;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{CandidateId, ContestId, PartyId};
use pollstream_protocol::limits::{MAX_ID_CHARS, MAX_LINE_CHARS, MAX_PICTURE_CHARS, MAX_TEXT_CHARS};

use super::{Form, Sheet, text_fault};
use crate::command::{Deed, Order};
use crate::snapshot::Snapshot;
use crate::theme::note;
use crate::widget::field::{Field, choice, offer};

/// The form.
#[derive(Default)]
pub(crate) struct CandidateForm {
    id: String,
    name: String,
    contest: Option<ContestId>,
    party: Option<PartyId>,
    picture: String,
    biography: String,
    platform: String,
    reason: String,
}

const INDEPENDENT: &str = "Independent";

/// What is wrong with an id that is to be new.
pub(super) fn id_fault<T>(text: &str, is_known: impl FnOnce(&T) -> bool) -> Option<String>
where
    T: std::str::FromStr<Err = pollstream_protocol::ids::IdError>,
{
    match text.trim().parse::<T>() {
        Ok(id) if is_known(&id) => Some("There is one with this id already: choose another.".to_owned()),
        Ok(_) => None,
        Err(error) => Some(format!("It cannot be used: {}.", error.rule)),
    }
}

impl CandidateForm {
    fn id_fault(&self, definition: &ElectionDefinition) -> Option<String> {
        id_fault(&self.id, |id: &CandidateId| definition.candidate(id).is_some())
    }

    fn name_fault(&self) -> Option<String> {
        text_fault(&self.name, "Type the name as it is to stand on the ballot.")
    }

    fn contest(&mut self, ui: &mut Ui, definition: &ElectionDefinition, sheet: &Sheet<'_>) {
        let chosen = self.contest.as_ref().and_then(|id| definition.contest(id));
        let title = chosen.map(|c| c.title.clone()).unwrap_or_default();
        let fault = (chosen.is_none()).then(|| "Choose the contest to stand in.".to_owned());
        choice(ui, "Contest", &title, &sheet.ink, sheet.fault(fault), |ui| {
            for contest in &definition.contests {
                offer(ui, &mut self.contest, Some(contest.id.clone()), &contest.title);
            }
        });
    }

    fn party(&mut self, ui: &mut Ui, definition: &ElectionDefinition, sheet: &Sheet<'_>) {
        let party = self.party.as_ref().and_then(|id| definition.party(id));
        let name = party.map_or(INDEPENDENT, |p| p.name.as_str());
        choice(ui, "Party", name, &sheet.ink, None, |ui| {
            offer(ui, &mut self.party, None, INDEPENDENT);
            for party in &definition.parties {
                offer(ui, &mut self.party, Some(party.id.clone()), &party.name);
            }
        });
    }

    fn reason_fault(&self) -> Option<String> {
        text_fault(
            &self.reason,
            "Say why: it is kept with the decision, for everybody who audits it.",
        )
    }
}

impl Form for CandidateForm {
    fn title(&self) -> String {
        "Submit a candidate".to_owned()
    }

    fn go(&self) -> &'static str {
        "Submit"
    }

    fn busy(&self) -> &'static str {
        "Submitting …"
    }

    fn fields(&mut self, ui: &mut Ui, sheet: &Sheet<'_>) -> bool {
        let (Some(live), ink) = (&sheet.snapshot.live, &sheet.ink) else {
            return false;
        };
        let definition = &live.election.definition;
        ui.label("The candidate is pending until an official accredits or rejects them.");
        ui.add_space(6.0);
        let field = |name, hint, most, fault| Field {
            name,
            hint,
            most,
            fault,
        };
        ui.columns_const(|[left, right]| {
            let fault = sheet.fault(self.name_fault());
            let name = field("Name on the ballot", "", MAX_LINE_CHARS, fault);
            let name = name.line(left, &mut self.name, ink);
            if sheet.fresh {
                name.request_focus();
            }
            let fault = sheet.fault(self.id_fault(definition));
            field("Id", "amina-warsame", MAX_ID_CHARS, fault).line(right, &mut self.id, ink);
        });
        ui.columns_const(|[left, right]| {
            self.contest(left, definition, sheet);
            self.party(right, definition, sheet);
        });
        field("Photo", "pictures/amina-warsame.png", MAX_PICTURE_CHARS, None).line(
            ui,
            &mut self.picture,
            ink,
        );
        ui.label(note(
            "A PNG file below the window's folder of pictures; may be empty.",
            ink,
        ));
        ui.add_space(4.0);
        field("Biography", "May be empty", MAX_TEXT_CHARS, None).lines(ui, &mut self.biography, 2, ink);
        field("Platform", "May be empty", MAX_TEXT_CHARS, None).lines(ui, &mut self.platform, 2, ink);
        let fault = sheet.fault(self.reason_fault());
        field("Reason", "Nomination filed in time", MAX_TEXT_CHARS, fault).lines(
            ui,
            &mut self.reason,
            2,
            ink,
        );
        false
    }

    fn order(&mut self, number: u64, snapshot: &Snapshot) -> Option<Order> {
        let definition = &snapshot.live.as_ref()?.election.definition;
        let faults = [self.id_fault(definition), self.name_fault(), self.reason_fault()];
        if faults.iter().any(Option::is_some) {
            return None;
        }
        let text = |text: &String| text.trim().to_owned();
        let new = NewCandidate {
            id: self.id.trim().parse().ok()?,
            contest: self.contest.clone()?,
            name: text(&self.name),
            party: self.party.clone(),
            picture: text(&self.picture),
            biography: text(&self.biography),
            platform: text(&self.platform),
        };
        Some(Order::Decide {
            number,
            deed: Deed::SubmitCandidate(new),
            reason: text(&self.reason),
        })
    }
}
