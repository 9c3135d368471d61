use super::*;

fn read(csv: &str) -> Result<Deck, DeckError> {
    Deck::read(csv.as_bytes(), "Test Deck", 5, &DeckOptions::default())
}

fn error(csv: &str) -> String {
    read(csv).unwrap_err().to_string()
}

fn names(deck: &Deck) -> Vec<&str> {
    deck.definition.contests[0]
        .candidates
        .iter()
        .map(|c| c.name.as_str())
        .collect()
}

/// The marks of all ballots with their number: candidates by id, `-` blank, `!` overvote.
fn ballots(deck: &Deck) -> Vec<(String, u32)> {
    use pollstream_protocol::ballot::Mark;
    let mark = |mark: &Mark| match mark {
        Mark::Candidate(id) => id.to_string(),
        Mark::Blank => "-".to_owned(),
        Mark::Overvote => "!".to_owned(),
    };
    let ballots = deck.precincts.iter().flat_map(|precinct| &precinct.ballots);
    ballots
        .map(|(ballot, n)| {
            let marks = ballot.contests[0].marks.iter().map(mark);
            (marks.collect::<Vec<_>>().join(" "), *n)
        })
        .collect()
}

fn of(ballots: &[(&str, u32)]) -> Vec<(String, u32)> {
    ballots
        .iter()
        .map(|(marks, n)| ((*marks).to_owned(), *n))
        .collect()
}

#[test]
fn a_deck_becomes_an_election_with_its_ballots() {
    let csv = "precinct,first,second,count\n\
               W-1 P-1,\"ANN, JR.\",undervote,3\n\
               W-1 P-2,overvote,Bob,1\n\
               W-1 P-1,Bob,\"ANN, JR.\",2\n";
    let deck = read(csv).unwrap();
    assert_eq!(deck.total(), 6);
    assert_eq!(deck.precincts.len(), 2);
    assert_eq!(deck.definition.polling_stations.len(), 2);
    assert_eq!(deck.definition.districts.len(), 2);
    assert_eq!(names(&deck), ["ANN, JR.", "Bob"]);
    assert_eq!(deck.notes, Vec::<String>::new());
    for (ballot, _) in deck.precincts.iter().flat_map(|p| &p.ballots) {
        ballot.clone().validated(&deck.definition).unwrap();
    }
}

#[test]
fn precincts_are_counted_rather_than_spelt() {
    let csv = "precinct,first,count\nW-10 P-1,x,1\nW-2 P-10,x,1\nW-2 P-09,x,1\nHarbour,x,1\nW-1 P-3,x,1\n";
    let deck = read(csv).unwrap();
    let names: Vec<_> = deck.precincts.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Harbour", "W-1 P-3", "W-2 P-09", "W-2 P-10", "W-10 P-1"]);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    assert!(error("a,b\n").contains("line 1"));
    assert!(error("precinct,first,count\nP,x,many\n").contains("line 2: count `many`"));
    assert!(error("precinct,first,count\nP,x,1.5\n").contains("line 2: count `1.5`"));
    assert!(error("precinct,first,count\nP,x,-1\n").contains("line 2: count `-1`"));
    assert!(error("precinct,first,count\n").contains("no ballots"));
    assert!(error("precinct,first,count\n\nP,x\n").contains("line 3: the row has 2 cells, the header has 3"));
    assert!(error("precinct,first,count\n,x,1\n").contains("line 2: precinct is empty"));
    let long = "x".repeat(201);
    assert!(
        error(&format!("precinct,first,count\nP,Ann,1\nP,{long},1\n"))
            .contains("line 3: a candidate's name is longer")
    );
    assert!(error("precinct,first,count\nP,An\u{7}n,1\n").contains("line 2: a candidate's name"));
}

#[test]
fn labels_count_by_what_they_mean_and_are_reported() {
    let csv = "precinct;first;second;third;count\n\
               P;Ada;Ben;Cyd;5\n\
               P;Undervote;UNDERVOTE;;3\n\
               P;2 OVERVOTE;Ben;undervote;2\n\
               P;Ben;skipped;write-in;4\n\
               P;UWI;Ben;Write In 2;1\n";
    let deck = read(csv).unwrap();
    assert_eq!(names(&deck), ["Ada", "Ben", "Cyd", "write-in"]);
    assert_eq!(
        ballots(&deck),
        of(&[
            ("ada ben cyd", 5),
            ("- - -", 3),
            ("! ben -", 2),
            ("ben - write-in", 4),
            ("write-in ben write-in", 1),
        ])
    );
    let notes = deck.notes.join("\n");
    for said in [
        "read as overvote: \"2 OVERVOTE\" (2)",
        "\"UNDERVOTE\" (3)",
        "\"skipped\" (4)",
        "`write-in` is written in 3 ways",
    ] {
        assert!(notes.contains(said), "{said} in {notes}");
    }
}

#[test]
fn unknown_labels_are_asked_about_all_at_once() {
    let csv = "precinct,first,second,count\nP,Ada,VOID,5\nP,n/a,Ben,2\nP,VOID,Ada,1\n";
    let error = error(csv);
    for said in [
        "\"VOID\" (line 2, 6 ballots)",
        "\"n/a\" (line 3, 2 ballots)",
        "--label",
    ] {
        assert!(error.contains(said), "{said} in {error}");
    }
    let options = DeckOptions {
        said: Said::from([
            (said_key("void"), Meaning::Overvote),
            (said_key("N/A"), Meaning::Candidate),
        ]),
        ..DeckOptions::default()
    };
    let deck = Deck::read(csv.as_bytes(), "t", 5, &options).unwrap();
    assert_eq!(ballots(&deck), of(&[("ada !", 5), ("n-a ben", 2), ("! ada", 1)]));
}

#[test]
fn several_names_in_a_cell_are_an_overvote_only_where_the_profile_says_so() {
    let csv = "precinct,first,second,count\nP,\"Ada\nBen\",Cyd,2\nP,Ada,Ben,9\n";
    let error_of = error(csv);
    assert!(
        error_of.contains("line 2: a cell holds several names (`Ada`, `Ben`)"),
        "{error_of}"
    );
    assert!(error_of.contains("--profile ess"), "{error_of}");
    let options = DeckOptions {
        profile: Profile::Ess,
        ..DeckOptions::default()
    };
    let deck = Deck::read(csv.as_bytes(), "t", 5, &options).unwrap();
    assert_eq!(ballots(&deck), of(&[("! cyd", 2), ("ada ben", 9)]));
    let error = error("precinct,first,second,count\nP,Ada,Ben,9\nP,Ada; Ben,Cyd,2\n");
    assert!(
        error.contains("line 3: `Ada; Ben` holds several names"),
        "{error}"
    );
    assert_eq!(
        read("precinct,first,count\nP,Ada / Harris,9\n").unwrap().total(),
        9,
        "a ticket is one name"
    );
}

#[test]
fn totals_are_reported_and_not_counted() {
    let csv = "precinct,first,second,count\nW-1 P-1,Ada,Ben,5\nW-1 P-2,Ada,,2\nW-1 Total,,,7\n\
               W-2 P-1,Ben,,1\nGrand Total,,,8\n,,,8\n";
    let deck = read(csv).unwrap();
    assert_eq!((deck.total(), deck.precincts.len()), (8, 3));
    let notes = deck.notes.join("\n");
    for said in [
        "line 4: \"W-1 Total\" is a total (7)",
        "line 6: \"Grand Total\"",
        "line 7: \"a row without a precinct\"",
    ] {
        assert!(notes.contains(said), "{said} in {notes}");
    }
    let error = error("precinct,first,count\nP,Ada,5\nTotal,,6\n");
    assert!(
        error.contains("line 3: `Total` seems to be a total, but says 6 where the other rows add up to 5"),
        "{error}"
    );
}

#[test]
fn spellings_of_a_name_are_counted_together_and_reported() {
    let csv = "PRECINCT,1ST CHOICE,COUNT\nP,Jo Smith,5\np ,JO SMITH,3\nP,Jo  Smith,2\nP,Jo Smith ,1\nP,Jo\u{a0}Smith,1\nP,J.o. Smith,1\n";
    let deck = read(csv).unwrap();
    assert_eq!(names(&deck), ["Jo Smith"]);
    assert_eq!((deck.total(), deck.precincts.len()), (13, 1));
    let notes = deck.notes.join("\n");
    assert!(
        notes.contains("`Jo Smith` is written in 5 ways, counted as one: \"Jo Smith\" (6)"),
        "{notes}"
    );
    assert!(notes.contains("`P` is written in 2 ways"), "{notes}");
}

#[test]
fn a_file_without_counts_has_a_ballot_a_row() {
    let csv =
        "Cast Vote Record,Precinct,Mayor Choice 1 of 2,Mayor Choice 2 of 2\n1,P,Ada,Ben\n2,P,Ben,overvote\n";
    let deck = read(csv).unwrap();
    assert_eq!(ballots(&deck), of(&[("ada ben", 1), ("ben !", 1)]));
    assert_eq!(deck.notes, ["columns passed over: Cast Vote Record"]);
    assert!(error("precinct,first\nP,Ada\nTotal,\n").contains("line 3: `Total` is no precinct"));
}

#[test]
fn the_real_ballots_are_read_as_they_always_were() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/minneapolis-2013-mayor.csv"
    );
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("skipped: the real ballots are not beside the project");
        return;
    };
    let deck = Deck::read(&bytes, "Mayor", 10, &DeckOptions::default()).unwrap();
    assert_eq!(deck.total(), 80_101);
    assert_eq!(names(&deck).len(), 36);
    assert!(names(&deck).contains(&"UWI"));
    assert_eq!(deck.notes, Vec::<String>::new());
}
