//! A row of figures with their names, parted by rules.

use eframe::egui;
use egui::{Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::theme::{Ink, regular, serif, size};
use crate::widget::line::fitted;

/// One figure.
#[derive(Debug, Clone)]
pub(crate) struct Tile {
    pub(crate) figure: String,
    pub(crate) name: &'static str,
    /// What it refers to, in small letters; may be empty.
    pub(crate) note: String,
}

impl Tile {
    /// A figure without a note.
    pub(crate) fn new(figure: impl Into<String>, name: &'static str, note: impl Into<String>) -> Self {
        Tile {
            figure: figure.into(),
            name,
            note: note.into(),
        }
    }
}

/// Draws the tiles over the width that there is, in one row or in as many as they need.
pub(crate) fn tiles(ui: &mut Ui, tiles: &[Tile], scale: f32, ink: &Ink) {
    let width = ui.available_width();
    let least = 118.0 * scale;
    let fits = (width / least).floor().max(1.0) as usize;
    let lines = tiles.len().div_ceil(fits.min(tiles.len()).max(1));
    let columns = tiles.len().div_ceil(lines.max(1)).max(1);
    let each = width / columns as f32;
    let height = 78.0 * scale;
    for line in tiles.chunks(columns) {
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        for (n, tile) in line.iter().enumerate() {
            let left = rect.left() + n as f32 * each;
            let area = egui::Rect::from_min_size(pos2(left, rect.top()), vec2(each, height));
            let inset = if n == 0 { 0.0 } else { 14.0 * scale };
            if n > 0 {
                ui.painter()
                    .vline(left, area.shrink2(vec2(0.0, 8.0)).y_range(), (1.0, ink.hairline));
            }
            let said = format!("{}: {}. {}", tile.name, tile.figure, tile.note);
            let id = ui.scope_id().with(("tile", tile.name));
            let response = ui.interact(area, id, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.trim_end_matches(". ")));
            let room = each - inset - 8.0;
            let x = left + inset;
            let name = fitted(ui, tile.name, regular(size::SMALL * scale), ink.muted, room);
            ui.painter()
                .galley(pos2(x, rect.top() + 4.0 * scale), name, ink.muted);
            // A figure that is too wide is set smaller, never cut.
            let mut font = size::FIGURE * scale;
            let mut figure = ui
                .painter()
                .layout_no_wrap(tile.figure.clone(), serif(font), ink.text);
            if figure.size().x > room {
                font *= room / figure.size().x;
                figure = ui
                    .painter()
                    .layout_no_wrap(tile.figure.clone(), serif(font), ink.text);
            }
            let baseline = rect.top() + 54.0 * scale;
            ui.painter()
                .galley(pos2(x, baseline - figure.size().y * 0.86), figure, ink.text);
            let note = fitted(ui, &tile.note, regular(size::SMALL * scale), ink.muted, room);
            let at = pos2(x, rect.top() + 56.0 * scale);
            ui.painter().galley(at, note, ink.muted);
        }
    }
}
