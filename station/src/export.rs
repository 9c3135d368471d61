//! The log in a file: the same signed segments that go to Kafka, for the way to central on a stick.

use pollstream_protocol::entry::Action;
use pollstream_protocol::transfer::{self, Frame};

use crate::error::StationError;
use crate::station::Station;
use crate::words;

/// Which entries a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportRange {
    /// What no receipt covers.
    Waiting,
    /// The whole log.
    All,
}

/// Segments ready to be written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The file's content.
    pub file: Vec<u8>,
    /// Segments in it.
    pub segments: u64,
    /// Number of the first entry in it.
    pub first_seq: u64,
    /// Number of the entry after the last one in it.
    pub next_seq: u64,
}

impl Station {
    /// Makes the file of segments; see [`pollstream_protocol::transfer`]. Nothing is changed: what is in the
    /// file still waits for its receipt.
    pub async fn export_segments(&self, range: ExportRange) -> Result<Export, StationError> {
        let first_seq = match range {
            ExportRange::Waiting => self.sync_status().receipted,
            ExportRange::All => 0,
        };
        let (mut next_seq, mut frames) = (first_seq, Vec::new());
        while let Some((segment, end)) = self.next_segment(next_seq).await? {
            frames.push(Frame::Segment(segment));
            next_seq = end;
        }
        if frames.is_empty() {
            return Err(StationError::NothingToExport);
        }
        Ok(Export {
            segments: frames.len() as u64,
            file: transfer::write(&frames)?,
            first_seq,
            next_seq,
        })
    }

    /// Puts on record that the file was written.
    pub async fn record_export(&self, export: &Export, officer: &str) -> Result<(), StationError> {
        let officer = words::officer(officer)?;
        let text = format!(
            "entries {} to {}",
            export.first_seq,
            export.next_seq.saturating_sub(1)
        );
        let mut books = self.books().await?;
        let mut change = books.change();
        change.append(&self.action(Action::SegmentsExported, officer, text))?;
        books.commit(change).await
    }
}
