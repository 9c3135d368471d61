//! The identity side and the ballot side never meet, and the disk opens nothing.

use std::collections::HashSet;
use std::fs;

use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::entry::EntryBody;
use pollstream_station::{Durability, Station};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Column, ConnectOptions, Row, SqliteConnection, ValueRef};

use crate::support::{Kit, OFFICER, ballot, officers, update, vote, voter};

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

/// The store, its write-ahead log and everything else in the folder.
fn disk(kit: &Kit) -> Vec<u8> {
    let files = fs::read_dir(kit.folder.path()).unwrap();
    files.flat_map(|f| fs::read(f.unwrap().path()).unwrap()).collect()
}

async fn look_inside(kit: &Kit) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(kit.path())
        .connect()
        .await
        .unwrap()
}

#[tokio::test]
async fn no_message_holds_both_a_voter_and_a_ballot() {
    let kit = Kit::new(2);
    let station = kit.open_station(8).await;
    for n in 0..8 {
        vote(&station, n, "hodges").await;
    }
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    let mut codes = Vec::new();
    for entry in kit.entries(&station).await {
        if let EntryBody::BallotGroup(group) = entry {
            assert!(group.ballots.is_sorted());
            codes.extend(group.ballots.iter().map(|b| b.encapped_key));
        }
    }
    assert_eq!(codes.len(), 8);
    let (mut with_ballots, mut from) = (0, 0);
    while let Some((bytes, next)) = station.next_segment(from).await.unwrap() {
        let has_voter = (0..8).any(|n| contains(&bytes, voter(n).voter_id.0.as_bytes()));
        let has_ballot = codes.iter().any(|key| contains(&bytes, key));
        assert!(!(has_voter && has_ballot), "segment from {from}");
        assert!(
            !(has_ballot && contains(&bytes, OFFICER.as_bytes())),
            "no officer, no time: only ballots"
        );
        with_ballots += usize::from(has_ballot);
        from = next;
    }
    assert_eq!(
        with_ballots, 3,
        "four groups of two, the last of them next to each other"
    );
}

/// The sealed ballots themselves are on the disk only when they are in the log: with the counting key, and two
/// copies of the disk with one voter between them, they would tell how that voter voted.
#[tokio::test]
async fn the_disk_opens_nothing_that_is_in_the_box_not_even_with_the_counting_key() {
    let kit = Kit::new(5);
    let station = kit.open_station(9).await;
    let codec = BallotCodec::new(&station.definition().definition).unwrap();
    let paper = ballot(&station, "hodges");
    let plaintext = codec.encode(&paper.validated(&station.definition().definition).unwrap());
    // Format, style code, candidate code.
    let candidate = &plaintext[9..17];
    let mut copies = Vec::new();
    for n in 0..9 {
        vote(&station, n, "hodges").await;
        let disk = disk(&kit);
        assert!(!contains(&disk, candidate), "a selection in clear");
        let mut conn = look_inside(&kit).await;
        let rows = sqlx::query("SELECT closed FROM ballot_box")
            .fetch_all(&mut conn)
            .await;
        copies.push(
            rows.unwrap()
                .iter()
                .flat_map(|r| r.get::<Vec<u8>, _>(0))
                .collect::<Vec<_>>(),
        );
    }
    for pair in copies.windows(2) {
        let shared = pair[1].windows(8).filter(|w| contains(&pair[0], w)).count();
        assert_eq!(shared, 0, "two states of the box have nothing in common");
    }
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    let keys: Vec<_> = (kit.entries(&station).await.into_iter())
        .filter_map(|e| match e {
            EntryBody::BallotGroup(group) => Some(group.ballots),
            _ => None,
        })
        .flatten()
        .map(|b| b.encapped_key)
        .collect();
    assert_eq!(
        keys.iter().collect::<HashSet<_>>().len(),
        9,
        "one encapsulation a ballot"
    );
    assert!(
        keys.iter().all(|key| contains(&disk(&kit), key)),
        "in the log they are found"
    );
    assert!(
        copies
            .iter()
            .all(|copy| keys.iter().all(|key| !contains(copy, key)))
    );
}

/// Every value of a table but NULL, as bytes with its type.
async fn values(conn: &mut SqliteConnection, sql: &'static str) -> HashSet<Vec<u8>> {
    let mut values = HashSet::new();
    for row in sqlx::query(sql).fetch_all(conn).await.unwrap() {
        for column in row.columns() {
            let raw = row.try_get_raw(column.ordinal()).unwrap();
            if raw.is_null() {
                continue;
            }
            let value = row
                .try_get::<i64, _>(column.ordinal())
                .map(|n| n.to_be_bytes().to_vec())
                .or_else(|_| row.try_get::<String, _>(column.ordinal()).map(String::into_bytes))
                .or_else(|_| row.try_get::<Vec<u8>, _>(column.ordinal()))
                .unwrap();
            values.insert(value);
        }
    }
    values
}

#[tokio::test]
async fn the_disk_names_nobody_on_the_roll() {
    let kit = Kit::new(5);
    let mut roll: Vec<_> = (0..3).map(voter).collect();
    roll[1].name = "Vespasian Quillfeather".into();
    roll[1].address.street = "14 Larkspur Terrace".into();
    roll[1].date_of_birth = jiff::civil::date(1961, 7, 23);
    let station = Station::create(&kit.path(), kit.package(roll.clone()), kit.options())
        .await
        .unwrap();
    let mut moved = roll[1].clone();
    moved.name = "Vespasian Thistlewood".into();
    station.apply_roll_update(&update(moved, 2)).await.unwrap();
    let number = roll[1].registration_number.as_bytes();
    let names: [&[u8]; 8] = [
        b"Vespasian",
        b"vespasian",
        b"Thistlewood",
        b"Larkspur",
        b"1961-07-23",
        number,
        roll[1].voter_id.0.as_bytes(),
        // A field of every record; the status would not do: candidates of the definition, which is public, have it too.
        b"date_of_birth",
    ];
    let disk_now = disk(&kit);
    for name in names {
        assert!(!contains(&disk_now, name), "{}", String::from_utf8_lossy(name));
    }
    station.close().await.unwrap();
    assert!(!contains(&disk(&kit), b"Vespasian"));
    let other = pollstream_protocol::signed::SigningKey::from_bytes(&[99; 32]);
    let refused = Station::open(&kit.path(), other, kit.options())
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "wrong_key");
}

#[tokio::test]
async fn a_record_that_was_moved_to_another_row_does_not_open() {
    let kit = Kit::new(5);
    let station = kit.station(2).await;
    let mut conn = look_inside(&kit).await;
    sqlx::query("UPDATE voter SET record = (SELECT record FROM voter WHERE id = 1) WHERE id = 2")
        .execute(&mut conn)
        .await
        .unwrap();
    assert_eq!(
        station.voter(voter(1).voter_id).await.unwrap_err().code(),
        "damaged"
    );
    assert!(station.voter(voter(0).voter_id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_write_ahead_log_that_cannot_be_emptied_is_noticed_until_it_can() {
    let kit = Kit {
        durability: Durability::Full,
        ..Kit::new(100)
    };
    let station = kit.open_station(2).await;
    assert!(!station.order_kept().await.unwrap());
    let mut reader = look_inside(&kit).await;
    sqlx::query("BEGIN").execute(&mut reader).await.unwrap();
    sqlx::query("SELECT count(*) FROM entry")
        .fetch_one(&mut reader)
        .await
        .unwrap();
    vote(&station, 0, "hodges").await;
    assert!(station.order_kept().await.unwrap(), "a backup reads the store");
    sqlx::query("COMMIT").execute(&mut reader).await.unwrap();
    vote(&station, 1, "hodges").await;
    assert!(!station.order_kept().await.unwrap());
}

#[tokio::test]
async fn check_ins_and_ballots_have_no_value_in_common() {
    let kit = Kit::new(10);
    let station = kit.open_station(8).await;
    for n in 0..4 {
        vote(&station, n, "hodges").await;
    }
    for n in 4..7 {
        station.check_in(voter(n).voter_id, OFFICER).await.unwrap();
        station.issue_ballot(voter(n).voter_id).await.unwrap();
    }
    let mut conn = look_inside(&kit).await;
    let identity = values(
        &mut conn,
        "SELECT check_in.*, voter.lookup FROM check_in JOIN voter ON voter.id = voter",
    )
    .await;
    let sessions = values(&mut conn, "SELECT * FROM voting_session").await;
    let ballots = values(&mut conn, "SELECT closed FROM ballot_box").await;
    assert!(!identity.is_empty() && !sessions.is_empty() && !ballots.is_empty());
    for (a, b) in [
        (&identity, &sessions),
        (&identity, &ballots),
        (&sessions, &ballots),
    ] {
        assert!(a.is_disjoint(b));
    }
}

#[tokio::test]
async fn spent_sessions_and_emptied_boxes_leave_no_bytes_behind() {
    let kit = Kit::new(2);
    let station = kit.open_station(4).await;
    let mut spent = Vec::new();
    for n in 0..4 {
        station.check_in(voter(n).voter_id, OFFICER).await.unwrap();
        let session = station.issue_ballot(voter(n).voter_id).await.unwrap();
        spent.push(session);
        station.cast(session, ballot(&station, "hodges")).await.unwrap();
    }
    let disk = disk(&kit);
    for session in spent {
        assert!(
            !contains(&disk, session.0.as_bytes()),
            "neither in the store nor in its write-ahead log"
        );
    }
    let mut conn = look_inside(&kit).await;
    station.close_polls(&officers(), Some("a test")).await.unwrap();
    assert!(values(&mut conn, "SELECT * FROM ballot_box").await.is_empty());
}

#[tokio::test]
async fn the_write_ahead_log_keeps_no_step_of_a_cast() {
    let kit = Kit {
        durability: Durability::Full,
        ..Kit::new(100)
    };
    let station = kit.open_station(12).await;
    let wal = kit.path().with_extension("db-wal");
    for n in 0..12 {
        vote(&station, n, "hodges").await;
        assert_eq!(fs::read(&wal).unwrap().len(), 0, "it is emptied");
    }
}

#[tokio::test]
async fn the_store_keeps_its_promises() {
    let kit = Kit::new(2);
    let station = kit.station(1).await;
    let mut conn = look_inside(&kit).await;
    let tables = sqlx::query(
        "SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    for row in tables {
        let (name, strict, without_rowid): (String, i64, i64) = (row.get(0), row.get(1), row.get(2));
        if name.starts_with('_') || name.starts_with("sqlite_") {
            continue;
        }
        assert_eq!(strict, 1, "{name} is STRICT");
        if ["voting_session", "ballot_box"].contains(&name.as_str()) {
            assert_eq!(without_rowid, 1, "{name} keeps no order of insertion");
        }
    }
    let mode: String = sqlx::query("PRAGMA journal_mode")
        .fetch_one(&mut conn)
        .await
        .unwrap()
        .get(0);
    assert_eq!(mode, "wal");
    drop::<Station>(station);
}
