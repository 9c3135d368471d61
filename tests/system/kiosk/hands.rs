//! The same day by hand: through the front end, as officers and voters touch it, in English and in Arabic.

use fantoccini::Locator;
use pollstream_tests::election::{Election, Rules, votes};
use pollstream_tests::eventually;
use pollstream_tests::window::KioskProgram;
use serde_json::{Value, json};

use super::{ADA_PIN, BEN_PIN, PASSPHRASE, Stick};

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
async fn admits(kiosk: &KioskProgram, election: &Election, n: usize) {
    kiosk.switch_to("desk").await;
    kiosk.click("nav-check-in").await;
    kiosk.fill("search", &format!("north-{n:03}")).await;
    // While the number is typed, others are found.
    let voter = election.voter("north", n);
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
    // A page that is being drawn anew may swallow a press: a voter presses again.
    let (button, first) = (
        format!("[data-testid=\"booth-language-{language}\"]"),
        "[data-testid=\"contest\"][data-contest=\"mayor\"]",
    );
    eventually("the first contest", || async {
        if kiosk.client().find(Locator::Css(first)).await.is_ok() {
            return Some(());
        }
        let button = kiosk.client().find(Locator::Css(&button)).await.ok()?;
        button.click().await.ok();
        None
    })
    .await;
    let read = kiosk
        .client()
        .execute("return document.documentElement.dir || 'ltr';", vec![])
        .await;
    assert_eq!(read.expect("a direction"), direction);
    kiosk
        .click_css(&format!(
            "[data-testid=\"candidate\"][data-candidate=\"{mayor}\"]"
        ))
        .await;
    while kiosk.is_there("next").await {
        kiosk.click("next").await;
    }
    kiosk.picture(&format!("review-{language}")).await;
    kiosk.click("review-cast").await;
    kiosk.click("cast-confirm").await;
    assert_eq!(kiosk.text("tracking-code").await.len(), 46);
    kiosk.element("tracking-qr").await;
    kiosk.picture(&format!("done-{language}")).await;
    kiosk.click("booth-done").await;
    kiosk.shows("booth", "data-phase", "waiting").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_day_by_hand_in_two_languages() {
    let election = Election::begin("kiosk_hands", RULES).await;
    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    let stick = Stick::new(&election, "north");
    let kiosk = stick.kiosk().await;
    enrols(&kiosk, &stick).await;
    signs_in(&kiosk).await;
    opens(&kiosk).await;
    registers(&kiosk).await;
    admits(&kiosk, &election, 1).await;
    votes_in(&kiosk, "en", "ltr", "ada").await;
    admits(&kiosk, &election, 2).await;
    votes_in(&kiosk, "ar", "rtl", "ben").await;

    // A ballot is taken back and issued again; its voter votes all the same.
    admits(&kiosk, &election, 3).await;
    kiosk.shows("booth", "data-phase", "voting").await;
    kiosk.switch_to("desk").await;
    kiosk.click("spoil").await;
    kiosk.click("spoil-confirm").await;
    kiosk.switch_to("booth").await;
    votes_in(&kiosk, "en", "ltr", "ben").await;

    kiosk.switch_to("desk").await;
    kiosk.click("nav-polls").await;
    kiosk.click("close-start").await;
    kiosk.click("last-voter").await;
    second_officer(&kiosk).await;
    kiosk.click("close-polls").await;
    kiosk.shows("reconciles", "data-value", "true").await;
    kiosk.element("report-qr").await;
    kiosk.picture("close-report").await;
    kiosk.click("nav-home").await;
    kiosk.shows("polls-state", "data-state", "closed").await;
    eventually("everything to be confirmed", || async {
        (kiosk.done("queue", Value::Null).await["waiting"] == 0).then_some(())
    })
    .await;

    election.settled().await;
    let results = election.results();
    let mayor = votes(&results["contests"], "mayor");
    assert_eq!((&mayor["ada"], &mayor["ben"]), (&json!(1), &json!(2)));
    election.sound();
    kiosk.close().await;
}
