//! Tables that other programs wrote: CSV in the encodings and with the separators that are about.
//!
//! From bytes to rows of cells, each row with its line in the user's file. Pure: whoever calls has read the file.
//! What was found on the way (encoding, separator, empty rows and columns) is kept to be said, never guessed
//! silently: a file whose encoding is not certain is refused with what to ask for.

mod cell;
mod encoding;
mod error;
mod kind;
mod rows;
mod separator;

use std::borrow::Cow;

use serde::Serialize;

pub use cell::{Mangled, lost_characters, mangled, tidy};
pub use encoding::{Encoding, encoding_named};
pub use error::TableError;
pub use rows::{Row, Rows};

/// Bytes of a file that is read whole: some ten million voters.
pub const MAX_TABLE_BYTES: usize = 2 << 30;

/// What the user said about the file.
#[derive(Debug, Clone, Default)]
pub struct TableOptions {
    /// The encoding that was asked for; none if it is to be found out.
    pub encoding: Option<&'static Encoding>,
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Name of the encoding.
    pub encoding: &'static str,
    /// The separator in words.
    pub separator: &'static str,
}

impl std::fmt::Display for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, separated by {}", self.encoding, self.separator)
    }
}

/// A file that was read: its header, and its rows as often as they are asked for.
#[derive(Debug)]
pub struct Table<'a> {
    /// How it was read.
    pub reading: Reading,
    /// Line of the header, from 1.
    pub header_line: u64,
    /// The header's cells as they stand, without spaces around.
    pub header: Vec<String>,
    text: Cow<'a, str>,
    /// Where the table begins: behind a `sep=` line.
    from: usize,
    separator: u8,
}

impl<'a> Table<'a> {
    /// Reads a file. `is_known` says whether a header cell is one that is looked for: it decides between
    /// separators.
    pub fn read(
        bytes: &'a [u8],
        options: &TableOptions,
        is_known: &dyn Fn(&str) -> bool,
    ) -> Result<Self, TableError> {
        if bytes.len() > MAX_TABLE_BYTES {
            return Err(TableError::TooLarge(MAX_TABLE_BYTES));
        }
        if let Some(what) = kind::other(bytes) {
            return Err(TableError::OtherKind(what));
        }
        let decoded = encoding::decode(bytes, options.encoding)?;
        let (separator, from) = separator::guess(&decoded.text, is_known);
        let mut table = Table {
            reading: Reading {
                encoding: decoded.name,
                separator: separator.name(),
            },
            header_line: 0,
            header: Vec::new(),
            text: decoded.text,
            from,
            separator: separator.byte(),
        };
        let mut rows = table.all_rows();
        let (line, header) = match rows.next() {
            None => return Err(TableError::Empty),
            Some(Err(error)) => return Err(error),
            Some(Ok(row)) => {
                let header: Vec<String> = row.cells().map(|cell| header_cell(cell).to_owned()).collect();
                (row.line, header)
            }
        };
        drop(rows);
        (table.header_line, table.header) = (line, header);
        Ok(table)
    }

    /// The rows below the header, without those that are empty.
    pub fn rows(&self) -> Result<Rows<'_>, TableError> {
        let mut rows = self.all_rows();
        if let Some(header) = rows.next() {
            header?;
        }
        rows.empty_rows = 0;
        Ok(rows)
    }

    fn all_rows(&self) -> Rows<'_> {
        Rows::new(&self.text, self.from, self.separator)
    }
}

/// A header's cell without what spreadsheets put around it.
fn header_cell(cell: &str) -> &str {
    let cell = cell.trim();
    let unwrapped = cell.strip_prefix("=\"").and_then(|c| c.strip_suffix('"'));
    unwrapped.unwrap_or(cell).trim()
}

/// A header as it is compared: lower case, one `_` where letters and digits are apart.
/// `" Registration-Number "` → `"registration_number"`.
pub fn plain_header(cell: &str) -> String {
    let lower = header_cell(cell).to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests;
