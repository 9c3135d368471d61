//! The voter record, its validation and the age on election day.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::definition::ElectionDefinition;
use crate::fold::fold_words;
use crate::ids::{BallotStyleId, StationId, VoterId};
use crate::limits::{MAX_LINE_CHARS, MAX_PICTURE_CHARS, MIN_TIMESTAMP_SECONDS};
use crate::registration_number;
use crate::wire::{WireError, line, v1};

/// Where a voter or a candidate stands: pending → accredited | rejected | withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accreditation {
    /// Submitted, not decided.
    Pending,
    /// May vote, or stand.
    Accredited,
    /// Refused by an official.
    Rejected,
    /// Taken back.
    Withdrawn,
}

impl Accreditation {
    /// As it is written in SQL, JSON and definition files.
    pub fn as_str(self) -> &'static str {
        match self {
            Accreditation::Pending => "pending",
            Accreditation::Accredited => "accredited",
            Accreditation::Rejected => "rejected",
            Accreditation::Withdrawn => "withdrawn",
        }
    }

    /// The reverse of [`Accreditation::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Pending, Self::Accredited, Self::Rejected, Self::Withdrawn]
            .into_iter()
            .find(|a| a.as_str() == name)
    }

    /// What officials may decide next. A rejection can be appealed; who has withdrawn stays withdrawn.
    pub fn next(self) -> &'static [Accreditation] {
        match self {
            Accreditation::Pending => &[Self::Accredited, Self::Rejected, Self::Withdrawn],
            Accreditation::Accredited => &[Self::Withdrawn],
            Accreditation::Rejected => &[Self::Accredited],
            Accreditation::Withdrawn => &[],
        }
    }

    pub(crate) fn to_wire(self) -> i32 {
        match self {
            Accreditation::Pending => v1::Accreditation::Pending as i32,
            Accreditation::Accredited => v1::Accreditation::Accredited as i32,
            Accreditation::Rejected => v1::Accreditation::Rejected as i32,
            Accreditation::Withdrawn => v1::Accreditation::Withdrawn as i32,
        }
    }

    pub(crate) fn from_wire(value: i32) -> Result<Self, WireError> {
        match v1::Accreditation::try_from(value) {
            Ok(v1::Accreditation::Pending) => Ok(Accreditation::Pending),
            Ok(v1::Accreditation::Accredited) => Ok(Accreditation::Accredited),
            Ok(v1::Accreditation::Rejected) => Ok(Accreditation::Rejected),
            Ok(v1::Accreditation::Withdrawn) => Ok(Accreditation::Withdrawn),
            _ => Err(WireError::field(
                "accreditation",
                format!("{value} is not a status"),
            )),
        }
    }
}

/// A postal address. Every part may be empty.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// Street and house number.
    pub street: String,
    /// City.
    pub city: String,
    /// State or province.
    pub state: String,
    /// Country.
    pub country: String,
    /// Post code.
    pub postcode: String,
}

/// A voter on a roll.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoterRecord {
    /// Derived from the registration number; see [`VoterId::derive`].
    pub voter_id: VoterId,
    /// As the registry writes it.
    pub registration_number: String,
    /// Full name, in the voter's own order and script.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Date,
    /// As the registry writes it; may be empty.
    pub gender: String,
    /// ISO 3166-1 alpha-2; may be empty.
    pub nationality: String,
    /// Postal address.
    pub address: Address,
    /// E-mail; may be empty.
    pub email: String,
    /// Phone; may be empty.
    pub phone: String,
    /// Mobile phone; may be empty.
    pub cell: String,
    /// Reference to a picture; may be empty.
    pub picture: String,
    /// Pending, accredited, rejected or withdrawn.
    pub accreditation: Accreditation,
    /// The polling station whose roll lists the voter.
    pub polling_station: StationId,
    /// What the voter is entitled to vote on.
    pub ballot_style: BallotStyleId,
    /// When the registration was made.
    pub registered_at: Timestamp,
}

impl std::fmt::Debug for VoterRecord {
    /// Prints the id only: personal data never reaches a log through a debug line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VoterRecord({})", self.voter_id)
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A rule that a field of a voter record breaks, in words for a person at a form. Screens in other languages
/// word it themselves.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VoterRule {
    /// A name is needed.
    #[error("is empty")]
    Empty,
    /// A registration number is needed.
    #[error("is empty: letters or digits are needed")]
    NoNumber,
    /// The id was not derived from the registration number.
    #[error("does not belong to the registration number")]
    ForeignId,
    /// Not ISO 3166-1 alpha-2.
    #[error("is not a two-letter country code such as FR (ISO 3166-1)")]
    NotACountry,
    /// Not an e-mail address.
    #[error("is not an e-mail address")]
    NotAnEmail,
    /// Too young on election day.
    #[error("the voter is {age} on election day; {needed} is needed")]
    TooYoung {
        /// Completed years on election day.
        age: i16,
        /// Years that are needed.
        needed: u8,
    },
    /// Older than people become: most likely a slip of the pen.
    #[error("the voter would be {age} years old")]
    TooOld {
        /// Completed years on election day.
        age: i16,
    },
    /// No such polling station.
    #[error("`{0}` does not exist")]
    UnknownStation(StationId),
    /// The ballot style is not issued at the polling station.
    #[error("`{style}` is not issued at `{station}`")]
    StyleNotIssued {
        /// The style.
        style: BallotStyleId,
        /// The polling station.
        station: StationId,
    },
    /// Longer than allowed.
    #[error("is longer than {max} characters")]
    TooLong {
        /// Characters that are allowed.
        max: usize,
    },
    /// A line break, a zero byte or the like.
    #[error("holds control characters")]
    ControlCharacters,
}

/// A rule that a voter record breaks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {rule}")]
pub struct VoterFault {
    /// The field, as it is named in a roll file and on the form.
    pub field: &'static str,
    /// The rule.
    pub rule: VoterRule,
}

/// Age in completed years on `day`. A person born on 29 February completes a year on 1 March of a common
/// year (the day after 28 February), as most electoral laws count it.
pub fn age_on(date_of_birth: Date, day: Date) -> i16 {
    let years = day.year() - date_of_birth.year();
    let birthday_reached = (day.month(), day.day()) >= (date_of_birth.month(), date_of_birth.day());
    if birthday_reached { years } else { years - 1 }
}

impl VoterRecord {
    /// Age in completed years on `day`; see [`age_on`].
    pub fn age_on(&self, day: Date) -> i16 {
        age_on(self.date_of_birth, day)
    }

    /// Every rule that the record breaks in this election; empty when it is good.
    pub fn faults(&self, definition: &ElectionDefinition) -> Vec<VoterFault> {
        let mut faults = Vec::new();
        let mut fault = |field, rule: VoterRule| faults.push(VoterFault { field, rule });
        if registration_number::normalise(&self.registration_number).is_empty() {
            fault("registration_number", VoterRule::NoNumber);
        } else if self.voter_id != VoterId::derive(&definition.id, &self.registration_number) {
            fault("voter_id", VoterRule::ForeignId);
        }
        if self.name.trim().is_empty() {
            fault("name", VoterRule::Empty);
        }
        self.line_faults(&mut fault);
        if !self.nationality.is_empty() && !looks_like_country(&self.nationality) {
            fault("nationality", VoterRule::NotACountry);
        }
        if !self.email.is_empty() && !looks_like_email(&self.email) {
            fault("email", VoterRule::NotAnEmail);
        }
        let (age, needed) = (self.age_on(definition.date), definition.voting_age);
        if age < i16::from(needed) {
            fault("date_of_birth", VoterRule::TooYoung { age, needed });
        } else if age > 130 {
            fault("date_of_birth", VoterRule::TooOld { age });
        }
        match definition.polling_station(&self.polling_station) {
            None => fault(
                "polling_station",
                VoterRule::UnknownStation(self.polling_station.clone()),
            ),
            Some(station) if !station.ballot_styles.contains(&self.ballot_style) => {
                let (style, station) = (self.ballot_style.clone(), station.id.clone());
                fault("ballot_style", VoterRule::StyleNotIssued { style, station });
            }
            Some(_) => {}
        }
        faults
    }

    fn line_faults(&self, fault: &mut impl FnMut(&'static str, VoterRule)) {
        let lines = [
            ("registration_number", &self.registration_number),
            ("name", &self.name),
            ("gender", &self.gender),
            ("street", &self.address.street),
            ("city", &self.address.city),
            ("state", &self.address.state),
            ("country", &self.address.country),
            ("postcode", &self.address.postcode),
            ("email", &self.email),
            ("phone", &self.phone),
            ("cell", &self.cell),
            ("picture", &self.picture),
        ];
        for (field, value) in lines {
            let max = max_chars(field);
            if value.chars().count() > max {
                fault(field, VoterRule::TooLong { max });
            }
            if value.chars().any(char::is_control) {
                fault(field, VoterRule::ControlCharacters);
            }
        }
    }

    pub(crate) fn to_wire(&self) -> v1::VoterRecord {
        v1::VoterRecord {
            voter_id: self.voter_id.0.as_bytes().to_vec(),
            registration_number: self.registration_number.clone(),
            name: self.name.clone(),
            date_of_birth: self.date_of_birth.to_string(),
            gender: self.gender.clone(),
            nationality: self.nationality.clone(),
            address: Some(v1::Address {
                street: self.address.street.clone(),
                city: self.address.city.clone(),
                state: self.address.state.clone(),
                country: self.address.country.clone(),
                postcode: self.address.postcode.clone(),
            }),
            email: self.email.clone(),
            phone: self.phone.clone(),
            cell: self.cell.clone(),
            picture: self.picture.clone(),
            accreditation: self.accreditation.to_wire(),
            polling_station: self.polling_station.to_string(),
            ballot_style: self.ballot_style.to_string(),
            registered_at: self.registered_at.as_second(),
        }
    }

    pub(crate) fn from_wire(voter: v1::VoterRecord) -> Result<Self, WireError> {
        let address = (voter.address)
            .ok_or_else(|| WireError::field("address", "is missing (each part may be empty)"))?;
        let line = |field, value| line(field, value, max_chars(field));
        Ok(VoterRecord {
            voter_id: VoterId(uuid("voter_id", &voter.voter_id)?),
            registration_number: line("registration_number", voter.registration_number)?,
            name: line("name", voter.name)?,
            date_of_birth: date_of_birth(&voter.date_of_birth)?,
            gender: line("gender", voter.gender)?,
            nationality: line("nationality", voter.nationality)?,
            address: Address {
                street: line("street", address.street)?,
                city: line("city", address.city)?,
                state: line("state", address.state)?,
                country: line("country", address.country)?,
                postcode: line("postcode", address.postcode)?,
            },
            email: line("email", voter.email)?,
            phone: line("phone", voter.phone)?,
            cell: line("cell", voter.cell)?,
            picture: line("picture", voter.picture)?,
            accreditation: Accreditation::from_wire(voter.accreditation)?,
            polling_station: id("polling_station", voter.polling_station)?,
            ballot_style: id("ballot_style", voter.ballot_style)?,
            registered_at: timestamp("registered_at", voter.registered_at)?,
        })
    }
}

fn max_chars(field: &str) -> usize {
    if field == "picture" {
        MAX_PICTURE_CHARS
    } else {
        MAX_LINE_CHARS
    }
}

/// `YYYY-MM-DD` in the years 1 to 9999 and in no other of ISO 8601's forms: one date, one spelling.
fn date_of_birth(text: &str) -> Result<Date, WireError> {
    (text.parse::<Date>().ok())
        .filter(|date| date.year() > 0 && date.to_string() == text)
        .ok_or_else(|| WireError::field("date_of_birth", "not a date YYYY-MM-DD"))
}

/// Says what makes two records look like the same person although their numbers differ: same date of birth
/// and the same name when case, accents, order of words and punctuation are ignored; see [`fold_words`].
pub fn looks_like_same_person(a: &VoterRecord, b: &VoterRecord) -> bool {
    let words = |name: &str| {
        let mut words = fold_words(name);
        words.sort_unstable();
        words
    };
    a.date_of_birth == b.date_of_birth && words(&a.name) == words(&b.name)
}

fn looks_like_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn looks_like_email(text: &str) -> bool {
    match text.split_once('@') {
        Some((user, host)) => {
            let no_space = !text.contains(char::is_whitespace);
            !user.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
                && no_space
        }
        None => false,
    }
}

pub(crate) fn uuid(what: &'static str, bytes: &[u8]) -> Result<Uuid, WireError> {
    Uuid::from_slice(bytes).map_err(|_| WireError::field(what, "16 bytes expected"))
}

pub(crate) fn id<T: TryFrom<String, Error = crate::ids::IdError>>(
    what: &'static str,
    text: String,
) -> Result<T, WireError> {
    T::try_from(text).map_err(|e| WireError::field(what, e.to_string()))
}

pub(crate) fn timestamp(what: &'static str, seconds: i64) -> Result<Timestamp, WireError> {
    if seconds < MIN_TIMESTAMP_SECONDS {
        return Err(WireError::field(what, "before the year 1"));
    }
    Timestamp::from_second(seconds).map_err(|e| WireError::field(what, e.to_string()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn age_is_counted_in_completed_years_also_for_leap_days() {
        let born = date(2008, 2, 29);
        assert_eq!(age_on(born, date(2026, 2, 28)), 17);
        assert_eq!(age_on(born, date(2026, 3, 1)), 18);
        assert_eq!(age_on(born, date(2028, 2, 28)), 19);
        assert_eq!(age_on(born, date(2028, 2, 29)), 20);
        assert_eq!(age_on(date(2008, 11, 3), date(2026, 11, 3)), 18);
        assert_eq!(age_on(date(2008, 11, 4), date(2026, 11, 3)), 17);
    }

    #[test]
    fn addresses_of_mail_are_checked_roughly() {
        assert!(looks_like_email("a.b@example.org"));
        for bad in ["a", "@x.y", "a@b", "a@@b.c", "a b@c.d", "a@.c", "a@c."] {
            assert!(!looks_like_email(bad), "{bad}");
        }
    }
}
