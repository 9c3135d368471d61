//! The zero report and the close report as they stand in the log.

use jiff::Timestamp;
use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::entry::{CloseReport, EntryBody, EntryKind, ZeroReport};
use pollstream_protocol::limits::MAX_NUMBER;
use pollstream_protocol::statement::CloseStatement;

use crate::error::StationError;
use crate::station::Station;

/// The opening of the polls, as logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZeroRecord {
    /// The counters, all zero.
    pub report: ZeroReport,
    /// Who opened.
    pub officers: Vec<String>,
    /// When.
    pub at: Timestamp,
    /// Number of the entry.
    pub seq: u64,
    /// Why outside the legal hours; empty when it was within.
    pub outside_hours: String,
}

/// The closing of the polls, as logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseRecord {
    /// Reconciliation.
    pub report: CloseReport,
    /// Who closed.
    pub officers: Vec<String>,
    /// When.
    pub at: Timestamp,
    /// Number of the entry.
    pub seq: u64,
    /// Hash of the entry.
    pub hash: EntryHash,
    /// The report under the station's signature, as the text of a QR code; see [`CloseStatement::from_text`].
    pub statement: String,
}

impl Station {
    /// The zero report, once the polls were opened.
    pub async fn zero_report(&self) -> Result<Option<ZeroRecord>, StationError> {
        let Some((seq, body)) = self.newest(EntryKind::PollsOpened).await? else {
            return Ok(None);
        };
        let EntryBody::PollsOpened {
            zero_report: report,
            officers,
            at,
            outside_hours,
        } = body
        else {
            return Err(StationError::Damaged("the opening of the polls"));
        };
        Ok(Some(ZeroRecord {
            report,
            officers,
            at,
            seq,
            outside_hours,
        }))
    }

    /// The close report, once the polls were closed.
    pub async fn close_report(&self) -> Result<Option<CloseRecord>, StationError> {
        let Some((seq, body)) = self.newest(EntryKind::PollsClosed).await? else {
            return Ok(None);
        };
        let EntryBody::PollsClosed {
            close_report: report,
            officers,
            at,
        } = body
        else {
            return Err(StationError::Damaged("the closing of the polls"));
        };
        let hash = (self.reader().hash(seq).await?).ok_or(StationError::Damaged("a gap in the log"))?;
        let statement = CloseStatement {
            election: self.election().clone(),
            station: self.id().clone(),
            incarnation: self.incarnation(),
            next_seq: seq + 1,
            head_hash: hash,
            close_report: report,
            at,
        };
        Ok(Some(CloseRecord {
            report,
            officers,
            at,
            seq,
            hash,
            statement: statement.to_text(self.signing_key()),
        }))
    }

    async fn newest(&self, kind: EntryKind) -> Result<Option<(u64, EntryBody)>, StationError> {
        let found = self.reader().entries_before(MAX_NUMBER, 1, &[kind]).await?;
        found
            .into_iter()
            .next()
            .map(|stored| Ok((stored.seq, stored.decode()?)))
            .transpose()
    }
}
