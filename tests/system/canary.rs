//! Canaries: what must stay secret or private is looked for wherever it must not be.
//!
//! A whole election day runs in one process, stations and all of central, logging everything that any library has to say.
//! Then the names, codes, keys and marks that the day really had are looked for in what was logged and printed, and in
//! every file that was left outside of its one place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_tests::{Place, servers};
use sqlx::PgPool;

/// Something that must be found nowhere, and what it is.
struct Canary {
    what: &'static str,
    bytes: Vec<u8>,
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect::<Vec<_>>()
        .concat()
}

/// How somebody's debug output would write bytes.
fn listed(bytes: &[u8]) -> String {
    let numbers: Vec<String> = bytes.iter().take(12).map(u8::to_string).collect();
    numbers.join(", ")
}

/// Every form in which secret bytes could be written down.
fn forms(what: &'static str, bytes: &[u8]) -> Vec<Canary> {
    let texts = [hex(bytes), hex(bytes).to_uppercase(), listed(bytes)];
    let texts = texts.map(|text| Canary {
        what,
        bytes: text.into_bytes(),
    });
    let raw = Canary {
        what,
        bytes: bytes.to_vec(),
    };
    texts.into_iter().chain([raw]).collect()
}

async fn canaries(database: &PgPool, keys: &Path) -> Vec<Canary> {
    let mut all = Vec::new();
    let voters: Vec<(String, String, String)> =
        sqlx::query_as("select name, registration_number, street from voter limit 60")
            .fetch_all(database)
            .await
            .expect("the voters");
    assert!(voters.len() > 20, "there were voters");
    for (name, number, street) in voters {
        for (what, text) in [
            ("a voter's name", name),
            ("a registration number", number),
            ("an address", street),
        ] {
            // Short ones stand in other words.
            if text.len() >= 6 {
                let bytes = text.into_bytes();
                all.push(Canary { what, bytes });
            }
        }
    }
    let codes: Vec<Vec<u8>> = sqlx::query_scalar("select code from counted_code limit 60")
        .fetch_all(database)
        .await
        .expect("the codes");
    assert!(codes.len() > 20, "ballots were counted");
    for code in codes {
        let bytes: [u8; 20] = code.as_slice().try_into().expect("20 bytes");
        let printed = TrackingCode(bytes).to_string();
        all.extend(forms("a tracking code", &code));
        for text in [printed.replace('-', ""), printed] {
            all.push(Canary {
                what: "a tracking code",
                bytes: text.into_bytes(),
            });
        }
    }
    for name in ["authority.key", "counting.key"] {
        all.extend(forms("a key", &fs::read(keys.join(name)).expect("a key")));
    }
    let marks: Vec<String> = sqlx::query_scalar("select distinct contests::text from ballot limit 60")
        .fetch_all(database)
        .await
        .expect("the marks");
    for ballot in marks {
        let bytes = ballot.into_bytes();
        all.push(Canary {
            what: "the marks of a ballot",
            bytes,
        });
    }
    all
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Which canaries are in `bytes`, by their kind.
fn caught<'a>(bytes: &[u8], canaries: &'a [Canary]) -> BTreeSet<&'a str> {
    // Most places are ruled out by their first bytes.
    let starts: BTreeSet<[u8; 3]> = canaries
        .iter()
        .filter_map(|c| c.bytes.first_chunk().copied())
        .collect();
    let mut caught = BTreeSet::new();
    for at in 0..bytes.len() {
        let Some(start) = bytes[at..].first_chunk::<3>() else {
            break;
        };
        if starts.contains(start) {
            let here = canaries.iter().filter(|c| bytes[at..].starts_with(&c.bytes));
            caught.extend(here.map(|c| c.what));
        }
    }
    caught
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_codes_keys_and_marks_stay_in_their_one_place() {
    let place = Place::new("canary");
    let temporary = tempfile::tempdir().expect("a folder");
    let database = place.database().await;
    let mut command = place.central(&[
        "simulate",
        "--stations",
        "2",
        "--voters",
        "160",
        "--outages",
        "1",
        "-vv",
    ]);
    command
        .args(["--kafka", &servers().kafka, "--postgres", &servers().postgres])
        .args(
            (servers().kafka_options.iter())
                .flat_map(|(name, value)| ["--kafka-option".to_owned(), format!("{name}={value}")]),
        )
        .args([
            "--database",
            &place.name,
            "--topic-prefix",
            &format!("{}.", place.name),
        ])
        .env("POLLSTREAM_LOG", "trace")
        .env("TMPDIR", temporary.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = command.output().expect("central");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.stderr.len() > 100_000, "everything was logged");

    let pool = PgPool::connect(&database).await.expect("the database");
    let canaries = canaries(&pool, &place.data().join("keys")).await;
    let sample = canaries[0].bytes.clone();
    assert_eq!(
        caught(&sample, &canaries).len(),
        1,
        "the search finds what is there"
    );
    assert_eq!(caught(&output.stdout, &canaries), BTreeSet::new(), "printed");
    assert_eq!(caught(&output.stderr, &canaries), BTreeSet::new(), "logged");
    let mut left = Vec::new();
    files(temporary.path(), &mut left);
    files(place.data(), &mut left);
    for path in left.iter().filter(|p| !p.starts_with(place.data().join("keys"))) {
        let bytes = fs::read(path).expect("a file");
        assert_eq!(caught(&bytes, &canaries), BTreeSet::new(), "{}", path.display());
    }
}
