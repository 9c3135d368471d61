//! Every place whose results are shown, numbered in the order of the district tree.

use std::collections::HashMap;

use pollstream_protocol::definition::ElectionDefinition;
use pollstream_protocol::ids::{CandidateId, ContestId, StationId};

use crate::store::election::{place_of_district, place_of_station};

/// A district or a polling station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `district/ID` or `station/ID`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The polling station, if it is one.
    pub station: Option<StationId>,
    /// Depth in the tree: 0 for the root.
    pub depth: usize,
    /// The district that it lies in; absent for the root.
    pub parent: Option<usize>,
    /// Number of the first place behind everything that lies in this one.
    pub end: usize,
}

/// The places of an election. Number 0 is the whole election; behind each district stand its polling stations,
/// then the districts in it, so that whatever lies in a place is one range of numbers.
#[derive(Debug, Clone, Default)]
pub struct Geography {
    places: Vec<Place>,
    by_id: HashMap<String, usize>,
    contests: HashMap<ContestId, usize>,
    candidates: Vec<HashMap<CandidateId, usize>>,
}

impl Geography {
    /// The geography of a definition.
    pub fn new(definition: &ElectionDefinition) -> Self {
        let places = places(definition);
        let by_id = places
            .iter()
            .enumerate()
            .map(|(number, place)| (place.id.clone(), number))
            .collect();
        let contests = definition.contests.iter().enumerate();
        Geography {
            places,
            by_id,
            contests: contests
                .map(|(number, contest)| (contest.id.clone(), number))
                .collect(),
            candidates: (definition.contests.iter())
                .map(|contest| {
                    let candidates = contest.candidates.iter().enumerate();
                    candidates.map(|(n, c)| (c.id.clone(), n)).collect()
                })
                .collect(),
        }
    }

    /// All places by number.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The number of a place.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// How many contests there are.
    pub fn contests(&self) -> usize {
        self.candidates.len()
    }

    /// The place of a contest in the definition's order.
    pub fn contest(&self, id: &ContestId) -> Option<usize> {
        self.contests.get(id).copied()
    }

    /// A contest's candidates and where they stand on the ballot.
    pub(super) fn candidates(&self, contest: usize) -> &HashMap<CandidateId, usize> {
        &self.candidates[contest]
    }

    /// What lies directly in a place.
    pub fn children(&self, place: usize) -> impl Iterator<Item = usize> {
        let end = self.places.get(place).map_or(0, |p| p.end);
        let mut next = place + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.places[child].end;
            Some(child)
        })
    }

    /// The place and the districts above it, the whole election first.
    pub fn path(&self, place: usize) -> Vec<usize> {
        let above = |number: &usize| self.places.get(*number).and_then(|p| p.parent);
        let mut path: Vec<usize> = std::iter::successors(Some(place), above).collect();
        path.reverse();
        path
    }
}

fn places(definition: &ElectionDefinition) -> Vec<Place> {
    let (mut stations, mut districts) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
    for station in &definition.polling_stations {
        stations.entry(&station.district).or_default().push(station);
    }
    for district in definition.districts.iter().rev() {
        districts
            .entry(district.parent.as_ref())
            .or_default()
            .push(district);
    }
    let mut places: Vec<Place> = Vec::new();
    // To be numbered, the next one last.
    let mut ahead = vec![(definition.root_district(), 0, None)];
    while let Some((district, depth, parent)) = ahead.pop() {
        let number = places.len();
        places.push(Place {
            id: place_of_district(district.id.as_str()),
            name: district.name.clone(),
            station: None,
            depth,
            parent,
            end: number + 1,
        });
        for station in stations.remove(&district.id).unwrap_or_default() {
            places.push(Place {
                id: place_of_station(station.id.as_str()),
                name: station.name.clone(),
                station: Some(station.id.clone()),
                depth: depth + 1,
                parent: Some(number),
                end: places.len() + 1,
            });
        }
        let parts = districts.remove(&Some(&district.id)).unwrap_or_default();
        ahead.extend(parts.into_iter().map(|part| (part, depth + 1, Some(number))));
    }
    // A place ends where the last one in it does.
    for number in (0..places.len()).rev() {
        if let Some(parent) = places[number].parent {
            places[parent].end = places[parent].end.max(places[number].end);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_place_is_one_range_and_its_path_leads_to_the_root() {
        let definition = ElectionDefinition::parse(include_str!("../../../examples/riverton.toml")).unwrap();
        let geography = Geography::new(&definition);
        let number = |id: &str| geography.number(id).unwrap();
        assert_eq!(
            geography.places().len(),
            definition.districts.len() + definition.polling_stations.len()
        );
        assert_eq!(geography.places()[0].end, geography.places().len());
        let north = number("district/ward-north");
        let parts: Vec<&str> = geography
            .children(north)
            .map(|child| geography.places()[child].id.as_str())
            .collect();
        assert_eq!(parts, ["district/north-hill", "district/north-docks"]);
        for station in &definition.polling_stations {
            let place = number(&place_of_station(station.id.as_str()));
            let path: Vec<String> = geography
                .path(place)
                .into_iter()
                .map(|p| geography.places()[p].id.clone())
                .collect();
            let mut expected: Vec<String> = definition
                .districts_above(&station.id)
                .into_iter()
                .map(|d| place_of_district(d.id.as_str()))
                .collect();
            expected.reverse();
            expected.push(place_of_station(station.id.as_str()));
            assert_eq!(path, expected);
            for above in geography.path(place) {
                assert!((above..geography.places()[above].end).contains(&place));
            }
        }
    }
}
