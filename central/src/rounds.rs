//! Rounds of ranked contests as people and programs read them: with names, from the ballots that the database holds.

use std::collections::{BTreeMap, BTreeSet};

use pollstream_count::Votes;
use pollstream_count::ranked::{
    BallotGroups, BrokenBy, Destination, Inactive, RankedContest, Round, Tabulation, TieFor,
};
use pollstream_protocol::ballot::{Ballot, Mark};
use pollstream_protocol::definition::{Contest, ElectionDefinition};
use pollstream_protocol::ids::{CandidateId, ContestId};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// Ballots of each ranked contest by what is ranked on them.
pub type RankedBallots = BTreeMap<ContestId, BallotGroups>;
/// Draws by contest, each with the candidate who goes first in front.
pub type Lots = BTreeMap<ContestId, Vec<Vec<CandidateId>>>;

/// Collects the ballots of an election's ranked contests.
#[derive(Debug, Clone)]
pub struct RankedCollection(BTreeMap<ContestId, (RankedContest, BallotGroups)>);

impl RankedCollection {
    /// Without ballots yet.
    pub fn of(definition: &ElectionDefinition) -> Self {
        let ranked = definition.contests.iter();
        let ranked =
            ranked.filter_map(|c| Some((c.id.clone(), (RankedContest::of(c)?, BallotGroups::default()))));
        RankedCollection(ranked.collect())
    }

    /// Adds a valid ballot; its contests that are not ranked are passed over.
    pub fn add(&mut self, ballot: &Ballot) {
        for selections in &ballot.contests {
            if let Some((contest, groups)) = self.0.get_mut(&selections.contest) {
                // A valid ballot names nobody who does not stand in the contest.
                let _ = groups.add_marks(contest, &selections.marks, 1);
            }
        }
    }

    /// Adds equal marks; says what is wrong with them.
    pub fn add_marks(&mut self, contest: &ContestId, marks: &[Mark], ballots: u64) -> Result<(), String> {
        let (rules, groups) =
            (self.0.get_mut(contest)).ok_or_else(|| format!("contest {contest} is not ranked"))?;
        groups
            .add_marks(rules, marks, ballots)
            .map_err(|who| format!("{who} does not stand in contest {contest}"))
    }

    /// What was collected.
    pub fn ballots(&self) -> RankedBallots {
        self.0
            .iter()
            .map(|(id, (_, groups))| (id.clone(), groups.clone()))
            .collect()
    }
}

/// A draw for every contest from a seed: a rehearsal has no officials who draw lots.
pub fn drawn_from(seed: u64, definition: &ElectionDefinition) -> Lots {
    let draw = |contest: &Contest| {
        let mut order: Vec<CandidateId> = contest.candidates.iter().map(|c| c.id.clone()).collect();
        order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        (contest.id.clone(), vec![order])
    };
    definition.contests.iter().map(draw).collect()
}

/// Votes in a file: a whole number, or a decimal one as exact as the rules ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VotesNumber(serde_json::Number);

impl From<Votes> for VotesNumber {
    fn from(votes: Votes) -> Self {
        // A decimal of up to fifteen digits is written as it was read: nothing is calculated with it.
        let number = match votes.as_whole() {
            Some(whole) => whole.into(),
            None => (votes.to_string().parse().ok())
                .and_then(serde_json::Number::from_f64)
                .unwrap_or_else(|| 0.into()),
        };
        VotesNumber(number)
    }
}

impl VotesNumber {
    /// For pictures: near enough to draw, never to count with.
    #[allow(clippy::cast_possible_truncation, reason = "the width of a band on a screen")]
    pub fn amount(&self) -> f32 {
        self.0.as_f64().unwrap_or(0.0) as f32
    }
}

impl PartialOrd for VotesNumber {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.0.as_f64().partial_cmp(&other.0.as_f64())
    }
}

impl std::fmt::Display for VotesNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundReport {
    /// From 1; in a sequential count again from 1 for every seat.
    pub round: u32,
    /// The run-off that it belongs to in a sequential count, otherwise 1.
    pub pass: u32,
    /// Votes that elect.
    pub threshold: VotesNumber,
    /// Votes of everybody who is still there, and of those elected before.
    pub tally: BTreeMap<String, VotesNumber>,
    /// Votes that count for nobody.
    pub inactive: VotesNumber,
    /// The same by reason.
    pub inactive_by_reason: BTreeMap<String, VotesNumber>,
    /// Eliminated in this round.
    pub eliminated: Vec<String>,
    /// Elected in this round, most votes first.
    pub elected: Vec<String>,
    /// Whose surplus travels after this round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surplus_of: Vec<String>,
    /// Ties that were broken, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<String>,
    /// Where votes go after this round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<Transfer>,
}

impl RoundReport {
    /// `round 3`, and in a sequential count `seat 2, round 3`.
    pub fn label(&self) -> String {
        if self.pass > 1 {
            format!("seat {}, round {}", self.pass, self.round)
        } else {
            format!("round {}", self.round)
        }
    }

    /// What happened in it: who was elected, who was eliminated, whose surplus travels.
    pub fn events(&self) -> String {
        let said = [
            ("elected", &self.elected),
            ("eliminated", &self.eliminated),
            ("surplus of", &self.surplus_of),
        ];
        let said = said.iter().filter(|(_, names)| !names.is_empty());
        let said: Vec<String> = said
            .map(|(what, names)| format!("{what} {}", names.join(", ")))
            .collect();
        said.join("; ")
    }

    /// In one line.
    pub fn line(&self) -> String {
        let mut votes: Vec<(&String, &VotesNumber)> = self.tally.iter().collect();
        votes.sort_by(|a, b| b.1.partial_cmp(a.1).unwrap_or(std::cmp::Ordering::Equal));
        let votes: Vec<String> = votes.iter().map(|(name, v)| format!("{name} {v}")).collect();
        let events = self.events();
        format!(
            "{}: threshold {}; {}; inactive {}{}{events}",
            self.label(),
            self.threshold,
            votes.join(", "),
            self.inactive,
            if events.is_empty() { "" } else { "; " },
        )
    }
}

/// Votes that leave a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Whom they leave.
    pub from: String,
    /// For whom they count from then on; absent when for nobody.
    pub to: Option<String>,
    /// Why they count for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inactive: Option<String>,
    /// How many.
    pub votes: VotesNumber,
}

/// The rounds of one contest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounds {
    /// In order.
    pub rounds: Vec<RoundReport>,
    /// By name, in the order of their election.
    pub elected: Vec<String>,
    /// The same by id.
    pub elected_ids: Vec<CandidateId>,
    /// The tie that a lot has to decide, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_tie: Option<String>,
}

/// Counts a contest in rounds; `None` where it is not ranked.
pub fn count_rounds(contest: &Contest, ballots: &BallotGroups, lots: &[Vec<CandidateId>]) -> Option<Rounds> {
    let counted = RankedContest::of(contest)?.tabulate(ballots, lots);
    Some(Names::of(contest).rounds(&counted))
}

/// What candidates are called in a report: by name, and with the id where two bear the same.
struct Names<'a>(BTreeMap<&'a CandidateId, String>);

impl<'a> Names<'a> {
    fn of(contest: &'a Contest) -> Self {
        let mut seen = BTreeSet::new();
        let twice: BTreeSet<&str> = (contest.candidates.iter())
            .map(|c| c.name.as_str())
            .filter(|name| !seen.insert(*name))
            .collect();
        let named = contest.candidates.iter().map(|c| {
            let name = if twice.contains(c.name.as_str()) {
                format!("{} ({})", c.name, c.id)
            } else {
                c.name.clone()
            };
            (&c.id, name)
        });
        Names(named.collect())
    }

    fn name(&self, id: &CandidateId) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    fn list(&self, ids: &[CandidateId]) -> Vec<String> {
        ids.iter().map(|id| self.name(id)).collect()
    }

    fn rounds(&self, counted: &Tabulation) -> Rounds {
        let open_tie = counted.open_tie.as_ref().map(|tie| {
            let names = self.list(&tie.candidates).join(", ");
            let what = match tie.kind {
                TieFor::First => "who goes first",
                TieFor::Last => "who is eliminated",
            };
            format!("round {}: {names} are tied; draw lots for {what}", tie.round)
        });
        Rounds {
            rounds: counted.rounds.iter().map(|r| self.round(r)).collect(),
            elected: self.list(&counted.elected),
            elected_ids: counted.elected.clone(),
            open_tie,
        }
    }

    fn round(&self, round: &Round) -> RoundReport {
        let ties = round.ties.iter().map(|tie| {
            let names = self.list(&tie.among).join(", ");
            let by = match tie.by {
                BrokenBy::Lot => "by lot".to_owned(),
                BrokenBy::Round(round) => format!("by the votes of round {round}"),
                BrokenBy::RecordedOrder => "by their order on the ballot".to_owned(),
            };
            format!("{names} were tied: {}, {by}", self.name(&tie.chosen))
        });
        RoundReport {
            round: round.round,
            pass: round.pass,
            threshold: round.threshold.into(),
            tally: (round.tally.iter())
                .map(|(c, v)| (self.name(c), (*v).into()))
                .collect(),
            inactive: round.inactive_total().into(),
            inactive_by_reason: Inactive::ALL
                .iter()
                .filter_map(|why| Some((why.name().to_owned(), (*round.inactive.get(why)?).into())))
                .collect(),
            eliminated: self.list(&round.eliminated),
            elected: self.list(&round.elected),
            surplus_of: self.list(&round.surplus_of),
            ties: ties.collect(),
            transfers: (round.transfers.iter())
                .map(|((from, to), votes)| self.transfer(from, to, *votes))
                .collect(),
        }
    }

    fn transfer(&self, from: &CandidateId, to: &Destination, votes: Votes) -> Transfer {
        let (to, inactive) = match to {
            Destination::Candidate(to) => (Some(self.name(to)), None),
            Destination::Inactive(why) => (None, Some(why.name().to_owned())),
        };
        Transfer {
            from: self.name(from),
            to,
            inactive,
            votes: votes.into(),
        }
    }
}
