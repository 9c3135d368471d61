//! New voters who may be somebody on the roll already.

use std::collections::{BTreeMap, HashMap, HashSet};

use pollstream_protocol::ids::{ElectionId, VoterId};
use pollstream_protocol::voter::VoterRecord;
use sqlx::PgConnection;
use uuid::Uuid;

use super::AdminError;
use crate::roll_file::{Likeness, LookAlikes, confirmed, person_key, zeros_key};
use crate::store::roll::voters_where;
use crate::store::roll_import;

/// Groups that are looked at more closely: in a file with more of them something is wrong throughout.
const MOST: usize = 10_000;

/// Those who were added, by what look-alikes share.
#[derive(Debug, Default)]
pub(super) struct Added {
    ids: HashSet<VoterId>,
    keys: HashMap<(Likeness, u64), Vec<Uuid>>,
}

impl Added {
    /// Takes voters in; their keys only where there is somebody to compare with.
    pub(super) fn add(&mut self, voters: &[VoterRecord], with_keys: bool) {
        for voter in voters {
            self.ids.insert(voter.voter_id);
            if with_keys {
                for key in keys(&voter.name, voter.date_of_birth, &voter.registration_number) {
                    self.keys.entry(key).or_default().push(voter.voter_id.0);
                }
            }
        }
    }

    pub(super) fn contains(&self, voter: &VoterId) -> bool {
        self.ids.contains(voter)
    }
}

fn keys(
    name: &str,
    born: jiff::civil::Date,
    registration_number: &str,
) -> impl Iterator<Item = (Likeness, u64)> {
    let zeros = zeros_key(registration_number).map(|key| (Likeness::LeadingZeros, key));
    std::iter::once((Likeness::NameAndBirthday, person_key(name, born))).chain(zeros)
}

/// Compares those who were added with everybody who was on the roll and is not in the file.
pub(super) async fn on_the_roll(
    connection: &mut PgConnection,
    election: &ElectionId,
    added: &Added,
) -> Result<Vec<LookAlikes>, AdminError> {
    let mut met: BTreeMap<(Likeness, u64), Vec<Uuid>> = BTreeMap::new();
    roll_import::others(connection, |other| {
        for key in keys(&other.name, other.date_of_birth, &other.registration_number) {
            if added.keys.contains_key(&key) && (met.len() < MOST || met.contains_key(&key)) {
                met.entry(key).or_default().push(other.voter.0);
            }
        }
    })
    .await?;
    if met.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = (met.iter())
        .flat_map(|(key, old)| old.iter().chain(&added.keys[key]).copied())
        .collect();
    let lines = roll_import::lines(connection, &ids).await?;
    let voters = voters_where(connection, election, "v.voter_id = any($1)", &ids).await?;
    let voters: HashMap<Uuid, VoterRecord> = voters.into_iter().map(|v| (v.voter_id.0, v)).collect();
    let mut groups = Vec::new();
    for (key, old) in met {
        let people = added.keys[&key]
            .iter()
            .chain(&old)
            .filter_map(|id| voters.get(id));
        let people: Vec<(Option<u64>, &VoterRecord)> =
            people.map(|v| (lines.get(&v.voter_id).copied(), v)).collect();
        groups.extend(confirmed(key.0, &people));
    }
    // Who differs by zeros and is called the same is said once; leading zeros come first.
    let mut said: HashSet<Vec<VoterId>> = HashSet::new();
    groups.retain(|group| {
        let mut ids: Vec<VoterId> = group.people.iter().map(|p| p.voter_id).collect();
        ids.sort_unstable();
        said.insert(ids)
    });
    Ok(groups)
}
