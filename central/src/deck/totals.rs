//! Rows that sum others: reported and not counted.

/// A row that calls itself a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TotalRow {
    pub(super) line: u64,
    pub(super) label: String,
    pub(super) count: u64,
}

const TOTAL: [&str; 6] = ["total", "totals", "subtotal", "subtotals", "sum", "grand"];
/// A total only where no rank is filled in: there may be a precinct of that name.
const EVERYWHERE: [&str; 6] = ["all", "overall", "citywide", "countywide", "city", "county"];
const BESIDE: [&str; 8] = [
    "precincts",
    "precinct",
    "wards",
    "ballots",
    "of",
    "the",
    "votes",
    "cast",
];

/// Whether a precinct's name says that its row is a total: `Total`, `GRAND TOTAL:`, `All precincts`, `W-1 Total`.
/// `blank` when no rank of the row is filled in.
pub(super) fn is_total(precinct: &str, blank: bool) -> bool {
    let lower = precinct.to_lowercase();
    let words: Vec<&str> = (lower.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let total = |word: &&str| TOTAL.contains(word) || (blank && EVERYWHERE.contains(word));
    let all_of_them =
        words.iter().any(total) && words.iter().all(|word| total(word) || BESIDE.contains(word));
    let ends_so = matches!(words.last(), Some(&("total" | "totals" | "subtotal")));
    all_of_them || ends_so
}

/// The precincts that a total of a name is of: `W-1 Total` of those whose names begin with `W-1`.
pub(super) fn scope(label: &str) -> String {
    let lower = label.to_lowercase();
    let head = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    let head = ["subtotals", "subtotal", "totals", "total"]
        .iter()
        .find_map(|word| head.strip_suffix(word))
        .unwrap_or_default();
    head.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Checks totals against what the other rows add up to: `of(scope)` counts the ballots of precincts whose names
/// begin so. A total that does not fit means that rows are missing or that it is none.
pub(super) fn faults(totals: &[TotalRow], of: impl Fn(&str) -> u64) -> Option<(u64, String)> {
    let everything = of("");
    // A total for each distinct ballot adds up to everything together.
    if totals.iter().map(|row| row.count).sum::<u64>() == everything {
        return None;
    }
    totals.iter().find_map(|row| {
        let expected = of(&scope(&row.label));
        (row.count != expected && row.count != everything).then(|| {
            let fault = format!(
                "`{}` seems to be a total, but says {} where the other rows add up to {expected}: rows are missing, \
                 or it is a precinct that needs another name",
                row.label, row.count
            );
            (row.line, fault)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_known_by_their_words() {
        for name in [
            "Total",
            "TOTAL:",
            "Grand Total",
            "All precincts",
            "W-1 Total",
            "Sum",
            "Total ballots cast",
            "Citywide",
        ] {
            assert!(is_total(name, true), "{name}");
        }
        for name in [
            "W-1 P-1",
            "Total Wine Hall",
            "City Hall",
            "Precinct 5",
            "All Saints Church",
            "Allen",
            "Sumner",
        ] {
            assert!(!is_total(name, true), "{name}");
        }
        assert!(is_total("Total", false) && !is_total("City", false) && !is_total("All", false));
        assert_eq!(scope("W-1 Total"), "w-1");
        assert_eq!(scope("Grand Total:"), "grand");
        assert_eq!(scope("All precincts"), "");
    }

    #[test]
    fn a_total_that_does_not_fit_is_an_error() {
        let row = |label: &str, count| TotalRow {
            line: 9,
            label: label.to_owned(),
            count,
        };
        let of = |scope: &str| match scope {
            "" => 5,
            "w-1" => 3,
            _ => 0,
        };
        assert_eq!(faults(&[row("Total", 5)], of), None);
        assert_eq!(faults(&[row("W-1 Total", 3), row("Grand Total", 5)], of), None);
        assert_eq!(
            faults(&[row("Total", 2), row("Total", 3)], of),
            None,
            "one for each distinct ballot"
        );
        assert_eq!(faults(&[row("Total", 6)], of).unwrap().0, 9);
    }
}
