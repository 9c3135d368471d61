//! Sessions and the ballot box.

use pollstream_protocol::ballot::Mark;
use pollstream_protocol::entry::{EntryBody, EntryKind};
use pollstream_protocol::ids::SessionId;

use crate::support::{Kit, OFFICER, ballot, code, officers, vote, voter};

#[tokio::test]
async fn what_is_counted_is_what_was_cast() {
    let kit = Kit::new(3);
    let station = kit.open_station(10).await;
    let mut cast = Vec::new();
    for n in 0..10 {
        let candidate = if n % 3 == 0 { "okafor" } else { "hodges" };
        vote(&station, n, candidate).await;
        cast.push(candidate);
    }
    cast.sort_unstable();
    station.close_polls(&officers(), true).await.unwrap();
    assert_eq!(kit.opened(&station).await, cast);
    assert_eq!(station.counters().await.unwrap().ballots_cast, 10);
}

#[tokio::test]
async fn a_batch_leaves_when_it_is_full_and_not_before() {
    let kit = Kit::new(3);
    let station = kit.open_station(6).await;
    for n in 0..6 {
        vote(&station, n, "hodges").await;
    }
    let sizes: Vec<_> = (kit.entries(&station).await.iter())
        .filter_map(|e| {
            if let EntryBody::BallotBatch(b) = e {
                Some((b.ballots.len(), b.encapped_key))
            } else {
                None
            }
        })
        .collect();
    assert_eq!(sizes.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [3, 3]);
    assert_ne!(sizes[0].1, sizes[1].1, "each batch has its own key");
}

#[tokio::test]
async fn a_session_is_spent_by_casting() {
    let kit = Kit::new(3);
    let station = kit.open_station(1).await;
    station.check_in(voter(0).voter_id, OFFICER).await.unwrap();
    let session = station.issue_ballot(voter(0).voter_id).await.unwrap();
    assert_eq!(station.open_sessions().await.unwrap()[0].session, session);
    station.cast(session, ballot(&station, "hodges")).await.unwrap();
    assert_eq!(
        code(station.cast(session, ballot(&station, "hodges")).await),
        "unknown_session"
    );
    assert_eq!(code(station.spoil(session, OFFICER).await), "unknown_session");
    assert_eq!(code(station.flee(session, OFFICER).await), "unknown_session");
    assert!(station.open_sessions().await.unwrap().is_empty());
    let never = SessionId(uuid::Uuid::new_v4());
    assert_eq!(
        code(station.cast(never, ballot(&station, "hodges")).await),
        "unknown_session"
    );
}

#[tokio::test]
async fn a_ballot_that_breaks_a_rule_is_refused_and_the_session_stays_open() {
    let kit = Kit::new(3);
    let station = kit.open_station(1).await;
    station.check_in(voter(0).voter_id, OFFICER).await.unwrap();
    let session = station.issue_ballot(voter(0).voter_id).await.unwrap();
    let mut bad = ballot(&station, "hodges");
    bad.contests[0].marks = vec![Mark::Overvote];
    assert_eq!(code(station.cast(session, bad.clone()).await), "ballot");
    bad.style = "another".parse().unwrap();
    assert_eq!(code(station.cast(session, bad).await), "wrong_style");
    station.cast(session, ballot(&station, "okafor")).await.unwrap();
    station.close_polls(&officers(), true).await.unwrap();
    assert_eq!(kit.opened(&station).await, ["okafor"]);
}

#[tokio::test]
async fn a_spoiled_ballot_is_issued_again_and_only_the_second_counts() {
    let kit = Kit::new(3);
    let station = kit.open_station(1).await;
    station.check_in(voter(0).voter_id, OFFICER).await.unwrap();
    let first = station.issue_ballot(voter(0).voter_id).await.unwrap();
    let second = station.spoil(first, OFFICER).await.unwrap();
    assert_ne!(first, second);
    assert_eq!(
        code(station.cast(first, ballot(&station, "hodges")).await),
        "unknown_session"
    );
    station.cast(second, ballot(&station, "okafor")).await.unwrap();
    let report = station.close_polls(&officers(), true).await.unwrap();
    assert_eq!((report.spoiled, report.ballots), (1, 1));
    assert!(report.reconciles());
    assert_eq!(kit.opened(&station).await, ["okafor"]);
}

#[tokio::test]
async fn a_pause_does_not_take_a_ballot_out_of_the_voters_hands() {
    let kit = Kit::new(1);
    let station = kit.open_station(1).await;
    station.check_in(voter(0).voter_id, OFFICER).await.unwrap();
    let session = station.issue_ballot(voter(0).voter_id).await.unwrap();
    station.pause_polls("alarm", OFFICER).await.unwrap();
    station.cast(session, ballot(&station, "hodges")).await.unwrap();
    assert_eq!(
        kit.entries(&station).await.last().unwrap().kind(),
        EntryKind::BallotBatch
    );
}
