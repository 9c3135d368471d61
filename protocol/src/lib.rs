//! The contract between polling stations and central.
//!
//! Everything here is pure: no I/O, no async, no clock, no database. Whoever calls passes the time and the
//! randomness in. The modules, in the order in which an election meets them:
//!
//! - [`definition`]: the signed description of an election, written by people in TOML
//! - [`voter`]: the voter record and its validation
//! - [`ballot`]: selections, their validation against a ballot style, the fixed-length plaintext
//! - [`seal`], [`tracking_code`]: sealing ballots to the counting key (RFC 9180), and the code that finds one
//! - [`recovery`]: copies of sealed ballots, should a kiosk burn
//! - [`entry`], [`chain`], [`segment`], [`receipt`]: the station log and how it travels
//! - [`status`]: what a station says of itself between its segments
//! - [`decision`], [`ledger`]: what officials decide, chained and signed, and what a chain of it means
//! - [`statement`], [`transfer`]: the close report on paper, and signed messages in a file
//! - [`tally`]: what a ballot counts for
//! - [`topics`], [`events`], [`envelope`]: the Kafka topics, the JSON on the derived ones, and how each message of
//!   central is signed and numbered
//! - [`limits`]: every bound in one place

pub mod at_rest;
pub mod ballot;
mod case_number;
pub mod chain;
pub mod decision;
pub mod definition;
pub mod enrolment;
pub mod entry;
pub mod envelope;
pub mod events;
pub mod fold;
pub mod ids;
pub mod ledger;
pub mod limits;
pub mod passphrase;
pub mod receipt;
pub mod recovery;
pub mod registration_number;
pub mod roll;
pub mod seal;
pub mod segment;
pub mod signed;
pub mod statement;
pub mod status;
pub mod tally;
pub mod topics;
pub mod tracking_code;
pub mod transfer;
pub mod voter;
pub mod wire;
