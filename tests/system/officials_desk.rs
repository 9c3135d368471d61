//! The officials' desk in the results window, by hand: the window's own drawing and background on real servers, driven
//! through its accessible names. What is decided there is what running stations see.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{self, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use pollstream_central::settings::Settings;
use pollstream_protocol::voter::{Accreditation, Address};
use pollstream_station::{NewVoter, Station};
use pollstream_tests::election::{Election, OFFICER, Rules, votes};
use pollstream_tests::{PATIENCE, eventually};
use pollstream_viewer::command::Folders;
use pollstream_viewer::feed::{self, Background};
use pollstream_viewer::{Mode, Window, install_theme};
use serde_json::json;

use super::decisions::{appoint, passphrase, provisional};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};

/// A window without a screen.
struct Desk {
    window: Harness<'static, Window>,
    _background: Background,
}

impl Desk {
    fn open(settings: &Settings) -> Self {
        let (settings, folder) = (settings.clone(), settings.data.clone());
        let folders = Folders {
            exports: folder.join("exports"),
            pictures: folder,
        };
        let background = feed::start(Arc::new(move || Ok(settings.clone())), folders, || {});
        let background = background.expect("the background");
        let window = Window::new(
            background.published.clone(),
            background.commands.clone(),
            Mode::Desk,
        );
        let window = Harness::builder()
            .with_size(egui::vec2(1_280.0, 860.0))
            .allow_missing_glyphs()
            .with_context_setup(install_theme)
            .build_ui_state(|ui, window: &mut Window| window.ui(ui), window);
        Desk {
            window,
            _background: background,
        }
    }

    /// Waits until something of this role and name is there and can be used, and uses it.
    fn click(&mut self, role: Role, name: &str) {
        self.until(&format!("{role:?} `{name}`"), |window| {
            let mut found = window.query_all_by_role_and_label(role, name);
            let usable = found.find(|node| !node.accesskit_node().is_disabled());
            usable.map(|node| node.click())
        });
        self.window.run_steps(4);
    }

    fn sign_in(&mut self, who: &str) {
        self.click(Role::Button, "Sign in …");
        self.choose("Official", &format!("{who}, official ({who})"));
        self.fill("Passphrase", &passphrase(who));
        self.click(Role::Button, "Sign in");
        self.reads(&format!("Signed in: {who}"));
    }

    /// Opens the section whose name begins so; behind it stands how many wait.
    fn section(&mut self, begins: &str) {
        self.until(&format!("the section {begins}"), |window| {
            let section = window.query_by_label_contains(begins);
            section.map(|section| section.click())
        });
        self.window.run_steps(4);
    }

    /// Types into a field, again if it was not drawn yet when the keys came.
    fn fill(&mut self, name: &str, text: &str) {
        for _ in 0..20 {
            self.until(&format!("the field {name}"), |window| {
                window.query_by_label(name).map(|field| field.click())
            });
            self.window.run_steps(4);
            self.window.get_by_label(name).type_text(text);
            self.window.run_steps(4);
            let value = self.window.get_by_label(name).accesskit_node().value();
            if value.is_some_and(|value| !value.is_empty()) {
                return;
            }
        }
        panic!("{name} takes no text");
    }

    /// Chooses something in a list; one that closes because the window was just drawn anew is opened again.
    fn choose(&mut self, name: &str, what: &str) {
        self.window.run_steps(4);
        for _ in 0..20 {
            self.click(Role::ComboBox, name);
            self.window.run_steps(4);
            if self.window.query_by_role_and_label(Role::Button, what).is_some() {
                break;
            }
        }
        self.click(Role::Button, what);
    }

    /// Waits until something that says this is there.
    fn reads(&mut self, says: &str) {
        self.until(&format!("`{says}`"), |window| {
            window.query_all_by_label_contains(says).next().map(|_| ())
        });
    }

    fn until<T>(&mut self, what: &str, find: impl Fn(&Harness<'static, Window>) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            self.window.step();
            if let Some(found) = find(&self.window) {
                return found;
            }
            if began.elapsed() > PATIENCE {
                let alerts = self.window.query_all_by_role(Role::Alert);
                let said: Vec<_> = alerts.filter_map(|a| a.accesskit_node().label()).collect();
                panic!("the window does not show {what}, but says {said:?}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Gives the reason that a dialog asks for, and decides.
    fn decide(&mut self, reason: &str, button: &str) {
        self.fill("Reason", reason);
        self.click(Role::Button, button);
        self.until("the dialog's end", |window| {
            window.query_by_label("Reason").is_none().then_some(())
        });
    }
}

async fn candidate_at(station: &Station, id: &str, wanted: Accreditation) {
    let id = id.parse().expect("an id");
    eventually("the candidate at the station", || async {
        let definition = station.definition();
        let (_, candidate) = definition.definition.candidate(&id)?;
        (candidate.accreditation == wanted).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_accredited_in_the_window_is_accredited_at_the_stations() {
    let election = Election::begin("desk", RULES).await;
    let _services = ["intake", "aggregate"].map(|name| election.place.service(name));
    let (north, south) = (election.kiosk("north").await, election.kiosk("south").await);
    appoint(|arguments| election.place.central(arguments));
    let uplink = election.uplink();
    let _north = uplink.attach(&north.station);
    let mut desk = Desk::open(&election.settings);
    desk.sign_in("anna");

    desk.click(Role::Tab, "Accreditation");
    desk.click(Role::Button, "Submit a candidate …");
    desk.fill("Name on the ballot", "Eve Lund");
    desk.fill("Id", "eve-lund");
    desk.choose("Contest", "Mayor");
    desk.decide("filed in time", "Submit");
    candidate_at(&north.station, "eve-lund", Accreditation::Pending).await;
    desk.click(Role::ListBoxOption, "Eve Lund");
    desk.click(Role::Button, "Accredit …");
    desk.decide("the signatures are good", "Accredit");
    candidate_at(&north.station, "eve-lund", Accreditation::Accredited).await;

    // A station without a network registers somebody who is on another station's roll under another number.
    let twin = NewVoter {
        registration_number: "new-1".to_owned(),
        name: "North of, Voter 5".to_owned(),
        date_of_birth: "1980-05-31".parse().expect("a date"),
        address: Address::default(),
        ..NewVoter::default()
    };
    south.open().await;
    let registered = south
        .station
        .register(twin, OFFICER)
        .await
        .expect("a registration");
    let _south = uplink.attach(&south.station);
    desk.section("Registrations (");
    desk.click(Role::ListBoxOption, "North of, Voter 5");
    desk.reads("Same name and date of birth");
    desk.reads("Voter 5 of north");
    desk.click(Role::Button, "Reject …");
    desk.decide("on the roll of Station north already", "Reject");
    eventually("the decision at the station", || async {
        let entry = south.station.voter(registered.voter_id).await.expect("the roll");
        (entry?.voter.accreditation == Accreditation::Rejected).then_some(())
    })
    .await;
    desk.click(Role::Button, "Sign out");
    desk.click(Role::Button, "Sign in …");
    election.settled().await;
    election.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_doubtful_is_adjudicated_in_the_window() {
    let election = Election::begin("adjudicated", RULES).await;
    let _services = ["intake", "aggregate"].map(|name| election.place.service(name));
    // A kiosk and a second life of it, each on its own line: both check one voter in.
    let uplinks = [election.uplink(), election.uplink()];
    let (first, second) = (election.kiosk("north").await, election.kiosk("north").await);
    appoint(|arguments| election.place.central(arguments));
    for kiosk in [&first, &second] {
        kiosk.open().await;
        let voter = election.voter("north", 2);
        kiosk.station.check_in(voter, OFFICER).await.expect("a check-in");
    }
    for n in [5, 6, 7] {
        provisional(&election, &first, n).await;
    }
    let _first = uplinks[0].attach(&first.station);
    first.receipted().await;
    let _second = uplinks[1].attach(&second.station);
    second.receipted().await;
    let garbage = election.produce("north", b"no segment at all").await;
    garbage.expect("a message");

    let mut desk = Desk::open(&election.settings);
    desk.sign_in("anna");
    desk.click(Role::Tab, "Adjudication");
    for n in [5, 6, 7] {
        desk.click(Role::CheckBox, &format!("Mark Voter {n} of north"));
    }
    desk.click(Role::Button, "Propose to release the marked …");
    desk.decide("their passports were shown", "Propose to release");
    desk.reads("No provisional ballot waits for a decision");

    desk.section("Quarantine (");
    desk.click(Role::ListBoxOption, "undecodable");
    desk.reads("SHA-256");
    desk.click(Role::Button, "Resolve …");
    desk.decide("a broken scanner", "Resolve");
    desk.reads("Nothing like this is to be dealt with");
    desk.section("Incidents (");
    desk.click(Role::ListBoxOption, "double check in");
    desk.click(Role::Button, "Resolve …");
    desk.decide("the desk was replaced", "Resolve");
    desk.reads("Dealt with: ");
    desk.click(Role::Button, "Sign out");

    desk.sign_in("ben");
    desk.section("Provisional ballots (");
    for n in [5, 6, 7] {
        desk.section("Proposed");
        desk.click(Role::ListBoxOption, &format!("Voter {n} of north"));
        desk.reads("anna proposed to release it");
        desk.click(Role::Button, "Confirm …");
        desk.click(Role::CheckBox, "I understand that this cannot be undone");
        desk.click(Role::Button, "Release the ballot");
        desk.reads("Decided by anna and ben");
    }
    desk.reads("Nothing waits for a second official");
    election.settled().await;
    let mayor = votes(&election.results()["contests"], "mayor");
    assert_eq!((&mayor["ben"], &mayor["ballots"]), (&json!(3), &json!(3)));
    let (check, recount) = election.sound();
    assert_eq!(recount["released"], 3);
    let checks = check["checks"].as_array().expect("checks").iter();
    let warnings: Vec<_> = (checks.filter(|c| c["outcome"] == "warning"))
        .map(|c| &c["name"])
        .collect();
    assert_eq!(
        warnings,
        ["voters once"],
        "the two check-ins stand; nothing else is open"
    );
}
