//! Matters that officials deal with one by one, incidents and refused messages: the list of them, and their end.

use std::marker::PhantomData;

use eframe::egui;
use egui::{Label, Ui};
use jiff::Timestamp;

use crate::dialog::{Confirm, Dialog};
use crate::format::thousands;
use crate::screen::View;
use crate::screen::rows::Rows;
use crate::screen::stations::words;
use crate::snapshot::Cases;
use crate::widget::act::{act, blocked, why_blocked};
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty, list_height};

/// Something that is dealt with once.
pub(super) trait Matter: Sized {
    /// All of them.
    fn all(cases: &Cases) -> &[Self];
    /// Its number.
    fn id(&self) -> i64;
    /// Short name of what it is about.
    fn about(&self) -> &str;
    /// The station; empty if none is concerned or named.
    fn station(&self) -> &str;
    /// In words.
    fn detail(&self) -> &str;
    /// Since when central knows of it.
    fn at(&self) -> Timestamp;
    /// How officials dealt with it; empty if nobody has.
    fn resolved(&self) -> &str;
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

impl<M: Matter> Matters<M> {
    /// Draws the list; `station` says in words whom a matter concerns.
    pub(super) fn list(
        &mut self,
        ui: &mut Ui,
        view: &mut View<'_>,
        names: &Names<'_>,
        station: impl Fn(&View<'_>, &M) -> String,
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
            let matter = &M::all(&cases)[rows[n]];
            let is_picked = *picked == Some(matter.id());
            cells.mark(is_picked);
            cells.muted(thousands(matter.id().unsigned_abs()));
            let by_name = cells.pick(&words(matter.about()), is_picked);
            cells.text(station(view, matter));
            cells.text(view.clock(matter.at()));
            if by_name || cells.response().clicked() {
                *picked = Some(matter.id());
            }
        });
    }

    /// The one that is picked.
    pub(super) fn picked<'a>(&self, cases: &'a Cases) -> Option<&'a M> {
        M::all(cases).iter().find(|m| Some(m.id()) == self.picked)
    }
}

/// How a matter was dealt with, or the button with which it is; `confirm` asks before.
pub(super) fn resolve(
    ui: &mut Ui,
    view: &mut View<'_>,
    matter: &impl Matter,
    confirm: impl FnOnce() -> Confirm,
) {
    ui.add_space(8.0);
    if !matter.resolved().is_empty() {
        ui.add(Label::new(format!("Dealt with: {}", matter.resolved())).wrap());
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

fn find<M: Matter>(all: &[M], asked: &(String, bool, Sort)) -> Vec<usize> {
    let (query, resolved, sort) = asked;
    let wanted = Wanted::of(query);
    let mut rows: Vec<usize> = (0..all.len())
        .filter(|n| all[*n].resolved().is_empty() != *resolved)
        .filter(|n| {
            let m = &all[*n];
            wanted.is_in(&[&words(m.about()), m.station(), m.detail(), m.resolved()])
        })
        .collect();
    match sort.column {
        1 => rows.sort_by_key(|n| (all[*n].about(), all[*n].id())),
        2 => rows.sort_by_key(|n| (all[*n].station(), all[*n].id())),
        3 => rows.sort_by_key(|n| (all[*n].at(), all[*n].id())),
        _ => rows.sort_by_key(|n| all[*n].id()),
    }
    if sort.descending {
        rows.reverse();
    }
    rows
}
