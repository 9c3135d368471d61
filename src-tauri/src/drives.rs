//! Sticks, cards and the export folder. Windows name drives and files by ids that are good until the next
//! look; they never see a path, and can reach no other file.

use std::collections::HashMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use sysinfo::{DiskRefreshKind, Disks};
use uuid::Uuid;

use crate::dto::error::CommandError;
use crate::dto::queue::Drive;
use crate::dto::setup::{FileKind, FoundFile};
use crate::failure::Answer;

/// Most files of a kind that are listed.
const MAX_FOUND: usize = 200;
/// A folder on a drive that is looked into besides its top.
const SUBFOLDER: &str = "pollstream";
/// The id of the export folder.
const EXPORT: &str = "export";

impl FileKind {
    fn fits(self, name: &str) -> bool {
        let extension = Path::new(name)
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        let extension = extension.to_ascii_lowercase();
        match self {
            FileKind::Package => extension == "station",
            FileKind::Segments => extension == pollstream_protocol::transfer::TRANSFER_EXTENSION,
            FileKind::Picture => matches!(extension.as_str(), "jpg" | "jpeg" | "png" | "webp"),
        }
    }
}

struct Place {
    drive: Drive,
    path: PathBuf,
}

/// What was found at the last look.
pub(crate) struct Drives {
    export: Option<PathBuf>,
    found: Mutex<HashMap<String, PathBuf>>,
}

impl Drives {
    /// With a folder that is offered like a drive.
    pub(crate) fn new(export: Option<PathBuf>) -> Self {
        Drives {
            export,
            found: Mutex::default(),
        }
    }

    fn places(&self) -> Vec<Place> {
        let disks = disks();
        let mut places: Vec<Place> = (disks.iter().flat_map(|disks| disks.iter()))
            .filter(|disk| disk.is_removable() && !disk.is_read_only())
            .map(|disk| {
                let path = disk.mount_point().to_owned();
                let label = path.file_name().unwrap_or(disk.name());
                Place {
                    drive: Drive {
                        id: path.display().to_string(),
                        name: label.to_string_lossy().into_owned(),
                        removable: true,
                        free_bytes: Some(disk.available_space()),
                    },
                    path,
                }
            })
            .collect();
        if let Some(path) = self.export.as_ref().filter(|path| path.is_dir()) {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            places.push(Place {
                drive: Drive {
                    id: EXPORT.to_owned(),
                    name: name.unwrap_or_else(|| path.display().to_string()),
                    removable: false,
                    free_bytes: disks.as_ref().and_then(|disks| free_bytes_of(disks, path)),
                },
                path: path.clone(),
            });
        }
        places
    }

    /// The drives that are there now.
    pub(crate) fn list(&self) -> Vec<Drive> {
        self.places().into_iter().map(|place| place.drive).collect()
    }

    /// Files of a kind at the top of every drive and in its `pollstream` folder, newest first. Ids of an
    /// earlier look are void.
    pub(crate) fn find(&self, kind: FileKind) -> Vec<FoundFile> {
        let mut files = Vec::new();
        for place in self.places() {
            for folder in [place.path.clone(), place.path.join(SUBFOLDER)] {
                files.extend(matching(&folder, kind, &place.drive.name));
            }
        }
        files.sort_by(|(_, a), (_, b)| b.modified.cmp(&a.modified).then_with(|| a.name.cmp(&b.name)));
        files.truncate(MAX_FOUND);
        let mut known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        known.clear();
        known.extend(files.iter().map(|(path, file)| (file.id.clone(), path.clone())));
        files.into_iter().map(|(_, file)| file).collect()
    }

    /// The content of a file of the last look.
    pub(crate) fn read(&self, id: &str, max_bytes: usize) -> Answer<Vec<u8>> {
        let known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let path = known.get(id).cloned();
        drop(known);
        let path = path.ok_or_else(gone)?;
        let file = fs::File::open(path).map_err(|_| gone())?;
        let mut content = Vec::new();
        file.take(max_bytes as u64 + 1)
            .read_to_end(&mut content)
            .map_err(|e| CommandError::file(&e))?;
        if content.len() > max_bytes {
            return Err(too_large(max_bytes));
        }
        Ok(content)
    }

    /// Writes a new file to a drive, whole or not at all: under a temporary name, synchronised, then renamed.
    /// A file of that name gets another number beside it; nothing is overwritten.
    pub(crate) fn write(
        &self,
        drive: &str,
        stem: &str,
        extension: &str,
        content: &[u8],
    ) -> Answer<FoundFile> {
        let place = (self.places().into_iter())
            .find(|place| place.drive.id == drive)
            .ok_or_else(|| CommandError::retry("drive_gone", "the drive is not there any more"))?;
        let folder = place.path.join(SUBFOLDER);
        let name = write_new(&folder, stem, extension, content).map_err(|e| CommandError::file(&e))?;
        described(&folder.join(name), &place.drive.name).ok_or_else(gone)
    }
}

/// Writes a file whole or not at all, under a name that is free; returns the name.
pub(crate) fn write_new(
    folder: &Path,
    stem: &str,
    extension: &str,
    content: &[u8],
) -> std::io::Result<String> {
    fs::create_dir_all(folder)?;
    let name = free_name(folder, stem, extension);
    let (path, partial) = (folder.join(&name), folder.join(format!(".{name}.part")));
    let written = write_whole(&partial, content).and_then(|()| fs::rename(&partial, &path));
    if let Err(error) = written {
        fs::remove_file(&partial).ok();
        return Err(error);
    }
    Ok(name)
}

fn write_whole(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn free_name(folder: &Path, stem: &str, extension: &str) -> String {
    let plain = format!("{stem}.{extension}");
    let numbered = (2_u32..).map(|n| format!("{stem}-{n}.{extension}"));
    std::iter::once(plain)
        .chain(numbered)
        .find(|name| !folder.join(name).exists())
        .unwrap_or_default()
}

fn gone() -> CommandError {
    CommandError::retry("file_gone", "the file is not there any more: look again")
}

/// A file or body beyond its limit.
pub(crate) fn too_large(max: usize) -> CommandError {
    CommandError::refused("too_large", format!("larger than {max} bytes")).with("max", max)
}

fn matching(folder: &Path, kind: FileKind, drive: &str) -> Vec<(PathBuf, FoundFile)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let fits = |path: &PathBuf| {
        let name = path.file_name().and_then(|n| n.to_str());
        name.is_some_and(|name| !name.starts_with('.') && kind.fits(name)) && path.is_file()
    };
    paths
        .filter(fits)
        .take(MAX_FOUND)
        .filter_map(|path| Some((path.clone(), described(&path, drive)?)))
        .collect()
}

fn described(path: &Path, drive: &str) -> Option<FoundFile> {
    let metadata = fs::metadata(path).ok()?;
    Some(FoundFile {
        id: Uuid::new_v4().to_string(),
        name: path.file_name()?.to_string_lossy().into_owned(),
        drive: drive.to_owned(),
        size: metadata.len(),
        modified: metadata.modified().ok().and_then(|t| Timestamp::try_from(t).ok()),
    })
}

fn free_bytes_of(disks: &Disks, path: &Path) -> Option<u64> {
    let path = path.canonicalize().ok()?;
    let holding = disks.iter().filter(|disk| path.starts_with(disk.mount_point()));
    let nearest = holding.max_by_key(|disk| disk.mount_point().as_os_str().len())?;
    Some(nearest.available_space())
}

/// Free bytes on the disk that holds a path.
pub(crate) fn free_bytes(path: &Path) -> Option<u64> {
    free_bytes_of(&disks()?, path)
}

/// The disks that are there now; `None` where the system does not say.
fn disks() -> Option<Disks> {
    let wanted = DiskRefreshKind::nothing().with_storage();
    let listed = Disks::new_with_refreshed_list_specifics(wanted);
    listed
        .inspect_err(|error| tracing::warn!(%error, "the disks cannot be listed"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_on_the_export_folder_and_read_within_their_limit() {
        let folder = tempfile::tempdir().unwrap();
        let drives = Drives::new(Some(folder.path().to_owned()));
        fs::write(folder.path().join("a.pollstream-segments"), b"12345").unwrap();
        fs::write(folder.path().join("b.txt"), b"no").unwrap();
        let found: Vec<_> = (drives.find(FileKind::Segments).into_iter())
            .filter(|f| f.name == "a.pollstream-segments")
            .collect();
        assert_eq!(found.len(), 1);
        assert_eq!(drives.read(&found[0].id, 5).unwrap(), b"12345");
        assert_eq!(drives.read(&found[0].id, 4).unwrap_err().code, "too_large");
        assert_eq!(drives.read("../../etc/passwd", 4).unwrap_err().code, "file_gone");
        drives.find(FileKind::Package);
        assert_eq!(
            drives.read(&found[0].id, 5).unwrap_err().code,
            "file_gone",
            "an earlier look"
        );
    }

    #[test]
    fn files_are_written_whole_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let drives = Drives::new(Some(folder.path().to_owned()));
        let first = drives.write(EXPORT, "log", "pollstream-segments", b"1").unwrap();
        let second = drives.write(EXPORT, "log", "pollstream-segments", b"22").unwrap();
        assert_eq!(first.name, "log.pollstream-segments");
        assert_eq!(
            (second.name.as_str(), second.size),
            ("log-2.pollstream-segments", 2)
        );
        assert_eq!(
            fs::read_dir(folder.path().join(SUBFOLDER)).unwrap().count(),
            2,
            "nothing half written"
        );
        assert_eq!(drives.write("/", "x", "y", b"").unwrap_err().code, "drive_gone");
    }
}
