//! What the windows and the shell say to each other: plain values, no behaviour but the conversion from the
//! station's types. The TypeScript side is generated from these (`ui/src/backend/bindings.ts`), and a test
//! fails when it is stale.
//!
//! Times are RFC 3339 in UTC (`2026-11-03T14:05:00Z`), dates are `YYYY-MM-DD`, codes are stable lower-case
//! words that the windows word in the officer's language.

pub mod app;
pub mod booth;
pub mod desk;
pub mod error;
pub mod log;
pub mod officers;
pub mod polls;
pub mod print;
pub mod queue;
pub mod setup;
pub mod voter;
