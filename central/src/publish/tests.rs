use super::*;
use crate::rounds::Lots;
use crate::store::aggregate::ResultsState;
use crate::store::election::ElectionStatus;
use pollstream_protocol::events::TurnoutCounts;
use pollstream_protocol::tally::ContestTally;

/// The election of the unit tests with a hostile title, certified.
fn files() -> Files {
    let toml = include_str!("../aggregate/testing.toml")
        .replace("Riverton 2026", "R&D <script>alert(1)</script> \\\"2026\\\"");
    let definition = ElectionDefinition::parse(&toml).unwrap();
    let tally = |votes: &[(&str, u64)]| ContestTally {
        ballots: votes.iter().map(|(_, n)| n).sum(),
        votes: votes.iter().map(|(id, n)| (id.parse().unwrap(), *n)).collect(),
        ..ContestTally::default()
    };
    let root = format!("district/{}", definition.root_district().id);
    let mayor = tally(&[("ann", 300), ("bob", 1_200)]);
    let streaming: crate::store::results::Tallies =
        [((root.clone(), "mayor".parse().unwrap()), mayor)].into();
    let mut ballots = pollstream_count::ranked::BallotGroups::default();
    ballots.add(vec![pollstream_count::ranked::Rank::Candidate(0)], 300);
    ballots.add(vec![pollstream_count::ranked::Rank::Candidate(1)], 1_200);
    let counts = Counts {
        state: ResultsState {
            election: ElectionStatus::Certified,
            results: ResultsStatus::Certified,
            min_batch: 10,
        },
        turnout: [(
            root,
            TurnoutCounts {
                ballots: 1_500,
                registered: 2_000,
                ..TurnoutCounts::default()
            },
        )]
        .into(),
        sql: streaming.clone(),
        streaming,
        hidden: crate::store::results::Tallies::default(),
        ranked: [("mayor".parse().unwrap(), ballots)].into(),
        lots: Lots::new(),
    };
    let key = SigningKey::from_bytes(&[7; 32]);
    render(&definition, 3, &counts, Timestamp::UNIX_EPOCH, &key).unwrap()
}

fn text(files: &Files, ending: &str) -> String {
    let (_, bytes) = files
        .files
        .iter()
        .find(|(name, _)| name.ends_with(ending))
        .unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn every_file_says_what_it_is() {
    let files = files();
    assert_eq!(files.publication.as_of, "1969-12-31T18:00:00-06:00");
    for (name, bytes) in &files.files {
        assert!(name.starts_with("riverton-"), "{name}");
        let text = String::from_utf8_lossy(bytes);
        if std::path::Path::new(name).extension().is_some_and(|e| e == "js") {
            continue;
        }
        for said in [files.publication.as_of.as_str(), &files.publication.digest] {
            assert!(text.contains(said), "{name} does not say {said}");
        }
        assert!(
            text.to_lowercase().contains("certified"),
            "{name} does not say its status"
        );
    }
}

#[test]
fn the_page_shows_who_is_elected_and_runs_nothing_that_a_name_says() {
    let page = text(&files(), ".html");
    assert!(page.contains("Elected: منى الخطيب after 1 round"), "{page}");
    assert!(!page.contains("<script>alert"));
    assert_eq!(page.matches("<script").count(), 1);
    assert!(page.contains("R&amp;D &lt;script&gt;"));
}

#[test]
fn nist_report_has_rounds_winners_and_one_tree_in_two_forms() {
    let files = files();
    let json: serde_json::Value = serde_json::from_str(&text(&files, "1500-100.json")).unwrap();
    let candidates = json["Election"][0]["Candidate"].as_array().unwrap();
    let bob = candidates.iter().find(|c| c["@id"] == "candidate-bob").unwrap();
    assert_eq!(bob["PostElectionStatus"], "winner");
    let selection = &json["Election"][0]["Contest"][0]["ContestSelection"][1];
    let rounds: Vec<_> = selection["VoteCounts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|v| v["Round"] == 1)
        .collect();
    assert_eq!(rounds[0]["Count"], 1_200);
    let xml = text(&files, ".xml");
    assert_eq!(xml.matches("<Candidate ObjectId=").count(), candidates.len());
    assert!(xml.contains("xsi:type=\"CandidateContest\""));
    assert!(xml.contains("R&amp;D &lt;script&gt;"));
}

#[test]
fn what_is_changed_in_the_folder_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let key = SigningKey::from_bytes(&[7; 32]);
    let files = files();
    let manifest = write(folder.path(), &files, &key).unwrap();
    let election = &files.publication.election;
    assert_eq!(
        verify(folder.path(), election, &key.verifying_key()).unwrap(),
        manifest
    );
    let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
    assert!(matches!(
        verify(folder.path(), election, &other),
        Err(PublishError::Forged(_))
    ));
    let csv = folder.path().join("riverton-results.csv");
    let changed = fs::read_to_string(&csv).unwrap().replace("1200", "1201");
    fs::write(&csv, changed).unwrap();
    assert!(
        matches!(verify(folder.path(), election, &key.verifying_key()), Err(PublishError::Forged(path)) if path == csv)
    );
}

/// The browser's tests read the page that is kept: what is written must be it.
#[test]
fn the_page_is_the_one_that_browsers_are_tested_on() {
    let page = text(&files(), ".html").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/publish/testing/page.html");
    if std::env::var_os("POLLSTREAM_BLESS").is_some() {
        fs::create_dir_all(kept.parent().unwrap()).unwrap();
        fs::write(&kept, &page).unwrap();
    }
    assert_eq!(
        page,
        fs::read_to_string(&kept).unwrap_or_default(),
        "bless it: POLLSTREAM_BLESS=1"
    );
}

/// NIST's schemas, where they are beside the repository: `../shared/schemas`. Not copied into the project.
#[test]
fn nist_report_holds_against_the_published_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/schemas/NIST_V2_election_results_reporting.xsd");
    let schema = std::env::var_os("POLLSTREAM_NIST_XSD").map_or(schema, PathBuf::from);
    if !schema.exists() {
        eprintln!("not checked: {} is not there", schema.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.xml");
    fs::write(&report, text(&files(), ".xml")).unwrap();
    let mut xmllint = std::process::Command::new("xmllint");
    let said = xmllint
        .args(["--noout", "--schema"])
        .arg(&schema)
        .arg(&report)
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
}
