//! The results report: what the window shows, for paper.

use krilla::Document;
use krilla::metadata::Metadata;
use pollstream_central::outcome::listed;
use pollstream_central::results::ContestResults;

use super::page::{HAIRLINE, INK, LEFT, MUTED, Pages, RIGHT};
use super::typeset::{Fonts, Style};
use crate::format::{count, moment, percent, thousands};
use crate::screen::contest::{lead, rules};
use crate::screen::said;
use crate::snapshot::{Live, Snapshot};

/// Districts that the report lists; every polling station is in the CSV.
const DISTRICTS: usize = 200;
const ACCENT: [u8; 3] = [11, 84, 130];
const BODY: (Style, f32, [u8; 3]) = (Style::Regular, 9.5, INK);
const STRONG: (Style, f32, [u8; 3]) = (Style::Bold, 9.5, INK);
const SMALL: (Style, f32, [u8; 3]) = (Style::Regular, 8.0, MUTED);

/// The report as PDF; `None` before an election is known.
pub(super) fn report(snapshot: &Snapshot) -> Option<Result<Vec<u8>, String>> {
    let live = snapshot.live.as_ref()?;
    Some(print(snapshot, live))
}

fn print(snapshot: &Snapshot, live: &Live) -> Result<Vec<u8>, String> {
    let fonts = Fonts::new().ok_or("the bundled fonts cannot be read")?;
    let mut pages = Pages::new(fonts);
    masthead(&mut pages, snapshot, live);
    headline(&mut pages, live);
    for number in 0..live.election.definition.contests.len() {
        contest(&mut pages, live, number);
    }
    districts(&mut pages, live);
    let mut document = Document::new();
    let title = format!("Results: {}", live.election.definition.title);
    let metadata = Metadata::new()
        .title(title)
        .creator("Pollstream".to_owned())
        .language("en".to_owned());
    document.set_metadata(metadata);
    let foot = format!(
        "{}. {}. Printed {}.",
        live.election.definition.title,
        said::status(live.newest.status()),
        moment(snapshot.at, &live.election.zone)
    );
    pages
        .print(&foot, &mut document)
        .ok_or("a page cannot be laid out")?;
    document.finish().map_err(|e| format!("{e:?}"))
}

fn masthead(pages: &mut Pages, snapshot: &Snapshot, live: &Live) {
    let definition = &live.election.definition;
    pages.paragraph(&definition.title, Style::Serif, 24.0, INK);
    pages.y += 2.0;
    let date = definition.date.strftime("%-d %B %Y").to_string();
    pages.paragraph(&date, Style::Regular, 9.5, MUTED);
    pages.y += 4.0;
    let as_of = live.newest.as_of().map_or("no results yet".to_owned(), |at| {
        format!("as of {}", moment(at, &live.election.zone))
    });
    let status = format!("{} results, {as_of}", said::status(live.newest.status()));
    pages.paragraph(&status, Style::Bold, 11.0, INK);
    let missing = said::missing(snapshot, live);
    let said = if missing.is_empty() {
        "Nothing is known to be missing.".to_owned()
    } else {
        format!("Missing: {}.", missing.join(", "))
    };
    pages.paragraph(&said, Style::Regular, 9.5, MUTED);
    for stale in said::stale(snapshot) {
        pages.paragraph(&stale, Style::Bold, 9.5, INK);
    }
    pages.y += 6.0;
    pages.rule(1.5, INK);
    pages.y += 12.0;
}

fn headline(pages: &mut Pages, live: &Live) {
    let counts = live.counts(0);
    let figures = [
        ("Registered", thousands(counts.registered)),
        ("Accredited", thousands(counts.accredited)),
        ("Checked in", thousands(counts.checked_in)),
        ("Turnout", percent(counts.turnout_percent())),
        ("Ballots counted", thousands(counts.ballots)),
        (
            "Stations reporting",
            format!(
                "{}/{}",
                thousands(counts.stations_reporting),
                thousands(counts.stations)
            ),
        ),
    ];
    let each = (RIGHT - LEFT) / figures.len() as f32;
    for (n, (name, figure)) in figures.iter().enumerate() {
        let x = LEFT + each * n as f32;
        pages.text(x, 8.0, each - 6.0, name, SMALL);
        pages.text(x, 26.0, each - 6.0, figure, (Style::Serif, 16.0, INK));
    }
    pages.y += 44.0;
}

fn contest(pages: &mut Pages, live: &Live, number: usize) {
    let contest = &live.election.definition.contests[number];
    let results = live.contest(0, number);
    pages.need(120.0);
    pages.rule(0.5, HAIRLINE);
    pages.y += 12.0;
    pages.paragraph(&contest.title, Style::Serif, 15.0, INK);
    let summary = format!(
        "{}. {}.",
        rules(contest),
        count(results.ballots, "ballot", "ballots")
    );
    pages.paragraph(&summary, Style::Regular, 8.5, MUTED);
    if results.suppressed {
        pages.paragraph(
            "Withheld: too few ballots to keep them secret.",
            Style::Regular,
            9.5,
            INK,
        );
        return;
    }
    let counted = live.newest.status() != pollstream_protocol::events::ResultsStatus::UnofficialPartial;
    if let Some(lead) = lead(contest, &results, counted) {
        let said = match &results.outcome {
            Some(outcome) => outcome.sentence.clone(),
            None => format!("{}: {}", listed(&lead.names), lead.said),
        };
        pages.paragraph(&said, Style::Bold, 10.5, INK);
    }
    pages.y += 4.0;
    candidates(pages, &results);
    for round in &results.rounds {
        pages.need(24.0);
        pages.paragraph(&round.line(), Style::Regular, 8.0, INK);
    }
    let lost = format!(
        "{}, {}",
        count(results.undervotes, "undervote", "undervotes"),
        count(results.overvotes, "overvote", "overvotes")
    );
    pages.paragraph(&lost, Style::Regular, 8.0, MUTED);
    pages.y += 12.0;
}

fn candidates(pages: &mut Pages, results: &ContestResults) {
    let (bar, votes, share) = (LEFT + 290.0, RIGHT - 56.0, RIGHT);
    let most = results.candidates.first().map_or(0, |c| c.votes).max(1);
    for candidate in &results.candidates {
        pages.need(15.0);
        let leads = candidate.votes == most;
        let style = if leads { STRONG } else { BODY };
        pages.text(LEFT, 10.0, 175.0, &candidate.name, style);
        pages.text(
            LEFT + 180.0,
            10.0,
            104.0,
            candidate.party.as_deref().unwrap_or_default(),
            SMALL,
        );
        let length = 90.0 * candidate.votes as f32 / most as f32;
        pages.fill(bar, 3.5, length, 7.0, ACCENT);
        pages.right(votes, 10.0, &thousands(candidate.votes), style);
        pages.right(share, 10.0, &percent(candidate.percent), BODY);
        pages.y += 14.0;
        pages.rule(0.4, HAIRLINE);
        pages.y += 1.0;
    }
    pages.y += 3.0;
}

fn districts(pages: &mut Pages, live: &Live) {
    let places = live.newest.geography().places();
    let districts: Vec<usize> = (0..places.len())
        .filter(|n| places[*n].station.is_none())
        .collect();
    pages.need(90.0);
    pages.rule(0.5, HAIRLINE);
    pages.y += 12.0;
    pages.paragraph("Turnout by district", Style::Serif, 15.0, INK);
    pages.y += 2.0;
    let columns = [RIGHT - 200.0, RIGHT - 130.0, RIGHT - 70.0, RIGHT];
    for (x, head) in columns
        .iter()
        .zip(["Accredited", "Checked in", "Turnout", "Ballots"])
    {
        pages.right(*x, 8.0, head, SMALL);
    }
    pages.y += 12.0;
    pages.rule(0.8, INK);
    pages.y += 1.0;
    for number in districts.iter().take(DISTRICTS) {
        pages.need(15.0);
        let (place, counts) = (&places[*number], live.counts(*number));
        let indent = 10.0 * place.depth.min(6) as f32;
        pages.text(
            LEFT + indent,
            10.0,
            240.0 - indent,
            &place.name,
            if place.depth == 0 { STRONG } else { BODY },
        );
        let figures = [
            thousands(counts.accredited),
            thousands(counts.checked_in),
            percent(counts.turnout_percent()),
            thousands(counts.ballots),
        ];
        for (x, figure) in columns.iter().zip(figures) {
            pages.right(*x, 10.0, &figure, BODY);
        }
        pages.y += 14.0;
        pages.rule(0.4, HAIRLINE);
        pages.y += 1.0;
    }
    if districts.len() > DISTRICTS {
        let more = format!(
            "{} more districts: see the CSV.",
            thousands((districts.len() - DISTRICTS) as u64)
        );
        pages.paragraph(&more, Style::Regular, 8.0, MUTED);
    }
}
