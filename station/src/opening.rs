//! Opening, pausing, resuming and closing the polls.

use jiff::Timestamp;
use pollstream_protocol::entry::{Action, CloseReport, EntryBody, IncidentKind, ZeroReport};

use crate::error::StationError;
use crate::hours::{self, Hour, LegalHours, Request};
use crate::polls::PollsAction;
use crate::station::Station;
use crate::store::State;
use crate::words;

/// Nothing was counted before the polls opened.
fn zero_report(state: &State) -> ZeroReport {
    ZeroReport {
        check_ins: state.checked_in,
        ballots: state.ballots,
        provisional: state.provisional,
        spoiled: state.spoiled,
    }
}

fn close_report(state: &State) -> CloseReport {
    CloseReport {
        check_ins: state.checked_in,
        undone: state.undone,
        ballots: state.ballots,
        provisional: state.provisional,
        spoiled: state.spoiled,
        fled: state.fled,
        registrations: state.registrations,
        provisional_cases: state.provisional_cases,
    }
}

impl Station {
    /// When the polls open and close by law.
    pub fn legal_hours(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let legal = LegalHours::of(&self.current().signed.definition);
        (legal.opens, legal.closes)
    }

    /// Whether the polls would be opened outside the legal hours now.
    pub fn is_outside_legal_hours(&self) -> bool {
        LegalHours::of(&self.current().signed.definition).are_outside(self.now())
    }

    fn hour(&self, state: &State) -> Hour {
        Hour {
            polls: state.polls,
            legal: LegalHours::of(&self.current().signed.definition),
            now: self.now(),
            open_sessions: state.open_sessions,
        }
    }

    /// The close report as it would be now.
    pub async fn close_report_so_far(&self) -> Result<CloseReport, StationError> {
        Ok(close_report(self.books().await?.state()))
    }

    /// Opens the polls, with the zero report that is logged. Outside the legal hours of election day only with a
    /// reason, which is logged with it; see [`crate::hours`].
    pub async fn open_polls(
        &self,
        officers: &[String],
        outside: Option<&str>,
    ) -> Result<ZeroReport, StationError> {
        let officers = words::officers(officers)?;
        let reason = outside.map(|text| words::text("reason", text)).transpose()?;
        let mut books = self.books().await?;
        let mut change = books.change();
        let hour = self.hour(books.state());
        let request = Request {
            officers: &officers,
            reason: reason.as_deref(),
        };
        let turned = hours::open(hour, request)?;
        change.state.polls = turned.polls;
        let outside_hours = turned.outside.unwrap_or_default().to_owned();
        let zero_report = zero_report(books.state());
        if zero_report != ZeroReport::default() {
            return Err(StationError::Damaged(
                "its counters are not zero before the polls open",
            ));
        }
        change.append(&EntryBody::PollsOpened {
            zero_report,
            officers,
            at: hour.now,
            outside_hours,
        })?;
        books.commit(change).await?;
        Ok(zero_report)
    }

    /// Interrupts the voting. Who holds a ballot may still cast it.
    pub async fn pause_polls(&self, reason: &str, officer: &str) -> Result<(), StationError> {
        let officer = words::officer(officer)?;
        let reason = words::text("reason", reason)?;
        let mut books = self.books().await?;
        let mut change = books.change();
        change.state.polls = change.state.polls.after(PollsAction::Pause)?;
        change.append(&EntryBody::PollsPaused {
            reason,
            officer,
            at: self.now(),
        })?;
        books.commit(change).await
    }

    /// Goes on with the voting.
    pub async fn resume_polls(&self, officer: &str) -> Result<(), StationError> {
        let officer = words::officer(officer)?;
        let mut books = self.books().await?;
        let mut change = books.change();
        change.state.polls = change.state.polls.after(PollsAction::Resume)?;
        change.append(&EntryBody::PollsResumed {
            officer,
            at: self.now(),
        })?;
        books.commit(change).await
    }

    /// Closes the polls for good: appends what is in the ballot box, a group for each style, and the close
    /// report.
    ///
    /// Before the legal time only with a reason, which is logged. With open sessions never: the voters in the
    /// booths cast, or their sessions are ended. A report that does not reconcile is logged as an incident.
    pub async fn close_polls(
        &self,
        officers: &[String],
        early: Option<&str>,
    ) -> Result<CloseReport, StationError> {
        let officers = words::officers(officers)?;
        let reason = early.map(|text| words::text("reason", text)).transpose()?;
        let mut books = self.books().await?;
        let mut change = books.change();
        let hour = self.hour(books.state());
        let request = Request {
            officers: &officers,
            reason: reason.as_deref(),
        };
        let turned = hours::close(hour, request)?;
        change.state.polls = turned.polls;
        let at = hour.now;
        let close_report = close_report(books.state());
        books.empty_box_into(&mut change, &self.current()).await?;
        let officer = officers.first().cloned().unwrap_or_default();
        if let (Some(reason), Some(closes)) = (turned.outside, hour.legal.closes) {
            let text = format!("legal closing time: {closes}; {reason}");
            change.append(&self.action(Action::ClosedEarly, officer.clone(), text))?;
        }
        if !close_report.reconciles() {
            let (kind, text) = (IncidentKind::Reconciliation, unreconciled(&close_report));
            change.append(&EntryBody::Incident {
                kind,
                text,
                officer,
                at,
            })?;
        }
        change.append(&EntryBody::PollsClosed {
            close_report,
            officers,
            at,
        })?;
        books.commit(change).await?;
        books.writer.forget_order().await;
        Ok(close_report)
    }
}

fn unreconciled(report: &CloseReport) -> String {
    format!(
        "{} check-ins and {} provisional cases, but {} ballots, {} provisional ballots and {} voters who left",
        report.check_ins, report.provisional_cases, report.ballots, report.provisional, report.fled
    )
}
