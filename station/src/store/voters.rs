//! The voter side: the roll, its search index and the check-ins. Nothing here knows a ballot.

use jiff::Timestamp;
use jiff::civil::Date;
use pollstream_protocol::fold::fold_words;
use pollstream_protocol::ids::{Incarnation, StationId, VoterId};
use pollstream_protocol::registration_number::letters_and_digits;
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::voter::VoterRecord;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, SqliteConnection, SqliteExecutor};

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
    voter_id: VoterId,
    number: String,
    date_of_birth: String,
    accreditation: &'static str,
    record: String,
    words: String,
    version: u64,
    elsewhere: Option<(StationId, Timestamp)>,
}

impl NewRow {
    pub(crate) fn new(
        voter: &VoterRecord,
        version: u64,
        elsewhere: Option<(StationId, Timestamp)>,
    ) -> Result<Self, StationError> {
        Ok(NewRow {
            voter_id: voter.voter_id,
            number: letters_and_digits(&voter.registration_number),
            date_of_birth: voter.date_of_birth.to_string(),
            accreditation: voter.accreditation.as_str(),
            record: serde_json::to_string(voter).map_err(|_| StationError::Damaged("a voter record"))?,
            words: fold_words(&voter.name).join(" "),
            version,
            elsewhere,
        })
    }

    /// Check-ins of this very incarnation are not taken over: the log here knows better, and may have undone
    /// them since. Those of its earlier incarnations count like any other station's.
    pub(crate) fn from_update(update: &RollUpdate, incarnation: Incarnation) -> Result<Self, StationError> {
        let elsewhere = (update.check_in.as_ref())
            .filter(|c| c.station != update.polling_station || c.incarnation != incarnation)
            .map(|c| (c.station.clone(), c.at));
        NewRow::new(&update.voter, update.version, elsewhere)
    }
}

/// Rows of one statement while a roll is loaded: a compromise between hops to SQLite and its 32,766
/// parameters.
const ROWS_A_STATEMENT: usize = 500;

/// Loads a whole roll into an empty table, in the caller's transaction.
pub(super) async fn load(conn: &mut SqliteConnection, roll: &[NewRow]) -> Result<(), StationError> {
    let mut seen = std::collections::HashSet::with_capacity(roll.len());
    if !roll.iter().all(|row| seen.insert(row.voter_id)) {
        return Err(StationError::BadPackage("a voter stands twice on its roll"));
    }
    let mut id = 0_i64;
    for rows in roll.chunks(ROWS_A_STATEMENT) {
        let values = |one: &str| vec![one; rows.len()].join(", ");
        // Made of constants: only the number of rows varies.
        let voters = format!(
            "INSERT INTO voter VALUES {}",
            values("(?, ?, ?, ?, ?, ?, ?, ?, ?)")
        );
        let words = format!(
            "INSERT INTO voter_words (rowid, words) VALUES {}",
            values("(?, ?)")
        );
        let mut insert_voters = sqlx::query(AssertSqlSafe(voters));
        let mut insert_words = sqlx::query(AssertSqlSafe(words));
        for row in rows {
            id += 1;
            let (station, at) = elsewhere_columns(row);
            insert_voters = insert_voters
                .bind(id)
                .bind(row.voter_id.0.as_bytes().to_vec())
                .bind(row.number.as_str())
                .bind(row.date_of_birth.as_str())
                .bind(row.accreditation)
                .bind(row.record.as_str())
                .bind(signed(row.version))
                .bind(station)
                .bind(at);
            insert_words = insert_words.bind(id).bind(row.words.as_str());
        }
        insert_voters.execute(&mut *conn).await?;
        insert_words.execute(&mut *conn).await?;
    }
    Ok(())
}

fn elsewhere_columns(row: &NewRow) -> (Option<String>, Option<i64>) {
    let elsewhere = row.elsewhere.as_ref();
    (
        elsewhere.map(|(station, _)| station.to_string()),
        elsewhere.map(|(_, at)| at.as_second()),
    )
}

impl Change {
    /// Adds a voter to the roll, or replaces the record of one that is on it.
    pub(crate) fn put_voter(&mut self, new: NewRow, known: Option<&VoterRow>) {
        let (station, at) = elsewhere_columns(&new);
        self.add(
            "INSERT INTO voter (voter_id, number, date_of_birth, accreditation, record, version, \
                 elsewhere_station, elsewhere_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (voter_id) DO UPDATE SET number = excluded.number, \
                 date_of_birth = excluded.date_of_birth, accreditation = excluded.accreditation, \
                 record = excluded.record, version = excluded.version, \
                 elsewhere_station = excluded.elsewhere_station, elsewhere_at = excluded.elsewhere_at; \
             INSERT OR REPLACE INTO voter_words (rowid, words) \
                 VALUES ((SELECT id FROM voter WHERE voter_id = ?), ?);",
        );
        let voter_id = new.voter_id.0.as_bytes().to_vec();
        self.bind(voter_id.clone())
            .bind(new.number)
            .bind(new.date_of_birth)
            .bind(new.accreditation)
            .bind(new.record)
            .bind(signed(new.version))
            .bind(station)
            .bind(at)
            .bind(voter_id)
            .bind(new.words);
        if known.is_none() {
            self.state.on_roll += 1;
        }
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

macro_rules! select_voters {
    ($condition:literal) => {
        concat!(
            "SELECT voter.id, voter.record, voter.version, voter.elsewhere_station, voter.elsewhere_at,
                    check_in.seq, check_in.at, check_in.issued
             FROM voter LEFT JOIN check_in ON check_in.voter = voter.id ",
            $condition
        )
    };
}

const BY_ID: &str = select_voters!("WHERE voter.voter_id = ?");
const BY_NUMBER: &str =
    select_voters!("WHERE voter.number >= ?1 AND voter.number < ?1 || char(1114111) LIMIT ?2");
const WAITING: &str = select_voters!("WHERE check_in.issued = 0 ORDER BY check_in.at, check_in.seq LIMIT ?");
const BY_BIRTH: &str = select_voters!("WHERE voter.date_of_birth = ? LIMIT ?");
const BY_WORDS: &str =
    select_voters!("WHERE voter.id IN (SELECT rowid FROM voter_words WHERE voter_words MATCH ?1 LIMIT ?2)");
const BY_WORDS_AND_BIRTH: &str = select_voters!(
    "WHERE voter.date_of_birth = ?2
       AND voter.id IN (SELECT rowid FROM voter_words WHERE voter_words MATCH ?1) LIMIT ?3"
);

async fn by_id(db: impl SqliteExecutor<'_>, voter: VoterId) -> Result<Option<VoterRow>, StationError> {
    let row = sqlx::query(BY_ID)
        .bind(voter.0.as_bytes().to_vec())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(voter_row).transpose()
}

fn voter_row(row: &SqliteRow) -> Result<VoterRow, StationError> {
    let record: &str = row.try_get("record")?;
    let voter = serde_json::from_str(record).map_err(|_| StationError::Damaged("a voter record"))?;
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
        voter,
        version: number(row, "version")?,
        check_in,
        elsewhere,
    })
}

impl Writer {
    /// The voter as of the last commit.
    pub(crate) async fn voter(&mut self, voter: VoterId) -> Result<Option<VoterRow>, StationError> {
        by_id(&mut self.conn, voter).await
    }

    /// Everybody born on that day: who a newly registered voter may be already.
    pub(crate) async fn born_on(&mut self, date: Date) -> Result<Vec<VoterRow>, StationError> {
        sqlx::query(BY_BIRTH)
            .bind(date.to_string())
            .bind(i64::MAX)
            .fetch_all(&mut self.conn)
            .await?
            .iter()
            .map(voter_row)
            .collect()
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
        let query = sqlx::query(WAITING).bind(signed(limit));
        query.fetch_all(&self.pool).await?.iter().map(voter_row).collect()
    }

    /// The voter.
    pub(crate) async fn voter(&self, voter: VoterId) -> Result<Option<VoterRow>, StationError> {
        by_id(&self.pool, voter).await
    }

    /// Voters whose normalised registration number starts so.
    pub(crate) async fn by_number(&self, prefix: &str, limit: u64) -> Result<Vec<VoterRow>, StationError> {
        let query = sqlx::query(BY_NUMBER).bind(prefix).bind(signed(limit));
        query.fetch_all(&self.pool).await?.iter().map(voter_row).collect()
    }

    /// Voters born on that day.
    pub(crate) async fn by_birth(&self, date: Date, limit: u64) -> Result<Vec<VoterRow>, StationError> {
        let query = sqlx::query(BY_BIRTH).bind(date.to_string()).bind(signed(limit));
        query.fetch_all(&self.pool).await?.iter().map(voter_row).collect()
    }

    /// Voters with a word of their name for each of these folded prefixes; born on a day, if one is given.
    pub(crate) async fn by_words(
        &self,
        prefixes: &[String],
        born: Option<Date>,
        limit: u64,
    ) -> Result<Vec<VoterRow>, StationError> {
        // Folded words are letters, digits and marks only: nothing that could leave the quotes.
        let quoted: Vec<String> = prefixes.iter().map(|p| format!("\"{p}\"*")).collect();
        let expression = quoted.join(" ");
        let query = match born {
            None => sqlx::query(BY_WORDS).bind(expression).bind(signed(limit)),
            Some(date) => sqlx::query(BY_WORDS_AND_BIRTH)
                .bind(expression)
                .bind(date.to_string())
                .bind(signed(limit)),
        };
        query.fetch_all(&self.pool).await?.iter().map(voter_row).collect()
    }
}
