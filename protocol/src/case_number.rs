//! The number of a provisional case as people say, write and type it: short, in groups, with a check character.
//!
//! Ten characters of Crockford's base 32 (<https://www.crockford.com/base32.html>) say fifty bits of the case's random
//! id: among a million cases two have one number once in two thousand elections. The eleventh character checks them by
//! Luhn's algorithm modulo 32: one wrong character is always noticed, two that changed places nearly always.

use std::fmt::Write;

use crate::ids::CaseId;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SAID: usize = 10;
const BITS: u32 = 5;

fn values(case: CaseId) -> [u8; SAID] {
    let id = case.0.as_u128() >> (128 - BITS * 10);
    let mut values = [0; SAID];
    for (value, shift) in values.iter_mut().rev().zip((0..).step_by(5)) {
        *value = u8::try_from((id >> shift) & 31).unwrap_or_default();
    }
    values
}

fn check(values: &[u8]) -> u8 {
    let mut sum = 0;
    for (n, value) in values.iter().rev().enumerate() {
        let weighed = if n % 2 == 0 { value * 2 } else { *value };
        sum += u32::from(weighed / 32 + weighed % 32);
    }
    u8::try_from((32 - sum % 32) % 32).unwrap_or_default()
}

impl CaseId {
    /// The case's number: `4K7Q-M2XD-9RV`.
    pub fn number(self) -> String {
        let values = values(self);
        let mut number = String::with_capacity(SAID + 3);
        for (n, value) in values.into_iter().chain([check(&values)]).enumerate() {
            if n > 0 && n % 4 == 0 {
                number.push('-');
            }
            let _ = write!(number, "{}", char::from(ALPHABET[usize::from(value)]));
        }
        number
    }

    /// Whether what was typed is this case's number: in any case, with or without dashes and spaces, the letters O, I
    /// and L for the digits that they look like.
    pub fn has_number(self, typed: &str) -> bool {
        read(typed).is_some_and(|read| read == self.number().replace('-', ""))
    }
}

/// A number that was typed, plain, if its check character is right.
fn read(typed: &str) -> Option<String> {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    is_case_number(&plain).then_some(plain)
}

/// Whether a plain number can be one: ten characters and the one that checks them.
fn is_case_number(plain: &str) -> bool {
    let values: Option<Vec<u8>> = plain
        .bytes()
        .map(|c| ALPHABET.iter().position(|known| *known == c))
        .map(|at| at.and_then(|at| u8::try_from(at).ok()))
        .collect();
    values.is_some_and(|values| values.len() == SAID + 1 && check(&values[..SAID]) == values[SAID])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn case(id: u128) -> CaseId {
        CaseId(Uuid::from_u128(id))
    }

    #[test]
    fn a_number_is_short_and_grouped() {
        assert_eq!(case(0).number(), "0000-0000-000");
        let number = case(0x8f3a_19c4_77d2_4be1_a05d_3c26_910f_e482).number();
        assert_eq!(number.len(), 13, "{number}");
        assert!(number.chars().nth(4) == Some('-') && number.chars().nth(9) == Some('-'));
    }

    #[test]
    fn it_is_read_as_people_type_it() {
        let case = case(0x0840_19c4_77d2_4be1_a05d_3c26_910f_e482);
        let number = case.number();
        for typed in [
            number.to_lowercase(),
            number.replace('-', " "),
            format!(" {} ", number.replace('-', "")),
            number.replace('0', "O").replace('1', "l"),
        ] {
            assert!(case.has_number(&typed), "{typed}");
        }
        assert!(!case.has_number("") && !case.has_number("0000-0000-000"));
    }

    #[test]
    fn every_wrong_character_is_noticed_and_nearly_every_swap() {
        let mut seed: u128 = 7;
        let (mut swaps, mut missed) = (0, 0);
        for _ in 0..200 {
            seed = seed
                .wrapping_mul(0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645)
                .wrapping_add(11);
            let number = case(seed).number().replace('-', "");
            for at in 0..number.len() {
                for other in ALPHABET.iter().map(|c| char::from(*c)) {
                    let mut wrong: Vec<char> = number.chars().collect();
                    if wrong[at] != other {
                        wrong[at] = other;
                        assert!(!is_case_number(&wrong.iter().collect::<String>()), "{number}");
                    }
                }
                let mut swapped: Vec<char> = number.chars().collect();
                if at > 0 && swapped[at] != swapped[at - 1] {
                    swapped.swap(at, at - 1);
                    swaps += 1;
                    missed += usize::from(is_case_number(&swapped.iter().collect::<String>()));
                }
            }
        }
        assert!(missed * 100 < swaps, "{missed} of {swaps}");
    }
}
