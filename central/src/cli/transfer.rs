//! import-segments.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use pollstream_protocol::limits::MAX_TRANSFER_BYTES;

use super::{Failure, Place};
use crate::admin;
use crate::intake::publish::Publisher;

/// How long intake may take to commit a file before the answer is given up.
const PATIENCE: Duration = Duration::from_mins(2);

pub(super) async fn import_segments(
    place: &Place,
    file: &Path,
    answer: Option<PathBuf>,
) -> Result<ExitCode, Failure> {
    let settings = place.settings()?;
    let store = settings.store().await?;
    let election = store.election().await?;
    let unreadable = |e: std::io::Error| Failure::refused(format!("{}: {e}", file.display()));
    if std::fs::metadata(file).map_err(unreadable)?.len() > MAX_TRANSFER_BYTES as u64 {
        return Err(Failure::refused(format!(
            "{} is too large for a file of segments",
            file.display()
        )));
    }
    let content = std::fs::read(file).map_err(unreadable)?;
    let carried = admin::read_segments(&store, &election.definition, &content).await?;
    let service = settings.keys().service(&election.definition.definition.id)?;
    let publisher = Publisher::new(&settings.kafka, service)?;
    admin::send_segments(&publisher, &carried).await?;
    println!("{} segments handed to intake", carried.segments());
    for ((station, incarnation), end) in carried.ends() {
        println!("  station `{station}`, incarnation {incarnation}: entries before {end}");
    }
    if let Some(path) = answer {
        let authority = settings.keys().authority()?;
        let bytes = admin::answer(&store, &election.definition, &authority, &carried, PATIENCE).await?;
        std::fs::write(&path, bytes).map_err(|e| Failure::refused(format!("{}: {e}", path.display())))?;
        println!(
            "Answer written to {}: take it back to the station",
            path.display()
        );
    }
    Ok(ExitCode::SUCCESS)
}
