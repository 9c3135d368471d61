//! Exit codes: one table, which `--help` and docs/central.md print.

use std::process::ExitCode;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, but something is wrong with the election or its data.
    Wrong,
    /// The command line makes no sense.
    Usage,
    /// A server does not answer, or none is known.
    NoServer,
    /// Input or situation refuse it; nothing was changed.
    Refused,
    /// Anything else.
    Other,
}

impl Exit {
    /// All of them, in the order of their codes.
    pub const ALL: [Exit; 6] = [
        Exit::Done,
        Exit::Wrong,
        Exit::Usage,
        Exit::NoServer,
        Exit::Refused,
        Exit::Other,
    ];

    /// The code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Wrong => 1,
            Exit::Usage => 2,
            Exit::NoServer => 3,
            Exit::Refused => 4,
            Exit::Other => 5,
        }
    }

    /// What it means, in words.
    pub fn meaning(self) -> &'static str {
        match self {
            Exit::Done => "done",
            Exit::Wrong => "done, but something is wrong with the election or its data (it is listed)",
            Exit::Usage => "the command line is wrong",
            Exit::NoServer => "a server or its database cannot be reached, or none is known",
            Exit::Refused => {
                "refused: what was given cannot be taken, or may not be done now; nothing was changed"
            }
            Exit::Other => "anything else",
        }
    }

    /// The table as `--help` prints it.
    pub fn table() -> String {
        let line = |exit: Exit| format!("  {}  {}", exit.code(), exit.meaning());
        format!("Exit codes:\n{}", Exit::ALL.map(line).join("\n"))
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_has_the_same_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/central.md");
        let docs = std::fs::read_to_string(path).unwrap();
        for exit in Exit::ALL {
            let row = format!("| {} | {} |", exit.code(), exit.meaning());
            assert!(docs.contains(&row), "{row} is missing in docs/central.md");
        }
        let codes = Exit::ALL.map(Exit::code);
        assert_eq!(codes, [0, 1, 2, 3, 4, 5], "scripts rely on them");
    }
}
