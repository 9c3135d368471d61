//! Which ballots leave the ballot box, and when: one pure rule.

use pollstream_protocol::definition::Disclosure;
use rand::Rng;
use rand::seq::SliceRandom;

/// What decides on leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseRule {
    /// The election's disclosure.
    pub disclosure: Disclosure,
    /// Fewest ballots that leave together, and fewest that stay behind.
    pub min_batch: usize,
    /// Most ballots that fit into one entry of the log.
    pub max_group: usize,
    /// Whether the polls close with this change: then the box is emptied.
    pub closing: bool,
}

/// Ballots of one style that leave, and those that stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release<T> {
    /// Each becomes an entry of the log.
    pub groups: Vec<Vec<T>>,
    /// They stay in the box.
    pub stay: Vec<T>,
}

impl ReleaseRule {
    /// How many of `held` ballots of one style leave now.
    fn leaving(self, held: usize) -> usize {
        match (self.closing, self.disclosure) {
            (true, _) => held,
            // Hides nobody, and is for tests only.
            (false, Disclosure::Live) if self.min_batch == 1 => held,
            (false, Disclosure::Live) if held >= 2 * self.min_batch => held - self.min_batch,
            (false, Disclosure::Live | Disclosure::AfterClose) => 0,
        }
    }

    /// Whether anything leaves a box that holds so many ballots of one style.
    pub fn releases(self, held: usize) -> bool {
        self.leaving(held) > 0
    }
}

/// Decides on the ballots of one style. While the polls are open, a group of at least `min_batch` of them, drawn at
/// random, leaves when at least as many stay behind: whose ballot left and whose stayed nobody can tell. When the
/// polls close, all leave.
///
/// Nothing else empties the box: no restart, no error, no pause.
pub fn decide<T, R: Rng>(mut held: Vec<T>, rule: ReleaseRule, rng: &mut R) -> Release<T> {
    held.shuffle(rng);
    let stay = held.split_off(rule.leaving(held.len()));
    Release {
        groups: equal_parts(held, rule.max_group),
        stay,
    }
}

/// As few groups as the limit allows, of nearly one size, so that none is small because it is the last.
fn equal_parts<T>(mut ballots: Vec<T>, most: usize) -> Vec<Vec<T>> {
    let mut parts = ballots.len().div_ceil(most.max(1));
    let mut groups = Vec::with_capacity(parts);
    while parts > 0 {
        let rest = ballots.split_off(ballots.len().div_ceil(parts));
        groups.push(std::mem::replace(&mut ballots, rest));
        parts -= 1;
    }
    groups
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn rule(disclosure: Disclosure, min_batch: usize, closing: bool) -> ReleaseRule {
        ReleaseRule {
            disclosure,
            min_batch,
            max_group: 1_000,
            closing,
        }
    }

    fn any_rule() -> impl Strategy<Value = ReleaseRule> {
        let disclosure = prop_oneof![Just(Disclosure::Live), Just(Disclosure::AfterClose)];
        (disclosure, 1..30usize, 0..50usize, any::<bool>()).prop_map(
            |(disclosure, min_batch, more, closing)| ReleaseRule {
                disclosure,
                min_batch,
                max_group: min_batch + more,
                closing,
            },
        )
    }

    proptest! {
        #[test]
        fn nothing_is_lost_doubled_or_small(rule in any_rule(), held in 0..300u32, seed: u64) {
            let all: BTreeSet<u32> = (0..held).collect();
            let found = decide((0..held).collect(), rule, &mut StdRng::seed_from_u64(seed));
            let out: Vec<u32> = found.groups.iter().flatten().copied().collect();
            prop_assert_eq!(out.len() + found.stay.len(), all.len());
            prop_assert_eq!(out.iter().chain(&found.stay).copied().collect::<BTreeSet<_>>(), all);
            prop_assert_eq!(rule.releases(held as usize), !out.is_empty());
            prop_assert!(found.groups.iter().all(|g| !g.is_empty() && g.len() <= rule.max_group));
            if rule.closing {
                prop_assert!(found.stay.is_empty());
            } else if !out.is_empty() {
                prop_assert_eq!(rule.disclosure, Disclosure::Live);
                prop_assert!(out.len() >= rule.min_batch);
                prop_assert!(found.stay.len() >= rule.min_batch || rule.min_batch == 1);
            }
        }

        /// A day of casts, one after the other: at every moment whoever voted may be in the box still, or in one of
        /// the groups that left since, and none of these is smaller than `min_batch`.
        #[test]
        fn every_group_of_a_day_hides_its_voters(min_batch in 2..12usize, voters in 0..200u32, seed: u64) {
            let mut rng = StdRng::seed_from_u64(seed);
            let (mut held, mut groups) = (Vec::new(), Vec::new());
            for voter in 0..voters {
                held.push(voter);
                let found = decide(held, rule(Disclosure::Live, min_batch, false), &mut rng);
                prop_assert!(groups.is_empty() && found.groups.is_empty() || found.stay.len() >= min_batch);
                held = found.stay;
                groups.extend(found.groups);
            }
            let last = decide(held, rule(Disclosure::Live, min_batch, true), &mut rng);
            let whole_day = groups.is_empty();
            groups.extend(last.groups);
            prop_assert!(groups.iter().all(|g| g.len() >= min_batch || whole_day && g.len() == voters as usize));
            prop_assert_eq!(groups.iter().flatten().collect::<BTreeSet<_>>().len(), voters as usize);
        }
    }

    #[test]
    fn the_draw_is_even() {
        let mut rng = StdRng::seed_from_u64(1);
        let mut left = [0u32; 10];
        for _ in 0..4_000 {
            let found = decide((0..10).collect(), rule(Disclosure::Live, 5, false), &mut rng);
            for ballot in found.groups.into_iter().flatten() {
                left[ballot] += 1;
            }
        }
        assert!(left.iter().all(|n| (1_800..2_200).contains(n)), "{left:?}");
    }

    #[test]
    fn a_full_box_leaves_in_parts_of_one_size() {
        let closing = ReleaseRule {
            max_group: 100,
            ..rule(Disclosure::AfterClose, 100, true)
        };
        let found = decide((0..201).collect(), closing, &mut StdRng::seed_from_u64(1));
        assert_eq!(
            found.groups.iter().map(Vec::len).collect::<Vec<_>>(),
            [67, 67, 67]
        );
    }
}
