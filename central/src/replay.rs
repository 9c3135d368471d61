//! `central replay`: a logic-and-accuracy test with recorded ballots. Every ballot is cast through the station
//! library at the polling station of its precinct, travels as on election day, and must arrive.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use jiff::Timestamp;
use pollstream_protocol::ballot::Ballot;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use pollstream_station::{Attachment, Clock, Station, StationError};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::columns::thousands;
use crate::deck::{Deck, Precinct};
use crate::rehearsal::{Rehearsal, RehearsalError, at, wait_for_receipt};
use crate::verdict::{Phases, Verdict};

/// Stations that cast at the same time: enough to keep the cores busy while others wait for their stores.
const AT_ONCE: usize = 4;
const OFFICERS: [&str; 2] = ["replay-1", "replay-2"];
/// Why polls open and close long after election day.
const REPLAY: &str = "replay of a past election";

/// How a deck is replayed.
#[derive(Debug, Clone)]
pub struct ReplayOptions {
    /// Percent of the stations that cast without a network and sync after all have cast, 0 to 100.
    pub stations_offline: u8,
    /// Fixes rolls and the order of ballots.
    pub seed: u64,
    /// Folder for the stations' stores.
    pub folder: PathBuf,
}

/// What stations did.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StationsReport {
    /// Polling stations.
    pub total: usize,
    /// Of these, cast without a network and synced later.
    pub offline: usize,
    /// Check-ins.
    pub check_ins: u64,
    /// Ballots cast.
    pub ballots_cast: u64,
}

/// The voters of a deck: each precinct's ballots and a fifth more, who stay at home.
pub fn voters(deck: &Deck, seed: u64) -> impl Iterator<Item = VoterRecord> + '_ {
    let definition = &deck.definition;
    deck.precincts
        .iter()
        .enumerate()
        .flat_map(move |(index, precinct)| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed ^ (index as u64) << 32);
            (0..residents(precinct)).map(move |n| resident(&mut rng, definition, precinct, n))
        })
}

fn residents(precinct: &Precinct) -> u64 {
    precinct.total() + precinct.total().div_ceil(5)
}

fn registration_number(precinct: &Precinct, n: u64) -> String {
    format!("{}-{n}", precinct.station)
}

/// A voter of a precinct. The deck knows nothing of who voted, so names are numbers.
fn resident(
    rng: &mut ChaCha8Rng,
    definition: &ElectionDefinition,
    precinct: &Precinct,
    n: u64,
) -> VoterRecord {
    let number = registration_number(precinct, n);
    let age = rng.random_range(i16::from(definition.voting_age) + 1..95);
    VoterRecord {
        voter_id: VoterId::derive(&definition.id, &number),
        registration_number: number,
        name: format!("Voter {}", n + 1),
        date_of_birth: jiff::civil::date(
            definition.date.year() - age,
            rng.random_range(1..=12),
            rng.random_range(1..=28),
        ),
        gender: String::new(),
        nationality: String::new(),
        address: Address {
            street: precinct.name.clone(),
            ..Address::default()
        },
        email: String::new(),
        phone: String::new(),
        cell: String::new(),
        picture: String::new(),
        accreditation: Accreditation::Accredited,
        polling_station: precinct.station.clone(),
        ballot_style: precinct.style.clone(),
        registered_at: Timestamp::UNIX_EPOCH,
    }
}

/// The voters of a precinct who vote, in no order that matters.
fn voter_ids(definition: &ElectionDefinition, precinct: &Precinct) -> Vec<VoterId> {
    (0..precinct.total())
        .map(|n| VoterId::derive(&definition.id, &registration_number(precinct, n)))
        .collect()
}

/// Casts every ballot of the deck and waits for the last receipt.
pub async fn cast_all(
    rehearsal: &Rehearsal,
    deck: Deck,
    options: &ReplayOptions,
    phases: &mut Phases,
    say: &(impl Fn(&str) + Sync),
) -> Result<StationsReport, RehearsalError> {
    let started = Instant::now();
    let total = deck.total();
    let uplink = Arc::new(rehearsal.uplink()?);
    let clock: Clock = Arc::new(Timestamp::now);
    let offline_count = deck.precincts.len() * usize::from(options.stations_offline.min(100)) / 100;
    let mut report = StationsReport {
        total: deck.precincts.len(),
        offline: offline_count,
        ..StationsReport::default()
    };
    let mut order: Vec<usize> = (0..deck.precincts.len()).collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(options.seed));
    let offline: HashSet<usize> = order.into_iter().take(offline_count).collect();

    let cast = Arc::new(AtomicU64::new(0));
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    let mut days = Vec::new();
    for (index, precinct) in deck.precincts.into_iter().enumerate() {
        // A station is enrolled when its turn has come: many open stores at once would help nobody.
        let permit = permits
            .clone()
            .acquire_owned()
            .await
            .map_err(|e| RehearsalError::Ended(e.to_string()))?;
        let station = rehearsal
            .station(&precinct.station, &options.folder, clock.clone())
            .await?;
        let voters = voter_ids(&rehearsal.definition.definition, &precinct);
        let uplink = (!offline.contains(&index)).then(|| uplink.clone());
        let (counter, seed) = (cast.clone(), options.seed ^ index as u64);
        tasks.spawn(async move {
            let attachment = uplink.as_ref().map(|uplink| uplink.attach(&station));
            let check_ins = election_day(&station, precinct, voters, seed, &counter)
                .await
                .map_err(at(station.id()))?;
            drop(permit);
            let offline = match attachment {
                Some(attachment) => {
                    leave(station, attachment).await?;
                    None
                }
                None => Some(station),
            };
            Ok(Day { check_ins, offline })
        });
        while let Some(done) = tasks.try_join_next() {
            days.push(ended(done)?);
        }
        say(&format!(
            "{} of {total} ballots cast",
            cast.load(Ordering::Relaxed)
        ));
    }
    while let Some(done) = tasks.join_next().await {
        days.push(ended(done)?);
        say(&format!(
            "{} of {total} ballots cast",
            cast.load(Ordering::Relaxed)
        ));
    }
    report.check_ins = days.iter().map(|day| day.check_ins).sum();
    report.ballots_cast = cast.load(Ordering::Relaxed);
    phases.end("cast", started);

    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for station in days.into_iter().filter_map(|day| day.offline) {
        let uplink = uplink.clone();
        tasks.spawn(async move {
            let attachment = uplink.attach(&station);
            leave(station, attachment).await
        });
    }
    let mut synced = 0;
    while let Some(done) = tasks.join_next().await {
        ended(done)?;
        synced += 1;
        say(&format!(
            "{synced} of {offline_count} offline stations have synced"
        ));
    }
    phases.end("sync", started);
    Ok(report)
}

/// A station's day: what it did, and its store if it has yet to sync.
struct Day {
    check_ins: u64,
    offline: Option<Station>,
}

fn ended<T>(done: Result<Result<T, RehearsalError>, tokio::task::JoinError>) -> Result<T, RehearsalError> {
    done.map_err(|e| RehearsalError::Ended(e.to_string()))?
}

/// Waits for the last receipt and closes the store.
async fn leave(station: Station, attachment: Attachment) -> Result<(), RehearsalError> {
    let id = station.id().clone();
    wait_for_receipt(&station).await?;
    attachment.detach().await;
    station.close().await.map_err(at(&id))?;
    Ok(())
}

/// Opens the polls, lets every voter of the deck vote in a shuffled order, and closes the polls.
async fn election_day(
    station: &Station,
    precinct: Precinct,
    mut voters: Vec<VoterId>,
    seed: u64,
    cast: &AtomicU64,
) -> Result<u64, StationError> {
    let mut ballots: Vec<Ballot> = Vec::with_capacity(voters.len());
    for (ballot, count) in precinct.ballots {
        ballots.extend(std::iter::repeat_n(ballot, count as usize));
    }
    // The deck is sorted; a queue of voters is not. Voters and ballots are shuffled each on their own.
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    ballots.shuffle(&mut rng);
    voters.shuffle(&mut rng);
    let officers = OFFICERS.map(str::to_owned);
    station.open_polls(&officers, Some(REPLAY)).await?;
    let mut check_ins = 0;
    for (voter, ballot) in voters.into_iter().zip(ballots) {
        station.check_in(voter, OFFICERS[0]).await?;
        let session = station.issue_ballot(voter).await?;
        station.cast(session, ballot).await?;
        check_ins += 1;
        cast.fetch_add(1, Ordering::Relaxed);
    }
    station.close_polls(&officers, Some(REPLAY)).await?;
    Ok(check_ins)
}

/// What a replay gave.
#[derive(Debug, Clone, Serialize)]
pub struct ReplayReport {
    /// Ballots in the published totals.
    pub ballots: u64,
    /// Polling stations with at least one ballot in the totals.
    pub precincts_reporting: u64,
    /// The published totals, and whether the other ways of counting agree.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// What stations did.
    pub stations: StationsReport,
    /// What should be known about how the deck was read; absent when there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl ReplayReport {
    /// Every ballot that was cast is counted, once, on each of the three ways.
    pub fn sound(&self) -> bool {
        self.ballots == self.stations.ballots_cast && self.verdict.agrees()
    }

    /// For people.
    pub fn text(&self) -> String {
        format!(
            "{}\n{} ballots of {} precincts\n{}\n{}\n",
            self.verdict.contests_text(),
            thousands(self.ballots),
            self.precincts_reporting,
            self.verdict.text(&[]),
            self.verdict.seconds.text()
        )
    }
}

/// Runs the whole replay on a prepared rehearsal and stops its services.
pub async fn run(
    rehearsal: Rehearsal,
    deck: Deck,
    options: &ReplayOptions,
    phases: &mut Phases,
    say: &(impl Fn(&str) + Sync),
) -> Result<ReplayReport, RehearsalError> {
    let notes = deck.notes.clone();
    let stations = cast_all(&rehearsal, deck, options, phases, say).await?;

    say("closing the election");
    let started = Instant::now();
    rehearsal.close().await?;
    phases.end("close", started);

    let verdict = rehearsal.judge(options.seed, phases, say).await?;
    Ok(ReplayReport {
        ballots: verdict.totals.counts.ballots,
        precincts_reporting: verdict.totals.counts.stations_reporting,
        verdict,
        stations,
        notes,
    })
}
