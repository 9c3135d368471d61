//! The identity side and the ballot side never meet, and the disk opens nothing.

use std::collections::HashSet;
use std::fs;

use hpke::aead::ExportOnlyAead;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, setup_receiver};
use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::entry::EntryBody;
use pollstream_station::{Durability, Station};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Column, ConnectOptions, Row, SqliteConnection, ValueRef};

use crate::support::{Kit, OFFICER, ballot, vote, voter};

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
    let mut codes = Vec::new();
    for entry in kit.entries(&station).await {
        if let EntryBody::BallotBatch(batch) = entry {
            assert!(batch.ballots.is_sorted_by_key(|b| b.tracking_code));
            codes.extend(batch.ballots.iter().map(|b| b.tracking_code.0));
        }
    }
    assert_eq!(codes.len(), 8);
    let (mut with_ballots, mut from) = (0, 0);
    while let Some((bytes, next)) = station.next_segment(from).await.unwrap() {
        let has_voter = (0..8).any(|n| contains(&bytes, voter(n).voter_id.0.as_bytes()));
        let has_ballot = codes.iter().any(|code| contains(&bytes, code));
        assert!(!(has_voter && has_ballot), "segment from {from}");
        assert!(
            !(has_ballot && contains(&bytes, OFFICER.as_bytes())),
            "no officer, no time: only ballots"
        );
        with_ballots += usize::from(has_ballot);
        from = next;
    }
    assert_eq!(with_ballots, 4);
}

#[tokio::test]
async fn the_disk_holds_neither_selections_nor_the_key_of_a_batch() {
    let kit = Kit::new(5);
    let station = kit.open_station(8).await;
    let mut keys = Vec::new();
    let codec = BallotCodec::new(&station.definition().definition).unwrap();
    let plaintext = codec.encode(
        &ballot(&station, "hodges")
            .validated(&station.definition().definition)
            .unwrap(),
    );
    // Format, style code, candidate code.
    let candidate = &plaintext[9..17];
    for n in 0..8 {
        vote(&station, n, "hodges").await;
        let mut conn = look_inside(&kit).await;
        let rows = sqlx::query("SELECT encapped_key FROM sealed_ballot")
            .fetch_all(&mut conn)
            .await
            .unwrap();
        for row in rows {
            keys.push(batch_key(&kit, row.get(0)));
        }
        let disk = disk(&kit);
        assert!(!contains(&disk, candidate), "a selection in clear");
        assert!(keys.iter().all(|key| !contains(&disk, key)), "the key of a batch");
    }
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), 2);
}

/// The key that ballots of a batch are sealed with, as only the counting key's holder can compute it.
fn batch_key(kit: &Kit, encapped: &[u8]) -> [u8; 32] {
    type K = X25519HkdfSha256;
    let secret = <K as Kem>::PrivateKey::from_bytes(&*kit.counting.to_bytes()).unwrap();
    let encapped = <K as Kem>::EncappedKey::from_bytes(encapped).unwrap();
    let info = b"pollstream/1 ballot batch";
    let context =
        setup_receiver::<ExportOnlyAead, HkdfSha256, K>(&OpModeR::Base, &secret, &encapped, info).unwrap();
    let mut key = [0; 32];
    context.export(b"pollstream/1 ballot key", &mut key).unwrap();
    key
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
        "SELECT check_in.*, voter.voter_id FROM check_in JOIN voter ON voter.id = voter",
    )
    .await;
    let sessions = values(&mut conn, "SELECT * FROM voting_session").await;
    let ballots = values(&mut conn, "SELECT * FROM sealed_ballot").await;
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
    assert!(values(&mut conn, "SELECT * FROM sealed_ballot").await.is_empty());
}

#[tokio::test]
async fn the_file_does_not_tell_in_which_order_ballots_were_cast() {
    let kit = Kit {
        durability: Durability::Full,
        ..Kit::new(100)
    };
    let station = kit.open_station(12).await;
    let mut codes = Vec::new();
    for n in 0..12 {
        station.check_in(voter(n).voter_id, OFFICER).await.unwrap();
        let session = station.issue_ballot(voter(n).voter_id).await.unwrap();
        codes.push(station.cast(session, ballot(&station, "hodges")).await.unwrap().0);
    }
    let wal = kit.path().with_extension("db-wal");
    assert_eq!(
        fs::read(wal).unwrap().len(),
        0,
        "the write-ahead log keeps every step: it is emptied"
    );
    let file = fs::read(kit.path()).unwrap();
    let place = |code: &[u8; 24]| {
        let places: Vec<_> = file
            .windows(24)
            .enumerate()
            .filter(|(_, w)| w == code)
            .map(|(i, _)| i)
            .collect();
        assert_eq!(places.len(), 1, "one copy, no stale ones");
        places[0]
    };
    codes.sort_unstable_by_key(place);
    codes.reverse();
    assert!(
        codes.is_sorted(),
        "rows lie in the order of their random codes, the last one first"
    );
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
        if ["voting_session", "sealed_ballot"].contains(&name.as_str()) {
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
