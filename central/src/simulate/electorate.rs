//! A generated electorate: an election, its voters and what they would mark, all from one seed.
//!
//! Everything is a pure function of the seed and a number: the voter 17 of station 3 is the same person in
//! every run, whichever voters were asked for before. Nothing is kept in memory.

mod definition_file;
mod full_name;
mod person;
mod preferences;

use jiff::civil::{Date, time};
use jiff::{Span, Timestamp, tz};
use pollstream_protocol::ids::{ElectionId, StationId};
use pollstream_protocol::voter::{Accreditation, VoterRecord};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::names::{CULTURES, Culture};

/// What is generated.
#[derive(Debug, Clone)]
pub struct ElectorateOptions {
    /// Polling stations, 1 or more.
    pub stations: u32,
    /// Voters of all stations together.
    pub voters: u64,
    /// The same seed gives the same election, voters and preferences.
    pub seed: u64,
    /// Title of the election.
    pub title: String,
    /// Its id.
    pub election_id: ElectionId,
    /// Election day.
    pub date: Date,
}

/// The electorate of one seed.
#[derive(Debug, Clone)]
pub struct Electorate {
    options: ElectorateOptions,
}

/// What a random stream is for: streams of different purposes have nothing to do with each other.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Voter = 1,
    Registrant,
    Candidate,
    Station,
    Shares,
    Day,
    Ballot,
    Outages,
}

impl Electorate {
    /// The electorate of these options.
    pub fn new(options: ElectorateOptions) -> Self {
        Electorate { options }
    }

    /// What it was made from.
    pub fn options(&self) -> &ElectorateOptions {
        &self.options
    }

    /// The id of a polling station, counted from 0.
    pub fn station_id(&self, station_index: u32) -> StationId {
        format!("station-{:03}", u64::from(station_index) + 1)
            .parse()
            .expect("letters, digits and a dash are an id")
    }

    /// Voters on the roll of a polling station. Stations differ by up to a quarter; all together they are
    /// [`ElectorateOptions::voters`].
    pub fn voters_at(&self, station_index: u32) -> u64 {
        let stations = u64::from(self.options.stations.max(1));
        let index = u64::from(station_index);
        let even = self.options.voters / stations + u64::from(index < self.options.voters % stations);
        // Of two neighbours one gives what the other gets; the last of an odd number has none.
        let pair = index / 2;
        if pair * 2 + 1 >= stations {
            return even;
        }
        let smaller = self.options.voters / stations;
        let given = self.rng(Purpose::Shares, pair, 0).random_range(0..=smaller / 4);
        if index.is_multiple_of(2) {
            even - given
        } else {
            even + given
        }
    }

    /// The roll of a polling station, counted from 0.
    pub fn voters_of(&self, station_index: u32) -> impl Iterator<Item = VoterRecord> {
        (0..self.voters_at(station_index)).map(move |n| self.voter(station_index, n))
    }

    /// The `n`th person who comes to register at a polling station on election day: pending, on no roll yet.
    pub fn new_registrant(&self, station_index: u32, n: u64) -> VoterRecord {
        let mut rng = self.rng(Purpose::Registrant, station_index.into(), n);
        let culture = self.culture(station_index);
        let number = format!("{}-{:04}-N{:06}", culture.country_code, station_index + 1, n + 1);
        let opening = self.options.date.to_datetime(time(7, 0, 0, 0));
        let minutes = i64::try_from(n % 600).unwrap_or(0);
        VoterRecord {
            accreditation: Accreditation::Pending,
            registered_at: utc(opening + Span::new().minutes(minutes)),
            ..self.person(station_index, number, &mut rng)
        }
    }

    /// The `n`th voter on the roll of a polling station, counted from 0.
    pub fn voter(&self, station_index: u32, n: u64) -> VoterRecord {
        let mut rng = self.rng(Purpose::Voter, station_index.into(), n);
        let culture = self.culture(station_index);
        let number = format!("{}-{:04}-{:07}", culture.country_code, station_index + 1, n + 1);
        self.person(station_index, number, &mut rng)
    }

    /// The culture that most people around a polling station belong to.
    fn culture(&self, station_index: u32) -> &'static Culture {
        // One after the other, so that a few stations already have as many scripts as stations.
        let first = self.options.seed % CULTURES.len() as u64;
        let at = (first + u64::from(station_index)) % CULTURES.len() as u64;
        &CULTURES[usize::try_from(at).unwrap_or(0)]
    }

    /// City, state and post code pattern of a polling station.
    fn city(&self, station_index: u32) -> (&'static str, &'static str, &'static str) {
        let cities = self.culture(station_index).cities;
        cities[self.city_index(station_index)]
    }

    fn city_index(&self, station_index: u32) -> usize {
        station_index as usize / CULTURES.len() % self.culture(station_index).cities.len()
    }

    /// Randomness for a station's day.
    pub(super) fn day_rng(&self, station_index: u32) -> ChaCha8Rng {
        self.rng(Purpose::Day, station_index.into(), 0)
    }

    /// Randomness for the choice of one ballot: `provisional` ones are numbered by themselves.
    pub(super) fn ballot_rng(&self, station_index: u32, n: u64, provisional: bool) -> ChaCha8Rng {
        self.rng(
            Purpose::Ballot,
            station_index.into(),
            n << 1 | u64::from(provisional),
        )
    }

    /// Randomness for the stations that the network leaves.
    pub(super) fn outage_rng(&self) -> ChaCha8Rng {
        self.rng(Purpose::Outages, 0, 0)
    }

    fn rng(&self, purpose: Purpose, a: u64, b: u64) -> ChaCha8Rng {
        let mut seed = [0; 32];
        let parts = [self.options.seed, purpose as u64, a, b];
        for (bytes, part) in seed.chunks_exact_mut(8).zip(parts) {
            bytes.copy_from_slice(&part.to_le_bytes());
        }
        ChaCha8Rng::from_seed(seed)
    }
}

fn has_short_style(station_index: u32) -> bool {
    station_index % 5 == 1
}

fn street_line(culture: &Culture, street: &str, rng: &mut ChaCha8Rng) -> String {
    let number = rng.random_range(1..=180).to_string();
    culture
        .street_line
        .replace("{street}", street)
        .replace("{n}", &number)
}

/// The pattern with a digit for each `#`.
fn digits(pattern: &str, rng: &mut ChaCha8Rng) -> String {
    let digit = |c| {
        if c == '#' {
            char::from(b'0' + rng.random_range(0..10))
        } else {
            c
        }
    };
    pattern.chars().map(digit).collect()
}

fn pick(items: &[&'static str], rng: &mut ChaCha8Rng) -> &'static str {
    items[rng.random_range(0..items.len())]
}

fn utc(at: jiff::civil::DateTime) -> Timestamp {
    (tz::TimeZone::UTC.to_timestamp(at)).expect("an election is held between the years 1 and 9999")
}

#[cfg(test)]
mod tests;
