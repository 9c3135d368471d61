//! The desk against a real central, without a window: what a window would order is ordered, and what a window
//! would show is looked at. An election from its definition file to its certification.

use std::sync::Arc;
use std::time::{Duration, Instant};

use pollstream_central::admin::NewCandidate;
use pollstream_central::settings::{Settings, SettingsFile};
use pollstream_central::store::election::ElectionStatus;
use pollstream_protocol::voter::Accreditation;
use pollstream_tests::embedded::Embedded;
use pollstream_tests::{PATIENCE, repository};
use pollstream_viewer::command::{Deed, Folders, Order, Passphrase};
use pollstream_viewer::feed::{self, Background};
use pollstream_viewer::snapshot::{Job, Link};
use pollstream_viewer::{Command as Wish, Snapshot};
use zeroize::Zeroizing;

use super::decisions::{appoint, passphrase};

/// The background of a window, and the number of its last order.
struct Desk {
    background: Background,
    number: u64,
}

impl Desk {
    fn order(&self, order: Order) {
        let wish = Wish::Desk(order);
        self.background
            .commands
            .blocking_send(wish)
            .expect("the background");
    }

    /// Waits until something is so.
    #[track_caller]
    fn until(&self, what: &str, is_so: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let began = Instant::now();
        loop {
            let snapshot = self.background.published.newest();
            if is_so(&snapshot) {
                return snapshot;
            }
            assert!(began.elapsed() < PATIENCE, "{what}: {:?}", snapshot.desk);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Gives a numbered order; returns why it was refused.
    #[track_caller]
    fn ordered(&mut self, order: impl FnOnce(u64) -> Order) -> Option<String> {
        self.number += 1;
        let number = self.number;
        self.order(order(number));
        let ended = self.until("the order ends", |s| {
            s.desk.last.as_ref().is_some_and(|last| last.number == number)
        });
        ended.desk.last.clone().and_then(|last| last.refused)
    }

    #[track_caller]
    fn sign_in(&mut self, official: &str, passphrase: &str) -> Option<String> {
        let passphrase = Passphrase::new(Zeroizing::new(passphrase.to_owned()));
        self.ordered(|number| Order::SignIn {
            number,
            official: official.parse().expect("an id"),
            passphrase,
        })
    }

    #[track_caller]
    fn decide(&mut self, deed: Deed, reason: &str) -> Option<String> {
        let reason = reason.to_owned();
        self.ordered(|number| Order::Decide { number, deed, reason })
    }
}

#[test]
fn an_election_from_its_definition_file_to_its_certification() {
    let central = Embedded::new();
    let up = central.up(&["--throwaway"]);
    let data = central.data().to_owned();
    let folders = Folders {
        exports: central.beside("exports"),
        pictures: central.beside("pictures"),
    };
    let resolve = Arc::new(move || Settings::resolve(data.clone(), SettingsFile::default()));
    let background = feed::start(resolve, folders, || ()).expect("a thread");
    let mut desk = Desk {
        background,
        number: 0,
    };

    desk.until("no election", |s| s.links.postgres == Link::NoElection);
    let path = repository().join("examples/riverton.toml");
    assert_eq!(
        desk.ordered(|number| Order::ReadDefinition { number, path }),
        None
    );
    assert_eq!(desk.ordered(|number| Order::CreateElection { number }), None);
    desk.until("the election", |s| s.live.is_some());
    let again = desk.ordered(|number| Order::CreateElection { number });
    assert!(again.is_some_and(|why| why.contains("There is an election already")));

    appoint(|arguments| central.central(arguments));
    let wrong = desk.sign_in("anna", "five words of anna");
    assert!(wrong.is_some_and(|why| why.contains("The passphrase is wrong")));
    assert_eq!(desk.sign_in("anna", &passphrase("anna")), None);
    let signed_in = desk.until("Anna", |s| s.desk.session.is_some());
    assert_eq!(
        signed_in.desk.session.as_ref().map(|s| s.name.as_str()),
        Some("anna")
    );

    let eve = NewCandidate {
        id: "eve".parse().expect("an id"),
        contest: "council".parse().expect("an id"),
        name: "Eve Ångström".into(),
        party: None,
        picture: String::new(),
        biography: String::new(),
        platform: String::new(),
    };
    let submit = Deed::SubmitCandidate(eve);
    let empty = desk.decide(submit.clone(), "  ");
    assert!(empty.is_some_and(|why| why.contains("say why")));
    assert_eq!(desk.decide(submit.clone(), "filed in time"), None);
    let twice = desk.decide(submit, "filed in time");
    assert!(twice.is_some_and(|why| why.contains("already")));
    let accredit = Deed::DecideCandidate {
        candidate: "eve".parse().expect("an id"),
        to: Accreditation::Accredited,
    };
    assert_eq!(desk.decide(accredit, "the signatures are good"), None);
    desk.until("Eve is accredited, and the window has the revision", |s| {
        let eve = s.papers.candidates.iter().find(|c| c.candidate.as_str() == "eve");
        let version = s.live.as_ref().map(|live| live.election.version);
        version == Some(3) && eve.is_some_and(|eve| eve.accreditation == Accreditation::Accredited)
    });

    let early = desk.decide(
        Deed::Certify {
            seen: None,
            despite: None,
        },
        "too early",
    );
    assert!(early.is_some_and(|why| why.contains("not closed")));
    assert_eq!(desk.decide(Deed::Close, "the election is over"), None);
    desk.until("closed", |s| {
        s.live
            .as_ref()
            .is_some_and(|live| live.election.status == ElectionStatus::Closed)
    });
    desk.order(Order::Hurdles);
    let looked = desk.until("hurdles", |s| matches!(s.desk.hurdles, Job::Done { .. }));
    let Job::Done { outcome, .. } = &looked.desk.hurdles else {
        unreachable!("it was waited for");
    };
    assert_eq!(outcome.as_ref().map(|found| found.len()), Ok(0), "{outcome:?}");
    let certify = |seen| Deed::Certify { seen, despite: None };
    assert_eq!(desk.decide(certify(None), "the canvass is over"), None);
    let own = desk.until("the proposal", |s| s.papers.certification().is_some());
    let own = desk.decide(certify(own.papers.certification().cloned()), "");
    assert!(own.is_some_and(|why| why.contains("another official must sign in")));

    desk.order(Order::SignOut);
    desk.until("nobody is signed in", |s| s.desk.session.is_none());
    let nobody = desk.decide(certify(None), "x");
    assert!(nobody.is_some_and(|why| why.contains("sign in")));
    assert_eq!(desk.sign_in("ben", &passphrase("ben")), None);
    let unseen = desk.decide(certify(None), "the canvass is over");
    assert!(
        unseen.is_some_and(|why| why.contains("look again")),
        "what is not seen is not confirmed"
    );
    let seen = desk.until("the proposal", |s| s.papers.certification().is_some());
    assert_eq!(
        desk.decide(certify(seen.papers.certification().cloned()), ""),
        None
    );
    let certified = desk.until("certified", |s| {
        let status = s.live.as_ref().map(|live| live.election.status);
        status == Some(ElectionStatus::Certified)
            && s.papers
                .decisions
                .first()
                .is_some_and(|d| d.kind == "election_certified")
    });
    assert_eq!(certified.papers.decisions[0].officials, ["anna", "ben"]);
    assert!(
        certified
            .notices
            .iter()
            .any(|n| n.text.contains("The results are certified")),
        "{:?}",
        certified.notices
    );
    assert_eq!(up.terminate(), 0);
}
