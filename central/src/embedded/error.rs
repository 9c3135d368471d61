//! What can go wrong around the embedded servers, said so that it can be put right.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why the embedded servers could not be started, watched or stopped.
///
/// Each message says what is wrong, where, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmbeddedError {
    /// A file or folder that Pollstream needs could not be read or written.
    #[error("cannot {action} {}: {source}; check that it exists, who owns it and the free space", path.display())]
    File {
        /// What was tried, as a verb.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// Another process runs Pollstream on this data folder.
    #[error(
        "the data folder {} is in use by {}; stop that one first, or choose another folder",
        data.display(),
        Holder(*pid)
    )]
    InUse {
        /// The data folder.
        data: PathBuf,
        /// Who holds it, if it said so.
        pid: Option<u32>,
    },

    /// A file that Pollstream wrote itself does not read back.
    #[error("{} is not what Pollstream writes ({reason}); remove the file and start again", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },

    /// The private Kafka was made before it had passwords.
    #[error(
        "{} is missing: the passwords of the Kafka in this data folder. Bring the file back, or begin anew in another          folder",
        path.display()
    )]
    NoCredentials {
        /// The file.
        path: PathBuf,
    },

    /// A throwaway run was asked for in a folder that holds data to be kept.
    #[error(
        "{} already holds data of an election, and a throwaway run would delete it; give it an empty folder",
        data.display()
    )]
    HoldsData {
        /// The data folder.
        data: PathBuf,
    },

    /// There is no Java.
    #[error(
        "the embedded Kafka needs Java {needed} or newer, and there is no `java` in JAVA_HOME or PATH; install a \
         Java runtime (Debian: openjdk-17-jre-headless), or name your own servers with --kafka and --postgres"
    )]
    NoJava {
        /// The oldest Java that Kafka runs on.
        needed: u32,
    },

    /// The Java that was found does not run Kafka.
    #[error(
        "the embedded Kafka needs Java {needed} or newer, and {} says {said:?}; install a newer Java runtime and \
         let JAVA_HOME or PATH point to it",
        java.display()
    )]
    OldJava {
        /// The program.
        java: PathBuf,
        /// The oldest Java that Kafka runs on.
        needed: u32,
        /// The first line that it says about its version.
        said: String,
    },

    /// Kafka's jars are absent, and so is what would fetch them.
    #[error(
        "Kafka's jars are not in {}, and Maven, which would fetch them, is not installed; install Maven (Debian: \
         maven), or copy the jars of a Kafka 4.3 there, or let POLLSTREAM_KAFKA_JARS name the folder they are in",
        jars.display()
    )]
    NoMaven {
        /// Where the jars should be.
        jars: PathBuf,
    },

    /// Maven could not fetch Kafka's jars.
    #[error(
        "Maven could not fetch Kafka's jars for {} ({status}); check the network and Maven's settings, or let \
         POLLSTREAM_KAFKA_JARS name a folder that holds them. Its last lines:\n{tail}",
        jars.display()
    )]
    Maven {
        /// Where the jars should go.
        jars: PathBuf,
        /// How Maven ended.
        status: String,
        /// Its last lines.
        tail: String,
    },

    /// The folder of jars holds something else.
    #[error(
        "{} is not empty and holds no Kafka (no {missing}*.jar); empty it, or name another folder for Kafka's jars",
        jars.display()
    )]
    NotKafka {
        /// The folder.
        jars: PathBuf,
        /// The start of the name of a jar that should be there.
        missing: &'static str,
    },

    /// There are no Postgres programs.
    #[error(
        "the embedded Postgres needs the programs `initdb` and `postgres`, which are neither in PATH nor in \
         /usr/lib/postgresql; install PostgreSQL (Debian: postgresql), or name your own servers with --kafka and \
         --postgres"
    )]
    NoPostgres,

    /// The data was written by a version of Postgres that is not installed.
    #[error(
        "{} was written by PostgreSQL {needed}, and installed is only: {found}; install PostgreSQL {needed}, or \
         upgrade the folder with pg_upgrade",
        cluster.display()
    )]
    OtherPostgres {
        /// The cluster's folder.
        cluster: PathBuf,
        /// The major version that wrote it.
        needed: String,
        /// What was found instead.
        found: String,
    },

    /// Postgres refuses to run as root, and there is nobody else.
    #[error(
        "Postgres refuses to run as root, and this system has neither a user `postgres` nor a user `nobody`; add \
         one, or start Pollstream as an ordinary user"
    )]
    NoUnprivilegedUser,

    /// The user that Postgres runs as cannot get to the data folder.
    #[error(
        "Postgres runs as user {user} and cannot enter {} (mode {mode:04o}), which is on the way to {}; run \
         `chmod a+x` on that folder, or choose a data folder outside it",
        folder.display(),
        target.display()
    )]
    OutOfReach {
        /// The user.
        user: String,
        /// The folder that bars the way.
        folder: PathBuf,
        /// Its permission bits.
        mode: u32,
        /// Where Postgres has to get to.
        target: PathBuf,
    },

    /// There is no free port on the loopback address.
    #[error("no free port on 127.0.0.1 in {first}-{last}; close what uses them: {source}")]
    NoPort {
        /// The first port tried.
        first: u16,
        /// The last port tried.
        last: u16,
        /// What the system said to the last try.
        source: io::Error,
    },

    /// A program could not be started.
    #[error("cannot start {program}: {source}; check that it is installed and may be executed")]
    Spawn {
        /// The program.
        program: String,
        /// What the system said.
        source: io::Error,
    },

    /// A one-off step of setting up a server failed.
    #[error("{step} failed in {} ({status}). Its last lines:\n{tail}", folder.display())]
    SetUp {
        /// What was done.
        step: &'static str,
        /// Where.
        folder: PathBuf,
        /// How it ended.
        status: String,
        /// Its last lines.
        tail: String,
    },

    /// A server ended while it was awaited.
    #[error("{server} ended before it was ready ({status}). See {}; its last lines:\n{tail}", log.display())]
    Died {
        /// The server.
        server: &'static str,
        /// How it ended.
        status: String,
        /// Its log file.
        log: PathBuf,
        /// The last lines of this start.
        tail: String,
    },

    /// A server runs but does not answer.
    #[error(
        "{server} does not answer {waited:.0?} after its start; is the machine overloaded? See {}; its last \
         lines:\n{tail}",
        log.display()
    )]
    NotReady {
        /// The server.
        server: &'static str,
        /// How long it was awaited.
        waited: Duration,
        /// Its log file.
        log: PathBuf,
        /// The last lines of this start.
        tail: String,
    },

    /// A server that an earlier run left behind does not go away.
    #[error(
        "{server} of an earlier run (pid {pid}) does not stop, even when killed; end it by hand and start again"
    )]
    Leftover {
        /// The server.
        server: &'static str,
        /// Its process.
        pid: u32,
    },

    /// Servers did not stop in time and were killed. What they had confirmed is safe; the next start takes longer.
    #[error(
        "{servers} did not stop in time and had to be killed; the next start will recover and take longer"
    )]
    Killed {
        /// Which.
        servers: String,
    },

    /// The Kafka client could not be set up.
    #[error("cannot set up a Kafka client: {0}")]
    Client(#[from] rdkafka::error::KafkaError),

    /// The task that watches a server is gone: a defect of Pollstream.
    #[error("the task that watches the embedded servers ended unexpectedly; please report this: {0}")]
    Defect(String),
}

impl EmbeddedError {
    /// True if a server could not have its port, so that another port is worth a try.
    pub(super) fn is_port_taken(&self) -> bool {
        matches!(self, Self::Died { tail, .. } if tail.contains("Address already in use"))
    }
}

/// Gives a file error its context.
pub(super) fn cannot(
    action: &'static str,
    path: impl Into<PathBuf>,
) -> impl FnOnce(io::Error) -> EmbeddedError {
    let path = path.into();
    move |source| EmbeddedError::File { action, path, source }
}

/// Who holds a data folder, in words.
struct Holder(Option<u32>);

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(pid) => write!(f, "process {pid}"),
            None => f.write_str("another process"),
        }
    }
}
