//! What a simulation gave.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::columns::thousands;
use crate::verdict::Verdict;

const WIDEST_BAR: u64 = 48;

/// What stations did, what central counted, and whether the two agree.
#[derive(Debug, Clone, Serialize)]
pub struct SimulateReport {
    /// Polling stations.
    pub stations: u32,
    /// Voters on the rolls before the day.
    pub voters: u64,
    /// Voters registered on the day.
    pub registrations: u64,
    /// Check-ins that stand.
    pub check_ins: u64,
    /// Check-ins taken back.
    pub undone: u64,
    /// Ballots that stations say were cast, without provisional ones.
    pub ballots: u64,
    /// Ballots in the published totals.
    pub ballots_counted: u64,
    /// Ballots spoiled and issued again.
    pub spoiled: u64,
    /// Voters who left without casting.
    pub fled: u64,
    /// Provisional ballots that stations say were cast.
    pub provisional: u64,
    /// Stations that were without a network for a part of the day.
    pub outages: u32,
    /// Check-ins by hour of the day where the election is held, also those taken back later.
    pub check_ins_by_hour: BTreeMap<String, u64>,
    /// The published totals, and whether the other ways of counting agree.
    #[serde(flatten)]
    pub verdict: Verdict,
}

impl SimulateReport {
    /// What central holds differently from what the stations say they did; empty when all arrived, once.
    pub fn differences(&self) -> Vec<String> {
        let counts = &self.verdict.totals.counts;
        let pairs = [
            ("ballots", self.ballots, self.ballots_counted),
            ("check-ins", self.check_ins, counts.checked_in),
            ("provisional ballots", self.provisional, counts.provisional),
            (
                "registered voters",
                self.voters + self.registrations,
                counts.registered,
            ),
        ];
        let differing = pairs
            .into_iter()
            .filter(|(_, stations, central)| stations != central);
        differing
            .map(|(what, stations, central)| {
                format!(
                    "{what}: {} at the stations, {} at central",
                    thousands(stations),
                    thousands(central)
                )
            })
            .collect()
    }

    /// Everything that stations did is counted, once, on each of the three ways.
    pub fn sound(&self) -> bool {
        self.differences().is_empty() && self.verdict.agrees()
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.day(&mut out);
        self.hours(&mut out);
        out.push_str(&self.verdict.contests_text());
        self.counted(&mut out);
        let _ = writeln!(out, "\n{}", self.verdict.seconds.text());
        out
    }

    fn day(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "{} voters, {} polling stations, {} of them without a network for a part of the day",
            thousands(self.voters),
            self.stations,
            self.outages
        );
        let turnout = format!("check-ins ({:.1} % turnout)", self.verdict.totals.turnout_percent);
        let lines = [
            (self.registrations, "registered on the day"),
            (self.check_ins, turnout.as_str()),
            (self.undone, "check-ins taken back"),
            (self.ballots, "ballots cast"),
            (self.spoiled, "ballots spoiled and issued again"),
            (self.fled, "voters who left without casting"),
            (self.provisional, "provisional ballots, to be decided on"),
        ];
        for (n, what) in lines {
            let _ = writeln!(out, "{:>10}  {what}", thousands(n));
        }
    }

    fn hours(&self, out: &mut String) {
        let most = self.check_ins_by_hour.values().copied().max().unwrap_or(0);
        if most == 0 {
            return;
        }
        let _ = writeln!(out, "\nCheck-ins by hour");
        for (hour, n) in &self.check_ins_by_hour {
            let bar = "█".repeat(usize::try_from(n * WIDEST_BAR / most).unwrap_or(0));
            let line = format!("{:>10}  {hour}:00  {bar}", thousands(*n));
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }

    fn counted(&self, out: &mut String) {
        let (cast, counted) = (thousands(self.ballots), thousands(self.ballots_counted));
        let same = if self.ballots == self.ballots_counted {
            "each of them, once"
        } else {
            "NOT THE SAME"
        };
        let _ = writeln!(out, "\n{cast} ballots cast, {counted} counted: {same}");
        out.push_str(&self.verdict.text(&self.differences()));
    }
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::events::TurnoutCounts;

    use super::*;
    use crate::results::Totals;
    use crate::verdict::Phases;

    fn report() -> SimulateReport {
        let counts = TurnoutCounts {
            registered: 110,
            checked_in: 70,
            ballots: 68,
            provisional: 6,
            ..TurnoutCounts::default()
        };
        SimulateReport {
            stations: 2,
            voters: 100,
            registrations: 10,
            check_ins: 70,
            undone: 1,
            ballots: 68,
            ballots_counted: 68,
            spoiled: 3,
            fled: 2,
            provisional: 6,
            outages: 1,
            check_ins_by_hour: BTreeMap::from([("07".into(), 40), ("08".into(), 30), ("09".into(), 0)]),
            verdict: Verdict {
                totals: Totals {
                    counts,
                    turnout_percent: 70.0,
                    candidates: 3,
                },
                contests: Vec::new(),
                sql_tally_equal: true,
                recount_equal: true,
                recount_differences: Vec::new(),
                check_failures: Vec::new(),
                seconds: Phases::default(),
            },
        }
    }

    #[test]
    fn a_day_is_sound_when_central_holds_what_the_stations_did() {
        assert!(report().sound(), "{:?}", report().differences());
        assert!(
            report()
                .text()
                .contains("68 ballots cast, 68 counted: each of them, once")
        );
        let lost = SimulateReport {
            ballots_counted: 67,
            ..report()
        };
        assert!(
            !lost.sound()
                && lost
                    .text()
                    .contains("WRONG: ballots: 68 at the stations, 67 at central")
        );
        assert!(
            !SimulateReport {
                check_ins: 71,
                ..report()
            }
            .sound()
        );
        let mut differing = report();
        differing.verdict.recount_equal = false;
        assert!(!differing.sound());
    }

    #[test]
    fn an_hour_without_voters_has_no_bar() {
        let text = report().text();
        assert!(
            text.contains("        40  07:00  ████") && text.contains("         0  09:00\n"),
            "{text}"
        );
    }
}
