//! The way from the booth back to the desk: an officer's PIN, typed where voters stand. Wrong ones are counted apart
//! from those at the desk, for all officers together: a voter who tries PINs delays the next try in the booth, and
//! locks no officer out.

use std::time::{Duration, Instant};

use pollstream_protocol::entry::Action;

use crate::error::StationError;
use crate::officers::{Officer, OfficerId, stretched};
use crate::pin;
use crate::station::Station;

/// Wrong PINs that are answered at once.
const FREE_FAILURES: u32 = 3;
/// The pause after every further one. It does not grow: an officer who knows the PIN waits no longer than this.
const PAUSE: Duration = Duration::from_mins(1);

/// Wrong PINs in the booth since the last right one. In memory and by the clock that nobody sets.
#[derive(Debug, Default)]
pub(crate) struct BoothAttempts {
    failures: u32,
    last: Option<Instant>,
}

impl BoothAttempts {
    /// How long no attempt is taken.
    fn refused_for(&self, now: Instant) -> Option<Duration> {
        let last = self.last.filter(|_| self.failures >= FREE_FAILURES)?;
        let left = PAUSE.saturating_sub(now.saturating_duration_since(last));
        (!left.is_zero()).then_some(left)
    }

    fn wrong(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        self.last = Some(now);
    }

    fn left(&self) -> u32 {
        FREE_FAILURES.saturating_sub(self.failures)
    }
}

impl Station {
    /// Signs an officer in by the PIN that was typed in the booth. Right or wrong, what is counted at the desk stays
    /// as it is.
    pub async fn sign_in_at_booth(&self, officer: OfficerId, pin: &str) -> Result<Officer, StationError> {
        let officer = self.prove_at_booth(officer, pin).await?;
        self.record_action(Action::SignedIn, &officer.name).await?;
        Ok(officer)
    }

    async fn prove_at_booth(&self, officer: OfficerId, pin: &str) -> Result<Officer, StationError> {
        let mut attempts = self.booth_attempts().lock().await;
        if let Some(left) = attempts.refused_for(Instant::now()) {
            return Err(StationError::PinRefused { wait: left });
        }
        let row = self.officer_row(officer).await?;
        let (kept, typed) = (row.pin.clone(), pin::normalised(pin));
        if stretched(move || pin::matches(&kept, &typed)).await? {
            *attempts = BoothAttempts::default();
            return Ok(row.officer(None));
        }
        attempts.wrong(Instant::now());
        self.record_refusal_at_booth(&row.name).await?;
        Err(match attempts.refused_for(Instant::now()) {
            Some(wait) => StationError::PinRefused { wait },
            None => StationError::WrongPin {
                left: attempts.left(),
            },
        })
    }

    async fn record_refusal_at_booth(&self, officer: &str) -> Result<(), StationError> {
        let mut books = self.books().await?;
        let mut change = books.change();
        let text = "in the booth".to_owned();
        change.append(&self.action(Action::SignInRefused, officer.to_owned(), text))?;
        books.commit(change).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_wrong_pins_are_answered_at_once_and_each_further_one_costs_a_minute() {
        let start = Instant::now();
        let mut attempts = BoothAttempts::default();
        for left in [2, 1] {
            attempts.wrong(start);
            assert_eq!((attempts.refused_for(start), attempts.left()), (None, left));
        }
        for n in 0..5 {
            let now = start + PAUSE * n;
            attempts.wrong(now);
            assert_eq!(attempts.refused_for(now), Some(PAUSE), "the pause does not grow");
            assert_eq!(
                attempts.refused_for(now + PAUSE / 3),
                PAUSE.checked_sub(PAUSE / 3)
            );
            assert_eq!(attempts.refused_for(now + PAUSE), None);
        }
        assert_eq!(BoothAttempts::default().refused_for(start), None);
    }
}
