//! Reading the station log: for the officers' screen, for the forwarder and for the file on a USB stick.

use jiff::Timestamp;
use pollstream_protocol::chain::genesis;
use pollstream_protocol::entry::{CloseReport, EntryBody, EntryKind};
use pollstream_protocol::receipt::Receipt;
use pollstream_protocol::segment::Segment;

use crate::error::StationError;
use crate::station::Station;
use crate::store::SyncRow;
use crate::sync::{LogFacts, SyncTrouble, Verdict, judge};

/// Most lines that one call returns.
const MAX_LINES: u32 = 1_000;

/// An entry in words. Holds nothing of a ballot but its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Number of the entry, from 0.
    pub seq: u64,
    /// What it records.
    pub kind: EntryKind,
    /// When; ballots have no time.
    pub at: Option<Timestamp>,
    /// Who; several names with commas between. Empty for ballots.
    pub officer: String,
    /// In words, in English; screens in other languages word the kind themselves.
    pub text: String,
}

fn line(seq: u64, body: &EntryBody) -> LogLine {
    let (at, officer, text) = words(body);
    LogLine {
        seq,
        kind: body.kind(),
        at,
        officer,
        text,
    }
}

fn words(body: &EntryBody) -> (Option<Timestamp>, String, String) {
    let one = |at: &Timestamp, officer: &String, text: String| (Some(*at), officer.clone(), text);
    match body {
        EntryBody::Registration { voter, officer } => one(
            &voter.registered_at,
            officer,
            format!("voter {} registered", voter.voter_id),
        ),
        EntryBody::CheckIn {
            voter_id,
            officer,
            at,
            ..
        } => one(at, officer, format!("voter {voter_id} checked in")),
        EntryBody::CheckInUndone {
            voter_id,
            reason,
            officer,
            at,
            ..
        } => one(
            at,
            officer,
            format!("check-in of voter {voter_id} undone: {reason}"),
        ),
        EntryBody::BallotBatch(batch) => (
            None,
            String::new(),
            format!("{} sealed ballots", batch.ballots.len()),
        ),
        EntryBody::ProvisionalBallot { .. } => (None, String::new(), "a sealed provisional ballot".into()),
        EntryBody::PollsOpened { officers, at, .. } => one(
            at,
            &officers.join(", "),
            "polls opened; all counters are zero".into(),
        ),
        EntryBody::PollsPaused { reason, officer, at } => one(at, officer, format!("polls paused: {reason}")),
        EntryBody::PollsResumed { officer, at } => one(at, officer, "polls resumed".into()),
        EntryBody::PollsClosed {
            close_report,
            officers,
            at,
        } => one(at, &officers.join(", "), closed(close_report)),
        EntryBody::Incident {
            kind,
            text,
            officer,
            at,
        } => one(at, officer, format!("{}: {text}", kind.as_str())),
        EntryBody::OfficerAction {
            action,
            officer,
            at,
            text,
        } => {
            let name = action.as_str().replace('_', " ");
            let text = if text.is_empty() {
                name
            } else {
                format!("{name}: {text}")
            };
            one(at, officer, text)
        }
        EntryBody::ProvisionalCase {
            case_id,
            reason,
            officer,
            at,
            ..
        } => {
            let reason = reason.as_str().replace('_', " ");
            one(
                at,
                officer,
                format!("provisional case {case_id} opened: {reason}"),
            )
        }
    }
}

fn closed(report: &CloseReport) -> String {
    format!(
        "polls closed: {} check-ins, {} ballots, {} provisional ballots, {} spoiled, {} left without casting",
        report.check_ins, report.ballots, report.provisional, report.spoiled, report.fled
    )
}

impl Station {
    /// Up to `limit` entries from number `from_seq` in words, never more than 1,000.
    pub async fn log(&self, from_seq: u64, limit: u32) -> Result<Vec<LogLine>, StationError> {
        let entries = self
            .reader()
            .entries(from_seq, u64::from(limit.min(MAX_LINES)))
            .await?;
        entries
            .iter()
            .map(|stored| {
                let body = stored
                    .entry
                    .decode()
                    .map_err(|_| StationError::Damaged("an entry of the log"))?;
                Ok(line(stored.seq, &body))
            })
            .collect()
    }

    /// The signed segment that begins with entry `from_seq`, as large as may be, and the number of the entry
    /// after it; `None` at the end of the log. The same bytes go to Kafka and to a file.
    pub async fn next_segment(&self, from_seq: u64) -> Result<Option<(Vec<u8>, u64)>, StationError> {
        let reader = self.reader();
        let entries = reader.segment_entries(from_seq).await?;
        if entries.is_empty() {
            return Ok(None);
        }
        let prev_hash = match from_seq.checked_sub(1) {
            None => genesis(self.election(), self.id(), self.incarnation()),
            Some(last) => reader
                .hash(last)
                .await?
                .ok_or(StationError::Damaged("a gap in the log"))?,
        };
        let (election, station) = (self.election().clone(), self.id().clone());
        let segment = Segment::new(
            election,
            station,
            self.incarnation(),
            from_seq,
            prev_hash,
            entries,
        );
        Ok(Some((segment.sign(self.signing_key())?, segment.next_seq())))
    }

    /// Takes note of a receipt. Returns whether it said anything new. The caller has opened it with the
    /// authority's key.
    ///
    /// A receipt that contradicts this log becomes the [`crate::SyncTrouble`] of the status: the log is not
    /// believed to be durable on its word.
    pub async fn apply_receipt(&self, receipt: &Receipt) -> Result<bool, StationError> {
        if receipt.election != *self.election() || receipt.station != *self.id() {
            return Err(StationError::Foreign("receipt"));
        }
        let mut books = self.books().await?;
        let known = self.sync_status();
        let facts = LogFacts {
            incarnation: self.incarnation().0,
            next_seq: books.state().next_seq,
            receipted: known.receipted,
        };
        let mut row = SyncRow {
            receipted: known.receipted,
            received_at: known.last_receipt,
            standing: known.standing,
            refusal: known.refusal.clone(),
            trouble: known.trouble,
        };
        let ours = receipt.incarnation == self.incarnation();
        let same_hash = match receipt.next_seq {
            0 => Some(receipt.head_hash == genesis(self.election(), self.id(), receipt.incarnation)),
            n if ours && n <= facts.next_seq => books
                .writer
                .hash(n - 1)
                .await?
                .map(|hash| hash == receipt.head_hash),
            _ => None,
        };
        match judge(facts, receipt.incarnation.0, receipt.next_seq, same_hash) {
            Verdict::Stale => return Ok(false),
            Verdict::Trouble(trouble) => row.trouble = Some(trouble),
            Verdict::Durable => {
                row.receipted = receipt.next_seq;
                row.trouble = known
                    .trouble
                    .filter(|t| matches!(t, SyncTrouble::Superseded { .. }));
            }
        }
        if ours {
            row.standing = receipt.standing;
            row.refusal.clone_from(&receipt.refusal);
        }
        let same = (row.receipted, row.standing, &row.refusal, row.trouble)
            == (known.receipted, known.standing, &known.refusal, known.trouble);
        if same {
            return Ok(false);
        }
        row.received_at = Some(self.now());
        if row.trouble.is_some() && row.trouble != known.trouble {
            tracing::error!(trouble = ?row.trouble, "central's receipt contradicts this station's log");
        }
        books.commit_sync(row).await?;
        Ok(true)
    }
}
