//! The booth of the kiosk: which open session is in it. Kept, so that after a power cut the screen can say
//! whether the ballot was cast.

use pollstream_protocol::ids::SessionId;

use crate::error::StationError;
use crate::session::OpenSession;
use crate::station::Station;

/// What is in the booth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Booth {
    /// Nobody votes.
    Free,
    /// A ballot that is not cast.
    Voting(OpenSession),
    /// The ballot that was in it was cast, once, and the voter has not left.
    Cast {
        /// It was provisional.
        provisional: bool,
    },
}

impl Station {
    /// What is in the booth, as of the last commit.
    pub async fn booth(&self) -> Result<Booth, StationError> {
        let mut books = self.books().await?;
        let Some((session, provisional)) = books.writer.booth().await? else {
            return Ok(Booth::Free);
        };
        Ok(match books.writer.session(session).await? {
            Some(open) => Booth::Voting(open),
            None => Booth::Cast { provisional },
        })
    }

    /// Puts an open session into the booth, which must be free: a voter who has cast is in it until they leave.
    pub async fn hand_to_booth(&self, session: SessionId) -> Result<(), StationError> {
        let mut books = self.books().await?;
        if books.writer.booth().await?.is_some() {
            return Err(StationError::BoothBusy);
        }
        let open = (books.writer.session(session).await?).ok_or(StationError::UnknownSession)?;
        let mut change = books.change();
        change.put_booth(&open);
        books.commit(change).await
    }

    /// The voter has left after casting. Does nothing to a booth whose ballot is not cast.
    pub async fn leave_booth(&self) -> Result<(), StationError> {
        let mut books = self.books().await?;
        match books.writer.booth().await? {
            Some((there, _)) if books.writer.session(there).await?.is_none() => {
                let mut change = books.change();
                change.clear_booth();
                books.commit(change).await
            }
            _ => Ok(()),
        }
    }
}
