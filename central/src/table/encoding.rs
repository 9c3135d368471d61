//! From bytes to text. UTF-8 and UTF-16 are certain; anything else is read when it is asked for by name, and
//! otherwise shown as it would read in the usual encodings.

use std::borrow::Cow;
use std::fmt;

pub use encoding_rs::Encoding;
use encoding_rs::{
    DecoderResult, GBK, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1256,
};

use super::TableError;

/// What is tried to show how bytes that are not UTF-8 would read.
const USUAL: &[&Encoding] = &[
    WINDOWS_1252,
    WINDOWS_1250,
    WINDOWS_1251,
    WINDOWS_1256,
    MACINTOSH,
    IBM866,
    SHIFT_JIS,
    GBK,
];
/// Bytes shown on each side of the first one that is not UTF-8.
const AROUND: usize = 12;
/// Ways to read them that are shown.
const SHOWN: usize = 4;

/// The encoding of a name as people write it: `UTF-8`, `latin1`, `ISO 8859-1`, `cp1252`, `windows-1252` …
pub fn encoding_named(name: &str) -> Option<&'static Encoding> {
    let plain = name.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let plain = plain
        .strip_prefix("cp-")
        .map_or(plain.clone(), |n| format!("cp{n}"));
    let label = match plain.as_str() {
        "latin-1" | "ansi" => "latin1",
        "utf8" => "utf-8",
        "utf16" | "utf-16" => "utf-16le",
        "mac" | "macroman" | "mac-roman" => "macintosh",
        "cp866" => "ibm866",
        other => other,
    };
    Encoding::for_label_no_replacement(label.as_bytes())
}

/// A text and how it was written.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) name: &'static str,
}

/// A file that is not UTF-8, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUtf8 {
    line: u64,
    column: u64,
    readings: Vec<(&'static str, String)>,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = (self.line, self.column);
        writeln!(
            f,
            "line {line}, character {column}: the file is not UTF-8. In other encodings it reads here:"
        )?;
        for (name, text) in &self.readings {
            writeln!(f, "  {name:<13} {text}")?;
        }
        let name = self.readings.first().map_or("windows-1252", |(name, _)| *name);
        write!(
            f,
            "If one of them is right, name it, e.g. `--encoding {name}`; or save the file as UTF-8 (in Excel “CSV \
             UTF-8”; elsewhere `iconv -f {name} -t UTF-8 OLD.csv > NEW.csv`)"
        )
    }
}

/// Decodes a whole file, or says where and why not.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    asked: Option<&'static Encoding>,
) -> Result<Decoded<'a>, TableError> {
    let decoded = match (Encoding::for_bom(bytes), asked) {
        (Some((found, _)), Some(asked)) if found != asked && !(is_utf_16(found) && is_utf_16(asked)) => {
            return Err(TableError::OtherMark {
                found: found.name(),
                asked: asked.name(),
            });
        }
        (Some((found, mark)), _) => strictly(&bytes[mark..], found)?,
        (None, Some(asked)) => {
            would_not_garble(bytes, asked)?;
            strictly(bytes, asked)?
        }
        (None, None) => match looks_like_utf_16(bytes) {
            Some(encoding) => strictly(bytes, encoding)?,
            None => utf_8(bytes)?,
        },
    };
    match decoded.text.find('\0') {
        Some(at) => Err(TableError::ZeroBytes {
            line: place(&decoded.text.as_bytes()[..at]).0,
        }),
        None => Ok(decoded),
    }
}

fn is_utf_16(encoding: &Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// Headers begin with letters of ASCII: in UTF-16 every other byte of them is zero, in no other encoding any.
fn looks_like_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some(UTF_16LE),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

fn utf_8(bytes: &[u8]) -> Result<Decoded<'_>, TableError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: Cow::Borrowed(text),
            name: UTF_8.name(),
        }),
        Err(error) => {
            let (line, column) = place(&bytes[..error.valid_up_to()]);
            Err(TableError::NotUtf8(Box::new(NotUtf8 {
                line,
                column,
                readings: readings(bytes, error.valid_up_to()),
            })))
        }
    }
}

/// How the bytes around a place read in the usual encodings; the same reading only once.
fn readings(bytes: &[u8], at: usize) -> Vec<(&'static str, String)> {
    let stop = |b: &u8| matches!(*b, b'\n' | b'\r' | b',' | b';' | b'\t' | b'"');
    let before = &bytes[at.saturating_sub(AROUND)..at];
    let start = at - (before.len() - before.iter().rposition(stop).map_or(0, |i| i + 1));
    let behind = &bytes[at..bytes.len().min(at + 2 * AROUND)];
    let end = at + behind.iter().position(stop).unwrap_or(behind.len());
    let mut readings: Vec<(&'static str, String)> = Vec::new();
    for encoding in USUAL {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[start..end]);
        let Some(text) = text.filter(|text| !text.chars().any(char::is_control)) else {
            continue;
        };
        if readings.iter().all(|(_, other)| *other != text) {
            readings.push((encoding.name(), text.trim().to_owned()));
        }
    }
    readings.truncate(SHOWN);
    readings
}

/// Somebody who asks for an 8-bit encoding although the file is UTF-8 would garble every name.
fn would_not_garble(bytes: &[u8], asked: &'static Encoding) -> Result<(), TableError> {
    if asked == UTF_8 || is_utf_16(asked) || bytes.is_ascii() {
        return Ok(());
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(());
    };
    let at = text.find(|c: char| !c.is_ascii()).unwrap_or(0);
    let right: String = text[at..].chars().take(1).collect();
    let (wrong, _) = asked.decode_without_bom_handling(right.as_bytes());
    Err(TableError::WouldGarble {
        asked: asked.name(),
        wrong: wrong.into_owned(),
        right,
    })
}

/// Decodes, or names the first place that the encoding does not have.
fn strictly<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Decoded<'a>, TableError> {
    let fault = |text: &str| {
        let (line, column) = place(text.as_bytes());
        let last = text.rsplit('\n').next().unwrap_or_default();
        let skip = last.chars().count().saturating_sub(AROUND);
        TableError::NotEncoded {
            encoding: encoding.name(),
            line,
            column,
            before: last.chars().skip(skip).collect(),
        }
    };
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        return Err(fault(&up_to_the_fault(bytes, encoding)));
    };
    // Where an 8-bit encoding has no letter, the decoder gives a control character that no keyboard has.
    if let Some(at) = text.find(|c: char| matches!(c, '\u{80}'..='\u{9f}')) {
        return Err(fault(&text[..at]));
    }
    Ok(Decoded {
        text,
        name: encoding.name(),
    })
}

fn up_to_the_fault(bytes: &[u8], encoding: &'static Encoding) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
    let (result, ..) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    debug_assert!(matches!(result, DecoderResult::Malformed(..)), "{result:?}");
    text
}

/// Line and character of what follows these bytes, both from 1.
fn place(before: &[u8]) -> (u64, u64) {
    let line = before.split(|b| *b == b'\n').count() as u64;
    let last = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    (line, String::from_utf8_lossy(last).chars().count() as u64 + 1)
}
