//! What kind of file it is, by its first bytes: what cannot be read is refused by name.

const KINDS: &[(&[u8], &str)] = &[
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel workbook (.xls), or one with a password",
    ),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\xff\xfe\x00\x00", "text in UTF-32: save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "text in UTF-32: save it as UTF-8"),
];

/// What a file is that is no text; looks at its first bytes, and into a zip archive's list of files.
pub(super) fn other(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zipped(bytes));
    }
    if let Some((_, what)) = KINDS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(what);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = text.trim_ascii_start();
    let lower = start[..start.len().min(14)].to_ascii_lowercase();
    if lower.starts_with(b"<html") || lower.starts_with(b"<!doctype html") {
        return Some("a web page (some programs call it .xls): save it as CSV");
    }
    if lower.starts_with(b"<?xml") {
        return Some("XML: save it as CSV");
    }
    if lower.starts_with(b"{") || lower.starts_with(b"[{") {
        return Some("JSON: save it as CSV");
    }
    None
}

/// Names of files stand in a zip archive as they are.
fn zipped(bytes: &[u8]) -> &'static str {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|w| w == name);
    if holds(b"xl/workbook.xml") {
        "an Excel workbook (.xlsx): save it as “CSV UTF-8”"
    } else if holds(b"xl/workbook.bin") {
        "a binary Excel workbook (.xlsb): save it as CSV"
    } else if holds(b"application/vnd.oasis.opendocument.spreadsheet") {
        "an OpenDocument spreadsheet (.ods): save it as CSV"
    } else {
        "a zip archive: unpack it first"
    }
}
