//! A change that is being put together: statements, their arguments, and the state that will hold after it.

use std::sync::Arc;

use pollstream_protocol::at_rest::AtRestKey;
use pollstream_protocol::chain::entry_hash;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::voter::VoterRecord;
use sqlx::Arguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Encode, Sqlite, Type};

use super::State;
use super::rows::signed;
use crate::error::StationError;

/// Statements for one transaction. They go to SQLite together: a hop to the writer's thread costs more than
/// most statements.
pub(crate) struct Change {
    /// The state after the change. What is counted in it is stored with it.
    pub(crate) state: State,
    pub(super) sql: String,
    pub(super) arguments: SqliteArguments,
    /// Voters who are on the roll as they are here, once the change is committed.
    pub(crate) voters: Vec<VoterRecord>,
    pub(super) key: Arc<AtRestKey>,
    failed: Option<sqlx::Error>,
}

impl Change {
    pub(super) fn new(state: State, key: Arc<AtRestKey>) -> Self {
        Change {
            state,
            sql: String::with_capacity(512),
            arguments: SqliteArguments::default(),
            voters: Vec::new(),
            key,
            failed: None,
        }
    }

    /// Appends a statement, which must end with a semicolon; its arguments follow in order.
    pub(super) fn add(&mut self, statement: &'static str) -> &mut Self {
        self.sql.push_str(statement);
        self
    }

    /// The next argument of the last statement.
    pub(super) fn bind<T>(&mut self, value: T) -> &mut Self
    where
        T: for<'q> Encode<'q, Sqlite> + Type<Sqlite>,
    {
        if let Err(error) = self.arguments.add(value) {
            self.failed.get_or_insert(sqlx::Error::Encode(error));
        }
        self
    }

    pub(super) fn check(&mut self) -> Result<(), sqlx::Error> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// Appends an entry to the log and returns its number. An entry that central could not read is refused
    /// here, where somebody can correct it: in the log it would block everything after it.
    pub(crate) fn append(&mut self, body: &EntryBody) -> Result<u64, StationError> {
        let entry = body.encode();
        entry.decode()?;
        let seq = self.state.next_seq;
        let hash = entry_hash(&self.state.hash, seq, entry.kind, &entry.payload);
        self.add("INSERT INTO entry VALUES (?, ?, ?, ?);")
            .bind(signed(seq))
            .bind(i64::from(entry.kind.number()))
            .bind(entry.payload)
            .bind(hash.to_vec());
        self.state.next_seq = seq + 1;
        self.state.hash = hash;
        Ok(seq)
    }

    pub(super) fn store_progress(&mut self) {
        let s = self.state;
        self.add(
            "UPDATE progress SET polls = ?, undone = ?, ballots = ?, provisional = ?, spoiled = ?, fled = ?, \
             registrations = ?, provisional_cases = ?;",
        )
        .bind(s.polls.state().as_str());
        let counts = [
            s.undone,
            s.ballots,
            s.provisional,
            s.spoiled,
            s.fled,
            s.registrations,
            s.provisional_cases,
        ];
        for count in counts {
            self.bind(signed(count));
        }
    }
}
