//! A day, planned from a seed: who votes how, in which order, and what the officer does to see through it.

use pollstream_protocol::definition::Disclosure;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

/// Ballot styles by how many voters have them, in percent: few styles, or several of which one is rare.
const STYLES: [&[u32]; 3] = [&[100], &[70, 30], &[60, 30, 10]];
/// Of a hundred voters, how many are for the first of two candidates.
const SUPPORT: [u32; 3] = [50, 60, 90];

/// One voter of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Voter {
    /// Number of the ballot style.
    pub(crate) style: usize,
    /// Whether the first candidate is chosen, by contest: the mayor, and what only this style votes on.
    pub(crate) marks: [bool; 2],
}

/// What happens at the station, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// A voter checks in, is issued a ballot, and goes to a booth.
    Admit(usize),
    /// A voter in a booth casts.
    Cast(usize),
    /// A voter's ballot is spoiled and issued again.
    Spoil(usize),
    /// A check-in of somebody who does not vote, undone.
    Undo,
    Pause,
    /// An attempt to close before the legal time, which is refused.
    EarlyClose,
    /// The program is killed and starts again.
    Restart,
    /// All files of the station are copied.
    Snapshot,
}

/// A whole day of one station.
#[derive(Debug, Clone)]
pub(crate) struct Day {
    pub(crate) seed: u64,
    pub(crate) disclosure: Disclosure,
    pub(crate) min_batch: usize,
    pub(crate) styles: usize,
    /// Voters, in the order in which they cast.
    pub(crate) voters: Vec<Voter>,
    pub(crate) events: Vec<Event>,
    /// The kiosk burns, when so many voters had cast at its last sync; its ballots are recovered.
    pub(crate) burns_after: Option<usize>,
}

impl Day {
    pub(crate) fn plan(seed: u64, disclosure: Disclosure) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let shares = STYLES[rng.random_range(0..STYLES.len())];
        let support = SUPPORT[rng.random_range(0..SUPPORT.len())];
        let count = rng.random_range(1..60);
        let voters: Vec<Voter> = (0..count)
            .map(|_| {
                let at = rng.random_range(0..100);
                let upto = |n: usize| shares[..=n].iter().sum::<u32>();
                let style = (0..shares.len()).find(|n| at < upto(*n)).unwrap_or(0);
                let marks = [(); 2].map(|()| rng.random_range(0..100) < support);
                Voter { style, marks }
            })
            .collect();
        let booths = rng.random_range(1..4);
        let events = with_tricks(casts(count, booths, &mut rng), count, &mut rng);
        Day {
            seed,
            disclosure,
            min_batch: rng.random_range(2..6),
            styles: shares.len(),
            burns_after: (rng.random_range(0..5) == 0).then(|| rng.random_range(1..=count)),
            voters,
            events,
        }
    }
}

/// Voters cast in the order of their numbers, and are admitted in an order that so many booths allow.
fn casts(count: usize, booths: usize, rng: &mut StdRng) -> Vec<Event> {
    let (mut events, mut waiting) = (Vec::new(), 0);
    for voter in 0..count {
        let ahead = (voter + booths).min(count);
        let mut arriving: Vec<usize> = (waiting..ahead).collect();
        arriving.shuffle(rng);
        events.extend(arriving.into_iter().map(Event::Admit));
        waiting = ahead;
        events.push(Event::Cast(voter));
    }
    events
}

/// The officer wants to know how one voter votes: copies the files and restarts the kiosk just before and just after.
fn with_tricks(events: Vec<Event>, count: usize, rng: &mut StdRng) -> Vec<Event> {
    use Event::{Cast, EarlyClose, Pause, Restart, Snapshot, Spoil, Undo};
    let target = rng.random_range(0..count);
    let third = rng.random_range(0..count);
    let mut all = Vec::new();
    for event in events {
        let aimed = event == Cast(target);
        if aimed {
            all.extend([Restart, Snapshot]);
        }
        if let (Cast(voter), 0) = (event, rng.random_range(0..6)) {
            all.push([Undo, Pause, EarlyClose, Restart, Spoil(voter)][rng.random_range(0..5)]);
        }
        all.push(event);
        if aimed {
            all.extend([Snapshot, Restart]);
        }
        if event == Cast(third) {
            all.push(Snapshot);
        }
    }
    all
}
