//! Results for people: aligned columns, whatever the script.

use std::fmt::Write;

use pollstream_protocol::voter::Accreditation;
use unicode_width::UnicodeWidthStr;

use super::{ContestResults, ElectionResults, Totals};
use crate::columns::{left, right, thousands};

const LONGEST_NAME: usize = 44;

pub(super) fn render(results: &ElectionResults) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} ({})", results.title, results.election);
    let _ = writeln!(
        out,
        "{} · election {} · as of {}",
        results.results_status.as_str(),
        results.status.as_str(),
        results.as_of.strftime("%Y-%m-%d %H:%M:%S UTC")
    );
    out.push('\n');
    totals(&mut out, &results.totals);
    for contest in &results.contests {
        out.push('\n');
        render_contest(&mut out, contest);
    }
    for place in &results.places {
        let _ = writeln!(out, "\n── {} ({})", place.name, place.place);
        summary(&mut out, &place.totals);
        for contest in &place.contests {
            render_contest(&mut out, contest);
        }
    }
    out.push('\n');
    out.push_str(if results.sql_tally_equal {
        "The streaming totals equal the SQL tally at every place.\n"
    } else {
        "ATTENTION: the streaming totals differ from the SQL tally (counting may go on: `central check` says where).\n"
    });
    out
}

fn totals(out: &mut String, totals: &Totals) {
    let c = &totals.counts;
    let lines = [
        ("Registered voters", thousands(c.registered), String::new()),
        ("Accredited voters", thousands(c.accredited), String::new()),
        (
            "Checked in",
            thousands(c.checked_in),
            format!("{:.2} % turnout", totals.turnout_percent),
        ),
        ("Ballots counted", thousands(c.ballots), String::new()),
        ("Provisional ballots", thousands(c.provisional), String::new()),
        ("Candidates", thousands(totals.candidates), String::new()),
        (
            "Polling stations",
            thousands(c.stations),
            format!(
                "{} reporting, {} closed",
                thousands(c.stations_reporting),
                thousands(c.stations_closed)
            ),
        ),
    ];
    for (label, value, note) in lines {
        let _ = writeln!(
            out,
            "{}",
            format!("{} {}  {note}", left(label, 20), right(&value, 12)).trim_end()
        );
    }
}

fn summary(out: &mut String, totals: &Totals) {
    let c = &totals.counts;
    let _ = writeln!(
        out,
        "{} of {} checked in ({:.2} %), {} ballots, {} of {} stations reporting",
        thousands(c.checked_in),
        thousands(c.accredited),
        totals.turnout_percent,
        thousands(c.ballots),
        thousands(c.stations_reporting),
        thousands(c.stations)
    );
}

fn render_contest(out: &mut String, contest: &ContestResults) {
    if contest.suppressed {
        let _ = writeln!(
            out,
            "{}\n  withheld: too few ballots to keep them secret",
            contest.title
        );
        return;
    }
    let _ = writeln!(out, "{} · {} ballots", contest.title, thousands(contest.ballots));
    let width = |text: &str| UnicodeWidthStr::width(text).min(LONGEST_NAME);
    let names = contest
        .candidates
        .iter()
        .map(|c| width(&c.name))
        .max()
        .unwrap_or(0)
        .max(10);
    let parties = contest
        .candidates
        .iter()
        .map(|c| width(c.party.as_deref().unwrap_or("")))
        .max()
        .unwrap_or(0);
    for candidate in &contest.candidates {
        let _ = writeln!(
            out,
            "  {}  {}  {} {:>7.2} %{}",
            left(&candidate.name, names),
            left(candidate.party.as_deref().unwrap_or(""), parties),
            right(&thousands(candidate.votes), 12),
            candidate.percent,
            match candidate.accreditation {
                Accreditation::Accredited => String::new(),
                other => format!("  {}", other.as_str()),
            }
        );
    }
    for (label, value) in [
        ("Undervotes", contest.undervotes),
        ("Overvotes", contest.overvotes),
    ] {
        let line = format!(
            "  {}  {}",
            left(label, names + 2 + parties),
            right(&thousands(value), 12)
        );
        let _ = writeln!(out, "{line}");
    }
    let _ = match contest.held_back {
        0 => Ok(()),
        1 => writeln!(out, "  1 ballot is counted and not shown here, to keep it secret"),
        n => writeln!(
            out,
            "  {} ballots are counted and not shown here, to keep them secret",
            thousands(n)
        ),
    };
    if let Some(outcome) = &contest.outcome {
        let _ = writeln!(out, "  {}", outcome.sentence);
    }
    for round in &contest.rounds {
        let _ = writeln!(out, "  {}", round.line());
    }
}
