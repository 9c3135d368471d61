//! The voter side: the roll and the check-ins. Nothing here knows a ballot. Records are sealed with the station's
//! key; what is searched is in memory (`search::RollIndex`).

use futures::TryStreamExt;
use jiff::Timestamp;
use pollstream_protocol::at_rest::AtRestKey;
use pollstream_protocol::ids::{Incarnation, StationId, VoterId};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::voter::VoterRecord;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, QueryBuilder, Row, SqliteConnection, SqliteExecutor};

use super::rows::{number, signed, time};
use super::{Change, Reader, Writer};
use crate::error::StationError;

/// A voter as the roll has it.
pub(crate) struct VoterRow {
    /// Its number in this store; means nothing elsewhere.
    pub(crate) row: i64,
    pub(crate) voter: VoterRecord,
    /// Of the roll update that it comes from; 0 when registered here.
    pub(crate) version: u64,
    /// The check-in at this station and incarnation: entry number, time, whether the ballot was issued.
    pub(crate) check_in: Option<(u64, Timestamp, bool)>,
    /// The check-in that another station or incarnation made.
    pub(crate) elsewhere: Option<(StationId, Timestamp)>,
}

/// A voter as it is written to the roll.
pub(crate) struct NewRow {
    voter: VoterRecord,
    version: u64,
    elsewhere: Option<(StationId, Timestamp)>,
}

impl NewRow {
    pub(crate) fn new(voter: VoterRecord, version: u64, elsewhere: Option<(StationId, Timestamp)>) -> Self {
        NewRow {
            voter,
            version,
            elsewhere,
        }
    }

    /// Check-ins of this very incarnation are not taken over: the log here knows better, and may have undone
    /// them since. Those of its earlier incarnations count like any other station's.
    pub(crate) fn from_update(update: &RollUpdate, incarnation: Incarnation) -> Self {
        let elsewhere = (update.check_in.as_ref())
            .filter(|c| c.station != update.polling_station || c.incarnation != incarnation)
            .map(|c| (c.station.clone(), c.at));
        NewRow::new(update.voter.clone(), update.version, elsewhere)
    }

    /// The columns `lookup` and `record`.
    fn sealed(&self, key: &AtRestKey) -> Result<(Vec<u8>, Vec<u8>), StationError> {
        let record = serde_json::to_vec(&self.voter).map_err(|_| StationError::Damaged("a voter record"))?;
        let lookup = key.lookup(self.voter.voter_id).to_vec();
        let sealed = key.seal(&record, &lookup, &mut rand::rng());
        Ok((lookup, sealed))
    }

    fn elsewhere_columns(&self) -> (Option<String>, Option<i64>) {
        let elsewhere = self.elsewhere.as_ref();
        (
            elsewhere.map(|(station, _)| station.to_string()),
            elsewhere.map(|(_, at)| at.as_second()),
        )
    }
}

/// Rows of one statement: a compromise between hops to SQLite and its 32,766 parameters.
const ROWS_A_STATEMENT: usize = 500;

/// Loads a whole roll into an empty table, in the caller's transaction.
pub(super) async fn load(
    conn: &mut SqliteConnection,
    key: &AtRestKey,
    roll: &[NewRow],
) -> Result<(), StationError> {
    let mut seen = std::collections::HashSet::with_capacity(roll.len());
    if !roll.iter().all(|row| seen.insert(row.voter.voter_id)) {
        return Err(StationError::BadPackage("a voter stands twice on its roll"));
    }
    for rows in roll.chunks(ROWS_A_STATEMENT) {
        // Made of constants: only the number of rows varies.
        let sql = format!(
            "INSERT INTO voter (lookup, record, version, elsewhere_station, elsewhere_at) VALUES {}",
            vec!["(?, ?, ?, ?, ?)"; rows.len()].join(", ")
        );
        let mut insert = sqlx::query(AssertSqlSafe(sql));
        for row in rows {
            let (lookup, record) = row.sealed(key)?;
            let (station, at) = row.elsewhere_columns();
            insert = insert
                .bind(lookup)
                .bind(record)
                .bind(signed(row.version))
                .bind(station)
                .bind(at);
        }
        insert.execute(&mut *conn).await?;
    }
    Ok(())
}

impl Change {
    /// Adds a voter to the roll, or replaces the record of one that is on it.
    pub(crate) fn put_voter(&mut self, new: NewRow, known: Option<&VoterRow>) -> Result<(), StationError> {
        let (lookup, record) = new.sealed(&self.key)?;
        let (station, at) = new.elsewhere_columns();
        self.add(
            "INSERT INTO voter (lookup, record, version, elsewhere_station, elsewhere_at) VALUES (?, ?, ?, ?, ?) \
             ON CONFLICT (lookup) DO UPDATE SET record = excluded.record, version = excluded.version, \
                 elsewhere_station = excluded.elsewhere_station, elsewhere_at = excluded.elsewhere_at;",
        );
        self.bind(lookup)
            .bind(record)
            .bind(signed(new.version))
            .bind(station)
            .bind(at);
        if known.is_none() {
            self.state.on_roll += 1;
        }
        self.voters.push(new.voter);
        Ok(())
    }

    /// Records a check-in, whose entry is `seq`.
    pub(crate) fn check_in(&mut self, voter: &VoterRow, seq: u64, at: Timestamp) {
        self.add("INSERT INTO check_in VALUES (?, ?, ?, 0);")
            .bind(voter.row)
            .bind(signed(seq))
            .bind(at.as_second());
        self.state.checked_in += 1;
    }

    /// Takes a check-in back.
    pub(crate) fn undo_check_in(&mut self, voter: &VoterRow) {
        self.add("DELETE FROM check_in WHERE voter = ?;").bind(voter.row);
        self.state.checked_in -= 1;
        self.state.undone += 1;
    }

    /// Marks a check-in's ballot as issued. To whom which session went is not kept.
    pub(crate) fn mark_issued(&mut self, voter: &VoterRow) {
        self.add("UPDATE check_in SET issued = 1 WHERE voter = ?;")
            .bind(voter.row);
    }
}

const SELECT: &str = "SELECT voter.id, voter.lookup, voter.record, voter.version, voter.elsewhere_station, \
    voter.elsewhere_at, check_in.seq, check_in.at, check_in.issued \
    FROM voter LEFT JOIN check_in ON check_in.voter = voter.id";

/// These voters in this order, without those who are not on the roll.
async fn by_ids(
    db: impl SqliteExecutor<'_>,
    key: &AtRestKey,
    voters: &[VoterId],
) -> Result<Vec<VoterRow>, StationError> {
    let lookups: Vec<_> = voters.iter().map(|voter| key.lookup(*voter)).collect();
    let mut query = QueryBuilder::new(SELECT);
    query.push(" WHERE voter.lookup IN (");
    let mut list = query.separated(", ");
    for lookup in &lookups {
        list.push_bind(lookup.to_vec());
    }
    query.push(")");
    let rows = query.build().fetch_all(db).await?;
    let mut rows = rows
        .iter()
        .map(|row| voter_row(row, key))
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| voters.iter().position(|voter| *voter == row.voter.voter_id));
    Ok(rows)
}

fn voter_row(row: &SqliteRow, key: &AtRestKey) -> Result<VoterRow, StationError> {
    let check_in = match row.try_get::<Option<i64>, _>("at")? {
        None => None,
        Some(at) => Some((
            number(row, "seq")?,
            time(at, "at")?,
            row.try_get::<i64, _>("issued")? != 0,
        )),
    };
    let elsewhere = match row.try_get::<Option<i64>, _>("elsewhere_at")? {
        None => None,
        Some(at) => Some((
            super::rows::parsed(row, "elsewhere_station")?,
            time(at, "elsewhere_at")?,
        )),
    };
    Ok(VoterRow {
        row: row.try_get("id")?,
        voter: record(row, key)?,
        version: number(row, "version")?,
        check_in,
        elsewhere,
    })
}

fn record(row: &SqliteRow, key: &AtRestKey) -> Result<VoterRecord, StationError> {
    let damaged = StationError::Damaged("a voter record");
    let (lookup, sealed): (&[u8], &[u8]) = (row.try_get("lookup")?, row.try_get("record")?);
    let Ok(plain) = key.open(sealed, lookup) else {
        return Err(damaged);
    };
    serde_json::from_slice(&plain).map_err(|_| damaged)
}

impl Writer {
    /// The voter as of the last commit.
    pub(crate) async fn voter(&mut self, voter: VoterId) -> Result<Option<VoterRow>, StationError> {
        Ok(self.voters(&[voter]).await?.pop())
    }

    /// These voters as of the last commit.
    pub(crate) async fn voters(&mut self, voters: &[VoterId]) -> Result<Vec<VoterRow>, StationError> {
        by_ids(&mut self.conn, &self.key, voters).await
    }
}

impl Reader {
    /// Check-ins whose ballot is not issued yet.
    pub(crate) async fn not_issued(&self) -> Result<u64, StationError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM check_in WHERE issued = 0")
            .fetch_one(&self.pool)
            .await?;
        Ok(count.cast_unsigned())
    }

    /// Voters who are checked in and have no ballot yet, who came first first.
    pub(crate) async fn waiting(&self, limit: u64) -> Result<Vec<VoterRow>, StationError> {
        let mut query = QueryBuilder::new(SELECT);
        query.push(" WHERE check_in.issued = 0 ORDER BY check_in.at, check_in.seq LIMIT ");
        query.push_bind(signed(limit));
        let rows = query.build().fetch_all(&self.pool).await?;
        rows.iter().map(|row| voter_row(row, &self.key)).collect()
    }

    /// The voter.
    pub(crate) async fn voter(&self, voter: VoterId) -> Result<Option<VoterRow>, StationError> {
        Ok(self.voters(&[voter]).await?.pop())
    }

    /// These voters in this order, as far as they are on the roll.
    pub(crate) async fn voters(&self, voters: &[VoterId]) -> Result<Vec<VoterRow>, StationError> {
        by_ids(&self.pool, &self.key, voters).await
    }

    /// Every record on the roll, for the index in memory.
    pub(crate) async fn each_voter(&self, mut take: impl FnMut(&VoterRecord)) -> Result<(), StationError> {
        let mut rows = sqlx::query("SELECT lookup, record FROM voter ORDER BY id").fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            take(&record(&row, &self.key)?);
        }
        Ok(())
    }
}
