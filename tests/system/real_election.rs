//! The 80,101 ballots of a real election, through the whole system, against the official totals.

use std::process::Stdio;
use std::time::Duration;

use pollstream_tests::{Place, Process, central_binary, real_ballots, servers, wait_for, wait_for_number};
use serde_json::Value;

/// Official first choices of the Minneapolis mayoral election of 2013 (the data's README).
const OFFICIAL: [(&str, u64); 9] = [
    ("BETSY HODGES", 28_935),
    ("MARK ANDREW", 19_584),
    ("DON SAMUELS", 8_335),
    ("CAM WINTON", 7_511),
    ("JACKIE CHERRYHOMES", 3_524),
    ("BOB FINE", 2_094),
    ("DAN COHEN", 1_798),
    ("STEPHANIE WOODRUFF", 1_010),
    ("UWI", 117),
];

/// The rounds under the rules that both tests give, as `RCTab` publishes them for these ballots.
fn assert_rounds(contest: &Value) {
    let rounds = contest["rounds"].as_array().expect("rounds");
    assert_eq!(rounds.len(), 33);
    for round in rounds {
        let tally = round["tally"].as_object().expect("a tally");
        let votes: u64 = tally.values().filter_map(Value::as_u64).sum();
        assert_eq!(
            votes + round["inactive"].as_u64().expect("whole votes"),
            80_101,
            "{round:#}"
        );
    }
    assert_eq!(rounds[0]["eliminated"], serde_json::json!(["UWI"]));
    let last = &rounds[32];
    assert_eq!(last["threshold"], 31_898);
    let tally = serde_json::json!({"BETSY HODGES": 38_852, "MARK ANDREW": 24_942});
    assert_eq!(last["tally"], tally);
    assert_eq!(last["elected"], serde_json::json!(["BETSY HODGES"]));
    assert_eq!(
        contest["outcome"]["candidates"]["betsy-hodges"]["standing"],
        "elected"
    );
}

/// Maine's rules.
const RULES: [&str; 5] = [
    "--overvoted-rank",
    "exhaust",
    "--skipped-ranks",
    "1",
    "--batch-elimination",
];

fn assert_official(report: &Value) {
    assert_eq!(report["ballots"], 80_101, "{report:#}");
    assert_eq!(report["precincts_reporting"], 117);
    assert_eq!(report["sql_tally_equal"], true);
    assert_eq!(report["recount_equal"], true, "{}", report["recount_differences"]);
    assert_eq!(report["check_failures"], serde_json::json!([]));
    let contest = &report["contests"][0];
    assert_eq!(contest["undervotes"], 834);
    assert_eq!(contest["overvotes"], 93);
    let candidates = contest["candidates"].as_array().expect("candidates");
    assert_eq!(candidates.len(), 36);
    let votes = |name: &str| {
        candidates
            .iter()
            .find(|c| c["name"] == name)
            .map(|c| c["votes"].clone())
    };
    for (name, official) in OFFICIAL {
        assert_eq!(votes(name), Some(official.into()), "{name}");
    }
    assert_rounds(contest);
    let sum: u64 = candidates.iter().filter_map(|c| c["votes"].as_u64()).sum();
    assert_eq!(sum + 834 + 93, 80_101);
}

/// The embedded default, every station online.
#[test]
fn totals_are_official_on_the_embedded_default() {
    let Some(ballots) = real_ballots() else { return };
    let mut command = std::process::Command::new("setpriv");
    command.args(["--pdeathsig", "TERM"]).arg(central_binary());
    command
        .args(["replay", "--json"])
        .args(RULES)
        .arg(ballots)
        .stdout(Stdio::piped());
    let (code, output) = Process::start("replay", command).output();
    assert_eq!(code, 0, "{output}");
    let report: Value = serde_json::from_str(&output).expect("one JSON object");
    assert_official(&report);
    assert_eq!(report["stations"]["offline"], 0);
}

/// Given servers, half of the stations offline, and central killed three times in the middle.
#[test]
fn totals_are_official_whatever_is_killed() {
    let Some(ballots) = real_ballots() else { return };
    let place = Place::new("killed");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut command = place.central(&[
        "replay",
        "--json",
        "--services-elsewhere",
        "--stations-offline",
        "50",
        "--kafka",
        &servers().kafka,
        "--postgres",
        &servers().postgres,
        "--database",
        &place.name,
        "--topic-prefix",
        &format!("{}.", place.name),
    ]);
    for (name, value) in &servers().kafka_options {
        command.args(["--kafka-option", &format!("{name}={value}")]);
    }
    command.args(RULES).arg(ballots).stdout(Stdio::piped());
    let replay = Process::start("replay", command);
    wait_for("the replay's settings", || {
        place.data().join("central.toml").exists().then_some(())
    });

    let url = runtime.block_on(place.database());
    let pool = runtime.block_on(async { sqlx::PgPool::connect(&url).await.expect("the database") });
    let counted = || {
        let query = sqlx::query_scalar::<_, i64>("select count(*) from ballot");
        runtime.block_on(query.fetch_one(&pool)).unwrap_or(0)
    };
    let (mut intake, mut aggregate) = (place.service("intake"), place.service("aggregate"));
    for killed_at in [5_000, 20_000, 40_000] {
        wait_for_number("ballots counted", killed_at, counted);
        intake.kill_9();
        aggregate.kill_9();
        // Stations go on while central is down.
        std::thread::sleep(Duration::from_millis(500));
        (intake, aggregate) = (place.service("intake"), place.service("aggregate"));
    }
    let (code, output) = replay.output();
    assert_eq!(code, 0, "{output}");
    let report: Value = serde_json::from_str(&output).expect("one JSON object");
    assert_official(&report);
    assert_eq!(report["stations"]["offline"], 58);
    assert_eq!(intake.terminate(), 0);
    assert_eq!(aggregate.terminate(), 0);
}
