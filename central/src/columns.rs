//! Text in columns of a terminal: widths as displayed, whatever the script.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// First strong isolate … pop: keeps a right-to-left name from reordering the columns beside it.
const ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// The text cut to `width` columns (with `…`) and filled with spaces on its right.
pub(crate) fn left(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let fill = " ".repeat(width.saturating_sub(text.width()));
    format!("{}{fill}", isolate(&text))
}

/// The text cut to `width` columns and filled with spaces on its left.
pub(crate) fn right(text: &str, width: usize) -> String {
    let text = cut(text, width);
    format!(
        "{}{}",
        " ".repeat(width.saturating_sub(text.width())),
        isolate(&text)
    )
}

/// The longest beginning that fits in `width` columns; `…` says that something is missing. Control
/// characters become spaces: they would move the cursor.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if clean.width() <= width {
        return clean;
    }
    let (mut out, mut used) = (String::new(), 0);
    for c in clean.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        out.push(c);
    }
    if width > 0 {
        out.push('…');
    }
    out
}

/// Isolates a text that holds right-to-left letters; others stay as they are.
fn isolate(text: &str) -> String {
    let right_to_left =
        |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    if text.chars().any(right_to_left) {
        format!("{ISOLATE}{text}{POP_ISOLATE}")
    } else {
        text.to_owned()
    }
}

/// A number with a thin grouping of thousands: `1,234,567`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_are_displayed() {
        assert_eq!(left("Ann", 5), "Ann  ");
        assert_eq!(right("Ann", 5), "  Ann");
        assert_eq!(left("陳美玲", 8), "陳美玲  ");
        assert_eq!(left("陳美玲", 5), "陳美…");
        assert_eq!(left("منى", 5).width(), 5);
        assert_eq!(left("A\tB\u{1b}[2J", 3), "A …");
        assert_eq!(left("abc", 0), "");
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!(
            [0, 999, 1_000, 80_101, 1_234_567].map(thousands),
            ["0", "999", "1,000", "80,101", "1,234,567"]
        );
    }
}
