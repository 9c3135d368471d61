//! Files that must survive the loss of power: on the disk before they get their name, and the name after.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Replaces a small file, or makes it: whoever looks finds the old content or the new one, never a part.
pub fn replace_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut new = tempfile::NamedTempFile::new_in(folder_of(path))?;
    new.write_all(content)?;
    new.as_file().sync_all()?;
    new.persist(path)?;
    synchronise_folder_of(path)
}

/// Gives a whole file its name. It is on the disk before, and its folder after.
pub(crate) fn give_name(whole: &Path, name: &Path) -> io::Result<()> {
    File::options().write(true).open(whole)?.sync_all()?;
    fs::rename(whole, name)?;
    synchronise_folder_of(name)
}

/// Puts a file's name on the disk. Windows does so by itself, and opens no folder as a file.
pub(crate) fn synchronise_folder_of(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder_of(path))?.sync_all()
    } else {
        Ok(())
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.json");
        for content in ["first", "second"] {
            replace_file(&path, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing half written"
        );
        #[cfg(unix)]
        {
            let linked = folder.path().join("linked.json");
            std::os::unix::fs::symlink(&path, &linked).unwrap();
            replace_file(&linked, b"third").unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        }
        assert!(replace_file(&folder.path().join("no/such/folder"), b"").is_err());
        assert_eq!(folder_of(Path::new("bare")), Path::new("."));
    }
}
