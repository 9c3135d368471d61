//! Parts of a screen, one of which is shown; and a list beside what is picked from it.

use eframe::egui;
use egui::{Align, Layout, ScrollArea, Ui};

use super::{SCROLL_BAR, View};

/// Offers the sections; the numbers in their names are what waits.
pub(super) fn sections<T: Copy + PartialEq>(ui: &mut Ui, section: &mut T, names: &[(T, String)]) {
    ui.horizontal_wrapped(|ui| {
        for (of, name) in names {
            ui.selectable_value(section, *of, name);
        }
    });
    ui.add_space(4.0);
}

/// A list, and at its right what is picked from it. Below each other where the window is narrow.
pub(super) fn beside<S>(
    ui: &mut Ui,
    screen: &mut S,
    view: &mut View<'_>,
    share: f32,
    list: fn(&mut S, &mut Ui, &mut View<'_>),
    picked: fn(&mut S, &mut Ui, &mut View<'_>),
) {
    const GAP: f32 = 28.0;
    let (width, height) = (ui.available_width(), ui.available_height());
    let scrolled = |ui: &mut Ui, screen: &mut S, view: &mut View<'_>| {
        ScrollArea::vertical()
            .id_salt("picked")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - SCROLL_BAR);
                picked(screen, ui, view);
            });
    };
    if width < 860.0 {
        ui.allocate_ui(egui::vec2(width, height * 0.45), |ui| list(screen, ui, view));
        ui.add_space(10.0);
        scrolled(ui, screen, view);
        return;
    }
    let all = egui::vec2(width, height);
    ui.allocate_ui_with_layout(all, Layout::left_to_right(Align::TOP), |ui| {
        let left = ((width - GAP) * share).floor();
        ui.vertical(|ui| {
            ui.set_width(left);
            ui.set_max_width(left);
            list(screen, ui, view);
        });
        ui.add_space(GAP - ui.spacing().item_spacing.x);
        ui.vertical(|ui| scrolled(ui, screen, view));
    });
}
