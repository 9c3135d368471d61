//! What a certification certifies, and what of the station logs stands in its way.
//!
//! It names each log that was counted and up to where. What arrives later changes no certified number. Everything
//! that stands in the way of a log can be ruled on by two officials: no station alone keeps an election from its end.

use pollstream_protocol::decision::LogHead;
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::LogName;
use pollstream_protocol::ledger::Ledger;
use pollstream_protocol::receipt::Standing;
use thiserror::Error;

use crate::station_log::{Bounds, Breach, Discrepancy, LogState};

/// Where a log stands at central.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogStanding {
    /// The log and its end.
    pub head: LogHead,
    /// How central regards it.
    pub standing: Standing,
    /// What its believed part adds up to.
    pub state: LogState,
    /// Segments that wait for one that never came.
    pub waiting: u64,
}

/// What keeps a log from being certified.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Obstacle {
    /// More may come.
    #[error("{0} has not closed its polls: wait for it, or central ruling accept")]
    PollsOpen(LogName),
    /// It breaks a rule of stations.
    #[error("{log} is set aside from entry {from} on: {breach}: central ruling accept, or exclude")]
    SetAside {
        /// The log.
        log: LogName,
        /// Its first entry that does.
        from: u64,
        /// The rule.
        breach: Breach,
    },
    /// It told two stories.
    #[error("{0} signed two versions of its log: central ruling accept, or exclude")]
    Contradicted(LogName),
    /// A part of it is missing.
    #[error("{0} has a gap: what follows entry {1} waits for what never came: central ruling accept")]
    Gap(LogName, u64),
    /// Its close report is odd.
    #[error("{0}: {1}: look into it, then central ruling accept-discrepancy")]
    Discrepancy(LogName, Discrepancy),
}

impl Bounds {
    /// What the decisions say of a log.
    pub fn of(ledger: &Ledger, log: &LogName) -> Self {
        Bounds {
            ruled_end: ledger.ruled_end(log).map(|head| head.next_seq),
            certified_end: ledger.certified_end(log),
        }
    }
}

/// Up to where what is odd about a log is accepted.
pub fn accepted_to(ledger: &Ledger, log: &LogName) -> u64 {
    let accepted = ledger.accepted_discrepancy(log).map_or(0, |head| head.next_seq);
    accepted.max(ledger.ruled_end(log).map_or(0, |head| head.next_seq))
}

impl LogStanding {
    /// Up to where the log counts.
    pub fn counted_end(&self, ledger: &Ledger) -> u64 {
        if let Some(certified) = ledger.certified_end(&self.head.log) {
            return certified.min(self.head.next_seq);
        }
        match (ledger.ruled_end(&self.head.log), &self.state.set_aside) {
            (Some(end), _) => end.next_seq.min(self.head.next_seq),
            (None, Some(set_aside)) => set_aside.from,
            (None, None) => self.head.next_seq,
        }
    }

    /// What keeps the log from being certified, as far as officials have not ruled on it.
    pub fn obstacles(&self, ledger: &Ledger) -> Vec<Obstacle> {
        let log = || self.head.log.clone();
        let mut found = Vec::new();
        if ledger.ruled_end(&self.head.log).is_none() {
            if let Some(set_aside) = &self.state.set_aside {
                found.push(Obstacle::SetAside {
                    log: log(),
                    from: set_aside.from,
                    breach: set_aside.breach.clone(),
                });
            }
            match self.standing {
                Standing::Quarantined => found.push(Obstacle::Contradicted(log())),
                Standing::Active if self.waiting > 0 => {
                    found.push(Obstacle::Gap(log(), self.head.next_seq));
                }
                Standing::Active if self.state.polls != PollsState::Closed && found.is_empty() => {
                    found.push(Obstacle::PollsOpen(log()));
                }
                Standing::Active | Standing::Revoked => {}
            }
        }
        if accepted_to(ledger, &self.head.log) < self.counted_end(ledger) {
            let odd = self.state.discrepancies().into_iter();
            found.extend(odd.map(|d| Obstacle::Discrepancy(log(), d)));
        }
        found
    }
}

#[cfg(test)]
mod tests;
