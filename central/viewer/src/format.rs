//! Numbers and times as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
pub(crate) use pollstream_central::columns::thousands;

/// Stands where there is nothing to show.
pub(crate) const NOTHING: &str = "–";

/// A percentage to one decimal: `45.2 %`.
pub(crate) fn percent(value: f64) -> String {
    format!("{value:.1}\u{202f}%")
}

/// The minus sign on screens: the bundled typeface has no U+2212, and its hyphen is too short beside a plus.
pub(crate) const MINUS: char = '\u{2013}';

/// A difference with its sign: `+1,234`, `–5`, `0`.
pub(crate) fn signed(value: i64) -> String {
    let digits = thousands(value.unsigned_abs());
    match value {
        0 => digits,
        1.. => format!("+{digits}"),
        _ => format!("{MINUS}{digits}"),
    }
}

/// Time of the day where the election is: `14:32:07`.
pub(crate) fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string()
}

/// Day and time where the election is: `3 November 2026, 14:32:07`.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%-d %B %Y, %H:%M:%S")
        .to_string()
}

/// Hours and minutes: `14:32`.
pub(crate) fn minutes(second: i64, zone: &TimeZone) -> String {
    Timestamp::from_second(second).map_or_else(
        |_| String::new(),
        |at| at.to_zoned(zone.clone()).strftime("%H:%M").to_string(),
    )
}

/// A count and its noun: `1 ballot`, `2,000 ballots`.
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// The first letters of the first and last word, as they stand on a coin.
pub(crate) fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut words = name.split_whitespace().filter_map(letter);
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_before_what_changed() {
        assert_eq!([signed(1_234), signed(-5), signed(0)], ["+1,234", "–5", "0"]);
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Tomás Herrera Villaseñor"), "TV");
        assert_eq!(initials("(Write-in)"), "W");
        assert_eq!(initials("陳美玲"), "陳");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn times_are_those_of_the_election() {
        let at = "2026-11-03T20:32:07Z".parse().unwrap();
        let zone = TimeZone::get("America/Chicago").unwrap();
        assert_eq!(clock(at, &zone), "14:32:07");
        assert_eq!(moment(at, &zone), "3 November 2026, 14:32:07");
        assert_eq!(minutes(at.as_second(), &zone), "14:32");
    }
}
