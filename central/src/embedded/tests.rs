//! The embedded servers for real: started, killed, healed, stopped and started again.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Message;
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::{Offset, TopicPartitionList};
use sqlx::Connection;

use super::child::{Signal, signal};
use super::run_file::process_start;
use super::*;

const TOPIC: &str = "station-log";
const HEAL_BOUND: Duration = Duration::from_secs(45);

fn options(data: &Path, throwaway: bool) -> Options {
    let jars = std::env::var_os("POLLSTREAM_KAFKA_JARS").map(PathBuf::from);
    Options {
        data: data.to_path_buf(),
        jars,
        throwaway,
    }
}

/// Ends what a failed test left running, and removes its folder.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let layout = Layout::new(&self.0);
        let _ = child::reap(&leftovers(&layout), Duration::ZERO);
        let _ = fs::remove_dir_all(&self.0);
    }
}

struct Run {
    embedded: Embedded,
    events: mpsc::Receiver<Event>,
}

async fn start(options: Options) -> Run {
    let (sender, events) = mpsc::channel();
    let begun = Instant::now();
    let tell = move |event: Event| {
        eprintln!("{:6.2} s  {event}", begun.elapsed().as_secs_f64());
        let _ = sender.send(event);
    };
    Run {
        embedded: Embedded::start(options, tell).await.unwrap(),
        events,
    }
}

impl Run {
    /// Waits until a server was seen down and then up.
    async fn healed(&self, name: &str) {
        let deadline = Instant::now() + HEAL_BOUND;
        let mut was_down = false;
        while Instant::now() < deadline {
            match self.events.try_recv() {
                Ok(Event::Down { server, .. }) if server == name => was_down = true,
                Ok(Event::Healed { server, .. }) if server == name => {
                    assert!(was_down);
                    return;
                }
                Ok(Event::GaveUp { reason, .. }) => panic!("gave up: {reason}"),
                Ok(_) => {}
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        panic!("{name} was not healed");
    }

    fn running(&self) -> Running {
        Running::read(self.embedded.data()).unwrap().unwrap()
    }
}

async fn produce(endpoints: &Endpoints, payload: &str) {
    let mut client = ClientConfig::new();
    client.set("bootstrap.servers", &endpoints.kafka);
    client.extend(endpoints.kafka_options.clone());
    let admin: AdminClient<DefaultClientContext> = client.create().unwrap();
    let topic = NewTopic::new(TOPIC, 1, TopicReplication::Fixed(1));
    // The second time, it is there already.
    let _ = admin.create_topics([&topic], &AdminOptions::new()).await.unwrap();
    let producer: FutureProducer = client.create().unwrap();
    let record = FutureRecord::to(TOPIC).key("station").payload(payload);
    producer.send(record, Duration::from_secs(20)).await.unwrap();
}

fn consume(endpoints: &Endpoints, count: usize) -> Vec<String> {
    let mut client = ClientConfig::new();
    client.extend(endpoints.kafka_options.clone());
    let consumer: BaseConsumer = client
        .set("bootstrap.servers", &endpoints.kafka)
        .set("group.id", "embedded-test")
        .set("enable.auto.commit", "false")
        .create()
        .unwrap();
    let mut start = TopicPartitionList::new();
    start.add_partition_offset(TOPIC, 0, Offset::Beginning).unwrap();
    consumer.assign(&start).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut payloads = Vec::new();
    while payloads.len() < count && Instant::now() < deadline {
        if let Some(Ok(message)) = consumer.poll(Duration::from_millis(200)) {
            payloads.push(message.payload_view::<str>().unwrap().unwrap().to_owned());
        }
    }
    payloads
}

async fn votes(endpoints: &Endpoints) -> i64 {
    let mut connection = sqlx::PgConnection::connect(&endpoints.postgres).await.unwrap();
    let count = sqlx::query_scalar("select count(*) from votes")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    count
}

async fn execute(endpoints: &Endpoints, statement: &'static str) {
    let mut connection = sqlx::PgConnection::connect(&endpoints.postgres).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_heal_after_kills_and_keep_their_data() {
    let folder = Folder(throwaway_dir().unwrap().canonicalize().unwrap());
    let run = start(options(&folder.0, false)).await;
    let endpoints = run.embedded.endpoints().clone();
    produce(&endpoints, "first").await;
    execute(&endpoints, "create table votes (id int primary key)").await;
    execute(&endpoints, "insert into votes values (1)").await;

    // Nobody else gets in.
    let refused = Embedded::start(options(&folder.0, false), |_| ())
        .await
        .unwrap_err();
    assert!(matches!(refused, EmbeddedError::InUse { pid: Some(pid), .. } if pid == std::process::id()));
    let stranger: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", &endpoints.kafka)
        .create()
        .unwrap();
    assert!(stranger.fetch_metadata(None, Duration::from_secs(2)).is_err());
    let wrong_password = endpoints.postgres.replace('@', "x@");
    assert!(sqlx::PgConnection::connect(&wrong_password).await.is_err());

    // Both come back on their ports, with what they had confirmed.
    let before = run.running();
    assert!(before.is_alive() && before.endpoints == endpoints);
    signal(before.kafka_pid.unwrap(), Signal::Kill).unwrap();
    run.healed("Kafka").await;
    assert_eq!(consume(&endpoints, 1), ["first"]);
    produce(&endpoints, "second").await;
    signal(before.postgres_pid.unwrap(), Signal::Kill).unwrap();
    run.healed("Postgres").await;
    assert_eq!(votes(&endpoints).await, 1);
    execute(&endpoints, "insert into votes values (2)").await;
    let after = run.running();
    assert!(after.kafka_pid != before.kafka_pid && after.postgres_pid != before.postgres_pid);

    // A stop leaves nothing behind, and the next start finds everything: on other ports, too.
    run.embedded.stop().await.unwrap();
    assert_eq!(Running::read(&folder.0).unwrap(), None);
    assert_eq!(process_start(after.kafka_pid.unwrap()), None);
    assert_eq!(process_start(after.postgres_pid.unwrap()), None);
    Ports::forget(&folder.0);
    let run = start(options(&folder.0, false)).await;
    let endpoints = run.embedded.endpoints().clone();
    assert_eq!(consume(&endpoints, 2), ["first", "second"]);
    assert_eq!(votes(&endpoints).await, 2);

    // Dropped without a stop, the servers still go.
    let last = run.running();
    drop(run);
    let deadline = Instant::now() + HEAL_BOUND;
    for pid in [last.kafka_pid.unwrap(), last.postgres_pid.unwrap()] {
        while process_start(pid).is_some() {
            assert!(Instant::now() < deadline, "process {pid} stays");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

#[test]
fn a_throwaway_run_removes_what_it_made_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    private_dir(&data).unwrap();
    let layout = Layout::new(&data);
    mark_throwaway(&layout, true).unwrap();
    private_dir(&layout.kafka()).unwrap();
    // Its own mark lets it come back after a crash.
    mark_throwaway(&layout, true).unwrap();
    let note = data.join("note.txt");
    fs::write(&note, "mine").unwrap();
    remove(&layout).unwrap();
    assert!(note.exists() && !layout.kafka().exists());
    fs::remove_file(note).unwrap();
    remove(&layout).unwrap();
    assert!(!data.exists());
}

#[test]
fn a_throwaway_run_never_takes_data_that_is_to_be_kept() {
    let data = tempfile::tempdir().unwrap();
    let layout = Layout::new(data.path());
    mark_throwaway(&layout, true).unwrap();
    private_dir(&layout.cluster()).unwrap();
    // Used for keeps once, it is kept.
    mark_throwaway(&layout, false).unwrap();
    let refused = mark_throwaway(&layout, true).unwrap_err();
    assert!(matches!(refused, EmbeddedError::HoldsData { .. }), "{refused}");
}

#[test]
fn events_read_as_sentences() {
    let healed = Event::Healed {
        server: "Kafka",
        after: Duration::from_millis(2345),
    };
    assert_eq!(healed.to_string(), "Kafka is up again after 2.3 s");
    let down = Event::Down {
        server: "Postgres",
        status: "killed by signal 9".to_owned(),
    };
    assert_eq!(
        down.to_string(),
        "Postgres is down (killed by signal 9); restarting it"
    );
}
