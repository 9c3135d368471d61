//! Accreditation: who stands, and who may vote.

mod candidates;
mod parties;
mod registrations;

use eframe::egui::Ui;

use super::View;
use super::sections::sections;
use crate::format::thousands;
use candidates::Candidates;
use parties::Parties;
use pollstream_protocol::voter::Accreditation;
use registrations::Registrations;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Section {
    #[default]
    Candidates,
    Parties,
    Registrations,
}

/// What the screen remembers.
#[derive(Default)]
pub(crate) struct AccreditationScreen {
    section: Section,
    candidates: Candidates,
    parties: Parties,
    registrations: Registrations,
}

impl AccreditationScreen {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let papers = &view.snapshot.papers;
        let pending = |n: usize| match n {
            0 => String::new(),
            n => format!(" ({})", thousands(n as u64)),
        };
        let candidates = papers.candidates.iter();
        let candidates = candidates
            .filter(|c| c.accreditation == Accreditation::Pending)
            .count();
        let registrations = view.snapshot.voters.registrations.len();
        let names = [
            (Section::Candidates, format!("Candidates{}", pending(candidates))),
            (Section::Parties, "Parties".to_owned()),
            (
                Section::Registrations,
                format!("Registrations{}", pending(registrations)),
            ),
        ];
        sections(ui, &mut self.section, &names);
        match self.section {
            Section::Candidates => self.candidates.ui(ui, view),
            Section::Parties => self.parties.ui(ui, view),
            Section::Registrations => self.registrations.ui(ui, view),
        }
    }

    /// Forgets what was looked at of voters.
    pub(crate) fn forget_voters(&mut self) {
        self.registrations = Registrations::default();
    }
}
