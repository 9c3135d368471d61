use super::*;

fn definition() -> ElectionDefinition {
    ElectionDefinition::parse(
        r#"
        [election]
        id = "e"
        title = "E"
        date = "2026-11-03"
        polls_open = "07:00"
        polls_close = "20:00"
        time_zone = "America/Chicago"
        [[contest]]
        id = "c"
        title = "C"
        [[candidate]]
        id = "a"
        contest = "c"
        name = "A"
        [[ballot_style]]
        id = "city"
        contests = ["c"]
        [[ballot_style]]
        id = "village"
        contests = ["c"]
        [[district]]
        id = "root"
        name = "Root"
        [[polling_station]]
        id = "north"
        name = "North"
        district = "root"
        ballot_styles = ["city"]
        [[polling_station]]
        id = "south"
        name = "South"
        district = "root"
        ballot_styles = ["city", "village"]
        "#,
    )
    .unwrap()
}

fn preview(csv: &str) -> Preview {
    let file = RollFile::read(csv.as_bytes(), &TableOptions::default()).unwrap();
    file.preview(&definition(), Timestamp::UNIX_EPOCH).unwrap()
}

fn voters(csv: &str) -> Vec<VoterRecord> {
    let file = RollFile::read(csv.as_bytes(), &TableOptions::default()).unwrap();
    let definition = definition();
    let voters = file.voters(&definition, Timestamp::UNIX_EPOCH).unwrap();
    voters.map(|read| read.unwrap().voter).collect()
}

const HEADER: &str = "registration_number,name,date_of_birth,polling_station";

fn faults(rows: &str) -> Vec<String> {
    let faults = preview(&format!("{HEADER}\n{rows}")).faults;
    faults.iter().map(ToString::to_string).collect()
}

fn alike(rows: &str) -> Vec<(Likeness, Vec<String>)> {
    let groups = preview(&format!("{HEADER}\n{rows}")).look_alikes.into_iter();
    let numbers = |group: &LookAlikes| {
        group
            .people
            .iter()
            .map(|p| p.registration_number.clone())
            .collect()
    };
    groups.map(|group| (group.likeness, numbers(&group))).collect()
}

#[test]
fn headers_and_separators_are_forgiven_and_empty_parts_counted() {
    let csv = "Registration Number; NAME ;Date-of-Birth;polling station;;\n\
               A-1;Ann;1980-05-31;north;;\n;;;;;\n\nA-2; Bob ;1981-05-31;north;;\n";
    let preview = preview(csv);
    assert_eq!(
        (preview.rows, preview.empty_rows, preview.empty_columns),
        (2, 2, 2)
    );
    assert_eq!((preview.faults, preview.look_alikes), (vec![], vec![]));
    assert_eq!(voters(csv)[1].name, "Bob");
}

#[test]
fn text_marks_of_spreadsheets_are_taken_off() {
    let csv = format!("{HEADER},postcode\n=\"00451\",=\"Ann\",1980-05-31,north,\"=\"\"05401\"\"\"\n");
    let voters = voters(&csv);
    let voter = &voters[0];
    assert_eq!(
        (
            voter.registration_number.as_str(),
            voter.name.as_str(),
            voter.address.postcode.as_str()
        ),
        ("00451", "Ann", "05401")
    );
    assert_eq!(voter.ballot_style.as_str(), "city", "the station's only one");
}

#[test]
fn what_is_wrong_is_said_by_line_and_column() {
    let faults = faults(
        "1.25E+05,Ann,1980-05-31,north\n\
         A-2,Bo\u{fffd}b,1980-05-31,north\n\
         A-3,Cy,31.5.1980,north\n\
         A-4,Dee,1980-05-31,nowhere\n\
         A-5,Eli,1980-05-31,south\n\
         A-6,Flo,1980-05-31,north,extra\n\
         A-7,Gus,1980-05-31\n\
         21-Jul,Hal,1980-05-31,north\n\
         A-9,JosÃ©,1980-05-31,north\n\
         =A1,Ida,1980-05-31,north\n\
         A-11,\"Jo\nel\",1980-05-31,north\n",
    );
    let expected = [
        "line 2: registration_number: `1.25E+05` is a number that a spreadsheet has rounded",
        "line 3: name: holds � (U+FFFD)",
        "line 4: date_of_birth: `31.5.1980` is not a date (YYYY-MM-DD)",
        "line 5: polling_station: `nowhere` does not exist",
        "line 6: ballot_style: is empty, and the polling station has several",
        "line 7: column 5 holds `extra`",
        "line 8: the row has 3 cells, the header has 4",
        "line 9: registration_number: `21-Jul` was taken for a date",
        "line 10: name: is `JosÃ©`, which looks like `José` garbled",
        "line 11: registration_number: `=A1` is a formula",
        "line 12: name: holds a line break",
    ];
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(expected), "{fault}\nis not\n{expected}");
    }
}

#[test]
fn a_number_twice_is_said_with_both_lines() {
    let faults = faults("A-1,Ann,1980-05-31,north\nA-2,Bob,1980-05-31,north\nA-1,Cy,1980-05-31,north\n");
    assert_eq!(
        faults,
        ["line 4: registration_number: stands in the file twice, also in line 2"]
    );
}

#[test]
fn people_who_may_be_one_are_found_however_they_are_written() {
    let found = alike(
        "A-1,Nora Q. Fennimore,1966-06-06,north\n\
         A-2,Fennimore Nora Q,1966-06-06,north\n\
         A-3,NORA Q. FENNIMORE,1966-06-06,north\n\
         A-4,Nora Q. Fennimore,1967-06-06,north\n\
         A-5,Zoë Novák,1970-01-01,north\n\
         A-6,Novak Zoe,1970-01-01,north\n\
         A-7,Somebody Else,1966-06-06,north\n",
    );
    let names = |numbers: &[&str]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        found,
        [
            (Likeness::NameAndBirthday, names(&["A-1", "A-2", "A-3"])),
            (Likeness::NameAndBirthday, names(&["A-5", "A-6"])),
        ]
    );
}

#[test]
fn lost_leading_zeros_are_found_once_and_only_where_zeros_can_be_lost() {
    let found = alike(
        "000123,Ann,1980-05-31,north\n123,Ann,1980-05-31,north\n\
         0124,Bob,1980-05-31,north\n124,Cy,1980-05-31,north\n\
         A-05,Dee,1980-05-31,north\nA-5,Eli,1980-05-31,north\n",
    );
    let likeness: Vec<_> = found.iter().map(|(likeness, _)| *likeness).collect();
    assert_eq!(
        likeness,
        [Likeness::LeadingZeros, Likeness::LeadingZeros],
        "{found:?}"
    );
    assert_eq!(found[0].1, ["000123", "123"]);
}

#[test]
fn a_header_that_does_not_fit_is_refused_with_its_line() {
    let read = |csv: &str| {
        RollFile::read(csv.as_bytes(), &TableOptions::default())
            .unwrap_err()
            .to_string()
    };
    assert!(
        read("\nregistration_number,name,polling_station\n")
            .contains("line 2: column `date_of_birth` is missing")
    );
    assert!(read(&format!("{HEADER},shoe_size\n")).contains("column `shoe_size` is not known"));
    assert!(read(&format!("{HEADER},Name\n")).contains("column `name` stands there twice"));
    assert_eq!(preview(HEADER).rows, 0);
}

#[test]
fn a_file_that_is_wrong_throughout_is_not_read_to_its_end() {
    let rows = "x\n".repeat(MAX_ROW_ERRORS + 500);
    assert_eq!(faults(&rows).len(), MAX_ROW_ERRORS);
}
