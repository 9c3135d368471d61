//! Which column of a deck is which, as published files name them: `precinct,first,second,third,count`,
//! `PRECINCT,1ST CHOICE,2ND CHOICE,3RD CHOICE,COUNT`, `Cast Vote Record,Precinct,Mayor Choice 1 of 3,…`.

use crate::table::plain_header;

const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];
const COUNTS: [&str; 7] = [
    "count",
    "counts",
    "ballots",
    "ballot_count",
    "number",
    "number_of_ballots",
    "num_ballots",
];

/// Where the columns of a deck stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) precinct: usize,
    /// In order of their ranks.
    pub(super) ranks: Vec<usize>,
    /// Absent where each row is one ballot.
    pub(super) count: Option<usize>,
    /// Columns that are not looked at.
    pub(super) others: Vec<String>,
    pub(super) width: usize,
}

/// Whether a header cell is one that decks have.
pub(super) fn is_known(cell: &str) -> bool {
    is_precinct(cell) || is_count(cell) || rank(cell).is_some()
}

fn is_precinct(cell: &str) -> bool {
    let plain = plain_header(cell);
    plain.split('_').any(|word| word == "precinct") || plain == "polling_place" || plain == "polling_station"
}

fn is_count(cell: &str) -> bool {
    COUNTS.contains(&plain_header(cell).as_str())
}

/// The rank that a header names, from 1.
fn rank(cell: &str) -> Option<usize> {
    let plain = plain_header(cell);
    let words: Vec<&str> = plain.split('_').collect();
    let number = |word: &str| word.parse::<usize>().ok().filter(|n| (1..=100).contains(n));
    let ordinal = words.iter().find_map(|word| {
        let digits = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|suffix| word.strip_suffix(suffix));
        let spelt = ORDINALS.iter().position(|ordinal| ordinal == word).map(|n| n + 1);
        spelt.or_else(|| digits.and_then(number))
    });
    if ordinal.is_some() {
        return ordinal;
    }
    let after = words.windows(2).find_map(|pair| match pair {
        ["choice" | "rank" | "ranking" | "preference" | "pref" | "mark", n] => number(n),
        _ => None,
    });
    after.or_else(|| {
        if let [only] = words[..] {
            number(only)
        } else {
            None
        }
    })
}

impl Columns {
    /// Finds the columns, or says what is missing.
    pub(super) fn of(header: &[String]) -> Result<Self, String> {
        let found = || header.join(", ");
        let precinct = header.iter().position(|cell| is_precinct(cell));
        let Some(precinct) = precinct else {
            return Err(format!(
                "a column for the precinct is missing; found: {}",
                found()
            ));
        };
        let counts: Vec<usize> = (0..header.len()).filter(|i| is_count(&header[*i])).collect();
        if counts.len() > 1 {
            return Err(format!(
                "there are several columns with counts; found: {}",
                found()
            ));
        }
        let count = counts.first().copied();
        let mut ranked: Vec<(usize, usize)> = (header.iter().enumerate())
            .filter(|(i, _)| *i != precinct && Some(*i) != count)
            .filter_map(|(i, cell)| Some((rank(cell)?, i)))
            .collect();
        ranked.sort_unstable();
        if ranked.is_empty() {
            ranked = by_place(header, precinct, count);
        }
        if ranked.is_empty() {
            return Err(format!(
                "columns for the ranks are missing (first, second …, or 1st choice …); found: {}",
                found()
            ));
        }
        for (n, (rank, at)) in ranked.iter().enumerate() {
            if *rank != n + 1 {
                return Err(format!(
                    "column `{}` should be rank {}: each rank once, from the first on (is this file of several \
                     contests?); found: {}",
                    header[*at],
                    n + 1,
                    found()
                ));
            }
        }
        let ranks: Vec<usize> = ranked.into_iter().map(|(_, at)| at).collect();
        let others = (header.iter().enumerate())
            .filter(|(i, cell)| *i != precinct && Some(*i) != count && !ranks.contains(i) && !cell.is_empty())
            .map(|(_, cell)| cell.clone());
        Ok(Columns {
            others: others.collect(),
            width: header.len(),
            precinct,
            ranks,
            count,
        })
    }
}

/// Headers that name no ranks: what stands between precinct and count, if these are first and last.
fn by_place(header: &[String], precinct: usize, count: Option<usize>) -> Vec<(usize, usize)> {
    match count {
        Some(last) if precinct == 0 && last + 1 == header.len() => (1..).zip(1..last).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> Result<Columns, String> {
        let cells: Vec<String> = header.split(',').map(|cell| cell.trim().to_owned()).collect();
        Columns::of(&cells)
    }

    #[test]
    fn published_headers_are_recognised() {
        for header in [
            "precinct,first,second,third,count",
            "PRECINCT,1ST CHOICE,2ND CHOICE,3RD CHOICE,COUNT",
            "Precinct,1ST CHOICE MAYOR MINNEAPOLIS,2ND CHOICE MAYOR MINNEAPOLIS,3RD CHOICE MAYOR MINNEAPOLIS,Count",
            "Precinct Name,Rank 1,Rank 2,Rank 3,Ballots",
            "precinct,1,2,3,number of ballots",
            "precinct,Mayor,Mayor again,Mayor once more,count",
        ] {
            let columns = of(header).expect(header);
            assert_eq!((columns.precinct, columns.count), (0, Some(4)), "{header}");
            assert_eq!(columns.ranks, [1, 2, 3], "{header}");
        }
        let rows_of_ballots =
            of("Cast Vote Record,Precinct,Ballot Style,Mayor Choice 2 of 2,Mayor Choice 1 of 2").unwrap();
        assert_eq!((rows_of_ballots.precinct, rows_of_ballots.count), (1, None));
        assert_eq!(
            rows_of_ballots.ranks,
            [4, 3],
            "in order of ranks, wherever they stand"
        );
        assert_eq!(rows_of_ballots.others, ["Cast Vote Record", "Ballot Style"]);
    }

    #[test]
    fn what_is_missing_or_double_is_said() {
        for (header, said) in [
            ("a,b", "precinct is missing"),
            ("first,second,count", "precinct is missing"),
            ("precinct,count", "ranks are missing"),
            ("precinct,name,age", "ranks are missing"),
            ("precinct,first,third,count", "`third` should be rank 2"),
            (
                "precinct,Mayor choice 1,Council choice 1,count",
                "several contests",
            ),
            ("precinct,first,count,ballots", "several columns with counts"),
        ] {
            let error = of(header).unwrap_err();
            assert!(error.contains(said), "{header}: {error}");
        }
    }
}
