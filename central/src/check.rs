//! `central check`: is everything that central holds consistent? Named checks with counts and examples.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

use jiff::Timestamp;
use pollstream_count::certification::{LogStanding, accepted_to};
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{CaseKey, ContestId, LogName};
use pollstream_protocol::ledger::CaseState;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::roll_file::LookAlikes;
use crate::store::check::{self as questions, EXAMPLES, Found, QUESTIONS};
use crate::store::election::ElectionRecord;
use crate::store::look_alike::look_alikes;
use crate::store::provisional::CaseStatus;
use crate::store::results::{differences, sql_tally, streaming_tally};
use crate::store::{Store, StoreError, decision, station_log};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing is off.
    Ok,
    /// Something should be looked at; the data is sound.
    Warning,
    /// The data is not sound.
    Failed,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name, stable.
    pub name: String,
    /// What it makes sure of.
    pub says: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Things that are off.
    pub count: u64,
    /// The first of them in words.
    pub examples: Vec<String>,
}

/// All checks of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReport {
    /// When it was made.
    pub as_of: Timestamp,
    /// The checks in order.
    pub checks: Vec<Check>,
}

/// Runs every check, all about one moment. What intake and the aggregator have under way is given `patience`
/// to arrive first; what has not arrived by then is a failed check.
pub async fn check(store: &Store, patience: Duration) -> Result<CheckReport, StoreError> {
    let election = store.election().await?;
    let definition = &election.definition.definition;
    store.settle(patience).await?;
    let mut transaction = store.begin_reading().await?;
    let ledger = store.ledger(&mut transaction).await?;
    let logs = station_log::standings(&mut transaction, None).await?;
    let mut checks = Vec::new();
    for question in QUESTIONS {
        let found = questions::ask(&mut transaction, question).await?;
        checks.push(Check::new(question.name, question.says, question.warns, found));
    }
    let mut fault = |name, says, found| checks.push(Check::new(name, says, None, found));
    fault(
        "log beginnings",
        "every station's log begins with the hash of this election, station and incarnation",
        questions::wrong_beginnings(&mut transaction, &definition.id).await?,
    );
    fault(
        "ballot contests",
        "every ballot holds exactly the contests of its style",
        wrong_contests(definition, &questions::contest_sets(&mut transaction).await?),
    );
    fault(
        "close reports",
        "every close report adds up and equals what the log says, or officials accepted it: central ruling \
         accept-discrepancy",
        logs.iter()
            .filter(|log| accepted_to(&ledger, &log.head.log) < log.counted_end(&ledger))
            .flat_map(|log| {
                let name = &log.head.log;
                (log.state.discrepancies().into_iter()).map(move |d| format!("{name}: {d}"))
            })
            .collect::<Vec<_>>()
            .into(),
    );
    fault(
        "log sums",
        "what is on record of every log is what its entries add up to",
        wrong_sums(&logs, &questions::sums(&mut transaction).await?),
    );
    fault(
        "decisions",
        "every decision continues the chain and keeps the rules, and every case stands as they say",
        wrong_decisions(&mut transaction, &election).await?,
    );
    let (streaming, sql) = (
        streaming_tally(&mut transaction).await?,
        sql_tally(&mut transaction).await?,
    );
    fault(
        "tally",
        "the streaming tally of every place and contest equals the SQL tally",
        differences(&streaming, &sql).into(),
    );
    let examples = usize::try_from(EXAMPLES).unwrap_or(0);
    let alike = look_alikes(&mut transaction, &definition.id, examples).await?;
    checks.push(Check::new(
        "look-alikes",
        "no two voters have one name and date of birth, or numbers that differ by leading zeros only",
        Some("voters may be one person: they have one name and date of birth, or numbers that differ by leading zeros only"),
        Found {
            count: alike.count,
            examples: alike.groups.iter().map(one_line).collect(),
        },
    ));
    transaction.rollback().await?;
    checks.sort_by_key(|c| c.outcome == Outcome::Warning);
    Ok(CheckReport {
        as_of: Timestamp::now(),
        checks,
    })
}

/// Folds the chain again, and compares what follows from it with the cases on record and the definition in force.
async fn wrong_decisions(
    connection: &mut PgConnection,
    election: &ElectionRecord,
) -> Result<Found, StoreError> {
    let definition = &election.definition;
    let (ledger, mut wrong) = decision::folded(connection, election).await?;
    if ledger.version() != 0 && ledger.version() != definition.version {
        let (decided, now) = (ledger.version(), definition.version);
        wrong.push(format!(
            "the definition in force is version {now}, decided was version {decided}"
        ));
    }
    wrong.extend(questions::wrong_rulings(connection, &ledger).await?);
    let on_record: BTreeMap<CaseKey, String> =
        (questions::decided_cases(connection).await?.into_iter()).collect();
    let decided: BTreeMap<CaseKey, String> = (ledger.cases())
        .map(|(case, state)| (case.clone(), status_of(state).as_str().to_owned()))
        .collect();
    let cases: BTreeSet<&CaseKey> = on_record.keys().chain(decided.keys()).collect();
    for case in cases {
        let (here, there) = (on_record.get(case), decided.get(case));
        if here != there {
            let name = |status: Option<&String>| status.map_or("pending", String::as_str).to_owned();
            wrong.push(format!(
                "case {case}: {} on record, {} by the decisions",
                name(here),
                name(there)
            ));
        }
    }
    Ok(wrong.into())
}

fn status_of(state: CaseState) -> CaseStatus {
    match state {
        CaseState::Released => CaseStatus::Released,
        CaseState::Mixed => CaseStatus::Counted,
        CaseState::Rejected => CaseStatus::Rejected,
    }
}

fn one_line(group: &LookAlikes) -> String {
    let people = group.people.iter();
    let people = people.map(|p| format!("{} {} ({})", p.registration_number, p.name, p.polling_station));
    people.collect::<Vec<_>>().join(" = ")
}

fn wrong_contests(definition: &ElectionDefinition, sets: &[(String, Vec<String>, i64)]) -> Found {
    let expected = |style: &str| -> Option<Vec<&str>> {
        let style = definition.ballot_style(&style.parse().ok()?)?;
        let mut contests: Vec<_> = style.contests.iter().map(ContestId::as_str).collect();
        contests.sort_unstable();
        Some(contests)
    };
    let wrong = sets.iter().filter_map(|(style, held, n)| {
        // Postgres may sort by the rules of a language.
        let mut held: Vec<&str> = held.iter().map(String::as_str).collect();
        held.sort_unstable();
        (expected(style).as_deref() != Some(&held[..]))
            .then(|| format!("{n} ballots of style {style} hold: {}", held.join(", ")))
    });
    wrong.collect::<Vec<_>>().into()
}

/// Logs of which something else is on record than their entries add up to.
fn wrong_sums(logs: &[LogStanding], on_record: &[(LogName, [u64; 6])]) -> Found {
    let on_record: BTreeMap<&LogName, &[u64; 6]> = on_record.iter().map(|(log, sums)| (log, sums)).collect();
    let wrong = logs.iter().filter_map(|log| {
        let s = &log.state;
        let folded = [
            s.check_ins,
            s.undone,
            s.ballots,
            s.provisional,
            s.registrations,
            s.cases,
        ];
        let recorded = on_record.get(&log.head.log).copied().copied().unwrap_or_default();
        (recorded != folded)
            .then(|| format!("{}: {recorded:?} on record, {folded:?} in the log", log.head.log))
    });
    wrong.collect::<Vec<_>>().into()
}

impl Check {
    fn new(name: &str, rule: &str, warns: Option<&str>, found: Found) -> Self {
        let (outcome, says) = match (found.count, warns) {
            (0, _) => (Outcome::Ok, rule),
            (_, Some(warns)) => (Outcome::Warning, warns),
            (_, None) => (Outcome::Failed, rule),
        };
        Check {
            name: name.to_owned(),
            says: says.to_owned(),
            outcome,
            count: found.count,
            examples: found.examples,
        }
    }
}

impl CheckReport {
    /// Whether no check failed. Warnings do not count: a refused message is the system at work.
    pub fn is_green(&self) -> bool {
        self.checks.iter().all(|c| c.outcome != Outcome::Failed)
    }

    /// Checks that ended so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.checks.iter().filter(|c| c.outcome == outcome).count()
    }

    /// How many ended how: `25 passed, 2 warnings`.
    pub fn summary(&self) -> String {
        let mut said = vec![format!("{} passed", self.count(Outcome::Ok))];
        let also = [
            (Outcome::Warning, "warning", "warnings"),
            (Outcome::Failed, "failed", "failed"),
        ];
        said.extend(
            also.into_iter()
                .filter_map(|(outcome, one, more)| match self.count(outcome) {
                    0 => None,
                    1 => Some(format!("1 {one}")),
                    n => Some(format!("{n} {more}")),
                }),
        );
        said.join(", ")
    }

    /// One JSON object, indented, with `green`.
    pub fn to_json(&self) -> String {
        let value = serde_json::json!({
            "green": self.is_green(), "as_of": self.as_of, "checks": self.checks,
        });
        serde_json::to_string_pretty(&value).unwrap_or_default()
    }

    /// For people: one line a check, examples of what is off below it.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for check in &self.checks {
            let mark = match check.outcome {
                Outcome::Ok => "  ok ",
                Outcome::Warning => "WARN ",
                Outcome::Failed => "FAIL ",
            };
            let _ = writeln!(out, "{mark} {:<26} {}", check.name, check.says);
            for example in &check.examples {
                let _ = writeln!(out, "        - {}", example.replace(char::is_control, " "));
            }
            let more = check.count.saturating_sub(EXAMPLES.unsigned_abs());
            if more > 0 {
                let _ = writeln!(out, "        … and {more} more");
            }
        }
        let _ = match self.count(Outcome::Failed) {
            0 => writeln!(out, "\nNo check failed: {}.", self.summary()),
            _ => writeln!(out, "\nCHECKS FAILED: {}.", self.summary()),
        };
        out
    }
}

#[cfg(test)]
mod tests {
    use pollstream_count::station_log::LogState;
    use pollstream_protocol::decision::LogHead;
    use pollstream_protocol::receipt::Standing;

    use super::*;

    fn report(found: u64, warns: Option<&str>) -> CheckReport {
        let found = Found {
            count: found,
            examples: vec!["s1: \u{1b}[2Jseven".into(); found.min(5) as usize],
        };
        let checks = vec![Check::new("tally", "it is equal", warns, found)];
        CheckReport {
            as_of: Timestamp::UNIX_EPOCH,
            checks,
        }
    }

    #[test]
    fn a_failure_is_not_green_a_warning_is() {
        let warns = Some("some are not equal");
        assert!(report(0, None).is_green() && report(3, warns).is_green() && !report(1, None).is_green());
        assert!(report(7, None).to_text().contains("… and 2 more"));
        let warned = report(1, warns).to_text();
        assert!(warned.contains("some are not equal") && !warned.contains("it is equal"));
        assert!(
            warned.contains("No check failed: 0 passed, 1 warning."),
            "{warned}"
        );
        assert!(
            !warned.contains('\u{1b}'),
            "examples may come from a forged message"
        );
        let json: serde_json::Value = serde_json::from_str(&report(1, None).to_json()).unwrap();
        assert_eq!(
            (&json["green"], &json["checks"][0]["count"]),
            (&false.into(), &1.into())
        );
    }

    #[test]
    fn what_is_on_record_otherwise_than_in_the_log_is_found() {
        let mut log = LogStanding {
            head: LogHead {
                log: "north/1".parse().unwrap(),
                next_seq: 4,
                hash: [0; 32],
            },
            standing: Standing::Active,
            state: LogState::default(),
            waiting: 0,
        };
        log.state.check_ins = 2;
        let name = log.head.log.clone();
        let logs = [log];
        assert_eq!(wrong_sums(&logs, &[(name.clone(), [2, 0, 0, 0, 0, 0])]).count, 0);
        assert_eq!(wrong_sums(&logs, &[(name, [1, 0, 0, 0, 0, 0])]).count, 1);
        assert_eq!(wrong_sums(&logs, &[]).count, 1);
    }

    #[test]
    fn a_ballot_with_another_styles_contests_is_found() {
        let definition = ElectionDefinition::parse(include_str!("aggregate/testing.toml")).unwrap();
        let sets = |style: &str, held: &[&str]| {
            let held = held.iter().map(ToString::to_string).collect();
            wrong_contests(&definition, &[(style.to_owned(), held, 3)]).count
        };
        assert_eq!(sets("city", &["council", "mayor"]), 0);
        assert_eq!(sets("city", &["mayor"]), 1);
        assert_eq!(sets("village", &["council", "mayor"]), 1);
    }
}
