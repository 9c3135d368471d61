//! People who may be one person: the same name and date of birth under several numbers, or numbers that differ
//! by leading zeros only, which spreadsheets drop.

use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use pollstream_protocol::fold::fold_words;
use pollstream_protocol::ids::{StationId, VoterId};
use pollstream_protocol::voter::{VoterRecord, looks_like_same_person};
use serde::Serialize;

/// What makes them look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same number but for leading zeros.
    LeadingZeros,
    /// The same name and date of birth under several numbers.
    NameAndBirthday,
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Line in the roll file; none for who is on the roll already.
    pub line: Option<u64>,
    /// Registration number.
    pub registration_number: String,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Date,
    /// Whose roll lists them.
    pub polling_station: StationId,
    /// Who it is, by number.
    #[serde(skip)]
    pub voter_id: VoterId,
}

impl Person {
    pub(crate) fn of(voter: &VoterRecord, line: Option<u64>) -> Self {
        Person {
            line,
            registration_number: voter.registration_number.clone(),
            name: voter.name.clone(),
            date_of_birth: voter.date_of_birth,
            polling_station: voter.polling_station.clone(),
            voter_id: voter.voter_id,
        }
    }
}

impl fmt::Debug for Person {
    /// The id only: personal data never reaches a log through a debug line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({})", self.voter_id)
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: ")?,
            None => f.write_str("on the roll: ")?,
        }
        write!(
            f,
            "{}  {}  {}  {}",
            self.registration_number, self.name, self.date_of_birth, self.polling_station
        )
    }
}

/// Two or more who may be one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LookAlikes {
    /// Why.
    pub likeness: Likeness,
    /// They.
    pub people: Vec<Person>,
}

impl fmt::Display for LookAlikes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.likeness {
            Likeness::LeadingZeros => "numbers that differ by leading zeros only:",
            Likeness::NameAndBirthday => "the same name and date of birth:",
        })?;
        for person in &self.people {
            write!(f, "\n    {person}")?;
        }
        Ok(())
    }
}

/// What people of one name and birthday share, whatever the order and spelling of the name.
pub(crate) fn person_key(name: &str, date_of_birth: Date) -> u64 {
    let mut words = fold_words(name);
    words.sort_unstable();
    hash(&(date_of_birth, words))
}

/// What numbers share that differ by leading zeros only. None for numbers with anything but digits: no
/// spreadsheet takes zeros from them.
pub(crate) fn zeros_key(registration_number: &str) -> Option<u64> {
    let digits = !registration_number.is_empty() && registration_number.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| hash(&registration_number.trim_start_matches('0')))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Gathers keys of a whole roll in little memory, and says which rows share one.
#[derive(Debug, Default)]
pub(super) struct Keys {
    keys: Vec<(Likeness, u64, u64)>,
}

impl Keys {
    pub(super) fn add(&mut self, voter: &VoterRecord, line: u64) {
        let key = person_key(&voter.name, voter.date_of_birth);
        self.keys.push((Likeness::NameAndBirthday, key, line));
        if let Some(key) = zeros_key(&voter.registration_number) {
            self.keys.push((Likeness::LeadingZeros, key, line));
        }
    }

    /// Lines that share a key, group by group.
    pub(super) fn shared(mut self) -> Vec<(Likeness, Vec<u64>)> {
        self.keys.sort_unstable();
        let groups = self.keys.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let shared = groups.filter(|group| group.len() > 1);
        let mut shared: Vec<(Likeness, Vec<u64>)> = shared
            .map(|group| (group[0].0, group.iter().map(|(_, _, line)| *line).collect()))
            .collect();
        // Who differs by zeros and is called the same is said once.
        shared.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
        shared.dedup_by(|a, b| a.1 == b.1);
        shared
    }
}

/// Those of `voters` (each with its line) that truly look alike: hashes may meet by chance.
pub(crate) fn confirmed(likeness: Likeness, voters: &[(Option<u64>, &VoterRecord)]) -> Option<LookAlikes> {
    let ((_, first), rest) = voters.split_first()?;
    let alike = |other: &VoterRecord| match likeness {
        Likeness::NameAndBirthday => looks_like_same_person(first, other),
        Likeness::LeadingZeros => {
            first.registration_number.trim_start_matches('0')
                == other.registration_number.trim_start_matches('0')
        }
    };
    let others = rest
        .iter()
        .filter(|(_, v)| v.voter_id != first.voter_id && alike(v));
    let people: Vec<Person> = std::iter::once(&voters[0])
        .chain(others)
        .map(|(line, voter)| Person::of(voter, *line))
        .collect();
    (people.len() > 1).then_some(LookAlikes { likeness, people })
}
