//! The results as one page: tables that need no server and no script, for every reader.

use std::fmt::Write;

use pollstream_protocol::definition::{Contest, ElectionDefinition};
use pollstream_protocol::events::ResultsStatus;

use super::Publication;
use super::tree::escaped;
use crate::columns::thousands;
use crate::results::{ContestResults, ElectionResults, PlaceResults};
use crate::rounds::RoundReport;

/// Looks for newer results beside the page, and says so; the reader decides when to read them. Without it, or without
/// a server, the page is whole.
pub(super) const UPDATE: &str = r#"// Says when newer results than those on the page are there.
const page = document.documentElement.dataset;
const notice = document.getElementById("newer");
async function look() {
  try {
    const answer = await fetch(`${page.election}-manifest.json`, { cache: "no-store" });
    if (!answer.ok) return;
    const manifest = await answer.json();
    if (manifest.as_of === page.asOf) return;
    notice.replaceChildren(`Newer results are there, as of ${manifest.as_of}. `);
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = "Show them";
    notice.append(link);
  } catch {
    // Read from a folder, or without a network: the page stays as it is.
  }
}
setInterval(look, 30_000);
"#;

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1b1b1a; --paper: #fdfcf9; --muted: #5c5b56; --line: #cfccc3; --bar: #0b5482; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ecebe6; --paper: #191918; --muted: #b4b2aa; --line: #45443f; --bar: #6fb3e0; }
}
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1, h2 { font-family: Georgia, serif; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.5rem; }
.status { font-size: 1.5rem; font-weight: 700; margin: 0; }
.outcome { font-size: 1.125rem; font-weight: 700; }
.note, footer { color: var(--muted); }
a { color: inherit; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0.75rem 0; }
caption { text-align: start; font-weight: 700; padding-bottom: 0.25rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.35rem 0.75rem 0.35rem 0; text-align: start; vertical-align: top; }
td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; }
tr.cut > * { border-bottom: 3px double var(--ink); }
code { overflow-wrap: anywhere; }
";

pub(super) fn page(
    definition: &ElectionDefinition,
    publication: &Publication,
    results: &ElectionResults,
) -> String {
    let mut out = String::new();
    let (id, title) = (&publication.election, escaped(&publication.title));
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\" data-election=\"{id}\" data-as-of=\"{as_of}\">\n<head>\n\
         <meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{status}: {title}</title>\n<style>{STYLE}</style>\n<script src=\"{id}-update.js\" defer></script>\n\
         </head>\n<body>\n<header>\n<h1>{title}</h1>\n<p class=\"status\">{status}</p>\n\
         <p>As of <time datetime=\"{as_of}\">{as_of}</time></p>\n<p id=\"newer\" role=\"status\"></p>\n</header>\n<main>\n",
        as_of = publication.as_of,
        status = words(publication.status),
    );
    turnout(&mut out, results);
    for (contest, results) in definition.contests.iter().zip(&results.contests) {
        self::contest(&mut out, contest, results);
    }
    places(&mut out, &results.places);
    let _ = write!(
        out,
        "</main>\n<footer>\n<h2>About these results</h2>\n<p>The same figures as files: \
         <a href=\"{id}-results.csv\">CSV</a>, <a href=\"{id}-results.json\">JSON</a>, NIST SP 1500-100 as \
         <a href=\"{id}-nist-1500-100.xml\">XML</a> and <a href=\"{id}-nist-1500-100.json\">JSON</a>. \
         <a href=\"{id}-manifest.json\">The manifest</a> lists every file with its digest and signature.</p>\n\
         <p>Definition version {version}. SHA-256 of all totals: <code>{digest}</code>. \
         Signed by the authority <code>{authority}</code>. Made by {made_by}.</p>\n</footer>\n</body>\n</html>\n",
        version = publication.version,
        digest = publication.digest,
        authority = publication.authority,
        made_by = escaped(&publication.made_by),
    );
    out
}

fn words(status: ResultsStatus) -> &'static str {
    match status {
        ResultsStatus::UnofficialPartial => "Unofficial results, counting goes on",
        ResultsStatus::UnofficialComplete => "Unofficial results, everything is counted",
        ResultsStatus::Certified => "Certified results",
    }
}

fn turnout(out: &mut String, results: &ElectionResults) {
    let c = &results.totals.counts;
    let _ = write!(
        out,
        "<h2>Turnout</h2>\n<p>{} of {} accredited voters have checked in: {:.2} %. {} ballots are counted; \
         {} of {} polling stations have reported.</p>\n",
        thousands(c.checked_in),
        thousands(c.accredited),
        results.totals.turnout_percent,
        thousands(c.ballots),
        thousands(c.stations_reporting),
        thousands(c.stations),
    );
}

fn contest(out: &mut String, contest: &Contest, results: &ContestResults) {
    let _ = writeln!(out, "<h2 id=\"{}\">{}</h2>", contest.id, escaped(&contest.title));
    if results.suppressed {
        out.push_str("<p>Withheld: too few ballots to keep them secret.</p>\n");
        return;
    }
    if let Some(outcome) = &results.outcome {
        let _ = writeln!(out, "<p class=\"outcome\">{}</p>", escaped(&outcome.sentence));
    }
    let ranked = if results.rounds.is_empty() {
        ""
    } else {
        ", first preferences"
    };
    let _ = write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"votes-{id}\"><table>\n\
         <caption id=\"votes-{id}\">Votes in {} ballots{ranked}</caption>\n<thead><tr><th scope=\"col\">Candidate</th>\
         <th scope=\"col\">Party</th><th scope=\"col\">Outcome</th><th scope=\"col\" class=\"n\">Votes</th>\
         <th scope=\"col\" class=\"n\">Share</th></tr></thead>\n<tbody>\n",
        thousands(results.ballots),
        id = contest.id,
    );
    let cut = cut_after(results);
    for (n, candidate) in results.candidates.iter().enumerate() {
        let standing = results
            .outcome
            .as_ref()
            .and_then(|o| o.candidates.get(&candidate.id));
        let standing = standing.map_or("", |s| s.standing.as_str()).replace('_', " ");
        let _ = writeln!(
            out,
            "<tr{}><th scope=\"row\">{}</th><td>{}</td><td>{standing}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{:.2} %</td></tr>",
            if Some(n) == cut { " class=\"cut\"" } else { "" },
            escaped(&candidate.name),
            escaped(candidate.party.as_deref().unwrap_or("")),
            thousands(candidate.votes),
            candidate.percent,
        );
    }
    let _ = writeln!(
        out,
        "</tbody></table></div>\n<p class=\"note\">{} undervotes, {} overvotes</p>",
        thousands(results.undervotes),
        thousands(results.overvotes)
    );
    if !results.rounds.is_empty() {
        rounds(out, contest, &results.rounds);
    }
}

/// The last candidate above the line between elected and not elected.
fn cut_after(results: &ContestResults) -> Option<usize> {
    let outcome = results.outcome.as_ref()?;
    outcome.cut?;
    let elected = |c: &crate::results::CandidateResult| {
        let of = outcome.candidates.get(&c.id);
        of.is_some_and(|o| o.standing == crate::outcome::StandingName::Elected)
    };
    results.candidates.iter().rposition(elected)
}

/// A column a round, a row a candidate in the order in which they lasted.
fn rounds(out: &mut String, contest: &Contest, rounds: &[RoundReport]) {
    let _ = write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"rounds-{id}\"><table>\n\
         <caption id=\"rounds-{id}\">Rounds</caption>\n<thead><tr><th scope=\"col\">Round</th>\
         <th scope=\"col\" class=\"n\">Threshold</th><th scope=\"col\">Votes</th>\
         <th scope=\"col\" class=\"n\">Inactive</th><th scope=\"col\">What happened</th></tr></thead>\n<tbody>\n",
        id = contest.id,
    );
    for round in rounds {
        let mut votes: Vec<_> = round.tally.iter().collect();
        votes.sort_by(|a, b| b.1.partial_cmp(a.1).unwrap_or(std::cmp::Ordering::Equal));
        let votes: Vec<String> = votes
            .iter()
            .map(|(name, v)| format!("{} {v}", escaped(name)))
            .collect();
        let happened: Vec<String> = std::iter::once(round.events())
            .chain(round.ties.iter().cloned())
            .collect();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            round.label(),
            round.threshold,
            votes.join(", "),
            round.inactive,
            escaped(&happened.join("; ")),
        );
    }
    out.push_str("</tbody></table></div>\n");
}

fn places(out: &mut String, places: &[PlaceResults]) {
    out.push_str(
        "<h2>By district</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"by-district\">\
         <table>\n<caption id=\"by-district\">Turnout and ballots of every district</caption>\n<thead><tr>\
         <th scope=\"col\">District</th><th scope=\"col\" class=\"n\">Registered</th><th scope=\"col\" class=\"n\">Checked in</th>\
         <th scope=\"col\" class=\"n\">Turnout</th><th scope=\"col\" class=\"n\">Ballots</th></tr></thead>\n<tbody>\n",
    );
    for place in places {
        let c = &place.totals.counts;
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{:.2} %</td>\
             <td class=\"n\">{}</td></tr>",
            escaped(&place.name),
            thousands(c.registered),
            thousands(c.checked_in),
            place.totals.turnout_percent,
            thousands(c.ballots),
        );
    }
    out.push_str("</tbody></table></div>\n");
}
