//! `central import-roll`: the voters of a roll file, all or none. What the file says differently of voters who
//! are on the roll is shown, and taken over when that is asked for.

mod look_alikes;
mod update;

use std::collections::{BTreeMap, BTreeSet};

use pollstream_protocol::decision::Subject;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{StationId, VoterId};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::voter::{Accreditation, VoterRecord};
use serde::Serialize;
use sqlx::PgConnection;

use super::AdminError;
use super::chain::{Chain, Why};
use super::office::not_certified;
use crate::roll_file::{Column, LookAlikes, MAX_ROW_ERRORS, ReadVoter, RowError};
use crate::store::intake::outgoing_json;
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::roll::{add_to_counts, roll_in};
use crate::store::{Store, StoreError, roll_import};

pub use update::{Change, FieldChange};

/// Rows that travel together.
const CHUNK: usize = 5_000;

/// What an import may do.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The columns that the file has: nothing else is compared.
    pub columns: Vec<Column>,
    /// Take over what the file says differently of voters who are on the roll.
    pub update: bool,
    /// Import although some may be one person under several numbers.
    pub accept_look_alikes: bool,
    /// People within the file who may be one person.
    pub look_alikes: Vec<LookAlikes>,
    /// Change nothing: say what would be done.
    pub dry_run: bool,
    /// SHA-256 of the file, which the decision names.
    pub sha256: [u8; 32],
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Rows read.
    pub rows: u64,
    /// Voters added.
    pub added: u64,
    /// Of these, accredited.
    pub accredited: u64,
    /// Voters who were on the roll already.
    pub known: u64,
    /// Of these, voters of whom the file says something else.
    pub changes: Vec<Change>,
    /// Changes that were taken over.
    pub updated: u64,
    /// People who may be one person under several numbers, at least one of them new.
    pub look_alikes: Vec<LookAlikes>,
}

/// Imports voters in one transaction: when a row is wrong, or anything fails, nothing was imported. Voters of
/// stations that are enrolled already are sent to them; the others will find them in their package.
/// `progress` hears the number of rows read so far.
pub async fn import_roll(
    store: &Store,
    definition: &ElectionDefinition,
    authority: &SigningKey,
    rows: impl Iterator<Item = Result<ReadVoter, RowError>>,
    options: &ImportOptions,
    why: Why<'_>,
    progress: impl Fn(u64),
) -> Result<ImportReport, AdminError> {
    let mut transaction = store.pool().begin().await?;
    // A voter who is added afterwards would change the turnout of results that are final.
    not_certified(&mut transaction).await?;
    let was_empty = !roll_import::begin(&mut transaction).await?;
    let mut import = Import {
        definition,
        authority,
        enrolled: roll_import::enrolled(&mut transaction).await?,
        compare: !was_empty,
        added: look_alikes::Added::default(),
        report: ImportReport::default(),
    };
    import.all(&mut transaction, rows, progress).await?;
    if import.report.rows == 0 {
        return Err(AdminError::EmptyRoll);
    }
    import.compare(&mut transaction, options).await?;
    let accepted = import.report.look_alikes.is_empty() || options.accept_look_alikes;
    if accepted && !options.dry_run {
        // From here on nobody enrols: who was enrolled meanwhile may have missed the voters of this import.
        let mut chain = Chain::lock(store, &mut transaction, authority).await?;
        import.catch_up(&mut transaction).await?;
        let subject = Subject::RollImported {
            sha256: options.sha256,
            rows: import.report.rows,
            added: import.report.added,
        };
        chain
            .decide_or_prepare(&mut transaction, why.by, &definition.id, why.reason, subject)
            .await?;
    }
    let report = import.report;
    if !report.look_alikes.is_empty() && !options.accept_look_alikes && !options.dry_run {
        transaction.rollback().await?;
        return Err(AdminError::LookAlikes(Box::new(report)));
    }
    if options.dry_run {
        transaction.rollback().await?;
    } else {
        transaction.commit().await?;
    }
    Ok(report)
}

pub(super) struct Import<'a> {
    pub(super) definition: &'a ElectionDefinition,
    pub(super) authority: &'a SigningKey,
    pub(super) enrolled: BTreeSet<String>,
    /// Whether there was anybody on the roll to compare with.
    compare: bool,
    added: look_alikes::Added,
    pub(super) report: ImportReport,
}

impl Import<'_> {
    async fn all(
        &mut self,
        connection: &mut PgConnection,
        rows: impl Iterator<Item = Result<ReadVoter, RowError>>,
        progress: impl Fn(u64),
    ) -> Result<(), AdminError> {
        let mut errors = Vec::new();
        let mut chunk: Vec<ReadVoter> = Vec::with_capacity(CHUNK);
        for row in rows {
            self.report.rows += 1;
            match row {
                Ok(voter) if errors.is_empty() => chunk.push(voter),
                Ok(_) => {}
                Err(error) => errors.push(error),
            }
            if errors.len() >= MAX_ROW_ERRORS {
                break;
            }
            if chunk.len() == CHUNK {
                self.chunk(connection, std::mem::take(&mut chunk)).await?;
                progress(self.report.rows);
            }
        }
        if !errors.is_empty() {
            return Err(AdminError::Rows(errors));
        }
        self.chunk(connection, chunk).await
    }

    async fn chunk(
        &mut self,
        connection: &mut PgConnection,
        voters: Vec<ReadVoter>,
    ) -> Result<(), AdminError> {
        let added = roll_import::take(connection, &voters).await?;
        self.report.known += (voters.len() - added.len()) as u64;
        let new: Vec<VoterRecord> = (voters.into_iter().map(|read| read.voter))
            .filter(|voter| added.contains(&voter.voter_id))
            .collect();
        self.count(connection, &new).await?;
        self.added.add(&new, self.compare);
        self.announce(connection, new).await
    }

    /// Sends stations their roll that were enrolled while this import ran.
    async fn catch_up(&self, connection: &mut PgConnection) -> Result<(), AdminError> {
        let enrolled = roll_import::enrolled(connection).await?;
        for station in enrolled.difference(&self.enrolled) {
            let station = StationId::try_from(station.clone())
                .map_err(|e| StoreError::corrupt("station.station_id", e))?;
            let roll = roll_in(connection, &self.definition.id, &station).await?;
            for updates in roll.chunks(CHUNK) {
                let messages = updates.iter().map(|update| roll_message(update, self.authority));
                outbox::add(connection, &messages.collect::<Vec<_>>()).await?;
            }
        }
        Ok(())
    }

    async fn count(&mut self, connection: &mut PgConnection, new: &[VoterRecord]) -> Result<(), AdminError> {
        let mut counts: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for voter in new {
            let count = counts.entry(voter.polling_station.as_str()).or_default();
            let accredited = voter.accreditation == Accreditation::Accredited;
            *count = (count.0 + 1, count.1 + i64::from(accredited));
            self.report.added += 1;
            self.report.accredited += u64::from(accredited);
        }
        for (station, (registered, accredited)) in counts {
            add_to_counts(connection, station, registered, accredited).await?;
        }
        Ok(())
    }

    async fn announce(&self, connection: &mut PgConnection, new: Vec<VoterRecord>) -> Result<(), AdminError> {
        let mut outgoing = Vec::with_capacity(new.len());
        for voter in new {
            outgoing.push(voter_event(&voter)?);
            if self.enrolled.contains(voter.polling_station.as_str()) {
                let update = RollUpdate {
                    election: self.definition.id.clone(),
                    polling_station: voter.polling_station.clone(),
                    version: 1,
                    voter,
                    check_in: None,
                };
                outgoing.push(roll_message(&update, self.authority));
            }
        }
        outbox::add(connection, &outgoing).await?;
        Ok(())
    }

    /// What the file says of people who were on the roll before.
    async fn compare(
        &mut self,
        connection: &mut PgConnection,
        options: &ImportOptions,
    ) -> Result<(), AdminError> {
        let is_new = |id: &VoterId| self.added.contains(id);
        let new_ones = |group: &&LookAlikes| group.people.iter().any(|p| is_new(&p.voter_id));
        self.report.look_alikes = options.look_alikes.iter().filter(new_ones).cloned().collect();
        if self.compare && self.report.added > 0 {
            let election = &self.definition.id;
            let with_the_roll = look_alikes::on_the_roll(connection, election, &self.added).await?;
            self.report.look_alikes.extend(with_the_roll);
        }
        if self.report.known > 0 && !options.columns.is_empty() {
            update::changes(self, connection, options).await?;
        }
        Ok(())
    }
}

/// The event that tells of a voter's record.
pub(super) fn voter_event(voter: &VoterRecord) -> Result<Outgoing, AdminError> {
    Ok(outgoing_json(
        NO_SHARD,
        Topic::Voters,
        voter.voter_id.to_string(),
        voter,
    )?)
}

/// The message that changes a station's roll.
pub(super) fn roll_message(update: &RollUpdate, authority: &SigningKey) -> Outgoing {
    Outgoing {
        shard: NO_SHARD,
        topic: Topic::Roll,
        key: format!("{}/{}", update.polling_station, update.voter.voter_id),
        payload: Some(update.sign(authority)),
    }
}
