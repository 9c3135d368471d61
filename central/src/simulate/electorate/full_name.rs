//! Full names, put together as each country does.

use pollstream_protocol::fold::fold_words;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::pick;
use crate::simulate::names::{Culture, Order};

pub(super) struct FullName {
    pub(super) written: String,
    /// Given and family name in Latin letters.
    latin: (String, String),
}

impl FullName {
    pub(super) fn generate(culture: &Culture, female: bool, rng: &mut ChaCha8Rng) -> Self {
        let given = pick(if female { culture.female } else { culture.male }, rng);
        let father = pick(culture.male, rng);
        let families = if female && !culture.family_female.is_empty() {
            culture.family_female
        } else {
            culture.family
        };
        let family = if families.is_empty() {
            father
        } else {
            pick(families, rng)
        };
        let middles = if female {
            culture.middle_female
        } else {
            culture.middle_male
        };
        let middle = if middles.is_empty() {
            ""
        } else {
            pick(middles, rng)
        };
        let (g, f) = (native(given), native(family));
        let written = match culture.order {
            Order::GivenFamily | Order::GivenFather => format!("{g} {f}"),
            Order::GivenTwoFamilies => format!("{g} {f} {}", native(pick(families, rng))),
            Order::GivenFatherFamily => format!("{g} {} {f}", native(father)),
            Order::FamilyGiven => format!("{f} {g}"),
            Order::FamilyGivenJoined => format!("{f}{g}"),
            Order::FamilyMiddleGiven => format!("{f} {middle} {g}"),
            Order::FamilyGivenPatronymic => format!("{f} {g} {middle}"),
        };
        FullName {
            written,
            latin: (latin(given), latin(family)),
        }
    }

    pub(super) fn email(&self, rng: &mut ChaCha8Rng) -> String {
        let (given, family) = &self.latin;
        let host = if rng.random_bool(0.5) {
            "example.org"
        } else {
            "example.com"
        };
        format!("{given}.{family}{}@{host}", rng.random_range(1..=999))
    }
}

/// The name without its romanisation.
fn native(name: &'static str) -> &'static str {
    name.split_once('/').map_or(name, |(native, _)| native)
}

/// The name in the letters a to z.
pub(super) fn latin(name: &str) -> String {
    if let Some((_, roman)) = name.split_once('/') {
        return roman.to_owned();
    }
    let plain = |c| match c {
        'ß' => Some('s'),
        'đ' => Some('d'),
        'ł' => Some('l'),
        'ø' => Some('o'),
        'ı' => Some('i'),
        c => c.is_ascii_alphanumeric().then_some(c),
    };
    fold_words(name).concat().chars().filter_map(plain).collect()
}
