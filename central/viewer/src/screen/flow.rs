//! Flow: how fast voters come and ballots are counted, and how far behind anything is.

use eframe::egui;
use egui::{ScrollArea, Ui};
use pollstream_central::live::{Pace, STEP, Sample};

use super::{SCROLL_BAR, View};
use crate::app::Latency;
use crate::chart::lines::{Series, lines};
use crate::chart::tiles::{Tile, tiles};
use crate::format::{NOTHING, thousands};
use crate::theme::{note, subheading};
use crate::widget::line::rule;
use crate::widget::table::empty;

/// Points of a line at most: more than that a screen does not show.
const POINTS: i64 = 240;
/// Widths that the points of a line may stand for, in seconds.
const WIDTHS: [i64; 8] = [5, 10, 15, 30, 60, 300, 900, 3_600];

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &mut View<'_>, latency: &Latency) {
    let ink = view.ink;
    tiles(ui, &figures(view, latency), 1.0, &ink);
    rule(ui, 1.0, ink.hairline);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - SCROLL_BAR);
        ui.add_space(12.0);
        let height = ((ui.available_height() - 120.0) / 2.0).max(150.0);
        let zone = view.live.election.zone.clone();
        let top = ui.cursor().top();
        ui.label(subheading("Check-ins per minute over the day"));
        ui.label(note(
            "By the stations' clocks, as far as their logs have arrived.",
            &ink,
        ));
        let day = by_minute(&view.snapshot.minutes);
        if day.is_empty() {
            empty(ui, "Nobody has checked in yet.", &ink);
        } else {
            let series = [Series {
                name: "Check-ins",
                points: day,
                colour: ink.series(0),
            }];
            lines(ui, "day", &series, &zone, height, &ink);
        }
        ui.add_space(14.0);
        ui.label(subheading("Arriving at central, per minute"));
        ui.label(note(
            "By central's clock: ballots when they are counted, check-ins when they are received.",
            &ink,
        ));
        let (ballots, check_ins) = by_pace(view.live.newest.pace());
        if ballots.is_empty() {
            empty(ui, "Nothing has arrived yet.", &ink);
        } else {
            let series = [
                Series {
                    name: "Ballots counted",
                    points: ballots,
                    colour: ink.series(1),
                },
                Series {
                    name: "Check-ins received",
                    points: check_ins,
                    colour: ink.series(0),
                },
            ];
            lines(ui, "arriving", &series, &zone, height, &ink);
        }
        let area = egui::Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=ui.cursor().top());
        view.charts.push(("flow".to_owned(), area));
    });
    view.export_table("flow", || table(view.live.newest.pace()));
}

fn figures(view: &View<'_>, latency: &Latency) -> Vec<Tile> {
    let snapshot = view.snapshot;
    let sum = |of: fn(&pollstream_central::store::board::StationFacts) -> u64| {
        thousands(snapshot.facts.stations.iter().map(of).sum())
    };
    let ms = |share: f64| {
        latency
            .at(share)
            .map_or(NOTHING.to_owned(), |ms| format!("{} ms", thousands(ms)))
    };
    vec![
        Tile::new(
            rate(view.live.newest.pace(), |s| s.ballots),
            "Ballots per minute",
            "last minute",
        ),
        Tile::new(
            rate(view.live.newest.pace(), |s| s.checked_in),
            "Check-ins per minute",
            "last minute",
        ),
        Tile::new(ms(0.5), "Result to screen", "median"),
        Tile::new(ms(0.99), "Result to screen", "99 of 100"),
        Tile::new(
            snapshot.backlog.map_or(NOTHING.to_owned(), thousands),
            "Backlog of intake",
            "messages",
        ),
        Tile::new(thousands(snapshot.facts.outbox), "To be published", "messages"),
        Tile::new(sum(|s| s.held), "Held back", "segments"),
    ]
}

/// Growth in the last minute of the counts.
fn rate(pace: &Pace, of: fn(&Sample) -> u64) -> String {
    let Some(last) = pace.samples().next_back() else {
        return NOTHING.to_owned();
    };
    let before = pace.samples().rfind(|s| s.at <= last.at - 60).map_or(0, of);
    thousands(of(last).saturating_sub(before))
}

/// The narrowest width with which a span has few enough points.
fn width(span: i64, least: i64) -> i64 {
    let fits = |w: &&i64| **w >= least && span / **w <= POINTS;
    WIDTHS.iter().find(fits).copied().unwrap_or(86_400)
}

/// Check-ins per minute; quiet minutes are zero.
fn by_minute(minutes: &[(i64, u64)]) -> Vec<[f64; 2]> {
    let (Some(first), Some(last)) = (minutes.first(), minutes.last()) else {
        return Vec::new();
    };
    let (first, last) = (first.0 * 60, last.0 * 60);
    let width = width(last - first, 60);
    let columns = (last - first) / width + 1;
    let mut counts = vec![0; usize::try_from(columns).unwrap_or(0)];
    for (minute, n) in minutes {
        if let Ok(at) = usize::try_from((minute * 60 - first) / width)
            && let Some(count) = counts.get_mut(at)
        {
            *count += n;
        }
    }
    let per_minute = 60.0 / width as f64;
    counts
        .into_iter()
        .enumerate()
        .map(|(n, count): (usize, u64)| [(first + n as i64 * width) as f64, count as f64 * per_minute])
        .collect()
}

/// Ballots and check-ins per minute from the growth of their counts.
fn by_pace(pace: &Pace) -> (Vec<[f64; 2]>, Vec<[f64; 2]>) {
    let samples: Vec<&Sample> = pace.samples().collect();
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
        return (Vec::new(), Vec::new());
    };
    let width = width(last.at - first.at, STEP);
    let per_minute = 60.0 / width as f64;
    let (mut ballots, mut check_ins) = (Vec::new(), Vec::new());
    // What stood before the first sample came at some time before it.
    let mut before = (first.ballots, first.checked_in);
    let mut rest = samples.iter().peekable();
    let mut at = first.at;
    while at <= last.at {
        let mut now = before;
        while let Some(sample) = rest.next_if(|s| s.at < at + width) {
            now = (sample.ballots, sample.checked_in);
        }
        ballots.push([at as f64, now.0.saturating_sub(before.0) as f64 * per_minute]);
        check_ins.push([at as f64, now.1.saturating_sub(before.1) as f64 * per_minute]);
        before = now;
        at += width;
    }
    (ballots, check_ins)
}

fn table(pace: &Pace) -> Vec<Vec<String>> {
    let head = ["at", "ballots_counted", "check_ins_received"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(pace.samples().map(|s| {
        let at = jiff::Timestamp::from_second(s.at).map(|at| at.to_string());
        vec![
            at.unwrap_or_default(),
            s.ballots.to_string(),
            s.checked_in.to_string(),
        ]
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_minutes_are_zero_and_nothing_is_lost_in_wide_columns() {
        let points = by_minute(&[(100, 6), (103, 2)]);
        assert_eq!(
            points.iter().map(|p| p[1]).collect::<Vec<_>>(),
            [6.0, 0.0, 0.0, 2.0]
        );
        let day: Vec<(i64, u64)> = (0..1_000).map(|n| (n, 3)).collect();
        let points = by_minute(&day);
        assert!(points.len() <= 241);
        assert!((points[0][1] - 3.0).abs() < 1e-9, "still per minute");
        assert!(by_minute(&[]).is_empty());
    }
}
