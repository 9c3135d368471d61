//! Rows of styled text that are exactly as wide as they should be.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::columns::cut;

/// How a piece of text looks. One accent colour; alarms are reversed, so that they stand out without colours
/// that some do not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Bold,
    Dim,
    Accent,
    Alarm,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Bold => "1",
            Style::Dim => "2",
            Style::Accent => "36",
            Style::Alarm => "7",
        }
    }
}

/// Pieces of one line.
#[derive(Debug, Clone, Default)]
pub(super) struct Row(Vec<(String, Style)>);

impl Row {
    pub(super) fn new() -> Self {
        Row::default()
    }

    /// Adds a piece. Control characters become spaces: they would move the cursor.
    pub(super) fn add(mut self, text: impl AsRef<str>, style: Style) -> Self {
        self.0.push((text.as_ref().replace(char::is_control, " "), style));
        self
    }

    pub(super) fn plain(self, text: impl AsRef<str>) -> Self {
        self.add(text, Style::Plain)
    }

    pub(super) fn width(&self) -> usize {
        self.0.iter().map(|(text, _)| text.width()).sum()
    }

    /// Fills with spaces until another row ends at `width`.
    pub(super) fn then_right(mut self, other: Row, width: usize) -> Self {
        let gap = width.saturating_sub(self.width() + other.width());
        self.0.push((" ".repeat(gap), Style::Plain));
        self.0.extend(other.0);
        self
    }

    /// Exactly `width` columns: cut or filled.
    pub(super) fn fit(&self, width: usize, colour: bool) -> String {
        let (mut out, mut room) = (String::new(), width);
        for (text, style) in &self.0 {
            let text = if text.width() > room {
                cut(text, room)
            } else {
                text.clone()
            };
            room -= text.width();
            if colour && *style != Style::Plain && !text.is_empty() {
                let _ = write!(out, "\u{1b}[{}m{text}\u{1b}[0m", style.code());
            } else {
                out.push_str(&text);
            }
        }
        out.push_str(&" ".repeat(room));
        out
    }
}

/// Rows in a frame with a title and a note in its upper edge; `width` columns and `rows + 2` lines.
pub(super) fn panel(title: &str, note: Row, rows: &[Row], width: usize, colour: bool) -> Vec<String> {
    let inner = width.saturating_sub(4);
    let title = cut(title, inner.saturating_sub(2));
    let note_width = note.width();
    let noted = note_width > 0 && title.width() + note_width + 6 <= width.saturating_sub(4);
    let line = |n: usize| "─".repeat(n);
    let mut top = Row::new()
        .add("┌─ ", Style::Dim)
        .add(&title, Style::Bold)
        .add(" ", Style::Plain);
    if noted {
        let gap = width.saturating_sub(title.width() + note_width + 8);
        top = top.add(line(gap), Style::Dim).plain(" ");
        top.0.extend(note.0);
        top = top.add(" ─┐", Style::Dim);
    } else {
        top = top
            .add(line(width.saturating_sub(title.width() + 5)), Style::Dim)
            .add("┐", Style::Dim);
    }
    let mut lines = vec![top.fit(width, colour)];
    for row in rows {
        let mut framed = Row::new().add("│ ", Style::Dim).fit(2.min(width), colour);
        framed.push_str(&row.fit(inner, colour));
        framed.push_str(
            &Row::new()
                .add(" │", Style::Dim)
                .fit(2.min(width.saturating_sub(2)), colour),
        );
        lines.push(framed);
    }
    let bottom = Row::new().add(format!("└{}┘", line(width.saturating_sub(2))), Style::Dim);
    lines.push(bottom.fit(width, colour));
    lines
}

/// A bar of `share` (0 to 1) of `width` columns, in eighths.
pub(super) fn bar(share: f64, width: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let most = width * 8;
    let eighths = (0..=most)
        .take_while(|n| *n as f64 <= share * most as f64)
        .last()
        .unwrap_or(0);
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}
