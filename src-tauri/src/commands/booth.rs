//! The booth. Nothing here names a voter, and nothing that a voter marked is kept or logged.

use pollstream_protocol::ballot::{Ballot, ContestSelections, Mark};
use pollstream_protocol::limits::{MAX_CONTESTS, MAX_SLOTS_PER_CONTEST};
use pollstream_station::Booth as BoothSlot;
use tauri::{AppHandle, State, WebviewWindow, command};
use zeroize::Zeroizing;

use super::home::failed;
use super::officers::{listed, officer_id};
use crate::contract::Window;
use crate::dto::booth::{Booth, BoothOfficers, Cast, CastBallot, ContestMarks};
use crate::dto::error::CommandError;
use crate::dto::officers::OfficerPin;
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::qr::qr;
use crate::windows::check;
use crate::{views, windows};

#[command]
pub(crate) async fn booth(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<Booth> {
    check(&window, Window::Booth)?;
    views::booth(&kiosk).await
}

fn selections(contest: ContestMarks) -> Answer<ContestSelections> {
    // Names no candidate: a selection never reaches a message.
    let bad = || CommandError::refused("ballot", "the ballot names a contest or candidate that cannot be");
    if contest.candidates.len() > MAX_SLOTS_PER_CONTEST {
        return Err(bad());
    }
    let marks = (contest.candidates.into_iter())
        .map(|id| id.parse().map(Mark::Candidate).map_err(|_| bad()))
        .collect::<Answer<Vec<_>>>()?;
    Ok(ContestSelections {
        contest: contest.contest.parse().map_err(|_| bad())?,
        marks,
    })
}

/// Casts the ballot in the booth. A ballot that was taken back meanwhile is not cast in another's place.
#[command]
pub(crate) async fn cast(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: Cast,
) -> Answer<CastBallot> {
    check(&window, Window::Booth)?;
    let station = kiosk.ready()?;
    let stale = || CommandError::refused("stale_visit", "this ballot is not in the booth any more");
    let BoothSlot::Voting(open) = station.booth().await? else {
        return Err(stale());
    };
    if kiosk.booth_memory().visit_of(open.session) != request.visit || request.contests.len() > MAX_CONTESTS {
        return Err(stale());
    }
    let contests = request
        .contests
        .into_iter()
        .map(selections)
        .collect::<Answer<Vec<_>>>()?;
    let ballot = Ballot {
        style: open.ballot_style,
        contests,
    };
    let code = station.cast(open.session, ballot).await?.to_string();
    let cast = CastBallot {
        qr: qr(&code)?,
        tracking_code: code,
    };
    let mut memory = kiosk.booth_memory();
    memory.cast = Some(cast.clone());
    memory.restarted = false;
    memory.help_wanted = false;
    drop(memory);
    kiosk.changed();
    Ok(cast)
}

/// The voter has seen that the ballot was cast, and leaves.
#[command]
pub(crate) async fn finish(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    check(&window, Window::Booth)?;
    kiosk.free_booth(&kiosk.ready()?).await
}

/// The voter touched something: what, is not said. The front end says so every few seconds at most.
#[command]
pub(crate) fn booth_touched(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    check(&window, Window::Booth)?;
    let mut memory = kiosk.booth_memory();
    let was_inactive = memory.inactive_minutes() > 0;
    memory.touched = memory.touched.map(|_| std::time::Instant::now());
    drop(memory);
    if was_inactive {
        kiosk.changed();
    }
    Ok(())
}

#[command]
pub(crate) fn call_officer(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    check(&window, Window::Booth)?;
    kiosk.booth_memory().help_wanted = true;
    kiosk.changed();
    Ok(())
}

#[command]
pub(crate) async fn booth_officers(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<BoothOfficers> {
    check(&window, Window::Booth)?;
    Ok(BoothOfficers {
        officers: listed(&kiosk).await?,
    })
}

/// An officer takes the screen back, and is signed in at the desk by it. A voter who has cast has left.
#[command]
pub(crate) async fn leave_booth(
    app: AppHandle,
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: OfficerPin,
) -> Answer<()> {
    check(&window, Window::Booth)?;
    let station = kiosk.ready()?;
    let pin = Zeroizing::new(request.pin);
    let officer = (station.sign_in_at_booth(officer_id(&request.officer_id)?, &pin)).await?;
    if let Some(before) = kiosk.desk().officer.filter(|before| before.id != officer.id) {
        station.sign_out(&before).await?;
    }
    kiosk.free_booth(&station).await?;
    kiosk.booth_memory().help_wanted = false;
    kiosk.seat(Some(officer));
    windows::show_desk(&app).map_err(failed)
}
