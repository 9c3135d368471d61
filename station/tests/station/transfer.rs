//! The log in a file, and what comes back in one.

use pollstream_protocol::entry::{Action, EntryBody};
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::segment::UnverifiedSegment;
use pollstream_protocol::transfer::{self, Frame};
use pollstream_protocol::voter::Accreditation;
use pollstream_station::{ExportRange, Imported, VoterStanding};

use crate::support::{Kit, OFFICER, code, officers, toml, update, vote, voter};

#[tokio::test]
async fn the_file_holds_what_kafka_would_get_and_the_log_says_that_it_was_written() {
    let kit = Kit::new(2);
    let station = kit.open_station(5).await;
    for n in 0..4 {
        vote(&station, n, "hodges").await;
    }
    let export = station.export_segments(ExportRange::All).await.unwrap();
    assert_eq!(
        (export.first_seq, export.next_seq),
        (0, station.sync_status().next_seq)
    );
    let mut next = 0;
    for frame in transfer::read(&export.file).unwrap() {
        let Frame::Segment(bytes) = frame else {
            panic!("{frame:?}")
        };
        let segment = UnverifiedSegment::decode(&bytes).unwrap();
        let segment = segment.verify(&kit.key.verifying_key()).unwrap();
        assert_eq!(segment.first_seq, next);
        next = segment.next_seq();
    }
    assert_eq!(next, export.next_seq);
    station.record_export(&export, OFFICER).await.unwrap();
    let last = kit.entries(&station).await.pop().unwrap();
    let text = format!("entries 0 to {}", export.next_seq - 1);
    assert!(
        matches!(&last, EntryBody::OfficerAction { action: Action::SegmentsExported, text: t, .. } if *t == text),
        "{last:?}"
    );
    assert_eq!(
        station.sync_status().queue_depth,
        station.sync_status().next_seq,
        "it waits all the same"
    );
}

#[tokio::test]
async fn only_what_waits_is_written_when_only_that_is_asked_for() {
    let kit = Kit::new(2);
    let station = kit.open_station(5).await;
    vote(&station, 0, "hodges").await;
    let end = station.sync_status().next_seq;
    station
        .apply_receipt(&kit.receipt(&station, end).await)
        .await
        .unwrap();
    assert_eq!(
        code(station.export_segments(ExportRange::Waiting).await),
        "nothing_to_export"
    );
    vote(&station, 1, "hodges").await;
    let export = station.export_segments(ExportRange::Waiting).await.unwrap();
    assert_eq!(export.first_seq, end);
}

#[tokio::test]
async fn central_s_answer_empties_the_queue_and_brings_the_roll_up_to_date() {
    let kit = Kit::new(2);
    let station = kit.open_station(3).await;
    vote(&station, 0, "hodges").await;
    let receipt = kit.receipt(&station, station.sync_status().next_seq).await;
    let mut rejected = voter(1);
    rejected.accreditation = Accreditation::Rejected;
    let elsewhere = RollUpdate {
        polling_station: "s2".parse().unwrap(),
        ..update(voter(2), 9)
    };
    let revision = kit.definition(2, &toml(2).replace("Ann Hodges", "Anne Hodges"));
    let file = transfer::write(&[
        Frame::Receipt(receipt.sign(&kit.authority)),
        Frame::RollUpdate(update(rejected, 2).sign(&kit.authority)),
        Frame::RollUpdate(elsewhere.sign(&kit.authority)),
        Frame::Definition(revision.as_bytes().to_vec()),
    ])
    .unwrap();
    let imported = station.import(&file).await.unwrap();
    let expected = Imported {
        receipts: 1,
        roll_updates: 1,
        definitions: 1,
        foreign: 1,
        own_segments: 0,
    };
    assert_eq!(imported, expected);
    assert_eq!(station.sync_status().receipted, receipt.next_seq);
    let standing = station.voter(voter(1).voter_id).await.unwrap().unwrap().standing;
    assert_eq!(standing, VoterStanding::Rejected);
    assert_eq!(station.definition().version, 2);
    let again = station.import(&file).await.unwrap();
    assert_eq!(
        again,
        Imported {
            foreign: 1,
            ..Imported::default()
        },
        "nothing new the second time"
    );
}

#[tokio::test]
async fn a_file_with_one_forged_message_changes_nothing() {
    let kit = Kit::new(2);
    let station = kit.open_station(3).await;
    let receipt = kit.receipt(&station, station.sync_status().next_seq).await;
    let mut withdrawn = voter(1);
    withdrawn.accreditation = Accreditation::Withdrawn;
    let file = transfer::write(&[
        Frame::Receipt(receipt.sign(&kit.authority)),
        Frame::RollUpdate(update(withdrawn, 2).sign(&kit.key)),
    ])
    .unwrap();
    assert_eq!(code(station.import(&file).await), "unsigned");
    assert_eq!(station.sync_status().receipted, 0);
    assert_eq!(code(station.import(b"a photograph").await), "not_segments");
    assert_eq!(
        code(station.import(&file[..file.len() - 1]).await),
        "not_segments"
    );
}

#[tokio::test]
async fn a_station_recognises_its_own_segments_and_those_that_it_does_not_have() {
    let kit = Kit::new(2);
    let station = kit.open_station(3).await;
    vote(&station, 0, "hodges").await;
    let export = station.export_segments(ExportRange::All).await.unwrap();
    let imported = station.import(&export.file).await.unwrap();
    assert_eq!((imported.own_segments, imported.foreign), (export.segments, 0));

    // A copy of the store lives on by itself: its log is signed by the same key and is another one.
    let copy = Kit {
        key: kit.key.clone(),
        ..Kit::new(2)
    };
    let other = copy.station(3).await;
    other
        .report_incident(pollstream_protocol::entry::IncidentKind::Other, "copied", OFFICER)
        .await
        .unwrap();
    other.open_polls(&officers(), None).await.unwrap();
    let foreign = other.export_segments(ExportRange::All).await.unwrap();
    assert_eq!(code(station.import(&foreign.file).await), "not_in_log");
}
