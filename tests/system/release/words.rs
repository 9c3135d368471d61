//! What the screens say: the front end's own catalogues, so that a test names a control by what people read on it and
//! still holds when the wording changes.

use std::collections::HashMap;

use pollstream_tests::repository;

/// The words of one language.
pub(super) struct Words(HashMap<String, String>);

impl Words {
    /// The catalogue of a language by its code.
    pub(super) fn of(language: &str) -> Self {
        let folder = repository().join("ui/src/i18n").join(language);
        let mut words = HashMap::new();
        for file in std::fs::read_dir(&folder).expect("the catalogues") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("a catalogue");
            words.extend(text.lines().filter_map(message));
        }
        Words(words)
    }

    /// The text of a message without arguments.
    pub(super) fn get(&self, key: &str) -> &str {
        self.0.get(key).unwrap_or_else(|| panic!("no message `{key}`"))
    }

    /// The words of a message before its first argument.
    pub(super) fn beginning(&self, key: &str) -> &str {
        let beginning = self.get(key).split('{').next().unwrap_or_default().trim();
        assert!(!beginning.is_empty(), "`{key}` begins with an argument");
        beginning
    }
}

/// A message that stands on one line.
fn message(line: &str) -> Option<(String, String)> {
    let (key, text) = line.split_once(" = ")?;
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic()) && !key.contains(' ');
    is_key.then(|| (key.to_owned(), text.to_owned()))
}
