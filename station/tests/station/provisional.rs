//! Provisional votes: one case, one ballot sealed by itself.

use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::entry::{EntryBody, EntryKind, ProvisionalReason};
use pollstream_protocol::ids::VoterId;
use pollstream_station::{NewCase, StationError};

use crate::support::{Kit, NOON, OFFICER, ballot, chosen, code, officers, scope, voter};

#[tokio::test]
async fn a_provisional_ballot_is_sealed_singly_and_tied_to_its_case() {
    let kit = Kit::new(5);
    let station = kit.open_station(1).await;
    let claimant = voter(99);
    let (case, session) = station
        .open_provisional_case(claimant.clone(), ProvisionalReason::NotOnRoll, OFFICER)
        .await
        .unwrap();
    station.cast(session, ballot(&station, "okafor")).await.unwrap();
    let entries = kit.entries(&station).await;
    assert!(matches!(
        &entries[1],
        EntryBody::ProvisionalCase { case_id, claimant: who, .. } if *case_id == case && *who == claimant
    ));
    let EntryBody::ProvisionalBallot {
        case_id,
        ballot_style,
        ballot,
    } = &entries[2]
    else {
        panic!("{:?}", entries[2].kind())
    };
    assert_eq!(*case_id, case);
    assert_eq!(ballot_style.as_str(), "city");
    let codec = BallotCodec::new(&station.definition().definition).unwrap();
    let opened = codec
        .decode(&ballot.open(&kit.counting, &scope()).unwrap())
        .unwrap();
    assert_eq!(chosen(opened.ballot()), "okafor");
    let report = station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(
        (report.provisional_cases, report.provisional, report.ballots),
        (1, 1, 0)
    );
    assert!(report.reconciles());
}

#[tokio::test]
async fn a_provisional_ballot_can_be_spoiled_and_its_voter_can_leave() {
    let kit = Kit::new(5);
    let station = kit.open_station(1).await;
    let open = |n| station.open_provisional_case(voter(n), ProvisionalReason::RollStale, OFFICER);
    let (case, session) = open(90).await.unwrap();
    let again = station.spoil(session, OFFICER).await.unwrap();
    assert_eq!(station.open_sessions().await.unwrap()[0].case, Some(case));
    station.cast(again, ballot(&station, "hodges")).await.unwrap();
    let (_, session) = open(91).await.unwrap();
    station.flee(session, OFFICER).await.unwrap();
    assert!(
        station
            .close_polls(&officers(), Some("a test"))
            .await
            .unwrap()
            .reconciles()
    );
}

#[tokio::test]
async fn a_case_that_central_could_not_read_is_not_recorded() {
    let kit = Kit::new(5);
    let station = kit.open_station(1).await;
    let open = |claimant| station.open_provisional_case(claimant, ProvisionalReason::NotOnRoll, OFFICER);
    let mut claimant = voter(99);
    claimant.phone = "1\0".into();
    assert_eq!(code(open(claimant).await), "unrecordable");
    let mut claimant = voter(99);
    claimant.ballot_style = "rural".parse().unwrap();
    assert_eq!(code(open(claimant).await), "style_not_issued");
    assert_eq!(station.sync_status().next_seq, 1);
    assert_eq!(station.counters().await.unwrap().open_sessions, 0);
    assert_eq!(kit.entries(&station).await[0].kind(), EntryKind::PollsOpened);
}

#[tokio::test]
async fn the_same_person_gets_no_second_provisional_ballot_unwarned() {
    let kit = Kit::new(5);
    let station = kit.open_station(2).await;
    let open = |claimant| station.open_provisional_case(claimant, ProvisionalReason::NotOnRoll, OFFICER);
    let nameless = |name: &str| {
        let mut claimant = voter(99);
        claimant.registration_number = String::new();
        claimant.voter_id = VoterId::derive(&"riverton".parse().unwrap(), "");
        name.clone_into(&mut claimant.name);
        claimant
    };
    let (case, session) = open(nameless("Zoë Number")).await.unwrap();
    station.cast(session, ballot(&station, "okafor")).await.unwrap();
    kit.wait(60);
    match open(nameless("NUMBER, Zoe")).await {
        Err(StationError::CaseOpened { case: before, at }) => {
            assert_eq!((before, at.as_second()), (case, NOON));
        }
        other => panic!("{other:?}"),
    }
    let numbered = |number: &str, name: &str| {
        let mut claimant = voter(0);
        number.clone_into(&mut claimant.registration_number);
        claimant.voter_id = VoterId::derive(&"riverton".parse().unwrap(), number);
        name.clone_into(&mut claimant.name);
        claimant
    };
    open(numbered("RV-1", "Ada")).await.unwrap();
    assert_eq!(code(open(numbered("RV-1", "Somebody")).await), "case_opened");
    // Strangers without a number are not one person.
    open(nameless("Somebody Else")).await.unwrap();
    assert_eq!(station.counters().await.unwrap().open_sessions, 2);

    let again = |why: &str| {
        let case = NewCase {
            claimant: nameless("Zoë Number"),
            reason: ProvisionalReason::NotOnRoll,
            declared: " Zoë Number ".into(),
            again: Some(why.to_owned()),
        };
        station.open_case(case, OFFICER)
    };
    assert_eq!(code(again(" ").await), "text");
    let (second, _) = again("twins of one name").await.unwrap();
    assert_ne!(second, case);
    let incidents = station
        .log_before(u64::MAX, 5, &[EntryKind::Incident])
        .await
        .unwrap();
    assert!(incidents[0].text.ends_with("twins of one name"), "{incidents:?}");
    assert!(!incidents[0].text.contains("Zo"), "nobody is named");
    let mut declared = kit
        .entries(&station)
        .await
        .into_iter()
        .filter_map(|entry| match entry {
            EntryBody::ProvisionalCase { declared, .. } => Some(declared),
            _ => None,
        });
    assert_eq!(declared.next_back().as_deref(), Some("Zoë Number"));
}
