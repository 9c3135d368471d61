//! Incidents, with every side of a double check-in.

use std::collections::HashMap;

use jiff::Timestamp;
use pollstream_protocol::ids::VoterId;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::decision::DecisionRow;
use super::intake::{signed, unsigned};
use super::{Store, StoreError, moment};

/// A check-in as a station logged it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckInRecord {
    /// The station.
    pub station: String,
    /// Its incarnation.
    pub incarnation: i32,
    /// The entry of its log.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Taken back at the desk.
    pub undone: bool,
}

/// Something that officials should know, and what they made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncidentRecord {
    /// Its number at central.
    pub id: i64,
    /// Short name, e.g. `double_check_in`.
    pub kind: String,
    /// The station, if one is concerned.
    pub station: Option<String>,
    /// The voter, if one is concerned.
    pub voter: Option<VoterId>,
    /// In words.
    pub detail: String,
    /// When central learned of it.
    pub at: Timestamp,
    /// Every check-in of the voter: both sides of a double check-in.
    pub check_ins: Vec<CheckInRecord>,
    /// How it was dealt with.
    pub resolved: Option<DecisionRow>,
}

type IncidentTuple = (
    i64,
    String,
    Option<String>,
    Option<Uuid>,
    String,
    i64,
    Option<i64>,
);

impl Store {
    /// Incidents, oldest first: those that nobody has dealt with, or all.
    pub async fn incidents(&self, all: bool, limit: i64) -> Result<Vec<IncidentRecord>, StoreError> {
        let rows: Vec<IncidentTuple> = sqlx::query_as(
            "select incident_id, kind, station_id, voter_id, detail, extract(epoch from at)::bigint, decision
             from incident where $1 or decision is null order by incident_id limit $2",
        )
        .bind(all)
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        let decided = self.decisions_by_number(rows.iter().map(|r| r.6)).await?;
        let voters: Vec<Uuid> = rows.iter().filter_map(|r| r.3).collect();
        let check_ins = self.check_ins_of(&voters).await?;
        rows.into_iter()
            .map(|(id, kind, station, voter, detail, at, decision)| {
                let voter = voter.map(VoterId);
                let of_voter = voter.and_then(|v| check_ins.get(&v).cloned());
                Ok(IncidentRecord {
                    id,
                    kind,
                    station,
                    voter,
                    detail,
                    at: moment(at)?,
                    check_ins: of_voter.unwrap_or_default(),
                    resolved: decision.and_then(|n| decided.get(&n).cloned()),
                })
            })
            .collect()
    }

    /// Every check-in of these voters.
    pub(crate) async fn check_ins_of(
        &self,
        voters: &[Uuid],
    ) -> Result<HashMap<VoterId, Vec<CheckInRecord>>, StoreError> {
        let rows: Vec<(Uuid, String, i32, i64, i64, bool)> = sqlx::query_as(
            "select voter_id, station_id, incarnation, seq, extract(epoch from at)::bigint, undone from check_in
             where voter_id = any($1) order by at, station_id, incarnation, seq",
        )
        .bind(voters)
        .fetch_all(self.pool())
        .await?;
        let mut of_voter: HashMap<VoterId, Vec<CheckInRecord>> = HashMap::new();
        for (voter, station, incarnation, seq, at, undone) in rows {
            of_voter.entry(VoterId(voter)).or_default().push(CheckInRecord {
                station,
                incarnation,
                seq: unsigned(seq),
                at: moment(at)?,
                undone,
            });
        }
        Ok(of_voter)
    }
}

/// Notes which decision dealt with an incident; `false` if there is none, or it was dealt with.
pub(crate) async fn resolve(
    connection: &mut PgConnection,
    id: i64,
    decision: u64,
) -> Result<bool, StoreError> {
    let updated =
        sqlx::query("update incident set decision = $2 where incident_id = $1 and decision is null")
            .bind(id)
            .bind(signed(decision))
            .execute(connection)
            .await?;
    Ok(updated.rows_affected() > 0)
}
