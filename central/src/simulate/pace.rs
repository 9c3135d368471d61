//! How fast the simulated day goes by.

use std::time::Duration;

use tokio::time::Instant;

use super::day::SecondOfDay;

/// Maps a time of the simulated day to a moment of now: so many voters a second, over all stations. All
/// stations keep to one pace, so that it is the same time of day everywhere.
#[derive(Debug)]
pub(super) struct Pace {
    start: Instant,
    /// Arrivals of all stations in order; empty when nothing is to be waited for.
    arrivals: Vec<SecondOfDay>,
    rate: f64,
}

impl Pace {
    /// `rate` voters a second; none for as fast as it goes.
    pub(super) fn new(mut arrivals: Vec<SecondOfDay>, rate: Option<u32>) -> Self {
        match rate {
            Some(_) => arrivals.sort_unstable(),
            None => arrivals.clear(),
        }
        Pace {
            start: Instant::now(),
            arrivals,
            rate: rate.unwrap_or(1).max(1).into(),
        }
    }

    /// How long after the start this time of day comes.
    fn due(&self, at: SecondOfDay) -> Duration {
        let before = self.arrivals.partition_point(|arrival| *arrival < at);
        Duration::from_secs_f64(before as f64 / self.rate)
    }

    /// Waits until it is that time of day.
    pub(super) async fn wait_until(&self, at: SecondOfDay) {
        if !self.arrivals.is_empty() {
            tokio::time::sleep_until(self.start + self.due(at)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_time_comes_when_all_who_arrive_before_it_have_had_their_turn() {
        let pace = Pace::new(vec![300, 100, 200, 200], Some(2));
        let waits = |at| pace.due(at).as_millis();
        assert_eq!(
            [0, 100, 101, 200, 201, 999].map(waits),
            [0, 0, 500, 500, 1500, 2000]
        );
        let free = Pace::new(vec![300, 100], None);
        assert_eq!(free.due(999), Duration::ZERO);
    }
}
