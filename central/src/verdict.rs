//! What an election under rehearsal has come to, on each of the three ways of counting: published totals, SQL,
//! and the station logs alone.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::check::{Outcome, check};
use crate::columns::{left, thousands};
use crate::outcome::ContestOutcome;
use crate::rehearsal::{Rehearsal, RehearsalError};
use crate::results::{ContestResults, Totals, assemble};
use crate::rounds::{RoundReport, drawn_from};

/// What is under way gets this long to arrive before it counts as missing.
const CHECK_PATIENCE: Duration = Duration::from_secs(30);

/// Seconds of each phase.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Phases(pub BTreeMap<&'static str, f64>);

impl Phases {
    /// Ends a phase that began at `started`.
    pub fn end(&mut self, phase: &'static str, started: Instant) {
        self.0.insert(phase, started.elapsed().as_secs_f64());
    }

    /// `cast 42.9 s, check 2.3 s, …`
    pub fn text(&self) -> String {
        let seconds: Vec<String> = (self.0.iter())
            .map(|(phase, s)| format!("{phase} {s:.1} s"))
            .collect();
        seconds.join(", ")
    }
}

/// The published totals of a contest.
#[derive(Debug, Clone, Serialize)]
pub struct ContestReport {
    /// Its title.
    pub title: String,
    /// Most votes first.
    pub candidates: Vec<CandidateReport>,
    /// Blank choices, first ranks only in a ranked contest.
    pub undervotes: u64,
    /// Overvoted choices, first ranks only in a ranked contest.
    pub overvotes: u64,
    /// Who is elected, or what is carried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ContestOutcome>,
    /// The rounds of a ranked contest, counted from the ballots in the database.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<RoundReport>,
}

/// The published votes of a candidate.
#[derive(Debug, Clone, Serialize)]
pub struct CandidateReport {
    /// As it stands in the definition.
    pub name: String,
    /// Votes; first ranks in a ranked contest.
    pub votes: u64,
}

impl From<ContestResults> for ContestReport {
    fn from(contest: ContestResults) -> Self {
        let candidates = contest.candidates.into_iter();
        ContestReport {
            title: contest.title,
            candidates: candidates
                .map(|c| CandidateReport {
                    name: c.name,
                    votes: c.votes,
                })
                .collect(),
            undervotes: contest.undervotes,
            overvotes: contest.overvotes,
            outcome: contest.outcome,
            rounds: contest.rounds,
        }
    }
}

/// What was published, and whether the other two ways of counting agree.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The published turnout.
    pub totals: Totals,
    /// The published totals.
    pub contests: Vec<ContestReport>,
    /// Whether the streaming totals equal what SQL counts.
    pub sql_tally_equal: bool,
    /// Whether the published totals follow from the station logs alone.
    pub recount_equal: bool,
    /// What the recount says differently; empty when equal.
    pub recount_differences: Vec<String>,
    /// What failed in `central check`; empty when all is well.
    pub check_failures: Vec<String>,
    /// Seconds of each phase.
    pub seconds: Phases,
}

impl Verdict {
    /// The three ways agree, and nothing failed in the check.
    pub fn agrees(&self) -> bool {
        self.sql_tally_equal && self.recount_equal && self.check_failures.is_empty()
    }

    /// The contests' totals, one candidate a line.
    pub fn contests_text(&self) -> String {
        let mut text = String::new();
        for contest in &self.contests {
            let _ = writeln!(text, "\n{}", contest.title);
            let candidates = contest.candidates.iter().map(|c| (c.votes, c.name.as_str()));
            let lost = [
                (contest.undervotes, "undervotes"),
                (contest.overvotes, "overvotes"),
            ];
            for (votes, name) in candidates.chain(lost) {
                let _ = writeln!(text, "{:>10}  {}", thousands(votes), left(name, name.width()));
            }
            if let Some(outcome) = &contest.outcome {
                let _ = writeln!(text, "{}", outcome.sentence);
            }
        }
        text
    }

    /// What the other ways say, and all that is wrong: `others` first.
    pub fn text(&self, others: &[String]) -> String {
        let word = |equal| if equal { "equal" } else { "DIFFERENT" };
        let checks = if self.check_failures.is_empty() {
            "passed"
        } else {
            "FAILED"
        };
        let mut text = format!(
            "SQL tally {}, recount from the station logs {}, checks {checks}\n",
            word(self.sql_tally_equal),
            word(self.recount_equal)
        );
        let wrong = (others.iter())
            .chain(&self.check_failures)
            .chain(&self.recount_differences);
        for wrong in wrong {
            let _ = writeln!(text, "WRONG: {wrong}");
        }
        text
    }
}

impl Rehearsal {
    /// Asks each of the three ways what it counted, and stops the services of the rehearsal.
    ///
    /// Lots are drawn from `seed`.
    pub async fn judge(
        self,
        seed: u64,
        phases: &mut Phases,
        say: &(impl Fn(&str) + Sync),
    ) -> Result<Verdict, RehearsalError> {
        say("checking what central holds");
        let started = Instant::now();
        let mut counts = self.store.counts().await?;
        counts.lots = drawn_from(seed, &self.definition.definition);
        let published = assemble(&self.definition.definition, &counts, None, Timestamp::now());
        let check = check(&self.store, CHECK_PATIENCE).await?;
        phases.end("check", started);

        say("counting again from the station logs");
        let started = Instant::now();
        let mut recounted = self.recount().await?;
        for (contest, ballots) in &recounted.ranked {
            if counts.ranked.get(contest) != Some(ballots) {
                let said = format!("{contest}: the ranks in the station logs are not those in the database");
                recounted.differences.push(said);
            }
        }
        phases.end("recount", started);
        self.stop().await?;

        Ok(Verdict {
            sql_tally_equal: published.sql_tally_equal,
            recount_equal: recounted.equal() && recounted.ballots == published.totals.counts.ballots,
            recount_differences: recounted.differences,
            check_failures: (check.checks.iter())
                .filter(|c| c.outcome == Outcome::Failed)
                .map(|c| format!("{}: {} ({})", c.name, c.count, c.examples.join("; ")))
                .collect(),
            totals: published.totals,
            contests: published.contests.into_iter().map(ContestReport::from).collect(),
            seconds: Phases::default(),
        })
    }
}
