//! A roll file: voters as a registry or a spreadsheet wrote them. Pure: from bytes to voters, each with its line,
//! and to what a person should see before any of them is imported.

mod columns;
mod look_alike;
mod preview;
mod row;

use jiff::Timestamp;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::voter::VoterRecord;
use serde::Serialize;
use thiserror::Error;

pub use columns::Column;
pub use look_alike::{Likeness, LookAlikes, Person};
pub(crate) use look_alike::{confirmed, person_key, zeros_key};
pub use preview::{MAX_ROW_ERRORS, Preview};

use crate::table::{Reading, Rows, Table, TableError, TableOptions};
use columns::Columns;
use row::Reader;

/// Why a file is not a roll.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RollFileError {
    /// Not a table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The header is another.
    #[error("line {line}: {fault}")]
    Header {
        /// Its line, from 1.
        line: u64,
        /// What is wrong.
        fault: String,
    },
}

/// A row that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// Line in the file, from 1.
    pub line: u64,
    /// What is wrong, by field.
    pub fault: String,
}

impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

/// A voter and where they stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadVoter {
    /// Line in the file, from 1.
    pub line: u64,
    /// The voter.
    pub voter: VoterRecord,
}

/// A roll file whose header is understood.
#[derive(Debug)]
pub struct RollFile<'a> {
    table: Table<'a>,
    columns: Columns,
}

impl<'a> RollFile<'a> {
    /// Reads a file's form and header.
    pub fn read(bytes: &'a [u8], options: &TableOptions) -> Result<Self, RollFileError> {
        let table = Table::read(bytes, options, &|cell| Column::named(cell).is_some())?;
        let columns = Columns::of(&table)?;
        Ok(RollFile { table, columns })
    }

    /// How the file was read.
    pub fn reading(&self) -> &Reading {
        &self.table.reading
    }

    /// The columns that the file has.
    pub fn columns(&self) -> Vec<Column> {
        let all = Column::ALL.into_iter();
        all.filter(|column| self.columns.has(*column)).collect()
    }

    /// Columns without a name, which hold nothing.
    pub fn empty_columns(&self) -> usize {
        self.columns.nameless().len()
    }

    /// The voters row by row: valid in this election, or with what is wrong. Whether a number stands in the file
    /// twice is for [`RollFile::preview`] to say.
    pub fn voters<'r>(
        &'r self,
        definition: &'r ElectionDefinition,
        now: Timestamp,
    ) -> Result<Voters<'r>, RollFileError> {
        Ok(Voters {
            rows: self.table.rows()?,
            reader: Reader {
                definition,
                columns: &self.columns,
                now,
            },
        })
    }
}

/// The voters of a roll file.
#[derive(Debug)]
pub struct Voters<'r> {
    rows: Rows<'r>,
    reader: Reader<'r>,
}

impl Voters<'_> {
    /// Empty rows so far.
    pub fn empty_rows(&self) -> u64 {
        self.rows.empty_rows
    }
}

impl Iterator for Voters<'_> {
    type Item = Result<ReadVoter, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.rows.next()? {
            Ok(row) => row,
            Err(error) => {
                let (line, fault) = match error {
                    TableError::Csv { line, fault } => (line, fault),
                    other => (0, other.to_string()),
                };
                return Some(Err(RowError { line, fault }));
            }
        };
        let line = row.line;
        Some(match self.reader.voter(&row) {
            Ok(voter) => Ok(ReadVoter { line, voter }),
            Err(fault) => Err(RowError { line, fault }),
        })
    }
}

#[cfg(test)]
mod tests;
