//! Sessions and the ballot box.

use pollstream_protocol::ballot::{BallotCodec, Mark};
use pollstream_protocol::entry::{EntryBody, EntryKind};
use pollstream_protocol::ids::SessionId;
use pollstream_protocol::recovery::{RecoveryKey, RecoveryScope};
use pollstream_protocol::seal::SealedBallot;

use crate::support::{Kit, OFFICER, ballot, chosen, code, officers, toml, vote, voter};

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
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(kit.opened(&station).await, cast);
    assert_eq!(station.counters().await.unwrap().ballots_cast, 10);
}

fn groups(entries: &[EntryBody]) -> Vec<usize> {
    let group = |e: &EntryBody| match e {
        EntryBody::BallotGroup(group) => Some(group.ballots.len()),
        _ => None,
    };
    entries.iter().filter_map(group).collect()
}

#[tokio::test]
async fn a_group_leaves_when_as_many_stay_behind_and_not_before() {
    let kit = Kit::new(3);
    let station = kit.open_station(10).await;
    let mut seen = Vec::new();
    for n in 0..10 {
        vote(&station, n, "hodges").await;
        seen.push((
            groups(&kit.entries(&station).await).len(),
            station.boxed().await.unwrap(),
        ));
    }
    let expected = [
        (0, 1),
        (0, 2),
        (0, 3),
        (0, 4),
        (0, 5),
        (1, 3),
        (1, 4),
        (1, 5),
        (2, 3),
        (2, 4),
    ];
    assert_eq!(seen, expected);
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(groups(&kit.entries(&station).await), [3, 3, 4]);
    assert_eq!(station.boxed().await.unwrap(), 0);
}

#[tokio::test]
async fn nothing_leaves_before_the_close_when_nothing_is_disclosed_before_it() {
    let kit = Kit {
        toml: toml(2).replace("min_batch", "disclosure = \"after_close\"\nmin_batch"),
        ..Kit::new(2)
    };
    let station = kit.open_station(150).await;
    for n in 0..150 {
        vote(&station, n, ["hodges", "okafor"][n as usize % 2]).await;
    }
    assert_eq!(groups(&kit.entries(&station).await), [0; 0]);
    let station = kit.crash(station).await;
    assert_eq!(station.boxed().await.unwrap(), 150);
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(groups(&kit.entries(&station).await), [150]);
    assert_eq!(
        kit.opened(&station)
            .await
            .iter()
            .filter(|c| *c == "okafor")
            .count(),
        75
    );
}

/// Whoever would see one ballot alone tries everything that an officer can do.
#[tokio::test]
async fn no_restart_error_pause_undo_or_early_close_empties_the_box() {
    let kit = Kit::new(4);
    let mut station = kit.open_station(9).await;
    vote(&station, 0, "hodges").await;
    station = kit.crash(station).await;
    vote(&station, 1, "okafor").await;
    station.clone().close().await.unwrap();
    station = kit.crash(station).await;
    station.pause_polls("alarm", OFFICER).await.unwrap();
    station.resume_polls(OFFICER).await.unwrap();
    station.close_polls(&officers(), None).await.unwrap_err();
    station.check_in(voter(2).voter_id, OFFICER).await.unwrap();
    station
        .undo_check_in(voter(2).voter_id, "mistake", OFFICER)
        .await
        .unwrap();
    station.check_in(voter(2).voter_id, OFFICER).await.unwrap();
    let session = station.issue_ballot(voter(2).voter_id).await.unwrap();
    station
        .close_polls(&officers(), Some("a test"))
        .await
        .unwrap_err();
    let mut bad = ballot(&station, "hodges");
    bad.contests.clear();
    station.cast(session, bad).await.unwrap_err();
    let again = station.spoil(session, OFFICER).await.unwrap();
    station.cast(again, ballot(&station, "hodges")).await.unwrap();
    assert_eq!(groups(&kit.entries(&station).await), [0; 0]);
    assert_eq!(station.boxed().await.unwrap(), 3);
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(groups(&kit.entries(&station).await), [3], "all who voted");
    assert_eq!(kit.opened(&station).await, ["hodges", "hodges", "okafor"]);
}

#[tokio::test]
async fn the_code_finds_the_sealed_ballot_in_the_log() {
    let kit = Kit::new(2);
    let station = kit.open_station(4).await;
    let mut codes = Vec::new();
    for n in 0..4 {
        station.check_in(voter(n).voter_id, OFFICER).await.unwrap();
        let session = station.issue_ballot(voter(n).voter_id).await.unwrap();
        codes.push(station.cast(session, ballot(&station, "hodges")).await.unwrap());
    }
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    let mut found = Vec::new();
    for entry in kit.entries(&station).await {
        if let EntryBody::BallotGroup(group) = entry {
            assert!(group.ballots.is_sorted());
            found.extend(group.ballots.iter().map(SealedBallot::tracking_code));
        }
    }
    codes.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, codes);
}

#[tokio::test]
async fn every_cast_leaves_a_recovery_copy_and_no_restart_makes_another() {
    let recovery = RecoveryKey::generate(&mut rand::rng());
    let kit = Kit {
        recovery: Some(recovery.clone()),
        ..Kit::new(3)
    };
    let mut station = kit.open_station(7).await;
    for n in 0..7 {
        vote(&station, n, ["hodges", "okafor"][n as usize % 2]).await;
        station = kit.crash(station).await;
    }
    let scope = RecoveryScope::new(station.election(), station.id(), station.incarnation());
    let codec = BallotCodec::new(&station.definition().definition).unwrap();
    let (mut recovered, mut in_groups) = (Vec::new(), Vec::new());
    for entry in kit.entries(&station).await {
        match entry {
            EntryBody::RecoveryCopy(copy) => {
                let (style, ballot) = recovery.open(&copy, &scope).unwrap();
                assert_eq!(style.as_str(), "city");
                let plain = ballot.open(&kit.counting, &crate::support::scope()).unwrap();
                let chosen = chosen(codec.decode(&plain).unwrap().ballot());
                recovered.push((ballot.tracking_code(), chosen));
            }
            EntryBody::BallotGroup(group) => {
                in_groups.extend(group.ballots.iter().map(SealedBallot::tracking_code));
            }
            _ => {}
        }
    }
    let votes: Vec<_> = recovered.iter().map(|(_, chosen)| chosen.as_str()).collect();
    assert_eq!(
        votes,
        [
            "hodges", "okafor", "hodges", "okafor", "hodges", "okafor", "hodges"
        ]
    );
    assert_eq!(in_groups.len(), 3);
    assert!(
        in_groups
            .iter()
            .all(|code| recovered.iter().any(|(c, _)| c == code))
    );
}

#[tokio::test]
async fn the_program_says_when_it_starts_and_ends() {
    let kit = Kit::new(3);
    let station = kit.open_station(1).await;
    station.program_started("pollstream-kiosk 0.1.0").await.unwrap();
    station.program_ended().await.unwrap();
    assert_eq!(code(station.program_started("two\nlines").await), "unrecordable");
    let kinds: Vec<_> = kit.entries(&station).await.iter().map(EntryBody::kind).collect();
    let expected = [
        EntryKind::PollsOpened,
        EntryKind::ProgramStarted,
        EntryKind::ProgramEnded,
    ];
    assert_eq!(kinds, expected);
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
    station.close_polls(&officers(), Some("a test")).await.unwrap();
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
    let report = station.close_polls(&officers(), Some("a test")).await.unwrap();
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
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert_eq!(kit.opened(&station).await, ["hodges"]);
}
