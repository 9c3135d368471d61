//! What accepted entries change at central: a pure fold from entries to rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use pollstream_count::gate::Verified;
use pollstream_count::station_log::{Fate, LogState, SetAside};
use pollstream_protocol::entry::{
    BallotGroup, EntryBody, EntryKind, IncidentKind, ProvisionalReason, ZeroReport,
};
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::{BallotStyleId, CaseId, Incarnation, StationId, VoterId};
use pollstream_protocol::seal::SealedBallot;
use pollstream_protocol::segment::Segment;
use pollstream_protocol::voter::VoterRecord;

/// The place of an entry: station, incarnation, number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryPlace {
    /// The station.
    pub station: StationId,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// The entry's number.
    pub seq: u64,
}

/// A check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInRow {
    /// Where it stands.
    pub place: EntryPlace,
    /// The voter.
    pub voter: VoterId,
    /// The ballot style issued.
    pub style: BallotStyleId,
    /// When.
    pub at: Timestamp,
}

/// A provisional case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Where it stands.
    pub place: EntryPlace,
    /// The case.
    pub case: CaseId,
    /// Why the vote is provisional.
    pub reason: ProvisionalReason,
    /// Who claims the right.
    pub claimant: VoterRecord,
    /// When.
    pub at: Timestamp,
}

/// A provisional ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionalRow {
    /// Where it stands.
    pub place: EntryPlace,
    /// The case.
    pub case: CaseId,
    /// Its style.
    pub style: BallotStyleId,
    /// The ballot.
    pub ballot: SealedBallot,
}

/// Something that officials should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentRow {
    /// Short name, e.g. `double_check_in`.
    pub kind: &'static str,
    /// The station, if one is concerned.
    pub station: Option<StationId>,
    /// The voter, if one is concerned.
    pub voter: Option<VoterId>,
    /// In words.
    pub detail: String,
    /// The same incident is reported once.
    pub unique_key: String,
}

/// An officer's action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Where it stands.
    pub place: EntryPlace,
    /// Its name.
    pub action: &'static str,
    /// Who.
    pub officer: String,
    /// More in words.
    pub detail: String,
    /// When.
    pub at: Timestamp,
}

/// How a station's counters changed, for the `check-ins` topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CounterChange {
    /// Check-ins by hour (UTC).
    pub checked_in: BTreeMap<String, u64>,
    /// Undone check-ins.
    pub undone: u64,
    /// Provisional ballots.
    pub provisional: u64,
    /// Registrations.
    pub registered: u64,
    /// New polls state.
    pub polls: Option<PollsState>,
}

/// An entry that is kept and counts nowhere: see [`pollstream_count::station_log`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAsideRow {
    /// Where it stands.
    pub place: EntryPlace,
    /// What it records.
    pub kind: EntryKind,
    /// As it came.
    pub payload: Vec<u8>,
}

/// Everything that a transaction of intake adds.
#[derive(Debug, Default)]
pub struct Changes {
    /// Accepted runs of entries, without those known before.
    pub segments: Vec<Segment>,
    /// Check-ins.
    pub check_ins: Vec<CheckInRow>,
    /// Places of check-ins that were taken back.
    pub undone: Vec<EntryPlace>,
    /// Registrations, with the station that made them.
    pub registrations: Vec<(StationId, VoterRecord)>,
    /// Sealed groups in the order of the log.
    pub groups: Vec<(EntryPlace, BallotGroup)>,
    /// Provisional cases.
    pub cases: Vec<CaseRow>,
    /// Provisional ballots.
    pub provisional: Vec<ProvisionalRow>,
    /// Incidents.
    pub incidents: Vec<IncidentRow>,
    /// Officers' actions.
    pub actions: Vec<ActionRow>,
    /// Counters by station.
    pub counters: BTreeMap<StationId, CounterChange>,
    /// Zero reports by incarnation.
    pub zero_reports: HashMap<(StationId, Incarnation), ZeroReport>,
    /// Entries that are kept and count nowhere.
    pub set_aside: Vec<SetAsideRow>,
    /// Logs that went on after the certification.
    pub late: BTreeSet<(StationId, Incarnation)>,
}

impl Changes {
    /// Folds an accepted segment in, leaving out its first `skip` entries. `fate` says what becomes of each entry.
    pub fn add(&mut self, verified: Verified, skip: usize, mut fate: impl FnMut(u64, &EntryBody) -> Fate) {
        let Verified { segment, bodies } = verified;
        let new = (segment.first_seq..).zip(bodies).zip(&segment.entries).skip(skip);
        for ((seq, body), entry) in new {
            let place = EntryPlace {
                station: segment.station.clone(),
                incarnation: segment.incarnation,
                seq,
            };
            let fate = fate(seq, &body);
            if fate == Fate::Counted {
                self.entry(place, body);
            } else {
                if fate == Fate::Late {
                    self.tell_of_late(&place);
                }
                self.set_aside.push(SetAsideRow {
                    place,
                    kind: entry.kind,
                    payload: entry.payload.clone(),
                });
            }
        }
        self.segments.push(without_first(segment, skip));
    }

    /// Tells officials, once for each log, that it went on after the certification.
    fn tell_of_late(&mut self, place: &EntryPlace) {
        let (station, incarnation) = (&place.station, place.incarnation);
        if self.late.insert((station.clone(), incarnation)) {
            self.incidents.push(IncidentRow {
                kind: "after_certification",
                station: Some(station.clone()),
                voter: None,
                detail: format!(
                    "from entry {} on the log of incarnation {incarnation} came after the certification: it is kept and \
                     counted nowhere",
                    place.seq
                ),
                unique_key: format!("after_certification/{station}/{incarnation}"),
            });
        }
    }

    /// Tells officials that a log is not believed from an entry on.
    pub(crate) fn tell_of_breach(
        &mut self,
        (station, incarnation): &(StationId, Incarnation),
        state: &LogState,
    ) {
        let Some(SetAside { from, breach }) = &state.set_aside else {
            return;
        };
        let place = EntryPlace {
            station: station.clone(),
            incarnation: *incarnation,
            seq: *from,
        };
        let detail = format!(
            "from entry {from} on the log of incarnation {incarnation} is kept but counted nowhere until two officials \
             rule on it: {breach}"
        );
        self.incident(&place, "log_set_aside", detail);
    }

    /// Adds what an entry that counts changes.
    pub(crate) fn entry(&mut self, place: EntryPlace, body: EntryBody) {
        let counters = self.counters.entry(place.station.clone()).or_default();
        match body {
            EntryBody::Registration { voter, officer: _ } => {
                counters.registered += 1;
                self.registrations.push((place.station, voter));
            }
            EntryBody::CheckIn {
                voter_id,
                ballot_style,
                officer: _,
                at,
            } => {
                let at = sane(at);
                *counters.checked_in.entry(hour(at)).or_default() += 1;
                self.check_ins.push(CheckInRow {
                    place,
                    voter: voter_id,
                    style: ballot_style,
                    at,
                });
            }
            EntryBody::CheckInUndone { check_in_seq, .. } => {
                counters.undone += 1;
                self.undone.push(EntryPlace {
                    seq: check_in_seq,
                    ..place
                });
            }
            EntryBody::BallotGroup(group) => self.groups.push((place, group)),
            // Nobody needs it on a normal day; it stays in the station log.
            EntryBody::RecoveryCopy(_) => {}
            EntryBody::ProgramStarted { software, at } => {
                self.program(place, "program_started", software, at);
            }
            EntryBody::ProgramEnded { at } => self.program(place, "program_ended", String::new(), at),
            EntryBody::ProvisionalBallot {
                case_id,
                ballot_style,
                ballot,
            } => {
                counters.provisional += 1;
                self.provisional.push(ProvisionalRow {
                    place,
                    case: case_id,
                    style: ballot_style,
                    ballot,
                });
            }
            EntryBody::PollsOpened { zero_report, .. } => {
                counters.polls = Some(PollsState::Open);
                let log = (place.station.clone(), place.incarnation);
                self.zero_reports.insert(log, zero_report);
                if zero_report != ZeroReport::default() {
                    self.incident(
                        &place,
                        "zero_report",
                        "the zero report is not all zero".to_owned(),
                    );
                }
            }
            EntryBody::PollsPaused { .. } => {
                counters.polls = Some(PollsState::Paused);
            }
            EntryBody::PollsResumed { .. } => {
                counters.polls = Some(PollsState::Open);
            }
            EntryBody::PollsClosed { close_report, .. } => {
                counters.polls = Some(PollsState::Closed);
                if !close_report.reconciles() {
                    let detail = "the close report does not reconcile".to_owned();
                    self.incident(&place, IncidentKind::Reconciliation.as_str(), detail);
                }
            }
            EntryBody::Incident { kind, text, .. } => self.incident(&place, kind.as_str(), text),
            EntryBody::OfficerAction {
                action,
                officer,
                at,
                text,
            } => {
                let (action, at) = (action.as_str(), sane(at));
                self.actions.push(ActionRow {
                    place,
                    action,
                    officer,
                    detail: text,
                    at,
                });
            }
            EntryBody::ProvisionalCase {
                case_id,
                reason,
                claimant,
                declared: _,
                officer: _,
                at,
            } => {
                self.cases.push(CaseRow {
                    place,
                    case: case_id,
                    reason,
                    claimant,
                    at: sane(at),
                });
            }
        }
    }

    /// The kiosk's program started or ended: shown among what its officers did.
    fn program(&mut self, place: EntryPlace, action: &'static str, detail: String, at: Timestamp) {
        self.actions.push(ActionRow {
            place,
            action,
            officer: String::new(),
            detail,
            at: sane(at),
        });
    }

    fn incident(&mut self, place: &EntryPlace, kind: &'static str, detail: String) {
        self.incidents.push(IncidentRow {
            kind,
            station: Some(place.station.clone()),
            voter: None,
            detail,
            unique_key: format!("{kind}/{}/{}/{}", place.station, place.incarnation, place.seq),
        });
    }
}

/// The segment without entries that the log has already.
fn without_first(segment: Segment, skip: usize) -> Segment {
    if skip == 0 {
        return segment;
    }
    let first_seq = segment.first_seq + skip as u64;
    let prev_hash = segment.hash_before(first_seq).unwrap_or(segment.prev_hash);
    Segment {
        first_seq,
        prev_hash,
        entries: segment.entries.into_iter().skip(skip).collect(),
        hashes: segment.hashes.into_iter().skip(skip).collect(),
        ..segment
    }
}

/// A kiosk's clock may be anywhere; a database and a chart want a year that people live in. The entry itself
/// keeps what the kiosk wrote.
fn sane(at: Timestamp) -> Timestamp {
    const YEAR_2200: i64 = 7_258_118_400;
    Timestamp::from_second(at.as_second().clamp(0, YEAR_2200)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `2026-11-03T14`: the hour in UTC.
fn hour(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H").to_string()
}
