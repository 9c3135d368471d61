//! The results as an election report of NIST SP 1500-100, version 2.

use std::collections::BTreeSet;

use pollstream_protocol::definition::{
    Candidate, Contest, ElectionDefinition, MeasureBase, Tabulation, VoteVariation,
};
use pollstream_protocol::events::ResultsStatus;
use pollstream_protocol::voter::Accreditation;

use super::Publication;
use super::tree::Node;
use crate::outcome::StandingName;
use crate::results::{ContestResults, ElectionResults, PlaceResults};
use crate::store::election::{place_of_district, place_of_station};

/// The report: the whole election, every district and every polling station.
pub(super) fn report(
    definition: &ElectionDefinition,
    publication: &Publication,
    districts: &ElectionResults,
    stations: &ElectionResults,
) -> Node {
    let places: Vec<&PlaceResults> = districts.places.iter().chain(&stations.places).collect();
    let notes = format!(
        "Version {} of the definition. SHA-256 of all totals: {}. Signed by the authority {}.",
        publication.version, publication.digest, publication.authority
    );
    Node::new("ElectionReport")
        .many("Election", vec![election(definition, districts, &places)])
        .text("Format", "precinct-level")
        .text("GeneratedDate", &publication.as_of)
        .many("GpUnit", units(definition, &places))
        .text("Issuer", &definition.title)
        .text("IssuerAbbreviation", definition.id.as_str())
        .text("Notes", notes)
        .many("Party", parties(definition))
        .number("SequenceStart", 1)
        .number("SequenceEnd", 1)
        .text("Status", publication.status.as_str())
        .text("VendorApplicationId", &publication.made_by)
}

/// The id of a place: `district/ID` and `station/ID` as XML allows it.
fn unit_id(place: &str) -> String {
    format!("unit-{}", place.replace('/', "-"))
}

fn units(definition: &ElectionDefinition, places: &[&PlaceResults]) -> Vec<Node> {
    let counts = |id: &str| places.iter().find(|p| p.place == id).map(|p| p.totals.counts);
    let districts = definition.districts.iter().map(|district| {
        let id = place_of_district(district.id.as_str());
        let below = definition
            .districts
            .iter()
            .filter(|d| d.parent.as_ref() == Some(&district.id));
        let below = below.map(|d| unit_id(&place_of_district(d.id.as_str())));
        let here = definition
            .polling_stations
            .iter()
            .filter(|s| s.district == district.id);
        let here = here.map(|s| unit_id(&place_of_station(s.id.as_str())));
        let of = counts(&id);
        Node::new("ReportingUnit")
            .id(unit_id(&id))
            .refs("ComposingGpUnitIds", below.chain(here).collect())
            .words("Name", &district.name)
            .maybe(of, |node, c| {
                node.number("SubUnitsReported", c.stations_reporting)
                    .number("TotalSubUnits", c.stations)
            })
            .text("Type", "other")
            .text("OtherType", "district")
            .maybe(of, |node, c| {
                node.number("VotersParticipated", c.checked_in)
                    .number("VotersRegistered", c.registered)
            })
    });
    let stations = definition.polling_stations.iter().map(|station| {
        let id = place_of_station(station.id.as_str());
        Node::new("ReportingUnit")
            .id(unit_id(&id))
            .words("Name", &station.name)
            .text("Type", "polling-place")
            .maybe(counts(&id), |node, c| {
                node.number("VotersParticipated", c.checked_in)
                    .number("VotersRegistered", c.registered)
            })
    });
    districts.chain(stations).collect()
}

fn parties(definition: &ElectionDefinition) -> Vec<Node> {
    let parties = definition.parties.iter().map(|party| {
        let abbreviation = Some(&party.abbreviation).filter(|a| !a.is_empty());
        let color = party
            .color
            .map(|c| c.to_string().trim_start_matches('#').to_lowercase());
        Node::new("Party")
            .id(format!("party-{}", party.id))
            .maybe(abbreviation, |node, a| node.words("Abbreviation", a))
            .maybe(color, |node, c| node.text("Color", c))
            .words("Name", &party.name)
    });
    parties.collect()
}

fn election(definition: &ElectionDefinition, whole: &ElectionResults, places: &[&PlaceResults]) -> Node {
    let root = place_of_district(definition.root_district().id.as_str());
    let ballots = places.iter().map(|p| {
        Node::new("BallotCounts")
            .text("GpUnitId", unit_id(&p.place))
            .text("Type", "total")
            .number("BallotsCast", p.totals.counts.ballots)
    });
    let candidates = definition
        .contests
        .iter()
        .zip(&whole.contests)
        .flat_map(|(contest, results)| {
            // A measure's answers are no candidates.
            let people = !matches!(contest.tabulation, Tabulation::Measure(_));
            let all = contest.candidates.iter().filter(move |_| people);
            all.map(|c| candidate(c, results, whole.results_status))
        });
    let contests = definition.contests.iter().zip(&whole.contests);
    let contests = contests.map(|(contest, results)| self::contest(contest, results, &root, places));
    let date = definition.date.to_string();
    Node::new("Election")
        .many("BallotCounts", ballots.collect())
        .many("Candidate", candidates.collect())
        .many("Contest", contests.collect())
        .text("ElectionScopeId", unit_id(&root))
        .words("Name", &definition.title)
        .text("StartDate", &date)
        .text("EndDate", &date)
        .text("Type", "general")
}

fn candidate(candidate: &Candidate, results: &ContestResults, status: ResultsStatus) -> Node {
    let standing = results
        .outcome
        .as_ref()
        .and_then(|o| o.candidates.get(&candidate.id));
    let complete = status != ResultsStatus::UnofficialPartial;
    let withdrawn = candidate.accreditation == Accreditation::Withdrawn;
    let after = match standing.map(|s| s.standing) {
        _ if withdrawn => Some("withdrawn"),
        Some(StandingName::Elected) if complete => Some("winner"),
        Some(StandingName::NotElected) if complete => Some("defeated"),
        _ => None,
    };
    let before = match candidate.accreditation {
        Accreditation::Accredited => Some("qualified"),
        Accreditation::Pending => Some("filed"),
        Accreditation::Withdrawn => Some("withdrawn"),
        Accreditation::Rejected => None,
    };
    Node::new("Candidate")
        .id(format!("candidate-{}", candidate.id))
        .words("BallotName", &candidate.name)
        .maybe(candidate.party.as_ref(), |node, p| {
            node.text("PartyId", format!("party-{p}"))
        })
        .maybe(after, |node, s| node.text("PostElectionStatus", s))
        .maybe(before, |node, s| node.text("PreElectionStatus", s))
}

/// How a contest is voted, in NIST's words.
fn variation(contest: &Contest) -> &'static str {
    match (&contest.tabulation, contest.vote_variation) {
        (Tabulation::Ranked(_), _) => "rcv",
        (Tabulation::PartyList(_), _) => "proportional",
        (Tabulation::Measure(_), _) => "majority",
        (Tabulation::MostVotes, VoteVariation::Plurality { votes_allowed: 1 }) => "plurality",
        (Tabulation::MostVotes, _) => "n-of-m",
    }
}

fn contest(contest: &Contest, whole: &ContestResults, root: &str, places: &[&PlaceResults]) -> Node {
    let measure = matches!(contest.tabulation, Tabulation::Measure(_));
    let class = if measure {
        "BallotMeasureContest"
    } else {
        "CandidateContest"
    };
    // The root is one of the districts, if it has counted anything.
    let known: BTreeSet<&str> = places.iter().map(|p| p.place.as_str()).collect();
    let whole_place = (!known.contains(root)).then_some((root, whole));
    let below = places.iter().filter_map(|p| {
        let found = p.contests.iter().find(|c| c.id == contest.id)?;
        Some((p.place.as_str(), found))
    });
    let counted: Vec<(&str, &ContestResults)> = whole_place.into_iter().chain(below).collect();
    let selections = contest
        .candidates
        .iter()
        .enumerate()
        .map(|(n, c)| selection(contest, c, n as u64 + 1, measure, whole, root, &counted));
    let others = counted.iter().filter(|(_, r)| !r.suppressed).map(|(place, r)| {
        Node::new("OtherCounts")
            .text("GpUnitId", unit_id(place))
            .number("Overvotes", r.overvotes)
            .number("Undervotes", r.undervotes)
    });
    let node = Node::new(class)
        .id(format!("contest-{}", contest.id))
        .many("ContestSelection", selections.collect())
        .text("ElectionDistrictId", unit_id(root))
        .text("Name", &contest.title)
        .many("OtherCounts", others.collect())
        .text("VoteVariation", variation(contest));
    if let Tabulation::Measure(rules) = &contest.tabulation {
        let enough = if rules.share_suffices {
            "at least"
        } else {
            "more than"
        };
        let of = match rules.of {
            MeasureBase::Votes => "the votes",
            MeasureBase::Ballots => "the ballots",
        };
        return node.words("PassageThreshold", format!("{enough} {} of {of}", rules.share));
    }
    let votes = match contest.vote_variation {
        VoteVariation::Plurality { votes_allowed } => votes_allowed,
        VoteVariation::Ranked { .. } => 1,
    };
    node.number("NumberElected", u64::from(contest.seats))
        .number("VotesAllowed", u64::from(votes))
}

fn selection(
    contest: &Contest,
    candidate: &Candidate,
    order: u64,
    measure: bool,
    whole: &ContestResults,
    root: &str,
    counted: &[(&str, &ContestResults)],
) -> Node {
    let total = counted.iter().map(|(place, results)| {
        let votes = results.candidates.iter().find(|c| c.id == candidate.id);
        votes_at(place, results.suppressed)
            .text("Type", "total")
            .number("Count", votes.map_or(0, |c| c.votes))
    });
    // The first round is there as the total of first preferences.
    let rounds = whole.rounds.iter().filter(|r| r.pass == 1).filter_map(|round| {
        let votes = round.tally.get(&candidate.name)?;
        let node = Node::new("VoteCounts")
            .text("GpUnitId", unit_id(root))
            .number("Round", u64::from(round.round))
            .text("Type", "total")
            .decimal("Count", votes.to_string());
        Some(node)
    });
    let counts: Vec<Node> = total.chain(rounds).collect();
    let class = if measure {
        "BallotMeasureSelection"
    } else {
        "CandidateSelection"
    };
    let node = Node::new(class)
        .id(format!("selection-{}-{}", contest.id, candidate.id))
        .number("SequenceOrder", order)
        .many("VoteCounts", counts);
    if measure {
        return node.words("Selection", &candidate.name);
    }
    let write_in = match &contest.tabulation {
        Tabulation::Ranked(rules) => rules.write_ins.as_ref() == Some(&candidate.id),
        _ => false,
    };
    node.refs("CandidateIds", vec![format!("candidate-{}", candidate.id)])
        .flag("IsWriteIn", write_in)
}

fn votes_at(place: &str, suppressed: bool) -> Node {
    let node = Node::new("VoteCounts").text("GpUnitId", unit_id(place));
    if suppressed {
        node.flag("IsSuppressedForPrivacy", true)
    } else {
        node
    }
}
