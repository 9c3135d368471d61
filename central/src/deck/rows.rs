//! The rows of a deck: what each cell says, and what they come to.

use std::collections::{BTreeMap, HashMap};

use pollstream_protocol::ballot::{Ballot, ContestSelections, Mark};
use pollstream_protocol::ids::{BallotStyleId, CandidateId, ContestId, StationId};
use pollstream_protocol::limits::MAX_LINE_CHARS;

use super::header::Columns;
use super::labels::{Meaning, meaning};
use super::names::{Names, Spellings, Understood, key};
use super::totals::{self, TotalRow, is_total};
use super::{CONTEST, DeckError, DeckOptions, MAX_BALLOTS, Precinct, STYLE, UnknownLabel};
use crate::table::{Row, Table, tidy};

/// A cell as it was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Blank,
    Overvote,
    /// One of the names.
    Name(usize),
}

struct ReadRow {
    precinct: usize,
    cells: Vec<Cell>,
    count: u32,
}

/// Takes a deck's rows in.
pub(super) struct Rows<'a> {
    columns: &'a Columns,
    options: &'a DeckOptions,
    candidates: Spellings,
    precincts: Spellings,
    read: Vec<ReadRow>,
    totals: Vec<TotalRow>,
    unknown: BTreeMap<String, UnknownLabel>,
    understood: Understood,
    /// Cells that hold what may be two names: line, cell, the two.
    joined: HashMap<String, (u64, Vec<String>)>,
    notes: Vec<String>,
    total: u64,
}

impl<'a> Rows<'a> {
    pub(super) fn new(columns: &'a Columns, options: &'a DeckOptions) -> Self {
        Rows {
            columns,
            options,
            candidates: Spellings::default(),
            precincts: Spellings::default(),
            read: Vec::new(),
            totals: Vec::new(),
            unknown: BTreeMap::new(),
            understood: Understood::default(),
            joined: HashMap::new(),
            notes: Vec::new(),
            total: 0,
        }
    }

    pub(super) fn read(&mut self, table: &Table<'_>) -> Result<(), DeckError> {
        if !self.columns.others.is_empty() {
            self.notes
                .push(format!("columns passed over: {}", self.columns.others.join(", ")));
        }
        let mut rows = table.rows()?;
        while let Some(row) = rows.next() {
            let row = row?;
            let line = row.line;
            self.row(&row).map_err(|fault| DeckError::Row { line, fault })?;
        }
        if !self.unknown.is_empty() {
            return Err(DeckError::UnknownLabels(self.unknown.values().cloned().collect()));
        }
        self.check_joined()?;
        self.check_totals()?;
        if self.total == 0 {
            Err(DeckError::Empty)
        } else {
            Ok(())
        }
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), String> {
        let (cells, width) = (row.width(), self.columns.width);
        if cells < width || (width..cells).any(|i| !row.cell(i).is_empty()) {
            return Err(format!("the row has {cells} cells, the header has {width}"));
        }
        let count = self.count(row)?;
        let precinct = tidy(row.cell(self.columns.precinct));
        let blank = self.columns.ranks.iter().all(|i| row.cell(*i).is_empty());
        if is_total(&precinct, blank) || (precinct.is_empty() && blank) {
            self.totals.push(TotalRow {
                line: row.line,
                label: precinct.into_owned(),
                count: u64::from(count),
            });
            return Ok(());
        }
        if precinct.is_empty() {
            return Err("precinct is empty".to_owned());
        }
        is_a_line("precinct", &precinct)?;
        self.total += u64::from(count);
        if self.total > MAX_BALLOTS {
            return Err(format!("more than {MAX_BALLOTS} ballots"));
        }
        let spaced = precinct
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        let precinct = self.precincts.add(spaced, &precinct, u64::from(count));
        let mut cells = Vec::with_capacity(self.columns.ranks.len());
        for &rank in &self.columns.ranks {
            cells.push(self.cell(row.line, &tidy(row.cell(rank)), count)?);
        }
        self.read.push(ReadRow {
            precinct,
            cells,
            count,
        });
        Ok(())
    }

    fn count(&self, row: &Row<'_>) -> Result<u32, String> {
        let Some(at) = self.columns.count else {
            return Ok(1);
        };
        let count = tidy(row.cell(at));
        count
            .parse()
            .map_err(|_| format!("count `{count}` is not a whole number"))
    }

    fn cell(&mut self, line: u64, label: &str, count: u32) -> Result<Cell, String> {
        let ballots = u64::from(count);
        if label.contains('\n') {
            return self.several_names(label, ballots);
        }
        match meaning(label, &self.options.said) {
            Some(Meaning::Undervote) => {
                self.understood.add("undervote", label, ballots);
                Ok(Cell::Blank)
            }
            Some(Meaning::Overvote) => {
                self.understood.add("overvote", label, ballots);
                Ok(Cell::Overvote)
            }
            Some(Meaning::WriteIn) => Ok(Cell::Name(self.candidates.add(
                "write in".to_owned(),
                label,
                ballots,
            ))),
            Some(Meaning::Candidate) => {
                is_a_line("a candidate's name", label)?;
                self.remember_joined(line, label);
                Ok(Cell::Name(self.candidates.add(key(label), label, ballots)))
            }
            None => {
                let unknown = self
                    .unknown
                    .entry(label.to_owned())
                    .or_insert_with(|| UnknownLabel {
                        label: label.to_owned(),
                        line,
                        ballots: 0,
                    });
                unknown.ballots += ballots;
                Ok(Cell::Blank)
            }
        }
    }

    /// Names on lines of their own within one cell.
    fn several_names(&mut self, cell: &str, ballots: u64) -> Result<Cell, String> {
        let names: Vec<&str> = cell
            .lines()
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        let all = names.join("`, `");
        if !self.options.profile.names_make_an_overvote() {
            return Err(format!(
                "a cell holds several names (`{all}`): if your system writes an overvote so, repeat with --profile ess"
            ));
        }
        self.understood.add("overvote", &all, ballots);
        Ok(Cell::Overvote)
    }

    /// `Ada; Ben` may be one name, or two: known when all cells are.
    fn remember_joined(&mut self, line: u64, label: &str) {
        for mark in [';', '|', '/'] {
            let parts: Vec<String> = label.split(mark).map(|part| key(part.trim())).collect();
            if parts.len() > 1 {
                self.joined.entry(label.to_owned()).or_insert((line, parts));
            }
        }
    }

    fn check_joined(&self) -> Result<(), DeckError> {
        let mut joined: Vec<_> = self.joined.iter().collect();
        joined.sort_by_key(|(_, (line, _))| *line);
        for (label, (line, parts)) in joined {
            if parts.iter().all(|part| self.candidates.has(part)) {
                return Err(DeckError::Row {
                    line: *line,
                    fault: format!(
                        "`{label}` holds several names, each of which is a candidate: if it is an overvote, repeat \
                         with --label \"{label}=overvote\""
                    ),
                });
            }
        }
        Ok(())
    }

    fn check_totals(&mut self) -> Result<(), DeckError> {
        let names = self.precincts.written();
        let of = |scope: &str| {
            let begins = |name: &str| name.to_lowercase().starts_with(scope);
            let rows = self.read.iter().filter(|row| begins(&names[row.precinct]));
            rows.map(|row| u64::from(row.count)).sum()
        };
        if self.totals.is_empty() || self.columns.count.is_none() {
            return match self.totals.first() {
                Some(row) => Err(DeckError::Row {
                    line: row.line,
                    fault: format!("`{}` is no precinct", row.label),
                }),
                None => Ok(()),
            };
        }
        if let Some((line, fault)) = totals::faults(&self.totals, of) {
            return Err(DeckError::Row { line, fault });
        }
        for row in &self.totals {
            let (line, count) = (row.line, row.count);
            let label = if row.label.is_empty() {
                "a row without a precinct"
            } else {
                &row.label
            };
            self.notes.push(format!(
                "line {line}: {label:?} is a total ({count}): not counted"
            ));
        }
        Ok(())
    }

    /// The candidates with their ids, the precincts with their ballots, and what should be known.
    pub(super) fn into_precincts(self) -> Result<(Names, Vec<Precinct>, Vec<String>), DeckError> {
        let contest: ContestId = CONTEST.parse()?;
        let style: BallotStyleId = STYLE.parse()?;
        let (mut candidates, mut stations) = (Names::default(), Names::default());
        let mut ids = Vec::new();
        for name in self.candidates.written() {
            ids.push(CandidateId::try_from(candidates.id(&name))?);
        }
        let mut precincts = Vec::new();
        for name in self.precincts.written() {
            precincts.push(Precinct {
                station: StationId::try_from(stations.id(&name))?,
                style: style.clone(),
                ballots: Vec::new(),
                name,
            });
        }
        for row in self.read {
            let mark = |cell: Cell| match cell {
                Cell::Blank => Mark::Blank,
                Cell::Overvote => Mark::Overvote,
                Cell::Name(n) => Mark::Candidate(ids[n].clone()),
            };
            let selections = ContestSelections {
                contest: contest.clone(),
                marks: row.cells.into_iter().map(mark).collect(),
            };
            let ballot = Ballot {
                style: style.clone(),
                contests: vec![selections],
            };
            precincts[row.precinct].ballots.push((ballot, row.count));
        }
        let mut notes = self.notes;
        notes.extend(self.understood.notes());
        notes.extend(self.candidates.notes());
        notes.extend(self.precincts.notes());
        Ok((candidates, precincts, notes))
    }
}

/// What a definition would refuse, said with the user's line.
fn is_a_line(what: &str, text: &str) -> Result<(), String> {
    if text.chars().count() > MAX_LINE_CHARS {
        return Err(format!("{what} is longer than {MAX_LINE_CHARS} characters"));
    }
    match text.chars().find(|c| c.is_control()) {
        Some(c) => Err(format!(
            "{what} `{}` holds a control character (U+{:04X})",
            text.escape_debug(),
            u32::from(c)
        )),
        None => Ok(()),
    }
}
