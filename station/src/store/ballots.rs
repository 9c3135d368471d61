//! The ballot side: open sessions and the ballot box. Nothing here knows a voter.

use pollstream_protocol::ids::{BallotStyleId, CaseId, SessionId};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{number, optional_uuid, parsed, signed, uuid};
use super::{Change, Reader, Writer};
use crate::error::StationError;
use crate::session::OpenSession;

/// A shelf of the ballot box: sealed ballots of one style, closed once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shelf {
    /// From 0 for each style.
    pub(crate) number: u64,
    /// How many lie on it.
    pub(crate) ballots: u64,
}

impl Change {
    /// Opens a session.
    pub(crate) fn open_session(&mut self, session: &OpenSession) {
        self.add("INSERT INTO voting_session VALUES (?, ?, ?);")
            .bind(session.session.0.as_bytes().to_vec())
            .bind(session.ballot_style.to_string())
            .bind(session.case.map(|case| case.0.as_bytes().to_vec()));
        self.state.open_sessions += 1;
    }

    /// Ends a session, without a trace.
    pub(crate) fn end_session(&mut self, session: SessionId) {
        self.add("DELETE FROM voting_session WHERE session_id = ?;")
            .bind(session.0.as_bytes().to_vec());
        self.state.open_sessions -= 1;
    }

    /// Writes a shelf, in place of the one with its number.
    pub(crate) fn put_shelf(&mut self, style: &BallotStyleId, shelf: Shelf, closed: Vec<u8>) {
        self.add("INSERT OR REPLACE INTO ballot_box VALUES (?, ?, ?, ?);")
            .bind(style.to_string())
            .bind(signed(shelf.number))
            .bind(signed(shelf.ballots))
            .bind(closed);
    }

    /// Removes all shelves of a style.
    pub(crate) fn clear_shelves(&mut self, style: &BallotStyleId) {
        self.add("DELETE FROM ballot_box WHERE ballot_style = ?;")
            .bind(style.to_string());
    }

    /// Puts a session into the booth, which must be empty.
    pub(crate) fn put_booth(&mut self, session: &OpenSession) {
        self.add("INSERT INTO booth VALUES (1, ?, ?);")
            .bind(session.session.0.as_bytes().to_vec())
            .bind(i64::from(session.case.is_some()));
    }

    /// Empties the booth.
    pub(crate) fn clear_booth(&mut self) {
        self.add("DELETE FROM booth;");
    }

    /// Another session takes the place of one that may be in the booth.
    pub(crate) fn replace_in_booth(&mut self, session: SessionId, again: SessionId) {
        self.add("UPDATE booth SET session_id = ? WHERE session_id = ?;")
            .bind(again.0.as_bytes().to_vec())
            .bind(session.0.as_bytes().to_vec());
    }

    /// Empties the booth if this session is in it.
    pub(crate) fn take_from_booth(&mut self, session: SessionId) {
        self.add("DELETE FROM booth WHERE session_id = ?;")
            .bind(session.0.as_bytes().to_vec());
    }
}

impl Writer {
    /// An open session.
    pub(crate) async fn session(&mut self, session: SessionId) -> Result<Option<OpenSession>, StationError> {
        sqlx::query("SELECT session_id, ballot_style, case_id FROM voting_session WHERE session_id = ?")
            .bind(session.0.as_bytes().to_vec())
            .fetch_optional(&mut self.conn)
            .await?
            .map(|row| open_session(&row))
            .transpose()
    }

    /// The session in the booth, which may be spent, and whether it is provisional.
    pub(crate) async fn booth(&mut self) -> Result<Option<(SessionId, bool)>, StationError> {
        sqlx::query("SELECT session_id, provisional FROM booth")
            .fetch_optional(&mut self.conn)
            .await?
            .map(|row| {
                let session = SessionId(uuid(&row, "session_id")?);
                Ok((session, row.try_get::<i64, _>("provisional")? != 0))
            })
            .transpose()
    }

    /// The styles of the ballots in the box.
    pub(crate) async fn styles_in_box(&mut self) -> Result<Vec<BallotStyleId>, StationError> {
        sqlx::query("SELECT DISTINCT ballot_style FROM ballot_box ORDER BY ballot_style")
            .fetch_all(&mut self.conn)
            .await?
            .iter()
            .map(|row| parsed(row, "ballot_style"))
            .collect()
    }

    /// The shelves of a style, in order of their numbers.
    pub(crate) async fn shelves(&mut self, style: &BallotStyleId) -> Result<Vec<Shelf>, StationError> {
        sqlx::query("SELECT shelf, ballots FROM ballot_box WHERE ballot_style = ? ORDER BY shelf")
            .bind(style.as_str())
            .fetch_all(&mut self.conn)
            .await?
            .iter()
            .map(|row| {
                Ok(Shelf {
                    number: number(row, "shelf")?,
                    ballots: number(row, "ballots")?,
                })
            })
            .collect()
    }

    /// One shelf, closed.
    pub(crate) async fn shelf(
        &mut self,
        style: &BallotStyleId,
        number: u64,
    ) -> Result<Vec<u8>, StationError> {
        let row = sqlx::query("SELECT closed FROM ballot_box WHERE ballot_style = ? AND shelf = ?")
            .bind(style.as_str())
            .bind(signed(number))
            .fetch_one(&mut self.conn)
            .await?;
        Ok(row.try_get("closed")?)
    }
}

impl Reader {
    /// Every open session, in the random order of their ids.
    pub(crate) async fn open_sessions(&self) -> Result<Vec<OpenSession>, StationError> {
        sqlx::query("SELECT session_id, ballot_style, case_id FROM voting_session ORDER BY session_id")
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(open_session)
            .collect()
    }
}

fn open_session(row: &SqliteRow) -> Result<OpenSession, StationError> {
    Ok(OpenSession {
        session: SessionId(uuid(row, "session_id")?),
        ballot_style: parsed::<BallotStyleId>(row, "ballot_style")?,
        case: optional_uuid(row, "case_id")?.map(CaseId),
    })
}
