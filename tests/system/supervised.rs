//! The embedded default, `central up`: two servers of its own that it sets up, watches and heals, and that never
//! outlive it.

use std::path::Path;
use std::time::{Duration, Instant};

use pollstream_central::embedded::Running;
use pollstream_protocol::enrolment::StationPackage;
use pollstream_station::{Durability, Station, StationOptions, Uplink, UplinkConfig};
use pollstream_tests::election::{Kiosk, Rules, voter, votes};
use pollstream_tests::embedded::Embedded;
use pollstream_tests::{printed, signal, text, wait_for};
use serde_json::{Value, json};

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

async fn kiosk(folder: &Embedded, station: &str) -> (Kiosk, Uplink) {
    let out = folder.done(&["enrol", station]);
    let bytes = std::fs::read(printed(&out, "package")).expect("the package");
    let package = StationPackage::open(&bytes, &printed(&out, "enrolment code")).expect("the package opens");
    let key = package.signing_key.clone();
    let options = StationOptions {
        durability: Durability::Throwaway,
        ..StationOptions::default()
    };
    let path = folder.beside(&format!("{station}.sqlite"));
    let station = Station::create(&path, package, options).await.expect("a station");
    // As a kiosk does: everything is in the package.
    let uplink = Uplink::connect(UplinkConfig {
        kafka: station.kafka().to_owned(),
        topics: station.topics().clone(),
        authority: *station.authority(),
        extra: station.kafka_options().to_vec(),
    })
    .expect("an uplink");
    (Kiosk { station, key }, uplink)
}

/// Whether a process runs: one that nobody has waited for yet does not.
fn runs(pid: u32) -> bool {
    let Ok(stat) = std::fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")) else {
        return false;
    };
    stat.rsplit_once(") ")
        .is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// Ada's votes as published; null as long as the servers are away. While they heal the streaming totals may lag
/// behind what SQL counts for so long that `results` says so with its exit code: `check` judges that in the end.
fn mayor(folder: &Embedded) -> Value {
    let output = folder.run(&["results", "--json"]);
    match serde_json::from_slice::<Value>(&output.stdout) {
        Ok(results) => votes(&results["contests"], "mayor")["ada"].clone(),
        Err(_) => Value::Null,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_crash_are_healed_and_the_election_goes_on() {
    let folder = Embedded::new();
    let mut up = folder.up(&["--throwaway"]);
    let status = folder.json(&["status", "--json"]);
    assert_eq!(
        (&status["kafka_answers"], &status["postgres_answers"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(
        (&status["running_pid"], &status["election"]),
        (&json!(up.pid()), &Value::Null)
    );

    let second = folder.run(&["up", "--throwaway"]);
    let error = text(&second.stderr);
    assert_eq!(second.status.code(), Some(3), "{error}");
    assert!(
        error.contains("in use by") && error.contains(&up.pid().to_string()),
        "{error}"
    );
    assert!(up.is_alive());

    folder.make_election(RULES);
    let (kiosk, uplink) = kiosk(&folder, "north").await;
    let voter = |n| voter("north", n);
    let _attached = uplink.attach(&kiosk.station);
    kiosk.open().await;
    kiosk.visit(voter(1), "ada").await;
    kiosk.receipted().await;

    let before = folder.running();
    let pids = |r: &Running| {
        (
            r.kafka_pid.expect("Kafka's pid"),
            r.postgres_pid.expect("Postgres' pid"),
        )
    };
    let (kafka, postgres) = pids(&before);
    assert!(runs(kafka) && runs(postgres));
    signal("KILL", kafka);
    signal("KILL", postgres);
    // The voting goes on meanwhile.
    kiosk.visit(voter(2), "ada").await;
    for server in ["Kafka", "Postgres"] {
        wait_for(&format!("{server} to be healed"), || {
            let said = folder.errors();
            let down = said.contains(&format!("{server} is down (killed by signal 9); restarting it"));
            (down && said.contains(&format!("{server} is up again"))).then_some(())
        });
    }
    let after = wait_for("the new pids", || {
        let running = folder.running();
        let (new_kafka, new_postgres) = pids(&running);
        (new_kafka != kafka && new_postgres != postgres).then_some(running)
    });
    assert_eq!(after.endpoints, before.endpoints, "they answer where they did");
    kiosk.visit(voter(3), "ada").await;
    kiosk.close().await;
    kiosk.receipted().await;
    wait_for("the ballots to be counted", || {
        (mayor(&folder) == json!(3)).then_some(())
    });
    folder.done(&["check"]);
    folder.done(&["recount"]);
    assert!(up.is_alive());

    let (kafka, postgres) = pids(&folder.running());
    assert!(folder.done(&["down"]).contains("Stopped"));
    assert_eq!(up.ended(), 0);
    assert!(!runs(kafka) && !runs(postgres), "the servers outlived central");
    assert!(
        !folder.data().join("postgres").exists() && !folder.data().join("kafka").exists(),
        "throwaway data is kept"
    );
    assert!(folder.done(&["down"]).contains("Nothing runs"));
}

#[test]
fn central_killed_takes_its_servers_along_and_starts_again_with_its_data() {
    let folder = Embedded::new();
    let up = folder.up(&[]);
    folder.make_election(RULES);
    let running = folder.running();
    let servers = [
        running.kafka_pid.expect("Kafka's pid"),
        running.postgres_pid.expect("Postgres' pid"),
    ];
    assert!(servers.iter().all(|pid| runs(*pid)));
    up.kill_9();
    let killed = Instant::now();
    wait_for("the servers to go", || {
        (!servers.iter().any(|pid| runs(*pid))).then_some(())
    });
    assert!(
        killed.elapsed() < Duration::from_secs(30),
        "they took {:?}",
        killed.elapsed()
    );
    let status = folder.run(&["status", "--json"]);
    assert_eq!(status.status.code(), Some(3), "nothing runs here any more");

    let refused = folder.run(&["up", "--throwaway"]);
    let error = text(&refused.stderr);
    assert!(
        !refused.status.success() && error.contains("throwaway run would delete it"),
        "{error}"
    );

    let mut up = folder.up(&[]);
    let status = folder.json(&["status", "--json"]);
    assert_eq!(status["election"], "town-2026: Election of a system test");
    assert_eq!(
        (&status["voters"], &status["running_pid"]),
        (&json!(60), &json!(up.pid()))
    );
    wait_for("the aggregator to count the roll", || {
        let frame = folder.done(&["watch", "--once"]);
        frame.contains("60").then_some(())
    });
    folder.done(&["check"]);
    folder.done(&["enrol", "north"]);
    assert!(up.is_alive());
    assert_eq!(up.terminate(), 0);
    assert!(
        folder.data().join("postgres").exists(),
        "what is not thrown away stays"
    );
}
