//! What generated voters mark.

use pollstream_protocol::ballot::{Ballot, ContestSelections, Mark};
use pollstream_protocol::definition::{Candidate, Contest, ElectionDefinition, VoteVariation};
use pollstream_protocol::ids::StationId;
use pollstream_protocol::voter::{Accreditation, VoterRecord};
use rand::{Rng, RngExt};

use super::Electorate;

impl Electorate {
    /// What a voter marks, in any election: parties are more popular in some places than in others, some
    /// candidates are better than others, and everybody is an individual. Some leave marks blank, skip a rank
    /// or rank one candidate twice; where it is permitted, a few overvote. Always a ballot that may be cast.
    pub fn ballot(&self, definition: &ElectionDefinition, voter: &VoterRecord, rng: &mut impl Rng) -> Ballot {
        let mut ballot = Ballot::blank(definition, &voter.ballot_style).unwrap_or_else(|_| Ballot {
            style: voter.ballot_style.clone(),
            contests: Vec::new(),
        });
        let leaning = self.leaning(definition, &voter.polling_station, rng);
        for selections in &mut ballot.contests {
            if let Some(contest) = definition.contest(&selections.contest) {
                self.mark(contest, leaning, selections, rng);
            }
        }
        ballot
    }

    /// The party that a voter of this place leans to; `None` without parties.
    fn leaning<'a>(
        &self,
        definition: &'a ElectionDefinition,
        station: &StationId,
        rng: &mut impl Rng,
    ) -> Option<&'a str> {
        let popularity =
            |party: &str| 1.2 * self.taste(&[party]) + 1.6 * self.taste(&[party, station.as_str()]);
        (definition.parties.iter())
            .map(|party| (popularity(party.id.as_str()) + noise(rng), party.id.as_str()))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, party)| party)
    }

    fn mark(
        &self,
        contest: &Contest,
        leaning: Option<&str>,
        selections: &mut ContestSelections,
        rng: &mut impl Rng,
    ) {
        if contest.overvote_permitted && rng.random_bool(0.003) {
            selections.marks[0] = Mark::Overvote;
            return;
        }
        let liked = self.in_order_of_liking(contest, leaning, rng);
        match contest.vote_variation {
            VoteVariation::Ranked { .. } => rank(&liked, &mut selections.marks, rng),
            VoteVariation::Plurality { .. } => choose(&liked, &mut selections.marks, rng),
        }
    }

    fn in_order_of_liking<'a>(
        &self,
        contest: &'a Contest,
        leaning: Option<&str>,
        rng: &mut impl Rng,
    ) -> Vec<&'a Candidate> {
        let mut liked: Vec<_> = (contest.candidates.iter())
            .filter(|c| c.accreditation == Accreditation::Accredited)
            .map(|candidate| {
                let own_party =
                    leaning.is_some_and(|l| candidate.party.as_ref().is_some_and(|p| p.as_str() == l));
                let id = candidate.id.as_str();
                let liking = 1.5 * self.taste(&[id])
                    + 0.8 * self.taste(&[id, leaning.unwrap_or_default()])
                    + if own_party { 2.2 } else { 0.0 }
                    + noise(rng);
                (liking, candidate)
            })
            .collect();
        liked.sort_by(|a, b| b.0.total_cmp(&a.0));
        liked.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// A fixed number between 0 and 1 for these words under this seed.
    fn taste(&self, words: &[&str]) -> f64 {
        // FNV-1a, then the finaliser of SplitMix64: fast, and the same on every machine.
        let mut hash = self.options.seed ^ 0xCBF2_9CE4_8422_2325;
        for byte in words.iter().flat_map(|word| word.bytes().chain([0])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((hash ^ (hash >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Gumbel noise: the highest of several values with it is a choice in proportion to their exponentials.
fn noise(rng: &mut impl Rng) -> f64 {
    let u: f64 = rng.random_range(f64::MIN_POSITIVE..1.0);
    -(-u.ln()).ln()
}

fn rank(liked: &[&Candidate], marks: &mut [Mark], rng: &mut impl Rng) {
    let given = match rng.random_range(0..100) {
        0..3 => 0,
        3..20 => 1,
        20..45 => 2,
        _ => marks.len(),
    };
    for (mark, candidate) in marks.iter_mut().zip(liked).take(given) {
        *mark = Mark::Candidate(candidate.id.clone());
    }
    match rng.random_range(0..1_000) {
        // A skipped rank.
        0..12 if given > 1 => marks[rng.random_range(0..given.min(marks.len()) - 1)] = Mark::Blank,
        // One candidate twice.
        12..18 if given > 1 => marks[1] = marks[0].clone(),
        _ => {}
    }
}

fn choose(liked: &[&Candidate], marks: &mut [Mark], rng: &mut impl Rng) {
    let given = match rng.random_range(0..100) {
        0..4 => 0,
        4..30 => rng.random_range(1..=marks.len()),
        _ => marks.len(),
    };
    for (mark, candidate) in marks.iter_mut().zip(liked).take(given) {
        *mark = Mark::Candidate(candidate.id.clone());
    }
}
