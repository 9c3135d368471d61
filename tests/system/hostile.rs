//! Whatever reaches the broker: repeated, shuffled, damaged, forged. The totals stay, nothing is dropped, no
//! partition stalls, and the station is told.

use std::collections::BTreeMap;

use pollstream_protocol::chain::EntryHash;
use pollstream_protocol::entry::{Entry, EntryBody, EntryKind, IncidentKind};
use pollstream_protocol::ids::Incarnation;
use pollstream_protocol::limits::MAX_SEGMENT_BYTES;
use pollstream_protocol::receipt::Standing;
use pollstream_protocol::segment::{Segment, UnverifiedSegment};
use pollstream_protocol::signed::{SigningKey, generate_key};
use pollstream_protocol::topics::Topic;
use pollstream_tests::election::{Election, Kiosk, Rules};
use pollstream_tests::{Process, eventually};
use rand::Rng;
use rand::seq::SliceRandom;
use serde_json::json;

const RULES: Rules = Rules {
    disclosure: "live",
    min_batch: 1,
};

/// A station's log, to be cut anywhere.
struct Log {
    whole: Segment,
    key: SigningKey,
}

impl Log {
    async fn of(kiosk: &Kiosk) -> Self {
        let mut parts = Vec::new();
        for bytes in kiosk.segments(0).await {
            let segment = UnverifiedSegment::decode(&bytes).expect("a segment");
            parts.push(
                segment
                    .verify(&kiosk.key.verifying_key())
                    .expect("its own segment"),
            );
        }
        let mut whole = parts.remove(0);
        for part in parts {
            whole.entries.extend(part.entries);
            whole.hashes.extend(part.hashes);
        }
        Log {
            whole,
            key: kiosk.key.clone(),
        }
    }

    fn end(&self) -> u64 {
        self.whole.next_seq()
    }

    fn hash_before(&self, seq: u64) -> EntryHash {
        self.whole.hash_before(seq).expect("a number of the log")
    }

    fn kind(&self, seq: u64) -> EntryKind {
        self.whole.entries[usize::try_from(seq).expect("a number")].kind
    }

    /// Entries `from..to`, unsigned.
    fn part(&self, from: u64, to: u64) -> Segment {
        let range = usize::try_from(from).expect("a number")..usize::try_from(to).expect("a number");
        self.with(from, self.whole.entries[range].to_vec())
    }

    /// Other entries in the place of those from `from` on.
    fn with(&self, from: u64, entries: Vec<Entry>) -> Segment {
        let Segment {
            election,
            station,
            incarnation,
            ..
        } = &self.whole;
        Segment::new(
            election.clone(),
            station.clone(),
            *incarnation,
            from,
            self.hash_before(from),
            entries,
        )
    }

    fn signed(&self, from: u64, to: u64) -> Vec<u8> {
        self.part(from, to).sign(&self.key).expect("a segment")
    }

    /// One entry a segment, in order.
    fn singles(&self) -> Vec<Vec<u8>> {
        (0..self.end()).map(|seq| self.signed(seq, seq + 1)).collect()
    }
}

fn note(text: &str) -> Entry {
    EntryBody::Incident {
        kind: IncidentKind::Other,
        text: text.to_owned(),
        officer: "mallory".to_owned(),
        at: "2026-11-03T15:00:00Z".parse().expect("a time"),
    }
    .encode()
}

fn position(haystack: &[u8], needle: &[u8]) -> usize {
    haystack
        .windows(needle.len())
        .position(|w| w == needle)
        .expect("it is in there")
}

fn flipped(message: &[u8], at: usize) -> Vec<u8> {
    let mut message = message.to_vec();
    message[at] ^= 1;
    message
}

/// Sends messages that must all be refused and remembers why.
#[derive(Default)]
struct Refused(Vec<(&'static str, Vec<u8>)>);

impl Refused {
    async fn send(&mut self, election: &Election, reason: &'static str, message: Vec<u8>) {
        election
            .produce("north", &message)
            .await
            .expect("the broker takes it");
        self.0.push((reason, message));
    }

    /// Asserts that exactly these are in quarantine: table and topic, each once, whole.
    async fn are_kept(&self, election: &Election) {
        election
            .reaches(
                "select count(*) from quarantine",
                i64::try_from(self.0.len()).expect("few"),
            )
            .await;
        election.settled().await;
        let mut kept: Vec<(String, Vec<u8>)> = sqlx::query_as("select reason, message from quarantine")
            .fetch_all(&election.database)
            .await
            .expect("the quarantine");
        let mut sent: Vec<(String, Vec<u8>)> =
            self.0.iter().map(|(r, m)| ((*r).to_owned(), m.clone())).collect();
        kept.sort();
        sent.sort();
        let short = |all: &[(String, Vec<u8>)]| -> Vec<String> {
            all.iter()
                .map(|(reason, m)| format!("{reason} {} {:02x?}", m.len(), &m[..m.len().min(8)]))
                .collect()
        };
        assert_eq!(short(&kept), short(&sent));
        assert!(kept == sent, "every message is kept whole");

        let digests: Vec<(String, String)> =
            sqlx::query_as("select reason, encode(sha256, 'hex') from quarantine order by 1, 2")
                .fetch_all(&election.database)
                .await
                .expect("the digests");
        let mut notices: Vec<(String, String)> = election
            .json_topic(Topic::Quarantine)
            .into_iter()
            .map(|(_, e)| {
                [&e["reason"], &e["sha256"]]
                    .map(|v| v.as_str().expect("text").to_owned())
                    .into()
            })
            .collect();
        notices.sort();
        assert_eq!(notices, digests, "one notice for each");
    }
}

/// What central holds, without what may differ between two readings of one log: a station's last refusal does
/// when somebody else's forgeries came over another partition.
async fn holdings(election: &Election) -> BTreeMap<&'static str, String> {
    let queries = [
        ("ballot", "select t::text from ballot t order by 1"),
        ("counted_code", "select t::text from counted_code t order by 1"),
        ("sealed_group", "select t::text from sealed_group t order by 1"),
        ("check_in", "select t::text from check_in t order by 1"),
        ("segment", "select t::text from segment t order by 1"),
        (
            "incident",
            "select concat(kind, station_id, voter_id, detail) from incident t order by 1",
        ),
        ("quarantine", "select t::text from quarantine t order by 1"),
        (
            "officer_action",
            "select t::text from officer_action t order by 1",
        ),
        ("contest_tally", "select t::text from contest_tally t order by 1"),
        (
            "candidate_tally",
            "select t::text from candidate_tally t order by 1",
        ),
        ("turnout", "select t::text from turnout t order by 1"),
        ("station_event", "select t::text from station_event t order by 1"),
        (
            "station",
            "select concat(station_id, incarnation, standing, next_seq, head_hash, polls_state)
                     from station order by 1",
        ),
    ];
    let mut holdings = BTreeMap::new();
    for (table, query) in queries {
        let rows: Vec<String> = sqlx::query_scalar(query)
            .fetch_all(&election.database)
            .await
            .expect(query);
        holdings.insert(table, rows.join("\n"));
    }
    holdings
}

fn assert_same(now: &BTreeMap<&'static str, String>, before: &BTreeMap<&'static str, String>) {
    for (table, rows) in now {
        assert_eq!(Some(rows), before.get(table), "table {table} changed");
    }
}

const READ: &str =
    "select coalesce(sum(next_offset), 0)::bigint from consumer_offset where consumer = 'intake'";

/// Restarts intake and lets it read the whole log again.
async fn replayed(election: &Election, intake: Process) -> Process {
    let read = i64::try_from(election.topic(Topic::StationLog).len()).expect("few");
    election.reaches(READ, read).await;
    assert_eq!(intake.terminate(), 0);
    let forgotten = sqlx::query("delete from consumer_offset where consumer = 'intake'")
        .execute(&election.database)
        .await
        .expect("the offsets are forgotten");
    assert!(forgotten.rows_affected() > 0);
    let intake = election.place.service("intake");
    election.reaches(READ, read).await;
    election.settled().await;
    intake
}

/// A day of 9 entries without ballots (0 polls, 1 to 8 check-ins), then ballots between notes.
async fn day(election: &Election, kiosk: &Kiosk, station: &str) {
    kiosk.open().await;
    let mut sessions = Vec::new();
    for n in 1..=8 {
        sessions.push(kiosk.admit(election.voter(station, n)).await);
    }
    for (i, session) in sessions.into_iter().enumerate() {
        let choice = if i % 4 == 3 { "ben" } else { "ada" };
        kiosk
            .cast(session, &[("mayor", choice)])
            .await
            .expect("a cast ballot");
        if i % 2 == 1 {
            kiosk
                .station
                .report_incident(IncidentKind::Other, "between ballots", "officer")
                .await
                .expect("a note");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn repeated_shuffled_and_overlapping_segments_give_the_same_log() {
    let election = Election::begin("shuffled", RULES).await;
    let _aggregate = election.place.service("aggregate");
    let intake = election.place.service("intake");
    let kiosk = election.kiosk("north").await;
    day(&election, &kiosk, "north").await;
    let log = Log::of(&kiosk).await;
    let ballots = |seq: u64| log.kind(seq).holds_ballots();
    assert_eq!((log.end(), ballots(9), ballots(15)), (21, true, true));

    let mut pieces = log.singles();
    pieces.extend([
        log.signed(0, 5),
        log.signed(3, 9),
        log.signed(0, 9),
        log.signed(1, 8),
    ]);
    pieces.extend(log.singles());
    pieces.shuffle(&mut rand::rng());
    // The first is far ahead: nothing can be taken in before others have come.
    election
        .produce("north", &log.signed(16, 17))
        .await
        .expect("a segment");
    for piece in &pieces {
        election.produce("north", piece).await.expect("a segment");
    }
    election
        .reaches(
            "select next_seq from station",
            i64::try_from(log.end()).expect("few"),
        )
        .await;
    election.settled().await;
    let results = election.results();
    let totals = &results["totals"];
    assert_eq!(
        (&totals["checked_in"], &totals["ballots"]),
        (&json!(8), &json!(8))
    );
    let (_, recount) = election.sound();
    assert_eq!(
        (&recount["ballots"], &recount["refused"], &recount["check_ins"]),
        (&json!(8), &json!(0), &json!(8))
    );
    assert_eq!(election.count("select count(*) from quarantine").await, 0);
    assert_eq!(election.count("select count(*) from held_segment").await, 0);
    let receipt = election.last_receipt(kiosk.station.id(), 1).expect("a receipt");
    assert_eq!(
        (receipt.next_seq, receipt.head_hash),
        (log.end(), log.whole.head_hash())
    );

    let before = holdings(&election).await;
    let mut intake = replayed(&election, intake).await;
    assert_same(&holdings(&election).await, &before);
    assert_eq!(election.results(), results);
    assert!(intake.is_alive());
    // The station, which never heard of any of this, finds that central has everything.
    let uplink = election.uplink();
    let _attached = uplink.attach(&kiosk.station);
    kiosk.receipted().await;
    assert_same(&holdings(&election).await, &before);
}

/// One message of every class of damage and forgery, with the reason under which it must be kept.
fn damage(election: &Election, log: &Log, from: u64) -> Vec<(&'static str, Vec<u8>)> {
    let good = log.signed(from, log.end());
    let at = |needle: &[u8]| position(&good, needle);
    let payload = &log.whole.entries[usize::try_from(from).expect("a number")].payload;
    let body = log.part(from, log.end());
    let mut rng = rand::rng();
    let mut random = |length: usize| {
        let mut bytes = vec![0; length];
        rng.fill_bytes(&mut bytes);
        // Field 0 is in no Protobuf message.
        bytes[0] = 0;
        bytes
    };
    let stranger = generate_key(&mut rand::rng());
    let as_station = |station: &str, incarnation: u32, key: &SigningKey| {
        let station = station.parse().expect("an id");
        let incarnation = Incarnation(incarnation);
        let genesis = pollstream_protocol::chain::genesis(election.id(), &station, incarnation);
        let segment = Segment::new(
            election.id().clone(),
            station,
            incarnation,
            0,
            genesis,
            vec![note("hello")],
        );
        segment.sign(key).expect("a segment")
    };
    let elsewhere: pollstream_protocol::ids::ElectionId = "village-2026".parse().expect("an id");
    let mut other = log.part(from, log.end());
    other.election = elsewhere;
    let mut headless = log.part(from, log.end());
    *headless.hashes.last_mut().expect("a hash") = [7; 32];
    let nonsense = log.with(
        from,
        vec![Entry {
            kind: EntryKind::CheckIn,
            payload: vec![0xff; 9],
        }],
    );
    let mut short = random(40);
    short[39] = 1;
    vec![
        ("undecodable", flipped(&good, 0)),
        ("undecodable", flipped(&good, 1)),
        ("undecodable", flipped(&good, good.len() - 66)),
        (
            "other_election",
            flipped(&good, at(election.id().as_str().as_bytes())),
        ),
        ("unknown_station", flipped(&good, at(b"north"))),
        ("bad_signature", flipped(&good, at(&body.prev_hash))),
        ("bad_signature", flipped(&good, at(payload) + payload.len() / 2)),
        ("bad_signature", flipped(&good, at(&body.head_hash()))),
        ("bad_signature", flipped(&good, good.len() - 64)),
        ("bad_signature", flipped(&good, good.len() - 1)),
        ("undecodable", good[..good.len() / 2].to_vec()),
        ("undecodable", good[..good.len() - 1].to_vec()),
        ("undecodable", Vec::new()),
        ("undecodable", short),
        ("undecodable", random(5_000)),
        ("too_large", random(MAX_SEGMENT_BYTES + 1)),
        ("other_election", other.sign(&log.key).expect("a segment")),
        ("unknown_station", as_station("east", 1, &stranger)),
        ("unknown_station", as_station("west", 1, &stranger)),
        ("unknown_station", as_station("north", 7, &log.key)),
        (
            "bad_signature",
            log.part(from, log.end()).sign(&stranger).expect("a segment"),
        ),
        ("bad_signature", as_station("south", 1, &log.key)),
        ("chain_break", headless.sign(&log.key).expect("a segment")),
        ("undecodable", nonsense.sign(&log.key).expect("a segment")),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn damaged_and_forged_messages_are_kept_with_their_reason_and_change_no_total() {
    let election = Election::begin("forged", RULES).await;
    let _aggregate = election.place.service("aggregate");
    let intake = election.place.service("intake");
    let (kiosk, south) = (election.kiosk("north").await, election.kiosk("south").await);
    day(&election, &kiosk, "north").await;
    for segment in kiosk.segments(0).await {
        election.produce("north", &segment).await.expect("a segment");
    }
    let known = Log::of(&kiosk).await.end();
    election
        .reaches("select next_seq from station where station_id = 'north'", 21)
        .await;
    assert_eq!(known, 21);
    south.open().await;
    for segment in south.segments(0).await {
        election.produce("south", &segment).await.expect("a segment");
    }
    election
        .reaches("select next_seq from station where station_id = 'south'", 1)
        .await;
    election.settled().await;
    let before = election.results();
    assert_eq!(before["totals"]["ballots"], 8);

    // Two entries that central does not know yet are what the damaged messages are made of.
    kiosk
        .station
        .pause_polls("a suspicious parcel", "officer")
        .await
        .expect("a pause");
    kiosk
        .station
        .resume_polls("officer")
        .await
        .expect("an end of the pause");
    let log = Log::of(&kiosk).await;
    let mut refused = Refused::default();
    for (reason, message) in damage(&election, &log, known) {
        refused.send(&election, reason, message).await;
    }
    let beyond = election.produce("north", &vec![1; 3 << 20]).await;
    assert!(
        beyond.is_err(),
        "the broker takes no message of 3 MiB: {beyond:?}"
    );

    // A revoked station: what it sent stands, what it sends is refused.
    election.place.done(&["revoke", "south"]);
    south
        .station
        .pause_polls("lunch", "officer")
        .await
        .expect("a pause");
    let late = Log::of(&south).await.signed(1, 2);
    election.produce("south", &late).await.expect("a segment");
    refused.0.push(("revoked", late));
    refused.are_kept(&election).await;
    assert_eq!(election.results(), before, "no refused message changes a result");

    let north = election.last_receipt(kiosk.station.id(), 1).expect("a receipt");
    assert_eq!(
        (north.next_seq, north.standing),
        (21, Standing::Active),
        "damage by others does not harm it"
    );
    assert!(!north.refusal.is_empty(), "the station is told");
    let told = election.last_receipt(south.station.id(), 1).expect("a receipt");
    assert_eq!((told.next_seq, told.standing), (1, Standing::Revoked));
    assert!(told.refusal.starts_with("revoked"), "{}", told.refusal);
    let (check, recount) = election.sound();
    assert_eq!(recount["refused"], json!(refused.0.len()));
    let quarantine = check["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .find(|c| c["name"] == "quarantine");
    assert_eq!(quarantine.expect("the check")["outcome"], "warning");

    // The partition goes on: the station's true segment is counted behind all that.
    kiosk.visit(election.voter("north", 9), "ben").await;
    kiosk.visit(election.voter("north", 10), "ben").await;
    for segment in kiosk.segments(known).await {
        election.produce("north", &segment).await.expect("a segment");
    }
    election.reaches("select count(*) from ballot", 10).await;
    election.settled().await;
    assert_eq!(election.results()["totals"]["checked_in"], 10);
    let (held, results) = (holdings(&election).await, election.results());
    let _intake = replayed(&election, intake).await;
    assert_same(&holdings(&election).await, &held);
    assert_eq!(election.results(), results);
    refused.are_kept(&election).await;

    // The revoked station hears it on its own line too.
    let uplink = election.uplink();
    let _south = uplink.attach(&south.station);
    eventually("the revoked station to know", || async {
        (south.station.sync_status().standing == Standing::Revoked).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_station_that_tells_two_stories_is_quarantined_and_both_are_kept() {
    let election = Election::begin("two_stories", RULES).await;
    let _aggregate = election.place.service("aggregate");
    let intake = election.place.service("intake");
    let kiosk = election.kiosk("north").await;
    day(&election, &kiosk, "north").await;
    let log = Log::of(&kiosk).await;
    for segment in kiosk.segments(0).await {
        election.produce("north", &segment).await.expect("a segment");
    }
    election.reaches("select next_seq from station", 21).await;
    election.settled().await;
    let before = election.results();

    // Its own key, its own numbers, another content.
    let mut refused = Refused::default();
    let other = log
        .with(5, vec![note("another story")])
        .sign(&log.key)
        .expect("a segment");
    refused.send(&election, "equivocation", other).await;
    refused.are_kept(&election).await;

    // From here on nothing new of it is believed, however true; what it repeats changes nothing.
    kiosk.visit(election.voter("north", 9), "ben").await;
    kiosk.visit(election.voter("north", 10), "ben").await;
    let longer = Log::of(&kiosk).await;
    for seq in 21..longer.end() {
        refused
            .send(&election, "station_quarantined", longer.signed(seq, seq + 1))
            .await;
    }
    election
        .produce("north", &log.signed(0, 9))
        .await
        .expect("a repetition");
    let again = log
        .with(2, vec![note("a third story")])
        .sign(&log.key)
        .expect("a segment");
    refused.send(&election, "equivocation", again).await;
    refused.are_kept(&election).await;
    assert_eq!(election.results(), before);

    let receipt = election.last_receipt(kiosk.station.id(), 1).expect("a receipt");
    assert_eq!((receipt.next_seq, receipt.standing), (21, Standing::Quarantined));
    assert!(receipt.refusal.starts_with("equivocation"), "{}", receipt.refusal);
    let incidents: Vec<(String, String)> =
        sqlx::query_as("select kind, detail from incident where kind = 'equivocation'")
            .fetch_all(&election.database)
            .await
            .expect("the incidents");
    assert_eq!(incidents.len(), 1, "one alarm: {incidents:?}");
    assert!(incidents[0].1.contains("entries 5 to 5"), "{incidents:?}");
    let text = election.place.done(&["check"]);
    for say in [
        "WARN",
        "stations in good standing",
        "north/1: equivocation",
        "equivocation: 2 messages of north",
    ] {
        assert!(text.contains(say), "`{say}` in {text}");
    }
    let (_, recount) = election.sound();
    assert_eq!(recount["refused"], json!(refused.0.len()));
    assert_eq!(recount["ballots"], 8);
    let frame = election.place.done(&["watch", "--once"]);
    assert!(frame.contains("quarantine"), "{frame}");

    let held = holdings(&election).await;
    let _intake = replayed(&election, intake).await;
    assert_same(&holdings(&election).await, &held);
    refused.are_kept(&election).await;

    // The station stops sending and shows why.
    let uplink = election.uplink();
    let _attached = uplink.attach(&kiosk.station);
    eventually("the station to know", || async {
        let status = kiosk.station.sync_status();
        (status.standing == Standing::Quarantined && !status.refusal.is_empty()).then_some(())
    })
    .await;
    let read = election.count(READ).await;
    assert_eq!(kiosk.station.sync_status().receipted, 21);
    assert_eq!(
        election.count(READ).await,
        read,
        "a quarantined station sends no more"
    );
    // A fresh enrolment is how it comes back.
    let fresh = election.kiosk("north").await;
    fresh.open().await;
    let _fresh = uplink.attach(&fresh.station);
    fresh.receipted().await;
    assert_eq!(fresh.station.sync_status().standing, Standing::Active);
}
