//! Revisions of the definition on election day.

use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::entry::EntryKind;
use pollstream_protocol::seal::CountingKey;

use crate::support::{Kit, OFFICER, ballot, code, officers, toml, voter};

#[tokio::test]
async fn a_withdrawn_candidate_can_no_longer_be_chosen_also_after_a_restart() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    let withdrawn = toml(2).replacen(
        "name = \"Ben Okafor\"\naccreditation = \"accredited\"",
        "name = \"Ben Okafor\"\naccreditation = \"withdrawn\"",
        1,
    );
    let revision = kit.definition(2, &withdrawn);
    assert!(station.apply_definition(&revision).await.unwrap());
    assert!(!station.apply_definition(&revision).await.unwrap(), "once");
    assert_eq!(
        kit.entries(&station).await.last().unwrap().kind(),
        EntryKind::OfficerAction
    );
    let station = kit.crash(station).await;
    assert_eq!(station.definition().version, 2);
    station.check_in(voter(0).voter_id, OFFICER).await.unwrap();
    let session = station.issue_ballot(voter(0).voter_id).await.unwrap();
    assert_eq!(
        code(station.cast(session, ballot(&station, "okafor")).await),
        "ballot"
    );
    station.cast(session, ballot(&station, "hodges")).await.unwrap();
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(kit.opened(&station).await, ["hodges"]);
}

#[tokio::test]
async fn what_would_change_ballots_under_voters_hands_is_refused() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    let more_votes = toml(2).replace("votes_allowed = 1", "votes_allowed = 2");
    assert_eq!(
        code(station.apply_definition(&kit.definition(2, &more_votes)).await),
        "incompatible"
    );
    let other_key = CountingKey::generate(&mut rand::rng());
    let rekeyed = SignedDefinition::sign(2, &toml(2), other_key.public(), &kit.authority).unwrap();
    assert_eq!(code(station.apply_definition(&rekeyed).await), "incompatible");
    let elsewhere = toml(2).replace("riverton", "rivertown");
    assert_eq!(
        code(station.apply_definition(&kit.definition(2, &elsewhere)).await),
        "foreign"
    );
    assert_eq!(station.definition().version, 1);
    assert_eq!(station.sync_status().next_seq, 1);
}
