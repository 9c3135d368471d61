//! The scheme before this one, as a model: ballots of all styles left in batches of `min_batch`, a restart and the
//! close sent what there was, and the store held the sealed ballots as they are.

use super::adversary::{Evidence, Seen};
use super::day::{Day, Event};

#[derive(Default)]
struct OldBox {
    ballots: Vec<usize>,
    batches: usize,
    evidence: Evidence,
    cast: usize,
}

impl OldBox {
    /// Everything in the box goes into the log.
    fn empty(&mut self, day: &Day, closing: bool) {
        self.batches += usize::from(!closing && !self.ballots.is_empty());
        for voter in self.ballots.drain(..) {
            let known = &mut self.evidence.ballots[voter];
            known.before = known.before.min(self.cast);
        }
        self.evidence.groups_before_close = self.batches;
        // What is cast from now on is in no batch that is in the log already.
        for voter in self.cast..day.voters.len() {
            self.evidence.ballots[voter].after = self.cast;
        }
    }
}

pub(crate) fn live_through(day: &Day) -> Evidence {
    let ballot = |voter| Seen {
        voter,
        after: 0,
        before: day.voters.len(),
    };
    let mut old = OldBox {
        evidence: Evidence {
            voters: (0..day.voters.len()).collect(),
            ballots: (0..day.voters.len()).map(ballot).collect(),
            groups_before_close: 0,
        },
        ..OldBox::default()
    };
    for event in &day.events {
        match event {
            Event::Cast(voter) => {
                old.ballots.push(*voter);
                old.cast += 1;
                if old.ballots.len() >= day.min_batch {
                    old.empty(day, false);
                }
            }
            Event::Restart => old.empty(day, false),
            // Every sealed ballot is in the files, whether in the box or in the log.
            Event::Snapshot => {
                let cast = old.cast;
                for (voter, known) in old.evidence.ballots.iter_mut().enumerate() {
                    if voter < cast {
                        known.before = known.before.min(cast);
                    } else {
                        known.after = known.after.max(cast);
                    }
                }
            }
            _ => {}
        }
    }
    old.empty(day, true);
    old.evidence
}
