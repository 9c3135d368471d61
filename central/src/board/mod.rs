//! `central watch`: the election on one screen of a terminal, as it happens.
//!
//! Results come from the results topics, as any viewer would read them; stations, quarantine and queues from
//! Postgres, once a second. Drawing is a pure function of the [`Snapshot`].

mod render;
mod row;
mod snapshot;
mod terminal;
mod watch;

pub use render::render;
pub use snapshot::{Location, Snapshot, Station};
pub use watch::{BoardError, watch};
