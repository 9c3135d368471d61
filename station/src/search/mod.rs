//! Finding a voter at the desk: by name, registration number or date of birth, as people type them.
//!
//! The roll's names, numbers and dates are held in memory, folded ([`index`]); the store holds them encrypted. A
//! query ([`query`]) is compared with all of them: the largest roll that a polling station has takes a few
//! milliseconds.

mod dates;
mod index;
mod places;
mod query;
mod words;

pub use dates::DateOrder;
pub(crate) use index::RollIndex;
pub use places::find_places;

use query::Query;

use crate::error::StationError;
use crate::roll::RollEntry;
use crate::station::Station;

/// Most voters that one search returns: more than anybody reads on a screen.
const MAX_FOUND: usize = 200;

/// Who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The best, best first.
    pub voters: Vec<RollEntry>,
    /// How many there are, those that are not returned included.
    pub total: u64,
}

impl Station {
    /// Voters on the roll who match, best first, at most `limit` and never more than 200.
    ///
    /// Every word typed must fit: the beginning of a word of the name without regard to case, accents, apostrophes
    /// and hyphens; a registration number, its beginning or its last four characters; a date of birth or its year.
    /// Dates that can be read in two ways are read in both, in `dates`' order first. Where few fit exactly, one
    /// slip of the keyboard in a name is forgiven.
    pub async fn search(&self, query: &str, dates: DateOrder, limit: usize) -> Result<Found, StationError> {
        let matches = self
            .roll_index()
            .find(&Query::parse(query, dates), limit.min(MAX_FOUND));
        let rows = self.reader().voters(&matches.best).await?;
        Ok(Found {
            voters: rows.into_iter().map(|row| self.roll_entry(row)).collect(),
            total: matches.total,
        })
    }
}

#[cfg(test)]
mod tests;
