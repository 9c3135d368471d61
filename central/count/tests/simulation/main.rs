//! Election days in memory, each made from a seed: honest and lying stations, a broker that loses, repeats and shuffles,
//! intakes that stop anywhere, a database that commits unheard or is restored, officials who race. Around them is the
//! real count: admission, the rules of stations, rulings, certification, and the real decisions.
//!
//! What must hold after each day: the totals are those of a model of ten lines; they are the same in whatever order the
//! logs arrived; a certified number never changes; no station keeps the election from its end.
//!
//! `POLLSTREAM_SEEDS=from..to` runs other days than the 20,000 of `make test`.

mod central;
mod day;
mod officials;
mod station;

use std::sync::atomic::{AtomicU64, Ordering};

/// Days of `make test`.
const DAYS: u64 = 20_000;

fn seeds() -> std::ops::Range<u64> {
    let Ok(given) = std::env::var("POLLSTREAM_SEEDS") else {
        return 0..DAYS;
    };
    let (from, to) = given.split_once("..").unwrap_or(("0", given.as_str()));
    let number = |text: &str| text.parse().expect("POLLSTREAM_SEEDS: FROM..TO, or how many");
    number(from)..number(to)
}

#[test]
fn election_days() {
    let seeds = seeds();
    let next = AtomicU64::new(seeds.start);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    day::live(seed);
                }
            });
        }
    });
}
