//! Ballots that come when nobody may vote any more.

use pollstream_protocol::entry::CloseReport;
use pollstream_tests::election::{Election, Rules, votes};
use serde_json::{Value, json};

use super::{Liar, certify, refused_as, rule, voters};
use crate::decisions::{appoint, done_as};

const LIVE: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

fn mayor(election: &Election) -> [Value; 2] {
    let mayor = votes(&election.results()["contests"], "mayor");
    [mayor["ada"].clone(), mayor["ben"].clone()]
}

/// North: two voters for Ada in time.
fn north(election: &Election) -> Liar {
    let mut north = Liar::new(election.enrol("north"));
    north.open().check_in(voters("north", 2, 3)).vote("ada", 2);
    north.close(CloseReport {
        check_ins: 2,
        ballots: 2,
        ..CloseReport::default()
    });
    north
}

/// And three for Ben, whose entries follow the close.
fn too_late(north: &mut Liar) {
    north.check_in(voters("north", 4, 6)).vote("ben", 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ballots_after_the_close_of_their_polls_count_only_if_two_officials_rule_so() {
    let election = Election::begin("after_close_of_polls", LIVE).await;
    let place = &election.place;
    let mut north = north(&election);
    appoint(|arguments| place.central(arguments));
    let _services = ["intake", "aggregate"].map(|name| place.service(name));
    north.send(&election).await;
    assert_eq!(mayor(&election), [json!(2), json!(0)]);
    too_late(&mut north);
    north.send(&election).await;
    assert_eq!(mayor(&election), [json!(2), json!(0)], "the polls were closed");
    assert_eq!(election.results()["totals"]["checked_in"], 2);
    election.sound();

    done_as(place, "anna", &["close"]);
    let hurdle = refused_as(place, "anna", &["certify", "--reason", "x"]);
    assert!(
        hurdle.contains("a check-in after the polls had closed"),
        "{hurdle}"
    );
    let listed = place.done(&["ruling", "list"]);
    assert!(
        listed.contains("north/1") && listed.contains("set aside from entry"),
        "{listed}"
    );
    let said = rule(place, &["accept", "north/1"], "north/1");
    assert!(said.contains("entries that were set aside count now"), "{said}");
    election.settled().await;
    assert_eq!(mayor(&election), [json!(2), json!(3)], "two officials ruled so");
    // The report was written before; that, too, two officials accepted with the log.
    certify(place);
    election.settled().await;
    election.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_comes_after_the_certification_changes_a_certified_number() {
    let election = Election::begin("after_certification", LIVE).await;
    let place = &election.place;
    let mut north = north(&election);
    let mut south = Liar::new(election.enrol("south"));
    south.open().check_in(voters("south", 2, 2)).vote("ben", 1);
    south.close(CloseReport {
        check_ins: 1,
        ballots: 1,
        ..CloseReport::default()
    });
    appoint(|arguments| place.central(arguments));
    let _services = ["intake", "aggregate"].map(|name| place.service(name));
    north.send(&election).await;
    // Nobody knows of south any more: its kiosk is lost, and turns up too late.
    done_as(place, "anna", &["close"]);
    done_as(
        place,
        "anna",
        &[
            "ruling",
            "accept",
            "south/1",
            "--at",
            "0",
            "--reason",
            "burnt down",
        ],
    );
    done_as(place, "ben", &["ruling", "confirm", "south/1"]);
    election.settled().await;
    certify(place);
    let certified = election.results();
    let decided = election.count("select count(*) from decision").await;

    too_late(&mut north);
    north.send(&election).await;
    south.send(&election).await;
    election
        .reaches(
            "select count(*) from incident where kind = 'after_certification'",
            2,
        )
        .await;
    election.settled().await;
    assert_eq!(election.results(), certified, "certified is certified");
    let (check, recount) = election.sound();
    assert_eq!(recount["ballots"], 2);
    assert!(
        check.to_string().contains("north/1: 4 entries from 5 on"),
        "it is shown: {check:#}"
    );
    assert_eq!(election.count("select count(*) from decision").await, decided);

    // Two officials may supersede it: then what came late is looked at again. North breaks a rule even so.
    let supersede = ["certify", "--supersede", "--reason", "a kiosk was found"];
    done_as(place, "anna", &supersede);
    done_as(place, "ben", &supersede);
    assert_eq!(place.json(&["status", "--json"])["stage"], "closed");
    election.settled().await;
    assert_eq!(
        mayor(&election),
        [json!(2), json!(0)],
        "south ends where it was ruled to end"
    );
    let said = rule(place, &["accept", "south/1"], "south/1");
    assert!(said.contains("set aside count now"), "{said}");
    rule(place, &["exclude", "north/1", "--at", "5"], "north/1");
    election.settled().await;
    assert_eq!(mayor(&election), [json!(2), json!(1)]);
    certify(place);
    election.settled().await;
    election.sound();
    let decisions = place.json(&["decisions", "--json"]);
    assert_eq!(decisions[0]["kind"], "election_certified");
}
