//! What officers type: names and reasons, checked against the limits of the contract before anything is
//! recorded, so that the form can say which field to correct.

use pollstream_protocol::limits::{MAX_LINE_CHARS, MAX_OFFICERS, MAX_TEXT_CHARS};

use crate::error::StationError;

fn refuse<T>(what: &'static str, rule: impl Into<String>) -> Result<T, StationError> {
    Err(StationError::Text {
        what,
        rule: rule.into(),
    })
}

/// An officer's name, trimmed.
pub(crate) fn officer(name: &str) -> Result<String, StationError> {
    let name = name.trim();
    if name.is_empty() {
        return refuse("officer", "is empty: sign in first");
    }
    if name.chars().count() > MAX_LINE_CHARS {
        return refuse("officer", format!("is longer than {MAX_LINE_CHARS} characters"));
    }
    if name.chars().any(char::is_control) {
        return refuse("officer", "holds control characters");
    }
    Ok(name.to_owned())
}

/// The officers who open or close the polls together: one or more, each once.
pub(crate) fn officers(names: &[String]) -> Result<Vec<String>, StationError> {
    if names.is_empty() || names.len() > MAX_OFFICERS {
        return refuse("officers", format!("1 to {MAX_OFFICERS} names are needed"));
    }
    let names = names.iter().map(|n| officer(n)).collect::<Result<Vec<_>, _>>()?;
    if (1..names.len()).any(|i| names[..i].contains(&names[i])) {
        return refuse("officers", "one name stands twice");
    }
    Ok(names)
}

/// A line that may be empty, trimmed.
pub(crate) fn line(what: &'static str, value: &str) -> Result<String, StationError> {
    let value = value.trim();
    if value.chars().count() > MAX_LINE_CHARS {
        return refuse(what, format!("is longer than {MAX_LINE_CHARS} characters"));
    }
    if value.chars().any(char::is_control) {
        return refuse(what, "holds control characters");
    }
    Ok(value.to_owned())
}

/// A reason or description, trimmed; it may have several lines.
pub(crate) fn text(what: &'static str, value: &str) -> Result<String, StationError> {
    let value = value.trim();
    if value.is_empty() {
        return refuse(what, "is empty: a few words are needed");
    }
    if value.chars().count() > MAX_TEXT_CHARS {
        return refuse(what, format!("is longer than {MAX_TEXT_CHARS} characters"));
    }
    if value
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return refuse(what, "holds control characters");
    }
    Ok(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_reasons_are_bounded_and_trimmed() {
        assert_eq!(officer(" Ada ").unwrap(), "Ada");
        for bad in ["", "  ", "a\nb", &"x".repeat(MAX_LINE_CHARS + 1)] {
            assert_eq!(officer(bad).unwrap_err().code(), "text", "{bad:?}");
        }
        assert!(
            officer(&"é".repeat(MAX_LINE_CHARS)).is_ok(),
            "characters count, not bytes"
        );
        assert_eq!(text("reason", "two\nlines ").unwrap(), "two\nlines");
        for bad in ["", "a\0b", &"x".repeat(MAX_TEXT_CHARS + 1)] {
            assert!(text("reason", bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn officers_are_at_least_one_and_each_stands_once() {
        let names = |n: &[&str]| n.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert!(officers(&names(&["a", "b"])).is_ok());
        assert!(officers(&[]).is_err());
        assert!(officers(&names(&["a", " a"])).is_err());
        assert!(officers(&vec!["x".to_owned(); MAX_OFFICERS + 1]).is_err());
    }
}
