//! `central import-roll`: voters from a CSV file, all or none.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;

use jiff::Timestamp;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{BallotStyleId, StationId, VoterId};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::AdminError;
use crate::store::intake::outgoing_json;
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::roll::{VOTER, add_to_counts, copy_voter};
use crate::store::{CopyRows, Store};

/// Rows that travel together.
const CHUNK: usize = 5_000;
/// Wrong rows after which reading stops: a file of another kind would be wrong throughout.
const MAX_ROW_ERRORS: usize = 1_000;

/// A row that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Line in the file, from 1; the header is line 1.
    pub line: u64,
    /// What is wrong, by field.
    pub fault: String,
}

impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows read.
    pub rows: u64,
    /// Voters added.
    pub added: u64,
    /// Of these, accredited.
    pub accredited: u64,
    /// Voters who were on the roll already; they stay as they were.
    pub known: u64,
}

#[derive(Deserialize)]
struct RawRow {
    registration_number: String,
    name: String,
    date_of_birth: String,
    #[serde(default)]
    gender: String,
    #[serde(default)]
    nationality: String,
    #[serde(default)]
    street: String,
    #[serde(default)]
    city: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    postcode: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    cell: String,
    #[serde(default)]
    picture: String,
    #[serde(default)]
    accreditation: String,
    polling_station: String,
    #[serde(default)]
    ballot_style: String,
}

const COLUMNS: &[&str] = &[
    "registration_number",
    "name",
    "date_of_birth",
    "gender",
    "nationality",
    "street",
    "city",
    "state",
    "country",
    "postcode",
    "email",
    "phone",
    "cell",
    "picture",
    "accreditation",
    "polling_station",
    "ballot_style",
];
const NEEDED: &[&str] = &["registration_number", "name", "date_of_birth", "polling_station"];

/// Reads a roll file row by row: each with its line, valid in this election or with what is wrong.
pub fn read_roll<'a>(
    definition: &'a ElectionDefinition,
    file: impl Read + 'a,
    now: Timestamp,
) -> Result<impl Iterator<Item = Result<VoterRecord, RowError>> + 'a, AdminError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
    let header = reader
        .headers()
        .map_err(|e| AdminError::RollFile(e.to_string()))?
        .clone();
    if let Some(missing) = NEEDED.iter().find(|n| !header.iter().any(|h| h == **n)) {
        let have: Vec<_> = header.iter().take(20).collect();
        return Err(AdminError::RollFile(format!(
            "line 1: column `{missing}` is missing (found: {}); needed are {}",
            have.join(", "),
            NEEDED.join(", ")
        )));
    }
    if let Some(unknown) = header.iter().find(|h| !COLUMNS.contains(h)) {
        let known = COLUMNS.join(", ");
        return Err(AdminError::RollFile(format!(
            "line 1: column `{unknown}` is not known; known are {known}"
        )));
    }
    let mut seen: HashSet<VoterId> = HashSet::new();
    Ok(reader.into_records().enumerate().map(move |(n, record)| {
        let record = record.map_err(|e| RowError {
            line: e.position().map_or(n as u64 + 2, csv::Position::line),
            fault: e.to_string(),
        })?;
        let line = record.position().map_or(n as u64 + 2, csv::Position::line);
        let fault = |fault: String| RowError { line, fault };
        let raw: RawRow = record
            .deserialize(Some(&header))
            .map_err(|e| fault(e.to_string()))?;
        let voter = voter(definition, raw, now).map_err(fault)?;
        if !seen.insert(voter.voter_id) {
            return Err(fault("registration_number: stands in the file twice".to_owned()));
        }
        Ok(voter)
    }))
}

fn voter(definition: &ElectionDefinition, raw: RawRow, now: Timestamp) -> Result<VoterRecord, String> {
    let polling_station: StationId = raw
        .polling_station
        .parse()
        .map_err(|e| format!("polling_station: {e}"))?;
    let ballot_style: BallotStyleId = if raw.ballot_style.is_empty() {
        let station = definition.polling_station(&polling_station);
        match station.map(|s| s.ballot_styles.as_slice()) {
            Some([only]) => only.clone(),
            Some(_) => return Err("ballot_style: is empty, and the polling station has several".to_owned()),
            None => return Err(format!("polling_station: `{polling_station}` does not exist")),
        }
    } else {
        raw.ballot_style
            .parse()
            .map_err(|e| format!("ballot_style: {e}"))?
    };
    let accreditation = if raw.accreditation.is_empty() {
        Accreditation::Accredited
    } else {
        Accreditation::from_name(&raw.accreditation).ok_or_else(|| {
            format!(
                "accreditation: `{}` is not pending, accredited, rejected or withdrawn",
                raw.accreditation
            )
        })?
    };
    let voter = VoterRecord {
        voter_id: VoterId::derive(&definition.id, &raw.registration_number),
        registration_number: raw.registration_number,
        name: raw.name,
        date_of_birth: (raw.date_of_birth.parse()).map_err(|_| {
            format!(
                "date_of_birth: `{}` is not a date (YYYY-MM-DD)",
                raw.date_of_birth
            )
        })?,
        gender: raw.gender,
        nationality: raw.nationality,
        address: Address {
            street: raw.street,
            city: raw.city,
            state: raw.state,
            country: raw.country,
            postcode: raw.postcode,
        },
        email: raw.email,
        phone: raw.phone,
        cell: raw.cell,
        picture: raw.picture,
        accreditation,
        polling_station,
        ballot_style,
        registered_at: now,
    };
    let faults = voter.faults(definition);
    if faults.is_empty() {
        return Ok(voter);
    }
    Err(faults
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; "))
}

/// Imports voters in one transaction: when a row is wrong, or anything fails, nothing was imported. Voters of
/// stations that are enrolled already are sent to them; the others will find them in their package.
/// `progress` hears the number of rows read so far.
pub async fn import_roll(
    store: &Store,
    definition: &ElectionDefinition,
    authority: &SigningKey,
    rows: impl Iterator<Item = Result<VoterRecord, RowError>>,
    progress: impl Fn(u64),
) -> Result<ImportReport, AdminError> {
    let mut transaction = store.pool().begin().await?;
    let enrolled: HashSet<String> = sqlx::query_scalar("select distinct station_id from station")
        .fetch_all(&mut *transaction)
        .await?
        .into_iter()
        .collect();
    sqlx::query("create temporary table incoming (like voter including defaults) on commit drop")
        .execute(&mut *transaction)
        .await?;
    let mut import = Import {
        definition,
        authority,
        enrolled,
        report: ImportReport::default(),
    };
    let mut errors = Vec::new();
    let mut chunk: Vec<VoterRecord> = Vec::with_capacity(CHUNK);
    for row in rows {
        import.report.rows += 1;
        match row {
            Ok(voter) if errors.is_empty() => chunk.push(voter),
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
        if errors.len() >= MAX_ROW_ERRORS {
            break;
        }
        if chunk.len() == CHUNK {
            import.chunk(&mut transaction, std::mem::take(&mut chunk)).await?;
            progress(import.report.rows);
        }
    }
    if !errors.is_empty() {
        transaction.rollback().await?;
        return Err(AdminError::Rows(errors));
    }
    import.chunk(&mut transaction, chunk).await?;
    transaction.commit().await?;
    Ok(import.report)
}

struct Import<'a> {
    definition: &'a ElectionDefinition,
    authority: &'a SigningKey,
    enrolled: HashSet<String>,
    report: ImportReport,
}

impl Import<'_> {
    async fn chunk(
        &mut self,
        connection: &mut PgConnection,
        voters: Vec<VoterRecord>,
    ) -> Result<(), AdminError> {
        let mut rows = CopyRows::default();
        for voter in &voters {
            copy_voter(&mut rows, voter, None);
        }
        Store::copy(connection, VOTER.named("incoming"), rows).await?;
        let columns = VOTER.names();
        let insert = format!(
            "with moved as (delete from incoming returning {columns})
             insert into voter ({columns}) select {columns} from moved
             on conflict (voter_id) do nothing returning voter_id"
        );
        let added: Vec<Uuid> = sqlx::query_scalar(sqlx::AssertSqlSafe(insert))
            .fetch_all(&mut *connection)
            .await?;
        let added: HashSet<VoterId> = added.into_iter().map(VoterId).collect();
        self.report.known += (voters.len() - added.len()) as u64;
        let new: Vec<VoterRecord> = voters
            .into_iter()
            .filter(|v| added.contains(&v.voter_id))
            .collect();
        self.count(connection, &new).await?;
        self.announce(connection, new).await
    }

    async fn count(&mut self, connection: &mut PgConnection, new: &[VoterRecord]) -> Result<(), AdminError> {
        let mut counts: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for voter in new {
            let count = counts.entry(voter.polling_station.as_str()).or_default();
            count.0 += 1;
            count.1 += i64::from(voter.accreditation == Accreditation::Accredited);
        }
        for (station, (registered, accredited)) in counts {
            add_to_counts(connection, station, registered, accredited).await?;
            self.report.added += u64::try_from(registered).unwrap_or(0);
            self.report.accredited += u64::try_from(accredited).unwrap_or(0);
        }
        Ok(())
    }

    async fn announce(&self, connection: &mut PgConnection, new: Vec<VoterRecord>) -> Result<(), AdminError> {
        let mut outgoing = Vec::with_capacity(new.len());
        for voter in new {
            outgoing.push(outgoing_json(
                NO_SHARD,
                Topic::Voters,
                voter.voter_id.to_string(),
                &voter,
            )?);
            if self.enrolled.contains(voter.polling_station.as_str()) {
                let update = RollUpdate {
                    election: self.definition.id.clone(),
                    polling_station: voter.polling_station.clone(),
                    version: 1,
                    voter,
                    check_in: None,
                };
                outgoing.push(Outgoing {
                    shard: NO_SHARD,
                    topic: Topic::Roll,
                    key: format!("{}/{}", update.polling_station, update.voter.voter_id),
                    payload: Some(update.sign(self.authority)),
                });
            }
        }
        outbox::add(connection, &outgoing).await?;
        Ok(())
    }
}
