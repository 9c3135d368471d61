//! A ring of shares: a mesh of its own, because the plot library has none.

use std::f32::consts::TAU;

use eframe::egui;
use egui::epaint::Mesh;
use egui::{Align2, Color32, Pos2, Role, Sense, Shape, Ui, Vec2, WidgetInfo, vec2};

use crate::theme::{Ink, regular, serif, size};

/// One share.
#[derive(Debug, Clone)]
pub(crate) struct Slice {
    pub(crate) name: String,
    pub(crate) share: f32,
    pub(crate) colour: Color32,
}

/// Width of the soft edge, in points.
const FEATHER: f32 = 0.8;
/// Width of the gap between slices, in points.
const GAP: f32 = 1.5;

/// Draws the ring with a figure and a word in its middle.
pub(crate) fn donut(ui: &mut Ui, slices: &[Slice], diameter: f32, middle: (&str, &str), ink: &Ink) {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(diameter), Sense::hover());
    let parts: Vec<String> = slices
        .iter()
        .map(|s| format!("{} {:.1} %", s.name, s.share * 100.0))
        .collect();
    let said = format!("{} {}. Shares: {}", middle.0, middle.1, parts.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let (centre, outer) = (rect.center(), diameter / 2.0 - 1.0);
    let inner = outer * 0.62;
    let mut mesh = Mesh::default();
    if slices.iter().all(|s| s.share <= 0.0) {
        ring(&mut mesh, centre, inner, outer, 0.0, TAU, ink.wash);
    }
    let mut from = 0.0;
    for slice in slices {
        let to = from + slice.share.clamp(0.0, 1.0) * TAU;
        ring(&mut mesh, centre, inner, outer, from, to, slice.colour);
        from = to;
    }
    ui.painter().add(Shape::mesh(mesh));
    let mut at = 0.0;
    for slice in slices.iter().filter(|s| s.share > 0.0 && s.share < 1.0) {
        let ray = direction(at);
        ui.painter().line_segment(
            [centre + ray * (inner - 1.0), centre + ray * (outer + 1.0)],
            (GAP, ink.paper),
        );
        at += slice.share * TAU;
    }
    ui.painter().text(
        centre - vec2(0.0, 6.0),
        Align2::CENTER_CENTER,
        middle.0,
        serif(diameter * 0.15),
        ink.text,
    );
    ui.painter().text(
        centre + vec2(0.0, diameter * 0.1),
        Align2::CENTER_CENTER,
        middle.1,
        regular(size::SMALL),
        ink.muted,
    );
}

/// Clockwise from the top.
fn direction(angle: f32) -> Vec2 {
    vec2(angle.sin(), -angle.cos())
}

/// A piece of a ring with soft edges: four circles of vertices, joined by three bands of triangles.
fn ring(mesh: &mut Mesh, centre: Pos2, inner: f32, outer: f32, from: f32, to: f32, colour: Color32) {
    if to <= from {
        return;
    }
    let clear = Color32::TRANSPARENT;
    let circles = [
        (inner - FEATHER, clear),
        (inner, colour),
        (outer, colour),
        (outer + FEATHER, clear),
    ];
    // A step of about three points along the outer edge.
    let steps = (((to - from) * outer / 3.0).ceil() as u32).max(1);
    let base = u32::try_from(mesh.vertices.len()).unwrap_or(0);
    for step in 0..=steps {
        let ray = direction(from + (to - from) * step as f32 / steps as f32);
        for (radius, colour) in circles {
            mesh.colored_vertex(centre + ray * radius, colour);
        }
    }
    for step in 0..steps {
        for band in 0..3 {
            let a = base + step * 4 + band;
            mesh.add_triangle(a, a + 1, a + 4);
            mesh.add_triangle(a + 1, a + 5, a + 4);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mesh_covers_the_ring_and_only_it() {
        let mut mesh = Mesh::default();
        let (centre, inner, outer) = (Pos2::new(50.0, 50.0), 20.0, 40.0);
        ring(&mut mesh, centre, inner, outer, 0.0, TAU * 0.25, Color32::RED);
        ring(&mut mesh, centre, inner, outer, TAU * 0.25, TAU, Color32::BLUE);
        assert!(mesh.is_valid());
        let area: f32 = mesh
            .indices
            .chunks(3)
            .map(|t| {
                let p = |n: usize| mesh.vertices[t[n] as usize].pos;
                let (a, b) = (p(1) - p(0), p(2) - p(0));
                (a.x * b.y - a.y * b.x).abs() / 2.0
            })
            .sum();
        let expected = TAU / 2.0 * ((outer + FEATHER).powi(2) - (inner - FEATHER).powi(2));
        assert!((area / expected - 1.0).abs() < 0.01, "{area} of {expected}");
        let reach = mesh.vertices.iter().map(|v| (v.pos - centre).length());
        assert!(reach.clone().fold(0.0, f32::max) <= outer + FEATHER + 0.01);
        assert!(reach.fold(f32::MAX, f32::min) >= inner - FEATHER - 0.01);
        ring(&mut mesh, centre, inner, outer, 1.0, 1.0, Color32::RED);
        assert!(mesh.is_valid(), "nothing adds nothing");
    }
}
