//! Who leaves in a round in which nobody is elected.

use pollstream_protocol::definition::RankedMethod;

use super::piles::{Count, Standing};
use super::{OpenTie, TieFor};

impl Count<'_> {
    /// Eliminates by the first rule that applies: written in, below the cut-off, the batch, the lowest.
    pub(super) fn eliminate_next(&mut self, continuing: &[usize]) -> Result<(), OpenTie> {
        let mut leave = self.written_in();
        if leave.is_empty() {
            leave = self.below_cut_off(continuing);
        }
        if leave.is_empty() && self.contest.rules.batch_elimination {
            leave = self.batch(continuing);
        }
        if leave.is_empty() && !continuing.is_empty() {
            leave = vec![self.choose(continuing, TieFor::Last)?];
        }
        self.eliminate(leave);
        Ok(())
    }

    /// Votes for somebody written in, who is nobody in particular, go on first.
    pub(super) fn written_in(&self) -> Vec<usize> {
        let there = |c: &usize| self.standing[*c] == Standing::Continuing && self.votes(*c) > 0;
        self.write_ins().filter(there).into_iter().collect()
    }

    fn below_cut_off(&self, continuing: &[usize]) -> Vec<usize> {
        let RankedMethod::BottomsUpShare { cut_off: true, .. } = self.contest.rules.method else {
            return Vec::new();
        };
        let threshold = self.rounds.last().map_or(0, |r| r.threshold);
        let below = continuing.iter().filter(|c| self.votes(**c) < threshold);
        below.copied().collect()
    }

    /// All from the lowest up whose votes together are fewer than those of the next: whoever of them got all the
    /// others' votes would still be lowest. A single one is no batch.
    fn batch(&self, continuing: &[usize]) -> Vec<usize> {
        let mut upwards = continuing.to_vec();
        upwards.sort_by_key(|c| self.votes(*c));
        let (mut together, mut largest, mut smaller) = (0, 0, 0);
        for (place, candidate) in upwards.iter().enumerate() {
            if together < self.votes(*candidate) && place > largest {
                smaller = largest;
                largest = place;
            }
            together += self.votes(*candidate);
        }
        let gone = self.with(Standing::Eliminated).len();
        if self.contest.rules.continue_until_two && largest + gone + 1 == self.taking_part() {
            // The last two stay.
            largest = smaller;
        }
        upwards.truncate(largest);
        if upwards.len() > 1 { upwards } else { Vec::new() }
    }
}
