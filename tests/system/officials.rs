//! What officials and IT do at the command line: what it says, what it changes, how it ends.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pollstream_protocol::enrolment::{PackageError, StationPackage};
use pollstream_tests::{Place, central_binary, printed, repository, servers, text, wait_for};
use serde_json::json;

/// "Quickly", for a server that is not there.
const AT_ONCE: Duration = Duration::from_secs(25);
/// An address where nobody listens.
const NOBODY: &str = "127.0.0.1:9";

fn example(name: &str) -> String {
    repository().join("examples").join(name).display().to_string()
}

/// Riverton with its roll, on the shared servers.
async fn riverton(test: &str) -> Place {
    let place = Place::new(test);
    place.settle().await;
    place.done(&["init", &example("riverton.toml")]);
    place.done(&["import-roll", &example("riverton-roll.csv")]);
    place
}

fn file(place: &Place, name: &str, content: &str) -> String {
    let path = place.data().join(name);
    std::fs::write(&path, content).expect("a file");
    path.display().to_string()
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_election_is_made_once_and_shown_from_its_first_moment() {
    let place = Place::new("made");
    place.settle().await;
    let toml = example("riverton.toml");

    says(&place.refused(4, &["results"]), &["central init"]);
    says(&place.done(&["status"]), &["answers", "central init"]);
    let out = place.done(&["init", &toml]);
    says(
        &out,
        &[
            "riverton-2026",
            "3 contests",
            "14 candidates",
            "3 parties",
            "7 districts",
            "6 polling stations",
        ],
    );
    says(&out, &["keys made", "fingerprint"]);

    let definition = std::fs::read_to_string(&toml).expect("the example");
    let other = file(
        &place,
        "other.toml",
        &definition.replace("riverton-2026", "riverton-2027"),
    );
    let key = std::fs::read(place.data().join("keys/authority.key")).expect("the key");
    for again in [&toml, &other] {
        says(
            &place.refused(4, &["init", again]),
            &["already", "riverton-2026", "--database"],
        );
    }
    assert_eq!(
        std::fs::read(place.data().join("keys/authority.key")).expect("the key"),
        key
    );

    let out = place.done(&["import-roll", &example("riverton-roll.csv")]);
    says(&out, &["300 rows read", "300 voters added"]);
    let out = place.done(&["import-roll", &example("riverton-roll.csv")]);
    says(
        &out,
        &["300 rows read", "0 voters added", "300 were on the roll already"],
    );

    let results = place.json(&["results", "--json", "--by", "district"]);
    assert_eq!(results["election"], "riverton-2026");
    assert_eq!(results["results_status"], "unofficial-partial");
    assert_eq!(results["sql_tally_equal"], true);
    assert_eq!(results["totals"]["registered"], 300);
    assert_eq!(
        (&results["totals"]["ballots"], &results["totals"]["stations"]),
        (&json!(0), &json!(6))
    );
    assert_eq!(results["totals"]["candidates"], 13, "one of the 14 has withdrawn");
    assert_eq!(results["places"].as_array().map(Vec::len), Some(7));
    let text = place.done(&["results", "--by", "station"]);
    says(
        &text,
        &[
            "City of Riverton General Municipal Election",
            "Mill Hill Elementary School",
            "Tomás Herrera",
        ],
    );
    let csv = place.done(&["results", "--csv"]);
    assert!(csv.starts_with("place_id,place,kind,contest_id,"), "{csv}");
    says(&csv, &["registered,,,,,,300"]);

    let status = place.json(&["status", "--json"]);
    assert_eq!(
        (&status["kafka_answers"], &status["postgres_answers"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        status["election"],
        "riverton-2026: City of Riverton General Municipal Election"
    );
    assert_eq!(
        (&status["voters"], &status["stage"]),
        (&json!(300), &json!("open"))
    );
    assert!(!status["postgres"].to_string().contains("password"), "{status}");
    let url = &servers().postgres;
    let password = url
        .split('@')
        .next()
        .and_then(|u| u.rsplit(':').next())
        .expect("a password");
    assert!(
        !status.to_string().contains(password),
        "the password shows in {status}"
    );

    // The board follows what is published, so it needs the aggregator.
    let aggregate = place.service("aggregate");
    let frame = wait_for("the roll on the board", || {
        let frame = place.done(&["watch", "--once"]);
        frame.contains("300").then_some(frame)
    });
    says(
        &frame,
        &[
            "City of Riverton General Municipal Election",
            "Mayor of Riverton",
            "Tomás Herrera",
        ],
    );
    assert_eq!(aggregate.terminate(), 0);
    assert!(
        !frame.contains("\u{1b}[2J"),
        "one frame goes to a pipe without clearing a screen"
    );

    assert_eq!(place.json(&["check", "--json"])["green"], true);
    let recount = place.json(&["recount", "--json"]);
    assert_eq!(
        (&recount["messages"], &recount["differences"]),
        (&json!(0), &json!([]))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_definition_is_refused_by_line_and_rule_and_changes_nothing() {
    let place = Place::new("bad_definition");
    place.settle().await;
    let good = std::fs::read_to_string(example("riverton.toml")).expect("the example");
    let line_of = |text: &str, what: &str| {
        let at = text.rfind(what).unwrap_or_else(|| panic!("{what}"));
        format!("line {}:", text[..at].matches('\n').count() + 1)
    };
    let cases = [
        (
            "party = \"civic-progress\"",
            "party = \"nobodys\"",
            "party `nobodys` is not defined",
        ),
        ("date = \"2026-11-03\"", "date = \"2026-02-30\"", "is not a date"),
        (
            "time_zone = \"America/Chicago\"",
            "time_zone = \"America/Riverton\"",
            "America/Riverton",
        ),
        (
            "disclosure = \"live\"",
            "disclosure = \"sometimes\"",
            "is not one of `live`",
        ),
        ("min_batch = 10", "min_batch = 0", "min_batch"),
        (
            "district = \"north-hill\"",
            "district = \"north-hell\"",
            "district `north-hell` is not defined",
        ),
        (
            "id = \"st-olaf-hall\"",
            "id = \"mill-hill-school\"",
            "is defined twice",
        ),
        ("votes_allowed = 3", "votes_alowed = 3", "votes_alowed"),
    ];
    for (from, to, rule) in cases {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        let path = file(&place, "bad.toml", &bad);
        let error = place.refused(4, &["init", &path]);
        says(&error, &[&path, "nothing was changed", &line_of(&bad, to), rule]);
    }
    let error = place.refused(4, &["init", &file(&place, "broken.toml", "[election\nid = 5")]);
    says(&error, &["broken.toml", "line 1"]);
    says(
        &place.refused(4, &["init", "/nowhere/at-all.toml"]),
        &["/nowhere/at-all.toml"],
    );
    // Several faults are all named at once.
    let bad = good
        .replace("party = \"green-valley\"", "party = \"gone\"")
        .replace("2026-11-03", "someday");
    let error = place.refused(4, &["init", &file(&place, "bad.toml", &bad)]);
    says(
        &error,
        &["party `gone` is not defined", "`someday` is not a date"],
    );

    assert!(
        !place.data().join("keys").exists(),
        "keys of an election that was refused"
    );
    assert_eq!(place.json(&["status", "--json"])["election"], json!(null));
    place.done(&["init", &example("riverton.toml")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_roll_is_refused_by_line_and_imports_nothing() {
    let place = Place::new("bad_roll");
    place.settle().await;
    place.done(&["init", &example("riverton.toml")]);
    let good = std::fs::read_to_string(example("riverton-roll.csv")).expect("the example");
    let lines: Vec<&str> = good.lines().collect();
    let with = |changes: &[(usize, &str, &str)]| {
        let mut lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        for (line, from, to) in changes {
            assert!(lines[line - 1].contains(from), "line {line}: {}", lines[line - 1]);
            lines[line - 1] = lines[line - 1].replacen(from, to, 1);
        }
        lines.join("\n")
    };
    let bad = with(&[
        (3, "1977-08-21", "21.8.1977"),
        (4, "old-customs-house", "old-custom-house"),
        (5, "accredited", "acredited"),
        (6, "RV-", ",RV-"),
        (301, ",city", ",village"),
    ]);
    let error = place.refused(4, &["import-roll", &file(&place, "bad.csv", &bad)]);
    says(&error, &["5 row(s)", "nothing was imported"]);
    says(
        &error,
        &[
            "line 3: date_of_birth",
            "line 4: ",
            "old-custom-house",
            "line 5: accreditation",
        ],
    );
    says(&error, &["line 6: ", "line 301: ", "village"]);

    let doubled = format!("{good}{}\n", lines[7]);
    let error = place.refused(4, &["import-roll", &file(&place, "doubled.csv", &doubled)]);
    says(
        &error,
        &[
            "line 302: registration_number: stands in the file twice",
            "nothing was imported",
        ],
    );
    let error = place.refused(
        4,
        &[
            "import-roll",
            &file(&place, "column.csv", &good.replacen("cell", "mobil", 1)),
        ],
    );
    says(&error, &["line 1: column `mobil` is not known"]);
    let error = place.refused(
        4,
        &[
            "import-roll",
            &file(&place, "column.csv", &good.replacen("name", "nom", 1)),
        ],
    );
    says(&error, &["line 1: column `name` is missing"]);
    says(
        &place.refused(4, &["import-roll", "/nowhere/roll.csv"]),
        &["/nowhere/roll.csv"],
    );
    let bytes = [
        b"registration_number,name,date_of_birth,polling_station\n".as_slice(),
        &[0xff, 0xfe, 0xff],
    ];
    let binary = place.data().join("binary.csv");
    std::fs::write(&binary, bytes.concat()).expect("a file");
    says(
        &place.refused(4, &["import-roll", &binary.display().to_string()]),
        &["line 2"],
    );

    assert_eq!(place.json(&["status", "--json"])["voters"], 0);
    says(
        &place.done(&["import-roll", &example("riverton-roll.csv")]),
        &["300 voters added"],
    );
    assert_eq!(place.json(&["status", "--json"])["voters"], 300);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stations_are_enrolled_again_and_revoked_and_the_election_closes_once() {
    let place = riverton("enrolled").await;
    says(
        &place.refused(4, &["enrol", "town-hall"]),
        &["`town-hall` is not in the definition"],
    );
    says(&place.refused(4, &["revoke", "city-library"]), &["not enrolled"]);

    let enrol = |incarnation: u32| -> (PathBuf, String) {
        let out = place.done(&["enrol", "city-library", "--again"]);
        says(
            &out,
            &[
                &format!("`city-library`, incarnation {incarnation}: "),
                "a separate channel",
            ],
        );
        (printed(&out, "package").into(), printed(&out, "enrolment code"))
    };
    let (path, code) = enrol(1);
    let bytes = std::fs::read(&path).expect("the package");
    assert_eq!(mode(&path), 0o600, "a package is its owner's");
    assert_eq!(mode(&place.data().join("keys/counting.key")), 0o600);
    let package = StationPackage::open(&bytes, &code).expect("the code opens the package");
    assert_eq!(package.enrolment.incarnation.0, 1);
    assert_eq!(package.enrolment.station.as_str(), "city-library");
    assert_eq!(package.kafka, servers().kafka);
    let roll = std::fs::read_to_string(example("riverton-roll.csv")).expect("the roll");
    assert_eq!(package.roll.len(), roll.matches(",city-library,").count());
    StationPackage::open(&bytes, &code.to_lowercase().replace('-', " ")).expect("as people type it");
    let wrong = if code.starts_with('A') {
        code.replacen('A', "C", 1)
    } else {
        format!("A{}", &code[1..])
    };
    assert!(matches!(
        StationPackage::open(&bytes, &wrong),
        Err(PackageError::WrongCode)
    ));
    let mut altered = bytes.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    assert!(
        StationPackage::open(&altered, &code).is_err(),
        "an altered package"
    );

    let (second_path, second_code) = enrol(2);
    assert_ne!(second_path, path);
    let bytes = std::fs::read(&second_path).expect("the package");
    let second = StationPackage::open(&bytes, &second_code).expect("the package");
    assert_eq!(second.enrolment.incarnation.0, 2);
    assert_ne!(second.enrolment.public_key, package.enrolment.public_key);
    assert!(
        StationPackage::open(&bytes, &code).is_err(),
        "the first code opens the second package"
    );
    let elsewhere = place.data().join("elsewhere").display().to_string();
    place.done(&["enrol", "old-customs-house", "--out", &elsewhere]);
    assert!(Path::new(&elsewhere).join("old-customs-house-1.station").exists());

    let out = place.done(&["revoke", "city-library"]);
    says(
        &out,
        &[
            "incarnation 1: revoked from entry 0",
            "incarnation 2: revoked from entry 0",
        ],
    );
    assert_eq!(place.json(&["status", "--json"])["stations_enrolled"], 3);

    says(&place.done(&["close"]), &["The election is closed", "0 ballots"]);
    says(&place.done(&["close"]), &["closed before", "0 ballots"]);
    assert_eq!(place.json(&["status", "--json"])["stage"], "closed");
    assert_eq!(place.json(&["results", "--json"])["status"], "closed");
    place.done(&["check"]);
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).expect("the file").permissions().mode() & 0o777
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn something_wrong_with_the_data_is_exit_code_1_with_a_list() {
    let place = riverton("wrong_data").await;
    let settings = place.settle().await;
    let pool = sqlx::PgPool::connect(&settings.postgres)
        .await
        .expect("the database");
    sqlx::query("update polling_station set registered = registered + 1 where station_id = 'city-library'")
        .execute(&pool)
        .await
        .expect("the update");
    let output = place.run(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    says(
        &text(&output.stdout),
        &[
            "FAIL",
            "roll counts",
            "city-library: registered",
            "CHECKS FAILED: ",
            ", 1 failed",
        ],
    );
    // Ballots that no log holds: the tallies differ, and so says everything that compares them.
    sqlx::query(
        "insert into opened_group (station_id, ballot_style, size, ballots) values ('city-library', 'city', 1,
         '[{\"mayor\": [\"priya-raman\", \"\", \"\"], \"council\": [\"\", \"\", \"\"], \"measure-1\": [\"\"]}]')",
    )
    .execute(&pool)
    .await
    .expect("the insert");
    let output = place.run(&["results"]);
    assert_eq!(output.status.code(), Some(1));
    says(&text(&output.stdout), &["ATTENTION", "differ from the SQL tally"]);
    let output = place.run(&["check", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let failed = |name: &str| {
        let checks = report["checks"].as_array().expect("checks");
        checks
            .iter()
            .any(|c| c["name"] == name && c["outcome"] == "failed")
    };
    assert_eq!(report["green"], false);
    for name in ["tally", "turnout", "groups and ballots"] {
        assert!(failed(name), "{name} in {report:#}");
    }
    // Keys of another election: this central must not sign or open anything.
    let keys = place.data().join("keys");
    std::fs::rename(&keys, place.data().join("kept")).expect("the keys");
    let error = place.refused(5, &["recount"]);
    says(&error, &["authority.key"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_do_not_answer_are_named_quickly() {
    let place = riverton("unreachable").await;
    let nobody_postgres = format!("postgres://u:hunter2@{NOBODY}/none");
    let toml = example("riverton.toml");
    let no_postgres: &[&[&str]] = &[
        &["results"],
        &["init", &toml],
        &["import-roll", &toml],
        &["check"],
        &["close"],
        &["watch", "--once"],
    ];
    let no_kafka: &[&[&str]] = &[&["init", &toml], &["recount"]];
    std::thread::scope(|threads| {
        for command in no_postgres {
            let arguments = [command, &["--postgres", &nobody_postgres][..]].concat();
            let place = &place;
            threads.spawn(move || {
                let started = Instant::now();
                let error = place.refused(3, &arguments);
                assert!(
                    started.elapsed() < AT_ONCE,
                    "{arguments:?} took {:?}",
                    started.elapsed()
                );
                says(&error, &[NOBODY, "running"]);
                assert!(!error.contains("hunter2"), "the password shows: {error}");
            });
        }
        for command in no_kafka {
            let arguments = [command, &["--kafka", NOBODY][..]].concat();
            let place = &place;
            threads.spawn(move || {
                let started = Instant::now();
                let error = place.refused(3, &arguments);
                assert!(
                    started.elapsed() < AT_ONCE,
                    "{arguments:?} took {:?}",
                    started.elapsed()
                );
                says(&error, &[NOBODY, "Is it running"]);
            });
        }
        threads.spawn(|| {
            let output = place.run(&["status", "--json", "--kafka", NOBODY]);
            assert_eq!(output.status.code(), Some(3));
            let status: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert_eq!(
                (&status["kafka_answers"], &status["postgres_answers"]),
                (&json!(false), &json!(true))
            );
        });
    });
}

fn central(data: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(central_binary());
    command
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null());
    for variable in ["KAFKA", "POSTGRES", "DATABASE", "TOPIC_PREFIX", "DATA"] {
        command.env_remove(format!("POLLSTREAM_{variable}"));
    }
    let output = command.output().expect("central");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn nonsense_on_the_command_line_and_in_the_settings_is_explained() {
    let data = tempfile::tempdir().expect("a folder");
    let wrong_arguments: &[(&[&str], &str)] = &[
        (&["enrol", "No Spaces Allowed"], "No Spaces Allowed"),
        (&["results", "--by", "planet"], "district, station"),
        (&["results", "--json", "--csv"], "cannot be used with"),
        (&["--kafka-option", "nonsense", "status"], "NAME=VALUE"),
        (&["reslts"], "results"),
        (&["init"], "<DEFINITION>"),
        (&["replay", "x.csv", "--stations-offline", "101"], "101"),
    ];
    for (arguments, say) in wrong_arguments {
        let (code, _, error) = central(data.path(), arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {error}");
        says(&error, &[say]);
    }
    let (code, help, _) = central(data.path(), &["--help"]);
    assert_eq!(code, Some(0));
    says(&help, &["Exit codes:\n  0  done", "4  refused"]);

    let (code, _, error) = central(data.path(), &["results"]);
    assert_eq!(code, Some(3), "no server is known");
    says(&error, &["central up --data", "--kafka HOST:PORT --postgres URL"]);
    let (code, out, _) = central(data.path(), &["down"]);
    assert_eq!(code, Some(0), "nothing to stop is no failure");
    says(&out, &["Nothing runs on"]);

    let settings = data.path().join("central.toml");
    for (content, say) in [
        ("kafka = \n", "line 1"),
        ("kafka = 'a:1'\npostgers = 'x'\n", "postgers"),
    ] {
        std::fs::write(&settings, content).expect("the settings");
        let (code, _, error) = central(data.path(), &["results"]);
        assert_eq!(code, Some(4), "{error}");
        says(&error, &["central.toml", say]);
    }
    std::fs::write(&settings, "kafka = '127.0.0.1:9'\npostgres = 'no url'\n").expect("the settings");
    let (code, _, error) = central(data.path(), &["results"]);
    assert_eq!(code, Some(3), "{error}");
    let (code, _, error) = central(
        data.path(),
        &[
            "up",
            "--kafka-option",
            "no.such.option=1",
            "--postgres",
            "postgres://u@h/d",
        ],
    );
    assert_eq!(code, Some(3), "{error}");
    says(&error, &["no.such.option", "--kafka-option"]);
}
