//! What spreadsheets do to cells, and how it is undone or recognised.

use std::borrow::Cow;

/// What a spreadsheet made of a cell; the value is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mangled {
    /// `1.25E+05`.
    Exponent,
    /// `#NAME?`, `#REF!`, `####`.
    ErrorValue,
    /// `21-Jul`, once 7/21.
    Date,
    /// `=A1&B1`.
    Formula,
}

impl std::fmt::Display for Mangled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Mangled::Exponent => {
                "is a number that a spreadsheet has rounded: take it from the source, with the column formatted as text"
            }
            Mangled::ErrorValue => "is an error of a spreadsheet, not a value",
            Mangled::Date => {
                "was taken for a date by a spreadsheet: take it from the source, with the column formatted as text"
            }
            Mangled::Formula => "is a formula of a spreadsheet, not a value: save the values",
        })
    }
}

/// A cell without what says "this is text" to a spreadsheet: `="00451"` → `00451`.
pub fn tidy(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim();
    if let Some(text) = cell.strip_prefix("=\"").and_then(|c| c.strip_suffix('"'))
        && !text.replace("\"\"", "").contains('"')
    {
        return if text.contains('"') {
            Cow::Owned(text.replace("\"\"", "\"").trim().to_owned())
        } else {
            Cow::Borrowed(text.trim())
        };
    }
    match cell.strip_prefix('\'') {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            Cow::Borrowed(digits)
        }
        _ => Cow::Borrowed(cell),
    }
}

/// What a spreadsheet made of a cell. `is_number` for cells that hold numbers of things (of voters, of
/// telephones): in them an exponent and a month are signs of damage, in a name they are not.
pub fn mangled(cell: &str, is_number: bool) -> Option<Mangled> {
    const ERRORS: [&str; 7] = ["#NAME?", "#REF!", "#VALUE!", "#N/A", "#NULL!", "#NUM!", "#DIV/0!"];
    if cell.starts_with('=') {
        return Some(Mangled::Formula);
    }
    let hashes = cell.len() >= 3 && cell.bytes().all(|b| b == b'#');
    if hashes || ERRORS.contains(&cell) {
        return Some(Mangled::ErrorValue);
    }
    if is_number && is_exponent(cell) {
        return Some(Mangled::Exponent);
    }
    if is_number && is_month_and_day(cell) {
        return Some(Mangled::Date);
    }
    None
}

/// `1.25E+05`, `1,25E+05`, `1E+05`: a spreadsheet always writes the sign. `12E5` may be a number of a voter.
fn is_exponent(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (sound, fraction) = match mantissa.split_once(['.', ',']) {
        Some((whole, fraction)) => (digits(whole) && digits(fraction), true),
        None => (digits(mantissa), false),
    };
    match exponent.strip_prefix('+') {
        Some(power) => sound && digits(power),
        None => sound && fraction && digits(exponent.strip_prefix('-').unwrap_or(exponent)),
    }
}

/// `21-Jul` or `Jul-21`.
fn is_month_and_day(cell: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let Some((a, b)) = cell.split_once('-') else {
        return false;
    };
    let month = |text: &str| MONTHS.contains(&text.to_ascii_lowercase().as_str());
    let day = |text: &str| matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    (day(a) && month(b)) || (month(a) && day(b))
}

/// A sign that letters were lost or garbled before the file came here.
pub fn lost_characters(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    if text.contains('\u{fffd}') {
        return Some("holds � (U+FFFD): a letter was lost when the file was converted".to_owned());
    }
    garbled(text).map(|right| {
        format!("is `{text}`, which looks like `{right}` garbled: UTF-8 was read as windows-1252 once")
    })
}

/// `JosÃ©` → `José`: a text whose letters are the bytes of UTF-8 read as windows-1252.
fn garbled(text: &str) -> Option<String> {
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
    if unmappable {
        return None;
    }
    let right = std::str::from_utf8(&bytes).ok()?;
    Some(right.to_owned())
}
