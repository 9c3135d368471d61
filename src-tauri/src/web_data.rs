//! What the web engine keeps between two looks at a page. It lies in a folder of its own, which is there only while
//! the program runs: nothing of an election stays in a cache.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Where it lies.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("web")
}

/// The folder from its wiping at the start to its wiping at the end.
pub(crate) struct Wiped(PathBuf);

impl Wiped {
    /// Removes what a program that was killed has left, and makes the folder anew.
    pub(crate) fn begin(data: &Path) -> anyhow::Result<Self> {
        let folder = folder(data);
        wipe(&folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
        make_private(&folder).with_context(|| folder.display().to_string())?;
        Ok(Wiped(folder))
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        if let Err(error) = wipe(&self.0) {
            tracing::warn!(%error, "the web engine's folder is wiped at the next start");
        }
    }
}

/// A link in its place is removed; what it leads to is not touched.
fn wipe(folder: &Path) -> io::Result<()> {
    let removed = match std::fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(folder),
        Ok(_) => std::fs::remove_file(folder),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    std::fs::create_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_web_engine_kept_is_gone_at_the_start_and_at_the_end() {
        let data = tempfile::tempdir().unwrap();
        let folder = folder(data.path());
        std::fs::create_dir_all(folder.join("cache/deep")).unwrap();
        std::fs::write(folder.join("cache/deep/page"), "of a voter").unwrap();
        let wiped = Wiped::begin(data.path()).unwrap();
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        std::fs::write(folder.join("cookies"), "of a voter").unwrap();
        drop(wiped);
        assert!(!folder.exists());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it_and_a_link_in_its_place_is_not_followed() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::write(elsewhere.path().join("kept"), "").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder(data.path())).unwrap();
        let _wiped = Wiped::begin(data.path()).unwrap();
        assert!(elsewhere.path().join("kept").exists());
        let mode = std::fs::symlink_metadata(folder(data.path()))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
