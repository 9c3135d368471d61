//! Officials: two people, also when they race, and also when one of them would rather be two.

use std::process::Stdio;

use pollstream_protocol::topics::Topic;
use pollstream_tests::election::{Election, Rules};
use pollstream_tests::{printed, text};
use serde_json::json;

use super::{certify, refused_as};
use crate::decisions::{appoint, done_as, invite, passphrase, provisional, run_as};

const LIVE: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_appoint_at_once_are_one_decision_and_the_chain_holds() {
    let election = Election::begin("appointed_at_once", LIVE).await;
    let place = &election.place;
    let central = |arguments: &[&str]| place.central(arguments);
    invite(&central, "anna", "central-official", None);
    let alone = place.refused(4, &["official", "appoint"]);
    assert!(alone.contains("at least 2 officials who decide"), "{alone}");
    for who in ["ben", "cleo"] {
        invite(&central, who, "central-official", None);
    }
    let start = || {
        let mut command = place.central(&["official", "appoint"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("central")
    };
    let both = [start(), start()].map(|child| child.wait_with_output().expect("it ends"));
    let done = both.iter().filter(|output| output.status.success()).count();
    assert_eq!(done, 1, "{both:?}");
    assert_eq!(election.count("select count(*) from official").await, 3);
    assert_eq!(
        election
            .count("select count(*) from decision where kind = 'officials_appointed'")
            .await,
        1
    );
    // Two proposals, two confirmations at once: one of each, and everything that is signed is believed.
    invite(&central, "dora", "central-official", Some("anna"));
    let confirm = ["official", "confirm", "dora", "--reason", "known to all of us"];
    done_as(place, "anna", &confirm);
    let racing = |who: &str| {
        let mut command = place.central(&confirm);
        command
            .env("POLLSTREAM_OFFICIAL", who)
            .env("POLLSTREAM_OFFICIAL_PASSPHRASE", passphrase(who))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("central")
    };
    let both = [racing("ben"), racing("cleo")].map(|child| child.wait_with_output().expect("it ends"));
    let done = both.iter().filter(|output| output.status.success()).count();
    assert_eq!(done, 1, "{both:?}");
    let _services = ["intake", "aggregate"].map(|name| place.service(name));
    let (_, recount) = election.sound();
    assert_eq!(
        recount["decisions"].as_u64(),
        u64::try_from(election.topic(Topic::Decisions).len()).ok()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_official_chooses_their_own_passphrase_and_two_others_confirm_them() {
    let election = Election::begin("own_passphrase", LIVE).await;
    let place = &election.place;
    appoint(|arguments| place.central(arguments));
    let said = done_as(place, "anna", &["official", "add", "eve", "--name", "Eve Lund"]);
    let code = printed(&said, "one-time code");
    let accept = |code: &str| {
        let mut command = place.central(&["official", "accept", "eve"]);
        command
            .env("POLLSTREAM_ONE_TIME_CODE", code)
            .env("POLLSTREAM_NEW_PASSPHRASE", passphrase("eve"));
        command.output().expect("central")
    };
    let early = refused_as(place, "anna", &["official", "confirm", "eve", "--reason", "x"]);
    assert!(early.contains("has not chosen a passphrase yet"), "{early}");
    let guess = accept("AAAA-CCCC-DDDD-EEEE");
    assert!(text(&guess.stderr).contains("the one-time code is wrong"));
    assert!(accept(&code.to_lowercase()).status.success());
    let twice = accept(&code);
    assert!(
        text(&twice.stderr).contains("is used up"),
        "{}",
        text(&twice.stderr)
    );
    // Nobody is an official before two have confirmed it, and nobody confirms twice.
    let withdraw = ["candidate", "withdraw", "ben", "--reason", "x"];
    assert!(refused_as(place, "eve", &withdraw).contains("is wrong"));
    let confirm = ["official", "confirm", "eve", "--reason", "a colleague of years"];
    done_as(place, "anna", &confirm);
    assert!(refused_as(place, "anna", &confirm).contains("another official must confirm"));
    assert!(refused_as(place, "odd", &confirm).contains("decide nothing"));
    done_as(place, "ben", &confirm);
    done_as(
        place,
        "eve",
        &["candidate", "withdraw", "ben", "--reason", "by letter"],
    );

    // One alone disables nobody, and two always remain.
    let disable = ["official", "disable", "ben", "--reason", "left the office"];
    done_as(place, "anna", &disable);
    assert!(run_as(place, "ben", &["official", "list"]).status.success());
    done_as(
        place,
        "eve",
        &["official", "confirm", "ben", "--reason", "so it is"],
    );
    let gone = refused_as(place, "ben", &withdraw);
    assert!(gone.contains("disabled"), "{gone}");
    done_as(place, "anna", &["official", "disable", "eve", "--reason", "x"]);
    let too_few = refused_as(place, "eve", &["official", "confirm", "eve", "--reason", "x"]);
    assert!(too_few.contains("at least 2 officials"), "{too_few}");
    let _services = ["intake", "aggregate"].map(|name| place.service(name));
    election.sound();
    let decisions = place.json(&["decisions", "--json"]);
    assert_eq!(
        (&decisions[0]["kind"], &decisions[0]["officials"]),
        (&json!("official_disabled"), &json!(["anna", "eve"]))
    );
    // As soon as there are officials, nobody prepares, closes or revokes without a name.
    for command in [&["enrol", "north"][..], &["close"]] {
        let nameless = place.refused(4, command);
        assert!(
            nameless.contains("one of them must sign in"),
            "{command:?}: {nameless}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certification_that_is_refused_has_opened_nothing() {
    let election = Election::begin("refused_certification", LIVE).await;
    let place = &election.place;
    let (north, south) = (election.kiosk("north").await, election.kiosk("south").await);
    for kiosk in [&north, &south] {
        kiosk.open().await;
    }
    let (released, _) = provisional(&election, &north, 5).await;
    provisional(&election, &north, 6).await;
    north.close().await;
    appoint(|arguments| place.central(arguments));
    let _services = ["intake", "aggregate"].map(|name| place.service(name));
    let uplink = election.uplink();
    let _attached = [uplink.attach(&north.station), uplink.attach(&south.station)];
    for kiosk in [&north, &south] {
        kiosk.receipted().await;
    }
    let id = released.to_string();
    done_as(
        place,
        "anna",
        &["provisional", "release", &id, "--reason", "seen"],
    );
    done_as(place, "ben", &["provisional", "confirm", &id]);
    done_as(place, "anna", &["close"]);
    election.settled().await;
    let opened = "select count(*) from ballot";
    assert_eq!(election.count(opened).await, 0, "another one may join it yet");

    let despite = [
        "certify",
        "--reason",
        "it is over",
        "--despite",
        "one could not be found",
    ];
    let refused = refused_as(place, "anna", &despite);
    assert!(refused.contains("south/1 has not closed its polls"), "{refused}");
    assert_eq!(
        election.count(opened).await,
        0,
        "what was refused has opened nothing"
    );
    south.close().await;
    south.receipted().await;
    election.settled().await;
    done_as(place, "anna", &despite);
    assert_eq!(
        election.count(opened).await,
        0,
        "what is proposed opens nothing either"
    );
    done_as(place, "ben", &["certify", "--reason", "agreed"]);
    election.settled().await;
    assert_eq!(election.count(opened).await, 1);
    let (_, recount) = election.sound();
    assert_eq!(recount["released"], 1);
    let again = refused_as(place, "anna", &["certify", "--reason", "x"]);
    assert!(again.contains("certified"), "{again}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_election_is_certified_once_although_two_confirm_at_once() {
    let election = Election::begin("certified_at_once", LIVE).await;
    let place = &election.place;
    appoint(|arguments| place.central(arguments));
    let _services = ["intake", "aggregate"].map(|name| place.service(name));
    done_as(place, "anna", &["close"]);
    election.settled().await;
    certify(place);
    let certified = "select count(*) from decision where kind = 'election_certified'";
    assert_eq!(election.count(certified).await, 1);
    election.sound();
}
