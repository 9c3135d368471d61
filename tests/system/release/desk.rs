//! What officers do at the desk, with pointer and keyboard.

use std::path::Path;

use atspi::Role;
use pollstream_tests::kiosk::{ADA_PIN, BEN_PIN, PASSPHRASE, Stick};

use super::window::Window;
use super::words::Words;

/// The officers' window and the language it is in.
pub(super) struct Desk<'a> {
    pub(super) window: Window<'a>,
    pub(super) words: Words,
}

/// Where the key goes at the first run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    File,
    Keyring,
}

impl Desk<'_> {
    /// Presses what is called by this message.
    pub(super) async fn press(&self, key: &str) {
        self.window.press(self.words.get(key)).await;
    }

    /// Waits until the words of this message are there.
    pub(super) async fn says(&self, key: &str) {
        self.window.says(self.words.beginning(key)).await;
    }

    /// From an empty machine to a station.
    pub(super) async fn sets_up(&self, stick: &Stick, key: Key) {
        self.says("first-run-package-title").await;
        let station = &stick.package.enrolment.station;
        let file = format!("{station}-1");
        self.window.press_beginning(Role::ToggleButton, &file).await;
        self.window
            .fill(self.words.get("enrolment-code"), &stick.code)
            .await;
        self.press("first-run-open").await;
        self.window.says(&format!("Station {station}")).await;
        self.press("first-run-preview-confirm").await;
        self.says("first-run-key-title").await;
        if key == Key::File {
            self.window.fill(self.words.get("passphrase"), PASSPHRASE).await;
            self.window
                .fill(self.words.get("passphrase-again"), PASSPHRASE)
                .await;
        }
        self.press("next").await;
        self.says("first-run-officers-title").await;
        for (n, (name, pin)) in [("Ada", ADA_PIN), ("Ben", BEN_PIN)].into_iter().enumerate() {
            self.window.fill_nth(self.words.get("name"), n, name).await;
            self.window.fill_nth(self.words.get("pin"), n, pin).await;
            self.window.fill_nth(self.words.get("pin-again"), n, pin).await;
        }
        self.press("first-run-enrol").await;
    }

    /// After a restart: the key in a file asks for its passphrase.
    pub(super) async fn opens_the_key(&self) {
        self.says("key-locked-file").await;
        self.window.fill(self.words.get("passphrase"), PASSPHRASE).await;
        self.press("key-locked-submit").await;
    }

    /// Signs Ada in.
    pub(super) async fn signs_in(&self) {
        self.says("sign-in-title").await;
        self.window.press_beginning(Role::ToggleButton, "Ada").await;
        self.window.focused(self.words.get("pin")).await;
        self.window.types(ADA_PIN);
        self.window.key("Return");
        self.says("home-title").await;
    }

    /// The second officer's word, and the button that carries it out.
    async fn second_officer(&self, submit: &str) {
        let list = self.words.get("second-officer");
        self.window.choose(list, "Ben").await;
        self.window.fill(self.words.get("second-pin"), BEN_PIN).await;
        self.press(submit).await;
    }

    /// The guided opening.
    pub(super) async fn opens_polls(&self) {
        self.press("nav-polls").await;
        for check in ["seals_checked", "booth_private", "booth_screen", "help_posted"] {
            self.press(&format!("check-{check}")).await;
        }
        self.second_officer("open-submit").await;
        self.says("polls-open-lead").await;
    }

    /// Finds a voter by number, checks them in and issues the ballot.
    pub(super) async fn admits(&self, number: &str) {
        self.press("nav-check-in").await;
        self.window.fill(self.words.get("search-label"), number).await;
        self.window.says(number).await;
        self.window
            .strikes_until("Return", self.words.get("notice-may_check_in"))
            .await;
        self.press("do-check-in").await;
        self.press("issue-ballot").await;
        self.says("issued-title").await;
    }

    /// Gives the one screen to the voter whose ballot has just been issued.
    pub(super) async fn hands_over(&self) {
        self.press("hand-over").await;
    }

    /// Shows the booth from the overview.
    pub(super) async fn shows_the_booth(&self) {
        self.press("nav-home").await;
        self.press("show-booth").await;
    }

    /// An officer takes the one screen back from the booth, with a PIN.
    pub(super) async fn takes_back(&self, booth: Window<'_>) {
        booth.press(self.words.get("booth-leave")).await;
        booth.press("Ada").await;
        booth.fill(self.words.get("pin"), ADA_PIN).await;
        booth.press(self.words.get("booth-leave-submit")).await;
        self.says("home-title").await;
    }

    /// Prints the zero report; without a printer it becomes a file of the kiosk.
    pub(super) async fn prints_the_zero_report(&self, data: &Path) {
        self.press("print").await;
        self.says("printed-folder").await;
        let printed = data.join("printed/north-1-zero-report.pdf");
        let pdf = std::fs::read(&printed).expect("the printed report");
        assert!(pdf.starts_with(b"%PDF-"));
    }

    /// Registers somebody, with a date of birth typed on the keyboard.
    pub(super) async fn registers(&self, number: &str, name: &str) {
        self.press("nav-register").await;
        self.window
            .fill(self.words.get("field-registration_number"), number)
            .await;
        self.window.fill(self.words.get("field-name"), name).await;
        self.window.key("Tab");
        for (part, then) in [("02", "Tab"), ("03", "Tab"), ("1990", "Tab")] {
            self.window.types(part);
            self.window.key(then);
        }
        self.window.says("years old on election day").await;
        self.press("register-review").await;
        self.press("register-confirm").await;
        self.says("receipt-number").await;
    }

    /// Locks the desk and unlocks it; what was on it is there again.
    pub(super) async fn locks_and_comes_back(&self) {
        self.press("lock").await;
        self.says("lock-title").await;
        self.window.focused(self.words.get("pin")).await;
        self.window.types(ADA_PIN);
        self.window.key("Return");
        self.says("receipt-number").await;
    }

    /// The guided closing, before the legal time.
    pub(super) async fn closes_polls(&self) {
        self.press("nav-polls").await;
        self.press("polls-close").await;
        self.press("close-last-voter").await;
        self.window
            .fill(self.words.get("close-early-reason"), "everybody has voted")
            .await;
        self.second_officer("close-submit").await;
        self.says("polls-closed-lead").await;
        self.says("reconcile-ok").await;
    }
}
