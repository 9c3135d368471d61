//! Central: a broker that forgets, a database that is committed, restored or heard wrongly, and intakes around the pure
//! count. What a transaction does here is what `intake::transaction` does in SQL.

use std::collections::BTreeMap;

use pollstream_count::admission::{Admission, Head, admit};
use pollstream_count::certification::LogStanding;
use pollstream_count::gate::Verified;
use pollstream_count::station_log::{Bounds, Fate, Known, LogState};
use pollstream_protocol::chain::{EntryHash, genesis};
use pollstream_protocol::decision::LogHead;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::ids::{BallotStyleId, LogName};
use pollstream_protocol::ledger::Ledger;
use pollstream_protocol::receipt::Standing;

use super::station::ELECTION;

/// A log on record.
#[derive(Clone)]
struct Row {
    start: EntryHash,
    hashes: Vec<EntryHash>,
    standing: Standing,
    state: LogState,
    known: Known,
    held: Vec<Verified>,
    set_aside: Vec<(u64, EntryBody)>,
}

impl Row {
    fn head(&self) -> Head {
        Head {
            next_seq: self.hashes.len() as u64,
            hash: self.hashes.last().copied().unwrap_or(self.start),
            standing: self.standing,
        }
    }

    fn hash_before(&self, seq: u64) -> Option<EntryHash> {
        match usize::try_from(seq).ok()? {
            0 => Some(self.start),
            n => self.hashes.get(n - 1).copied(),
        }
    }
}

/// Central's database.
#[derive(Clone)]
pub(crate) struct Database {
    rows: BTreeMap<LogName, Row>,
    /// Raw segments that were taken in.
    pub(crate) kept: Vec<Verified>,
    sealed: Vec<Vec<u8>>,
    /// Ballots of each candidate that were opened.
    pub(crate) totals: [u64; 3],
    /// Messages read of the broker.
    pub(crate) offset: usize,
}

fn styles() -> [BallotStyleId; 1] {
    ["plain".parse().expect("an id")]
}

impl Database {
    pub(crate) fn new(logs: &[LogName]) -> Self {
        let row = |log: &LogName| Row {
            start: genesis(&ELECTION, &log.station, log.incarnation),
            hashes: Vec::new(),
            standing: Standing::Active,
            state: LogState::default(),
            known: Known::default(),
            held: Vec::new(),
            set_aside: Vec::new(),
        };
        Database {
            rows: logs.iter().map(|log| (log.clone(), row(log))).collect(),
            kept: Vec::new(),
            sealed: Vec::new(),
            totals: [0; 3],
            offset: 0,
        }
    }

    /// One transaction of intake.
    pub(crate) fn take_in(&mut self, messages: &[Verified], ledger: &Ledger) {
        for message in messages {
            let log = message.log();
            self.arrive(&log, message.clone(), ledger);
            while let Some(row) = self.rows.get_mut(&log) {
                let next = row.hashes.len() as u64;
                let Some(i) = row.held.iter().position(|h| h.segment.first_seq <= next) else {
                    break;
                };
                let held = row.held.remove(i);
                self.arrive(&log, held, ledger);
            }
        }
    }

    fn arrive(&mut self, log: &LogName, message: Verified, ledger: &Ledger) {
        let Some(row) = self.rows.get_mut(log) else { return };
        let segment = &message.segment;
        match admit(&row.head(), segment, row.hash_before(segment.next_seq())) {
            Admission::Accept { skip } => {
                row.hashes.extend(segment.hashes.iter().skip(skip));
                self.kept.push(message.clone());
                let bounds = Bounds::of(ledger, log);
                for (seq, body) in (segment.first_seq..).zip(message.bodies).skip(skip) {
                    match row.state.take(seq, &body, &styles(), bounds, &mut row.known) {
                        Fate::Counted => self.sealed.extend(ballots(&body)),
                        _ => row.set_aside.push((seq, body)),
                    }
                }
            }
            Admission::Hold if !row.held.contains_segment(&message) => row.held.push(message),
            Admission::Equivocation => row.standing = Standing::Quarantined,
            Admission::Hold | Admission::Duplicate | Admission::Revoked | Admission::Quarantined => {}
        }
    }

    /// Opens what may be opened, where the key is: any number of times, at any time.
    pub(crate) fn open(&mut self, ledger: &Ledger) {
        if ledger.closed() && ledger.certified().is_none() {
            for batch in std::mem::take(&mut self.sealed) {
                for ballot in batch {
                    self.totals[usize::from(ballot)] += 1;
                }
            }
        }
    }

    /// Takes entries that counted nowhere once more, after a decision.
    pub(crate) fn reconsider(&mut self, log: &LogName, ledger: &Ledger) {
        let Some(row) = self.rows.get_mut(log) else { return };
        row.state.set_aside = None;
        if ledger.ruled_end(log).is_some() {
            row.held.clear();
        }
        let bounds = Bounds::of(ledger, log);
        for (seq, body) in std::mem::take(&mut row.set_aside) {
            match row.state.take(seq, &body, &styles(), bounds, &mut row.known) {
                Fate::Counted => self.sealed.extend(ballots(&body)),
                _ => row.set_aside.push((seq, body)),
            }
        }
    }

    pub(crate) fn revoke(&mut self, log: &LogName) -> LogHead {
        let row = self.rows.get_mut(log).expect("a log");
        if row.standing == Standing::Active {
            row.standing = Standing::Revoked;
        }
        row.held.clear();
        self.place(log, None)
    }

    pub(crate) fn standings(&self) -> Vec<LogStanding> {
        let standing = |(log, row): (&LogName, &Row)| {
            let head = row.head();
            LogStanding {
                head: LogHead {
                    log: log.clone(),
                    next_seq: head.next_seq,
                    hash: head.hash,
                },
                standing: head.standing,
                state: row.state.clone(),
                waiting: row.held.len() as u64,
            }
        };
        self.rows.iter().map(standing).collect()
    }

    /// A place in a log that central has: its end, or before entry `at`.
    pub(crate) fn place(&self, log: &LogName, at: Option<u64>) -> LogHead {
        let row = &self.rows[log];
        let next_seq = at.unwrap_or(row.hashes.len() as u64);
        LogHead {
            log: log.clone(),
            next_seq,
            hash: row.hash_before(next_seq).expect("a place in the log"),
        }
    }

    /// The heads that a certification names.
    pub(crate) fn heads(&self, ledger: &Ledger) -> Vec<LogHead> {
        let end = |s: LogStanding| self.place(&s.head.log, Some(s.counted_end(ledger)));
        self.standings().into_iter().map(end).collect()
    }
}

trait Segments {
    fn contains_segment(&self, message: &Verified) -> bool;
}

impl Segments for Vec<Verified> {
    fn contains_segment(&self, message: &Verified) -> bool {
        let same = |held: &Verified| {
            held.segment.first_seq == message.segment.first_seq
                && held.segment.next_seq() == message.segment.next_seq()
        };
        self.iter().any(same)
    }
}

fn ballots(body: &EntryBody) -> Option<Vec<u8>> {
    match body {
        EntryBody::BallotGroup(batch) => Some(batch.ballots.iter().map(|b| b.ciphertext[0]).collect()),
        _ => None,
    }
}
