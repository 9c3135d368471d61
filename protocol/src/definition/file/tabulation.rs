//! `seats` and `[contest.tabulation]`: how a contest's outcome is found.

use serde::Deserialize;
use toml::Spanned;

use super::{RawContest, Reader, Text};
use crate::definition::tabulation::{
    ApportionmentMethod, ApportionmentRules, MAX_DECIMAL_PLACES, MAX_SEATS, MeasureBase, MeasureRules,
    OnFault, Quota, RankedMethod, RankedRules, Share, Surpluses, Tabulation, TieRule,
};
use crate::definition::{Contest, VoteVariation};
use crate::ids::CandidateId;
use crate::limits::MAX_SLOTS_PER_CONTEST;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTabulation {
    method: Spanned<String>,
    // Ranked contests.
    overvoted_rank: Option<Text>,
    skipped_ranks: Option<Spanned<i64>>,
    repeated_candidate: Option<Text>,
    batch_elimination: Option<Spanned<bool>>,
    continue_until_two: Option<Spanned<bool>>,
    first_round_threshold: Option<Spanned<bool>>,
    ties: Option<Text>,
    quota: Option<Text>,
    fractional_threshold: Option<Spanned<bool>>,
    decimal_places: Option<Spanned<i64>>,
    surpluses: Option<Text>,
    write_ins: Option<Text>,
    withdrawn: Option<Text>,
    live_rounds: Option<Spanned<bool>>,
    share: Option<Text>,
    cut_off: Option<Spanned<bool>>,
    // Measures.
    approve: Option<Text>,
    of: Option<Text>,
    more_than: Option<Text>,
    at_least: Option<Text>,
    quorum: Option<Text>,
    // Party lists.
    threshold: Option<Text>,
}

#[derive(Clone, Copy, PartialEq)]
enum Method {
    MostVotes,
    Measure,
    PartyList(ApportionmentMethod),
    Ranked(RankedMethod),
}

const NO_SHARE: RankedMethod = RankedMethod::BottomsUpShare {
    share: Share::NONE,
    cut_off: false,
};

const METHODS: [(&str, Method); 13] = [
    ("most_votes", Method::MostVotes),
    ("measure", Method::Measure),
    ("dhondt", Method::PartyList(ApportionmentMethod::Dhondt)),
    (
        "sainte_lague",
        Method::PartyList(ApportionmentMethod::SainteLague),
    ),
    (
        "modified_sainte_lague",
        Method::PartyList(ApportionmentMethod::ModifiedSainteLague),
    ),
    (
        "largest_remainder_hare",
        Method::PartyList(ApportionmentMethod::LargestRemainderHare),
    ),
    (
        "largest_remainder_droop",
        Method::PartyList(ApportionmentMethod::LargestRemainderDroop),
    ),
    ("instant_runoff", Method::Ranked(RankedMethod::InstantRunoff)),
    (
        "single_transferable_vote",
        Method::Ranked(RankedMethod::SingleTransferableVote),
    ),
    ("meek", Method::Ranked(RankedMethod::Meek)),
    ("bottoms_up", Method::Ranked(RankedMethod::BottomsUp)),
    ("bottoms_up_share", Method::Ranked(NO_SHARE)),
    ("sequential", Method::Ranked(RankedMethod::Sequential)),
];

/// A key, where it stands in the file, and the methods to which it means something.
type Key = (&'static str, Option<usize>, fn(Method) -> bool);

/// Where the keys stand that a file gives, with the methods that know them.
fn keys(raw: &RawTabulation) -> Vec<Key> {
    fn start<T>(value: Option<&Spanned<T>>) -> Option<usize> {
        value.map(|v| v.span().start)
    }
    use RankedMethod::{InstantRunoff, Meek, Sequential, SingleTransferableVote};
    let ranked: fn(Method) -> bool = |m| matches!(m, Method::Ranked(_));
    let measure: fn(Method) -> bool = |m| m == Method::Measure;
    let share: fn(Method) -> bool = |m| m == Method::Ranked(NO_SHARE);
    let run_off: fn(Method) -> bool = |m| matches!(m, Method::Ranked(InstantRunoff | Sequential));
    let stv: fn(Method) -> bool = |m| m == Method::Ranked(SingleTransferableVote);
    let first_round: fn(Method) -> bool =
        |m| m == Method::Ranked(InstantRunoff) || m == Method::Ranked(NO_SHARE);
    let meek_not: fn(Method) -> bool = |m| matches!(m, Method::Ranked(m) if m != Meek && m != NO_SHARE);
    vec![
        ("overvoted_rank", start(raw.overvoted_rank.as_ref()), ranked),
        ("skipped_ranks", start(raw.skipped_ranks.as_ref()), ranked),
        (
            "repeated_candidate",
            start(raw.repeated_candidate.as_ref()),
            ranked,
        ),
        (
            "batch_elimination",
            start(raw.batch_elimination.as_ref()),
            run_off,
        ),
        (
            "continue_until_two",
            start(raw.continue_until_two.as_ref()),
            run_off,
        ),
        (
            "first_round_threshold",
            start(raw.first_round_threshold.as_ref()),
            first_round,
        ),
        ("ties", start(raw.ties.as_ref()), ranked),
        ("quota", start(raw.quota.as_ref()), meek_not),
        (
            "fractional_threshold",
            start(raw.fractional_threshold.as_ref()),
            stv,
        ),
        ("decimal_places", start(raw.decimal_places.as_ref()), stv),
        ("surpluses", start(raw.surpluses.as_ref()), stv),
        ("write_ins", start(raw.write_ins.as_ref()), ranked),
        ("withdrawn", start(raw.withdrawn.as_ref()), ranked),
        ("live_rounds", start(raw.live_rounds.as_ref()), ranked),
        ("share", start(raw.share.as_ref()), share),
        ("cut_off", start(raw.cut_off.as_ref()), share),
        ("approve", start(raw.approve.as_ref()), measure),
        ("of", start(raw.of.as_ref()), measure),
        ("more_than", start(raw.more_than.as_ref()), measure),
        ("at_least", start(raw.at_least.as_ref()), measure),
        ("quorum", start(raw.quorum.as_ref()), measure),
        ("threshold", start(raw.threshold.as_ref()), |m| {
            matches!(m, Method::PartyList(_))
        }),
    ]
}

impl Reader<'_, '_> {
    /// Seats and the way to fill them.
    pub(super) fn outcome_rules(
        &mut self,
        contest: &RawContest,
        variation: VoteVariation,
    ) -> (u16, Tabulation) {
        let ranked = matches!(variation, VoteVariation::Ranked { .. });
        // Who may vote for three usually elects three; ranks say nothing of seats.
        let usual = match variation {
            VoteVariation::Plurality { votes_allowed } => i64::from(votes_allowed),
            VoteVariation::Ranked { .. } => 1,
        };
        let seats = self.number(contest.seats.as_ref(), "seats", usual, 1, i64::from(MAX_SEATS));
        let seats = u16::try_from(seats).unwrap_or(1);
        let Some(raw) = &contest.tabulation else {
            let rules = if ranked {
                Tabulation::Ranked(RankedRules::standard(seats))
            } else {
                Tabulation::MostVotes
            };
            return (seats, rules);
        };
        let usual = match (ranked, seats) {
            (true, 1) => Method::Ranked(RankedMethod::InstantRunoff),
            (true, _) => Method::Ranked(RankedMethod::SingleTransferableVote),
            (false, _) => Method::MostVotes,
        };
        let method = self.choice(Some(&raw.method), usual, &METHODS);
        let at = raw.method.span().start;
        if matches!(method, Method::Ranked(_)) != ranked {
            let variation = if ranked { "ranked" } else { "plurality" };
            let name = raw.method.get_ref();
            self.problems.at(
                at,
                format!("method `{name}` does not count a contest that is {variation}"),
            );
            return (seats, Tabulation::MostVotes);
        }
        for (name, at, known) in keys(raw) {
            if let Some(at) = at
                && !known(method)
            {
                let rule = format!("`{name}` means nothing to the method `{}`", raw.method.get_ref());
                self.problems.at(at, rule);
            }
        }
        let rules = match method {
            Method::MostVotes => Tabulation::MostVotes,
            Method::Measure => self.measure(raw),
            Method::PartyList(method) => Tabulation::PartyList(ApportionmentRules {
                method,
                threshold: self.share(raw.threshold.as_ref()).unwrap_or(Share::NONE),
            }),
            Method::Ranked(method) => Tabulation::Ranked(self.ranked_rules(raw, method, seats)),
        };
        (seats, rules)
    }

    fn measure(&mut self, raw: &RawTabulation) -> Tabulation {
        let Some(approve) = raw.approve.as_ref().and_then(|id| self.id::<CandidateId>(id)) else {
            let at = raw.method.span().start;
            self.problems
                .at(at, "a measure needs `approve`: the candidate that stands for yes");
            return Tabulation::MostVotes;
        };
        if let (Some(_), Some(second)) = (&raw.more_than, &raw.at_least) {
            let rule = "a measure has `more_than` or `at_least`, not both";
            self.problems.at(second.span().start, rule);
        }
        let more_than = self.share(raw.more_than.as_ref());
        let at_least = self.share(raw.at_least.as_ref());
        let of = self.choice(
            raw.of.as_ref(),
            MeasureBase::Votes,
            &[("votes", MeasureBase::Votes), ("ballots", MeasureBase::Ballots)],
        );
        Tabulation::Measure(MeasureRules {
            approve,
            of,
            share: more_than.or(at_least).unwrap_or(Share::HALF),
            share_suffices: more_than.is_none() && at_least.is_some(),
            quorum: self.share(raw.quorum.as_ref()).unwrap_or(Share::NONE),
        })
    }

    fn ranked_rules(&mut self, raw: &RawTabulation, method: RankedMethod, seats: u16) -> RankedRules {
        let usual = RankedRules::standard(seats);
        let faults = [("exhaust", OnFault::Exhaust), ("skip", OnFault::Skip)];
        let at = raw.method.span().start;
        if method == RankedMethod::InstantRunoff && seats > 1 {
            let rule = "an instant run-off fills one seat; for more: `single_transferable_vote`, `meek`, \
                        `bottoms_up` or `sequential`";
            self.problems.at(at, rule);
        }
        let method = match method {
            RankedMethod::BottomsUpShare { .. } => {
                if raw.share.is_none() {
                    self.problems.at(at, "`bottoms_up_share` needs `share`");
                }
                RankedMethod::BottomsUpShare {
                    share: self.share(raw.share.as_ref()).unwrap_or(Share::NONE),
                    cut_off: flag(raw.cut_off.as_ref()),
                }
            }
            method => method,
        };
        let most_ranks = i64::try_from(MAX_SLOTS_PER_CONTEST).unwrap_or(i64::MAX);
        let skipped =
            (raw.skipped_ranks.as_ref()).map(|n| self.number(Some(n), "skipped_ranks", 0, 0, most_ranks));
        let places = self.number(
            raw.decimal_places.as_ref(),
            "decimal_places",
            i64::from(usual.decimal_places),
            0,
            i64::from(MAX_DECIMAL_PLACES),
        );
        let skip_withdrawn = self.choice(
            raw.withdrawn.as_ref(),
            false,
            &[("counted", false), ("skipped", true)],
        );
        RankedRules {
            method,
            overvoted_rank: self.choice(raw.overvoted_rank.as_ref(), usual.overvoted_rank, &faults),
            skipped_ranks: skipped.and_then(|n| u16::try_from(n).ok()),
            repeated_candidate: self.choice(
                raw.repeated_candidate.as_ref(),
                usual.repeated_candidate,
                &faults,
            ),
            batch_elimination: flag(raw.batch_elimination.as_ref()),
            continue_until_two: flag(raw.continue_until_two.as_ref()),
            first_round_threshold: flag(raw.first_round_threshold.as_ref()),
            ties: self.choice(
                raw.ties.as_ref(),
                usual.ties,
                &[
                    ("lot", TieRule::Lot),
                    ("previous_round", TieRule::PreviousRound),
                    ("recorded_order", TieRule::RecordedOrder),
                ],
            ),
            quota: self.choice(
                raw.quota.as_ref(),
                usual.quota,
                &[("droop", Quota::Droop), ("hare", Quota::Hare)],
            ),
            fractional_threshold: flag(raw.fractional_threshold.as_ref()),
            decimal_places: u8::try_from(places).unwrap_or(usual.decimal_places),
            surpluses: self.choice(
                raw.surpluses.as_ref(),
                usual.surpluses,
                &[
                    ("largest_first", Surpluses::LargestFirst),
                    ("together", Surpluses::Together),
                    ("one_winner_a_round", Surpluses::OneWinnerARound),
                ],
            ),
            write_ins: raw.write_ins.as_ref().and_then(|id| self.id(id)),
            skip_withdrawn,
            live_rounds: flag(raw.live_rounds.as_ref()),
        }
    }

    fn share(&mut self, text: Option<&Text>) -> Option<Share> {
        let text = text?;
        match text.get_ref().parse() {
            Ok(share) => Some(share),
            Err(error) => {
                let error: crate::definition::tabulation::ShareError = error;
                self.problems.at(text.span().start, error.to_string());
                None
            }
        }
    }

    /// The candidates that rules name must stand in the contest. Lines are known by the contests' ids only here.
    pub(super) fn rules_name_candidates(&mut self, contests: &[Contest], lines: &[usize]) {
        for (contest, at) in contests.iter().zip(lines) {
            let (named, key) = match &contest.tabulation {
                Tabulation::Measure(rules) => (Some(&rules.approve), "approve"),
                Tabulation::Ranked(rules) => (rules.write_ins.as_ref(), "write_ins"),
                Tabulation::MostVotes | Tabulation::PartyList(_) => (None, ""),
            };
            if let Some(id) = named
                && contest.candidate(id).is_none()
            {
                let rule = format!(
                    "{key}: candidate `{id}` does not stand in contest `{}`",
                    contest.id
                );
                self.problems.at(*at, rule);
            }
        }
    }
}

fn flag(value: Option<&Spanned<bool>>) -> bool {
    value.is_some_and(|v| *v.get_ref())
}
