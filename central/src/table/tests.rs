use super::*;

fn known(cell: &str) -> bool {
    matches!(plain_header(cell).as_str(), "number" | "name" | "born")
}

fn read(bytes: &[u8]) -> Result<Table<'_>, TableError> {
    Table::read(bytes, &TableOptions::default(), &known)
}

fn read_as<'a>(bytes: &'a [u8], encoding: &str) -> Result<Table<'a>, TableError> {
    let options = TableOptions {
        encoding: Some(encoding_named(encoding).expect(encoding)),
    };
    Table::read(bytes, &options, &known)
}

/// Lines and cells of the rows, with the number of empty ones.
fn rows(table: &Table<'_>) -> (Vec<(u64, String)>, u64) {
    let mut rows = table.rows().unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next() {
        let row = row.unwrap();
        all.push((row.line, row.cells().collect::<Vec<_>>().join("|")));
    }
    (all, rows.empty_rows)
}

fn said(bytes: &[u8]) -> String {
    read(bytes).unwrap().reading.to_string()
}

#[test]
fn the_separator_is_recognised_and_said() {
    for (text, separator) in [
        ("number,name\n1,Ann\n", "commas"),
        ("number;name\n1;Ann\n", "semicolons"),
        ("number\tname\n1\tAnn\n", "tabs"),
        ("number|name\n1|Ann\n", "vertical bars"),
        // A comma in a quoted header is none; what is known decides before what is many.
        (
            "number;\"name, in full, as written, here\"\n1;Ann\n",
            "semicolons",
        ),
        ("number;name;a,b,c,d,e\n1;Ann;x\n", "semicolons"),
        ("sep=;\nnumber;name\n1;Ann\n", "semicolons"),
        ("\"sep=\t\"\r\nnumber\tname\r\n1\tAnn\r\n", "tabs"),
    ] {
        let table = read(text.as_bytes()).unwrap();
        assert_eq!(
            table.reading.to_string(),
            format!("UTF-8, separated by {separator}"),
            "{text}"
        );
        assert!(rows(&table).0[0].1.starts_with("1|Ann"), "{text}");
    }
    assert_eq!(rows(&read(b"sep=;\nnumber;name\n1;Ann\n").unwrap()).0[0].0, 3);
}

#[test]
fn utf_8_and_utf_16_are_read_with_and_without_a_mark() {
    let text = "number,name\n1,Zoë Łuczak 陳\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for (bytes, name) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (marked(b"\xef\xbb\xbf", text.as_bytes()), "UTF-8"),
        (little.clone(), "UTF-16LE"),
        (marked(b"\xff\xfe", &little), "UTF-16LE"),
        (big.clone(), "UTF-16BE"),
        (marked(b"\xfe\xff", &big), "UTF-16BE"),
    ] {
        let table = read(&bytes).unwrap();
        assert_eq!(table.header, ["number", "name"], "{name}");
        assert!(table.reading.to_string().starts_with(name), "{}", table.reading);
        assert_eq!(rows(&table).0, [(2, "1|Zoë Łuczak 陳".to_owned())]);
    }
}

#[test]
fn other_encodings_are_read_when_named_and_shown_when_not() {
    let latin = b"number,name\n1,Ann\n2,Jos\xe9 N\xfa\xf1ez\n";
    let error = read(latin).unwrap_err().to_string();
    for part in [
        "line 3, character 6",
        "not UTF-8",
        "windows-1252  José Núñez",
        "windows-1250  José Núńez",
        "--encoding windows-1252",
        "iconv -f windows-1252",
    ] {
        assert!(error.contains(part), "`{part}` in {error}");
    }
    for name in [
        "latin1",
        "Latin-1",
        "ISO-8859-1",
        "cp1252",
        "CP 1252",
        "windows-1252",
    ] {
        let table = read_as(latin, name).unwrap();
        assert_eq!(rows(&table).0[1].1, "2|José Núñez", "{name}");
        assert!(table.reading.to_string().starts_with("windows-1252"), "{name}");
    }
    let polish = read_as(b"number,name\n1,\xa3uczak\n", "windows-1250").map(|t| rows(&t).0);
    assert_eq!(polish.unwrap()[0].1, "1|Łuczak");
    assert_eq!(encoding_named("klingon"), None);
}

#[test]
fn what_contradicts_the_named_encoding_is_refused() {
    let utf_8 = "number,name\n1,José\n".as_bytes();
    let error = read_as(utf_8, "latin1").unwrap_err().to_string();
    assert!(error.contains("`é` would become `Ã©`"), "{error}");
    let marked = [b"\xef\xbb\xbf", utf_8].concat();
    assert!(matches!(
        read_as(&marked, "latin1"),
        Err(TableError::OtherMark { .. })
    ));
    // 0x81 is no letter of windows-1252.
    let error = read_as(b"number,name\n1,Ann\n2,Jo\x81\n", "cp1252")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("line 3, character 5") && error.contains("windows-1252"),
        "{error}"
    );
    let error = read_as(b"number,name\n1,J\xe9\n", "utf-8")
        .unwrap_err()
        .to_string();
    assert!(error.contains("line 2, character 4"), "{error}");
    let error = read(b"number,name\n1,A\0nn\n").unwrap_err().to_string();
    assert!(error.contains("line 2: the file holds zero bytes"), "{error}");
}

#[test]
fn every_row_keeps_its_line_whatever_is_empty_around_it() {
    let (all, empty) =
        rows(&read(b"number,name\r\n1,Ann\r\n\r\n\r\n,\r\n  \r\n2,\"Bo\r\nb\"\r\n3,Cy").unwrap());
    let lines: Vec<u64> = all.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 7, 9]);
    assert_eq!(empty, 4);
    let (all, empty) = rows(&read(b"\n\nnumber,name\n1,Ann\n\n,\n").unwrap());
    assert_eq!((all[0].0, empty), (4, 2));
    let old_mac = read(b"number,name\r1,Ann\r\r2,Bob\r").unwrap();
    let (all, empty) = rows(&old_mac);
    assert_eq!((all[1].0, empty), (4, 1));
    assert_eq!(read(b"\n\nnumber,name\n").unwrap().header_line, 3);
}

#[test]
fn other_kinds_of_files_are_refused_by_name() {
    for (bytes, name) in [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".as_slice(), ".xls"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (
            b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            ".ods",
        ),
        (b"PK\x03\x04 readme.txt", "zip"),
        (b"PK\x03\x04....xl/workbook.xml", ".xlsx"),
        (b"  <html><table>", "web page"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"{\"voters\": []}", "JSON"),
    ] {
        let error = read(bytes).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("CSV"), "{error}");
    }
    for empty in ["", "\n\n", "\u{feff}", ",,\n"] {
        assert_eq!(
            read(empty.as_bytes()).unwrap_err(),
            TableError::Empty,
            "{empty:?}"
        );
    }
}

#[test]
fn headers_are_compared_without_case_spaces_and_dashes() {
    for cell in [
        "Registration Number",
        " registration-number ",
        "REGISTRATION_NUMBER",
        "=\"Registration number\"",
    ] {
        assert_eq!(plain_header(cell), "registration_number", "{cell}");
    }
    assert!(said("  Number ;NAME;Born\n".as_bytes()).contains("semicolons"));
}

#[test]
fn what_spreadsheets_do_is_undone_or_seen() {
    assert_eq!(tidy(" =\"00451\" "), "00451");
    assert_eq!(tidy("=\"say \"\"Ann\"\"\""), "say \"Ann\"");
    assert_eq!(tidy("'00451"), "00451");
    assert_eq!(tidy("'t Hart"), "'t Hart");
    let number = |cell| mangled(cell, true);
    for cell in ["1.25E+05", "1,25e+05", "1E+05", "1.25E05", "1.2E-04"] {
        assert_eq!(number(cell), Some(Mangled::Exponent), "{cell}");
    }
    for cell in [
        "12E5",
        "E5",
        "1.5",
        "1-11",
        "7/21",
        "A1E+",
        "21-X",
        "RV-100-1000",
        "00451",
    ] {
        assert_eq!(number(cell), None, "{cell}");
    }
    assert_eq!(number("21-Jul"), Some(Mangled::Date));
    assert_eq!(number("Jul-21"), Some(Mangled::Date));
    assert_eq!(mangled("Jan-21", false), None);
    assert_eq!(mangled("#NAME?", false), Some(Mangled::ErrorValue));
    assert_eq!(mangled("########", true), Some(Mangled::ErrorValue));
    assert_eq!(mangled("=A1&B1", false), Some(Mangled::Formula));
}

#[test]
fn lost_and_garbled_letters_are_seen_and_real_ones_left_alone() {
    assert!(lost_characters("Jos\u{fffd}").unwrap().contains("lost"));
    assert!(lost_characters("JosÃ© NÃºÃ±ez").unwrap().contains("José Núñez"));
    for name in [
        "José Núñez",
        "Zoë Ångström",
        "Łuczak",
        "محمد",
        "陳美玲",
        "O’Brien",
        "Ô",
    ] {
        assert_eq!(lost_characters(name), None, "{name}");
    }
}
