//! Candidates and parties as officials see them.

use pollstream_protocol::ids::{CandidateId, ContestId, PartyId};
use pollstream_protocol::voter::Accreditation;
use serde::Serialize;
use sqlx::{PgConnection, Row};

use super::decision::DecisionRow;
use super::intake::signed;
use super::{Store, StoreError};

/// A candidate, and the last decision about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateRow {
    /// The candidate.
    pub candidate: CandidateId,
    /// The contest.
    pub contest: ContestId,
    /// As it stands on the ballot.
    pub contest_title: String,
    /// As it stands on the ballot.
    pub name: String,
    /// `None` for an independent.
    pub party: Option<PartyId>,
    /// The party's name.
    pub party_name: Option<String>,
    /// Where the candidate stands.
    pub accreditation: Accreditation,
    /// Picture reference; may be empty.
    pub picture: String,
    /// Biography; may be empty.
    pub biography: String,
    /// Platform; may be empty.
    pub platform: String,
    /// Place within the contest, from 0.
    pub ballot_order: i32,
    /// Absent for a candidate of the first definition that nobody decided on since.
    pub decided: Option<DecisionRow>,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartyRow {
    /// The party.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// Its short name; may be empty.
    pub abbreviation: String,
}

impl Store {
    /// Every candidate in ballot order, whatever their accreditation.
    pub async fn candidates(&self) -> Result<Vec<CandidateRow>, StoreError> {
        let rows = sqlx::query(
            "select c.*, o.title, p.name as party_name from candidate c join contest o using (contest_id)
             left join party p using (party_id) order by o.ballot_order, c.ballot_order",
        )
        .fetch_all(self.pool())
        .await?;
        let decided = self.decisions_of(&rows).await?;
        rows.iter()
            .map(|row| {
                let text = |column: &str| row.try_get::<String, _>(column);
                let bad = |e: &dyn std::fmt::Display| StoreError::corrupt("candidate", e);
                let number: Option<i64> = row.try_get("decision")?;
                let party: Option<String> = row.try_get("party_id")?;
                Ok(CandidateRow {
                    candidate: text("candidate_id")?.try_into().map_err(|e| bad(&e))?,
                    contest: text("contest_id")?.try_into().map_err(|e| bad(&e))?,
                    contest_title: text("title")?,
                    name: text("name")?,
                    party: party.map(TryInto::try_into).transpose().map_err(|e| bad(&e))?,
                    party_name: row.try_get("party_name")?,
                    accreditation: Accreditation::from_name(&text("accreditation")?)
                        .ok_or_else(|| bad(&"accreditation"))?,
                    picture: text("picture")?,
                    biography: text("biography")?,
                    platform: text("platform")?,
                    ballot_order: row.try_get("ballot_order")?,
                    decided: number.and_then(|n| decided.get(&n).cloned()),
                })
            })
            .collect()
    }

    /// Every party.
    pub async fn parties(&self) -> Result<Vec<PartyRow>, StoreError> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as("select party_id, name, abbreviation from party order by party_id")
                .fetch_all(self.pool())
                .await?;
        rows.into_iter()
            .map(|(id, name, abbreviation)| {
                let id = (id.try_into()).map_err(|e| StoreError::corrupt("party.party_id", e))?;
                Ok(PartyRow {
                    id,
                    name,
                    abbreviation,
                })
            })
            .collect()
    }
}

/// Notes which decision a candidate's accreditation follows from.
pub(crate) async fn note_decision(
    connection: &mut PgConnection,
    candidate: &CandidateId,
    decision: u64,
) -> Result<(), StoreError> {
    sqlx::query("update candidate set decision = $2 where candidate_id = $1")
        .bind(candidate.as_str())
        .bind(signed(decision))
        .execute(connection)
        .await?;
    Ok(())
}
