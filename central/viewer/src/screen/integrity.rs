//! Integrity: three counts, every check, each station's books, what was refused, incidents.

use eframe::egui;
use egui::{Align2, Button, Color32, RichText, ScrollArea, Sense, Ui, vec2};
use pollstream_central::check::{Check, CheckReport, Outcome};
use pollstream_central::store::window::Ledger;

use super::stations::words;
use super::{SCROLL_BAR, View};
use crate::command::Command;
use crate::format::{NOTHING, clock, count, signed, thousands};
use crate::screen::adjudication::sender;
use crate::snapshot::{Incident, Job, Matter};
use crate::theme::{Ink, bold, heading, note, regular, serif, size, subheading};
use crate::widget::line::rule;
use crate::widget::table::{Head, Sort, Table, empty};

/// What the screen remembers.
#[derive(Debug)]
pub(crate) struct Integrity {
    books: Sort,
    refused: Sort,
}

impl Default for Integrity {
    fn default() -> Self {
        Integrity {
            books: Sort {
                column: 7,
                descending: false,
            },
            refused: Sort {
                column: 0,
                descending: true,
            },
        }
    }
}

/// One of the three counts.
struct Number {
    name: &'static str,
    figure: Option<u64>,
    said: String,
}

const BOOKS: [Head; 8] = [
    Head::words("Station", None),
    Head::figures("Checked in", 84.0),
    Head::figures("Undone", 70.0),
    Head::figures("Provisional", 90.0),
    Head::figures("Ballots", 80.0),
    Head::figures("Prov. ballots", 96.0),
    Head::figures("Outstanding", 94.0),
    Head::words("Close report", Some(170.0)),
];

const REFUSED: [Head; 5] = [
    Head::figures("No.", 60.0),
    Head::words("Reason", Some(170.0)),
    Head::words("Claimed sender", Some(150.0)),
    Head::words("Detail", None),
    Head::figures("Refused at", 90.0),
];

impl Integrity {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - SCROLL_BAR);
            ui.add_space(6.0);
            let top = ui.cursor().top();
            three_counts(ui, view);
            let area = egui::Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=ui.cursor().top());
            view.charts.push(("three-counts".to_owned(), area));
            section(ui, &view.ink);
            checks(ui, view);
            section(ui, &view.ink);
            self.books(ui, view);
            section(ui, &view.ink);
            self.refused(ui, view);
            section(ui, &view.ink);
            incidents(ui, view);
            ui.add_space(24.0);
        });
    }

    fn books(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        ui.label(heading("Reconciliation by station"));
        ui.label(note(
            "Outstanding: admitted voters of whom central has no ballot. Still voting, gone without voting, or waiting \
             at the station for a batch. Below zero would be more ballots than voters.",
            &ink,
        ));
        let election = view.live.election.clone();
        let mut books: Vec<&Ledger> = view.snapshot.ledgers.iter().collect();
        if books.is_empty() {
            empty(ui, "No station is enrolled yet.", &ink);
            return;
        }
        match self.books.column {
            1 => books.sort_by_key(|l| l.check_ins),
            2 => books.sort_by_key(|l| l.undone),
            3 => books.sort_by_key(|l| l.provisional_cases),
            4 => books.sort_by_key(|l| l.ballots),
            5 => books.sort_by_key(|l| l.provisional),
            6 => books.sort_by_key(|l| l.outstanding()),
            7 => books.sort_by_key(|l| (verdict(l), l.station.clone())),
            _ => books.sort_by_key(|l| election.station_name(&l.station)),
        }
        if self.books.descending {
            books.reverse();
        }
        view.export_table("reconciliation", || rows(&books));
        let height = (books.len() as f32 * 26.0 + 30.0).min(420.0);
        let table = Table {
            id: "books",
            heads: &BOOKS,
            rows: books.len(),
            height: Some(height),
            ink: &ink,
        };
        table.show(ui, &mut self.books, |cells, n| {
            let book = books[n];
            cells.text(election.incarnation_name(&book.station, book.incarnation));
            cells.text(thousands(book.check_ins));
            cells.text(thousands(book.undone));
            cells.text(thousands(book.provisional_cases));
            cells.text(thousands(book.ballots));
            cells.text(thousands(book.provisional));
            let open = book.outstanding();
            let colour = if open < 0 { ink.alarm } else { ink.text };
            cells.coloured(signed(open).trim_start_matches('+'), colour, open < 0);
            let (said, colour) = match verdict(book) {
                Verdict::Differs => ("differs from central", ink.alarm),
                Verdict::Open => ("not closed yet", ink.muted),
                Verdict::Agrees => ("adds up and agrees", ink.well),
            };
            cells.coloured(said, colour, false);
        });
    }

    fn refused(&mut self, ui: &mut Ui, view: &View<'_>) {
        let ink = view.ink;
        let cases = &view.snapshot.cases;
        ui.label(heading("Quarantine"));
        let is_equivocation = |m: &Matter| m.about == "equivocation";
        let refused = cases.refused.iter().map(|r| &r.matter);
        let equivocations = refused.clone().filter(|m| is_equivocation(m)).count() as u64;
        ui.label(note(
            format!(
                "{} refused and kept whole, {} of them because a station signed two different entries with one number",
                count(view.snapshot.facts.quarantine, "message", "messages"),
                thousands(equivocations)
            ),
            &ink,
        ));
        let mut refused: Vec<_> = refused.collect();
        if refused.is_empty() {
            empty(ui, "No message was refused.", &ink);
            return;
        }
        match self.refused.column {
            1 => refused.sort_by_key(|r| (&r.about, r.id)),
            2 => refused.sort_by_key(|r| (&r.station, r.id)),
            3 => refused.sort_by_key(|r| (&r.detail, r.id)),
            4 => refused.sort_by_key(|r| (r.at, r.id)),
            _ => refused.sort_by_key(|r| r.id),
        }
        if self.refused.descending {
            refused.reverse();
        }
        let table = Table {
            id: "refused",
            heads: &REFUSED,
            rows: refused.len(),
            height: Some((refused.len() as f32 * 26.0 + 30.0).min(300.0)),
            ink: &ink,
        };
        table.show(ui, &mut self.refused, |cells, n| {
            let message = refused[n];
            cells.muted(thousands(message.id.unsigned_abs()));
            let alarm = is_equivocation(message);
            cells.coloured(
                words(&message.about),
                if alarm { ink.alarm } else { ink.text },
                alarm,
            );
            cells.text(sender(view, message));
            let detail = if message.resolved.is_empty() {
                message.detail.clone()
            } else {
                format!("{} Dealt with: {}", message.detail, message.resolved)
            };
            cells.muted(detail.replace(char::is_control, " "));
            cells.text(view.clock(message.at));
        });
    }
}

/// What a station's close report says against central's counts; what is wrong comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Differs,
    Open,
    Agrees,
}

fn verdict(book: &Ledger) -> Verdict {
    match book.reconciled {
        Some(false) => Verdict::Differs,
        None => Verdict::Open,
        Some(true) => Verdict::Agrees,
    }
}

fn section(ui: &mut Ui, ink: &Ink) {
    ui.add_space(18.0);
    rule(ui, 1.0, ink.hairline);
    ui.add_space(14.0);
}

fn three_counts(ui: &mut Ui, view: &mut View<'_>) {
    let ink = view.ink;
    let snapshot = view.snapshot;
    let zone = view.live.election.zone.clone();
    let streaming = view.live.counts(0).ballots;
    let sql = snapshot.sql.as_ref();
    let recount = match &snapshot.recount {
        Job::Never => (None, "not asked for yet".to_owned()),
        Job::Running { progress, .. } => (
            None,
            format!("{} read …", count(*progress, "message", "messages")),
        ),
        Job::Done {
            at,
            outcome: Ok(report),
        } => (
            Some(report.ballots),
            format!("from the station logs alone, at {}", clock(*at, &zone)),
        ),
        Job::Done {
            outcome: Err(error), ..
        } => (None, error.clone()),
    };
    let numbers = [
        Number {
            name: "Streaming tally",
            figure: Some(streaming),
            said: "counted as ballots arrive".into(),
        },
        Number {
            name: "SQL tally",
            figure: sql.map(|s| s.ballots),
            said: sql.map_or("being counted …".into(), |s| {
                format!("counted anew in the database, at {}", clock(s.at, &zone))
            }),
        },
        Number {
            name: "Recount",
            figure: recount.0,
            said: recount.1,
        },
    ];
    ui.label(heading("One result, counted three times"));
    ui.add_space(6.0);
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(width, 86.0), Sense::hover());
    let each = width / 3.0;
    for (n, number) in numbers.iter().enumerate() {
        let left = rect.left() + each * n as f32;
        let figure = number.figure.map_or(NOTHING.to_owned(), thousands);
        let area = egui::Rect::from_min_size(egui::pos2(left, rect.top()), vec2(each, 86.0));
        let response = ui.interact(area, ui.scope_id().with(number.name), Sense::hover());
        let said = format!("{}: {figure} ballots, {}", number.name, number.said);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
        let painter = ui.painter();
        let inset = if n == 0 { 0.0 } else { 40.0 };
        let x = left + inset;
        painter.text(
            egui::pos2(x, rect.top()),
            Align2::LEFT_TOP,
            number.name,
            regular(size::SMALL),
            ink.muted,
        );
        painter.text(
            egui::pos2(x, rect.top() + 16.0),
            Align2::LEFT_TOP,
            figure,
            serif(34.0),
            ink.text,
        );
        let below = crate::widget::line::fitted(
            ui,
            &number.said,
            regular(size::SMALL),
            ink.muted,
            each - inset - 12.0,
        );
        ui.painter()
            .galley(egui::pos2(x, rect.top() + 64.0), below, ink.muted);
        if n > 0 {
            let known = number.figure.is_some() && numbers[n - 1].figure.is_some();
            let sign = match (known, number.figure == numbers[n - 1].figure) {
                (false, _) => ("?", ink.muted),
                (true, true) => ("=", ink.well),
                (true, false) => ("≠", ink.alarm),
            };
            ui.painter().text(
                egui::pos2(left + 6.0, rect.top() + 38.0),
                Align2::LEFT_CENTER,
                sign.0,
                bold(26.0),
                sign.1,
            );
        }
    }
    ui.add_space(4.0);
    verdicts(ui, view);
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        let running = view.snapshot.recount.is_running();
        let button = Button::new(if running {
            "Counting again …"
        } else {
            "Count again from the station logs"
        });
        if ui.add_enabled(!running, button).clicked() {
            view.wishes.push(Command::Recount);
        }
    });
}

/// What the comparisons found, in sentences.
fn verdicts(ui: &mut Ui, view: &View<'_>) {
    let ink = view.ink;
    if let Some(sql) = &view.snapshot.sql {
        said(
            ui,
            &ink,
            &sql.differences,
            &format!(
                "All {} streamed totals equal SQL's.",
                thousands(sql.compared as u64)
            ),
            "of the streamed totals differ from SQL's",
        );
    }
    if let Job::Done {
        outcome: Ok(report), ..
    } = &view.snapshot.recount
    {
        said(
            ui,
            &ink,
            &report.differences,
            &format!(
                "All {} published totals follow from the station logs.",
                thousands(report.compared)
            ),
            "of the published totals do not follow from the station logs",
        );
    }
}

fn said(ui: &mut Ui, ink: &Ink, differences: &[String], well: &str, wrong: &str) {
    if differences.is_empty() {
        ui.label(RichText::new(well).color(ink.well));
        return;
    }
    ui.label(
        RichText::new(format!("{} {wrong}:", thousands(differences.len() as u64)))
            .font(bold(size::BODY))
            .color(ink.alarm),
    );
    for difference in differences.iter().take(5) {
        ui.label(note(difference, ink));
    }
}

fn checks(ui: &mut Ui, view: &mut View<'_>) {
    let ink = view.ink;
    ui.label(heading("Checks"));
    ui.horizontal(|ui| {
        let running = view.snapshot.check.is_running();
        let button = Button::new(if running {
            "Checking …"
        } else {
            "Run every check"
        });
        if ui.add_enabled(!running, button).clicked() {
            view.wishes.push(Command::Check);
        }
        match &view.snapshot.check {
            Job::Never => ui.label(note(
                "Chains, references, reconciliation and tallies of everything central holds.",
                &ink,
            )),
            Job::Running { since, .. } => ui.label(note(format!("since {}", view.clock(*since)), &ink)),
            Job::Done {
                at,
                outcome: Ok(report),
            } => {
                let text = format!("{} at {}", report.summary(), view.clock(*at));
                let colour = if report.is_green() { ink.well } else { ink.alarm };
                ui.label(RichText::new(text).font(bold(size::BODY)).color(colour))
            }
            Job::Done {
                outcome: Err(error), ..
            } => ui.label(RichText::new(error).color(ink.alarm)),
        };
    });
    if let Job::Done {
        outcome: Ok(report), ..
    } = &view.snapshot.check
    {
        ui.add_space(4.0);
        check_list(ui, report, &ink);
    }
}

/// What is off first, then what is well.
fn check_list(ui: &mut Ui, report: &CheckReport, ink: &Ink) {
    let mut checks: Vec<&Check> = report.checks.iter().collect();
    checks.sort_by_key(|c| match c.outcome {
        Outcome::Failed => 0,
        Outcome::Warning => 1,
        Outcome::Ok => 2,
    });
    for check in checks {
        let (word, colour): (_, Color32) = match check.outcome {
            Outcome::Ok => ("passed", ink.well),
            Outcome::Warning => ("warning", ink.warning),
            Outcome::Failed => ("FAILED", ink.alarm),
        };
        ui.horizontal(|ui| {
            let top = ui.cursor().min;
            let word = RichText::new(word).font(bold(13.0)).color(colour);
            at(ui, top.x, word);
            at(ui, top.x + 72.0, RichText::new(&check.name).font(regular(13.0)));
            at(ui, top.x + 256.0, note(&check.says, ink));
        });
        if check.outcome != Outcome::Ok {
            for example in &check.examples {
                ui.horizontal(|ui| {
                    ui.add_space(256.0);
                    ui.label(note(example.replace(char::is_control, " "), ink));
                });
            }
        }
    }
}

/// A label that begins at `x`.
fn at(ui: &mut Ui, x: f32, text: RichText) {
    ui.add_space((x - ui.cursor().left()).max(0.0));
    ui.label(text);
}

fn incidents(ui: &mut Ui, view: &View<'_>) {
    let ink = view.ink;
    ui.label(heading("Incidents"));
    let incidents = &view.snapshot.cases.incidents;
    if incidents.is_empty() {
        empty(ui, "No incident is on record.", &ink);
        return;
    }
    let known = view.snapshot.facts.incidents;
    if known > incidents.len() as u64 {
        ui.label(note(
            format!(
                "The newest {} of {}.",
                thousands(incidents.len() as u64),
                thousands(known)
            ),
            &ink,
        ));
    }
    for incident in incidents {
        one_incident(ui, view, incident, &ink);
    }
}

fn one_incident(ui: &mut Ui, view: &View<'_>, incident: &Incident, ink: &Ink) {
    let matter = &incident.matter;
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        ui.label(subheading(words(&matter.about)));
        if !matter.station.is_empty() {
            ui.label(&matter.station);
        }
        ui.label(note(view.clock(matter.at), ink));
        if !matter.resolved.is_empty() {
            ui.label(RichText::new(format!("dealt with: {}", matter.resolved)).color(ink.well));
        }
    });
    if !matter.detail.is_empty() {
        ui.label(note(matter.detail.replace(char::is_control, " "), ink));
    }
    sides(ui, view, incident);
}

/// Every side of a double check-in.
pub(crate) fn sides(ui: &mut Ui, view: &View<'_>, incident: &Incident) {
    for side in &incident.sides {
        let undone = if side.undone {
            ", taken back at the desk"
        } else {
            ""
        };
        ui.label(format!(
            "\u{2003}{} at {} (entry {} of its log){undone}",
            side.station,
            view.clock(side.at),
            thousands(side.seq)
        ));
    }
}

fn rows(books: &[&Ledger]) -> Vec<Vec<String>> {
    let head = [
        "station",
        "incarnation",
        "checked_in",
        "undone",
        "provisional_cases",
        "ballots",
        "provisional_ballots",
        "outstanding",
        "close_report",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(books.iter().map(|b| {
        let report = match b.reconciled {
            None => "",
            Some(true) => "agrees",
            Some(false) => "differs",
        };
        vec![
            b.station.clone(),
            b.incarnation.to_string(),
            b.check_ins.to_string(),
            b.undone.to_string(),
            b.provisional_cases.to_string(),
            b.ballots.to_string(),
            b.provisional.to_string(),
            b.outstanding().to_string(),
            report.to_owned(),
        ]
    }));
    rows
}
