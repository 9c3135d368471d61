//! What must always be said: how final the results are, of when they are, and what is missing.

use eframe::egui::Color32;
use pollstream_central::store::election::ElectionStatus;
use pollstream_protocol::definition::Disclosure;
use pollstream_protocol::events::ResultsStatus;

use crate::format::{clock, count, thousands};
use crate::snapshot::{Link, Live, Snapshot};
use crate::theme::Ink;

/// How final, in words.
pub(crate) fn status(status: ResultsStatus) -> &'static str {
    match status {
        ResultsStatus::UnofficialPartial => "Unofficial, partial",
        ResultsStatus::UnofficialComplete => "Unofficial, complete",
        ResultsStatus::Certified => "Certified",
    }
}

/// The colour that goes with it.
pub(crate) fn status_colour(status: ResultsStatus, ink: &Ink) -> Color32 {
    match status {
        ResultsStatus::UnofficialPartial => ink.warning,
        ResultsStatus::UnofficialComplete => ink.accent,
        ResultsStatus::Certified => ink.well,
    }
}

/// `As of 14:32:07`, or that there is nothing yet.
pub(crate) fn as_of(live: &Live) -> String {
    match live.newest.as_of() {
        Some(at) => format!("As of {}", clock(at, &live.election.zone)),
        None => "No results yet".to_owned(),
    }
}

/// What is known to be missing, most important first; empty when nothing is.
pub(crate) fn missing(snapshot: &Snapshot, live: &Live) -> Vec<String> {
    let counts = live.counts(0);
    let facts = &snapshot.facts;
    let sum = |of: fn(&pollstream_central::store::board::StationFacts) -> u64| {
        facts.stations.iter().map(of).sum::<u64>()
    };
    let (sealed, held) = (sum(|s| s.sealed), sum(|s| s.held));
    let open = live.election.status == ElectionStatus::Open;
    let mut missing = Vec::new();
    let mut add = |n: u64, text: String| {
        if n > 0 {
            missing.push(text);
        }
    };
    let silent = counts.stations.saturating_sub(counts.stations_reporting);
    add(
        silent,
        format!(
            "{} of {} stations without a counted ballot",
            thousands(silent),
            thousands(counts.stations)
        ),
    );
    let voting = counts.stations.saturating_sub(counts.stations_closed);
    add(
        voting,
        format!("polls not closed at {}", count(voting, "station", "stations")),
    );
    let waits = match live.election.definition.disclosure {
        Disclosure::AfterClose if open => "sealed until the election closes",
        _ => "still sealed",
    };
    add(sealed, format!("{} {waits}", count(sealed, "ballot", "ballots")));
    add(
        counts.provisional,
        count(counts.provisional, "provisional ballot", "provisional ballots"),
    );
    add(held, format!("{} held back", count(held, "segment", "segments")));
    if let Some(backlog) = snapshot.backlog {
        add(
            backlog,
            format!(
                "{} of stations not taken in yet",
                count(backlog, "message", "messages")
            ),
        );
    }
    missing
}

/// What cannot be reached, and what that means; empty when all is well.
pub(crate) fn stale(snapshot: &Snapshot) -> Vec<String> {
    let zone = snapshot
        .live
        .as_ref()
        .map_or(jiff::tz::TimeZone::UTC, |live| live.election.zone.clone());
    let mut said = Vec::new();
    if let Link::Trouble { since, what } = &snapshot.links.kafka {
        said.push(format!(
            "Results stand still since {}: {what}. Trying again.",
            clock(*since, &zone)
        ));
    }
    if let Link::Trouble { since, what } = &snapshot.links.postgres {
        said.push(format!(
            "Stations and integrity are those of {}: {what}. Trying again.",
            clock(*since, &zone)
        ));
    }
    said
}
