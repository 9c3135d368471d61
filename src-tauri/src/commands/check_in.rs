//! Searching, checking in, issuing ballots, provisional votes, and the open sessions.

use pollstream_protocol::ids::{SessionId, VoterId as StationVoterId};
use pollstream_station::{
    Booth as BoothSlot, DateOrder, Licence, NewCase, Station, StationError, find_places,
};
use tauri::{State, WebviewWindow, command};
use uuid::Uuid;

use super::at_desk;
use super::registration::new_voter;
use crate::dto::booth::{Assistance, SessionRef, SessionView};
use crate::dto::error::CommandError;
use crate::dto::voter::{
    AddressForm, FindPlaces, Issued, LicenceScan, LicenceView, PollingPlace, ProvisionalClaim,
    ProvisionalOnRoll, Search, SearchResult, UndoCheckIn, VoterCard, VoterId, WaitingVoter,
};
use crate::failure::Answer;
use crate::kiosk::{AtDesk, Kiosk};
use crate::views;

/// Most polling places that one look returns.
const MAX_PLACES: usize = 200;

fn voter_id(text: &str) -> Answer<StationVoterId> {
    let bad = |_| CommandError::refused("unknown_voter", "not a voter's id");
    text.parse().map_err(bad)
}

fn session_id(text: &str) -> Answer<SessionId> {
    let parsed = Uuid::parse_str(text).map(SessionId);
    parsed.map_err(|_| StationError::UnknownSession.into())
}

#[command]
pub(crate) async fn search(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: Search,
) -> Answer<SearchResult> {
    let desk = at_desk(&window, &kiosk)?;
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let dates = if request.month_first {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    };
    let found = desk.station.search(&request.query, dates, limit).await?;
    let signed = desk.station.definition();
    let row = |entry| views::voter_row(&signed.definition, entry);
    Ok(SearchResult {
        voters: found.voters.iter().map(row).collect(),
        total: found.total,
    })
}

async fn card(kiosk: &Kiosk, station: &Station, voter: StationVoterId) -> Answer<VoterCard> {
    let entry = station
        .voter(voter)
        .await?
        .ok_or(StationError::UnknownVoter(voter))?;
    views::voter_card(kiosk, station, &entry).await
}

#[command]
pub(crate) async fn voter(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: VoterId,
) -> Answer<VoterCard> {
    let desk = at_desk(&window, &kiosk)?;
    card(&kiosk, &desk.station, voter_id(&request.voter_id)?).await
}

#[command]
pub(crate) async fn check_in(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: VoterId,
) -> Answer<VoterCard> {
    let desk = at_desk(&window, &kiosk)?;
    let voter = voter_id(&request.voter_id)?;
    desk.station.check_in(voter, &desk.officer.name).await?;
    kiosk.changed();
    card(&kiosk, &desk.station, voter).await
}

#[command]
pub(crate) async fn undo_check_in(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: UndoCheckIn,
) -> Answer<VoterCard> {
    let desk = at_desk(&window, &kiosk)?;
    let voter = voter_id(&request.voter_id)?;
    desk.station
        .undo_check_in(voter, &request.reason, &desk.officer.name)
        .await?;
    kiosk.changed();
    card(&kiosk, &desk.station, voter).await
}

/// No ballot is issued into a busy booth: the voter would wait with it where nobody sees it, or find the code of the
/// one before on the screen.
async fn booth_must_be_free(station: &Station) -> Answer<()> {
    match station.booth().await? {
        BoothSlot::Free => Ok(()),
        BoothSlot::Voting(_) | BoothSlot::Cast { .. } => Err(StationError::BoothBusy.into()),
    }
}

/// Puts a session into the booth; the voter before has left.
async fn into_booth(kiosk: &Kiosk, station: &Station, session: SessionId) -> Answer<()> {
    station.hand_to_booth(session).await?;
    kiosk.booth_memory().left();
    kiosk.changed();
    Ok(())
}

#[command]
pub(crate) async fn issue_ballot(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: VoterId,
) -> Answer<Issued> {
    let desk = at_desk(&window, &kiosk)?;
    booth_must_be_free(&desk.station).await?;
    let session = desk.station.issue_ballot(voter_id(&request.voter_id)?).await?;
    into_booth(&kiosk, &desk.station, session).await?;
    Ok(Issued { case_number: None })
}

/// Opens a case and puts its ballot into the booth.
async fn open_case(kiosk: &Kiosk, desk: &AtDesk, case: NewCase) -> Answer<Issued> {
    let opened = desk.station.open_case(case, &desk.officer.name).await?;
    into_booth(kiosk, &desk.station, opened.1).await?;
    Ok(Issued {
        case_number: Some(opened.0.number()),
    })
}

#[command]
pub(crate) async fn vote_provisionally(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: ProvisionalOnRoll,
) -> Answer<Issued> {
    let desk = at_desk(&window, &kiosk)?;
    booth_must_be_free(&desk.station).await?;
    let voter = voter_id(&request.voter_id)?;
    let entry = desk
        .station
        .voter(voter)
        .await?
        .ok_or(StationError::UnknownVoter(voter))?;
    let mut claimant = entry.voter;
    // Whoever belongs elsewhere votes on what is issued here.
    if desk.station.issues(&claimant.ballot_style).is_err() {
        claimant.ballot_style = desk
            .station
            .claimant(pollstream_station::NewVoter::default())?
            .ballot_style;
    }
    let case = NewCase {
        claimant,
        reason: request.reason.into(),
        declared: request.declared,
        again: request.again,
    };
    open_case(&kiosk, &desk, case).await
}

#[command]
pub(crate) async fn claim_provisionally(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: ProvisionalClaim,
) -> Answer<Issued> {
    let desk = at_desk(&window, &kiosk)?;
    booth_must_be_free(&desk.station).await?;
    let new = new_voter(&request.claimant).map_err(CommandError::faults)?;
    let faults: Vec<_> = (desk.station.registration_faults(new.clone())?.iter())
        .filter(|fault| insisted_on(fault.field))
        .map(Into::into)
        .collect();
    if !faults.is_empty() {
        return Err(CommandError::faults(faults));
    }
    let claimant = desk.station.claimant(new)?;
    let case = NewCase {
        claimant,
        reason: request.reason.into(),
        declared: request.declared,
        again: request.again,
    };
    open_case(&kiosk, &desk, case).await
}

/// Officials decide on the rest later: somebody without papers has no number, and may be too young.
fn insisted_on(field: &str) -> bool {
    !matches!(
        field,
        "registration_number" | "date_of_birth" | "nationality" | "email" | "voter_id"
    )
}

#[command]
pub(crate) async fn polling_places(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: FindPlaces,
) -> Answer<Vec<PollingPlace>> {
    let desk = at_desk(&window, &kiosk)?;
    let signed = desk.station.definition();
    let places = find_places(&signed.definition, &request.query);
    let shown = places.into_iter().take(MAX_PLACES);
    Ok(shown
        .map(|station| views::place(&signed.definition, station))
        .collect())
}

#[command]
pub(crate) async fn waiting(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<Vec<WaitingVoter>> {
    let desk = at_desk(&window, &kiosk)?;
    views::waiting(&desk.station).await
}

#[command]
pub(crate) async fn sessions(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<Vec<SessionView>> {
    let desk = at_desk(&window, &kiosk)?;
    views::sessions(&desk.station).await
}

/// The voter in the booth was helped, at their wish.
#[command]
pub(crate) async fn note_assistance(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: Assistance,
) -> Answer<()> {
    let desk = at_desk(&window, &kiosk)?;
    desk.station
        .note_assistance(&request.by, &desk.officer.name)
        .await?;
    Ok(())
}

/// Reads what a scanner typed of a licence. Nothing of it is kept.
#[command]
pub(crate) fn read_licence(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: LicenceScan,
) -> Answer<LicenceView> {
    let desk = at_desk(&window, &kiosk)?;
    let licence = Licence::read(&request.text)
        .map_err(|error| CommandError::refused(error.code(), error.to_string()))?;
    let day = desk.station.definition().definition.date;
    Ok(LicenceView {
        query: licence.query(),
        name: licence.full_name(),
        date_of_birth: licence.date_of_birth.map(|d| d.to_string()).unwrap_or_default(),
        expired: licence.expires.is_some_and(|last| last < day),
        address: AddressForm {
            street: licence.street,
            city: licence.city,
            state: licence.state,
            country: licence.country,
            postcode: licence.postcode,
        },
    })
}

#[command]
pub(crate) async fn hand_to_booth(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: SessionRef,
) -> Answer<()> {
    let desk = at_desk(&window, &kiosk)?;
    into_booth(&kiosk, &desk.station, session_id(&request.session_id)?).await
}

/// The voter has cast and walked away without a word to the screen.
#[command]
pub(crate) async fn voter_has_left(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    let desk = at_desk(&window, &kiosk)?;
    kiosk.free_booth(&desk.station).await
}

#[command]
pub(crate) async fn spoil(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: SessionRef,
) -> Answer<Vec<SessionView>> {
    let desk = at_desk(&window, &kiosk)?;
    desk.station
        .spoil(session_id(&request.session_id)?, &desk.officer.name)
        .await?;
    kiosk.booth_memory().restarted = false;
    kiosk.changed();
    views::sessions(&desk.station).await
}

#[command]
pub(crate) async fn flee(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: SessionRef,
) -> Answer<Vec<SessionView>> {
    let desk = at_desk(&window, &kiosk)?;
    desk.station
        .flee(session_id(&request.session_id)?, &desk.officer.name)
        .await?;
    if desk.station.booth().await? == BoothSlot::Free {
        kiosk.booth_memory().left();
    }
    kiosk.changed();
    views::sessions(&desk.station).await
}
