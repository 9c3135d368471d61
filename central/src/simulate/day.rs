//! One polling station's election day as a list of acts with their times: pure, drawn from the seed.

use std::collections::HashSet;

use pollstream_protocol::entry::ProvisionalReason;
use pollstream_protocol::voter::Accreditation;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::electorate::Electorate;

/// Seconds since midnight where the election is held.
pub type SecondOfDay = u32;

const MINUTE: SecondOfDay = 60;
const HOUR: SecondOfDay = 60 * MINUTE;
/// When polls open, as the generated definition says.
pub const OPENS: SecondOfDay = 7 * HOUR;
/// When polls close, as the generated definition says.
pub const CLOSES: SecondOfDay = 20 * HOUR;
/// The last voters arrive this long before the polls close, so that the desk is done in time.
const LAST_ARRIVAL: SecondOfDay = CLOSES - 3 * MINUTE;

/// When voters come: of 100, how many around which times (from, most, to).
const RUSHES: [(u32, SecondOfDay, SecondOfDay, SecondOfDay); 4] = [
    (28, OPENS, 7 * HOUR + 50 * MINUTE, 10 * HOUR),
    (14, 11 * HOUR, 12 * HOUR + 30 * MINUTE, 14 * HOUR),
    (36, 15 * HOUR + 30 * MINUTE, 18 * HOUR, LAST_ARRIVAL),
    (22, OPENS, 13 * HOUR, LAST_ARRIVAL),
];

/// Every which voter of a station, in the random order of the plan: takes the check-in back …
const UNDONE: (usize, usize) = (83, 7);
/// … spoils a ballot …
const SPOILED: (usize, usize) = (59, 3);
/// … leaves without casting.
const FLED: (usize, usize) = (149, 5);
/// Voters to one provisional vote.
const VOTERS_PER_CASE: usize = 60;
/// From this many voters on, a station has provisional votes for each reason.
const ENOUGH_FOR_ALL_REASONS: usize = 30;
/// Voters on the roll to one who registers on the day.
const VOTERS_PER_REGISTRATION: u64 = 80;
/// Every which station pauses its polls.
const PAUSING: u32 = 3;

/// How officers look a voter up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookUp {
    /// By the number on the voter's notification.
    Number,
    /// By the name, and by name and date of birth when several have it.
    Name,
    /// By the date of birth.
    Birth,
}

/// Who wants to vote provisionally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claimant {
    /// The nth of the people who are on no roll, or registered today.
    Newcomer(u64),
    /// The nth voter on this station's roll.
    OnRoll(u64),
    /// The nth voter on the roll of another station.
    Elsewhere(u32, u64),
}

/// Something that happens at a polling station. Voters are numbers on its roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Officers open the polls.
    Open,
    /// They interrupt the voting.
    Pause,
    /// They go on.
    Resume,
    /// They close the polls for good.
    Close,
    /// The network goes away.
    Offline,
    /// It is back.
    Online,
    /// The nth newcomer registers.
    Register(u64),
    /// A voter is looked up and checked in.
    CheckIn(u64, LookUp),
    /// The check-in is taken back.
    Undo(u64),
    /// The ballot is issued.
    Issue(u64),
    /// The voter made a mistake and gets another ballot.
    Spoil(u64),
    /// The voter casts.
    Cast(u64),
    /// The voter is gone, the ballot is not cast.
    Flee(u64),
    /// A provisional case is opened.
    OpenCase(u32, Claimant, ProvisionalReason),
    /// Its ballot is cast.
    CastCase(u32),
    /// Something to put on record.
    Incident(Trouble),
}

/// What goes wrong at polling stations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The network was away.
    Network,
    /// The building was cleared.
    FireAlarm,
    /// Somebody disturbed the voting.
    Quarrel,
}

/// What a day comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Registrations.
    pub registrations: u64,
    /// Check-ins that stand at the end.
    pub check_ins: u64,
    /// Check-ins taken back.
    pub undone: u64,
    /// Ballots cast, without provisional ones.
    pub ballots: u64,
    /// Ballots spoiled.
    pub spoiled: u64,
    /// Voters who left without casting.
    pub fled: u64,
    /// Provisional ballots.
    pub provisional: u64,
}

/// A station's day: acts in order of their times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// What happens when.
    pub acts: Vec<(SecondOfDay, Act)>,
}

impl Day {
    /// Draws the day of a station: `turnout` percent of its accredited voters come. With `outage` the network
    /// is away in the middle of the day. The same electorate and arguments give the same day.
    pub fn draw(electorate: &Electorate, station_index: u32, turnout: u8, outage: bool) -> Day {
        let mut rng = electorate.day_rng(station_index);
        let pause = station_index.is_multiple_of(PAUSING).then(|| {
            let start = rng.random_range(13 * HOUR + 30 * MINUTE..15 * HOUR);
            (start, start + rng.random_range(12..30) * MINUTE)
        });
        let mut sketch = Sketch {
            rng,
            pause,
            acts: Vec::new(),
        };
        let mut accredited: Vec<u64> = (0..)
            .zip(electorate.voters_of(station_index))
            .filter(|(_, voter)| voter.accreditation == Accreditation::Accredited)
            .map(|(n, _)| n)
            .collect();
        accredited.shuffle(&mut sketch.rng);
        let coming = accredited.len() * usize::from(turnout.min(100)) / 100;
        let mut voters = accredited;
        voters.truncate(coming);
        let registrations = electorate
            .voters_at(station_index)
            .div_ceil(VOTERS_PER_REGISTRATION);

        let newcomers = sketch.registrations(registrations);
        let cases = match voters.len() {
            0 => 0,
            few if few < ENOUGH_FOR_ALL_REASONS => 1,
            many => (many / VOTERS_PER_CASE).max(ProvisionalReason::ALL.len()),
        };
        sketch.cases(electorate, station_index, cases, &mut voters, newcomers);
        sketch.voters(&voters);
        sketch.officers(outage);
        let mut acts = sketch.acts;
        // Stable: what was put down first happens first within a second.
        acts.sort_by_key(|(at, _)| *at);
        let last = acts.last().map_or(CLOSES, |(at, _)| *at).max(CLOSES);
        acts.push((last + 2 * MINUTE, Act::Close));
        Day { acts }
    }

    /// When voters reach the desk, in order: what `--rate` counts.
    pub fn arrivals(&self) -> impl Iterator<Item = SecondOfDay> {
        let arrives = |act: &Act| matches!(act, Act::CheckIn(..) | Act::OpenCase(..));
        self.acts
            .iter()
            .filter(move |(_, act)| arrives(act))
            .map(|(at, _)| *at)
    }

    /// What the day comes to when everything goes as planned.
    pub fn counts(&self) -> DayCounts {
        let mut counts = DayCounts::default();
        for (_, act) in &self.acts {
            match act {
                Act::Register(_) => counts.registrations += 1,
                Act::CheckIn(..) => counts.check_ins += 1,
                Act::Undo(_) => {
                    counts.undone += 1;
                    counts.check_ins -= 1;
                }
                Act::Cast(_) => counts.ballots += 1,
                Act::Spoil(_) => counts.spoiled += 1,
                Act::Flee(_) => counts.fled += 1,
                Act::CastCase(_) => counts.provisional += 1,
                _ => {}
            }
        }
        counts
    }
}

struct Sketch {
    rng: ChaCha8Rng,
    pause: Option<(SecondOfDay, SecondOfDay)>,
    acts: Vec<(SecondOfDay, Act)>,
}

impl Sketch {
    fn add(&mut self, at: SecondOfDay, act: Act) {
        self.acts.push((at, act));
    }

    fn some(&mut self, from: SecondOfDay, to: SecondOfDay) -> SecondOfDay {
        self.rng.random_range(from..to)
    }

    /// Some time at which somebody comes to the desk.
    fn arrival(&mut self) -> SecondOfDay {
        let mut dice = self.rng.random_range(0..100);
        let (_, from, most, to) = (RUSHES.into_iter())
            .find(|(share, ..)| {
                let here = dice < *share;
                dice = dice.saturating_sub(*share);
                here
            })
            .unwrap_or(RUSHES[0]);
        let (a, c, b) = (f64::from(from), f64::from(most), f64::from(to));
        // The triangular distribution, by its inverse.
        let u: f64 = self.rng.random();
        let at = if u < (c - a) / (b - a) {
            a + (u * (b - a) * (c - a)).sqrt()
        } else {
            b - ((1.0 - u) * (b - a) * (b - c)).sqrt()
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within a day"
        )]
        self.attended(at as SecondOfDay)
    }

    /// The time itself, or some time after the pause that it falls into: the desk is shut, a queue forms.
    fn attended(&mut self, at: SecondOfDay) -> SecondOfDay {
        let at = at.clamp(OPENS + MINUTE, LAST_ARRIVAL);
        match self.pause {
            // Whoever is at the desk when the alarm goes has no ballot yet: none comes just before it.
            Some((start, end)) if (start - 3 * MINUTE..=end).contains(&at) => {
                end + self.some(30, 20 * MINUTE)
            }
            _ => at,
        }
    }

    /// People who register, some before the polls open. Returns who, and from when they are on record.
    fn registrations(&mut self, count: u64) -> Vec<(u64, SecondOfDay)> {
        (0..count)
            .map(|n| {
                let at = if n % 4 == 1 {
                    self.some(OPENS - HOUR, OPENS - 5 * MINUTE)
                } else {
                    self.arrival()
                };
                self.add(at, Act::Register(n));
                (n, at)
            })
            .collect()
    }

    /// Provisional votes, each reason in its turn. Takes from `voters` who votes provisionally only.
    fn cases(
        &mut self,
        electorate: &Electorate,
        station_index: u32,
        count: usize,
        voters: &mut Vec<u64>,
        newcomers: Vec<(u64, SecondOfDay)>,
    ) {
        let stations = electorate.options().stations;
        let mut strangers = newcomers.len() as u64..;
        let mut pending = newcomers.into_iter();
        let mut disputed = HashSet::new();
        for (number, reason) in (0..).zip(ProvisionalReason::ALL.iter().copied().cycle().take(count)) {
            let mut at = self.arrival();
            let stranger = Claimant::Newcomer(strangers.next().unwrap_or_default());
            let (claimant, reason) = match reason {
                ProvisionalReason::NotAccredited => match pending.next() {
                    Some((n, registered)) => {
                        at = self.attended(registered + 5 * MINUTE);
                        (Claimant::Newcomer(n), reason)
                    }
                    None => (stranger, ProvisionalReason::NotOnRoll),
                },
                ProvisionalReason::OtherPollingStation if stations > 1 => {
                    let elsewhere = (station_index + self.rng.random_range(1..stations)) % stations;
                    match electorate.voters_at(elsewhere) {
                        0 => (stranger, ProvisionalReason::NotOnRoll),
                        all => (
                            Claimant::Elsewhere(elsewhere, self.rng.random_range(0..all)),
                            reason,
                        ),
                    }
                }
                ProvisionalReason::AlreadyCheckedIn => {
                    match voters.iter().copied().find(|n| !disputed.contains(n)) {
                        Some(n) => {
                            disputed.insert(n);
                            at = LAST_ARRIVAL - self.some(0, 20 * MINUTE);
                            (Claimant::OnRoll(n), reason)
                        }
                        None => (stranger, ProvisionalReason::NotOnRoll),
                    }
                }
                ProvisionalReason::RollStale | ProvisionalReason::IdentityDoubted => {
                    let free = voters.iter().rposition(|n| !disputed.contains(n));
                    match free {
                        Some(i) => (Claimant::OnRoll(voters.remove(i)), reason),
                        None => (stranger, ProvisionalReason::NotOnRoll),
                    }
                }
                _ => (stranger, ProvisionalReason::NotOnRoll),
            };
            self.add(at, Act::OpenCase(number, claimant, reason));
            let cast = at + self.some(3 * MINUTE, 12 * MINUTE);
            self.add(cast, Act::CastCase(number));
        }
    }

    /// Regular voters: checked in, most with a ballot that they cast.
    fn voters(&mut self, voters: &[u64]) {
        let disputed: HashSet<u64> = (self.acts.iter())
            .filter_map(|(_, act)| match act {
                Act::OpenCase(_, Claimant::OnRoll(n), ProvisionalReason::AlreadyCheckedIn) => Some(*n),
                _ => None,
            })
            .collect();
        let is = |i: usize, (every, which): (usize, usize)| i % every == which;
        for (i, voter) in voters.iter().copied().enumerate() {
            let at = self.arrival();
            let contested = disputed.contains(&voter);
            if is(i, UNDONE) && !contested {
                self.undone(voter, at, (i / UNDONE.0).is_multiple_of(2));
                continue;
            }
            // Somebody comes in a contested voter's name late in the day: the voter was there before.
            let issued = self.admitted(
                voter,
                if contested {
                    at.min(LAST_ARRIVAL - 30 * MINUTE)
                } else {
                    at
                },
            );
            let mut hand = issued + self.some(2 * MINUTE, 9 * MINUTE);
            if is(i, SPOILED) {
                self.add(hand, Act::Spoil(voter));
                hand += self.some(MINUTE, 5 * MINUTE);
            }
            self.add(
                hand,
                if is(i, FLED) {
                    Act::Flee(voter)
                } else {
                    Act::Cast(voter)
                },
            );
        }
    }

    /// Looked up, checked in, ballot issued; returns when.
    fn admitted(&mut self, voter: u64, at: SecondOfDay) -> SecondOfDay {
        let at = self.attended(at);
        let look_up = self.look_up();
        self.add(at, Act::CheckIn(voter, look_up));
        let issued = at + self.some(15, 90);
        self.add(issued, Act::Issue(voter));
        issued
    }

    /// Checked in by mistake, or left the queue; some come again.
    fn undone(&mut self, voter: u64, at: SecondOfDay, again: bool) {
        let look_up = self.look_up();
        self.add(at, Act::CheckIn(voter, look_up));
        let undone = at + self.some(20, 2 * MINUTE);
        self.add(undone, Act::Undo(voter));
        let back = undone + self.some(10 * MINUTE, 90 * MINUTE);
        if again && back < LAST_ARRIVAL {
            let issued = self.admitted(voter, back);
            let cast = issued + self.some(2 * MINUTE, 9 * MINUTE);
            self.add(cast, Act::Cast(voter));
        }
    }

    fn look_up(&mut self) -> LookUp {
        match self.rng.random_range(0..10) {
            0..4 => LookUp::Number,
            4..9 => LookUp::Name,
            _ => LookUp::Birth,
        }
    }

    /// What is up to the officers and to fate.
    fn officers(&mut self, outage: bool) {
        self.add(OPENS, Act::Open);
        if let Some((start, end)) = self.pause {
            self.add(start, Act::Pause);
            self.add(end, Act::Resume);
            self.add(end, Act::Incident(Trouble::FireAlarm));
        }
        if self.rng.random_bool(0.2) {
            let at = self.some(9 * HOUR, 19 * HOUR);
            self.add(at, Act::Incident(Trouble::Quarrel));
        }
        if outage {
            let away = self.some(9 * HOUR + 30 * MINUTE, 10 * HOUR + 30 * MINUTE);
            let back = self.some(16 * HOUR, 17 * HOUR);
            self.add(away, Act::Offline);
            self.add(back, Act::Online);
            self.add(back, Act::Incident(Trouble::Network));
        }
    }
}

#[cfg(test)]
mod tests;
