//! Roll files as registries and spreadsheets write them, imported by `central import-roll`.

use pollstream_protocol::topics::Topic;
use pollstream_tests::election::{Election, Rules, STATIONS};
use pollstream_tests::{Place, text};
use serde_json::{Value, json};

use crate::decisions::{appoint, done_as};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};
const HEADER: &str = "registration_number,name,date_of_birth,polling_station,ballot_style,street";

fn write(place: &Place, name: &str, content: impl AsRef<[u8]>) -> String {
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

/// Standard output and error of a command that must end so.
#[track_caller]
fn ends(place: &Place, code: i32, arguments: &[&str]) -> (String, String) {
    let output = place.run(arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    (out, err)
}

fn voters(place: &Place) -> Value {
    place.json(&["status", "--json"])["voters"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_is_read_as_it_comes_and_what_was_found_is_said() {
    let election = Election::begin("roll_read", RULES).await;
    let place = &election.place;
    let before = voters(place).as_u64().expect("a number");
    let semicolons = "Registration Number;NAME;Date of birth;Polling station;Ballot style;;\r\n\
                      ;;;;;;\r\n=\"00451\";Zoë;1980-05-31;north;plain;;\r\n\r\n";
    let (out, err) = ends(place, 0, &["import-roll", &write(place, "a.csv", semicolons)]);
    says(
        &err,
        &[
            "UTF-8, separated by semicolons, 1 rows",
            "2 empty rows and 2 empty columns",
        ],
    );
    says(&out, &["1 rows read, 1 voters added"]);

    let latin = b"registration_number,name,date_of_birth,polling_station,ballot_style\nL-1,Jos\xe9,1980-05-31,north,plain\n";
    let latin = write(place, "latin.csv", latin);
    let (_, err) = ends(place, 4, &["import-roll", &latin]);
    says(
        &err,
        &["line 2, character 8", "windows-1252", "José", "--encoding"],
    );
    let (_, err) = ends(place, 0, &["import-roll", &latin, "--encoding", "latin1"]);
    says(&err, &["windows-1252, separated by commas"]);
    assert_eq!(voters(place), before + 2);
    let names: i64 = election
        .count("select count(*) from voter where (registration_number, name) in (('00451', 'Zoë'), ('L-1', 'José'))")
        .await;
    assert_eq!(names, 2);

    for (name, content, said) in [
        ("empty.csv", "", "the file is empty"),
        (
            "header.csv",
            "registration_number,name,date_of_birth,polling_station\n\n",
            "no voters in the file",
        ),
    ] {
        let (out, err) = ends(place, 4, &["import-roll", &write(place, name, content)]);
        says(&err, &[said]);
        assert_eq!(out, "", "{name}");
    }
    let (_, err) = ends(
        place,
        4,
        &[
            "import-roll",
            &write(place, "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ],
    );
    says(&err, &["old Excel workbook (.xls)"]);
    assert_eq!(voters(place), before + 2);
    election.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_may_be_one_are_listed_before_anything_is_imported_and_afterwards() {
    let election = Election::begin("roll_alike", RULES).await;
    let place = &election.place;
    let before = voters(place).as_u64().expect("a number");
    let roll = |rows: &str| format!("{HEADER}\n{rows}");
    let issued = roll("000123,Nora Q. Fennimore,1966-06-06,north,plain,1 Elm\n");
    ends(place, 0, &["import-roll", &write(place, "issued.csv", issued)]);

    // The same people from a spreadsheet, and one of them once more under another number.
    let mangled = roll(
        "123,Nora Q. Fennimore,1966-06-06,north,plain,1 Elm\n\
         N-7,\"FENNIMORE, Nora Q\",1966-06-06,south,plain,2 Oak\n\
         N-8,Ben Birch,1970-01-01,south,plain,3 Ash\n\
         N-9,Birch Ben,1970-01-01,west,plain,4 Ash\n",
    );
    let mangled = write(place, "mangled.csv", mangled);
    let (out, err) = ends(place, 4, &["import-roll", &mangled]);
    says(
        &err,
        &[
            "numbers that differ by leading zeros only:",
            "on the roll: 000123  Nora Q. Fennimore",
            "line 2: 123",
            "the same name and date of birth:",
            "line 3: N-7  FENNIMORE, Nora Q",
            "line 5: N-9  Birch Ben",
            "nothing was imported",
            "--accept-look-alikes",
        ],
    );
    assert_eq!(out, "");
    let (out, _) = ends(place, 4, &["import-roll", &mangled, "--json", "--dry-run"]);
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        (&answer["imported"], &answer["added"], &answer["rows"]),
        (&json!(false), &json!(4), &json!(4))
    );
    assert!(
        answer["look_alikes"]
            .as_array()
            .is_some_and(|groups| groups.len() >= 2),
        "{answer:#}"
    );
    assert_eq!(voters(place), before + 1, "nothing was imported");

    ends(place, 0, &["import-roll", &mangled, "--accept-look-alikes"]);
    assert_eq!(voters(place), before + 5);
    // Who is on the roll already is not asked about again.
    let (out, _) = ends(place, 0, &["import-roll", &mangled]);
    says(&out, &["4 were on the roll already, unchanged"]);

    appoint(|arguments| place.central(arguments));
    let list = done_as(place, "anna", &["registration", "list"]);
    says(&list, &["may be one person", "N-7", "N-9", "000123"]);
    let check = place.json(&["check", "--json"]);
    let checks = check["checks"].as_array().expect("checks");
    let alike = checks
        .iter()
        .find(|c| c["name"] == "look-alikes")
        .expect("the check");
    assert_eq!(alike["outcome"], "warning", "{alike:#}");
    assert_eq!(check["green"], true);
    says(&alike.to_string(), &["N-7"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_file_says_differently_is_shown_and_taken_over_when_asked() {
    let election = Election::begin("roll_update", RULES).await;
    let place = &election.place;
    let before = voters(place);
    let roll = |rows: &str| format!("{HEADER}\n{rows}");
    let first =
        roll("M-1,Ann Alder,1980-05-31,north,plain,1 Elm\nM-2,Ben Birch,1981-05-31,north,plain,2 Elm\n");
    ends(place, 0, &["import-roll", &write(place, "first.csv", first)]);
    let north = election.kiosk("north").await;
    let south = election.kiosk("south").await;
    north.open().await;
    let ben = pollstream_protocol::ids::VoterId::derive(election.id(), "M-2");

    let second =
        roll("M-1,Ann Alder-Ash,1980-05-31,south,plain,1 Elm\nM-2,Ben Birch,1981-05-31,north,plain,2 Elm\n");
    let second = write(place, "second.csv", second);
    let (out, _) = ends(place, 0, &["import-roll", &second]);
    says(
        &out,
        &[
            "line 2: M-1  Ann Alder",
            "name: `Ann Alder` → `Ann Alder-Ash`",
            "polling_station: `north` → `south`",
            "they stay as they were; --update takes it over",
            "0 voters added",
            "1 were on the roll already, unchanged",
        ],
    );
    assert_eq!(
        election
            .count("select count(*) from voter where name = 'Ann Alder-Ash'")
            .await,
        0
    );
    let (out, _) = ends(place, 0, &["import-roll", &second, "--update", "--dry-run"]);
    says(
        &out,
        &[
            "1 were on the roll already and would be updated",
            "Nothing was changed",
        ],
    );
    assert_eq!(
        election
            .count("select count(*) from voter where name = 'Ann Alder-Ash'")
            .await,
        0
    );

    let (out, _) = ends(place, 0, &["import-roll", &second, "--update"]);
    says(&out, &["1 were on the roll already and updated"]);
    assert_eq!(
        election
            .count("select count(*) from voter where name = 'Ann Alder-Ash'")
            .await,
        1
    );
    let moved = "select registered from polling_station where station_id = 'north'";
    assert_eq!(election.count(moved).await, 21, "20 and Ben");
    // Both stations hear of it: south has her now, north knows that she votes elsewhere.
    let ann = pollstream_protocol::ids::VoterId::derive(election.id(), "M-1").to_string();
    let told: Vec<String> = (election.topic(Topic::Roll).into_iter())
        .map(|(key, _)| key)
        .filter(|key| key.ends_with(&ann))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");

    // Ben has been checked in: he stays where he is, and nothing else of that file is taken over.
    let uplink = election.uplink();
    let intake = place.service("intake");
    let link = uplink.attach(&north.station);
    north.visit(ben, "ada").await;
    north.receipted().await;
    let third =
        roll("M-1,Ann Ash,1980-05-31,south,plain,9 Elm\nM-2,Ben Birch,1981-05-31,south,plain,2 Elm\n");
    let third = write(place, "third.csv", third);
    let (_, err) = ends(place, 4, &["import-roll", &third, "--update"]);
    says(
        &err,
        &[
            "line 3: polling_station: the voter has been checked in already",
            "nothing was imported",
        ],
    );
    assert_eq!(
        election
            .count("select count(*) from voter where street = '9 Elm'")
            .await,
        0
    );
    assert_eq!(voters(place), before.as_u64().map_or(0, |n| n + 2));
    assert_eq!(intake.terminate(), 0);
    link.detach().await;
    drop(south);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_added_to_the_roll_of_certified_results() {
    let election = Election::begin("roll_certified", RULES).await;
    let place = &election.place;
    appoint(|arguments| place.central(arguments));
    let before = voters(place);
    done_as(place, "anna", &["close"]);
    for who in ["anna", "ben"] {
        done_as(place, who, &["certify", "--reason", "all is counted"]);
    }
    let late = format!(
        "{HEADER}\nLATE-1,Late Comer,1980-05-31,{},plain,1 Elm\n",
        STATIONS[0]
    );
    let (_, err) = ends(place, 4, &["import-roll", &write(place, "late.csv", late)]);
    says(&err, &["certified"]);
    assert_eq!(voters(place), before);
}
