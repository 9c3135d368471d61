//! The booth, and what its screen can say after a power cut.

use pollstream_station::{Booth, Role, Station};

use crate::support::{Kit, OFFICER, ballot, code, voter};

async fn session(station: &Station, n: u32) -> pollstream_protocol::ids::SessionId {
    let id = voter(n).voter_id;
    station.check_in(id, OFFICER).await.unwrap();
    station.issue_ballot(id).await.unwrap()
}

fn in_booth(booth: &Booth) -> Option<pollstream_protocol::ids::SessionId> {
    match booth {
        Booth::Voting(open) => Some(open.session),
        _ => None,
    }
}

#[tokio::test]
async fn after_a_power_cut_the_booth_says_whether_the_ballot_was_cast() {
    let kit = Kit::new(3);
    let station = kit.open_station(3).await;
    assert_eq!(station.booth().await.unwrap(), Booth::Free);
    let first = session(&station, 0).await;
    station.hand_to_booth(first).await.unwrap();

    let station = kit.crash(station).await;
    assert_eq!(in_booth(&station.booth().await.unwrap()), Some(first), "not cast");
    station.cast(first, ballot(&station, "hodges")).await.unwrap();

    let station = kit.crash(station).await;
    assert_eq!(station.booth().await.unwrap(), Booth::Cast { provisional: false });
    assert_eq!(station.counters().await.unwrap().ballots_cast, 1);
    station.leave_booth().await.unwrap();
    assert_eq!(station.booth().await.unwrap(), Booth::Free);
}

#[tokio::test]
async fn a_booth_is_free_only_when_its_voter_has_cast_and_left() {
    let kit = Kit::new(3);
    let station = kit.open_station(3).await;
    let (first, second) = (session(&station, 0).await, session(&station, 1).await);
    station.hand_to_booth(first).await.unwrap();
    assert_eq!(code(station.hand_to_booth(second).await), "booth_busy");
    station.leave_booth().await.unwrap();
    assert_eq!(
        in_booth(&station.booth().await.unwrap()),
        Some(first),
        "nobody leaves without casting"
    );
    station.cast(first, ballot(&station, "hodges")).await.unwrap();
    // The code of the one who has cast is still on the screen.
    assert_eq!(code(station.hand_to_booth(second).await), "booth_busy");
    station.leave_booth().await.unwrap();
    station.hand_to_booth(second).await.unwrap();
    assert_eq!(in_booth(&station.booth().await.unwrap()), Some(second));
    assert_eq!(code(station.hand_to_booth(first).await), "booth_busy");
    station.flee(second, OFFICER).await.unwrap();
    assert_eq!(code(station.hand_to_booth(first).await), "unknown_session");
    assert_eq!(station.booth().await.unwrap(), Booth::Free);
}

#[tokio::test]
async fn a_spoiled_ballot_is_replaced_where_it_was() {
    let kit = Kit::new(3);
    let station = kit.open_station(3).await;
    let (first, second) = (session(&station, 0).await, session(&station, 1).await);
    station.hand_to_booth(first).await.unwrap();
    let again = station.spoil(first, OFFICER).await.unwrap();
    assert_eq!(in_booth(&station.booth().await.unwrap()), Some(again));
    let other = station.spoil(second, OFFICER).await.unwrap();
    assert_eq!(
        in_booth(&station.booth().await.unwrap()),
        Some(again),
        "the other one was not in it"
    );
    assert!(
        station
            .open_sessions()
            .await
            .unwrap()
            .iter()
            .any(|s| s.session == other)
    );
    assert!(station.reconciles().await.unwrap());
}

#[tokio::test]
async fn a_provisional_ballot_is_known_as_such_after_it_was_cast() {
    let kit = Kit::new(3);
    let station = kit.open_station(1).await;
    let reason = pollstream_protocol::entry::ProvisionalReason::IdentityDoubted;
    let (_, session) = station
        .open_provisional_case(voter(0), reason, OFFICER)
        .await
        .unwrap();
    station.hand_to_booth(session).await.unwrap();
    station.cast(session, ballot(&station, "hodges")).await.unwrap();
    assert_eq!(station.booth().await.unwrap(), Booth::Cast { provisional: true });
    assert!(station.reconciles().await.unwrap());
}

#[tokio::test]
async fn pins_that_are_tried_in_the_booth_lock_nobody_out_at_the_desk() {
    const PIN: &str = "407193";
    let officer = |name: &str, role| pollstream_station::NewOfficer {
        name: name.into(),
        role,
        pin: PIN.to_owned().into(),
    };
    let kit = Kit::new(1);
    let station = kit.station(1).await;
    let two = [
        officer("Ada", Role::PresidingOfficer),
        officer("Ben", Role::PollWorker),
    ];
    station.name_officers(&two).await.unwrap();
    let officers = station.officers().await.unwrap();
    for left in [2, 1] {
        let refused = station.sign_in_at_booth(officers[0].id, "111222").await;
        assert_eq!(code(refused.map(|_| ())), "wrong_pin", "{left} left");
    }
    // All officers together: the next name begins no new count.
    let refused = station.sign_in_at_booth(officers[1].id, "111222").await;
    assert_eq!(code(refused.map(|_| ())), "pin_refused");
    let refused = station.sign_in_at_booth(officers[0].id, PIN).await;
    assert_eq!(
        code(refused.map(|_| ())),
        "pin_refused",
        "whether it is right or wrong"
    );
    for officer in &officers {
        assert_eq!(station.officers().await.unwrap()[0].wait, None);
        station.sign_in(officer.id, PIN).await.unwrap();
    }
}
