//! What of the booth is only in memory; a restart forgets it.

use std::time::{Duration, Instant};

use pollstream_protocol::ids::SessionId;

use crate::dto::booth::CastBallot;

/// A voter who touches nothing for so long may need help, or has left.
const INACTIVE_AFTER: Duration = Duration::from_mins(3);

/// What of the booth is only in memory; a restart forgets it.
#[derive(Debug, Default)]
pub(crate) struct BoothMemory {
    /// Of the ballot in the booth; grows with each.
    pub(crate) visit: u64,
    /// The session that the visit is of.
    pub(crate) session: Option<SessionId>,
    /// What was in the booth when the program started is still there.
    pub(crate) restarted: bool,
    /// The code of the ballot that was just cast.
    pub(crate) cast: Option<CastBallot>,
    /// The voter has called an officer.
    pub(crate) help_wanted: bool,
    /// When something was last touched there; `None` when nobody is in it.
    pub(crate) touched: Option<Instant>,
}

impl BoothMemory {
    /// The number of the visit that a session is in; a session that was not there before begins another.
    pub(crate) fn visit_of(&mut self, session: SessionId) -> u64 {
        if self.session != Some(session) {
            self.session = Some(session);
            self.visit += 1;
            self.cast = None;
            self.touched = Some(Instant::now());
        }
        self.visit
    }

    /// Minutes for which a voter has touched nothing, when somebody should ask; otherwise 0.
    pub(crate) fn inactive_minutes(&self) -> u64 {
        let since = self.touched.map(|at| at.elapsed()).unwrap_or_default();
        if since >= INACTIVE_AFTER {
            since.as_secs() / 60
        } else {
            0
        }
    }

    /// The voter has left.
    pub(crate) fn left(&mut self) {
        let visit = self.visit;
        *self = BoothMemory {
            visit,
            ..BoothMemory::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ballot_that_enters_the_booth_is_another_visit() {
        let session = |n| SessionId(uuid::Uuid::from_u128(n));
        let mut memory = BoothMemory::default();
        assert_eq!(memory.visit_of(session(1)), 1);
        assert_eq!(memory.visit_of(session(1)), 1);
        memory.help_wanted = true;
        memory.left();
        assert!(!memory.help_wanted && memory.session.is_none());
        assert_eq!(memory.visit_of(session(1)), 2, "a number is never used twice");
    }
}
