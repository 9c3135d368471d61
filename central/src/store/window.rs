//! What the results window asks beside what the board does: the day by hours and minutes, and each station's
//! books.

use std::collections::BTreeMap;

use pollstream_protocol::entry::CloseReport;

use super::check::closings;
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

type LedgerRow = (String, i32, i64, i64, i64, i64, i64);

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

    /// Each station's books, by station and incarnation.
    pub async fn ledgers(&self) -> Result<Vec<Ledger>, StoreError> {
        let mut transaction = self.begin_reading().await?;
        let rows: Vec<LedgerRow> = sqlx::query_as(
            "with counted as (
                 select station_id, incarnation, count(*) filter (where not undone) as check_ins,
                     count(*) filter (where undone) as undone, 0 as cases, 0 as ballots, 0 as provisional
                 from check_in group by 1, 2
                 union all
                 select station_id, incarnation, 0, 0, 0, sum(ballots), 0 from sealed_group group by 1, 2
                 union all
                 select c.station_id, c.incarnation, 0, 0, count(*), 0, count(b.case_id)
                 from provisional_case c left join provisional_ballot b using (case_id)
                 group by c.station_id, c.incarnation
             )
             select s.station_id, s.incarnation, coalesce(sum(check_ins), 0)::bigint,
                 coalesce(sum(undone), 0)::bigint, coalesce(sum(cases), 0)::bigint,
                 coalesce(sum(ballots), 0)::bigint, coalesce(sum(provisional), 0)::bigint
             from station s left join counted using (station_id, incarnation)
             group by s.station_id, s.incarnation order by s.station_id, s.incarnation",
        )
        .fetch_all(&mut *transaction)
        .await?;
        let closings = closings(&mut transaction).await?;
        transaction.rollback().await?;
        let mut closed: BTreeMap<(String, i32), _> = closings
            .into_iter()
            .map(|c| ((c.station.clone(), c.incarnation), c))
            .collect();
        Ok(rows
            .into_iter()
            .map(
                |(station, incarnation, check_ins, undone, cases, ballots, provisional)| {
                    let closing = closed.remove(&(station.clone(), incarnation));
                    Ledger {
                        station,
                        incarnation: incarnation.unsigned_abs(),
                        check_ins: check_ins.unsigned_abs(),
                        undone: undone.unsigned_abs(),
                        provisional_cases: cases.unsigned_abs(),
                        ballots: ballots.unsigned_abs(),
                        provisional: provisional.unsigned_abs(),
                        reported: closing.as_ref().map(|c| c.reported),
                        reconciled: closing.map(|c| c.reported.reconciles() && c.reported == c.counted),
                    }
                },
            )
            .collect())
    }
}
