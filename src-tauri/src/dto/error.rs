//! How a command fails.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What whoever asked can do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// A rule forbids it: tell the officer; trying again changes nothing.
    Refused,
    /// It may work later.
    Retry,
    /// Stored or received data is damaged or not what it claims to be.
    Corrupt,
    /// This program is wrong.
    Bug,
}

/// A value that the wording of an error or a log line needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Param {
    /// A count, or a number of seconds.
    Number(i64),
    /// A name, an id, or a time in RFC 3339.
    Text(String),
}

/// Values by the names under which the catalogues use them.
pub type Params = BTreeMap<String, Param>;

/// A field of a form that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldFault {
    /// The field: `registration_number`, `name`, `date_of_birth`, `street`, …
    pub field: String,
    /// The rule: `empty`, `too_long`, `control_characters`, `not_a_country`, `not_an_email`, `too_young`,
    /// `too_old`, `not_a_date`, `not_a_style`, `not_issued_here`.
    pub code: String,
    /// `max`, `age`, `needed` where the rule has them.
    pub params: Params,
}

/// Why a command was not carried out. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommandError {
    /// Stable; the windows word it.
    pub code: String,
    /// What can be done about it.
    pub remedy: Remedy,
    /// What the wording needs.
    pub params: Params,
    /// The fields at fault, when a form was refused.
    pub faults: Vec<FieldFault>,
    /// In English, for support. Holds no personal data, selection, tracking code or key.
    pub detail: String,
}
