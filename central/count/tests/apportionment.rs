//! Published results, seat by seat. Each table names the election and where its figures were published.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;

use pollstream_count::apportion::apportion;
use pollstream_protocol::definition::{ApportionmentMethod, ApportionmentRules, Share};

fn rules(method: ApportionmentMethod) -> ApportionmentRules {
    ApportionmentRules {
        method,
        threshold: Share::NONE,
    }
}

fn seats(rules: &ApportionmentRules, seats: u64, votes: &[(&str, u64)]) -> Vec<u64> {
    let votes: Vec<_> = votes
        .iter()
        .map(|(id, v)| (id.parse().expect("an id"), *v))
        .collect();
    let result = apportion(rules, seats, &votes, &[]);
    assert_eq!(result.open_seats, 0);
    result.lists.iter().map(|l| l.seats).collect()
}

/// The five lists that passed five per cent, and Bavaria's; 598 seats. bundeswahlleiterin.de, Bundestag election
/// 2009: 24 of the 239 seats of CDU and CSU were overhang seats (21 and 3), which this distribution does not know.
#[test]
fn bundestag_2009_by_sainte_lague() {
    let five = ApportionmentRules {
        method: ApportionmentMethod::SainteLague,
        threshold: "5 %".parse().unwrap(),
    };
    let votes = [
        ("cdu", 11_828_277),
        ("spd", 9_990_488),
        ("fdp", 6_316_080),
        ("linke", 5_155_933),
        ("gruene", 4_643_272),
        ("csu", 2_830_238),
        ("piraten", 847_870),
        ("rest", 1_759_032),
    ];
    assert_eq!(votes.iter().map(|(_, v)| v).sum::<u64>(), 43_371_190);
    assert_eq!(seats(&five, 598, &votes), [173, 146, 93, 76, 68, 42, 0, 0]);
}

/// Members of the European Parliament: a constituency, its seats, and each list's votes and seats.
type Region = (&'static str, u64, &'static [(&'static str, u64, u64)]);

/// electionpolling.co.uk, European Parliament election 2019; London 2014: bbc.com/news/politics/eu-regions/E15000007.
const D_HONDT: &[Region] = &[
    (
        "London 2014",
        8,
        &[
            ("lab", 806_959, 4),
            ("con", 495_639, 2),
            ("ukip", 371_133, 1),
            ("green", 196_419, 1),
            ("libdem", 148_013, 0),
            ("four-freedoms", 28_014, 0),
        ],
    ),
    (
        "London 2019",
        8,
        &[
            ("libdem", 608_725, 3),
            ("lab", 536_810, 2),
            ("brexit", 400_257, 2),
            ("green", 278_957, 1),
            ("con", 177_964, 0),
            ("change", 117_635, 0),
            ("ukip", 46_497, 0),
        ],
    ),
    // bmi.gv.at, Europawahl 2019: lists above four per cent.
    (
        "Austria 2019",
        18,
        &[
            ("oevp", 1_305_956, 7),
            ("spoe", 903_151, 5),
            ("fpoe", 650_114, 3),
            ("gruene", 532_193, 2),
            ("neos", 319_024, 1),
        ],
    ),
    (
        "East of England 2019",
        7,
        &[
            ("brexit", 604_715, 3),
            ("libdem", 361_563, 2),
            ("green", 202_460, 1),
            ("con", 163_830, 1),
            ("lab", 139_490, 0),
            ("change", 58_274, 0),
            ("ukip", 54_676, 0),
        ],
    ),
    (
        "South East 2019",
        10,
        &[
            ("brexit", 915_686, 4),
            ("libdem", 653_743, 3),
            ("green", 343_249, 1),
            ("con", 260_277, 1),
            ("lab", 184_678, 1),
            ("change", 105_832, 0),
            ("ukip", 56_487, 0),
        ],
    ),
    (
        "South West 2019",
        6,
        &[
            ("brexit", 611_742, 3),
            ("libdem", 385_095, 2),
            ("green", 302_364, 1),
            ("con", 144_674, 0),
            ("lab", 108_100, 0),
            ("ukip", 53_739, 0),
            ("change", 46_612, 0),
        ],
    ),
];

#[test]
fn european_constituencies_by_d_hondt() {
    for (region, all, lists) in D_HONDT {
        let votes: Vec<(&str, u64)> = lists.iter().map(|(id, votes, _)| (*id, *votes)).collect();
        let expected: Vec<u64> = lists.iter().map(|(_, _, seats)| *seats).collect();
        assert_eq!(expected.iter().sum::<u64>(), *all, "{region}");
        assert_eq!(
            seats(&rules(ApportionmentMethod::Dhondt), *all, &votes),
            expected,
            "{region}"
        );
    }
}

/// Hare and Niemeyer's method with the lists that passed five per cent, and Bavaria's; 598 seats. bundeswahlleiter.de,
/// final result of 2005: 222 and 180 seats of SPD and CDU with nine and seven overhang seats.
#[test]
fn bundestag_2005_by_largest_remainders() {
    let votes = [
        ("spd", 16_194_665),
        ("cdu", 13_136_740),
        ("fdp", 4_648_144),
        ("linke", 4_118_194),
        ("gruene", 3_838_326),
        ("csu", 3_494_309),
    ];
    let hare = rules(ApportionmentMethod::LargestRemainderHare);
    assert_eq!(seats(&hare, 598, &votes), [213, 173, 61, 54, 51, 46]);
}

/// The district seats of all nineteen Norwegian counties.
#[test]
fn storting_2021_by_modified_sainte_lague() {
    let mut counties: BTreeMap<&str, Vec<(String, u64, u64)>> = BTreeMap::new();
    for line in include_str!("apportionment/norway-2021.csv").lines().skip(1) {
        let [county, list, votes, seats] = line.split(';').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let list = list.to_lowercase().replace('ø', "o");
        let line = (list, votes.parse().unwrap(), seats.parse().unwrap());
        counties.entry(county).or_default().push(line);
    }
    assert_eq!(counties.len(), 19);
    for (county, lists) in counties {
        let votes: Vec<(&str, u64)> = lists.iter().map(|(id, v, _)| (id.as_str(), *v)).collect();
        let expected: Vec<u64> = lists.iter().map(|(_, _, seats)| *seats).collect();
        let method = rules(ApportionmentMethod::ModifiedSainteLague);
        assert_eq!(
            seats(&method, expected.iter().sum(), &votes),
            expected,
            "{county}"
        );
    }
}
