//! Incidents and officers' actions: what is on record although it changes nothing else.

use pollstream_protocol::entry::{Action, EntryBody, EntryKind, IncidentKind};

use crate::error::StationError;
use crate::station::Station;
use crate::words;

impl Station {
    /// Puts an incident on record, whatever the state of the polls.
    pub async fn report_incident(
        &self,
        kind: IncidentKind,
        text: &str,
        officer: &str,
    ) -> Result<(), StationError> {
        let officer = words::officer(officer)?;
        let text = words::text("incident", text)?;
        let mut books = self.books().await?;
        let mut change = books.change();
        change.append(&EntryBody::Incident {
            kind,
            text,
            officer,
            at: self.now(),
        })?;
        books.commit(change).await
    }

    /// How many incidents are on record.
    pub async fn incidents(&self) -> Result<u64, StationError> {
        self.reader().count(EntryKind::Incident).await
    }

    /// Puts on record that an officer signed in or out, was refused, or wrote segments to a file. What the
    /// station does itself, it records itself: other actions are refused.
    pub async fn record_action(&self, action: Action, officer: &str) -> Result<(), StationError> {
        let officer = words::officer(officer)?;
        match action {
            Action::SignedIn | Action::SignedOut | Action::SignInRefused | Action::SegmentsExported => {}
            _ => {
                let rule = format!("`{}` is recorded where it happens", action.as_str());
                return Err(StationError::Text { what: "action", rule });
            }
        }
        let mut books = self.books().await?;
        let mut change = books.change();
        change.append(&self.action(action, officer, String::new()))?;
        books.commit(change).await
    }
}
