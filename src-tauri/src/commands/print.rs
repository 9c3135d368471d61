//! Printing, from both windows. No dialog of the system is ever shown.

use pollstream_station::Station;
use tauri::{State, WebviewWindow, command};

use super::{at_desk, polls};
use crate::contract::Window;
use crate::dto::app::StationIdentity;
use crate::dto::error::CommandError;
use crate::dto::print::{PrintAtDesk, Printed, SlipWords};
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::slips::slip;
use crate::views;
use crate::windows::check;

fn identity(station: &Station) -> StationIdentity {
    views::identity(&station.definition(), station.id(), station.incarnation().0)
}

#[command]
pub(crate) async fn print_desk(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: PrintAtDesk,
) -> Answer<Printed> {
    let desk = at_desk(&window, &kiosk)?;
    let (stem, pdf) = match request {
        PrintAtDesk::Report { report } => polls::report(&desk.station, report).await?,
        PrintAtDesk::Slip { number, words } => {
            let pdf = slip(&identity(&desk.station), &words, &number, false)?;
            ("slip".to_owned(), pdf)
        }
    };
    kiosk.printing.print(&stem, pdf).await
}

/// Prints the tracking code of the ballot that was just cast: only while its voter is there.
#[command]
pub(crate) async fn print_booth(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: SlipWords,
) -> Answer<()> {
    check(&window, Window::Booth)?;
    let station = kiosk.ready()?;
    let code = kiosk
        .booth_memory()
        .cast
        .as_ref()
        .map(|cast| cast.tracking_code.clone());
    let no_code = || CommandError::refused("stale_visit", "there is no code on the screen");
    let pdf = slip(&identity(&station), &request, &code.ok_or_else(no_code)?, true)?;
    kiosk.printing.print_on_paper(pdf).await
}
