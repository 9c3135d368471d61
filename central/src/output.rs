//! Standard output and error that never bring the program down: a reader that has gone, or a full disk, is no reason to
//! panic in the middle of an election. The first failure of standard output is kept, and said when the command ends.
//!
//! `print!`, `println!`, `eprint!` and `eprintln!` of this crate are the macros below.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::sync::OnceLock;

static FAILED: OnceLock<(ErrorKind, String)> = OnceLock::new();

/// Writes to standard output, unless that has failed before.
pub(crate) fn out(text: Arguments<'_>) {
    if FAILED.get().is_none() {
        let mut stdout = std::io::stdout().lock();
        keep(stdout.write_fmt(text));
    }
}

/// Writes to standard error. Where that fails there is nobody to tell.
pub(crate) fn err(text: Arguments<'_>) {
    let _ = std::io::stderr().lock().write_fmt(text);
}

fn keep(outcome: std::io::Result<()>) {
    if let Err(error) = outcome {
        let _ = FAILED.set((error.kind(), error.to_string()));
    }
}

/// Writes out what is buffered. Returns why standard output could not be written, if it could not: a reader that went
/// away (`| head`) has seen what it wanted, and is no failure.
pub(crate) fn end() -> Option<String> {
    keep(std::io::stdout().lock().flush());
    match FAILED.get() {
        None | Some((ErrorKind::BrokenPipe, _)) => None,
        Some((_, error)) => Some(format!("standard output cannot be written: {error}")),
    }
}

macro_rules! print {
    ($($text:tt)*) => { $crate::output::out(format_args!($($text)*)) };
}
macro_rules! println {
    () => { $crate::output::out(format_args!("\n")) };
    ($($text:tt)*) => { $crate::output::out(format_args!("{}\n", format_args!($($text)*))) };
}
macro_rules! eprint {
    ($($text:tt)*) => { $crate::output::err(format_args!($($text)*)) };
}
macro_rules! eprintln {
    ($($text:tt)*) => { $crate::output::err(format_args!("{}\n", format_args!($($text)*))) };
}
