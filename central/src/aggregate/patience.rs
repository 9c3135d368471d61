//! Trying again for ever: slower and slower, and said once.

use std::fmt::Display;
use std::time::Duration;

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Counts failures in a row.
#[derive(Debug)]
pub(crate) struct Patience {
    what: &'static str,
    failures: u32,
}

impl Patience {
    /// `what` says what does not happen while it fails.
    pub(crate) fn new(what: &'static str) -> Self {
        Patience { what, failures: 0 }
    }

    /// How long to wait before the next try. The first failure in a row is logged as a warning.
    pub(crate) fn failed(&mut self, error: &dyn Display) -> Duration {
        if self.failures == 0 {
            tracing::warn!(%error, "{}; trying again until it works", self.what);
        } else {
            tracing::debug!(%error, failures = self.failures, "{}", self.what);
        }
        let pause = FIRST_PAUSE * 2_u32.pow(self.failures.min(10));
        self.failures = self.failures.saturating_add(1);
        pause.min(LONGEST_PAUSE)
    }

    /// Ends a row of failures.
    pub(crate) fn succeeded(&mut self) {
        if self.failures > 0 {
            tracing::info!(failures = self.failures, "works again ({})", self.what);
            self.failures = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_begin_anew() {
        let mut patience = Patience::new("nothing happens");
        let pauses: Vec<_> = (0..20).map(|_| patience.failed(&"away")).collect();
        assert_eq!(
            (pauses[0], pauses[1], pauses[19]),
            (FIRST_PAUSE, FIRST_PAUSE * 2, LONGEST_PAUSE)
        );
        patience.succeeded();
        assert_eq!(patience.failed(&"away"), FIRST_PAUSE);
    }
}
