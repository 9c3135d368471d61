//! The user that Postgres runs as. It refuses root, so that root's children need somebody else.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use super::error::{EmbeddedError, cannot};

/// A user of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// True if this process runs as root.
pub(super) fn is_root() -> bool {
    if let Ok(process) = fs::metadata("/proc/self") {
        return process.uid() == 0;
    }
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Whom Postgres runs as when root starts it: the owner of the cluster if there is one already, else `postgres`,
/// else `nobody`. Nobody special when this process is not root.
pub(super) fn for_postgres(cluster: &Path) -> Result<Option<User>, EmbeddedError> {
    if !is_root() {
        return Ok(None);
    }
    if let Ok(owner) = fs::metadata(cluster)
        && owner.uid() != 0
    {
        let name = format!("with the id {}", owner.uid());
        return Ok(Some(User {
            name,
            uid: owner.uid(),
            gid: owner.gid(),
        }));
    }
    let passwd = fs::read_to_string("/etc/passwd").map_err(cannot("read", "/etc/passwd"))?;
    let found = lookup(&passwd, "postgres").or_else(|| lookup(&passwd, "nobody"));
    found.map(Some).ok_or(EmbeddedError::NoUnprivilegedUser)
}

/// A user's line in passwd(5).
fn lookup(passwd: &str, name: &str) -> Option<User> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        (uid != 0).then(|| User {
            name: name.to_owned(),
            uid,
            gid,
        })
    })
}

/// Checks that the user can enter `target`'s parents, and names the first that it cannot.
pub(super) fn check_reach(user: &User, target: &Path) -> Result<(), EmbeddedError> {
    let mut parents: Vec<&Path> = target.ancestors().skip(1).collect();
    parents.reverse();
    for folder in parents {
        let found = fs::metadata(folder).map_err(cannot("find", folder))?;
        let mode = found.permissions().mode() & 0o7777;
        let execute = match () {
            () if found.uid() == user.uid => 0o100,
            () if found.gid() == user.gid => 0o010,
            () => 0o001,
        };
        if mode & execute == 0 {
            return Err(EmbeddedError::OutOfReach {
                user: user.name.clone(),
                folder: folder.to_path_buf(),
                mode,
                target: target.to_path_buf(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\n\
        postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash\n\
        broken\n\
        nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin\n";

    #[test]
    fn users_are_found_by_their_whole_name() {
        let nobody = User {
            name: "nobody".into(),
            uid: 65534,
            gid: 65533,
        };
        assert_eq!(lookup(PASSWD, "nobody"), Some(nobody));
        assert_eq!(lookup(PASSWD, "postgres").map(|user| user.uid), Some(101));
        assert_eq!(lookup(PASSWD, "post"), None);
        assert_eq!(lookup(PASSWD, "broken"), None);
    }

    #[test]
    fn root_is_never_the_answer() {
        assert_eq!(lookup(PASSWD, "root"), None);
    }

    #[test]
    fn the_folder_that_bars_the_way_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let stranger = User {
            name: "stranger".into(),
            uid: u32::MAX - 2,
            gid: u32::MAX - 2,
        };
        let path = folder.path().canonicalize().unwrap();
        let target = path.join("open/cluster");
        fs::create_dir_all(&target).unwrap();
        let chmod = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        chmod(0o700);
        let error = check_reach(&stranger, &target).unwrap_err();
        assert!(
            matches!(&error, EmbeddedError::OutOfReach { folder, .. } if *folder == path),
            "{error}"
        );
        assert!(error.to_string().contains("0700"), "{error}");
        chmod(0o711);
        check_reach(&stranger, &target).unwrap();
        chmod(0o700);
        let owner = fs::metadata(&path).unwrap();
        check_reach(
            &User {
                name: "owner".into(),
                uid: owner.uid(),
                gid: owner.gid(),
            },
            &target,
        )
        .unwrap();
    }
}
