//! Opening, pausing, resuming and closing the polls, and their reports.

use pollstream_protocol::events::PollsState;
use pollstream_station::{Booth as BoothSlot, Connection, Station};
use tauri::{AppHandle, State, WebviewWindow, command};
use zeroize::Zeroizing;

use super::at_desk;
use super::officers::officer_id;
use crate::dto::desk::{ClockState, HomeStatus};
use crate::dto::error::{CommandError, Params};
use crate::dto::officers::OfficerPin;
use crate::dto::polls::{
    ChecklistItem, ClosePolls, CloseReportView, Closing, OpenPolls, Opening, PausePolls, ReportKind,
    SaveReport, ZeroCounts, ZeroReportView,
};
use crate::dto::setup::FoundFile;
use crate::failure::Answer;
use crate::kiosk::{AtDesk, Kiosk};
use crate::{report_pdf, views};

/// What people check before the polls open.
const MANUAL: [&str; 4] = ["seals_checked", "booth_private", "booth_screen", "help_posted"];
/// A day's log, reports and pictures fit many times over.
const NEEDED_BYTES: u64 = 500 << 20;

fn found(code: &str, ok: bool, required: bool, params: Params) -> ChecklistItem {
    ChecklistItem {
        code: code.to_owned(),
        manual: false,
        ok,
        required,
        params,
    }
}

/// Whether central can be reached: only a broker that answers shows it.
fn is_reached(connection: &Connection) -> bool {
    matches!(connection, Connection::Online { .. })
}

async fn checklist(kiosk: &Kiosk, desk: &AtDesk) -> Answer<Vec<ChecklistItem>> {
    let station = &desk.station;
    let counters = station.counters().await?;
    let clock = views::clock(station).await?;
    let sync = station.sync_status();
    let identity = views::identity(&station.definition(), station.id(), station.incarnation().0);
    let free = crate::drives::free_bytes(&kiosk.settings.data);
    let params = |name: &str, value: crate::dto::error::Param| Params::from([(name.to_owned(), value)]);
    let zero = counters.checked_in + counters.ballots_cast + counters.provisional + counters.spoiled == 0;
    let mut items = vec![
        found("counters_zero", zero, true, Params::new()),
        found(
            "roll_loaded",
            counters.on_roll > 0,
            false,
            params("voters", counters.on_roll.into()),
        ),
        found(
            "definition",
            true,
            true,
            Params::from([
                ("version".to_owned(), identity.definition_version.into()),
                ("fingerprint".to_owned(), identity.definition_fingerprint.into()),
            ]),
        ),
        found(
            "clock",
            clock.state == ClockState::Good,
            false,
            params("seconds", clock.offset_seconds.unwrap_or_default().into()),
        ),
        found(
            "queue",
            is_reached(&sync.connection) && sync.trouble.is_none(),
            false,
            params("waiting", sync.queue_depth.into()),
        ),
        found(
            "disk_space",
            free.is_none_or(|bytes| bytes >= NEEDED_BYTES),
            false,
            params("bytes", free.unwrap_or_default().into()),
        ),
        found(
            "booth_free",
            station.booth().await? == BoothSlot::Free,
            true,
            Params::new(),
        ),
    ];
    items.extend(MANUAL.map(|code| ChecklistItem {
        code: code.to_owned(),
        manual: true,
        ok: false,
        required: true,
        params: Params::new(),
    }));
    Ok(items)
}

#[command]
pub(crate) async fn opening(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<Opening> {
    let desk = at_desk(&window, &kiosk)?;
    let counters = desk.station.counters().await?;
    let (opens_at, closes_at) = desk.station.legal_hours();
    Ok(Opening {
        checklist: checklist(&kiosk, &desk).await?,
        zero: ZeroCounts {
            check_ins: counters.checked_in,
            ballots: counters.ballots_cast,
            provisional: counters.provisional,
            spoiled: counters.spoiled,
        },
        opens_at,
        closes_at,
        outside_hours: desk.station.is_outside_legal_hours(),
    })
}

/// The names of both officers, the first one signed in and the second one proven by PIN. One presides.
async fn two_officers(desk: &AtDesk, second: OfficerPin) -> Answer<Vec<String>> {
    let id = officer_id(&second.officer_id)?;
    let pin = Zeroizing::new(second.pin);
    Ok(desk.station.approve(desk.officer.id, id, &pin).await?)
}

#[command]
pub(crate) async fn open_polls(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: OpenPolls,
) -> Answer<ZeroReportView> {
    let desk = at_desk(&window, &kiosk)?;
    let state = desk.station.polls_state().await?;
    if state == PollsState::NotOpened {
        let unmet = |item: &ChecklistItem| {
            if item.manual {
                !request.confirmed.contains(&item.code)
            } else {
                item.required && !item.ok
            }
        };
        let items = checklist(&kiosk, &desk).await?;
        let missing: Vec<String> = items.into_iter().filter(unmet).map(|item| item.code).collect();
        if !missing.is_empty() {
            return Err(
                CommandError::refused("checklist_incomplete", "the checklist is not complete")
                    .with("missing", missing.join(",")),
            );
        }
    }
    let officers = two_officers(&desk, request.second).await?;
    let reason = given(request.outside_reason);
    desk.station.open_polls(&officers, reason.as_deref()).await?;
    kiosk.changed();
    let record = desk.station.zero_report().await?;
    let view = |record| views::zero_view(&desk.station, record);
    record.as_ref().map(view).ok_or_else(no_report)
}

/// A reason, if one was typed.
fn given(reason: Option<String>) -> Option<String> {
    reason.filter(|reason| !reason.trim().is_empty())
}

fn no_report() -> CommandError {
    CommandError::refused("no_report", "there is no such report yet")
}

#[command]
pub(crate) async fn zero_report(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
) -> Answer<Option<ZeroReportView>> {
    let desk = at_desk(&window, &kiosk)?;
    let record = desk.station.zero_report().await?;
    Ok(record.map(|record| views::zero_view(&desk.station, &record)))
}

#[command]
pub(crate) async fn pause_polls(
    app: AppHandle,
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: PausePolls,
) -> Answer<HomeStatus> {
    let desk = at_desk(&window, &kiosk)?;
    desk.station
        .pause_polls(&request.reason, &desk.officer.name)
        .await?;
    kiosk.changed();
    views::home(&kiosk, &desk.station, &app).await
}

#[command]
pub(crate) async fn resume_polls(
    app: AppHandle,
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
) -> Answer<HomeStatus> {
    let desk = at_desk(&window, &kiosk)?;
    desk.station.resume_polls(&desk.officer.name).await?;
    kiosk.changed();
    views::home(&kiosk, &desk.station, &app).await
}

#[command]
pub(crate) async fn closing(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<Closing> {
    let desk = at_desk(&window, &kiosk)?;
    let closes_at = desk.station.legal_hours().1;
    Ok(Closing {
        counts: views::close_counts(&desk.station.close_report_so_far().await?),
        closes_at,
        before_legal_time: closes_at.is_some_and(|closes| jiff::Timestamp::now() < closes),
        open_sessions: desk.station.counters().await?.open_sessions,
        without_ballot: views::waiting(&desk.station).await?,
    })
}

#[command]
pub(crate) async fn close_polls(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: ClosePolls,
) -> Answer<CloseReportView> {
    let desk = at_desk(&window, &kiosk)?;
    if !request.last_voter_served {
        return Err(CommandError::refused(
            "last_voter",
            "confirm that the last voter in line has voted",
        ));
    }
    let officers = two_officers(&desk, request.second).await?;
    let reason = given(request.early_reason);
    desk.station.close_polls(&officers, reason.as_deref()).await?;
    kiosk.changed();
    let record = desk.station.close_report().await?.ok_or_else(no_report)?;
    views::close_view(&record)
}

#[command]
pub(crate) async fn close_report(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
) -> Answer<Option<CloseReportView>> {
    let desk = at_desk(&window, &kiosk)?;
    desk.station
        .close_report()
        .await?
        .as_ref()
        .map(views::close_view)
        .transpose()
}

#[command]
pub(crate) async fn save_report(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: SaveReport,
) -> Answer<FoundFile> {
    let desk = at_desk(&window, &kiosk)?;
    let (stem, pdf) = report(&desk.station, request.report).await?;
    kiosk.drives.write(&request.drive_id, &stem, "pdf", &pdf)
}

/// A report as a PDF, and what its file is called.
pub(super) async fn report(station: &Station, kind: ReportKind) -> Answer<(String, Vec<u8>)> {
    let identity = views::identity(&station.definition(), station.id(), station.incarnation().0);
    let (name, pdf) = match kind {
        ReportKind::Zero => {
            let record = station.zero_report().await?.ok_or_else(no_report)?;
            let contests = views::zero_contests(&station.definition().definition, station.id());
            ("zero-report", report_pdf::zero(&identity, &record, &contests)?)
        }
        ReportKind::Close => {
            let record = station.close_report().await?.ok_or_else(no_report)?;
            ("close-report", report_pdf::close(&identity, &record)?)
        }
    };
    Ok((format!("{}-{}-{name}", identity.id, identity.incarnation), pdf))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn central_is_reached_only_while_a_broker_answers() {
        let since = "2026-11-03T12:00:00Z".parse().unwrap();
        assert!(is_reached(&Connection::Online { since }));
        assert!(!is_reached(&Connection::Offline { since }));
        assert!(!is_reached(&Connection::NeverConnected));
    }
}
