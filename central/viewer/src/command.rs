//! What the window asks of the background.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;

use crate::snapshot::Snapshot;

/// A wish of the person at the window. The background carries it out; what came of it is in a later snapshot.
#[derive(Debug, Clone)]
pub enum Command {
    /// Ask for the hours of this place and of what lies in it.
    Hours {
        /// Its number in the geography.
        place: usize,
    },
    /// Run every check.
    Check,
    /// Count again from nothing but the station logs.
    Recount,
    /// Write something to a file in the export folder.
    Export(Export),
}

/// What is written to a file.
#[derive(Debug, Clone)]
pub enum Export {
    /// Results as JSON, whole or by place.
    Json(Arc<Snapshot>),
    /// Results as CSV, a line for each number.
    Csv(Arc<Snapshot>),
    /// The results report as PDF.
    Pdf(Arc<Snapshot>),
    /// A table as CSV.
    Table {
        /// What it is, for the file's name.
        name: String,
        /// Lines, the first one being the header.
        rows: Vec<Vec<String>>,
    },
    /// A picture of a chart, as it stands on the screen.
    Png {
        /// What it shows, for the file's name.
        name: String,
        /// The pixels.
        image: Arc<egui::ColorImage>,
    },
}

/// Where commands and exports go.
#[derive(Debug, Clone)]
pub struct Folders {
    /// Exports.
    pub exports: PathBuf,
    /// Candidates' pictures.
    pub pictures: PathBuf,
}
