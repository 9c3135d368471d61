use super::*;

fn definition() -> ElectionDefinition {
    ElectionDefinition::parse(include_str!("../testing.toml")).unwrap()
}

fn places(definition: &ElectionDefinition) -> Places {
    (definition.polling_stations.iter())
        .map(|s| {
            let mut places = vec![format!("station/{}", s.id)];
            places.extend(
                definition
                    .districts_above(&s.id)
                    .iter()
                    .map(|d| format!("district/{}", d.id)),
            );
            (s.id.clone(), places)
        })
        .collect()
}

/// An event of ballots with these first ranks; `""` is an undervote.
fn votes(station: &str, event: u64, first_ranks: &[&str]) -> Vec<u8> {
    let mut votes = BTreeMap::<&str, u64>::new();
    for candidate in first_ranks.iter().filter(|c| !c.is_empty()) {
        *votes.entry(candidate).or_default() += 1;
    }
    let undervotes = first_ranks.iter().filter(|c| c.is_empty()).count();
    let ballots = first_ranks.len();
    let mayor =
        serde_json::json!({"ballots": ballots, "votes": votes, "undervotes": undervotes, "overvotes": 0});
    serde_json::to_vec(&serde_json::json!({
        "election": "riverton", "station": station, "event": event, "ballots": ballots,
        "contests": {"mayor": mayor},
    }))
    .unwrap()
}

fn check_ins(station: &str, event: u64, n: u64, polls: Option<&str>) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({
        "election": "riverton", "station": station, "event": event, "checked_in": {"2026-11-03T14": n},
        "undone": 0, "provisional": 0, "registered": 0, "polls": polls,
    }))
    .unwrap()
}

fn key(station: &str, topic: Topic) -> Key {
    (station.parse().unwrap(), topic)
}

/// The aggregator's life in memory: marks and totals as Postgres would hold them.
#[derive(Default)]
struct Totals {
    waiting: Waiting,
    marks: BTreeMap<Key, Mark>,
    votes: BTreeMap<(String, String), u64>,
    turnout: BTreeMap<String, TurnoutDelta>,
}

impl Totals {
    fn commit(&mut self) -> Changes {
        let definition = definition();
        let changes = fold(&self.waiting, &self.marks, &places(&definition));
        self.marks.extend(changes.marks.clone());
        for (place, delta) in &changes.turnout {
            self.turnout.entry(place.clone()).or_default().add(delta);
        }
        for ((place, _), tally) in &changes.contests {
            for (candidate, n) in &tally.votes {
                *self
                    .votes
                    .entry((place.clone(), candidate.to_string()))
                    .or_default() += n;
            }
        }
        self.waiting.committed(&self.marks);
        changes
    }

    fn read(&mut self, topic: Topic, offset: i64, payload: &[u8]) {
        self.waiting
            .add(Event::decode(&definition(), topic, payload).unwrap(), 0, offset);
    }
}

#[test]
fn duplicates_reorders_and_replays_give_the_same_totals() {
    let events = [
        votes("s1", 1, &["ann", "bob"]),
        votes("s1", 2, &["ann"]),
        votes("s1", 3, &["bob", "bob"]),
    ];
    let mut once = Totals::default();
    for (offset, event) in (0..).zip(&events) {
        once.read(Topic::Votes, offset, event);
    }
    once.commit();
    assert_eq!(once.votes[&("district/city".into(), "bob".into())], 3);
    assert_eq!(once.turnout["station/s1"].ballots, 5);
    assert_eq!(once.turnout["district/city"].stations_reporting, 1);

    let mut twisted = Totals::default();
    for (offset, n) in (0..).zip([0, 0, 2, 1, 2, 0]) {
        twisted.read(Topic::Votes, offset, &events[n]);
        twisted.commit();
    }
    assert_eq!(twisted.votes, once.votes);
    assert_eq!(twisted.turnout, once.turnout);
}

#[test]
fn a_hole_stops_one_station_only_and_holds_the_offset_back() {
    let mut totals = Totals::default();
    totals.read(Topic::Votes, 10, &votes("s1", 1, &["ann"]));
    totals.read(Topic::Votes, 11, &votes("s1", 3, &["ann"]));
    totals.read(Topic::Votes, 12, &votes("s2", 1, &["bob"]));
    let changes = totals.commit();
    assert_eq!(
        changes.gaps,
        vec![Gap {
            key: key("s1", Topic::Votes),
            missing: 2,
            found: 3
        }]
    );
    assert_eq!(totals.turnout["district/city"].ballots, 2);
    assert_eq!(totals.waiting.floor(Topic::Votes, 0, &totals.marks), Some(11));
    assert_eq!(totals.waiting.floor(Topic::CheckIns, 0, &totals.marks), None);

    totals.read(Topic::Votes, 13, &votes("s1", 2, &["ann"]));
    assert_eq!(totals.commit().applied, 2);
    assert_eq!(totals.turnout["district/city"].ballots, 4);
    assert_eq!(totals.waiting.floor(Topic::Votes, 0, &totals.marks), None);
}

#[test]
fn what_is_forgotten_behind_a_hole_is_read_again() {
    let mut totals = Totals::default();
    for n in 2..=6 {
        totals.read(Topic::Votes, n, &votes("s1", n.unsigned_abs(), &["ann"]));
    }
    totals.commit();
    totals.waiting.bound(3);
    assert!(!totals.waiting.must_read_again(3));
    assert_eq!(totals.waiting.floor(Topic::Votes, 0, &totals.marks), Some(2));
    totals.read(Topic::Votes, 9, &votes("s1", 1, &["ann"]));
    totals.commit();
    totals.waiting.bound(3);
    assert!(totals.waiting.must_read_again(3));
    assert_eq!(totals.waiting.floor(Topic::Votes, 0, &totals.marks), Some(5));
}

#[test]
fn what_another_instance_applied_is_dropped_at_the_next_look() {
    let mut totals = Totals::default();
    totals.read(Topic::Votes, 7, &votes("s1", 2, &["ann"]));
    totals.commit();
    totals.marks.insert(
        key("s1", Topic::Votes),
        Mark {
            last_event: 2,
            polls: None,
            reporting: true,
        },
    );
    assert_eq!(totals.commit().applied, 0);
    assert_eq!(totals.waiting.keys().count(), 0);
}

#[test]
fn polls_that_close_reopen_in_a_new_incarnation_and_close_again_count_once() {
    let mut totals = Totals::default();
    for (n, polls) in (1..).zip(["open", "closed", "closed", "open", "closed"]) {
        totals.read(
            Topic::CheckIns,
            n,
            &check_ins("s1", n.unsigned_abs(), 2, Some(polls)),
        );
        totals.commit();
    }
    assert_eq!(totals.turnout["district/city"].stations_closed, 1);
    assert_eq!(totals.turnout["station/s1"].checked_in, 10);
}

#[test]
fn totals_that_do_not_add_up_are_poison() {
    let with = |from: &str, to: &str| {
        let event = String::from_utf8(votes("s1", 1, &["ann", "", ""])).unwrap();
        assert!(event.contains(from), "{event}");
        Event::decode(&definition(), Topic::Votes, event.replace(from, to).as_bytes())
    };
    assert!(with("\"undervotes\":2", "\"undervotes\":2").is_ok());
    let wrong = [
        ("\"undervotes\":2", "\"undervotes\":1"),
        ("\"ann\":1", "\"ann\":18446744073709551615"),
        ("\"mayor\"", "\"sheriff\""),
        ("\"ballots\":3", "\"ballots\":18446744073709551615"),
    ];
    for (from, to) in wrong {
        assert_eq!(with(from, to), Err(PoisonError::Totals), "{to}");
    }
}

#[test]
fn poison_is_named_and_its_content_is_not_repeated() {
    let definition = definition();
    let decode = |payload: &[u8]| Event::decode(&definition, Topic::Votes, payload).unwrap_err();
    let error = decode(b"{\"election\": \"secret\x00");
    assert!(matches!(error, PoisonError::Json { .. }));
    assert!(!error.to_string().contains("secret"), "{error}");
    assert!(matches!(
        decode(&votes("nowhere", 1, &["ann"])),
        PoisonError::UnknownStation(_)
    ));
    assert_eq!(decode(&votes("s1", 0, &["ann"])), PoisonError::Number);
    assert_eq!(decode(&votes("s1", u64::MAX, &["ann"])), PoisonError::Number);
    assert!(matches!(
        decode(&votes("s1", 1, &["No Id!"])),
        PoisonError::Json { .. }
    ));
    let other = String::from_utf8(votes("s1", 1, &["ann"]))
        .unwrap()
        .replace("riverton", "elsewhere");
    assert!(matches!(decode(other.as_bytes()), PoisonError::OtherElection(_)));
}
