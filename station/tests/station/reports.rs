//! Reports, the log by kind, and the clock.

use std::sync::atomic::Ordering;

use jiff::Timestamp;
use pollstream_protocol::entry::{EntryKind, IncidentKind};
use pollstream_protocol::statement::CloseStatement;
use pollstream_station::Station;

use crate::support::{Kit, NOON, OFFICER, code, officers, vote};

const MIDNIGHT_AFTER: i64 = NOON + 12 * 3_600;

#[tokio::test]
async fn the_close_report_can_be_checked_with_the_station_s_key_alone() {
    let kit = Kit::new(2);
    let station = kit.station(4).await;
    assert_eq!(station.zero_report().await.unwrap(), None);
    station.open_polls(&officers(), None).await.unwrap();
    let zero = station.zero_report().await.unwrap().unwrap();
    assert_eq!(
        (zero.officers, zero.at.as_second(), zero.seq),
        (officers(), NOON, 0)
    );
    for n in 0..3 {
        vote(&station, n, "okafor").await;
    }
    assert_eq!(station.close_report().await.unwrap(), None);
    kit.now.store(MIDNIGHT_AFTER, Ordering::Relaxed);
    let report = station.close_polls(&officers(), None).await.unwrap();
    let record = station.close_report().await.unwrap().unwrap();
    assert_eq!(record.report, report);
    let statement = CloseStatement::from_text(&record.statement, &kit.key.verifying_key()).unwrap();
    assert_eq!(
        (statement.close_report, statement.head_hash),
        (report, record.hash)
    );
    let segments = kit.segments(&station).await;
    assert_eq!(
        segments.last().unwrap().head_hash(),
        record.hash,
        "the report is the end of the log"
    );
    assert_eq!(statement.next_seq, station.sync_status().next_seq);
}

#[tokio::test]
async fn closing_early_is_logged_with_its_reason() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    assert_eq!(
        code(station.close_polls(&officers(), None).await),
        "before_legal_close"
    );
    assert_eq!(code(station.close_polls(&officers(), Some(" ")).await), "text");
    station
        .close_polls(&officers(), Some("flood in the street"))
        .await
        .unwrap();
    let line = &station
        .log_before(u64::MAX, 10, &[EntryKind::OfficerAction])
        .await
        .unwrap()[0];
    assert_eq!(line.code, "closed_early");
    assert!(line.text.ends_with("; flood in the street"), "{}", line.text);
}

#[tokio::test]
async fn the_log_is_read_backwards_page_by_page_and_by_kind() {
    let kit = Kit::new(2);
    let station = kit.open_station(6).await;
    for n in 0..6 {
        vote(&station, n, "hodges").await;
    }
    station
        .report_incident(IncidentKind::Equipment, "printer jam", OFFICER)
        .await
        .unwrap();
    let all = station.log_before(u64::MAX, 100, &[]).await.unwrap();
    assert_eq!(all.len() as u64, station.sync_status().next_seq);
    assert!(all.is_sorted_by(|a, b| a.seq > b.seq));
    let first = station
        .log_before(u64::MAX, 4, &[EntryKind::CheckIn])
        .await
        .unwrap();
    let second = station
        .log_before(first[3].seq, 4, &[EntryKind::CheckIn])
        .await
        .unwrap();
    assert_eq!((first.len(), second.len()), (4, 2));
    assert!(
        first
            .iter()
            .chain(&second)
            .all(|l| l.kind == EntryKind::CheckIn && l.params[0].0 == "voter")
    );
    let groups = station
        .log_before(u64::MAX, 9, &[EntryKind::BallotGroup])
        .await
        .unwrap();
    assert!(groups.iter().all(|l| l.at.is_none() && l.officer.is_empty()));
    assert_eq!(groups[0].params, [("ballots", "2".to_owned())]);
    assert_eq!(station.incidents().await.unwrap(), 1);
}

async fn newest(station: &Station) -> Option<Timestamp> {
    station.clock().await.unwrap().newest_entry
}

#[tokio::test]
async fn a_clock_that_was_set_back_shows_by_the_newest_entry() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    assert_eq!(newest(&station).await, None);
    station.open_polls(&officers(), None).await.unwrap();
    kit.now.store(NOON - 3_600, Ordering::Relaxed);
    let reading = station.clock().await.unwrap();
    assert!(reading.newest_entry.unwrap() > reading.now);
}

#[tokio::test]
async fn assistance_is_in_the_log_and_names_no_voter() {
    let kit = Kit::new(2);
    let station = kit.station(2).await;
    assert_eq!(
        code(station.note_assistance("a friend", OFFICER).await),
        "polls_not_open"
    );
    station.open_polls(&officers(), None).await.unwrap();
    assert_eq!(code(station.note_assistance(" ", OFFICER).await), "text");
    station.note_assistance("a friend", OFFICER).await.unwrap();
    let log = station
        .log(0, 10)
        .await
        .unwrap()
        .into_iter()
        .map(|line| (line.code, line.officer, line.text));
    let expected = [
        ("polls_opened", "Ada, Ben", "polls opened; all counters are zero"),
        ("voter_assisted", OFFICER, "voter assisted: a friend"),
    ];
    assert_eq!(
        log.collect::<Vec<_>>(),
        expected.map(|(code, who, text)| (code, who.to_owned(), text.to_owned()))
    );
}
