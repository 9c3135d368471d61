//! How far a station's log is believed: only as far as it keeps the rules of a station.
//!
//! Polls open before anybody checks in; nobody votes who was not let in; nothing but notes follows the close. The
//! first entry that breaks a rule, and all that follows it, is *set aside*: it stays in the log, officials are shown
//! it, and it is counted nowhere until two of them rule on it. Whoever has the log and the rulings comes to the same
//! result, in whatever pieces the log arrived.

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::entry::{CloseReport, EntryBody, EntryKind};
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::{BallotStyleId, CaseId};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A rule of stations that an entry breaks.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breach {
    /// Something that needs open polls, before they were opened or while they were paused.
    #[error("{what} while the polls were not open")]
    PollsNotOpen {
        /// What was recorded.
        what: String,
    },
    /// Something other than a note after the close.
    #[error("{what} after the polls had closed")]
    AfterClose {
        /// What was recorded.
        what: String,
    },
    /// The polls were opened, paused, resumed or closed from where they could not be.
    #[error("{what}, which the polls could not do from where they stood")]
    Arrow {
        /// What was recorded.
        what: String,
    },
    /// A ballot style that this polling station does not issue.
    #[error("ballot style `{0}` was issued, which this polling station does not have")]
    Style(BallotStyleId),
    /// More ballots than voters who were let in.
    #[error("{ballots} ballots from {check_ins} voters who checked in")]
    MoreBallotsThanVoters {
        /// Ballots, with those of this entry.
        ballots: u64,
        /// Check-ins that stand.
        check_ins: u64,
    },
    /// A check-in was undone that does not stand in this log.
    #[error("entry {0} was undone, which is no check-in that stands")]
    NoCheckIn(u64),
    /// The check-in's ballot was cast.
    #[error("a check-in was undone although its ballot had been cast")]
    Voted,
    /// A case of that id was opened before.
    #[error("provisional case {0} was opened twice")]
    CaseTwice(CaseId),
    /// A provisional ballot of a case that this log did not open.
    #[error("a provisional ballot came for case {0}, which this station did not open")]
    NoCase(CaseId),
    /// A second ballot for one case.
    #[error("case {0} has a ballot already")]
    SecondBallot(CaseId),
}

/// From where on a log is not believed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// The first entry that breaks a rule.
    pub from: u64,
    /// The rule.
    pub breach: Breach,
}

/// What the believed part of a log adds up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogState {
    /// Where the polls stand.
    pub polls: PollsState,
    /// Check-ins that stand.
    pub check_ins: u64,
    /// Check-ins that were taken back.
    pub undone: u64,
    /// Ballots in batches.
    pub ballots: u64,
    /// Provisional cases.
    pub cases: u64,
    /// Provisional ballots.
    pub provisional: u64,
    /// Voters who registered.
    pub registrations: u64,
    /// What the station reported when it closed.
    pub close_report: Option<CloseReport>,
    /// From where on it is not believed.
    pub set_aside: Option<SetAside>,
}

impl Default for LogState {
    fn default() -> Self {
        LogState {
            polls: PollsState::NotOpened,
            check_ins: 0,
            undone: 0,
            ballots: 0,
            cases: 0,
            provisional: 0,
            registrations: 0,
            close_report: None,
            set_aside: None,
        }
    }
}

/// What a log has recorded under names, as far as the entries to be judged refer to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Check-ins that stand, by their numbers.
    pub check_ins: BTreeSet<u64>,
    /// Cases, and whether their ballot has come.
    pub cases: BTreeMap<CaseId, bool>,
}

/// What decides on a log beside its own entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// Officials ruled that the log counts up to this entry and ends there, whatever rules it breaks.
    pub ruled_end: Option<u64>,
    /// The results were certified with this log up to here: what follows came late.
    pub certified_end: Option<u64>,
}

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It counts.
    Counted,
    /// Officials ruled that it counts, and there is nothing that it could change: the check-in that it undoes does not
    /// stand, the case that it names was never opened.
    Empty,
    /// It breaks a rule, or follows an entry that does: officials must rule.
    SetAside,
    /// Officials ruled that the log ends before it.
    Excluded,
    /// It came after the certification.
    Late,
}

/// A note tells something and changes no count: it is taken in whenever it comes.
fn is_note(body: &EntryBody) -> bool {
    matches!(
        body,
        EntryBody::Incident { .. }
            | EntryBody::OfficerAction { .. }
            | EntryBody::ProgramStarted { .. }
            | EntryBody::ProgramEnded { .. }
    )
}

fn what(kind: EntryKind) -> String {
    match kind {
        EntryKind::Registration => "a registration",
        EntryKind::CheckIn => "a check-in",
        EntryKind::CheckInUndone => "an undone check-in",
        EntryKind::BallotGroup => "ballots",
        EntryKind::RecoveryCopy => "a recovery copy",
        EntryKind::ProgramStarted => "a start of the program",
        EntryKind::ProgramEnded => "an end of the program",
        EntryKind::ProvisionalBallot => "a provisional ballot",
        EntryKind::PollsOpened => "an opening of the polls",
        EntryKind::PollsPaused => "a pause",
        EntryKind::PollsResumed => "an end of a pause",
        EntryKind::PollsClosed => "a closing of the polls",
        EntryKind::Incident => "an incident",
        EntryKind::OfficerAction => "a provisional case",
    }
    .to_owned()
}

impl LogState {
    /// Takes the next entry of the log. `styles` are those of the polling station.
    pub fn take(
        &mut self,
        seq: u64,
        body: &EntryBody,
        styles: &[BallotStyleId],
        bounds: Bounds,
        known: &mut Known,
    ) -> Fate {
        if is_note(body) {
            return Fate::Counted;
        }
        if bounds.certified_end.is_some_and(|end| seq >= end) {
            return Fate::Late;
        }
        if let Some(end) = bounds.ruled_end {
            return if seq >= end {
                Fate::Excluded
            } else if self.apply(seq, body, known) {
                Fate::Counted
            } else {
                Fate::Empty
            };
        }
        if self.set_aside.is_some() {
            return Fate::SetAside;
        }
        if let Err(breach) = self.judge(body, styles, known) {
            self.set_aside = Some(SetAside { from: seq, breach });
            return Fate::SetAside;
        }
        self.apply(seq, body, known);
        Fate::Counted
    }

    /// Whether a station that keeps the rules can have written the entry next.
    fn judge(&self, body: &EntryBody, styles: &[BallotStyleId], known: &Known) -> Result<(), Breach> {
        self.judge_polls(body)?;
        match body {
            EntryBody::CheckIn { ballot_style, .. } if !styles.contains(ballot_style) => {
                Err(Breach::Style(ballot_style.clone()))
            }
            EntryBody::CheckInUndone { check_in_seq, .. } if !known.check_ins.contains(check_in_seq) => {
                Err(Breach::NoCheckIn(*check_in_seq))
            }
            EntryBody::CheckInUndone { .. } if self.ballots >= self.check_ins => Err(Breach::Voted),
            EntryBody::BallotGroup(group) if !styles.contains(&group.ballot_style) => {
                Err(Breach::Style(group.ballot_style.clone()))
            }
            EntryBody::BallotGroup(group) => self.judge_ballots(group.ballots.len() as u64),
            EntryBody::ProvisionalCase { claimant, .. } if !styles.contains(&claimant.ballot_style) => {
                Err(Breach::Style(claimant.ballot_style.clone()))
            }
            EntryBody::ProvisionalCase { case_id, .. } if known.cases.contains_key(case_id) => {
                Err(Breach::CaseTwice(*case_id))
            }
            EntryBody::ProvisionalBallot { case_id, .. } => match known.cases.get(case_id) {
                Some(false) => Ok(()),
                Some(true) => Err(Breach::SecondBallot(*case_id)),
                None => Err(Breach::NoCase(*case_id)),
            },
            _ => Ok(()),
        }
    }

    fn judge_ballots(&self, more: u64) -> Result<(), Breach> {
        let ballots = self.ballots.saturating_add(more);
        if ballots > self.check_ins {
            let check_ins = self.check_ins;
            return Err(Breach::MoreBallotsThanVoters { ballots, check_ins });
        }
        Ok(())
    }

    fn judge_polls(&self, body: &EntryBody) -> Result<(), Breach> {
        use PollsState::{Closed, NotOpened, Open, Paused};
        let what = || what(body.kind());
        let polls = self.polls;
        if polls == Closed {
            return Err(Breach::AfterClose { what: what() });
        }
        let arrow = match body {
            EntryBody::PollsOpened { .. } => polls == NotOpened,
            EntryBody::PollsPaused { .. } => polls == Open,
            EntryBody::PollsResumed { .. } => polls == Paused,
            EntryBody::PollsClosed { .. } => polls != NotOpened,
            _ => true,
        };
        if !arrow {
            return Err(Breach::Arrow { what: what() });
        }
        let open = match body {
            EntryBody::CheckIn { .. } | EntryBody::ProvisionalCase { .. } => polls == Open,
            // Whoever holds a ballot must not lose it to an interruption.
            EntryBody::CheckInUndone { .. }
            | EntryBody::BallotGroup(_)
            | EntryBody::RecoveryCopy(_)
            | EntryBody::ProvisionalBallot { .. } => polls != NotOpened,
            _ => true,
        };
        if !open {
            return Err(Breach::PollsNotOpen { what: what() });
        }
        Ok(())
    }

    /// Adds the entry to what the log adds up to; `false` if there is nothing that it could change.
    fn apply(&mut self, seq: u64, body: &EntryBody, known: &mut Known) -> bool {
        match body {
            EntryBody::Registration { .. } => self.registrations += 1,
            EntryBody::CheckIn { .. } => {
                self.check_ins += 1;
                known.check_ins.insert(seq);
            }
            EntryBody::CheckInUndone { check_in_seq, .. } => {
                if !known.check_ins.remove(check_in_seq) {
                    return false;
                }
                self.check_ins -= 1;
                self.undone += 1;
            }
            EntryBody::BallotGroup(group) => self.ballots += group.ballots.len() as u64,
            EntryBody::ProvisionalCase { case_id, .. } => {
                if known.cases.contains_key(case_id) {
                    return false;
                }
                known.cases.insert(*case_id, false);
                self.cases += 1;
            }
            EntryBody::ProvisionalBallot { case_id, .. } => match known.cases.get_mut(case_id) {
                Some(has_ballot) if !*has_ballot => {
                    *has_ballot = true;
                    self.provisional += 1;
                }
                _ => return false,
            },
            EntryBody::PollsOpened { .. } | EntryBody::PollsResumed { .. } => self.polls = PollsState::Open,
            EntryBody::PollsPaused { .. } => self.polls = PollsState::Paused,
            EntryBody::PollsClosed { close_report, .. } => {
                self.polls = PollsState::Closed;
                self.close_report = Some(*close_report);
            }
            EntryBody::Incident { .. }
            | EntryBody::OfficerAction { .. }
            | EntryBody::RecoveryCopy(_)
            | EntryBody::ProgramStarted { .. }
            | EntryBody::ProgramEnded { .. } => {}
        }
        true
    }

    /// Where the close report does not add up, or says otherwise than the log does; empty while polls are open.
    pub fn discrepancies(&self) -> Vec<Discrepancy> {
        let Some(reported) = self.close_report else {
            return Vec::new();
        };
        let mut found = Vec::new();
        if !reported.reconciles() {
            found.push(Discrepancy::DoesNotReconcile(reported));
        }
        let pairs = [
            ("check-ins", reported.check_ins, self.check_ins),
            ("undone", reported.undone, self.undone),
            ("ballots", reported.ballots, self.ballots),
            ("provisional", reported.provisional, self.provisional),
            ("registrations", reported.registrations, self.registrations),
            ("provisional cases", reported.provisional_cases, self.cases),
        ];
        let differs = pairs
            .into_iter()
            .filter(|(_, reported, logged)| reported != logged);
        found.extend(differs.map(|(what, reported, logged)| Discrepancy::Differs {
            what,
            reported,
            logged,
        }));
        found
    }
}

/// What is odd about a close report. It changes no count; officials look into it, and accept it or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Discrepancy {
    /// Voters who were let in and ballots do not match.
    #[error(
        "{} check-ins and {} provisional cases, but {} ballots, {} provisional, {} left",
        .0.check_ins, .0.provisional_cases, .0.ballots, .0.provisional, .0.fled
    )]
    DoesNotReconcile(CloseReport),
    /// A count of the report is not what the log says.
    #[error("{what}: {reported} reported, {logged} counted")]
    Differs {
        /// What was counted.
        what: &'static str,
        /// By the report.
        reported: u64,
        /// By the log.
        logged: u64,
    },
}

#[cfg(test)]
mod tests;
