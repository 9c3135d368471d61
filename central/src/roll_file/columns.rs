//! The columns of a roll file: which there are, and where each stands in this file.

use crate::table::{Table, plain_header};

use super::RollFileError;

/// A column of a roll file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(usize)]
#[allow(
    missing_docs,
    reason = "named as the columns are, which docs/roll-file.md describes"
)]
pub enum Column {
    RegistrationNumber,
    Name,
    DateOfBirth,
    Gender,
    Nationality,
    Street,
    City,
    State,
    Country,
    Postcode,
    Email,
    Phone,
    Cell,
    Picture,
    Accreditation,
    PollingStation,
    BallotStyle,
}

impl Column {
    /// In the order of the documentation.
    pub const ALL: [Column; 17] = [
        Self::RegistrationNumber,
        Self::Name,
        Self::DateOfBirth,
        Self::Gender,
        Self::Nationality,
        Self::Street,
        Self::City,
        Self::State,
        Self::Country,
        Self::Postcode,
        Self::Email,
        Self::Phone,
        Self::Cell,
        Self::Picture,
        Self::Accreditation,
        Self::PollingStation,
        Self::BallotStyle,
    ];
    const NEEDED: [Column; 4] = [
        Self::RegistrationNumber,
        Self::Name,
        Self::DateOfBirth,
        Self::PollingStation,
    ];

    /// As it is written in a header, and in SQL.
    pub fn as_str(self) -> &'static str {
        match self {
            Column::RegistrationNumber => "registration_number",
            Column::Name => "name",
            Column::DateOfBirth => "date_of_birth",
            Column::Gender => "gender",
            Column::Nationality => "nationality",
            Column::Street => "street",
            Column::City => "city",
            Column::State => "state",
            Column::Country => "country",
            Column::Postcode => "postcode",
            Column::Email => "email",
            Column::Phone => "phone",
            Column::Cell => "cell",
            Column::Picture => "picture",
            Column::Accreditation => "accreditation",
            Column::PollingStation => "polling_station",
            Column::BallotStyle => "ballot_style",
        }
    }

    /// Whether it holds numbers of things: what a spreadsheet does to numbers is damage there.
    pub(super) fn is_number(self) -> bool {
        matches!(
            self,
            Self::RegistrationNumber | Self::Postcode | Self::Phone | Self::Cell
        )
    }

    /// The column of a header cell, whatever its case, spaces and dashes.
    pub fn named(cell: &str) -> Option<Self> {
        let plain = plain_header(cell);
        Self::ALL.into_iter().find(|column| column.as_str() == plain)
    }
}

/// Where each column stands in a file.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    at: [Option<usize>; Column::ALL.len()],
    /// Columns whose header is empty; they must be empty throughout.
    nameless: Vec<usize>,
    width: usize,
}

impl Columns {
    pub(super) fn of(table: &Table<'_>) -> Result<Self, RollFileError> {
        let line = table.header_line;
        let wrong = |fault: String| RollFileError::Header { line, fault };
        let mut columns = Columns {
            at: [None; Column::ALL.len()],
            nameless: Vec::new(),
            width: table.header.len(),
        };
        let mut unknown = None;
        for (index, cell) in table.header.iter().enumerate() {
            match Column::named(cell) {
                _ if cell.is_empty() => columns.nameless.push(index),
                Some(column) if columns.at[column as usize].is_some() => {
                    return Err(wrong(format!("column `{}` stands there twice", column.as_str())));
                }
                Some(column) => columns.at[column as usize] = Some(index),
                None => unknown = unknown.or(Some(cell)),
            }
        }
        if let Some(missing) = Column::NEEDED.into_iter().find(|c| !columns.has(*c)) {
            return Err(wrong(Self::missing(missing, table)));
        }
        match unknown {
            Some(unknown) => Err(wrong(format!(
                "column `{unknown}` is not known; known are {}",
                names(&Column::ALL)
            ))),
            None => Ok(columns),
        }
    }

    fn missing(missing: Column, table: &Table<'_>) -> String {
        let found: Vec<&str> = table.header.iter().take(20).map(String::as_str).collect();
        format!(
            "column `{}` is missing (found: {}); needed are {}",
            missing.as_str(),
            found.join(", "),
            names(&Column::NEEDED)
        )
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.at[column as usize].is_some()
    }

    /// Where a column stands.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.at[column as usize]
    }

    /// Columns without a name.
    pub(super) fn nameless(&self) -> &[usize] {
        &self.nameless
    }

    /// Number of columns of the header.
    pub(super) fn width(&self) -> usize {
        self.width
    }
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(", ")
}
