//! The log as a durable queue, against a model of ten lines: random operations, crashes and receipts.

use pollstream_protocol::entry::{EntryBody, EntryKind, IncidentKind};
use pollstream_station::Station;
use proptest::prelude::*;

use crate::support::{Kit, OFFICER, ballot, voter};

#[derive(Debug, Clone)]
enum Operation {
    Vote,
    CheckInAndUndo,
    Spoil,
    Incident,
    Crash,
    CleanRestart,
    /// For this part of the log, in 255ths.
    Receipt(u8),
}

fn operation() -> impl Strategy<Value = Operation> {
    prop_oneof![
        6 => Just(Operation::Vote),
        1 => Just(Operation::CheckInAndUndo),
        1 => Just(Operation::Spoil),
        1 => Just(Operation::Incident),
        1 => Just(Operation::Crash),
        1 => Just(Operation::CleanRestart),
        3 => any::<u8>().prop_map(Operation::Receipt),
    ]
}

/// What must hold, in its simplest form.
#[derive(Default)]
struct Model {
    log: Vec<EntryKind>,
    in_box: usize,
    receipted: u64,
}

impl Model {
    fn cast(&mut self, min_batch: usize) {
        self.in_box += 1;
        let keep = if min_batch == 1 { 0 } else { min_batch };
        if self.in_box >= min_batch + keep {
            self.in_box = keep;
            self.log.push(EntryKind::BallotGroup);
        }
    }
}

async fn issue(station: &Station, n: u32) -> pollstream_protocol::ids::SessionId {
    station.check_in(voter(n).voter_id, OFFICER).await.unwrap();
    station.issue_ballot(voter(n).voter_id).await.unwrap()
}

async fn run(operations: Vec<Operation>, min_batch: u32) {
    let kit = Kit::new(min_batch);
    let mut station = kit.open_station(u32::try_from(operations.len()).unwrap()).await;
    let mut model = Model {
        log: vec![EntryKind::PollsOpened],
        ..Model::default()
    };
    let mut cast = 0;
    for (n, operation) in (0..).zip(operations) {
        match operation {
            Operation::Vote => {
                let session = issue(&station, n).await;
                station.cast(session, ballot(&station, "hodges")).await.unwrap();
                cast += 1;
                model.log.push(EntryKind::CheckIn);
                model.cast(min_batch as usize);
            }
            Operation::CheckInAndUndo => {
                station.check_in(voter(n).voter_id, OFFICER).await.unwrap();
                station
                    .undo_check_in(voter(n).voter_id, "mistake", OFFICER)
                    .await
                    .unwrap();
                model.log.extend([EntryKind::CheckIn, EntryKind::CheckInUndone]);
            }
            Operation::Spoil => {
                let session = issue(&station, n).await;
                let again = station.spoil(session, OFFICER).await.unwrap();
                station.flee(again, OFFICER).await.unwrap();
                model.log.extend([
                    EntryKind::CheckIn,
                    EntryKind::OfficerAction,
                    EntryKind::OfficerAction,
                ]);
            }
            Operation::Incident => {
                station
                    .report_incident(IncidentKind::Other, "something", OFFICER)
                    .await
                    .unwrap();
                model.log.push(EntryKind::Incident);
            }
            Operation::Crash => {
                station = kit.crash(station).await;
            }
            Operation::CleanRestart => {
                station.clone().close().await.unwrap();
                station = kit.crash(station).await;
            }
            Operation::Receipt(part) => {
                let next_seq = model.log.len() as u64 * u64::from(part) / 255;
                station
                    .apply_receipt(&kit.receipt(&station, next_seq).await)
                    .await
                    .unwrap();
                model.receipted = model.receipted.max(next_seq);
            }
        }
        let status = station.sync_status();
        assert_eq!(status.next_seq, model.log.len() as u64);
        assert_eq!(status.receipted, model.receipted);
        assert_eq!(status.queue_depth, status.next_seq - status.receipted);
        assert_eq!(status.trouble, None);
    }
    station = kit.crash(station).await;
    assert_eq!(station.boxed().await.unwrap(), model.in_box as u64);
    let kinds: Vec<_> = kit.entries(&station).await.iter().map(EntryBody::kind).collect();
    assert_eq!(kinds, model.log, "nothing is lost, doubled or reordered");
    let in_log = kit.opened(&station).await.len();
    assert_eq!(
        in_log + model.in_box,
        cast,
        "every ballot is in the log or in the box, once"
    );
    if let Some((bytes, _)) = station.next_segment(model.receipted).await.unwrap() {
        let rest = pollstream_protocol::segment::UnverifiedSegment::decode(&bytes).unwrap();
        let rest = rest.verify(&kit.key.verifying_key()).unwrap();
        assert_eq!(
            rest.first_seq, model.receipted,
            "the queue goes on where the receipt ended"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_log_is_the_queue(operations in proptest::collection::vec(operation(), 1..40), min_batch in 1_u32..6) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(operations, min_batch));
    }
}
