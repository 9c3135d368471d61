//! Events → changes of the totals: pure, so that exactly-once can be tested without servers.
//!
//! Events of a station and topic carry 1, 2, 3 …; the mark is the last one applied. What is at or below the
//! mark was seen; what follows it without a hole is applied; what lies beyond a hole waits in [`Waiting`]
//! until the missing event arrives. A hole stops one topic of one station, never another station.

use std::collections::{BTreeMap, HashMap, HashSet};

use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::events::{CheckInsEvent, PollsState, VotesEvent};
use pollstream_protocol::ids::{ContestId, ElectionId, StationId};
use pollstream_protocol::tally::{ContestTally, Tally};
use pollstream_protocol::topics::Topic;
use thiserror::Error;

use crate::consume::Fetched;

/// Ballots that one event can count.
const MAX_BALLOTS: u64 = u32::MAX as u64;

/// Whose events are numbered together.
pub(crate) type Key = (StationId, Topic);

/// Every place (`station/ID`, `district/ID` up to the root) in which a station's counts are shown.
pub(crate) type Places = HashMap<StationId, Vec<String>>;

/// Why a message is no event of this election. Says nothing of its content.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum PoisonError {
    /// Not the JSON of this topic.
    #[error("it is not the JSON of this topic: {category:?} error at line {line}, column {column}")]
    Json {
        /// Syntax, data or end of input.
        category: serde_json::error::Category,
        /// 1-based.
        line: usize,
        /// 1-based.
        column: usize,
    },
    /// Another election's.
    #[error("it belongs to election `{0}`")]
    OtherElection(ElectionId),
    /// A station that the definition does not know.
    #[error("polling station `{0}` is not in the definition")]
    UnknownStation(StationId),
    /// Totals of a contest that the definition does not have, or that do not add up.
    #[error("its totals do not add up")]
    Totals,
    /// The topic carries no events.
    #[error("the topic carries no events")]
    Topic,
    /// Events count from 1.
    #[error("its event number is 0 or beyond what can be stored")]
    Number,
    /// Counts of one event beyond all reason: totals made of such could not be stored.
    #[error("it counts more than {MAX_COUNT} of something")]
    Count,
    /// Not an hour.
    #[error("it counts check-ins by something that is no hour (2026-11-03T14)")]
    Hour,
}

/// Largest count in one event; a million of them still make a total that can be stored.
const MAX_COUNT: u64 = 1 << 40;

impl From<serde_json::Error> for PoisonError {
    fn from(e: serde_json::Error) -> Self {
        PoisonError::Json {
            category: e.classify(),
            line: e.line(),
            column: e.column(),
        }
    }
}

/// What an event changes at its station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Ballots were opened.
    Votes(Tally),
    /// Counters of the desk moved.
    CheckIns {
        /// Check-ins by UTC hour.
        hours: BTreeMap<String, u64>,
        undone: u64,
        provisional: u64,
        polls: Option<PollsState>,
    },
}

/// An event, decoded and counted for its station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) station: StationId,
    pub(crate) topic: Topic,
    pub(crate) number: u64,
    pub(crate) change: Change,
}

impl Event {
    /// Decodes a message of `votes` or `check-ins`.
    pub(crate) fn decode(
        definition: &ElectionDefinition,
        topic: Topic,
        payload: &[u8],
    ) -> Result<Self, PoisonError> {
        let (election, station, number, change) = match topic {
            Topic::Votes => {
                let event: VotesEvent = serde_json::from_slice(payload)?;
                if !adds_up(definition, &event.tally) {
                    return Err(PoisonError::Totals);
                }
                (
                    event.election,
                    event.station,
                    event.event,
                    Change::Votes(event.tally),
                )
            }
            Topic::CheckIns => {
                let event: CheckInsEvent = serde_json::from_slice(payload)?;
                check_counts(&event)?;
                let change = Change::CheckIns {
                    hours: event.checked_in,
                    undone: event.undone,
                    provisional: event.provisional,
                    polls: event.polls,
                };
                (event.election, event.station, event.event, change)
            }
            _ => return Err(PoisonError::Topic),
        };
        if election != definition.id {
            return Err(PoisonError::OtherElection(election));
        }
        if definition.polling_station(&station).is_none() {
            return Err(PoisonError::UnknownStation(station));
        }
        if number == 0 || i64::try_from(number).is_err() {
            return Err(PoisonError::Number);
        }
        Ok(Event {
            station,
            topic,
            number,
            change,
        })
    }
}

fn check_counts(event: &CheckInsEvent) -> Result<(), PoisonError> {
    if !event.checked_in.keys().all(|hour| is_hour(hour)) {
        return Err(PoisonError::Hour);
    }
    let others = [event.undone, event.provisional, event.registered];
    let mut counts = event.checked_in.values().copied().chain(others);
    counts
        .try_fold(0, |sum: u64, n| {
            sum.checked_add(n).filter(|sum| *sum <= MAX_COUNT)
        })
        .ok_or(PoisonError::Count)?;
    Ok(())
}

/// Whether it is an hour as events write it, e.g. `2026-11-03T14`.
fn is_hour(text: &str) -> bool {
    text.len() == 13 && jiff::civil::DateTime::strptime("%Y-%m-%dT%H", text).is_ok()
}

/// Whether every contest is known, on no more ballots than there are, and adds up.
fn adds_up(definition: &ElectionDefinition, tally: &Tally) -> bool {
    let sound = |id, counts: &ContestTally| {
        let known = definition.contest(id);
        known.is_some_and(|c| counts.ballots <= tally.ballots && counts.adds_up(c.vote_variation))
    };
    tally.ballots <= MAX_BALLOTS && tally.contests.iter().all(|(id, counts)| sound(id, counts))
}

/// An event that is not committed yet, and where it was read.
#[derive(Debug, Clone)]
struct Uncommitted {
    change: Change,
    partition: i32,
    offset: i64,
}

/// Events read and not committed: the batch in hand, and those that wait behind a hole. They stay also when
/// their partition goes to another instance, until the marks show that it applied them: so the lowest offset
/// here never lies beyond an event that nobody applied, whatever old messages are still on their way to us.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    events: BTreeMap<Key, BTreeMap<u64, Uncommitted>>,
    /// Keys of which events were forgotten for want of room: partition and first forgotten offset. They are
    /// read again once the hole is filled.
    forgotten: BTreeMap<Key, (i32, i64)>,
}

impl Waiting {
    /// Adds an event; of two with one number the first read stays.
    pub(crate) fn add(&mut self, event: Event, partition: i32, offset: i64) {
        let events = self.events.entry((event.station, event.topic)).or_default();
        events.entry(event.number).or_insert(Uncommitted {
            change: event.change,
            partition,
            offset,
        });
    }

    /// Takes back the events that were read in these messages.
    pub(crate) fn forget(&mut self, messages: &[Fetched]) {
        let places: HashSet<_> = (messages.iter())
            .map(|m| (m.topic, m.partition, m.offset))
            .collect();
        self.events.retain(|(_, topic), events| {
            events.retain(|_, event| !places.contains(&(*topic, event.partition, event.offset)));
            !events.is_empty()
        });
    }

    /// Whose events are here, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.events.keys()
    }

    /// Drops what a committed transaction has seen or applied. `marks` are the marks after it.
    pub(crate) fn committed(&mut self, marks: &BTreeMap<Key, Mark>) {
        self.events.retain(|key, events| {
            if let Some(mark) = marks.get(key) {
                events.retain(|number, _| *number > mark.last_event);
            }
            !events.is_empty()
        });
    }

    /// Lowest offset of a partition that must be read again after a restart.
    pub(crate) fn floor(&self, topic: Topic, partition: i32, marks: &BTreeMap<Key, Mark>) -> Option<i64> {
        let waiting = self
            .events
            .iter()
            .filter(|((_, t), _)| *t == topic)
            .flat_map(|(key, events)| {
                let seen = marks.get(key).map_or(0, |m| m.last_event);
                events.range(seen + 1..).map(|(_, e)| (e.partition, e.offset))
            });
        let forgotten = self
            .forgotten
            .iter()
            .filter(|((_, t), _)| *t == topic)
            .map(|(_, at)| *at);
        waiting
            .chain(forgotten)
            .filter(|(p, _)| *p == partition)
            .map(|(_, offset)| offset)
            .min()
    }

    /// Forgets the highest-numbered events of each key beyond `limit`, remembering where they were.
    pub(crate) fn bound(&mut self, limit: usize) {
        for (key, events) in &mut self.events {
            while events.len() > limit {
                let Some((_, event)) = events.pop_last() else {
                    break;
                };
                let at = self
                    .forgotten
                    .entry(key.clone())
                    .or_insert((event.partition, event.offset));
                at.1 = at.1.min(event.offset);
            }
        }
    }

    /// Whether a hole was filled behind which events were forgotten (events are forgotten only beyond a full
    /// `limit`): the topics must be read again from the committed offsets.
    pub(crate) fn must_read_again(&self, limit: usize) -> bool {
        self.forgotten
            .keys()
            .any(|key| self.events.get(key).is_none_or(|events| events.len() < limit))
    }
}

/// How far a station's topic was aggregated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Last event applied; 0 before the first.
    pub(crate) last_event: u64,
    /// Last polls state said (check-ins only).
    pub(crate) polls: Option<PollsState>,
    /// Whether the station is counted as reporting.
    pub(crate) reporting: bool,
}

/// A hole in a station's events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) key: Key,
    /// The first event that is missing.
    pub(crate) missing: u64,
    /// The event that came instead.
    pub(crate) found: u64,
}

/// What is added to a place's turnout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TurnoutDelta {
    pub(crate) checked_in: i64,
    pub(crate) ballots: i64,
    pub(crate) provisional: i64,
    pub(crate) stations_reporting: i64,
    pub(crate) stations_closed: i64,
}

impl TurnoutDelta {
    fn add(&mut self, other: &TurnoutDelta) {
        self.checked_in += other.checked_in;
        self.ballots += other.ballots;
        self.provisional += other.provisional;
        self.stations_reporting += other.stations_reporting;
        self.stations_closed += other.stations_closed;
    }
}

/// What one transaction changes. Maps are ordered: instances that touch the same rows lock them in one order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// The marks of every key in hand after the transaction, moved or not.
    pub(crate) marks: BTreeMap<Key, Mark>,
    pub(crate) turnout: BTreeMap<String, TurnoutDelta>,
    /// Check-ins by place and UTC hour.
    pub(crate) hours: BTreeMap<(String, String), i64>,
    pub(crate) contests: BTreeMap<(String, ContestId), ContestTally>,
    /// What was counted together, event by event.
    pub(crate) counted: Vec<(StationId, Tally)>,
    pub(crate) gaps: Vec<Gap>,
    /// Events applied.
    pub(crate) applied: usize,
}

/// Works out what the events in hand change, given the marks as the transaction has locked them.
pub(crate) fn fold(waiting: &Waiting, marks: &BTreeMap<Key, Mark>, places: &Places) -> Changes {
    let mut changes = Changes::default();
    for (key, events) in &waiting.events {
        let mut mark = marks.get(key).copied().unwrap_or_default();
        let mut station = StationChanges::default();
        for (number, event) in events.range(mark.last_event + 1..) {
            if *number != mark.last_event + 1 {
                changes.gaps.push(Gap {
                    key: key.clone(),
                    missing: mark.last_event + 1,
                    found: *number,
                });
                break;
            }
            mark.last_event = *number;
            station.apply(&mut mark, &event.change);
            if let Change::Votes(tally) = &event.change {
                changes.counted.push((key.0.clone(), tally.clone()));
            }
            changes.applied += 1;
        }
        changes.marks.insert(key.clone(), mark);
        if station.touched {
            let places = places.get(&key.0).map_or(&[][..], Vec::as_slice);
            station.spread(places, &mut changes);
        }
    }
    changes
}

#[derive(Default)]
struct StationChanges {
    touched: bool,
    turnout: TurnoutDelta,
    hours: BTreeMap<String, u64>,
    tally: Tally,
}

impl StationChanges {
    fn apply(&mut self, mark: &mut Mark, change: &Change) {
        self.touched = true;
        match change {
            Change::Votes(tally) => {
                self.turnout.ballots += signed(tally.ballots);
                if tally.ballots > 0 && !mark.reporting {
                    mark.reporting = true;
                    self.turnout.stations_reporting += 1;
                }
                self.tally.merge(tally);
            }
            Change::CheckIns {
                hours,
                undone,
                provisional,
                polls,
            } => {
                self.turnout.checked_in += signed(hours.values().sum::<u64>()) - signed(*undone);
                self.turnout.provisional += signed(*provisional);
                for (hour, n) in hours {
                    *self.hours.entry(hour.clone()).or_default() += n;
                }
                if let Some(polls) = polls {
                    let closed = |state: Option<PollsState>| i64::from(state == Some(PollsState::Closed));
                    self.turnout.stations_closed += closed(Some(*polls)) - closed(mark.polls);
                    mark.polls = Some(*polls);
                }
            }
        }
    }

    fn spread(self, places: &[String], changes: &mut Changes) {
        for place in places {
            changes
                .turnout
                .entry(place.clone())
                .or_default()
                .add(&self.turnout);
            for (hour, n) in &self.hours {
                *changes.hours.entry((place.clone(), hour.clone())).or_default() += signed(*n);
            }
            for (contest, tally) in &self.tally.contests {
                changes
                    .contests
                    .entry((place.clone(), contest.clone()))
                    .or_default()
                    .merge(tally);
            }
        }
    }
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
