//! Horizontal bars with names and figures.

use eframe::egui;
use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::theme::{Ink, bold, regular, size};
use crate::widget::line::fitted;

/// One bar.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    pub(crate) name: String,
    /// Behind the name, in small letters: the party.
    pub(crate) note: String,
    /// Length between 0 and 1.
    pub(crate) share: f32,
    /// Figures behind the bar, each as wide as the widest of its column.
    pub(crate) figures: [String; 2],
    pub(crate) colour: Color32,
    /// Printed bold.
    pub(crate) strong: bool,
}

const THICKNESS: f32 = 14.0;
const GAP: f32 = 12.0;

/// Draws the bars one below the other over the width that there is, `scale` times as large as usual.
pub(crate) fn bars(ui: &mut Ui, bars: &[Bar], scale: f32, ink: &Ink) {
    let width = ui.available_width();
    let (font, small) = (regular(size::BODY * scale), regular(size::SMALL * scale));
    let measure = |text: &str| {
        ui.painter()
            .layout_no_wrap(text.to_owned(), bold(size::BODY * scale), ink.text)
            .size()
            .x
    };
    let widest = |n: usize| bars.iter().map(|b| measure(&b.figures[n])).fold(0.0, f32::max);
    let figures = [widest(0), widest(1)];
    let named = bars.iter().map(|b| measure(&b.name)).fold(60.0, f32::max);
    // Where names are long, they stand above their bars.
    let above = named > width * 0.42;
    let name_width = if above { 0.0 } else { named.max(width * 0.22) + GAP };
    let bar_width = (width - name_width - figures[0] - figures[1] - 2.0 * GAP).max(20.0);
    let height = if above { 46.0 } else { 42.0 } * scale;
    let thickness = THICKNESS * scale;
    for bar in bars {
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let said = said(bar);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        if !ui.is_rect_visible(rect) {
            continue;
        }
        let font = if bar.strong {
            bold(size::BODY * scale)
        } else {
            font.clone()
        };
        let (text_width, middle) = if above {
            (
                width - figures[0] - figures[1] - 2.0 * GAP,
                rect.bottom() - thickness / 2.0 - 6.0,
            )
        } else {
            (named.max(width * 0.22), rect.center().y)
        };
        names(ui, bar, rect, text_width, above, [&font, &small], ink);
        let left = rect.left() + name_width;
        let slot = Rect::from_min_size(pos2(left, middle - thickness / 2.0), vec2(bar_width, thickness));
        ui.painter().rect_filled(slot, 1.0, ink.wash);
        if bar.share > 0.0 {
            let length = (slot.width() * bar.share.clamp(0.0, 1.0)).max(1.5);
            ui.painter().rect_filled(
                Rect::from_min_size(slot.min, vec2(length, thickness)),
                1.0,
                bar.colour,
            );
        }
        let mut right = rect.right();
        for n in [1, 0] {
            figure(
                ui,
                &bar.figures[n],
                pos2(right, middle),
                &font,
                if n == 1 { ink.muted } else { ink.text },
            );
            right -= figures[n] + GAP;
        }
    }
}

fn said(bar: &Bar) -> String {
    let parts = [&bar.name, &bar.note, &bar.figures[0], &bar.figures[1]];
    let parts: Vec<&str> = parts
        .iter()
        .map(|p| p.as_str())
        .filter(|p| !p.is_empty())
        .collect();
    parts.join(", ")
}

fn names(ui: &Ui, bar: &Bar, rect: Rect, width: f32, above: bool, fonts: [&egui::FontId; 2], ink: &Ink) {
    let name = fitted(ui, &bar.name, fonts[0].clone(), ink.text, width);
    let note = fitted(ui, &bar.note, fonts[1].clone(), ink.muted, width);
    if above {
        let top = rect.top() + 2.0;
        let behind = rect.left() + name.size().x + 8.0;
        let room = rect.left() + width - behind;
        ui.painter().galley(pos2(rect.left(), top), name, ink.text);
        if room > 40.0 {
            let note = fitted(ui, &bar.note, fonts[1].clone(), ink.muted, room);
            ui.painter().galley(pos2(behind, top + 2.0), note, ink.muted);
        }
        return;
    }
    let noted = !bar.note.is_empty();
    let block = name.size().y + if noted { note.size().y } else { 0.0 };
    let mut at = pos2(rect.left(), rect.center().y - block / 2.0);
    let step = name.size().y - 1.0;
    ui.painter().galley(at, name, ink.text);
    if noted {
        at.y += step;
        ui.painter().galley(at, note, ink.muted);
    }
}

fn figure(ui: &Ui, text: &str, right: Pos2, font: &egui::FontId, colour: Color32) {
    ui.painter()
        .text(right, Align2::RIGHT_CENTER, text, font.clone(), colour);
}
