//! Ids as types: parsed once at the edge, trusted inside.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::limits::MAX_ID_CHARS;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` is not {what}: {rule}")]
pub struct IdError {
    /// What was expected, with its article: "a station id".
    pub what: &'static str,
    /// The text, cut to 80 characters; control characters are replaced, because this message ends in logs,
    /// terminals and text columns, and the text may come from a forged message.
    pub text: String,
    /// The rule that it breaks.
    pub rule: &'static str,
}

impl IdError {
    pub(crate) fn new(what: &'static str, text: &str, rule: &'static str) -> Self {
        IdError {
            what,
            text: text.chars().take(80).map(printable).collect(),
            rule,
        }
    }
}

fn printable(c: char) -> char {
    if c.is_control() {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

fn check_slug(what: &'static str, text: &str) -> Result<(), IdError> {
    let fail = |rule| Err(IdError::new(what, text, rule));
    if text.is_empty() {
        return fail("it is empty");
    }
    if text.len() > MAX_ID_CHARS {
        return fail("it is longer than 64 characters");
    }
    if !text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    {
        return fail("use lower-case letters a-z, digits, `-` and `_`");
    }
    if !text.as_bytes()[0].is_ascii_alphanumeric() {
        return fail("start with a letter or a digit");
    }
    Ok(())
}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text: 1 to 64 of `a-z 0-9 - _`, starting with a letter or digit.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                check_slug($what, &text)?;
                Ok($name(text))
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

slug!(
    /// An election.
    ElectionId,
    "an election id"
);
slug!(
    /// A contest within an election.
    ContestId,
    "a contest id"
);
slug!(
    /// A candidate, unique within the election.
    CandidateId,
    "a candidate id"
);
slug!(
    /// A party.
    PartyId,
    "a party id"
);
slug!(
    /// A node of the reporting geography.
    DistrictId,
    "a district id"
);
slug!(
    /// A polling station: a place with a roll, and the station (kiosk) that serves it.
    StationId,
    "a polling station id"
);
slug!(
    /// A ballot style: the set of contests that a voter is entitled to.
    BallotStyleId,
    "a ballot style id"
);

slug!(
    /// An official who decides, or an auditor who looks on.
    OfficialId,
    "an official's id"
);

/// Which life of a station this is: 1 for the first enrolment; a wiped, restored or cloned station enrols
/// again and gets the next number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Incarnation(pub u32);

impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A voter: `UUIDv5(election, normalised registration number)`, so that two stations that register one
/// person meet in one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VoterId(pub Uuid);

impl VoterId {
    /// The id of the voter with this registration number, normalised by
    /// [`crate::registration_number::normalise`] first.
    pub fn derive(election: &ElectionId, registration_number: &str) -> Self {
        let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("pollstream:{election}").as_bytes());
        let number = crate::registration_number::normalise(registration_number);
        VoterId(Uuid::new_v5(&namespace, number.as_bytes()))
    }
}

impl fmt::Display for VoterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for VoterId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        Uuid::parse_str(text)
            .map(VoterId)
            .map_err(|_| IdError::new("a voter id", text, "a UUID is expected"))
    }
}

/// A case that a provisional ballot waits on. Random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CaseId(pub Uuid);

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A log: what one incarnation of a station writes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogName {
    /// The station.
    pub station: StationId,
    /// Its incarnation.
    pub incarnation: Incarnation,
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.station, self.incarnation)
    }
}

impl FromStr for LogName {
    type Err = IdError;
    /// Reads `STATION/INCARNATION`; a station's name alone is its first incarnation.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let (station, number) = text.split_once('/').unwrap_or((text, "1"));
        let incarnation = number.parse().ok().filter(|n| *n > 0).map(Incarnation);
        let rule = "STATION/INCARNATION is expected, for example north/1";
        Ok(LogName {
            station: station.parse()?,
            incarnation: incarnation.ok_or_else(|| IdError::new("a station's log", text, rule))?,
        })
    }
}

/// A provisional case within the log that opened it: another station's case of the same id is another case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CaseKey {
    /// The log that holds it.
    pub log: LogName,
    /// Its id.
    pub case: CaseId,
}

impl fmt::Display for CaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.log, self.case)
    }
}

impl FromStr for CaseKey {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let rule = "STATION/INCARNATION/CASE is expected, as central provisional list prints it";
        let fail = || IdError::new("a provisional case", text, rule);
        let (log, case) = text.rsplit_once('/').ok_or_else(fail)?;
        Ok(CaseKey {
            log: log.parse()?,
            case: CaseId(Uuid::parse_str(case).map_err(|_| fail())?),
        })
    }
}

/// A voting session. Random: it says nothing of when it was opened or for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SessionId(pub Uuid);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_checked_once_at_the_edge() {
        assert_eq!("ward-1_a".parse::<StationId>().unwrap().as_str(), "ward-1_a");
        for bad in ["", "Ward", "a b", "-a", "ä", &"a".repeat(65)] {
            assert!(bad.parse::<StationId>().is_err(), "{bad:?}");
        }
        let error = "Ward 1".parse::<StationId>().unwrap_err().to_string();
        assert!(
            error.contains("`Ward 1`") && error.contains("polling station id"),
            "{error}"
        );
        let forged = "a\0\u{1b}[2J".parse::<StationId>().unwrap_err().to_string();
        assert!(!forged.contains(char::is_control), "{forged:?}");
    }

    #[test]
    fn one_registration_number_is_one_voter_however_it_is_typed() {
        let election: ElectionId = "e".parse().unwrap();
        let id = VoterId::derive(&election, "ab-123 456");
        assert_eq!(id, VoterId::derive(&election, " AB - 123456 "));
        assert_eq!(id, VoterId::derive(&election, "AB-١٢٣٤٥٦"));
        assert_ne!(id, VoterId::derive(&election, "ab 1-23456"));
        assert_ne!(id, VoterId::derive(&"f".parse().unwrap(), "ab-123 456"));
        assert_eq!(id.to_string().parse::<VoterId>().unwrap(), id);
    }

    #[test]
    fn logs_and_cases_are_read_as_they_are_written() {
        let case: CaseKey = "north/2/00000000-0000-0000-0000-000000000007".parse().unwrap();
        assert_eq!(case.to_string().parse::<CaseKey>().unwrap(), case);
        assert_eq!(case.log.to_string(), "north/2");
        assert_eq!("north".parse::<LogName>().unwrap().incarnation, Incarnation(1));
        for bad in ["north/0", "north/x", "North/1", ""] {
            assert!(bad.parse::<LogName>().is_err(), "{bad}");
        }
        assert!("north/1".parse::<CaseKey>().is_err());
    }
}
