//! Provisional votes: one case, one ballot sealed by itself.

use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::entry::{EntryBody, EntryKind, ProvisionalReason};

use crate::support::{Kit, OFFICER, ballot, chosen, code, officers, scope, voter};

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
    let report = station.close_polls(&officers(), true).await.unwrap();
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
    assert!(station.close_polls(&officers(), true).await.unwrap().reconciles());
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
