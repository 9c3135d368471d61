//! The person behind a registration number.

use jiff::civil::{Date, time};
use jiff::{Span, Timestamp};
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::full_name::FullName;
use super::{Electorate, digits, has_short_style, pick, street_line, utc};
use crate::simulate::names::CULTURES;

/// Of 1,000 voters, how many are of each age: from, to (years), how many.
const AGES: [(u32, u32, u32); 8] = [
    (18, 24, 105),
    (25, 34, 165),
    (35, 44, 165),
    (45, 54, 160),
    (55, 64, 165),
    (65, 74, 135),
    (75, 84, 80),
    (85, 100, 25),
];

impl Electorate {
    pub(super) fn person(&self, station_index: u32, number: String, rng: &mut ChaCha8Rng) -> VoterRecord {
        let home = self.culture(station_index);
        let origin = if rng.random_bool(0.78) {
            home
        } else {
            &CULTURES[rng.random_range(0..CULTURES.len())]
        };
        let female = rng.random_bool(0.51);
        let name = FullName::generate(origin, female, rng);
        let date_of_birth = self.date_of_birth(rng);
        let (city, state, postcode) = self.city(station_index);
        let street = pick(home.streets, rng);
        VoterRecord {
            voter_id: VoterId::derive(&self.options.election_id, &number),
            registration_number: number,
            email: name.email(rng),
            name: name.written,
            date_of_birth,
            gender: match rng.random_range(0..100) {
                0 => "nonbinary",
                _ if female => "female",
                _ => "male",
            }
            .to_owned(),
            nationality: if rng.random_bool(0.95) {
                home.country_code
            } else {
                origin.country_code
            }
            .to_owned(),
            address: Address {
                street: street_line(home, street, rng),
                city: city.to_owned(),
                state: state.to_owned(),
                country: home.country.to_owned(),
                postcode: digits(postcode, rng),
            },
            phone: digits(home.phone, rng),
            cell: digits(home.cell, rng),
            picture: format!("pictures/{}.jpg", rng.random_range(1..=99_999)),
            accreditation: match rng.random_range(0..1_000) {
                0..10 => Accreditation::Pending,
                10..13 => Accreditation::Rejected,
                13..15 => Accreditation::Withdrawn,
                _ => Accreditation::Accredited,
            },
            polling_station: self.station_id(station_index),
            ballot_style: if has_short_style(station_index) && rng.random_bool(0.2) {
                "short"
            } else {
                "full"
            }
            .parse()
            .expect("letters are an id"),
            registered_at: self.registered_at(date_of_birth, rng),
        }
    }

    fn date_of_birth(&self, rng: &mut ChaCha8Rng) -> Date {
        let total = AGES.iter().map(|(_, _, share)| share).sum();
        let mut dice = rng.random_range(0..total);
        let (from, to, _) = (AGES.into_iter())
            .find(|(_, _, share)| {
                let here = dice < *share;
                dice = dice.saturating_sub(*share);
                here
            })
            .unwrap_or(AGES[0]);
        let age = Span::new().years(rng.random_range(from..=to));
        self.options.date - age - Span::new().days(rng.random_range(0..=363))
    }

    /// Some day between coming of age and a month before the election.
    fn registered_at(&self, date_of_birth: Date, rng: &mut ChaCha8Rng) -> Timestamp {
        let latest = self.options.date - Span::new().days(30);
        let of_age = date_of_birth + Span::new().years(18);
        let days = (latest - of_age).get_days().max(0);
        let day = latest - Span::new().days(rng.random_range(0..=days));
        let office_hours = time(rng.random_range(8..17), rng.random_range(0..60), 0, 0);
        utc(day.to_datetime(office_hours))
    }
}
