//! Pictures of voters that were registered here, and of candidates and voters that somebody put into the data
//! folder. They stay on this kiosk: the record names them only.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::drives::too_large;
use crate::dto::error::CommandError;
use crate::failure::Answer;

/// Bytes of a picture.
pub(crate) const MAX_PICTURE_BYTES: usize = 2 << 20;

/// The folder of pictures.
#[derive(Debug, Clone)]
pub(crate) struct Pictures {
    folder: PathBuf,
}

/// The type of a picture by what it begins with.
fn media_type(content: &[u8]) -> Option<(&'static str, &'static str)> {
    if content.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(("image/jpeg", "jpg"))
    } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(("image/png", "png"))
    } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
        Some(("image/webp", "webp"))
    } else {
        None
    }
}

impl Pictures {
    /// In the data folder.
    pub(crate) fn new(data: &Path) -> Self {
        Pictures {
            folder: data.join("pictures"),
        }
    }

    /// Keeps a picture under the sum of its content, and returns the reference for the record.
    pub(crate) fn store(&self, content: &[u8]) -> Answer<String> {
        if content.len() > MAX_PICTURE_BYTES {
            return Err(too_large(MAX_PICTURE_BYTES));
        }
        let (_, extension) = media_type(content)
            .ok_or_else(|| CommandError::refused("not_a_picture", "neither JPEG nor PNG nor WebP"))?;
        let name = format!("{}.{extension}", HEXLOWER.encode(&Sha256::digest(content)[..16]));
        fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(self.folder.join(&name), content))
            .map_err(|e| CommandError::file(&e))?;
        Ok(format!("pictures/{name}"))
    }

    /// The picture of a reference as a `data:` URL, when it is here. A reference that leads out of the folder
    /// finds nothing.
    pub(crate) fn data_url(&self, reference: &str) -> Option<String> {
        let inside = reference.strip_prefix("pictures/")?;
        let plain = inside
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']));
        if !plain {
            return None;
        }
        let path = self.folder.join(inside);
        let fits = fs::metadata(&path).is_ok_and(|m| m.is_file() && m.len() <= MAX_PICTURE_BYTES as u64);
        let content = fits.then(|| fs::read(&path).ok()).flatten()?;
        let (media_type, _) = media_type(&content)?;
        Some(format!("data:{media_type};base64,{}", BASE64.encode(&content)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n rest";

    #[test]
    fn a_stored_picture_comes_back_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let pictures = Pictures::new(folder.path());
        let reference = pictures.store(PNG).unwrap();
        assert!(
            pictures
                .data_url(&reference)
                .unwrap()
                .starts_with("data:image/png;base64,")
        );
        fs::write(folder.path().join("secret.png"), PNG).unwrap();
        for outside in [
            "pictures/../secret.png",
            "secret.png",
            "pictures/",
            "pictures//etc/passwd",
            "/etc/passwd",
        ] {
            assert_eq!(pictures.data_url(outside), None, "{outside}");
        }
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let pictures = Pictures::new(folder.path());
        assert_eq!(pictures.store(b"<svg/>").unwrap_err().code, "not_a_picture");
        let large = [PNG, &vec![0; MAX_PICTURE_BYTES]].concat();
        assert_eq!(pictures.store(&large).unwrap_err().code, "too_large");
    }
}
