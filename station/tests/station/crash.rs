//! What a crash, or a task that is dropped in the middle, leaves behind: all of a change or nothing.

use std::time::Duration;

use pollstream_protocol::entry::{EntryKind, IncidentKind};

use crate::support::{Kit, OFFICER, ballot, officers, vote, voter};

#[tokio::test]
async fn a_crash_leaves_the_box_as_it_was() {
    let kit = Kit::new(10);
    let station = kit.open_station(5).await;
    for n in 0..3 {
        vote(&station, n, "hodges").await;
    }
    let before = kit.entries(&station).await;
    let station = kit.crash(station).await;
    assert_eq!(kit.entries(&station).await, before, "nothing is flushed");
    assert_eq!(station.boxed().await.unwrap(), 3);
    vote(&station, 3, "okafor").await;
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(
        kit.opened(&station).await,
        ["hodges", "hodges", "hodges", "okafor"]
    );
    assert_eq!(station.counters().await.unwrap().ballots_cast, 4);
}

#[tokio::test]
async fn an_open_session_survives_a_crash() {
    let kit = Kit::new(10);
    let station = kit.open_station(1).await;
    station.check_in(voter(0).voter_id, OFFICER).await.unwrap();
    let session = station.issue_ballot(voter(0).voter_id).await.unwrap();
    let station = kit.crash(station).await;
    assert_eq!(station.open_sessions().await.unwrap()[0].session, session);
    assert_eq!(station.counters().await.unwrap().open_sessions, 1);
    station.cast(session, ballot(&station, "hodges")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_task_leaves_all_of_its_change_or_nothing() {
    let kit = Kit::new(3);
    let voters = 120;
    let station = kit.open_station(voters).await;
    for n in 0..voters {
        let impatient = Duration::from_micros(u64::from(n) * 7 % 400);
        let id = voter(n).voter_id;
        tokio::time::timeout(impatient, station.check_in(id, OFFICER))
            .await
            .ok();
        let issued = tokio::time::timeout(impatient, station.issue_ballot(id)).await;
        if let Ok(Ok(session)) = issued {
            tokio::time::timeout(impatient, station.cast(session, ballot(&station, "hodges")))
                .await
                .ok();
        }
    }
    // Sessions whose id was lost with a dropped task are still there to be ended.
    for open in station.open_sessions().await.unwrap() {
        station.flee(open.session, OFFICER).await.unwrap();
    }
    let report = station.close_polls(&officers(), Some("a test")).await.unwrap();
    let entries = kit.entries(&station).await;
    let check_ins = entries.iter().filter(|e| e.kind() == EntryKind::CheckIn).count() as u64;
    assert_eq!(report.check_ins, check_ins);
    assert_eq!(kit.opened(&station).await.len() as u64, report.ballots);
    println!(
        "{} of {voters} check-ins and {} ballots survived",
        report.check_ins, report.ballots
    );
    let station = kit.crash(station).await;
    assert_eq!(station.counters().await.unwrap().checked_in, check_ins);
}

#[tokio::test]
async fn a_refused_change_leaves_no_gap_in_the_log() {
    let kit = Kit::new(3);
    let station = kit.open_station(1).await;
    for _ in 0..3 {
        station.check_in(voter(0).voter_id, OFFICER).await.ok();
        station
            .report_incident(IncidentKind::Other, "something", OFFICER)
            .await
            .unwrap();
    }
    assert_eq!(kit.entries(&station).await.len(), 5);
}
