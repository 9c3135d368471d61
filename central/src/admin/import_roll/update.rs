//! What a roll file says differently of voters who are on the roll: shown, and taken over when asked.

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::ids::{StationId, VoterId};
use pollstream_protocol::voter::Accreditation;
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{AdminError, CHUNK, Import, ImportOptions, roll_message, voter_event};
use crate::admin::registration::roll_copy;
use crate::roll_file::{Column, RowError};
use crate::store::roll::{add_to_counts, next_versions};
use crate::store::roll_import::{self, Differing};
use crate::store::{StoreError, outbox};

/// One field of a voter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The column.
    pub column: &'static str,
    /// On the roll.
    pub from: String,
    /// In the file.
    pub to: String,
}

/// A voter of whom the file says something else.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Line in the file.
    pub line: u64,
    /// Registration number.
    pub registration_number: String,
    /// Name on the roll.
    pub name: String,
    /// What differs.
    pub fields: Vec<FieldChange>,
    /// Why it cannot be taken over.
    pub refused: Option<String>,
}

impl std::fmt::Debug for Change {
    /// Without what is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Change(line {})", self.line)
    }
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "line {}: {}  {}",
            self.line, self.registration_number, self.name
        )?;
        for field in &self.fields {
            write!(f, "\n    {}: `{}` → `{}`", field.column, field.from, field.to)?;
        }
        match &self.refused {
            Some(reason) => write!(f, "\n    cannot be taken over: {reason}"),
            None => Ok(()),
        }
    }
}

/// Compares, and with `options.update` takes over.
pub(super) async fn changes(
    import: &mut Import<'_>,
    connection: &mut PgConnection,
    options: &ImportOptions,
) -> Result<(), AdminError> {
    let differing = roll_import::differing(connection, &options.columns).await?;
    import.report.changes = differing.iter().map(|d| change(d, &options.columns)).collect();
    if !options.update || differing.is_empty() {
        return Ok(());
    }
    let refused: Vec<RowError> = (import.report.changes.iter())
        .filter_map(|change| {
            let fault = change.refused.clone()?;
            Some(RowError {
                line: change.line,
                fault,
            })
        })
        .collect();
    if !refused.is_empty() {
        return Err(AdminError::Rows(refused));
    }
    for chunk in differing.chunks(CHUNK) {
        take_over(import, connection, chunk, options).await?;
    }
    import.report.updated = differing.len() as u64;
    Ok(())
}

fn change(differing: &Differing, columns: &[Column]) -> Change {
    let pairs = columns.iter().zip(&differing.values);
    let fields: Vec<FieldChange> = pairs
        .filter(|(_, (from, to))| from != to)
        .map(|(column, (from, to))| FieldChange {
            column: column.as_str(),
            from: from.clone(),
            to: to.clone(),
        })
        .collect();
    Change {
        line: differing.line,
        registration_number: differing.registration_number.clone(),
        name: differing.name.clone(),
        refused: refusal(&fields, differing.checked_in),
        fields,
    }
}

/// Why a change cannot be taken over: what a voter who has been checked in was given stays, and accreditation
/// takes only the steps that officials can take.
fn refusal(fields: &[FieldChange], checked_in: bool) -> Option<String> {
    fields.iter().find_map(|field| match field.column {
        "polling_station" | "ballot_style" if checked_in => {
            Some(format!("{}: the voter has been checked in already", field.column))
        }
        "accreditation" => {
            let from = Accreditation::from_name(&field.from)?;
            let to = Accreditation::from_name(&field.to)?;
            let step = from.next().contains(&to);
            (!step).then(|| format!("accreditation: who is {} cannot become {}", field.from, field.to))
        }
        _ => None,
    })
}

async fn take_over(
    import: &Import<'_>,
    connection: &mut PgConnection,
    differing: &[Differing],
    options: &ImportOptions,
) -> Result<(), AdminError> {
    let ids: Vec<Uuid> = differing.iter().map(|d| d.voter.0).collect();
    roll_import::take_over(connection, &options.columns, &ids).await?;
    let updates = next_versions(connection, &import.definition.id, &ids).await?;
    let before: BTreeMap<VoterId, &Differing> = differing.iter().map(|d| (d.voter, d)).collect();
    let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut holders: BTreeMap<VoterId, BTreeSet<StationId>> = BTreeMap::new();
    for (voter, station) in roll_import::registered_by(connection, &ids).await? {
        holders.entry(voter).or_default().insert(station);
    }
    let mut outgoing = Vec::new();
    for update in updates {
        let Some(old) = before.get(&update.voter.voter_id) else {
            continue;
        };
        count(&mut counts, &old.station, old.accreditation, -1);
        let new = update.polling_station.as_str();
        count(&mut counts, new, update.voter.accreditation, 1);
        outgoing.push(voter_event(&update.voter)?);
        let mut stations = holders.remove(&update.voter.voter_id).unwrap_or_default();
        stations.insert(update.polling_station.clone());
        stations.insert(
            (old.station.clone().try_into()).map_err(|e| StoreError::corrupt("voter.polling_station", e))?,
        );
        let enrolled = stations.iter().filter(|s| import.enrolled.contains(s.as_str()));
        outgoing.extend(enrolled.map(|station| roll_message(&roll_copy(&update, station), import.authority)));
    }
    // In the order of their ids, so that two imports cannot wait for each other.
    for (station, (registered, accredited)) in counts {
        if (registered, accredited) != (0, 0) {
            add_to_counts(connection, &station, registered, accredited).await?;
        }
    }
    Ok(outbox::add(connection, &outgoing).await?)
}

fn count(counts: &mut BTreeMap<String, (i64, i64)>, station: &str, accreditation: Accreditation, step: i64) {
    let count = counts.entry(station.to_owned()).or_default();
    count.0 += step;
    if accreditation == Accreditation::Accredited {
        count.1 += step;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(column: &'static str, from: &str, to: &str) -> FieldChange {
        FieldChange {
            column,
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    #[test]
    fn who_was_checked_in_stays_where_they_are_and_accreditation_takes_its_steps() {
        let moved = [field("polling_station", "north", "south")];
        assert!(refusal(&moved, true).is_some());
        assert_eq!(refusal(&moved, false), None);
        assert_eq!(refusal(&[field("street", "a", "b")], true), None);
        let step = |from, to| refusal(&[field("accreditation", from, to)], false).is_none();
        assert!(step("pending", "accredited") && step("pending", "rejected"));
        assert!(step("accredited", "withdrawn") && step("rejected", "accredited"));
        assert!(!step("withdrawn", "accredited") && !step("accredited", "pending"));
        assert!(!step("accredited", "rejected") && !step("rejected", "withdrawn"));
    }
}
