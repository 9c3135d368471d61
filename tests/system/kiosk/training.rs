//! A training in the real windows: a voter's way through a day that nobody counts, without any server.

use pollstream_tests::kiosk::{admit, officer_id, phase, sign_in};
use pollstream_tests::window::KioskProgram;
use serde_json::{Value, json};

const TRAINING: [(&str, &str); 2] = [
    ("POLLSTREAM_KIOSK_TRAINING", "true"),
    // Would be reached by whatever tried to send.
    ("POLLSTREAM_KIOSK_KAFKA", "127.0.0.1:9"),
];

/// A PIN as the banner shows it.
fn pin(app: &Value, name: &str) -> String {
    let officers = app["training"]["officers"].as_array().expect("who practises");
    let found = officers.iter().find(|o| o["name"] == name);
    let pin = found.and_then(|o| o["pin"].as_str());
    pin.unwrap_or_else(|| panic!("no PIN of {name}")).to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_training_says_so_everywhere_has_data_of_its_own_and_sends_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let kiosk = KioskProgram::start(folder.path(), &TRAINING).await;
    phase(&kiosk, "ready").await;
    let app = kiosk.done("app_state", Value::Null).await;
    assert!(
        app["station"]["electionTitle"]
            .as_str()
            .is_some_and(|title| title.contains("TRAINING"))
    );
    kiosk.element("sign-in").await;
    kiosk.element("training-banner").await;
    sign_in(&kiosk, "Alex", &pin(&app, "Alex")).await;
    kiosk.element("home").await;
    kiosk.element("training-banner").await;
    kiosk.picture("training-desk").await;

    // At any hour: its election is today's, and no reason is asked for.
    let opening = kiosk.done("opening", Value::Null).await;
    assert_eq!(opening["outsideHours"], json!(false));
    let manual: Vec<&Value> = (opening["checklist"].as_array().expect("a checklist").iter())
        .filter(|item| item["manual"] == true)
        .map(|item| &item["code"])
        .collect();
    let second = json!({ "officerId": officer_id(&kiosk, "Blake").await, "pin": pin(&app, "Blake") });
    let open = json!({ "second": second, "confirmed": manual, "outsideReason": null });
    let report = kiosk.done("open_polls", open).await;
    assert!(
        report["contests"]
            .as_array()
            .is_some_and(|contests| contests.len() == 3)
    );

    admit(&kiosk, "tompson").await;
    kiosk.element("training-banner").await;
    let booth = kiosk.done("booth", Value::Null).await;
    assert_eq!(booth["training"], json!(true));
    let ballot = &booth["state"]["ballot"];
    let blank: Vec<Value> = (ballot["contests"].as_array().expect("contests").iter())
        .map(|contest| json!({ "contest": contest["id"], "candidates": [] }))
        .collect();
    let cast = json!({ "visit": ballot["visit"], "contests": blank });
    kiosk.done("cast", cast).await;
    kiosk.picture("training-booth").await;

    kiosk.switch_to("desk").await;
    let home = kiosk.done("home", Value::Null).await;
    assert_eq!(home["queue"]["connection"]["state"], json!("no_network"));
    assert_eq!(home["counts"]["ballotsCast"], json!(1));
    assert_eq!(kiosk.refused("retry_now", Value::Null).await, "no_network");
    let export = json!({ "range": "all", "driveId": "export" });
    assert_eq!(kiosk.refused("export_segments", export).await, "training");
    assert_eq!(kiosk.refused("practise", Value::Null).await, "practise_now");
    assert!(
        !folder.path().join("station.db").exists(),
        "the kiosk's own data are not touched"
    );
    assert!(folder.path().join("training/station.db").exists());
}
