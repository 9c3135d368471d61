//! `central` as scripts and people at a terminal meet it: pipes, full disks, exit codes, servers that are away.

use std::fs::OpenOptions;
use std::process::Stdio;
use std::time::{Duration, Instant};

use pollstream_tests::election::{Election, Rules};
use pollstream_tests::{Place, repository, servers, text};
use serde_json::json;

use crate::decisions::{appoint, passphrase};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};
/// An address where nobody listens.
const NOBODY: &str = "127.0.0.1:9";

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

fn file(place: &Place, name: &str, content: &str) -> String {
    let path = place.data().join(name);
    std::fs::write(&path, content).expect("a file");
    path.display().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_goes_away_and_a_full_disk_bring_nothing_down() {
    let election = Election::begin("pipes", RULES).await;
    let place = &election.place;
    for arguments in [
        &["results"][..],
        &["results", "--csv"],
        &["status"],
        &["check"],
        &["watch", "--once"],
    ] {
        let mut command = place.central(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("central");
        // The reader goes before a word was written.
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("central");
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
        assert!(!error.contains("panicked"), "{arguments:?}: {error}");
    }
    for arguments in [&["results", "--json"][..], &["status"], &["check", "--json"]] {
        let full = OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full");
        let output = place
            .central(arguments)
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("central");
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{arguments:?}: {error}");
        says(&error, &["standard output cannot be written", "No space left"]);
    }
    // Nobody can be told on a standard error that is full; the command goes on.
    let full = OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("/dev/full");
    let output = place
        .central(&["recount"])
        .stderr(full)
        .output()
        .expect("central");
    assert_eq!(output.status.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_reached_is_said_within_seconds_with_its_reason() {
    let place = Place::new("away");
    place.settle().await;
    place.done(&[
        "init",
        &repository().join("examples/riverton.toml").display().to_string(),
    ]);
    let own = &servers().postgres;
    let (_, rest) = own.split_once('@').expect("a URL");
    let server = rest.split('/').next().expect("a server");
    let elsewhere = own
        .rsplit_once('/')
        .map(|(base, _)| base.to_owned())
        .expect("a URL");
    let nobody = format!("postgres://u:p@{NOBODY}/none");
    let missing = format!("{elsewhere}/no_such_database");
    let stranger = format!("postgres://stranger:wrong@{server}/postgres");
    for (arguments, said) in [
        (["--postgres", &nobody], &[NOBODY, "refused", "Is it running"][..]),
        (
            ["--postgres", &missing],
            &[server, "no database `no_such_database`", "--database"],
        ),
        (
            ["--postgres", &stranger],
            &[server, "refuses the connection", "stranger"],
        ),
    ] {
        for command in ["results", "check"] {
            let begun = Instant::now();
            let error = place.refused(3, &[&[command], &arguments[..]].concat());
            says(&error, said);
            assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
        }
        let output = place.run(&[&["status"], &arguments[..]].concat());
        let out = text(&output.stdout);
        assert_eq!(output.status.code(), Some(3), "{out}");
        says(&out, &["cannot be looked up", said[1]]);
        assert!(
            !out.contains("central init"),
            "`init` is the wrong advice:\n{out}"
        );
        let status = place.run(&[&["status", "--json"], &arguments[..]].concat());
        let status: serde_json::Value = serde_json::from_slice(&status.stdout).expect("JSON");
        assert_eq!(
            (
                &status["election"],
                &status["election_known"],
                &status["kafka_answers"]
            ),
            (&json!(null), &json!(false), &json!(true))
        );
    }
    let output = place.run(&["status", "--kafka", NOBODY]);
    says(
        &text(&output.stdout),
        &["does NOT answer", NOBODY, "refused", "riverton-2026"],
    );

    let broken = Place::new("broken");
    file(&broken, "central.toml", "kafka = [\n");
    let error = broken.refused(4, &["status"]);
    says(&error, &["central.toml", "line 1"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_definition_is_checked_without_an_election_and_what_is_odd_is_said_by_line() {
    let place = Place::new("odd_definition");
    place.settle().await;
    let good = std::fs::read_to_string(repository().join("examples/riverton.toml")).expect("the example");
    let line_of = |text: &str, what: &str| {
        let at = text.find(what).unwrap_or_else(|| panic!("{what}"));
        text[..at].matches('\n').count() + 1
    };
    let odd = good.clone()
        + "\n[[contest]]\nid = \"orphan\"\ntitle = \"Orphan\"\nvotes_allowed = 5\n\n[[candidate]]\nid = \"twin-1\"\n\
           contest = \"orphan\"\nname = \"Robin Smith\"\n\n[[candidate]]\nid = \"twin-2\"\ncontest = \"orphan\"\n\
           name = \"ROBIN SMITH\u{202e}\"\n";
    let odd = file(&place, "odd.toml", &odd);
    let output = place.run(&["init", "--dry-run", &odd]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{err}");
    says(&out, &["is valid", "4 contests"]);
    let read = std::fs::read_to_string(&odd).expect("the file");
    says(
        &err,
        &[
            &format!(
                "line {}: contest `orphan` is on no ballot style",
                line_of(&read, "\"orphan\"")
            ),
            &format!("line {}: votes_allowed is 5", line_of(&read, "votes_allowed = 5")),
            &format!(
                "line {}: candidate `twin-2` has the name of `twin-1`",
                line_of(&read, "\"ROBIN SMITH")
            ),
            &format!("line {}: holds U+202E", line_of(&read, "\u{202e}")),
        ],
    );
    let nobody = good
        + "\n[[contest]]\nid = \"nobody\"\ntitle = \"Nobody\"\n\n[[candidate]]\nid = \"gone\"\n\
                         contest = \"nobody\"\nname = \"Gone\"\naccreditation = \"withdrawn\"\n";
    let nobody = file(&place, "nobody.toml", &nobody);
    for arguments in [&["init", &nobody][..], &["init", "--dry-run", &nobody]] {
        let error = place.refused(4, arguments);
        says(
            &error,
            &["nobody can be elected in contest `nobody`", "nothing was changed"],
        );
    }
    assert_eq!(place.json(&["status", "--json"])["election"], json!(null));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn enrolling_twice_is_asked_about_and_lists_of_people_need_a_sign_in() {
    let election = Election::begin("manners", RULES).await;
    let place = &election.place;
    place.done(&["enrol", "north"]);
    let error = place.refused(4, &["enrol", "north"]);
    says(&error, &["is enrolled already", "nothing was changed", "--again"]);
    assert_eq!(
        election
            .count("select count(*) from station where station_id = 'north'")
            .await,
        1
    );
    says(&place.done(&["enrol", "north", "--again"]), &["incarnation 2"]);

    appoint(|arguments| place.central(arguments));
    // The last voter of each roll waits for a decision.
    for list in [
        &["registration", "list"][..],
        &["provisional", "list"],
        &["registration", "list", "--json"],
    ] {
        let output = place.run(list);
        assert_eq!(output.status.code(), Some(2), "{list:?}");
        assert_eq!(text(&output.stdout), "", "{list:?}");
        let mut command = place.central(list);
        command
            .env("POLLSTREAM_OFFICIAL", "anna")
            .env("POLLSTREAM_OFFICIAL_PASSPHRASE", "wrong");
        let output = command.output().expect("central");
        assert_eq!(
            (output.status.code(), text(&output.stdout).as_str()),
            (Some(4), ""),
            "{list:?}"
        );
        // An auditor may look.
        command
            .env("POLLSTREAM_OFFICIAL", "odd")
            .env("POLLSTREAM_OFFICIAL_PASSPHRASE", passphrase("odd"));
        assert_eq!(
            command.output().expect("central").status.code(),
            Some(0),
            "{list:?}"
        );
    }

    let voter = election.voter("north", 20).to_string();
    let accredit = |id: &str| {
        let mut command = place.central(&["registration", "accredit", id, "--reason", "lives there"]);
        command
            .env("POLLSTREAM_OFFICIAL", "anna")
            .env("POLLSTREAM_OFFICIAL_PASSPHRASE", passphrase("anna"));
        let output = command.output().expect("central");
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let (code, said) = accredit("ffff0000ffff");
    assert_eq!(code, Some(4), "{said}");
    says(&said, &["no voter has an id that begins with `ffff0000ffff`"]);
    let (code, said) = accredit(&voter[..12]);
    assert_eq!(code, Some(0), "{said}");
    says(&said, &[&voter]);

    let csv = place.run(&["results", "--csv", "--bom"]).stdout;
    assert!(csv.starts_with(b"\xef\xbb\xbfplace_id,"), "a mark, once");
    assert!(
        !place
            .run(&["results", "--csv"])
            .stdout
            .starts_with(b"\xef\xbb\xbf")
    );
}
