//! Where a voter of another place has to go: by what people know of a polling station.

use pollstream_protocol::definition::{ElectionDefinition, PollingStation};
use pollstream_protocol::fold::fold_words;

use super::words::{Cost, Typed};

/// Longest query that is looked at, in words.
const MAX_WORDS: usize = 12;

/// Polling stations with every word typed in their name, their address or the name of a district that they lie in,
/// best first. One letter may be wrong in a word.
pub fn find_places<'a>(definition: &'a ElectionDefinition, query: &str) -> Vec<&'a PollingStation> {
    let typed = fold_words(query);
    let typed: Vec<Typed> = typed
        .iter()
        .take(MAX_WORDS)
        .map(|word| Typed::new(word))
        .collect();
    let mut found: Vec<(Cost, &PollingStation)> = (definition.polling_stations.iter())
        .filter_map(|place| Some((cost(&typed, &words_of(definition, place))?, place)))
        .collect();
    found.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.name.cmp(&y.name)));
    found.into_iter().map(|(_, place)| place).collect()
}

fn words_of(definition: &ElectionDefinition, place: &PollingStation) -> Vec<String> {
    let mut words = fold_words(&place.name);
    words.extend(fold_words(&place.address));
    let districts = definition.districts_above(&place.id);
    words.extend(districts.iter().flat_map(|district| fold_words(&district.name)));
    words
}

fn cost(typed: &[Typed], words: &[String]) -> Option<Cost> {
    typed.iter().try_fold(0, |sum: Cost, typed| {
        let exact = words.iter().filter_map(|word| typed.exact(word)).min();
        let cost = exact.or_else(|| words.iter().filter_map(|word| typed.slipped(word)).min())?;
        sum.checked_add(cost)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFINITION: &str = r#"
[election]
id = "e"
title = "E"
date = "2026-11-03"
polls_open = "07:00"
polls_close = "20:00"
time_zone = "UTC"
[[contest]]
id = "c"
title = "C"
[[candidate]]
id = "a"
contest = "c"
name = "A"
[[district]]
id = "city"
name = "Ilmenau"
[[district]]
id = "north"
parent = "city"
name = "Nordstadt"
[[ballot_style]]
id = "all"
contests = ["c"]
[[polling_station]]
id = "school"
name = "Goethe-Schule"
address = "Lindenstraße 12"
district = "north"
ballot_styles = ["all"]
[[polling_station]]
id = "hall"
name = "Festhalle"
address = "Schulgasse 3"
district = "city"
ballot_styles = ["all"]
"#;

    #[test]
    fn places_are_found_by_name_address_and_district() {
        let definition = ElectionDefinition::parse(DEFINITION).unwrap();
        let found = |query| -> Vec<&str> {
            find_places(&definition, query)
                .iter()
                .map(|place| place.id.as_str())
                .collect()
        };
        for query in [
            "goethe",
            "GOETHE SCHULE",
            "lindenstrasse 12",
            "12 linden",
            "nordstadt",
            "göthe schule",
            "lindnstrasse",
        ] {
            assert_eq!(found(query), ["school"], "{query}");
        }
        assert_eq!(found("ilmenau").len(), 2, "a district above counts");
        assert_eq!(found("schul"), ["hall", "school"]);
        assert!(found("weimar").is_empty() && found("linden 13").is_empty());
    }
}
