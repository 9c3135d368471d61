//! The election, its definition and its status.

use pollstream_protocol::definition::{Disclosure, SignedDefinition, VoteVariation};
use pollstream_protocol::envelope::EnvelopeReader;
use pollstream_protocol::signed::VerifyingKey;
use sqlx::PgConnection;

use super::{CopyRows, Store, StoreError, Table};

const PARTY: Table = Table::new("party", "party_id text, name text, abbreviation text");
const CONTEST: Table = Table::new(
    "contest",
    "contest_id text, title text, vote_variation text, slots integer, overvote_permitted boolean, ballot_order integer",
);
const CANDIDATE: Table = Table::new(
    "candidate",
    "candidate_id text, contest_id text, name text, party_id text, accreditation text, picture text,
     biography text, platform text, ballot_order integer",
);
const DISTRICT: Table = Table::new("district", "district_id text, name text, parent_id text");
const POLLING_STATION: Table = Table::new(
    "polling_station",
    "station_id text, name text, district_id text, address text, ballot_styles text[]",
);
const PLACE: Table = Table::new("place", "place_id text, station_id text");

/// Where the election stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElectionStatus {
    /// Ballots are expected.
    Open,
    /// Closed: everything sealed is opened, nothing is suppressed any more.
    Closed,
    /// Certified by officials.
    Certified,
}

impl ElectionStatus {
    /// As it is written in SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            ElectionStatus::Open => "open",
            ElectionStatus::Closed => "closed",
            ElectionStatus::Certified => "certified",
        }
    }

    fn from_name(name: &str) -> Result<Self, StoreError> {
        [Self::Open, Self::Closed, Self::Certified]
            .into_iter()
            .find(|s| s.as_str() == name)
            .ok_or_else(|| StoreError::corrupt("election.status", name))
    }
}

/// The election of this database.
#[derive(Debug, Clone)]
pub struct ElectionRecord {
    /// Signed, as stations have it.
    pub definition: SignedDefinition,
    /// The authority's public key.
    pub authority: VerifyingKey,
    /// Where it stands.
    pub status: ElectionStatus,
}

impl ElectionRecord {
    /// Checks who wrote what is on the election's topics.
    pub fn envelopes(&self) -> EnvelopeReader {
        EnvelopeReader::new(self.definition.definition.id.clone(), self.authority)
    }
}

impl Store {
    /// The election of this database.
    pub async fn election(&self) -> Result<ElectionRecord, StoreError> {
        let row: Option<(Vec<u8>, Vec<u8>, String)> =
            sqlx::query_as("select definition, authority_key, status from election")
                .fetch_optional(self.pool())
                .await?;
        record(row.ok_or(StoreError::NoElection)?)
    }

    /// Version of the definition in force.
    pub async fn definition_version(&self) -> Result<u32, StoreError> {
        let version: Option<i32> = sqlx::query_scalar("select version from election")
            .fetch_optional(self.pool())
            .await?;
        Ok(version.ok_or(StoreError::NoElection)?.unsigned_abs())
    }

    /// Where the election stands.
    pub async fn election_status(&self) -> Result<ElectionStatus, StoreError> {
        let status: Option<String> = sqlx::query_scalar("select status from election")
            .fetch_optional(self.pool())
            .await?;
        ElectionStatus::from_name(&status.ok_or(StoreError::NoElection)?)
    }
}

/// The election from its row: definition, authority's key, status.
pub(crate) fn record(
    (definition, authority, status): (Vec<u8>, Vec<u8>, String),
) -> Result<ElectionRecord, StoreError> {
    let authority = pollstream_protocol::signed::verifying_key(&authority)
        .map_err(|e| StoreError::corrupt("election.authority_key", e))?;
    let definition = SignedDefinition::open(&definition, &authority)
        .map_err(|e| StoreError::corrupt("election.definition", e))?;
    Ok(ElectionRecord {
        definition,
        authority,
        status: ElectionStatus::from_name(&status)?,
    })
}

/// The status, locked against a change until the caller's transaction ends: intake must not pool ballots
/// while `close` opens the pools.
pub(crate) async fn status_for_share(connection: &mut PgConnection) -> Result<ElectionStatus, StoreError> {
    let status: Option<String> = sqlx::query_scalar("select status from election for share")
        .fetch_optional(connection)
        .await?;
    ElectionStatus::from_name(&status.ok_or(StoreError::NoElection)?)
}

/// Writes a new election's definition into its tables.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    signed: &SignedDefinition,
    authority: &VerifyingKey,
) -> Result<(), StoreError> {
    let definition = &signed.definition;
    let disclosure = match definition.disclosure {
        Disclosure::Live => "live",
        Disclosure::AfterClose => "after_close",
    };
    sqlx::query(
        "insert into election (election_id, title, disclosure, min_batch, version, definition, authority_key)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(definition.id.as_str())
    .bind(&definition.title)
    .bind(disclosure)
    .bind(i32::try_from(definition.min_batch).unwrap_or(i32::MAX))
    .bind(i32::try_from(signed.version).unwrap_or(i32::MAX))
    .bind(signed.as_bytes())
    .bind(authority.as_bytes().as_slice())
    .execute(&mut *connection)
    .await?;

    let mut parties = CopyRows::default();
    for party in &definition.parties {
        parties
            .row()
            .text(party.id.as_str())
            .text(&party.name)
            .text(&party.abbreviation);
    }
    Store::copy(connection, PARTY, parties).await?;

    let (mut contests, mut candidates) = (CopyRows::default(), CopyRows::default());
    for (order, contest) in definition.contests.iter().enumerate() {
        let variation = match contest.vote_variation {
            VoteVariation::Plurality { .. } => "plurality",
            VoteVariation::Ranked { .. } => "ranked",
        };
        contests
            .row()
            .text(contest.id.as_str())
            .text(&contest.title)
            .plain(variation)
            .plain(contest.vote_variation.slots())
            .plain(contest.overvote_permitted)
            .plain(order);
        for (order, candidate) in contest.candidates.iter().enumerate() {
            let row = candidates
                .row()
                .text(candidate.id.as_str())
                .text(contest.id.as_str())
                .text(&candidate.name);
            let row = match &candidate.party {
                Some(party) => row.text(party.as_str()),
                None => row.null(),
            };
            row.plain(candidate.accreditation.as_str())
                .text(&candidate.picture)
                .text(&candidate.biography)
                .text(&candidate.platform)
                .plain(order);
        }
    }
    Store::copy(connection, CONTEST, contests).await?;
    Store::copy(connection, CANDIDATE, candidates).await?;

    let mut districts = CopyRows::default();
    for district in &definition.districts {
        let row = districts.row().text(district.id.as_str()).text(&district.name);
        match &district.parent {
            Some(parent) => row.text(parent.as_str()),
            None => row.null(),
        };
    }
    Store::copy(connection, DISTRICT, districts).await?;

    let (mut stations, mut places) = (CopyRows::default(), CopyRows::default());
    for station in &definition.polling_stations {
        let styles: Vec<_> = station
            .ballot_styles
            .iter()
            .map(pollstream_protocol::ids::BallotStyleId::as_str)
            .collect();
        stations
            .row()
            .text(station.id.as_str())
            .text(&station.name)
            .text(station.district.as_str())
            .text(&station.address)
            .plain(format_args!("{{{}}}", styles.join(",")));
        places
            .row()
            .text(&place_of_station(station.id.as_str()))
            .text(station.id.as_str());
        for district in definition.districts_above(&station.id) {
            places
                .row()
                .text(&place_of_district(district.id.as_str()))
                .text(station.id.as_str());
        }
    }
    Store::copy(connection, POLLING_STATION, stations).await?;
    Store::copy(connection, PLACE, places).await
}

/// The place id of a polling station: prefixed, because a district may bear the same id.
pub fn place_of_station(id: &str) -> String {
    format!("station/{id}")
}

/// The place id of a district.
pub fn place_of_district(id: &str) -> String {
    format!("district/{id}")
}

/// Counts for `central status`.
#[derive(Debug, Clone, Copy)]
pub struct StatusCounts {
    /// Voters on record.
    pub voters: i64,
    /// Incarnations enrolled.
    pub stations_enrolled: i64,
    /// Ballots opened.
    pub ballots: i64,
    /// Messages in quarantine.
    pub quarantined: i64,
}

impl Store {
    /// Counts for `central status`.
    pub async fn status_counts(&self) -> Result<StatusCounts, StoreError> {
        let (voters, stations_enrolled, ballots, quarantined) = sqlx::query_as(
            "select (select count(*) from voter), (select count(*) from station), (select coalesce(sum(size), 0)::bigint from opened_group),
                    (select count(*) from quarantine)",
        )
        .fetch_one(self.pool())
        .await?;
        Ok(StatusCounts {
            voters,
            stations_enrolled,
            ballots,
            quarantined,
        })
    }
}
