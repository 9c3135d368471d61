//! No station keeps an election from its end: whatever it does or leaves undone, two officials can rule on it.

use pollstream_protocol::entry::{CloseReport, EntryBody, EntryKind};
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::segment::UnverifiedSegment;
use pollstream_tests::election::{Election, Rules, votes};
use serde_json::json;

use super::{Liar, certify, refused_as, rule, voters};
use crate::decisions::{appoint, done_as, provisional};

const LIVE: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_kiosk_with_a_gap_an_unknown_voter_and_an_odd_report_veto_nothing() {
    let election = Election::begin("no_veto", LIVE).await;
    let place = &election.place;
    let mut logs = ["north", "south", "west"].map(|station| {
        let mut log = Liar::new(election.enrol(station));
        log.open()
            .check_in(voters(station, 2, 3))
            .vote("ada", 1)
            .vote("ada", 1);
        log
    });
    let [lost, stranger, muddled] = &mut logs;
    appoint(|arguments| place.central(arguments));
    let _services = ["intake", "aggregate"].map(|name| place.service(name));

    // North is lost: its second ballot never comes, what follows it does.
    lost.check_in(voters("north", 4, 4)).vote("ada", 1);
    let pieces = lost.segments();
    for (n, piece) in pieces.iter().enumerate() {
        if n != 4 {
            election.produce("north", piece).await.expect("sent");
        }
    }
    election.reaches("select count(*) from held_segment", 2).await;
    // South checks somebody in whom nobody knows, and reports it.
    stranger.check_in([VoterId::derive(election.id(), "nobody")]);
    stranger.close(CloseReport {
        check_ins: 3,
        ballots: 2,
        fled: 1,
        ..CloseReport::default()
    });
    stranger.send(&election).await;
    // West reports a ballot too many.
    muddled.close(CloseReport {
        check_ins: 2,
        ballots: 3,
        ..CloseReport::default()
    });
    muddled.send(&election).await;
    done_as(place, "anna", &["close"]);
    election.settled().await;

    let hurdles = refused_as(place, "anna", &["certify", "--reason", "x"]);
    for hurdle in ["north/1 has a gap", "check-in voters", "west/1: "] {
        assert!(hurdles.contains(hurdle), "`{hurdle}` in {hurdles}");
    }
    done_as(place, "anna", &["revoke", "north", "--reason", "it burnt down"]);
    election
        .reaches("select count(*) from quarantine where reason = 'revoked'", 2)
        .await;
    for (log, ruling) in [
        ("south/1", "accept-discrepancy"),
        ("west/1", "accept-discrepancy"),
    ] {
        let said = rule(place, &[ruling, log], log);
        assert!(said.contains("is accepted"), "{said}");
    }
    election.settled().await;
    let mayor = votes(&election.results()["contests"], "mayor");
    assert_eq!(
        mayor["ada"],
        json!(5),
        "what north had sent before the gap, and all of the others"
    );
    election.sound();
    certify(place);
    election.settled().await;
    election.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_stations_ballots_and_case_ids_change_nothing_of_it() {
    let election = Election::begin("foreign_codes", LIVE).await;
    let place = &election.place;
    let north = election.kiosk("north").await;
    north.open().await;
    let (case, _) = provisional(&election, &north, 5).await;
    north.close().await;
    let mut south = Liar::new(election.enrol("south"));
    south.open().check_in(voters("south", 2, 4)).vote("ada", 3);
    south.close(CloseReport {
        check_ins: 3,
        ballots: 3,
        ..CloseReport::default()
    });
    // West has south's sealed ballots, and a ballot of its own for north's case. It comes first.
    let mut west = Liar::new(election.enrol("west"));
    west.open().check_in(voters("west", 2, 4));
    let groups = south.written.iter().filter(|e| e.kind == EntryKind::BallotGroup);
    west.written.extend(groups.cloned());
    for bytes in north.segments(0).await {
        let segment = UnverifiedSegment::decode(&bytes).expect("a segment");
        let segment = segment.verify(&north.key.verifying_key()).expect("its own");
        let ballots = segment
            .entries
            .into_iter()
            .filter(|e| e.kind == EntryKind::ProvisionalBallot);
        west.written.extend(ballots);
    }
    assert!(matches!(
        west.written.last().map(|e| e.decode().expect("an entry")),
        Some(EntryBody::ProvisionalBallot { case_id, .. }) if case_id == case
    ));
    appoint(|arguments| place.central(arguments));
    let _services = ["intake", "aggregate"].map(|name| place.service(name));
    west.send(&election).await;
    south.send(&election).await;
    let uplink = election.uplink();
    let _north = uplink.attach(&north.station);
    north.receipted().await;
    election.settled().await;
    let ada = || votes(&election.results()["contests"], "mayor")["ada"].clone();
    assert_eq!(ada(), json!(3), "south's ballots count");

    let id = case.to_string();
    done_as(
        place,
        "anna",
        &["provisional", "release", &id, "--reason", "passport shown"],
    );
    done_as(place, "ben", &["provisional", "confirm", &id]);
    done_as(place, "anna", &["close"]);
    election.settled().await;
    let (_, recount) = election.sound();
    assert_eq!(
        recount["released"], 1,
        "north's own provisional ballot was opened"
    );
    let recounted = recount["tally"]["contests"]["mayor"]["votes"].clone();
    assert_eq!((&recounted["ada"], &recounted["ben"]), (&json!(3), &json!(1)));
}
