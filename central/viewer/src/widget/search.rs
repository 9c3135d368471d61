//! A field that searches a list, and the words that are looked for in it.

use eframe::egui;
use egui::{Key, Modifiers, Role, TextEdit, Ui, WidgetInfo};
use pollstream_protocol::fold::fold_words;

/// Most characters that are searched for.
const MOST: usize = 100;

/// Draws the field; Ctrl F leads to it.
pub(crate) fn search(ui: &mut Ui, query: &mut String, name: &str, width: f32) {
    let field = TextEdit::singleline(query)
        .hint_text(name)
        .desired_width(width)
        .char_limit(MOST);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, name));
    if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F)) {
        response.request_focus();
    }
}

/// Whether everything that is typed is found in the texts, however it is spelt.
pub(crate) struct Wanted(Vec<String>);

impl Wanted {
    /// What is looked for.
    pub(crate) fn of(query: &str) -> Self {
        Wanted(fold_words(query))
    }

    /// Whether these texts together have it all.
    pub(crate) fn is_in(&self, texts: &[&str]) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let folded: Vec<String> = texts.iter().flat_map(|text| fold_words(text)).collect();
        (self.0.iter()).all(|word| folded.iter().any(|found| found.contains(word.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_looked_for_in_all_texts() {
        let texts = ["Tomás Herrera Villaseñor", "Riverside Alliance"];
        assert!(Wanted::of("").is_in(&texts));
        assert!(Wanted::of("alliance TOMAS").is_in(&texts));
        assert!(Wanted::of("villasen").is_in(&texts));
        assert!(!Wanted::of("tomas green").is_in(&texts));
    }
}
