//! How the whole election's counts grew over the day.

use std::collections::VecDeque;

use jiff::Timestamp;

/// Seconds between two samples.
pub const STEP: i64 = 5;
/// Most samples that are kept: more than a day's.
const LIMIT: usize = 20_000;

/// Counts at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Seconds since 1970, a multiple of [`STEP`].
    pub at: i64,
    /// Ballots counted by then.
    pub ballots: u64,
    /// Check-ins that had arrived by then.
    pub checked_in: u64,
}

/// The samples of a day, oldest first: the last counts of each [`STEP`] in which there were any.
///
/// The results topic is compacted, so what came long before this reader began may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace(VecDeque<Sample>);

impl Pace {
    /// Notes the counts of one moment. Moments before the newest are left out.
    pub(super) fn note(&mut self, as_of: Timestamp, ballots: u64, checked_in: u64) {
        let at = as_of.as_second().div_euclid(STEP) * STEP;
        let sample = Sample {
            at,
            ballots,
            checked_in,
        };
        match self.0.back_mut() {
            Some(last) if last.at > at => {}
            Some(last) if last.at == at => *last = sample,
            _ => {
                self.0.push_back(sample);
                if self.0.len() > LIMIT {
                    self.0.pop_front();
                }
            }
        }
    }

    /// The samples.
    pub fn samples(&self) -> impl DoubleEndedIterator<Item = &Sample> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_keeps_its_last_counts_and_time_never_runs_back() {
        let mut pace = Pace::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        for (second, ballots) in [(100, 1), (104, 3), (105, 4), (101, 2), (117, 9)] {
            pace.note(at(second), ballots, ballots + 1);
        }
        let seen: Vec<_> = pace.samples().map(|s| (s.at, s.ballots)).collect();
        assert_eq!(seen, [(100, 3), (105, 4), (115, 9)]);
    }
}
