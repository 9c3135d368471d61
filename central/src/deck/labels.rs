//! What a cell of a deck says: a candidate, or nothing, or too much. Known by rule, not by spelling; what could
//! be either is asked about and never counted silently.

use std::collections::HashMap;

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A person, or an answer.
    Candidate,
    /// A rank that was left blank.
    Undervote,
    /// More marks than the rank has room for.
    Overvote,
    /// Write-ins that are counted together.
    WriteIn,
}

impl Meaning {
    /// As it is written at the command line.
    pub fn named(name: &str) -> Option<Self> {
        match squeezed(name).as_str() {
            "candidate" => Some(Meaning::Candidate),
            "undervote" | "blank" => Some(Meaning::Undervote),
            "overvote" => Some(Meaning::Overvote),
            "writein" => Some(Meaning::WriteIn),
            _ => None,
        }
    }
}

/// How a vendor's export writes what others write differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// One name in a cell.
    #[default]
    Plain,
    /// Several names in a cell, on lines of their own, are an overvote (ES&S).
    Ess,
}

impl Profile {
    /// Whether several names in a cell are an overvote.
    pub(super) fn names_make_an_overvote(self) -> bool {
        self == Profile::Ess
    }
}

const UNDERVOTE: &[&str] = &[
    "undervote",
    "undervotes",
    "undervoted",
    "blank",
    "blanks",
    "blankvote",
    "skip",
    "skipped",
    "skippedrank",
    "skippedranking",
    "novote",
    "nochoice",
    "noselection",
    "nomark",
    "notmarked",
    "notranked",
    "unmarked",
    "unranked",
];
const OVERVOTE: &[&str] = &["overvote", "overvotes", "overvoted", "overmarked"];
const WRITE_IN: &[&str] = &[
    "writein",
    "writeins",
    "uwi",
    "undeclaredwritein",
    "undeclaredwriteins",
    "undeclaredwriteinsuwi",
    "unresolvedwritein",
    "unresolvedwriteins",
    "unqualifiedwritein",
    "unqualifiedwriteins",
];
/// Words of those who handle ballots: a label of nothing else may be a name, and most likely is none.
const HANDLING: &[&str] = &[
    "a",
    "abstain",
    "abstained",
    "abstention",
    "adjudicated",
    "all",
    "any",
    "ballot",
    "ballots",
    "blank",
    "blanks",
    "candidate",
    "candidates",
    "choice",
    "counted",
    "declined",
    "defective",
    "empty",
    "error",
    "exhausted",
    "illegible",
    "in",
    "inactive",
    "invalid",
    "mark",
    "marked",
    "marks",
    "missing",
    "n",
    "na",
    "nan",
    "nil",
    "none",
    "not",
    "null",
    "of",
    "other",
    "others",
    "over",
    "protest",
    "rank",
    "ranked",
    "refused",
    "rejected",
    "selection",
    "skip",
    "skipped",
    "spoiled",
    "spoilt",
    "subtotal",
    "the",
    "these",
    "total",
    "unclear",
    "uncounted",
    "under",
    "unknown",
    "unresolved",
    "valid",
    "void",
    "vote",
    "voted",
    "votes",
    "write",
    "writein",
];

/// Lower case, letters only: numbers of ranks and of marks beside a label mean nothing (`2 OVERVOTE`).
fn squeezed(label: &str) -> String {
    words(label).concat()
}

fn words(label: &str) -> Vec<String> {
    let lower = label.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty() && !is_number(word))
        .map(str::to_owned)
        .collect()
}

/// `2`, `2nd`.
fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let suffix = &word[digits.len()..];
    !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(suffix, "" | "st" | "nd" | "rd" | "th")
}

/// What the user said about labels, by label.
pub type Said = HashMap<String, Meaning>;

/// A label as the user's word on it is looked up.
pub fn said_key(label: &str) -> String {
    label
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// What a label stands for; `None` when it has to be asked about.
pub(super) fn meaning(label: &str, said: &Said) -> Option<Meaning> {
    if let Some(meaning) = said.get(&said_key(label)) {
        return Some(*meaning);
    }
    if label.trim().is_empty() {
        return Some(Meaning::Undervote);
    }
    let words = words(label);
    let squeezed = words.concat();
    for (known, meaning) in [
        (UNDERVOTE, Meaning::Undervote),
        (OVERVOTE, Meaning::Overvote),
        (WRITE_IN, Meaning::WriteIn),
    ] {
        if known.contains(&squeezed.as_str()) {
            return Some(meaning);
        }
    }
    let handled = words.iter().all(|word| HANDLING.contains(&word.as_str()));
    let misspelt = |known: &&&str| known.len() >= 7 && distance(known, &squeezed) <= 2;
    let near = [UNDERVOTE, OVERVOTE, WRITE_IN]
        .concat()
        .iter()
        .any(|known| misspelt(&known));
    (!handled && !near).then_some(Meaning::Candidate)
}

/// Letters to change, add or drop to get from one word to the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let change = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(label: &str) -> Option<Meaning> {
        meaning(label, &Said::new())
    }

    #[test]
    fn labels_are_known_by_rule_and_not_by_spelling() {
        for label in [
            "",
            " ",
            "undervote",
            "Undervote",
            "UNDER-VOTE",
            "under vote",
            "skipped",
            "Blank",
            "3 undervote",
            "No Vote",
        ] {
            assert_eq!(of(label), Some(Meaning::Undervote), "{label}");
        }
        for label in [
            "overvote",
            "OVERVOTE",
            "2 OVERVOTE",
            "Over-vote",
            "overvoted (2)",
            "2nd overvote",
        ] {
            assert_eq!(of(label), Some(Meaning::Overvote), "{label}");
        }
        for label in [
            "UWI",
            "Write-in",
            "WRITE IN",
            "write-in 2",
            "Undeclared Write-ins",
        ] {
            assert_eq!(of(label), Some(Meaning::WriteIn), "{label}");
        }
    }

    #[test]
    fn names_are_names() {
        for label in [
            "Ada",
            "Mel Blank",
            "CAPTAIN JACK SPARROW",
            "JAMES JIMMY L. STROUD, JR.",
            "Yes",
            "No",
            "Otto Void",
            "Write-in: Jane Doe",
            "محمد",
            "陳美玲",
            "CAM WINTON",
        ] {
            assert_eq!(of(label), Some(Meaning::Candidate), "{label}");
        }
    }

    #[test]
    fn what_could_be_either_is_asked_about_until_it_was_said() {
        for label in [
            "VOID",
            "N/A",
            "-",
            "42",
            "spoiled ballot",
            "overvot",
            "Undrvote",
            "None of these candidates",
            "exhausted",
        ] {
            assert_eq!(of(label), None, "{label}");
        }
        let said = Said::from([
            (said_key("Void"), Meaning::Undervote),
            (said_key("None of these candidates"), Meaning::Candidate),
        ]);
        assert_eq!(meaning(" VOID ", &said), Some(Meaning::Undervote));
        assert_eq!(
            meaning("NONE OF  THESE CANDIDATES", &said),
            Some(Meaning::Candidate)
        );
    }
}
