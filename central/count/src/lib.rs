//! The count. Pure: no I/O, no async, no clock, no SQL, no Kafka. What follows from the station logs and the
//! officials' decisions is decided here and nowhere else, so that intake, recount, certification and any verifier
//! come to the same result.
//!
//! A message passes the [`gate`] if it is an enrolled station's true word; [`admission`] says whether it continues
//! that station's log; [`station_log`] how far the log is believed. No rule compares two logs: nothing depends on the
//! order in which stations arrive.

pub mod admission;
pub mod apportion;
pub mod certification;
pub mod fold;
pub mod gate;
pub mod outcome;
pub mod ranked;
pub mod station_log;
mod votes;

pub use votes::Votes;
pub mod publication;
