//! Parties.

use eframe::egui::Ui;

use crate::dialog::{Dialog, PartyForm};
use crate::format::thousands;
use crate::screen::View;
use crate::theme::note;
use crate::widget::act::{act, blocked_or_certified, why_blocked};
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty, list_height};

/// What the section remembers.
pub(super) struct Parties {
    query: String,
    sort: Sort,
}

impl Default for Parties {
    fn default() -> Self {
        Parties {
            query: String::new(),
            sort: Sort {
                column: 0,
                descending: false,
            },
        }
    }
}

const HEADS: [Head; 4] = [
    Head::words("Party", None),
    Head::words("Short name", Some(120.0)),
    Head::figures("Candidates", 90.0),
    Head::words("Id", Some(260.0)),
];

impl Parties {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let blocked = blocked_or_certified(view.snapshot);
        ui.horizontal_wrapped(|ui| {
            search(ui, &mut self.query, "Search parties", 260.0);
            if act(ui, "Add a party …", blocked) {
                *view.dialog = Some(Dialog::new(PartyForm::default()));
            }
            why_blocked(ui, blocked, &ink);
        });
        ui.add_space(4.0);
        let papers = &view.snapshot.papers;
        let wanted = Wanted::of(&self.query);
        let mut rows: Vec<_> = (papers.parties.iter())
            .filter(|p| wanted.is_in(&[&p.name, &p.abbreviation, p.id.as_str()]))
            .map(|p| {
                let of = papers
                    .candidates
                    .iter()
                    .filter(|c| c.party.as_ref() == Some(&p.id));
                (p, of.count() as u64)
            })
            .collect();
        if rows.is_empty() {
            let said = match papers.parties.len() {
                0 => "No party is known: every candidate is independent.",
                _ => "No party has this in its name.",
            };
            empty(ui, said, &ink);
            return;
        }
        match self.sort.column {
            1 => rows.sort_by_key(|(p, _)| &p.abbreviation),
            2 => rows.sort_by_key(|(_, candidates)| *candidates),
            3 => rows.sort_by_key(|(p, _)| &p.id),
            _ => rows.sort_by_key(|(p, _)| &p.name),
        }
        if self.sort.descending {
            rows.reverse();
        }
        let table = Table {
            id: "parties",
            heads: &HEADS,
            rows: rows.len(),
            height: Some(list_height(ui, 60.0)),
            ink: &ink,
        };
        table.show(ui, &mut self.sort, |cells, n| {
            let (party, candidates) = rows[n];
            cells.text(&party.name);
            cells.muted(&party.abbreviation);
            cells.text(thousands(candidates));
            cells.muted(party.id.as_str());
        });
        ui.add_space(4.0);
        ui.label(note("A party stays once it is added: ballots may name it.", &ink));
    }
}
