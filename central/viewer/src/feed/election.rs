//! The election's definition and its candidates' pictures, read once for each version.

use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::sync::Arc;

use eframe::egui::{Color32, ColorImage};
use jiff::tz::TimeZone;
use pollstream_central::live::Geography;
use pollstream_central::store::{Store, StoreError};
use pollstream_protocol::definition::ElectionDefinition;

use crate::snapshot::{Election, Picture};

/// Largest picture file, in bytes, and most of its pixels on a side.
const MAX_BYTES: u64 = 8 << 20;
const MAX_SIDE: usize = 4_096;
/// Pixels of a thumbnail on each side.
const SIDE: usize = 144;

/// Reads the election as it is now.
pub(super) async fn read(store: &Store, pictures: &Path) -> Result<Election, StoreError> {
    let record = store.election().await?;
    let signed = record.definition;
    let definition = Arc::new(signed.definition);
    let (of, folder) = (definition.clone(), pictures.to_owned());
    let pictures = tokio::task::spawn_blocking(move || thumbnails(&of, &folder))
        .await
        .unwrap_or_default();
    Ok(Election {
        geography: Arc::new(Geography::new(&definition)),
        version: signed.version,
        status: record.status,
        zone: TimeZone::get(&definition.time_zone).unwrap_or(TimeZone::UTC),
        pictures,
        definition,
    })
}

/// Thumbnails of the candidates whose pictures are in the folder; the others are shown by their initials.
fn thumbnails(definition: &ElectionDefinition, folder: &Path) -> BTreeMap<String, Picture> {
    let candidates = definition.contests.iter().flat_map(|c| &c.candidates);
    candidates
        .filter(|c| !c.picture.is_empty())
        .filter_map(|c| Some((c.picture.clone(), thumbnail(folder, &c.picture)?)))
        .collect()
}

/// A reference leads only to a file inside the folder.
fn thumbnail(folder: &Path, reference: &str) -> Option<Picture> {
    let relative = Path::new(reference);
    if !relative.components().all(|c| matches!(c, Component::Normal(_))) {
        return None;
    }
    let path = folder.join(relative);
    let size = std::fs::metadata(&path).ok()?.len();
    if size > MAX_BYTES {
        tracing::warn!(path = %path.display(), size, "a candidate's picture is too large and is not shown");
        return None;
    }
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(&path).ok()?));
    match square(decoder) {
        Ok(image) => Some(Picture(Arc::new(image))),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "a candidate's picture cannot be read and is not shown");
            None
        }
    }
}

/// The middle square of a PNG picture, scaled to a thumbnail.
fn square<R: std::io::BufRead + std::io::Seek>(mut decoder: png::Decoder<R>) -> Result<ColorImage, String> {
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(|e| e.to_string())?;
    let (width, height) = reader.info().size();
    let (width, height) = (width as usize, height as usize);
    if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
        return Err(format!("{width} × {height} pixels are not supported"));
    }
    let mut bytes = vec![0; reader.output_buffer_size().ok_or("it is too large")?];
    let frame = reader.next_frame(&mut bytes).map_err(|e| e.to_string())?;
    let samples = frame.color_type.samples();
    let pixel = |x: usize, y: usize| {
        let at = y * frame.line_size + x * samples;
        match bytes[at..at + samples] {
            [grey, alpha] => [grey, grey, grey, alpha],
            [r, g, b, alpha] => [r, g, b, alpha],
            _ => [0; 4],
        }
    };
    let side = width.min(height);
    let (left, top) = ((width - side) / 2, (height - side) / 2);
    let mut thumbnail = Vec::with_capacity(SIDE * SIDE);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let columns = left + x * side / SIDE..left + ((x + 1) * side / SIDE).max(x * side / SIDE + 1);
            let rows = top + y * side / SIDE..top + ((y + 1) * side / SIDE).max(y * side / SIDE + 1);
            let mut sum = [0_u32; 4];
            let mut n = 0;
            for y in rows {
                for x in columns.clone() {
                    for (sum, sample) in sum.iter_mut().zip(pixel(x, y)) {
                        *sum += u32::from(sample);
                    }
                    n += 1;
                }
            }
            let [red, green, blue, alpha] = sum.map(|s| u8::try_from(s / n).unwrap_or(u8::MAX));
            thumbnail.push(Color32::from_rgba_unmultiplied(red, green, blue, alpha));
        }
    }
    Ok(ColorImage::new([SIDE, SIDE], thumbnail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_never_lead_out_of_the_folder_and_pictures_are_cut_square() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("pictures");
        std::fs::create_dir(&inside).unwrap();
        for path in [folder.path().join("secret.png"), inside.join("ada.png")] {
            let file = std::fs::File::create(path).unwrap();
            let mut encoder = png::Encoder::new(file, 300, 200);
            encoder.set_color(png::ColorType::Rgb);
            let mut writer = encoder.write_header().unwrap();
            writer.write_image_data(&vec![200; 300 * 200 * 3]).unwrap();
        }
        let Picture(image) = thumbnail(&inside, "ada.png").unwrap();
        assert_eq!(image.size, [SIDE, SIDE]);
        assert_eq!(image.pixels[0], Color32::from_rgb(200, 200, 200));
        for out in ["../secret.png", "/etc/hostname", "missing.png", ""] {
            assert!(thumbnail(&inside, out).is_none(), "{out}");
        }
        std::fs::write(inside.join("bad.png"), b"no picture").unwrap();
        assert!(thumbnail(&inside, "bad.png").is_none());
    }
}
