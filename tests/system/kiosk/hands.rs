//! The same day by hand: through the front end, as officers and voters touch it, in English and in Arabic; once
//! with central in reach all day, once without it from the morning until the polls have closed.

use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_tests::election::{Election, Rules, voter, votes};
use pollstream_tests::embedded::Embedded;
use pollstream_tests::kiosk::{ADA_PIN, BEN_PIN, PASSPHRASE, Stick, review_by_hand};
use pollstream_tests::window::KioskProgram;
use pollstream_tests::{eventually, wait_for};
use serde_json::{Value, json};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

async fn enrols(kiosk: &KioskProgram, stick: &Stick) {
    kiosk.click("package-file").await;
    kiosk.fill("enrolment-code", &stick.code).await;
    kiosk.click("package-open").await;
    assert!(kiosk.text("package-preview").await.contains("Station north"));
    kiosk.click("package-confirm").await;
    kiosk.click("key-file").await;
    kiosk.fill("key-passphrase", PASSPHRASE).await;
    kiosk.fill("key-passphrase-again", PASSPHRASE).await;
    kiosk.click("key-next").await;
    for (n, (name, pin)) in [("Ada", ADA_PIN), ("Ben", BEN_PIN)].into_iter().enumerate() {
        kiosk.fill(&format!("officer-name-{n}"), name).await;
        kiosk.fill(&format!("officer-pin-{n}"), pin).await;
        kiosk.fill(&format!("officer-pin-again-{n}"), pin).await;
    }
    kiosk.click("enrol").await;
}

async fn signs_in(kiosk: &KioskProgram) {
    kiosk.click_css("[data-officer-name=\"Ada\"]").await;
    kiosk.fill("pin", "111222").await;
    kiosk.click("sign-in-submit").await;
    kiosk.shows("error", "data-code", "wrong_pin").await;
    kiosk.fill("pin", ADA_PIN).await;
    kiosk.click("sign-in-submit").await;
    kiosk.element("home").await;
    kiosk.picture("home").await;
}

async fn second_officer(kiosk: &KioskProgram) {
    let list = kiosk.element("second-officer").await;
    list.select_by_index(1).await.expect("the other officer");
    kiosk.fill("second-pin", BEN_PIN).await;
}

async fn opens(kiosk: &KioskProgram) {
    kiosk.click("nav-polls").await;
    for code in ["seals_checked", "booth_private", "booth_screen", "help_posted"] {
        kiosk.click(&format!("check-{code}")).await;
    }
    // It is another day than election day: that takes a reason.
    kiosk.fill("outside-reason", "a system test").await;
    second_officer(kiosk).await;
    kiosk.click("open-polls").await;
    kiosk.element("zero-report").await;
}

async fn registers(kiosk: &KioskProgram) {
    kiosk.click("nav-register").await;
    kiosk.fill("field-registration_number", "hand-001").await;
    kiosk.fill("field-name", "Zoë Hand").await;
    kiosk.date("field-date_of_birth", "1990-02-03").await;
    kiosk.element("age").await;
    kiosk.picture("register").await;
    kiosk.click("review").await;
    kiosk.click("register-confirm").await;
    assert!(kiosk.text("receipt-number").await.starts_with("north-1-"));
}

/// Looks a voter up and hands the ballot to the booth.
async fn admits(kiosk: &KioskProgram, n: usize) {
    kiosk.switch_to("desk").await;
    kiosk.click("nav-check-in").await;
    kiosk.fill("search", &format!("north-{n:03}")).await;
    // While the number is typed, others are found.
    let voter = voter("north", n);
    kiosk
        .click_css(&format!("[data-testid=\"result\"][data-voter-id=\"{voter}\"]"))
        .await;
    kiosk.shows("voter-card", "data-standing", "may_check_in").await;
    kiosk.click("do-check-in").await;
    kiosk.click("issue-ballot").await;
    kiosk.element("issued").await;
    kiosk.picture("issued").await;
    kiosk.switch_to("booth").await;
}

/// Votes for mayor in a language and leaves; the screen must read in that language's direction.
async fn votes_in(kiosk: &KioskProgram, language: &str, direction: &str, mayor: &str) {
    review_by_hand(kiosk, language, mayor).await;
    let read = kiosk
        .client()
        .execute("return document.documentElement.dir || 'ltr';", vec![])
        .await;
    assert_eq!(read.expect("a direction"), direction);
    kiosk.picture(&format!("review-{language}")).await;
    kiosk.click("cast-confirm").await;
    let code = kiosk.text("tracking-code").await;
    assert!(code.parse::<TrackingCode>().is_ok(), "{code}");
    kiosk.element("tracking-qr").await;
    kiosk.picture(&format!("done-{language}")).await;
    kiosk.click("booth-done").await;
    kiosk.shows("booth", "data-phase", "waiting").await;
}

/// Somebody whom nobody knows: the officer takes down who that is, and the ballot goes into its sealed envelope.
async fn claims(kiosk: &KioskProgram) {
    kiosk.switch_to("desk").await;
    kiosk.click("nav-check-in").await;
    kiosk.fill("search", "nobody of this name").await;
    kiosk.click("not-on-roll").await;
    kiosk.fill("field-name", "No Body").await;
    kiosk.fill("declaration-name", "No Body").await;
    // What is missing is named at its field, and nothing is issued.
    kiosk.click("provisional-confirm").await;
    kiosk.element("fault-date_of_birth").await;
    kiosk.date("field-date_of_birth", "1970-01-01").await;
    kiosk.click("provisional-reason-not_on_roll").await;
    kiosk.picture("claim").await;
    kiosk.click("provisional-confirm").await;
    assert_eq!(kiosk.text("case-number").await.len(), 13);
    kiosk.switch_to("booth").await;
}

async fn morning(kiosk: &KioskProgram, stick: &Stick) {
    enrols(kiosk, stick).await;
    signs_in(kiosk).await;
    opens(kiosk).await;
    registers(kiosk).await;
    admits(kiosk, 1).await;
    votes_in(kiosk, "en", "ltr", "ada").await;
    all_is_confirmed(kiosk).await;
}

async fn afternoon(kiosk: &KioskProgram) {
    admits(kiosk, 2).await;
    votes_in(kiosk, "ar", "rtl", "ben").await;
    claims(kiosk).await;
    votes_in(kiosk, "en", "ltr", "ada").await;

    // A ballot is taken back and issued again; its voter votes all the same.
    admits(kiosk, 3).await;
    kiosk.shows("booth", "data-phase", "voting").await;
    kiosk.switch_to("desk").await;
    kiosk.click("spoil").await;
    kiosk.click("spoil-confirm").await;
    kiosk.switch_to("booth").await;
    votes_in(kiosk, "en", "ltr", "ben").await;
}

async fn evening(kiosk: &KioskProgram) {
    kiosk.switch_to("desk").await;
    kiosk.click("nav-polls").await;
    kiosk.click("close-start").await;
    kiosk.click("last-voter").await;
    second_officer(kiosk).await;
    kiosk.click("close-polls").await;
    kiosk.shows("reconciles", "data-value", "true").await;
    kiosk.element("report-qr").await;
    kiosk.picture("close-report").await;
    kiosk.click("nav-home").await;
    kiosk.shows("polls-state", "data-state", "closed").await;
}

async fn all_is_confirmed(kiosk: &KioskProgram) {
    kiosk.switch_to("desk").await;
    eventually("everything to be confirmed", || async {
        (kiosk.done("queue", Value::Null).await["waiting"] == 0).then_some(())
    })
    .await;
}

/// What the day above comes to; the provisional ballot is not decided.
fn assert_counted(results: &Value) {
    let mayor = votes(&results["contests"], "mayor");
    assert_eq!((&mayor["ada"], &mayor["ben"]), (&json!(1), &json!(2)));
    assert_eq!(results["totals"]["checked_in"], 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_day_by_hand_in_two_languages() {
    let election = Election::begin("kiosk_hands", RULES).await;
    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    let stick = Stick::new(&election, "north");
    let kiosk = stick.kiosk().await;
    morning(&kiosk, &stick).await;
    afternoon(&kiosk).await;
    evening(&kiosk).await;
    all_is_confirmed(&kiosk).await;

    election.settled().await;
    assert_counted(&election.results());
    election.sound();
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_day_by_hand_while_the_broker_is_away() {
    let central = Embedded::new();
    let up = central.up(&[]);
    central.make_election(RULES);
    let stick = Stick::of(&central.done(&["enrol", "north"]), central.beside("stick"));
    let kiosk = stick.kiosk().await;
    morning(&kiosk, &stick).await;
    kiosk.click("nav-home").await;
    kiosk.shows("connection", "data-state", "online").await;

    assert_eq!(up.terminate(), 0);
    kiosk.shows("connection", "data-state", "offline").await;
    kiosk.picture("home-offline").await;
    afternoon(&kiosk).await;
    evening(&kiosk).await;
    let waiting = kiosk.done("home", Value::Null).await["queue"]["waiting"].as_u64();
    assert!(waiting >= Some(5), "{waiting:?} entries wait");
    kiosk.click("nav-queue").await;
    kiosk.picture("queue-offline").await;

    let _up = central.up(&[]);
    all_is_confirmed(&kiosk).await;
    kiosk.click("nav-home").await;
    kiosk.shows("connection", "data-state", "online").await;
    kiosk.picture("home-online-again").await;
    let results = wait_for("the ballots to be counted", || {
        let results = central.json(&["results", "--json"]);
        (results["totals"]["ballots"] == 3).then_some(results)
    });
    assert_counted(&results);
    for command in ["check", "recount"] {
        central.done(&[command]);
    }
    kiosk.close().await;
}
