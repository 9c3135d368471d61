//! A station without any network: its log goes to central on a stick, and central's word comes back on it.

use pollstream_protocol::transfer::{self, Frame};
use pollstream_station::{ExportRange, VoterStanding};
use pollstream_tests::election::{Election, Rules, held_back, votes};
use serde_json::json;

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_log_on_a_stick_counts_once_and_its_answer_empties_the_queue() {
    let election = Election::begin("stick", RULES).await;
    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    let north = election.kiosk("north").await;
    north.open().await;
    for n in 1..=4 {
        north.visit(election.voter("north", n), "ada").await;
    }
    north.close().await;
    let station = &north.station;
    let export = station
        .export_segments(ExportRange::Waiting)
        .await
        .expect("an export");
    let path = |name: &str| election.place.data().join(name).display().to_string();
    std::fs::write(path("log"), &export.file).expect("the file");

    let out = election
        .place
        .done(&["import-segments", &path("log"), "--answer", &path("answer")]);
    let said = format!(
        "station `north`, incarnation 1: entries before {}",
        export.next_seq
    );
    assert!(out.contains(&said), "{out}");
    // The same stick again, as people do.
    election.place.done(&["import-segments", &path("log")]);
    let answer = std::fs::read(path("answer")).expect("the answer");
    let imported = station.import(&answer).await.expect("central's word");
    assert_eq!((imported.receipts, imported.foreign), (1, 0));
    assert_eq!(station.sync_status().queue_depth, 0);
    let standing = station.voter(election.voter("north", 1)).await.expect("the roll");
    assert!(matches!(
        standing.expect("the voter").standing,
        VoterStanding::CheckedIn { .. }
    ));

    // Fewer ballots than are opened together wait for the end of the election.
    election.place.done(&["close"]);
    election.settled().await;
    let results = election.results();
    // One voter has another ballot style: one ballot alone is not shown.
    assert_eq!(votes(&results["contests"], "mayor")["ada"], 3);
    assert_eq!(held_back(&results["contests"], "mayor"), 1);
    assert_eq!(results["totals"]["checked_in"], json!(4));
    election.sound();

    // What is damaged, central's own, or of a station that nobody enrolled, is refused whole.
    let refused = |name: &str| election.place.refused(4, &["import-segments", &path(name)]);
    assert!(refused("answer").contains("not a file of segments"));
    std::fs::write(path("cut"), &export.file[..export.file.len() - 1]).expect("a file");
    assert!(refused("cut").contains("damaged"));
    let forged = transfer::read(&export.file)
        .expect("frames")
        .into_iter()
        .map(|frame| match frame {
            Frame::Segment(mut bytes) => {
                let last = bytes.len() - 1;
                bytes[last] ^= 1;
                Frame::Segment(bytes)
            }
            other => other,
        });
    let forged = transfer::write(&forged.collect::<Vec<_>>()).expect("a file");
    std::fs::write(path("forged"), forged).expect("a file");
    assert!(refused("forged").contains("nothing was taken in"));
}
