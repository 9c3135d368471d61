//! The election definition: written by people as TOML, validated with messages that name line and rule,
//! signed by the election authority over exactly the bytes that were written.

mod file;
mod findings;
mod problems;
mod revision;
mod signed;
mod spelling;
mod tabulation;
mod translations;

use std::collections::HashMap;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

pub use findings::{Finding, Severity, findings};
pub use problems::{DefinitionError, Problem};
pub use revision::{RevisionFault, revision_faults};
pub use signed::{ElectionKeys, SignedDefinition, SignedDefinitionError};
pub use spelling::invisible;
pub use tabulation::{
    ApportionmentMethod, ApportionmentRules, MAX_DECIMAL_PLACES, MAX_SEATS, MeasureBase, MeasureRules,
    OnFault, Quota, RankedMethod, RankedRules, Share, ShareError, Surpluses, Tabulation, TieRule,
};
pub use translations::{CandidateText, PartyText, Translations};

use crate::ids::{BallotStyleId, CandidateId, ContestId, DistrictId, ElectionId, PartyId, StationId};
use crate::voter::Accreditation;

/// When sealed ballots are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disclosure {
    /// As they arrive, pooled per station until `min_batch`: results are live.
    Live,
    /// When the election closes; until then only turnout and integrity are live.
    AfterClose,
}

/// How a contest is voted (NIST SP 1500-100 calls this the vote variation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoteVariation {
    /// Mark up to `votes_allowed` candidates; most votes win.
    Plurality {
        /// Votes a voter has in this contest, 1 or more.
        votes_allowed: u16,
    },
    /// Rank up to `ranks_allowed` candidates. Live results count first ranks.
    Ranked {
        /// Ranks a voter may give, 1 or more.
        ranks_allowed: u16,
    },
}

impl VoteVariation {
    /// Marks that one ballot holds for the contest: votes allowed, or ranks.
    pub fn slots(self) -> usize {
        match self {
            VoteVariation::Plurality { votes_allowed } => usize::from(votes_allowed),
            VoteVariation::Ranked { ranks_allowed } => usize::from(ranks_allowed),
        }
    }

    /// Votes that one ballot can add to the live totals: a ranked ballot counts for its first rank only.
    pub fn countable_votes(self) -> u64 {
        match self {
            VoteVariation::Plurality { votes_allowed } => u64::from(votes_allowed),
            VoteVariation::Ranked { .. } => 1,
        }
    }
}

/// A political party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// Its short name; empty when it has none.
    pub abbreviation: String,
    /// The color by which it is known, if it has one.
    pub color: Option<Color>,
    /// In other languages.
    pub translations: Translations<PartyText>,
}

/// A color as screens show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    /// Red, green and blue.
    pub rgb: [u8; 3],
}

/// `#RRGGBB`.
impl std::str::FromStr for Color {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix('#').ok_or(())?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(());
        }
        let [_, r, g, b] = u32::from_str_radix(digits, 16).map_err(|_| ())?.to_be_bytes();
        Ok(Color { rgb: [r, g, b] })
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [r, g, b] = self.rgb;
        write!(f, "#{r:02X}{g:02X}{b:02X}")
    }
}

/// A candidate in one contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Unique within the election.
    pub id: CandidateId,
    /// As it stands on the ballot.
    pub name: String,
    /// `None` for an independent.
    pub party: Option<PartyId>,
    /// Only accredited candidates can be chosen and counted.
    pub accreditation: Accreditation,
    /// Reference to a picture; empty when there is none.
    pub picture: String,
    /// Short biography, for the booth and the results page.
    pub biography: String,
    /// What the candidate stands for.
    pub platform: String,
    /// In other languages.
    pub translations: Translations<CandidateText>,
}

/// A contest and its candidates in ballot order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// Its id.
    pub id: ContestId,
    /// As it stands on the ballot.
    pub title: String,
    /// Plurality or ranked, with the number of marks.
    pub vote_variation: VoteVariation,
    /// Whether a ballot overvoted in this contest may be cast (as paper allows) or is refused.
    pub overvote_permitted: bool,
    /// How many are elected; for party lists: the seats that are divided.
    pub seats: u16,
    /// How the outcome is found.
    pub tabulation: Tabulation,
    /// In ballot order.
    pub candidates: Vec<Candidate>,
    /// The title in other languages.
    pub translations: Translations<String>,
}

impl Contest {
    /// The candidate with this id, if it stands in this contest.
    pub fn candidate(&self, id: &CandidateId) -> Option<&Candidate> {
        self.candidates.iter().find(|c| c.id == *id)
    }
}

/// A node of the reporting geography. The tree has one root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Its id.
    pub id: DistrictId,
    /// Its name.
    pub name: String,
    /// `None` for the root.
    pub parent: Option<DistrictId>,
}

/// A place where people vote, served by one station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollingStation {
    /// Its id; the station (kiosk) bears the same.
    pub id: StationId,
    /// Its name.
    pub name: String,
    /// The district that it reports to; its votes count there and in every district above.
    pub district: DistrictId,
    /// Street address; empty when not given.
    pub address: String,
    /// Ballot styles issued here, at least one.
    pub ballot_styles: Vec<BallotStyleId>,
}

/// A set of contests, in the order in which they stand on the ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotStyle {
    /// Its id.
    pub id: BallotStyleId,
    /// Its contests in order.
    pub contests: Vec<ContestId>,
}

/// A valid election definition. There is no other way to get one than [`ElectionDefinition::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionDefinition {
    /// Its id.
    pub id: ElectionId,
    /// Its title.
    pub title: String,
    /// The title in other languages.
    pub translations: Translations<String>,
    /// Election day.
    pub date: Date,
    /// Legal opening of the polls, local time.
    pub polls_open: Time,
    /// Legal closing of the polls, local time.
    pub polls_close: Time,
    /// IANA time zone, e.g. `America/Chicago`.
    pub time_zone: String,
    /// When ballots are opened.
    pub disclosure: Disclosure,
    /// Fewest ballots that are opened together or shown as a cell, 1 to 1,000.
    pub min_batch: u32,
    /// Age in whole years on election day from which a person may vote.
    pub voting_age: u8,
    /// Parties.
    pub parties: Vec<Party>,
    /// Contests.
    pub contests: Vec<Contest>,
    /// The district tree, parents before children.
    pub districts: Vec<District>,
    /// Polling stations.
    pub polling_stations: Vec<PollingStation>,
    /// Ballot styles.
    pub ballot_styles: Vec<BallotStyle>,
    index: Index,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Index {
    contests: HashMap<ContestId, usize>,
    stations: HashMap<StationId, usize>,
    styles: HashMap<BallotStyleId, usize>,
    districts: HashMap<DistrictId, usize>,
    candidates: HashMap<CandidateId, (usize, usize)>,
}

impl ElectionDefinition {
    /// Parses and validates a definition file.
    pub fn parse(toml: &str) -> Result<Self, DefinitionError> {
        file::parse(toml)
    }

    fn build_index(&mut self) {
        fn index<K: std::hash::Hash + Eq, T>(items: &[T], key: impl Fn(&T) -> K) -> HashMap<K, usize> {
            items.iter().enumerate().map(|(i, item)| (key(item), i)).collect()
        }
        self.index = Index {
            contests: index(&self.contests, |c| c.id.clone()),
            stations: index(&self.polling_stations, |s| s.id.clone()),
            styles: index(&self.ballot_styles, |s| s.id.clone()),
            districts: index(&self.districts, |d| d.id.clone()),
            candidates: (self.contests.iter().enumerate())
                .flat_map(|(c, contest)| {
                    contest
                        .candidates
                        .iter()
                        .enumerate()
                        .map(move |(n, cand)| (cand.id.clone(), (c, n)))
                })
                .collect(),
        };
    }

    /// The contest with this id.
    pub fn contest(&self, id: &ContestId) -> Option<&Contest> {
        self.index.contests.get(id).map(|&i| &self.contests[i])
    }

    /// The candidate with this id and the contest it stands in.
    pub fn candidate(&self, id: &CandidateId) -> Option<(&Contest, &Candidate)> {
        self.index
            .candidates
            .get(id)
            .map(|&(c, n)| (&self.contests[c], &self.contests[c].candidates[n]))
    }

    /// The party with this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|p| p.id == *id)
    }

    /// The polling station with this id.
    pub fn polling_station(&self, id: &StationId) -> Option<&PollingStation> {
        self.index.stations.get(id).map(|&i| &self.polling_stations[i])
    }

    /// The ballot style with this id.
    pub fn ballot_style(&self, id: &BallotStyleId) -> Option<&BallotStyle> {
        self.index.styles.get(id).map(|&i| &self.ballot_styles[i])
    }

    /// The contests of a ballot style, in ballot order.
    pub fn contests_of<'a>(&'a self, style: &'a BallotStyle) -> impl Iterator<Item = &'a Contest> {
        style.contests.iter().filter_map(|id| self.contest(id))
    }

    /// The district with this id.
    pub fn district(&self, id: &DistrictId) -> Option<&District> {
        self.index.districts.get(id).map(|&i| &self.districts[i])
    }

    /// The root of the district tree.
    pub fn root_district(&self) -> &District {
        // The tree is validated: parents stand before children, and there is exactly one root.
        &self.districts[0]
    }

    /// The district of a polling station and all its ancestors, leaf first, root last.
    pub fn districts_above(&self, station: &StationId) -> Vec<&District> {
        let mut path = Vec::new();
        let mut next = self
            .polling_station(station)
            .and_then(|s| self.district(&s.district));
        while let Some(district) = next {
            path.push(district);
            next = district.parent.as_ref().and_then(|p| self.district(p));
        }
        path
    }
}
