//! Registrations that wait for a decision, with their duplicates side by side.

use eframe::egui;
use egui::{ScrollArea, Ui};
use pollstream_central::admin::RegistrationDecision;
use pollstream_central::store::registration::RegistrationRow;
use pollstream_protocol::ids::{StationId, VoterId};
use pollstream_protocol::voter::Accreditation;

use crate::command::Deed;
use crate::desk::Voters;
use crate::dialog::{Confirm, Dialog};
use crate::format::{count, thousands};
use crate::screen::View;
use crate::screen::rows::Rows;
use crate::screen::sections::beside;
use crate::screen::voter::{Column, side_by_side};
use crate::theme::{note, subheading};
use crate::widget::act::{act, blocked_or_certified, why_blocked};
use crate::widget::field::tick;
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty, list_height};

/// What the section remembers.
pub(super) struct Registrations {
    query: String,
    doubtful: bool,
    sort: Sort,
    rows: Rows<Voters, (String, bool, Sort)>,
    picked: Option<VoterId>,
}

impl Default for Registrations {
    fn default() -> Self {
        Registrations {
            query: String::new(),
            doubtful: false,
            sort: Sort {
                column: 1,
                descending: true,
            },
            rows: Rows::default(),
            picked: None,
        }
    }
}

const HEADS: [Head; 2] = [
    Head::words("Voter", None),
    Head::figures("May be the same", 116.0),
];

/// Records that may be of the same person.
fn others(row: &RegistrationRow) -> usize {
    row.claims.len() + row.look_alikes.len()
}

impl Registrations {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        if view.snapshot.desk.session.is_none() {
            empty(
                ui,
                "Sign in to see registrations: voters' records are shown to officials and auditors only.",
                &view.ink,
            );
            return;
        }
        beside(ui, self, view, 0.3, Self::list, Self::one);
    }

    fn list(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        search(ui, &mut self.query, "Search registrations", f32::INFINITY);
        tick(
            ui,
            &mut self.doubtful,
            "Only those who may be on record already",
            &ink,
        );
        let voters = view.snapshot.voters.clone();
        let asked = (self.query.clone(), self.doubtful, self.sort);
        let rows = self
            .rows
            .of(&voters, asked.clone(), |voters| find(voters, &asked));
        if rows.is_empty() {
            let said = match voters.registrations.len() {
                0 => "No registration waits for a decision.",
                _ => "No registration matches.",
            };
            empty(ui, said, &ink);
            return;
        }
        let table = Table {
            id: "registrations",
            heads: &HEADS,
            rows: rows.len(),
            height: Some(list_height(ui, 34.0)),
            ink: &ink,
        };
        let picked = &mut self.picked;
        table.show(ui, &mut self.sort, |cells, n| {
            let row = &voters.registrations[rows[n]];
            let is_picked = *picked == Some(row.voter.voter_id);
            cells.mark(is_picked);
            let by_name = cells.pick(&row.voter.name, is_picked);
            match others(row) {
                0 => cells.muted("0"),
                n => cells.coloured(thousands(n as u64), ink.warning, true),
            }
            if by_name || cells.response().clicked() {
                *picked = Some(row.voter.voter_id);
            }
        });
    }

    fn one(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let voters = view.snapshot.voters.clone();
        let found = (voters.registrations.iter()).find(|r| Some(r.voter.voter_id) == self.picked);
        let Some(row) = found else {
            let waits = voters.registrations.len() as u64;
            if waits > 0 {
                let said = count(waits, "registration waits", "registrations wait");
                empty(
                    ui,
                    &format!("{said} for a decision. Pick one to see it whole."),
                    &ink,
                );
            }
            return;
        };
        let said = match (others(row), row.voter.accreditation) {
            (0, _) => "Nobody on record has this number, or this name and date of birth.".to_owned(),
            (n, Accreditation::Accredited) => format!(
                "This voter is accredited, and was registered again. {} beside it.",
                count(n as u64, "record stands", "records stand")
            ),
            (n, _) => format!(
                "{} that may be of the same person. What differs is bold.",
                count(n as u64, "record stands beside it", "records stand beside it")
            ),
        };
        ui.label(subheading("Registration"));
        ui.label(note(said, &ink));
        ui.add_space(6.0);
        decide(ui, view, row);
        ui.add_space(10.0);
        ScrollArea::horizontal().id_salt("records").show(ui, |ui| {
            side_by_side(ui, view, &records(view, row));
        });
    }
}

fn find(voters: &Voters, asked: &(String, bool, Sort)) -> Vec<usize> {
    let (query, doubtful, sort) = asked;
    let wanted = Wanted::of(query);
    let all = &voters.registrations;
    let mut rows: Vec<usize> = (0..all.len())
        .filter(|n| !doubtful || others(&all[*n]) > 0)
        .filter(|n| wanted.is_in(&[&all[*n].voter.name, &all[*n].voter.registration_number]))
        .collect();
    match sort.column {
        0 => rows.sort_by(|a, b| all[*a].voter.name.cmp(&all[*b].voter.name)),
        _ => rows.sort_by_key(|n| others(&all[*n])),
    }
    if sort.descending {
        rows.reverse();
    }
    rows
}

fn records<'a>(view: &View<'_>, row: &'a RegistrationRow) -> Vec<Column<'a>> {
    let name = |station: &StationId| view.live.election.station_name(station.as_str());
    let by = match &row.registered_by {
        Some(station) => format!("Registered at {}", name(station)),
        None => "From a roll file".to_owned(),
    };
    let mut columns = vec![Column {
        title: by,
        voter: &row.voter,
    }];
    columns.extend(row.claims.iter().map(|claim| Column {
        title: format!("Same number, registered at {}", name(&claim.station)),
        voter: &claim.voter,
    }));
    columns.extend(row.look_alikes.iter().map(|voter| Column {
        title: "Same name and date of birth".to_owned(),
        voter,
    }));
    columns
}

/// On which roll the voter may be accredited, or that they are not.
fn decide(ui: &mut Ui, view: &mut View<'_>, row: &RegistrationRow) {
    let ink = view.ink;
    let blocked = blocked_or_certified(view.snapshot);
    let election = view.live.election.clone();
    let mut rolls = vec![row.voter.polling_station.clone()];
    for claim in &row.claims {
        if !rolls.contains(&claim.station) {
            rolls.push(claim.station.clone());
        }
    }
    let mut wanted = None;
    ui.horizontal_wrapped(|ui| {
        for station in &rolls {
            let name = election.station_name(station.as_str());
            if act(ui, &format!("Accredit at {name} …"), blocked) {
                wanted = Some(accredit(row, station, &name));
            }
        }
        if act(ui, "Reject …", blocked) {
            wanted = Some(reject(row));
        }
    });
    why_blocked(ui, blocked, &ink);
    if let Some(confirm) = wanted {
        *view.dialog = Some(Dialog::new(confirm));
    }
}

fn accredit(row: &RegistrationRow, station: &StationId, name: &str) -> Confirm {
    let at = (!row.claims.is_empty()).then(|| station.clone());
    let mut says = vec![format!("{} may vote at {name}.", row.voter.name)];
    if !row.claims.is_empty() {
        says.push(
            "Every other station that registered this number hears that the voter does not vote there."
                .into(),
        );
    }
    Confirm {
        title: format!("Accredit at {name}"),
        go: "Accredit",
        busy: "Accrediting …",
        says,
        reason: Some("Address and identity are proven"),
        ..Confirm::new(Deed::DecideRegistration {
            voter: row.voter.voter_id,
            decision: RegistrationDecision::Accredit { at },
        })
    }
}

fn reject(row: &RegistrationRow) -> Confirm {
    let name = &row.voter.name;
    let second_only = row.voter.accreditation == Accreditation::Accredited;
    let says = if second_only {
        vec![
            format!("{name} stays accredited where they are."),
            "The later registrations under this number are rejected.".to_owned(),
        ]
    } else {
        vec![
            format!("{name} may not vote, and every station that registered them hears of it."),
            "A ballot that they cast provisionally is decided on the Adjudication screen.".to_owned(),
        ]
    };
    Confirm {
        title: "Reject the registration".to_owned(),
        go: "Reject",
        busy: "Rejecting …",
        says,
        reason: Some("The same person is on record under another number"),
        ..Confirm::new(Deed::DecideRegistration {
            voter: row.voter.voter_id,
            decision: RegistrationDecision::Reject,
        })
    }
}
