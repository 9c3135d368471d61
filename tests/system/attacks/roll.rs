//! A roll that is imported while a station is enrolled: the station hears of every voter, in its package or after.

use std::collections::BTreeSet;

use pollstream_central::admin::{self, ImportOptions, Why};
use pollstream_central::roll_file::RollFile;
use pollstream_central::table::TableOptions;
use pollstream_protocol::roll::RollUpdate;
use pollstream_protocol::topics::Topic;
use pollstream_tests::election::{Election, Rules};

const LIVE: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};
const PREPARED: Why<'static> = Why {
    by: None,
    reason: "prepared",
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_station_enrolled_during_an_import_misses_nobody() {
    let first = "registration_number,name,date_of_birth,polling_station,ballot_style\n\
                 first,First Voter,1980-05-31,north,plain\n";
    let election = Election::begin_with("import_and_enrol", LIVE, first).await;
    let place = &election.place;
    let store = election.settings.store().await.expect("the store");
    let record = store.election().await.expect("the election");
    let authority = election.settings.keys().authority().expect("the key");
    let definition = &record.definition.definition;
    let csv = "registration_number,name,date_of_birth,polling_station,ballot_style\n\
               second,Second Voter,1980-05-31,north,plain\nthird,Third Voter,1980-05-31,north,plain\n";
    let file = RollFile::read(csv.as_bytes(), &TableOptions { encoding: None }).expect("a table");
    let rows = file.voters(definition, jiff::Timestamp::now()).expect("a roll");
    // While the file is read, somebody enrols the station.
    let mut package = None;
    let rows = rows.inspect(|_| {
        package.get_or_insert_with(|| election.enrol("north"));
    });
    let options = ImportOptions::default();
    admin::import_roll(&store, definition, &authority, rows, &options, PREPARED, |_| {})
        .await
        .expect("an import");
    let _services = ["intake", "aggregate"].map(|name| place.service(name));
    election.settled().await;
    let package = package.expect("it was enrolled");
    let mut heard: BTreeSet<String> = (package.roll.iter())
        .map(|update| update.voter.registration_number.clone())
        .collect();
    for (_, update) in election.topic(Topic::Roll) {
        let update = RollUpdate::open(&update, &authority.verifying_key()).expect("a roll update");
        heard.insert(update.voter.registration_number);
    }
    let everybody = ["first", "second", "third"].map(str::to_owned);
    assert_eq!(heard, BTreeSet::from(everybody));
    let kinds = election.place.json(&["decisions", "--json"]);
    let kinds: Vec<_> = (kinds.as_array().expect("a list").iter())
        .map(|d| d["kind"].as_str().unwrap_or("").to_owned())
        .collect();
    assert_eq!(kinds, ["roll_imported", "station_enrolled", "roll_imported"]);
}
