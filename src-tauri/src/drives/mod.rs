//! Sticks, cards and the export folder. Windows name drives and files by ids that are good until the next
//! look; they never see a path, and can reach no other file.

mod folder;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cap_std::fs::Metadata;
use jiff::Timestamp;
use sysinfo::{DiskRefreshKind, Disks};
use uuid::Uuid;

use crate::dto::error::CommandError;
use crate::dto::queue::Drive;
use crate::dto::setup::{FileKind, FoundFile};
use crate::failure::Answer;

use folder::{Folder, Level};

/// Most files of a kind that are listed.
const MAX_FOUND: usize = 200;
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

/// Where a file of the last look is.
#[derive(Clone)]
struct Located {
    top: PathBuf,
    level: Level,
    name: String,
}

/// What was found at the last look.
pub(crate) struct Drives {
    export: Option<PathBuf>,
    found: Mutex<HashMap<String, Located>>,
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
    /// earlier look are void. What is linked is passed over.
    pub(crate) fn find(&self, kind: FileKind) -> Vec<FoundFile> {
        let mut files = Vec::new();
        for place in self.places() {
            for level in [Level::Top, Level::Subfolder] {
                files.extend(matching(&place, level, kind));
            }
        }
        files.sort_by(|(_, a), (_, b)| b.modified.cmp(&a.modified).then_with(|| a.name.cmp(&b.name)));
        files.truncate(MAX_FOUND);
        let mut known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        known.clear();
        known.extend(files.iter().map(|(at, file)| (file.id.clone(), at.clone())));
        files.into_iter().map(|(_, file)| file).collect()
    }

    /// The content of a file of the last look.
    pub(crate) fn read(&self, id: &str, max_bytes: usize) -> Answer<Vec<u8>> {
        let known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let at = known.get(id).cloned();
        drop(known);
        let at = at.ok_or_else(gone)?;
        let folder = Folder::open(&at.top, at.level).ok().flatten().ok_or_else(gone)?;
        let content = folder.read(&at.name, max_bytes).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => gone(),
            _ => CommandError::file(&e),
        })?;
        if content.len() > max_bytes {
            return Err(too_large(max_bytes));
        }
        Ok(content)
    }

    /// Writes a new file to a drive, whole or not at all. A file of that name gets another number beside it;
    /// nothing is overwritten, and no link is followed.
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
        let written = Folder::for_writing(&place.path).and_then(|f| f.write_new(stem, extension, content));
        let (name, metadata) = written.map_err(|error| {
            if folder::is_linked(&error) {
                return CommandError::refused("linked", error.to_string());
            }
            CommandError::file(&error)
        })?;
        Ok(described(name, &metadata, &place.drive.name))
    }
}

/// Writes a file of this program's own folders whole or not at all, under a name that is free; returns the name.
pub(crate) fn write_new(folder: &Path, stem: &str, extension: &str, content: &[u8]) -> io::Result<String> {
    std::fs::create_dir_all(folder)?;
    let folder = Folder::open(folder, Level::Top)?.ok_or(io::ErrorKind::NotFound)?;
    folder.write_new(stem, extension, content).map(|(name, _)| name)
}

fn gone() -> CommandError {
    CommandError::retry("file_gone", "the file is not there any more: look again")
}

/// A file or body beyond its limit.
pub(crate) fn too_large(max: usize) -> CommandError {
    CommandError::refused("too_large", format!("larger than {max} bytes")).with("max", max)
}

fn matching(place: &Place, level: Level, kind: FileKind) -> Vec<(Located, FoundFile)> {
    let files = Folder::open(&place.path, level)
        .ok()
        .flatten()
        .and_then(|folder| folder.files().ok());
    let fitting = (files.into_iter().flatten())
        .filter(|(name, _)| !name.starts_with('.') && kind.fits(name))
        .take(MAX_FOUND);
    fitting
        .map(|(name, metadata)| {
            let at = Located {
                top: place.path.clone(),
                level,
                name: name.clone(),
            };
            (at, described(name, &metadata, &place.drive.name))
        })
        .collect()
}

fn described(name: String, metadata: &Metadata, drive: &str) -> FoundFile {
    let modified = metadata.modified().ok();
    FoundFile {
        id: Uuid::new_v4().to_string(),
        name,
        drive: drive.to_owned(),
        size: metadata.len(),
        modified: modified.and_then(|t| Timestamp::try_from(t.into_std()).ok()),
    }
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
    use std::fs;

    use super::folder::SUBFOLDER;
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

    #[cfg(unix)]
    #[test]
    fn a_prepared_stick_reaches_nothing_outside_it() {
        let (stick, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let database = data.path().join("station.db");
        fs::write(&database, b"all that happened").unwrap();
        fs::write(data.path().join("key.station"), b"secret").unwrap();
        std::os::unix::fs::symlink(data.path(), stick.path().join(SUBFOLDER)).unwrap();
        std::os::unix::fs::symlink(data.path().join("key.station"), stick.path().join("a.station")).unwrap();
        let drives = Drives::new(Some(stick.path().to_owned()));
        let ours = |f: &FoundFile| f.name == "a.station" || f.name == "key.station";
        assert!(!drives.find(FileKind::Package).iter().any(ours));
        let refused = drives.write(EXPORT, "station", "db", b"").unwrap_err();
        assert_eq!(refused.code, "linked");
        assert_eq!(fs::read(&database).unwrap(), b"all that happened");
    }
}
