//! How long results take from being computed to being drawn.

use std::collections::VecDeque;

use jiff::Timestamp;

/// Results that are remembered.
const KEPT: usize = 500;

/// The latest delays, in milliseconds, by this machine's clock against the aggregator's.
#[derive(Debug, Default)]
pub(crate) struct Latency {
    last: Option<Timestamp>,
    delays: VecDeque<u64>,
}

impl Latency {
    /// Notes that results of `as_of` are on the screen now. Those from before this window had caught up were not
    /// late: it was not there.
    pub(crate) fn shown(&mut self, as_of: Option<Timestamp>, caught_up: bool) {
        self.note(as_of, caught_up, Timestamp::now());
    }

    fn note(&mut self, as_of: Option<Timestamp>, caught_up: bool, now: Timestamp) {
        let seen = std::mem::replace(&mut self.last, as_of);
        let Some(at) = as_of.filter(|at| caught_up && seen.is_some_and(|seen| seen < *at)) else {
            return;
        };
        let delay = now.duration_since(at).as_millis();
        self.delays.push_back(u64::try_from(delay).unwrap_or(0));
        if self.delays.len() > KEPT {
            self.delays.pop_front();
        }
    }

    /// The delay that this share of results did not exceed; absent before the first.
    pub(crate) fn at(&self, share: f64) -> Option<u64> {
        let mut sorted: Vec<u64> = self.delays.iter().copied().collect();
        sorted.sort_unstable();
        let last = sorted.len().checked_sub(1)?;
        sorted.get((last as f64 * share).ceil() as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_results_that_came_while_the_window_looked_are_measured() {
        let mut latency = Latency::default();
        let at = |ms| Timestamp::from_millisecond(ms).unwrap();
        latency.note(Some(at(1_000)), false, at(60_000));
        assert_eq!(latency.at(0.5), None, "read from the past");
        latency.note(Some(at(61_000)), true, at(61_120));
        latency.note(Some(at(61_000)), true, at(65_000));
        latency.note(Some(at(66_000)), true, at(66_300));
        assert_eq!((latency.at(0.0), latency.at(1.0)), (Some(120), Some(300)));
    }
}
