//! The count in memory: fed with the messages of the station logs in whatever order they come, it says which entries
//! count. What a recount, a simulation and any verifier begin with; intake takes the same steps on its database.

use std::collections::{BTreeMap, HashMap};

use pollstream_protocol::chain::{EntryHash, genesis};
use pollstream_protocol::decision::LogHead;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::enrolment::Enrolment;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::{BallotStyleId, ElectionId, LogName, StationId};
use pollstream_protocol::ledger::Ledger;
use pollstream_protocol::receipt::Standing;
use pollstream_protocol::segment::Segment;

use crate::admission::{Admission, Head, admit};
use crate::certification::LogStanding;
use crate::gate::{self, Verified};
use crate::station_log::{Bounds, Fate, Known, LogState};

/// An entry that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The log that holds it.
    pub log: LogName,
    /// Its number.
    pub seq: u64,
    /// What it says.
    pub body: EntryBody,
}

/// One story of a log: the hash of each of its entries. A station that contradicts itself tells several.
pub type Story = Vec<EntryHash>;

/// The story that ends at `head`, found in pieces of a log that may tell several.
pub fn trace(pieces: &[Verified], head: &LogHead) -> Option<Story> {
    let (mut end, mut hash) = (head.next_seq, head.hash);
    let mut backwards = Vec::new();
    while end > 0 {
        let leads_here =
            |piece: &&Verified| piece.segment.first_seq < end && piece.segment.hash_before(end) == Some(hash);
        let segment = &pieces.iter().find(leads_here)?.segment;
        let length = usize::try_from(end - segment.first_seq).ok()?;
        backwards.extend(segment.hashes[..length].iter().rev());
        (end, hash) = (segment.first_seq, segment.prev_hash);
    }
    backwards.reverse();
    Some(backwards)
}

/// Whether a segment tells the story, as far as that goes.
fn tells(segment: &Segment, story: &[EntryHash]) -> bool {
    let end = segment.next_seq().min(story.len() as u64);
    match usize::try_from(end) {
        Ok(0) => true,
        Ok(n) if segment.first_seq < end => segment.hash_before(end) == Some(story[n - 1]),
        _ => true,
    }
}

/// How messages were received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Received {
    /// All of them.
    pub messages: u64,
    /// Those that are no station's true words, or come from one that is not believed any more.
    pub refused: u64,
    /// Those that repeat what the log has.
    pub duplicates: u64,
}

struct Log {
    enrolment: Enrolment,
    revoked_from: Option<u64>,
    bounds: Bounds,
    hashes: Vec<EntryHash>,
    contradicted: bool,
    early: Vec<Verified>,
    /// The story that officials have decided on, where the log tells several.
    story: Story,
    state: LogState,
    known: Known,
}

impl Log {
    fn hash_before(&self, seq: u64) -> Option<EntryHash> {
        let e = &self.enrolment;
        match usize::try_from(seq).ok()? {
            0 => Some(genesis(&e.election, &e.station, e.incarnation)),
            n => self.hashes.get(n - 1).copied(),
        }
    }

    fn head(&self) -> Head {
        let next_seq = self.hashes.len() as u64;
        let revoked = self.revoked_from.is_some_and(|from| next_seq >= from);
        let e = &self.enrolment;
        let standing = match (self.contradicted, revoked) {
            // Whatever else it tells: its decided story is read to its end.
            (true, _) if self.hashes.len() >= self.story.len() => Standing::Quarantined,
            (_, true) => Standing::Revoked,
            _ => Standing::Active,
        };
        let start = || genesis(&e.election, &e.station, e.incarnation);
        Head {
            next_seq,
            hash: self.hashes.last().copied().unwrap_or_else(start),
            standing,
        }
    }

    fn fitting(&mut self) -> Option<Verified> {
        let next = self.hashes.len() as u64;
        let i = self.early.iter().position(|v| v.segment.first_seq <= next)?;
        Some(self.early.swap_remove(i))
    }
}

/// Every log of an election, folded.
pub struct Fold {
    election: ElectionId,
    styles: HashMap<StationId, Vec<BallotStyleId>>,
    logs: BTreeMap<LogName, Log>,
    received: Received,
}

impl Fold {
    /// A fold that has seen nothing yet, under decisions that are all known.
    pub fn new(definition: &ElectionDefinition, enrolments: Vec<Enrolment>, ledger: &Ledger) -> Self {
        let logs = enrolments.into_iter().map(|enrolment| {
            let name = LogName {
                station: enrolment.station.clone(),
                incarnation: enrolment.incarnation,
            };
            let decided = ledger.revoked(&name).map(|head| head.next_seq);
            let log = Log {
                revoked_from: decided.or(enrolment.revoked_from),
                bounds: Bounds::of(ledger, &name),
                enrolment,
                hashes: Vec::new(),
                contradicted: false,
                early: Vec::new(),
                story: Story::new(),
                state: LogState::default(),
                known: Known::default(),
            };
            (name, log)
        });
        let stations = definition.polling_stations.iter();
        Fold {
            election: definition.id.clone(),
            styles: stations
                .map(|s| (s.id.clone(), s.ballot_styles.clone()))
                .collect(),
            logs: logs.collect(),
            received: Received::default(),
        }
    }

    /// Reads these logs as the decisions have them, in whatever order their stories come.
    pub fn tell(&mut self, stories: HashMap<LogName, Story>) {
        for (name, story) in stories {
            if let Some(log) = self.logs.get_mut(&name) {
                log.story = story;
            }
        }
    }

    /// Takes the next message in; `each` gets the entries that count because of it, in the order of their log.
    pub fn take(&mut self, message: &[u8], each: &mut impl FnMut(Counted)) {
        let Some(verified) = self.verify(message) else {
            self.received.messages += 1;
            self.received.refused += 1;
            return;
        };
        self.take_verified(verified, each);
    }

    /// A message, if it is a station's true word.
    pub fn verify(&self, message: &[u8]) -> Option<Verified> {
        let segment = gate::read(message, &self.election).ok()?;
        let name = LogName {
            station: segment.claimed_station().clone(),
            incarnation: segment.claimed_incarnation(),
        };
        let key = self.logs.get(&name).map(|log| &log.enrolment.public_key);
        gate::verify(segment, key).ok()
    }

    /// The same for a message that has passed the gate.
    pub fn take_verified(&mut self, verified: Verified, each: &mut impl FnMut(Counted)) {
        self.received.messages += 1;
        let name = verified.log();
        self.arrive(&name, verified, each);
        while let Some(early) = self.logs.get_mut(&name).and_then(Log::fitting) {
            self.arrive(&name, early, each);
        }
    }

    fn arrive(&mut self, name: &LogName, verified: Verified, each: &mut impl FnMut(Counted)) {
        let Some(log) = self.logs.get_mut(name) else {
            return;
        };
        let segment = &verified.segment;
        if !tells(segment, &log.story) {
            log.contradicted = true;
            self.received.refused += 1;
            return;
        }
        let beyond = (log.revoked_from).is_some_and(|from| segment.next_seq() > from);
        match admit(&log.head(), segment, log.hash_before(segment.next_seq())) {
            Admission::Accept { .. } | Admission::Hold if beyond => self.received.refused += 1,
            Admission::Accept { skip } => {
                log.hashes.extend(segment.hashes.iter().skip(skip));
                let styles = self.styles.get(&name.station).map_or(&[][..], Vec::as_slice);
                for (seq, body) in (segment.first_seq..).zip(verified.bodies).skip(skip) {
                    let fate = log.state.take(seq, &body, styles, log.bounds, &mut log.known);
                    if fate == Fate::Counted {
                        each(Counted {
                            log: name.clone(),
                            seq,
                            body,
                        });
                    }
                }
                if log.state.polls == PollsState::Closed && log.bounds.ruled_end.is_none() {
                    // Nothing that counts refers to it any more.
                    log.known = Known::default();
                }
            }
            Admission::Duplicate => self.received.duplicates += 1,
            Admission::Hold => log.early.push(verified),
            Admission::Equivocation => {
                log.contradicted = true;
                self.received.refused += 1;
            }
            Admission::Revoked | Admission::Quarantined => self.received.refused += 1,
        }
    }

    /// How messages were received so far.
    pub fn received(&self) -> Received {
        self.received
    }

    /// Where each log stands.
    pub fn standings(&self) -> impl Iterator<Item = LogStanding> {
        self.logs.iter().map(|(name, log)| {
            let Head {
                next_seq,
                hash,
                standing,
            } = log.head();
            LogStanding {
                head: LogHead {
                    log: name.clone(),
                    next_seq,
                    hash,
                },
                standing,
                state: log.state.clone(),
                waiting: log.early.len() as u64,
            }
        })
    }

    /// The logs and up to where they count: what a certification names.
    pub fn counted_heads(&self, ledger: &Ledger) -> Vec<LogHead> {
        let heads = self.standings().filter_map(|standing| {
            let next_seq = standing.counted_end(ledger);
            let hash = self.logs.get(&standing.head.log)?.hash_before(next_seq)?;
            Some(LogHead {
                log: standing.head.log,
                next_seq,
                hash,
            })
        });
        heads.collect()
    }

    /// Logs that were read otherwise than the decisions have them, with the heads that these name: another story came
    /// first. Read again with what [`trace`] finds.
    pub fn misread(&self, ledger: &Ledger) -> Vec<LogHead> {
        let differs = |head: &LogHead| {
            let log = self.logs.get(&head.log);
            log.is_some_and(|log| log.hash_before(head.next_seq) != Some(head.hash))
        };
        let certified = ledger.certified().into_iter().flat_map(|c| c.logs.values());
        let ruled = self.logs.keys().filter_map(|name| ledger.ruled_end(name));
        let revoked = self.logs.keys().filter_map(|name| ledger.revoked(name));
        let mut furthest: BTreeMap<LogName, LogHead> = BTreeMap::new();
        for head in certified.chain(ruled).chain(revoked).filter(|head| differs(head)) {
            let known = furthest.entry(head.log.clone()).or_insert_with(|| head.clone());
            if known.next_seq < head.next_seq {
                *known = head.clone();
            }
        }
        furthest.into_values().collect()
    }

    /// What decisions say of the logs and the logs do not: another story was read than the one that was decided on.
    pub fn contradictions(&self, ledger: &Ledger) -> Vec<String> {
        let mut found = Vec::new();
        for (name, log) in &self.logs {
            if ledger.enrolled(name) != Some(&log.enrolment.public_key) {
                found.push(format!("{name}: no decision enrols it under its key"));
            }
            let certified = ledger.certified().and_then(|c| c.logs.get(name));
            let decided = [
                ("the certification", certified),
                ("a ruling", ledger.ruled_end(name)),
                ("a revocation", ledger.revoked(name)),
            ];
            for (what, head) in decided {
                if let Some(head) = head
                    && log.hash_before(head.next_seq) != Some(head.hash)
                {
                    let seq = head.next_seq;
                    found.push(format!("{name}: {what} speaks of another log up to entry {seq}"));
                }
            }
        }
        found
    }
}
