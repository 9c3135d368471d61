//! A contest as it stands at a place.

use pollstream_protocol::definition::{Contest, ElectionDefinition};

use super::newest::Cell;
use crate::results::{ContestResults, rank};

/// A contest's results from its cell, candidates with most votes first; without votes before the first cell, and
/// while its counts are withheld.
pub fn contest_results(
    definition: &ElectionDefinition,
    contest: &Contest,
    cell: Option<&Cell>,
) -> ContestResults {
    let tally = cell.and_then(|cell| cell.tally(contest)).unwrap_or_default();
    ContestResults {
        id: contest.id.clone(),
        title: contest.title.clone(),
        suppressed: cell.is_some_and(|cell| cell.counts.is_none()),
        held_back: cell.map_or(0, |cell| cell.held_back),
        ballots: tally.ballots,
        candidates: rank(definition, contest, &tally),
        undervotes: tally.undervotes,
        overvotes: tally.overvotes,
        outcome: None,
        rounds: Vec::new(),
    }
}
