//! Votes with a fixed number of decimal places: exact, as the law writes them.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// An amount of votes in units of its last decimal place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Votes {
    units: u128,
    scale: u128,
}

impl Votes {
    /// `units` of a vote that has `scale` units; `scale` is a power of ten.
    pub(crate) fn new(units: u128, scale: u128) -> Self {
        Votes { units, scale }
    }

    /// Whole votes.
    pub fn whole(votes: u64) -> Self {
        Votes::new(u128::from(votes), 1)
    }

    /// The number, if it is whole.
    pub fn as_whole(self) -> Option<u64> {
        (self.units.is_multiple_of(self.scale))
            .then(|| u64::try_from(self.units / self.scale).ok())
            .flatten()
    }

    /// Units of a scale that is this one or finer.
    fn units_at(self, scale: u128) -> u128 {
        self.units * (scale / self.scale)
    }

    /// Whether there are none.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }
}

/// In the finer of the two scales.
impl Add for Votes {
    type Output = Votes;

    fn add(self, other: Votes) -> Votes {
        let scale = self.scale.max(other.scale);
        Votes::new(self.units_at(scale) + other.units_at(scale), scale)
    }
}

impl Sum for Votes {
    fn sum<I: Iterator<Item = Votes>>(votes: I) -> Votes {
        votes.fold(Votes::whole(0), Add::add)
    }
}

/// Decimal, without zeros at the end: `7.2501`, `8`.
impl fmt::Display for Votes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.units / self.scale, self.units % self.scale);
        if rest == 0 {
            return f.pad(&whole.to_string());
        }
        let places = self.scale.ilog10() as usize;
        let decimals = format!("{rest:0places$}");
        f.pad(&format!("{whole}.{}", decimals.trim_end_matches('0')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_written_as_decimals() {
        assert_eq!(Votes::new(72_501, 10_000).to_string(), "7.2501");
        assert_eq!(Votes::new(80_000, 10_000).to_string(), "8");
        assert_eq!(Votes::new(80_100, 10_000).to_string(), "8.01");
        assert_eq!(Votes::whole(38_852).to_string(), "38852");
        assert_eq!(Votes::new(80_000, 10_000).as_whole(), Some(8));
        assert_eq!(Votes::new(80_001, 10_000).as_whole(), None);
    }
}
