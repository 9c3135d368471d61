//! The terminal: its size, and a screen of its own that is given back.

use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Columns and lines where nothing says how many there are.
const FALLBACK: (usize, usize) = (100, 30);

/// Columns and lines, from `stty`, else from the environment, else 100 × 30.
pub(super) fn size() -> (usize, usize) {
    stty().or_else(environment).unwrap_or(FALLBACK)
}

fn environment() -> Option<(usize, usize)> {
    let number = |name: &str| std::env::var(name).ok()?.parse::<usize>().ok().filter(|n| *n > 0);
    Some((number("COLUMNS")?, number("LINES").unwrap_or(FALLBACK.1)))
}

fn stty() -> Option<(usize, usize)> {
    let terminal = std::fs::File::open("/dev/tty").ok()?;
    let output = Command::new("stty")
        .arg("size")
        .stdin(terminal)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    parse_size(std::str::from_utf8(&output.stdout).ok()?)
}

fn parse_size(text: &str) -> Option<(usize, usize)> {
    let (lines, columns) = text.trim().split_once(' ')?;
    let (lines, columns) = (lines.parse().ok()?, columns.parse().ok()?);
    (lines > 0 && columns > 0).then_some((columns, lines))
}

/// The alternate screen with the cursor hidden; given back when dropped.
pub(super) struct Screen {
    out: io::Stdout,
}

impl Screen {
    pub(super) fn enter() -> io::Result<Self> {
        let mut out = io::stdout();
        out.write_all(b"\x1b[?1049h\x1b[?25l\x1b[2J")?;
        out.flush()?;
        Ok(Screen { out })
    }

    /// Draws a frame over the one before it, whose lines are as wide: nothing flickers. With `fresh` the screen
    /// is wiped first; never at the end of a line, where erasing would take its last character.
    pub(super) fn draw(&self, frame: &str, fresh: bool) -> io::Result<()> {
        let mut bytes = String::with_capacity(frame.len() + 256);
        bytes.push_str(if fresh { "\x1b[2J\x1b[H" } else { "\x1b[H" });
        for (i, line) in frame.lines().enumerate() {
            if i > 0 {
                bytes.push_str("\r\n");
            }
            bytes.push_str(line);
        }
        let mut out = self.out.lock();
        out.write_all(bytes.as_bytes())?;
        out.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.out.write_all(b"\x1b[?25h\x1b[?1049l");
        let _ = self.out.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_stty_says_them() {
        assert_eq!(parse_size("30 100\n"), Some((100, 30)));
        assert_eq!(parse_size("0 0\n"), None);
        assert_eq!(parse_size("nonsense"), None);
    }
}
