//! The ballot side: open sessions and the batch that is being filled. Nothing here knows a voter.

use pollstream_protocol::ids::{BallotStyleId, CaseId, SessionId, TrackingCode};
use pollstream_protocol::seal::{EncappedKey, SealedBallot};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::rows::{bytes, optional_uuid, parsed, uuid};
use super::{Change, Reader, Writer};
use crate::error::StationError;
use crate::session::OpenSession;

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

    /// Puts a sealed ballot into the box, and lays all that are in it down anew in the order of their codes.
    ///
    /// Why: a table is read in the order of its keys, but within a page of the file the rows lie in the order
    /// in which they came. The detour is a temporary table, which never leaves the memory.
    pub(crate) fn box_ballot(&mut self, encapped_key: &EncappedKey, ballot: &SealedBallot) {
        self.add(
            "INSERT INTO temp.reordered SELECT * FROM sealed_ballot; \
             INSERT INTO temp.reordered VALUES (?, ?, ?); \
             DELETE FROM sealed_ballot; \
             INSERT INTO sealed_ballot SELECT * FROM temp.reordered ORDER BY nonce; \
             DELETE FROM temp.reordered;",
        )
        .bind(ballot.tracking_code.0.to_vec())
        .bind(encapped_key.to_vec())
        .bind(ballot.ciphertext.clone());
        self.state.boxed += 1;
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

    /// Empties the box: its ballots are in the log now.
    pub(crate) fn empty_box(&mut self) {
        self.add("DELETE FROM sealed_ballot;");
        self.state.boxed = 0;
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

    /// The ballots in the box in the order of their tracking codes, each with the key of its batch.
    pub(crate) async fn boxed(&mut self) -> Result<Vec<(EncappedKey, SealedBallot)>, StationError> {
        sqlx::query("SELECT encapped_key, nonce, ciphertext FROM sealed_ballot ORDER BY nonce")
            .fetch_all(&mut self.conn)
            .await?
            .iter()
            .map(|row| {
                let ballot = SealedBallot {
                    tracking_code: TrackingCode(bytes(row, "nonce")?),
                    ciphertext: row.try_get("ciphertext")?,
                };
                Ok((bytes(row, "encapped_key")?, ballot))
            })
            .collect()
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
