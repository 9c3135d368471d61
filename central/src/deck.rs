//! A test deck: recorded ballots from a CSV file, and the election that they belong to.
//!
//! Columns: `precinct`, one column for each rank in order, `count`. A cell holds a candidate's name,
//! `undervote` or `overvote`. One precinct is one polling station; its name without the last word is its
//! district.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

use pollstream_protocol::ballot::{Ballot, ContestSelections, Mark};
use pollstream_protocol::ids::{BallotStyleId, CandidateId, ContestId, IdError, StationId};
use thiserror::Error;

/// Ballots in one deck: more would be another tool's work.
pub const MAX_BALLOTS: u64 = 50_000_000;
const UNDERVOTE: &str = "undervote";
const OVERVOTE: &str = "overvote";
const CONTEST: &str = "contest";
const STYLE: &str = "style";

/// Why a deck cannot be used.
#[derive(Debug, Error)]
pub enum DeckError {
    /// Not readable as CSV.
    #[error("the ballots cannot be read: {0}")]
    Csv(#[from] csv::Error),
    /// The header is another.
    #[error("line 1: the header must be `precinct`, one column for each rank, and `count`; found: {0}")]
    Header(String),
    /// A row is wrong.
    #[error("line {line}: {fault}")]
    Row {
        /// Line in the file.
        line: u64,
        /// What is wrong.
        fault: String,
    },
    /// No ballots at all.
    #[error("the file holds no ballots")]
    Empty,
    /// A name gives no usable id.
    #[error(transparent)]
    Id(#[from] IdError),
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
    pub definition: String,
    /// Its precincts in order of their names, `W-2` before `W-10`.
    pub precincts: Vec<Precinct>,
}

impl Deck {
    /// Reads a deck. `title` names election and contest, `min_batch` is the definition's.
    pub fn read(file: impl Read, title: &str, min_batch: u32) -> Result<Self, DeckError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
        let header = reader.headers()?.clone();
        let ranks = header.len().saturating_sub(2);
        let sound =
            ranks >= 1 && header.get(0) == Some("precinct") && header.get(header.len() - 1) == Some("count");
        if !sound {
            return Err(DeckError::Header(header.iter().collect::<Vec<_>>().join(", ")));
        }
        let contest: ContestId = CONTEST.parse()?;
        let style: BallotStyleId = STYLE.parse()?;
        let mut candidates = Names::default();
        let mut stations = Names::default();
        let mut precincts: BTreeMap<String, Precinct> = BTreeMap::new();
        let mut total = 0;
        for record in reader.records() {
            let record = record?;
            let line = record.position().map_or(0, csv::Position::line);
            let wrong = |fault: String| DeckError::Row { line, fault };
            let name = record.get(0).unwrap_or_default();
            if name.is_empty() {
                return Err(wrong("precinct is empty".to_owned()));
            }
            let count = record.get(header.len() - 1).unwrap_or_default();
            let count: u32 = count
                .parse()
                .map_err(|_| wrong(format!("count `{count}` is not a number")))?;
            total += u64::from(count);
            if total > MAX_BALLOTS {
                return Err(wrong(format!("more than {MAX_BALLOTS} ballots")));
            }
            let mut marks = Vec::with_capacity(ranks);
            for cell in record.iter().skip(1).take(ranks) {
                marks.push(match cell {
                    UNDERVOTE | "" => Mark::Blank,
                    OVERVOTE => Mark::Overvote,
                    name => {
                        let id = candidates.id(name);
                        Mark::Candidate(CandidateId::try_from(id).map_err(|e| wrong(e.to_string()))?)
                    }
                });
            }
            let ballot = Ballot {
                style: style.clone(),
                contests: vec![ContestSelections {
                    contest: contest.clone(),
                    marks,
                }],
            };
            if let Some(precinct) = precincts.get_mut(name) {
                precinct.ballots.push((ballot, count));
            } else {
                let station = StationId::try_from(stations.id(name)).map_err(|e| wrong(e.to_string()))?;
                let (name, style) = (name.to_owned(), style.clone());
                let precinct = Precinct {
                    name: name.clone(),
                    station,
                    style,
                    ballots: vec![(ballot, count)],
                };
                precincts.insert(name, precinct);
            }
        }
        if total == 0 {
            return Err(DeckError::Empty);
        }
        let mut precincts: Vec<Precinct> = precincts.into_values().collect();
        precincts.sort_by_cached_key(|precinct| counted(&precinct.name));
        let definition = definition(title, min_batch, ranks, &candidates, &precincts);
        Ok(Deck {
            definition,
            precincts,
        })
    }

    /// Ballots of the whole deck.
    pub fn total(&self) -> u64 {
        self.precincts.iter().map(Precinct::total).sum()
    }
}

/// Ids for names: lower-case words joined by dashes, distinct for distinct names.
#[derive(Debug, Default)]
struct Names {
    ids: HashMap<String, String>,
    used: HashSet<String>,
    /// Names with their ids in order of first appearance.
    order: Vec<(String, String)>,
}

impl Names {
    fn id(&mut self, name: &str) -> String {
        if let Some(id) = self.ids.get(name) {
            return id.clone();
        }
        let words: Vec<String> = (name.split(|c: char| !c.is_ascii_alphanumeric()))
            .filter(|w| !w.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let mut base = words.join("-");
        base.truncate(56);
        if base.is_empty() {
            base.push('x');
        }
        let mut id = base.clone();
        let mut n = 2;
        while !self.used.insert(id.clone()) {
            id = format!("{base}-{n}");
            n += 1;
        }
        self.ids.insert(name.to_owned(), id.clone());
        self.order.push((name.to_owned(), id.clone()));
        id
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

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn definition(
    title: &str,
    min_batch: u32,
    ranks: usize,
    candidates: &Names,
    precincts: &[Precinct],
) -> String {
    use std::fmt::Write;
    let mut names = Names::default();
    let election = names.id(title);
    let mut toml = format!(
        "# A test deck. Dates and hours are placeholders: the recorded ballots carry none.\n\
         [election]\nid = \"{election}\"\ntitle = {}\ndate = \"2013-11-05\"\npolls_open = \"07:00\"\n\
         polls_close = \"20:00\"\ntime_zone = \"America/Chicago\"\ndisclosure = \"live\"\nmin_batch = {min_batch}\n\
         voting_age = 18\n\n[[contest]]\nid = \"{CONTEST}\"\ntitle = {}\nvote_variation = \"ranked\"\n\
         ranks_allowed = {ranks}\novervote_permitted = true\n\n",
        quoted(title),
        quoted(title)
    );
    let mut sorted = candidates.order.clone();
    sorted.sort();
    for (name, id) in sorted {
        let _ = writeln!(
            toml,
            "[[candidate]]\nid = \"{id}\"\ncontest = \"{CONTEST}\"\nname = {}\n",
            quoted(&name)
        );
    }
    let _ = writeln!(
        toml,
        "[[ballot_style]]\nid = \"{STYLE}\"\ncontests = [\"{CONTEST}\"]\n"
    );
    let mut districts = Names::default();
    let root = districts.id("all");
    let _ = writeln!(toml, "[[district]]\nid = \"{root}\"\nname = {}\n", quoted(title));
    let mut stations = String::new();
    for precinct in precincts {
        let district = match precinct.name.rsplit_once(' ') {
            Some((district, _)) => {
                let known = districts.order.len();
                let id = districts.id(district);
                if districts.order.len() > known {
                    let name = quoted(district);
                    let _ = writeln!(
                        toml,
                        "[[district]]\nid = \"{id}\"\nname = {name}\nparent = \"{root}\"\n"
                    );
                }
                id
            }
            None => root.clone(),
        };
        let _ = writeln!(
            stations,
            "[[polling_station]]\nid = \"{}\"\nname = {}\ndistrict = \"{district}\"\nballot_styles = [\"{STYLE}\"]\n",
            precinct.station,
            quoted(&precinct.name)
        );
    }
    toml + &stations
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::definition::ElectionDefinition;

    use super::*;

    #[test]
    fn a_deck_becomes_an_election_with_its_ballots() {
        let csv = "precinct,first,second,count\n\
                   W-1 P-1,\"ANN, JR.\",undervote,3\n\
                   W-1 P-2,overvote,Bob,1\n\
                   W-1 P-1,Bob,\"ANN, JR.\",2\n";
        let deck = Deck::read(csv.as_bytes(), "Test Deck", 5).unwrap();
        assert_eq!(deck.total(), 6);
        assert_eq!(deck.precincts.len(), 2);
        let definition = ElectionDefinition::parse(&deck.definition).unwrap();
        assert_eq!(definition.polling_stations.len(), 2);
        assert_eq!(definition.districts.len(), 2);
        let names: Vec<_> = definition.contests[0]
            .candidates
            .iter()
            .map(|c| c.name.as_str())
            .collect();
        assert_eq!(names, ["ANN, JR.", "Bob"]);
        for (ballot, _) in deck.precincts.iter().flat_map(|p| &p.ballots) {
            ballot.clone().validated(&definition).unwrap();
        }
    }

    #[test]
    fn precincts_are_counted_rather_than_spelt() {
        let csv =
            "precinct,first,count\nW-10 P-1,x,1\nW-2 P-10,x,1\nW-2 P-09,x,1\nHarbour,x,1\nW-1 P-3,x,1\n";
        let deck = Deck::read(csv.as_bytes(), "t", 5).unwrap();
        let names: Vec<_> = deck.precincts.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["Harbour", "W-1 P-3", "W-2 P-09", "W-2 P-10", "W-10 P-1"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let read = |csv: &str| Deck::read(csv.as_bytes(), "t", 5).unwrap_err().to_string();
        assert!(read("a,b\n").contains("line 1"));
        assert!(read("precinct,first,count\nP,x,many\n").contains("line 2: count `many`"));
        assert!(read("precinct,first,count\n").contains("no ballots"));
    }
}
