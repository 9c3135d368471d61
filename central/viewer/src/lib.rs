//! The results window: an election as it happens, for central officials, auditors and the wall.
//!
//! A background thread ([`feed`]) reads the results topics and Postgres and publishes an immutable [`Snapshot`];
//! the window ([`Window`]) draws whatever snapshot is the newest and hands out [`Command`]s. Nothing that draws
//! reads a file, a topic or a database.
//!
//! [`feed`]: crate::feed

// Places on a screen are small numbers, and what does not fit saturates: off the screen, where it belongs.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "drawing goes from counts to points and back"
)]

pub mod app;
mod chart;
pub mod command;
pub mod desk;
mod dialog;
pub mod export;
pub mod feed;
mod format;
mod screen;
pub mod snapshot;
mod theme;
mod widget;

pub use app::{Mode, Window};
pub use command::Command;
pub use screen::Screen;
pub use snapshot::Snapshot;
pub use theme::install as install_theme;
