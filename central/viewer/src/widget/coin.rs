//! A candidate's picture, round, or its initials where there is none.

use eframe::egui;
use egui::{Align2, Color32, Rect, Sense, TextureOptions, Ui, Vec2};

use crate::format::initials;
use crate::snapshot::Election;
use crate::theme::{Ink, bold};

/// Draws the coin.
pub(crate) fn coin(
    ui: &mut Ui,
    election: &Election,
    picture: &str,
    name: &str,
    colour: Color32,
    diameter: f32,
    ink: &Ink,
) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(diameter), Sense::hover());
    if let Some(thumbnail) = election.pictures.get(picture) {
        let id = egui::Id::unique(("picture", election.version, picture));
        let known: Option<egui::TextureHandle> = ui.data(|data| data.get_temp(id));
        let texture = known.unwrap_or_else(|| {
            let image = thumbnail.0.as_ref().clone();
            let texture = ui.load_texture(format!("picture {picture}"), image, TextureOptions::LINEAR);
            ui.data_mut(|data| data.insert_temp(id, texture.clone()));
            texture
        });
        let uv = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
        let shape = egui::epaint::RectShape::filled(rect, diameter / 2.0, Color32::WHITE)
            .with_texture(texture.id(), uv);
        ui.painter().add(shape);
        ui.painter()
            .circle_stroke(rect.center(), diameter / 2.0, (1.0, ink.hairline));
        return;
    }
    ui.painter().circle_filled(rect.center(), diameter / 2.0, colour);
    ui.painter().text(
        rect.center(),
        Align2::CENTER_CENTER,
        initials(name),
        bold(diameter * 0.36),
        ink.paper,
    );
}
