//! The count. Pure: no I/O, no async, no clock, no SQL, no Kafka. What follows from the station logs and the
//! officials' decisions is decided here and nowhere else, so that intake, recount, certification and any verifier
//! come to the same result.

pub mod apportion;
pub mod outcome;
pub mod ranked;
mod votes;

pub use votes::Votes;
pub mod publication;
