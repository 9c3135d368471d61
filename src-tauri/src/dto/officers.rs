//! Officers and their sign-in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an officer may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works at the desk.
    PollWorker,
    /// Also opens and closes the polls, manages officers, exports the log.
    PresidingOfficer,
}

/// An officer of this station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Officer {
    /// Random; means nothing elsewhere.
    pub id: String,
    /// As it stands in the log.
    pub name: String,
    /// What the officer may do.
    pub role: Role,
    /// After wrong PINs: no attempt is taken for so many seconds.
    pub wait_seconds: u64,
    /// The id of the officer who alone added this one or set their PIN: until another officer confirms it, this one
    /// approves nothing. `null` when nobody needs to.
    pub vouched_by: Option<String>,
}

/// A new officer.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewOfficer {
    /// Up to 200 characters, unlike any other officer's.
    pub name: String,
    /// What the officer may do.
    pub role: Role,
    /// 6 to 12 digits; not all alike, not counting up or down.
    pub pin: String,
}

/// An officer's word: who, and the PIN that proves it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfficerPin {
    /// The officer.
    pub officer_id: String,
    /// The PIN.
    pub pin: String,
}

/// The PIN of the officer who is signed in, or a new one.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Pin {
    /// The PIN.
    pub pin: String,
}

/// Which officer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfficerId {
    /// The officer.
    pub officer_id: String,
}

/// Gives an officer another PIN.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetPin {
    /// Whose PIN: one's own, or, for a presiding officer, anybody's.
    pub officer_id: String,
    /// The new PIN, which that officer types.
    pub new_pin: String,
    /// The PIN of the officer who is signed in: whoever finds an open desk cannot change PINs.
    pub own_pin: String,
}

/// Confirms that an officer is who they say.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmOfficer {
    /// Who is confirmed.
    pub officer_id: String,
    /// Who confirms: neither the officer nor the one who added them.
    pub by: OfficerPin,
}
