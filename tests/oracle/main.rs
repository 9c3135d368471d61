//! The privacy oracle: it plays the adversary of SECURITY.md on simulated days and measures what they learn.
//!
//! The adversary has every message of the station's log with its place, the counting key, the files of the station at
//! three moments of their choice, an officer who restarts the kiosk when it suits them, and knows in which order the
//! voters cast. For each voter the oracle computes the set of ballots that the voter's must be in, and whether all of
//! them are marked alike. Beside it stands what the final totals of the station and style tell anybody.
//!
//! `POLLSTREAM_ORACLE_DAYS` sets how many days are played.

mod adversary;
mod day;
mod kiosk;
mod old_scheme;

use adversary::{Evidence, Findings};
use day::Day;
use pollstream_protocol::definition::Disclosure;

fn days() -> u64 {
    let days = std::env::var("POLLSTREAM_ORACLE_DAYS").ok();
    days.and_then(|n| n.parse().ok()).unwrap_or(60)
}

/// Plays days, and adds up what the adversary learns of them.
fn play(days: u64, disclosure: Disclosure, evidence: impl Fn(&Day) -> Evidence) -> Findings {
    let mut all = Findings::default();
    for seed in 0..days {
        let day = Day::plan(seed, disclosure);
        let found = adversary::judge(&day, &evidence(&day));
        assert!(
            found.consistent,
            "day {seed}: the truth is among what the adversary holds possible"
        );
        all.add(&found);
    }
    all
}

fn on_the_kiosk(runtime: &tokio::runtime::Runtime, day: &Day) -> Evidence {
    runtime.block_on(kiosk::live_through(day))
}

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().expect("a runtime")
}

#[test]
fn live_disclosure_hides_everybody_among_min_batch_voters_of_their_style() {
    let runtime = runtime();
    let found = play(days(), Disclosure::Live, |day| on_the_kiosk(&runtime, day));
    println!("live: {found}");
    assert_eq!(
        found.too_small, 0,
        "nobody is in a set smaller than min_batch, or all of the style"
    );
    assert!(found.groups_before_close > 0, "results were live");
    assert!(
        found.certain_is_chance(),
        "nothing is known but what unanimous groups happen to show"
    );
}

#[test]
fn disclosure_after_the_close_tells_no_more_than_the_final_totals() {
    let runtime = runtime();
    let found = play(days(), Disclosure::AfterClose, |day| on_the_kiosk(&runtime, day));
    println!("after_close: {found}");
    assert_eq!(found.too_small, 0);
    assert_eq!(found.groups_before_close, 0);
    assert_eq!(
        found.certain, found.certain_by_totals,
        "vote by vote, what the totals give"
    );
}

/// The oracle finds the attacks that the scheme before this one allowed. If it did not, its silence would say nothing.
#[test]
fn the_old_scheme_is_seen_through() {
    let found = play(days().min(500), Disclosure::Live, old_scheme::live_through);
    println!("old scheme, live: {found}");
    assert_eq!(
        found.smallest, 1,
        "a restart before and after one voter gives exactly that ballot"
    );
    assert!(found.too_small > found.voters / 20, "{found}");
    assert!(found.certain > 2 * found.certain_by_totals, "{found}");
    let found = play(days().min(500), Disclosure::AfterClose, old_scheme::live_through);
    println!("old scheme, after_close: {found}");
    assert!(found.certain > found.certain_by_totals, "{found}");
}
