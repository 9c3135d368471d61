//! Tracking codes: what a voter may keep of a ballot.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32_NOPAD;
use thiserror::Error;

/// Bytes of a tracking code: 160 bits, so that nobody finds two sealed ballots with one code.
pub const TRACKING_CODE_BYTES: usize = 20;

/// Characters of the code without its check character.
const CHARACTERS: usize = TRACKING_CODE_BYTES * 8 / 5;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const GROUP: usize = 4;

/// A hash of the sealed ballot: whoever holds it can find the ballot in the station's log, and nobody can tell
/// from it what the ballot says.
///
/// Written in base 32 (RFC 4648) in groups of four, with a check character at the end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackingCode(pub [u8; TRACKING_CODE_BYTES]);

/// Why a text is not a tracking code. Does not repeat the text: a code belongs to its voter, not into a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TrackingCodeError {
    /// Too long, too short, or of other characters.
    #[error("this is not a tracking code: 33 letters A-Z and digits 2-7 are expected")]
    Shape,
    /// The check character says so.
    #[error(
        "this is not a tracking code: its last character does not fit the others; look for a misread one"
    )]
    Check,
}

/// The check character of a code: a weighted sum over GF(2^5), where neighbours never have the same weight.
/// One wrong character, or two neighbours exchanged, always give another one.
fn check_character(characters: &[u8]) -> u8 {
    let sum = characters.iter().fold(0, |sum, c| times_x(sum ^ digit(*c)));
    ALPHABET[usize::from(sum)]
}

/// Multiplies by x modulo x^5 + x^2 + 1.
fn times_x(n: u8) -> u8 {
    let shifted = n << 1;
    if shifted & 0b10_0000 == 0 {
        shifted
    } else {
        shifted ^ 0b10_0101
    }
}

fn digit(character: u8) -> u8 {
    match character {
        b'A'..=b'Z' => character - b'A',
        b'2'..=b'7' => character - b'2' + 26,
        _ => 0,
    }
}

/// What people write for characters that a code never has.
fn as_meant(c: char) -> char {
    match c.to_ascii_uppercase() {
        '0' => 'O',
        '1' => 'I',
        '8' => 'B',
        other => other,
    }
}

impl fmt::Display for TrackingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = BASE32_NOPAD.encode(&self.0);
        for group in text.as_bytes().chunks(GROUP) {
            for c in group {
                write!(f, "{}", char::from(*c))?;
            }
            f.write_str("-")?;
        }
        write!(f, "{}", char::from(check_character(text.as_bytes())))
    }
}

impl fmt::Debug for TrackingCode {
    /// Never prints the code: a debug line must not become a link to a ballot.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrackingCode(…)")
    }
}

impl FromStr for TrackingCode {
    type Err = TrackingCodeError;

    /// Reads a code however its groups are written, in capitals or not.
    fn from_str(text: &str) -> Result<Self, TrackingCodeError> {
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(as_meant)
            .collect();
        if bare.len() != CHARACTERS + 1 {
            return Err(TrackingCodeError::Shape);
        }
        let (code, check) = bare.as_bytes().split_at(CHARACTERS);
        let bytes = BASE32_NOPAD.decode(code).map_err(|_| TrackingCodeError::Shape)?;
        if check != [check_character(code)] {
            return Err(TrackingCodeError::Check);
        }
        (bytes.try_into().map(TrackingCode)).map_err(|_| TrackingCodeError::Shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> TrackingCode {
        let mut bytes = [0; TRACKING_CODE_BYTES];
        for (byte, n) in bytes.iter_mut().zip(1u8..) {
            *byte = n.wrapping_mul(37);
        }
        TrackingCode(bytes)
    }

    #[test]
    fn a_code_survives_paper() {
        let printed = code().to_string();
        assert_eq!(printed.len(), 32 + 8 + 1, "{printed}");
        assert_eq!(printed.parse::<TrackingCode>().unwrap(), code());
        let typed = printed
            .to_lowercase()
            .replace('-', " ")
            .replace('o', "0")
            .replace('i', "1");
        assert_eq!(typed.parse::<TrackingCode>().unwrap(), code());
        assert!(!format!("{:?}", code()).contains(&printed[..4]));
    }

    #[test]
    fn one_misread_character_or_two_exchanged_ones_are_noticed() {
        let bare = code().to_string().replace('-', "");
        for at in 0..bare.len() {
            for other in ALPHABET {
                let mut wrong = bare.clone().into_bytes();
                if wrong[at] != *other {
                    wrong[at] = *other;
                    let wrong = String::from_utf8(wrong).unwrap();
                    assert!(wrong.parse::<TrackingCode>().is_err(), "{at}: {wrong}");
                }
            }
            let mut exchanged = bare.clone().into_bytes();
            if at > 0 && exchanged[at - 1] != exchanged[at] {
                exchanged.swap(at - 1, at);
                let exchanged = String::from_utf8(exchanged).unwrap();
                assert!(exchanged.parse::<TrackingCode>().is_err(), "{at}: {exchanged}");
            }
        }
    }

    #[test]
    fn nonsense_is_refused_and_not_repeated() {
        for bad in ["", "short", "é", "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-456é"] {
            assert_eq!(
                bad.parse::<TrackingCode>(),
                Err(TrackingCodeError::Shape),
                "{bad}"
            );
        }
        let longer = format!("{}A", code());
        assert_eq!(longer.parse::<TrackingCode>(), Err(TrackingCodeError::Shape));
    }
}
