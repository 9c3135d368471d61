//! A kiosk from its first run on: the station's package on a stick, two officers, polls that open, a voter at the
//! booth; by the same commands that the front end calls.

use std::path::PathBuf;

use fantoccini::Locator;
use pollstream_protocol::enrolment::StationPackage;
use serde_json::{Value, json};

use crate::election::Election;
use crate::window::{KioskProgram, Session};
use crate::{eventually, printed};

/// Under which the key file of these kiosks lies.
pub const PASSPHRASE: &str = "a passphrase of a test";
/// The presiding officer's PIN.
pub const ADA_PIN: &str = "407193";
/// The poll worker's PIN.
pub const BEN_PIN: &str = "551904";

/// A station's package on a stick, and its code.
pub struct Stick {
    /// Where it is mounted.
    pub folder: PathBuf,
    /// The enrolment code.
    pub code: String,
    /// The package, opened.
    pub package: StationPackage,
}

impl Stick {
    /// The stick of a station of `election`.
    pub fn new(election: &Election, station: &str) -> Self {
        let said = election.place.done(&["enrol", station]);
        Self::of(&said, election.place.data().join(format!("stick-{station}")))
    }

    /// The stick of what `central enrol` said, in a folder to be made.
    pub fn of(enrolled: &str, folder: PathBuf) -> Self {
        let file = PathBuf::from(printed(enrolled, "package"));
        let code = printed(enrolled, "enrolment code");
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

    /// The data folder of the kiosk that it is for.
    pub fn data(&self) -> PathBuf {
        self.folder.with_extension("kiosk")
    }

    /// Starts the program with this stick in.
    pub async fn kiosk(&self) -> KioskProgram {
        let folder = self.folder.display().to_string();
        let settings = [
            ("POLLSTREAM_KIOSK_EXPORT", folder.as_str()),
            ("POLLSTREAM_KEY_PASSPHRASE", PASSPHRASE),
        ];
        KioskProgram::start(&self.data(), &settings).await
    }

    /// The same where a keyring may keep the key: no passphrase is given.
    pub async fn kiosk_in(&self, session: Session<'_>) -> KioskProgram {
        let folder = self.folder.display().to_string();
        let settings = [("POLLSTREAM_KIOSK_EXPORT", folder.as_str())];
        KioskProgram::start_in(session, &self.data(), &settings).await
    }

    /// The first run, without the front end: the same commands that it calls. The key goes into a file.
    pub async fn enrol(&self, kiosk: &KioskProgram) {
        self.enrol_with_key_in(kiosk, "file").await;
    }

    /// The same with the key in the `file` or in the `keyring`.
    pub async fn enrol_with_key_in(&self, kiosk: &KioskProgram, place: &str) {
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
            "keyPlace": place,
            "passphrase": if place == "file" { PASSPHRASE } else { "" },
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

/// The id of an officer by name.
pub async fn officer_id(kiosk: &KioskProgram, name: &str) -> Value {
    let officers = kiosk.done("officers", Value::Null).await;
    let found = officers
        .as_array()
        .expect("officers")
        .iter()
        .find(|o| o["name"] == name);
    found.unwrap_or_else(|| panic!("no officer {name}"))["id"].clone()
}

/// Signs an officer in at the desk.
pub async fn sign_in(kiosk: &KioskProgram, name: &str, pin: &str) {
    let id = officer_id(kiosk, name).await;
    let state = kiosk
        .done("sign_in", json!({ "officerId": id, "pin": pin }))
        .await;
    assert_eq!(state["officer"]["name"], name);
}

/// The second officer's word.
pub async fn ben(kiosk: &KioskProgram) -> Value {
    json!({ "officerId": officer_id(kiosk, "Ben").await, "pin": BEN_PIN })
}

/// Opens the polls with both officers' word and every item of the checklist confirmed.
pub async fn open_polls(kiosk: &KioskProgram) {
    let opening = kiosk.done("opening", Value::Null).await;
    let items = opening["checklist"].as_array().expect("a checklist").iter();
    let manual: Vec<&Value> = items
        .filter(|i| i["manual"] == true)
        .map(|i| &i["code"])
        .collect();
    // These tests run on any day but that of their election.
    let request =
        json!({ "second": ben(kiosk).await, "confirmed": manual, "outsideReason": "a system test" });
    let report = kiosk.done("open_polls", request).await;
    assert_eq!(report["officers"], json!(["Ada", "Ben"]));
}

/// Brings the voter with this registration number to the booth.
pub async fn admit(kiosk: &KioskProgram, number: &str) {
    kiosk.switch_to("desk").await;
    let found = kiosk.done("search", json!({ "query": number, "limit": 5 })).await;
    let voter = json!({ "voterId": found["voters"][0]["voterId"] });
    kiosk.done("check_in", voter.clone()).await;
    kiosk.done("issue_ballot", voter).await;
    kiosk.switch_to("booth").await;
}

/// A voter's way through the front end, to the last question before the ballot is cast. Does what the page asks for: one
/// that is drawn anew may swallow a press, and a ballot that was issued anew begins again with the language.
pub async fn review_by_hand(kiosk: &KioskProgram, language: &str, mayor: &str) {
    let asked = [
        format!("[data-testid=\"booth-language-{language}\"]"),
        format!("[data-testid=\"candidate\"][data-candidate=\"{mayor}\"][aria-checked=\"false\"]"),
        "[data-testid=\"next\"]".to_owned(),
    ];
    eventually("the review of the choices", || async {
        if kiosk.is_there("review-cast").await {
            return Some(());
        }
        for selector in &asked {
            if kiosk.client().find(Locator::Css(selector)).await.is_ok() {
                kiosk.try_click(selector).await;
                break;
            }
        }
        None
    })
    .await;
    kiosk.click("review-cast").await;
}

/// Waits until the program is in this phase.
pub async fn phase(kiosk: &KioskProgram, phase: &str) {
    eventually(&format!("the kiosk to be {phase}"), || async {
        (kiosk.done("app_state", Value::Null).await["phase"] == phase).then_some(())
    })
    .await;
}
