//! Finding a voter at the desk: by name, registration number or date of birth, as people type them.

use jiff::civil::Date;
use pollstream_protocol::fold::fold_words;
use pollstream_protocol::registration_number::letters_and_digits;

use crate::error::StationError;
use crate::roll::RollEntry;
use crate::station::Station;

/// Most voters that one search returns: more than anybody reads on a screen.
const MAX_FOUND: usize = 200;

/// Longest query that is looked at, in characters; the rest is ignored.
const MAX_QUERY_CHARS: usize = 200;

/// What a query looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Query {
    /// Start of a normalised registration number, when the query may be one.
    number: Option<String>,
    /// Date of birth.
    born: Option<Date>,
    /// Starts of the folded words of a name.
    words: Vec<String>,
}

impl Query {
    fn parse(text: &str) -> Self {
        let text: String = text.chars().take(MAX_QUERY_CHARS).collect();
        let (dates, rest): (Vec<_>, Vec<_>) = text.split_whitespace().partition(|word| date(word).is_some());
        let has_digit = text.chars().any(char::is_numeric);
        let number = letters_and_digits(&text);
        Query {
            number: (has_digit && !number.is_empty()).then_some(number),
            born: dates.first().and_then(|word| date(word)),
            words: fold_words(&rest.join(" ")),
        }
    }
}

/// `1980-05-31`, `31.05.1980` or `31/5/1980`. Never month before day: the desk must not guess.
fn date(word: &str) -> Option<Date> {
    let iso = word.parse::<Date>().ok().filter(|_| word.len() == 10);
    iso.or_else(|| day_first(word, '.'))
        .or_else(|| day_first(word, '/'))
}

fn day_first(word: &str, separator: char) -> Option<Date> {
    let mut parts = word.split(separator);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

impl Station {
    /// Voters on the roll who match, at most `limit` and never more than 200.
    ///
    /// Words match the starts of the name's words in any order, without regard to case and accents. A date
    /// (`1980-05-31`, `31.05.1980`, `31/05/1980`) is the date of birth, alone or beside a name. With digits in
    /// it, the query is tried as the start of a registration number first.
    pub async fn search(&self, query: &str, limit: usize) -> Result<Vec<RollEntry>, StationError> {
        let Query { number, born, words } = Query::parse(query);
        let limit = limit.min(MAX_FOUND) as u64;
        let reader = self.reader();
        let mut found = Vec::new();
        if born.is_none()
            && let Some(number) = &number
        {
            found = reader.by_number(number, limit).await?;
        }
        if found.is_empty() && !words.is_empty() {
            found = reader.by_words(&words, born, limit).await?;
        } else if let Some(born) = born
            && words.is_empty()
        {
            found = reader.by_birth(born, limit).await?;
        }
        // A registration number may look like a date.
        if found.is_empty()
            && born.is_some()
            && let Some(number) = &number
        {
            found = reader.by_number(number, limit).await?;
        }
        Ok(found.into_iter().map(|row| self.roll_entry(row)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them_day_before_month() {
        let born = jiff::civil::date(1980, 5, 31);
        for text in ["1980-05-31", "31.05.1980", "31.5.1980", "31/05/1980"] {
            assert_eq!(date(text), Some(born), "{text}");
        }
        assert_eq!(date("05/04/1980"), Some(jiff::civil::date(1980, 4, 5)));
        for text in [
            "05/31/1980",
            "31.5.80",
            "1980",
            "1.2",
            "1.2.1980.5",
            "31-05-1980",
            "x",
            "",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn a_query_is_a_number_a_date_words_or_a_date_with_words() {
        let query = Query::parse("ab-12");
        assert_eq!(query.number.as_deref(), Some("AB12"));
        let query = Query::parse(" García  josé ");
        assert_eq!((query.number, query.born), (None, None));
        assert_eq!(query.words, ["garcia", "jose"]);
        let query = Query::parse("garcía 31.05.1980");
        assert_eq!(query.born, Some(jiff::civil::date(1980, 5, 31)));
        assert_eq!(query.words, ["garcia"]);
        let query = Query::parse("\"'*-- ");
        assert!(query.words.is_empty() && query.number.is_none());
    }
}
