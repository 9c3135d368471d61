//! The polling-station app in its real windows (WebKit), on a real Kafka and a real Postgres.

mod day;
mod guard;
mod hands;
mod stick;

use std::path::PathBuf;

use pollstream_protocol::enrolment::StationPackage;
use pollstream_tests::election::Election;
use pollstream_tests::window::KioskProgram;
use pollstream_tests::{eventually, printed};
use serde_json::{Value, json};

/// Under which the key file of these kiosks lies.
const PASSPHRASE: &str = "a passphrase of a test";
const ADA_PIN: &str = "407193";
const BEN_PIN: &str = "551904";

/// A station's package on a stick, and its code.
struct Stick {
    folder: PathBuf,
    code: String,
    package: StationPackage,
}

impl Stick {
    fn new(election: &Election, station: &str) -> Self {
        let out = election.place.done(&["enrol", station]);
        let file = PathBuf::from(printed(&out, "package"));
        let code = printed(&out, "enrolment code");
        let folder = election.place.data().join(format!("stick-{station}"));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::copy(&file, folder.join(file.file_name().expect("a name"))).expect("the package");
        let bytes = std::fs::read(file).expect("the package");
        let package = StationPackage::open(&bytes, &code).expect("the package opens");
        Stick {
            folder,
            code,
            package,
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.with_extension("kiosk")
    }

    /// Starts the program with this stick in.
    async fn kiosk(&self) -> KioskProgram {
        let folder = self.folder.display().to_string();
        let settings = [
            ("POLLSTREAM_KIOSK_EXPORT", folder.as_str()),
            ("POLLSTREAM_KEY_PASSPHRASE", PASSPHRASE),
        ];
        KioskProgram::start(&self.data(), &settings).await
    }

    /// The first run, without the front end: the same commands that it calls.
    async fn enrol(&self, kiosk: &KioskProgram) {
        // The page looks for packages as well, and each look names the files anew.
        eventually("the package to be opened", || async {
            let found = kiosk.done("find_files", json!({ "kind": "package" })).await;
            let request = json!({ "fileId": found[0]["id"], "code": self.code });
            match kiosk.invoke("open_package", request).await {
                Ok(_) => Some(()),
                Err(error) => {
                    assert_eq!(error["code"], "file_gone", "{error:#}");
                    None
                }
            }
        })
        .await;
        let enrol = json!({
            "keyPlace": "file",
            "passphrase": PASSPHRASE,
            "officers": [
                { "name": "Ada", "role": "presiding_officer", "pin": ADA_PIN },
                { "name": "Ben", "role": "poll_worker", "pin": BEN_PIN },
            ],
        });
        let state = kiosk.done("enrol", enrol).await;
        assert_eq!(
            (&state["phase"], &state["officer"]),
            (&json!("ready"), &Value::Null)
        );
    }
}

async fn officer_id(kiosk: &KioskProgram, name: &str) -> Value {
    let officers = kiosk.done("officers", Value::Null).await;
    let found = officers
        .as_array()
        .expect("officers")
        .iter()
        .find(|o| o["name"] == name);
    found.unwrap_or_else(|| panic!("no officer {name}"))["id"].clone()
}

async fn sign_in(kiosk: &KioskProgram, name: &str, pin: &str) {
    let id = officer_id(kiosk, name).await;
    let state = kiosk
        .done("sign_in", json!({ "officerId": id, "pin": pin }))
        .await;
    assert_eq!(state["officer"]["name"], name);
}

/// The second officer's word.
async fn ben(kiosk: &KioskProgram) -> Value {
    json!({ "officerId": officer_id(kiosk, "Ben").await, "pin": BEN_PIN })
}

async fn open_polls(kiosk: &KioskProgram) {
    let opening = kiosk.done("opening", Value::Null).await;
    let items = opening["checklist"].as_array().expect("a checklist").iter();
    let manual: Vec<&Value> = items
        .filter(|i| i["manual"] == true)
        .map(|i| &i["code"])
        .collect();
    let request = json!({ "second": ben(kiosk).await, "confirmed": manual });
    let report = kiosk.done("open_polls", request).await;
    assert_eq!(report["officers"], json!(["Ada", "Ben"]));
}

/// Brings the voter with this registration number to the booth.
async fn admit(kiosk: &KioskProgram, number: &str) {
    kiosk.switch_to("desk").await;
    let found = kiosk.done("search", json!({ "query": number, "limit": 5 })).await;
    let voter = json!({ "voterId": found[0]["voterId"] });
    kiosk.done("check_in", voter.clone()).await;
    kiosk.done("issue_ballot", voter).await;
    kiosk.switch_to("booth").await;
}

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
