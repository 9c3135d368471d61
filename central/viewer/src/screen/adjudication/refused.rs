//! Quarantine: refused messages, and how officials dealt with them.

use eframe::egui;
use egui::{Label, Ui};

use crate::command::Deed;
use crate::dialog::{Confirm, Dialog};
use crate::format::{moment, thousands};
use crate::screen::View;
use crate::screen::rows::Rows;
use crate::screen::sections::beside;
use crate::screen::stations::words;
use crate::snapshot::{Cases, Refused};
use crate::theme::{note, subheading};
use crate::widget::act::{act, blocked, why_blocked};
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty};

/// What the section remembers.
pub(super) struct RefusedMessages {
    query: String,
    resolved: bool,
    sort: Sort,
    rows: Rows<Cases, (String, bool, Sort)>,
    picked: Option<i64>,
}

impl Default for RefusedMessages {
    fn default() -> Self {
        RefusedMessages {
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
    Head::words("Reason", None),
    Head::words("Claimed sender", Some(190.0)),
    Head::figures("Refused at", 90.0),
];

/// Who a message claims to come from.
fn sender(view: &View<'_>, message: &Refused) -> String {
    if message.station.is_empty() {
        return "does not say".to_owned();
    }
    view.live.election.station_name(&message.station)
}

impl RefusedMessages {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        beside(ui, self, view, 0.52, Self::list, Self::one);
    }

    fn list(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        ui.horizontal_wrapped(|ui| {
            search(ui, &mut self.query, "Search refused messages", 220.0);
            ui.selectable_value(&mut self.resolved, false, "To be dealt with");
            ui.selectable_value(&mut self.resolved, true, "Dealt with");
        });
        let cases = view.snapshot.cases.clone();
        let asked = (self.query.clone(), self.resolved, self.sort);
        let rows = self.rows.of(&cases, asked.clone(), |cases| find(cases, &asked));
        if rows.is_empty() {
            let said = match (cases.refused.is_empty(), self.resolved) {
                (true, _) => "No message was refused.",
                (_, true) => "Nothing like this was dealt with.",
                (_, false) => "Nothing like this is to be dealt with.",
            };
            empty(ui, said, &ink);
            return;
        }
        let table = Table {
            id: "quarantine",
            heads: &HEADS,
            rows: rows.len(),
            height: Some((ui.available_height() - 34.0).max(120.0)),
            ink: &ink,
        };
        let picked = &mut self.picked;
        table.show(ui, &mut self.sort, |cells, n| {
            let message = &cases.refused[rows[n]];
            let is_picked = *picked == Some(message.id);
            cells.mark(is_picked);
            cells.muted(thousands(message.id.unsigned_abs()));
            let by_name = cells.pick(&words(&message.reason), is_picked);
            cells.text(sender(view, message));
            cells.text(view.clock(message.at));
            if by_name || cells.response().clicked() {
                *picked = Some(message.id);
            }
        });
    }

    fn one(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let cases = view.snapshot.cases.clone();
        let Some(message) = cases.refused.iter().find(|r| Some(r.id) == self.picked) else {
            empty(ui, "Refused messages are kept whole. Pick one to see more.", &ink);
            return;
        };
        ui.label(subheading(format!(
            "{}, message {}",
            words(&message.reason),
            message.id
        )));
        ui.add(Label::new(message.detail.replace(char::is_control, " ")).wrap());
        let at = moment(message.at, &view.live.election.zone);
        let said = format!("Claims to come from: {}. Refused on {at}.", sender(view, message));
        ui.add(Label::new(said).wrap());
        let said = format!(
            "SHA-256 {}. The message itself: central quarantine export {}",
            message.sha256, message.id
        );
        ui.add(Label::new(note(said, &ink)).wrap());
        ui.add_space(8.0);
        if !message.resolved.is_empty() {
            ui.add(Label::new(format!("Dealt with: {}", message.resolved)).wrap());
            return;
        }
        let blocked = blocked(view.snapshot);
        if act(ui, "Resolve …", blocked) {
            *view.dialog = Some(Dialog::new(Confirm {
                title: format!("Resolve refused message {}", message.id),
                go: "Resolve",
                busy: "Writing it down …",
                says: vec![
                    "How it was dealt with is written down for good.".to_owned(),
                    "The message stays in quarantine, whole. Nothing of it is counted.".to_owned(),
                ],
                reason: Some("The station was replaced, its log came by stick"),
                ..Confirm::new(Deed::ResolveRefused(message.id))
            }));
        }
        why_blocked(ui, blocked, &ink);
    }
}

fn find(cases: &Cases, asked: &(String, bool, Sort)) -> Vec<usize> {
    let (query, resolved, sort) = asked;
    let wanted = Wanted::of(query);
    let all = &cases.refused;
    let mut rows: Vec<usize> = (0..all.len())
        .filter(|n| all[*n].resolved.is_empty() != *resolved)
        .filter(|n| {
            let r = &all[*n];
            wanted.is_in(&[&words(&r.reason), &r.station, &r.detail, &r.resolved])
        })
        .collect();
    match sort.column {
        1 => rows.sort_by_key(|n| (&all[*n].reason, all[*n].id)),
        2 => rows.sort_by_key(|n| (&all[*n].station, all[*n].id)),
        3 => rows.sort_by_key(|n| (all[*n].at, all[*n].id)),
        _ => rows.sort_by_key(|n| all[*n].id),
    }
    if sort.descending {
        rows.reverse();
    }
    rows
}
