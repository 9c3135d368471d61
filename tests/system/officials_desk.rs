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
use pollstream_tests::election::{Election, OFFICER, Rules};
use pollstream_tests::{PATIENCE, eventually};
use pollstream_viewer::command::Folders;
use pollstream_viewer::feed::{self, Background};
use pollstream_viewer::{Mode, Window, install_theme};

use super::decisions::{appoint, passphrase};

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
    appoint(|arguments| election.place.central(arguments));
    let _services = ["intake", "aggregate"].map(|name| election.place.service(name));
    let (north, south) = (election.kiosk("north").await, election.kiosk("south").await);
    let uplink = election.uplink();
    let _north = uplink.attach(&north.station);
    let mut desk = Desk::open(&election.settings);
    desk.click(Role::Button, "Sign in …");
    desk.choose("Official", "anna, official (anna)");
    desk.fill("Passphrase", &passphrase("anna"));
    desk.click(Role::Button, "Sign in");
    desk.reads("Signed in: anna");

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
    desk.until("that a registration waits", |window| {
        let section = window.query_by_label_contains("Registrations (");
        section.map(|section| section.click())
    });
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
