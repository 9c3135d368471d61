//! Reading and writing on a drive that somebody else prepared. Nothing is followed, nothing is overwritten: a link
//! where a file or a folder should be is refused, and a new file is made anew under a name that nobody can guess.

use std::io::{self, Read, Write};
use std::path::Path;

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata, OpenOptions};
use uuid::Uuid;

/// The folder on a drive that this program writes to, and looks into besides the drive's top.
pub(super) const SUBFOLDER: &str = "pollstream";

/// Most numbers that are tried for a name that is taken.
const MAX_NUMBERED: u32 = 10_000;

/// Which folder of a drive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// The drive's own.
    Top,
    /// [`SUBFOLDER`].
    Subfolder,
}

/// A folder that is held open: whatever becomes of its name, it stays this folder.
pub(super) struct Folder(Dir);

impl Folder {
    /// Opens it, `None` where there is none.
    pub(super) fn open(top: &Path, level: Level) -> io::Result<Option<Self>> {
        let top = Dir::open_ambient_dir(top, ambient_authority())?;
        let opened = match level {
            Level::Top => Ok(top),
            Level::Subfolder => match top.symlink_metadata(SUBFOLDER) {
                Ok(found) if !found.is_dir() => Err(linked()),
                Ok(_) => top.open_dir_nofollow(SUBFOLDER),
                Err(error) => Err(error),
            },
        };
        match opened {
            Ok(dir) => Ok(Some(Folder(dir))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens the folder to write to, and makes it where there is none.
    pub(super) fn for_writing(top: &Path) -> io::Result<Self> {
        let above = Dir::open_ambient_dir(top, ambient_authority())?;
        match above.create_dir(SUBFOLDER) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => synchronise(&above)?,
        }
        Self::open(top, Level::Subfolder)?.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Plain files, with their names. Links, pipes and devices are not among them.
    pub(super) fn files(&self) -> io::Result<Vec<(String, Metadata)>> {
        let entries = self.0.entries()?.flatten();
        let named = entries.filter_map(|entry| entry.file_name().into_string().ok());
        Ok(named
            .filter_map(|name| Some((self.file(&name)?, name)))
            .map(|(m, n)| (n, m))
            .collect())
    }

    fn file(&self, name: &str) -> Option<Metadata> {
        self.0.symlink_metadata(name).ok().filter(Metadata::is_file)
    }

    /// Up to `max_bytes` and one more of a plain file.
    pub(super) fn read(&self, name: &str, max_bytes: usize) -> io::Result<Vec<u8>> {
        // Opening a pipe would wait for somebody to write to it.
        self.file(name).ok_or(io::ErrorKind::NotFound)?;
        let file = self
            .0
            .open_with(name, OpenOptions::new().read(true).follow(FollowSymlinks::No))?;
        let mut content = Vec::new();
        file.take(max_bytes as u64 + 1).read_to_end(&mut content)?;
        Ok(content)
    }

    /// Writes a new file, whole or not at all, and returns its name: the stem's, or with a number where that is
    /// taken. What is renamed is on the disk before, and its folder after.
    pub(super) fn write_new(
        &self,
        stem: &str,
        extension: &str,
        content: &[u8],
    ) -> io::Result<(String, Metadata)> {
        let partial = format!(".{}.part", Uuid::new_v4());
        let written = self.write_whole(&partial, content).and_then(|()| {
            // An empty file of ours takes the name first: a rename may replace it, and nothing else.
            let name = self.reserve(stem, extension)?;
            let renamed = self
                .0
                .rename(&partial, &self.0, &name)
                .and_then(|()| synchronise(&self.0));
            if renamed.is_err() {
                self.0.remove_file(&name).ok();
            }
            renamed.map(|()| name)
        });
        if written.is_err() {
            self.0.remove_file(&partial).ok();
        }
        let name = written?;
        let metadata = self.file(&name).filter(|m| m.len() == content.len() as u64);
        metadata.map(|m| (name, m)).ok_or_else(linked)
    }

    fn write_whole(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let mut file = self.0.open_with(name, &new_file())?;
        file.write_all(content)?;
        file.sync_all()
    }

    fn reserve(&self, stem: &str, extension: &str) -> io::Result<String> {
        for n in 1..=MAX_NUMBERED {
            let number = if n == 1 { String::new() } else { format!("-{n}") };
            let name = format!("{stem}{number}.{extension}");
            match self.0.open_with(&name, &new_file()) {
                Ok(_) => return Ok(name),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// A file that must not exist, not even as a link that leads nowhere.
fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).follow(FollowSymlinks::No);
    options
}

/// Puts names of a folder on the disk. Windows does so by itself.
fn synchronise(dir: &Dir) -> io::Result<()> {
    if cfg!(unix) {
        dir.open(".")?.sync_all()?;
    }
    Ok(())
}

/// The error of a link, or of anything else that stands where a folder or file of ours should be.
fn linked() -> io::Error {
    io::Error::other(LinkedError)
}

/// See [`is_linked`].
#[derive(Debug, thiserror::Error)]
#[error("a link stands where a folder or a file should be")]
struct LinkedError;

/// Whether an error says that somebody prepared the drive.
pub(super) fn is_linked(error: &io::Error) -> bool {
    (error.get_ref()).is_some_and(<dyn std::error::Error + Send + Sync>::is::<LinkedError>)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn top() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn a_linked_folder_is_refused_for_reading_and_writing() {
        let (drive, victim) = (top(), top());
        fs::write(victim.path().join("a.station"), b"theirs").unwrap();
        symlink(victim.path(), drive.path().join(SUBFOLDER)).unwrap();
        for refused in [
            Folder::open(drive.path(), Level::Subfolder).err(),
            Folder::for_writing(drive.path()).err(),
        ] {
            assert!(is_linked(&refused.unwrap()));
        }
        assert_eq!(
            fs::read_dir(victim.path()).unwrap().count(),
            1,
            "nothing was written behind the link"
        );
    }

    #[test]
    fn prepared_names_are_neither_followed_nor_overwritten() {
        let (drive, victim) = (top(), top());
        let database = victim.path().join("station.db");
        fs::write(&database, b"all that happened").unwrap();
        let folder = drive.path().join(SUBFOLDER);
        fs::create_dir(&folder).unwrap();
        for name in ["log.segments", ".log.segments.part", "log-2.segments"] {
            symlink(&database, folder.join(name)).unwrap();
        }
        symlink(victim.path().join("new"), folder.join("log-3.segments")).unwrap();
        fs::hard_link(&database, folder.join("log-4.segments")).unwrap();
        let opened = Folder::for_writing(drive.path()).unwrap();
        let (name, _) = opened.write_new("log", "segments", b"entries").unwrap();
        assert_eq!(name, "log-5.segments");
        assert_eq!(fs::read(&database).unwrap(), b"all that happened");
        assert_eq!(fs::read(folder.join(name)).unwrap(), b"entries");
        assert!(
            !victim.path().join("new").exists(),
            "a dangling link was followed"
        );
    }

    #[test]
    fn links_and_pipes_are_not_listed_and_not_read() {
        let (drive, victim) = (top(), top());
        fs::write(victim.path().join("secret"), b"secret").unwrap();
        symlink(victim.path().join("secret"), drive.path().join("a.station")).unwrap();
        fs::write(drive.path().join("b.station"), b"a package").unwrap();
        let pipe = std::process::Command::new("mkfifo")
            .arg(drive.path().join("c.station"))
            .status();
        assert!(pipe.unwrap().success());
        let folder = Folder::open(drive.path(), Level::Top).unwrap().unwrap();
        let names: Vec<_> = folder
            .files()
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["b.station"]);
        assert_eq!(folder.read("b.station", 100).unwrap(), b"a package");
        assert_eq!(
            folder.read("b.station", 4).unwrap().len(),
            5,
            "one more says that there is more"
        );
        for other in ["a.station", "c.station", "../b.station", "none"] {
            assert!(folder.read(other, 100).is_err(), "{other}");
        }
    }

    #[test]
    fn a_failed_write_leaves_nothing_behind() {
        let drive = top();
        let folder = Folder::for_writing(drive.path()).unwrap();
        assert!(folder.write_new("../escaped", "x", b"1").is_err());
        assert!(folder.write_new("no/such/folder", "x", b"1").is_err());
        assert_eq!(fs::read_dir(drive.path().join(SUBFOLDER)).unwrap().count(), 0);
        assert_eq!(fs::read_dir(drive.path()).unwrap().count(), 1);
    }
}
