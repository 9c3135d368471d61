//! Names as people tell them apart.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::{Candidate, Contest, ElectionDefinition};

/// What spellings of one name share: letters and digits in lower case, whatever is between them.
pub(super) fn name_key(name: &str) -> String {
    name.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(*c))
        .collect()
}

/// What a character does that nobody sees; `None` for those that are seen, and for the joiners that Persian, Hindi
/// and others are written with.
pub fn invisible(c: char) -> Option<&'static str> {
    match c {
        '\u{202a}'..='\u{202e}' => Some("which changes the direction of what stands behind it"),
        '\u{2066}'..='\u{2069}' => Some("which isolates or changes the direction of text"),
        '\u{200e}' | '\u{200f}' | '\u{61c}' => Some("an invisible mark of direction"),
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{180e}' => Some("a space without width"),
        '\u{ad}' => Some("a hyphen that is not seen"),
        '\u{2061}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => {
            Some("an invisible character")
        }
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => Some("a letter that is not seen"),
        '\u{e0000}'..='\u{e007f}' => Some("an invisible tag"),
        _ => None,
    }
}

impl ElectionDefinition {
    /// The candidate's name as it is shown where nothing else stands beside it: with the party, or with the number on
    /// the ballot, where another candidate of the contest has the same name.
    /// `Robin Smith (GVP)`, `Robin Smith (no. 2)`.
    pub fn shown_name<'a>(&self, contest: &Contest, candidate: &'a Candidate) -> Cow<'a, str> {
        let key = name_key(&candidate.name);
        let namesakes = || {
            let others = contest.candidates.iter().filter(|other| other.id != candidate.id);
            others.filter(|other| name_key(&other.name) == key)
        };
        if namesakes().next().is_none() {
            return Cow::Borrowed(&candidate.name);
        }
        let party = candidate.party.as_ref().and_then(|id| self.party(id));
        let same_party = namesakes().any(|other| other.party == candidate.party);
        match party {
            Some(party) if !same_party => {
                let short = Some(&party.abbreviation).filter(|short| !short.is_empty());
                Cow::Owned(format!("{} ({})", candidate.name, short.unwrap_or(&party.name)))
            }
            _ => {
                let place = contest.candidates.iter().position(|c| c.id == candidate.id);
                Cow::Owned(format!("{} (no. {})", candidate.name, place.unwrap_or(0) + 1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> ElectionDefinition {
        ElectionDefinition::parse(
            r#"
            [election]
            id = "e"
            title = "E"
            date = "2026-11-03"
            polls_open = "07:00"
            polls_close = "20:00"
            time_zone = "America/Chicago"
            [[party]]
            id = "green"
            name = "Green Valley Party"
            abbreviation = "GVP"
            [[party]]
            id = "blue"
            name = "Blue Party"
            [[contest]]
            id = "x"
            title = "X"
            [[contest]]
            id = "y"
            title = "Y"
            [[candidate]]
            id = "s1"
            contest = "x"
            name = "Robin Smith"
            party = "green"
            [[candidate]]
            id = "s2"
            contest = "x"
            name = "ROBIN  SMITH"
            party = "blue"
            [[candidate]]
            id = "s3"
            contest = "x"
            name = "Robin Smith"
            [[candidate]]
            id = "s4"
            contest = "x"
            name = "Robin Smith"
            [[candidate]]
            id = "kim"
            contest = "x"
            name = "Kim Other"
            [[candidate]]
            id = "s5"
            contest = "y"
            name = "Robin Smith"
            [[ballot_style]]
            id = "all"
            contests = ["x", "y"]
            [[district]]
            id = "root"
            name = "Root"
            [[polling_station]]
            id = "s"
            name = "S"
            district = "root"
            ballot_styles = ["all"]
            "#,
        )
        .unwrap()
    }

    #[test]
    fn namesakes_are_told_apart_by_party_and_else_by_number() {
        let definition = definition();
        let shown = |id: &str| {
            let (contest, candidate) = definition.candidate(&id.parse().unwrap()).unwrap();
            definition.shown_name(contest, candidate).into_owned()
        };
        let all = ["s1", "s2", "s3", "s4", "kim", "s5"].map(shown);
        assert_eq!(
            all,
            [
                "Robin Smith (GVP)",
                "ROBIN  SMITH (Blue Party)",
                "Robin Smith (no. 3)",
                "Robin Smith (no. 4)",
                "Kim Other",
                "Robin Smith",
            ]
        );
    }

    #[test]
    fn joiners_of_scripts_are_no_invisible_characters() {
        for c in ['\u{200c}', '\u{200d}', 'a', 'م', ' ', '\u{a0}', '\u{301}'] {
            assert_eq!(invisible(c), None, "{c:?}");
        }
        for c in [
            '\u{202e}',
            '\u{200b}',
            '\u{ad}',
            '\u{feff}',
            '\u{2066}',
            '\u{3164}',
            '\u{e0041}',
        ] {
            assert!(invisible(c).is_some(), "{c:?}");
        }
    }
}
