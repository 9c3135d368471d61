//! Which revision of a definition may follow which: the one place where these rules stand. Central refuses a
//! revision that breaks one before it is signed, a station refuses it again.
//!
//! What voters already hold, or were promised, stays: their ballots, the contests on them, who can be read from
//! a sealed ballot, when ballots are opened, where votes are reported. What may change: names and texts,
//! polling hours, accreditations; candidates, parties, districts and polling stations may be added. These rules
//! hold from the first signature on, and not only once ballots were issued, because nobody can know what a
//! station without a network has issued.

use std::collections::HashMap;
use std::hash::Hash;

use thiserror::Error;

use super::{
    BallotStyle, Candidate, Contest, District, ElectionDefinition, Party, PollingStation, SignedDefinition,
};
use crate::ids::ContestId;

/// A rule that a revision breaks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what}: {rule}")]
pub struct RevisionFault {
    /// What breaks it: the key of the file, or a thing and its id.
    pub what: String,
    /// The rule, in words.
    pub rule: &'static str,
}

/// Every rule that `new` breaks as the successor of `old`; empty when it may replace it.
pub fn revision_faults(old: &SignedDefinition, new: &SignedDefinition) -> Vec<RevisionFault> {
    let mut faults = Faults::default();
    faults.unless(new.version > old.version, "version", "it does not grow");
    faults.unless(
        new.counting_key == old.counting_key,
        "counting key",
        "it changes the counting key: ballots are sealed to it",
    );
    faults.unless(
        new.recovery_key == old.recovery_key,
        "recovery key",
        "it changes the recovery key: recovery copies are sealed to it",
    );
    let (old, new) = (&old.definition, &new.definition);
    faults.election(old, new);
    faults.ballots(old, new);
    faults.candidates(old, new);
    faults.places(old, new);
    faults.0
}

#[derive(Default)]
struct Faults(Vec<RevisionFault>);

impl Faults {
    fn unless(&mut self, good: bool, what: impl Into<String>, rule: &'static str) {
        if !good {
            let what = what.into();
            self.0.push(RevisionFault { what, rule });
        }
    }

    fn election(&mut self, old: &ElectionDefinition, new: &ElectionDefinition) {
        self.unless(old.id == new.id, "id", "it is another election");
        self.unless(
            old.date == new.date,
            "date",
            "it changes the day on which ages are counted",
        );
        self.unless(
            old.time_zone == new.time_zone,
            "time_zone",
            "it changes the times of the polls everywhere",
        );
        self.unless(
            old.voting_age == new.voting_age,
            "voting_age",
            "it changes by what age voters were registered",
        );
        self.unless(
            (old.disclosure, old.min_batch) == (new.disclosure, new.min_batch),
            "disclosure, min_batch",
            "it changes what voters were promised about the opening of ballots",
        );
    }

    /// Ballots are in voters' hands, and sealed ones must stay readable.
    fn ballots(&mut self, old: &ElectionDefinition, new: &ElectionDefinition) {
        let style = |s: &BallotStyle| s.contests.clone();
        let same = fixed(&old.ballot_styles, &new.ballot_styles, |s| &s.id, style);
        self.unless(
            same && old.ballot_styles.len() == new.ballot_styles.len(),
            "ballot_style",
            "it changes the ballot styles",
        );
        let contest = |c: &Contest| {
            (
                c.vote_variation,
                c.overvote_permitted,
                c.seats,
                c.tabulation.clone(),
            )
        };
        let same = fixed(&old.contests, &new.contests, |c| &c.id, contest);
        self.unless(
            same && old.contests.len() == new.contests.len(),
            "contest",
            "it changes the contests, their numbers of marks, their seats or how they are counted",
        );
    }

    fn candidates(&mut self, old: &ElectionDefinition, new: &ElectionDefinition) {
        for (contest, candidate) in all_candidates(old) {
            let what = format!("candidate `{}`", candidate.id);
            match new.candidate(&candidate.id) {
                None => self.unless(
                    false,
                    what,
                    "it is gone: ballots may name it; let it be withdrawn",
                ),
                Some((now, _)) if now.id != *contest => {
                    self.unless(false, what, "it stands in another contest than before");
                }
                Some((_, now)) => {
                    let (from, to) = (candidate.accreditation, now.accreditation);
                    let allowed = from == to || from.next().contains(&to);
                    self.unless(
                        allowed,
                        what,
                        "its accreditation cannot go from what it was to this",
                    );
                }
            }
        }
        let party = |_: &Party| ();
        self.unless(
            fixed(&old.parties, &new.parties, |p| &p.id, party),
            "party",
            "a party is gone",
        );
    }

    /// Totals that were published of a place must go on to mean the same.
    fn places(&mut self, old: &ElectionDefinition, new: &ElectionDefinition) {
        let district = |d: &District| d.parent.clone();
        self.unless(
            fixed(&old.districts, &new.districts, |d| &d.id, district),
            "district",
            "a district is gone or lies elsewhere in the tree",
        );
        let station = |s: &PollingStation| (s.district.clone(), s.ballot_styles.clone());
        self.unless(
            fixed(&old.polling_stations, &new.polling_stations, |s| &s.id, station),
            "polling_station",
            "a polling station is gone, reports elsewhere or issues other ballot styles",
        );
    }
}

/// Whether everything of `old` is in `new`, found by `id`, and unchanged in what `kept` picks out.
fn fixed<T, K: Hash + Eq, V: PartialEq>(
    old: &[T],
    new: &[T],
    id: impl Fn(&T) -> &K,
    kept: impl Fn(&T) -> V,
) -> bool {
    let new: HashMap<&K, &T> = new.iter().map(|item| (id(item), item)).collect();
    old.iter()
        .all(|item| new.get(id(item)).is_some_and(|now| kept(now) == kept(item)))
}

fn all_candidates(definition: &ElectionDefinition) -> impl Iterator<Item = (&ContestId, &Candidate)> {
    let contests = definition.contests.iter();
    contests.flat_map(|contest| contest.candidates.iter().map(|c| (&contest.id, c)))
}
