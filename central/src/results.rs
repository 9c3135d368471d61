//! The results as `central results` shows them: assembled from Postgres, for people, as JSON and as CSV.

mod csv;
mod text;

use jiff::Timestamp;
use pollstream_protocol::definition::{Contest, ElectionDefinition};
use pollstream_protocol::events::{ResultsStatus, TurnoutCounts};
use pollstream_protocol::ids::{CandidateId, ContestId, ElectionId};
use pollstream_protocol::tally::ContestTally;
use pollstream_protocol::voter::Accreditation;
use serde::{Deserialize, Serialize};

use crate::outcome::{ContestOutcome, Counted, outcome, shown_rounds};
use crate::rounds::RoundReport;
use crate::store::election::{ElectionStatus, place_of_district, place_of_station};
use crate::store::results::{Counts, differences};
use crate::store::{Store, StoreError};

/// How results are broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breakdown {
    /// By node of the district tree.
    District,
    /// By polling station.
    Station,
}

/// An election's results at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElectionResults {
    /// The election.
    pub election: ElectionId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: ElectionStatus,
    /// How final the results are.
    pub results_status: ResultsStatus,
    /// When they were read.
    pub as_of: Timestamp,
    /// Whether the streaming totals of every place equal what SQL counts from the ballots.
    pub sql_tally_equal: bool,
    /// Turnout of the whole election.
    pub totals: Totals,
    /// Contests in the order of the definition.
    pub contests: Vec<ContestResults>,
    /// The breakdown, if one was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceResults>,
}

/// Turnout, and what it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// The counts.
    #[serde(flatten)]
    pub counts: TurnoutCounts,
    /// Check-ins in percent of accredited voters.
    pub turnout_percent: f64,
    /// Accredited candidates.
    pub candidates: u64,
}

/// One contest at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContestResults {
    /// The contest.
    pub id: ContestId,
    /// As it stands on the ballot.
    pub title: String,
    /// Whether nothing of the counts can be shown, because fewer than `min_batch` ballots are in the cell.
    pub suppressed: bool,
    /// Ballots that are counted and not shown here: too few to be shown without showing whose they are.
    #[serde(default)]
    pub held_back: u64,
    /// Ballots that hold the contest; 0 where suppressed.
    pub ballots: u64,
    /// Most votes first; without votes where suppressed.
    pub candidates: Vec<CandidateResult>,
    /// Votes not given; 0 where suppressed.
    pub undervotes: u64,
    /// Votes lost to overvoting; 0 where suppressed.
    pub overvotes: u64,
    /// Who is elected, or what is carried: of the whole election only, and only where there are votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ContestOutcome>,
    /// The rounds of a ranked contest: of the whole election, and once its ballots are counted; before that where
    /// the definition allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<RoundReport>,
}

/// One candidate in one contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateResult {
    /// The candidate.
    pub id: CandidateId,
    /// As it stands on the ballot.
    pub name: String,
    /// Name of its party; absent for an independent.
    pub party: Option<String>,
    /// Where the candidate stands: votes for one who withdrew late stay counted, and are shown as such.
    pub accreditation: Accreditation,
    /// Votes; 0 where suppressed.
    pub votes: u64,
    /// Of all votes for candidates, in percent.
    pub percent: f64,
}

/// One place of the breakdown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceResults {
    /// `district/ID` or `station/ID`.
    pub place: String,
    /// Its name.
    pub name: String,
    /// Turnout.
    pub totals: Totals,
    /// Contests that are voted on here.
    pub contests: Vec<ContestResults>,
}

/// Reads the results.
pub async fn results(store: &Store, by: Option<Breakdown>) -> Result<ElectionResults, StoreError> {
    let election = store.election().await?;
    let counts = store.counts().await?;
    Ok(assemble(
        &election.definition.definition,
        &counts,
        by,
        Timestamp::now(),
    ))
}

/// Puts the results together: pure.
pub fn assemble(
    definition: &ElectionDefinition,
    counts: &Counts,
    by: Option<Breakdown>,
    as_of: Timestamp,
) -> ElectionResults {
    let assembly = Assembly { definition, counts };
    let root = place_of_district(definition.root_district().id.as_str());
    let places = match by {
        None => Vec::new(),
        Some(Breakdown::District) => (definition.districts.iter())
            .map(|d| assembly.place(place_of_district(d.id.as_str()), &d.name))
            .collect(),
        Some(Breakdown::Station) => (definition.polling_stations.iter())
            .map(|s| assembly.place(place_of_station(s.id.as_str()), &s.name))
            .collect(),
    };
    ElectionResults {
        election: definition.id.clone(),
        title: definition.title.clone(),
        status: counts.state.election,
        results_status: counts.state.results,
        as_of,
        sql_tally_equal: differences(&counts.streaming, &counts.sql).is_empty(),
        totals: assembly.totals(&root),
        contests: definition
            .contests
            .iter()
            .map(|c| assembly.whole_contest(&root, c))
            .collect(),
        places,
    }
}

struct Assembly<'a> {
    definition: &'a ElectionDefinition,
    counts: &'a Counts,
}

impl Assembly<'_> {
    fn place(&self, place: String, name: &str) -> PlaceResults {
        let voted = |c: &&Contest| self.counts.streaming.contains_key(&(place.clone(), c.id.clone()));
        PlaceResults {
            name: name.to_owned(),
            totals: self.totals(&place),
            contests: (self.definition.contests.iter().filter(voted))
                .map(|c| self.contest(&place, c))
                .collect(),
            place,
        }
    }

    fn totals(&self, place: &str) -> Totals {
        let counts = self.counts.turnout.get(place).copied().unwrap_or_default();
        Totals {
            counts,
            turnout_percent: hundredths(counts.turnout_percent()),
            candidates: accredited_candidates(self.definition),
        }
    }

    fn contest(&self, place: &str, contest: &Contest) -> ContestResults {
        let empty = ContestTally::default();
        let cell = (place.to_owned(), contest.id.clone());
        let counted = self.counts.streaming.get(&cell).unwrap_or(&empty);
        let hidden = self.counts.hidden.get(&cell).unwrap_or(&empty);
        let tally = &counted.without(hidden);
        let suppressed = tally.ballots == 0 && hidden.ballots > 0;
        ContestResults {
            id: contest.id.clone(),
            title: contest.title.clone(),
            suppressed,
            held_back: hidden.ballots,
            ballots: tally.ballots,
            candidates: rank(self.definition, contest, tally),
            undervotes: tally.undervotes,
            overvotes: tally.overvotes,
            outcome: None,
            rounds: Vec::new(),
        }
    }

    /// A contest of the whole election: with its outcome.
    fn whole_contest(&self, root: &str, contest: &Contest) -> ContestResults {
        let mut results = self.contest(root, contest);
        let key = (root.to_owned(), contest.id.clone());
        let Some(counted) = self.counts.streaming.get(&key).filter(|_| !results.suppressed) else {
            return results;
        };
        // Whoever is said to lead or to be elected follows from the numbers beside it.
        let empty = ContestTally::default();
        let tally = &counted.without(self.counts.hidden.get(&key).unwrap_or(&empty));
        let status = self.counts.state.results;
        let lots = self.counts.lots.get(&contest.id).map_or(&[][..], Vec::as_slice);
        let rounds = shown_rounds(self.counts, root, contest);
        let counted = Counted {
            tally,
            registered: self.counts.turnout.get(root).map_or(0, |t| t.registered),
            status,
            rounds: rounds.as_ref(),
            lots,
        };
        results.outcome = outcome(contest, counted);
        results.rounds = rounds.map(|r| r.rounds).unwrap_or_default();
        results
    }
}

/// Candidates of the definition that are accredited.
pub fn accredited_candidates(definition: &ElectionDefinition) -> u64 {
    let candidates = definition.contests.iter().flat_map(|c| &c.candidates);
    candidates
        .filter(|c| c.accreditation == Accreditation::Accredited)
        .count() as u64
}

/// A contest's candidates, most votes first, equal ones in ballot order: those accredited, and any other who
/// has votes, because no vote may vanish from sight.
pub(crate) fn rank(
    definition: &ElectionDefinition,
    contest: &Contest,
    tally: &ContestTally,
) -> Vec<CandidateResult> {
    let all: u64 = tally.votes.values().sum();
    let votes = |id: &CandidateId| tally.votes.get(id).copied().unwrap_or(0);
    let mut candidates: Vec<CandidateResult> = (contest.candidates.iter())
        .filter(|c| c.accreditation == Accreditation::Accredited || votes(&c.id) > 0)
        .map(|c| CandidateResult {
            id: c.id.clone(),
            name: definition.shown_name(contest, c).into_owned(),
            party: c
                .party
                .as_ref()
                .and_then(|p| definition.party(p))
                .map(|p| p.name.clone()),
            accreditation: c.accreditation,
            votes: votes(&c.id),
            percent: percent(votes(&c.id), all),
        })
        .collect();
    candidates.sort_by_key(|c| std::cmp::Reverse(c.votes));
    candidates
}

/// `part` of `whole` in percent, to two decimals; 0 of nothing.
pub(crate) fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        hundredths(100.0 * part as f64 / whole as f64)
    }
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

impl ElectionResults {
    /// One JSON object, indented.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// For people: aligned columns.
    pub fn to_text(&self) -> String {
        text::render(self)
    }

    /// One line a number: `place_id,place,kind,contest_id,contest,candidate_id,candidate,party,value,percent`.
    /// `kind` is `candidate`, `undervotes`, `overvotes`, `ballots`, `held_back` where there is any, or a
    /// count of the turnout; a suppressed value is empty.
    pub fn to_csv(&self) -> Result<String, ::csv::Error> {
        csv::render(self)
    }
}

#[cfg(test)]
mod tests;
