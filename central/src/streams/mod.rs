//! Whether the topics and the database belong to one life, and how they come together again.
//!
//! [`life`] compares, [`look`] asks the broker, [`heal`] begins a new epoch: what is derived is made again from what
//! Postgres keeps, and published anew. Nothing is ever skipped.

pub mod heal;
pub mod life;
pub mod look;
pub mod rebuild;

pub use heal::{Healed, heal};
pub use rebuild::{RebuildReport, rebuild};
