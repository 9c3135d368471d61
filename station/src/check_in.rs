//! Checking voters in. A voter is on one polling station's roll, and is checked in there once.

use jiff::Timestamp;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::ids::VoterId;

use crate::error::StationError;
use crate::roll::{RollEntry, VoterStanding, standing};
use crate::session::CheckedIn;
use crate::station::Station;
use crate::words;

/// Most voters that the list of those who wait names.
pub const MAX_WAITING: u64 = 200;

/// A voter who is checked in and has no ballot yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingVoter {
    /// Who.
    pub entry: RollEntry,
    /// When they were checked in.
    pub since: Timestamp,
}

impl Station {
    /// Checks a voter in: the polls are open, the voter is accredited, and no check-in stands, here or
    /// elsewhere as far as the roll knows.
    pub async fn check_in(&self, voter: VoterId, officer: &str) -> Result<CheckedIn, StationError> {
        let officer = words::officer(officer)?;
        let mut books = self.books().await?;
        let polls = books.state().polls;
        if !polls.admit_voters() {
            return Err(StationError::PollsNotOpen(polls.state()));
        }
        let row = books
            .writer
            .voter(voter)
            .await?
            .ok_or(StationError::UnknownVoter(voter))?;
        match standing(&row, self.id()) {
            VoterStanding::MayCheckIn => {}
            VoterStanding::Pending | VoterStanding::Rejected | VoterStanding::Withdrawn => {
                return Err(StationError::NotAccredited(row.voter.accreditation));
            }
            VoterStanding::OtherPollingStation { station } => {
                return Err(StationError::OtherPollingStation(station));
            }
            VoterStanding::CheckedIn { at, .. } => return Err(StationError::AlreadyCheckedIn { at }),
            VoterStanding::CheckedInElsewhere { station, at } => {
                return Err(StationError::CheckedInElsewhere { station, at });
            }
        }
        let ballot_style = row.voter.ballot_style.clone();
        self.issues(&ballot_style)?;
        let at = self.now();
        let mut change = books.change();
        let seq = change.append(&EntryBody::CheckIn {
            voter_id: voter,
            ballot_style,
            officer,
            at,
        })?;
        change.check_in(&row, seq, at);
        books.commit(change).await?;
        Ok(CheckedIn { seq })
    }

    /// How many voters are checked in and have no ballot yet, and when the first of them was checked in.
    pub async fn wait(&self) -> Result<(u64, Option<Timestamp>), StationError> {
        let first = self.reader().waiting(1).await?;
        let since = first.first().and_then(|row| row.check_in.map(|(_, at, _)| at));
        Ok((self.reader().not_issued().await?, since))
    }

    /// Voters who are checked in and have no ballot yet, who came first first; at most [`MAX_WAITING`]. While the polls
    /// are open they wait for the booth; of a close report that does not add up they are the cause.
    pub async fn waiting(&self) -> Result<Vec<WaitingVoter>, StationError> {
        let rows = self.reader().waiting(MAX_WAITING).await?;
        let waiting = rows.into_iter().filter_map(|row| {
            let (_, since, _) = row.check_in?;
            Some(WaitingVoter {
                entry: self.roll_entry(row),
                since,
            })
        });
        Ok(waiting.collect())
    }

    /// Takes a check-in back, as long as no ballot was issued for it: afterwards nobody can tell which.
    pub async fn undo_check_in(
        &self,
        voter: VoterId,
        reason: &str,
        officer: &str,
    ) -> Result<(), StationError> {
        let officer = words::officer(officer)?;
        let reason = words::text("reason", reason)?;
        let mut books = self.books().await?;
        let polls = books.state().polls;
        if !polls.accept_ballots() {
            return Err(StationError::PollsNotOpen(polls.state()));
        }
        let row = books
            .writer
            .voter(voter)
            .await?
            .ok_or(StationError::UnknownVoter(voter))?;
        let check_in_seq = match row.check_in {
            None => return Err(StationError::NotCheckedIn),
            Some((_, _, true)) => return Err(StationError::BallotIssued),
            Some((seq, _, false)) => seq,
        };
        let at = self.now();
        let mut change = books.change();
        change.append(&EntryBody::CheckInUndone {
            voter_id: voter,
            check_in_seq,
            reason,
            officer,
            at,
        })?;
        change.undo_check_in(&row);
        books.commit(change).await
    }
}
