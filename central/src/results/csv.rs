//! Results as CSV: one number a line, so that any tool can filter and pivot.

use super::{ContestResults, ElectionResults, Totals};

const HEADER: [&str; 10] = [
    "place_id",
    "place",
    "kind",
    "contest_id",
    "contest",
    "candidate_id",
    "candidate",
    "party",
    "value",
    "percent",
];

pub(super) fn render(results: &ElectionResults) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    place(
        &mut writer,
        ["", &results.title],
        &results.totals,
        &results.contests,
    )?;
    for of in &results.places {
        place(&mut writer, [&of.place, &of.name], &of.totals, &of.contests)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

type Writer = csv::Writer<Vec<u8>>;

fn place(
    writer: &mut Writer,
    [id, name]: [&str; 2],
    totals: &Totals,
    contests: &[ContestResults],
) -> Result<(), csv::Error> {
    let c = &totals.counts;
    let counts = [
        ("registered", c.registered),
        ("accredited", c.accredited),
        ("checked_in", c.checked_in),
        ("ballots", c.ballots),
        ("provisional", c.provisional),
        ("stations", c.stations),
        ("stations_reporting", c.stations_reporting),
        ("stations_closed", c.stations_closed),
    ];
    for (kind, value) in counts {
        let percent = if kind == "checked_in" {
            totals.turnout_percent.to_string()
        } else {
            String::new()
        };
        writer.write_record([
            id,
            &inert(name),
            kind,
            "",
            "",
            "",
            "",
            "",
            &value.to_string(),
            &percent,
        ])?;
    }
    for contest in contests {
        let shown = |n: u64| {
            if contest.suppressed {
                String::new()
            } else {
                n.to_string()
            }
        };
        let (title, contest_id) = (inert(&contest.title), contest.id.as_str());
        for candidate in &contest.candidates {
            let percent = if contest.suppressed {
                String::new()
            } else {
                candidate.percent.to_string()
            };
            writer.write_record([
                id,
                &inert(name),
                "candidate",
                contest_id,
                &title,
                candidate.id.as_str(),
                &inert(&candidate.name),
                &inert(candidate.party.as_deref().unwrap_or_default()),
                &shown(candidate.votes),
                &percent,
            ])?;
        }
        outcome(writer, [id, name], contest)?;
        let rest = [
            ("undervotes", contest.undervotes),
            ("overvotes", contest.overvotes),
            ("ballots", contest.ballots),
        ];
        for (kind, value) in rest {
            writer.write_record([
                id,
                &inert(name),
                kind,
                contest_id,
                &title,
                "",
                "",
                "",
                &shown(value),
                "",
            ])?;
        }
        if contest.held_back > 0 {
            let value = contest.held_back.to_string();
            let (name, title) = (inert(name), title.as_str());
            writer.write_record([id, &name, "held_back", contest_id, title, "", "", "", &value, ""])?;
        }
    }
    Ok(())
}

/// Who is elected, and the rounds: `standing`, `seats`, `threshold round N`, `votes round N`, `inactive round N`.
fn outcome(writer: &mut Writer, [id, name]: [&str; 2], contest: &ContestResults) -> Result<(), csv::Error> {
    let (name, title) = (inert(name), inert(&contest.title));
    let mut line = |kind: &str, [candidate_id, candidate]: [&str; 2], value: &str| {
        let contest_id = contest.id.as_str();
        let candidate = inert(candidate);
        writer.write_record([
            id,
            &name,
            kind,
            contest_id,
            &title,
            candidate_id,
            &candidate,
            "",
            value,
            "",
        ])
    };
    if let Some(outcome) = &contest.outcome {
        line("outcome", ["", ""], &inert(&outcome.sentence))?;
        for candidate in &contest.candidates {
            if let Some(of) = outcome.candidates.get(&candidate.id) {
                let who = [candidate.id.as_str(), candidate.name.as_str()];
                line("standing", who, of.standing.as_str())?;
                line("seats", who, &of.seats.to_string())?;
            }
        }
    }
    for round in &contest.rounds {
        let number = round.label();
        line(
            &format!("threshold {number}"),
            ["", ""],
            &round.threshold.to_string(),
        )?;
        for (candidate, votes) in &round.tally {
            line(&format!("votes {number}"), ["", candidate], &votes.to_string())?;
        }
        line(
            &format!("inactive {number}"),
            ["", ""],
            &round.inactive.to_string(),
        )?;
    }
    Ok(())
}

/// A text that a spreadsheet would run as a formula is written with an apostrophe before it.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
