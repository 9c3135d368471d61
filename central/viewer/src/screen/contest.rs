//! One contest: who leads, bars, ring and statistics.

use eframe::egui;
use egui::{Align, Layout, RichText, Ui};
use pollstream_central::outcome::{ContestOutcome, StandingName, listed};
use pollstream_central::results::{CandidateResult, ContestResults};
use pollstream_protocol::definition::{Color, Contest, ElectionDefinition, VoteVariation};
use pollstream_protocol::events::ResultsStatus;
use pollstream_protocol::ids::CandidateId;
use pollstream_protocol::voter::Accreditation;

use super::View;
use super::rounds::rounds;
use crate::chart::bars::{Bar, bars};
use crate::chart::donut::{Slice, donut};
use crate::format::{NOTHING, count, percent, signed, thousands};
use crate::snapshot::Live;
use crate::theme::{self, Ink, bold, heading, note, regular, serif, size};
use crate::widget::coin::coin;
use crate::widget::table::{Cells, Head, Sort, Table};

/// Slices of the ring; the others are put together.
const SLICES: usize = 8;
/// Bars that are drawn; all candidates are in the table.
const BARS: usize = 16;

/// Where a candidate stands on the ballot: its colour.
pub(crate) fn position(contest: &Contest, id: &CandidateId) -> usize {
    contest
        .candidates
        .iter()
        .position(|c| c.id == *id)
        .unwrap_or(usize::MAX)
}

/// How the contest is voted, in words.
pub(crate) fn rules(contest: &Contest) -> String {
    match contest.vote_variation {
        VoteVariation::Plurality { votes_allowed: 1 } => "One vote each".to_owned(),
        VoteVariation::Plurality { votes_allowed } => format!("Up to {votes_allowed} votes each"),
        VoteVariation::Ranked { ranks_allowed } => {
            format!("Ranked, up to {ranks_allowed} ranks: first preferences")
        }
    }
}

/// Who leads, in words: names and margin.
pub(crate) struct Lead {
    pub(crate) names: Vec<String>,
    /// Position on the ballot of the first.
    pub(crate) first: usize,
    /// What stands below the name.
    pub(crate) said: String,
}

/// Who leads, or is ahead when everything is `counted`; `None` before the first vote.
pub(crate) fn lead(contest: &Contest, results: &ContestResults, counted: bool) -> Option<Lead> {
    let most = results.candidates.first().map(|c| c.votes).filter(|v| *v > 0)?;
    // A ranked contest whose rounds are not counted yet has first preferences only: somebody leads in them.
    if let Some(outcome) = &results.outcome
        && (!outcome.candidates.is_empty() || outcome.measure.is_some() || outcome.open_tie.is_some())
    {
        return Some(decided(contest, results, outcome));
    }
    let seats = match contest.vote_variation {
        VoteVariation::Plurality { votes_allowed } => usize::from(votes_allowed),
        VoteVariation::Ranked { .. } => 1,
    };
    let leaders: Vec<_> = results
        .candidates
        .iter()
        .take_while(|c| c.votes == most)
        .collect();
    let first = position(contest, &leaders[0].id);
    let names = leaders.iter().map(|c| c.name.clone()).collect();
    let next = results.candidates.get(leaders.len());
    let said = match (leaders.len(), next) {
        (2.., _) => format!("tied at {}", count(most, "vote", "votes")),
        (_, None) => count(most, "vote", "votes"),
        (_, Some(next)) => {
            let margin = most - next.votes;
            let points = results.candidates[0].percent - next.percent;
            let verb = if counted { "ahead by" } else { "leads by" };
            let of = if seats > 1 { " over the next" } else { "" };
            format!(
                "{verb} {}{of} ({points:.1} points)",
                count(margin, "vote", "votes")
            )
        }
    };
    Some(Lead { names, first, said })
}

/// Who is elected in the whole election, or what is carried.
fn decided(contest: &Contest, results: &ContestResults, outcome: &ContestOutcome) -> Lead {
    let with = |standing: StandingName| -> Vec<&CandidateResult> {
        let all = results.candidates.iter();
        all.filter(|c| {
            outcome
                .candidates
                .get(&c.id)
                .is_some_and(|o| o.standing == standing)
        })
        .collect()
    };
    let mut named = with(StandingName::Elected);
    if named.is_empty() {
        named = with(StandingName::Tied);
    }
    if named.is_empty() {
        named = results.candidates.iter().take(1).collect();
    }
    Lead {
        first: position(contest, &named[0].id),
        names: named.iter().map(|c| c.name.clone()).collect(),
        said: outcome.sentence.clone(),
    }
}

/// Where a candidate stands in words: elected, tied, or nothing.
fn standing(results: &ContestResults, candidate: &CandidateId, complete: bool) -> &'static str {
    let found = results.outcome.as_ref().and_then(|o| o.candidates.get(candidate));
    found.map_or("", |o| o.standing.words(complete))
}

/// The bars of a contest: at most `limit`, the last of them for everybody else.
pub(crate) fn contest_bars(
    definition: &ElectionDefinition,
    contest: &Contest,
    results: &ContestResults,
    complete: bool,
    ink: &Ink,
    limit: usize,
) -> Vec<Bar> {
    let most = results.candidates.first().map_or(0, |c| c.votes).max(1);
    let leads = results.candidates.first().map_or(0, |c| c.votes);
    let shown = if results.candidates.len() > limit {
        limit - 1
    } else {
        limit
    };
    let mut bars: Vec<Bar> = (results.candidates.iter().take(shown))
        .map(|c| {
            let said = [note_of(contest, c), standing(results, &c.id, complete).to_owned()];
            let said: Vec<String> = said.into_iter().filter(|s| !s.is_empty()).collect();
            Bar {
                name: c.name.clone(),
                note: said.join(", "),
                share: c.votes as f32 / most as f32,
                figures: [thousands(c.votes), percent(c.percent)],
                colour: colour(definition, contest, &c.id, ink),
                strong: match &results.outcome {
                    Some(outcome) if !outcome.candidates.is_empty() => {
                        !standing(results, &c.id, complete).is_empty()
                    }
                    _ => c.votes == leads && leads > 0,
                },
            }
        })
        .collect();
    let others = results.candidates.get(shown..).unwrap_or_default();
    if !others.is_empty() {
        let votes: u64 = others.iter().map(|c| c.votes).sum();
        bars.push(Bar {
            name: format!("{} others", others.len()),
            note: String::new(),
            share: (votes as f32 / most as f32).min(1.0),
            figures: [thousands(votes), percent(others.iter().map(|c| c.percent).sum())],
            colour: ink.muted,
            strong: false,
        });
    }
    bars
}

/// A candidate's colour: the party's, where nobody else in the contest bears it; otherwise by its place on the ballot.
pub(crate) fn colour(
    definition: &ElectionDefinition,
    contest: &Contest,
    id: &CandidateId,
    ink: &Ink,
) -> egui::Color32 {
    let party = contest.candidate(id).and_then(|c| c.party.as_ref());
    let alone = contest
        .candidates
        .iter()
        .filter(|c| c.party.is_some() && c.party.as_ref() == party)
        .count()
        == 1;
    let color = party.filter(|_| alone).and_then(|p| definition.party(p)?.color);
    match color {
        Some(Color { rgb: [r, g, b] }) => egui::Color32::from_rgb(r, g, b),
        None => ink.series(position(contest, id)),
    }
}

/// The party, and that a candidate withdrew.
fn note_of(contest: &Contest, result: &CandidateResult) -> String {
    let candidate = contest.candidate(&result.id);
    let party = result.party.clone().unwrap_or_default();
    match candidate.map(|c| c.accreditation) {
        Some(Accreditation::Withdrawn) => [party.as_str(), "withdrawn"]
            .join(", ")
            .trim_start_matches(", ")
            .to_owned(),
        _ => party,
    }
}

/// The ring of a contest.
pub(crate) fn contest_ring(
    ui: &mut Ui,
    definition: &ElectionDefinition,
    contest: &Contest,
    results: &ContestResults,
    diameter: f32,
    ink: &Ink,
) {
    let all: u64 = results.candidates.iter().map(|c| c.votes).sum();
    let share = |votes: u64| if all == 0 { 0.0 } else { votes as f32 / all as f32 };
    let mut slices: Vec<Slice> = (results.candidates.iter().take(SLICES))
        .map(|c| Slice {
            name: c.name.clone(),
            share: share(c.votes),
            colour: colour(definition, contest, &c.id, ink),
        })
        .collect();
    let others: u64 = results.candidates.iter().skip(SLICES).map(|c| c.votes).sum();
    if others > 0 {
        slices.push(Slice {
            name: "others".into(),
            share: share(others),
            colour: ink.muted,
        });
    }
    donut(
        ui,
        &slices,
        diameter,
        (&thousands(all), if all == 1 { "vote" } else { "votes" }),
        ink,
    );
}

/// Draws the contest at the place that is looked at.
pub(crate) fn contest(ui: &mut Ui, view: &mut View<'_>, number: usize, sort: &mut Sort) {
    let live = view.live;
    let election = live.election.clone();
    let contest = &election.definition.contests[number];
    let results = live.contest(*view.place, number);
    let ink = view.ink;
    ui.add(egui::Label::new(heading(&contest.title)).wrap());
    ui.label(note(summary(contest, &results), &ink));
    ui.add_space(8.0);
    if results.suppressed {
        let least = election.definition.min_batch;
        ui.label(format!(
            "Withheld: fewer than {least} ballots have been counted here. They are shown when there are more, \
             or when the election closes, so that no single ballot can be told."
        ));
        return;
    }
    let complete = live.newest.status() != ResultsStatus::UnofficialPartial;
    let top = ui.cursor().top();
    let wide = ui.available_width() > 760.0;
    if wide {
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(292.0);
                leading(ui, live, contest, &results, &ink);
                ui.add_space(12.0);
                ui.horizontal(|ui| {
                    ui.add_space(36.0);
                    contest_ring(ui, &election.definition, contest, &results, 196.0, &ink);
                });
            });
            ui.add_space(28.0);
            ui.vertical(|ui| {
                bars(
                    ui,
                    &contest_bars(&election.definition, contest, &results, complete, &ink, BARS),
                    1.0,
                    &ink,
                );
            });
        });
    } else {
        leading(ui, live, contest, &results, &ink);
        ui.add_space(8.0);
        bars(
            ui,
            &contest_bars(&election.definition, contest, &results, complete, &ink, BARS),
            1.0,
            &ink,
        );
        contest_ring(ui, &election.definition, contest, &results, 180.0, &ink);
    }
    let area = egui::Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=ui.cursor().top());
    view.charts.push((contest.id.to_string(), area));
    ui.add_space(10.0);
    statistics(ui, view, number, contest, &results, sort);
    if !results.rounds.is_empty() {
        ui.add_space(14.0);
        rounds(ui, view, contest, &results);
    }
}

fn summary(contest: &Contest, results: &ContestResults) -> String {
    format!(
        "{} · {}",
        rules(contest),
        count(results.ballots, "ballot", "ballots")
    )
}

fn leading(ui: &mut Ui, live: &Live, contest: &Contest, results: &ContestResults, ink: &Ink) {
    let settled = live.newest.status() != ResultsStatus::UnofficialPartial;
    let Some(lead) = lead(contest, results, settled) else {
        ui.label(
            RichText::new("No votes yet")
                .font(regular(size::LEAD))
                .color(ink.muted),
        );
        return;
    };
    ui.horizontal_top(|ui| {
        let candidate = &contest.candidates[lead.first];
        coin(
            ui,
            &live.election,
            &candidate.picture,
            &candidate.name,
            colour(&live.election.definition, contest, &candidate.id, ink),
            64.0,
            ink,
        );
        ui.add_space(4.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(egui::Label::new(RichText::new(listed(&lead.names)).font(serif(19.0))).wrap());
            if lead.names.len() == 1
                && let Some(party) = results.candidates.first().and_then(|c| c.party.as_ref())
            {
                ui.label(note(party, ink));
            }
            ui.add(egui::Label::new(RichText::new(&lead.said).font(bold(13.0))).wrap());
        });
    });
}

const HEADS: [Head; 6] = [
    Head::words("Candidate", None),
    Head::words("Party", Some(220.0)),
    Head::words("Outcome", Some(150.0)),
    Head::figures("Votes", 100.0),
    Head::figures("Share", 80.0),
    Head::figures("Change", 90.0),
];

/// Order of a contest's table when nobody has chosen another.
pub(crate) const BY_VOTES: Sort = Sort {
    column: 3,
    descending: true,
};

struct Line {
    colour: egui::Color32,
    name: String,
    party: String,
    standing: &'static str,
    votes: u64,
    percent: f64,
    gained: Option<i64>,
}

fn statistics(
    ui: &mut Ui,
    view: &mut View<'_>,
    number: usize,
    contest: &Contest,
    results: &ContestResults,
    sort: &mut Sort,
) {
    let live = view.live;
    let complete = live.newest.status() != ResultsStatus::UnofficialPartial;
    let mut lines: Vec<Line> = (results.candidates.iter())
        .map(|c| {
            let position = position(contest, &c.id);
            Line {
                colour: colour(&live.election.definition, contest, &c.id, &view.ink),
                name: c.name.clone(),
                party: note_of(contest, c),
                standing: standing(results, &c.id, complete),
                votes: c.votes,
                percent: c.percent,
                gained: live.gained(*view.place, number, position),
            }
        })
        .collect();
    match sort.column {
        0 => lines.sort_by(|a, b| a.name.cmp(&b.name)),
        1 => lines.sort_by(|a, b| a.party.cmp(&b.party)),
        2 => lines.sort_by_key(|l| l.standing),
        5 => lines.sort_by_key(|l| l.gained),
        _ => lines.sort_by_key(|l| l.votes),
    }
    if sort.descending {
        lines.reverse();
    }
    let ink = view.ink;
    let id = format!("statistics {}", contest.id);
    let table = Table {
        id: &id,
        heads: &HEADS,
        rows: lines.len(),
        height: None,
        ink: &ink,
    };
    table.show(ui, sort, |cells: &mut Cells<'_, '_, '_>, n| {
        let line = &lines[n];
        cells.swatch(line.colour, &line.name);
        cells.muted(&line.party);
        cells.text(line.standing.to_owned());
        cells.text(thousands(line.votes));
        cells.text(percent(line.percent));
        match line.gained {
            Some(gained) => cells.text(signed(gained)),
            None => cells.muted(NOTHING),
        }
    });
    ui.add_space(4.0);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let lost = format!(
            "{} · {}",
            count(results.undervotes, "undervote", "undervotes"),
            count(results.overvotes, "overvote", "overvotes")
        );
        ui.label(theme::note(lost, &ink));
        if let Some(earlier) = &live.earlier {
            let minutes = (earlier.age.as_secs() / 60).max(1);
            let said = format!(
                "Change: votes gained in the last {}",
                count(minutes, "minute", "minutes")
            );
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(theme::note(said, &ink))
            });
        }
    });
}
