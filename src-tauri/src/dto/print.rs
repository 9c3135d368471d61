//! Printing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::polls::ReportKind;

/// The words on a slip, in the language of whoever takes it home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlipWords {
    /// What it is.
    pub title: String,
    /// What the number on it is.
    pub label: String,
    /// What it is good for.
    pub note: String,
}

/// What the desk prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum PrintAtDesk {
    /// A report of the polls.
    Report {
        /// Which.
        report: ReportKind,
    },
    /// A slip with a number that a person takes home: of a provisional case, or of a registration.
    Slip {
        /// The number.
        number: String,
        /// The words around it.
        words: SlipWords,
    },
}

/// Where it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "place", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Printed {
    /// To the printer.
    Printer {
        /// Its queue.
        name: String,
    },
    /// No printer is set up: it is a file.
    Folder {
        /// The folder.
        folder: String,
        /// The file.
        file: String,
    },
}
