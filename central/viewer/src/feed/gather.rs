//! What is known so far, from which snapshots are made.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use pollstream_central::check::CheckReport;
use pollstream_central::live::Newest;
use pollstream_central::recount::RecountReport;
use pollstream_central::store::board::BoardFacts;
use pollstream_central::store::window::Ledger;
use tokio::sync::watch;
use tokio::time::Instant;

use super::Published;
use super::clerk::Seen;
use crate::command::Folders;
use crate::desk::{Papers, Voters};
use crate::snapshot::{
    Cases, Earlier, Election, HoursOf, Job, Links, Live, Notice, Snapshot, SqlTally, Votes,
};

/// How far back "the last minutes" reach, and how often votes are noted for that.
const EARLIER: Duration = Duration::from_mins(5);
const NOTED: Duration = Duration::from_secs(30);
/// Places of which earlier votes are kept, from the top of the tree.
const EARLIER_PLACES: usize = 2_000;
/// Notices that are kept.
const NOTICES: usize = 20;

/// Everything that snapshots are made from.
pub(super) struct Gather {
    published: Published,
    changed: Box<dyn Fn() + Send + Sync>,
    pub(super) folders: Folders,
    pub(super) links: Links,
    pub(super) election: Option<Arc<Election>>,
    pub(super) newest: Option<Arc<Newest>>,
    pub(super) facts: Arc<BoardFacts>,
    pub(super) backlog: Option<u64>,
    pub(super) minutes: Arc<Vec<(i64, u64)>>,
    pub(super) hours: Option<Arc<HoursOf>>,
    pub(super) ledgers: Arc<Vec<Ledger>>,
    pub(super) sql: Option<Arc<SqlTally>>,
    pub(super) check: Job<CheckReport>,
    pub(super) recount: Job<RecountReport>,
    pub(super) cases: Arc<Cases>,
    pub(super) papers: Arc<Papers>,
    pub(super) voters: Arc<Voters>,
    seen: watch::Receiver<Seen>,
    /// The last thing said by the clerk that was passed on.
    heard: u64,
    notices: Arc<Vec<Notice>>,
    /// Votes at moments of the last minutes, oldest first.
    noted: VecDeque<(Instant, Arc<Votes>)>,
    number: u64,
}

impl Gather {
    pub(super) fn new(
        published: Published,
        folders: Folders,
        seen: watch::Receiver<Seen>,
        changed: Box<dyn Fn() + Send + Sync>,
    ) -> Self {
        Gather {
            published,
            changed,
            folders,
            links: Links::default(),
            election: None,
            newest: None,
            facts: Arc::default(),
            backlog: None,
            minutes: Arc::default(),
            hours: None,
            ledgers: Arc::default(),
            sql: None,
            check: Job::Never,
            recount: Job::Never,
            cases: Arc::default(),
            papers: Arc::default(),
            voters: Arc::default(),
            seen,
            heard: 0,
            notices: Arc::default(),
            noted: VecDeque::new(),
            number: 0,
        }
    }

    /// Another election, or another version of it: what was noted of the old one does not fit.
    pub(super) fn begin(&mut self, election: Arc<Election>) {
        self.newest = Some(Arc::new(Newest::new(election.geography.clone())));
        self.election = Some(election);
        self.noted.clear();
        self.hours = None;
    }

    /// Says what came of a command.
    pub(super) fn notice(&mut self, failed: bool, text: String) {
        let notices = Arc::make_mut(&mut self.notices);
        let number = notices.last().map_or(1, |n| n.number + 1);
        notices.push(Notice { number, failed, text });
        if notices.len() > NOTICES {
            notices.remove(0);
        }
    }

    /// Publishes what is known now.
    pub(super) fn publish(&mut self) {
        self.number += 1;
        let Seen { desk, said } = self.seen.borrow().clone();
        for (number, text) in said {
            if number > self.heard {
                self.heard = number;
                self.notice(false, text);
            }
        }
        if desk.session.is_none() {
            // Nobody is signed in: nobody's record is kept, whenever it was read.
            self.voters = Arc::default();
        }
        let snapshot = Snapshot {
            number: self.number,
            at: Timestamp::now(),
            links: self.links.clone(),
            live: self.live(),
            facts: self.facts.clone(),
            backlog: self.backlog,
            minutes: self.minutes.clone(),
            hours: self.hours.clone(),
            ledgers: self.ledgers.clone(),
            sql: self.sql.clone(),
            check: self.check.clone(),
            recount: self.recount.clone(),
            cases: self.cases.clone(),
            notices: self.notices.clone(),
            desk,
            papers: self.papers.clone(),
            voters: self.voters.clone(),
        };
        self.published.publish(snapshot);
        (self.changed)();
    }

    fn live(&mut self) -> Option<Live> {
        let earlier = self.earlier();
        Some(Live {
            election: self.election.clone()?,
            newest: self.newest.clone()?,
            earlier,
            rounds: (self.sql.as_ref()).map_or_else(Arc::default, |sql| Arc::new(sql.rounds.clone())),
        })
    }

    /// Notes the votes of this moment when it is time to, and finds those of some minutes ago.
    fn earlier(&mut self) -> Option<Earlier> {
        let now = Instant::now();
        let due = self.noted.back().is_none_or(|(at, _)| *at + NOTED <= now);
        if due
            && self.links.caught_up
            && let Some(newest) = &self.newest
        {
            self.noted.push_back((now, Arc::new(votes(newest))));
        }
        // The oldest that is kept is the one that is looked for, or the first there was.
        while self.noted.len() > 1 && self.noted[1].0 + EARLIER <= now {
            self.noted.pop_front();
        }
        let (at, votes) = self.noted.front()?;
        Some(Earlier {
            age: now - *at,
            places: EARLIER_PLACES,
            votes: votes.clone(),
        })
    }
}

fn votes(newest: &Newest) -> Votes {
    let contests = newest.geography().contests();
    let places = newest.geography().places().len().min(EARLIER_PLACES);
    (0..places)
        .flat_map(|place| (0..contests).map(move |contest| (place, contest)))
        .filter_map(|(place, contest)| {
            let counts = newest.cell(place, contest)?.counts.as_ref()?;
            Some(((place, contest), counts.votes.clone()))
        })
        .collect()
}
