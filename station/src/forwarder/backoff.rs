//! How long to wait before trying again: longer each time, up to a limit, and never in step with others.

use std::time::Duration;

/// Delays that double with every failure.
#[derive(Debug, Clone)]
pub(super) struct Backoff {
    first: Duration,
    most: Duration,
    failures: u32,
}

impl Backoff {
    /// Delays from `first` up to `most`.
    pub(super) fn new(first: Duration, most: Duration) -> Self {
        Backoff {
            first,
            most,
            failures: 0,
        }
    }

    /// It worked: the next delay is the first one again.
    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }

    /// It failed once more.
    pub(super) fn fail(&mut self) {
        self.failures = self.failures.saturating_add(1);
    }

    /// The delay now. `chance` is in `0.0..1.0` and takes up to half of it away: after an outage thousands of
    /// stations must not come back in the same instant.
    pub(super) fn delay(&self, chance: f64) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(self.failures));
        doubled.min(self.most).mul_f64(1.0 - chance.clamp(0.0, 1.0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_limit_and_start_again_after_a_success() {
        let mut backoff = Backoff::new(Duration::from_secs(10), Duration::from_mins(1));
        let mut delays = Vec::new();
        for _ in 0..5 {
            delays.push(backoff.delay(0.0).as_secs());
            backoff.fail();
        }
        assert_eq!(delays, [10, 20, 40, 60, 60]);
        backoff.reset();
        assert_eq!(backoff.delay(0.0), Duration::from_secs(10));
    }

    #[test]
    fn jitter_takes_at_most_half_away_and_never_adds() {
        let backoff = Backoff::new(Duration::from_secs(10), Duration::from_mins(1));
        for chance in [0.0, 0.3, 0.999, 1.0, 7.0] {
            let delay = backoff.delay(chance);
            assert!(
                (Duration::from_secs(5)..=Duration::from_secs(10)).contains(&delay),
                "{delay:?}"
            );
        }
    }

    #[test]
    fn endless_failures_do_not_overflow() {
        let mut backoff = Backoff::new(Duration::from_secs(10), Duration::from_mins(1));
        for _ in 0..10_000 {
            backoff.fail();
        }
        assert_eq!(backoff.delay(0.0), Duration::from_mins(1));
    }
}
