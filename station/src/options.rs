//! How a station is opened.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Where the time comes from; tests and simulations bring their own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Time that has passed since some moment: by a clock that only runs, and that nobody can set.
pub type Stopwatch = Arc<dyn Fn() -> Duration + Send + Sync>;

/// What a commit survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// The loss of power: every commit is synchronised to the disk.
    #[default]
    Full,
    /// The death of the process only, and its write-ahead log is emptied with each batch of ballots instead
    /// of each ballot. For tests and simulations: nothing else differs.
    Throwaway,
}

/// How a station is opened. The default is what a kiosk needs.
#[derive(Clone)]
pub struct StationOptions {
    /// What a commit survives.
    pub durability: Durability,
    /// Where the time comes from.
    pub clock: Clock,
    /// What pauses after wrong PINs are measured by.
    pub stopwatch: Stopwatch,
}

impl Default for StationOptions {
    fn default() -> Self {
        let begin = Instant::now();
        StationOptions {
            durability: Durability::Full,
            clock: Arc::new(Timestamp::now),
            stopwatch: Arc::new(move || begin.elapsed()),
        }
    }
}

impl std::fmt::Debug for StationOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StationOptions")
            .field("durability", &self.durability)
            .finish_non_exhaustive()
    }
}
