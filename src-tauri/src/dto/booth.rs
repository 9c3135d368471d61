//! The booth: what the voter sees and says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::officers::Officer;
use super::polls::{PollsStateName, QrCode};

/// How a contest is voted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Variation {
    /// Mark up to `votesAllowed` candidates.
    Plurality {
        /// Votes.
        votes_allowed: u16,
    },
    /// Rank up to `ranksAllowed` candidates.
    Ranked {
        /// Ranks.
        ranks_allowed: u16,
    },
}

/// What a candidate's card says in another language; what is not translated is as in the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CandidateWords {
    /// Name, or the answer to a measure.
    pub name: String,
    /// Name of the party; empty for an independent.
    pub party: String,
    /// Its short name; may be empty.
    pub party_abbreviation: String,
    /// Short biography; may be empty.
    pub biography: String,
    /// What the candidate stands for; may be empty.
    pub platform: String,
}

/// A candidate who can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoothCandidate {
    /// The candidate.
    pub id: String,
    /// As it stands on the ballot, in its own script.
    pub name: String,
    /// Name of the party; empty for an independent.
    pub party: String,
    /// Its short name; may be empty.
    pub party_abbreviation: String,
    /// `data:image/…`, when this kiosk has it.
    pub picture: Option<String>,
    /// Short biography; may be empty.
    pub biography: String,
    /// What the candidate stands for; may be empty.
    pub platform: String,
    /// The same in other languages, by language tag.
    pub translations: BTreeMap<String, CandidateWords>,
}

/// A contest on the ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoothContest {
    /// The contest.
    pub id: String,
    /// As it stands on the ballot.
    pub title: String,
    /// The title in other languages, by language tag.
    pub translations: BTreeMap<String, String>,
    /// How it is voted.
    pub variation: Variation,
    /// Who can be chosen, in ballot order.
    pub candidates: Vec<BoothCandidate>,
}

/// The ballot in the booth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoothBallot {
    /// New for every ballot that enters the booth: marks made under another one are thrown away. Names no
    /// session.
    pub visit: u64,
    /// Contests in ballot order.
    pub contests: Vec<BoothContest>,
    /// Officials decide later whether it counts.
    pub provisional: bool,
    /// The program was restarted while this ballot was in the booth, and it was not cast: begin again.
    pub restarted: bool,
}

/// What the booth window shows; asked for anew when it changed (event `booth-changed`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "phase", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum BoothState {
    /// Nobody votes: the waiting screen.
    Waiting {
        /// The state of the polls.
        polls: PollsStateName,
    },
    /// A ballot is in the booth.
    Voting {
        /// The ballot.
        ballot: BoothBallot,
        /// An officer was called.
        help_wanted: bool,
    },
    /// The ballot was cast.
    Done {
        /// The program was restarted after the ballot was cast and before the voter saw it: it is cast, once.
        /// Its tracking code is not known any more.
        restarted: bool,
        /// The tracking code, while it is known.
        cast: Option<CastBallot>,
        /// The ballot was provisional.
        provisional: bool,
    },
}

/// The booth window's state and what surrounds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Booth {
    /// What to show.
    pub state: BoothState,
    /// Election title; empty before there is a station.
    pub election_title: String,
    /// The title in other languages, by language tag.
    pub election_translations: BTreeMap<String, String>,
    /// Polling station name; empty before there is a station.
    pub station_name: String,
    /// This is a training: no vote counts.
    pub training: bool,
    /// The booth shares its screen with the desk: an officer's PIN leads back.
    pub one_screen: bool,
    /// There is a printer for the tracking code.
    pub prints: bool,
}

/// The marks of one contest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContestMarks {
    /// The contest.
    pub contest: String,
    /// Candidates: of a ranked contest in the order of their ranks. Fewer than allowed is an undervote.
    pub candidates: Vec<String>,
}

/// Casts the ballot in the booth.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Cast {
    /// [`BoothBallot::visit`]: a ballot that was taken back meanwhile is not cast.
    pub visit: u64,
    /// Every contest of the ballot in its order.
    pub contests: Vec<ContestMarks>,
}

/// A ballot that was cast.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CastBallot {
    /// In groups of five, as it is printed.
    pub tracking_code: String,
    /// The same as a QR code.
    pub qr: QrCode,
}

impl std::fmt::Debug for CastBallot {
    /// Never prints the code: a debug line must not become a link to a ballot.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CastBallot(…)")
    }
}

/// A session whose ballot is not cast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The session. Random: says nothing of the voter.
    pub session_id: String,
    /// Titles of the contests on its ballot.
    pub contests: Vec<String>,
    /// The vote is provisional.
    pub provisional: bool,
    /// It is in the booth.
    pub in_booth: bool,
}

/// Which session.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionRef {
    /// The session.
    pub session_id: String,
}

/// Who may take the screen back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoothOfficers {
    /// The officers.
    pub officers: Vec<Officer>,
}

/// Who helped the voter in the booth, at their wish.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Assistance {
    /// In words: two officers, or a person of the voter's choice. Never the voter's name.
    pub by: String,
}
