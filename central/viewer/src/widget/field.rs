//! Fields of forms: a name above, what is typed, and what is wrong with it below.

use eframe::egui;
use egui::{ComboBox, Response, RichText, Role, TextEdit, Ui, WidgetInfo};

use crate::format::thousands;
use crate::theme::{Ink, bold, note, regular, size};

/// A field of a form.
pub(crate) struct Field<'a> {
    /// Its name, which is also its accessible name.
    pub(crate) name: &'a str,
    /// An example or an explanation; may be empty.
    pub(crate) hint: &'a str,
    /// Most characters.
    pub(crate) most: usize,
    /// What is wrong with what is typed.
    pub(crate) fault: Option<String>,
}

impl Field<'_> {
    /// One line.
    pub(crate) fn line(self, ui: &mut Ui, text: &mut String, ink: &Ink) -> Response {
        let (hint, most) = (self.hint.to_owned(), self.most);
        self.show(ui, ink, |ui| {
            let field = TextEdit::singleline(text)
                .hint_text(muted(hint, ink))
                .char_limit(most)
                .desired_width(f32::INFINITY);
            ui.add(field)
        })
    }

    /// One line that nobody reads over the shoulder.
    pub(crate) fn secret(self, ui: &mut Ui, text: &mut String, ink: &Ink) -> Response {
        let most = self.most;
        self.show(ui, ink, |ui| {
            let field = TextEdit::singleline(text)
                .password(true)
                .char_limit(most)
                .desired_width(f32::INFINITY);
            let response = ui.add(field);
            // What was typed must not live on in the field's undo.
            if let Some(mut state) = egui::text_edit::TextEditState::load(ui.ctx(), response.id) {
                state.clear_undoer();
                state.store(ui.ctx(), response.id);
            }
            response
        })
    }

    /// Several lines, with how much of them is used.
    pub(crate) fn lines(self, ui: &mut Ui, text: &mut String, rows: usize, ink: &Ink) -> Response {
        let (hint, most) = (self.hint.to_owned(), self.most);
        let response = self.show(ui, ink, |ui| {
            let field = TextEdit::multiline(text)
                .hint_text(muted(hint, ink))
                .char_limit(most)
                .desired_rows(rows)
                .desired_width(f32::INFINITY);
            ui.add(field)
        });
        let used = text.chars().count();
        // Only when the end comes near: a counter at every field would be noise.
        if used * 4 >= most * 3 {
            let said = format!(
                "{} of {} characters",
                thousands(used as u64),
                thousands(most as u64)
            );
            ui.label(note(said, ink));
        }
        response
    }

    fn show(self, ui: &mut Ui, ink: &Ink, add: impl FnOnce(&mut Ui) -> Response) -> Response {
        let label = ui.label(RichText::new(self.name).font(bold(size::SMALL)));
        let response = add(ui).labelled_by(label.id);
        if let Some(fault) = self.fault {
            say_fault(ui, &fault, ink);
        }
        ui.add_space(4.0);
        response
    }
}

/// One of several things.
pub(crate) fn choice(
    ui: &mut Ui,
    name: &str,
    chosen: &str,
    ink: &Ink,
    fault: Option<String>,
    add: impl FnOnce(&mut Ui),
) -> Response {
    let label = ui.label(RichText::new(name).font(bold(size::SMALL)));
    let shown = if chosen.is_empty() { "Choose …" } else { chosen };
    let width = ui.available_width();
    let response = ComboBox::from_id_salt(name)
        .width(width)
        .truncate()
        .selected_text(shown)
        .show_ui(ui, add)
        .response
        .labelled_by(label.id);
    if let Some(fault) = fault {
        say_fault(ui, &fault, ink);
    }
    ui.add_space(4.0);
    response
}

/// One of the things that a [`choice`] offers; choosing it, by hand or by key, ends the choice.
pub(crate) fn offer<T: PartialEq>(ui: &mut Ui, chosen: &mut T, this: T, words: impl Into<String>) {
    if ui.selectable_value(chosen, this, words.into()).clicked() {
        ui.close();
    }
}

/// A box to tick, with an outline that is seen on paper and on a marked row.
pub(crate) fn tick(ui: &mut Ui, ticked: &mut bool, words: &str, ink: &Ink) -> Response {
    ui.scope(|ui| {
        let fill = ui.visuals().extreme_bg_color;
        let widgets = &mut ui.visuals_mut().widgets;
        for widget in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            widget.bg_fill = fill;
            widget.bg_stroke.color = ink.muted;
        }
        ui.checkbox(ticked, words)
    })
    .inner
}

/// What is wrong, read out by screen readers.
pub(crate) fn say_fault(ui: &mut Ui, fault: &str, ink: &Ink) {
    let text = RichText::new(fault).font(regular(size::BODY)).color(ink.alarm);
    ui.with_layout(egui::Layout::top_down(egui::Align::LEFT), |ui| {
        let response = ui.add(egui::Label::new(text).wrap());
        response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, fault));
    });
}

fn muted(hint: String, ink: &Ink) -> RichText {
    RichText::new(hint).font(regular(size::BODY)).color(ink.muted)
}
