//! What officials decide, and what becomes of it: at central, on the topics, at running stations and in every count.

use std::process::{Command, Output};

use pollstream_protocol::decision::{Approval, Decision, Statement, Subject};
use pollstream_protocol::entry::ProvisionalReason;
use pollstream_protocol::ids::{CaseId, CaseKey, VoterId};
use pollstream_protocol::signed::SigningKey;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_protocol::voter::Address;
use pollstream_station::{NewVoter, Station, StationError, VoterStanding};
use pollstream_tests::election::{Election, Kiosk, OFFICER, Rules, votes};
use pollstream_tests::{Place, eventually, printed, text};
use serde_json::{Value, json};

const LIVE: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};
const PASSPHRASE: &str = "four words of ";

pub(crate) fn passphrase(who: &str) -> String {
    format!("{PASSPHRASE}{who}")
}

/// Runs a command as an official.
pub(crate) fn run_as(place: &Place, who: &str, arguments: &[&str]) -> Output {
    let mut command = place.central(arguments);
    command.envs(signed_in(who)).output().expect("central")
}

/// Standard output of a command that an official gives and that must succeed.
#[track_caller]
pub(crate) fn done_as(place: &Place, who: &str, arguments: &[&str]) -> String {
    let output = run_as(place, who, arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{who}: {arguments:?}\n{out}\n{err}");
    out
}

/// Registrations that wait for a decision, as Anna is shown them.
fn waiting(place: &Place) -> Value {
    let out = done_as(place, "anna", &["registration", "list", "--json"]);
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    answer["waiting"].clone()
}

/// A command that must be refused, and what it must say.
#[track_caller]
fn refused_as(place: &Place, who: &str, arguments: &[&str], say: &str) {
    let output = run_as(place, who, arguments);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(
        output.status.code(),
        Some(4),
        "{who}: {arguments:?}\n{out}\n{err}"
    );
    assert!(err.contains(say), "`{say}` is missing in:\n{err}");
}

/// Runs a command that must succeed, with these variables.
#[track_caller]
fn done_with(mut command: Command, variables: &[(&str, String)]) -> String {
    let output = command.envs(variables.iter().cloned()).output().expect("central");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
    out
}

fn signed_in(who: &str) -> [(&'static str, String); 2] {
    [
        ("POLLSTREAM_OFFICIAL", who.to_owned()),
        ("POLLSTREAM_OFFICIAL_PASSPHRASE", passphrase(who)),
    ]
}

/// Invites somebody, who chooses a passphrase.
pub(crate) fn invite(central: &impl Fn(&[&str]) -> Command, who: &str, role: &str, by: Option<&str>) {
    let add = central(&["official", "add", who, "--name", who, "--role", role]);
    let said = match by {
        Some(by) => done_with(add, &signed_in(by)),
        None => done_with(add, &[]),
    };
    let chosen = [
        ("POLLSTREAM_ONE_TIME_CODE", printed(&said, "one-time code")),
        ("POLLSTREAM_NEW_PASSPHRASE", passphrase(who)),
    ];
    done_with(central(&["official", "accept", who]), &chosen);
}

/// Anna and Ben decide, Odd looks on.
pub(crate) fn appoint(central: impl Fn(&[&str]) -> Command) {
    for who in ["anna", "ben"] {
        invite(&central, who, "central-official", None);
    }
    done_with(central(&["official", "appoint"]), &[]);
    invite(&central, "odd", "auditor", Some("anna"));
    for who in ["anna", "ben"] {
        let confirm = central(&["official", "confirm", "odd", "--reason", "watches the count"]);
        done_with(confirm, &signed_in(who));
    }
}

fn newcomer(number: &str, name: &str) -> NewVoter {
    NewVoter {
        registration_number: number.to_owned(),
        name: name.to_owned(),
        date_of_birth: "1990-02-28".parse().expect("a date"),
        address: Address::default(),
        ..NewVoter::default()
    }
}

async fn standing(station: &Station, voter: VoterId) -> Option<VoterStanding> {
    let entry = station.voter(voter).await.expect("the roll");
    entry.map(|entry| entry.standing)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn officials_sign_in_are_locked_out_and_only_they_decide() {
    let election = Election::begin("officials_desk", LIVE).await;
    let place = &election.place;
    appoint(|arguments| place.central(arguments));
    let officials = place.json(&["official", "list", "--json"]);
    let names: Vec<_> = (officials.as_array().expect("a list").iter())
        .map(|o| (o["id"].as_str().unwrap_or(""), o["role"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(
        names,
        [
            ("anna", "central_official"),
            ("ben", "central_official"),
            ("odd", "auditor")
        ]
    );
    let because = ["--reason", "it is time"];
    let withdraw = ["candidate", "withdraw", "ben"];
    let withdraw = [&withdraw[..], &because].concat();
    refused_as(
        place,
        "odd",
        &withdraw,
        "auditors see everything and decide nothing",
    );
    refused_as(place, "eve", &withdraw, "the id or the passphrase is wrong");
    refused_as(
        place,
        "anna",
        &["candidate", "withdraw", "ben", "--reason", " "],
        "say why",
    );
    refused_as(
        place,
        "anna",
        &["candidate", "withdraw", "zed", "--reason", "x"],
        "not in the definition",
    );
    // Nobody becomes an official without one, once there is one.
    let mut alone = place.central(&["official", "add", "eve", "--name", "Eve"]);
    let output = alone.output().expect("central");
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).contains("one of them must sign in"));

    for n in 1..=5 {
        let mut guess = place.central(&withdraw);
        guess
            .env("POLLSTREAM_OFFICIAL", "ben")
            .env("POLLSTREAM_OFFICIAL_PASSPHRASE", format!("a wrong guess {n}"));
        let output = guess.output().expect("central");
        let say = if n < 5 {
            "passphrase is wrong"
        } else {
            "locked until"
        };
        assert!(
            text(&output.stderr).contains(say),
            "guess {n}: {}",
            text(&output.stderr)
        );
    }
    refused_as(place, "ben", &withdraw, "locked until");
    election.sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_candidate_is_submitted_accredited_chosen_and_withdrawn_at_a_running_station() {
    let election = Election::begin("candidate", LIVE).await;
    let place = &election.place;
    let services = ["intake", "aggregate"].map(|name| place.service(name));
    let north = election.kiosk("north").await;
    appoint(|arguments| place.central(arguments));
    let uplink = election.uplink();
    let attachment = uplink.attach(&north.station);
    north.open().await;
    north.visit(election.voter("north", 2), "ada").await;

    let submit = [
        "candidate",
        "submit",
        "eve",
        "--contest",
        "mayor",
        "--name",
        "Eve Ångström",
        "--party",
        "oak",
        "--reason",
        "filed in time",
    ];
    refused_as(place, "anna", &submit, "party `oak` is not defined");
    done_as(
        place,
        "anna",
        &[
            "party",
            "add",
            "oak",
            "--name",
            "Oak Party",
            "--reason",
            "registered",
        ],
    );
    done_as(place, "anna", &submit);
    refused_as(place, "anna", &submit, "a candidate `eve` already");
    done_as(
        place,
        "ben",
        &["candidate", "accredit", "eve", "--reason", "signatures are good"],
    );
    refused_as(
        place,
        "ben",
        &["candidate", "reject", "eve", "--reason", "no"],
        "is accredited: it cannot become rejected",
    );
    version_at(&north.station, 4).await;
    let definition = north.station.definition();
    let (contest, eve) = definition
        .definition
        .candidate(&"eve".parse().expect("an id"))
        .expect("the new candidate");
    assert_eq!(
        (contest.id.as_str(), eve.name.as_str()),
        ("mayor", "Eve Ångström")
    );
    assert!(
        definition
            .file()
            .expect("the file")
            .contains("name = \"Ada Novák\"")
    );
    for n in [3, 4, 5] {
        north.visit(election.voter("north", n), "eve").await;
    }

    done_as(
        place,
        "anna",
        &["candidate", "withdraw", "eve", "--reason", "by letter"],
    );
    version_at(&north.station, 5).await;
    let session = north.admit(election.voter("north", 6)).await;
    let late = north.cast(session, &[("mayor", "eve")]).await;
    assert!(matches!(late, Err(StationError::Ballot(_))), "{late:?}");
    north
        .cast(session, &[("mayor", "ben")])
        .await
        .expect("another choice");

    // A whole file: what voters hold may not change, a title may.
    let file = definition_file(&election);
    let path = place.data().join("revision.toml").display().to_string();
    std::fs::write(
        &path,
        file.replace("title = \"Mayor\"", "title = \"Mayor of the Town\""),
    )
    .expect("a file");
    done_as(place, "anna", &["revise", &path, "--reason", "the full title"]);
    version_at(&north.station, 6).await;
    refused_as(
        place,
        "anna",
        &["revise", &path, "--reason", "again"],
        "nothing to revise",
    );
    std::fs::write(
        &path,
        file.replace("contests = [\"mayor\", \"bond\"]", "contests = [\"bond\"]"),
    )
    .expect("a file");
    refused_as(
        place,
        "anna",
        &["revise", &path, "--reason", "x"],
        "it changes the ballot styles",
    );

    north.close().await;
    north.receipted().await;
    done_as(place, "anna", &["close"]);
    election.settled().await;
    let results = election.results();
    let mayor = votes(&results["contests"], "mayor");
    assert_eq!(
        (&mayor["ada"], &mayor["ben"], &mayor["eve"], &mayor["ballots"]),
        (&json!(1), &json!(1), &json!(3), &json!(5)),
        "votes for who withdrew stay counted"
    );
    let candidates = results["contests"][0]["candidates"]
        .as_array()
        .expect("candidates");
    let eve = candidates.iter().find(|c| c["id"] == "eve").expect("Eve");
    assert_eq!(
        (&eve["accreditation"], &eve["party"]),
        (&json!("withdrawn"), &json!("Oak Party"))
    );
    let events = election.json_topic(Topic::Candidates);
    let of_eve: Vec<_> = events
        .iter()
        .filter(|(key, _)| key == "eve")
        .map(|(_, e)| &e["accreditation"])
        .collect();
    assert_eq!(
        of_eve,
        [&json!("pending"), &json!("accredited"), &json!("withdrawn")]
    );
    election.sound();
    attachment.detach().await;
    for service in services {
        assert_eq!(service.terminate(), 0);
    }
}

async fn version_at(station: &Station, version: u32) {
    let name = format!("version {version} at the station");
    eventually(&name, || async {
        (station.definition().version >= version).then_some(())
    })
    .await;
}

/// The definition in force, as its file.
fn definition_file(election: &Election) -> String {
    let authority = election
        .settings
        .keys()
        .authority()
        .expect("the key")
        .verifying_key();
    let messages = election.topic(Topic::Definition).into_iter();
    let open = |(key, bytes): (String, Vec<u8>)| {
        (key == "definition").then(|| {
            pollstream_protocol::definition::SignedDefinition::open(&bytes, &authority).expect("it opens")
        })
    };
    let newest = messages
        .filter_map(open)
        .max_by_key(|d| d.version)
        .expect("a definition");
    newest.file().expect("its file")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offline_registration_and_its_duplicate_are_decided_and_the_stations_hear_of_it() {
    let election = Election::begin("registrations", LIVE).await;
    let place = &election.place;
    let services = ["intake", "aggregate"].map(|name| place.service(name));
    let (north, south) = (election.kiosk("north").await, election.kiosk("south").await);
    appoint(|arguments| place.central(arguments));
    // South is connected, north is not; both register one person, north two more of one name.
    let uplink = election.uplink();
    let at_south = uplink.attach(&south.station);
    south.open().await;
    let register = async |kiosk: &Kiosk, number: &str, name: &str| {
        let registered = kiosk.station.register(newcomer(number, name), OFFICER).await;
        registered.expect("a registration").voter_id
    };
    let zoe = register(&south, "new-1", "Zoë Ångström").await;
    south.receipted().await;
    north.open().await;
    assert_eq!(
        register(&north, "NEW – 1", "Zoë Angstrom").await,
        zoe,
        "one number, one voter"
    );
    let other = register(&north, "new-2", "ÅNGSTRÖM, Zoë").await;
    let list = waiting(place);
    let of = |list: &Value, voter: VoterId| -> Value {
        let rows = list.as_array().expect("a list").iter();
        let found = rows
            .filter(|row| row["voter"]["voter_id"] == voter.to_string())
            .collect::<Vec<_>>();
        found.first().map_or(Value::Null, |row| (*row).clone())
    };
    assert_eq!(of(&list, zoe)["registered_by"], "south");
    assert_eq!(of(&list, zoe)["claims"], json!([]), "north is silent");

    let at_north = uplink.attach(&north.station);
    north.receipted().await;
    let list = waiting(place);
    let row = of(&list, zoe);
    assert_eq!(row["claims"][0]["station"], "north", "{row:#}");
    assert_eq!(row["claims"][0]["voter"]["name"], "Zoë Angstrom");
    assert_eq!(row["look_alikes"][0]["voter_id"], other.to_string());
    let incidents = place.json(&["incident", "list", "--json"]);
    assert_eq!(incidents[0]["kind"], "duplicate_registration");

    refused_as(
        place,
        "anna",
        &[
            "registration",
            "accredit",
            &zoe.to_string(),
            "--at",
            "west",
            "--reason",
            "x",
        ],
        "was not registered at station `west`",
    );
    done_as(
        place,
        "anna",
        &[
            "registration",
            "accredit",
            &zoe.to_string(),
            "--at",
            "north",
            "--reason",
            "lives there",
        ],
    );
    done_as(
        place,
        "ben",
        &[
            "registration",
            "reject",
            &other.to_string(),
            "--reason",
            "the same person",
        ],
    );
    let stands = async |kiosk: &Kiosk, voter, expected: VoterStanding| {
        let name = format!("{expected:?} at {:?}", kiosk.station);
        eventually(&name, || async {
            (standing(&kiosk.station, voter).await.as_ref() == Some(&expected)).then_some(())
        })
        .await;
    };
    stands(&north, zoe, VoterStanding::MayCheckIn).await;
    let elsewhere = VoterStanding::OtherPollingStation {
        station: "north".parse().expect("an id"),
    };
    stands(&south, zoe, elsewhere).await;
    stands(&north, other, VoterStanding::Rejected).await;
    north.visit(zoe, "ada").await;
    refused_as(
        place,
        "anna",
        &["registration", "reject", &zoe.to_string(), "--reason", "x"],
        "is accredited: it cannot become rejected",
    );
    let left = waiting(place);
    assert!(of(&left, zoe).is_null() && of(&left, other).is_null(), "{left:#}");
    let incidents = place.json(&["incident", "list", "--all", "--json"]);
    assert_eq!(incidents[0]["resolved"]["reason"], "lives there");
    let voters = election.json_topic(Topic::Voters);
    let (_, last) = voters
        .iter()
        .rfind(|(key, _)| *key == zoe.to_string())
        .expect("Zoë");
    assert_eq!(
        (&last["accreditation"], &last["polling_station"]),
        (&json!("accredited"), &json!("north"))
    );

    for kiosk in [&north, &south] {
        kiosk.close().await;
        kiosk.receipted().await;
    }
    done_as(place, "anna", &["close"]);
    election.settled().await;
    let (check, _) = election.sound();
    let checks = check["checks"].as_array().expect("checks").iter();
    let warned: Vec<_> = checks.filter(|c| c["outcome"] != "ok").collect();
    assert!(warned.is_empty(), "{warned:#?}");
    for attachment in [at_north, at_south] {
        attachment.detach().await;
    }
    for service in services {
        assert_eq!(service.terminate(), 0);
    }
}

/// A provisional ballot for Ben, cast by a voter of the north whose identity is doubted.
pub(crate) async fn provisional(election: &Election, kiosk: &Kiosk, n: usize) -> (CaseId, TrackingCode) {
    let voter = kiosk
        .station
        .voter(election.voter("north", n))
        .await
        .expect("the roll");
    let claimant = voter.expect("the voter").voter;
    let reason = ProvisionalReason::IdentityDoubted;
    let opened = kiosk
        .station
        .open_provisional_case(claimant, reason, OFFICER)
        .await;
    let (case, session) = opened.expect("a case");
    let code = kiosk
        .cast(session, &[("mayor", "ben")])
        .await
        .expect("a provisional ballot");
    (case, code)
}

/// One official proposes, the other confirms.
fn decided(place: &Place, verdict: &str, case: CaseId) -> String {
    let id = case.to_string();
    done_as(
        place,
        "anna",
        &["provisional", verdict, &id, "--reason", "seen the papers"],
    );
    done_as(place, "ben", &["provisional", "confirm", &id])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn provisional_ballots_are_released_by_two_mixed_counted_once_and_certified() {
    let election = Election::begin("provisional", LIVE).await;
    let place = &election.place;
    let services = ["intake", "aggregate"].map(|name| place.service(name));
    let north = election.kiosk("north").await;
    appoint(|arguments| place.central(arguments));
    let uplink = election.uplink();
    let attachment = uplink.attach(&north.station);
    north.open().await;
    for n in [2, 3, 4] {
        north.visit(election.voter("north", n), "ada").await;
    }
    let mut cases = Vec::new();
    for n in 5..=10 {
        cases.push(provisional(&election, &north, n).await);
    }
    north.receipted().await;
    election.settled().await;
    let ben = || votes(&election.results()["contests"], "mayor")["ben"].clone();

    let id = cases[0].0.to_string();
    done_as(
        place,
        "anna",
        &["provisional", "release", &id, "--reason", "passport shown"],
    );
    refused_as(
        place,
        "ben",
        &["provisional", "release", &id, "--reason", "x"],
        "proposed",
    );
    refused_as(
        place,
        "anna",
        &["provisional", "confirm", &id],
        "another official must confirm",
    );
    refused_as(place, "odd", &["provisional", "confirm", &id], "decide nothing");
    done_as(place, "ben", &["provisional", "decline", &id]);
    refused_as(
        place,
        "ben",
        &["provisional", "confirm", &id],
        "nothing is proposed",
    );
    for (case, _) in &cases[..2] {
        let out = decided(place, "release", *case);
        assert!(!out.contains("opened together"), "{out}");
    }
    refused_as(
        place,
        "anna",
        &["provisional", "reject", &id, "--reason", "x"],
        "is decided already",
    );
    election.settled().await;
    assert_eq!(ben(), 0, "two are too few to hide each other");
    assert!(decided(place, "release", cases[2].0).contains("3 released ballots were opened together"));
    decided(place, "reject", cases[3].0);
    election.settled().await;
    assert_eq!(ben(), 3);
    let (_, recount) = election.sound();
    assert_eq!(
        (&recount["ballots"], &recount["released"], &recount["provisional"]),
        (&json!(3), &json!(3), &json!(6)),
        "three regular ballots are in the box still: as many must stay behind"
    );
    nothing_leads_to_a_ballot(&election, &cases[..3]).await;

    // A fourth one is released and waits, also after the close, as long as others may join it.
    decided(place, "release", cases[4].0);
    let certify = |who: &str, say: &str| {
        refused_as(place, who, &["certify", "--reason", "the canvass is over"], say);
    };
    certify("anna", "the election is not closed");
    done_as(place, "anna", &["close"]);
    election.settled().await;
    assert_eq!(ben(), 3, "one more would show whose it is");
    certify("anna", "has not closed its polls");
    north.close().await;
    north.receipted().await;
    election.settled().await;
    certify("anna", "1 provisional ballot(s) are not decided");
    assert!(decided(place, "release", cases[5].0).contains("2 released ballots were opened together"));
    election.settled().await;
    let results = election.results();
    assert_eq!(results["results_status"], "unofficial-complete");
    let mayor = votes(&results["contests"], "mayor");
    assert_eq!(
        (&mayor["ada"], &mayor["ben"], &mayor["ballots"]),
        (&json!(3), &json!(3), &json!(6))
    );
    assert_eq!(results["contests"][0]["held_back"], 2);
    election.sound();

    let proposed = done_as(place, "anna", &["certify", "--reason", "the canvass is over"]);
    assert!(proposed.contains("another official confirms"), "{proposed}");
    certify("anna", "another official must confirm");
    assert!(done_as(place, "ben", &["certify", "--reason", "agreed"]).contains("certified"));
    certify("anna", "certified");
    assert_eq!(place.json(&["status", "--json"])["stage"], "certified");
    refused_as(
        place,
        "anna",
        &["candidate", "withdraw", "ada", "--reason", "x"],
        "certified",
    );
    assert!(place.refused(4, &["enrol", "west"]).contains("certified"));
    eventually("certified results on the topic", || async {
        let cells = election.json_topic(Topic::ResultsCandidates);
        cells
            .last()
            .is_some_and(|(_, cell)| cell["status"] == "certified")
            .then_some(())
    })
    .await;
    let results = election.results();
    assert_eq!(results["results_status"], "certified");
    let mayor = votes(&results["contests"], "mayor");
    assert_eq!(
        (&mayor["ada"], &mayor["ben"], &mayor["ballots"]),
        (&json!(3), &json!(5), &json!(8)),
        "a certified result leaves nobody out"
    );
    election.sound();
    attachment.detach().await;
    for service in services {
        assert_eq!(service.terminate(), 0);
    }
}

/// Neither the database nor a topic leads from a counted case to its ballot.
async fn nothing_leads_to_a_ballot(election: &Election, cases: &[(CaseId, TrackingCode)]) {
    let codes: Vec<Vec<u8>> = cases.iter().map(|(_, code)| code.0.to_vec()).collect();
    let counted: i64 = sqlx::query_scalar("select count(*) from counted_code where code = any($1)")
        .bind(&codes)
        .fetch_one(&election.database)
        .await
        .expect("the counted codes");
    assert_eq!(counted, 3, "a voter finds that the ballot was counted");
    let alone = election
        .count("select count(*) from opened_group where size < 3")
        .await;
    assert_eq!(alone, 0, "and nobody which one it is");
    let kept: i64 = election
        .count("select count(*) from provisional_ballot where length(ciphertext) = 0 and length(encapped_key) = 0")
        .await;
    assert_eq!(kept, 3, "that there was a ballot stays known");
    let votes = election.json_topic(Topic::Votes);
    let together = votes.iter().filter_map(|(_, event)| event["ballots"].as_u64());
    assert!(together.min() >= Some(3), "no event of one ballot");
}

/// The key of an official, as only the official's passphrase opens it.
async fn key_of(election: &Election, who: &str) -> SigningKey {
    let sealed: Vec<u8> = sqlx::query_scalar("select sealed_key from official where official_id = $1")
        .bind(who)
        .fetch_one(&election.database)
        .await
        .expect("an official");
    let secret = pollstream_protocol::passphrase::open(&sealed, &passphrase(who)).expect("the passphrase");
    SigningKey::from_bytes(secret.as_slice().try_into().expect("32 bytes"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forged_and_out_of_order_decisions_are_refused_by_the_recount() {
    let election = Election::begin("forged_decisions", LIVE).await;
    let place = &election.place;
    let services = ["intake", "aggregate"].map(|name| place.service(name));
    let north = election.kiosk("north").await;
    appoint(|arguments| place.central(arguments));
    let uplink = election.uplink();
    let attachment = uplink.attach(&north.station);
    north.open().await;
    let (case, _) = provisional(&election, &north, 5).await;
    north.receipted().await;
    election.settled().await;

    let authority = election.settings.keys().authority().expect("the key");
    let messages = election.topic(Topic::Decisions);
    let last = messages.last().expect("decisions").1.clone();
    let last = Decision::open(&last, &authority.verifying_key()).expect("it opens");
    let release = Statement {
        election: election.id().clone(),
        id: uuid::Uuid::new_v4(),
        reason: "nobody saw it".into(),
        subject: Subject::ProvisionalDecided {
            case: CaseKey {
                log: "north/1".parse().expect("a log"),
                case,
            },
            release: true,
        },
    };
    let anna = release.approve("anna".parse().expect("an id"), &key_of(&election, "anna").await);
    let made = |number: u64, approvals: Vec<Approval>| Decision {
        number,
        prev_hash: last.hash(),
        at: last.at,
        statement: release.clone(),
        approvals,
    };
    let next = last.number + 1;
    let put = async |bytes: Vec<u8>| {
        let key = election.id().to_string();
        election
            .produce_to(Topic::Decisions, &key, &bytes)
            .await
            .expect("sent");
    };
    // Not the authority's: noise that anybody can make. Repeated ones change nothing.
    put(made(next, vec![anna.clone()]).sign(&north.key)).await;
    put(b"nonsense".to_vec()).await;
    put(messages[0].1.clone()).await;
    let (_, recount) = election.sound();
    assert_eq!(
        (&recount["decisions_refused"], &recount["decisions"]),
        (&json!(2), &json!(4))
    );

    // The authority's key is stolen: its chain cannot jump, and it cannot decide without a second official.
    put(made(next + 1, vec![anna.clone()]).sign(&authority)).await;
    put(made(next, vec![anna]).sign(&authority)).await;
    let output = place.run(&["recount", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let recount: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let wrong = recount["differences"].to_string();
    assert!(wrong.contains("decisions are missing or out of order"), "{wrong}");
    assert!(
        wrong.contains("2 different officials must approve it, 1 did"),
        "{wrong}"
    );
    assert_eq!(
        (&recount["released"], &recount["ballots"]),
        (&json!(0), &json!(0))
    );
    attachment.detach().await;
    for service in services {
        assert_eq!(service.terminate(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_messages_and_double_check_ins_are_shown_whole_and_dealt_with() {
    let election = Election::begin("dealt_with", LIVE).await;
    let place = &election.place;
    let services = ["intake", "aggregate"].map(|name| place.service(name));
    // One kiosk, then a second life of it, each on its own line: both check one voter in.
    let uplinks = [election.uplink(), election.uplink()];
    let voter = election.voter("north", 2);
    let (first, second) = (election.kiosk("north").await, election.kiosk("north").await);
    appoint(|arguments| place.central(arguments));
    for kiosk in [&first, &second] {
        kiosk.open().await;
        kiosk.station.check_in(voter, OFFICER).await.expect("a check-in");
    }
    // The first one sends before it can hear that there is a second: from then on it would keep its log.
    let mut attachments = vec![uplinks[0].attach(&first.station)];
    first.receipted().await;
    attachments.push(uplinks[1].attach(&second.station));
    second.receipted().await;
    election
        .produce("north", b"no segment at all")
        .await
        .expect("sent");
    election.reaches("select count(*) from quarantine", 1).await;

    let incidents = place.json(&["incident", "list", "--json"]);
    let double = (incidents.as_array().expect("a list").iter())
        .find(|i| i["kind"] == "double_check_in")
        .expect("the double check-in");
    let sides: Vec<_> = (double["check_ins"].as_array().expect("sides").iter())
        .map(|side| {
            (
                side["station"].as_str().unwrap_or(""),
                side["incarnation"].as_i64(),
            )
        })
        .collect();
    assert_eq!(sides.len(), 2, "both sides are kept: {double:#}");
    assert!(sides.contains(&("north", Some(1))) && sides.contains(&("north", Some(2))));
    let id = double["id"].to_string();
    done_as(
        place,
        "anna",
        &["incident", "resolve", &id, "--reason", "the desk was replaced"],
    );
    refused_as(
        place,
        "anna",
        &["incident", "resolve", &id, "--reason", "x"],
        "no open incident",
    );

    let list = place.json(&["quarantine", "list", "--json"]);
    assert_eq!(
        (&list[0]["reason"], &list[0]["bytes"]),
        (&json!("undecodable"), &json!(17))
    );
    let id = list[0]["id"].to_string();
    assert!(place.done(&["quarantine", "show", &id]).contains("SHA-256"));
    let out = place.data().join("message.bin");
    place.done(&["quarantine", "export", &id, "--out", &out.display().to_string()]);
    assert_eq!(std::fs::read(&out).expect("the export"), b"no segment at all");
    place.refused(
        4,
        &["quarantine", "export", &id, "--out", &out.display().to_string()],
    );
    place.refused(4, &["quarantine", "show", "999"]);
    done_as(
        place,
        "ben",
        &["quarantine", "resolve", &id, "--reason", "a broken scanner"],
    );
    assert_eq!(place.json(&["quarantine", "list", "--json"]), json!([]));
    let all = place.json(&["quarantine", "list", "--all", "--json"]);
    assert_eq!(all[0]["resolved"]["officials"], json!(["ben"]));
    for attachment in attachments {
        attachment.detach().await;
    }
    for service in services {
        assert_eq!(service.terminate(), 0);
    }
}
