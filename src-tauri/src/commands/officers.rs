//! Officers: signing in and out, and who they are.

use pollstream_station::{OfficerId as StationOfficerId, StaffRefusal, StationError};
use tauri::{State, WebviewWindow, command};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::at_desk;
use super::setup::new_officer;
use crate::contract::Window;
use crate::dto::app::AppState;
use crate::dto::error::CommandError;
use crate::dto::officers::{ConfirmOfficer, NewOfficer, Officer, OfficerId, OfficerPin, Pin, SetPin};
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::views;
use crate::windows::check;

/// An officer's id as the windows have it.
pub(crate) fn officer_id(id: &str) -> Answer<StationOfficerId> {
    let parsed = Uuid::parse_str(id).map(StationOfficerId);
    parsed.map_err(|_| StationError::from(StaffRefusal::Unknown).into())
}

#[command]
pub(crate) async fn officers(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<Vec<Officer>> {
    check(&window, Window::Desk)?;
    listed(&kiosk).await
}

/// Every officer, by name.
pub(crate) async fn listed(kiosk: &Kiosk) -> Answer<Vec<Officer>> {
    let officers = kiosk.ready()?.officers().await?;
    Ok(officers.iter().map(Officer::from).collect())
}

#[command]
pub(crate) async fn sign_in(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: OfficerPin,
) -> Answer<AppState> {
    check(&window, Window::Desk)?;
    let station = kiosk.ready()?;
    let pin = Zeroizing::new(request.pin);
    let officer = station.sign_in(officer_id(&request.officer_id)?, &pin).await?;
    if let Some(before) = kiosk.desk().officer {
        station.sign_out(&before).await?;
    }
    kiosk.seat(Some(officer));
    Ok(views::app_state(&kiosk))
}

#[command]
pub(crate) async fn sign_out(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<AppState> {
    check(&window, Window::Desk)?;
    let station = kiosk.ready()?;
    if let Some(officer) = kiosk.desk().officer {
        station.sign_out(&officer).await?;
    }
    kiosk.seat(None);
    Ok(views::app_state(&kiosk))
}

#[command]
pub(crate) fn lock(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<AppState> {
    check(&window, Window::Desk)?;
    kiosk.lock();
    Ok(views::app_state(&kiosk))
}

#[command]
pub(crate) async fn unlock(window: WebviewWindow, kiosk: State<'_, Kiosk>, request: Pin) -> Answer<AppState> {
    check(&window, Window::Desk)?;
    let station = kiosk.ready()?;
    let nobody = || CommandError::refused("not_signed_in", "nobody is signed in");
    let officer = kiosk.desk().officer.ok_or_else(nobody)?;
    let officer = station.sign_in(officer.id, &Zeroizing::new(request.pin)).await?;
    kiosk.seat(Some(officer));
    Ok(views::app_state(&kiosk))
}

#[command]
pub(crate) fn keep_awake(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    at_desk(&window, &kiosk)?;
    kiosk.keep_awake();
    Ok(())
}

#[command]
pub(crate) async fn add_officer(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: NewOfficer,
) -> Answer<Vec<Officer>> {
    let desk = at_desk(&window, &kiosk)?;
    desk.station
        .add_officer(&new_officer(request), desk.officer.id)
        .await?;
    listed(&kiosk).await
}

#[command]
pub(crate) async fn confirm_officer(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: ConfirmOfficer,
) -> Answer<Vec<Officer>> {
    let desk = at_desk(&window, &kiosk)?;
    let (officer, by) = (
        officer_id(&request.officer_id)?,
        officer_id(&request.by.officer_id)?,
    );
    let pin = Zeroizing::new(request.by.pin);
    desk.station.confirm_officer(officer, by, &pin).await?;
    listed(&kiosk).await
}

#[command]
pub(crate) async fn remove_officer(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: OfficerId,
) -> Answer<Vec<Officer>> {
    let desk = at_desk(&window, &kiosk)?;
    let officer = officer_id(&request.officer_id)?;
    desk.station.remove_officer(officer, desk.officer.id).await?;
    listed(&kiosk).await
}

#[command]
pub(crate) async fn set_pin(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: SetPin,
) -> Answer<Vec<Officer>> {
    let desk = at_desk(&window, &kiosk)?;
    let officer = officer_id(&request.officer_id)?;
    let (own_pin, new_pin) = (Zeroizing::new(request.own_pin), Zeroizing::new(request.new_pin));
    desk.station
        .set_pin(officer, &new_pin, desk.officer.id, &own_pin)
        .await?;
    listed(&kiosk).await
}
