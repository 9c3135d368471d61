//! How wrong PINs are answered with pauses: pure. Measured by a clock that runs from the start of the program and
//! that nobody can set, so that no correction of the date locks an officer out for longer, or lets one in sooner.

use std::collections::HashMap;
use std::time::Duration;

use crate::officers::OfficerId;
use crate::pin;

/// When each officer's last wrong PIN was. What is not here was before the program started.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    last: HashMap<OfficerId, Duration>,
}

impl Attempts {
    /// The rest of the pause after `failures` wrong PINs; `now` is the time since the program started.
    /// After a restart a pause begins anew: nobody gains by it, and no more than one pause is lost.
    pub(crate) fn wait(&self, officer: OfficerId, failures: u32, now: Duration) -> Option<Duration> {
        let last = self.last.get(&officer).copied().unwrap_or_default();
        let until = last.saturating_add(pin::pause(failures)?);
        until.checked_sub(now).filter(|rest| !rest.is_zero())
    }

    /// Notes when a wrong PIN was.
    pub(crate) fn failed(&mut self, officer: OfficerId, now: Duration) {
        self.last.insert(officer, now);
    }

    /// The right PIN was typed.
    pub(crate) fn forget(&mut self, officer: OfficerId) {
        self.last.remove(&officer);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ADA: OfficerId = OfficerId(Uuid::from_u128(1));

    fn second(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn a_pause_runs_from_the_last_wrong_pin() {
        let mut attempts = Attempts::default();
        attempts.failed(ADA, second(100));
        assert_eq!(attempts.wait(ADA, 2, second(100)), None);
        assert_eq!(attempts.wait(ADA, 3, second(100)), Some(second(30)));
        assert_eq!(attempts.wait(ADA, 3, second(129)), Some(second(1)));
        assert_eq!(attempts.wait(ADA, 3, second(130)), None);
    }

    #[test]
    fn after_a_restart_the_pause_begins_anew_and_is_never_longer_than_itself() {
        let attempts = Attempts::default();
        assert_eq!(attempts.wait(ADA, 4, second(0)), Some(second(60)));
        assert_eq!(attempts.wait(ADA, 4, second(60)), None);
        assert_eq!(attempts.wait(ADA, u32::MAX, second(0)), Some(second(900)));
    }
}
