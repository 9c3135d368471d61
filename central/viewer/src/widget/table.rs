//! Tables: heads that sort, figures aligned on the right, only visible rows laid out.

use eframe::egui;
use egui::{Align, Align2, Color32, Layout, RichText, Role, Sense, Ui, WidgetInfo, vec2};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::theme::{Ink, bold, regular, size};

/// By which column a table is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) column: usize,
    pub(crate) descending: bool,
}

/// A column's head; one without a name does not sort.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub(crate) name: &'static str,
    /// Width in points; the last that is `None` takes what is left.
    pub(crate) width: Option<f32>,
    /// Whether it holds figures: aligned on the right, sorted from the largest.
    pub(crate) figures: bool,
}

impl Head {
    /// A column of words.
    pub(crate) const fn words(name: &'static str, width: Option<f32>) -> Self {
        Head {
            name,
            width,
            figures: false,
        }
    }

    /// A column of figures.
    pub(crate) const fn figures(name: &'static str, width: f32) -> Self {
        Head {
            name,
            width: Some(width),
            figures: true,
        }
    }
}

/// A table under its heads.
pub(crate) struct Table<'a> {
    pub(crate) id: &'a str,
    pub(crate) heads: &'a [Head],
    pub(crate) rows: usize,
    /// Height with a scroll bar of its own; `None` takes as much as the rows need.
    pub(crate) height: Option<f32>,
    pub(crate) ink: &'a Ink,
}

const ROW: f32 = 26.0;
/// Lower than this no table gets, however small the window.
const LOWEST: f32 = 120.0;

/// The height of a table that takes what is left but for `below`, in points.
pub(crate) fn list_height(ui: &Ui, below: f32) -> f32 {
    (ui.available_height() - below).max(LOWEST)
}

impl Table<'_> {
    /// Draws it; `sort` follows clicks on the heads. `row` fills the cells of a row.
    pub(crate) fn show(
        self,
        ui: &mut Ui,
        sort: &mut Sort,
        mut row: impl FnMut(&mut Cells<'_, '_, '_>, usize),
    ) {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing = vec2(14.0, 0.0);
            let mut table = TableBuilder::new(ui)
                .id_salt(self.id)
                .sense(Sense::click())
                .cell_layout(Layout::left_to_right(Align::Center))
                .auto_shrink([false, self.height.is_none()]);
            table = match self.height {
                Some(height) => table.min_scrolled_height(height).max_scroll_height(height),
                None => table.vscroll(false),
            };
            for head in self.heads {
                table = table.column(match head.width {
                    Some(width) => Column::exact(width),
                    None => Column::remainder().at_least(120.0).clip(true),
                });
            }
            let (ink, heads) = (self.ink, self.heads);
            table
                .header(24.0, |mut cells| {
                    for (n, head) in heads.iter().enumerate() {
                        cells.col(|ui| sort_by(ui, head, n, sort, ink));
                    }
                })
                .body(|body| {
                    body.rows(ROW, self.rows, |mut cells| {
                        let index = cells.index();
                        cells.set_overline(true);
                        let mut cells = Cells {
                            row: &mut cells,
                            ink,
                            column: 0,
                            heads,
                        };
                        row(&mut cells, index);
                    });
                });
        });
    }
}

fn sort_by(ui: &mut Ui, head: &Head, n: usize, sort: &mut Sort, ink: &Ink) {
    if head.name.is_empty() {
        return;
    }
    let sorted = sort.column == n;
    let layout = if head.figures {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    ui.with_layout(layout, |ui| {
        let font = if sorted {
            bold(size::SMALL)
        } else {
            regular(size::SMALL)
        };
        let colour = if sorted { ink.text } else { ink.muted };
        let text = RichText::new(head.name).font(font).color(colour);
        let response = ui.add(egui::Button::new(text).frame(false).min_size(vec2(0.0, 22.0)));
        let order = match (sorted, sort.descending) {
            (false, _) => "not sorted",
            (true, true) => "largest first",
            (true, false) => "smallest first",
        };
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Button, true, format!("Sort by {}: {order}", head.name))
        });
        if sorted {
            arrow(ui, &response, head.figures, sort.descending, ink.text);
        }
        if response.clicked() {
            *sort = Sort {
                column: n,
                descending: if sorted { !sort.descending } else { head.figures },
            };
        }
    });
}

/// A small triangle beside the head: no font has it for certain.
fn arrow(ui: &Ui, head: &egui::Response, left: bool, down: bool, colour: Color32) {
    let x = if left {
        head.rect.left() - 6.0
    } else {
        head.rect.right() + 7.0
    };
    let (centre, half) = (egui::pos2(x, head.rect.center().y), 3.5);
    let tip = if down { half } else { -half };
    let points = vec![
        centre + vec2(-half, -tip * 0.6),
        centre + vec2(half, -tip * 0.6),
        centre + vec2(0.0, tip * 0.8),
    ];
    ui.painter()
        .add(egui::Shape::convex_polygon(points, colour, egui::Stroke::NONE));
}

/// The cells of one row, filled from the left.
pub(crate) struct Cells<'r, 'a, 'b> {
    row: &'r mut TableRow<'a, 'b>,
    ink: &'r Ink,
    column: usize,
    heads: &'r [Head],
}

impl Cells<'_, '_, '_> {
    /// Text in the next cell, aligned as its column is.
    pub(crate) fn text(&mut self, text: impl Into<String>) {
        let colour = self.ink.text;
        self.coloured(text, colour, false);
    }

    /// Text that is less important.
    pub(crate) fn muted(&mut self, text: impl Into<String>) {
        let colour = self.ink.muted;
        self.coloured(text, colour, false);
    }

    /// Bold text.
    pub(crate) fn strong(&mut self, text: impl Into<String>) {
        let colour = self.ink.text;
        self.coloured(text, colour, true);
    }

    /// Text in a colour.
    pub(crate) fn coloured(&mut self, text: impl Into<String>, colour: Color32, strong: bool) {
        let font = if strong {
            bold(size::BODY)
        } else {
            regular(size::BODY)
        };
        let text = RichText::new(text.into()).font(font).color(colour);
        self.cell(|ui| {
            ui.add(egui::Label::new(text).truncate().selectable(false));
        });
    }

    /// A square of this colour before the next text.
    pub(crate) fn swatch(&mut self, colour: Color32, text: impl Into<String>) {
        let text = RichText::new(text.into())
            .font(regular(size::BODY))
            .color(self.ink.text);
        self.cell(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
            ui.painter().rect_filled(rect, 1.0, colour);
            ui.add(egui::Label::new(text).truncate().selectable(false));
        });
    }

    /// A bar of this share of the next cell.
    pub(crate) fn bar(&mut self, share: f32, colour: Color32) {
        let wash = self.ink.wash;
        self.cell(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 10.0), Sense::hover());
            ui.painter().rect_filled(rect, 1.0, wash);
            let mut filled = rect;
            filled.set_width(rect.width() * share.clamp(0.0, 1.0));
            ui.painter().rect_filled(filled, 1.0, colour);
        });
    }

    /// Anything in the next cell.
    pub(crate) fn cell(&mut self, add: impl FnOnce(&mut Ui)) {
        let figures = self.heads.get(self.column).is_some_and(|h| h.figures);
        self.column += 1;
        self.row.col(|ui| {
            if figures {
                ui.with_layout(Layout::right_to_left(Align::Center), add);
            } else {
                add(ui);
            }
        });
    }

    /// A name in the next cell by which the row is picked, also by keyboard; a click anywhere on the row is for
    /// [`Cells::response`].
    pub(crate) fn pick(&mut self, name: &str, picked: bool) -> bool {
        let ink = *self.ink;
        let mut clicked = false;
        self.cell(|ui| {
            let font = if picked {
                bold(size::BODY)
            } else {
                regular(size::BODY)
            };
            let text = RichText::new(name).font(font).color(ink.text);
            let response = ui.add(egui::Button::new(text).frame(false).truncate());
            response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, picked, name));
            if response.has_focus() {
                let outline = response.rect.expand(2.0);
                ui.painter()
                    .rect_stroke(outline, 2.0, (1.0, ink.accent), egui::StrokeKind::Outside);
            }
            clicked = response.clicked();
        });
        clicked
    }

    /// Marks the row as the one that is shown beside the table; before its cells.
    pub(crate) fn mark(&mut self, picked: bool) {
        self.row.set_selected(picked);
    }

    /// The response of the whole row; after its cells.
    pub(crate) fn response(&self) -> egui::Response {
        self.row.response()
    }
}

/// Draws nothing but a sentence where a table would be empty.
pub(crate) fn empty(ui: &mut Ui, text: &str, ink: &Ink) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 56.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().text(
        rect.left_center(),
        Align2::LEFT_CENTER,
        text,
        regular(size::BODY),
        ink.muted,
    );
}
