//! Incidents with all their sides, and how officials dealt with them.

use eframe::egui;
use egui::{Label, Ui};

use crate::command::Deed;
use crate::dialog::{Confirm, Dialog};
use crate::format::{NOTHING, moment, thousands};
use crate::screen::View;
use crate::screen::integrity::sides;
use crate::screen::rows::Rows;
use crate::screen::sections::beside;
use crate::screen::stations::words;
use crate::snapshot::Cases;
use crate::theme::subheading;
use crate::widget::act::{act, blocked, why_blocked};
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty};

/// What the section remembers.
pub(super) struct Incidents {
    query: String,
    resolved: bool,
    sort: Sort,
    rows: Rows<Cases, (String, bool, Sort)>,
    picked: Option<i64>,
}

impl Default for Incidents {
    fn default() -> Self {
        Incidents {
            query: String::new(),
            resolved: false,
            sort: Sort {
                column: 0,
                descending: true,
            },
            rows: Rows::default(),
            picked: None,
        }
    }
}

const HEADS: [Head; 4] = [
    Head::figures("No.", 60.0),
    Head::words("Incident", None),
    Head::words("Station", Some(190.0)),
    Head::figures("Known since", 96.0),
];

impl Incidents {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        beside(ui, self, view, 0.52, Self::list, Self::one);
    }

    fn list(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        ui.horizontal_wrapped(|ui| {
            search(ui, &mut self.query, "Search incidents", 220.0);
            ui.selectable_value(&mut self.resolved, false, "To be dealt with");
            ui.selectable_value(&mut self.resolved, true, "Dealt with");
        });
        let cases = view.snapshot.cases.clone();
        let asked = (self.query.clone(), self.resolved, self.sort);
        let rows = self.rows.of(&cases, asked.clone(), |cases| find(cases, &asked));
        if rows.is_empty() {
            let said = match (cases.incidents.is_empty(), self.resolved) {
                (true, _) => "No incident is on record.",
                (_, true) => "Nothing like this was dealt with.",
                (_, false) => "Nothing like this is to be dealt with.",
            };
            empty(ui, said, &ink);
            return;
        }
        let table = Table {
            id: "incidents",
            heads: &HEADS,
            rows: rows.len(),
            height: Some((ui.available_height() - 34.0).max(120.0)),
            ink: &ink,
        };
        let picked = &mut self.picked;
        table.show(ui, &mut self.sort, |cells, n| {
            let incident = &cases.incidents[rows[n]];
            let is_picked = *picked == Some(incident.id);
            cells.mark(is_picked);
            cells.muted(thousands(incident.id.unsigned_abs()));
            let by_name = cells.pick(&words(&incident.kind), is_picked);
            let station = incident.station.as_str();
            cells.text(if station.is_empty() { NOTHING } else { station });
            cells.text(view.clock(incident.at));
            if by_name || cells.response().clicked() {
                *picked = Some(incident.id);
            }
        });
    }

    fn one(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let cases = view.snapshot.cases.clone();
        let Some(incident) = cases.incidents.iter().find(|i| Some(i.id) == self.picked) else {
            empty(ui, "Pick an incident to see all sides of it.", &ink);
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
        ui.add_space(8.0);
        if !incident.resolved.is_empty() {
            ui.add(Label::new(format!("Dealt with: {}", incident.resolved)).wrap());
            return;
        }
        let blocked = blocked(view.snapshot);
        if act(ui, "Resolve …", blocked) {
            *view.dialog = Some(Dialog::new(Confirm {
                title: format!("Resolve incident {}", incident.id),
                go: "Resolve",
                busy: "Writing it down …",
                says: vec![
                    "How it was dealt with is written down for good.".to_owned(),
                    "Every side of it stays on record. Nothing that was counted changes.".to_owned(),
                ],
                reason: Some("The desk was replaced, the voter was seen once"),
                ..Confirm::new(Deed::ResolveIncident(incident.id))
            }));
        }
        why_blocked(ui, blocked, &ink);
    }
}

fn find(cases: &Cases, asked: &(String, bool, Sort)) -> Vec<usize> {
    let (query, resolved, sort) = asked;
    let wanted = Wanted::of(query);
    let all = &cases.incidents;
    let mut rows: Vec<usize> = (0..all.len())
        .filter(|n| all[*n].resolved.is_empty() != *resolved)
        .filter(|n| {
            let i = &all[*n];
            wanted.is_in(&[&words(&i.kind), &i.station, &i.detail, &i.resolved])
        })
        .collect();
    match sort.column {
        1 => rows.sort_by_key(|n| (&all[*n].kind, all[*n].id)),
        2 => rows.sort_by_key(|n| (&all[*n].station, all[*n].id)),
        3 => rows.sort_by_key(|n| (all[*n].at, all[*n].id)),
        _ => rows.sort_by_key(|n| all[*n].id),
    }
    if sort.descending {
        rows.reverse();
    }
    rows
}
