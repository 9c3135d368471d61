//! The station log on the screen, and incidents.

use pollstream_protocol::entry::EntryKind;
use tauri::{State, WebviewWindow, command};

use super::at_desk;
use crate::dto::log::{LogPage, LogQuery, ReportIncident};
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::views;

/// Most lines of a page.
const MAX_LINES: u32 = 200;

#[command]
pub(crate) async fn log(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: LogQuery,
) -> Answer<LogPage> {
    let desk = at_desk(&window, &kiosk)?;
    let sync = desk.station.sync_status();
    let kinds: Vec<EntryKind> = request.kinds.into_iter().map(EntryKind::from).collect();
    let limit = request.limit.clamp(1, MAX_LINES);
    let before = request.before.unwrap_or(u64::MAX);
    let lines = desk.station.log_before(before, limit, &kinds).await?;
    let full = lines.len() == limit as usize;
    Ok(LogPage {
        before: lines.last().map(|line| line.seq).filter(|seq| full && *seq > 0),
        lines: lines
            .into_iter()
            .map(|line| views::log_line(line, sync.receipted))
            .collect(),
        entries: sync.next_seq,
    })
}

#[command]
pub(crate) async fn report_incident(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: ReportIncident,
) -> Answer<()> {
    let desk = at_desk(&window, &kiosk)?;
    desk.station
        .report_incident(request.kind.into(), &request.text, &desk.officer.name)
        .await?;
    kiosk.changed();
    Ok(())
}
