//! The results as they arrive, for whoever shows them: the terminal's board and the results window.
//!
//! A thread reads the results topics from their beginning into [`Newest`], which knows the newest totals of every
//! place by its number in the [`Geography`]. Copying it is cheap enough to be done for every frame.

mod feed;
mod geography;
mod newest;
mod pace;
mod standing;

pub use feed::Feed;
pub use geography::{Geography, Place};
pub use newest::{Cell, CellCounts, Newest};
pub use pace::{Pace, STEP, Sample};
pub use standing::contest_results;
