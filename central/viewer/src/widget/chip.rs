//! A word in a frame: a state that must not be overlooked.

use eframe::egui;
use egui::{Color32, Frame, Margin, Response, RichText, Stroke, Ui};

use crate::theme::{bold, size};

/// The word in a frame of its colour.
pub(crate) fn chip(ui: &mut Ui, text: &str, colour: Color32) -> Response {
    Frame::new()
        .stroke(Stroke::new(1.0, colour))
        .corner_radius(2.0)
        .inner_margin(Margin::symmetric(8, 2))
        .show(ui, |ui| {
            ui.add(egui::Label::new(RichText::new(text).font(bold(size::SMALL)).color(colour)).extend())
        })
        .inner
}
