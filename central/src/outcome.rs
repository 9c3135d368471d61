//! What a contest's totals mean, for every screen and file: who is elected, what is carried, and the one sentence
//! that says so.

use std::collections::BTreeMap;
use std::fmt::Write;

use pollstream_count::apportion::apportion;
use pollstream_count::outcome::{
    Contender, MeasureCounts, MeasureOutcome, MeasureResult, SeatOutcome, Standing, measure, most_votes,
};
use pollstream_protocol::definition::{Contest, MeasureBase, Tabulation};
use pollstream_protocol::events::ResultsStatus;
use pollstream_protocol::ids::CandidateId;
use pollstream_protocol::tally::ContestTally;
use pollstream_protocol::voter::Accreditation;
use serde::{Deserialize, Serialize};

use crate::columns::thousands;
use crate::rounds::{Rounds, count_rounds};
use crate::store::results::Counts;

/// A contest's outcome as its totals stand. Before they are complete it may still change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContestOutcome {
    /// Seats to fill.
    pub seats: u16,
    /// What became of each candidate. A ranked contest's stand here once its rounds are counted.
    pub candidates: BTreeMap<CandidateId, CandidateOutcome>,
    /// Fewest votes that elected somebody and most that did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<CutReport>,
    /// A measure's result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<MeasureReport>,
    /// The tie that a lot has to decide, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_tie: Option<String>,
    /// In one sentence.
    pub sentence: String,
}

/// A candidate's outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateOutcome {
    /// Elected, tied for the last seat, or not elected.
    pub standing: StandingName,
    /// Seats of a party list; 1 or 0 for a person.
    pub seats: u64,
}

/// How an outcome is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandingName {
    /// Has a seat.
    Elected,
    /// A lot decides.
    Tied,
    /// Has none.
    NotElected,
}

impl From<Standing> for StandingName {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Elected => StandingName::Elected,
            Standing::Tied => StandingName::Tied,
            Standing::NotElected => StandingName::NotElected,
        }
    }
}

impl StandingName {
    /// As a screen says it; while ballots are still counted nobody is elected.
    pub fn words(self, complete: bool) -> &'static str {
        match (self, complete) {
            (StandingName::Elected, true) => "elected",
            (StandingName::Elected, false) => "in a seat so far",
            (StandingName::Tied, true) => "tied for the last seat",
            (StandingName::Tied, false) => "tied so far",
            (StandingName::NotElected, _) => "",
        }
    }

    /// As it is written in files.
    pub fn as_str(self) -> &'static str {
        match self {
            StandingName::Elected => "elected",
            StandingName::Tied => "tied",
            StandingName::NotElected => "not_elected",
        }
    }
}

/// The line between elected and not elected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutReport {
    /// Fewest votes that elected somebody.
    pub last_elected: u64,
    /// Most votes that did not.
    pub first_not_elected: u64,
    /// Votes between the two.
    pub margin: u64,
}

/// A measure's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureReport {
    /// `carried`, `not_carried` or `no_quorum`.
    pub result: String,
    /// Approvals.
    pub approve: u64,
    /// Fewest approvals that would carry it.
    pub needed: u64,
    /// What the share is taken of.
    pub of: u64,
    /// Fewest ballots for the quorum; 0 without one.
    pub quorum: u64,
}

/// What an outcome is made from, beside the contest.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// The whole election's totals of the contest.
    pub tally: &'a ContestTally,
    /// Registered voters.
    pub registered: u64,
    /// How final.
    pub status: ResultsStatus,
    /// The rounds of a ranked contest, where they are known.
    pub rounds: Option<&'a Rounds>,
    /// Draws that officials recorded.
    pub lots: &'a [Vec<CandidateId>],
}

/// A contest's outcome; `None` before the first vote.
pub fn outcome(contest: &Contest, counted: Counted<'_>) -> Option<ContestOutcome> {
    if counted.tally.votes.values().sum::<u64>() == 0 {
        return None;
    }
    let complete = counted.status != ResultsStatus::UnofficialPartial;
    Some(match &contest.tabulation {
        Tabulation::MostVotes => {
            let contenders = contest.candidates.iter().map(|c| Contender {
                id: c.id.clone(),
                votes: counted.tally.votes.get(&c.id).copied().unwrap_or(0),
                electable: c.accreditation == Accreditation::Accredited,
            });
            let outcome = most_votes(contenders.collect(), contest.seats, counted.lots);
            seats(contest, &outcome, complete)
        }
        Tabulation::Measure(rules) => {
            let counts = MeasureCounts {
                approve: counted.tally.votes.get(&rules.approve).copied().unwrap_or(0),
                votes: counted.tally.votes.values().sum(),
                ballots: counted.tally.ballots,
                registered: counted.registered,
            };
            let outcome = measure(rules, counts);
            carried(contest, counts.approve, outcome, rules.of, complete)
        }
        Tabulation::PartyList(rules) => {
            let votes: Vec<(CandidateId, u64)> = (contest.candidates.iter())
                .map(|c| (c.id.clone(), counted.tally.votes.get(&c.id).copied().unwrap_or(0)))
                .collect();
            let divided = apportion(rules, u64::from(contest.seats), &votes, counted.lots);
            lists(contest, &divided, complete)
        }
        Tabulation::Ranked(_) => ranked(contest, counted.rounds, complete),
    })
}

/// The rounds of a ranked contest as far as they may be shown: once its ballots are counted, or as the definition allows.
/// Rounds of ballots some of which are held back would tell what these say.
pub fn shown_rounds(counts: &Counts, root: &str, contest: &Contest) -> Option<Rounds> {
    let cell = (root.to_owned(), contest.id.clone());
    let held_back = counts.hidden.get(&cell).is_some_and(|hidden| hidden.ballots > 0);
    if held_back || !rounds_may_be_shown(contest, counts.state.results) {
        return None;
    }
    let lots = counts.lots.get(&contest.id).map_or(&[][..], Vec::as_slice);
    count_rounds(contest, counts.ranked.get(&contest.id)?, lots)
}

fn rounds_may_be_shown(contest: &Contest, status: ResultsStatus) -> bool {
    match &contest.tabulation {
        Tabulation::Ranked(rules) => rules.live_rounds || status != ResultsStatus::UnofficialPartial,
        _ => false,
    }
}

fn name(contest: &Contest, id: &CandidateId) -> String {
    contest
        .candidate(id)
        .map_or_else(|| id.to_string(), |c| c.name.clone())
}

/// `A`, `A and B`, `A, B and C`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn plain(contest: &Contest, sentence: String) -> ContestOutcome {
    ContestOutcome {
        seats: contest.seats,
        candidates: BTreeMap::new(),
        cut: None,
        measure: None,
        open_tie: None,
        sentence,
    }
}

fn votes(n: u64) -> String {
    format!("{} {}", thousands(n), if n == 1 { "vote" } else { "votes" })
}

fn seats(contest: &Contest, outcome: &SeatOutcome, complete: bool) -> ContestOutcome {
    let named = |standing| -> Vec<String> { outcome.with(standing).map(|c| name(contest, &c.id)).collect() };
    let (elected, tied) = (named(Standing::Elected), named(Standing::Tied));
    let at = outcome.with(Standing::Tied).next().map_or(0, |c| c.votes);
    let open = outcome.open_seats;
    let open_tie = (!tied.is_empty()).then(|| {
        let seats = match (contest.seats, open) {
            (1, _) => "the seat".to_owned(),
            (_, 1) => "the last seat".to_owned(),
            (_, open) => format!("the last {open} seats"),
        };
        format!("{} are tied for {seats} at {}", listed(&tied), votes(at))
    });
    let mut sentence = match (elected.as_slice(), complete) {
        ([], _) => String::new(),
        (_, false) => format!("So far in a seat: {}", listed(&elected)),
        (_, true) => format!("Elected: {}", listed(&elected)),
    };
    if let (Some(cut), true) = (outcome.cut, tied.is_empty()) {
        let _ = write!(sentence, ", {} ahead of the next", votes(cut.margin()));
    }
    if let Some(tie) = &open_tie {
        let lots = if complete { "; lots must be drawn" } else { "" };
        let dot = if sentence.is_empty() { "" } else { ". " };
        let _ = write!(sentence, "{dot}{tie}{lots}");
    } else if open > 0 && complete {
        let seats = if open == 1 { "seat stays" } else { "seats stay" };
        let _ = write!(sentence, ". {open} {seats} empty");
    }
    let candidates = outcome.candidates.iter().map(|(c, standing)| {
        let outcome = CandidateOutcome {
            standing: (*standing).into(),
            seats: u64::from(*standing == Standing::Elected),
        };
        (c.id.clone(), outcome)
    });
    ContestOutcome {
        candidates: candidates.collect(),
        cut: outcome.cut.map(|cut| CutReport {
            last_elected: cut.last_elected,
            first_not_elected: cut.first_not_elected,
            margin: cut.margin(),
        }),
        open_tie,
        ..plain(contest, sentence)
    }
}

fn carried(
    contest: &Contest,
    approve: u64,
    outcome: MeasureOutcome,
    of: MeasureBase,
    complete: bool,
) -> ContestOutcome {
    let base = match of {
        MeasureBase::Votes => "votes",
        MeasureBase::Ballots => "ballots",
    };
    let figures = format!(
        "{} of {} {base}, {} needed",
        thousands(approve),
        thousands(outcome.of),
        thousands(outcome.needed)
    );
    let (result, word) = match outcome.result {
        MeasureResult::Carried => ("carried", if complete { "Carried" } else { "So far carried" }),
        MeasureResult::NotCarried => (
            "not_carried",
            if complete {
                "Not carried"
            } else {
                "So far not carried"
            },
        ),
        MeasureResult::NoQuorum => (
            "no_quorum",
            if complete { "No quorum" } else { "So far no quorum" },
        ),
    };
    let sentence = match outcome.result {
        MeasureResult::NoQuorum => {
            format!(
                "{word}: {} ballots are needed; {figures}",
                thousands(outcome.quorum)
            )
        }
        _ => format!("{word}: {figures}"),
    };
    ContestOutcome {
        measure: Some(MeasureReport {
            result: result.to_owned(),
            approve,
            needed: outcome.needed,
            of: outcome.of,
            quorum: outcome.quorum,
        }),
        ..plain(contest, sentence)
    }
}

fn lists(
    contest: &Contest,
    divided: &pollstream_count::apportion::Apportionment,
    complete: bool,
) -> ContestOutcome {
    let won = divided.lists.iter().filter(|l| l.seats > 0);
    let won: Vec<String> = won
        .map(|l| format!("{} {}", name(contest, &l.id), l.seats))
        .collect();
    let tied: Vec<String> = (divided.lists.iter().filter(|l| l.tied))
        .map(|l| name(contest, &l.id))
        .collect();
    let open_tie = (!tied.is_empty()).then(|| {
        let seats = if divided.open_seats == 1 { "seat" } else { "seats" };
        format!(
            "{} are tied for the last {} {seats}",
            listed(&tied),
            divided.open_seats
        )
    });
    let so_far = if complete { "" } else { " so far" };
    let mut sentence = format!("Seats{so_far}: {}", won.join(", "));
    if let Some(tie) = &open_tie {
        let lots = if complete { "; lots must be drawn" } else { "" };
        let _ = write!(sentence, ". {tie}{lots}");
    }
    let candidates = divided.lists.iter().map(|l| {
        let standing = match (l.tied, l.seats) {
            (true, _) => StandingName::Tied,
            (false, 0) => StandingName::NotElected,
            (false, _) => StandingName::Elected,
        };
        (
            l.id.clone(),
            CandidateOutcome {
                standing,
                seats: l.seats,
            },
        )
    });
    ContestOutcome {
        candidates: candidates.collect(),
        open_tie,
        ..plain(contest, sentence)
    }
}

fn ranked(contest: &Contest, rounds: Option<&Rounds>, complete: bool) -> ContestOutcome {
    let Some(rounds) = rounds else {
        let sentence = if complete {
            "The rounds have not been counted yet"
        } else {
            "First preferences; the rounds are counted once every ballot is"
        };
        return plain(contest, sentence.to_owned());
    };
    let number = rounds.rounds.len();
    let rounds_word = if number == 1 { "round" } else { "rounds" };
    let mut sentence = match (rounds.elected.as_slice(), complete) {
        ([], _) => String::new(),
        (elected, true) => format!("Elected: {} after {number} {rounds_word}", listed(elected)),
        (elected, false) => {
            let now = format!("If counting stopped now, {} would be elected", listed(elected));
            format!("{now} after {number} {rounds_word}")
        }
    };
    if let Some(tie) = &rounds.open_tie {
        let dot = if sentence.is_empty() { "" } else { ". " };
        let _ = write!(sentence, "{dot}Tied in {tie}");
    } else if sentence.is_empty() {
        "Nobody is elected".clone_into(&mut sentence);
    }
    let candidates = contest.candidates.iter().map(|c| {
        let elected = rounds.elected_ids.contains(&c.id);
        let standing = if elected {
            StandingName::Elected
        } else {
            StandingName::NotElected
        };
        (
            c.id.clone(),
            CandidateOutcome {
                standing,
                seats: u64::from(elected),
            },
        )
    });
    ContestOutcome {
        candidates: if rounds.open_tie.is_some() {
            BTreeMap::new()
        } else {
            candidates.collect()
        },
        open_tie: rounds.open_tie.clone(),
        ..plain(contest, sentence)
    }
}

#[cfg(test)]
mod tests;
