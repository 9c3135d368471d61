//! Who is checked in, once, and what can be taken back.

use jiff::Timestamp;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::ids::Incarnation;
use pollstream_protocol::roll::CheckInStatus;
use pollstream_protocol::voter::Accreditation;
use pollstream_station::{StationError, VoterStanding};

use crate::support::{Kit, NOON, OFFICER, code, officers, update, voter};

#[tokio::test]
async fn a_voter_is_checked_in_once_and_gets_one_ballot() {
    let kit = Kit::new(5);
    let station = kit.open_station(2).await;
    let id = voter(0).voter_id;
    assert_eq!(code(station.issue_ballot(id).await), "not_checked_in");
    let checked_in = station.check_in(id, OFFICER).await.unwrap();
    assert_eq!(checked_in.seq, 1);
    let at = Timestamp::from_second(NOON).unwrap();
    let standing = station.voter(id).await.unwrap().unwrap().standing;
    assert_eq!(standing, VoterStanding::CheckedIn { at, issued: false });
    assert!(matches!(
        station.check_in(id, OFFICER).await,
        Err(StationError::AlreadyCheckedIn { at: then }) if then == at
    ));
    station.issue_ballot(id).await.unwrap();
    assert_eq!(code(station.issue_ballot(id).await), "ballot_issued");
    let standing = station.voter(id).await.unwrap().unwrap().standing;
    assert_eq!(standing, VoterStanding::CheckedIn { at, issued: true });
}

#[tokio::test]
async fn a_check_in_is_undone_before_the_ballot_is_issued_and_not_after() {
    let kit = Kit::new(5);
    let station = kit.open_station(2).await;
    let id = voter(0).voter_id;
    assert_eq!(
        code(station.undo_check_in(id, "why", OFFICER).await),
        "not_checked_in"
    );
    station.check_in(id, OFFICER).await.unwrap();
    assert_eq!(code(station.undo_check_in(id, "", OFFICER).await), "text");
    station.undo_check_in(id, "wrong person", OFFICER).await.unwrap();
    let undone = kit.entries(&station).await.pop().unwrap();
    assert!(matches!(undone, EntryBody::CheckInUndone { check_in_seq: 1, voter_id, .. } if voter_id == id));
    assert_eq!(
        station.voter(id).await.unwrap().unwrap().standing,
        VoterStanding::MayCheckIn
    );
    station.check_in(id, OFFICER).await.unwrap();
    station.issue_ballot(id).await.unwrap();
    assert_eq!(
        code(station.undo_check_in(id, "too late", OFFICER).await),
        "ballot_issued"
    );
    let counters = station.counters().await.unwrap();
    assert_eq!(
        (counters.checked_in, counters.undone, counters.on_roll),
        (1, 1, 2)
    );
}

#[tokio::test]
async fn voters_wait_until_the_polls_are_open() {
    let kit = Kit::new(5);
    let station = kit.station(1).await;
    let id = voter(0).voter_id;
    assert_eq!(code(station.check_in(id, OFFICER).await), "polls_not_open");
    station.open_polls(&officers(), None).await.unwrap();
    station.check_in(id, OFFICER).await.unwrap();
    station.pause_polls("alarm", OFFICER).await.unwrap();
    assert_eq!(code(station.issue_ballot(id).await), "polls_not_open");
    station
        .undo_check_in(id, "the voter went home", OFFICER)
        .await
        .unwrap();
}

#[tokio::test]
async fn only_accredited_voters_of_this_roll_are_checked_in() {
    let kit = Kit::new(5);
    let station = kit.open_station(1).await;
    assert_eq!(
        code(station.check_in(voter(77).voter_id, OFFICER).await),
        "unknown_voter"
    );
    let cases = [
        (Accreditation::Pending, VoterStanding::Pending),
        (Accreditation::Rejected, VoterStanding::Rejected),
        (Accreditation::Withdrawn, VoterStanding::Withdrawn),
    ];
    for (n, (accreditation, standing)) in (10..).zip(cases) {
        let mut record = voter(n);
        record.accreditation = accreditation;
        assert!(
            station
                .apply_roll_update(&update(record.clone(), 1))
                .await
                .unwrap()
        );
        assert_eq!(
            station.voter(record.voter_id).await.unwrap().unwrap().standing,
            standing
        );
        assert_eq!(
            code(station.check_in(record.voter_id, OFFICER).await),
            "not_accredited"
        );
        record.accreditation = Accreditation::Accredited;
        assert!(
            station
                .apply_roll_update(&update(record.clone(), 2))
                .await
                .unwrap()
        );
        station.check_in(record.voter_id, OFFICER).await.unwrap();
    }
    assert_eq!(station.counters().await.unwrap().on_roll, 4);
}

#[tokio::test]
async fn a_check_in_elsewhere_or_in_an_earlier_life_stops_one_here() {
    let kit = Kit::new(5);
    let station = kit.open_station(2).await;
    let at = Timestamp::from_second(NOON - 60).unwrap();
    let elsewhere = |n, version, station: &str, incarnation| {
        let mut update = update(voter(n), version);
        let station = station.parse().unwrap();
        update.check_in = Some(CheckInStatus {
            station,
            incarnation: Incarnation(incarnation),
            seq: 4,
            at,
        });
        update
    };
    station
        .apply_roll_update(&elsewhere(0, 2, "s2", 1))
        .await
        .unwrap();
    assert_eq!(
        code(station.check_in(voter(0).voter_id, OFFICER).await),
        "checked_in_elsewhere"
    );
    station
        .apply_roll_update(&elsewhere(1, 2, "s1", 0))
        .await
        .unwrap();
    assert_eq!(
        code(station.check_in(voter(1).voter_id, OFFICER).await),
        "checked_in_elsewhere"
    );
    station
        .apply_roll_update(&elsewhere(1, 3, "s1", 1))
        .await
        .unwrap();
    let own = station.voter(voter(1).voter_id).await.unwrap().unwrap().standing;
    assert_eq!(own, VoterStanding::MayCheckIn, "our own log knows better");
}

#[tokio::test]
async fn an_older_roll_update_never_replaces_a_newer_one() {
    let kit = Kit::new(5);
    let station = kit.station(1).await;
    let mut withdrawn = voter(0);
    withdrawn.accreditation = Accreditation::Withdrawn;
    assert!(station.apply_roll_update(&update(withdrawn, 5)).await.unwrap());
    assert!(!station.apply_roll_update(&update(voter(0), 4)).await.unwrap());
    assert!(!station.apply_roll_update(&update(voter(0), 5)).await.unwrap());
    let standing = station.voter(voter(0).voter_id).await.unwrap().unwrap().standing;
    assert_eq!(standing, VoterStanding::Withdrawn);
    let mut foreign = update(voter(0), 9);
    foreign.polling_station = "s2".parse().unwrap();
    assert_eq!(code(station.apply_roll_update(&foreign).await), "foreign");
}

#[tokio::test]
async fn a_roll_update_after_the_check_in_is_looked_at_when_the_ballot_is_issued() {
    let kit = Kit::new(5);
    let station = kit.open_station(5).await;
    let mut changed: Vec<_> = (0..4).map(|n| update(voter(n), 2)).collect();
    changed[0].voter.accreditation = Accreditation::Withdrawn;
    changed[1].check_in = Some(CheckInStatus {
        station: "s2".parse().unwrap(),
        incarnation: Incarnation(1),
        seq: 7,
        at: Timestamp::from_second(NOON).unwrap(),
    });
    changed[2].voter.polling_station = "s2".parse().unwrap();
    changed[3].voter.ballot_style = "rural".parse().unwrap();
    let codes = [
        "not_accredited",
        "checked_in_elsewhere",
        "other_polling_station",
        "other_style",
    ];
    for (update, expected) in changed.iter().zip(codes) {
        let id = update.voter.voter_id;
        station.check_in(id, OFFICER).await.unwrap();
        assert_eq!(station.issue_obstacle(id).await.unwrap(), None);
        station.apply_roll_update(update).await.unwrap();
        match station.issue_ballot(id).await {
            Err(StationError::ChangedSinceCheckIn(obstacle)) => {
                assert_eq!(obstacle.code(), expected);
                assert_eq!(station.issue_obstacle(id).await.unwrap(), Some(obstacle));
            }
            other => panic!("{expected}: {other:?}"),
        }
        assert_eq!(station.counters().await.unwrap().open_sessions, 0);
        station.undo_check_in(id, "changed since", OFFICER).await.unwrap();
        assert!(station.check_in(id, OFFICER).await.is_err(), "{expected}");
    }
    // Who is as before, or has a ballot already, is not stopped.
    let id = voter(4).voter_id;
    station.check_in(id, OFFICER).await.unwrap();
    let mut moved = update(voter(4), 2);
    moved.voter.address.city = "Elsewhere".into();
    station.apply_roll_update(&moved).await.unwrap();
    station.issue_ballot(id).await.unwrap();
    moved.version = 3;
    moved.voter.accreditation = Accreditation::Withdrawn;
    station.apply_roll_update(&moved).await.unwrap();
    assert_eq!(station.issue_obstacle(id).await.unwrap(), None);
    assert_eq!(code(station.issue_ballot(id).await), "ballot_issued");
}
