//! The way of the data, whole: stations live their day through the station library, central runs as processes,
//! and what was cast is what is published.

use std::collections::BTreeSet;

use pollstream_central::intake::publish::Publisher;
use pollstream_protocol::entry::{EntryBody, EntryKind, ProvisionalReason};
use pollstream_protocol::ids::VoterId;
use pollstream_protocol::seal::SealedBallot;
use pollstream_protocol::segment::UnverifiedSegment;
use pollstream_protocol::topics::Topic;
use pollstream_protocol::tracking_code::TrackingCode;
use pollstream_protocol::voter::{Accreditation, Address};
use pollstream_station::{DateOrder, NewVoter, StationError, SyncTrouble, VoterStanding};
use pollstream_tests::election::{Election, Kiosk, OFFICER, Rules, STATIONS, VOTERS, votes};
use pollstream_tests::{eventually, wait_for};
use rdkafka::consumer::{BaseConsumer, Consumer};
use serde_json::{Value, json};

const LIVE: Rules = Rules {
    disclosure: "live",
    min_batch: 3,
};
const SEALED: Rules = Rules {
    disclosure: "after_close",
    min_batch: 3,
};

/// Instances of a service and how many of them own partitions.
fn instances(election: &Election, service: &str) -> (usize, usize) {
    let kafka = &election.settings.kafka;
    let client: BaseConsumer = kafka.consumer_config("looking").create().expect("a consumer");
    let group = kafka.group(service);
    let list = client
        .fetch_group_list(Some(&group), std::time::Duration::from_secs(10))
        .expect("the groups");
    let Some(group) = list
        .groups()
        .iter()
        .find(|g| g.name() == group && g.state() == "Stable")
    else {
        return (0, 0);
    };
    // An assignment that names a topic is longer than one that is empty.
    let busy = group
        .members()
        .iter()
        .filter(|m| m.assignment().is_some_and(|a| a.len() > 12))
        .count();
    (group.members().len(), busy)
}

/// The whole day at the north station, which has no network: returns the codes of its ballots.
///
/// 1 to 5 check in; 1 to 4 cast Ada, Ada, Ben and blank, 2 after spoiling a ballot; 5 leaves without casting;
/// 6 is checked in by mistake; somebody who registers today votes provisionally.
async fn day_without_network(election: &Election, kiosk: &Kiosk) -> Vec<TrackingCode> {
    let voter = |n| election.voter("north", n);
    let station = &kiosk.station;
    let mut codes = Vec::new();
    let early = station.check_in(voter(1), OFFICER).await;
    assert!(matches!(early, Err(StationError::PollsNotOpen(_))), "{early:?}");
    kiosk.open().await;

    let first = kiosk.admit(voter(1)).await;
    codes.push(
        kiosk
            .cast(first, &[("mayor", "ada"), ("bond", "yes")])
            .await
            .expect("a cast ballot"),
    );
    let again = station.check_in(voter(1), OFFICER).await;
    assert!(
        matches!(again, Err(StationError::AlreadyCheckedIn { .. })),
        "{again:?}"
    );
    let twice = kiosk.cast(first, &[("mayor", "ada")]).await;
    assert!(
        matches!(twice, Err(StationError::UnknownSession)),
        "one session, one ballot: {twice:?}"
    );

    let spoiled = kiosk.admit(voter(2)).await;
    let fresh = station.spoil(spoiled, OFFICER).await.expect("a fresh ballot");
    assert!(
        kiosk.cast(spoiled, &[("mayor", "ben")]).await.is_err(),
        "a spoiled ballot is not cast"
    );
    codes.push(
        kiosk
            .cast(fresh, &[("mayor", "ada")])
            .await
            .expect("a cast ballot"),
    );
    codes.push(kiosk.visit(voter(3), "ben").await);
    let blank = kiosk.admit(voter(4)).await;
    codes.push(kiosk.cast(blank, &[]).await.expect("a blank ballot"));

    let left = kiosk.admit(voter(5)).await;
    station.flee(left, OFFICER).await.expect("the session ends");
    station.check_in(voter(6), OFFICER).await.expect("a check-in");
    station
        .undo_check_in(voter(6), "wrong person", OFFICER)
        .await
        .expect("taken back");

    let pending = station.check_in(voter(VOTERS), OFFICER).await;
    assert!(
        matches!(pending, Err(StationError::NotAccredited(_))),
        "{pending:?}"
    );
    let newcomer = NewVoter {
        registration_number: "new-1".to_owned(),
        name: "Zoë Ångström".to_owned(),
        date_of_birth: "1990-02-28".parse().expect("a date"),
        address: Address::default(),
        ..NewVoter::default()
    };
    let registered = station.register(newcomer, OFFICER).await.expect("a registration");
    let found = station
        .search("angstrom zoe", DateOrder::DayFirst, 5)
        .await
        .expect("a search")
        .voters;
    assert_eq!(
        found.iter().map(|e| e.voter.voter_id).collect::<Vec<_>>(),
        [registered.voter_id]
    );
    let claimant = found.into_iter().next().expect("the newcomer").voter;
    let reason = ProvisionalReason::NotAccredited;
    let (_, session) = station
        .open_provisional_case(claimant, reason, OFFICER)
        .await
        .expect("a case");
    codes.push(
        kiosk
            .cast(session, &[("mayor", "ben")])
            .await
            .expect("a provisional ballot"),
    );

    let report = kiosk.close().await;
    assert_eq!(
        (report.check_ins, report.undone, report.ballots, report.fled),
        (5, 1, 4, 1)
    );
    assert_eq!(
        (report.provisional, report.provisional_cases, report.registrations),
        (1, 1, 1)
    );
    assert!(report.reconciles());
    codes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_cast_is_what_is_published_and_no_message_joins_voter_and_ballot() {
    let election = Election::begin("journey", LIVE).await;
    let services: Vec<_> = ["intake", "intake", "aggregate", "aggregate"]
        .iter()
        .map(|s| election.place.service(s))
        .collect();
    let north = election.kiosk("north").await;
    let mut codes = day_without_network(&election, &north).await;
    assert_eq!(north.station.sync_status().receipted, 0, "nothing went anywhere");
    assert_eq!(election.count("select count(*) from segment").await, 0);
    for service in ["intake", "aggregate"] {
        let name = format!("two instances of {service} to share the work");
        wait_for(&name, || (instances(&election, service) == (2, 2)).then_some(()));
    }

    // The network comes; the south is connected from its first entry on.
    let south = election.kiosk("south").await;
    let uplink = election.uplink();
    let attachments = [uplink.attach(&north.station), uplink.attach(&south.station)];
    south.open().await;
    for n in [1, 2] {
        codes.push(south.visit(election.voter("south", n), "ben").await);
    }
    south.close().await;
    north.receipted().await;
    south.receipted().await;
    election.settled().await;
    let status = north.station.sync_status();
    assert!(
        status.receipted > 10 && status.trouble.is_none() && status.refusal.is_empty(),
        "{status:?}"
    );

    // Live: three plain ballots of the north are enough; what is fewer of a style at a station waits.
    let results = election.results();
    assert_eq!(
        votes(&results["contests"], "mayor"),
        json!({"ada": 1, "ben": 1, "ballots": 3, "undervotes": 1, "overvotes": 0, "suppressed": false})
    );
    assert_eq!(
        votes(&results["contests"], "bond")["ballots"],
        0,
        "one ballot is nobody's business"
    );
    let totals = &results["totals"];
    assert_eq!(
        (&totals["checked_in"], &totals["ballots"], &totals["provisional"]),
        (&json!(7), &json!(3), &json!(1))
    );
    assert_eq!(
        (&totals["stations_closed"], &totals["registered"]),
        (&json!(2), &json!(3 * VOTERS + 1))
    );
    assert_eq!(totals["accredited"], json!(3 * (VOTERS - 1)));
    for (key, cell) in election.json_topic(Topic::ResultsCandidates) {
        let small = key.starts_with("station/south") || key.ends_with("/bond");
        assert!(!small || cell["tally"].is_null(), "{key} shows {cell}");
    }
    let small: u64 = election
        .json_topic(Topic::Votes)
        .iter()
        .map(|(_, e)| ballots(e))
        .min()
        .expect("votes");
    assert!(small >= 3, "{small} ballots were opened together");
    let (_, recount) = election.sound();
    assert_eq!((&recount["ballots"], &recount["sealed"]), (&json!(3), &json!(3)));

    assert!(
        election
            .place
            .done(&["close"])
            .contains("3 ballots were still sealed")
    );
    election.settled().await;
    let results = election.results();
    assert_eq!(
        votes(&results["contests"], "mayor"),
        json!({"ada": 2, "ben": 3, "ballots": 6, "undervotes": 1, "overvotes": 0, "suppressed": false})
    );
    assert_eq!(
        votes(&results["contests"], "bond"),
        json!({"yes": 0, "no": 0, "ballots": 0, "undervotes": 0, "overvotes": 0, "suppressed": true}),
        "two in the whole town are too few to be shown before the law asks for it"
    );
    let (check, recount) = election.sound();
    assert_eq!(
        (&recount["ballots"], &recount["sealed"], &recount["provisional"]),
        (&json!(6), &json!(0), &json!(1))
    );
    assert_eq!(recount["check_ins"], 7);
    let warns = |name: &str| {
        let checks = check["checks"].as_array().expect("checks").iter();
        checks
            .filter(|c| c["name"] == name && c["outcome"] == "warning")
            .count()
            > 0
    };
    assert!(
        !warns("quarantine") && !warns("voters once") && !warns("incidents"),
        "{check:#}"
    );

    topics_hold_what_they_should(&election);
    voters_and_ballots_never_meet(&election, &codes).await;
    for attachment in attachments {
        attachment.detach().await;
    }
    for service in services {
        assert_eq!(service.terminate(), 0);
    }
}

fn ballots(event: &Value) -> u64 {
    event["ballots"].as_u64().unwrap_or(0)
}

fn topics_hold_what_they_should(election: &Election) {
    let voters = election.json_topic(Topic::Voters);
    let keys: BTreeSet<_> = voters.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!(
        (voters.len(), keys.len()),
        (3 * VOTERS + 1, 3 * VOTERS + 1),
        "each voter once"
    );
    let newcomer = VoterId::derive(election.id(), "new-1").to_string();
    let (_, record) = voters
        .iter()
        .find(|(key, _)| *key == newcomer)
        .expect("the newcomer");
    assert_eq!(
        (&record["name"], &record["accreditation"]),
        (&json!("Zoë Ångström"), &json!("pending"))
    );

    let candidates: BTreeSet<_> = election
        .json_topic(Topic::Candidates)
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    assert_eq!(candidates, ["ada", "ben", "no", "yes"].map(str::to_owned).into());

    let check_ins = election.json_topic(Topic::CheckIns);
    let sum = |name: &str| {
        check_ins
            .iter()
            .filter_map(|(_, e)| e[name].as_u64())
            .sum::<u64>()
    };
    let hours = check_ins
        .iter()
        .filter_map(|(_, e)| e["checked_in"].as_object())
        .flat_map(|h| h.values());
    assert_eq!(hours.filter_map(Value::as_u64).sum::<u64>(), 8);
    assert_eq!((sum("undone"), sum("provisional"), sum("registered")), (1, 1, 1));

    let votes = election.json_topic(Topic::Votes);
    assert_eq!(votes.iter().map(|(_, e)| ballots(e)).sum::<u64>(), 6);
    for (topic, events) in [("check-ins", &check_ins), ("votes", &votes)] {
        for station in STATIONS {
            let numbers: Vec<_> = events
                .iter()
                .filter(|(key, _)| key == station)
                .filter_map(|(_, e)| e["event"].as_u64())
                .collect();
            assert_eq!(
                numbers,
                (1..=numbers.len() as u64).collect::<Vec<_>>(),
                "{topic} of {station}"
            );
        }
    }
    // Totals are versioned and absolute: the last of each cell is what the results say.
    let (_, last) = election
        .json_topic(Topic::ResultsCandidates)
        .into_iter()
        .filter(|(key, _)| key == "district/town/mayor")
        .max_by_key(|(_, cell)| cell["version"].as_u64())
        .expect("the mayor's totals");
    assert_eq!(last["tally"]["votes"], json!({"ada": 2, "ben": 3}));
    assert_eq!(
        last["status"], "unofficial-partial",
        "a provisional ballot waits: {last}"
    );
    let (_, last) = election
        .json_topic(Topic::ResultsTurnout)
        .into_iter()
        .filter(|(key, _)| key == "district/town")
        .max_by_key(|(_, cell)| cell["version"].as_u64())
        .expect("the turnout");
    assert_eq!((&last["checked_in"], &last["ballots"]), (&json!(7), &json!(6)));
    assert_eq!(election.topic(Topic::Quarantine), []);
}

/// No message on any topic and no table joins a voter and a ballot.
async fn voters_and_ballots_never_meet(election: &Election, codes: &[TrackingCode]) {
    let mut voters: Vec<VoterId> = STATIONS
        .iter()
        .flat_map(|s| (1..=VOTERS).map(|n| election.voter(s, n)))
        .collect();
    voters.push(VoterId::derive(election.id(), "new-1"));
    let voter_marks: Vec<Vec<u8>> = voters
        .iter()
        .flat_map(|v| [v.0.as_bytes().to_vec(), v.to_string().into_bytes()])
        .collect();
    let hex = |code: &TrackingCode| code.0.map(|b| format!("{b:02x}")).concat();
    let code_marks: Vec<Vec<u8>> = codes
        .iter()
        .flat_map(|c| [c.0.to_vec(), c.to_string().into_bytes(), hex(c).into_bytes()])
        .collect();
    let holds = |message: &[u8], marks: &[Vec<u8>]| {
        marks
            .iter()
            .filter(|mark| message.windows(mark.len()).any(|w| w == &mark[..]))
            .count()
    };
    let mut with_voters = 0;
    for topic in Topic::ALL {
        for (key, payload) in election.topic(*topic) {
            let message = [key.as_bytes(), b"\0", &payload].concat();
            let (voters, codes) = (holds(&message, &voter_marks), holds(&message, &code_marks));
            assert_eq!(codes, 0, "a tracking code on {topic:?}");
            assert!(
                *topic != Topic::Votes || voters == 0,
                "a voter on the votes topic"
            );
            with_voters += voters;
        }
    }
    assert!(
        with_voters >= voters.len(),
        "the scan finds voters: {with_voters}"
    );

    let (mut kinds, mut sealed) = (BTreeSet::new(), BTreeSet::new());
    let keys: Vec<Vec<u8>> = sqlx::query_scalar("select public_key from station")
        .fetch_all(&election.database)
        .await
        .expect("the keys");
    let keys: Vec<_> = keys
        .iter()
        .map(|k| pollstream_protocol::signed::verifying_key(k).expect("a key"))
        .collect();
    for (_, payload) in election.topic(Topic::StationLog) {
        let unverified = UnverifiedSegment::decode(&payload).expect("a segment");
        let segment = keys
            .iter()
            .find_map(|k| unverified.clone().verify(k).ok())
            .expect("a station's segment");
        let ballots = segment.entries.iter().filter(|e| e.kind.holds_ballots()).count();
        assert!(
            ballots == 0 || ballots == segment.entries.len(),
            "ballots travel alone"
        );
        kinds.extend(segment.entries.iter().map(|e| e.kind));
        for entry in &segment.entries {
            match entry.decode().expect("an entry") {
                EntryBody::BallotGroup(group) => {
                    sealed.extend(group.ballots.iter().map(SealedBallot::tracking_code));
                }
                EntryBody::ProvisionalBallot { ballot, .. } => {
                    sealed.insert(ballot.tracking_code());
                }
                _ => {}
            }
        }
    }
    assert_eq!(
        sealed,
        codes.iter().copied().collect(),
        "each voter's code finds a sealed ballot in the log"
    );
    for code in codes {
        let said = election.place.done(&["code", &code.to_string()]);
        assert!(said.starts_with("In the log of polling station "), "{said}");
    }
    let nobodys = TrackingCode([7; 20]).to_string();
    assert!(
        election
            .place
            .refused(4, &["code", &nobodys])
            .contains("no station's log")
    );
    assert!(
        election
            .place
            .refused(4, &["code", "ABCD"])
            .contains("33 letters")
    );
    for kind in [
        EntryKind::BallotGroup,
        EntryKind::ProvisionalBallot,
        EntryKind::CheckIn,
        EntryKind::Registration,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} was never looked at");
    }
    let joined = election
        .count(
            "select count(*) from (
                 select table_name from information_schema.columns where table_schema = 'public'
                 group by table_name having bool_or(column_name in ('voter_id', 'registration_number', 'claimant'))
                     and bool_or(column_name in ('code', 'ciphertext', 'contests', 'ballots', 'sealed'))) t",
        )
        .await;
    assert_eq!(joined, 0, "a table joins voters and ballots");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sealed_until_close_and_then_everything_also_what_comes_late() {
    let election = Election::begin("after_close", SEALED).await;
    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    let (north, south) = (election.kiosk("north").await, election.kiosk("south").await);
    let uplink = election.uplink();
    let _north = uplink.attach(&north.station);
    for kiosk in [&north, &south] {
        kiosk.open().await;
    }
    for n in 1..=7 {
        north
            .visit(election.voter("north", n), if n < 5 { "ada" } else { "ben" })
            .await;
        south.visit(election.voter("south", n), "ben").await;
    }
    north.close().await;
    north.receipted().await;
    election.settled().await;

    let results = election.results();
    assert_eq!(
        (&results["totals"]["checked_in"], &results["totals"]["ballots"]),
        (&json!(7), &json!(0))
    );
    assert_eq!(votes(&results["contests"], "mayor")["ada"], 0);
    assert_eq!(
        election.topic(Topic::Votes),
        [],
        "no ballot is opened before the close"
    );
    assert_eq!(election.count("select count(*) from ballot").await, 0);
    assert_eq!(
        election
            .count("select sum(ballots)::bigint from sealed_group where not opened")
            .await,
        7
    );
    let (_, recount) = election.sound();
    assert_eq!(
        (&recount["ballots"], &recount["sealed"], &recount["check_ins"]),
        (&json!(0), &json!(7), &json!(7))
    );

    assert!(
        election
            .place
            .done(&["close"])
            .contains("7 ballots were still sealed")
    );
    election.settled().await;
    let mayor = |results: &Value| {
        let counted = votes(&results["contests"], "mayor");
        (counted["ada"].as_u64(), counted["ben"].as_u64())
    };
    assert_eq!(mayor(&election.results()), (Some(4), Some(3)));
    let (_, recount) = election.sound();
    assert_eq!((&recount["ballots"], &recount["sealed"]), (&json!(7), &json!(0)));

    // A station that was offline all day: its ballots are counted when they come, without another close.
    south.close().await;
    let _south = uplink.attach(&south.station);
    south.receipted().await;
    election.settled().await;
    assert_eq!(mayor(&election.results()), (Some(4), Some(10)));
    let (_, recount) = election.sound();
    assert_eq!(
        (&recount["ballots"], &recount["check_ins"]),
        (&json!(14), &json!(14))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wiped_station_enrols_again_and_learns_what_its_first_life_did() {
    let election = Election::begin(
        "wiped",
        Rules {
            disclosure: "live",
            min_batch: 1,
        },
    )
    .await;
    let _services = ["intake", "aggregate"].map(|s| election.place.service(s));
    let voter = |n| election.voter("north", n);
    let first = election.kiosk("north").await;
    first.open().await;
    for n in [1, 2, 3] {
        first.visit(voter(n), "ada").await;
    }

    // Its disk is gone for the officers, but not its log: that turns up later, on a stick.
    let second = election.kiosk("north").await;
    assert_eq!(second.station.incarnation().0, 2);
    let uplink = election.uplink();
    let _second = uplink.attach(&second.station);
    second.open().await;
    second.visit(voter(1), "ben").await;
    second.visit(voter(4), "ben").await;
    second.receipted().await;
    election.settled().await;
    assert_eq!(election.results()["totals"]["checked_in"], 2);

    for segment in first.segments(0).await {
        election.produce("north", &segment).await.expect("the late log");
    }
    election.reaches("select count(*) from check_in", 5).await;
    election.reaches("select count(*) from ballot", 5).await;
    election.settled().await;
    let standing = |n| {
        let station = &second.station;
        async move {
            station
                .voter(voter(n))
                .await
                .expect("the roll")
                .expect("the voter")
                .standing
        }
    };
    for n in [2, 3] {
        eventually("the roll update to reach the new life", || async {
            matches!(standing(n).await, VoterStanding::CheckedInElsewhere { .. }).then_some(())
        })
        .await;
        let refused = second.station.check_in(voter(n), OFFICER).await;
        assert!(
            matches!(refused, Err(StationError::CheckedInElsewhere { .. })),
            "{refused:?}"
        );
    }
    assert!(
        matches!(standing(1).await, VoterStanding::CheckedIn { .. }),
        "its own check-in stays"
    );
    assert_eq!(standing(5).await, VoterStanding::MayCheckIn);
    let record = second
        .station
        .voter(voter(2))
        .await
        .expect("the roll")
        .expect("the voter")
        .voter;
    assert_eq!(record.accreditation, Accreditation::Accredited);

    // Voter 1 was checked in by both: both are kept, and officials are told.
    let results = election.results();
    assert_eq!(
        (&results["totals"]["checked_in"], &results["totals"]["ballots"]),
        (&json!(5), &json!(5))
    );
    let incidents: Vec<(String, VoterId)> =
        sqlx::query_as::<_, (String, uuid::Uuid)>("select kind, voter_id from incident")
            .fetch_all(&election.database)
            .await
            .expect("the incidents")
            .into_iter()
            .map(|(kind, voter)| (kind, VoterId(voter)))
            .collect();
    assert_eq!(incidents, [("double_check_in".to_owned(), voter(1))]);
    let (check, _) = election.sound();
    let twice = check["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .find(|c| c["name"] == "voters once");
    assert_eq!(
        twice.map(|c| (&c["outcome"], &c["count"])),
        Some((&json!("warning"), &json!(1)))
    );

    // The first life's kiosk, should it come back, is told that its time is over.
    let other = election.uplink();
    let _first = other.attach(&first.station);
    eventually("the first life to hear of the second", || async {
        let trouble = first.station.sync_status().trouble;
        matches!(trouble, Some(SyncTrouble::Superseded { incarnation: 2 })).then_some(())
    })
    .await;
}

/// An intake and a command, or two intakes between which a partition moves, publish the same shard.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn publishers_of_one_shard_take_turns() {
    const MESSAGES: i64 = 5_000;
    let election = Election::begin("turns", SEALED).await;
    let store = election.settings.store().await.expect("the store");
    sqlx::query(
        "insert into outbox (shard, topic, key, payload)
         select 0, 'votes', 'north', n::text::bytea from generate_series(1, $1) as n",
    )
    .bind(MESSAGES)
    .execute(&election.database)
    .await
    .expect("messages that wait");

    let publishers = [0, 1, 2].map(|_| {
        let service = election.settings.keys().service(election.id()).expect("the key");
        let publisher = Publisher::new(&election.settings.kafka, service).expect("a publisher");
        let store = store.clone();
        tokio::spawn(async move { publisher.outbox(&store, &[1, 0]).await.expect("the outbox") })
    });
    let mut published = 0;
    for publisher in publishers {
        published += publisher.await.expect("its end");
    }
    assert_eq!(published, MESSAGES as u64);
    let arrived: Vec<i64> = (election.json_topic(Topic::Votes).into_iter())
        .filter_map(|(_, n)| n.as_i64())
        .collect();
    assert_eq!(arrived, (1..=MESSAGES).collect::<Vec<_>>(), "each once, in order");
}
