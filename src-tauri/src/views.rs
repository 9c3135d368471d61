//! From the station's types to what the windows show.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use pollstream_protocol::definition::{
    Candidate, Contest, ElectionDefinition, Party, PollingStation, SignedDefinition, VoteVariation,
};
use pollstream_protocol::entry::{EntryKind, IncidentKind, ProvisionalReason};
use pollstream_protocol::events::PollsState;
use pollstream_protocol::ids::{BallotStyleId, StationId};
use pollstream_protocol::receipt::Standing as CentralStanding;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use pollstream_station::{
    Booth as BoothSlot, CloseRecord, Connection as Link, Counters, IssueObstacle, LogLine,
    Officer as StationOfficer, OpenSession, Role as StationRole, RollEntry, Station, SyncStatus, SyncTrouble,
    VoterStanding, ZeroRecord,
};

use crate::dto::app::{AppState, Phase, StationIdentity, Training};
use crate::dto::booth::{
    Booth, BoothBallot, BoothCandidate, BoothContest, BoothState, CandidateWords, SessionView, Variation,
};
use crate::dto::desk::{
    BoothPhase, BoothSummary, ClockState, ClockStatus, Counts, HomeStatus, RollFreshness,
};
use crate::dto::error::{Param, Params};
use crate::dto::log::{IncidentKindName, LineKind, LogLineView};
use crate::dto::officers::{Officer, Role};
use crate::dto::polls::{
    CloseCounts, CloseReportView, PollsStateName, ZeroContest, ZeroCounts, ZeroReportView,
};
use crate::dto::queue::{Connection, QueueStatus, StandingAtCentral, Trouble};
use crate::dto::voter::{
    AddressForm, PollingPlace, ProvisionalReasonName, Standing, StyleName, VoterCard, VoterRow, WaitingVoter,
};
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::qr::qr;
use crate::{training, windows};

/// Seconds that a clock may differ before the desk warns.
const CLOCK_TOLERANCE: i64 = 60;

impl From<StationRole> for Role {
    fn from(role: StationRole) -> Self {
        match role {
            StationRole::PollWorker => Role::PollWorker,
            StationRole::PresidingOfficer => Role::PresidingOfficer,
        }
    }
}

impl From<Role> for StationRole {
    fn from(role: Role) -> Self {
        match role {
            Role::PollWorker => StationRole::PollWorker,
            Role::PresidingOfficer => StationRole::PresidingOfficer,
        }
    }
}

impl From<&StationOfficer> for Officer {
    fn from(officer: &StationOfficer) -> Self {
        Officer {
            id: officer.id.0.to_string(),
            name: officer.name.clone(),
            role: officer.role.into(),
            // A pause of half a second still refuses: never 0 while one runs.
            wait_seconds: officer.wait.map_or(0, |wait| wait.as_secs().max(1)),
            vouched_by: officer.vouched_by.map(|by| by.0.to_string()),
        }
    }
}

impl From<PollsState> for PollsStateName {
    fn from(state: PollsState) -> Self {
        match state {
            PollsState::NotOpened => PollsStateName::NotOpened,
            PollsState::Open => PollsStateName::Open,
            PollsState::Paused => PollsStateName::Paused,
            PollsState::Closed => PollsStateName::Closed,
        }
    }
}

/// Which station a definition and an enrolment make.
pub(crate) fn identity(signed: &SignedDefinition, station: &StationId, incarnation: u32) -> StationIdentity {
    let definition = &signed.definition;
    let place = definition.polling_station(station);
    StationIdentity {
        id: station.to_string(),
        name: place.map(|p| p.name.clone()).unwrap_or_default(),
        address: place.map(|p| p.address.clone()).unwrap_or_default(),
        incarnation,
        election: definition.id.to_string(),
        election_title: definition.title.clone(),
        election_date: definition.date,
        polls_open: definition.polls_open,
        polls_close: definition.polls_close,
        time_zone: definition.time_zone.clone(),
        definition_version: signed.version,
        definition_fingerprint: HEXLOWER.encode(&signed.fingerprint()[..8]),
        voting_age: definition.voting_age,
    }
}

/// The whole program, as the desk shows it.
pub(crate) fn app_state(kiosk: &Kiosk) -> AppState {
    let desk = kiosk.desk();
    let phase = kiosk.phase();
    let running = kiosk.running();
    AppState {
        phase,
        station: (running.as_ref())
            .map(|(station, ..)| identity(&station.definition(), station.id(), station.incarnation().0)),
        key_place: kiosk.key_place(),
        officer: desk
            .officer
            .as_ref()
            .filter(|_| phase == Phase::Ready)
            .map(Officer::from),
        locked: desk.locked,
        help_wanted: kiosk.booth_memory().help_wanted,
        idle_lock_seconds: u32::try_from(kiosk.settings.idle_lock.as_secs()).unwrap_or(u32::MAX),
        failure: kiosk.failure(),
        screens: kiosk.screens(),
        training: (kiosk.settings.training).then(|| Training {
            officers: training::shown_officers(),
        }),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        now: Timestamp::now(),
    }
}

fn counts(c: &Counters) -> Counts {
    Counts {
        on_roll: c.on_roll,
        checked_in: c.checked_in,
        undone: c.undone,
        ballots_cast: c.ballots_cast,
        provisional: c.provisional,
        spoiled: c.spoiled,
        fled: c.fled,
        registrations: c.registrations,
        open_sessions: c.open_sessions,
    }
}

/// How far the log has reached central.
pub(crate) fn queue(sync: &SyncStatus, boxed: u64, station: &Station, network: bool) -> QueueStatus {
    QueueStatus {
        entries: sync.next_seq,
        confirmed: sync.receipted,
        waiting: sync.queue_depth,
        boxed,
        last_receipt: sync.last_receipt,
        connection: match sync.connection {
            _ if !network => Connection::NoNetwork,
            Link::NeverConnected => Connection::Connecting,
            Link::Online { since } => Connection::Online { since },
            Link::Offline { since } => Connection::Offline { since },
        },
        kafka: station.kafka().to_owned(),
        standing: match sync.standing {
            CentralStanding::Active => StandingAtCentral::Active,
            CentralStanding::Revoked => StandingAtCentral::Revoked,
            CentralStanding::Quarantined => StandingAtCentral::Quarantined,
        },
        refusal: sync.refusal.clone(),
        trouble: sync.trouble.map(|trouble| match trouble {
            SyncTrouble::Rewound { central, here } => Trouble::Rewound { central, here },
            SyncTrouble::Diverged { before } => Trouble::Diverged { before },
            SyncTrouble::Superseded { incarnation } => Trouble::Superseded { incarnation },
        }),
    }
}

/// What speaks against the clock, the gravest first.
pub(crate) async fn clock(station: &Station) -> Answer<ClockStatus> {
    let reading = station.clock().await?;
    let set_back = reading
        .newest_entry
        .map(|newest| newest.as_second() - reading.now.as_second())
        .filter(|seconds| *seconds > CLOCK_TOLERANCE);
    let offset = reading.offset.filter(|seconds| seconds.abs() > CLOCK_TOLERANCE);
    let definition = station.definition();
    let now = reading.now;
    let today = now
        .in_tz(&definition.definition.time_zone)
        .map_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC).date(), |now| now.date());
    let (state, offset_seconds) = match (set_back, offset) {
        (Some(seconds), _) => (ClockState::SetBack, Some(-seconds)),
        (None, Some(seconds)) if seconds < 0 => (ClockState::Slow, Some(seconds)),
        (None, Some(seconds)) => (ClockState::Fast, Some(seconds)),
        (None, None) if today != definition.definition.date => (ClockState::WrongDay, reading.offset),
        (None, None) => (ClockState::Good, reading.offset),
    };
    Ok(ClockStatus {
        state,
        offset_seconds,
    })
}

/// Whether the roll can be relied on for what others did since.
pub(crate) fn roll_freshness(kiosk: &Kiosk, sync: &SyncStatus, network: bool) -> RollFreshness {
    let now = Timestamp::now();
    let as_of = match sync.connection {
        Link::Online { .. } if network => Some(now),
        _ => sync.roll_as_of,
    };
    let limit = i64::from(kiosk.settings.roll_stale_hours) * 3_600;
    RollFreshness {
        as_of,
        stale: network && as_of.is_none_or(|at| now.as_second() - at.as_second() > limit),
    }
}

/// Everything that the home screen shows.
pub(crate) async fn home(kiosk: &Kiosk, station: &Station, app: &tauri::AppHandle) -> Answer<HomeStatus> {
    let network = kiosk.running().is_some_and(|(_, network)| network);
    let counters = station.counters().await?;
    let sync = station.sync_status();
    let slot = station.booth().await?;
    let in_booth = u64::from(matches!(slot, BoothSlot::Voting(_)));
    let inactive_minutes = kiosk.booth_memory().inactive_minutes();
    let (opens_at, closes_at) = station.legal_hours();
    let (without_ballot, longest_wait_since) = station.wait().await?;
    Ok(HomeStatus {
        polls: station.polls_state().await?.into(),
        opens_at,
        closes_at,
        reconciles: station.reconciles().await?,
        without_ballot,
        longest_wait_since,
        order_kept: station.order_kept().await?,
        queue: queue(&sync, station.boxed().await?, station, network),
        roll: roll_freshness(kiosk, &sync, network),
        clock: clock(station).await?,
        booth: BoothSummary {
            phase: match slot {
                BoothSlot::Free => BoothPhase::Free,
                BoothSlot::Voting(_) => BoothPhase::Voting,
                BoothSlot::Cast { .. } => BoothPhase::Done,
            },
            provisional: match &slot {
                BoothSlot::Voting(open) => open.case.is_some(),
                BoothSlot::Cast { provisional } => *provisional,
                BoothSlot::Free => false,
            },
            inactive_minutes: match slot {
                BoothSlot::Free => 0,
                BoothSlot::Voting(_) | BoothSlot::Cast { .. } => inactive_minutes,
            },
            waiting_sessions: counters.open_sessions.saturating_sub(in_booth),
            shown: windows::booth_shown(app),
        },
        counts: counts(&counters),
        incidents: station.incidents().await?,
        free_bytes: crate::drives::free_bytes(&kiosk.settings.data),
        battery: crate::battery::read(),
        now: Timestamp::now(),
    })
}

/// A polling station, to send somebody there.
pub(crate) fn place(definition: &ElectionDefinition, station: &PollingStation) -> PollingPlace {
    PollingPlace {
        id: station.id.to_string(),
        name: station.name.clone(),
        address: station.address.clone(),
        district: definition
            .district(&station.district)
            .map(|d| d.name.clone())
            .unwrap_or_default(),
    }
}

/// The same by id; a station that the definition does not know has its id for a name.
pub(crate) fn place_of(definition: &ElectionDefinition, id: &StationId) -> PollingPlace {
    definition.polling_station(id).map_or_else(
        || PollingPlace {
            id: id.to_string(),
            name: id.to_string(),
            address: String::new(),
            district: String::new(),
        },
        |station| place(definition, station),
    )
}

/// A ballot style and what is on it.
pub(crate) fn style(definition: &ElectionDefinition, id: &BallotStyleId) -> StyleName {
    let found = definition.ballot_style(id);
    let contests = found.map(|style| definition.contests_of(style).map(|c| c.title.clone()).collect());
    StyleName {
        id: id.to_string(),
        contests: contests.unwrap_or_default(),
    }
}

fn standing(definition: &ElectionDefinition, standing: &VoterStanding) -> Standing {
    match standing {
        VoterStanding::MayCheckIn => Standing::MayCheckIn,
        VoterStanding::Pending => Standing::Pending,
        VoterStanding::Rejected => Standing::Rejected,
        VoterStanding::Withdrawn => Standing::Withdrawn,
        VoterStanding::CheckedIn { at, issued } => Standing::CheckedIn {
            at: *at,
            issued: *issued,
        },
        VoterStanding::CheckedInElsewhere { station, at } => Standing::CheckedInElsewhere {
            place: place_of(definition, station),
            at: *at,
        },
        VoterStanding::OtherPollingStation { station } => Standing::OtherPollingStation {
            place: place_of(definition, station),
        },
    }
}

fn one_line(address: &Address) -> String {
    let parts = [&address.street, &address.postcode, &address.city];
    let given: Vec<&str> = parts
        .iter()
        .map(|p| p.as_str())
        .filter(|p| !p.is_empty())
        .collect();
    given.join(", ")
}

/// A voter in a list.
pub(crate) fn voter_row(definition: &ElectionDefinition, entry: &RollEntry) -> VoterRow {
    let voter = &entry.voter;
    VoterRow {
        voter_id: voter.voter_id.to_string(),
        name: voter.name.clone(),
        registration_number: voter.registration_number.clone(),
        date_of_birth: voter.date_of_birth,
        address: one_line(&voter.address),
        standing: standing(definition, &entry.standing),
    }
}

/// Who is checked in and has no ballot yet.
pub(crate) async fn waiting(station: &Station) -> Answer<Vec<WaitingVoter>> {
    let waiting = station.waiting().await?;
    Ok(waiting
        .into_iter()
        .map(|waiting| WaitingVoter {
            voter_id: waiting.entry.voter.voter_id.to_string(),
            name: waiting.entry.voter.name,
            registration_number: waiting.entry.voter.registration_number,
            since: waiting.since,
        })
        .collect())
}

fn provisional_reasons(standing: &VoterStanding, stale: bool) -> Vec<ProvisionalReasonName> {
    let mut reasons = Vec::new();
    match standing {
        VoterStanding::MayCheckIn | VoterStanding::CheckedIn { issued: false, .. } => {}
        VoterStanding::Pending | VoterStanding::Rejected | VoterStanding::Withdrawn => {
            reasons.push(ProvisionalReasonName::NotAccredited);
        }
        VoterStanding::CheckedIn { .. } | VoterStanding::CheckedInElsewhere { .. } => {
            reasons.push(ProvisionalReasonName::AlreadyCheckedIn);
        }
        VoterStanding::OtherPollingStation { .. } => reasons.push(ProvisionalReasonName::OtherPollingStation),
    }
    if stale {
        reasons.push(ProvisionalReasonName::RollStale);
    }
    reasons.push(ProvisionalReasonName::IdentityDoubted);
    reasons
}

/// A voter with all that the officer compares.
pub(crate) async fn voter_card(kiosk: &Kiosk, station: &Station, entry: &RollEntry) -> Answer<VoterCard> {
    let signed = station.definition();
    let definition = &signed.definition;
    let network = kiosk.running().is_some_and(|(_, network)| network);
    let stale = roll_freshness(kiosk, &station.sync_status(), network).stale;
    let open = station.polls_state().await? == PollsState::Open;
    let waits = matches!(entry.standing, VoterStanding::CheckedIn { issued: false, .. });
    let changed = station.issue_obstacle(entry.voter.voter_id).await?;
    let before = station.earlier_case(&entry.voter).await?;
    let booth_busy = waits && station.booth().await? != BoothSlot::Free;
    let obstacle = (changed.as_ref().map(IssueObstacle::code)).or(booth_busy.then_some("booth_busy"));
    let VoterRecord {
        voter_id,
        registration_number,
        name,
        date_of_birth,
        gender,
        nationality,
        address,
        email,
        phone,
        cell,
        picture,
        ballot_style,
        registered_at,
        ..
    } = entry.voter.clone();
    let shown = kiosk.pictures.data_url(&picture);
    let mut verify = vec!["name".to_owned(), "date_of_birth".to_owned()];
    if shown.is_some() {
        verify.push("picture".to_owned());
    }
    if !one_line(&address).is_empty() {
        verify.push("address".to_owned());
    }
    Ok(VoterCard {
        voter_id: voter_id.to_string(),
        age: entry.voter.age_on(definition.date),
        has_picture: !picture.is_empty(),
        picture: shown,
        ballot_style: style(definition, &ballot_style),
        standing: standing(definition, &entry.standing),
        verify,
        provisional_reasons: if open {
            provisional_reasons(&entry.standing, stale)
        } else {
            Vec::new()
        },
        may_undo: waits,
        may_issue: waits && open && obstacle.is_none(),
        obstacle: obstacle.map(str::to_owned),
        provisional_before: before.map(|case| case.at),
        name,
        registration_number,
        date_of_birth,
        gender,
        nationality,
        address: AddressForm {
            street: address.street,
            city: address.city,
            state: address.state,
            country: address.country,
            postcode: address.postcode,
        },
        email,
        phone,
        cell,
        registered_at,
    })
}

impl From<ProvisionalReasonName> for ProvisionalReason {
    fn from(reason: ProvisionalReasonName) -> Self {
        match reason {
            ProvisionalReasonName::NotOnRoll => ProvisionalReason::NotOnRoll,
            ProvisionalReasonName::NotAccredited => ProvisionalReason::NotAccredited,
            ProvisionalReasonName::AlreadyCheckedIn => ProvisionalReason::AlreadyCheckedIn,
            ProvisionalReasonName::OtherPollingStation => ProvisionalReason::OtherPollingStation,
            ProvisionalReasonName::RollStale => ProvisionalReason::RollStale,
            ProvisionalReasonName::IdentityDoubted => ProvisionalReason::IdentityDoubted,
        }
    }
}

impl From<IncidentKindName> for IncidentKind {
    fn from(kind: IncidentKindName) -> Self {
        match kind {
            IncidentKindName::Other => IncidentKind::Other,
            IncidentKindName::Equipment => IncidentKind::Equipment,
            IncidentKindName::Clock => IncidentKind::Clock,
            IncidentKindName::Reconciliation => IncidentKind::Reconciliation,
            IncidentKindName::Disturbance => IncidentKind::Disturbance,
        }
    }
}

/// The contests on the ballots of a station, with those who can be chosen.
pub(crate) fn zero_contests(definition: &ElectionDefinition, station: &StationId) -> Vec<ZeroContest> {
    let contest = |contest: &Contest| ZeroContest {
        title: contest.title.clone(),
        candidates: (contest.candidates.iter())
            .filter(|candidate| candidate.accreditation == Accreditation::Accredited)
            .map(|candidate| definition.shown_name(contest, candidate).into_owned())
            .collect(),
    };
    let styles = definition
        .polling_station(station)
        .map(|s| s.ballot_styles.as_slice());
    let styles = styles.unwrap_or_default().iter();
    let on_ballots: BTreeSet<_> = (styles.filter_map(|id| definition.ballot_style(id)))
        .flat_map(|style| &style.contests)
        .collect();
    let contests = definition.contests.iter();
    contests
        .filter(|c| on_ballots.contains(&c.id))
        .map(contest)
        .collect()
}

/// The zero report as it was logged.
pub(crate) fn zero_view(station: &Station, record: &ZeroRecord) -> ZeroReportView {
    let r = record.report;
    ZeroReportView {
        contests: zero_contests(&station.definition().definition, station.id()),
        counts: ZeroCounts {
            check_ins: r.check_ins,
            ballots: r.ballots,
            provisional: r.provisional,
            spoiled: r.spoiled,
        },
        officers: record.officers.clone(),
        at: record.at,
        entry: record.seq,
        outside_hours: record.outside_hours.clone(),
    }
}

/// Reconciliation.
pub(crate) fn close_counts(report: &pollstream_protocol::entry::CloseReport) -> CloseCounts {
    CloseCounts {
        check_ins: report.check_ins,
        undone: report.undone,
        ballots: report.ballots,
        provisional: report.provisional,
        spoiled: report.spoiled,
        fled: report.fled,
        registrations: report.registrations,
        provisional_cases: report.provisional_cases,
        reconciles: report.reconciles(),
    }
}

/// The close report as it was logged.
pub(crate) fn close_view(record: &CloseRecord) -> Answer<CloseReportView> {
    Ok(CloseReportView {
        counts: close_counts(&record.report),
        officers: record.officers.clone(),
        at: record.at,
        entry: record.seq,
        head_hash: HEXLOWER.encode(&record.hash),
        qr: qr(&record.statement)?,
    })
}

macro_rules! line_kinds {
    ($($name:ident),+) => {
        impl From<EntryKind> for LineKind {
            fn from(kind: EntryKind) -> Self {
                match kind { $(EntryKind::$name => LineKind::$name),+ }
            }
        }

        impl From<LineKind> for EntryKind {
            fn from(kind: LineKind) -> Self {
                match kind { $(LineKind::$name => EntryKind::$name),+ }
            }
        }
    };
}

line_kinds!(
    Registration,
    CheckIn,
    CheckInUndone,
    BallotGroup,
    ProvisionalBallot,
    PollsOpened,
    PollsPaused,
    PollsResumed,
    PollsClosed,
    Incident,
    OfficerAction,
    RecoveryCopy,
    ProgramStarted,
    ProgramEnded
);

/// A line of the log.
pub(crate) fn log_line(line: LogLine, confirmed_before: u64) -> LogLineView {
    let params: Params = (line.params.into_iter())
        .map(|(name, value)| {
            let param = value
                .parse::<i64>()
                .map_or_else(|_| Param::Text(value.clone()), Param::Number);
            (
                name.to_owned(),
                if counts_something(name) {
                    param
                } else {
                    Param::Text(value)
                },
            )
        })
        .collect();
    LogLineView {
        entry: line.seq,
        kind: line.kind.into(),
        code: line.code.to_owned(),
        params,
        at: line.at,
        officer: line.officer,
        text: line.text,
        confirmed: line.seq < confirmed_before,
    }
}

fn counts_something(name: &str) -> bool {
    matches!(name, "ballots" | "check_ins" | "provisional" | "spoiled" | "fled")
}

fn variation(vote_variation: VoteVariation) -> Variation {
    match vote_variation {
        VoteVariation::Plurality { votes_allowed } => Variation::Plurality { votes_allowed },
        VoteVariation::Ranked { ranks_allowed } => Variation::Ranked { ranks_allowed },
    }
}

/// The contests of a ballot style with those who can be chosen, in ballot order.
pub(crate) fn contests(
    kiosk: &Kiosk,
    definition: &ElectionDefinition,
    id: &BallotStyleId,
) -> Vec<BoothContest> {
    let Some(style) = definition.ballot_style(id) else {
        return Vec::new();
    };
    let candidate = |c: &Candidate| {
        let party = c.party.as_ref().and_then(|id| definition.party(id));
        BoothCandidate {
            id: c.id.to_string(),
            name: c.name.clone(),
            party: party.map(|p| p.name.clone()).unwrap_or_default(),
            party_abbreviation: party.map(|p| p.abbreviation.clone()).unwrap_or_default(),
            picture: kiosk.pictures.data_url(&c.picture),
            biography: c.biography.clone(),
            platform: c.platform.clone(),
            translations: words(c, party),
        }
    };
    let contest = |c: &Contest| BoothContest {
        id: c.id.to_string(),
        title: c.title.clone(),
        translations: c.translations.clone(),
        variation: variation(c.vote_variation),
        candidates: (c.candidates.iter())
            .filter(|candidate| candidate.accreditation == Accreditation::Accredited)
            .map(candidate)
            .collect(),
    };
    definition.contests_of(style).map(contest).collect()
}

/// A candidate's card in every language that something of it is translated to.
fn words(candidate: &Candidate, party: Option<&Party>) -> BTreeMap<String, CandidateWords> {
    let of_party = party.iter().flat_map(|p| p.translations.keys());
    let languages: BTreeSet<&String> = candidate.translations.keys().chain(of_party).collect();
    let or = |translated: Option<&String>, original: &str| match translated {
        Some(text) if !text.is_empty() => text.clone(),
        _ => original.to_owned(),
    };
    let card = |language: &String| {
        let text = candidate.translations.get(language);
        let of_party = party.and_then(|p| p.translations.get(language));
        let (name, abbreviation) = party.map_or(("", ""), |p| (&p.name, &p.abbreviation));
        CandidateWords {
            name: or(text.map(|t| &t.name), &candidate.name),
            party: or(of_party.map(|t| &t.name), name),
            party_abbreviation: or(of_party.map(|t| &t.abbreviation), abbreviation),
            biography: or(text.map(|t| &t.biography), &candidate.biography),
            platform: or(text.map(|t| &t.platform), &candidate.platform),
        }
    };
    languages
        .into_iter()
        .map(|language| (language.clone(), card(language)))
        .collect()
}

/// What the booth's window shows.
pub(crate) async fn booth(kiosk: &Kiosk) -> Answer<Booth> {
    let one_screen = kiosk.screens() == crate::dto::app::Screens::One;
    let prints = kiosk.printing.has_printer();
    let training = kiosk.settings.training;
    let Some((station, _)) = kiosk.running() else {
        let polls = PollsStateName::NotOpened;
        return Ok(Booth {
            state: BoothState::Waiting { polls },
            election_title: String::new(),
            election_translations: BTreeMap::new(),
            station_name: String::new(),
            training,
            one_screen,
            prints,
        });
    };
    let signed = station.definition();
    let state = match station.booth().await? {
        BoothSlot::Free => BoothState::Waiting {
            polls: station.polls_state().await?.into(),
        },
        BoothSlot::Voting(open) => voting(kiosk, &signed.definition, &open),
        BoothSlot::Cast { provisional } => {
            let memory = kiosk.booth_memory();
            BoothState::Done {
                restarted: memory.restarted,
                cast: memory.cast.clone(),
                provisional,
            }
        }
    };
    let here = signed.definition.polling_station(station.id());
    Ok(Booth {
        state,
        election_title: signed.definition.title.clone(),
        election_translations: signed.definition.translations.clone(),
        station_name: here.map(|p| p.name.clone()).unwrap_or_default(),
        training,
        one_screen,
        prints,
    })
}

fn voting(kiosk: &Kiosk, definition: &ElectionDefinition, open: &OpenSession) -> BoothState {
    let mut memory = kiosk.booth_memory();
    let (visit, restarted, help_wanted) = (
        memory.visit_of(open.session),
        memory.restarted,
        memory.help_wanted,
    );
    drop(memory);
    BoothState::Voting {
        ballot: BoothBallot {
            visit,
            contests: contests(kiosk, definition, &open.ballot_style),
            provisional: open.case.is_some(),
            restarted,
        },
        help_wanted,
    }
}

/// The open sessions, in the random order of their ids.
pub(crate) async fn sessions(station: &Station) -> Answer<Vec<SessionView>> {
    let signed = station.definition();
    let in_booth = match station.booth().await? {
        BoothSlot::Voting(open) => Some(open.session),
        _ => None,
    };
    let open = station.open_sessions().await?;
    Ok((open.into_iter())
        .map(|session| SessionView {
            session_id: session.session.to_string(),
            contests: style(&signed.definition, &session.ballot_style).contests,
            provisional: session.case.is_some(),
            in_booth: in_booth == Some(session.session),
        })
        .collect())
}
