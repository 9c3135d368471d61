use std::collections::HashMap;

use jiff::civil::date;

use super::*;
use crate::simulate::electorate::ElectorateOptions;

fn electorate(stations: u32, voters: u64, seed: u64) -> Electorate {
    Electorate::new(ElectorateOptions {
        stations,
        voters,
        seed,
        title: "Generated".into(),
        election_id: "generated".parse().unwrap(),
        date: date(2026, 11, 3),
    })
}

#[test]
fn one_seed_gives_one_day_and_another_seed_another() {
    let day = |seed, station| Day::draw(&electorate(3, 600, seed), station, 70, true);
    assert_eq!(day(5, 1), day(5, 1));
    assert_ne!(day(5, 1), day(6, 1));
    assert_ne!(day(5, 1).acts.len(), day(5, 2).acts.len());
}

/// Follows each voter and each case from act to act: what is not allowed at a station is not in a plan.
#[test]
fn every_act_is_allowed_where_it_stands() {
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Stage {
        CheckedIn,
        Issued,
        Undone,
        Done,
    }
    for (stations, voters, turnout) in [
        (1, 1, 100),
        (1, 60, 100),
        (4, 2_000, 66),
        (7, 9, 50),
        (3, 500, 1),
        (2, 0, 50),
    ] {
        let electorate = electorate(stations, voters, 11);
        for station in 0..stations {
            let day = Day::draw(&electorate, station, turnout, station == 1);
            let (mut voters, mut cases) = (HashMap::new(), HashMap::new());
            let (mut registered, mut open, mut online, mut before) = (HashSet::new(), false, true, 0);
            for (at, act) in &day.acts {
                assert!(*at >= before, "in order of time");
                before = *at;
                match act {
                    Act::Open | Act::Resume => {
                        assert!(!open);
                        open = true;
                    }
                    Act::Pause | Act::Close => {
                        assert!(open);
                        open = false;
                    }
                    Act::Offline => assert!(std::mem::replace(&mut online, false)),
                    Act::Online => assert!(!std::mem::replace(&mut online, true)),
                    Act::Register(n) => assert!(registered.insert(*n)),
                    Act::CheckIn(n, _) => {
                        let known = voters.insert(*n, Stage::CheckedIn);
                        assert!(
                            open && matches!(known, None | Some(Stage::Undone)),
                            "{n}: {known:?}"
                        );
                    }
                    Act::Undo(n) => assert_eq!(voters.insert(*n, Stage::Undone), Some(Stage::CheckedIn)),
                    Act::Issue(n) => {
                        assert!(open, "a ballot is issued while the polls are open");
                        assert_eq!(voters.insert(*n, Stage::Issued), Some(Stage::CheckedIn));
                    }
                    Act::Spoil(n) => assert_eq!(voters[n], Stage::Issued),
                    Act::Cast(n) | Act::Flee(n) => {
                        assert_eq!(voters.insert(*n, Stage::Done), Some(Stage::Issued));
                    }
                    Act::OpenCase(case, claimant, reason) => {
                        assert!(open && cases.insert(*case, Stage::Issued).is_none());
                        match (reason, claimant) {
                            (ProvisionalReason::NotAccredited, Claimant::Newcomer(n)) => {
                                assert!(registered.contains(n));
                            }
                            (ProvisionalReason::NotOnRoll, Claimant::Newcomer(n)) => {
                                assert!(!registered.contains(n));
                            }
                            (ProvisionalReason::AlreadyCheckedIn, Claimant::OnRoll(n)) => {
                                assert!(voters.contains_key(n) && voters[n] != Stage::Undone);
                            }
                            (
                                ProvisionalReason::RollStale | ProvisionalReason::IdentityDoubted,
                                Claimant::OnRoll(n),
                            ) => assert!(!voters.contains_key(n)),
                            (ProvisionalReason::OtherPollingStation, Claimant::Elsewhere(other, n)) => {
                                assert!(*other != station && *n < electorate.voters_at(*other));
                            }
                            other => panic!("{other:?}"),
                        }
                    }
                    Act::CastCase(case) => assert_eq!(cases.insert(*case, Stage::Done), Some(Stage::Issued)),
                    Act::Incident(_) => {}
                }
            }
            assert!(!open && online && before > CLOSES);
            assert!(
                voters.values().all(|s| matches!(s, Stage::Done | Stage::Undone)),
                "nobody holds a ballot"
            );
            assert!(cases.values().all(|s| *s == Stage::Done));
            let counts = day.counts();
            assert_eq!(
                counts.check_ins,
                counts.ballots + counts.fled,
                "as the close report reconciles"
            );
            assert_eq!(counts.provisional, cases.len() as u64);
        }
    }
}

#[test]
fn a_station_has_everything_that_happens_at_stations_and_the_turnout_asked_for() {
    let electorate = electorate(5, 3_000, 7);
    for station in 0..5 {
        let day = Day::draw(&electorate, station, 66, false);
        let counts = day.counts();
        let all = [counts.registrations, counts.undone, counts.spoiled, counts.fled];
        assert!(all.iter().all(|n| *n > 0), "{counts:?}");
        let reasons: HashSet<_> = (day.acts.iter())
            .filter_map(|(_, act)| match act {
                Act::OpenCase(_, _, reason) => Some(*reason),
                _ => None,
            })
            .collect();
        assert_eq!(reasons.len(), ProvisionalReason::ALL.len());
        let share = counts.check_ins as f64 / electorate.voters_at(station) as f64;
        assert!((0.60..0.67).contains(&share), "{share}");
    }
}

#[test]
fn most_voters_come_after_breakfast_and_after_work() {
    let day = Day::draw(&electorate(2, 8_000, 3), 1, 70, false);
    let mut hours = [0u32; 24];
    for at in day.arrivals() {
        hours[(at / HOUR) as usize] += 1;
    }
    assert!(hours[..7].iter().chain(&hours[20..]).all(|n| *n == 0));
    assert!(hours[7..20].iter().all(|n| *n > 0));
    assert!(hours[8] > hours[10] && hours[17] > hours[14] * 2, "{hours:?}");
}
