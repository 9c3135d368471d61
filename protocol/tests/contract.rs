//! The contract between stations and central, tested from outside: what was written once is read for ever,
//! what was altered is refused by name, what is nonsense never panics.

#![allow(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a test that cannot build its material has failed; its texts are small"
)]

#[path = "contract/mod.rs"]
mod contract;
