//! Opening pooled batches with the counting key.

use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::events::BallotJson;
use pollstream_protocol::ids::ElectionId;
use pollstream_protocol::seal::{BatchOpener, CountingKey, SealScope};

use super::changes::{EntryPlace, IncidentRow};
use super::pool::OpeningRule;
use crate::store::intake::{OpenedBallot, WaitingBatch};

/// What opening needs to know.
pub struct Opener {
    /// The election.
    pub election: ElectionId,
    /// The counting key; without it everything stays sealed.
    pub key: Option<CountingKey>,
    /// Reads opened ballots.
    pub codec: BallotCodec,
}

/// Ballots that were opened, and what would not open.
#[derive(Debug, Default)]
pub struct Opened {
    /// The ballots.
    pub ballots: Vec<OpenedBallot>,
    /// Ballots that do not open or are not of this election: not counted, but never unnoticed.
    pub incidents: Vec<IncidentRow>,
}

impl Opener {
    /// Adds the batch's ballots to `opened`.
    pub fn open(&self, key: &CountingKey, batch: &WaitingBatch, opened: &mut Opened) {
        let place = EntryPlace {
            station: batch.station.clone(),
            incarnation: batch.incarnation,
            seq: batch.seq,
        };
        let scope = SealScope::new(&self.election, &batch.station, batch.incarnation);
        let opener = match BatchOpener::new(key, &batch.encapped_key, scope) {
            Ok(opener) => opener,
            Err(error) => {
                opened
                    .incidents
                    .push(does_not_open(&place, 0, batch.ballots.len(), &error.to_string()));
                return;
            }
        };
        for (number, sealed) in batch.ballots.iter().enumerate() {
            let ballot = (opener.open(sealed).map_err(|e| e.to_string()))
                .and_then(|plain| self.codec.decode(&plain).map_err(|e| e.to_string()));
            match ballot {
                Ok(ballot) => opened.ballots.push(OpenedBallot {
                    tracking_code: sealed.tracking_code,
                    station: batch.station.clone(),
                    ballot: BallotJson::from(ballot.ballot()),
                }),
                Err(error) => opened.incidents.push(does_not_open(&place, number, 1, &error)),
            }
        }
    }

    /// Puts new batches into the pools of their stations, in order, and opens each pool when the rule says so.
    /// `waiting` are the batches sealed so far. Returns what was opened, which of `waiting` were opened (by
    /// index), and for each new batch whether it was.
    pub fn pool(
        &self,
        rule: OpeningRule,
        waiting: &[WaitingBatch],
        new: &[WaitingBatch],
    ) -> (Opened, Vec<usize>, Vec<bool>) {
        let mut opened = Opened::default();
        let mut opened_waiting = Vec::new();
        let mut opened_new = vec![false; new.len()];
        let Some(key) = &self.key else {
            return (opened, opened_waiting, opened_new);
        };
        let mut pools: std::collections::HashMap<&str, (Vec<usize>, Vec<usize>, u64)> =
            std::collections::HashMap::new();
        for (i, batch) in waiting.iter().enumerate() {
            let pool = pools.entry(batch.station.as_str()).or_default();
            pool.0.push(i);
            pool.2 += batch.ballots.len() as u64;
        }
        for (i, batch) in new.iter().enumerate() {
            let pool = pools.entry(batch.station.as_str()).or_default();
            pool.1.push(i);
            pool.2 += batch.ballots.len() as u64;
            if rule.opens(pool.2) {
                for i in pool.0.drain(..) {
                    self.open(key, &waiting[i], &mut opened);
                    opened_waiting.push(i);
                }
                for i in pool.1.drain(..) {
                    self.open(key, &new[i], &mut opened);
                    opened_new[i] = true;
                }
                pool.2 = 0;
            }
        }
        (opened, opened_waiting, opened_new)
    }
}

fn does_not_open(place: &EntryPlace, number: usize, ballots: usize, error: &str) -> IncidentRow {
    IncidentRow {
        kind: "ballot_does_not_open",
        station: Some(place.station.clone()),
        voter: None,
        detail: format!("{ballots} ballot(s) of entry {}: {error}", place.seq),
        unique_key: format!(
            "ballot_does_not_open/{}/{}/{}/{number}",
            place.station, place.incarnation, place.seq
        ),
    }
}
