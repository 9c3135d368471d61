//! The JSON of the derived topics: everything that is made from the station logs and can be made again.
//!
//! Events on `votes` and `check-ins` carry, per station, a number that grows by one: whoever aggregates them
//! skips what it has seen and notices what is missing. Totals on `results.*` are absolute and versioned:
//! whoever shows them keeps the highest version.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ballot::{Ballot, ContestSelections, Mark};
use crate::ids::{BallotStyleId, CandidateId, ContestId, ElectionId, Incarnation, PartyId, StationId};
use crate::tally::{ContestTally, Tally};
use crate::voter::Accreditation;

/// On `votes`: the totals of ballots that were counted together. No single ballot is on a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VotesEvent {
    /// The election.
    pub election: ElectionId,
    /// Where they were cast.
    pub station: StationId,
    /// 1, 2, 3 … per station, without gaps.
    pub event: u64,
    /// Of at least `min_batch` ballots of a style, of fewer only after the election closed.
    #[serde(flatten)]
    pub tally: Tally,
}

/// A ballot in JSON: `{"style":"city","contests":{"mayor":["hodges","",null]}}`.
/// A mark is a candidate id, `""` for blank, `null` for an overvote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotJson {
    /// The ballot style.
    pub style: BallotStyleId,
    /// Marks by contest.
    pub contests: BTreeMap<ContestId, Vec<Option<String>>>,
}

impl From<&Ballot> for BallotJson {
    fn from(ballot: &Ballot) -> Self {
        let mark = |mark: &Mark| match mark {
            Mark::Blank => Some(String::new()),
            Mark::Candidate(id) => Some(id.to_string()),
            Mark::Overvote => None,
        };
        BallotJson {
            style: ballot.style.clone(),
            contests: (ballot.contests.iter())
                .map(|c| (c.contest.clone(), c.marks.iter().map(mark).collect()))
                .collect(),
        }
    }
}

impl BallotJson {
    /// The ballot; contests come in order of their ids.
    pub fn to_ballot(&self) -> Result<Ballot, crate::ids::IdError> {
        let mark = |mark: &Option<String>| {
            Ok(match mark.as_deref() {
                None => Mark::Overvote,
                Some("") => Mark::Blank,
                Some(id) => Mark::Candidate(id.parse::<CandidateId>()?),
            })
        };
        let contests = (self.contests.iter())
            .map(|(contest, marks)| {
                let marks = marks.iter().map(mark).collect::<Result<_, _>>()?;
                Ok(ContestSelections {
                    contest: contest.clone(),
                    marks,
                })
            })
            .collect::<Result<_, crate::ids::IdError>>()?;
        Ok(Ballot {
            style: self.style.clone(),
            contests,
        })
    }
}

/// On `check-ins`: how one station's counters changed. Counts only; who checked in stays out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInsEvent {
    /// The election.
    pub election: ElectionId,
    /// The station.
    pub station: StationId,
    /// 1, 2, 3 … per station, without gaps.
    pub event: u64,
    /// Check-ins since the last event, by hour of the day in UTC (`"2026-11-03T14"`).
    pub checked_in: BTreeMap<String, u64>,
    /// Check-ins undone since the last event.
    pub undone: u64,
    /// Provisional ballots since the last event.
    pub provisional: u64,
    /// Voters registered since the last event.
    pub registered: u64,
    /// The polls state after this event, if it changed.
    pub polls: Option<PollsState>,
}

/// State of the polls at a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PollsState {
    /// Not opened yet.
    NotOpened,
    /// Open.
    Open,
    /// Paused; can be resumed.
    Paused,
    /// Closed for good.
    Closed,
}

impl PollsState {
    /// As it is written in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            PollsState::NotOpened => "not_opened",
            PollsState::Open => "open",
            PollsState::Paused => "paused",
            PollsState::Closed => "closed",
        }
    }

    /// The reverse of [`PollsState::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::NotOpened, Self::Open, Self::Paused, Self::Closed]
            .into_iter()
            .find(|s| s.as_str() == name)
    }
}

/// On `candidates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateEvent {
    /// The election.
    pub election: ElectionId,
    /// The candidate.
    pub candidate: CandidateId,
    /// The contest it stands in.
    pub contest: ContestId,
    /// As it stands on the ballot.
    pub name: String,
    /// Its party.
    pub party: Option<PartyId>,
    /// The party's name.
    pub party_name: Option<String>,
    /// Its accreditation.
    pub accreditation: Accreditation,
    /// Picture reference.
    pub picture: String,
    /// Biography.
    pub biography: String,
    /// Platform.
    pub platform: String,
    /// Version of the definition that says so.
    pub version: u32,
}

/// How final a result is (`ResultsStatus` of NIST SP 1500-100).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResultsStatus {
    /// Counting goes on.
    UnofficialPartial,
    /// Everything that is expected has been counted.
    UnofficialComplete,
    /// Certified by officials.
    Certified,
}

impl ResultsStatus {
    /// As it is written in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ResultsStatus::UnofficialPartial => "unofficial-partial",
            ResultsStatus::UnofficialComplete => "unofficial-complete",
            ResultsStatus::Certified => "certified",
        }
    }
}

/// On `results.candidates`: a contest's totals at a place (a district or a polling station).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateResults {
    /// The election.
    pub election: ElectionId,
    /// `district/ID` or `station/ID`.
    pub place: String,
    /// The contest.
    pub contest: ContestId,
    /// Grows with every change of these totals.
    pub version: u64,
    /// How final.
    pub status: ResultsStatus,
    /// When they were computed.
    pub as_of: Timestamp,
    /// What is shown; absent while nothing of what is counted can be.
    pub tally: Option<ContestTally>,
    /// Ballots that are counted and not in `tally`: too few to be shown here without showing whose they are. They
    /// are in the totals of the district, or will be shown with others.
    #[serde(default)]
    pub held_back: u64,
}

/// On `results.turnout`: a place's turnout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnoutResults {
    /// The election.
    pub election: ElectionId,
    /// `district/ID` or `station/ID`.
    pub place: String,
    /// Grows with every change.
    pub version: u64,
    /// When it was computed.
    pub as_of: Timestamp,
    /// The counts.
    #[serde(flatten)]
    pub counts: TurnoutCounts,
}

/// Counts of a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnoutCounts {
    /// Voters on the roll.
    pub registered: u64,
    /// Of these, accredited.
    pub accredited: u64,
    /// Check-ins that stand.
    pub checked_in: u64,
    /// Ballots opened and counted.
    pub ballots: u64,
    /// Provisional ballots received.
    pub provisional: u64,
    /// Polling stations in the place.
    pub stations: u64,
    /// Stations that sent at least one ballot that was counted.
    pub stations_reporting: u64,
    /// Stations that closed their polls.
    pub stations_closed: u64,
}

impl TurnoutCounts {
    /// Check-ins in percent of accredited voters; 0 when there are none.
    pub fn turnout_percent(&self) -> f64 {
        if self.accredited == 0 {
            0.0
        } else {
            100.0 * self.checked_in as f64 / self.accredited as f64
        }
    }
}

/// On `quarantine`: a message that was refused. The message itself is kept in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineEvent {
    /// The election that refused it.
    pub election: ElectionId,
    /// Who it claims to come from; empty when it does not say.
    pub station: String,
    /// The claimed incarnation.
    pub incarnation: Option<Incarnation>,
    /// Short reason, e.g. `bad_signature`.
    pub reason: String,
    /// In words.
    pub detail: String,
    /// Partition of the station log.
    pub partition: i32,
    /// Offset in that partition.
    pub offset: i64,
    /// SHA-256 of the message, hexadecimal.
    pub sha256: String,
    /// When it was refused.
    pub at: Timestamp,
}
