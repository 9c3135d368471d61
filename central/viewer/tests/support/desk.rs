//! What lies on the officials' desk in the tests: three officials, and something of everything that is decided.

use std::sync::Arc;

use pollstream_central::admin::{CERTIFICATION, Hurdle};
use pollstream_central::store::candidate::{CandidateRow, PartyRow};
use pollstream_central::store::decision::{DecisionRow, ProposalRow};
use pollstream_central::store::election::ElectionStatus;
use pollstream_central::store::incident::CheckInRecord;
use pollstream_central::store::official::OfficialRow;
use pollstream_central::store::provisional::{CaseRow, CaseStatus, OnRecord};
use pollstream_central::store::registration::{Claim, RegistrationRow};
use pollstream_protocol::decision::Role;
use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::events::ResultsStatus;
use pollstream_protocol::ids::{CaseId, CaseKey, Incarnation, LogName, VoterId};
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use pollstream_viewer::Snapshot;
use pollstream_viewer::desk::{Outcome, Papers, Running, Session, Voters};
use pollstream_viewer::snapshot::Job;

use super::support::{at, finish, night};

/// A name that is as long as names may be.
pub(crate) const LONG: &str = "Maximiliana Alexandra Konstantina von und zu Hohenberg-Schwarzenfels-Lichtenau, \
    Reichsgräfin von der Mark, genannt Trips";

/// The desk on the evening, with nobody signed in.
pub(crate) fn desk() -> Snapshot {
    let mut snapshot = night(40);
    let election = snapshot.live.as_ref().expect("an election").election.clone();
    snapshot.papers = Arc::new(papers(&election.definition));
    snapshot
}

/// The same with an official, or an auditor, signed in.
pub(crate) fn desk_of(official: &str) -> Snapshot {
    let mut snapshot = desk();
    sign_in(&mut snapshot, official);
    snapshot
}

pub(crate) fn sign_in(snapshot: &mut Snapshot, official: &str) {
    let row = snapshot.papers.officials.iter();
    let mut row = row.filter(|o| o.id.as_str() == official);
    let row = row.next().expect("an official").clone();
    snapshot.desk.session = Some(Session {
        official: row.id,
        name: row.name,
        role: row.role,
        ends: at(300),
    });
    let election = snapshot.live.as_ref().expect("an election").election.clone();
    snapshot.voters = Arc::new(voters(&election.definition));
}

/// The election is closed, everything is counted.
pub(crate) fn closed(mut snapshot: Snapshot) -> Snapshot {
    finish(&mut snapshot, ResultsStatus::UnofficialComplete);
    let live = snapshot.live.as_mut().expect("an election");
    Arc::make_mut(&mut live.election).status = ElectionStatus::Closed;
    decide(
        &mut snapshot,
        "election_closed",
        "",
        &["anna"],
        "The election is over.",
    );
    snapshot
}

/// One more decision at the end of the chain.
pub(crate) fn decide(snapshot: &mut Snapshot, kind: &str, subject: &str, by: &[&str], reason: &str) {
    let papers = Arc::make_mut(&mut snapshot.papers);
    let number = papers.decisions.len() as u64;
    papers
        .decisions
        .insert(0, decision(number, kind, subject, by, reason));
}

/// What stands in the way was looked for.
pub(crate) fn looked(snapshot: &mut Snapshot, hurdles: &[(&str, bool)]) {
    let hurdle = |(what, despite): &(&str, bool)| Hurdle {
        what: (*what).to_owned(),
        despite: *despite,
    };
    snapshot.desk.hurdles = Job::Done {
        at: at(30),
        outcome: Ok(Arc::new(hurdles.iter().map(hurdle).collect())),
    };
}

/// Certification is proposed.
pub(crate) fn proposed(snapshot: &mut Snapshot, by: &str) {
    let papers = Arc::make_mut(&mut snapshot.papers);
    papers.proposals.push(proposal(
        CERTIFICATION,
        "9f4c21aa07be15d3",
        by,
        "The canvass is over.",
    ));
}

/// An order is being carried out.
pub(crate) fn running(mut snapshot: Snapshot, number: u64) -> Snapshot {
    snapshot.desk.running = Some(Running { number, since: at(2) });
    snapshot
}

/// An order has ended.
pub(crate) fn ended(mut snapshot: Snapshot, number: u64, refused: Option<&str>) -> Snapshot {
    snapshot.desk.running = None;
    snapshot.desk.last = Some(Outcome {
        number,
        refused: refused.map(str::to_owned),
    });
    snapshot
}

fn decision(number: u64, kind: &str, subject: &str, by: &[&str], reason: &str) -> DecisionRow {
    DecisionRow {
        number,
        kind: kind.into(),
        subject: subject.into(),
        officials: by.iter().map(ToString::to_string).collect(),
        reason: reason.into(),
        at: at(-9_000 + 400 * i64::try_from(number).expect("small")),
    }
}

fn proposal(about: &str, subject: &str, by: &str, reason: &str) -> ProposalRow {
    ProposalRow {
        id: id(about).0,
        about: about.into(),
        kind: "provisional_decided".into(),
        subject: subject.into(),
        official: by.into(),
        reason: reason.into(),
        at: at(-600),
    }
}

fn id(text: &str) -> VoterId {
    VoterId::derive(&"riverton-2026".parse().expect("an id"), text)
}

/// A provisional case.
pub(crate) fn case(number: &str) -> CaseKey {
    CaseKey {
        log: LogName {
            station: "st-olaf-hall".parse().expect("an id"),
            incarnation: Incarnation(1),
        },
        case: CaseId(id(&format!("case {number}")).0),
    }
}

fn papers(definition: &ElectionDefinition) -> Papers {
    let official = |id: &str, name: &str, role, disabled| OfficialRow {
        id: id.parse().expect("an id"),
        name: name.into(),
        role,
        disabled,
        failures: 0,
        locked_until: None,
        added_at: at(-90_000),
    };
    let decisions = [
        (
            "official_added",
            "anna central_official",
            &[][..],
            "the first official",
        ),
        (
            "official_added",
            "ben central_official",
            &["anna"],
            "added by an official",
        ),
        ("official_added", "odd auditor", &["anna"], "added by an official"),
        (
            "candidate_decided",
            "noor-haddad pending",
            &["anna"],
            "The nomination was filed on the last day, with 214 signatures.",
        ),
    ];
    let decisions: Vec<DecisionRow> = (decisions.iter().enumerate())
        .map(|(n, (kind, subject, by, reason))| decision(n as u64, kind, subject, by, reason))
        .rev()
        .collect();
    Papers {
        officials: vec![
            official("anna", "Anna Okoye", Role::CentralOfficial, false),
            official("ben", "Ben Falk", Role::CentralOfficial, false),
            official("carl", "Carl Gone", Role::CentralOfficial, true),
            official("odd", "Odd Nilsen", Role::Auditor, false),
        ],
        candidates: candidates(definition, &decisions[0]),
        parties: (definition.parties.iter())
            .map(|p| PartyRow {
                id: p.id.clone(),
                name: p.name.clone(),
                abbreviation: p.abbreviation.clone(),
            })
            .collect(),
        proposals: Vec::new(),
        decisions,
    }
}

fn candidates(definition: &ElectionDefinition, submitted: &DecisionRow) -> Vec<CandidateRow> {
    let mut rows = Vec::new();
    for contest in &definition.contests {
        for (order, candidate) in contest.candidates.iter().enumerate() {
            let party = candidate.party.as_ref().and_then(|id| definition.party(id));
            rows.push(CandidateRow {
                candidate: candidate.id.clone(),
                contest: contest.id.clone(),
                contest_title: contest.title.clone(),
                name: candidate.name.clone(),
                party: candidate.party.clone(),
                party_name: party.map(|p| p.name.clone()),
                accreditation: candidate.accreditation,
                picture: candidate.picture.clone(),
                biography: candidate.biography.clone(),
                platform: candidate.platform.clone(),
                ballot_order: i32::try_from(order).expect("small"),
                decided: None,
            });
        }
    }
    for (candidate, name) in [("noor-haddad", "Noor Haddad"), ("maximiliana", LONG)] {
        rows.push(CandidateRow {
            candidate: candidate.parse().expect("an id"),
            contest: "council".parse().expect("an id"),
            contest_title: "City Council, three seats".into(),
            name: name.into(),
            party: Some("green-valley".parse().expect("an id")),
            party_name: Some("Green Valley Party".into()),
            accreditation: Accreditation::Pending,
            picture: "pictures/noor-haddad.png".into(),
            biography: "Teaches chemistry at the high school and coaches its swimmers.".into(),
            platform: "A safe crossing at every school. A public pool that is open all year.".into(),
            ballot_order: 7,
            decided: Some(submitted.clone()),
        });
    }
    rows
}

fn voter(number: &str, name: &str, station: &str, accreditation: Accreditation) -> VoterRecord {
    VoterRecord {
        voter_id: id(number),
        registration_number: number.into(),
        name: name.into(),
        date_of_birth: "1990-02-28".parse().expect("a date"),
        gender: String::new(),
        nationality: "US".into(),
        address: Address {
            street: "14 Mill Lane".into(),
            city: "Riverton".into(),
            state: "IL".into(),
            country: "US".into(),
            postcode: "62701".into(),
        },
        email: "zoe@example.org".into(),
        phone: String::new(),
        cell: "+1 217 555 0142".into(),
        picture: String::new(),
        accreditation,
        polling_station: station.parse().expect("an id"),
        ballot_style: "city".parse().expect("an id"),
        registered_at: at(-7_200),
    }
}

fn voters(definition: &ElectionDefinition) -> Voters {
    let station = |n: usize| definition.polling_stations[n].id.clone();
    let zoe = voter(
        "NEW-0001",
        "Zoë Ångström",
        station(0).as_str(),
        Accreditation::Pending,
    );
    let elsewhere = VoterRecord {
        name: "Zoe Angstrom".into(),
        address: Address {
            street: "2 Dock Street".into(),
            ..zoe.address.clone()
        },
        polling_station: station(2),
        registered_at: at(-3_600),
        ..zoe.clone()
    };
    let look_alike = VoterRecord {
        email: String::new(),
        ..voter(
            "IL-77120",
            "ÅNGSTRÖM, Zoë",
            station(4).as_str(),
            Accreditation::Accredited,
        )
    };
    let mut registrations = vec![RegistrationRow {
        claims: vec![Claim {
            station: station(2),
            voter: elsewhere,
            at: at(-3_500),
        }],
        look_alikes: vec![look_alike],
        registered_by: Some(station(0)),
        voter: zoe,
    }];
    for (number, name) in [
        ("NEW-0002", LONG),
        ("NEW-0003", "陳美玲"),
        ("NEW-0004", "Ola Berg"),
    ] {
        registrations.push(RegistrationRow {
            voter: voter(number, name, station(1).as_str(), Accreditation::Pending),
            registered_by: Some(station(1)),
            claims: Vec::new(),
            look_alikes: Vec::new(),
        });
    }
    Voters {
        registrations,
        cases: cases(definition),
    }
}

fn cases(definition: &ElectionDefinition) -> Vec<CaseRow> {
    let station = |n: usize| definition.polling_stations[n].id.clone();
    let one = |number: &str, name: &str, reason: &str, has_ballot| CaseRow {
        case: case(number).case,
        incarnation: Incarnation(1),
        station: station(1),
        reason: reason.into(),
        claimant: voter(
            &format!("IL-{number}"),
            name,
            station(1).as_str(),
            Accreditation::Accredited,
        ),
        at: at(-5_000),
        status: CaseStatus::Pending,
        has_ballot,
        proposal: None,
        decided: None,
        on_record: None,
    };
    let checked_in = CheckInRecord {
        station: station(0).to_string(),
        incarnation: 1,
        seq: 120,
        at: at(-9_000),
        undone: false,
    };
    vec![
        CaseRow {
            on_record: Some(OnRecord {
                accreditation: Accreditation::Accredited,
                polling_station: station(0),
                check_ins: vec![checked_in],
            }),
            ..one("2001", "Ruth Adeyemi", "already_checked_in", true)
        },
        one("2002", "Miguel Santos", "not_on_roll", true),
        one("2003", "Ida Larsen", "roll_stale", false),
        CaseRow {
            proposal: Some(proposal(
                &format!("case/{}", case("2004")),
                &format!("{} release", case("2004").case),
                "anna",
                "The passport was shown to the presiding officer.",
            )),
            ..one("2004", "Sofia Petrova", "identity_doubted", true)
        },
        CaseRow {
            status: CaseStatus::Rejected,
            decided: Some(decision(
                4,
                "provisional_decided",
                "reject",
                &["anna", "ben"],
                "Voted at Old Docks before.",
            )),
            ..one("2005", "Tom Reed", "other_polling_station", true)
        },
    ]
}
