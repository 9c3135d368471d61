//! Registering at the desk.

use jiff::civil::date;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::voter::Accreditation;
use pollstream_station::{DateOrder, NewVoter, StationError, VoterStanding};

use crate::support::{Kit, OFFICER, code, officers, update, voter};

fn new_voter(number: &str, name: &str) -> NewVoter {
    NewVoter {
        registration_number: number.into(),
        name: name.into(),
        date_of_birth: date(1990, 2, 3),
        ..NewVoter::default()
    }
}

#[tokio::test]
async fn a_registered_voter_is_pending_findable_and_on_record() {
    let kit = Kit::new(5);
    let station = kit.open_station(1).await;
    let registered = station
        .register(new_voter("ab-12", "José Núñez"), OFFICER)
        .await
        .unwrap();
    assert!(registered.possible_duplicates.is_empty());
    let found = station
        .search("nunez", DateOrder::DayFirst, 10)
        .await
        .unwrap()
        .voters;
    assert_eq!(found[0].voter.voter_id, registered.voter_id);
    assert_eq!(found[0].standing, VoterStanding::Pending);
    assert_eq!(
        code(station.check_in(registered.voter_id, OFFICER).await),
        "not_accredited"
    );
    let entries = kit.entries(&station).await;
    assert!(matches!(
        &entries[1],
        EntryBody::Registration { voter, .. }
            if voter.voter_id == registered.voter_id && voter.accreditation == Accreditation::Pending
    ));
    let mut accredited = found[0].voter.clone();
    accredited.accreditation = Accreditation::Accredited;
    station.apply_roll_update(&update(accredited, 1)).await.unwrap();
    station.check_in(registered.voter_id, OFFICER).await.unwrap();
    let counters = station.counters().await.unwrap();
    assert_eq!((counters.registrations, counters.on_roll), (1, 2));
}

#[tokio::test]
async fn one_number_is_registered_once_and_likely_duplicates_are_named() {
    let kit = Kit::new(5);
    let station = kit.open_station(1).await;
    let first = station
        .register(new_voter("ab-12", "José Núñez"), OFFICER)
        .await
        .unwrap();
    match station
        .register(new_voter("AB – 12", "Somebody Else"), OFFICER)
        .await
    {
        Err(StationError::AlreadyRegistered(id)) => assert_eq!(id, first.voter_id),
        other => panic!("{other:?}"),
    }
    let second = station
        .register(new_voter("cd-34", "NUNEZ, Jose"), OFFICER)
        .await
        .unwrap();
    assert_eq!(second.possible_duplicates, [first.voter_id]);
    let taken = voter(0).registration_number;
    assert_eq!(
        code(station.register(new_voter(&taken, "X"), OFFICER).await),
        "already_registered"
    );
}

#[tokio::test]
async fn a_registration_that_breaks_a_rule_names_the_fields() {
    let kit = Kit::new(5);
    let station = kit.open_station(1).await;
    let mut child = new_voter("ab-12", "");
    child.date_of_birth = date(2015, 1, 1);
    let error = station.register(child, OFFICER).await.unwrap_err();
    let StationError::VoterFaults(faults) = &error else {
        panic!("{error}")
    };
    let fields: Vec<_> = faults.iter().map(|f| f.field).collect();
    assert_eq!(fields, ["name", "date_of_birth"]);
    assert!(!error.to_string().contains("2015"));
    assert_eq!(station.sync_status().next_seq, 1);
}

#[tokio::test]
async fn nobody_registers_after_the_close() {
    let kit = Kit::new(5);
    let station = kit.open_station(1).await;
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(
        code(station.register(new_voter("ab-12", "A B"), OFFICER).await),
        "polls_not_open"
    );
}
