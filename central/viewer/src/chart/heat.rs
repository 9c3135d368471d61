//! A strip of cells, the darker the more.

use eframe::egui;
use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::theme::{Ink, regular, size};
use crate::widget::line::fitted;

/// One row of the strip.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// Shade of each cell, between 0 and 1.
    pub(crate) shades: Vec<f32>,
    /// What each cell says.
    pub(crate) figures: Vec<String>,
}

const NAME: f32 = 190.0;
const CELL: f32 = 24.0;

/// Draws rows under the heads of their columns.
pub(crate) fn heat(ui: &mut Ui, heads: &[String], rows: &[Row], ink: &Ink) {
    let width = ui.available_width();
    let name_width = NAME.min(width * 0.3);
    let cell = (width - name_width) / heads.len().max(1) as f32;
    let (head, _) = ui.allocate_exact_size(vec2(width, 18.0), Sense::hover());
    // Heads that would touch are left out.
    let every = (44.0 / cell).ceil().max(1.0) as usize;
    for (n, text) in heads.iter().enumerate().step_by(every) {
        let at = pos2(head.left() + name_width + n as f32 * cell, head.center().y);
        ui.painter()
            .text(at, Align2::LEFT_CENTER, text, regular(size::SMALL), ink.muted);
    }
    for row in rows {
        let (rect, response) = ui.allocate_exact_size(vec2(width, CELL), Sense::hover());
        response.widget_info(|| {
            let said = heads.iter().zip(&row.figures).map(|(h, f)| format!("{h} {f}"));
            let said = format!("{}: {}", row.name, said.collect::<Vec<_>>().join(", "));
            WidgetInfo::labeled(Role::Label, true, said)
        });
        if !ui.is_rect_visible(rect) {
            continue;
        }
        let name = fitted(ui, &row.name, regular(size::BODY), ink.text, name_width - 12.0);
        let at = pos2(rect.left(), rect.center().y - name.size().y / 2.0);
        ui.painter().galley(at, name, ink.text);
        for (n, shade) in row.shades.iter().enumerate() {
            let left = rect.left() + name_width + n as f32 * cell;
            let area = Rect::from_min_size(pos2(left, rect.top() + 1.0), vec2(cell - 2.0, CELL - 2.0));
            ui.painter().rect_filled(area, 1.0, ink.heat(*shade));
            if cell >= 40.0
                && let Some(figure) = row.figures.get(n)
            {
                let colour = if *shade > 0.55 { ink.paper } else { ink.text };
                ui.painter().text(
                    area.right_center() - vec2(6.0, 0.0),
                    Align2::RIGHT_CENTER,
                    figure,
                    regular(size::SMALL),
                    colour,
                );
            }
        }
    }
}
