//! Adjudication: provisional ballots, refused messages, incidents.

mod incidents;
mod matters;
mod provisional;
mod refused;

use eframe::egui::Ui;
use pollstream_central::store::provisional::CaseStatus;

use super::View;
use super::sections::sections;
use crate::format::thousands;
use incidents::Incidents;
use provisional::Provisional;
use refused::RefusedMessages;
pub(crate) use refused::sender;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Section {
    #[default]
    Provisional,
    Refused,
    Incidents,
}

/// What the screen remembers.
#[derive(Default)]
pub(crate) struct AdjudicationScreen {
    section: Section,
    provisional: Provisional,
    refused: RefusedMessages,
    incidents: Incidents,
}

impl AdjudicationScreen {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let name = |name: &str, waiting: usize| match waiting {
            0 => name.to_owned(),
            n => format!("{name} ({})", thousands(n as u64)),
        };
        let (cases, voters) = (&view.snapshot.cases, &view.snapshot.voters);
        let undecided = voters.cases.iter().filter(|c| c.status == CaseStatus::Pending);
        let refused = cases.refused.iter().filter(|r| r.matter.resolved.is_empty());
        let incidents = cases.incidents.iter().filter(|i| i.matter.resolved.is_empty());
        let names = [
            (
                Section::Provisional,
                name("Provisional ballots", undecided.count()),
            ),
            (Section::Refused, name("Quarantine", refused.count())),
            (Section::Incidents, name("Incidents", incidents.count())),
        ];
        sections(ui, &mut self.section, &names);
        match self.section {
            Section::Provisional => self.provisional.ui(ui, view),
            Section::Refused => self.refused.ui(ui, view),
            Section::Incidents => self.incidents.ui(ui, view),
        }
    }

    /// Forgets what was looked at of voters.
    pub(crate) fn forget_voters(&mut self) {
        self.provisional = Provisional::default();
    }
}
