//! What central's receipts do to the queue.

use jiff::Timestamp;
use pollstream_protocol::ids::Incarnation;
use pollstream_protocol::receipt::{Receipt, Standing};
use pollstream_station::{Connection, SyncTrouble};

use crate::support::{Kit, NOON, code, vote};

#[tokio::test]
async fn a_receipt_shortens_the_queue_and_an_older_one_changes_nothing() {
    let kit = Kit::new(2);
    let station = kit.open_station(4).await;
    for n in 0..4 {
        vote(&station, n, "hodges").await;
    }
    let status = station.sync_status();
    assert_eq!((status.next_seq, status.receipted, status.queue_depth), (6, 0, 6));
    assert_eq!(
        (status.connection, status.last_receipt),
        (Connection::NeverConnected, None)
    );
    let mut watch = station.watch_sync();
    watch.mark_unchanged();
    assert!(
        station
            .apply_receipt(&kit.receipt(&station, 5).await)
            .await
            .unwrap()
    );
    assert!(watch.has_changed().unwrap());
    assert!(
        !station
            .apply_receipt(&kit.receipt(&station, 3).await)
            .await
            .unwrap()
    );
    assert!(
        !station
            .apply_receipt(&kit.receipt(&station, 5).await)
            .await
            .unwrap()
    );
    let status = station.sync_status();
    assert_eq!((status.receipted, status.queue_depth), (5, 1));
    assert_eq!(status.last_receipt, Some(Timestamp::from_second(NOON).unwrap()));
    let station = kit.crash(station).await;
    assert_eq!(station.sync_status().receipted, 5, "it is kept");
}

#[tokio::test]
async fn standing_and_refusal_are_shown() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    let receipt = kit.receipt(&station, 1).await;
    station.apply_receipt(&receipt).await.unwrap();
    let revoked = Receipt {
        standing: Standing::Revoked,
        refusal: "revoked".into(),
        ..receipt.clone()
    };
    assert!(station.apply_receipt(&revoked).await.unwrap());
    let status = station.sync_status();
    assert_eq!(
        (status.standing, status.refusal.as_str()),
        (Standing::Revoked, "revoked")
    );
    assert!(station.apply_receipt(&receipt).await.unwrap());
    assert_eq!(station.sync_status().standing, Standing::Active);
}

#[tokio::test]
async fn a_receipt_beyond_the_log_shows_that_the_store_was_rewound() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    let beyond = Receipt {
        next_seq: 9,
        ..kit.receipt(&station, 1).await
    };
    station.apply_receipt(&beyond).await.unwrap();
    let rewound = SyncTrouble::Rewound { central: 9, here: 1 };
    assert_eq!(station.sync_status().trouble, Some(rewound));
    assert_eq!(
        station.sync_status().receipted,
        0,
        "such a receipt proves nothing about this log"
    );
    let station = kit.crash(station).await;
    assert_eq!(
        station.sync_status().trouble,
        Some(rewound),
        "offline, too, it is remembered"
    );
}

#[tokio::test]
async fn a_receipt_with_another_hash_shows_that_two_logs_exist() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    let other = Receipt {
        head_hash: [9; 32],
        ..kit.receipt(&station, 1).await
    };
    station.apply_receipt(&other).await.unwrap();
    assert_eq!(
        station.sync_status().trouble,
        Some(SyncTrouble::Diverged { before: 1 })
    );
    assert_eq!(station.sync_status().receipted, 0);
}

#[tokio::test]
async fn an_old_receipt_does_not_clear_a_contradiction() {
    let kit = Kit::new(2);
    let station = kit.open_station(4).await;
    let old = kit.receipt(&station, 1).await;
    for n in 0..4 {
        vote(&station, n, "hodges").await;
    }
    // Central has other entries before number 5 than this log.
    let other = Receipt {
        next_seq: 5,
        head_hash: [9; 32],
        ..old.clone()
    };
    station.apply_receipt(&other).await.unwrap();
    let diverged = Some(SyncTrouble::Diverged { before: 5 });
    assert_eq!(station.sync_status().trouble, diverged);
    for receipt in [&old, &kit.receipt(&station, 4).await] {
        station.apply_receipt(receipt).await.unwrap();
        assert_eq!(station.sync_status().trouble, diverged);
    }
    let beyond = Receipt {
        next_seq: 99,
        ..old.clone()
    };
    station.apply_receipt(&beyond).await.unwrap();
    let rewound = Some(SyncTrouble::Rewound { central: 99, here: 6 });
    assert_eq!(station.sync_status().trouble, rewound);
    let regarded = Receipt {
        standing: Standing::Revoked,
        ..kit.receipt(&station, 6).await
    };
    station.apply_receipt(&regarded).await.unwrap();
    let status = station.sync_status();
    assert_eq!((status.trouble, status.standing), (rewound, Standing::Active));
    let station = kit.crash(station).await;
    assert_eq!(station.sync_status().trouble, rewound);
}

#[tokio::test]
async fn a_receipt_that_reaches_as_far_and_agrees_resolves_it() {
    let kit = Kit::new(2);
    let station = kit.open_station(4).await;
    vote(&station, 0, "hodges").await;
    let other = Receipt {
        head_hash: [9; 32],
        ..kit.receipt(&station, 2).await
    };
    station.apply_receipt(&other).await.unwrap();
    assert!(station.sync_status().trouble.is_some());
    let agrees = kit.receipt(&station, 2).await;
    assert!(station.apply_receipt(&agrees).await.unwrap());
    assert_eq!(station.sync_status().trouble, None);
}

#[tokio::test]
async fn receipts_of_other_lives_are_told_apart() {
    let kit = Kit::new(2);
    let station = kit.open_station(1).await;
    let receipt = kit.receipt(&station, 1).await;
    let earlier = Receipt {
        incarnation: Incarnation(0),
        ..receipt.clone()
    };
    assert!(!station.apply_receipt(&earlier).await.unwrap());
    let later = Receipt {
        incarnation: Incarnation(2),
        next_seq: 0,
        ..receipt.clone()
    };
    station.apply_receipt(&later).await.unwrap();
    assert_eq!(
        station.sync_status().trouble,
        Some(SyncTrouble::Superseded { incarnation: 2 })
    );
    let foreign = Receipt {
        station: "s2".parse().unwrap(),
        ..receipt
    };
    assert_eq!(code(station.apply_receipt(&foreign).await), "foreign");
}
