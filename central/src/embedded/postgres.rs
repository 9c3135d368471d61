//! The private Postgres cluster, on loopback and behind a password.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use sqlx::Connection;

use super::child::{Failure, Launch, Leftover, Nursery, Signal};
use super::credentials::random_password;
use super::error::{EmbeddedError, cannot};
use super::paths::{self, Layout};
use super::ports::Ports;
use super::run_file::write_private;
use super::supervise::Server;
use super::user::User;
use super::{Site, private_dir};

const NAME: &str = "Postgres";
const SUPERUSER: &str = "pollstream";
const INITDB_BOUND: Duration = Duration::from_mins(2);
/// One attempt to log in.
const ASK_BOUND: Duration = Duration::from_secs(3);

/// A Postgres cluster in a data folder.
#[derive(Debug)]
pub(super) struct Postgres {
    programs: Programs,
    layout: Layout,
    port: u16,
    url: String,
    user: Option<User>,
    throwaway: bool,
}

impl Postgres {
    /// Sets it up; creates the cluster the first time.
    pub(super) async fn set_up(
        site: &Site,
        ports: Ports,
        nursery: &Nursery,
        tell: impl Fn(String),
    ) -> Result<Self, EmbeddedError> {
        let Site {
            programs,
            user,
            layout,
            throwaway,
            ..
        } = site;
        let is_there = layout.cluster().exists();
        let password = if is_there {
            let file = layout.password();
            fs::read_to_string(&file).map_err(cannot("read", file))?
        } else {
            random_password()
        };
        let postgres = Self {
            programs: programs.clone(),
            layout: layout.clone(),
            port: ports.postgres,
            url: url(password.trim(), ports.postgres),
            user: user.clone(),
            throwaway: *throwaway,
        };
        if !is_there {
            tell(format!("setting up Postgres in {}", layout.cluster().display()));
            postgres.create(&password, nursery).await?;
        }
        Ok(postgres)
    }

    /// Where clients connect, with the password.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Creates the cluster beside its place and renames, so that the cluster is never half made.
    async fn create(&self, password: &str, nursery: &Nursery) -> Result<(), EmbeddedError> {
        let password_file = self.layout.password();
        write_private(&password_file, password.as_bytes())?;
        self.hand_over(&password_file)?;
        let cluster = self.layout.cluster();
        let fresh = fresh_cluster(&self.layout);
        match fs::remove_dir_all(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(cannot("remove", fresh)(error));
            }
            _ => private_dir(&fresh)?,
        }
        self.hand_over(&fresh)?;
        let initdb = self.initdb(&password_file, &fresh);
        nursery
            .run(initdb, INITDB_BOUND)
            .await?
            .map_err(|Failure { status, tail }| EmbeddedError::SetUp {
                step: "creating the Postgres cluster (initdb)",
                folder: fresh.clone(),
                status,
                tail,
            })?;
        fs::rename(&fresh, &cluster).map_err(cannot("create", cluster))
    }

    fn initdb(&self, password_file: &Path, fresh: &Path) -> Launch {
        let mut args: Vec<OsString> = [
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=scram-sha-256",
            "--data-checksums",
        ]
        .map(OsString::from)
        .into();
        args.push(format!("--username={SUPERUSER}").into());
        args.push(option("--pwfile=", password_file));
        args.extend(["--pgdata".into(), fresh.into()]);
        args.extend(self.throwaway.then(|| "--no-sync".into()));
        Launch {
            program: self.programs.initdb(),
            args,
            dir: fresh.to_path_buf(),
            log: self.layout.log("initdb"),
            pid_file: self.layout.pid_file("initdb"),
            user: self.user.clone(),
            stop: Signal::Term,
        }
    }

    fn hand_over(&self, path: &Path) -> Result<(), EmbeddedError> {
        match &self.user {
            Some(user) => chown(path, Some(user.uid), Some(user.gid)).map_err(cannot("hand over", path)),
            None => Ok(()),
        }
    }
}

impl Server for Postgres {
    const NAME: &'static str = NAME;

    fn launch(&self) -> Launch {
        let cluster = self.layout.cluster();
        let mut args = vec![OsString::from("-D"), mark(&self.layout)];
        for setting in settings(self.port, self.throwaway) {
            args.push("-c".into());
            args.push(setting.into());
        }
        Launch {
            program: self.programs.postgres(),
            args,
            dir: cluster,
            log: self.layout.log("postgres"),
            pid_file: self.layout.pid_file("postgres"),
            user: self.user.clone(),
            stop: Signal::Int,
        }
    }

    async fn answers(&self) -> bool {
        let log_in = async {
            let connection = sqlx::PgConnection::connect(&self.url).await?;
            connection.close().await
        };
        tokio::time::timeout(ASK_BOUND, log_in)
            .await
            .is_ok_and(|result| result.is_ok())
    }
}

/// What an earlier run may have left behind.
pub(super) fn leftovers(layout: &Layout) -> [Leftover; 2] {
    let initdb = Leftover {
        server: NAME,
        pid_file: layout.pid_file("initdb"),
        mark: fresh_cluster(layout).into_os_string(),
        stop: Signal::Term,
    };
    [
        Leftover {
            server: NAME,
            pid_file: layout.pid_file("postgres"),
            mark: mark(layout),
            stop: Signal::Int,
        },
        initdb,
    ]
}

/// Where a cluster is made before it takes its place.
fn fresh_cluster(layout: &Layout) -> PathBuf {
    layout.cluster().with_extension("new")
}

/// The argument that says whose Postgres this is.
fn mark(layout: &Layout) -> OsString {
    layout.cluster().into_os_string()
}

/// What differs from Postgres' defaults.
fn settings(port: u16, throwaway: bool) -> Vec<String> {
    let mut settings = vec![
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        "unix_socket_directories=".to_owned(),
        "max_connections=200".to_owned(),
        "shared_buffers=256MB".to_owned(),
        "max_wal_size=2GB".to_owned(),
        "wal_compression=on".to_owned(),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
        "log_destination=stderr".to_owned(),
        "logging_collector=off".to_owned(),
    ];
    // A receipt promises that a commit is on disk.
    let durable = if throwaway { "off" } else { "on" };
    // Commits are handed to the system at once even so: a Postgres that is killed is healed, and must still hold what
    // receipts and events have told of.
    for name in ["fsync", "full_page_writes"] {
        settings.push(format!("{name}={durable}"));
    }
    settings.push("synchronous_commit=on".to_owned());
    settings
}

fn url(password: &str, port: u16) -> String {
    format!("postgres://{SUPERUSER}:{password}@127.0.0.1:{port}/postgres")
}

fn option(name: &str, value: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(value);
    option
}

/// The folder with `initdb` and `postgres`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// The programs that fit the cluster, or the newest if there is no cluster yet: those in PATH come first.
    pub(super) fn find(layout: &Layout) -> Result<Self, EmbeddedError> {
        let cluster = layout.cluster();
        let installed = installed();
        let Some(newest) = installed.first() else {
            return Err(EmbeddedError::NoPostgres);
        };
        let needed = match fs::read_to_string(cluster.join("PG_VERSION")) {
            Ok(version) => version.trim().to_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(newest.clone()),
            Err(error) => return Err(cannot("read", cluster.join("PG_VERSION"))(error)),
        };
        let versions: Vec<Option<String>> = installed.iter().map(Self::major).collect();
        let fits = versions
            .iter()
            .position(|version| version.as_deref() == Some(&needed));
        if let Some(fits) = fits {
            return Ok(installed[fits].clone());
        }
        let found = versions.into_iter().flatten().collect::<Vec<_>>().join(", ");
        Err(EmbeddedError::OtherPostgres {
            cluster,
            needed,
            found,
        })
    }

    fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    fn is_complete(&self) -> bool {
        paths::is_program(&self.initdb()) && paths::is_program(&self.postgres())
    }

    /// What `postgres --version` says, up to the first point.
    fn major(&self) -> Option<String> {
        let output = Command::new(self.postgres()).arg("--version").output().ok()?;
        major(&String::from_utf8_lossy(&output.stdout))
    }
}

/// `15` in `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`; `17` in `… 17beta1`.
fn major(said: &str) -> Option<String> {
    let version = said
        .split_whitespace()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    Some(version.chars().take_while(char::is_ascii_digit).collect())
}

fn installed() -> Vec<Programs> {
    let mut found = Vec::new();
    // PATH may hold links; Postgres looks for the rest of itself beside the real program.
    if let Some(initdb) = paths::find_program("initdb")
        && let Ok(real) = initdb.canonicalize()
        && let Some(folder) = real.parent()
    {
        found.push(Programs {
            folder: folder.to_path_buf(),
        });
    }
    let by_version = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut folders: Vec<PathBuf> = by_version.map(|entry| entry.path()).collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(version_of(folder)));
    found.extend(folders.into_iter().map(|folder| Programs {
        folder: folder.join("bin"),
    }));
    found.retain(Programs::is_complete);
    found
}

fn version_of(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version_of(Path::new("/x/9")) < version_of(Path::new("/x/15")));
        assert!(version_of(Path::new("/x/notes")) < version_of(Path::new("/x/9")));
        assert_eq!(
            major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n").as_deref(),
            Some("15")
        );
        assert_eq!(major("postgres (PostgreSQL) 18beta2\n").as_deref(), Some("18"));
        assert_eq!(major("what?"), None);
    }

    #[test]
    fn only_a_throwaway_cluster_forgoes_durability() {
        let kept = settings(20_001, false);
        assert!(kept.contains(&"port=20001".to_owned()));
        assert!(kept.contains(&"synchronous_commit=on".to_owned()) && kept.contains(&"fsync=on".to_owned()));
        let thrown = settings(20_001, true);
        assert!(
            thrown.contains(&"synchronous_commit=on".to_owned()) && thrown.contains(&"fsync=off".to_owned())
        );
    }

    #[test]
    fn passwords_are_long_differ_and_need_no_escape() {
        let password = random_password();
        assert_eq!(password.len(), 32);
        assert_ne!(password, random_password());
        assert!(password.chars().all(|c| c.is_ascii_alphanumeric()));
        assert_eq!(
            url("pw", 20_001),
            "postgres://pollstream:pw@127.0.0.1:20001/postgres"
        );
    }
}
