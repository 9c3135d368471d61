//! Provisional cases and their sealed ballots: the one place where a voter and a ballot stand together, until
//! the ballot is opened among others.

use jiff::Timestamp;
use pollstream_protocol::ids::{BallotStyleId, CaseId, CaseKey, Incarnation, LogName, StationId, VoterId};
use pollstream_protocol::seal::SealedBallot;
use pollstream_protocol::voter::{Accreditation, VoterRecord};
use serde::Serialize;
use sqlx::types::Json;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::ballots::SealedGroup;
use super::decision::{DecisionRow, ProposalRow};
use super::incident::CheckInRecord;
use super::intake::{signed, unsigned};
use super::{Store, StoreError, moment};

/// Where a provisional case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// Nobody decided.
    Pending,
    /// To be counted, once its ballot can be opened among others.
    Released,
    /// Opened among others.
    Counted,
    /// Never to be counted.
    Rejected,
}

impl CaseStatus {
    /// As it is written in SQL and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            CaseStatus::Pending => "pending",
            CaseStatus::Released => "released",
            CaseStatus::Counted => "counted",
            CaseStatus::Rejected => "rejected",
        }
    }

    fn from_name(name: &str) -> Result<Self, StoreError> {
        [Self::Pending, Self::Released, Self::Counted, Self::Rejected]
            .into_iter()
            .find(|s| s.as_str() == name)
            .ok_or_else(|| StoreError::corrupt("provisional_case.status", name))
    }
}

/// What the roll says of a claimant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnRecord {
    /// Where the voter stands.
    pub accreditation: Accreditation,
    /// The polling station whose roll lists the voter.
    pub polling_station: StationId,
    /// Every check-in of the voter.
    pub check_ins: Vec<CheckInRecord>,
}

/// A case as officials see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseRow {
    /// The case.
    pub case: CaseId,
    /// Where the vote was cast.
    pub station: StationId,
    /// The incarnation whose log holds the case.
    pub incarnation: Incarnation,
    /// Why it is provisional.
    pub reason: String,
    /// Who claims the right to vote.
    pub claimant: VoterRecord,
    /// When the case was opened.
    pub at: Timestamp,
    /// Where it stands.
    pub status: CaseStatus,
    /// Whether its ballot has arrived.
    pub has_ballot: bool,
    /// What one official has proposed.
    pub proposal: Option<ProposalRow>,
    /// How it was decided.
    pub decided: Option<DecisionRow>,
    /// What the roll says of the claimant; absent for somebody on no roll.
    pub on_record: Option<OnRecord>,
}

impl CaseRow {
    /// The case, with the log that holds it.
    pub fn key(&self) -> CaseKey {
        CaseKey {
            log: LogName {
                station: self.station.clone(),
                incarnation: self.incarnation,
            },
            case: self.case,
        }
    }
}

/// A released ballot that waits to be opened among others.
#[derive(Debug, Clone)]
pub(crate) struct ReleasedBallot {
    pub(crate) case: CaseKey,
    pub(crate) seq: u64,
    pub(crate) style: BallotStyleId,
    pub(crate) ballot: SealedBallot,
}

impl ReleasedBallot {
    /// A group of one, to be opened together with others.
    pub(crate) fn into_group(self) -> SealedGroup {
        SealedGroup {
            station: self.case.log.station,
            incarnation: self.case.log.incarnation,
            seq: self.seq,
            style: self.style,
            ballots: vec![self.ballot],
        }
    }
}

fn station_id(text: String) -> Result<StationId, StoreError> {
    (text.try_into()).map_err(|e| StoreError::corrupt("provisional_case.station_id", e))
}

impl Store {
    /// Provisional cases, oldest first: those that nobody has decided, or all.
    pub async fn provisional_cases(&self, all: bool) -> Result<Vec<CaseRow>, StoreError> {
        let rows = sqlx::query(
            "select c.case_id, c.station_id, c.incarnation, c.reason, c.claimant, extract(epoch from c.at)::bigint as at, c.status,
                 b.case_id is not null as has_ballot, c.decision, v.voter_id, v.accreditation, v.polling_station
             from provisional_case c left join provisional_ballot b using (station_id, incarnation, case_id)
             left join voter v on v.voter_id = (c.claimant ->> 'voter_id')::uuid
             where $1 or c.status = 'pending' order by c.at, c.case_id",
        )
        .bind(all)
        .fetch_all(self.pool())
        .await?;
        let decided = self.decisions_of(&rows).await?;
        let proposals = self.proposals().await?;
        let voters: Vec<Uuid> = (rows.iter())
            .filter_map(|row| row.try_get::<Option<Uuid>, _>("voter_id").ok().flatten())
            .collect();
        let check_ins = self.check_ins_of(&voters).await?;
        rows.iter()
            .map(|row| {
                let case = case_key(
                    row.try_get("station_id")?,
                    row.try_get("incarnation")?,
                    row.try_get("case_id")?,
                )?;
                let about = about(&case);
                let number: Option<i64> = row.try_get("decision")?;
                let claimant: Json<VoterRecord> = row.try_get("claimant")?;
                let on_record = match row.try_get::<Option<Uuid>, _>("voter_id")? {
                    None => None,
                    Some(voter) => Some(OnRecord {
                        accreditation: Accreditation::from_name(&row.try_get::<String, _>("accreditation")?)
                            .ok_or_else(|| StoreError::corrupt("voter.accreditation", voter))?,
                        polling_station: station_id(row.try_get("polling_station")?)?,
                        check_ins: check_ins.get(&VoterId(voter)).cloned().unwrap_or_default(),
                    }),
                };
                Ok(CaseRow {
                    case: case.case,
                    station: case.log.station,
                    incarnation: case.log.incarnation,
                    reason: row.try_get("reason")?,
                    claimant: claimant.0,
                    at: moment(row.try_get("at")?)?,
                    status: CaseStatus::from_name(&row.try_get::<String, _>("status")?)?,
                    has_ballot: row.try_get("has_ballot")?,
                    proposal: proposals.iter().find(|p| p.about == about).cloned(),
                    decided: number.and_then(|n| decided.get(&n).cloned()),
                    on_record,
                })
            })
            .collect()
    }

    /// Cases that nobody has decided.
    pub async fn undecided_cases(&self) -> Result<u64, StoreError> {
        let mut connection = self.pool().acquire().await?;
        undecided(&mut connection).await
    }
}

/// Under what a proposal about a case is kept.
pub(crate) fn about(case: &CaseKey) -> String {
    format!("case/{case}")
}

/// Cases that nobody has decided.
pub(crate) async fn undecided(connection: &mut PgConnection) -> Result<u64, StoreError> {
    let query = "select count(*) from provisional_case where status = 'pending'";
    Ok(unsigned(sqlx::query_scalar(query).fetch_one(connection).await?))
}

/// Whether a released ballot waits to be opened.
pub(crate) async fn any_released(connection: &mut PgConnection) -> Result<bool, StoreError> {
    let query = "select exists (select from provisional_case where status = 'released')";
    Ok(sqlx::query_scalar(query).fetch_one(connection).await?)
}

/// Where a case stands and whether its ballot has arrived, locked until the transaction ends.
pub(crate) async fn lock_case(
    connection: &mut PgConnection,
    case: &CaseKey,
) -> Result<Option<(CaseStatus, bool)>, StoreError> {
    let row: Option<(String, bool)> = sqlx::query_as(
        "select status, exists (select from provisional_ballot b where b.case_id = c.case_id
             and b.station_id = c.station_id and b.incarnation = c.incarnation)
         from provisional_case c where case_id = $1 and station_id = $2 and incarnation = $3 for update",
    )
    .bind(case.case.0)
    .bind(case.log.station.as_str())
    .bind(i64::from(case.log.incarnation.0))
    .fetch_optional(connection)
    .await?;
    row.map(|(status, has_ballot)| Ok((CaseStatus::from_name(&status)?, has_ballot)))
        .transpose()
}

/// Writes down how a case was decided.
pub(crate) async fn decide(
    connection: &mut PgConnection,
    case: &CaseKey,
    status: CaseStatus,
    decision: u64,
) -> Result<(), StoreError> {
    sqlx::query(
        "update provisional_case set status = $2, decision = $3
         where case_id = $1 and station_id = $4 and incarnation = $5",
    )
    .bind(case.case.0)
    .bind(status.as_str())
    .bind(signed(decision))
    .bind(case.log.station.as_str())
    .bind(i64::from(case.log.incarnation.0))
    .execute(connection)
    .await?;
    Ok(())
}

type ReleasedRow = (Uuid, String, i32, i64, String, Vec<u8>, Vec<u8>);

/// Released ballots that wait, locked until the transaction ends, in the order of their random case ids.
pub(crate) async fn released(connection: &mut PgConnection) -> Result<Vec<ReleasedBallot>, StoreError> {
    let rows: Vec<ReleasedRow> = sqlx::query_as(
        "select c.case_id, c.station_id, c.incarnation, c.seq, b.ballot_style, b.encapped_key,
             b.ciphertext
         from provisional_case c join provisional_ballot b using (station_id, incarnation, case_id)
         where c.status = 'released' order by c.case_id for update",
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(case, station, incarnation, seq, style, key, ciphertext)| {
            let corrupt = |_: Vec<u8>| StoreError::corrupt("provisional_ballot", "a key of another length");
            Ok(ReleasedBallot {
                case: case_key(station, incarnation, case)?,
                seq: unsigned(seq),
                style: (style.try_into())
                    .map_err(|e| StoreError::corrupt("provisional_ballot.ballot_style", e))?,
                ballot: SealedBallot {
                    encapped_key: key.try_into().map_err(corrupt)?,
                    ciphertext,
                },
            })
        })
        .collect()
}

/// Marks cases as counted and forgets their sealed ballots: that there was one stays, which one does not.
pub(crate) async fn forget_ballots(
    connection: &mut PgConnection,
    cases: &[CaseKey],
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = cases.iter().map(|c| c.case.0).collect();
    let stations: Vec<&str> = cases.iter().map(|c| c.log.station.as_str()).collect();
    let incarnations: Vec<i64> = cases.iter().map(|c| c.log.incarnation.0.into()).collect();
    for statement in [
        "update provisional_case c set status = 'counted'
         from unnest($1::uuid[], $2::text[], $3::bigint[]) as n (id, s, i)
         where case_id = id and station_id = s and incarnation = i",
        "update provisional_ballot set encapped_key = '', ciphertext = ''
         from unnest($1::uuid[], $2::text[], $3::bigint[]) as n (id, s, i)
         where case_id = id and station_id = s and incarnation = i",
    ] {
        sqlx::query(statement)
            .bind(&ids)
            .bind(&stations)
            .bind(&incarnations)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn case_key(station: String, incarnation: i32, case: Uuid) -> Result<CaseKey, StoreError> {
    Ok(CaseKey {
        log: super::station_log::log_name(station, incarnation)?,
        case: CaseId(case),
    })
}

impl Store {
    /// Cases with this id: more than one if stations contradict each other.
    pub async fn cases_with_id(&self, case: CaseId) -> Result<Vec<CaseKey>, StoreError> {
        let rows: Vec<(String, i32)> = sqlx::query_as(
            "select station_id, incarnation from provisional_case where case_id = $1 order by 1, 2",
        )
        .bind(case.0)
        .fetch_all(self.pool())
        .await?;
        rows.into_iter()
            .map(|(station, incarnation)| case_key(station, incarnation, case.0))
            .collect()
    }
}
