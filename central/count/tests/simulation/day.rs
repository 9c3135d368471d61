//! One election day.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::sync::LazyLock;

use pollstream_count::certification::Obstacle;
use pollstream_count::fold::{Fold, trace};
use pollstream_count::gate::Verified;
use pollstream_protocol::decision::{LogHead, Ruling, Subject, heads_digest};
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::enrolment::Enrolment;
use pollstream_protocol::entry::EntryBody;
use pollstream_protocol::ids::LogName;
use pollstream_protocol::ledger::{Ledger, LedgerError};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};

use super::central::Database;
use super::officials::{BOTH, Chain, LOGS, station_key};
use super::station::{ELECTION, Nature, Station, model};

static DEFINITION: LazyLock<ElectionDefinition> = LazyLock::new(|| {
    let mut toml = r#"
[election]
id = "town"
title = "A day"
date = "2026-11-03"
polls_open = "07:00"
polls_close = "20:00"
time_zone = "UTC"
disclosure = "after_close"
min_batch = 1
[[district]]
id = "town"
name = "Town"
[[contest]]
id = "mayor"
title = "Mayor"
[[candidate]]
id = "ada"
contest = "mayor"
name = "Ada"
[[candidate]]
id = "ben"
contest = "mayor"
name = "Ben"
[[ballot_style]]
id = "plain"
contests = ["mayor"]
"#
    .to_owned();
    for station in ["s0", "s1", "s2"] {
        let _ = writeln!(
            toml,
            "[[polling_station]]\nid = \"{station}\"\nname = \"S\"\ndistrict = \"town\"\naddress = \"x\"\n\
             ballot_styles = [\"plain\"]"
        );
    }
    ElectionDefinition::parse(&toml).expect("a definition")
});

struct Day {
    seed: u64,
    rng: StdRng,
    stations: Vec<Station>,
    chain: Chain,
    broker: Vec<Verified>,
    database: Database,
    backup: Database,
}

/// Lives the day of a seed; panics with the seed if something does not hold.
pub(crate) fn live(seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let stations = LOGS
        .iter()
        .map(|name| Station::new(name.clone(), &mut rng))
        .collect();
    let database = Database::new(&LOGS);
    let mut day = Day {
        seed,
        rng,
        stations,
        chain: Chain::begun(),
        broker: Vec::new(),
        backup: database.clone(),
        database,
    };
    day.voting();
    day.settle();
    day.certify(None);
    day.afterwards();
}

impl Day {
    /// Segments travel; everything breaks somewhere. The election may be closed in the middle of it.
    fn voting(&mut self) {
        let mut waiting: Vec<Verified> = Vec::new();
        for station in &self.stations {
            waiting.extend(station.segments(&mut self.rng));
        }
        if self.rng.random_bool(0.5) {
            waiting.shuffle(&mut self.rng);
        }
        for message in waiting {
            self.broker.push(message);
            match self.rng.random_range(0..12) {
                0 => self.broker_loses_its_tail(),
                1 => self.repeat(),
                2 => self.broker_is_made_anew(),
                3 => self.database = self.backup.clone(),
                4 => self.backup = self.database.clone(),
                5 => self.close(),
                6 => self.database.open(&self.chain.ledger),
                _ => self.intake(),
            }
        }
    }

    fn broker_loses_its_tail(&mut self) {
        let left = self.broker.len() - self.rng.random_range(0..=self.broker.len().min(3));
        self.broker.truncate(left);
        self.database.offset = self.database.offset.min(left);
    }

    fn broker_is_made_anew(&mut self) {
        self.broker.clear();
        self.database.offset = 0;
    }

    fn repeat(&mut self) {
        if let Some(message) = self.broker.choose(&mut self.rng) {
            self.broker.push(message.clone());
        }
    }

    /// An intake reads on. It may die before its commit, or not hear that it was done, or be one that everybody
    /// believed dead and that reads what others have read.
    fn intake(&mut self) {
        let from = self.database.offset.min(self.broker.len());
        let from = if self.rng.random_bool(0.1) { 0 } else { from };
        let to = self.rng.random_range(from..=self.broker.len());
        let mut after = self.database.clone();
        after.take_in(&self.broker[from..to], &self.chain.ledger);
        after.offset = after.offset.max(to);
        match self.rng.random_range(0..8) {
            0 => {}
            1 => {
                let read = after.offset;
                self.database = after;
                self.database.take_in(&self.broker[from..to], &self.chain.ledger);
                self.database.offset = read;
            }
            _ => self.database = after,
        }
    }

    fn close(&mut self) {
        let closed = self.chain.decide(Subject::ElectionClosed, &["anna"]);
        let again = self.chain.ledger.closed();
        assert!(again, "seed {}: {closed:?}", self.seed);
    }

    /// Stations send again what no receipt covers, the election is closed, and what is due is opened by whoever has
    /// the key.
    fn settle(&mut self) {
        self.broker_is_made_anew();
        for station in &self.stations {
            self.broker.extend(station.segments(&mut self.rng));
        }
        self.database.take_in(&self.broker, &self.chain.ledger);
        if !self.chain.ledger.closed() {
            self.close();
        }
        self.database.open(&self.chain.ledger);
    }

    /// Officials rule on whatever stands in the way, then certify. No station keeps them from it.
    fn certify(&mut self, supersedes: Option<u64>) {
        for _ in 0..3 {
            let ledger = self.chain.ledger.clone();
            let standings = self.database.standings();
            for obstacle in standings.iter().flat_map(|s| s.obstacles(&ledger)) {
                self.rule(&obstacle);
            }
        }
        self.database.open(&self.chain.ledger);
        let ledger = self.chain.ledger.clone();
        let left: Vec<_> = (self.database.standings().iter())
            .flat_map(|s| s.obstacles(&ledger))
            .collect();
        assert_eq!(
            left,
            [],
            "seed {}: a station keeps the election from its end",
            self.seed
        );
        self.compare_with_model();

        let heads = self.database.heads(&ledger);
        let certify = |chain: &mut Chain, heads: &[LogHead]| {
            let named = Subject::LogsNamed {
                heads: heads.to_vec(),
            };
            let certified = Subject::ElectionCertified {
                results: digest(self.database.totals),
                logs: heads.len() as u64,
                logs_sha256: heads_digest(heads),
                supersedes,
                despite: String::new(),
            };
            chain.decide(named, &[])?;
            chain.decide(certified, BOTH)
        };
        certify(&mut self.chain, &heads).unwrap_or_else(|e| panic!("seed {}: {e}", self.seed));
        let twice = certify(&mut self.chain.clone(), &heads);
        assert!(
            matches!(twice, Err(LedgerError::Stage(_))),
            "seed {}: {twice:?}",
            self.seed
        );
        self.recount_in_any_order();
    }

    /// One of the rulings that overcome an obstacle. Two pairs of officials race: the chain takes one decision.
    fn rule(&mut self, obstacle: &Obstacle) {
        let (log, ruling, at) = match obstacle {
            Obstacle::PollsOpen(log) if self.rng.random_bool(0.5) => return self.revoke(log),
            Obstacle::PollsOpen(log) | Obstacle::Contradicted(log) | Obstacle::Gap(log, _) => {
                (log, Ruling::AcceptUpTo, None)
            }
            Obstacle::SetAside { log, from, .. } => {
                let end = self.database.place(log, None).next_seq;
                match self.rng.random_range(0..3) {
                    0 => (log, Ruling::ExcludeFrom, Some(*from)),
                    1 => (log, Ruling::AcceptUpTo, Some(end)),
                    _ => (log, Ruling::AcceptUpTo, Some(self.rng.random_range(*from..=end))),
                }
            }
            Obstacle::Discrepancy(log, _) => (log, Ruling::AcceptDiscrepancy, None),
        };
        let subject = Subject::LogRuled {
            head: self.database.place(log, at),
            ruling,
        };
        let alone = self.chain.clone().decide(subject.clone(), &["ben"]);
        assert!(alone.is_err(), "seed {}: one person ruled", self.seed);
        let (mut loser, winner) = (
            self.chain.prepare(subject.clone(), BOTH),
            self.chain.prepare(subject, BOTH),
        );
        loser.statement.reason = "the other pair".into();
        let Ok(_) = self.chain.ledger.apply(&winner) else {
            return; // Another obstacle of this log was ruled on before.
        };
        let lost = self.chain.ledger.clone().apply(&loser);
        assert!(lost.is_err(), "seed {}: two decisions in one place", self.seed);
        self.database.reconsider(log, &self.chain.ledger);
    }

    fn revoke(&mut self, log: &LogName) {
        let heads = vec![self.database.revoke(log)];
        let revoked = self.chain.decide(Subject::StationRevoked { heads }, &["anna"]);
        revoked.unwrap_or_else(|e| panic!("seed {}: {e}", self.seed));
    }

    fn compare_with_model(&self) {
        let mut expected = [0; 3];
        for (station, standing) in self.stations.iter().zip(self.database.standings()) {
            let ledger = &self.chain.ledger;
            let ruled = ledger.ruled_end(&station.name).map(|head| place(head.next_seq));
            let has = place(standing.head.next_seq);
            let (story, lie) = self.story(station, has);
            let reaches = ruled.or(lie).unwrap_or(has).min(has);
            let counted = model(&story, reaches);
            for (sum, n) in expected.iter_mut().zip(counted) {
                *sum += n;
            }
        }
        assert_eq!(self.database.totals, expected, "seed {}", self.seed);
    }

    /// Which of its stories central has of a station, and where that one lies.
    fn story(&self, station: &Station, has: usize) -> (Vec<EntryBody>, Option<usize>) {
        let Some((at, other)) = &station.clone else {
            return (station.bodies.clone(), station.lie);
        };
        let head = self.database.place(&station.name, Some(has as u64));
        let mut story: Vec<EntryBody> = station.bodies[..*at].to_vec();
        let closed = story.iter().any(|b| matches!(b, EntryBody::PollsClosed { .. }));
        story.extend(other.clone());
        let told = station.tells(&story[..has.min(story.len())]);
        if has <= *at || told != head.hash {
            return (station.bodies.clone(), None);
        }
        (story, closed.then_some(at + 1))
    }

    /// The logs and the decisions give one result, in whatever order they come.
    fn recount_in_any_order(&mut self) {
        let ledger = self.chain.ledger.clone();
        let mut messages = self.database.kept.clone();
        for station in &self.stations {
            messages.extend(station.segments(&mut self.rng));
        }
        for _ in 0..2 {
            messages.shuffle(&mut self.rng);
            let (totals, heads) = recount(&ledger, &messages);
            let certified = ledger.certified().expect("it is certified");
            assert_eq!(
                digest(totals),
                certified.results,
                "seed {}: {totals:?}",
                self.seed
            );
            let named: Vec<LogHead> = certified.logs.values().cloned().collect();
            assert_eq!(heads, named, "seed {}", self.seed);
        }
    }

    /// What comes after the certification changes nothing, until two officials supersede it.
    fn afterwards(&mut self) {
        let certified = self.database.totals;
        let number = self
            .chain
            .ledger
            .certified()
            .map(|c| c.number)
            .expect("certified");
        for station in &mut self.stations {
            if station.nature == Nature::Lost && station.clone.is_none() {
                station.sent_to = station.bodies.len();
            }
        }
        let mut late = Vec::new();
        for station in &self.stations {
            late.extend(station.segments(&mut self.rng));
        }
        self.database.take_in(&late, &self.chain.ledger);
        self.database.open(&self.chain.ledger);
        assert_eq!(
            self.database.totals, certified,
            "seed {}: a certified number changed",
            self.seed
        );
        self.recount_in_any_order();
        if self.rng.random_bool(0.7) {
            return;
        }
        let superseded = || Subject::CertificationSuperseded {
            certification: number,
        };
        let alone = self.chain.clone().decide(superseded(), &["anna"]);
        assert!(alone.is_err(), "seed {}: one person superseded", self.seed);
        self.chain.decide(superseded(), BOTH).expect("superseded");
        for log in LOGS.iter() {
            self.database.reconsider(log, &self.chain.ledger);
        }
        self.database.open(&self.chain.ledger);
        self.certify(Some(number));
    }
}

fn place(seq: u64) -> usize {
    usize::try_from(seq).expect("a short log")
}

fn digest(totals: [u64; 3]) -> [u8; 32] {
    let mut digest = [0; 32];
    for (n, total) in totals.iter().enumerate() {
        digest[n * 8..n * 8 + 8].copy_from_slice(&total.to_be_bytes());
    }
    digest
}

/// The totals and the counted heads, from the logs and the decisions alone.
fn recount(ledger: &Ledger, messages: &[Verified]) -> ([u64; 3], Vec<LogHead>) {
    let enrolments = || {
        let enrolment = |log: &LogName| Enrolment {
            election: ELECTION.clone(),
            station: log.station.clone(),
            incarnation: log.incarnation,
            public_key: station_key(log).verifying_key(),
            revoked_from: None,
        };
        LOGS.iter().map(enrolment).collect()
    };
    let run = |fold: &mut Fold| {
        let mut totals = [0; 3];
        for message in messages {
            fold.take_verified(message.clone(), &mut |counted| {
                if let EntryBody::BallotGroup(batch) = counted.body {
                    for ballot in batch.ballots {
                        totals[usize::from(ballot.ciphertext[0])] += 1;
                    }
                }
            });
        }
        totals
    };
    let mut fold = Fold::new(&DEFINITION, enrolments(), ledger);
    let totals = run(&mut fold);
    let misread = fold.misread(ledger);
    if misread.is_empty() {
        return (totals, fold.counted_heads(ledger));
    }
    let mut pieces: BTreeMap<LogName, Vec<Verified>> = BTreeMap::new();
    for message in messages {
        pieces.entry(message.log()).or_default().push(message.clone());
    }
    let stories: HashMap<_, _> = (misread.iter())
        .filter_map(|head| Some((head.log.clone(), trace(&pieces[&head.log], head)?)))
        .collect();
    let mut fold = Fold::new(&DEFINITION, enrolments(), ledger);
    fold.tell(stories);
    let totals = run(&mut fold);
    assert_eq!(fold.contradictions(ledger), Vec::<String>::new());
    (totals, fold.counted_heads(ledger))
}
