//! Edits of a definition file that leave everything else as its author wrote it: comments, order, spacing.

use pollstream_protocol::ids::{CandidateId, ContestId, PartyId};
use pollstream_protocol::voter::Accreditation;
use thiserror::Error;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// A candidate who is submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCandidate {
    /// Unique within the election.
    pub id: CandidateId,
    /// The contest to stand in.
    pub contest: ContestId,
    /// As it is to stand on the ballot.
    pub name: String,
    /// `None` for an independent.
    pub party: Option<PartyId>,
    /// Picture reference; may be empty.
    pub picture: String,
    /// Biography; may be empty.
    pub biography: String,
    /// Platform; may be empty.
    pub platform: String,
}

/// A party that is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewParty {
    /// Its id.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// Its short name; may be empty.
    pub abbreviation: String,
}

/// Why a file cannot be edited so.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// Written in a way that is valid but not edited here.
    #[error(
        "the definition file does not write `{0}` as [[{0}]] tables: edit it by hand and use `central revise`"
    )]
    Shape(&'static str),
    /// Not TOML.
    #[error("the definition file cannot be read: {0}")]
    Toml(String),
    /// No such candidate.
    #[error("candidate `{0}` is not in the definition")]
    UnknownCandidate(CandidateId),
}

fn parse(toml: &str) -> Result<DocumentMut, EditError> {
    toml.parse()
        .map_err(|e: toml_edit::TomlError| EditError::Toml(e.message().to_owned()))
}

fn tables<'a>(document: &'a mut DocumentMut, name: &'static str) -> Result<&'a mut ArrayOfTables, EditError> {
    let item = document
        .entry(name)
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    item.as_array_of_tables_mut().ok_or(EditError::Shape(name))
}

/// A table after an empty line, with the keys that are not empty.
fn table(keys: &[(&str, &str)]) -> Table {
    let mut table = Table::new();
    for (key, text) in keys.iter().filter(|(_, text)| !text.is_empty()) {
        table.insert(key, value(*text));
    }
    table.decor_mut().set_prefix("\n");
    table
}

/// The file with one more candidate, pending, behind all others.
pub(super) fn add_candidate(toml: &str, new: &NewCandidate) -> Result<String, EditError> {
    let mut document = parse(toml)?;
    let party = new.party.as_ref().map_or("", PartyId::as_str);
    tables(&mut document, "candidate")?.push(table(&[
        ("id", new.id.as_str()),
        ("contest", new.contest.as_str()),
        ("name", new.name.trim()),
        ("party", party),
        ("accreditation", Accreditation::Pending.as_str()),
        ("picture", new.picture.trim()),
        ("biography", new.biography.trim()),
        ("platform", new.platform.trim()),
    ]));
    Ok(document.to_string())
}

/// The file with one more party, behind all others.
pub(super) fn add_party(toml: &str, new: &NewParty) -> Result<String, EditError> {
    let mut document = parse(toml)?;
    tables(&mut document, "party")?.push(table(&[
        ("id", new.id.as_str()),
        ("name", new.name.trim()),
        ("abbreviation", new.abbreviation.trim()),
    ]));
    Ok(document.to_string())
}

/// The file with another accreditation of a candidate.
pub(super) fn set_accreditation(
    toml: &str,
    candidate: &CandidateId,
    accreditation: Accreditation,
) -> Result<String, EditError> {
    let mut document = parse(toml)?;
    let found = tables(&mut document, "candidate")?
        .iter_mut()
        .find(|table| table.get("id").and_then(Item::as_str) == Some(candidate.as_str()));
    let table = found.ok_or_else(|| EditError::UnknownCandidate(candidate.clone()))?;
    match table.get_mut("accreditation").and_then(Item::as_value_mut) {
        // What stands around the value, a comment behind it above all, stays.
        Some(old) => {
            let decor = old.decor().clone();
            *old = accreditation.as_str().into();
            *old.decor_mut() = decor;
        }
        None => {
            table.insert("accreditation", value(accreditation.as_str()));
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"# The election of a test.
[[party]]  # the only one
id = "oak"
name = "Oak"

[[contest]]
id = "mayor"
title = "Mayor"   # spaced by hand

# First on the ballot.
[[candidate]]
id = "ada"
contest = "mayor"
name = "Ada"
accreditation = "pending"  # since Monday

[[candidate]]
id = "ben"
contest = "mayor"
name = "Ben"

[[district]] # after the candidates
id = "town"
name = "Town"
"#;

    #[test]
    fn an_accreditation_changes_and_nothing_else() {
        let edited = set_accreditation(FILE, &"ada".parse().unwrap(), Accreditation::Accredited).unwrap();
        let expected = FILE.replace("\"pending\"  # since", "\"accredited\"  # since");
        assert_eq!(edited, expected);
        let edited = set_accreditation(FILE, &"ben".parse().unwrap(), Accreditation::Withdrawn).unwrap();
        assert_eq!(
            edited,
            FILE.replace(
                "name = \"Ben\"\n",
                "name = \"Ben\"\naccreditation = \"withdrawn\"\n"
            )
        );
        let nobody = set_accreditation(FILE, &"eve".parse().unwrap(), Accreditation::Withdrawn);
        assert_eq!(nobody, Err(EditError::UnknownCandidate("eve".parse().unwrap())));
    }

    #[test]
    fn new_tables_follow_their_own_kind_and_comments_survive() {
        let new = NewCandidate {
            id: "eve".parse().unwrap(),
            contest: "mayor".parse().unwrap(),
            name: " Eve \"the\" Third ".into(),
            party: Some("oak".parse().unwrap()),
            picture: String::new(),
            biography: "Born here.\nStill here.".into(),
            platform: String::new(),
        };
        let edited = add_candidate(FILE, &new).unwrap();
        let (before, after) = FILE.split_once("\n[[district]]").unwrap();
        assert!(edited.starts_with(before), "{edited}");
        assert!(edited.ends_with(&format!("\n[[district]]{after}")), "{edited}");
        let read: toml::Table = edited.parse().unwrap();
        let eve = &read["candidate"][2];
        assert_eq!(eve["name"].as_str(), Some("Eve \"the\" Third"));
        assert_eq!(eve["biography"].as_str(), Some("Born here.\nStill here."));
        assert_eq!(eve["accreditation"].as_str(), Some("pending"));
        assert!(eve.get("platform").is_none());
        let party = NewParty {
            id: "elm".parse().unwrap(),
            name: "Elm".into(),
            abbreviation: String::new(),
        };
        let edited = add_party(&edited, &party).unwrap();
        assert!(
            edited.contains("# the only one") && edited.contains("# spaced by hand"),
            "{edited}"
        );
        let read: toml::Table = edited.parse().unwrap();
        assert_eq!(read["party"][1]["name"].as_str(), Some("Elm"));
    }

    #[test]
    fn a_file_without_parties_gets_its_first_and_other_shapes_are_told() {
        let party = NewParty {
            id: "elm".parse().unwrap(),
            name: "Elm".into(),
            abbreviation: "E".into(),
        };
        let read: toml::Table = add_party("[election]\nid = \"e\"\n", &party)
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(read["party"][0]["abbreviation"].as_str(), Some("E"));
        let inline = add_party("party = [{ id = \"oak\", name = \"Oak\" }]\n", &party);
        assert_eq!(inline, Err(EditError::Shape("party")));
    }
}
