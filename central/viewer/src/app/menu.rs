//! Menus: exports, and how the window looks.

use std::sync::Arc;

use eframe::egui;
use egui::{Context, Theme, Ui};
use tokio::sync::mpsc;

use crate::command::{Command, Export};
use crate::snapshot::Snapshot;

/// From the smallest to the largest type.
const SCALES: [(&str, f32); 5] = [
    ("80 %", 0.8),
    ("100 %", 1.0),
    ("125 %", 1.25),
    ("150 %", 1.5),
    ("200 %", 2.0),
];

/// Light becomes dark and dark light.
pub(super) fn other_theme(ctx: &Context) {
    let other = match ctx.theme() {
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Light,
    };
    ctx.set_theme(other);
}

/// How the window looks.
pub(super) fn show(ui: &mut Ui, help: &mut bool) {
    ui.menu_button("View", |ui| {
        let ctx = ui.ctx().clone();
        if ui.button("Light or dark").clicked() {
            other_theme(&ctx);
        }
        ui.menu_button("Size of type", |ui| {
            for (name, scale) in SCALES {
                if ui.button(name).clicked() {
                    ctx.set_zoom_factor(scale);
                }
            }
        });
        if ui.button("Full screen").clicked() {
            let full = ctx.input(|i| i.viewport().fullscreen.unwrap_or(false));
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(!full));
        }
        if ui.button("Keyboard").clicked() {
            *help = true;
        }
    });
}

/// What can be written to a file. Returns whether the screen's table is wanted.
pub(super) fn export(
    ui: &mut Ui,
    snapshot: &Arc<Snapshot>,
    charts: &[(String, egui::Rect)],
    commands: &mpsc::Sender<Command>,
    wishes: &mut Vec<Command>,
) -> bool {
    let mut table = false;
    ui.menu_button("Export", |ui| {
        if ui.button("Results report (PDF)").clicked() {
            wishes.push(Command::Export(Export::Pdf(snapshot.clone())));
        }
        if ui.button("Results (CSV)").clicked() {
            wishes.push(Command::Export(Export::Csv(snapshot.clone())));
        }
        if ui.button("Results (JSON)").clicked() {
            wishes.push(Command::Export(Export::Json(snapshot.clone())));
        }
        table = ui.button("This screen's table (CSV)").clicked();
        let visible = ui.ctx().content_rect();
        let mut charts = charts
            .iter()
            .filter(|(_, area)| visible.intersects(*area))
            .peekable();
        if charts.peek().is_some() {
            ui.separator();
        }
        for (name, area) in charts {
            if ui.button(format!("Chart: {name} (PNG)")).clicked() {
                picture(ui.ctx(), name.clone(), area.intersect(visible), commands.clone());
            }
        }
    });
    table
}

/// Takes a picture of an area as it is drawn next, without the menu, and sends it out to be written.
fn picture(ctx: &Context, name: String, area: egui::Rect, commands: mpsc::Sender<Command>) {
    let scale = ctx.pixels_per_point();
    ctx.request_screenshot(move |image| {
        let bounds = egui::Rect::from_min_size(
            egui::Pos2::ZERO,
            egui::vec2(image.width() as f32, image.height() as f32) / scale,
        );
        let area = area.intersect(bounds);
        if area.is_positive() {
            let image = Arc::new(image.region(&area, Some(scale)));
            let _ = commands.try_send(Command::Export(Export::Png { name, image }));
        }
    });
    ctx.request_repaint();
}
