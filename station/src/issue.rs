//! Whether a ballot may be issued for a check-in: pure. The roll may have changed since the voter was checked in; who
//! gets a ballot is decided by what is known when it is issued.

use jiff::Timestamp;
use pollstream_protocol::ids::{BallotStyleId, StationId};
use pollstream_protocol::voter::Accreditation;
use thiserror::Error;

use crate::error::StationError;
use crate::store::VoterRow;

/// What a roll update that came after the check-in says against a ballot. The check-in is undone; then the voter
/// stands as the roll says.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IssueObstacle {
    /// Not entitled any more.
    #[error("the voter is not accredited any more ({})", .0.as_str())]
    NotAccredited(Accreditation),
    /// Checked in elsewhere as well.
    #[error("the voter was checked in at `{station}` as well")]
    CheckedInElsewhere {
        /// Where.
        station: StationId,
        /// When.
        at: Timestamp,
    },
    /// Belongs to another polling station now.
    #[error("the voter belongs to polling station `{0}` now")]
    OtherPollingStation(StationId),
    /// Entitled to another ballot than the one that the check-in is for.
    #[error("the voter is entitled to another ballot now")]
    OtherStyle,
}

impl IssueObstacle {
    /// Short and stable.
    pub fn code(&self) -> &'static str {
        match self {
            IssueObstacle::NotAccredited(_) => "not_accredited",
            IssueObstacle::CheckedInElsewhere { .. } => "checked_in_elsewhere",
            IssueObstacle::OtherPollingStation(_) => "other_polling_station",
            IssueObstacle::OtherStyle => "other_style",
        }
    }
}

/// What the roll says now against a ballot of the style for which the voter was checked in.
pub(crate) fn obstacle(
    row: &VoterRow,
    here: &StationId,
    checked_in_for: &BallotStyleId,
) -> Option<IssueObstacle> {
    if let Some((station, at)) = &row.elsewhere {
        return Some(IssueObstacle::CheckedInElsewhere {
            station: station.clone(),
            at: *at,
        });
    }
    if row.voter.polling_station != *here {
        let station = row.voter.polling_station.clone();
        return Some(IssueObstacle::OtherPollingStation(station));
    }
    if row.voter.accreditation != Accreditation::Accredited {
        return Some(IssueObstacle::NotAccredited(row.voter.accreditation));
    }
    (row.voter.ballot_style != *checked_in_for).then_some(IssueObstacle::OtherStyle)
}

/// Decides on issuing. `checked_in_for` is the style in the check-in's entry, when there is one.
pub(crate) fn decide(
    row: &VoterRow,
    here: &StationId,
    checked_in_for: Option<&BallotStyleId>,
) -> Result<BallotStyleId, StationError> {
    match (row.check_in, checked_in_for) {
        (None, _) | (Some(_), None) => Err(StationError::NotCheckedIn),
        (Some((_, _, true)), _) => Err(StationError::BallotIssued),
        (Some((_, _, false)), Some(style)) => match obstacle(row, here, style) {
            Some(obstacle) => Err(StationError::ChangedSinceCheckIn(obstacle)),
            None => Ok(style.clone()),
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use pollstream_protocol::ids::VoterId;
    use pollstream_protocol::voter::{Address, VoterRecord};

    use super::*;

    fn here() -> StationId {
        "s1".parse().unwrap()
    }

    fn city() -> BallotStyleId {
        "city".parse().unwrap()
    }

    /// A voter who was checked in for the style `city`, and nothing has changed since.
    fn checked_in() -> VoterRow {
        VoterRow {
            row: 1,
            voter: VoterRecord {
                voter_id: VoterId::derive(&"riverton".parse().unwrap(), "RV-1"),
                registration_number: "RV-1".into(),
                name: "Ada".into(),
                date_of_birth: date(1980, 5, 1),
                gender: String::new(),
                nationality: String::new(),
                address: Address::default(),
                email: String::new(),
                phone: String::new(),
                cell: String::new(),
                picture: String::new(),
                accreditation: Accreditation::Accredited,
                polling_station: here(),
                ballot_style: city(),
                registered_at: Timestamp::UNIX_EPOCH,
            },
            version: 1,
            check_in: Some((7, Timestamp::UNIX_EPOCH, false)),
            elsewhere: None,
        }
    }

    fn refused(row: &VoterRow) -> &'static str {
        match decide(row, &here(), Some(&city())).unwrap_err() {
            StationError::ChangedSinceCheckIn(obstacle) => obstacle.code(),
            other => other.code(),
        }
    }

    #[test]
    fn a_check_in_that_nothing_has_changed_gets_its_ballot_once() {
        let mut row = checked_in();
        assert_eq!(decide(&row, &here(), Some(&city())).unwrap(), city());
        row.check_in = Some((7, Timestamp::UNIX_EPOCH, true));
        assert_eq!(refused(&row), "ballot_issued");
        row.check_in = None;
        assert_eq!(refused(&row), "not_checked_in");
        assert_eq!(
            decide(&checked_in(), &here(), None).unwrap_err().code(),
            "not_checked_in"
        );
    }

    #[test]
    fn who_is_not_accredited_any_more_gets_none() {
        for accreditation in [
            Accreditation::Withdrawn,
            Accreditation::Rejected,
            Accreditation::Pending,
        ] {
            let mut row = checked_in();
            row.voter.accreditation = accreditation;
            assert_eq!(refused(&row), "not_accredited");
        }
    }

    #[test]
    fn who_was_checked_in_elsewhere_gets_none() {
        let mut row = checked_in();
        row.elsewhere = Some(("s2".parse().unwrap(), Timestamp::UNIX_EPOCH));
        assert_eq!(refused(&row), "checked_in_elsewhere");
    }

    #[test]
    fn who_belongs_elsewhere_now_gets_none() {
        let mut row = checked_in();
        row.voter.polling_station = "s2".parse().unwrap();
        assert_eq!(refused(&row), "other_polling_station");
    }

    #[test]
    fn another_style_is_not_issued_on_this_check_in() {
        let mut row = checked_in();
        row.voter.ballot_style = "rural".parse().unwrap();
        assert_eq!(refused(&row), "other_style");
    }
}
