//! What was typed, taken apart.

use jiff::civil::Date;
use pollstream_protocol::fold::fold_chunks;
use pollstream_protocol::registration_number::{ascii_digit, letters_and_digits};

use super::dates::{self, DateOrder};

/// Longest query that is looked at, in characters; the rest is ignored.
const MAX_QUERY_CHARS: usize = 200;

/// Most terms that are looked at: a long name with all its particles.
const MAX_TERMS: usize = 12;

/// What a query looks for. All terms must fit, or the whole must be a registration number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// As it was typed, as far as it is looked at.
    pub(super) text: String,
    /// Letters and digits of the whole, when there is a digit in it and more than one term.
    pub(super) number: Option<String>,
    pub(super) terms: Vec<Term>,
}

/// What was typed between two spaces, and what it may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Term {
    /// Words of a name, folded: several when an apostrophe or a hyphen stands between them.
    pub(super) words: Vec<String>,
    /// Letters and digits of a registration number, when there is a digit in it.
    pub(super) number: Option<String>,
    /// Dates of birth, the most likely reading first.
    pub(super) dates: Vec<Date>,
    /// The year of birth.
    pub(super) year: Option<i16>,
}

impl Term {
    fn parse(text: &str, order: DateOrder) -> Self {
        Term {
            words: fold_chunks(text).into_iter().flatten().take(MAX_TERMS).collect(),
            number: number(text),
            dates: dates::readings(text, order),
            year: dates::year(text),
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.number.is_none()
    }

    /// The words written as one: `o'neill` as `oneill`.
    pub(super) fn joined(&self) -> String {
        self.words.concat()
    }

    /// The two typed as one word: `mc donald` for `McDonald`. Words only.
    fn joined_with(&self, next: &Term) -> Option<Term> {
        let are_words = self.number.is_none() && next.number.is_none();
        are_words.then(|| Term {
            words: vec![self.joined() + &next.joined()],
            ..Term::default()
        })
    }
}

impl Query {
    pub(crate) fn parse(text: &str, order: DateOrder) -> Self {
        let text: String = text.chars().take(MAX_QUERY_CHARS).map(ascii_digit).collect();
        let pieces: Vec<&str> = text
            .split_whitespace()
            .map(trimmed)
            .filter(|p| !p.is_empty())
            .collect();
        let mut terms: Vec<Term> = dates_put_together(&pieces)
            .iter()
            .map(|piece| Term::parse(piece, order))
            .filter(|term| !term.is_empty())
            .collect();
        terms.truncate(MAX_TERMS);
        Query {
            number: number(&text).filter(|_| pieces.len() > 1),
            text,
            terms,
        }
    }

    /// The same with two neighbouring words written as one, each pair in turn.
    pub(super) fn written_together(&self) -> Vec<Vec<Term>> {
        (1..self.terms.len())
            .filter_map(|n| {
                let joined = self.terms[n - 1].joined_with(&self.terms[n])?;
                let mut terms = self.terms.clone();
                terms.splice(n - 1..=n, [joined]);
                Some(terms)
            })
            .collect()
    }
}

fn number(text: &str) -> Option<String> {
    let number = letters_and_digits(text);
    number.contains(|c: char| c.is_ascii_digit()).then_some(number)
}

/// Without what only sets it apart from its neighbours.
fn trimmed(piece: &str) -> &str {
    piece.trim_matches([',', ';', '(', ')', '"', '\u{200e}', '\u{200f}'])
}

/// `17 12 1997` is one date.
fn dates_put_together(pieces: &[&str]) -> Vec<String> {
    let mut together = Vec::with_capacity(pieces.len());
    let mut rest = pieces;
    while let [first, others @ ..] = rest {
        if let [a, b, c, beyond @ ..] = rest
            && is_day_or_month(a)
            && is_day_or_month(b)
            && dates::year(c).is_some()
        {
            together.push(format!("{a}/{b}/{c}"));
            rest = beyond;
        } else {
            together.push((*first).to_owned());
            rest = others;
        }
    }
    together
}

fn is_day_or_month(piece: &str) -> bool {
    matches!(piece.len(), 1 | 2) && piece.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn parse(text: &str) -> Query {
        Query::parse(text, DateOrder::DayFirst)
    }

    #[test]
    fn a_query_is_taken_apart_at_its_spaces() {
        let query = parse(" Dvořák, josé ");
        assert_eq!(query.number, None);
        let words: Vec<_> = query.terms.iter().map(|t| t.words.join(" ")).collect();
        assert_eq!(words, ["dvorak", "jose"]);
        let query = parse("o'neill-lee");
        assert_eq!(query.terms[0].words, ["o", "neill", "lee"]);
        assert_eq!(query.terms[0].joined(), "oneilllee");
        for nothing in ["", "  ", "\"'*-- ", "%", "\u{200f}"] {
            assert!(parse(nothing).terms.is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn what_has_digits_may_be_a_number_a_date_or_a_year() {
        let query = parse("ab-12");
        assert_eq!(query.terms[0].number.as_deref(), Some("AB12"));
        assert_eq!(query.number, None, "one term says it already");
        assert_eq!(parse("rv 000 12").number.as_deref(), Some("RV00012"));
        let query = parse("dvorak ١٩٨٠");
        assert_eq!(
            (query.terms[1].year, query.terms[1].number.as_deref()),
            (Some(1980), Some("1980"))
        );
        for text in ["31.05.1980", "31 5 1980", "٣١/٠٥/١٩٨٠", "\u{200f}31/5/1980,"] {
            assert_eq!(parse(text).terms[0].dates, [date(1980, 5, 31)], "{text}");
            assert_eq!(parse(text).terms.len(), 1, "{text}");
        }
    }

    #[test]
    fn neighbouring_words_may_belong_together() {
        let together: Vec<Vec<String>> = (parse("anne mc donald 1980").written_together().iter())
            .map(|terms| terms.iter().map(Term::joined).collect())
            .collect();
        assert_eq!(
            together,
            [["annemc", "donald", "1980"], ["anne", "mcdonald", "1980"]]
        );
    }

    #[test]
    fn a_query_has_an_end() {
        assert_eq!(parse(&"a ".repeat(500)).terms.len(), MAX_TERMS);
        assert_eq!(parse(&"é".repeat(500)).text.chars().count(), MAX_QUERY_CHARS);
    }
}
