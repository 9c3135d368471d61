//! The generated definition file: countries and their cities as districts, four parties, three contests.

use std::fmt::Write as _;

use rand::RngExt;

use super::full_name::FullName;
use super::{Electorate, Purpose, has_short_style, pick, street_line};
use crate::simulate::names::{CULTURES, Culture};

/// (id, name, abbreviation).
const PARTIES: [(&str, &str, &str); 4] = [
    ("civic-alliance", "Civic Alliance", "CA"),
    ("progress", "Party of Progress", "PP"),
    ("green-future", "Green Future", "GF"),
    ("homeland", "Homeland Union", "HU"),
];

/// The last of them withdrew.
const MAYOR_CANDIDATES: usize = 6;
const COUNCIL_CANDIDATES: usize = 9;

const PROFESSIONS: [&str; 10] = [
    "Teacher",
    "Civil engineer",
    "Nurse",
    "Farmer",
    "Bus driver",
    "Judge, retired",
    "Bookseller",
    "Electrician",
    "Accountant",
    "Biologist",
];

const PROMISES: [&str; 10] = [
    "Buses until midnight.",
    "No new taxes.",
    "A library in every district.",
    "Clean rivers by 2035.",
    "Repair before building.",
    "Free school meals.",
    "Publish every contract.",
    "Ten thousand trees.",
    "One office for all permits.",
    "Safe crossings at every school.",
];

impl Electorate {
    /// The definition file: countries and their cities as districts, four parties, a ranked contest, one for
    /// three seats and a measure.
    pub fn definition_toml(&self) -> String {
        let mut text = self.election_table();
        for (id, name, abbreviation) in PARTIES {
            table(
                &mut text,
                "party",
                &[("id", id), ("name", name), ("abbreviation", abbreviation)],
            );
        }
        self.districts(&mut text);
        text.push_str(CONTESTS);
        self.candidates(&mut text);
        for station_index in 0..self.options.stations {
            self.polling_station(&mut text, station_index);
        }
        text
    }

    fn election_table(&self) -> String {
        let options = &self.options;
        format!(
            "# Generated: {} polling stations, {} voters, seed {}.\n\n\
             [election]\nid = {}\ntitle = {}\ndate = \"{}\"\npolls_open = \"07:00\"\npolls_close = \"20:00\"\n\
             time_zone = \"Etc/UTC\"\ndisclosure = \"live\"\nmin_batch = 10\nvoting_age = 18\n",
            options.stations,
            options.voters,
            options.seed,
            quoted(options.election_id.as_str()),
            quoted(&options.title),
            options.date,
        )
    }

    fn districts(&self, text: &mut String) {
        table(text, "district", &[("id", "all"), ("name", &self.options.title)]);
        let cultures = CULTURES.len() as u64;
        let distinct = u64::from(self.options.stations).min(cultures);
        for country in (0..self.options.stations).take(usize::try_from(distinct).unwrap_or(0)) {
            let culture = self.culture(country);
            let id = country_id(culture);
            table(
                text,
                "district",
                &[("id", &id), ("name", culture.country), ("parent", "all")],
            );
            let later_stations = (country..self.options.stations).step_by(CULTURES.len());
            for station in later_stations.take(culture.cities.len()) {
                let (name, ..) = self.city(station);
                table(
                    text,
                    "district",
                    &[
                        ("id", &self.district_id(station)),
                        ("name", name),
                        ("parent", &id),
                    ],
                );
            }
        }
    }

    fn district_id(&self, station_index: u32) -> String {
        let culture = self.culture(station_index);
        format!("{}-{}", country_id(culture), self.city_index(station_index) + 1)
    }

    fn polling_station(&self, text: &mut String, station_index: u32) {
        let culture = self.culture(station_index);
        let mut rng = self.rng(Purpose::Station, station_index.into(), 0);
        let number = station_index as usize / CULTURES.len() + 1;
        let (city, ..) = self.city(station_index);
        let street = street_line(culture, pick(culture.streets, &mut rng), &mut rng);
        table(
            text,
            "polling_station",
            &[
                ("id", self.station_id(station_index).as_str()),
                ("name", &culture.station.replace("{n}", &number.to_string())),
                ("district", &self.district_id(station_index)),
                ("address", &format!("{street}, {city}")),
            ],
        );
        text.push_str(if has_short_style(station_index) {
            "ballot_styles = [\"full\", \"short\"]\n"
        } else {
            "ballot_styles = [\"full\"]\n"
        });
    }

    fn candidates(&self, text: &mut String) {
        for n in 0..MAYOR_CANDIDATES {
            // Known, but not to be chosen.
            let accreditation = if n + 1 == MAYOR_CANDIDATES {
                "withdrawn"
            } else {
                "accredited"
            };
            self.candidate(text, "mayor", n, accreditation);
        }
        for n in 0..COUNCIL_CANDIDATES {
            self.candidate(text, "council", n, "accredited");
        }
        for (id, name) in [("measure-yes", "Yes"), ("measure-no", "No")] {
            table(
                text,
                "candidate",
                &[("id", id), ("contest", "measure"), ("name", name)],
            );
        }
    }

    fn candidate(&self, text: &mut String, contest: &str, n: usize, accreditation: &str) {
        let mut rng = self.rng(Purpose::Candidate, n as u64, contest.len() as u64);
        let culture = &CULTURES[(n * 4 + contest.len()) % CULTURES.len()];
        let name = FullName::generate(culture, rng.random_bool(0.5), &mut rng);
        let biography = format!("{}, {}.", pick(&PROFESSIONS, &mut rng), culture.cities[0].0);
        let platform = format!("{} {}", pick(&PROMISES, &mut rng), pick(&PROMISES, &mut rng));
        let id = format!("{contest}-{}", n + 1);
        let picture = format!("pictures/{id}.jpg");
        let mut keys = vec![
            ("id", id.as_str()),
            ("contest", contest),
            ("name", &name.written),
            ("accreditation", accreditation),
            ("picture", &picture),
            ("biography", &biography),
            ("platform", &platform),
        ];
        // Every fifth is independent.
        if let Some((party, ..)) = PARTIES.get(n % (PARTIES.len() + 1)) {
            keys.push(("party", party));
        }
        table(text, "candidate", &keys);
    }
}

const CONTESTS: &str = r#"
[[contest]]
id = "mayor"
title = "Mayor"
vote_variation = "ranked"
ranks_allowed = 3

[[contest]]
id = "council"
title = "City Council, three seats"
vote_variation = "plurality"
votes_allowed = 3

[[contest]]
id = "measure"
title = "Measure: shall the tramway be extended?"

[[ballot_style]]
id = "full"
contests = ["mayor", "council", "measure"]

[[ballot_style]]
id = "short"
contests = ["mayor", "measure"]
"#;

fn country_id(culture: &Culture) -> String {
    culture.country_code.to_lowercase()
}

fn table(text: &mut String, name: &str, keys: &[(&str, &str)]) {
    let _ = writeln!(text, "\n[[{name}]]");
    for (key, value) in keys {
        let _ = writeln!(text, "{key} = {}", quoted(value));
    }
}

fn quoted(value: &str) -> String {
    toml::Value::from(value).to_string()
}
