//! Provisional cases that were opened before for somebody: who claims twice is not given two ballots unnoticed.

use jiff::Timestamp;
use pollstream_protocol::entry::{EntryBody, EntryKind};
use pollstream_protocol::ids::CaseId;
use pollstream_protocol::limits::MAX_NUMBER;
use pollstream_protocol::voter::{VoterRecord, looks_like_same_person};

use crate::error::StationError;
use crate::station::Station;

/// Entries of the log that are read at once.
const PAGE: u64 = 500;

/// A case that was opened here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlierCase {
    /// Its number.
    pub case: CaseId,
    /// When it was opened.
    pub at: Timestamp,
}

/// Whether two claims are of the same person, as far as it shows: the same registration number, or the same name and
/// date of birth. Without a number the ids of two strangers are one: that says nothing.
pub(crate) fn same_claimant(a: &VoterRecord, b: &VoterRecord) -> bool {
    let numbered = !a.registration_number.trim().is_empty();
    (numbered && a.voter_id == b.voter_id) || looks_like_same_person(a, b)
}

impl Station {
    /// The newest provisional case that was opened here for this person.
    pub async fn earlier_case(&self, claimant: &VoterRecord) -> Result<Option<EarlierCase>, StationError> {
        let mut before = MAX_NUMBER;
        loop {
            let page = self
                .reader()
                .entries_before(before, PAGE, &[EntryKind::OfficerAction])
                .await?;
            for stored in &page {
                if let EntryBody::ProvisionalCase {
                    case_id,
                    claimant: who,
                    at,
                    ..
                } = stored.decode()?
                    && same_claimant(claimant, &who)
                {
                    return Ok(Some(EarlierCase { case: case_id, at }));
                }
            }
            match page.last() {
                Some(last) if page.len() as u64 == PAGE => before = last.seq,
                _ => return Ok(None),
            }
        }
    }
}
