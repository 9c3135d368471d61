//! The roll: who may vote here, and where each of them stands.

use jiff::Timestamp;
use pollstream_protocol::ids::{StationId, VoterId};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::voter::{Accreditation, VoterRecord};

use crate::error::StationError;
use crate::station::Station;
use crate::store::{NewRow, VoterRow};

/// Where a voter stands, as far as this station knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoterStanding {
    /// Accredited and not checked in.
    MayCheckIn,
    /// Registered, not accredited yet.
    Pending,
    /// Registration refused.
    Rejected,
    /// Registration taken back.
    Withdrawn,
    /// Checked in here.
    CheckedIn {
        /// When.
        at: Timestamp,
        /// Whether the ballot was issued.
        issued: bool,
    },
    /// Checked in at another station, or at an earlier incarnation of this one.
    CheckedInElsewhere {
        /// Where.
        station: StationId,
        /// When.
        at: Timestamp,
    },
    /// Belongs to another polling station now.
    OtherPollingStation {
        /// Which.
        station: StationId,
    },
}

/// A voter on the roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollEntry {
    /// The record.
    pub voter: VoterRecord,
    /// Where the voter stands.
    pub standing: VoterStanding,
}

/// A check-in, here first, outweighs the accreditation: it happened.
pub(crate) fn standing(row: &VoterRow, here: &StationId) -> VoterStanding {
    if let Some((_, at, issued)) = row.check_in {
        return VoterStanding::CheckedIn { at, issued };
    }
    if let Some((station, at)) = &row.elsewhere {
        return VoterStanding::CheckedInElsewhere {
            station: station.clone(),
            at: *at,
        };
    }
    if row.voter.polling_station != *here {
        let station = row.voter.polling_station.clone();
        return VoterStanding::OtherPollingStation { station };
    }
    match row.voter.accreditation {
        Accreditation::Accredited => VoterStanding::MayCheckIn,
        Accreditation::Pending => VoterStanding::Pending,
        Accreditation::Rejected => VoterStanding::Rejected,
        Accreditation::Withdrawn => VoterStanding::Withdrawn,
    }
}

impl Station {
    pub(crate) fn roll_entry(&self, row: VoterRow) -> RollEntry {
        RollEntry {
            standing: standing(&row, self.id()),
            voter: row.voter,
        }
    }

    /// The voter, if on this roll.
    pub async fn voter(&self, voter: VoterId) -> Result<Option<RollEntry>, StationError> {
        Ok((self.reader().voter(voter).await?).map(|row| self.roll_entry(row)))
    }

    /// Takes over what central says of a voter, unless something newer is known. Returns whether the roll
    /// changed. The caller has opened the update with the authority's key.
    pub async fn apply_roll_update(&self, update: &RollUpdate) -> Result<bool, StationError> {
        if update.election != *self.election() || update.polling_station != *self.id() {
            return Err(StationError::Foreign("roll update"));
        }
        let mut books = self.books().await?;
        let known = books.writer.voter(update.voter.voter_id).await?;
        if known.as_ref().is_some_and(|row| row.version >= update.version) {
            return Ok(false);
        }
        let new = NewRow::from_update(update, self.incarnation());
        let mut change = books.change();
        change.put_voter(new, known.as_ref())?;
        books.commit(change).await?;
        Ok(true)
    }
}
