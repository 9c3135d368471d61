//! Opening, pausing, resuming and closing the polls.

use jiff::Timestamp;
use jiff::civil::Time;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::entry::{Action, CloseReport, EntryBody, IncidentKind, ZeroReport};

use crate::error::StationError;
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

/// A legal hour of election day. A time zone that this machine does not know is taken as UTC: it then closes when
/// its officers say so, which is logged as early at worst.
fn legal_hour(definition: &ElectionDefinition, hour: Time) -> Option<Timestamp> {
    let local = definition.date.to_datetime(hour);
    let zoned = local.in_tz(&definition.time_zone).or_else(|_| local.in_tz("UTC"));
    zoned.ok().map(|z| z.timestamp())
}

impl Station {
    /// When the polls open and close by law.
    pub fn legal_hours(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let definition = &self.current().signed.definition;
        let hour = |hour| legal_hour(definition, hour);
        (hour(definition.polls_open), hour(definition.polls_close))
    }

    /// The close report as it would be now.
    pub async fn close_report_so_far(&self) -> Result<CloseReport, StationError> {
        Ok(close_report(self.books().await?.state()))
    }

    /// Opens the polls, with the zero report that is logged.
    pub async fn open_polls(&self, officers: &[String]) -> Result<ZeroReport, StationError> {
        let officers = words::officers(officers)?;
        let mut books = self.books().await?;
        let mut change = books.change();
        change.state.polls = change.state.polls.after(PollsAction::Open)?;
        let zero_report = zero_report(books.state());
        if zero_report != ZeroReport::default() {
            return Err(StationError::Damaged(
                "its counters are not zero before the polls open",
            ));
        }
        change.append(&EntryBody::PollsOpened {
            zero_report,
            officers,
            at: self.now(),
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
    /// Before the legal time only with `early`, which is logged. With open sessions never: the voters in the
    /// booths cast, or their sessions are ended. A report that does not reconcile is logged as an incident.
    pub async fn close_polls(&self, officers: &[String], early: bool) -> Result<CloseReport, StationError> {
        self.close_for(officers, early.then_some("")).await
    }

    /// The same before the legal time, with the reason in the log.
    pub async fn close_polls_early(
        &self,
        officers: &[String],
        reason: &str,
    ) -> Result<CloseReport, StationError> {
        let reason = words::text("reason", reason)?;
        self.close_for(officers, Some(&reason)).await
    }

    async fn close_for(&self, officers: &[String], early: Option<&str>) -> Result<CloseReport, StationError> {
        let officers = words::officers(officers)?;
        let mut books = self.books().await?;
        let mut change = books.change();
        change.state.polls = change.state.polls.after(PollsAction::Close)?;
        let at = self.now();
        let (_, closes) = self.legal_hours();
        let before_time = closes.filter(|closes| at < *closes);
        if let Some(closes) = before_time
            && early.is_none()
        {
            return Err(StationError::BeforeLegalClose { closes });
        }
        let open = books.state().open_sessions;
        if open > 0 {
            return Err(StationError::OpenSessions { open });
        }
        let close_report = close_report(books.state());
        books.empty_box_into(&mut change, &self.current()).await?;
        let officer = officers.first().cloned().unwrap_or_default();
        if let Some(closes) = before_time {
            let text = match early {
                Some(reason) if !reason.is_empty() => format!("legal closing time: {closes}; {reason}"),
                _ => format!("legal closing time: {closes}"),
            };
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
