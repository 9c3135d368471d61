//! Names of candidates in a deck, whatever their spelling, and ids for names.

use std::collections::{BTreeMap, HashMap, HashSet};

/// What spellings of one name share: letters and digits in lower case. Spaces, dots and dashes count only where
/// they part digits.
pub(super) fn key(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut key = String::new();
    let mut parted = false;
    for c in name.nfkc().flat_map(char::to_lowercase) {
        if !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c) {
            parted = true;
            continue;
        }
        let digits = c.is_numeric() && key.chars().next_back().is_some_and(char::is_numeric);
        if parted && digits {
            key.push(' ');
        }
        parted = false;
        key.push(c);
    }
    if key.is_empty() { name.to_owned() } else { key }
}

/// Names as they were met: one entry for each key, with its spellings.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    places: HashMap<String, usize>,
    /// Spellings of each name with their ballots, in order of first appearance.
    names: Vec<Vec<(String, u64)>>,
}

impl Spellings {
    /// Takes a spelling with its ballots; returns which name it is.
    pub(super) fn add(&mut self, key: String, spelling: &str, ballots: u64) -> usize {
        let place = *self.places.entry(key).or_insert_with(|| {
            self.names.push(Vec::new());
            self.names.len() - 1
        });
        let spellings = &mut self.names[place];
        match spellings.iter_mut().find(|(known, _)| known == spelling) {
            Some((_, n)) => *n += ballots,
            None => spellings.push((spelling.to_owned(), ballots)),
        }
        place
    }

    /// Whether a name is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.places.contains_key(key)
    }

    /// Each name as most ballots write it, the earlier one of two; without spaces too many.
    pub(super) fn written(&self) -> Vec<String> {
        let most = |spellings: &[(String, u64)]| {
            let mut best = &spellings[0];
            for spelling in spellings {
                if spelling.1 > best.1 {
                    best = spelling;
                }
            }
            best.0.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        self.names.iter().map(|spellings| most(spellings)).collect()
    }

    /// What is said about names with several spellings.
    pub(super) fn notes(&self) -> Vec<String> {
        let several = self
            .names
            .iter()
            .zip(self.written())
            .filter(|(spellings, _)| spellings.len() > 1);
        several
            .map(|(spellings, written)| {
                let all = spellings
                    .iter()
                    .map(|(spelling, n)| format!("{spelling:?} ({n})"));
                format!(
                    "`{written}` is written in {} ways, counted as one: {}",
                    spellings.len(),
                    all.collect::<Vec<_>>().join(", ")
                )
            })
            .collect()
    }
}

/// Labels that were understood although they are written otherwise, for a note.
#[derive(Debug, Default)]
pub(super) struct Understood(BTreeMap<&'static str, BTreeMap<String, u64>>);

impl Understood {
    pub(super) fn add(&mut self, as_what: &'static str, label: &str, marks: u64) {
        let label = label.trim();
        if !label.is_empty() && label != as_what {
            *self
                .0
                .entry(as_what)
                .or_default()
                .entry(label.to_owned())
                .or_default() += marks;
        }
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let note = |(as_what, labels): (&&str, &BTreeMap<String, u64>)| {
            let labels = labels.iter().map(|(label, n)| format!("{label:?} ({n})"));
            format!("read as {as_what}: {}", labels.collect::<Vec<_>>().join(", "))
        };
        self.0.iter().map(note).collect()
    }
}

/// Ids for names: lower-case words joined by dashes, distinct for distinct names.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: HashMap<String, String>,
    used: HashSet<String>,
    /// Names with their ids in order of first appearance.
    pub(super) order: Vec<(String, String)>,
}

impl Names {
    pub(super) fn id(&mut self, name: &str) -> String {
        if let Some(id) = self.ids.get(name) {
            return id.clone();
        }
        let words: Vec<String> = (name.split(|c: char| !c.is_ascii_alphanumeric()))
            .filter(|w| !w.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let mut base = words.join("-");
        base.truncate(56);
        if base.is_empty() {
            base.push('x');
        }
        let mut id = base.clone();
        let mut n = 2;
        while !self.used.insert(id.clone()) {
            id = format!("{base}-{n}");
            n += 1;
        }
        self.ids.insert(name.to_owned(), id.clone());
        self.order.push((name.to_owned(), id.clone()));
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key_and_others_do_not() {
        for spelling in [
            "JO SMITH",
            "Jo  Smith",
            "Jo Smith ",
            "Jo\u{a0}Smith",
            "Jo. Smith",
            "jo-smith",
            "J.O. Smith",
        ] {
            assert_eq!(key(spelling), key("Jo Smith"), "{spelling}");
        }
        for other in ["Jo Smyth", "Joe Smith", "Jo Smith Jr", "José Smith"] {
            assert_ne!(key(other), key("Jo Smith"), "{other}");
        }
        assert_ne!(key("Measure 1 1"), key("Measure 11"));
        assert_ne!(key("+"), key("-"));
    }

    #[test]
    fn the_usual_spelling_is_the_name_and_all_are_said() {
        let mut spellings = Spellings::default();
        for (spelling, n) in [("JO SMITH", 2), ("Jo  Smith", 3), ("JO SMITH", 2), ("Ann", 1)] {
            spellings.add(key(spelling), spelling, n);
        }
        assert_eq!(spellings.written(), ["JO SMITH", "Ann"]);
        let notes = spellings.notes();
        assert_eq!(
            notes,
            ["`JO SMITH` is written in 2 ways, counted as one: \"JO SMITH\" (4), \"Jo  Smith\" (3)"]
        );
    }
}
