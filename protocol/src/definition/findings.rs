//! What is odd about a definition file that breaks no rule: contests that nobody votes on, candidates whom nobody can
//! tell apart, letters that nobody sees. Each with its line, for whoever writes the file.
//!
//! A contest in which nobody can be elected is an error in a file that people wrote. It is none of the contract's: who
//! withdraws last leaves such a contest behind, and stations must still read the revision that says so.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::problems::Problem;
use super::spelling::{invisible, name_key};

/// How odd it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// An election of this file would be none: it is refused.
    Error,
    /// It may be meant so.
    Warning,
}

/// Something odd about a definition file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How odd.
    pub severity: Severity,
    /// Where, and what.
    pub problem: Problem,
}

type Text = Spanned<String>;

/// As much of the file as is looked at; it was read in full before.
#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    contest: Vec<Contest>,
    candidate: Vec<Candidate>,
    ballot_style: Vec<BallotStyle>,
    polling_station: Vec<PollingStation>,
}

#[derive(Deserialize)]
struct Contest {
    id: Text,
    #[serde(default)]
    votes_allowed: Option<Spanned<i64>>,
    #[serde(default)]
    ranks_allowed: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
struct Candidate {
    id: Text,
    contest: String,
    name: Text,
    #[serde(default)]
    party: Option<String>,
    #[serde(default)]
    accreditation: Option<String>,
}

impl Candidate {
    /// Whether the candidate can be elected, or may become so.
    fn stands(&self) -> bool {
        matches!(
            self.accreditation.as_deref(),
            None | Some("accredited" | "pending")
        )
    }
}

#[derive(Deserialize)]
struct BallotStyle {
    id: Text,
    contests: Vec<String>,
}

#[derive(Deserialize)]
struct PollingStation {
    ballot_styles: Vec<String>,
}

/// What is odd about a definition file, in the order of its lines. Nothing of a file that cannot be read: that is
/// for [`super::ElectionDefinition::parse`] to say.
pub fn findings(text: &str) -> Vec<Finding> {
    let Ok(file) = toml::from_str::<File>(text) else {
        return Vec::new();
    };
    let mut found = Found {
        text,
        all: Vec::new(),
    };
    found.contests(&file);
    found.names(&file);
    found.ballot_styles(&file);
    found.invisible_characters();
    found.all.sort_by_key(|finding| finding.problem.line);
    found.all
}

struct Found<'a> {
    text: &'a str,
    all: Vec<Finding>,
}

impl Found<'_> {
    fn line_at(&self, offset: usize) -> usize {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        before.split(|b| *b == b'\n').count()
    }

    fn at(&mut self, severity: Severity, offset: usize, rule: String) {
        let line = Some(self.line_at(offset));
        self.all.push(Finding {
            severity,
            problem: Problem { line, rule },
        });
    }

    fn contests(&mut self, file: &File) {
        let on_ballots: HashSet<&str> = (file.ballot_style.iter())
            .flat_map(|style| style.contests.iter().map(String::as_str))
            .collect();
        for contest in &file.contest {
            let (id, offset) = (contest.id.get_ref(), contest.id.span().start);
            let candidates = file.candidate.iter().filter(|c| c.contest == *id);
            let standing = candidates.filter(|c| c.stands()).count();
            if standing == 0 {
                let rule = format!(
                    "nobody can be elected in contest `{id}`: no candidate of it is accredited or pending"
                );
                self.at(Severity::Error, offset, rule);
            } else {
                self.votes(contest, standing);
            }
            if !on_ballots.contains(id.as_str()) {
                let rule = format!("contest `{id}` is on no ballot style: nobody can vote on it");
                self.at(Severity::Warning, offset, rule);
            }
        }
    }

    fn votes(&mut self, contest: &Contest, standing: usize) {
        let id = contest.id.get_ref();
        let count = |n: &Spanned<i64>| usize::try_from(*n.get_ref()).unwrap_or(0);
        for (name, what, said) in [
            ("votes_allowed", "votes", &contest.votes_allowed),
            ("ranks_allowed", "ranks", &contest.ranks_allowed),
        ] {
            if let Some(said) = said
                && count(said) > standing
            {
                let rule = format!(
                    "{name} is {}, more {what} than contest `{id}` has candidates ({standing})",
                    count(said)
                );
                self.at(Severity::Warning, said.span().start, rule);
            }
        }
    }

    fn names(&mut self, file: &File) {
        let mut first: HashMap<(&str, String), &Candidate> = HashMap::new();
        for candidate in file.candidate.iter().filter(|c| c.stands()) {
            let key = (candidate.contest.as_str(), name_key(candidate.name.get_ref()));
            let Some(other) = first.get(&key) else {
                first.insert(key, candidate);
                continue;
            };
            let apart = match (&candidate.party, &other.party) {
                (a, b) if a != b => "their parties tell them apart",
                _ => "only their numbers tell them apart, which are shown beside the name",
            };
            let rule = format!(
                "candidate `{}` has the name of `{}` (line {}), `{}`: {apart}",
                candidate.id.get_ref(),
                other.id.get_ref(),
                self.line_at(other.name.span().start),
                other.name.get_ref()
            );
            self.at(Severity::Warning, candidate.name.span().start, rule);
        }
    }

    fn ballot_styles(&mut self, file: &File) {
        let issued: HashSet<&str> = (file.polling_station.iter())
            .flat_map(|station| station.ballot_styles.iter().map(String::as_str))
            .collect();
        for style in &file.ballot_style {
            let id = style.id.get_ref();
            if !issued.contains(id.as_str()) {
                let rule = format!("ballot style `{id}` is issued at no polling station");
                self.at(Severity::Warning, style.id.span().start, rule);
            }
        }
    }

    /// Looks at the text itself, comments included, and at TOML's escapes (`\u202E`).
    fn invisible_characters(&mut self) {
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            let escaped =
                (line.match_indices("\\u").chain(line.match_indices("\\U"))).filter_map(|(at, mark)| {
                    let digits = if mark == "\\u" { 4 } else { 8 };
                    let code = u32::from_str_radix(line.get(at + 2..at + 2 + digits)?, 16).ok()?;
                    char::from_u32(code)
                });
            // A mark at the very beginning of a file belongs to its encoding.
            let written = line.trim_start_matches('\u{feff}').chars();
            if let Some((c, what)) = written.chain(escaped).find_map(|c| Some((c, invisible(c)?))) {
                let rule = format!("holds U+{:04X}, {what}", u32::from(c));
                self.at(Severity::Warning, offset, rule);
            }
            offset += line.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let severity = |finding: &Finding| match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let found = findings(text);
        found
            .iter()
            .map(|f| format!("{}: {}", severity(f), f.problem))
            .collect()
    }

    fn contest(id: &str, more: &str) -> String {
        format!("[[contest]]\nid = \"{id}\"\n{more}\n")
    }

    fn candidate(id: &str, name: &str, more: &str) -> String {
        format!("[[candidate]]\nid = \"{id}\"\ncontest = \"x\"\nname = \"{name}\"\n{more}\n")
    }

    const BALLOT: &str = "[[ballot_style]]\nid = \"all\"\ncontests = [\"x\"]\n\
                          [[polling_station]]\nid = \"s\"\nballot_styles = [\"all\"]\n";

    #[test]
    fn a_contest_without_anybody_to_elect_is_an_error() {
        let withdrawn = candidate("a", "Ann", "accreditation = \"withdrawn\"");
        let rejected = candidate("b", "Ben", "accreditation = \"rejected\"");
        let text = contest("x", "") + &withdrawn + &rejected + BALLOT;
        let found = said(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("error: line 2: nobody can be elected in contest `x`"),
            "{found:?}"
        );
        let pending = candidate("c", "Cy", "accreditation = \"pending\"");
        assert_eq!(said(&(text + &pending)), Vec::<String>::new());
    }

    #[test]
    fn more_votes_than_candidates_and_contests_on_no_ballot_are_warned_of() {
        let text = contest("x", "votes_allowed = 3") + &candidate("a", "Ann", "") + BALLOT;
        assert_eq!(
            said(&text),
            ["warning: line 3: votes_allowed is 3, more votes than contest `x` has candidates (1)"]
        );
        let text = contest("x", "")
            + &candidate("a", "Ann", "")
            + "[[ballot_style]]\nid = \"none\"\ncontests = []\n";
        let found = said(&text);
        assert!(
            found[0].contains("line 2: contest `x` is on no ballot style"),
            "{found:?}"
        );
        assert!(
            found[1].contains("ballot style `none` is issued at no polling station"),
            "{found:?}"
        );
    }

    #[test]
    fn candidates_of_one_name_are_named_with_both_lines() {
        let text = contest("x", "")
            + &candidate("smith-1", "Robin Smith", "party = \"a\"")
            + &candidate("smith-2", "ROBIN  SMITH", "party = \"b\"")
            + &candidate("smith-3", "Robin Smith", "party = \"a\"")
            + &candidate("gone", "Robin Smith", "accreditation = \"withdrawn\"")
            + BALLOT;
        let found = said(&text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].contains("`smith-2` has the name of `smith-1` (line 7), `Robin Smith`: their parties"),
            "{found:?}"
        );
        assert!(
            found[1]
                .contains("`smith-3` has the name of `smith-1` (line 7), `Robin Smith`: only their numbers"),
            "{found:?}"
        );
    }

    #[test]
    fn what_nobody_sees_is_named_with_its_line() {
        let text = contest("x", "") + &candidate("a", "Ann \u{202e}nneB", "") + BALLOT;
        let found = said(&text);
        assert!(found[0].starts_with("warning: line 7: holds U+202E"), "{found:?}");
        let text = contest("x", "") + &candidate("a", "Ann\\u200B", "") + BALLOT;
        assert!(said(&text)[0].starts_with("warning: line 7: holds U+200B"));
        // Joiners are part of how Persian and Hindi are written; a mark at the beginning is the encoding's.
        let text = format!(
            "\u{feff}{}{}{BALLOT}",
            contest("x", ""),
            candidate("a", "می\u{200c}خواهم क्\u{200d}ष", "")
        );
        assert_eq!(said(text.trim_start_matches('\u{feff}')), Vec::<String>::new());
    }
}
