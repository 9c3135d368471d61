//! `central simulate`: a generated electorate living an election day. Each polling station does through the
//! station library what its plan says; central must hold the same in the end.

pub mod day;
mod desk;
pub mod electorate;
mod names;
mod pace;
mod report;

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::date;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::voter::VoterRecord;
use pollstream_station::Counters;
use rand::seq::SliceRandom;
use tokio::task::JoinSet;

pub use report::SimulateReport;

use self::day::{CLOSES, Day, OPENS};
use self::desk::{DayClock, Desk, Shared};
use self::electorate::{Electorate, ElectorateOptions};
use self::pace::Pace;
use crate::columns::thousands;
use crate::rehearsal::{Rehearsal, RehearsalError, at, wait_for_receipt};
use crate::verdict::Phases;

const SAY: Duration = Duration::from_millis(500);

/// How a day is simulated.
#[derive(Debug, Clone)]
pub struct SimulateOptions {
    /// Voters a second over all stations; none for as fast as it goes.
    pub rate: Option<u32>,
    /// Percent of the accredited voters who come, 0 to 100.
    pub turnout: u8,
    /// Stations that are without a network in the middle of the day.
    pub outages: u32,
    /// Folder for the stations' stores.
    pub folder: PathBuf,
}

/// The electorate of a seed.
pub fn electorate(stations: u32, voters: u64, seed: u64) -> Electorate {
    Electorate::new(ElectorateOptions {
        stations,
        voters,
        seed,
        title: "Simulated Election Day".to_owned(),
        election_id: format!("simulated-{seed}")
            .parse()
            .expect("letters, a dash and digits are an id"),
        date: date(2026, 11, 3),
    })
}

/// Everybody on the rolls, station by station.
pub fn voters(electorate: &Electorate) -> impl Iterator<Item = VoterRecord> {
    (0..electorate.options().stations).flat_map(|station| electorate.voters_of(station))
}

/// A day that is over: what the stations say they did.
#[derive(Debug, Default)]
pub struct LivedDay {
    stations: u32,
    voters: u64,
    outages: u32,
    done: Counters,
    check_ins_by_hour: BTreeMap<String, u64>,
}

/// Lives the day on a prepared rehearsal, waits for the last receipt, closes the election and waits for the
/// totals.
pub async fn live(
    rehearsal: &Rehearsal,
    electorate: Electorate,
    options: &SimulateOptions,
    phases: &mut Phases,
    say: &(impl Fn(&str) + Sync),
) -> Result<LivedDay, RehearsalError> {
    let started = Instant::now();
    let (stations, voters) = (electorate.options().stations, electorate.options().voters);
    let cut_off = cut_off(&electorate, options.outages);
    let days: Vec<Day> = (0..stations)
        .map(|station| Day::draw(&electorate, station, options.turnout, cut_off.contains(&station)))
        .collect();
    let midnight = midnight(&rehearsal.definition.definition)?;
    let mut opened = Vec::new();
    for index in 0..stations {
        let clock = DayClock::new(midnight);
        let id = electorate.station_id(index);
        let station = rehearsal.station(&id, &options.folder, clock.clock()).await?;
        opened.push((station, clock));
        say(&format!("{} of {stations} stations enrolled", index + 1));
    }
    phases.end("enrol", started);

    let started = Instant::now();
    let planned: u64 = days.iter().map(|day| day.counts().ballots).sum();
    let shared = Arc::new(Shared {
        electorate,
        definition: rehearsal.definition.clone(),
        uplink: rehearsal.uplink()?,
        pace: Pace::new(days.iter().flat_map(Day::arrivals).collect(), options.rate),
        cast: AtomicU64::new(0),
        offline: AtomicU64::new(0),
        time: AtomicI64::new(OPENS.into()),
        by_hour: Default::default(),
    });
    let mut tasks = JoinSet::new();
    for ((index, (station, clock)), day) in (0..).zip(opened).zip(days) {
        let mut desk = Desk::new(index, station, clock, shared.clone());
        tasks.spawn(async move {
            desk.live(day).await?;
            Ok(desk)
        });
    }
    let desks = all(tasks, || say(&progress(&shared, planned))).await?;
    phases.end("day", started);

    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for desk in desks {
        tasks.spawn(async move {
            wait_for_receipt(&desk.station).await?;
            let counters = desk.station.counters().await.map_err(at(desk.station.id()))?;
            desk.leave().await?;
            Ok(counters)
        });
    }
    let counters = all(tasks, || say("waiting for the last receipts")).await?;
    phases.end("receipts", started);

    say("closing the election");
    let started = Instant::now();
    rehearsal.close().await?;
    phases.end("close", started);
    Ok(LivedDay {
        stations,
        voters,
        outages: u32::try_from(cut_off.len()).unwrap_or(u32::MAX),
        done: counters.into_iter().fold(Counters::default(), sum),
        check_ins_by_hour: (OPENS / 3600..CLOSES / 3600)
            .zip(shared.by_hour.iter().skip((OPENS / 3600) as usize))
            .map(|(hour, n)| (format!("{hour:02}"), n.load(Ordering::Relaxed)))
            .collect(),
    })
}

/// Asks each of the three ways what it counted, and stops the services of the rehearsal.
pub async fn judge(
    rehearsal: Rehearsal,
    lived: LivedDay,
    seed: u64,
    phases: &mut Phases,
    say: &(impl Fn(&str) + Sync),
) -> Result<SimulateReport, RehearsalError> {
    let verdict = rehearsal.judge(seed, phases, say).await?;
    Ok(SimulateReport {
        stations: lived.stations,
        voters: lived.voters,
        registrations: lived.done.registrations,
        check_ins: lived.done.checked_in,
        undone: lived.done.undone,
        ballots: lived.done.ballots_cast,
        ballots_counted: verdict.totals.counts.ballots,
        spoiled: lived.done.spoiled,
        fled: lived.done.fled,
        provisional: lived.done.provisional,
        outages: lived.outages,
        check_ins_by_hour: lived.check_ins_by_hour,
        verdict,
    })
}

/// Which stations the network leaves.
fn cut_off(electorate: &Electorate, outages: u32) -> HashSet<u32> {
    let mut stations: Vec<u32> = (0..electorate.options().stations).collect();
    stations.shuffle(&mut electorate.outage_rng());
    stations.into_iter().take(outages as usize).collect()
}

fn midnight(definition: &ElectionDefinition) -> Result<Timestamp, RehearsalError> {
    let midnight = definition.date.in_tz(&definition.time_zone);
    Ok(midnight
        .map_err(|e| RehearsalError::Ended(e.to_string()))?
        .timestamp())
}

/// Waits for all tasks; the first failure ends the others. Calls `say` now and then.
async fn all<T: 'static>(
    mut tasks: JoinSet<Result<T, RehearsalError>>,
    say: impl Fn(),
) -> Result<Vec<T>, RehearsalError> {
    let mut done = Vec::new();
    let mut tick = tokio::time::interval(SAY);
    loop {
        tokio::select! {
            next = tasks.join_next() => match next {
                None => return Ok(done),
                Some(ended) => done.push(ended.map_err(|e| RehearsalError::Ended(e.to_string()))??),
            },
            _ = tick.tick() => say(),
        }
    }
}

fn progress(shared: &Shared, planned: u64) -> String {
    let second = shared.time.load(Ordering::Relaxed);
    let offline = match shared.offline.load(Ordering::Relaxed) {
        0 => String::new(),
        1 => ", 1 station without a network".to_owned(),
        n => format!(", {n} stations without a network"),
    };
    let cast = thousands(shared.cast.load(Ordering::Relaxed));
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!(
        "{hour:02}:{minute:02}  {cast} of {} ballots cast{offline}",
        thousands(planned)
    )
}

fn sum(a: Counters, b: Counters) -> Counters {
    Counters {
        on_roll: a.on_roll + b.on_roll,
        checked_in: a.checked_in + b.checked_in,
        undone: a.undone + b.undone,
        ballots_cast: a.ballots_cast + b.ballots_cast,
        provisional: a.provisional + b.provisional,
        spoiled: a.spoiled + b.spoiled,
        fled: a.fled + b.fled,
        registrations: a.registrations + b.registrations,
        open_sessions: a.open_sessions + b.open_sessions,
    }
}
