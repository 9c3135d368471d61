//! The booth, and what its screen can say after a power cut.

use pollstream_station::{Booth, Station};

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
async fn one_ballot_is_in_the_booth_and_only_a_cast_one_makes_room() {
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
