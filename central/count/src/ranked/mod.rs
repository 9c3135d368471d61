//! Ranked ballots counted in rounds: instant run-off, the single transferable vote, Meek's method and their kin,
//! under the rules that a definition states. Pure and exact: the same ballots under the same rules and lots give
//! the same rounds, in whatever order they come.

mod ballots;
mod elimination;
mod meek;
mod piles;
mod rounds;
mod scottish;
mod ties;

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::definition::{Contest, RankedMethod, RankedRules, Tabulation as ContestTabulation};
use pollstream_protocol::ids::CandidateId;
use pollstream_protocol::voter::Accreditation;

pub use ballots::{BallotGroups, Rank};

use crate::Votes;

/// What a ranked contest is counted with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedContest {
    /// In recorded order.
    pub candidates: Vec<CandidateId>,
    /// Those whose ranks are passed over from the start.
    pub excluded: BTreeSet<CandidateId>,
    /// Seats to fill, at least 1.
    pub seats: u16,
    /// The rules.
    pub rules: RankedRules,
}

impl RankedContest {
    /// A contest of a definition; `None` where it is not ranked.
    pub fn of(contest: &Contest) -> Option<Self> {
        let ContestTabulation::Ranked(rules) = &contest.tabulation else {
            return None;
        };
        let left = |c: &Accreditation| *c == Accreditation::Withdrawn || *c == Accreditation::Rejected;
        let excluded = contest.candidates.iter();
        let excluded = excluded.filter(|c| rules.skip_withdrawn && left(&c.accreditation));
        Some(RankedContest {
            candidates: contest.candidates.iter().map(|c| c.id.clone()).collect(),
            excluded: excluded.map(|c| c.id.clone()).collect(),
            seats: contest.seats,
            rules: rules.clone(),
        })
    }

    /// Counts. `lots` are the draws that officials recorded, each with the candidate who goes first in front.
    pub fn tabulate(&self, ballots: &BallotGroups, lots: &[Vec<CandidateId>]) -> Tabulation {
        match self.rules.method {
            RankedMethod::Meek => meek::tabulate(self, ballots, lots),
            RankedMethod::Sequential => self.one_after_another(ballots, lots),
            RankedMethod::SingleTransferableVote if self.largest_first() => {
                scottish::tabulate(self, ballots, lots)
            }
            _ => rounds::tabulate(self, ballots, lots),
        }
    }

    fn largest_first(&self) -> bool {
        self.rules.surpluses == pollstream_protocol::definition::Surpluses::LargestFirst
    }

    /// One instant run-off a seat, each without those elected before.
    fn one_after_another(&self, ballots: &BallotGroups, lots: &[Vec<CandidateId>]) -> Tabulation {
        let mut all = Tabulation::default();
        let mut contest = self.clone();
        contest.seats = 1;
        for pass in 1..=u32::from(self.seats) {
            let mut one = rounds::tabulate(&contest, ballots, lots);
            for round in &mut one.rounds {
                round.pass = pass;
            }
            all.rounds.extend(one.rounds);
            contest.excluded.extend(one.elected.iter().cloned());
            let nobody = one.elected.is_empty();
            all.elected.extend(one.elected);
            all.open_tie = one.open_tie;
            if nobody {
                break;
            }
        }
        all
    }
}

/// What a count of rounds came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tabulation {
    /// In order.
    pub rounds: Vec<Round>,
    /// In the order of their election.
    pub elected: Vec<CandidateId>,
    /// Why the count stands still: a lot has to be drawn.
    pub open_tie: Option<OpenTie>,
}

/// A tie that only a lot decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTie {
    /// In which round.
    pub round: u32,
    /// Among whom, in recorded order.
    pub candidates: Vec<CandidateId>,
    /// What for.
    pub kind: TieFor,
}

/// What equals stand before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieFor {
    /// Who is elected, or whose surplus travels first.
    First,
    /// Who is eliminated.
    Last,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// From 1; in a sequential count again from 1 for every seat.
    pub round: u32,
    /// The run-off that it belongs to in a sequential count, otherwise 1.
    pub pass: u32,
    /// Votes that elect.
    pub threshold: Votes,
    /// Votes of everybody who is still there, and of those elected before; in recorded order.
    pub tally: Vec<(CandidateId, Votes)>,
    /// Votes that count for nobody.
    pub inactive: BTreeMap<Inactive, Votes>,
    /// Elected in this round, most votes first.
    pub elected: Vec<CandidateId>,
    /// Eliminated in this round.
    pub eliminated: Vec<CandidateId>,
    /// Whose surplus travels after this round.
    pub surplus_of: Vec<CandidateId>,
    /// Ties that were broken in this round: who was chosen among whom.
    pub ties: Vec<BrokenTie>,
    /// Where the votes go of those who were elected or eliminated in this round.
    pub transfers: BTreeMap<(CandidateId, Destination), Votes>,
}

/// A tie and what decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenTie {
    /// Among whom, in recorded order.
    pub among: Vec<CandidateId>,
    /// Elected, or eliminated.
    pub chosen: CandidateId,
    /// By what.
    pub by: BrokenBy,
}

/// What decided a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenBy {
    /// A lot that officials drew.
    Lot,
    /// The votes of this earlier round.
    Round(u32),
    /// The order of the definition.
    RecordedOrder,
}

/// Where a vote goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Destination {
    /// To a candidate.
    Candidate(CandidateId),
    /// To nobody.
    Inactive(Inactive),
}

/// Why a vote counts for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inactive {
    /// No rank was given at all.
    Blank,
    /// No candidate ranked on the ballot is left.
    Exhausted,
    /// An overvoted rank ended the ballot.
    Overvoted,
    /// Too many blank ranks in a row ended it.
    SkippedRanks,
    /// A candidate ranked twice ended it.
    RepeatedCandidate,
    /// What decimal places cannot divide.
    Remainder,
    /// Surplus of the last who were elected: nobody needs it any more.
    LastSurplus,
}

impl Inactive {
    /// Every reason.
    pub const ALL: [Inactive; 7] = [
        Inactive::Blank,
        Inactive::Exhausted,
        Inactive::Overvoted,
        Inactive::SkippedRanks,
        Inactive::RepeatedCandidate,
        Inactive::Remainder,
        Inactive::LastSurplus,
    ];

    /// As it is written in files.
    pub fn name(self) -> &'static str {
        match self {
            Inactive::Blank => "blank",
            Inactive::Exhausted => "exhausted",
            Inactive::Overvoted => "overvoted",
            Inactive::SkippedRanks => "skipped_ranks",
            Inactive::RepeatedCandidate => "repeated_candidate",
            Inactive::Remainder => "remainder",
            Inactive::LastSurplus => "last_surplus",
        }
    }
}

impl Round {
    /// Every vote that counts for nobody.
    pub fn inactive_total(&self) -> Votes {
        self.inactive.values().copied().sum()
    }

    /// Every vote: as many as there are ballots.
    pub fn total(&self) -> Votes {
        self.tally
            .iter()
            .map(|(_, v)| *v)
            .chain(self.inactive.values().copied())
            .sum()
    }
}
