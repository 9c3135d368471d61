//! From a row of the file to a voter.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{BallotStyleId, StationId, VoterId};
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};

use super::columns::{Column, Columns};
use crate::table::{Row, lost_characters, mangled, tidy};

/// What turns rows into voters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) definition: &'a ElectionDefinition,
    pub(super) columns: &'a Columns,
    pub(super) now: Timestamp,
}

impl Reader<'_> {
    /// The voter of a row, valid in this election, or what is wrong with it.
    pub(super) fn voter(&self, row: &Row<'_>) -> Result<VoterRecord, String> {
        self.fits(row)?;
        self.is_undamaged(row)?;
        let text = |column| self.text(row, column);
        let registration_number = text(Column::RegistrationNumber);
        let polling_station: StationId = text(Column::PollingStation)
            .parse()
            .map_err(|e| format!("polling_station: {e}"))?;
        let voter = VoterRecord {
            voter_id: VoterId::derive(&self.definition.id, &registration_number),
            registration_number,
            name: text(Column::Name),
            date_of_birth: self.date_of_birth(row)?,
            gender: text(Column::Gender),
            nationality: text(Column::Nationality),
            address: Address {
                street: text(Column::Street),
                city: text(Column::City),
                state: text(Column::State),
                country: text(Column::Country),
                postcode: text(Column::Postcode),
            },
            email: text(Column::Email),
            phone: text(Column::Phone),
            cell: text(Column::Cell),
            picture: text(Column::Picture),
            accreditation: self.accreditation(row)?,
            ballot_style: self.ballot_style(row, &polling_station)?,
            polling_station,
            registered_at: self.now,
        };
        let faults = voter.faults(self.definition);
        if faults.is_empty() {
            return Ok(voter);
        }
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Err(faults.join("; "))
    }

    fn cell<'r>(&self, row: &Row<'r>, column: Column) -> Cow<'r, str> {
        self.columns
            .at(column)
            .map_or(Cow::Borrowed(""), |index| tidy(row.cell(index)))
    }

    fn text(&self, row: &Row<'_>, column: Column) -> String {
        self.cell(row, column).into_owned()
    }

    /// As many cells as the header has; what is beyond, or below a header without a name, is empty.
    fn fits(&self, row: &Row<'_>) -> Result<(), String> {
        let (cells, width) = (row.width(), self.columns.width());
        if cells < width {
            return Err(format!("the row has {cells} cells, the header has {width}"));
        }
        let outside = self.columns.nameless().iter().copied().chain(width..cells);
        for index in outside {
            if !row.cell(index).is_empty() {
                return Err(format!(
                    "column {} holds `{}`, but has no name in the header",
                    index + 1,
                    row.cell(index)
                ));
            }
        }
        Ok(())
    }

    /// Nothing that a spreadsheet or a conversion destroyed.
    fn is_undamaged(&self, row: &Row<'_>) -> Result<(), String> {
        for column in Column::ALL.into_iter().filter(|c| self.columns.has(*c)) {
            let cell = self.cell(row, column);
            let name = column.as_str();
            if let Some(mangled) = mangled(&cell, column.is_number()) {
                return Err(format!("{name}: `{cell}` {mangled}"));
            }
            if let Some(lost) = lost_characters(&cell) {
                return Err(format!("{name}: {lost}"));
            }
            if cell.contains('\n') {
                return Err(format!(
                    "{name}: holds a line break: is a quotation mark without its partner?"
                ));
            }
        }
        Ok(())
    }

    fn date_of_birth(&self, row: &Row<'_>) -> Result<Date, String> {
        let text = self.cell(row, Column::DateOfBirth);
        let date = text.parse::<Date>().ok();
        (date.filter(|date| date.year() > 0 && date.to_string() == text))
            .ok_or_else(|| format!("date_of_birth: `{text}` is not a date (YYYY-MM-DD)"))
    }

    /// Who is on a roll is accredited unless the file says otherwise.
    fn accreditation(&self, row: &Row<'_>) -> Result<Accreditation, String> {
        let text = self.cell(row, Column::Accreditation);
        if text.is_empty() {
            return Ok(Accreditation::Accredited);
        }
        Accreditation::from_name(&text.to_ascii_lowercase()).ok_or_else(|| {
            format!("accreditation: `{text}` is not pending, accredited, rejected or withdrawn")
        })
    }

    /// The station's only style where the file does not say one.
    fn ballot_style(&self, row: &Row<'_>, station: &StationId) -> Result<BallotStyleId, String> {
        let text = self.cell(row, Column::BallotStyle);
        if !text.is_empty() {
            return text.parse().map_err(|e| format!("ballot_style: {e}"));
        }
        let station_of = self.definition.polling_station(station);
        match station_of.map(|s| s.ballot_styles.as_slice()) {
            Some([only]) => Ok(only.clone()),
            Some(_) => Err("ballot_style: is empty, and the polling station has several".to_owned()),
            None => Err(format!("polling_station: `{station}` does not exist")),
        }
    }
}
