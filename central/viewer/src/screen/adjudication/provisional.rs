//! Provisional ballots: one official proposes, another confirms. What is shown is the voter's record and why the
//! ballot is provisional; of the ballot, only whether it has arrived.

use std::collections::BTreeSet;

use eframe::egui;
use egui::{Label, RichText, ScrollArea, Ui};
use pollstream_central::admin::Verdict;
use pollstream_central::store::provisional::{CaseRow, CaseStatus};
use pollstream_protocol::ids::CaseKey;

use crate::command::{Deed, SeenProposal};
use crate::desk::{Papers, Voters};
use crate::dialog::{Confirm, Dialog};
use crate::format::{count, moment};
use crate::screen::View;
use crate::screen::rows::Rows;
use crate::screen::sections::beside;
use crate::screen::stations::words;
use crate::screen::voter::{Column, side_by_side};
use crate::theme::{Ink, bold, note, size, subheading};
use crate::widget::act::{act, blocked_or_certified, why_blocked};
use crate::widget::chip::chip;
use crate::widget::field::tick;
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty, list_height};

/// Which cases are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Undecided,
    Proposed,
    Decided,
}

/// What the section remembers.
pub(super) struct Provisional {
    query: String,
    kind: Kind,
    sort: Sort,
    rows: Rows<Voters, (String, Kind, Sort)>,
    picked: Option<CaseKey>,
    /// Cases that are decided together.
    marked: BTreeSet<CaseKey>,
}

impl Default for Provisional {
    fn default() -> Self {
        Provisional {
            query: String::new(),
            kind: Kind::Undecided,
            sort: Sort {
                column: 2,
                descending: false,
            },
            rows: Rows::default(),
            picked: None,
            marked: BTreeSet::new(),
        }
    }
}

const HEADS: [Head; 4] = [
    Head::words("", Some(22.0)),
    Head::words("Claimant", None),
    Head::words("Cast at", Some(150.0)),
    Head::words("State", Some(132.0)),
];

/// Where a case stands, as the list says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Undecided,
    ReleaseProposed,
    RejectionProposed,
    Released,
    Counted,
    Rejected,
}

impl Stand {
    fn of(case: &CaseRow) -> Self {
        match (case.status, &case.proposal) {
            (CaseStatus::Pending, None) => Stand::Undecided,
            (CaseStatus::Pending, Some(proposal)) if releases(&proposal.subject) => Stand::ReleaseProposed,
            (CaseStatus::Pending, Some(_)) => Stand::RejectionProposed,
            (CaseStatus::Released, _) => Stand::Released,
            (CaseStatus::Counted, _) => Stand::Counted,
            (CaseStatus::Rejected, _) => Stand::Rejected,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Stand::Undecided => "to be decided",
            Stand::ReleaseProposed => "release proposed",
            Stand::RejectionProposed => "rejection proposed",
            Stand::Released => "released",
            Stand::Counted => "counted",
            Stand::Rejected => "rejected",
        }
    }

    fn colour(self, ink: &Ink) -> egui::Color32 {
        match self {
            Stand::Undecided => ink.warning,
            Stand::ReleaseProposed | Stand::RejectionProposed => ink.accent,
            Stand::Released | Stand::Counted => ink.well,
            Stand::Rejected => ink.alarm,
        }
    }
}

/// Whether a proposal is to release: its subject ends with the verdict.
fn releases(subject: &str) -> bool {
    subject.ends_with("release")
}

impl Provisional {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        if view.snapshot.desk.session.is_none() {
            empty(
                ui,
                "Sign in to see provisional ballots: voters' records are shown to officials and auditors only.",
                &view.ink,
            );
            return;
        }
        let known: BTreeSet<CaseKey> = (view.snapshot.voters.cases.iter())
            .filter(|case| case.status == CaseStatus::Pending && case.proposal.is_none())
            .map(CaseRow::key)
            .collect();
        self.marked.retain(|case| known.contains(case));
        beside(ui, self, view, 0.48, Self::list, Self::one);
    }

    fn list(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        ui.horizontal_wrapped(|ui| {
            search(ui, &mut self.query, "Search provisional ballots", 200.0);
            for (kind, name) in [
                (Kind::Undecided, "To be decided"),
                (Kind::Proposed, "Proposed"),
                (Kind::Decided, "Decided"),
            ] {
                ui.selectable_value(&mut self.kind, kind, name);
            }
        });
        self.together(ui, view);
        let voters = view.snapshot.voters.clone();
        let asked = (self.query.clone(), self.kind, self.sort);
        let election = view.live.election.clone();
        let station = |case: &CaseRow| election.station_name(case.station.as_str());
        let rows = (self.rows).of(&voters, asked.clone(), |voters| find(voters, &asked, &station));
        if rows.is_empty() {
            let said = match (self.query.is_empty(), self.kind) {
                (false, _) => "No provisional ballot matches.",
                (_, Kind::Undecided) => "No provisional ballot waits for a decision.",
                (_, Kind::Proposed) => "Nothing waits for a second official.",
                (_, Kind::Decided) => "No provisional ballot was decided yet.",
            };
            empty(ui, said, &ink);
            return;
        }
        let table = Table {
            id: "provisional",
            heads: &HEADS,
            rows: rows.len(),
            height: Some(list_height(ui, 34.0)),
            ink: &ink,
        };
        let (picked, marked) = (&mut self.picked, &mut self.marked);
        table.show(ui, &mut self.sort, |cells, n| {
            let case = &voters.cases[rows[n]];
            let is_picked = *picked == Some(case.key());
            cells.mark(is_picked);
            let stand = Stand::of(case);
            cells.cell(|ui| {
                if stand == Stand::Undecided {
                    let mut is_marked = marked.contains(&case.key());
                    let response = tick(ui, &mut is_marked, "", &ink);
                    let name = format!("Mark {}", case.claimant.name);
                    response.widget_info(|| {
                        egui::WidgetInfo::selected(egui::Role::CheckBox, true, is_marked, &name)
                    });
                    if is_marked {
                        marked.insert(case.key());
                    } else {
                        marked.remove(&case.key());
                    }
                }
            });
            let by_name = cells.pick(&case.claimant.name, is_picked);
            cells.muted(station(case));
            cells.coloured(stand.words(), stand.colour(&ink), false);
            if by_name || cells.response().clicked() {
                *picked = Some(case.key());
            }
        });
    }

    /// What can be done with the marked cases at once.
    fn together(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        if self.marked.is_empty() {
            return;
        }
        let ink = view.ink;
        let blocked = blocked_or_certified(view.snapshot);
        let cases: Vec<CaseKey> = self.marked.iter().cloned().collect();
        let marked = count(cases.len() as u64, "ballot", "ballots");
        let all_arrived = (view.snapshot.voters.cases.iter())
            .filter(|case| self.marked.contains(&case.key()))
            .all(|case| case.has_ballot);
        let release = blocked.or((!all_arrived).then_some("The ballot of a marked one has not arrived yet."));
        ui.horizontal_wrapped(|ui| {
            ui.label(note(format!("Marked: {marked}"), &ink));
            if act(ui, "Propose to release the marked …", release) {
                let what = format!("{marked} that are marked");
                *view.dialog = Some(Dialog::new(propose(cases.clone(), Verdict::Release, &what)));
            }
            if act(ui, "Propose to reject the marked …", blocked) {
                let what = format!("{marked} that are marked");
                *view.dialog = Some(Dialog::new(propose(cases.clone(), Verdict::Reject, &what)));
            }
            if ui.button("Mark none").clicked() {
                self.marked.clear();
            }
        });
    }

    fn one(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let voters = view.snapshot.voters.clone();
        let Some(case) = voters.cases.iter().find(|case| Some(case.key()) == self.picked) else {
            empty(ui, "Pick a provisional ballot to see whose it is and why.", &ink);
            return;
        };
        why(ui, view, case);
        ui.add_space(8.0);
        decide(ui, view, case);
        ui.add_space(12.0);
        on_record(ui, view, case);
        ui.add_space(12.0);
        ui.label(subheading("The claimant, as the station wrote it down"));
        ui.add_space(4.0);
        ScrollArea::horizontal().id_salt("records").show(ui, |ui| {
            let column = Column {
                title: String::new(),
                voter: &case.claimant,
            };
            side_by_side(ui, view, &[column]);
        });
    }
}

fn find(voters: &Voters, asked: &(String, Kind, Sort), station: &impl Fn(&CaseRow) -> String) -> Vec<usize> {
    let (query, kind, sort) = asked;
    let wanted = Wanted::of(query);
    let cases = &voters.cases;
    let kind_of = |case: &CaseRow| match Stand::of(case) {
        Stand::Undecided => Kind::Undecided,
        Stand::ReleaseProposed | Stand::RejectionProposed => Kind::Proposed,
        Stand::Released | Stand::Counted | Stand::Rejected => Kind::Decided,
    };
    let mut rows: Vec<usize> = (0..cases.len())
        .filter(|n| kind_of(&cases[*n]) == *kind)
        .filter(|n| {
            let case = &cases[*n];
            let number = &case.claimant.registration_number;
            wanted.is_in(&[&case.claimant.name, number, &station(case), &words(&case.reason)])
        })
        .collect();
    match sort.column {
        1 => rows.sort_by(|a, b| cases[*a].claimant.name.cmp(&cases[*b].claimant.name)),
        2 => rows.sort_by_cached_key(|n| station(&cases[*n])),
        3 => rows.sort_by_key(|n| Stand::of(&cases[*n]).words()),
        // They come in the order in which they were opened.
        _ => {}
    }
    if sort.descending {
        rows.reverse();
    }
    rows
}

fn why(ui: &mut Ui, view: &View<'_>, case: &CaseRow) {
    let ink = view.ink;
    let stand = Stand::of(case);
    ui.horizontal_wrapped(|ui| {
        let name = RichText::new(&case.claimant.name).font(bold(size::LEAD));
        ui.add(Label::new(name).wrap());
        chip(ui, stand.words(), stand.colour(&ink));
    });
    let station = view.live.election.station_name(case.station.as_str());
    let at = moment(case.at, &view.live.election.zone);
    let reason = words(&case.reason);
    ui.add(Label::new(format!("Voted provisionally at {station} on {at}: {reason}.")).wrap());
    let ballot = match (case.status, case.has_ballot) {
        (CaseStatus::Counted, _) => {
            "The ballot was opened among others and is counted. Nothing leads from here to it."
        }
        (_, true) => "The ballot has arrived. It is sealed, and nobody can read it beside this record.",
        (_, false) => "The ballot has not arrived from its station: it can be released when it has.",
    };
    ui.add(Label::new(note(ballot, &ink)).wrap());
}

fn decide(ui: &mut Ui, view: &mut View<'_>, case: &CaseRow) {
    let ink = view.ink;
    let papers = view.snapshot.papers.clone();
    if let Some(decision) = &case.decided {
        let by = papers.official_names(&decision.officials);
        let at = moment(decision.at, &view.live.election.zone);
        let reason = decision.reason.trim_end_matches('.');
        let said = format!(
            "Decided by {by} on {at}: {reason} (decision {}).",
            decision.number
        );
        ui.add(Label::new(said).wrap());
        return;
    }
    let blocked = blocked_or_certified(view.snapshot);
    let Some(proposal) = &case.proposal else {
        let release = blocked.or((!case.has_ballot).then_some("The ballot has not arrived yet."));
        let name = &case.claimant.name;
        ui.horizontal_wrapped(|ui| {
            if act(ui, "Propose to release …", release) {
                let confirm = propose(vec![case.key()], Verdict::Release, &format!("ballot of {name}"));
                *view.dialog = Some(Dialog::new(confirm));
            }
            if act(ui, "Propose to reject …", blocked) {
                let confirm = propose(vec![case.key()], Verdict::Reject, &format!("ballot of {name}"));
                *view.dialog = Some(Dialog::new(confirm));
            }
        });
        why_blocked(ui, release, &ink);
        return;
    };
    let proposed = said_of(&papers, view, case);
    ui.add(Label::new(&proposed).wrap());
    let own = view.is_own(proposal);
    let confirm = blocked.or(own.then_some("You proposed it: another official must confirm it."));
    ui.horizontal_wrapped(|ui| {
        if act(ui, "Confirm …", confirm) {
            *view.dialog = Some(Dialog::new(confirming(case, &proposed)));
        }
        if act(ui, if own { "Take back …" } else { "Decline …" }, blocked) {
            *view.dialog = Some(Dialog::new(Confirm {
                title: "Drop the proposal".to_owned(),
                go: "Drop the proposal",
                busy: "Dropping it …",
                says: vec![
                    proposed.clone(),
                    "It is dropped; something else can be proposed for this ballot.".to_owned(),
                ],
                ..Confirm::new(Deed::DeclineCases(vec![case.key()]))
            }));
        }
    });
    why_blocked(ui, confirm, &ink);
}

/// What is proposed, by whom, when and why.
fn said_of(papers: &Papers, view: &View<'_>, case: &CaseRow) -> String {
    let Some(proposal) = &case.proposal else {
        return String::new();
    };
    let by = papers.official_name(&proposal.official);
    let at = moment(proposal.at, &view.live.election.zone);
    let what = if releases(&proposal.subject) {
        "to release it"
    } else {
        "to reject it"
    };
    let reason = proposal.reason.trim_end_matches('.');
    format!("{by} proposed {what} on {at}: {reason}.")
}

fn propose(cases: Vec<CaseKey>, verdict: Verdict, what: &str) -> Confirm {
    let second = "Another official must confirm it; until then it can be declined.".to_owned();
    let confirm = Confirm::new(Deed::ProposeCases { cases, verdict });
    match verdict {
        Verdict::Release => Confirm {
            title: format!("Propose to release the {what}"),
            go: "Propose to release",
            busy: "Proposing …",
            says: vec![
                "Released, it is opened among others and counted: nobody learns whose it is.".to_owned(),
                second,
            ],
            reason: Some("Identity was proven by passport"),
            ..confirm
        },
        Verdict::Reject => Confirm {
            title: format!("Propose to reject the {what}"),
            go: "Propose to reject",
            busy: "Proposing …",
            says: vec![
                "Rejected, it is never opened and never counted.".to_owned(),
                second,
            ],
            reason: Some("The voter has voted already"),
            ..confirm
        },
    }
}

fn confirming(case: &CaseRow, proposed: &str) -> Confirm {
    let seen: Vec<SeenProposal> = (case.proposal.iter())
        .map(|proposal| SeenProposal {
            case: case.key(),
            proposal: proposal.clone(),
        })
        .collect();
    let release = case.proposal.as_ref().is_some_and(|p| releases(&p.subject));
    let (go, becomes) = if release {
        (
            "Release the ballot",
            "The ballot is opened as soon as enough others can be opened with it, and counted.",
        )
    } else {
        (
            "Reject the ballot",
            "The ballot is never opened and never counted.",
        )
    };
    Confirm {
        title: "Confirm the proposal".to_owned(),
        go,
        busy: "Deciding …",
        says: vec![proposed.to_owned(), becomes.to_owned()],
        forever: true,
        ..Confirm::new(Deed::ConfirmCases(seen))
    }
}

fn on_record(ui: &mut Ui, view: &View<'_>, case: &CaseRow) {
    let election = &view.live.election;
    ui.label(subheading("What the rolls say"));
    let Some(record) = &case.on_record else {
        ui.label("The claimant is on no roll.");
        return;
    };
    let roll = election.station_name(record.polling_station.as_str());
    let state = record.accreditation.as_str();
    ui.add(Label::new(format!("On the roll of {roll}, {state}.")).wrap());
    if record.check_ins.is_empty() {
        ui.label("Never checked in.");
    }
    for check_in in &record.check_ins {
        let station = election.incarnation_name(&check_in.station, check_in.incarnation.unsigned_abs());
        let undone = if check_in.undone {
            ", taken back at the desk"
        } else {
            ""
        };
        let at = view.clock(check_in.at);
        ui.add(Label::new(format!("Checked in at {station} at {at}{undone}.")).wrap());
    }
}
