//! `central init`: an election from its definition file.

use std::time::Duration;

use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::definition::{ElectionDefinition, SignedDefinition};
use pollstream_protocol::events::CandidateEvent;
use pollstream_protocol::topics::Topic;

use super::AdminError;
use crate::intake::publish::Publisher;
use crate::keys::KeyError;
use crate::settings::Settings;
use crate::store::intake::outgoing_json;
use crate::store::outbox::{self, NO_SHARD, Outgoing};
use crate::store::{Store, StoreError, election};

/// Key of the definition on the definition topic.
pub(super) const DEFINITION_KEY: &str = "definition";

/// What was made.
#[derive(Debug)]
pub struct InitReport {
    /// The signed definition.
    pub definition: SignedDefinition,
    /// Whether new keys were made, or those of an unfinished init were found.
    pub new_keys: bool,
}

/// Makes an election: keys in the data folder, topics, tables, the signed definition. Refused if there is one.
pub async fn init(settings: &Settings, toml: &str) -> Result<(Store, InitReport), AdminError> {
    let definition = ElectionDefinition::parse(toml)?;
    BallotCodec::new(&definition)?;
    let kafka = settings.kafka.clone();
    let ping = tokio::task::spawn_blocking(move || kafka.ping(Duration::from_secs(10))).await;
    ping.unwrap_or(Ok(()))?;
    let store = settings.store().await?;
    match store.election().await {
        Ok(existing) => {
            return Err(AdminError::ElectionExists(
                existing.definition.definition.id.to_string(),
            ));
        }
        Err(StoreError::NoElection) => {}
        Err(error) => return Err(error.into()),
    }
    let keys = settings.keys();
    let (authority, counting, new_keys) = match keys.generate() {
        Ok((authority, counting)) => (authority, counting, true),
        // An earlier init got as far as the keys.
        Err(KeyError::Exists(_)) => (keys.authority()?, keys.counting()?, false),
        Err(error) => return Err(error.into()),
    };
    settings
        .kafka
        .create_topics(settings.partitions, settings.replication)
        .await?;

    let signed = SignedDefinition::sign(1, toml, counting.public(), &authority)?;
    let mut transaction = store.pool().begin().await?;
    election::insert(&mut transaction, &signed, &authority.verifying_key()).await?;
    let mut outgoing = vec![Outgoing {
        shard: NO_SHARD,
        topic: Topic::Definition,
        key: DEFINITION_KEY.to_owned(),
        payload: Some(signed.as_bytes().to_vec()),
    }];
    for event in candidate_events(&signed) {
        outgoing.push(announce_candidate(&event)?);
    }
    outbox::add(&mut transaction, &outgoing).await?;
    transaction.commit().await?;
    Publisher::new(&settings.kafka, keys.service(&definition.id)?)?
        .outbox(&store, &[NO_SHARD])
        .await?;
    Ok((
        store,
        InitReport {
            definition: signed,
            new_keys,
        },
    ))
}

pub(super) fn announce_candidate(event: &CandidateEvent) -> Result<Outgoing, StoreError> {
    outgoing_json(NO_SHARD, Topic::Candidates, event.candidate.as_str(), event)
}

pub(super) fn candidate_events(signed: &SignedDefinition) -> Vec<CandidateEvent> {
    let definition = &signed.definition;
    let candidates = definition
        .contests
        .iter()
        .flat_map(|c| c.candidates.iter().map(move |n| (c, n)));
    candidates
        .map(|(contest, candidate)| CandidateEvent {
            election: definition.id.clone(),
            candidate: candidate.id.clone(),
            contest: contest.id.clone(),
            name: candidate.name.clone(),
            party: candidate.party.clone(),
            party_name: (candidate.party.as_ref())
                .and_then(|id| definition.party(id))
                .map(|party| party.name.clone()),
            accreditation: candidate.accreditation,
            picture: candidate.picture.clone(),
            biography: candidate.biography.clone(),
            platform: candidate.platform.clone(),
            version: signed.version,
        })
        .collect()
}
