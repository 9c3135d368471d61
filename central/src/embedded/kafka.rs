//! The private Kafka: one process that is broker and controller (`KRaft`), on loopback.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use pollstream_protocol::topics::Topic;
use rand::RngExt;
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};

use super::child::{Failure, Launch, Leftover, Nursery, Signal};
use super::credentials::{BROKER, CENTRAL, ClientSettings, Credentials, STATION};
use super::error::{EmbeddedError, cannot};
use super::paths::{self, Layout};
use super::ports::Ports;
use super::run_file::write_private;
use super::supervise::Server;
use super::{Site, private_dir};

const NAME: &str = "Kafka";
/// The oldest Java that Kafka 4 runs on.
const JAVA: u32 = 17;
/// Below Kafka's folder, which is where it is started: names in its configuration need no escapes then.
const STORAGE: &str = "storage";
const FRESH_STORAGE: &str = "storage.new";
const FORMATTING: &str = "format.properties";
const ARGUMENTS: &str = "format.arguments";
const CONFIG: &str = "server.properties";
const CLIENT: &str = "client.properties";
/// There once stations have their rights.
const ALLOWED: &str = "stations-allowed";
const LOGGING: &str = "log4j2.properties";
const SCRATCH: &str = "tmp";
const FORMAT_BOUND: Duration = Duration::from_mins(2);
/// One question to the broker.
const ASK_BOUND: Duration = Duration::from_secs(2);

/// Kafka in a data folder.
#[derive(Debug)]
pub(super) struct Kafka {
    java: PathBuf,
    jars: PathBuf,
    layout: Layout,
    ports: Ports,
    credentials: Credentials,
}

impl Kafka {
    /// Where clients connect.
    pub(super) fn endpoint(&self) -> String {
        format!("127.0.0.1:{}", self.ports.kafka)
    }

    /// With which settings they do.
    pub(super) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Sets it up; formats its storage the first time.
    pub(super) async fn set_up(
        site: &Site,
        ports: Ports,
        nursery: &Nursery,
        tell: impl Fn(String),
    ) -> Result<Self, EmbeddedError> {
        let Site {
            java, jars, layout, ..
        } = site;
        let home = layout.kafka();
        private_dir(&home)?;
        let is_there = home.join(STORAGE).join("meta.properties").exists();
        let file = layout.kafka_credentials();
        let credentials = if is_there {
            Credentials::read(&file)?
        } else {
            Credentials::create(&file)?
        };
        let kafka = Self {
            java: java.clone(),
            jars: jars.clone(),
            layout: layout.clone(),
            ports,
            credentials,
        };
        let scratch = home.join(SCRATCH);
        clear(&scratch)?;
        private_dir(&scratch)?;
        write(&home.join(LOGGING), LOG4J2)?;
        write_private(
            &home.join(CONFIG),
            properties(ports, STORAGE, &kafka.credentials).as_bytes(),
        )?;
        if !is_there {
            tell(format!("setting up Kafka in {}", home.display()));
            kafka.format(&home, nursery).await?;
        }
        Ok(kafka)
    }

    /// Formats beside the storage and renames, so that the storage is never half formatted.
    async fn format(&self, home: &Path, nursery: &Nursery) -> Result<(), EmbeddedError> {
        let fresh = home.join(FRESH_STORAGE);
        clear(&fresh)?;
        let formatting = properties(self.ports, FRESH_STORAGE, &self.credentials);
        write_private(&home.join(FORMATTING), formatting.as_bytes())?;
        // On a command line, every user of the machine could read the passwords.
        write_private(
            &home.join(ARGUMENTS),
            format_arguments(&self.credentials).as_bytes(),
        )?;
        let mut launch = Launch {
            log: self.layout.log("kafka-format"),
            ..self.java_launch("", [])
        };
        launch.args.truncate(launch.args.len() - 1);
        launch.args.push(format!("@{ARGUMENTS}").into());
        let formatted = nursery
            .run(launch, FORMAT_BOUND)
            .await?
            .map_err(|Failure { status, tail }| EmbeddedError::SetUp {
                step: "formatting Kafka's storage",
                folder: home.to_path_buf(),
                status,
                tail,
            });
        for file in [FORMATTING, ARGUMENTS] {
            let path = home.join(file);
            fs::remove_file(&path).map_err(cannot("remove", path))?;
        }
        formatted?;
        let storage = home.join(STORAGE);
        fs::rename(&fresh, &storage).map_err(cannot("create", storage))
    }

    /// Gives stations their rights, once: to write their log and status, and to read what central has for them.
    /// The broker must be up.
    pub(super) async fn allow_stations(&self, nursery: &Nursery) -> Result<(), EmbeddedError> {
        let home = self.layout.kafka();
        let mark = home.join(ALLOWED);
        if mark.exists() {
            return Ok(());
        }
        let client: String = [
            "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\n",
            "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required ",
            &format!(
                "username=\"{CENTRAL}\" password=\"{}\";\n",
                self.credentials.central
            ),
        ]
        .concat();
        write_private(&home.join(CLIENT), client.as_bytes())?;
        let write = self.allow(
            nursery,
            "kafka-acl-write",
            "Write",
            &[Topic::StationLog, Topic::StationStatus],
        );
        let read = self.allow(
            nursery,
            "kafka-acl-read",
            "Read",
            &[Topic::Definition, Topic::Receipts, Topic::Roll],
        );
        let (write, read) = tokio::join!(write, read);
        fs::remove_file(home.join(CLIENT)).map_err(cannot("remove", home.join(CLIENT)))?;
        write.and(read)?;
        fs::write(&mark, "Stations have their rights.\n").map_err(cannot("write", mark))
    }

    async fn allow(
        &self,
        nursery: &Nursery,
        log: &str,
        operation: &str,
        topics: &[Topic],
    ) -> Result<(), EmbeddedError> {
        let mut args: Vec<OsString> = ["--bootstrap-server".into(), self.endpoint().into()].into();
        args.extend(["--command-config", CLIENT, "--add", "--allow-principal"].map(OsString::from));
        args.extend([
            format!("User:{STATION}").into(),
            "--operation".into(),
            operation.into(),
        ]);
        for topic in topics {
            args.extend(["--topic".into(), topic.base_name().into()]);
        }
        let launch = Launch {
            log: self.layout.log(log),
            pid_file: self.layout.pid_file(log),
            ..self.java_launch("org.apache.kafka.tools.AclCommand", args)
        };
        let done = nursery.run(launch, FORMAT_BOUND).await?;
        done.map_err(|Failure { status, tail }| EmbeddedError::SetUp {
            step: "giving stations their rights in Kafka",
            folder: self.layout.kafka(),
            status,
            tail,
        })
    }

    fn java_launch(&self, main: &str, main_args: impl IntoIterator<Item = OsString>) -> Launch {
        let mut scratch = OsString::from("-Djava.io.tmpdir=");
        scratch.push(self.layout.kafka().join(SCRATCH));
        let mut class_path = self.jars.clone().into_os_string();
        class_path.push("/*");
        let mut args: Vec<OsString> = [
            "-Xms128m",
            "-Xmx256m",
            "-XX:+UseG1GC",
            // On two cores the optimising compiler takes a core away for a minute from the election it serves;
            // one small node is fast enough without it.
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-Djava.awt.headless=true",
            "-Djava.net.preferIPv4Stack=true",
        ]
        .map(OsString::from)
        .into();
        args.push(format!("-Dlog4j2.configurationFile={LOGGING}").into());
        args.extend([scratch, mark(&self.layout), "-cp".into(), class_path, main.into()]);
        args.extend(main_args);
        Launch {
            program: self.java.clone(),
            args,
            dir: self.layout.kafka(),
            log: self.layout.log("kafka"),
            pid_file: self.layout.pid_file("kafka"),
            user: None,
            stop: Signal::Term,
        }
    }
}

impl Server for Kafka {
    const NAME: &'static str = NAME;

    fn launch(&self) -> Launch {
        self.java_launch("kafka.Kafka", [CONFIG.into()])
    }

    async fn answers(&self) -> bool {
        // A refused connection is cheaper than a client, and says as much.
        let address = (Ipv4Addr::LOCALHOST, self.ports.kafka);
        if tokio::net::TcpStream::connect(address).await.is_err() {
            return false;
        }
        let (endpoint, settings) = (self.endpoint(), self.credentials.of_central());
        let ask = move || has_broker(&endpoint, &settings).unwrap_or(false);
        tokio::task::spawn_blocking(ask).await.unwrap_or(false)
    }
}

/// True once the broker answers and its own controller counts it in.
fn has_broker(endpoint: &str, settings: &ClientSettings) -> Result<bool, EmbeddedError> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", endpoint);
    config.extend(settings.clone());
    let consumer: BaseConsumer = config.create()?;
    Ok(!consumer.fetch_metadata(None, ASK_BOUND)?.brokers().is_empty())
}

/// What an earlier run may have left behind.
pub(super) fn leftover(layout: &Layout) -> Leftover {
    Leftover {
        server: NAME,
        pid_file: layout.pid_file("kafka"),
        mark: mark(layout),
        stop: Signal::Term,
    }
}

/// An argument that says whose Kafka this is. Kafka does not read it.
fn mark(layout: &Layout) -> OsString {
    let mut mark = OsString::from("-Dpollstream.data=");
    mark.push(layout.data());
    mark
}

/// Java, new enough.
pub(super) async fn find_java() -> Result<PathBuf, EmbeddedError> {
    let home = std::env::var_os("JAVA_HOME").map(|home| PathBuf::from(home).join("bin/java"));
    let java = home
        .filter(|java| paths::is_program(java))
        .or_else(|| paths::find_program("java"));
    let java = java.ok_or(EmbeddedError::NoJava { needed: JAVA })?;
    let output = tokio::process::Command::new(&java)
        .arg("-version")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(|source| EmbeddedError::Spawn {
            program: java.display().to_string(),
            source,
        })?;
    let said = String::from_utf8_lossy(&output.stderr);
    if java_major(&said).is_some_and(|major| major >= JAVA) {
        return Ok(java);
    }
    let said = said
        .lines()
        .find(|line| line.contains("version"))
        .unwrap_or_default()
        .to_owned();
    Err(EmbeddedError::OldJava {
        java,
        needed: JAVA,
        said,
    })
}

/// The first number in `openjdk version "17.0.15" 2025-04-15`; the second one of `1.8.0_391`.
fn java_major(said: &str) -> Option<u32> {
    let version = said.split('"').nth(1)?;
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    match numbers.next()?.ok()? {
        1 => numbers.next()?.ok(),
        major => Some(major),
    }
}

/// A fresh cluster id: 16 bytes in URL-safe Base64 without padding, which is 22 letters of which the last has two
/// bits. It does not begin with `-`, because it is passed on a command line.
fn cluster_id() -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut random = rand::rng();
    let mut id = String::with_capacity(22);
    id.push(char::from(ALPHABET[random.random_range(0..62)]));
    for _ in 0..20 {
        id.push(char::from(ALPHABET[random.random_range(0..64)]));
    }
    id.push(['A', 'Q', 'g', 'w'][random.random_range(0..4)]);
    id
}

/// What the storage tool is called with, as Java reads it from a file.
fn format_arguments(credentials: &Credentials) -> String {
    use std::fmt::Write;
    let mut arguments = format!(
        "kafka.tools.StorageTool format -t {} -c {FORMATTING}",
        cluster_id()
    );
    for (name, password) in [
        (CENTRAL, &credentials.central),
        (BROKER, &credentials.broker),
        (STATION, &credentials.station),
    ] {
        let _ = write!(
            arguments,
            " --add-scram \"SCRAM-SHA-512=[name={name},password={password}]\""
        );
    }
    arguments
}

/// `server.properties`. Holds a password: only its owner may read it.
fn properties(ports: Ports, storage: &str, credentials: &Credentials) -> String {
    let broker = &credentials.broker;
    let Ports {
        kafka, controller, ..
    } = ports;
    format!(
        "\
# Written by Pollstream at each start; changes made here are lost.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=CLIENTS://127.0.0.1:{kafka},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=CLIENTS://127.0.0.1:{kafka}
listener.security.protocol.map=CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=CLIENTS
controller.listener.names=CONTROLLER

# Nobody comes in without a password, whoever else uses this machine.
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
sasl.mechanism.controller.protocol=PLAIN
listener.name.clients.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.clients.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"{BROKER}\" password=\"{broker}\";
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"{BROKER}\" password=\"{broker}\" user_{BROKER}=\"{broker}\";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:{CENTRAL};User:{BROKER}

log.dirs={storage}

# Topics are made on purpose, and kept until somebody deletes them.
auto.create.topics.enable=false
log.retention.hours=-1
log.retention.bytes=-1

# One node holds every replica.
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1

# After a crash, the broker may not register again before its last session is over: 9 s by default.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500

# Small.
group.initial.rebalance.delay.ms=0
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=16777216
"
    )
}

/// What Kafka logs, onto its standard output: what goes wrong, and its coming and going.
const LOG4J2: &str = "\
# Written by Pollstream at each start; changes made here are lost.
status=error
shutdownHook=disable
appender.console.type=Console
appender.console.name=console
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%d %p %m (%c)%n%throwable
rootLogger.level=warn
rootLogger.appenderRef.console.ref=console
logger.server.name=kafka.server.KafkaRaftServer
logger.server.level=info
logger.signals.name=org.apache.kafka.common.utils.LoggingSignalHandler
logger.signals.level=info
";

fn write(path: &Path, contents: &str) -> Result<(), EmbeddedError> {
    fs::write(path, contents).map_err(cannot("write", path))
}

fn clear(folder: &Path) -> Result<(), EmbeddedError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(cannot("remove", folder)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn java_versions_old_and_new() {
        assert_eq!(
            java_major("openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime"),
            Some(17)
        );
        assert_eq!(
            java_major("Picked up JAVA_TOOL_OPTIONS: -Xfoo\njava version \"1.8.0_391\""),
            Some(8)
        );
        assert_eq!(java_major("openjdk version \"25-ea\" 2025-09-16"), Some(25));
        assert_eq!(java_major("no version here"), None);
    }

    #[test]
    fn cluster_ids_are_16_bytes_and_safe_on_a_command_line() {
        for _ in 0..1000 {
            let id = cluster_id();
            assert_eq!(id.len(), 22);
            assert!(
                !id.starts_with(['-', '_']) && id.ends_with(['A', 'Q', 'g', 'w']),
                "{id}"
            );
        }
    }

    #[test]
    fn every_listener_is_on_loopback_and_every_replica_here() {
        let ports = Ports {
            kafka: 20_001,
            controller: 20_002,
            postgres: 20_003,
        };
        let credentials = Credentials {
            central: "CENTRALS".into(),
            broker: "BROKERS".into(),
            station: "STATIONS".into(),
        };
        let text = properties(ports, STORAGE, &credentials);
        assert!(!text.contains(":PLAINTEXT"), "{text}");
        assert!(!text.contains("CENTRALS") && !text.contains("STATIONS"));
        assert!(
            format_arguments(&credentials).contains("\"SCRAM-SHA-512=[name=station,password=STATIONS]\"")
        );
        assert!(text.contains("listeners=CLIENTS://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002\n"));
        assert!(text.contains("controller.quorum.voters=1@127.0.0.1:20002\n"));
        assert!(text.contains("log.dirs=storage\n"));
        assert!(text.contains("auto.create.topics.enable=false\n"));
        assert!(!text.contains("20003"));
        let mut names: Vec<&str> = text
            .lines()
            .filter_map(|line| Some(line.split_once('=')?.0))
            .collect();
        assert_eq!(
            names.len(),
            text.lines()
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .count()
        );
        names.sort_unstable();
        names.dedup();
        assert_eq!(
            names.len(),
            text.lines().filter(|line| line.contains('=')).count()
        );
        for line in text
            .lines()
            .filter(|line| line.contains("replication.factor") || line.contains("min.isr"))
        {
            assert!(line.ends_with("=1"), "{line}");
        }
    }
}
