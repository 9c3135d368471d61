//! The kiosk's program in the log: a kiosk that somebody restarts when it suits them is seen to do so.

use pollstream_protocol::entry::EntryBody;

use crate::error::StationError;
use crate::station::Station;

impl Station {
    /// Notes that the kiosk's program started: once after opening the station, by the program itself.
    pub async fn program_started(&self, software: &str) -> Result<(), StationError> {
        let software = software.to_owned();
        let at = self.now();
        self.note(EntryBody::ProgramStarted { software, at }).await
    }

    /// Notes that it ends in good order: just before closing the station.
    pub async fn program_ended(&self) -> Result<(), StationError> {
        self.note(EntryBody::ProgramEnded { at: self.now() }).await
    }

    async fn note(&self, body: EntryBody) -> Result<(), StationError> {
        let mut books = self.books().await?;
        let mut change = books.change();
        change.append(&body)?;
        books.commit(change).await
    }
}
