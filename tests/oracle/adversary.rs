//! What the adversary can conclude.

use std::fmt;

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::day::Day;

/// Random deals of the same votes with which chance is measured, for each day.
const DEALS: u32 = 8;

/// A ballot that the counting key opens, and what is known of when it was cast: after the first `after` voters and
/// among the first `before`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Whose it is: for its marks, and to check the conclusions. The adversary does not know.
    pub(crate) voter: usize,
    pub(crate) after: usize,
    pub(crate) before: usize,
}

/// All that the adversary has of a day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    /// Voters whose ballots are among those opened, in the order in which they cast.
    pub(crate) voters: Vec<usize>,
    pub(crate) ballots: Vec<Seen>,
    pub(crate) groups_before_close: usize,
}

/// What they learn of a day, or of many.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    pub(crate) consistent: bool,
    pub(crate) days: usize,
    pub(crate) voters: usize,
    /// The smallest set that anybody's ballot must be in, where more of the style voted than are in it.
    pub(crate) smallest: usize,
    /// Voters whose set is smaller than `min_batch` and than all ballots of their style.
    pub(crate) too_small: usize,
    pub(crate) groups_before_close: usize,
    /// Votes in any contest.
    pub(crate) votes: usize,
    /// Votes that are known for certain.
    pub(crate) certain: usize,
    /// The same from the final totals of station and style alone.
    pub(crate) certain_by_totals: usize,
    /// Votes that would be known on average if the same votes had been dealt to the same sets at random, and the sum
    /// of the variances.
    chance: f64,
    variance: f64,
}

impl Findings {
    pub(crate) fn add(&mut self, day: &Findings) {
        self.smallest = if self.days == 0 {
            day.smallest
        } else {
            self.smallest.min(day.smallest)
        };
        self.days += day.days;
        self.voters += day.voters;
        self.too_small += day.too_small;
        self.groups_before_close += day.groups_before_close;
        self.votes += day.votes;
        self.certain += day.certain;
        self.certain_by_totals += day.certain_by_totals;
        self.chance += day.chance;
        self.variance += day.variance;
    }

    /// Whether no more is known than unanimous groups happen to show: within four standard deviations.
    pub(crate) fn certain_is_chance(&self) -> bool {
        (self.certain as f64) <= self.chance + 4.0 * self.variance.sqrt() + 1.0
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |n: f64| 100.0 * n / (self.votes.max(1) as f64);
        write!(
            f,
            "{} days, {} voters: smallest set {}, {} voters in too small a set; {} groups before the close; votes known \
             for certain {:.2} %, from the final totals alone {:.2} %, by chance {:.2} %",
            self.days,
            self.voters,
            self.smallest,
            self.too_small,
            self.groups_before_close,
            percent(self.certain as f64),
            percent(self.certain_by_totals as f64),
            percent(self.chance)
        )
    }
}

/// Ballots of which exactly the same is known.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Class {
    after: usize,
    before: usize,
    ballots: Vec<usize>,
}

/// One style's voters and ballots.
struct Style<'a> {
    day: &'a Day,
    voters: Vec<usize>,
    classes: Vec<Class>,
}

pub(crate) fn judge(day: &Day, evidence: &Evidence) -> Findings {
    let mut findings = Findings {
        consistent: true,
        days: 1,
        voters: evidence.voters.len(),
        smallest: usize::MAX,
        groups_before_close: evidence.groups_before_close,
        ..Findings::default()
    };
    let mut rng = StdRng::seed_from_u64(day.seed ^ 0x05ac);
    for style in 0..day.styles {
        Style::of(day, evidence, style).judge(&mut findings, &mut rng);
    }
    findings
}

impl<'a> Style<'a> {
    fn of(day: &'a Day, evidence: &Evidence, style: usize) -> Self {
        let mut classes: Vec<Class> = Vec::new();
        for seen in evidence
            .ballots
            .iter()
            .filter(|b| day.voters[b.voter].style == style)
        {
            let same = classes
                .iter_mut()
                .find(|c| (c.after, c.before) == (seen.after, seen.before));
            match same {
                Some(class) => class.ballots.push(seen.voter),
                None => classes.push(Class {
                    after: seen.after,
                    before: seen.before,
                    ballots: vec![seen.voter],
                }),
            }
        }
        let of_style = |voter: &usize| day.voters[*voter].style == style;
        Style {
            day,
            voters: evidence.voters.iter().copied().filter(of_style).collect(),
            classes,
        }
    }

    fn judge(&self, findings: &mut Findings, rng: &mut StdRng) {
        let total = self.voters.len();
        if total == 0 {
            return;
        }
        findings.consistent &= self.possible(None);
        let sets: Vec<Vec<usize>> = self.voters.iter().map(|v| self.set_of(*v)).collect();
        for (voter, set) in self.voters.iter().zip(&sets) {
            let own = |class: &usize| self.classes[*class].ballots.contains(voter);
            findings.consistent &= set.iter().any(own);
            let size: usize = set.iter().map(|class| self.classes[*class].ballots.len()).sum();
            if size < total {
                findings.smallest = findings.smallest.min(size);
                findings.too_small += usize::from(size < self.day.min_batch);
            }
        }
        let mut marks: Vec<[bool; 2]> = self.ballots().map(|b| self.day.voters[b].marks).collect();
        findings.votes += 2 * total;
        findings.certain += self.certain(&sets, &marks);
        findings.certain_by_totals += (0..2)
            .filter(|contest| marks.iter().all(|m| m[*contest] == marks[0][*contest]))
            .count()
            * total;
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..DEALS {
            marks.shuffle(rng);
            let certain = self.certain(&sets, &marks) as f64;
            sum += certain;
            squares += certain * certain;
        }
        let deals = f64::from(DEALS);
        findings.chance += sum / deals;
        // Of the day itself, and of the mean that estimates it.
        findings.variance += (squares / deals - (sum / deals).powi(2)) * (deals + 1.0) / (deals - 1.0);
    }

    /// The ballots, class by class.
    fn ballots(&self) -> impl Iterator<Item = usize> {
        self.classes.iter().flat_map(|c| c.ballots.iter().copied())
    }

    /// Votes that are the same on every ballot of the voter's set, when the ballots, class by class, are marked so.
    fn certain(&self, sets: &[Vec<usize>], marks: &[[bool; 2]]) -> usize {
        let mut start = 0;
        let mut alike = Vec::new();
        for class in &self.classes {
            let of_class = &marks[start..start + class.ballots.len()];
            start += class.ballots.len();
            let one = |contest: usize| {
                let first = of_class[0][contest];
                of_class.iter().all(|m| m[contest] == first).then_some(first)
            };
            alike.push([one(0), one(1)]);
        }
        let known = |set: &Vec<usize>, contest: usize| {
            let first = alike[set[0]][contest];
            first.is_some() && set.iter().all(|class| alike[*class][contest] == first)
        };
        let votes = sets.iter().flat_map(|set| [known(set, 0), known(set, 1)]);
        votes.filter(|known| *known).count()
    }

    /// The classes that a voter's ballot may be in, so that every other voter still has one.
    fn set_of(&self, voter: usize) -> Vec<usize> {
        (0..self.classes.len())
            .filter(|class| self.possible(Some((voter, *class))))
            .collect()
    }

    /// Whether everybody can have cast one of the ballots, this voter one of this class. Voters are points in time
    /// and ballots are stretches of it: the earliest voter takes the ballot that could not wait for longest.
    fn possible(&self, fixed: Option<(usize, usize)>) -> bool {
        let fits = |class: &Class, voter: usize| class.after <= voter && voter < class.before;
        let mut left: Vec<usize> = self.classes.iter().map(|c| c.ballots.len()).collect();
        if let Some((voter, class)) = fixed {
            if !fits(&self.classes[class], voter) {
                return false;
            }
            left[class] -= 1;
        }
        let others = self
            .voters
            .iter()
            .filter(|v| fixed.is_none_or(|(voter, _)| **v != voter));
        for voter in others {
            let open = (0..left.len()).filter(|c| left[*c] > 0 && fits(&self.classes[*c], *voter));
            match open.min_by_key(|c| self.classes[*c].before) {
                Some(class) => left[class] -= 1,
                None => return false,
            }
        }
        left.iter().all(|n| *n == 0)
    }
}
