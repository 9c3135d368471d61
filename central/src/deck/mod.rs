//! A test deck: recorded ballots from a file as elections publish them, and the election that they belong to.
//!
//! Columns: a precinct, one column for each rank, and a count; without a count each row is one ballot. A cell holds
//! a candidate's name, or says that there is none (`undervote`, `overvote`, in whatever spelling). One precinct is one
//! polling station; its name without the last word is its district.

mod definition;
mod header;
mod labels;
mod names;
mod rows;
mod totals;

use pollstream_protocol::ballot::Ballot;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{BallotStyleId, IdError, StationId};
use thiserror::Error;

pub use labels::{Meaning, Profile, Said, said_key};

use crate::table::{Table, TableError, TableOptions};
use header::Columns;
use rows::Rows;

/// Ballots in one deck: more would be another tool's work.
pub const MAX_BALLOTS: u64 = 50_000_000;
const CONTEST: &str = "contest";
const STYLE: &str = "style";

/// Why a deck cannot be used.
#[derive(Debug, Error)]
pub enum DeckError {
    /// Not readable as a table.
    #[error("the ballots cannot be read: {0}")]
    Table(#[from] TableError),
    /// The header is another.
    #[error("line {line}: {fault}")]
    Header {
        /// Its line in the file.
        line: u64,
        /// What is wrong.
        fault: String,
    },
    /// A row is wrong.
    #[error("line {line}: {fault}")]
    Row {
        /// Line in the file.
        line: u64,
        /// What is wrong.
        fault: String,
    },
    /// Labels that may be candidates, and most likely are none.
    #[error("{}", unknown(.0))]
    UnknownLabels(Vec<UnknownLabel>),
    /// No ballots at all.
    #[error("the file holds no ballots")]
    Empty,
    /// A name gives no usable id.
    #[error(transparent)]
    Id(#[from] IdError),
    /// The ballots make no election: too many candidates, or ballots too large.
    #[error("these ballots make no election: {0}")]
    Election(String),
}

/// A label that has to be asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLabel {
    /// As it stands in the file.
    pub label: String,
    /// Line where it stands first.
    pub line: u64,
    /// Ballots that hold it.
    pub ballots: u64,
}

fn unknown(labels: &[UnknownLabel]) -> String {
    let list: Vec<String> = (labels.iter())
        .map(|l| format!("  {:?} (line {}, {} ballots)", l.label, l.line, l.ballots))
        .collect();
    let first = labels.first().map_or("", |l| l.label.as_str());
    format!(
        "some cells hold what may be a candidate and may be none:\n{}\nSay what each is, e.g. \
         --label \"{first}=undervote\" (undervote, overvote, write-in, candidate)",
        list.join("\n")
    )
}

/// How a deck is read.
#[derive(Debug, Clone, Default)]
pub struct DeckOptions {
    /// Encoding and sheet.
    pub table: TableOptions,
    /// How the vendor writes what others write differently.
    pub profile: Profile,
    /// What the user said about labels.
    pub said: Said,
}

/// A precinct of the deck.
#[derive(Debug, Clone)]
pub struct Precinct {
    /// As it stands in the file.
    pub name: String,
    /// Its polling station.
    pub station: StationId,
    /// The deck's only ballot style.
    pub style: BallotStyleId,
    /// Distinct ballots with their number.
    pub ballots: Vec<(Ballot, u32)>,
}

impl Precinct {
    /// Ballots, counted one by one.
    pub fn total(&self) -> u64 {
        self.ballots.iter().map(|(_, n)| u64::from(*n)).sum()
    }
}

/// A deck of recorded ballots.
#[derive(Debug, Clone)]
pub struct Deck {
    /// The election's definition file.
    pub toml: String,
    /// The same, read.
    pub definition: ElectionDefinition,
    /// Its precincts in order of their names, `W-2` before `W-10`.
    pub precincts: Vec<Precinct>,
    /// What should be known about how the file was read.
    pub notes: Vec<String>,
}

impl Deck {
    /// Reads a deck. `title` names election and contest, `min_batch` is the definition's.
    pub fn read(bytes: &[u8], title: &str, min_batch: u32, options: &DeckOptions) -> Result<Self, DeckError> {
        let table = Table::read(bytes, &options.table, &header::is_known)?;
        let line = table.header_line;
        let columns = Columns::of(&table.header).map_err(|fault| DeckError::Header { line, fault })?;
        let mut rows = Rows::new(&columns, options);
        rows.read(&table)?;
        let (candidates, mut precincts, notes) = rows.into_precincts()?;
        precincts.sort_by_cached_key(|precinct| counted(&precinct.name));
        let toml = definition::definition(title, min_batch, columns.ranks.len(), &candidates, &precincts);
        // The lines of that file are none of the user's: what is wrong is said without them.
        let definition = ElectionDefinition::parse(&toml).map_err(|e| {
            let rules = e.problems.into_iter().map(|problem| problem.rule);
            DeckError::Election(rules.collect::<Vec<_>>().join("; "))
        })?;
        Ok(Deck {
            toml,
            definition,
            precincts,
            notes,
        })
    }

    /// Ballots of the whole deck.
    pub fn total(&self) -> u64 {
        self.precincts.iter().map(Precinct::total).sum()
    }
}

/// A name whose numbers are long enough to be sorted as numbers.
fn counted(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let pieces = chars.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
    pieces
        .map(|piece| match piece {
            [first, ..] if first.is_ascii_digit() => format!("{:0>12}", piece.iter().collect::<String>()),
            _ => piece.iter().collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
