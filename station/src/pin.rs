//! PINs: what may be one, how it is kept, and how long wrong ones are answered with a pause. Pure.

use std::time::Duration;

use pollstream_protocol::passphrase::{self, PassphraseError};
use zeroize::Zeroizing;

/// Fewest digits of a PIN.
pub const MIN_PIN_DIGITS: usize = 6;
/// Most digits of a PIN.
pub const MAX_PIN_DIGITS: usize = 12;

/// Wrong PINs that are answered at once; every further one makes the pause twice as long.
const FREE_FAILURES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_mins(15);

/// Why a text is not taken as a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PinFault {
    /// Not 6 to 12 digits.
    Format,
    /// All digits alike, or counting up or down.
    Simple,
}

/// A PIN in ASCII digits, whichever script's digits the keyboard types.
pub(crate) fn normalised(pin: &str) -> Zeroizing<String> {
    Zeroizing::new(pin.trim().chars().map(ascii_digit).collect())
}

fn ascii_digit(c: char) -> char {
    // Arabic-Indic, extended Arabic-Indic, Devanagari.
    let zero = [0x0660, 0x06F0, 0x0966]
        .into_iter()
        .find(|zero| (*zero..*zero + 10).contains(&u32::from(c)));
    zero.and_then(|zero| char::from_digit(u32::from(c) - zero, 10))
        .unwrap_or(c)
}

/// Checks a PIN that is to be set; it must be normalised.
pub(crate) fn check(pin: &str) -> Result<(), PinFault> {
    let digits = pin.as_bytes();
    let fits = (MIN_PIN_DIGITS..=MAX_PIN_DIGITS).contains(&digits.len());
    if !fits || !digits.iter().all(u8::is_ascii_digit) {
        return Err(PinFault::Format);
    }
    let steps = |step: i16| {
        digits
            .windows(2)
            .all(|w| i16::from(w[1]) - i16::from(w[0]) == step)
    };
    if [-1, 0, 1].into_iter().any(steps) {
        return Err(PinFault::Simple);
    }
    Ok(())
}

/// The PIN as it is kept. Takes about 100 ms: it is stretched (Argon2id).
pub(crate) fn seal(pin: &str) -> Result<Vec<u8>, PassphraseError> {
    passphrase::seal(&[], pin, &mut rand::rng())
}

/// Whether it is the PIN that was kept. Takes about 100 ms.
pub(crate) fn matches(sealed: &[u8], pin: &str) -> Result<bool, PassphraseError> {
    match passphrase::open(sealed, pin) {
        Ok(_) => Ok(true),
        Err(PassphraseError::WrongPassphrase) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The pause after so many wrong PINs in a row.
pub(crate) fn pause(failures: u32) -> Option<Duration> {
    let beyond = failures.checked_sub(FREE_FAILURES)?;
    Some(
        FIRST_PAUSE
            .saturating_mul(2_u32.saturating_pow(beyond))
            .min(LONGEST_PAUSE),
    )
}

/// Attempts left before the next pause; 0 when every one is followed by a pause.
pub(crate) fn attempts_left(failures: u32) -> u32 {
    FREE_FAILURES.saturating_sub(failures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_six_to_twelve_digits_and_is_not_the_first_that_comes_to_mind() {
        for good in ["102938", "112233", "987650", "135791357913"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in ["", "12345", "1234567890123", "12345a", "12 456", "１２９８７６"] {
            assert_eq!(check(bad), Err(PinFault::Format), "{bad}");
        }
        for simple in ["000000", "123456", "987654", "3456789"] {
            assert_eq!(check(simple), Err(PinFault::Simple), "{simple}");
        }
    }

    #[test]
    fn digits_of_other_scripts_are_the_same_pin() {
        assert_eq!(*normalised(" ١٠٢٩٣٨ "), "102938");
        assert_eq!(*normalised("१०२९३८"), "102938");
        assert_eq!(*normalised("۱۰۲۹۳۸"), "102938");
    }

    #[test]
    fn the_pause_grows_with_wrong_pins_up_to_a_limit() {
        let seconds: Vec<_> = (0..10).map(|n| pause(n).map(|p| p.as_secs())).collect();
        let none = [None; 3];
        let some = [30, 60, 120, 240, 480, 900, 900].map(Some);
        assert_eq!(seconds, [&none[..], &some[..]].concat());
        assert_eq!(pause(u32::MAX), Some(LONGEST_PAUSE));
        assert_eq!([0, 2, 3, 9].map(attempts_left), [3, 1, 0, 0]);
    }

    #[test]
    fn a_pin_is_kept_so_that_only_the_pin_opens_it() {
        let sealed = seal("102938").unwrap();
        assert!(matches(&sealed, "102938").unwrap());
        assert!(!matches(&sealed, "102939").unwrap());
        assert!(matches(b"damaged", "102938").is_err());
    }
}
