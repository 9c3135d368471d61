//! Text that stays on one line.

use std::sync::Arc;

use eframe::egui;
use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, FontId, Galley, Ui};

/// The text on one line, cut with `…` where it is wider than `width`.
pub(crate) fn fitted(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = TextWrapping {
        max_width: width.max(1.0),
        max_rows: 1,
        break_anywhere: true,
        ..TextWrapping::default()
    };
    ui.painter().layout_job(job)
}

/// A hairline over the whole width.
pub(crate) fn rule(ui: &mut Ui, thickness: f32, colour: Color32) {
    let (rect, _) = ui.allocate_exact_size(
        egui::vec2(ui.available_width(), thickness.max(1.0)),
        egui::Sense::hover(),
    );
    ui.painter().rect_filled(rect, 0.0, colour);
}
