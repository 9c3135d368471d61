//! A whole roll file looked through before anything is imported.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::voter::VoterRecord;
use serde::Serialize;

use super::look_alike::Keys;
use super::{LookAlikes, Reading, RollFile, RollFileError, RowError, confirmed};

/// Wrong rows after which reading stops: a file of another kind would be wrong throughout.
pub const MAX_ROW_ERRORS: usize = 1_000;

/// What is in a roll file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// How it was read.
    pub read_as: Reading,
    /// Rows that hold something.
    pub rows: u64,
    /// Rows that hold nothing; they are passed over.
    pub empty_rows: u64,
    /// Columns without name and content; they are passed over.
    pub empty_columns: usize,
    /// Rows that cannot be imported; one of them and nothing is.
    pub faults: Vec<RowError>,
    /// People in it who may be one person.
    pub look_alikes: Vec<LookAlikes>,
}

impl RollFile<'_> {
    /// Looks through the whole file.
    pub fn preview(&self, definition: &ElectionDefinition, now: Timestamp) -> Result<Preview, RollFileError> {
        let mut seen: HashMap<VoterId, u64> = HashMap::new();
        let mut keys = Keys::default();
        let (mut rows, mut faults) = (0, Vec::new());
        let mut voters = self.voters(definition, now)?;
        for row in voters.by_ref() {
            rows += 1;
            match row {
                Err(error) => faults.push(error),
                Ok(read) => {
                    if let Some(first) = seen.insert(read.voter.voter_id, read.line) {
                        faults.push(RowError {
                            line: read.line,
                            fault: format!(
                                "registration_number: stands in the file twice, also in line {first}"
                            ),
                        });
                        seen.insert(read.voter.voter_id, first);
                    }
                    keys.add(&read.voter, read.line);
                }
            }
            if faults.len() >= MAX_ROW_ERRORS {
                break;
            }
        }
        Ok(Preview {
            read_as: self.reading().clone(),
            rows,
            empty_rows: voters.empty_rows(),
            empty_columns: self.empty_columns(),
            faults,
            look_alikes: self.look_alikes(definition, now, keys)?,
        })
    }

    /// Reads the rows that share something once more, now with everything that is shown of them.
    fn look_alikes(
        &self,
        definition: &ElectionDefinition,
        now: Timestamp,
        keys: Keys,
    ) -> Result<Vec<LookAlikes>, RollFileError> {
        let groups = keys.shared();
        let lines: HashSet<u64> = groups
            .iter()
            .flat_map(|(_, lines)| lines.iter().copied())
            .collect();
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        let voters: HashMap<u64, VoterRecord> = (self.voters(definition, now)?.flatten())
            .filter(|read| lines.contains(&read.line))
            .map(|read| (read.line, read.voter))
            .collect();
        let look_alikes = groups.iter().filter_map(|(likeness, lines)| {
            let of_line = |line: &u64| voters.get(line).map(|voter| (Some(*line), voter));
            confirmed(*likeness, &lines.iter().filter_map(of_line).collect::<Vec<_>>())
        });
        Ok(look_alikes.collect())
    }
}
