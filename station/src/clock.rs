//! Whether the clock of this machine can be believed. Everything in the log is timed by it.

use jiff::Timestamp;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::limits::MAX_NUMBER;

use crate::error::StationError;
use crate::station::Station;

/// Newest entries that are looked at for a time; ballots have none.
const LOOK_BACK: u64 = 20;

/// What speaks for or against the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockReading {
    /// The time now, by this machine.
    pub now: Timestamp,
    /// Time of the newest entries of the log: a clock that shows an earlier one was set back.
    pub newest_entry: Option<Timestamp>,
    /// Seconds ahead of central's clock (negative: behind), as far as it shows.
    pub offset: Option<i64>,
}

/// Seconds by which a clock is ahead of central's (negative: behind), as far as cause and effect show: an
/// entry is older than the receipt that covers it, and a receipt is older than its arrival. 0 when neither is
/// contradicted; a slow network never looks like a wrong clock.
pub fn clock_offset(now: Timestamp, receipt: Timestamp, covered_entry: Option<Timestamp>) -> i64 {
    let behind = receipt.as_second() - now.as_second();
    if behind > 0 {
        return -behind;
    }
    covered_entry.map_or(0, |entry| (entry.as_second() - receipt.as_second()).max(0))
}

impl Station {
    /// Reads the clock and what it can be compared with.
    pub async fn clock(&self) -> Result<ClockReading, StationError> {
        let entries = self.reader().entries_before(MAX_NUMBER, LOOK_BACK, &[]).await?;
        let mut newest_entry = None;
        for stored in entries {
            newest_entry = newest_entry.max(at(&stored.decode()?));
        }
        Ok(ClockReading {
            now: self.now(),
            newest_entry,
            offset: self.sync_status().clock_offset,
        })
    }

    /// Compares the clock with the time of a receipt that said something new.
    pub(crate) async fn compare_clock(&self, next_seq: u64, sent: Timestamp) -> Result<(), StationError> {
        let covered = self.reader().entries_before(next_seq, 1, &[]).await?;
        let covered = match covered.first() {
            Some(stored) => at(&stored.decode()?),
            None => None,
        };
        let offset = clock_offset(self.now(), sent, covered);
        self.status()
            .send_if_modified(|s| s.clock_offset.replace(offset) != Some(offset));
        Ok(())
    }
}

/// When an entry was made, by the clock of its station; `None` for ballots.
pub(crate) fn at(body: &EntryBody) -> Option<Timestamp> {
    match body {
        EntryBody::BallotGroup(_) | EntryBody::ProvisionalBallot { .. } | EntryBody::RecoveryCopy(_) => None,
        EntryBody::Registration { voter, .. } => Some(voter.registered_at),
        EntryBody::CheckIn { at, .. }
        | EntryBody::CheckInUndone { at, .. }
        | EntryBody::PollsOpened { at, .. }
        | EntryBody::PollsPaused { at, .. }
        | EntryBody::PollsResumed { at, .. }
        | EntryBody::PollsClosed { at, .. }
        | EntryBody::Incident { at, .. }
        | EntryBody::OfficerAction { at, .. }
        | EntryBody::ProvisionalCase { at, .. }
        | EntryBody::ProgramStarted { at, .. }
        | EntryBody::ProgramEnded { at } => Some(*at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(n: i64) -> Timestamp {
        Timestamp::from_second(n).unwrap()
    }

    #[test]
    fn a_receipt_from_the_future_shows_a_slow_clock() {
        assert_eq!(clock_offset(second(100), second(160), None), -60);
        assert_eq!(clock_offset(second(100), second(160), Some(second(90))), -60);
    }

    #[test]
    fn an_entry_later_than_its_receipt_shows_a_fast_clock() {
        assert_eq!(clock_offset(second(200), second(100), Some(second(130))), 30);
    }

    #[test]
    fn a_late_receipt_says_nothing_against_the_clock() {
        assert_eq!(clock_offset(second(5_000), second(100), Some(second(99))), 0);
        assert_eq!(clock_offset(second(100), second(100), None), 0);
    }
}
