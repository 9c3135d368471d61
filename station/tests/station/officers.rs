//! Officers: who may sign in, and what wrong PINs lead to.

use std::sync::atomic::Ordering;

use pollstream_protocol::entry::{Action, EntryBody};
use pollstream_station::{NewOfficer, Officer, OfficerId, Role, Station, StationError};

use crate::support::{Kit, NOON, code};

const PIN: &str = "407193";

fn officer(name: &str, role: Role, pin: &str) -> NewOfficer {
    NewOfficer {
        name: name.into(),
        role,
        pin: pin.to_owned().into(),
    }
}

fn two() -> Vec<NewOfficer> {
    vec![
        officer("Ada", Role::PresidingOfficer, PIN),
        officer("Ben", Role::PollWorker, "551904"),
    ]
}

async fn named(station: &Station, name: &str) -> Officer {
    let all = station.officers().await.unwrap();
    all.into_iter().find(|o| o.name == name).unwrap()
}

async fn actions(kit: &Kit, station: &Station) -> Vec<(Action, String)> {
    let entries = kit.entries(station).await;
    entries
        .into_iter()
        .filter_map(|e| match e {
            EntryBody::OfficerAction { action, officer, .. } => Some((action, officer)),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn sign_ins_refusals_and_sign_outs_are_in_the_log() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    station.name_officers(&two()).await.unwrap();
    let ada = named(&station, "Ada").await;
    assert_eq!(code(station.sign_in(ada.id, "407194").await), "wrong_pin");
    let signed_in = station.sign_in(ada.id, " ٤٠٧١٩٣ ").await.unwrap();
    assert_eq!(
        (signed_in.name.as_str(), signed_in.role),
        ("Ada", Role::PresidingOfficer)
    );
    station.sign_out(&signed_in).await.unwrap();
    let expected = [
        (Action::OfficersChanged, "Ada"),
        (Action::OfficersChanged, "Ada"),
        (Action::SignInRefused, "Ada"),
        (Action::SignedIn, "Ada"),
        (Action::SignedOut, "Ada"),
    ];
    assert_eq!(
        actions(&kit, &station).await,
        expected.map(|(a, o)| (a, o.to_owned()))
    );
}

/// Three wrong PINs; the last one brings a pause.
async fn three_wrong(station: &Station, officer: OfficerId) {
    for _ in 0..2 {
        assert_eq!(code(station.sign_in(officer, "000001").await), "wrong_pin");
    }
    assert_eq!(code(station.sign_in(officer, "000001").await), "pin_refused");
}

async fn wait_of(station: &Station, name: &str) -> Option<u64> {
    named(station, name).await.wait.map(|wait| wait.as_secs())
}

#[tokio::test]
async fn wrong_pins_bring_a_pause_that_outlives_a_restart_and_stops_even_the_right_pin() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    station.name_officers(&two()).await.unwrap();
    let ada = named(&station, "Ada").await;
    for left in [2, 1] {
        let refused = station.sign_in(ada.id, "000001").await;
        assert!(
            matches!(refused, Err(StationError::WrongPin { left: l }) if l == left),
            "{refused:?}"
        );
    }
    assert_eq!(code(station.sign_in(ada.id, "000001").await), "pin_refused");
    kit.wait(20);
    let station = kit.crash(station).await;
    assert_eq!(
        code(station.sign_in(ada.id, PIN).await),
        "pin_refused",
        "right, but too early"
    );
    assert_eq!(wait_of(&station, "Ada").await, Some(30), "it begins anew");
    let before = actions(&kit, &station).await.len();
    assert_eq!(code(station.sign_in(ada.id, PIN).await), "pin_refused");
    assert_eq!(
        actions(&kit, &station).await.len(),
        before,
        "a pause does not fill the log"
    );

    kit.wait(30);
    assert_eq!(code(station.sign_in(ada.id, "000001").await), "pin_refused");
    assert_eq!(wait_of(&station, "Ada").await, Some(60));
    let ben = named(&station, "Ben").await;
    station.sign_in(ben.id, "551904").await.unwrap();

    kit.wait(60);
    station.sign_in(ada.id, PIN).await.unwrap();
    assert_eq!(wait_of(&station, "Ada").await, None);
    assert_eq!(
        code(station.sign_in(ada.id, "000001").await),
        "wrong_pin",
        "counting starts anew"
    );
}

#[tokio::test]
async fn a_corrected_clock_neither_lengthens_nor_ends_a_pause() {
    const YEAR: i64 = 365 * 86_400;
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    station.name_officers(&two()).await.unwrap();
    let ada = named(&station, "Ada").await;
    // The clock of the machine is a year fast until somebody sets it right.
    kit.now.store(NOON + YEAR, Ordering::Relaxed);
    three_wrong(&station, ada.id).await;
    kit.now.store(NOON, Ordering::Relaxed);
    assert_eq!(wait_of(&station, "Ada").await, Some(30));
    let station = kit.crash(station).await;
    kit.wait(30);
    station.sign_in(ada.id, PIN).await.unwrap();

    three_wrong(&station, ada.id).await;
    kit.now.store(NOON + YEAR, Ordering::Relaxed);
    assert_eq!(
        code(station.sign_in(ada.id, PIN).await),
        "pin_refused",
        "a clock set ahead opens nothing"
    );
}

#[tokio::test]
async fn guesses_side_by_side_are_counted_one_after_the_other() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    station.name_officers(&two()).await.unwrap();
    let ada = named(&station, "Ada").await;
    let guesses = (0..6).map(|n| {
        let station = station.clone();
        tokio::spawn(async move { station.sign_in(ada.id, &format!("10000{n}")).await })
    });
    let mut codes = Vec::new();
    for guess in guesses.collect::<Vec<_>>() {
        codes.push(code(guess.await.unwrap()));
    }
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "pin_refused",
            "pin_refused",
            "pin_refused",
            "pin_refused",
            "wrong_pin",
            "wrong_pin"
        ]
    );
    let refusals = actions(&kit, &station).await;
    let refusals = refusals
        .iter()
        .filter(|(a, _)| *a == Action::SignInRefused)
        .count();
    assert_eq!(refusals, 3);
}

#[tokio::test]
async fn the_first_officers_are_two_with_one_presiding_and_are_named_once() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    let ada = || officer("Ada", Role::PresidingOfficer, PIN);
    let refused = [
        (vec![ada()], "officers_needed"),
        (
            vec![
                officer("Ben", Role::PollWorker, PIN),
                officer("Cy", Role::PollWorker, PIN),
            ],
            "presiding_needed",
        ),
        (
            vec![ada(), officer(" Ada ", Role::PollWorker, PIN)],
            "officer_exists",
        ),
        (vec![ada(), officer("", Role::PollWorker, PIN)], "text"),
        (vec![ada(), officer("Ben", Role::PollWorker, "12")], "pin_format"),
        (
            vec![ada(), officer("Ben", Role::PollWorker, "123456")],
            "pin_simple",
        ),
    ];
    for (officers, expected) in refused {
        assert_eq!(code(station.name_officers(&officers).await), expected);
    }
    assert!(station.officers().await.unwrap().is_empty());
    assert_eq!(station.sync_status().next_seq, 0, "nothing was recorded");
    station.name_officers(&two()).await.unwrap();
    assert_eq!(code(station.name_officers(&two()).await), "officers_named");
}

#[tokio::test]
async fn officers_come_and_go_and_one_presides_at_all_times() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    station.name_officers(&two()).await.unwrap();
    let (ada, ben) = (named(&station, "Ada").await, named(&station, "Ben").await);
    assert_eq!(
        code(station.remove_officer(ben.id, ada.id).await),
        "officers_needed"
    );
    let cy = officer("Cy", Role::PollWorker, "773301");
    assert_eq!(code(station.add_officer(&cy, ben.id).await), "not_presiding");
    station.add_officer(&cy, ada.id).await.unwrap();
    assert_eq!(code(station.add_officer(&cy, ada.id).await), "officer_exists");
    let cy = named(&station, "Cy").await;
    assert_eq!(
        code(station.remove_officer(ben.id, ada.id).await),
        "officers_needed",
        "Cy approves nothing yet"
    );
    station.confirm_officer(cy.id, ben.id, "551904").await.unwrap();
    station.remove_officer(ben.id, ada.id).await.unwrap();
    assert_eq!(code(station.sign_in(ben.id, "551904").await), "unknown_officer");
    station.set_pin(cy.id, "102938", ada.id, PIN).await.unwrap();
    assert_eq!(code(station.sign_in(cy.id, "773301").await), "wrong_pin");
    station.sign_in(cy.id, "102938").await.unwrap();
    assert_eq!(
        code(station.set_pin(cy.id, "990011", ada.id, "407194").await),
        "wrong_pin",
        "with one's own PIN only"
    );
}

#[tokio::test]
async fn a_presiding_officer_alone_does_not_become_two() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    station.name_officers(&two()).await.unwrap();
    let (ada, ben) = (named(&station, "Ada").await, named(&station, "Ben").await);
    assert_eq!(
        station.approve(ada.id, ben.id, "551904").await.unwrap(),
        ["Ada", "Ben"]
    );
    assert_eq!(code(station.approve(ada.id, ada.id, PIN).await), "same_officer");

    // Ada sets Ben's PIN, and is "Ben".
    station.set_pin(ben.id, "102938", ada.id, PIN).await.unwrap();
    let as_ben = station.approve(ada.id, ben.id, "102938").await;
    assert_eq!(code(as_ben), "officer_not_confirmed");
    // Ada adds somebody, and is "Dan".
    let dan = officer("Dan", Role::PresidingOfficer, "660718");
    station.add_officer(&dan, ada.id).await.unwrap();
    let dan = named(&station, "Dan").await;
    assert_eq!(dan.vouched_by, Some(ada.id));
    let as_dan = station.approve(ada.id, dan.id, "660718").await;
    assert_eq!(code(as_dan), "officer_not_confirmed");
    assert_eq!(
        code(station.approve(dan.id, ada.id, PIN).await),
        "officer_not_confirmed"
    );
    // As Dan she sets Dan's own PIN, which changes nothing; nor does a restart.
    station.set_pin(dan.id, "118822", dan.id, "660718").await.unwrap();
    let station = kit.crash(station).await;
    assert_eq!(
        code(station.approve(ada.id, dan.id, "118822").await),
        "officer_not_confirmed"
    );
    for (by, pin) in [(ada.id, PIN), (dan.id, "118822")] {
        assert_eq!(
            code(station.confirm_officer(dan.id, by, pin).await),
            "confirmed_by_another"
        );
    }
}

#[tokio::test]
async fn a_third_officer_confirms_with_their_own_pin() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    let three = [two(), vec![officer("Cy", Role::PollWorker, "773301")]].concat();
    station.name_officers(&three).await.unwrap();
    let (ada, ben, cy) = (
        named(&station, "Ada").await,
        named(&station, "Ben").await,
        named(&station, "Cy").await,
    );
    station.set_pin(ben.id, "102938", ada.id, PIN).await.unwrap();
    assert_eq!(
        code(station.confirm_officer(ben.id, cy.id, "000001").await),
        "wrong_pin"
    );
    station.confirm_officer(ben.id, cy.id, "773301").await.unwrap();
    station.approve(ada.id, ben.id, "102938").await.unwrap();
    let newest = &station.log_before(u64::MAX, 1, &[]).await.unwrap()[0];
    assert_eq!((newest.officer.as_str(), newest.code), ("Cy", "officers_changed"));
    assert!(newest.text.ends_with("Ben confirmed"), "{}", newest.text);
}

#[tokio::test]
async fn a_pin_is_nowhere_in_the_store_or_the_log() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    station.name_officers(&two()).await.unwrap();
    let ada = named(&station, "Ada").await;
    station.sign_in(ada.id, PIN).await.unwrap();
    station.close().await.unwrap();
    let store = std::fs::read(kit.path()).unwrap();
    assert!(!store.windows(PIN.len()).any(|w| w == PIN.as_bytes()));
}
