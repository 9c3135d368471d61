//! What the command line asks before it acts: which id a beginning names, whether a station is enrolled already.

use pollstream_protocol::ids::StationId;
use uuid::Uuid;

use super::{Store, StoreError};

/// What has ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Voter,
    Case,
}

impl Store {
    /// How often a station has been enrolled.
    pub(crate) async fn incarnations(&self, station: &StationId) -> Result<i64, StoreError> {
        Ok(
            sqlx::query_scalar("select count(*) from station where station_id = $1")
                .bind(station.as_str())
                .fetch_one(self.pool())
                .await?,
        )
    }

    /// The ids between two, both included: at most so many.
    pub(crate) async fn ids_between(
        &self,
        kind: Kind,
        (first, last): (Uuid, Uuid),
        most: i64,
    ) -> Result<Vec<Uuid>, StoreError> {
        let query = match kind {
            Kind::Voter => "select voter_id from voter where voter_id between $1 and $2 order by 1 limit $3",
            Kind::Case => {
                "select case_id from provisional_case where case_id between $1 and $2 order by 1 limit $3"
            }
        };
        let ids = sqlx::query_scalar(query).bind(first).bind(last).bind(most);
        Ok(ids.fetch_all(self.pool()).await?)
    }
}
