//! Rows of a table, each with its line in the user's file. Empty ones are left out and counted.

use csv::StringRecord;

use super::TableError;

/// A row that holds something.
#[derive(Debug)]
pub struct Row<'r> {
    /// Line in the file, from 1.
    pub line: u64,
    cells: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// The cells as they stand.
    pub fn cells(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        self.cells.iter()
    }

    /// One cell, without spaces around it; empty where the row ends earlier.
    pub fn cell(&self, index: usize) -> &'r str {
        self.cells.get(index).unwrap_or_default().trim()
    }

    /// Number of cells.
    pub fn width(&self) -> usize {
        self.cells.len()
    }
}

/// The rows of a table one after the other.
pub struct Rows<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    /// Where the reader began.
    from: usize,
    lines: Lines,
    record: StringRecord,
    /// Empty rows so far.
    pub empty_rows: u64,
}

impl std::fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rows")
    }
}

impl<'t> Rows<'t> {
    pub(super) fn new(text: &'t str, from: usize, separator: u8) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(&text.as_bytes()[from..]);
        let mut lines = Lines::default();
        lines.reach(text.as_bytes(), from);
        Rows {
            text,
            reader,
            from,
            lines,
            record: StringRecord::new(),
            empty_rows: 0,
        }
    }

    /// The next row that holds something.
    #[allow(
        clippy::should_implement_trait,
        reason = "a row borrows from the rows: it cannot be an Iterator"
    )]
    pub fn next(&mut self) -> Option<Result<Row<'_>, TableError>> {
        loop {
            let line = match self.read() {
                Ok(Some(line)) => line,
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            };
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                let cells = &self.record;
                return Some(Ok(Row { line, cells }));
            }
            self.empty_rows += 1;
        }
    }

    /// Reads one row into `record` and returns its line.
    fn read(&mut self) -> Result<Option<u64>, TableError> {
        // The reader passes over empty lines and counts them as part of what follows: where the row begins is
        // looked up in the text.
        let start = self.from + usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        let bytes = self.text.as_bytes();
        self.lines.reach(bytes, start);
        self.empty_rows += self.lines.pass_blank_lines(bytes);
        let line = self.lines.line;
        match self.reader.read_record(&mut self.record) {
            Ok(true) => Ok(Some(line)),
            Ok(false) => Ok(None),
            Err(error) => Err(TableError::Csv {
                line,
                fault: error.to_string(),
            }),
        }
    }
}

/// Counts lines up to a place in a text; `\n`, `\r\n` and a lone `\r` end one.
#[derive(Debug, Default)]
struct Lines {
    at: usize,
    line: u64,
}

impl Lines {
    fn reach(&mut self, bytes: &[u8], to: usize) {
        self.line = self.line.max(1);
        let to = to.min(bytes.len());
        while self.at < to {
            self.line += u64::from(ends_line(bytes, self.at));
            self.at += 1;
        }
    }

    /// Goes on to the next line that holds something; returns how many did not.
    fn pass_blank_lines(&mut self, bytes: &[u8]) -> u64 {
        // The second half of the line break before.
        if self.at > 0 && bytes.get(self.at) == Some(&b'\n') && bytes[self.at - 1] == b'\r' {
            self.line += 1;
            self.at += 1;
        }
        let first = self.line;
        while let Some(b'\n' | b'\r') = bytes.get(self.at) {
            self.line += u64::from(ends_line(bytes, self.at));
            self.at += 1;
        }
        self.line - first
    }
}

fn ends_line(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}
