//! Generators of everything that travels.

use jiff::Timestamp;
use jiff::civil::Date;
use pollstream_protocol::ballot::{Ballot, Mark};
use pollstream_protocol::definition::VoteVariation;
use pollstream_protocol::entry::{
    Action, BallotGroup, CloseReport, EntryBody, IncidentKind, ProvisionalReason, ZeroReport,
};
use pollstream_protocol::ids::{BallotStyleId, CaseId, StationId, VoterId};
use pollstream_protocol::limits::MAX_NUMBER;
use pollstream_protocol::seal::SealedBallot;
use pollstream_protocol::voter::{Accreditation, Address, VoterRecord};
use proptest::array::{uniform16, uniform32};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::fixtures::definition;

/// A line in any script, without control characters.
pub(crate) fn line() -> impl Strategy<Value = String> {
    "\\PC{0,24}"
}

fn text() -> impl Strategy<Value = String> {
    "[\\PC\n\t]{0,60}"
}

fn slug() -> impl Strategy<Value = String> {
    "[a-z0-9][a-z0-9_-]{0,12}"
}

fn station() -> impl Strategy<Value = StationId> {
    slug().prop_map(|s| s.parse().unwrap())
}

fn style() -> impl Strategy<Value = BallotStyleId> {
    slug().prop_map(|s| s.parse().unwrap())
}

fn uuid() -> impl Strategy<Value = Uuid> {
    uniform16(any::<u8>()).prop_map(Uuid::from_bytes)
}

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![0..1_000u64, 0..=MAX_NUMBER]
}

fn at() -> impl Strategy<Value = Timestamp> {
    (-62_135_596_800i64..=253_402_207_200).prop_map(|s| Timestamp::from_second(s).unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

pub(crate) fn voter() -> impl Strategy<Value = VoterRecord> {
    let person = (uuid(), line(), line(), day(), line(), line());
    let contact = (vec(line(), 5), line(), line(), line(), line());
    let standing = (
        select(vec![
            Accreditation::Pending,
            Accreditation::Accredited,
            Accreditation::Rejected,
            Accreditation::Withdrawn,
        ]),
        station(),
        style(),
        at(),
    );
    (person, contact, standing).prop_map(|(person, contact, standing)| {
        let (id, registration_number, name, date_of_birth, gender, nationality) = person;
        let (address, email, phone, cell, picture) = contact;
        let (accreditation, polling_station, ballot_style, registered_at) = standing;
        let [street, city, state, country, postcode] = address.try_into().unwrap();
        VoterRecord {
            voter_id: VoterId(id),
            registration_number,
            name,
            date_of_birth,
            gender,
            nationality,
            address: Address {
                street,
                city,
                state,
                country,
                postcode,
            },
            email,
            phone,
            cell,
            picture,
            accreditation,
            polling_station,
            ballot_style,
            registered_at,
        }
    })
}

fn sealed_ballots() -> impl Strategy<Value = Vec<SealedBallot>> {
    // Distinct and sorted, as a map is.
    btree_map(uniform32(any::<u8>()), vec(any::<u8>(), 0..100), 1..8).prop_map(|ballots| {
        (ballots.into_iter())
            .map(|(encapped_key, ciphertext)| SealedBallot {
                encapped_key,
                ciphertext,
            })
            .collect()
    })
}

fn group() -> impl Strategy<Value = EntryBody> {
    (style(), sealed_ballots()).prop_map(|(ballot_style, ballots)| {
        EntryBody::BallotGroup(BallotGroup {
            ballot_style,
            ballots,
        })
    })
}

fn provisional_ballot() -> impl Strategy<Value = EntryBody> {
    (uuid(), style(), sealed_ballots()).prop_map(|(case, ballot_style, mut ballots)| {
        EntryBody::ProvisionalBallot {
            case_id: CaseId(case),
            ballot_style,
            ballot: ballots.remove(0),
        }
    })
}

fn recovery_copy() -> impl Strategy<Value = EntryBody> {
    sealed_ballots().prop_map(|mut ballots| EntryBody::RecoveryCopy(ballots.remove(0)))
}

/// An entry with sealed ballots.
pub(crate) fn ballots_entry() -> impl Strategy<Value = EntryBody> {
    prop_oneof![group(), provisional_ballot(), recovery_copy()]
}

/// An entry without ballots.
pub(crate) fn event_entry() -> impl Strategy<Value = EntryBody> {
    let action = select(Action::ALL.to_vec())
        .prop_filter("has its own variant", |a| *a != Action::ProvisionalCaseOpened);
    prop_oneof![
        (voter(), line()).prop_map(|(voter, officer)| EntryBody::Registration { voter, officer }),
        (uuid(), style(), line(), at()).prop_map(|(id, ballot_style, officer, at)| EntryBody::CheckIn {
            voter_id: VoterId(id),
            ballot_style,
            officer,
            at
        }),
        (uuid(), number(), text(), line(), at()).prop_map(|(id, check_in_seq, reason, officer, at)| {
            EntryBody::CheckInUndone {
                voter_id: VoterId(id),
                check_in_seq,
                reason,
                officer,
                at,
            }
        }),
        (vec(number(), 4), vec(line(), 0..5), at(), line()).prop_map(|(n, officers, at, outside_hours)| {
            EntryBody::PollsOpened {
                zero_report: ZeroReport {
                    check_ins: n[0],
                    ballots: n[1],
                    provisional: n[2],
                    spoiled: n[3],
                },
                officers,
                at,
                outside_hours,
            }
        }),
        (text(), line(), at()).prop_map(|(reason, officer, at)| EntryBody::PollsPaused {
            reason,
            officer,
            at
        }),
        (line(), at()).prop_map(|(officer, at)| EntryBody::PollsResumed { officer, at }),
        (close_report(), vec(line(), 0..5), at()).prop_map(|(close_report, officers, at)| {
            EntryBody::PollsClosed {
                close_report,
                officers,
                at,
            }
        }),
        (select(IncidentKind::ALL.to_vec()), text(), line(), at()).prop_map(|(kind, text, officer, at)| {
            EntryBody::Incident {
                kind,
                text,
                officer,
                at,
            }
        }),
        (action, line(), at(), text()).prop_map(|(action, officer, at, text)| EntryBody::OfficerAction {
            action,
            officer,
            at,
            text
        }),
        (
            uuid(),
            select(ProvisionalReason::ALL.to_vec()),
            voter(),
            line(),
            line(),
            at()
        )
            .prop_map(
                |(case, reason, claimant, declared, officer, at)| EntryBody::ProvisionalCase {
                    case_id: CaseId(case),
                    reason,
                    claimant,
                    declared,
                    officer,
                    at,
                }
            ),
    ]
}

pub(crate) fn close_report() -> impl Strategy<Value = CloseReport> {
    vec(number(), 8).prop_map(|n| CloseReport {
        check_ins: n[0],
        undone: n[1],
        ballots: n[2],
        provisional: n[3],
        spoiled: n[4],
        fled: n[5],
        registrations: n[6],
        provisional_cases: n[7],
    })
}

pub(crate) fn entry() -> impl Strategy<Value = EntryBody> {
    prop_oneof![1 => ballots_entry(), 4 => event_entry()]
}

/// A ballot of the test election as a voter might mark it; mostly one that may be cast.
pub(crate) fn ballot() -> impl Strategy<Value = Ballot> {
    let definition = definition();
    let styles = definition.ballot_styles.clone();
    (select(styles), any::<[u8; 16]>()).prop_map(move |(style, dice)| {
        let mut dice = dice.into_iter().cycle();
        let mut roll = move || dice.next().unwrap_or(0);
        let mut ballot = Ballot::blank(&definition, &style.id).unwrap();
        for selections in &mut ballot.contests {
            let contest = definition.contest(&selections.contest).unwrap();
            let plurality = matches!(contest.vote_variation, VoteVariation::Plurality { .. });
            let mut free: Vec<_> = (contest.candidates.iter())
                .filter(|c| c.accreditation == Accreditation::Accredited)
                .map(|c| c.id.clone())
                .collect();
            for mark in &mut selections.marks {
                let n = usize::from(roll());
                *mark = match n % 8 {
                    0 | 1 => Mark::Blank,
                    2 if contest.overvote_permitted => Mark::Overvote,
                    _ if free.is_empty() => Mark::Blank,
                    _ if plurality => Mark::Candidate(free.remove(n / 8 % free.len())),
                    _ => Mark::Candidate(free[n / 8 % free.len()].clone()),
                };
            }
        }
        ballot
    })
}
