//! Opened ballots of ranked contests, equal ones together: what rounds are counted from.

use pollstream_protocol::ballot::Mark;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::ContestId;
use sqlx::PgConnection;

use super::StoreError;
use crate::rounds::{RankedBallots, RankedCollection};

/// Reads every opened ballot's ranks, grouped by Postgres.
pub(crate) async fn ranked_ballots(
    connection: &mut PgConnection,
    definition: &ElectionDefinition,
) -> Result<RankedBallots, StoreError> {
    let rows: Vec<(String, serde_json::Value, i64)> = sqlx::query_as(
        "select c.contest_id, e.value, count(*)
         from ballot b
         cross join lateral jsonb_each(b.contests) as e
         join contest c on c.contest_id = e.key
         where c.vote_variation = 'ranked'
         group by c.contest_id, e.value",
    )
    .fetch_all(connection)
    .await?;
    let corrupt = |what: &dyn std::fmt::Display| StoreError::corrupt("ballot.contests", what.to_string());
    let mut ballots = RankedCollection::of(definition);
    for (contest, marks, n) in rows {
        let contest: ContestId = contest.parse().map_err(|e| corrupt(&e))?;
        let marks: Vec<Option<String>> = serde_json::from_value(marks).map_err(|e| corrupt(&e))?;
        let marks: Result<Vec<Mark>, _> = marks.iter().map(|mark| read(mark.as_deref())).collect();
        let n = u64::try_from(n).map_err(|e| corrupt(&e))?;
        ballots
            .add_marks(&contest, &marks.map_err(|e| corrupt(&e))?, n)
            .map_err(|e| corrupt(&e))?;
    }
    Ok(ballots.ballots())
}

/// A mark as it stands in the table: a candidate, "" for blank, null for an overvote.
fn read(mark: Option<&str>) -> Result<Mark, pollstream_protocol::ids::IdError> {
    Ok(match mark {
        None => Mark::Overvote,
        Some("") => Mark::Blank,
        Some(id) => Mark::Candidate(id.parse()?),
    })
}
