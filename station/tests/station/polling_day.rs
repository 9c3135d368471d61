//! Opening, pausing, closing, and the reports.

use std::sync::atomic::Ordering;

use pollstream_protocol::entry::{CloseReport, EntryBody, EntryKind, IncidentKind, ZeroReport};
use pollstream_protocol::events::PollsState;
use pollstream_station::{ErrorKind, StationError};

use crate::support::{Kit, NOON, OFFICER, code, officers, vote, voter};

/// 20:00 in Chicago on election day.
const CLOSE: i64 = 1_793_757_600;

#[tokio::test]
async fn a_day_from_zero_report_to_close_report() {
    use EntryKind::{BallotGroup, CheckIn, PollsClosed, PollsOpened, PollsPaused, PollsResumed};
    let kit = Kit::new(2);
    let station = kit.station(5).await;
    assert_eq!(station.polls_state().await.unwrap(), PollsState::NotOpened);
    assert_eq!(
        station.open_polls(&officers(), None).await.unwrap(),
        ZeroReport::default()
    );
    for n in 0..3 {
        vote(&station, n, "hodges").await;
    }
    station.pause_polls("fire alarm", OFFICER).await.unwrap();
    assert_eq!(station.polls_state().await.unwrap(), PollsState::Paused);
    station.resume_polls(OFFICER).await.unwrap();
    kit.now.store(CLOSE, Ordering::Relaxed);
    let report = station.close_polls(&officers(), None).await.unwrap();
    assert_eq!(
        report,
        CloseReport {
            check_ins: 3,
            ballots: 3,
            ..CloseReport::default()
        }
    );
    assert!(report.reconciles());
    let kinds: Vec<_> = kit.entries(&station).await.iter().map(EntryBody::kind).collect();
    let day = [
        PollsOpened,
        CheckIn,
        CheckIn,
        CheckIn,
        PollsPaused,
        PollsResumed,
        BallotGroup,
        PollsClosed,
    ];
    assert_eq!(kinds, day);
    assert_eq!(kit.opened(&station).await, ["hodges"; 3]);
}

#[tokio::test]
async fn closed_polls_stay_closed_also_after_a_restart() {
    let kit = Kit::new(2);
    let station = kit.open_station(2).await;
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    let station = kit.crash(station).await;
    assert_eq!(station.polls_state().await.unwrap(), PollsState::Closed);
    assert_eq!(
        code(station.open_polls(&officers(), None).await),
        "forbidden_arrow"
    );
    assert_eq!(code(station.resume_polls(OFFICER).await), "forbidden_arrow");
    assert_eq!(
        code(station.close_polls(&officers(), Some("a test")).await),
        "forbidden_arrow"
    );
    assert_eq!(
        code(station.check_in(voter(0).voter_id, OFFICER).await),
        "polls_not_open"
    );
    station
        .report_incident(IncidentKind::Equipment, "the printer stuck", OFFICER)
        .await
        .unwrap();
}

#[tokio::test]
async fn before_the_legal_time_polls_close_only_when_it_is_meant_and_that_is_logged() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    kit.now.store(CLOSE - 1, Ordering::Relaxed);
    match station.close_polls(&officers(), None).await {
        Err(StationError::BeforeLegalClose { closes }) => assert_eq!(closes.as_second(), CLOSE),
        other => panic!("{other:?}"),
    }
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    let log = station.log(0, 100).await.unwrap();
    assert!(log.iter().any(|l| l.text.starts_with("closed early")), "{log:?}");
}

#[tokio::test]
async fn at_the_legal_time_nothing_is_early() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    kit.now.store(CLOSE, Ordering::Relaxed);
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(kit.entries(&station).await.len(), 2);
}

#[tokio::test]
async fn polls_do_not_close_over_a_voter_in_the_booth() {
    let kit = Kit::new(2);
    let station = kit.open_station(2).await;
    station.check_in(voter(0).voter_id, OFFICER).await.unwrap();
    let session = station.issue_ballot(voter(0).voter_id).await.unwrap();
    let refused = station
        .close_polls(&officers(), Some("a test"))
        .await
        .unwrap_err();
    assert!(matches!(refused, StationError::OpenSessions { open: 1 }));
    assert_eq!(refused.kind(), ErrorKind::Refused);
    station.flee(session, OFFICER).await.unwrap();
    let report = station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!((report.check_ins, report.fled), (1, 1));
    assert!(report.reconciles());
}

#[tokio::test]
async fn a_report_that_does_not_add_up_becomes_an_incident() {
    let kit = Kit::new(2);
    let station = kit.open_station(2).await;
    station.check_in(voter(0).voter_id, OFFICER).await.unwrap();
    let report = station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert!(!report.reconciles());
    let incidents = kit.entries(&station).await;
    let found = |e: &EntryBody| {
        matches!(
            e,
            EntryBody::Incident {
                kind: IncidentKind::Reconciliation,
                ..
            }
        )
    };
    assert_eq!(incidents.iter().filter(|e| found(e)).count(), 1);
}

#[tokio::test]
async fn names_and_reasons_are_bounded_before_anything_is_recorded() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    assert_eq!(code(station.open_polls(&[], None).await), "text");
    assert_eq!(code(station.open_polls(&["x".repeat(201)], None).await), "text");
    station.open_polls(&officers(), None).await.unwrap();
    assert_eq!(code(station.pause_polls(" ", OFFICER).await), "text");
    assert_eq!(code(station.pause_polls("why", "").await), "text");
    assert_eq!(
        code(
            station
                .report_incident(IncidentKind::Other, &"x".repeat(2001), OFFICER)
                .await
        ),
        "text"
    );
    assert_eq!(station.sync_status().next_seq, 1);
}

#[tokio::test]
async fn the_log_is_readable_and_pages() {
    let kit = Kit::new(1);
    let station = kit.open_station(2).await;
    vote(&station, 0, "hodges").await;
    let log = station.log(0, 10).await.unwrap();
    let texts: Vec<_> = log.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(texts[0], "polls opened; all counters are zero");
    assert!(texts[1].contains("checked in") && texts[2] == "1 sealed ballots");
    assert_eq!((log[0].officer.as_str(), log[2].at), ("Ada, Ben", None));
    assert_eq!(station.log(1, 1).await.unwrap(), log[1..2]);
    assert!(station.log(3, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn polls_do_not_open_early_or_on_another_day_without_a_reason_and_it_is_in_the_log() {
    const OPENS: i64 = CLOSE - 13 * 3_600;
    for now in [OPENS - 45 * 60, OPENS - 86_400, CLOSE, CLOSE + 86_400] {
        let kit = Kit::new(2);
        let station = kit.station(1).await;
        kit.now.store(now, Ordering::Relaxed);
        match station.open_polls(&officers(), None).await {
            Err(StationError::OutsideLegalHours { opens, closes }) => {
                assert_eq!(opens.unwrap().as_second(), OPENS);
                assert_eq!(closes.unwrap().as_second(), CLOSE);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(code(station.open_polls(&officers(), Some(" ")).await), "text");
        let alone = ["Ada".to_owned()];
        assert_eq!(
            code(station.open_polls(&alone, Some("court order")).await),
            "two_officers_needed"
        );
        assert_eq!(station.sync_status().next_seq, 0);
        station
            .open_polls(&officers(), Some("court order"))
            .await
            .unwrap();
        let line = &station.log(0, 1).await.unwrap()[0];
        assert_eq!(
            (line.code, line.officer.as_str()),
            ("opened_outside_hours", "Ada, Ben")
        );
        assert_eq!(line.params, [("reason", "court order".to_owned())]);
        let record = station.zero_report().await.unwrap().unwrap();
        assert_eq!(record.outside_hours, "court order");
    }
}

#[tokio::test]
async fn who_is_checked_in_without_a_ballot_is_named_and_after_closing_the_numbers_do_not_agree() {
    let kit = Kit::new(2);
    let station = kit.open_station(4).await;
    vote(&station, 0, "hodges").await;
    for n in [2, 1] {
        station.check_in(voter(n).voter_id, OFFICER).await.unwrap();
        kit.wait(60);
    }
    let waiting = station.waiting().await.unwrap();
    let named: Vec<_> = waiting
        .iter()
        .map(|w| (w.entry.voter.name.as_str(), w.since.as_second()))
        .collect();
    assert_eq!(
        named,
        [("Voter Number2", NOON), ("Voter Number1", NOON + 60)],
        "who came first stands first"
    );
    assert!(station.reconciles().await.unwrap(), "they may still get a ballot");
    kit.now.store(CLOSE, Ordering::Relaxed);
    let report = station.close_polls(&officers(), None).await.unwrap();
    assert!(!report.reconciles());
    assert!(!station.reconciles().await.unwrap(), "nobody gets one any more");
    assert_eq!(station.waiting().await.unwrap().len(), 2);
    let log = station.log(0, 100).await.unwrap();
    assert!(log.iter().all(|line| !line.text.contains("Number")), "{log:?}");
}
