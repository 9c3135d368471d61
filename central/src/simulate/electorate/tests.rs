use std::collections::{HashMap, HashSet};

use jiff::civil::date;
use pollstream_protocol::tally::Tally;

use super::full_name::latin;
use super::*;
use crate::simulate::names::Order;
use pollstream_protocol::ballot::Mark;
use pollstream_protocol::definition::{Candidate, ElectionDefinition};

fn electorate(stations: u32, voters: u64, seed: u64) -> Electorate {
    Electorate::new(ElectorateOptions {
        stations,
        voters,
        seed,
        title: "Generated \"Election\" — élection".into(),
        election_id: "generated".parse().unwrap(),
        date: date(2026, 11, 3),
    })
}

fn definition(electorate: &Electorate) -> ElectionDefinition {
    ElectionDefinition::parse(&electorate.definition_toml()).unwrap()
}

fn all_voters(electorate: &Electorate) -> Vec<VoterRecord> {
    let stations = 0..electorate.options().stations;
    stations.flat_map(|s| electorate.voters_of(s)).collect()
}

#[test]
fn definitions_of_any_size_are_good() {
    for stations in [1, 2, 5, 16, 47, 200] {
        for seed in [0, 1, 99, u64::MAX] {
            let electorate = electorate(stations, 10, seed);
            let definition = definition(&electorate);
            assert_eq!(definition.polling_stations.len(), stations as usize);
            for (index, station) in (0..).zip(&definition.polling_stations) {
                assert_eq!(station.id, electorate.station_id(index));
                assert_eq!(definition.districts_above(&station.id).len(), 3, "three levels");
            }
        }
    }
}

#[test]
fn every_voter_is_without_fault_and_another_one() {
    let electorate = electorate(17, 5_000, 7);
    let definition = definition(&electorate);
    let mut ids = HashSet::new();
    for voter in all_voters(&electorate) {
        let faults = voter.faults(&definition);
        assert!(faults.is_empty(), "{}: {faults:?}", voter.registration_number);
        assert!(ids.insert(voter.voter_id));
        let fields = [
            &voter.email,
            &voter.phone,
            &voter.cell,
            &voter.picture,
            &voter.gender,
        ];
        assert!(fields.iter().all(|f| !f.is_empty()));
        let a = &voter.address;
        let parts = [&a.street, &a.city, &a.state, &a.country, &a.postcode];
        assert!(
            parts
                .iter()
                .all(|f| !f.is_empty() && !f.contains(['#', '{', '/'])),
            "{parts:?}"
        );
        assert!(
            !voter.name.contains(['/', '{']) && voter.email.is_ascii(),
            "{}",
            voter.email
        );
        assert!(voter.registered_at < utc(definition.date.to_datetime(time(0, 0, 0, 0))));
    }
    assert_eq!(ids.len(), 5_000);
    for n in 0..200 {
        let registrant = electorate.new_registrant(3, n);
        assert!(registrant.faults(&definition).is_empty());
        assert!(
            ids.insert(registrant.voter_id),
            "nobody on a roll registers again"
        );
        assert_eq!(registrant.accreditation, Accreditation::Pending);
    }
}

#[test]
fn the_electorate_is_believable() {
    let electorate = electorate(15, 20_000, 3);
    let voters = all_voters(&electorate);
    let share = |count: usize| 100.0 * count as f64 / voters.len() as f64;
    let percent = |test: &dyn Fn(&VoterRecord) -> bool| share(voters.iter().filter(|v| test(v)).count());
    assert!((0.6..1.5).contains(&percent(&|v| v.accreditation == Accreditation::Pending)));
    assert!((97.0..99.5).contains(&percent(&|v| v.accreditation == Accreditation::Accredited)));
    assert!((45.0..55.0).contains(&percent(&|v| v.gender == "female")));
    let day = electorate.options().date;
    let ages: Vec<_> = voters.iter().map(|v| v.age_on(day)).collect();
    assert_eq!((ages.iter().min(), ages.iter().max()), (Some(&18), Some(&100)));
    let scripts: [(&str, u32, u32); 8] = [
        ("Latin", 0x41, 0x7A),
        ("Greek", 0x370, 0x3FF),
        ("Cyrillic", 0x400, 0x4FF),
        ("Arabic", 0x600, 0x6FF),
        ("Devanagari", 0x900, 0x97F),
        ("Ethiopic", 0x1200, 0x137F),
        ("Han", 0x4E00, 0x9FFF),
        ("Hangul", 0xAC00, 0xD7A3),
    ];
    for (script, from, to) in scripts {
        let written = percent(&|v| v.name.chars().any(|c| (from..=to).contains(&u32::from(c))));
        assert!(written > 3.0, "{script}: {written} %");
    }
    let names: HashSet<_> = voters.iter().map(|v| &v.name).collect();
    assert!(share(names.len()) > 30.0, "{} names", names.len());
}

#[test]
fn stations_differ_and_add_up() {
    for (stations, voters) in [(1, 0), (1, 7), (2, 7), (5, 1_003), (6, 5), (15, 20_000)] {
        let electorate = electorate(stations, voters, 5);
        let sizes: Vec<_> = (0..stations).map(|s| electorate.voters_at(s)).collect();
        assert_eq!(sizes.iter().sum::<u64>(), voters, "{sizes:?}");
        assert_eq!(electorate.voters_of(0).count() as u64, sizes[0]);
    }
}

#[test]
fn ballots_may_be_cast_and_are_believable() {
    let electorate = electorate(5, 6_000, 11);
    let definition = definition(&electorate);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut tally = Tally::default();
    let mut skipped = 0;
    for voter in all_voters(&electorate) {
        let ballot = electorate.ballot(&definition, &voter, &mut rng);
        assert_eq!(ballot.style, voter.ballot_style);
        let ballot = ballot.validated(&definition).unwrap().into_ballot();
        let ranks = &ballot.contests[0].marks;
        skipped += usize::from(
            ranks
                .windows(2)
                .any(|w| w[0] == Mark::Blank && w[1] != Mark::Blank),
        );
        tally.add(&definition, &ballot);
    }
    assert!((10..200).contains(&skipped), "{skipped} ballots skip a rank");
    for (id, contest) in &tally.contests {
        let variation = definition.contest(id).unwrap().vote_variation;
        assert!(contest.adds_up(variation));
        let possible = contest.ballots * variation.countable_votes();
        assert!(
            contest.undervotes * 100 > possible && contest.undervotes * 4 < possible,
            "{contest:?}"
        );
        let most = contest.votes.values().max().unwrap();
        assert!(most * 100 < possible * 85, "{id}: nobody has nearly all votes");
    }
    let standing = |id: &str| {
        let contest = definition.contest(&id.parse().unwrap()).unwrap();
        let accredited = |c: &&Candidate| c.accreditation == Accreditation::Accredited;
        contest.candidates.iter().filter(accredited).count()
    };
    for id in ["mayor", "council", "measure"] {
        assert_eq!(
            tally.contests[&id.parse().unwrap()].votes.len(),
            standing(id),
            "{id}"
        );
    }
}

#[test]
fn places_lean_differently() {
    let electorate = electorate(8, 8_000, 2);
    let definition = definition(&electorate);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut leaders = HashMap::new();
    for station in 0..8 {
        let mut tally = Tally::default();
        for voter in electorate.voters_of(station) {
            tally.add(&definition, &electorate.ballot(&definition, &voter, &mut rng));
        }
        let mayor = &tally.contests[&"mayor".parse().unwrap()];
        *leaders.entry(mayor.leaders()[0].clone()).or_insert(0) += 1;
    }
    assert!(leaders.len() > 1, "{leaders:?}");
}

#[test]
fn one_seed_one_electorate() {
    let (a, b, c) = (
        electorate(4, 300, 1),
        electorate(4, 300, 1),
        electorate(4, 300, 2),
    );
    assert_eq!(a.definition_toml(), b.definition_toml());
    assert_ne!(a.definition_toml(), c.definition_toml());
    assert_eq!(all_voters(&a), all_voters(&b));
    assert_ne!(all_voters(&a), all_voters(&c));
    assert_eq!(a.new_registrant(1, 2), b.new_registrant(1, 2));
    assert_eq!(
        a.voters_of(2).nth(5),
        Some(b.voter(2, 5)),
        "whoever was asked for before"
    );
    let definition = definition(&a);
    let marks = |e: &Electorate| {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        let voters = all_voters(e);
        voters
            .iter()
            .map(|v| e.ballot(&definition, v, &mut rng))
            .collect::<Vec<_>>()
    };
    assert_eq!(marks(&a), marks(&b));
}

#[test]
fn the_tables_of_names_are_complete() {
    for culture in CULTURES {
        assert_eq!(culture.country_code.len(), 2);
        let same_length = culture.family_female.len() == culture.family.len();
        assert!(
            culture.family_female.is_empty() || same_length,
            "{}",
            culture.country
        );
        assert!(!culture.female.is_empty() && !culture.male.is_empty());
        assert_eq!(culture.family.is_empty(), culture.order == Order::GivenFather);
        let lists = [
            culture.female,
            culture.male,
            culture.family,
            culture.family_female,
        ];
        for name in lists.into_iter().flatten() {
            let latin = latin(name);
            let plain = latin.bytes().all(|b| b.is_ascii_lowercase());
            assert!(plain && !latin.is_empty(), "{name} → {latin}");
        }
    }
}
