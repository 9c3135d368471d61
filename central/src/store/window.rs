//! What the results window asks beside what the board does: the day by hours and minutes, and each station's
//! books.

use std::collections::BTreeMap;

use pollstream_count::certification::LogStanding;
use pollstream_protocol::entry::CloseReport;

use super::station_log::standings;
use super::{Store, StoreError};

/// Check-ins of a place by hour of the day in UTC (`2026-11-03T14`), by place id.
pub type Hours = BTreeMap<String, BTreeMap<String, u64>>;

/// What one incarnation of a station has sent, as far as central has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The station.
    pub station: String,
    /// Its incarnation.
    pub incarnation: u32,
    /// Check-ins that stand.
    pub check_ins: u64,
    /// Check-ins that were taken back.
    pub undone: u64,
    /// Voters who may vote provisionally.
    pub provisional_cases: u64,
    /// Ballots, opened or still sealed.
    pub ballots: u64,
    /// Provisional ballots.
    pub provisional: u64,
    /// Its close report, once it has closed.
    pub reported: Option<CloseReport>,
    /// Whether the close report adds up and equals what central counted.
    pub reconciled: Option<bool>,
}

impl Ledger {
    /// Voters admitted who have not cast a ballot that central has: still in the booth, gone without voting, or
    /// their ballots wait at the station for a batch. Negative when there are more ballots than voters, which
    /// must not be.
    pub fn outstanding(&self) -> i64 {
        let admitted = self.check_ins + self.provisional_cases;
        let cast = self.ballots + self.provisional;
        i64::try_from(admitted).unwrap_or(i64::MAX) - i64::try_from(cast).unwrap_or(i64::MAX)
    }
}

impl Store {
    /// Check-ins by hour at these places.
    pub async fn turnout_by_hour(&self, places: &[String]) -> Result<Hours, StoreError> {
        let rows: Vec<(String, String, i64)> =
            sqlx::query_as("select place_id, hour, checked_in from turnout_hour where place_id = any($1)")
                .bind(places)
                .fetch_all(self.pool())
                .await?;
        let mut hours = Hours::new();
        for (place, hour, n) in rows {
            hours.entry(place).or_default().insert(hour, n.unsigned_abs());
        }
        Ok(hours)
    }

    /// Check-ins that stand in each minute of the day by the stations' clocks, oldest first; minutes are those
    /// since 1970.
    pub async fn check_ins_by_minute(&self) -> Result<Vec<(i64, u64)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "select floor(extract(epoch from at) / 60)::bigint as minute, count(*) from check_in where not undone
             group by minute order by minute",
        )
        .fetch_all(self.pool())
        .await?;
        Ok(rows
            .into_iter()
            .map(|(minute, n)| (minute, n.unsigned_abs()))
            .collect())
    }

    /// Each station's books, by station and incarnation: what the believed part of its log adds up to.
    pub async fn ledgers(&self) -> Result<Vec<Ledger>, StoreError> {
        let mut connection = self.pool().acquire().await?;
        let logs = standings(&mut connection, None).await?.into_iter();
        let ledger = |log: LogStanding| {
            let state = log.state;
            Ledger {
                station: log.head.log.station.to_string(),
                incarnation: log.head.log.incarnation.0,
                check_ins: state.check_ins,
                undone: state.undone,
                provisional_cases: state.cases,
                ballots: state.ballots,
                provisional: state.provisional,
                reported: state.close_report,
                reconciled: state.close_report.map(|_| state.discrepancies().is_empty()),
            }
        };
        Ok(logs.map(ledger).collect())
    }
}
