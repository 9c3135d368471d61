//! What is written to files: results as JSON, CSV and PDF, tables as CSV, charts as PNG.

mod page;
mod pdf;
mod typeset;

use std::path::{Path, PathBuf};
use std::{fs, io};

use jiff::Timestamp;
use pollstream_central::results::Breakdown;
use thiserror::Error;

use crate::command::Export;

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// There is no election yet.
    #[error("There is nothing to export yet: no election is known.")]
    Nothing,
    /// The file cannot be written.
    #[error("{path} cannot be written: {source}. Name another folder with --exports.")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
    /// The content cannot be put into its format.
    #[error("The {format} file cannot be made: {detail}")]
    Format {
        /// JSON, CSV, PDF or PNG.
        format: &'static str,
        /// What is wrong.
        detail: String,
    },
}

/// Writes an export into the folder, under a name with the time that no other file has, and returns its path.
pub fn write(folder: &Path, export: &Export) -> Result<PathBuf, ExportError> {
    let (name, ending, bytes) = render(export)?;
    fs::create_dir_all(folder).map_err(|source| ExportError::Io {
        path: folder.to_owned(),
        source,
    })?;
    let time = Timestamp::now().strftime("%Y-%m-%dT%H%M%SZ");
    for attempt in 0_u32.. {
        let again = if attempt == 0 {
            String::new()
        } else {
            format!("-{attempt}")
        };
        let path = folder.join(format!("{name}-{time}{again}.{ending}"));
        let failed = |source| ExportError::Io {
            path: path.clone(),
            source,
        };
        match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                io::Write::write_all(&mut file, &bytes).map_err(failed)?;
                return Ok(path);
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && attempt < 1_000 => {}
            Err(source) => return Err(failed(source)),
        }
    }
    Err(ExportError::Nothing)
}

/// Beginning and ending of the file's name, and its content.
fn render(export: &Export) -> Result<(String, &'static str, Vec<u8>), ExportError> {
    let format = |format| move |detail: String| ExportError::Format { format, detail };
    match export {
        Export::Json(snapshot) => {
            let results = snapshot.results(None).ok_or(ExportError::Nothing)?;
            Ok(("results".into(), "json", results.to_json().into_bytes()))
        }
        Export::Csv(snapshot) => {
            let results = snapshot
                .results(Some(Breakdown::Station))
                .ok_or(ExportError::Nothing)?;
            let text = results.to_csv().map_err(|e| format("CSV")(e.to_string()))?;
            Ok(("results".into(), "csv", text.into_bytes()))
        }
        Export::Pdf(snapshot) => {
            let bytes = pdf::report(snapshot).ok_or(ExportError::Nothing)?;
            Ok(("results-report".into(), "pdf", bytes.map_err(format("PDF"))?))
        }
        Export::Table { name, rows } => {
            let bytes = table(rows).map_err(|e| format("CSV")(e.to_string()))?;
            Ok((plain(name), "csv", bytes))
        }
        Export::Png { name, image } => {
            let bytes = picture(image).map_err(|e| format("PNG")(e.to_string()))?;
            Ok((plain(name), "png", bytes))
        }
    }
}

/// A name with nothing in it that a file system could mind.
fn plain(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(80)
        .collect();
    plain.to_ascii_lowercase()
}

fn table(rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // A spreadsheet takes a cell that begins so for a formula; names come from outside.
        writer.write_record(row.iter().map(|cell| {
            if cell.starts_with(['=', '+', '@', '\t', '\r']) {
                format!("'{cell}")
            } else {
                cell.clone()
            }
        }))?;
    }
    Ok(writer.into_inner().unwrap_or_default())
}

fn picture(image: &eframe::egui::ColorImage) -> Result<Vec<u8>, png::EncodingError> {
    let side = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side(image.width()), side(image.height()));
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header()?;
    let pixels: Vec<u8> = image.pixels.iter().flat_map(|p| [p.r(), p.g(), p.b()]).collect();
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use eframe::egui::{Color32, ColorImage};

    use super::*;

    #[test]
    fn tables_and_pictures_are_written_under_names_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let rows = vec![
            vec!["place".into(), "n".into()],
            vec!["=1+1, \"x\"".into(), "5".into()],
        ];
        let export = Export::Table {
            name: "Turnout ../etc".into(),
            rows,
        };
        let first = write(folder.path(), &export).unwrap();
        let second = write(folder.path(), &export).unwrap();
        assert_ne!(first, second);
        assert_eq!(first.parent(), Some(folder.path()));
        let text = fs::read_to_string(first).unwrap();
        assert_eq!(text, "place,n\n\"'=1+1, \"\"x\"\"\",5\n");

        let image = Arc::new(ColorImage::filled([3, 2], Color32::from_rgb(1, 2, 3)));
        let export = Export::Png {
            name: "mayor".into(),
            image,
        };
        let path = write(folder.path(), &export).unwrap();
        let decoder = png::Decoder::new(io::BufReader::new(fs::File::open(path).unwrap()));
        assert_eq!(decoder.read_info().unwrap().info().size(), (3, 2));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_said() {
        let export = Export::Table {
            name: "t".into(),
            rows: Vec::new(),
        };
        let error = write(Path::new("/proc/nowhere"), &export).unwrap_err();
        assert!(error.to_string().contains("--exports"), "{error}");
    }
}
