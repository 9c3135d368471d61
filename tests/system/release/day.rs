//! A day with the installed program: first run, key, polls, voters, restarts, lock, print, close.

use pollstream_tests::election::{Election, Rules};
use pollstream_tests::kiosk::Stick;
use pollstream_tests::window::Session;

use super::desk::{Desk, Key};
use super::looks;
use super::place::{self, Place};
use super::voter::{By, Voter};
use super::window::Window;
use super::words::Words;

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

/// What is marked on a ballot of each style: by contest, one candidate.
const PLAIN: [(&str, &str); 1] = [("Mayor", "Ada Novák")];
const FULL: [(&str, &str); 2] = [("Mayor", "Ben Okoye"), ("Shall there be a bond?", "Yes")];

fn voter(place: &Place, by: By) -> Voter<'_> {
    Voter {
        window: Window::booth(place),
        words: Words::of("en"),
        by,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "drives the installed package: scripts/package --then installs it"]
async fn both_windows_of_the_installed_program_are_painted() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::new((1280, 800), Session::Bare).await;
    let program = place.start(&folder.path().join("kiosk"), &["--screens", "two"]);
    let words = Words::of("en");
    for (window, key) in [
        (Window::desk(&place), "first-run-package-title"),
        (Window::booth(&place), "booth-polls-not_opened"),
    ] {
        window.says(words.get(key)).await;
        window.raise();
        looks::is_painted(&window, words.get(key)).await;
        looks::nothing_is_cut_off(&window).await;
    }
    place::end(program);
    assert!(
        !folder.path().join("kiosk/web").exists(),
        "what the web engine kept is wiped at the end"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "drives the installed package: scripts/package --then installs it"]
async fn a_day_on_one_screen_with_the_key_in_a_file() {
    let election = Election::begin_today("release_one", RULES).await;
    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    let stick = Stick::new(&election, "north");
    let folder = stick.folder.display().to_string();
    let arguments = ["--export-folder", folder.as_str()];
    let place = Place::new((1280, 800), Session::Bare).await;
    let desk = Desk {
        window: Window::desk(&place),
        words: Words::of("en"),
    };
    let start = || place.start(&stick.data(), &arguments);

    let program = start();
    desk.sets_up(&stick, Key::File).await;
    desk.says("sign-in-title").await;
    place::cut(program);
    let program = start();
    desk.opens_the_key().await;
    desk.signs_in().await;
    desk.opens_polls().await;
    desk.prints_the_zero_report(&stick.data()).await;

    for (number, by, choices) in [
        ("north-001", By::Pointer, &FULL[..]),
        ("north-002", By::Keyboard, &PLAIN[..]),
    ] {
        desk.admits(number).await;
        desk.hands_over().await;
        let voter = voter(&place, by);
        voter.marks("English", choices).await;
        voter.casts().await;
        voter.leaves().await;
        desk.takes_back(voter.window).await;
    }

    // The power goes while the third is voting: the ballot is in the booth still, and nothing of it is marked.
    desk.admits("north-003").await;
    desk.hands_over().await;
    voter(&place, By::Switch).marks("English", &PLAIN).await;
    place::cut(program);
    let program = start();
    desk.opens_the_key().await;
    desk.signs_in().await;
    desk.shows_the_booth().await;
    let third = voter(&place, By::Switch);
    third
        .window
        .says(third.words.get("booth-restarted-not-cast"))
        .await;
    third.marks("English", &PLAIN).await;
    third.casts().await;
    third.leaves().await;
    desk.takes_back(third.window).await;

    desk.registers("new-001", "Zoë Number").await;
    desk.locks_and_comes_back().await;
    desk.closes_polls().await;
    // The installed program reaches the real central.
    election.reaches("SELECT count(*) FROM ballot", 3).await;
    place::end(program);
    election.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "drives the installed package: scripts/package --then installs it"]
async fn a_day_on_two_screens_with_the_key_in_the_keyring() {
    let election = Election::begin_today("release_two", RULES).await;
    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    let stick = Stick::new(&election, "south");
    let folder = stick.folder.display().to_string();
    let arguments = ["--export-folder", folder.as_str(), "--screens", "two"];
    let keyring = tempfile::tempdir().expect("a folder");
    let place = Place::new((1280, 800), Session::Keyring(keyring.path())).await;
    let desk = Desk {
        window: Window::desk(&place),
        words: Words::of("en"),
    };
    let start = || place.start(&stick.data(), &arguments);

    let program = start();
    desk.sets_up(&stick, Key::Keyring).await;
    desk.says("sign-in-title").await;
    // With the key in the keyring nothing is asked for at a start.
    place::cut(program);
    let program = start();
    desk.signs_in().await;
    desk.opens_polls().await;

    for (number, by, choices) in [
        ("south-001", By::Switch, &FULL[..]),
        ("south-002", By::Pointer, &PLAIN[..]),
    ] {
        desk.window.raise();
        desk.admits(number).await;
        let voter = voter(&place, by);
        voter.window.raise();
        voter.marks("English", choices).await;
        voter.casts().await;
        voter.leaves().await;
    }
    desk.window.raise();
    desk.closes_polls().await;
    election.reaches("SELECT count(*) FROM ballot", 2).await;
    place::end(program);
    election.sound();
}
