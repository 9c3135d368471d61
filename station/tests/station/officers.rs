//! Officers: who may sign in, and what wrong PINs lead to.

use std::sync::atomic::Ordering;

use pollstream_protocol::entry::{Action, EntryBody};
use pollstream_station::{NewOfficer, Officer, Role, Station, StationError};

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
    let station = kit.crash(station).await;
    assert_eq!(
        code(station.sign_in(ada.id, PIN).await),
        "pin_refused",
        "right, but too early"
    );
    let until = named(&station, "Ada").await.refused_until.unwrap();
    assert_eq!(until.as_second(), NOON + 30);
    let before = actions(&kit, &station).await.len();
    assert_eq!(code(station.sign_in(ada.id, PIN).await), "pin_refused");
    assert_eq!(
        actions(&kit, &station).await.len(),
        before,
        "a pause does not fill the log"
    );

    kit.now.store(NOON + 30, Ordering::Relaxed);
    assert_eq!(code(station.sign_in(ada.id, "000001").await), "pin_refused");
    assert_eq!(
        named(&station, "Ada").await.refused_until.unwrap().as_second(),
        NOON + 90
    );
    let ben = named(&station, "Ben").await;
    station.sign_in(ben.id, "551904").await.unwrap();

    kit.now.store(NOON + 90, Ordering::Relaxed);
    station.sign_in(ada.id, PIN).await.unwrap();
    assert_eq!(named(&station, "Ada").await.refused_until, None);
    assert_eq!(
        code(station.sign_in(ada.id, "000001").await),
        "wrong_pin",
        "counting starts anew"
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
        code(station.remove_officer(ben.id, "Ada").await),
        "officers_needed"
    );
    let cy = officer("Cy", Role::PollWorker, "773301");
    station.add_officer(&cy, "Ada").await.unwrap();
    assert_eq!(code(station.add_officer(&cy, "Ada").await), "officer_exists");
    assert_eq!(
        code(station.remove_officer(ada.id, "Ben").await),
        "presiding_needed"
    );
    station.remove_officer(ben.id, "Ada").await.unwrap();
    assert_eq!(code(station.sign_in(ben.id, "551904").await), "unknown_officer");
    let cy = named(&station, "Cy").await;
    station.set_pin(cy.id, "102938", "Ada").await.unwrap();
    assert_eq!(code(station.sign_in(cy.id, "773301").await), "wrong_pin");
    station.sign_in(cy.id, "102938").await.unwrap();
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
