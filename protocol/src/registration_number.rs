//! When two registration numbers are one: the only place of this rule.
//!
//! Two numbers are one when they differ in nothing but Unicode forms, letter case, the script of their digits,
//! spaces, invisible characters and the kind of dash: `RV-١٢٣`, `rv–123` and `RV - 123` are one number.
//! Everything else counts. Punctuation above all: 7/21 and 72/1 are two numbers of two people.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{Dash, DefaultIgnorableCodePoint, GeneralCategory, WhiteSpace};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The one form of a registration number: upper-case letters, digits 0 to 9, and the punctuation between them.
/// Empty when it has neither a letter nor a digit. Normalising twice changes nothing.
pub fn normalise(number: &str) -> String {
    let bare: String = decomposed(number).chars().filter(|c| !is_dropped(*c)).collect();
    // Folding makes letters that decompose further, and the other way round: Unicode's compatibility caseless
    // match (D146) folds and decomposes twice for that reason.
    let folded = decomposed(&fold(&decomposed(&fold(&bare))));
    let mut plain = String::with_capacity(folded.len());
    for c in folded.chars().filter(|c| !is_dropped(*c)) {
        // Turkish writes İ and ı where others write I and i.
        let dot_of_an_i = c == DOT_ABOVE && plain.ends_with('I');
        if !dot_of_an_i {
            plain.push(plain_char(c));
        }
    }
    if plain.chars().any(char::is_alphanumeric) {
        ComposingNormalizerBorrowed::new_nfc()
            .normalize(&plain)
            .into_owned()
    } else {
        String::new()
    }
}

const DOT_ABOVE: char = '\u{307}';
const TATWEEL: char = '\u{640}';

/// Letters and digits of a number: what people type who leave the punctuation out. Several voters may have it
/// in common; it finds numbers, and never says that two are one.
pub fn letters_and_digits(number: &str) -> String {
    normalise(number)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// A digit of any script as 0 to 9; anything else as it is.
///
/// Unicode keeps the decimal digits of a script together and in order, so the value of a digit is its distance
/// to the beginning of its run.
pub fn ascii_digit(c: char) -> char {
    if c.is_ascii() || !is_digit(c) {
        return c;
    }
    let before = (char::MIN..c).rev().take_while(|b| is_digit(*b)).count();
    let value = u32::try_from(before % 10).ok();
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

fn is_digit(c: char) -> bool {
    CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::DecimalNumber
}

fn decomposed(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfkd()
        .normalize(text)
        .into_owned()
}

fn fold(text: &str) -> String {
    CaseMapper::new().fold_string(text).into_owned()
}

/// Spaces, control characters and what shows nothing: marks of direction, joiners, the Arabic tatweel.
fn is_dropped(c: char) -> bool {
    c == TATWEEL
        || CodePointSetData::new::<WhiteSpace>().contains(c)
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || matches!(
            CodePointMapData::<GeneralCategory>::new().get(c),
            GeneralCategory::Control | GeneralCategory::Format
        )
}

fn plain_char(c: char) -> char {
    match ascii_digit(c) {
        'ı' => 'I',
        // Of fractions (`½` is 1⁄2) and of mathematics.
        '\u{2044}' | '\u{2215}' => '/',
        c if CodePointSetData::new::<Dash>().contains(c) => '-',
        c => c.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form_however_it_is_typed() {
        for (form, typed) in [
            (
                "RV-123",
                &[
                    "rv-123",
                    " RV - 123 ",
                    "RV-١٢٣",
                    "RV-۱۲۳",
                    "rv–१२३",
                    "ＲＶ－１２３",
                    "RV\u{2011}123",
                    "RV−๑๒๓",
                    "\u{202b}RV\u{200f}-\u{feff}123",
                    "R\tV-1\u{a0}2\u{202f}3",
                    "RV-𝟏𝟚𝟥",
                ][..],
            ),
            ("7/21", &["７／２１", "7 / 21", "٧/٢١", "7\u{2215}21"]),
            ("STRASSE1", &["straße 1", "STRAẞE 1", "Strasse 1"]),
            ("I-5", &["i-5", "ı-5", "İ-5", "I-5"]),
            ("ΣΑΣ7".to_lowercase().as_str(), &["σας7", "ΣΑΣ7", "σασ7"]),
            ("é9", &["e\u{301}9", "É9", "\u{c9}9"]),
            ("محمد4", &["مـحـمد٤"]),
        ] {
            for number in typed {
                assert_eq!(normalise(number), normalise(form), "{number}");
            }
        }
    }

    #[test]
    fn what_people_can_tell_apart_are_two_numbers() {
        let numbers = [
            "7/21", "72/1", "721", "7-21", "7.21", "1-11", "11-1", "111", "0111", "12/A1", "12A/1", "AB-1",
            "AB1", "O1", "01", "é9", "e9", "ż9", "z9", "RV-123", "RV-1230",
        ];
        for (i, a) in numbers.iter().enumerate() {
            for b in &numbers[i + 1..] {
                assert_ne!(normalise(a), normalise(b), "{a} and {b}");
            }
        }
    }

    #[test]
    fn a_number_needs_a_letter_or_a_digit() {
        for nothing in ["", " ", " - ", "\u{200f}", "/./", "\u{301}"] {
            assert_eq!(normalise(nothing), "", "{nothing:?}");
        }
        assert_eq!(normalise("王-一二"), "王-一二");
    }

    #[test]
    fn numbers_are_found_without_their_punctuation() {
        assert_eq!(letters_and_digits("rv-000 1/2"), "RV00012");
        assert_eq!(letters_and_digits("7/21"), letters_and_digits("72/1"));
    }

    /// The rule that makes [`ascii_digit`] right: ten by ten, in order, from a zero on.
    #[test]
    fn digits_of_every_script_have_their_values() {
        let digits: Vec<u32> = (char::MIN..=char::MAX)
            .filter(|c| is_digit(*c))
            .map(u32::from)
            .collect();
        let runs: Vec<_> = digits.chunk_by(|a, b| a + 1 == *b).collect();
        assert!(runs.len() > 60, "{} runs", runs.len());
        for run in runs {
            assert_eq!(run.len() % 10, 0, "U+{:04X}", run[0]);
        }
        for (text, value) in [
            ("٠٩", "09"),
            ("०९", "09"),
            ("༠༩", "09"),
            ("๐๕", "05"),
            ("𞥐𞥙", "09"),
        ] {
            assert_eq!(text.chars().map(ascii_digit).collect::<String>(), value, "{text}");
        }
        assert_eq!(ascii_digit('x'), 'x');
    }

    /// Every character that is assigned, alone and between others.
    #[test]
    fn normalising_twice_changes_nothing() {
        let category = CodePointMapData::<GeneralCategory>::new();
        let unused = [GeneralCategory::Unassigned, GeneralCategory::PrivateUse];
        for c in (char::MIN..=char::MAX).filter(|c| !unused.contains(&category.get(*c))) {
            for text in [format!("{c}"), format!("a{c}1"), format!("\u{301}{c}\u{345}{c}")] {
                let once = normalise(&text);
                assert_eq!(normalise(&once), once, "U+{:04X}", u32::from(c));
            }
            let (upper, lower) = (c.to_uppercase(), c.to_lowercase());
            let (upper, lower) = (normalise(&format!("a{upper}1")), normalise(&format!("a{lower}1")));
            assert_eq!(upper, lower, "U+{:04X}", u32::from(c));
        }
    }
}
