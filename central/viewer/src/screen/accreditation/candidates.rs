//! Candidates: submitted, accredited, rejected, withdrawn.

use eframe::egui;
use egui::{Label, RichText, Ui};
use pollstream_central::store::candidate::CandidateRow;
use pollstream_protocol::ids::CandidateId;
use pollstream_protocol::voter::Accreditation;

use crate::command::Deed;
use crate::desk::Papers;
use crate::dialog::{CandidateForm, Confirm, Dialog};
use crate::format::{NOTHING, count, moment};
use crate::screen::View;
use crate::screen::rows::Rows;
use crate::screen::sections::beside;
use crate::theme::{Ink, note, serif, size, subheading};
use crate::widget::act::{act, blocked_or_certified, why_blocked};
use crate::widget::chip::chip;
use crate::widget::coin::coin;
use crate::widget::search::{Wanted, search};
use crate::widget::table::{Head, Sort, Table, empty, list_height};

/// What the section remembers.
pub(super) struct Candidates {
    query: String,
    only: Option<Accreditation>,
    sort: Sort,
    rows: Rows<Papers, (String, Option<Accreditation>, Sort)>,
    picked: Option<CandidateId>,
}

impl Default for Candidates {
    fn default() -> Self {
        Candidates {
            query: String::new(),
            only: None,
            sort: Sort {
                column: 2,
                descending: false,
            },
            rows: Rows::default(),
            picked: None,
        }
    }
}

const HEADS: [Head; 3] = [
    Head::words("Candidate", None),
    Head::words("Contest", Some(190.0)),
    Head::words("State", Some(92.0)),
];

/// The colour of a state.
pub(super) fn colour(accreditation: Accreditation, ink: &Ink) -> egui::Color32 {
    match accreditation {
        Accreditation::Pending => ink.warning,
        Accreditation::Accredited => ink.well,
        Accreditation::Rejected => ink.alarm,
        Accreditation::Withdrawn => ink.muted,
    }
}

/// What waits comes first.
fn rank(accreditation: Accreditation) -> u8 {
    match accreditation {
        Accreditation::Pending => 0,
        Accreditation::Accredited => 1,
        Accreditation::Rejected => 2,
        Accreditation::Withdrawn => 3,
    }
}

impl Candidates {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        beside(ui, self, view, 0.56, Self::list, Self::one);
    }

    fn list(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        ui.horizontal_wrapped(|ui| {
            search(ui, &mut self.query, "Search candidates", 170.0);
            ui.selectable_value(&mut self.only, None, "All");
            for (state, name) in [
                (Accreditation::Pending, "Pending"),
                (Accreditation::Accredited, "Accredited"),
                (Accreditation::Rejected, "Rejected"),
                (Accreditation::Withdrawn, "Withdrawn"),
            ] {
                ui.selectable_value(&mut self.only, Some(state), name);
            }
        });
        let blocked = blocked_or_certified(view.snapshot);
        ui.horizontal(|ui| {
            if act(ui, "Submit a candidate …", blocked) {
                *view.dialog = Some(Dialog::new(CandidateForm::default()));
            }
            why_blocked(ui, blocked, &ink);
        });
        let papers = view.snapshot.papers.clone();
        let asked = (self.query.clone(), self.only, self.sort);
        let rows = self
            .rows
            .of(&papers, asked.clone(), |papers| find(papers, &asked));
        if rows.is_empty() {
            let said = match papers.candidates.len() {
                0 => "No candidate is known.",
                _ => "No candidate matches.",
            };
            empty(ui, said, &ink);
            return;
        }
        view.export_table("candidates", || exported(&papers, rows));
        let table = Table {
            id: "candidates",
            heads: &HEADS,
            rows: rows.len(),
            height: Some(list_height(ui, 34.0)),
            ink: &ink,
        };
        let picked = &mut self.picked;
        table.show(ui, &mut self.sort, |cells, n| {
            let candidate = &papers.candidates[rows[n]];
            let is_picked = picked.as_ref() == Some(&candidate.candidate);
            cells.mark(is_picked);
            let by_name = cells.pick(&candidate.name, is_picked);
            cells.muted(&candidate.contest_title);
            let state = candidate.accreditation;
            let strong = state == Accreditation::Pending;
            cells.coloured(state.as_str(), colour(state, &ink), strong);
            if by_name || cells.response().clicked() {
                *picked = Some(candidate.candidate.clone());
            }
        });
    }

    fn one(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let ink = view.ink;
        let papers = view.snapshot.papers.clone();
        let found = (papers.candidates.iter()).find(|c| Some(&c.candidate) == self.picked.as_ref());
        let Some(candidate) = found else {
            let pending = papers.candidates.iter();
            let pending = pending.filter(|c| c.accreditation == Accreditation::Pending);
            let said = match pending.count() as u64 {
                0 => "Pick a candidate to see more.".to_owned(),
                n => format!(
                    "{} for a decision. Pick a candidate to see more.",
                    count(n, "candidate waits", "candidates wait")
                ),
            };
            empty(ui, &said, &ink);
            return;
        };
        who(ui, view, candidate);
        ui.add_space(8.0);
        decide(ui, view, candidate);
        for (name, text) in [
            ("Biography", &candidate.biography),
            ("Platform", &candidate.platform),
        ] {
            ui.add_space(8.0);
            ui.label(subheading(name));
            if text.is_empty() {
                ui.label(note("None was given.", &ink));
            } else {
                ui.add(Label::new(text).wrap());
            }
        }
        ui.add_space(8.0);
        ui.label(subheading("Last decision"));
        match &candidate.decided {
            None => ui.label(note("As it stood in the first definition.", &ink)),
            Some(decision) => {
                let by = papers.official_names(&decision.officials);
                let at = moment(decision.at, &view.live.election.zone);
                let said = format!("{} (decision {}, {by}, {at})", decision.reason, decision.number);
                ui.add(Label::new(said).wrap())
            }
        };
    }
}

fn find(papers: &Papers, asked: &(String, Option<Accreditation>, Sort)) -> Vec<usize> {
    let (query, only, sort) = asked;
    let wanted = Wanted::of(query);
    let candidates = &papers.candidates;
    let mut rows: Vec<usize> = (0..candidates.len())
        .filter(|n| only.is_none_or(|only| candidates[*n].accreditation == only))
        .filter(|n| {
            let c = &candidates[*n];
            let party = c.party_name.as_deref().unwrap_or("");
            wanted.is_in(&[&c.name, c.candidate.as_str(), party, &c.contest_title])
        })
        .collect();
    match sort.column {
        0 => rows.sort_by(|a, b| candidates[*a].name.cmp(&candidates[*b].name)),
        // They come contest by contest, in ballot order.
        1 => {}
        _ => rows.sort_by_key(|n| rank(candidates[*n].accreditation)),
    }
    if sort.descending {
        rows.reverse();
    }
    rows
}

fn who(ui: &mut Ui, view: &View<'_>, candidate: &CandidateRow) {
    let ink = view.ink;
    ui.horizontal_top(|ui| {
        let place = usize::try_from(candidate.ballot_order).unwrap_or(usize::MAX);
        let election = &view.live.election;
        let photo = &candidate.picture;
        coin(
            ui,
            election,
            photo,
            &candidate.name,
            ink.series(place),
            88.0,
            &ink,
        );
        ui.add_space(8.0);
        ui.vertical(|ui| {
            let name = RichText::new(&candidate.name).font(serif(size::HEADING));
            ui.add(Label::new(name).wrap());
            let party = candidate.party_name.as_deref().unwrap_or("Independent");
            ui.add(Label::new(party).wrap());
            ui.add(Label::new(note(&candidate.contest_title, &ink)).wrap());
            let state = candidate.accreditation;
            chip(ui, state.as_str(), colour(state, &ink));
        });
    });
    let photo = match candidate.picture.as_str() {
        "" => "no photo".to_owned(),
        picture if view.live.election.pictures.contains_key(picture) => format!("photo {picture}"),
        picture => format!("photo {picture}, which is not in the folder of pictures"),
    };
    let said = format!("Id {}, {photo}", candidate.candidate);
    ui.add(Label::new(note(said, &ink)).wrap());
}

/// The decisions that may follow from where the candidate stands.
fn decide(ui: &mut Ui, view: &mut View<'_>, candidate: &CandidateRow) {
    let ink = view.ink;
    let next = candidate.accreditation.next();
    if next.is_empty() {
        ui.label(note("Who has withdrawn stays withdrawn.", &ink));
        return;
    }
    let blocked = blocked_or_certified(view.snapshot);
    ui.horizontal_wrapped(|ui| {
        for to in next {
            let words = match to {
                Accreditation::Accredited => "Accredit …",
                Accreditation::Rejected => "Reject …",
                Accreditation::Withdrawn | Accreditation::Pending => "Withdraw …",
            };
            if act(ui, words, blocked) {
                *view.dialog = Some(Dialog::new(dialog(candidate, *to)));
            }
        }
    });
    why_blocked(ui, blocked, &ink);
}

fn dialog(candidate: &CandidateRow, to: Accreditation) -> Confirm {
    let name = &candidate.name;
    let contest = &candidate.contest_title;
    let confirm = Confirm::new(Deed::DecideCandidate {
        candidate: candidate.candidate.clone(),
        to,
    });
    let heard =
        "Running stations hear of it at once, stations without a network when they connect.".to_owned();
    match to {
        Accreditation::Accredited => Confirm {
            title: format!("Accredit {name}"),
            go: "Accredit",
            busy: "Accrediting …",
            says: vec![
                format!("Voters can choose {name} in “{contest}” from now on."),
                heard,
                "An accreditation is not taken back; the candidate can withdraw later.".to_owned(),
            ],
            reason: Some("The signatures are good"),
            ..confirm
        },
        Accreditation::Rejected => Confirm {
            title: format!("Reject {name}"),
            go: "Reject",
            busy: "Rejecting …",
            says: vec![
                format!("Voters cannot choose {name} in “{contest}”."),
                "After an appeal a rejected candidate can still be accredited.".to_owned(),
            ],
            reason: Some("Too few signatures"),
            ..confirm
        },
        Accreditation::Withdrawn | Accreditation::Pending => Confirm {
            title: format!("Withdraw {name}"),
            go: "Withdraw",
            busy: "Withdrawing …",
            says: vec![
                format!("Nobody new can choose {name} in “{contest}”."),
                heard,
                "Votes that are cast already stay counted, and are shown as a withdrawn candidate's."
                    .to_owned(),
            ],
            forever: true,
            reason: Some("By the candidate's letter"),
            ..confirm
        },
    }
}

fn exported(papers: &Papers, rows: &[usize]) -> Vec<Vec<String>> {
    let head = [
        "candidate",
        "name",
        "contest",
        "party",
        "accreditation",
        "decision",
        "reason",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines.extend(rows.iter().map(|n| {
        let c = &papers.candidates[*n];
        let party = c.party.as_ref().map(ToString::to_string);
        vec![
            c.candidate.to_string(),
            c.name.clone(),
            c.contest.to_string(),
            party.unwrap_or_default(),
            c.accreditation.as_str().to_owned(),
            c.decided
                .as_ref()
                .map_or(NOTHING.to_owned(), |d| d.number.to_string()),
            c.decided.as_ref().map_or(String::new(), |d| d.reason.clone()),
        ]
    }));
    lines
}
