//! Opening groups of ballots with the counting key.

use std::collections::{BTreeMap, HashMap};
use std::thread;

use pollstream_protocol::ballot::BallotCodec;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::events::BallotJson;
use pollstream_protocol::ids::{BallotStyleId, ElectionId, StationId};
use pollstream_protocol::seal::{CountingKey, SealScope, SealedBallot};
use pollstream_protocol::tally::Tally;

use super::changes::IncidentRow;
use super::pool::OpeningRule;
use crate::store::ballots::{OpenedBallot, OpenedGroup, SealedGroup};

/// Fewer ballots than this are opened by one thread: starting another costs more.
const BALLOTS_A_THREAD: usize = 64;

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
    /// The ballots, by what was opened together.
    pub groups: Vec<OpenedGroup>,
    /// Ballots that do not open or are not of this election: not counted, but never unnoticed.
    pub incidents: Vec<IncidentRow>,
    /// How many ballots of each station are such.
    pub void: BTreeMap<StationId, u64>,
}

impl Opened {
    /// Ballots that were opened, by station.
    pub fn ballots_of_stations(&self) -> BTreeMap<StationId, u64> {
        let mut ballots: BTreeMap<StationId, u64> = BTreeMap::new();
        for group in &self.groups {
            *ballots.entry(group.station.clone()).or_default() += group.ballots.len() as u64;
        }
        ballots
    }

    /// Totals by station.
    pub fn tallies(&self, definition: &ElectionDefinition) -> BTreeMap<StationId, Tally> {
        let mut tallies: BTreeMap<StationId, Tally> = BTreeMap::new();
        for group in self.groups.iter().filter(|g| !g.ballots.is_empty()) {
            let tally = tallies.entry(group.station.clone()).or_default();
            for opened in &group.ballots {
                // What was decoded by the definition's codec has a form.
                if let Ok(ballot) = opened.ballot.to_ballot() {
                    tally.add(definition, &ballot);
                }
            }
        }
        tallies
    }
}

/// Groups that are opened together: of one station and style.
type Together<'a> = BTreeMap<(&'a StationId, &'a BallotStyleId), Vec<&'a SealedGroup>>;

/// A sealed ballot, and where it stands.
#[derive(Clone, Copy)]
struct Job<'a> {
    group: &'a SealedGroup,
    number: usize,
    sealed: &'a SealedBallot,
}

impl Opener {
    /// Opens groups, those of one station and style together.
    pub fn open<'a>(&self, key: &CountingKey, groups: impl IntoIterator<Item = &'a SealedGroup>) -> Opened {
        let mut together = Together::new();
        for group in groups {
            let of_style = together.entry((&group.station, &group.style)).or_default();
            of_style.push(group);
        }
        let mut opened = Opened::default();
        let all = self.open_all(key, together.values().flatten().copied());
        let mut all = all.into_iter();
        for ((station, style), groups) in together {
            let ballots: usize = groups.iter().map(|g| g.ballots.len()).sum();
            let mut open = Vec::with_capacity(ballots);
            for result in all.by_ref().take(ballots) {
                match result {
                    Ok(ballot) => open.push(ballot),
                    Err(incident) => {
                        opened.incidents.push(incident);
                        *opened.void.entry(station.clone()).or_default() += 1;
                    }
                }
            }
            opened.groups.push(OpenedGroup {
                station: station.clone(),
                style: style.clone(),
                ballots: open,
            });
        }
        opened
    }

    /// Opens every ballot, in order, on all cores.
    fn open_all<'a>(
        &self,
        key: &CountingKey,
        groups: impl Iterator<Item = &'a SealedGroup>,
    ) -> Vec<Result<OpenedBallot, IncidentRow>> {
        let jobs: Vec<Job> = groups
            .flat_map(|group| {
                let job = move |(number, sealed)| Job {
                    group,
                    number,
                    sealed,
                };
                group.ballots.iter().enumerate().map(job)
            })
            .collect();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let part = jobs.len().div_ceil(cores).max(BALLOTS_A_THREAD);
        let open = |jobs: &[Job]| {
            jobs.iter()
                .map(|job| self.open_one(key, *job))
                .collect::<Vec<_>>()
        };
        if jobs.len() <= part {
            return open(&jobs);
        }
        thread::scope(|scope| {
            let parts: Vec<_> = jobs.chunks(part).map(|jobs| scope.spawn(|| open(jobs))).collect();
            let join = |part: thread::ScopedJoinHandle<'_, _>| match part.join() {
                Ok(opened) => opened,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            parts.into_iter().flat_map(join).collect()
        })
    }

    fn open_one(&self, key: &CountingKey, job: Job) -> Result<OpenedBallot, IncidentRow> {
        let Job {
            group,
            number,
            sealed,
        } = job;
        let scope = SealScope::new(&self.election, &group.station, group.incarnation, &group.style);
        let ballot = (sealed.open(key, &scope).map_err(|e| e.to_string()))
            .and_then(|plain| self.codec.decode(&plain).map_err(|e| e.to_string()))
            .map_err(|error| does_not_open(group, number, &error))?;
        if ballot.ballot().style != group.style {
            return Err(does_not_open(
                group,
                number,
                "it is of another ballot style than its group",
            ));
        }
        Ok(OpenedBallot {
            code: sealed.tracking_code(),
            ballot: BallotJson::from(ballot.ballot()),
        })
    }

    /// Puts new groups into the pools of their stations and styles, in order, and opens each pool when the rule
    /// says so. `waiting` are the groups sealed so far. Returns what was opened, which of `waiting` were opened (by
    /// index), and for each new group whether it was.
    pub fn pool(
        &self,
        rule: OpeningRule,
        waiting: &[SealedGroup],
        new: &[SealedGroup],
    ) -> (Opened, Vec<usize>, Vec<bool>) {
        let Some(key) = &self.key else {
            return (Opened::default(), Vec::new(), vec![false; new.len()]);
        };
        let mut pools: HashMap<(&StationId, &BallotStyleId), (Vec<usize>, u64)> = HashMap::new();
        let (mut of_waiting, mut of_new) = (vec![false; waiting.len()], vec![false; new.len()]);
        for (i, group) in waiting.iter().chain(new).enumerate() {
            let pool = pools.entry((&group.station, &group.style)).or_default();
            pool.0.push(i);
            pool.1 += group.ballots.len() as u64;
            if i >= waiting.len() && rule.opens(pool.1) {
                for i in std::mem::take(pool).0 {
                    match i.checked_sub(waiting.len()) {
                        None => of_waiting[i] = true,
                        Some(i) => of_new[i] = true,
                    }
                }
            }
        }
        let due = (waiting.iter().zip(&of_waiting)).chain(new.iter().zip(&of_new));
        let opened = self.open(key, due.filter(|(_, open)| **open).map(|(group, _)| group));
        let of_waiting = (0..).zip(of_waiting).filter(|(_, open)| *open).map(|(i, _)| i);
        (opened, of_waiting.collect(), of_new)
    }
}

fn does_not_open(group: &SealedGroup, number: usize, error: &str) -> IncidentRow {
    let SealedGroup {
        station,
        incarnation,
        seq,
        ..
    } = group;
    IncidentRow {
        kind: "ballot_does_not_open",
        station: Some(station.clone()),
        voter: None,
        detail: format!("a ballot of entry {seq}: {error}"),
        unique_key: format!("ballot_does_not_open/{station}/{incarnation}/{seq}/{number}"),
    }
}
