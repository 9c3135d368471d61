//! How the votes of a contest become an outcome: the rules in which laws differ, as a definition states them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ids::CandidateId;

/// Most seats that one contest fills.
pub const MAX_SEATS: u16 = 1_000;
/// Most decimal places of fractional votes.
pub const MAX_DECIMAL_PLACES: u8 = 9;

/// How a contest's outcome is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tabulation {
    /// The candidates with the most votes are elected.
    MostVotes,
    /// A question that is carried or not.
    Measure(MeasureRules),
    /// Candidates are party lists, among which the seats are divided.
    PartyList(ApportionmentRules),
    /// Ranked ballots, counted in rounds.
    Ranked(RankedRules),
}

/// A share of a whole, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share {
    /// Parts.
    pub parts: u32,
    /// Of so many, at least 1.
    pub of: u32,
}

impl Share {
    /// One half.
    pub const HALF: Share = Share { parts: 1, of: 2 };
    /// Nothing.
    pub const NONE: Share = Share { parts: 0, of: 1 };

    /// Whether `part` of `whole` is more than this share.
    pub fn exceeded_by(self, part: u64, whole: u64) -> bool {
        u128::from(part) * u128::from(self.of) > u128::from(whole) * u128::from(self.parts)
    }

    /// Whether `part` of `whole` is this share or more.
    pub fn reached_by(self, part: u64, whole: u64) -> bool {
        u128::from(part) * u128::from(self.of) >= u128::from(whole) * u128::from(self.parts)
    }

    /// The least whole number of `whole` that is this share or more.
    pub fn least(self, whole: u64) -> u64 {
        let parts = u128::from(whole) * u128::from(self.parts);
        u64::try_from(parts.div_ceil(u128::from(self.of))).unwrap_or(u64::MAX)
    }
}

/// What is not a share.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a share: write \"2/3\" or \"5 %\", from 0 to 1")]
pub struct ShareError(String);

impl FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        let read = || {
            let (parts, of) = if let Some(percent) = text.strip_suffix('%') {
                let percent = percent.trim();
                let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
                let scale = 10_u32.checked_pow(u32::try_from(decimals.len()).ok()?)?;
                (number(&format!("{whole}{decimals}"))?, scale.checked_mul(100)?)
            } else {
                let (parts, of) = text.split_once('/')?;
                (number(parts.trim())?, number(of.trim())?)
            };
            (of >= 1 && parts <= of).then_some(Share { parts, of })
        };
        read().ok_or_else(|| ShareError(text.to_owned()))
    }
}

fn number(text: &str) -> Option<u32> {
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| text.parse().ok())?
}

impl TryFrom<String> for Share {
    type Error = ShareError;

    fn try_from(text: String) -> Result<Self, ShareError> {
        text.parse()
    }
}

impl From<Share> for String {
    fn from(share: Share) -> String {
        share.to_string()
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.of / 100;
        let places = unit.checked_ilog10().unwrap_or(0);
        if unit != 10_u32.pow(places) || !self.of.is_multiple_of(100) {
            return write!(f, "{}/{}", self.parts, self.of);
        }
        match places as usize {
            0 => write!(f, "{} %", self.parts),
            places => write!(f, "{}.{:0places$} %", self.parts / unit, self.parts % unit),
        }
    }
}

/// How a measure is carried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureRules {
    /// The candidate that stands for approval.
    pub approve: CandidateId,
    /// What the share is of.
    pub of: MeasureBase,
    /// The share of approvals.
    pub share: Share,
    /// Whether reaching the share is enough; otherwise it must be exceeded.
    pub share_suffices: bool,
    /// Least share of the registered voters that must have voted, [`Share::NONE`] where there is no quorum.
    pub quorum: Share,
}

/// What a measure's share is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureBase {
    /// Votes for one of the answers.
    Votes,
    /// Ballots that hold the measure, blank and spoilt ones too.
    Ballots,
}

/// How seats are divided among party lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApportionmentRules {
    /// The method.
    pub method: ApportionmentMethod,
    /// Least share of the votes for a list to take part.
    pub threshold: Share,
}

/// Methods of dividing seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApportionmentMethod {
    /// Highest averages with the divisors 1, 2, 3, …; also Jefferson's and Hagenbach-Bischoff's method.
    Dhondt,
    /// Highest averages with the divisors 1, 3, 5, …; also Webster's method.
    SainteLague,
    /// Sainte-Laguë with 1.4 as the first divisor.
    ModifiedSainteLague,
    /// Largest remainder with the quota votes / seats; also Hamilton's or the Hare-Niemeyer method.
    LargestRemainderHare,
    /// Largest remainder with the quota ⌊votes / (seats + 1)⌋ + 1.
    LargestRemainderDroop,
}

/// How ranked ballots are counted.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a rule of its own, as a law states it"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankedRules {
    /// The method.
    pub method: RankedMethod,
    /// What an overvoted rank does to a ballot.
    pub overvoted_rank: OnFault,
    /// Blank ranks in a row that a ballot may skip before it is exhausted; `None`: any number.
    pub skipped_ranks: Option<u16>,
    /// What a candidate who is ranked a second time does to a ballot.
    pub repeated_candidate: OnFault,
    /// Whether all who cannot win any more are eliminated together.
    pub batch_elimination: bool,
    /// Whether rounds go on after the election until two candidates are left.
    pub continue_until_two: bool,
    /// Whether the threshold of the first round holds for all.
    pub first_round_threshold: bool,
    /// Who goes first among equals.
    pub ties: TieRule,
    /// Which quota.
    pub quota: Quota,
    /// Whether the threshold has decimal places as votes do; otherwise it is a whole number of votes.
    pub fractional_threshold: bool,
    /// Decimal places of transferred votes, truncated.
    pub decimal_places: u8,
    /// How surpluses travel.
    pub surpluses: Surpluses,
    /// The candidate that stands for everybody written in: leaves first and cannot be elected.
    pub write_ins: Option<CandidateId>,
    /// Whether ballots for candidates who have withdrawn count for the next rank from the start.
    pub skip_withdrawn: bool,
    /// Whether rounds are shown while ballots still arrive.
    pub live_rounds: bool,
}

impl RankedRules {
    /// What holds where a definition says nothing: instant run-off for one seat, the single transferable vote
    /// for more.
    pub fn standard(seats: u16) -> Self {
        RankedRules {
            method: if seats == 1 {
                RankedMethod::InstantRunoff
            } else {
                RankedMethod::SingleTransferableVote
            },
            overvoted_rank: OnFault::Exhaust,
            skipped_ranks: None,
            repeated_candidate: OnFault::Skip,
            batch_elimination: false,
            continue_until_two: false,
            first_round_threshold: false,
            ties: if seats == 1 {
                TieRule::Lot
            } else {
                TieRule::PreviousRound
            },
            quota: Quota::Droop,
            fractional_threshold: false,
            decimal_places: 5,
            surpluses: Surpluses::LargestFirst,
            write_ins: None,
            skip_withdrawn: false,
            live_rounds: false,
        }
    }
}

/// Methods of counting ranked ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankedMethod {
    /// One seat: the lowest leaves until somebody has a majority of what still counts.
    InstantRunoff,
    /// Several seats: surpluses above the quota travel on as fractions (weighted inclusive Gregory).
    SingleTransferableVote,
    /// Several seats by Meek's method: elected candidates keep only the part of each vote that they need.
    Meek,
    /// The lowest leaves until as many as there are seats are left.
    BottomsUp,
    /// The lowest leaves until everybody left has more than this share.
    BottomsUpShare {
        /// The share.
        share: Share,
        /// Whether all below the share leave at once.
        cut_off: bool,
    },
    /// One instant run-off a seat, each without those elected before.
    Sequential,
}

/// What a fault of a ballot does to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnFault {
    /// The ballot counts for nobody from there on.
    Exhaust,
    /// The next rank counts.
    Skip,
}

/// Who goes first among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieRule {
    /// By lot, drawn by officials and recorded.
    Lot,
    /// Who had more in the last round in which they differed; otherwise by lot.
    PreviousRound,
    /// Who stands earlier in the definition.
    RecordedOrder,
}

/// The quota of a count with several seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quota {
    /// More than votes / (seats + 1).
    Droop,
    /// Votes / seats.
    Hare,
}

/// How surpluses of the single transferable vote travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surpluses {
    /// All who reach the quota are elected at once; the largest surplus travels first, one a round (Scotland).
    LargestFirst,
    /// All who reach the quota are elected, and their surpluses travel in one round (Minneapolis).
    Together,
    /// Only the first is elected in a round; the others go on to receive votes.
    OneWinnerARound,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact() {
        let share = |text: &str| text.parse::<Share>();
        assert_eq!(share("2/3").unwrap(), Share { parts: 2, of: 3 });
        assert_eq!(
            share("3.25 %").unwrap(),
            Share {
                parts: 325,
                of: 10_000
            }
        );
        assert_eq!(share("5%").unwrap().to_string(), "5 %");
        assert_eq!(share("3.25%").unwrap().to_string(), "3.25 %");
        assert_eq!(share("7/2000").unwrap().to_string(), "7/2000");
        assert!(share("2/3").unwrap().reached_by(2, 3));
        assert!(!share("1/2").unwrap().exceeded_by(50, 100));
        assert!(share("1/2").unwrap().exceeded_by(51, 100));
        assert_eq!(share("2/3").unwrap().least(100), 67);
        for wrong in [
            "", "1", "3/2", "1/0", "-1/2", "101 %", "x %", "+1/2", "1.5/2", "%",
        ] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
