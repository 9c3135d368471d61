//! From the TOML text to a valid [`ElectionDefinition`].

mod tabulation;

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, Time};
use serde::Deserialize;
use toml::Spanned;

use super::problems::Problems;
use super::translations::{Raw, RawCandidateText, RawPartyText, RawTitle};
use super::{
    BallotStyle, Candidate, Color, Contest, DefinitionError, Disclosure, District, ElectionDefinition, Index,
    Party, PollingStation, VoteVariation,
};
use crate::ballot::BallotCodec;
use crate::ids::{BallotStyleId, ContestId, DistrictId, IdError};
use crate::limits::{
    MAX_CANDIDATES_PER_CONTEST, MAX_CONTESTS, MAX_DEFINITION_BYTES, MAX_DISTRICT_DEPTH, MAX_LINE_CHARS,
    MAX_MIN_BATCH, MAX_PICTURE_CHARS, MAX_POLLING_STATIONS, MAX_SLOTS_PER_CONTEST, MAX_TEXT_CHARS,
};
use crate::voter::Accreditation;

pub(super) type Text = Spanned<String>;

/// A value as its author wrote it, without quotes.
fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether going up from a district leads back to it. Gives up above the deepest allowed tree: what is
/// longer is refused for its depth.
fn is_own_ancestor(id: &DistrictId, parents: &HashMap<DistrictId, Option<DistrictId>>) -> bool {
    let mut above = parents.get(id);
    for _ in 0..=MAX_DISTRICT_DEPTH {
        match above {
            Some(Some(parent)) if parent == id => return true,
            Some(Some(parent)) => above = parents.get(parent),
            _ => return false,
        }
    }
    false
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    election: RawElection,
    #[serde(default)]
    party: Vec<RawParty>,
    #[serde(default)]
    contest: Vec<RawContest>,
    #[serde(default)]
    candidate: Vec<RawCandidate>,
    #[serde(default)]
    district: Vec<RawDistrict>,
    #[serde(default)]
    polling_station: Vec<RawPollingStation>,
    #[serde(default)]
    ballot_style: Vec<RawBallotStyle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawElection {
    id: Text,
    title: Text,
    // With or without quotes: TOML has dates and times of its own.
    date: Spanned<toml::Value>,
    polls_open: Spanned<toml::Value>,
    polls_close: Spanned<toml::Value>,
    time_zone: Text,
    #[serde(default)]
    disclosure: Option<Text>,
    #[serde(default)]
    min_batch: Option<Spanned<i64>>,
    #[serde(default)]
    voting_age: Option<Spanned<i64>>,
    #[serde(default)]
    translations: Raw<RawTitle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawParty {
    id: Text,
    name: Text,
    #[serde(default)]
    abbreviation: Option<Text>,
    #[serde(default)]
    color: Option<Text>,
    #[serde(default)]
    translations: Raw<RawPartyText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContest {
    id: Text,
    title: Text,
    #[serde(default)]
    vote_variation: Option<Text>,
    #[serde(default)]
    votes_allowed: Option<Spanned<i64>>,
    #[serde(default)]
    ranks_allowed: Option<Spanned<i64>>,
    #[serde(default)]
    overvote_permitted: bool,
    #[serde(default)]
    seats: Option<Spanned<i64>>,
    #[serde(default)]
    tabulation: Option<tabulation::RawTabulation>,
    #[serde(default)]
    translations: Raw<RawTitle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCandidate {
    id: Text,
    contest: Text,
    name: Text,
    #[serde(default)]
    party: Option<Text>,
    #[serde(default)]
    accreditation: Option<Text>,
    #[serde(default)]
    picture: Option<Text>,
    #[serde(default)]
    biography: Option<Text>,
    #[serde(default)]
    platform: Option<Text>,
    #[serde(default)]
    translations: Raw<RawCandidateText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDistrict {
    id: Text,
    name: Text,
    #[serde(default)]
    parent: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPollingStation {
    id: Text,
    name: Text,
    district: Text,
    #[serde(default)]
    address: Option<Text>,
    ballot_styles: Spanned<Vec<Text>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBallotStyle {
    id: Text,
    contests: Spanned<Vec<Text>>,
}

pub(super) fn parse(text: &str) -> Result<ElectionDefinition, DefinitionError> {
    let mut problems = Problems::new(text);
    if text.len() > MAX_DEFINITION_BYTES {
        problems.missing(format!("the file is larger than {MAX_DEFINITION_BYTES} bytes"));
        return Err(problems.into_error());
    }
    let raw: RawFile = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let message = error.message().to_owned();
            match error.span() {
                Some(span) => problems.at(span.start, message),
                None => problems.missing(message),
            }
            return Err(problems.into_error());
        }
    };
    let definition = Reader {
        problems: &mut problems,
    }
    .definition(raw);
    match definition {
        Some(definition) if problems.is_empty() => match ballots_fit(&definition) {
            Ok(()) => Ok(definition),
            Err(rule) => {
                problems.missing(rule);
                Err(problems.into_error())
            }
        },
        _ => Err(problems.into_error()),
    }
}

/// Whether the ballots of a definition that is good otherwise can be encoded, and `min_batch` of them fit
/// into one entry of the log: found out now, not by the first voter.
fn ballots_fit(definition: &ElectionDefinition) -> Result<(), String> {
    let most = BallotCodec::new(definition)
        .map_err(|e| e.to_string())?
        .max_group();
    if definition.min_batch as usize > most {
        return Err(format!(
            "min_batch is {}, but only {most} of this election's largest ballots fit into one entry of the log",
            definition.min_batch
        ));
    }
    Ok(())
}

/// Reads the raw tables; every broken rule is noted, and `None` stands for what could not be read.
pub(super) struct Reader<'p, 'a> {
    problems: &'p mut Problems<'a>,
}

impl Reader<'_, '_> {
    fn definition(&mut self, raw: RawFile) -> Option<ElectionDefinition> {
        let e = raw.election;
        let id = self.id(&e.id);
        let title = self.line(&e.title, "title");
        let date = self.date(&e.date);
        let polls_open = self.time(&e.polls_open);
        let polls_close = self.time(&e.polls_close);
        if let (Some(open), Some(close)) = (polls_open, polls_close)
            && close <= open
        {
            self.problems.at(
                e.polls_close.span().start,
                "polls_close must be later than polls_open",
            );
        }
        if jiff::tz::db().get(e.time_zone.get_ref()).is_err() {
            let rule = format!(
                "`{}` is not an IANA time zone (e.g. Europe/Paris)",
                e.time_zone.get_ref()
            );
            self.problems.at(e.time_zone.span().start, rule);
        }
        let disclosure = self.choice(
            e.disclosure.as_ref(),
            Disclosure::Live,
            &[
                ("live", Disclosure::Live),
                ("after_close", Disclosure::AfterClose),
            ],
        );
        let min_batch = self.number(e.min_batch.as_ref(), "min_batch", 10, 1, i64::from(MAX_MIN_BATCH));
        let voting_age = self.number(e.voting_age.as_ref(), "voting_age", 18, 0, 120);
        let translations = self.titles(&e.translations);

        let parties = self.parties(raw.party);
        let districts = self.districts(raw.district);
        let (mut contests, lines) = self.contests(raw.contest);
        self.candidates(raw.candidate, &parties, &mut contests);
        self.rules_name_candidates(&contests, &lines);
        let ballot_styles = self.ballot_styles(raw.ballot_style, &contests);
        let polling_stations = self.polling_stations(raw.polling_station, &districts, &ballot_styles);

        let mut definition = ElectionDefinition {
            id: id?,
            title,
            translations,
            date: date?,
            polls_open: polls_open?,
            polls_close: polls_close?,
            time_zone: e.time_zone.into_inner(),
            disclosure,
            min_batch: u32::try_from(min_batch).ok()?,
            voting_age: u8::try_from(voting_age).ok()?,
            parties,
            contests,
            districts,
            polling_stations,
            ballot_styles,
            index: Index::default(),
        };
        definition.build_index();
        Some(definition)
    }

    fn parties(&mut self, raw: Vec<RawParty>) -> Vec<Party> {
        let mut seen = HashSet::new();
        let mut parties = Vec::new();
        for party in raw {
            let Some(id) = self.unique_id(&party.id, &mut seen, "party") else {
                continue;
            };
            parties.push(Party {
                id,
                name: self.line(&party.name, "name"),
                abbreviation: self.optional_line(party.abbreviation.as_ref(), "abbreviation", 40),
                color: party.color.as_ref().and_then(|color| self.color(color)),
                translations: self.party_texts(&party.translations),
            });
        }
        parties
    }

    /// Reads the tree and puts parents before children.
    fn districts(&mut self, raw: Vec<RawDistrict>) -> Vec<District> {
        let mut seen: HashSet<DistrictId> = HashSet::new();
        let mut waiting: Vec<(usize, District)> = Vec::new();
        for district in raw {
            let offset = district.id.span().start;
            let Some(id) = self.unique_id(&district.id, &mut seen, "district") else {
                continue;
            };
            let parent = match &district.parent {
                None => None,
                Some(parent) => match self.id(parent) {
                    Some(parent) => Some(parent),
                    None => continue,
                },
            };
            waiting.push((
                offset,
                District {
                    id,
                    name: self.line(&district.name, "name"),
                    parent,
                },
            ));
        }
        let roots: Vec<_> = waiting
            .iter()
            .filter(|(_, d)| d.parent.is_none())
            .map(|(at, _)| *at)
            .collect();
        match roots.as_slice() {
            [] => self
                .problems
                .missing("one [[district]] without `parent` is needed: the root of the tree"),
            [_] => {}
            [_, second, ..] => {
                self.problems.at(
                    *second,
                    "a second district without `parent`: the tree has one root",
                );
            }
        }
        let parents: HashMap<_, _> = (waiting.iter())
            .map(|(_, d)| (d.id.clone(), d.parent.clone()))
            .collect();
        for (at, district) in &waiting {
            let Some(parent) = &district.parent else { continue };
            if !seen.contains(parent) {
                self.problems
                    .at(*at, format!("parent `{parent}` is not a district of this file"));
            } else if is_own_ancestor(&district.id, &parents) {
                self.problems
                    .at(*at, format!("district `{}` is its own ancestor", district.id));
            }
        }
        let mut level_of: HashMap<DistrictId, usize> = HashMap::new();
        let mut ordered = Vec::with_capacity(waiting.len());
        for level in 1.. {
            let (ready, rest): (Vec<_>, Vec<_>) = (waiting.into_iter())
                .partition(|(_, d)| d.parent.as_ref().is_none_or(|p| level_of.contains_key(p)));
            waiting = rest;
            let Some((at, _)) = ready.first() else { break };
            if level > MAX_DISTRICT_DEPTH {
                self.problems.at(
                    *at,
                    format!("the tree is deeper than {MAX_DISTRICT_DEPTH} levels"),
                );
                break;
            }
            for (_, district) in ready {
                level_of.insert(district.id.clone(), level);
                ordered.push(district);
            }
        }
        if let Some((at, _)) = waiting.first()
            && self.problems.is_empty()
        {
            let rule =
                format!("from here upwards the tree is deeper than {MAX_DISTRICT_DEPTH} levels, or a circle");
            self.problems.at(*at, rule);
        }
        // Their fault is noted: whatever refers to them is not wrong as well.
        ordered.extend(waiting.into_iter().map(|(_, district)| district));
        ordered
    }

    /// The contests, and where each begins in the file.
    fn contests(&mut self, raw: Vec<RawContest>) -> (Vec<Contest>, Vec<usize>) {
        if raw.is_empty() {
            self.problems.missing("at least one [[contest]] is needed");
        }
        if let Some(extra) = raw.get(MAX_CONTESTS) {
            self.problems.at(
                extra.id.span().start,
                format!("more than {MAX_CONTESTS} contests"),
            );
        }
        let mut seen = HashSet::new();
        let (mut contests, mut lines) = (Vec::new(), Vec::new());
        for contest in raw {
            let Some(id) = self.unique_id(&contest.id, &mut seen, "contest") else {
                continue;
            };
            let vote_variation = self.vote_variation(&contest);
            let (seats, tabulation) = self.outcome_rules(&contest, vote_variation);
            lines.push(contest.id.span().start);
            contests.push(Contest {
                id,
                title: self.line(&contest.title, "title"),
                vote_variation,
                overvote_permitted: contest.overvote_permitted,
                seats,
                tabulation,
                candidates: Vec::new(),
                translations: self.titles(&contest.translations),
            });
        }
        (contests, lines)
    }

    fn vote_variation(&mut self, contest: &RawContest) -> VoteVariation {
        // Where the variation is not known, the keys say which one was meant.
        let default = contest.vote_variation.is_some() && contest.ranks_allowed.is_some();
        let ranked = self.choice(
            contest.vote_variation.as_ref(),
            default,
            &[("plurality", false), ("ranked", true)],
        );
        let max = i64::try_from(MAX_SLOTS_PER_CONTEST).unwrap_or(i64::MAX);
        let (wrong, name) = if ranked {
            (
                &contest.votes_allowed,
                "a ranked contest has `ranks_allowed`, not `votes_allowed`",
            )
        } else {
            (
                &contest.ranks_allowed,
                "a plurality contest has `votes_allowed`, not `ranks_allowed`",
            )
        };
        if let Some(wrong) = wrong {
            self.problems.at(wrong.span().start, name);
        }
        if ranked {
            let ranks = self.number(contest.ranks_allowed.as_ref(), "ranks_allowed", 3, 1, max);
            VoteVariation::Ranked {
                ranks_allowed: u16::try_from(ranks).unwrap_or(1),
            }
        } else {
            let votes = self.number(contest.votes_allowed.as_ref(), "votes_allowed", 1, 1, max);
            VoteVariation::Plurality {
                votes_allowed: u16::try_from(votes).unwrap_or(1),
            }
        }
    }

    fn candidates(&mut self, raw: Vec<RawCandidate>, parties: &[Party], contests: &mut [Contest]) {
        use Accreditation::{Accredited, Pending, Rejected, Withdrawn};
        let party_ids: HashSet<_> = parties.iter().map(|p| &p.id).collect();
        let place: HashMap<ContestId, usize> = contests
            .iter()
            .enumerate()
            .map(|(i, c)| (c.id.clone(), i))
            .collect();
        let mut seen = HashSet::new();
        for candidate in raw {
            let Some(id) = self.unique_id(&candidate.id, &mut seen, "candidate") else {
                continue;
            };
            let party = candidate.party.as_ref().and_then(|party| {
                let id = self.id(party)?;
                if !party_ids.contains(&id) {
                    self.problems.at(
                        party.span().start,
                        format!("party `{id}` is not defined in this file"),
                    );
                }
                Some(id)
            });
            let accreditation = self.choice(
                candidate.accreditation.as_ref(),
                Accredited,
                &[
                    ("accredited", Accredited),
                    ("pending", Pending),
                    ("rejected", Rejected),
                    ("withdrawn", Withdrawn),
                ],
            );
            let entry = Candidate {
                id,
                name: self.line(&candidate.name, "name"),
                party,
                accreditation,
                picture: self.optional_line(candidate.picture.as_ref(), "picture", MAX_PICTURE_CHARS),
                biography: self.optional_text(candidate.biography.as_ref(), "biography"),
                platform: self.optional_text(candidate.platform.as_ref(), "platform"),
                translations: self.candidate_texts(&candidate.translations),
            };
            let Some(contest) = self.id::<ContestId>(&candidate.contest) else {
                continue;
            };
            match place.get(&contest) {
                Some(&i) if contests[i].candidates.len() < MAX_CANDIDATES_PER_CONTEST => {
                    contests[i].candidates.push(entry);
                }
                Some(_) => self.problems.at(
                    candidate.id.span().start,
                    format!("contest `{contest}` has more than {MAX_CANDIDATES_PER_CONTEST} candidates"),
                ),
                None => self.problems.at(
                    candidate.contest.span().start,
                    format!("contest `{contest}` is not defined in this file"),
                ),
            }
        }
        for contest in contests.iter().filter(|c| c.candidates.is_empty()) {
            self.problems
                .missing(format!("contest `{}` has no [[candidate]]", contest.id));
        }
    }

    fn ballot_styles(&mut self, raw: Vec<RawBallotStyle>, contests: &[Contest]) -> Vec<BallotStyle> {
        if raw.is_empty() {
            self.problems.missing("at least one [[ballot_style]] is needed");
        }
        let known: HashSet<_> = contests.iter().map(|c| c.id.clone()).collect();
        let mut seen = HashSet::new();
        let mut styles = Vec::new();
        for style in raw {
            let Some(id) = self.unique_id(&style.id, &mut seen, "ballot style") else {
                continue;
            };
            let contests = self.references(&style.contests, &known, "contest");
            styles.push(BallotStyle { id, contests });
        }
        styles
    }

    fn polling_stations(
        &mut self,
        raw: Vec<RawPollingStation>,
        districts: &[District],
        styles: &[BallotStyle],
    ) -> Vec<PollingStation> {
        if raw.is_empty() {
            self.problems
                .missing("at least one [[polling_station]] is needed");
        }
        if let Some(extra) = raw.get(MAX_POLLING_STATIONS) {
            self.problems.at(
                extra.id.span().start,
                format!("more than {MAX_POLLING_STATIONS} stations"),
            );
        }
        let known_styles: HashSet<BallotStyleId> = styles.iter().map(|s| s.id.clone()).collect();
        let known_districts: HashSet<_> = districts.iter().map(|d| d.id.as_str()).collect();
        let mut seen = HashSet::new();
        let mut stations = Vec::new();
        for station in raw {
            let Some(id) = self.unique_id(&station.id, &mut seen, "polling station") else {
                continue;
            };
            let Some(district) = self.id::<DistrictId>(&station.district) else {
                continue;
            };
            if !known_districts.contains(district.as_str()) {
                let rule = format!("district `{district}` is not defined in this file");
                self.problems.at(station.district.span().start, rule);
            }
            stations.push(PollingStation {
                id,
                name: self.line(&station.name, "name"),
                district,
                address: self.optional_line(station.address.as_ref(), "address", MAX_LINE_CHARS),
                ballot_styles: self.references(&station.ballot_styles, &known_styles, "ballot style"),
            });
        }
        stations
    }

    /// A list of distinct references to things defined in the file; at least one.
    fn references<T>(&mut self, list: &Spanned<Vec<Text>>, known: &HashSet<T>, what: &str) -> Vec<T>
    where
        T: TryFrom<String, Error = IdError> + std::hash::Hash + Eq + Clone + std::fmt::Display,
    {
        if list.get_ref().is_empty() {
            self.problems
                .at(list.span().start, format!("at least one {what} is needed here"));
        }
        let mut seen = HashSet::new();
        let mut ids = Vec::new();
        for item in list.get_ref() {
            let Some(id) = self.id::<T>(item) else { continue };
            if !known.contains(&id) {
                self.problems.at(
                    item.span().start,
                    format!("{what} `{id}` is not defined in this file"),
                );
            } else if !seen.insert(id.clone()) {
                self.problems
                    .at(item.span().start, format!("{what} `{id}` stands here twice"));
            } else {
                ids.push(id);
            }
        }
        ids
    }

    fn id<T: TryFrom<String, Error = IdError>>(&mut self, text: &Text) -> Option<T> {
        match T::try_from(text.get_ref().clone()) {
            Ok(id) => Some(id),
            Err(error) => {
                self.problems.at(text.span().start, error.to_string());
                None
            }
        }
    }

    fn unique_id<T>(&mut self, text: &Text, seen: &mut HashSet<T>, what: &str) -> Option<T>
    where
        T: TryFrom<String, Error = IdError> + std::hash::Hash + Eq + Clone + std::fmt::Display,
    {
        let id = self.id::<T>(text)?;
        if !seen.insert(id.clone()) {
            self.problems
                .at(text.span().start, format!("{what} `{id}` is defined twice"));
            return None;
        }
        Some(id)
    }

    /// Notes a broken rule where a text stands.
    pub(super) fn fault(&mut self, at: &Text, rule: String) {
        self.problems.at(at.span().start, rule);
    }

    pub(super) fn line(&mut self, text: &Text, name: &str) -> String {
        let value = text.get_ref().trim();
        if value.is_empty() {
            self.problems.at(text.span().start, format!("{name} is empty"));
        }
        self.bounded(value, text, name, MAX_LINE_CHARS, char::is_control)
    }

    pub(super) fn optional_line(&mut self, text: Option<&Text>, name: &str, max: usize) -> String {
        text.map_or_else(String::new, |text| {
            self.bounded(text.get_ref().trim(), text, name, max, char::is_control)
        })
    }

    pub(super) fn optional_text(&mut self, text: Option<&Text>, name: &str) -> String {
        let forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        text.map_or_else(String::new, |text| {
            self.bounded(text.get_ref().trim(), text, name, MAX_TEXT_CHARS, forbidden)
        })
    }

    fn bounded(
        &mut self,
        value: &str,
        at: &Text,
        name: &str,
        max: usize,
        forbidden: fn(char) -> bool,
    ) -> String {
        if value.chars().count() > max {
            self.problems
                .at(at.span().start, format!("{name} is longer than {max} characters"));
        }
        if value.contains(forbidden) {
            self.problems
                .at(at.span().start, format!("{name} holds control characters"));
        }
        value.to_owned()
    }

    fn color(&mut self, text: &Text) -> Option<Color> {
        let color = text.get_ref().parse().ok();
        if color.is_none() {
            let rule = format!("`{}` is not a color (write #RRGGBB)", text.get_ref());
            self.problems.at(text.span().start, rule);
        }
        color
    }

    fn date(&mut self, value: &Spanned<toml::Value>) -> Option<Date> {
        let text = plain(value.get_ref());
        // Other forms of ISO 8601 are refused: one date, one spelling.
        let date = (text.parse::<Date>().ok()).filter(|date| date.year() > 0 && date.to_string() == text);
        if date.is_none() {
            let rule = format!("`{text}` is not a date (write YYYY-MM-DD)");
            self.problems.at(value.span().start, rule);
        }
        date
    }

    fn time(&mut self, value: &Spanned<toml::Value>) -> Option<Time> {
        let text = plain(value.get_ref());
        let bare = text
            .strip_suffix(":00")
            .filter(|bare| bare.contains(':'))
            .unwrap_or(&text);
        let time = (bare.parse::<Time>().ok()).filter(|time| time.strftime("%H:%M").to_string() == bare);
        if time.is_none() {
            let rule = format!("`{text}` is not a time of day (write HH:MM)");
            self.problems.at(value.span().start, rule);
        }
        time
    }

    fn number(&mut self, value: Option<&Spanned<i64>>, name: &str, default: i64, min: i64, max: i64) -> i64 {
        let Some(value) = value else { return default };
        if (min..=max).contains(value.get_ref()) {
            return *value.get_ref();
        }
        let rule = format!(
            "{name} is {}; it must be between {min} and {max}",
            value.get_ref()
        );
        self.problems.at(value.span().start, rule);
        default
    }

    fn choice<T: Copy>(&mut self, text: Option<&Text>, default: T, choices: &[(&str, T)]) -> T {
        let Some(text) = text else { return default };
        if let Some((_, value)) = choices.iter().find(|(name, _)| name == text.get_ref()) {
            return *value;
        }
        let names: Vec<_> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
        let rule = format!("`{}` is not one of {}", text.get_ref(), names.join(", "));
        self.problems.at(text.span().start, rule);
        default
    }
}
