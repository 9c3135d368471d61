//! Why a table cannot be read, and what to do about it.

use thiserror::Error;

/// Why a file cannot be read as a table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    /// Larger than is read whole.
    #[error("the file is larger than {} MiB: divide it", .0 >> 20)]
    TooLarge(usize),
    /// Another kind of file.
    #[error("the file is {0}; what is read is CSV")]
    OtherKind(&'static str),
    /// No rows at all.
    #[error("the file is empty: a header and rows are expected")]
    Empty,
    /// Bytes that are not UTF-8, and nobody said what they are.
    #[error("{}", .0)]
    NotUtf8(Box<super::encoding::NotUtf8>),
    /// Bytes that the encoding does not have.
    #[error("line {line}, character {column}: this is not {encoding}{}", after(.before))]
    NotEncoded {
        /// The encoding.
        encoding: &'static str,
        /// Line in the file, from 1.
        line: u64,
        /// Character in the line, from 1.
        column: u64,
        /// What stands before it on the line.
        before: String,
    },
    /// The file says that it is something else.
    #[error("the file begins with the mark of {found}: leave out `--encoding {asked}`")]
    OtherMark {
        /// What the mark says.
        found: &'static str,
        /// What was asked for.
        asked: &'static str,
    },
    /// A file that is UTF-8 was asked to be read as something else.
    #[error("the file is UTF-8; read as {asked}, `{right}` would become `{wrong}`: leave out --encoding")]
    WouldGarble {
        /// What was asked for.
        asked: &'static str,
        /// A piece of the text.
        right: String,
        /// The same as it would be read.
        wrong: String,
    },
    /// Zero bytes in a text.
    #[error("line {line}: the file holds zero bytes: it is not a text file")]
    ZeroBytes {
        /// Line in the file, from 1.
        line: u64,
    },
    /// The rows cannot be told apart.
    #[error("line {line}: {fault}")]
    Csv {
        /// Line in the file, from 1.
        line: u64,
        /// What is wrong.
        fault: String,
    },
}

fn after(before: &str) -> String {
    if before.is_empty() {
        String::new()
    } else {
        format!(" (after `{before}`)")
    }
}
