//! A polling station's day as it is lived: the acts of a [`Day`] through the station library.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use pollstream_protocol::definition::SignedDefinition;
use pollstream_protocol::entry::{Action, IncidentKind, ProvisionalReason};
use pollstream_protocol::ids::{SessionId, VoterId};
use pollstream_protocol::voter::VoterRecord;
use pollstream_station::{Attachment, Clock, DateOrder, NewVoter, Station, StationError, Uplink};

use super::day::{Act, Claimant, Day, LookUp, SecondOfDay, Trouble};
use super::electorate::Electorate;
use super::pace::Pace;
use crate::rehearsal::{RehearsalError, at};

const PRESIDING: &str = "Presiding officer";
const DESK: &str = "Poll worker";
/// Voters that the desk's screen shows for one query.
const SHOWN: usize = 20;

/// A station's time of day, set by what happens at it.
#[derive(Debug, Clone)]
pub(super) struct DayClock {
    midnight: Timestamp,
    second: Arc<AtomicI64>,
}

impl DayClock {
    /// Midnight before the election, where it is held.
    pub(super) fn new(midnight: Timestamp) -> Self {
        DayClock {
            midnight,
            second: Arc::default(),
        }
    }

    fn set(&self, at: SecondOfDay) {
        self.second.store(at.into(), Ordering::Relaxed);
    }

    /// For the station.
    pub(super) fn clock(&self) -> Clock {
        let clock = self.clone();
        Arc::new(move || {
            let since = SignedDuration::from_secs(clock.second.load(Ordering::Relaxed));
            clock.midnight.saturating_add(since).unwrap_or(clock.midnight)
        })
    }
}

/// What all stations share.
pub(super) struct Shared {
    pub(super) electorate: Electorate,
    pub(super) definition: SignedDefinition,
    pub(super) uplink: Uplink,
    pub(super) pace: Pace,
    pub(super) cast: AtomicU64,
    /// Stations without a network.
    pub(super) offline: AtomicU64,
    /// The latest time of day at any station.
    pub(super) time: AtomicI64,
    /// Check-ins by hour of the day.
    pub(super) by_hour: [AtomicU64; 24],
}

/// Who holds a ballot: known to the voters of a simulation only, never to a station.
#[derive(Debug, PartialEq, Eq, Hash, Clone, Copy)]
enum Guest {
    Voter(u64),
    Case(u32),
}

/// A polling station with its officers and voters.
pub(super) struct Desk {
    pub(super) index: u32,
    pub(super) station: Station,
    pub(super) clock: DayClock,
    pub(super) shared: Arc<Shared>,
    attachment: Option<Attachment>,
    ballots: HashMap<Guest, SessionId>,
    claimants: HashMap<u32, Claimant>,
}

impl Desk {
    pub(super) fn new(index: u32, station: Station, clock: DayClock, shared: Arc<Shared>) -> Self {
        let attachment = Some(shared.uplink.attach(&station));
        let (ballots, claimants) = (HashMap::new(), HashMap::new());
        Desk {
            index,
            station,
            clock,
            shared,
            attachment,
            ballots,
            claimants,
        }
    }

    /// Lives through the day. Afterwards the polls are closed and the station is on the network.
    pub(super) async fn live(&mut self, day: Day) -> Result<(), RehearsalError> {
        for (second, act) in day.acts {
            self.shared.pace.wait_until(second).await;
            self.clock.set(second);
            self.shared.time.fetch_max(second.into(), Ordering::Relaxed);
            self.act(act, second).await?;
        }
        Ok(())
    }

    /// Closes the station's store.
    pub(super) async fn leave(mut self) -> Result<(), RehearsalError> {
        if let Some(attachment) = self.attachment.take() {
            attachment.detach().await;
        }
        let id = self.station.id().clone();
        self.station.close().await.map_err(at(&id))
    }

    async fn act(&mut self, act: Act, second: SecondOfDay) -> Result<(), RehearsalError> {
        match act {
            Act::Offline => {
                if let Some(attachment) = self.attachment.take() {
                    attachment.detach().await;
                    self.shared.offline.fetch_add(1, Ordering::Relaxed);
                }
                return Ok(());
            }
            Act::Online => {
                if self.attachment.is_none() {
                    self.attachment = Some(self.shared.uplink.attach(&self.station));
                    self.shared.offline.fetch_sub(1, Ordering::Relaxed);
                }
                return Ok(());
            }
            Act::CheckIn(n, look_up) => {
                let voter = self.look_up(n, look_up).await?;
                self.station
                    .check_in(voter, DESK)
                    .await
                    .map_err(at(self.station.id()))?;
                let hour = usize::try_from(second / 3600).unwrap_or(0);
                if let Some(count) = self.shared.by_hour.get(hour) {
                    count.fetch_add(1, Ordering::Relaxed);
                }
                return Ok(());
            }
            Act::OpenCase(case, claimant, reason) => return self.open_case(case, claimant, reason).await,
            _ => {}
        }
        let id = self.station.id().clone();
        self.at_desk(act).await.map_err(at(&id))
    }

    async fn at_desk(&mut self, act: Act) -> Result<(), StationError> {
        let officers = [PRESIDING.to_owned(), DESK.to_owned()];
        match act {
            Act::Open => {
                self.station.record_action(Action::SignedIn, PRESIDING).await?;
                self.station
                    .open_polls(&officers, Some("a simulated day"))
                    .await?;
            }
            Act::Pause => {
                self.station
                    .pause_polls("the building has to be left", PRESIDING)
                    .await?;
            }
            Act::Resume => self.station.resume_polls(PRESIDING).await?,
            Act::Close => {
                self.station.close_polls(&officers, None).await?;
            }
            Act::Register(n) => {
                self.station.register(self.form(n), DESK).await?;
            }
            Act::Undo(n) => {
                let voter = self.voter_id(n);
                self.station
                    .undo_check_in(voter, "another voter was meant", DESK)
                    .await?;
            }
            Act::Issue(n) => {
                let session = self.station.issue_ballot(self.voter_id(n)).await?;
                self.ballots.insert(Guest::Voter(n), session);
            }
            Act::Spoil(n) => {
                let session = self.ballot_of(Guest::Voter(n))?;
                let again = self.station.spoil(session, DESK).await?;
                self.ballots.insert(Guest::Voter(n), again);
            }
            Act::Cast(n) => {
                let voter = self.shared.electorate.voter(self.index, n);
                self.cast(Guest::Voter(n), &voter, n).await?;
                self.shared.cast.fetch_add(1, Ordering::Relaxed);
            }
            Act::Flee(n) => {
                let session = self.ballot_of(Guest::Voter(n))?;
                self.station.flee(session, DESK).await?;
            }
            Act::CastCase(case) => {
                let claimant = self.claimants.remove(&case).ok_or(StationError::UnknownSession)?;
                let claimant = self.claim(claimant);
                self.cast(Guest::Case(case), &claimant, case.into()).await?;
            }
            Act::Incident(trouble) => {
                let (kind, text) = words(trouble);
                self.station.report_incident(kind, text, PRESIDING).await?;
            }
            Act::CheckIn(..) | Act::OpenCase(..) | Act::Offline | Act::Online => {}
        }
        Ok(())
    }

    async fn cast(&mut self, guest: Guest, voter: &VoterRecord, n: u64) -> Result<(), StationError> {
        let session = self.ballot_of(guest)?;
        let provisional = matches!(guest, Guest::Case(_));
        let mut rng = self.shared.electorate.ballot_rng(self.index, n, provisional);
        let ballot = self
            .shared
            .electorate
            .ballot(&self.shared.definition.definition, voter, &mut rng);
        self.station.cast(session, ballot).await?;
        Ok(())
    }

    fn ballot_of(&mut self, guest: Guest) -> Result<SessionId, StationError> {
        self.ballots.remove(&guest).ok_or(StationError::UnknownSession)
    }

    fn voter_id(&self, n: u64) -> VoterId {
        self.shared.electorate.voter(self.index, n).voter_id
    }

    /// Finds a voter as an officer does: what is typed first, then more of it until it is the right one.
    async fn look_up(&self, n: u64, look_up: LookUp) -> Result<VoterId, RehearsalError> {
        let voter = self.shared.electorate.voter(self.index, n);
        let (name, number) = (voter.name.clone(), voter.registration_number.clone());
        let both = format!("{name} {}", voter.date_of_birth);
        let queries = match look_up {
            LookUp::Number => vec![number],
            LookUp::Name => vec![name, both],
            LookUp::Birth => vec![voter.date_of_birth.strftime("%d.%m.%Y").to_string(), both],
        };
        for query in &queries {
            let found = self
                .station
                .search(query, DateOrder::DayFirst, SHOWN)
                .await
                .map_err(at(self.station.id()))?;
            if found
                .voters
                .iter()
                .any(|entry| entry.voter.voter_id == voter.voter_id)
            {
                return Ok(voter.voter_id);
            }
        }
        let id = self.station.id();
        Err(RehearsalError::Ended(format!(
            "`{id}` does not find voter {} ({look_up:?})",
            voter.voter_id
        )))
    }

    /// The form that the nth newcomer fills in.
    fn form(&self, n: u64) -> NewVoter {
        let voter = self.shared.electorate.new_registrant(self.index, n);
        NewVoter {
            registration_number: voter.registration_number,
            name: voter.name,
            date_of_birth: voter.date_of_birth,
            gender: voter.gender,
            nationality: voter.nationality,
            address: voter.address,
            email: voter.email,
            phone: voter.phone,
            cell: voter.cell,
            picture: voter.picture,
            ballot_style: Some(voter.ballot_style),
        }
    }

    /// Tries to check the claimant in first, which must be refused, then opens a case.
    async fn open_case(
        &mut self,
        case: u32,
        claimant: Claimant,
        reason: ProvisionalReason,
    ) -> Result<(), RehearsalError> {
        let record = self.claim(claimant);
        let refused = |error: &StationError| match reason {
            ProvisionalReason::NotOnRoll | ProvisionalReason::OtherPollingStation => {
                matches!(error, StationError::UnknownVoter(_))
            }
            ProvisionalReason::NotAccredited => matches!(error, StationError::NotAccredited(_)),
            ProvisionalReason::AlreadyCheckedIn => matches!(error, StationError::AlreadyCheckedIn { .. }),
            ProvisionalReason::RollStale | ProvisionalReason::IdentityDoubted => false,
        };
        let tries = !matches!(
            reason,
            ProvisionalReason::RollStale | ProvisionalReason::IdentityDoubted
        );
        if tries {
            match self.station.check_in(record.voter_id, DESK).await {
                Err(error) if refused(&error) => {}
                Err(error) => return Err(at(self.station.id())(error)),
                Ok(_) => {
                    let id = self.station.id();
                    let reason = reason.as_str();
                    return Err(RehearsalError::Ended(format!(
                        "`{id}` admitted somebody who is {reason}"
                    )));
                }
            }
        }
        let opened = self
            .station
            .open_provisional_case(record, reason, PRESIDING)
            .await;
        let (_, session) = opened.map_err(at(self.station.id()))?;
        self.ballots.insert(Guest::Case(case), session);
        self.claimants.insert(case, claimant);
        Ok(())
    }

    /// The claimant with a ballot style of this station.
    fn claim(&self, claimant: Claimant) -> VoterRecord {
        let electorate = &self.shared.electorate;
        let mut record = match claimant {
            Claimant::Newcomer(n) => electorate.new_registrant(self.index, n),
            Claimant::OnRoll(n) => electorate.voter(self.index, n),
            Claimant::Elsewhere(station, n) => electorate.voter(station, n),
        };
        let here = self
            .shared
            .definition
            .definition
            .polling_station(self.station.id());
        if let Some(styles) = here.map(|h| &h.ballot_styles)
            && !styles.contains(&record.ballot_style)
            && let Some(first) = styles.first()
        {
            record.ballot_style = first.clone();
        }
        record
    }
}

fn words(trouble: Trouble) -> (IncidentKind, &'static str) {
    match trouble {
        Trouble::Network => (IncidentKind::Equipment, "The network was away; voting went on."),
        Trouble::FireAlarm => (
            IncidentKind::Other,
            "Fire alarm, a false one; the polls were paused.",
        ),
        Trouble::Quarrel => (
            IncidentKind::Disturbance,
            "A quarrel in the queue; two people were sent away.",
        ),
    }
}
