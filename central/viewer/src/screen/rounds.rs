//! The rounds of a ranked contest: what happened in each, and where the votes went.

use eframe::egui;
use egui::{RichText, ScrollArea, Ui};
use pollstream_central::results::ContestResults;
use pollstream_central::rounds::RoundReport;
use pollstream_protocol::definition::{Contest, ElectionDefinition};

use super::View;
use super::contest::colour;
use crate::chart::sankey::{Column, Flow, Node, sankey};
use crate::format::count;
use crate::theme::{Ink, bold, note, regular, size, subheading};

/// Width of a round in the picture, in points.
const ROUND_WIDTH: f32 = 58.0;
const HEIGHT: f32 = 300.0;
/// Whom votes that count for nobody go to.
const NOBODY: &str = "nobody";

/// Draws them below the contest.
pub(crate) fn rounds(ui: &mut Ui, view: &View<'_>, contest: &Contest, results: &ContestResults) {
    let ink = view.ink;
    ui.label(subheading("Rounds"));
    let counted = view
        .live
        .rounds
        .get(&contest.id)
        .map_or(0, |(ballots, _)| *ballots);
    let said = if counted == results.ballots {
        format!("Of {}", count(counted, "ballot", "ballots"))
    } else {
        let now = count(results.ballots, "ballot", "ballots");
        format!(
            "Of {}; {now} are counted by now",
            count(counted, "ballot", "ballots")
        )
    };
    ui.label(note(said, &ink));
    ui.add_space(6.0);
    let definition = &view.live.election.definition;
    let columns: Vec<Column> = (results.rounds.iter().enumerate())
        .map(|(n, round)| column(definition, contest, round, results.rounds.get(n + 1), &ink))
        .collect();
    let width = (ROUND_WIDTH * columns.len() as f32).max(ui.available_width());
    ScrollArea::horizontal()
        .id_salt(("sankey", contest.id.as_str()))
        .show(ui, |ui| sankey(ui, &columns, [width, HEIGHT], &ink));
    ui.add_space(8.0);
    egui::Grid::new(("rounds", contest.id.as_str()))
        .striped(true)
        .num_columns(4)
        .spacing([18.0, 4.0])
        .show(ui, |ui| {
            for head in ["Round", "Threshold", "Most votes", "What happened"] {
                ui.label(note(head, &ink));
            }
            ui.end_row();
            for round in &results.rounds {
                row(ui, round);
            }
        });
}

fn row(ui: &mut Ui, round: &RoundReport) {
    let most = (round.tally.iter()).max_by(|a, b| a.1.partial_cmp(b.1).unwrap_or(std::cmp::Ordering::Equal));
    let most = most.map_or(String::new(), |(name, votes)| format!("{name} {votes}"));
    let mut events = round.events();
    for tie in &round.ties {
        events = format!("{events}; {tie}");
    }
    ui.label(RichText::new(round.label()).font(bold(size::BODY)));
    ui.label(RichText::new(round.threshold.to_string()).font(regular(size::BODY)));
    ui.label(RichText::new(most).font(regular(size::BODY)));
    ui.add(egui::Label::new(RichText::new(events).font(regular(size::BODY))).wrap());
    ui.end_row();
}

/// A round as a column: who has how much, and where it goes in the next one.
fn column(
    definition: &ElectionDefinition,
    contest: &Contest,
    round: &RoundReport,
    next: Option<&RoundReport>,
    ink: &Ink,
) -> Column {
    let of = |name: &str| {
        let found = contest.candidates.iter().find(|c| c.name == name);
        found.map_or(ink.muted, |c| colour(definition, contest, &c.id, ink))
    };
    let mut nodes: Vec<Node> = (round.tally.iter())
        .map(|(name, votes)| Node {
            name: name.clone(),
            amount: votes.amount(),
            colour: of(name),
        })
        .collect();
    nodes.sort_by(|a, b| b.amount.total_cmp(&a.amount));
    nodes.push(Node {
        name: NOBODY.to_owned(),
        amount: round.inactive.amount(),
        colour: ink.hairline,
    });
    Column {
        label: round.label(),
        flows: next
            .filter(|next| next.pass == round.pass)
            .map_or_else(Vec::new, |_| flows(round)),
        nodes,
    }
}

/// What leaves goes where the transfers say; the rest stays.
fn flows(round: &RoundReport) -> Vec<Flow> {
    let mut flows: Vec<Flow> = (round.transfers.iter())
        .map(|t| Flow {
            from: t.from.clone(),
            to: t.to.clone().unwrap_or_else(|| NOBODY.to_owned()),
            amount: t.votes.amount(),
        })
        .collect();
    let nobody = (NOBODY.to_owned(), round.inactive.amount());
    let all = round
        .tally
        .iter()
        .map(|(name, votes)| (name.clone(), votes.amount()));
    for (name, votes) in all.chain([nobody]) {
        let gone: f32 = flows.iter().filter(|f| f.from == name).map(|f| f.amount).sum();
        if votes > gone {
            flows.push(Flow {
                from: name.clone(),
                to: name,
                amount: votes - gone,
            });
        }
    }
    flows
}
