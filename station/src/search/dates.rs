//! Dates of birth as people write them.

use jiff::civil::Date;

/// What comes first where a date can be read in two ways: 5/4/1980.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Day before month.
    #[default]
    DayFirst,
    /// Month before day.
    MonthFirst,
}

/// The dates that a text may mean, the most likely first: `1980-05-31`, `31.05.1980`, `5/31/1980`, `31-5-80`,
/// `31051980`, `1980年5月31日`. Digits are 0 to 9.
pub(super) fn readings(text: &str, order: DateOrder) -> Vec<Date> {
    let mut groups: Vec<&str> = text.split(is_separator).collect();
    if groups.last() == Some(&"") {
        groups.pop();
    }
    if groups
        .iter()
        .any(|g| g.is_empty() || !g.bytes().all(|b| b.is_ascii_digit()))
    {
        return Vec::new();
    }
    match groups.as_slice() {
        [one] if one.len() == 8 => solid(one, order),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            date(year, month, day).into_iter().collect()
        }
        [a, b, year] if a.len() <= 2 && b.len() <= 2 && matches!(year.len(), 2 | 4) => {
            by_order(a, b, year, order)
        }
        _ => Vec::new(),
    }
}

/// The year that a text may be.
pub(super) fn year(text: &str) -> Option<i16> {
    let year = text.parse().ok().filter(|_| text.len() == 4);
    year.filter(|year| (1880..=2100).contains(year))
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '-' | '.' | '/' | '\u{2010}'..='\u{2013}' | '年' | '月' | '日' | '년' | '월' | '일'
    )
}

fn solid(digits: &str, order: DateOrder) -> Vec<Date> {
    let mut found: Vec<Date> = date(&digits[..4], &digits[4..6], &digits[6..])
        .into_iter()
        .collect();
    found.extend(by_order(&digits[..2], &digits[2..4], &digits[4..], order));
    found
}

fn by_order(a: &str, b: &str, year: &str, order: DateOrder) -> Vec<Date> {
    let years = match year.len() {
        2 => vec![format!("19{year}"), format!("20{year}")],
        _ => vec![year.to_owned()],
    };
    let mut found = Vec::new();
    let day_first = years.iter().filter_map(|year| date(year, b, a));
    let month_first = years.iter().filter_map(|year| date(year, a, b));
    match order {
        DateOrder::DayFirst => found.extend(day_first.chain(month_first)),
        DateOrder::MonthFirst => found.extend(month_first.chain(day_first)),
    }
    found.dedup();
    found
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| *year > 0)?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn one_date_is_read_from_every_spelling() {
        let born = [date(1997, 12, 17)];
        for text in [
            "1997-12-17",
            "1997/12/17",
            "1997.12.17",
            "17.12.1997",
            "17/12/1997",
            "12/17/1997",
            "12-17-1997",
            "17121997",
            "12171997",
            "19971217",
            "1997年12月17日",
            "17–12–1997",
        ] {
            for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
                assert_eq!(readings(text, order), born, "{text}");
            }
        }
        let short = [date(1997, 12, 17), date(2097, 12, 17)];
        assert_eq!(readings("17.12.97", DateOrder::MonthFirst), short);
    }

    #[test]
    fn what_can_be_read_in_two_ways_is() {
        let (april, may) = (date(1980, 4, 5), date(1980, 5, 4));
        for text in ["5/4/1980", "05.04.1980", "05-04-1980", "05041980"] {
            assert_eq!(readings(text, DateOrder::DayFirst), [april, may], "{text}");
            assert_eq!(readings(text, DateOrder::MonthFirst), [may, april], "{text}");
        }
        assert_eq!(readings("5/5/1980", DateOrder::DayFirst).len(), 1);
        assert_eq!(
            readings("1980-05-04", DateOrder::DayFirst),
            [may],
            "never year, day, month"
        );
    }

    #[test]
    fn nothing_else_is_a_date() {
        for text in [
            "",
            "-",
            "1980",
            "1.2",
            "1.2.1980.5",
            "31.02.1980",
            "13/13/1980",
            "0/1/1980",
            "1/1/0",
            "x",
            "1/2/198",
            "1//1980",
            "rv-1-1980",
            "99999999",
            "1234567",
        ] {
            assert!(readings(text, DateOrder::DayFirst).is_empty(), "{text}");
        }
        assert_eq!(year("1980"), Some(1980));
        assert_eq!(
            [year("980"), year("0980"), year("19800"), year("x980")],
            [None; 4]
        );
    }
}
