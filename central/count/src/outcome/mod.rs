//! Who is elected, and whether a measure is carried: what a tally means. Pure and exact.

mod measure;
mod seats;

pub use measure::{MeasureCounts, MeasureOutcome, MeasureResult, measure};
pub use seats::{Contender, Cut, SeatOutcome, Standing, most_votes};
