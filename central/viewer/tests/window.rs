//! The window without a screen: every screen is driven through its accessible names, and drawn to pictures that
//! are kept. `UPDATE_SNAPSHOTS=1 cargo test -p pollstream-viewer` draws them anew.

mod support;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pollstream_protocol::events::ResultsStatus;
use pollstream_viewer::command::Export;
use pollstream_viewer::snapshot::{Job, Link};
use pollstream_viewer::{Command, Mode, Screen};
use support::{Stage, at, night, recounted};

#[test]
fn before_the_servers_answer_the_window_says_what_it_waits_for() {
    let mut empty = pollstream_viewer::Snapshot::empty(at(0));
    empty.links.postgres = Link::Trouble {
        since: at(0),
        what: "no Kafka and Postgres are known for /srv/central: start `central up`".into(),
    };
    let mut stage = Stage::new(empty, Mode::Desk);
    stage.window.get_by_label("Waiting for the election");
    stage.window.get_by_label_contains("start `central up`");
    stage.picture("waiting");
}

#[test]
fn results_show_who_leads_how_final_and_what_is_missing() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    let window = &stage.window;
    window.get_by_label("City of Riverton General Municipal Election");
    window.get_by_label("Status: Unofficial, partial");
    window.get_by_label("As of 14:32:07");
    window.get_by_label_contains("Missing: 1 of 6 stations without a counted ballot");
    window.get_by_label("Turnout: 40.0\u{202f}%. of accredited");
    assert!(
        window.query_all_by_label("Tomás Herrera Villaseñor").count() >= 2,
        "the leader and a row"
    );
    window.get_by_label_contains("leads by 66 votes");
    window.get_by_label_contains("Tomás Herrera Villaseñor, Riverside Alliance, 1,232");
    assert!(window.query_all_by_label_contains("undervotes").count() > 0);
    stage.picture("results");
}

#[test]
fn heads_of_the_statistics_sort_it() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    let votes = |stage: &Stage| {
        let heads = stage.window.query_all_by_label_contains("Sort by Votes");
        heads.count()
    };
    assert_eq!(votes(&stage), 3, "one table for each contest");
    let head = stage
        .window
        .get_all_by_label("Sort by Candidate: not sorted")
        .next();
    head.expect("a head").click();
    stage.window.run();
    assert!(
        stage
            .window
            .query_all_by_label("Sort by Candidate: smallest first")
            .count()
            > 0
    );
}

#[test]
fn a_step_down_the_tree_shows_the_contests_there_and_escape_leads_back() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    stage.window.get_by_label("North Ward").click();
    stage.window.run();
    stage.window.get_by_label("Mill Hill (Precinct N1)");
    stage.window.key_press(Key::Escape);
    stage.window.run();
    stage.window.get_by_label("North Ward");
    assert!(stage.window.query_by_label("Mill Hill (Precinct N1)").is_none());
}

#[test]
fn small_cells_are_withheld_and_the_window_says_why() {
    let mut snapshot = night(40);
    support::withhold(&mut snapshot, "station/mill-hill-school");
    let mut stage = Stage::new(snapshot, Mode::Desk);
    stage.go_down(&[
        "North Ward",
        "Mill Hill (Precinct N1)",
        "Mill Hill Elementary School",
    ]);
    assert!(
        stage
            .window
            .query_all_by_label_contains("Withheld: fewer than 10 ballots")
            .count()
            > 0
    );
    stage.picture("withheld");
}

#[test]
fn what_cannot_be_reached_is_said_and_what_is_known_stays() {
    let mut snapshot = night(40);
    snapshot.links.kafka = Link::Trouble {
        since: at(40),
        what: "Kafka cannot be read: all brokers are down".into(),
    };
    let mut stage = Stage::new(snapshot, Mode::Desk);
    stage
        .window
        .get_by_label_contains("Results stand still since 14:32:47");
    stage.window.get_by_label("As of 14:32:07");
    stage.picture("disconnected");
}

#[test]
fn certified_results_are_said_to_be() {
    let mut snapshot = night(100);
    support::finish(&mut snapshot, ResultsStatus::Certified);
    let mut stage = Stage::new(snapshot, Mode::Desk);
    stage.window.get_by_label("Status: Certified");
    stage.window.get_by_label("Nothing is known to be missing");
    stage
        .window
        .get_all_by_label_contains("Elected: ")
        .next()
        .expect("who is elected");
    stage.window.get_by_label_contains("ahead of the next");
    stage.window.get_by_label_contains("Flow of votes over");
    let tied = stage.window.query_all_by_label_contains("round 1");
    assert!(tied.count() >= 1, "the rounds");
    stage.picture("certified");
}

#[test]
fn turnout_is_searched_however_names_are_typed_and_a_row_leads_to_its_results() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    stage.open(Screen::Turnout);
    assert!(
        matches!(stage.commands().first(), Some(Command::Hours { place: 0 })),
        "the hours of the whole election are asked for"
    );
    stage.picture("turnout");
    stage.window.get_by_label("Search places").click();
    stage.window.run();
    stage.window.get_by_label("Search places").type_text("MILL hill");
    stage.window.run();
    assert!(
        stage
            .window
            .query_by_label("\u{2003}\u{2003}Old Docks (Precinct N2)")
            .is_none()
    );
    stage.window.get_by_label_contains("of 13 places");
    stage.window.get_by_label("Districts").click();
    stage.window.run();
    stage.window.get_by_label("Mill Hill (Precinct N1)").click();
    stage.window.run();
    assert_eq!(stage.window.state().screen(), Screen::Results);
    stage.window.get_by_label("City of Riverton");
}

#[test]
fn a_hundred_thousand_places_are_one_scroll_away() {
    let many = support::many_places(100_000);
    let mut stage = Stage::new(many, Mode::Desk);
    stage.open(Screen::Turnout);
    stage.window.get_by_label("100,207 places");
    let names = stage.window.query_all_by_label_contains("Station ");
    assert!(names.count() < 100, "only what is in sight is laid out");
    stage
        .window
        .get_by_label("Sort by Checked in: not sorted")
        .click();
    stage.window.run();
    stage.window.get_by_label("Sort by Checked in: largest first");
}

#[test]
fn flow_shows_the_day_and_what_is_behind() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    stage.open(Screen::Flow);
    stage.window.get_by_label("Backlog of intake: 3. messages");
    stage.window.get_by_label_contains("Check-ins per minute, ");
    stage
        .window
        .get_by_label_contains("Ballots counted and Check-ins received per minute, ");
    stage.picture("flow");
}

#[test]
fn stations_in_trouble_come_first() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    stage.open(Screen::Stations);
    let barred = stage
        .window
        .get_by_label_contains("barred: equivocation")
        .rect()
        .top();
    let well = stage
        .window
        .get_all_by_label("well")
        .next()
        .expect("one is well")
        .rect()
        .top();
    assert!(barred < well);
    stage.window.get_by_label("In trouble: 2");
    stage.picture("stations");
}

#[test]
fn integrity_compares_three_counts_and_asks_for_more_when_told_to() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    stage.open(Screen::Integrity);
    stage
        .window
        .get_by_label("Count again from the station logs")
        .click();
    stage.window.get_by_label("Run every check").click();
    stage.window.run();
    let asked = stage.commands();
    assert!(asked.iter().any(|c| matches!(c, Command::Recount)));
    assert!(asked.iter().any(|c| matches!(c, Command::Check)));
    let mut recount = night(40);
    recount.recount = recounted(&recount);
    recount.check = support::checked();
    stage.show(recount);
    stage
        .window
        .get_by_label_contains("published totals follow from the station logs");
    stage
        .window
        .get_by_label_contains("1 passed, 1 warning at 14:33:07");
    stage.window.get_by_label("double check in");
    assert_eq!(
        stage.window.query_all_by_label_contains("of its log)").count(),
        2,
        "both sides"
    );
    stage.picture("integrity");
}

#[test]
fn a_recount_that_differs_is_an_alarm() {
    let mut wrong = night(40);
    wrong.recount = recounted(&wrong);
    if let Job::Done {
        outcome: Ok(report), ..
    } = &mut wrong.recount
    {
        let report = std::sync::Arc::make_mut(report);
        report.ballots += 1;
        report.differences = vec!["district/riverton mayor: 2,801 here, 2,800 published".into()];
    }
    let mut stage = Stage::new(wrong, Mode::Desk);
    stage.open(Screen::Integrity);
    stage
        .window
        .get_by_label_contains("1 of the published totals do not follow");
    stage.window.get_by_label_contains("2,801 here");
}

#[test]
fn the_wall_rotates_by_itself_and_has_nothing_to_press() {
    let mut stage = Stage::new(night(40), Mode::Wall);
    stage.window.get_by_label("Mayor of Riverton");
    assert!(stage.window.query_by_label("Export").is_none());
    stage.picture("wall");
    stage.pass(50);
    stage.window.get_by_label("City Council, three seats");
}

#[test]
fn everything_can_be_exported_by_key() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    for key in [Key::J, Key::S, Key::P] {
        stage.window.key_press_modifiers(Modifiers::COMMAND, key);
        stage.window.run();
    }
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    stage.window.run();
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::T);
    stage.window.run();
    stage.window.run();
    let exports: Vec<Export> = (stage.commands().into_iter())
        .filter_map(|c| if let Command::Export(e) = c { Some(e) } else { None })
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let endings: Vec<String> = exports
        .iter()
        .map(|e| pollstream_viewer::export::write(folder.path(), e).expect("a file"))
        .map(|path| {
            path.extension()
                .expect("an ending")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(endings, ["json", "csv", "pdf", "csv"]);
    let files = |ending: &str| -> Vec<Vec<u8>> {
        let entries = std::fs::read_dir(folder.path()).expect("the folder");
        let paths = entries.map(|e| e.expect("an entry").path());
        paths
            .filter(|p| p.extension().is_some_and(|e| e == ending))
            .map(|p| std::fs::read(p).expect("the file"))
            .collect()
    };
    let json: serde_json::Value = serde_json::from_slice(&files("json")[0]).expect("JSON");
    assert_eq!(json["totals"]["ballots"], 2_800);
    assert_eq!(json["contests"][0]["candidates"][0]["votes"], 1_232);
    assert!(files("pdf")[0].starts_with(b"%PDF"));
    let tables: Vec<String> = files("csv")
        .into_iter()
        .map(|b| String::from_utf8(b).expect("text"))
        .collect();
    assert!(tables.iter().any(|t| t.starts_with("station,polls,state")));
    assert!(tables.iter().any(|t| t.contains("undervotes")));
}

#[test]
fn notices_of_the_background_are_shown_until_they_are_dismissed() {
    let mut noticed = night(40);
    noticed.notices = std::sync::Arc::new(vec![pollstream_viewer::snapshot::Notice {
        number: 1,
        failed: false,
        text: "Saved to /home/ada/pollstream-exports/results.pdf".into(),
    }]);
    let mut stage = Stage::new(noticed, Mode::Desk);
    stage.window.get_by_label_contains("Saved to /home/ada");
    stage.window.get_by_label("Dismiss").click();
    stage.window.run();
    assert!(stage.window.query_by_label_contains("Saved to").is_none());
}

#[test]
fn dark_and_large_are_drawn_as_well() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::D);
    stage.window.run();
    stage.picture("results-dark");
    stage.window.key_press(Key::F1);
    stage.window.run();
    stage.window.get_by_label("One district up");
    stage.window.key_press(Key::Escape);
    stage.window.run();
    assert!(stage.window.query_by_label("One district up").is_none());
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut stage = Stage::new(night(40), Mode::Desk);
    for screen in Screen::ALL {
        stage.open(screen);
        let delay = stage.repaint_delay();
        assert!(
            delay.as_secs() > 3_600,
            "{screen:?} asks to be drawn again after {delay:?}"
        );
    }
}
