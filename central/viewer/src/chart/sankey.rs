//! Flows from column to column: bars, and bands between them as thick as what flows.

use std::collections::BTreeMap;

use eframe::egui;
use egui::epaint::Mesh;
use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2};

use crate::theme::{Ink, regular, size};

/// A bar of a column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) amount: f32,
    pub(crate) colour: Color32,
}

/// What flows from a bar to one of the next column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Flow {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) amount: f32,
}

/// Bars from top to bottom, and what flows from them into the next column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) label: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) flows: Vec<Flow>,
}

const BAR: f32 = 10.0;
const GAP: f32 = 3.0;
const LABEL: f32 = 18.0;
/// Straight pieces of a curve.
const STEPS: u8 = 16;

/// Draws the columns; the table beside it says the same in words.
pub(crate) fn sankey(ui: &mut Ui, columns: &[Column], [width, height]: [f32; 2], ink: &Ink) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let said = format!(
        "Flow of votes over {} rounds; the table below has every round",
        columns.len()
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    if !ui.is_rect_visible(rect) || columns.is_empty() {
        return;
    }
    let chart = Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - LABEL));
    let step = if columns.len() > 1 {
        (chart.width() - BAR) / (columns.len() - 1) as f32
    } else {
        0.0
    };
    let bars: Vec<BTreeMap<&str, Rect>> = (columns.iter().enumerate())
        .map(|(n, column)| place(column, chart, chart.left() + step * n as f32))
        .collect();
    let mut mesh = Mesh::default();
    for (n, column) in columns.iter().enumerate() {
        if let Some(next) = bars.get(n + 1) {
            bands(&mut mesh, column, &bars[n], next);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    for (column, bars) in columns.iter().zip(&bars) {
        for node in &column.nodes {
            if let Some(bar) = bars.get(node.name.as_str()) {
                ui.painter().rect_filled(*bar, 0.0, node.colour);
            }
        }
    }
    // Labels where they do not lie over each other.
    let every = (46.0 / step.max(1.0)).ceil().max(1.0) as usize;
    for (n, column) in columns.iter().enumerate().filter(|(n, _)| n % every == 0) {
        let at = pos2(chart.left() + step * n as f32, rect.bottom());
        let text = column.label.replace("round ", "");
        let font = regular(size::SMALL);
        ui.painter().text(at, Align2::LEFT_BOTTOM, text, font, ink.muted);
    }
}

/// Where a column's bars lie: as tall as their amounts, with gaps between them.
fn place(column: &Column, chart: Rect, x: f32) -> BTreeMap<&str, Rect> {
    let drawn: Vec<&Node> = column.nodes.iter().filter(|n| n.amount > 0.0).collect();
    let all: f32 = drawn.iter().map(|n| n.amount).sum();
    let room = (chart.height() - GAP * drawn.len() as f32).max(1.0);
    let mut top = chart.top();
    let bars = drawn.into_iter().map(|node| {
        let height = room * node.amount / all;
        let bar = Rect::from_min_size(pos2(x, top), vec2(BAR, height));
        top += height + GAP;
        (node.name.as_str(), bar)
    });
    bars.collect()
}

fn bands(mesh: &mut Mesh, column: &Column, from: &BTreeMap<&str, Rect>, to: &BTreeMap<&str, Rect>) {
    let order = |bars: &BTreeMap<&str, Rect>, name: &str| bars.get(name).map_or(0.0, Rect::top);
    let mut flows: Vec<&Flow> = column.flows.iter().filter(|f| f.amount > 0.0).collect();
    flows.sort_by(|a, b| {
        let key = |f: &Flow| (order(from, &f.from), order(to, &f.to));
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let (mut left, mut arrived) = (BTreeMap::new(), BTreeMap::new());
    for flow in flows {
        let node = column.nodes.iter().find(|n| n.name == flow.from);
        let (Some(node), Some(start), Some(end)) =
            (node, from.get(flow.from.as_str()), to.get(flow.to.as_str()))
        else {
            continue;
        };
        let thick = start.height() * flow.amount / node.amount.max(f32::MIN_POSITIVE);
        let out = left.entry(flow.from.as_str()).or_insert(0.0_f32);
        let into = arrived.entry(flow.to.as_str()).or_insert(0.0_f32);
        let a = pos2(start.right(), start.top() + *out);
        let b = pos2(end.left(), end.top() + *into);
        *out += thick;
        *into += thick;
        band(mesh, a, b, thick, node.colour.gamma_multiply(0.35));
    }
}

/// A band of one thickness along an S-shaped curve.
fn band(mesh: &mut Mesh, a: Pos2, b: Pos2, thick: f32, colour: Color32) {
    let base = u32::try_from(mesh.vertices.len()).unwrap_or(0);
    for step in 0..=STEPS {
        let t = f32::from(step) / f32::from(STEPS);
        let eased = t * t * (3.0 - 2.0 * t);
        let at = pos2(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * eased);
        mesh.colored_vertex(at, colour);
        mesh.colored_vertex(at + vec2(0.0, thick), colour);
    }
    for step in 0..u32::from(STEPS) {
        let v = base + step * 2;
        mesh.add_triangle(v, v + 1, v + 2);
        mesh.add_triangle(v + 1, v + 3, v + 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str, amount: f32) -> Node {
        Node {
            name: name.to_owned(),
            amount,
            colour: Color32::RED,
        }
    }

    #[test]
    fn bars_are_as_tall_as_their_amounts_and_bands_leave_and_arrive_inside_them() {
        let chart = Rect::from_min_size(Pos2::ZERO, vec2(100.0, 106.0));
        let first = Column {
            label: "round 1".to_owned(),
            nodes: vec![node("ann", 75.0), node("bob", 25.0), node("cy", 0.0)],
            flows: vec![
                Flow {
                    from: "ann".to_owned(),
                    to: "ann".to_owned(),
                    amount: 75.0,
                },
                Flow {
                    from: "bob".to_owned(),
                    to: "ann".to_owned(),
                    amount: 25.0,
                },
            ],
        };
        let from = place(&first, chart, 0.0);
        assert_eq!(from.len(), 2, "nobody without votes is drawn");
        assert!((from["ann"].height() - 75.0).abs() < 0.01 && (from["bob"].height() - 25.0).abs() < 0.01);
        let second = Column {
            label: "round 2".to_owned(),
            nodes: vec![node("ann", 100.0)],
            flows: Vec::new(),
        };
        let to = place(&second, chart, 90.0);
        let mut mesh = Mesh::default();
        bands(&mut mesh, &first, &from, &to);
        assert!(mesh.is_valid());
        let arrived = mesh.vertices.iter().filter(|v| (v.pos.x - 90.0).abs() < 0.01);
        let lowest = arrived.map(|v| v.pos.y).fold(0.0, f32::max);
        assert!(lowest <= to["ann"].bottom() + 0.01, "{lowest}");
    }
}
