//! A day at the kiosk: from the first run to the close report, with a power cut in the booth, and what central
//! makes of it.

use std::time::Duration;

use pollstream_protocol::statement::CloseStatement;
use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_protocol::transfer::{self, Frame};
use pollstream_tests::election::{Election, Rules, held_back, votes};
use pollstream_tests::eventually;
use pollstream_tests::kiosk::{ADA_PIN, Stick, admit, ben, open_polls, phase, sign_in};
use pollstream_tests::window::KioskProgram;
use serde_json::{Value, json};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};

/// The ballot that the booth shows, with a mark for mayor.
async fn marked(kiosk: &KioskProgram, mayor: &str) -> Value {
    let booth = kiosk.done("booth", Value::Null).await;
    assert_eq!(booth["state"]["phase"], "voting", "{booth:#}");
    let ballot = &booth["state"]["ballot"];
    let contests = ballot["contests"].as_array().expect("contests").iter();
    let marks: Vec<Value> = contests
        .map(|c| {
            let chosen = if c["id"] == "mayor" {
                json!([mayor])
            } else {
                json!([])
            };
            json!({ "contest": c["id"], "candidates": chosen })
        })
        .collect();
    json!({ "visit": ballot["visit"], "contests": marks })
}

/// Votes in the booth and leaves it; returns the tracking code.
async fn vote(kiosk: &KioskProgram, mayor: &str) -> String {
    let ballot = marked(kiosk, mayor).await;
    let cast = kiosk.done("cast", ballot).await;
    kiosk.done("finish", Value::Null).await;
    cast["trackingCode"].as_str().expect("a code").to_owned()
}

async fn registers(kiosk: &KioskProgram) {
    let mut form =
        json!({ "name": "Zoë Number", "registrationNumber": "new-001", "dateOfBirth": "2015-01-01" });
    let check = kiosk.done("check_form", form.clone()).await;
    assert_eq!(check["age"], 11);
    assert_eq!(check["faults"][0]["code"], "too_young");
    assert_eq!(kiosk.refused("register", form.clone()).await, "voter_faults");
    form["dateOfBirth"] = json!("1990-02-03");
    let registered = kiosk.done("register", form.clone()).await;
    let receipt = registered["receiptNumber"].as_str().expect("a receipt number");
    assert!(receipt.starts_with("north-1-0000"), "{receipt}");
    assert_eq!(
        kiosk.refused("register", form.clone()).await,
        "already_registered"
    );
    let twin = json!({ "name": "Number, ZOE", "registrationNumber": "new-002", "dateOfBirth": "1990-02-03" });
    let duplicates = kiosk.done("duplicates", twin).await;
    assert_eq!(duplicates["alike"][0]["voterId"], registered["voterId"]);
    let card = kiosk
        .done("voter", json!({ "voterId": registered["voterId"] }))
        .await;
    assert_eq!(card["standing"]["state"], "pending");
    assert_eq!(
        kiosk
            .refused("check_in", json!({ "voterId": registered["voterId"] }))
            .await,
        "not_accredited"
    );
}

async fn spoils(kiosk: &KioskProgram) {
    kiosk.switch_to("desk").await;
    let sessions = kiosk.done("sessions", Value::Null).await;
    assert_eq!(sessions[0]["inBooth"], true);
    kiosk.switch_to("booth").await;
    let old = marked(kiosk, "ada").await;
    kiosk.switch_to("desk").await;
    kiosk
        .done("spoil", json!({ "sessionId": sessions[0]["sessionId"] }))
        .await;
    kiosk.switch_to("booth").await;
    assert_eq!(
        kiosk.refused("cast", old).await,
        "stale_visit",
        "a spoiled ballot is not cast"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_day_from_first_run_to_close_report_arrives_at_central() {
    let election = Election::begin("kiosk_day", RULES).await;
    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    let stick = Stick::new(&election, "north");
    let kiosk = stick.kiosk().await;
    stick.enrol(&kiosk).await;
    sign_in(&kiosk, "Ada", ADA_PIN).await;
    let incomplete = json!({ "second": ben(&kiosk).await, "confirmed": [], "outsideReason": null });
    assert_eq!(
        kiosk.refused("open_polls", incomplete).await,
        "checklist_incomplete"
    );
    open_polls(&kiosk).await;
    registers(&kiosk).await;

    admit(&kiosk, "north-001").await;
    let code = vote(&kiosk, "ada").await;
    assert!(code.parse::<TrackingCode>().is_ok(), "{code}");
    admit(&kiosk, "north-002").await;
    spoils(&kiosk).await;
    vote(&kiosk, "ben").await;
    admit(&kiosk, "north-003").await;
    vote(&kiosk, "ben").await;

    // A check-in taken back, and one whose voter leaves.
    kiosk.switch_to("desk").await;
    let found = kiosk
        .done("search", json!({ "query": "voter 4 31.05.1980", "limit": 5 }))
        .await;
    let fourth = found["voters"][0]["voterId"].clone();
    kiosk.done("check_in", json!({ "voterId": fourth })).await;
    let undo = json!({ "voterId": fourth, "reason": "wrong person" });
    let card = kiosk.done("undo_check_in", undo).await;
    assert_eq!(card["standing"]["state"], "may_check_in");
    admit(&kiosk, "north-005").await;
    kiosk.switch_to("desk").await;
    let sixth = kiosk
        .done("search", json!({ "query": "north-006", "limit": 1 }))
        .await["voters"][0]["voterId"]
        .clone();
    kiosk.done("check_in", json!({ "voterId": sixth })).await;
    assert_eq!(
        kiosk.refused("issue_ballot", json!({ "voterId": sixth })).await,
        "booth_busy"
    );
    let session = kiosk.done("sessions", Value::Null).await[0]["sessionId"].clone();
    kiosk.done("flee", json!({ "sessionId": session })).await;
    kiosk.done("issue_ballot", json!({ "voterId": sixth })).await;
    kiosk.switch_to("booth").await;
    vote(&kiosk, "ada").await;

    // Somebody whom nobody knows votes provisionally.
    kiosk.switch_to("desk").await;
    let claim = json!({ "claimant": { "name": "No Body" }, "reason": "not_on_roll", "declared": "" });
    let faults = kiosk
        .invoke("claim_provisionally", claim)
        .await
        .expect_err("no date of birth");
    assert_eq!(faults["faults"][0]["field"], "date_of_birth");
    let claimant = json!({ "name": "No Body", "dateOfBirth": "1970-01-01" });
    let mut claim = json!({ "claimant": claimant, "reason": "not_on_roll", "declared": "No Body" });
    let issued = kiosk.done("claim_provisionally", claim.clone()).await;
    let number = issued["caseNumber"].as_str().expect("a case number").to_owned();
    assert_eq!(number.len(), 13, "{number}");
    kiosk.switch_to("booth").await;
    vote(&kiosk, "ben").await;

    // The same person comes again: nobody gets two unwarned.
    kiosk.switch_to("desk").await;
    let again = kiosk
        .invoke("claim_provisionally", claim.clone())
        .await
        .expect_err("a case was opened");
    assert_eq!(
        (&again["code"], &again["params"]["case"]),
        (&json!("case_opened"), &json!(number))
    );
    claim["again"] = json!(" ");
    assert_eq!(kiosk.refused("claim_provisionally", claim).await, "text");

    kiosk.switch_to("desk").await;
    kiosk.done("pause_polls", json!({ "reason": "fire alarm" })).await;
    assert_eq!(
        kiosk.refused("check_in", json!({ "voterId": fourth })).await,
        "polls_not_open"
    );
    kiosk.done("resume_polls", Value::Null).await;
    kiosk
        .done(
            "report_incident",
            json!({ "kind": "equipment", "text": "printer jam" }),
        )
        .await;
    let exported = exports(&kiosk, &stick).await;

    let closing = kiosk.done("closing", Value::Null).await;
    assert_eq!(closing["counts"]["reconciles"], true, "{closing:#}");
    let close = json!({ "second": ben(&kiosk).await, "earlyReason": null, "lastVoterServed": true });
    let report = kiosk.done("close_polls", close).await;
    let statement = CloseStatement::from_text(
        report["qr"]["text"].as_str().expect("a text"),
        &stick.package.enrolment.public_key,
    );
    let counts = statement.expect("the station's word").close_report;
    assert_eq!((counts.check_ins, counts.undone, counts.ballots), (5, 1, 4));
    assert_eq!((counts.provisional, counts.spoiled, counts.fled), (1, 1, 1));
    let drive = kiosk.done("drives", Value::Null).await[0]["id"].clone();
    for name in ["zero", "close"] {
        let saved = kiosk
            .done("save_report", json!({ "report": name, "driveId": drive }))
            .await;
        let file = stick
            .folder
            .join("pollstream")
            .join(saved["name"].as_str().expect("a name"));
        assert!(std::fs::read(file).expect("the report").starts_with(b"%PDF-"));
    }
    log_is_readable(&kiosk, exported).await;

    eventually("everything to be confirmed", || async {
        (kiosk.done("queue", Value::Null).await["waiting"] == 0).then_some(())
    })
    .await;
    // Fewer ballots than are opened together wait for the end of the election.
    election.place.done(&["close"]);
    election.settled().await;
    let results = election.results();
    let mayor = votes(&results["contests"], "mayor");
    // The one ballot of its style is nobody's business before the law asks for it.
    assert_eq!((&mayor["ada"], &mayor["ben"]), (&json!(1), &json!(2)));
    assert_eq!(held_back(&results["contests"], "mayor"), 1);
    assert_eq!(results["totals"]["checked_in"], 5);
    election.sound();
    kiosk.close().await;
}

/// Writes the log to the stick; returns its entries.
async fn exports(kiosk: &KioskProgram, stick: &Stick) -> u64 {
    let drive = kiosk.done("drives", Value::Null).await[0]["id"].clone();
    let exported = kiosk
        .done("export_segments", json!({ "driveId": drive, "range": "all" }))
        .await;
    let name = exported["file"]["name"].as_str().expect("a name");
    let file = std::fs::read(stick.folder.join("pollstream").join(name)).expect("the file");
    let frames = transfer::read(&file).expect("frames");
    assert_eq!(
        frames.len() as u64,
        exported["segments"].as_u64().expect("a count")
    );
    assert!(frames.iter().all(|f| matches!(f, Frame::Segment(_))));
    let found = kiosk.done("find_files", json!({ "kind": "segments" })).await;
    let imported = kiosk
        .done("import_file", json!({ "fileId": found[0]["id"] }))
        .await;
    assert_eq!(imported["ownSegments"], exported["segments"]);
    exported["entries"].as_u64().expect("a count")
}

async fn log_is_readable(kiosk: &KioskProgram, exported: u64) {
    let query = json!({ "before": null, "limit": 200, "kinds": ["officer_action"] });
    let page = kiosk.done("log", query).await;
    let lines = page["lines"].as_array().expect("lines");
    let codes: Vec<&str> = lines.iter().filter_map(|l| l["code"].as_str()).collect();
    for code in [
        "signed_in",
        "ballot_spoiled",
        "voter_fled",
        "provisional_case_opened",
        "segments_exported",
    ] {
        assert!(codes.contains(&code), "{code} is missing in {codes:?}");
    }
    let export = lines
        .iter()
        .find(|l| l["code"] == "segments_exported")
        .expect("the export");
    assert_eq!(export["params"]["text"], format!("entries 0 to {}", exported - 1));
    assert!(!page.to_string().contains("candidate"), "nothing of a ballot");
}

/// What the booth says after a restart, and what the counters say, must be the same story.
async fn after_power_cut(stick: &Stick, cast_before: u64) -> (KioskProgram, bool) {
    let kiosk = stick.kiosk().await;
    phase(&kiosk, "ready").await;
    sign_in(&kiosk, "Ada", ADA_PIN).await;
    let cast = kiosk.done("home", Value::Null).await["counts"]["ballotsCast"].clone();
    kiosk.switch_to("booth").await;
    let state = kiosk.done("booth", Value::Null).await["state"].clone();
    match state["phase"].as_str() {
        Some("done") => {
            assert_eq!(
                (&state["restarted"], &state["cast"]),
                (&json!(true), &Value::Null)
            );
            assert_eq!(cast, cast_before + 1, "said to be cast, and is");
            kiosk.done("finish", Value::Null).await;
            (kiosk, true)
        }
        Some("voting") => {
            assert_eq!(state["ballot"]["restarted"], true);
            assert_eq!(cast, cast_before, "said not to be cast, and is not");
            (kiosk, false)
        }
        other => panic!("{other:?} after a power cut: {state:#}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_power_cut_during_a_cast_loses_nothing_and_counts_nothing_twice() {
    // Not waited for: the power goes while the ballot is on its way to the disk, or just before or after.
    const CAST: &str = "const [request] = arguments; window.__TAURI_INTERNALS__.invoke('cast', { request });";
    let election = Election::begin("kiosk_cut", RULES).await;
    let stick = Stick::new(&election, "south");
    let kiosk = stick.kiosk().await;
    stick.enrol(&kiosk).await;
    sign_in(&kiosk, "Ada", ADA_PIN).await;
    open_polls(&kiosk).await;
    let mut running = Some(kiosk);
    for (cast, wait) in (0..).zip([0, 2, 5, 20]) {
        let kiosk = running.take().expect("a kiosk");
        admit(&kiosk, &format!("south-{:03}", cast + 1)).await;
        let ballot = marked(&kiosk, "ada").await;
        kiosk.client().execute(CAST, vec![ballot]).await.expect("a cast");
        tokio::time::sleep(Duration::from_millis(wait)).await;
        kiosk.kill_9();
        let (kiosk, was_cast) = after_power_cut(&stick, cast).await;
        if !was_cast {
            vote(&kiosk, "ada").await;
        }
        running = Some(kiosk);
    }
    let kiosk = running.expect("a kiosk");
    kiosk.switch_to("desk").await;
    let close = json!({ "second": ben(&kiosk).await, "earlyReason": null, "lastVoterServed": true });
    let report = kiosk.done("close_polls", close).await;
    assert_eq!(
        (&report["counts"]["ballots"], &report["counts"]["reconciles"]),
        (&json!(4), &json!(true))
    );

    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    eventually("everything to be confirmed", || async {
        (kiosk.done("queue", Value::Null).await["waiting"] == 0).then_some(())
    })
    .await;
    election.place.done(&["close"]);
    election.settled().await;
    // One voter has another ballot style: one ballot alone is not shown.
    let results = election.results();
    assert_eq!(votes(&results["contests"], "mayor")["ada"], 3, "{results}");
    assert_eq!(held_back(&results["contests"], "mayor"), 1);
    election.sound();
    kiosk.close().await;
}
