//! Reading the station log: for the officers' screen, for the forwarder and for the file on a USB stick.

use jiff::Timestamp;
use pollstream_protocol::chain::genesis;
use pollstream_protocol::entry::{Action, CloseReport, EntryBody, EntryKind};
use pollstream_protocol::limits::MAX_NUMBER;
use pollstream_protocol::receipt::Receipt;
use pollstream_protocol::segment::Segment;

use crate::clock::at;
use crate::error::StationError;
use crate::station::Station;
use crate::store::{StoredEntry, SyncRow};
use crate::sync::{LogFacts, Verdict, judge};

/// Most lines that one call returns.
const MAX_LINES: u32 = 1_000;

/// An entry in words. Holds nothing of a ballot but its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Number of the entry, from 0.
    pub seq: u64,
    /// What it records.
    pub kind: EntryKind,
    /// Finer than the kind: an officer's action, what an incident is about; otherwise the kind itself.
    pub code: &'static str,
    /// What a screen in another language needs to word it: names and values.
    pub params: Vec<(&'static str, String)>,
    /// When; ballots have no time.
    pub at: Option<Timestamp>,
    /// Who; several names with commas between. Empty for ballots.
    pub officer: String,
    /// In words, in English; screens in other languages word the kind themselves.
    pub text: String,
}

fn line(seq: u64, body: &EntryBody) -> LogLine {
    let (code, params, text) = words(body);
    LogLine {
        seq,
        kind: body.kind(),
        code,
        params,
        at: at(body),
        officer: who(body),
        text,
    }
}

fn who(body: &EntryBody) -> String {
    match body {
        EntryBody::BallotGroup(_)
        | EntryBody::ProvisionalBallot { .. }
        | EntryBody::RecoveryCopy(_)
        | EntryBody::ProgramStarted { .. }
        | EntryBody::ProgramEnded { .. } => String::new(),
        EntryBody::PollsOpened { officers, .. } | EntryBody::PollsClosed { officers, .. } => {
            officers.join(", ")
        }
        EntryBody::Registration { officer, .. }
        | EntryBody::CheckIn { officer, .. }
        | EntryBody::CheckInUndone { officer, .. }
        | EntryBody::PollsPaused { officer, .. }
        | EntryBody::PollsResumed { officer, .. }
        | EntryBody::Incident { officer, .. }
        | EntryBody::OfficerAction { officer, .. }
        | EntryBody::ProvisionalCase { officer, .. } => officer.clone(),
    }
}

type Words = (&'static str, Vec<(&'static str, String)>, String);

fn words(body: &EntryBody) -> Words {
    let kind = body.kind().as_str();
    match body {
        EntryBody::Registration { voter, .. } => {
            let id = voter.voter_id;
            (kind, vec![("voter", id.to_string())], "a voter registered".into())
        }
        EntryBody::CheckIn { voter_id: id, .. } => {
            (kind, vec![("voter", id.to_string())], "a voter checked in".into())
        }
        EntryBody::CheckInUndone {
            voter_id: id, reason, ..
        } => {
            let params = vec![("voter", id.to_string()), ("reason", reason.clone())];
            (kind, params, format!("a check-in undone: {reason}"))
        }
        EntryBody::BallotGroup(group) => {
            let ballots = group.ballots.len();
            (
                kind,
                vec![("ballots", ballots.to_string())],
                format!("{ballots} sealed ballots"),
            )
        }
        EntryBody::ProvisionalBallot { .. } => (kind, vec![], "a sealed provisional ballot".into()),
        EntryBody::PollsOpened { outside_hours, .. } if outside_hours.is_empty() => {
            (kind, vec![], "polls opened; all counters are zero".into())
        }
        EntryBody::PollsOpened { outside_hours, .. } => (
            "opened_outside_hours",
            vec![("reason", outside_hours.clone())],
            format!("polls opened outside the legal hours: {outside_hours}; all counters are zero"),
        ),
        EntryBody::PollsPaused { reason, .. } => (
            kind,
            vec![("reason", reason.clone())],
            format!("polls paused: {reason}"),
        ),
        EntryBody::PollsResumed { .. } => (kind, vec![], "polls resumed".into()),
        EntryBody::PollsClosed { close_report, .. } => closed(kind, close_report),
        EntryBody::Incident { kind, text, .. } => (
            kind.as_str(),
            vec![("text", text.clone())],
            format!("{}: {text}", kind.as_str()),
        ),
        EntryBody::OfficerAction { action, text, .. } => {
            let name = action.as_str().replace('_', " ");
            let words = if text.is_empty() {
                name
            } else {
                format!("{name}: {text}")
            };
            (action.as_str(), vec![("text", text.clone())], words)
        }
        EntryBody::ProvisionalCase { case_id, reason, .. } => {
            let params = vec![("case", case_id.number()), ("reason", reason.as_str().to_owned())];
            let reason = reason.as_str().replace('_', " ");
            let text = format!("provisional case {} opened: {reason}", case_id.number());
            (Action::ProvisionalCaseOpened.as_str(), params, text)
        }
        EntryBody::RecoveryCopy(_) => (kind, vec![], "a recovery copy of a sealed ballot".into()),
        EntryBody::ProgramStarted { software, .. } => {
            let params = vec![("software", software.clone())];
            (kind, params, format!("the program started: {software}"))
        }
        EntryBody::ProgramEnded { .. } => (kind, vec![], "the program ended".into()),
    }
}

fn closed(kind: &'static str, report: &CloseReport) -> Words {
    let params = vec![
        ("check_ins", report.check_ins.to_string()),
        ("ballots", report.ballots.to_string()),
        ("provisional", report.provisional.to_string()),
        ("spoiled", report.spoiled.to_string()),
        ("fled", report.fled.to_string()),
    ];
    let text = format!(
        "polls closed: {} check-ins, {} ballots, {} provisional ballots, {} spoiled, {} left without casting",
        report.check_ins, report.ballots, report.provisional, report.spoiled, report.fled
    );
    (kind, params, text)
}

fn lines(entries: &[StoredEntry]) -> Result<Vec<LogLine>, StationError> {
    entries
        .iter()
        .map(|stored| Ok(line(stored.seq, &stored.decode()?)))
        .collect()
}

impl Station {
    /// Up to `limit` entries from number `from_seq` in words, never more than 1,000.
    pub async fn log(&self, from_seq: u64, limit: u32) -> Result<Vec<LogLine>, StationError> {
        let limit = u64::from(limit.min(MAX_LINES));
        lines(&self.reader().entries(from_seq, limit).await?)
    }

    /// Up to `limit` entries before number `before` in words, newest first, never more than 1,000; of some
    /// kinds, or of all when none is named.
    pub async fn log_before(
        &self,
        before: u64,
        limit: u32,
        kinds: &[EntryKind],
    ) -> Result<Vec<LogLine>, StationError> {
        // Numbers beyond SQLite's integers stand for the end of the log.
        let before = before.min(MAX_NUMBER);
        let limit = u64::from(limit.min(MAX_LINES));
        lines(&self.reader().entries_before(before, limit, kinds).await?)
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
            Verdict::Trouble(trouble) => {
                row.trouble = Some(known.trouble.map_or(trouble, |known| known.graver(trouble)));
            }
            Verdict::Durable => {
                row.receipted = receipt.next_seq;
                row.trouble = known.trouble.filter(|t| !t.is_resolved_by(receipt.next_seq));
            }
        }
        // Older than the receipt that showed a contradiction: how central regards the station now is not in it.
        let is_old = row.trouble.is_some_and(|t| t.outdates(receipt.next_seq));
        if ours && !is_old {
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
