//! What a ballot says in other languages than the one it was written in.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::file::{Reader, Text};

/// Most languages of one text.
const MAX_LANGUAGES: usize = 60;

/// Texts by language tag (BCP 47: `es`, `zh-Hant`).
pub type Translations<T> = BTreeMap<String, T>;

/// A party in another language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartyText {
    /// Its name; empty where it stays.
    pub name: String,
    /// Its short name; empty where it stays.
    pub abbreviation: String,
}

/// A candidate, or an answer to a measure, in another language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CandidateText {
    /// `Yes` in another language, a name in another script; empty where it stays.
    pub name: String,
    /// Empty where it stays.
    pub biography: String,
    /// Empty where it stays.
    pub platform: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTitle {
    title: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPartyText {
    name: Option<Text>,
    abbreviation: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCandidateText {
    name: Option<Text>,
    biography: Option<Text>,
    platform: Option<Text>,
}

/// The `translations` table of a party, contest or candidate.
pub(super) type Raw<T> = BTreeMap<Text, T>;

impl Reader<'_, '_> {
    pub(super) fn titles(&mut self, raw: &Raw<RawTitle>) -> Translations<String> {
        self.translations(raw, |reader, raw| reader.line(&raw.title, "title"))
    }

    pub(super) fn party_texts(&mut self, raw: &Raw<RawPartyText>) -> Translations<PartyText> {
        self.translations(raw, |reader, raw| PartyText {
            name: reader.given_line(raw.name.as_ref(), "name"),
            abbreviation: reader.optional_line(raw.abbreviation.as_ref(), "abbreviation", 40),
        })
    }

    pub(super) fn candidate_texts(&mut self, raw: &Raw<RawCandidateText>) -> Translations<CandidateText> {
        self.translations(raw, |reader, raw| CandidateText {
            name: reader.given_line(raw.name.as_ref(), "name"),
            biography: reader.optional_text(raw.biography.as_ref(), "biography"),
            platform: reader.optional_text(raw.platform.as_ref(), "platform"),
        })
    }

    /// A line that may be left out, but not be empty.
    fn given_line(&mut self, text: Option<&Text>, name: &str) -> String {
        text.map_or_else(String::new, |text| self.line(text, name))
    }

    fn translations<R, T>(
        &mut self,
        raw: &Raw<R>,
        mut read: impl FnMut(&mut Self, &R) -> T,
    ) -> Translations<T> {
        if let Some((tag, _)) = raw.iter().nth(MAX_LANGUAGES) {
            self.fault(tag, format!("more than {MAX_LANGUAGES} languages"));
        }
        let mut seen = HashSet::new();
        let mut texts = Translations::new();
        for (tag, raw) in raw {
            let language = canonical(tag.get_ref());
            match language {
                None => self.fault(
                    tag,
                    format!(
                        "`{}` is not a language tag such as es, hi or zh-Hant",
                        tag.get_ref()
                    ),
                ),
                Some(language) if !seen.insert(language.clone()) => {
                    self.fault(tag, format!("language `{language}` stands here twice"));
                }
                Some(language) => {
                    texts.insert(language, read(self, raw));
                }
            }
        }
        texts
    }
}

/// A BCP 47 tag of language, script and region in its usual spelling: `zh-Hant-TW`.
fn canonical(tag: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let language = parts
        .next()
        .filter(|l| matches!(l.len(), 2 | 3) && is_alphabetic(l))?;
    let mut spelled = language.to_ascii_lowercase();
    let (mut script, mut region) = (false, false);
    for part in parts {
        spelled.push('-');
        match part.len() {
            4 if is_alphabetic(part) && !script && !region => {
                script = true;
                spelled.push_str(&part[..1].to_ascii_uppercase());
                spelled.push_str(&part[1..].to_ascii_lowercase());
            }
            2 if is_alphabetic(part) && !region => {
                region = true;
                spelled.push_str(&part.to_ascii_uppercase());
            }
            3 if part.bytes().all(|b| b.is_ascii_digit()) && !region => {
                region = true;
                spelled.push_str(part);
            }
            _ => return None,
        }
    }
    Some(spelled)
}

fn is_alphabetic(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_have_one_spelling() {
        for (tag, spelled) in [
            ("es", "es"),
            ("ES", "es"),
            ("fil", "fil"),
            ("zh-hant", "zh-Hant"),
            ("ZH-HANT-tw", "zh-Hant-TW"),
            ("pt-br", "pt-BR"),
            ("es-419", "es-419"),
        ] {
            assert_eq!(canonical(tag).as_deref(), Some(spelled), "{tag}");
        }
        for bad in [
            "",
            "e",
            "spanish",
            "es-",
            "-es",
            "es_MX",
            "es-MX-MX",
            "es-Latn-Latn",
            "é",
            "e1",
            "zh-TW-Hant",
        ] {
            assert_eq!(canonical(bad), None, "{bad}");
        }
    }
}
