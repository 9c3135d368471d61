//! The way of the log to central, and files on a stick.

use pollstream_protocol::limits::MAX_TRANSFER_BYTES;
use pollstream_protocol::transfer::TRANSFER_EXTENSION;
use pollstream_station::ExportRange as StationRange;
use tauri::{State, WebviewWindow, command};

use super::at_desk;
use crate::dto::error::CommandError;
use crate::dto::queue::{Drive, ExportRange, ExportSegments, Exported, Imported, QueueStatus};
use crate::dto::setup::FileId;
use crate::failure::Answer;
use crate::kiosk::Kiosk;
use crate::views;

#[command]
pub(crate) async fn queue(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<QueueStatus> {
    let desk = at_desk(&window, &kiosk)?;
    let network = kiosk.running().is_some_and(|(_, network)| network);
    let boxed = desk.station.boxed().await?;
    Ok(views::queue(
        &desk.station.sync_status(),
        boxed,
        &desk.station,
        network,
    ))
}

#[command]
pub(crate) fn retry_now(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<()> {
    at_desk(&window, &kiosk)?;
    kiosk.retry_now()
}

#[command]
pub(crate) async fn drives(window: WebviewWindow, kiosk: State<'_, Kiosk>) -> Answer<Vec<Drive>> {
    at_desk(&window, &kiosk)?;
    Ok(kiosk.drives.list())
}

#[command]
pub(crate) async fn export_segments(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: ExportSegments,
) -> Answer<Exported> {
    let desk = at_desk(&window, &kiosk)?;
    if kiosk.settings.training {
        return Err(CommandError::refused(
            "training",
            "this is a training: nothing leaves this machine",
        ));
    }
    let station = &desk.station;
    let range = match request.range {
        ExportRange::Waiting => StationRange::Waiting,
        ExportRange::All => StationRange::All,
    };
    let export = station.export_segments(range).await?;
    let stem = format!(
        "{}-{}-{}-{}",
        station.id(),
        station.incarnation(),
        export.first_seq,
        export.next_seq.saturating_sub(1)
    );
    let file = kiosk
        .drives
        .write(&request.drive_id, &stem, TRANSFER_EXTENSION, &export.file)?;
    station.record_export(&export, &desk.officer.name).await?;
    kiosk.changed();
    Ok(Exported {
        file,
        segments: export.segments,
        first_entry: export.first_seq,
        entries: export.next_seq - export.first_seq,
    })
}

#[command]
pub(crate) async fn import_file(
    window: WebviewWindow,
    kiosk: State<'_, Kiosk>,
    request: FileId,
) -> Answer<Imported> {
    let desk = at_desk(&window, &kiosk)?;
    let content = kiosk.drives.read(&request.file_id, MAX_TRANSFER_BYTES)?;
    let imported = desk.station.import(&content).await?;
    kiosk.changed();
    Ok(Imported {
        own_segments: imported.own_segments,
        receipts: imported.receipts,
        roll_updates: imported.roll_updates,
        definitions: imported.definitions,
        foreign: imported.foreign,
        waiting: desk.station.sync_status().queue_depth,
    })
}
