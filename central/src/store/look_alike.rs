//! Voters on the roll who may be one person: listed until one of them is rejected or withdrawn.

use std::collections::HashMap;

use futures::TryStreamExt;
use pollstream_protocol::fold::fold_words;
use pollstream_protocol::ids::{ElectionId, VoterId};
use pollstream_protocol::voter::VoterRecord;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::roll::voters_where;
use super::{Store, StoreError};
use crate::roll_file::{Likeness, LookAlikes, confirmed};

/// All of them, and the first in full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundLookAlikes {
    /// Groups that there are.
    pub count: u64,
    /// The first of them.
    pub groups: Vec<LookAlikes>,
}

impl Store {
    /// Voters who may be one person: at most so many groups in full.
    pub async fn look_alikes(&self, most: usize) -> Result<FoundLookAlikes, StoreError> {
        let election = self.election().await?.definition.definition.id;
        let mut connection = self.pool().acquire().await?;
        look_alikes(&mut connection, &election, most).await
    }
}

/// The same within the caller's transaction.
pub(crate) async fn look_alikes(
    connection: &mut PgConnection,
    election: &ElectionId,
    most: usize,
) -> Result<FoundLookAlikes, StoreError> {
    let mut candidates: Vec<(Likeness, Vec<Uuid>)> = Vec::new();
    let zeros: Vec<Vec<Uuid>> = sqlx::query_scalar(
        "select array_agg(voter_id order by registration_number) from voter
         where registration_number ~ '^[0-9]+$' and accreditation in ('pending', 'accredited')
         group by ltrim(registration_number, '0') having count(*) > 1
         order by min(registration_number)",
    )
    .fetch_all(&mut *connection)
    .await?;
    candidates.extend(zeros.into_iter().map(|ids| (Likeness::LeadingZeros, ids)));
    let same = same_person(connection).await?;
    let zeros: Vec<Vec<Uuid>> = candidates.iter().map(|(_, ids)| sorted(ids)).collect();
    let same = same.into_iter().filter(|ids| !zeros.contains(&sorted(ids)));
    candidates.extend(same.map(|ids| (Likeness::NameAndBirthday, ids)));

    let count = candidates.len() as u64;
    candidates.truncate(most);
    let ids: Vec<Uuid> = candidates
        .iter()
        .flat_map(|(_, ids)| ids.iter().copied())
        .collect();
    let voters = voters_where(connection, election, "v.voter_id = any($1)", &ids).await?;
    let voters: HashMap<VoterId, VoterRecord> = voters.into_iter().map(|v| (v.voter_id, v)).collect();
    let groups = candidates.iter().filter_map(|(likeness, ids)| {
        let people = ids.iter().filter_map(|id| voters.get(&VoterId(*id)));
        confirmed(*likeness, &people.map(|voter| (None, voter)).collect::<Vec<_>>())
    });
    Ok(FoundLookAlikes {
        count,
        groups: groups.collect(),
    })
}

fn sorted(ids: &[Uuid]) -> Vec<Uuid> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

/// Goes through the roll by date of birth: of one birthday there are never many, so memory stays small.
async fn same_person(connection: &mut PgConnection) -> Result<Vec<Vec<Uuid>>, StoreError> {
    let mut found = Vec::new();
    let mut day: HashMap<Vec<String>, Vec<Uuid>> = HashMap::new();
    let mut born = String::new();
    let mut rows = sqlx::query(
        "select voter_id, name, date_of_birth::text from voter
         where accreditation in ('pending', 'accredited') order by date_of_birth, registration_number",
    )
    .fetch(connection);
    while let Some(row) = rows.try_next().await? {
        let of_row: String = row.try_get(2)?;
        if of_row != born {
            found.extend(day.drain().map(|(_, ids)| ids).filter(|ids| ids.len() > 1));
            born = of_row;
        }
        let mut words = fold_words(row.try_get(1)?);
        words.sort_unstable();
        day.entry(words).or_default().push(row.try_get(0)?);
    }
    found.extend(day.drain().map(|(_, ids)| ids).filter(|ids| ids.len() > 1));
    Ok(found)
}
