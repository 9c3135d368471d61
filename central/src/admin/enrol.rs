//! `central enrol` and `central revoke`: how a kiosk becomes a station, and how it stops being one.

use std::path::{Path, PathBuf};

use pollstream_protocol::chain::genesis;
use pollstream_protocol::decision::{LogHead, Subject};
use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::enrolment::{Enrolment, StationPackage, generate_code};
use pollstream_protocol::ids::{Incarnation, LogName, StationId};
use pollstream_protocol::receipt::{Receipt, Standing};
use pollstream_protocol::signed::{SigningKey, generate_key, verifying_key};
use pollstream_protocol::topics::Topic;
use sqlx::Row;
use zeroize::Zeroizing;

use super::AdminError;
use super::chain::{Chain, Why};
use super::office::not_certified;
use crate::kafka::Kafka;
use crate::keys::write_private;
use crate::store::intake::unsigned;
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::revision::election_for_update;
use crate::store::station_log::log_name;
use crate::store::{Store, StoreError, quarantine};

/// A freshly enrolled incarnation.
#[derive(Debug)]
pub struct Enrolled {
    /// All that the kiosk needs.
    pub package: StationPackage,
}

/// Enrols the next incarnation of a station: a new signing key, known to the kiosk only through its package.
pub async fn enrol(
    store: &Store,
    definition: &SignedDefinition,
    kafka: &Kafka,
    authority: &SigningKey,
    station: &StationId,
    why: Why<'_>,
) -> Result<Enrolled, AdminError> {
    if definition.definition.polling_station(station).is_none() {
        return Err(AdminError::UnknownStation(station.clone()));
    }
    let election = &definition.definition.id;
    let signing_key = generate_key(&mut rand::rng());
    let mut transaction = store.pool().begin().await?;
    // What a new incarnation sent would change results that are final.
    not_certified(&mut transaction).await?;
    // Two officials who enrol one station at the same time get two incarnations, one after the other. And a roll that is
    // imported meanwhile is committed before, and in the package, or after, and sent to the station.
    let mut chain = Chain::lock(store, &mut transaction, authority).await?;
    let last: Option<i32> = sqlx::query_scalar("select max(incarnation) from station where station_id = $1")
        .bind(station.as_str())
        .fetch_one(&mut *transaction)
        .await?;
    let last = u32::try_from(last.unwrap_or(0)).map_err(|e| StoreError::corrupt("station.incarnation", e))?;
    let log = LogName {
        station: station.clone(),
        incarnation: Incarnation(last + 1),
    };
    let enrolment = Enrolment {
        election: election.clone(),
        station: station.clone(),
        incarnation: log.incarnation,
        public_key: signing_key.verifying_key(),
        revoked_from: None,
    };
    let subject = Subject::StationEnrolled {
        log: log.clone(),
        public_key: enrolment.public_key,
    };
    chain
        .decide_or_prepare(&mut transaction, why.by, election, why.reason, subject)
        .await?;
    let signed = enrolment.sign(authority);
    sqlx::query(
        "insert into station (station_id, incarnation, public_key, enrolment, head_hash)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(station.as_str())
    .bind(i64::from(log.incarnation.0))
    .bind(enrolment.public_key.as_bytes().as_slice())
    .bind(&signed)
    .bind(genesis(election, station, log.incarnation).as_slice())
    .execute(&mut *transaction)
    .await?;
    outbox::add(&mut transaction, &[announcement(&enrolment, signed)]).await?;
    transaction.commit().await?;
    let roll = store.roll_of(election, station).await?;
    let package = StationPackage {
        definition: definition.clone(),
        enrolment,
        authority: authority.verifying_key(),
        signing_key,
        roll,
        kafka: kafka.bootstrap.clone(),
        topic_prefix: kafka.topics.prefix().to_owned(),
        kafka_options: kafka.station_options.clone(),
    };
    Ok(Enrolled { package })
}

/// Writes a package into a folder, for its owner only. Returns the file and the one-time code that opens it.
pub fn write_package(
    enrolled: &Enrolled,
    authority: &SigningKey,
    folder: &Path,
) -> Result<(PathBuf, Zeroizing<String>), AdminError> {
    let code = generate_code(&mut rand::rng());
    let bytes = enrolled.package.seal(&code, authority, &mut rand::rng())?;
    let enrolment = &enrolled.package.enrolment;
    let path = folder.join(format!("{}-{}.station", enrolment.station, enrolment.incarnation));
    let written = std::fs::create_dir_all(folder).and_then(|()| write_private(&path, &bytes));
    written.map_err(|source| AdminError::File {
        path: path.clone(),
        source,
    })?;
    Ok((path, code))
}

/// Revokes every incarnation of a station: what it has sent stands, nothing new is accepted. Returns the
/// receipts that tell it so.
pub async fn revoke(
    store: &Store,
    definition: &SignedDefinition,
    authority: &SigningKey,
    station: &StationId,
    why: Why<'_>,
) -> Result<Vec<Receipt>, AdminError> {
    let election = &definition.definition.id;
    let mut transaction = store.pool().begin().await?;
    // Nothing is taken in while it is written down where each log stands.
    election_for_update(&mut transaction).await?;
    let mut chain = Chain::lock(store, &mut transaction, authority).await?;
    // One that contradicted itself stays what it is: only two officials rule on it.
    let rows = sqlx::query(
        "update station set standing = case standing when 'active' then 'revoked' else standing end,
             refusal = 'revoked: the station was revoked'
         where station_id = $1
         returning incarnation, public_key, next_seq, head_hash, standing",
    )
    .bind(station.as_str())
    .fetch_all(&mut *transaction)
    .await?;
    if rows.is_empty() {
        return Err(AdminError::NotEnrolled(station.clone()));
    }
    let (mut receipts, mut outgoing, mut heads) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let head = LogHead {
            log: log_name(station.to_string(), row.try_get(0)?)?,
            next_seq: unsigned(row.try_get(2)?),
            hash: (row.try_get::<Vec<u8>, _>(3)?.try_into())
                .map_err(|_| StoreError::corrupt("station.head_hash", "not 32 bytes"))?,
        };
        let public_key = verifying_key(&row.try_get::<Vec<u8>, _>(1)?)
            .map_err(|e| StoreError::corrupt("station.public_key", e))?;
        let standing: String = row.try_get(4)?;
        let enrolment = Enrolment {
            election: election.clone(),
            station: station.clone(),
            incarnation: head.log.incarnation,
            public_key,
            revoked_from: Some(head.next_seq),
        };
        let signed = enrolment.sign(authority);
        sqlx::query("update station set enrolment = $3 where station_id = $1 and incarnation = $2")
            .bind(station.as_str())
            .bind(i64::from(head.log.incarnation.0))
            .bind(&signed)
            .execute(&mut *transaction)
            .await?;
        quarantine::keep_held(&mut transaction, &head.log, "revoked").await?;
        outgoing.push(announcement(&enrolment, signed));
        receipts.push(Receipt {
            election: election.clone(),
            station: station.clone(),
            incarnation: head.log.incarnation,
            next_seq: head.next_seq,
            head_hash: head.hash,
            standing: Standing::from_name(&standing)
                .ok_or_else(|| StoreError::corrupt("station.standing", &standing))?,
            refusal: "revoked: the station was revoked".to_owned(),
        });
        heads.push(head);
    }
    heads.sort_by(|a, b| a.log.cmp(&b.log));
    let subject = Subject::StationRevoked { heads };
    chain
        .decide_or_prepare(&mut transaction, why.by, election, why.reason, subject)
        .await?;
    outbox::add(&mut transaction, &outgoing).await?;
    transaction.commit().await?;
    Ok(receipts)
}

fn announcement(enrolment: &Enrolment, signed: Vec<u8>) -> Outgoing {
    Outgoing {
        shard: NO_SHARD,
        topic: Topic::Definition,
        key: format!("enrolment/{}/{}", enrolment.station, enrolment.incarnation),
        payload: Some(signed),
    }
}
