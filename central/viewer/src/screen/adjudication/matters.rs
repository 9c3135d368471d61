//! Matters that officials deal with one by one, incidents and refused messages: the list of them, and their end.

use std::marker::PhantomData;

use eframe::egui;
use egui::{Label, Ui};

use crate::dialog::{Confirm, Dialog};
use crate::format::thousands;
use crate::screen::View;
use crate::screen::rows::Rows;
use crate::screen::stations::words;
use crate::snapshot::{Cases, Matter};
use crate::widget::act::{act, blocked, why_blocked};
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty, list_height};

/// A kind of matter.
pub(super) trait Kind: Sized {
    /// All of them.
    fn all(cases: &Cases) -> &[Self];
    /// What all kinds share.
    fn matter(&self) -> &Matter;
}

/// How a list of them is called.
pub(super) struct Names<'a> {
    /// Id of the table.
    pub(super) table: &'static str,
    /// Heads of its columns: number, what about, station, time.
    pub(super) heads: &'a [Head; 4],
    /// Name of the search field.
    pub(super) search: &'static str,
    /// What is said when there never was any.
    pub(super) none: &'static str,
}

/// What a list remembers.
pub(super) struct Matters<M> {
    query: String,
    resolved: bool,
    sort: Sort,
    rows: Rows<Cases, (String, bool, Sort)>,
    picked: Option<i64>,
    of: PhantomData<M>,
}

impl<M> Default for Matters<M> {
    fn default() -> Self {
        Matters {
            query: String::new(),
            resolved: false,
            sort: Sort {
                column: 0,
                descending: true,
            },
            rows: Rows::default(),
            picked: None,
            of: PhantomData,
        }
    }
}

impl<M: Kind> Matters<M> {
    /// Draws the list; `station` says in words whom a matter concerns.
    pub(super) fn list(
        &mut self,
        ui: &mut Ui,
        view: &mut View<'_>,
        names: &Names<'_>,
        station: impl Fn(&View<'_>, &Matter) -> String,
    ) {
        let ink = view.ink;
        ui.horizontal_wrapped(|ui| {
            search(ui, &mut self.query, names.search, 220.0);
            ui.selectable_value(&mut self.resolved, false, "To be dealt with");
            ui.selectable_value(&mut self.resolved, true, "Dealt with");
        });
        let cases = view.snapshot.cases.clone();
        let asked = (self.query.clone(), self.resolved, self.sort);
        let rows = self
            .rows
            .of(&cases, asked.clone(), |cases| find(M::all(cases), &asked));
        if rows.is_empty() {
            let said = match (M::all(&cases).is_empty(), self.resolved) {
                (true, _) => names.none,
                (_, true) => "Nothing like this was dealt with.",
                (_, false) => "Nothing like this is to be dealt with.",
            };
            empty(ui, said, &ink);
            return;
        }
        let table = Table {
            id: names.table,
            heads: names.heads,
            rows: rows.len(),
            height: Some(list_height(ui, 34.0)),
            ink: &ink,
        };
        let picked = &mut self.picked;
        table.show(ui, &mut self.sort, |cells, n| {
            let matter = M::all(&cases)[rows[n]].matter();
            let is_picked = *picked == Some(matter.id);
            cells.mark(is_picked);
            cells.muted(thousands(matter.id.unsigned_abs()));
            let by_name = cells.pick(&words(&matter.about), is_picked);
            cells.text(station(view, matter));
            cells.text(view.clock(matter.at));
            if by_name || cells.response().clicked() {
                *picked = Some(matter.id);
            }
        });
    }

    /// The one that is picked.
    pub(super) fn picked<'a>(&self, cases: &'a Cases) -> Option<&'a M> {
        M::all(cases).iter().find(|m| Some(m.matter().id) == self.picked)
    }
}

/// How a matter was dealt with, or the button with which it is; `confirm` asks before.
pub(super) fn resolve(ui: &mut Ui, view: &mut View<'_>, matter: &Matter, confirm: impl FnOnce() -> Confirm) {
    ui.add_space(8.0);
    if !matter.resolved.is_empty() {
        ui.add(Label::new(format!("Dealt with: {}", matter.resolved)).wrap());
        return;
    }
    let blocked = blocked(view.snapshot);
    if act(ui, "Resolve …", blocked) {
        *view.dialog = Some(Dialog::new(Confirm {
            go: "Resolve",
            busy: "Writing it down …",
            ..confirm()
        }));
    }
    why_blocked(ui, blocked, &view.ink);
}

fn find<M: Kind>(all: &[M], asked: &(String, bool, Sort)) -> Vec<usize> {
    let (query, resolved, sort) = asked;
    let wanted = Wanted::of(query);
    let matter = |n: &usize| all[*n].matter();
    let mut rows: Vec<usize> = (0..all.len())
        .filter(|n| matter(n).resolved.is_empty() != *resolved)
        .filter(|n| {
            let m = matter(n);
            wanted.is_in(&[&words(&m.about), &m.station, &m.detail, &m.resolved])
        })
        .collect();
    match sort.column {
        1 => rows.sort_by_key(|n| (&matter(n).about, matter(n).id)),
        2 => rows.sort_by_key(|n| (&matter(n).station, matter(n).id)),
        3 => rows.sort_by_key(|n| (matter(n).at, matter(n).id)),
        _ => rows.sort_by_key(|n| matter(n).id),
    }
    if sort.descending {
        rows.reverse();
    }
    rows
}
