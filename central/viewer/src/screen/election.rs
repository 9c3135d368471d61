//! The election's way from open to certified, and every decision on it.

use eframe::egui;
use egui::{Label, RichText, ScrollArea, Ui};
use pollstream_central::admin::Hurdle;
use pollstream_central::store::decision::{DecisionRow, ProposalRow};
use pollstream_central::store::election::ElectionStatus;
use pollstream_protocol::definition::Disclosure;
use pollstream_protocol::events::PollsState;

use super::stations::words;
use super::{SCROLL_BAR, View};
use crate::command::{Command, Deed, Order};
use crate::dialog::{Confirm, Dialog, disclosure};
use crate::format::{count, moment, thousands};
use crate::snapshot::Job;
use crate::theme::{Ink, bold, heading, note, serif, size};
use crate::widget::act::{act, blocked, why_blocked};
use crate::widget::line::rule;
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty};

/// Width of the column that names the steps.
const NAMES: f32 = 170.0;

/// What the screen remembers.
#[derive(Debug)]
pub(crate) struct ElectionScreen {
    query: String,
    sort: Sort,
}

impl Default for ElectionScreen {
    fn default() -> Self {
        ElectionScreen {
            query: String::new(),
            sort: Sort {
                column: 0,
                descending: true,
            },
        }
    }
}

const HEADS: [Head; 6] = [
    Head::figures("No.", 50.0),
    Head::words("When", Some(196.0)),
    Head::words("Decision", Some(150.0)),
    Head::words("About", Some(230.0)),
    Head::words("By", Some(170.0)),
    Head::words("Reason", None),
];

impl ElectionScreen {
    /// Draws the screen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - SCROLL_BAR);
            ui.add_space(6.0);
            let status = view.live.election.status;
            let [open, closed, certified] = match status {
                ElectionStatus::Open => [State::Now, State::Next, State::Later],
                ElectionStatus::Closed => [State::Done, State::Done, State::Next],
                ElectionStatus::Certified => [State::Done; 3],
            };
            step(ui, "Open", open, &ink, |ui| opened(ui, view));
            step(ui, "Close", closed, &ink, |ui| close(ui, view));
            step(ui, "Certify", certified, &ink, |ui| certify(ui, view));
            self.decisions(ui, view);
            ui.add_space(24.0);
        });
    }

    fn decisions(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        ui.add_space(4.0);
        ui.label(heading("Decisions"));
        ui.label(note(
            "One chain, signed by the election's authority and approved with the officials' own keys. What follows \
             from a rule alone has nobody's name.",
            &ink,
        ));
        let papers = view.snapshot.papers.clone();
        if papers.decisions.is_empty() {
            empty(ui, "Nothing was decided yet.", &ink);
            return;
        }
        ui.add_space(2.0);
        search(ui, &mut self.query, "Search decisions", 260.0);
        let wanted = Wanted::of(&self.query);
        let kinds = |d: &DecisionRow| words(&d.kind);
        let mut rows: Vec<&DecisionRow> = (papers.decisions.iter())
            .filter(|d| {
                let by = papers.official_names(&d.officials);
                wanted.is_in(&[&kinds(d), &d.subject, &by, &d.reason])
            })
            .collect();
        if rows.is_empty() {
            empty(ui, "No decision has these words.", &ink);
            return;
        }
        match self.sort.column {
            2 => rows.sort_by_key(|d| (&d.kind, d.number)),
            3 => rows.sort_by_key(|d| (&d.subject, d.number)),
            4 => rows.sort_by_key(|d| (&d.officials, d.number)),
            5 => rows.sort_by_key(|d| (&d.reason, d.number)),
            // Their numbers are the order in which they were made.
            _ => rows.sort_by_key(|d| d.number),
        }
        if self.sort.descending {
            rows.reverse();
        }
        view.export_table("decisions", || exported(&rows));
        let zone = &view.live.election.zone;
        let table = Table {
            id: "decisions",
            heads: &HEADS,
            rows: rows.len(),
            height: Some((rows.len() as f32 * 26.0 + 30.0).min(420.0)),
            ink: &ink,
        };
        table.show(ui, &mut self.sort, |cells, n| {
            let decision = rows[n];
            cells.muted(thousands(decision.number));
            cells.text(moment(decision.at, zone));
            cells.text(kinds(decision));
            cells.muted(&decision.subject);
            cells.text(papers.official_names(&decision.officials));
            cells.muted(decision.reason.replace(char::is_control, " "));
        });
    }
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Now,
    Next,
    Later,
}

/// One step: its name at the left, what is to be said and done beside it.
fn step(ui: &mut Ui, name: &str, state: State, ink: &Ink, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(NAMES);
            let colour = if state == State::Later {
                ink.muted
            } else {
                ink.text
            };
            ui.label(RichText::new(name).font(serif(size::HEADING)).color(colour));
            let (said, colour) = match state {
                State::Done => ("done", ink.well),
                State::Now => ("now", ink.accent),
                State::Next => ("next", ink.accent),
                State::Later => ("later", ink.muted),
            };
            let said = RichText::new(said).font(bold(size::SMALL)).color(colour);
            ui.label(said);
        });
        ui.vertical(|ui| {
            ui.add_space(6.0);
            ui.set_width(ui.available_width());
            add(ui);
        });
    });
    ui.add_space(14.0);
    rule(ui, 1.0, ink.hairline);
    ui.add_space(10.0);
}

fn sentence(ui: &mut Ui, text: impl Into<String>) {
    ui.add(Label::new(text.into()).wrap());
}

fn opened(ui: &mut Ui, view: &View<'_>) {
    let election = &view.live.election;
    sentence(
        ui,
        "The election is open from its creation on. Polls are opened at each polling station by its officers, with \
         a zero report: no network is needed for that.",
    );
    let polls = |state: PollsState| {
        let stations = &view.snapshot.facts.stations;
        stations.iter().filter(|s| s.polls == state).count() as u64
    };
    let enrolled = view.snapshot.facts.stations.len() as u64;
    let paused = match polls(PollsState::Paused) {
        0 => String::new(),
        n => format!(", {} paused", thousands(n)),
    };
    let said = format!(
        "Polls of {}: {} open{paused}, {} closed, {} not opened yet.",
        count(enrolled, "enrolled station", "enrolled stations"),
        thousands(polls(PollsState::Open)),
        thousands(polls(PollsState::Closed)),
        thousands(polls(PollsState::NotOpened)),
    );
    sentence(ui, said);
    let said = format!(
        "{}, definition version {}. Ballots are opened {}.",
        election.definition.id,
        election.version,
        disclosure(&election.definition)
    );
    ui.add(Label::new(note(said, &view.ink)).wrap());
}

/// Ballots that central has and cannot read yet.
fn sealed(view: &View<'_>) -> u64 {
    view.snapshot.facts.stations.iter().map(|s| s.sealed).sum()
}

/// The newest decision of a kind.
fn last<'a>(view: &View<'a>, kind: &str) -> Option<&'a DecisionRow> {
    view.snapshot.papers.decisions.iter().find(|d| d.kind == kind)
}

/// Who decided it and when, in a sentence that begins with `what`.
fn said(view: &View<'_>, what: &str, decision: Option<&DecisionRow>) -> String {
    let Some(decision) = decision else {
        return format!("{what}.");
    };
    let by = view.snapshot.papers.official_names(&decision.officials);
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(" by {by}")
    };
    let at = moment(decision.at, &view.live.election.zone);
    let (number, reason) = (decision.number, decision.reason.trim_end_matches('.'));
    format!("{what} on {at}{by}: {reason} (decision {number}).")
}

fn close(ui: &mut Ui, view: &mut View<'_>) {
    let ink = view.ink;
    if view.live.election.status != ElectionStatus::Open {
        sentence(ui, said(view, "Closed", last(view, "election_closed")));
        return;
    }
    let sealed = sealed(view);
    sentence(
        ui,
        format!(
            "Closing opens and counts what is still sealed: {} at the moment. Small cells are shown from then on.",
            count(sealed, "ballot", "ballots")
        ),
    );
    let blocked = blocked(view.snapshot);
    ui.horizontal(|ui| {
        if act(ui, "Close the election …", blocked) {
            *view.dialog = Some(Dialog::new(close_dialog(view)));
        }
        why_blocked(ui, blocked, &ink);
    });
}

fn close_dialog(view: &View<'_>) -> Confirm {
    let stations = &view.snapshot.facts.stations;
    let voting = (stations.iter())
        .filter(|s| !s.barred && s.polls != PollsState::Closed)
        .count() as u64;
    let opened = match view.live.election.definition.disclosure {
        Disclosure::AfterClose => "Every sealed ballot is opened and counted, and the results are shown",
        Disclosure::Live => "Every ballot that is still sealed is opened and counted",
    };
    let mut says = vec![
        format!(
            "{opened}: {} at the moment.",
            count(sealed(view), "ballot", "ballots")
        ),
        "What stations send later is still taken in, and counted at once.".to_owned(),
    ];
    let undecided = undecided(view);
    if undecided > 0 {
        let cases = count(undecided, "provisional ballot waits", "provisional ballots wait");
        says.push(format!(
            "{cases} for a decision, which can be made after the close too."
        ));
    }
    let warns = match voting {
        0 => String::new(),
        n => {
            let has = count(n, "station has", "stations have");
            format!("{has} not closed the polls yet, as far as central knows.")
        }
    };
    Confirm {
        title: "Close the election".to_owned(),
        go: "Close the election",
        busy: "Opening what is sealed …",
        says,
        warns,
        forever: true,
        reason: Some("The election is over"),
        ..Confirm::new(Deed::Close)
    }
}

fn undecided(view: &View<'_>) -> u64 {
    use pollstream_central::store::provisional::CaseStatus;
    let cases = view.snapshot.voters.cases.iter();
    cases.filter(|case| case.status == CaseStatus::Pending).count() as u64
}

fn certify(ui: &mut Ui, view: &mut View<'_>) {
    match view.live.election.status {
        ElectionStatus::Open => sentence(
            ui,
            "When the election is closed, two officials declare the results final: one proposes it, another confirms.",
        ),
        ElectionStatus::Certified => {
            sentence(ui, said(view, "Certified", last(view, "election_certified")));
            sentence(ui, "Nothing that could change the results is decided any more.");
        }
        ElectionStatus::Closed => {
            hurdles(ui, view);
            ui.add_space(8.0);
            match view.snapshot.papers.certification().cloned() {
                None => propose(ui, view),
                Some(proposal) => confirm(ui, view, &proposal),
            }
        }
    }
}

fn hurdles(ui: &mut Ui, view: &mut View<'_>) {
    let ink = view.ink;
    sentence(
        ui,
        "Two officials declare the results final. First everything is checked, and counted again from nothing but \
         the station logs and the decisions.",
    );
    let signed_in = view.snapshot.desk.session.is_some();
    let hurdles = &view.snapshot.desk.hurdles;
    ui.horizontal(|ui| {
        let blocked = (!signed_in).then_some("Sign in to check.");
        let blocked = match hurdles {
            Job::Running { .. } => Some("The check is running."),
            _ => blocked,
        };
        if act(ui, "Check readiness to certify", blocked) {
            view.wishes.push(Command::Desk(Order::Hurdles));
        }
        match hurdles {
            Job::Never => why_blocked(ui, blocked, &ink),
            Job::Running { since, .. } => {
                let said = format!("Checking and counting again since {} …", view.clock(*since));
                ui.label(note(said, &ink));
            }
            Job::Done { at, outcome } => {
                let (said, colour) = match outcome {
                    Ok(found) if found.is_empty() => ("Ready to certify", ink.well),
                    Ok(_) => ("Not ready to certify", ink.alarm),
                    Err(error) => (error.as_str(), ink.alarm),
                };
                let said = RichText::new(said).font(bold(size::BODY)).color(colour);
                ui.label(said);
                ui.label(note(format!("at {}", view.clock(*at)), &ink));
            }
        }
    });
    for hurdle in found(hurdles) {
        one_hurdle(ui, hurdle, &ink);
    }
}

fn found(hurdles: &Job<Vec<Hurdle>>) -> &[Hurdle] {
    match hurdles {
        Job::Done {
            outcome: Ok(found), ..
        } => found,
        _ => &[],
    }
}

fn one_hurdle(ui: &mut Ui, hurdle: &Hurdle, ink: &Ink) {
    ui.horizontal_top(|ui| {
        let (word, colour) = if hurdle.despite {
            ("needs a reason", ink.warning)
        } else {
            ("must be dealt with", ink.alarm)
        };
        ui.allocate_ui(egui::vec2(134.0, 20.0), |ui| {
            ui.set_width(134.0);
            ui.label(RichText::new(word).font(bold(13.0)).color(colour));
        });
        sentence(ui, &hurdle.what);
    });
}

fn propose(ui: &mut Ui, view: &mut View<'_>) {
    let ink = view.ink;
    let hurdles = &view.snapshot.desk.hurdles;
    let blocked = blocked(view.snapshot).or(match hurdles {
        Job::Done {
            outcome: Ok(found), ..
        } if found.iter().any(|hurdle| !hurdle.despite) => {
            Some("Deal with what is listed, then check again.")
        }
        Job::Done { outcome: Ok(_), .. } => None,
        _ => Some("Check readiness to certify first."),
    });
    let despite = found(hurdles).iter().any(|hurdle| hurdle.despite);
    ui.horizontal(|ui| {
        if act(ui, "Propose certification …", blocked) {
            let seen = None;
            let mut says = vec![
                "Everything is checked and counted again, and the digest of the results is proposed under your name."
                    .to_owned(),
                "Another official confirms it; until then it can be declined.".to_owned(),
            ];
            if despite {
                says.push("Provisional ballots that are undecided now never count.".to_owned());
            }
            *view.dialog = Some(Dialog::new(Confirm {
                title: "Propose certification".to_owned(),
                go: "Propose",
                busy: "Checking and counting again …",
                says,
                reason: Some("The canvass is over"),
                despite,
                ..Confirm::new(Deed::Certify {
                    seen,
                    despite: None,
                })
            }));
        }
        why_blocked(ui, blocked, &ink);
    });
}

fn confirm(ui: &mut Ui, view: &mut View<'_>, proposal: &ProposalRow) {
    let ink = view.ink;
    let papers = &view.snapshot.papers;
    let by = papers.official_name(&proposal.official);
    let at = moment(proposal.at, &view.live.election.zone);
    let reason = proposal.reason.trim_end_matches('.');
    let proposed = format!("{by} proposed certification on {at}: {reason}.");
    sentence(ui, &proposed);
    ui.add(Label::new(note(format!("What is proposed: {}", proposal.subject), &ink)).wrap());
    let own = view.is_own(proposal);
    let may = blocked(view.snapshot);
    let confirmed = may.or(own.then_some("You proposed it: another official must confirm it."));
    ui.horizontal(|ui| {
        if act(ui, "Confirm certification …", confirmed) {
            *view.dialog = Some(Dialog::new(Confirm {
                title: "Confirm certification".to_owned(),
                go: "Certify the results",
                busy: "Checking and counting again …",
                says: vec![
                    proposed.clone(),
                    "Everything is checked and counted again: the results must be those that were proposed."
                        .to_owned(),
                    "From then on nothing that could change the results is decided, enrolled or released.".to_owned(),
                ],
                forever: true,
                ..Confirm::new(Deed::Certify {
                    seen: Some(proposal.clone()),
                    despite: None,
                })
            }));
        }
        let words = if own { "Take back …" } else { "Decline …" };
        if act(ui, words, may) {
            *view.dialog = Some(Dialog::new(Confirm {
                title: "Drop the proposal to certify".to_owned(),
                go: "Drop the proposal",
                busy: "Dropping it …",
                says: vec![
                    proposed.clone(),
                    "It is dropped without a trace in the chain of decisions. Certification can be proposed again."
                        .to_owned(),
                ],
                ..Confirm::new(Deed::DeclineCertification)
            }));
        }
        why_blocked(ui, confirmed, &ink);
    });
}

fn exported(rows: &[&DecisionRow]) -> Vec<Vec<String>> {
    let head = ["number", "at", "kind", "subject", "officials", "reason"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines.extend(rows.iter().map(|d| {
        vec![
            d.number.to_string(),
            d.at.to_string(),
            d.kind.clone(),
            d.subject.clone(),
            d.officials.join(" "),
            d.reason.clone(),
        ]
    }));
    lines
}
