//! What the results are made from: the streaming totals, and the SQL tally that is independent of them.

use std::collections::BTreeMap;

use pollstream_protocol::events::TurnoutCounts;
use pollstream_protocol::ids::{CandidateId, ContestId};
use pollstream_protocol::ledger::results_digest;
use pollstream_protocol::tally::{ContestTally, Tally};
use sqlx::{PgConnection, Postgres, Transaction};

use super::aggregate::{self, ResultsState};
use super::ranked::ranked_ballots;
use super::{Store, StoreError};
use crate::rounds::{Lots, RankedBallots};

/// Contest totals by place and contest.
pub type Tallies = BTreeMap<(String, ContestId), ContestTally>;

/// Every count that results are made from, read at one moment.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Election status, how final, smallest cell shown.
    pub state: ResultsState,
    /// Turnout by place; every place is there.
    pub turnout: BTreeMap<String, TurnoutCounts>,
    /// The aggregator's totals.
    pub streaming: Tallies,
    /// What of them is not shown.
    pub hidden: Tallies,
    /// The totals as SQL counts them from the ballots.
    pub sql: Tallies,
    /// The ballots of ranked contests, of which rounds are counted.
    pub ranked: RankedBallots,
    /// Lots that officials drew, by contest.
    pub lots: Lots,
}

/// Counts every ballot's marks in SQL, by the rules of `pollstream_protocol::tally` but without its code.
///
/// Equal selections of a station are counted together first, so that JSON is taken apart once for each
/// different way of marking a contest.
const SQL_TALLY: &str = "
    with selection as (
        select b.station_id, c.contest_id, c.vote_variation = 'ranked' as ranked, c.slots, e.value as marks,
            count(*) as n
        from ballot b
        cross join lateral jsonb_each(b.contests) as e
        join contest c on c.contest_id = e.key
        group by b.station_id, c.contest_id, c.vote_variation, c.slots, e.value
    ), overvoted as (
        select *, not ranked and marks @> '[null]'::jsonb as overvoted from selection
    ), counted (station_id, contest_id, what, candidate_id, n) as (
        select station_id, contest_id, 'ballots', '', n from selection
        union all
        -- Ranked: the first rank only.
        select station_id, contest_id,
            case when marks -> 0 = 'null'::jsonb then 'overvotes'
                 when coalesce(marks ->> 0, '') = '' then 'undervotes' else 'votes' end,
            coalesce(marks ->> 0, ''), n
        from overvoted where ranked
        union all
        -- Plurality, overvoted: every vote of the contest is lost.
        select station_id, contest_id, 'overvotes', '', slots * n from overvoted where overvoted
        union all
        select station_id, contest_id, 'votes', mark.id, n
        from overvoted cross join lateral jsonb_array_elements_text(marks) as mark (id)
        where not ranked and not overvoted and mark.id <> ''
        union all
        select station_id, contest_id, 'undervotes', '', n * greatest(0, slots - (
            select count(*) from jsonb_array_elements_text(marks) as mark (id) where mark.id <> ''))
        from overvoted where not ranked and not overvoted
    )
    select p.place_id, k.contest_id, k.what, k.candidate_id, sum(k.n)::bigint
    from counted k join place p using (station_id)
    group by p.place_id, k.contest_id, k.what, k.candidate_id";

/// The SQL tally of every place.
pub(crate) async fn sql_tally(connection: &mut PgConnection) -> Result<Tallies, StoreError> {
    let rows: Vec<(String, String, String, String, i64)> =
        sqlx::query_as(SQL_TALLY).fetch_all(connection).await?;
    let mut tallies = Tallies::new();
    for (place, contest, what, candidate, n) in rows {
        let contest: ContestId = contest
            .parse()
            .map_err(|e| StoreError::corrupt("contest.contest_id", e))?;
        let tally = tallies.entry((place, contest)).or_default();
        let n = u64::try_from(n).unwrap_or(0);
        match what.as_str() {
            "ballots" => tally.ballots += n,
            "undervotes" => tally.undervotes += n,
            "overvotes" => tally.overvotes += n,
            _ => {
                let id: CandidateId = candidate
                    .parse()
                    .map_err(|e| StoreError::corrupt("ballot.contests", e))?;
                *tally.votes.entry(id).or_default() += n;
            }
        }
    }
    Ok(tallies)
}

/// What a certification certifies of the totals, as SQL counts them.
pub(crate) async fn digest(connection: &mut PgConnection) -> Result<[u8; 32], StoreError> {
    Ok(digest_of(sql_tally(connection).await?))
}

/// [`results_digest`] of these totals.
pub(crate) fn digest_of(tallies: Tallies) -> [u8; 32] {
    let mut places: BTreeMap<String, Tally> = BTreeMap::new();
    for ((place, contest), tally) in tallies {
        places.entry(place).or_default().contests.insert(contest, tally);
    }
    results_digest(&places)
}

/// The aggregator's totals of every place.
pub(crate) async fn streaming_tally(connection: &mut PgConnection) -> Result<Tallies, StoreError> {
    let totals = aggregate::contest_totals(connection, None).await?;
    Ok(totals
        .into_iter()
        .map(|t| ((t.place, t.contest), t.tally))
        .collect())
}

impl Store {
    /// Begins a transaction in which everything read is of one moment.
    pub(crate) async fn begin_reading(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        let mut transaction = self.pool().begin().await?;
        sqlx::query("set transaction isolation level repeatable read, read only")
            .execute(&mut *transaction)
            .await?;
        // Postgres expects a hundred contests on each ballot and would spend a second on compiling the query.
        sqlx::query("set local jit = off")
            .execute(&mut *transaction)
            .await?;
        Ok(transaction)
    }

    /// Reads every count at one moment.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let state = self.results_state().await?;
        let electorate = self.electorate().await?;
        let definition = self.election().await?.definition.definition;
        let mut transaction = self.begin_reading().await?;
        let totals = aggregate::turnout_totals(&mut transaction, None).await?;
        let (mut streaming, mut hidden) = (Tallies::new(), Tallies::new());
        for totals in aggregate::contest_totals(&mut transaction, None).await? {
            let cell = (totals.place, totals.contest);
            if totals.hidden.ballots > 0 {
                hidden.insert(cell.clone(), totals.hidden);
            }
            streaming.insert(cell, totals.tally);
        }
        let sql = sql_tally(&mut transaction).await?;
        let ranked = ranked_ballots(&mut transaction, &definition).await?;
        transaction.rollback().await?;
        // A place without an event has no row before the aggregator has run.
        let mut turnout: BTreeMap<String, TurnoutCounts> = electorate
            .iter()
            .map(|(p, of)| (p.clone(), of.complete(TurnoutCounts::default())))
            .collect();
        turnout.extend(aggregate::with_electorate(totals, &electorate));
        Ok(Counts {
            state,
            turnout,
            streaming,
            hidden,
            sql,
            ranked,
            lots: Lots::new(),
        })
    }
}

/// Places and contests whose totals differ, in words, without the numbers of suppressed cells.
pub fn differences(streaming: &Tallies, sql: &Tallies) -> Vec<String> {
    let keys: std::collections::BTreeSet<_> = streaming.keys().chain(sql.keys()).collect();
    let empty = ContestTally::default();
    keys.into_iter()
        .filter_map(|key| {
            let (a, b) = (
                streaming.get(key).unwrap_or(&empty),
                sql.get(key).unwrap_or(&empty),
            );
            let said = format!(
                "{} {}: {} ballots streamed, {} in SQL",
                key.0, key.1, a.ballots, b.ballots
            );
            (a != b).then_some(said)
        })
        .collect()
}
