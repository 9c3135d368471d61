//! The one connection that writes, and what it knows by heart.

use std::sync::Arc;

use pollstream_protocol::at_rest::AtRestKey;
use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::events::PollsState;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use super::Change;
use super::rows::{bytes, number};
use crate::error::StationError;
use crate::options::Durability;
use crate::polls::Polls;

/// The end of the log, the state of the polls and the counts. Always what the committed rows say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    /// The number that the next entry gets.
    pub(crate) next_seq: u64,
    /// The hash of the last entry, or the genesis hash.
    pub(crate) hash: EntryHash,
    pub(crate) polls: Polls,
    pub(crate) on_roll: u64,
    pub(crate) checked_in: u64,
    pub(crate) undone: u64,
    pub(crate) ballots: u64,
    pub(crate) provisional: u64,
    pub(crate) spoiled: u64,
    pub(crate) fled: u64,
    pub(crate) registrations: u64,
    pub(crate) provisional_cases: u64,
    pub(crate) open_sessions: u64,
    /// Sealed ballots in the box.
    pub(crate) boxed: u64,
}

impl State {
    /// Whether everybody who was let in has cast a ballot, left, or holds one. `not_issued` voters are checked in and
    /// wait for theirs; once the polls are closed they get none any more.
    pub(crate) fn reconciles(&self, not_issued: u64) -> bool {
        let waiting = match self.polls.state() {
            PollsState::Closed => 0,
            PollsState::NotOpened | PollsState::Open | PollsState::Paused => not_issued,
        };
        let let_in = self.checked_in + self.provisional_cases;
        let_in == self.ballots + self.provisional + self.fled + self.open_sessions + waiting
    }
}

/// The one connection that writes. It is used under a lock, by one task at a time.
pub(crate) struct Writer {
    pub(super) conn: SqliteConnection,
    pub(super) key: Arc<AtRestKey>,
    state: State,
    genesis: EntryHash,
    durability: Durability,
    /// The write-ahead log could not be emptied since a ballot was cast.
    order_kept: bool,
    /// A transaction was begun and not seen to end: an error, or its task was dropped while it waited. What
    /// is known by heart may be wrong then.
    uncertain: bool,
}

impl Writer {
    pub(super) async fn new(
        mut conn: SqliteConnection,
        durability: Durability,
        key: Arc<AtRestKey>,
    ) -> Result<Self, StationError> {
        let genesis = [0; 32];
        let state = load_state(&mut conn, genesis).await?;
        Ok(Writer {
            conn,
            key,
            state,
            genesis,
            durability,
            order_kept: false,
            uncertain: false,
        })
    }

    /// Sets the hash before the first entry, which the identity determines.
    pub(crate) fn set_genesis(&mut self, genesis: EntryHash) {
        self.genesis = genesis;
        if self.state.next_seq == 0 {
            self.state.hash = genesis;
        }
    }

    /// What the committed rows say.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Ends what was left open and reads everything again, if anything is uncertain.
    pub(crate) async fn settle(&mut self) -> Result<(), StationError> {
        if !self.uncertain {
            return Ok(());
        }
        // Fails when no transaction is open: then there is nothing to end.
        sqlx::query("ROLLBACK").execute(&mut self.conn).await.ok();
        self.state = load_state(&mut self.conn, self.genesis).await?;
        self.uncertain = false;
        Ok(())
    }

    /// A change that starts from what is.
    pub(crate) fn change(&self) -> Change {
        let mut change = Change::new(self.state, self.key.clone());
        change.add("BEGIN IMMEDIATE;");
        change
    }

    /// Commits a change: all of it or, with an error, nothing.
    pub(crate) async fn commit(&mut self, mut change: Change) -> Result<(), StationError> {
        change.store_progress();
        self.commit_as_it_is(change).await
    }

    /// Commits a change that counts nothing.
    pub(crate) async fn commit_as_it_is(&mut self, mut change: Change) -> Result<(), StationError> {
        change.add("COMMIT;");
        change.check()?;
        self.uncertain = true;
        // The text is put together from constants of this module only; values are bound.
        let query = sqlx::query_with(AssertSqlSafe(change.sql), change.arguments);
        if let Err(error) = query.execute(&mut self.conn).await {
            self.settle().await?;
            return Err(error.into());
        }
        self.state = change.state;
        self.uncertain = false;
        Ok(())
    }

    /// Moves the write-ahead log into the store and empties it. A reader may hold it, a backup or a virus scanner
    /// for long: then it is tried again with the next ballot, and until then [`Writer::order_kept`] says so.
    ///
    /// Why: its frames keep the order in which rows were written: which check-in was issued a ballot before
    /// which ballot was cast. The tables do not.
    pub(crate) async fn forget_order(&mut self) {
        // It fails with an error, or answers that it was busy: only the first column 0 means that it is empty.
        let done: Result<i64, _> = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut self.conn)
            .await;
        self.order_kept = !matches!(done, Ok(0));
        if self.order_kept {
            let error = done.err().map(|e| e.to_string()).unwrap_or_default();
            tracing::warn!(
                error,
                "the write-ahead log could not be emptied: another program reads the store"
            );
        }
    }

    /// Whether the write-ahead log still holds the order in which rows were written.
    pub(crate) fn order_kept(&self) -> bool {
        self.order_kept
    }

    /// The same after a single ballot: not for a throwaway store, which has no disk that anybody could take.
    pub(crate) async fn forget_order_of_one(&mut self) {
        if self.durability == Durability::Full {
            self.forget_order().await;
        }
    }

    /// Closes the connection.
    pub(crate) async fn close(self) -> Result<(), StationError> {
        Ok(self.conn.close().await?)
    }
}

async fn load_state(conn: &mut SqliteConnection, genesis: EntryHash) -> Result<State, StationError> {
    let row = sqlx::query(
        "SELECT *,
            (SELECT count(*) FROM voter) AS on_roll,
            (SELECT count(*) FROM check_in) AS checked_in,
            (SELECT count(*) FROM voting_session) AS open_sessions,
            (SELECT coalesce(sum(ballots), 0) FROM ballot_box) AS boxed
         FROM progress",
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(StationError::Damaged("no progress in it"))?;
    let head = sqlx::query("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")
        .fetch_optional(conn)
        .await?;
    let (next_seq, hash) = match &head {
        None => (0, genesis),
        Some(head) => (number(head, "seq")? + 1, bytes(head, "hash")?),
    };
    state_of(&row, next_seq, hash)
}

fn state_of(row: &SqliteRow, next_seq: u64, hash: EntryHash) -> Result<State, StationError> {
    let polls = PollsState::from_name(row.try_get("polls")?).ok_or(StationError::Damaged("polls"))?;
    let count = |column| number(row, column);
    Ok(State {
        next_seq,
        hash,
        polls: Polls::new(polls),
        on_roll: count("on_roll")?,
        checked_in: count("checked_in")?,
        undone: count("undone")?,
        ballots: count("ballots")?,
        provisional: count("provisional")?,
        spoiled: count("spoiled")?,
        fled: count("fled")?,
        registrations: count("registrations")?,
        provisional_cases: count("provisional_cases")?,
        open_sessions: count("open_sessions")?,
        boxed: count("boxed")?,
    })
}
