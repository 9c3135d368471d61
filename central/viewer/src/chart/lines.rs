//! Counts over time.

use eframe::egui;
use egui::{Color32, Role, Ui, WidgetInfo};
use egui_plot::{AxisHints, GridMark, HPlacement, Line, Plot, PlotPoints};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::format::{clock, minutes, thousands};
use crate::theme::{Ink, note};

/// One line: seconds since 1970, and a value.
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) points: Vec<[f64; 2]>,
    pub(crate) colour: Color32,
}

/// Marks on the time axis at most.
const MARKS: i64 = 9;
/// Distances of marks, in seconds.
const STEPS: [i64; 14] = [
    5, 10, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600,
];

/// Draws the lines over a time axis of the election's clock.
pub(crate) fn lines(ui: &mut Ui, id: &str, series: &[Series], zone: &TimeZone, height: f32, ink: &Ink) {
    let value = |mark: GridMark| {
        let whole = mark.value.round();
        if whole < 0.0 || (mark.value - whole).abs() > 1e-6 {
            String::new()
        } else {
            thousands(whole as u64)
        }
    };
    let left = AxisHints::new_y()
        .placement(HPlacement::Left)
        .formatter(move |mark, _| value(mark))
        .min_thickness(44.0);
    let clock = zone.clone();
    let below = AxisHints::new_x().formatter(move |mark, _| time(mark, &clock));
    legend(ui, series, ink);
    let offset = series
        .first()
        .and_then(|s| s.points.first())
        .map_or(0, |p| offset(zone, p[0]));
    let response = Plot::new(id)
        .height(height)
        .custom_y_axes(vec![left])
        .custom_x_axes(vec![below])
        .x_grid_spacer(move |input| marks(input.bounds, offset))
        .include_y(0.0)
        .include_y(1.0)
        .set_margin_fraction(egui::vec2(0.005, 0.04))
        .allow_scroll(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_boxed_zoom(false)
        .show_background(false)
        .show_grid([false, true])
        .grid_color(ink.hairline)
        .show(ui, |plot| {
            for line in series {
                let points = PlotPoints::from(line.points.clone());
                plot.line(Line::new(line.name, points).color(line.colour).width(1.8));
            }
        })
        .response;
    let names: Vec<&str> = series.iter().map(|s| s.name).collect();
    let said = format!(
        "{} per minute, {} points",
        names.join(" and "),
        series.first().map_or(0, |s| s.points.len())
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
}

/// Names and colours over the lines, where they hide nothing.
fn legend(ui: &mut Ui, series: &[Series], ink: &Ink) {
    if series.len() < 2 {
        return;
    }
    ui.horizontal(|ui| {
        for line in series {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 3.0), egui::Sense::hover());
            ui.painter().rect_filled(rect, 1.0, line.colour);
            ui.label(note(line.name, ink));
            ui.add_space(10.0);
        }
    });
}

/// Seconds by which the election's clock is ahead of UTC.
fn offset(zone: &TimeZone, at: f64) -> i64 {
    Timestamp::from_second(at as i64).map_or(0, |at| i64::from(zone.to_offset(at).seconds()))
}

/// Marks at round times of the election's clock.
fn marks((from, to): (f64, f64), offset: i64) -> Vec<GridMark> {
    let (from, to) = (from.ceil() as i64, to.floor() as i64);
    let fits = |step: &&i64| (to - from) / **step <= MARKS;
    let step = STEPS.iter().find(fits).copied().unwrap_or(86_400);
    let first = (from + offset).div_euclid(step) * step - offset;
    (0..=MARKS + 1)
        .map(|n| first + n * step)
        .filter(|at| (from..=to).contains(at))
        .map(|at| GridMark {
            value: at as f64,
            step_size: step as f64,
        })
        .collect()
}

fn time(mark: GridMark, zone: &TimeZone) -> String {
    if mark.step_size < 60.0 {
        Timestamp::from_second(mark.value as i64).map_or_else(|_| String::new(), |at| clock(at, zone))
    } else {
        minutes(mark.value as i64, zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_at_round_times_of_the_elections_clock() {
        let day: Timestamp = "2026-11-03T13:07:00Z".parse().unwrap();
        let from = day.as_second() as f64;
        let india = 5 * 3_600 + 1_800;
        let marks = marks((from, from + 7.0 * 3_600.0), india);
        assert!(!marks.is_empty() && marks.len() as i64 <= MARKS + 1);
        for mark in marks {
            assert_eq!((mark.value as i64 + india) % 3_600, 0);
        }
    }
}
