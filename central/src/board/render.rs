//! Draws a snapshot: pure.

use jiff::Timestamp;
use pollstream_protocol::events::{PollsState, ResultsStatus};
use unicode_width::UnicodeWidthStr;

use super::row::{Row, Style, bar, panel};
use super::snapshot::{Location, Snapshot, Station};
use crate::columns::{left, right, thousands};
use crate::results::ContestResults;

/// From this width on, contests stand beside turnout and stations.
const WIDE: usize = 110;
/// Below this width the header leaves out what is least important.
const NARROW: usize = 72;
const LONGEST_NAME: usize = 28;
/// A station that is not heard of for this long, in seconds, stands out.
const SILENCE: i64 = 10;
/// Lines of a contest beside its candidates: frame, under- and overvotes.
const CONTEST_FRAME: usize = 3;

/// The board as lines of exactly `width` columns, at most `height` of them. With `colour`, ANSI styles are
/// used; they add no width.
pub fn render(snapshot: &Snapshot, width: usize, height: usize, colour: bool) -> String {
    let board = Board { snapshot, colour };
    let mut lines = board.header(width);
    let footer = board.footer(width);
    let room = height.saturating_sub(lines.len() + footer.len());
    lines.extend(if width >= WIDE {
        board.beside(width, room)
    } else {
        board.stacked(width, room)
    });
    lines.extend(footer);
    lines.truncate(height);
    let mut out = String::new();
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

struct Board<'a> {
    snapshot: &'a Snapshot,
    colour: bool,
}

impl Board<'_> {
    fn header(&self, width: usize) -> Vec<String> {
        let s = self.snapshot;
        let style = if s.status == ResultsStatus::UnofficialPartial {
            Style::Plain
        } else {
            Style::Accent
        };
        let as_of = s.as_of.map_or("waiting for results".to_owned(), |t| {
            format!("as of {}", self.clock(t))
        });
        let narrow = width < NARROW;
        let state = match (narrow, s.as_of) {
            (true, None) => Row::new().add(format!("{as_of} "), Style::Dim),
            (true, Some(_)) => Row::new().add(s.status.as_str(), style).plain(" "),
            (false, _) => Row::new()
                .add(s.status.as_str(), style)
                .add(format!(" · {as_of} "), Style::Dim),
        };
        let title_width = s.title.width().min(width.saturating_sub(state.width() + 2));
        let title = Row::new().add(format!(" {}", left(&s.title, title_width)), Style::Bold);
        let mut lines = vec![title.then_right(state, width).fit(width, self.colour)];
        let c = &s.totals;
        let turnout = format!("{:.1} %", c.turnout_percent());
        let reporting = format!("{}/{}", thousands(c.stations_reporting), thousands(c.stations));
        let figures = [
            (thousands(c.registered), "voters", Style::Bold),
            (thousands(c.checked_in), "checked in", Style::Bold),
            (turnout, "turnout", Style::Accent),
            (thousands(c.ballots), "ballots", Style::Accent),
            (reporting, "reporting", Style::Bold),
            (thousands(s.candidates), "candidates", Style::Bold),
        ];
        // The last ones are the first to go.
        let figures = if narrow { &figures[..4] } else { &figures[..] };
        let each = width / figures.len();
        let (mut numbers, mut words) = (Row::new(), Row::new());
        for (number, word, style) in figures {
            numbers = numbers
                .add(right(number, each.saturating_sub(2)), *style)
                .plain("  ");
            words = words
                .add(right(word, each.saturating_sub(2)), Style::Dim)
                .plain("  ");
        }
        lines.push(Row::new().fit(width, self.colour));
        lines.push(numbers.fit(width, self.colour));
        lines.push(words.fit(width, self.colour));
        lines
    }

    fn footer(&self, width: usize) -> Vec<String> {
        let s = self.snapshot;
        let mut row = Row::new().plain(" ");
        let queues = [
            ("quarantine", s.quarantine),
            ("incidents", s.incidents),
            ("to publish", s.outbox),
        ];
        for (name, n) in queues {
            let style = if n > 0 && name == "quarantine" {
                Style::Alarm
            } else {
                Style::Plain
            };
            row = row
                .add(format!("{name} "), Style::Dim)
                .add(thousands(n), style)
                .plain("   ");
        }
        let sealed: u64 = s.stations.iter().map(|s| s.sealed).sum();
        row = row
            .add("still sealed ", Style::Dim)
            .plain(thousands(sealed))
            .plain("   ");
        row = row
            .add("provisional ", Style::Dim)
            .plain(thousands(s.totals.provisional))
            .plain("   ");
        let mut lines = vec![row.fit(width, self.colour)];
        if !s.trouble.is_empty() {
            lines.push(
                Row::new()
                    .add(format!(" {} ", s.trouble), Style::Alarm)
                    .fit(width, self.colour),
            );
        }
        lines
    }

    fn beside(&self, width: usize, room: usize) -> Vec<String> {
        let left_width = width * 11 / 20;
        let right_width = width - left_width - 1;
        let contests = self.contests(left_width, room);
        let (locations, stations) = self.shares(room);
        let mut others = self.locations(right_width, locations);
        others.extend(self.stations(right_width, stations));
        let (blank_left, blank_right) = (" ".repeat(left_width), " ".repeat(right_width));
        (0..contests.len().max(others.len()))
            .map(|i| {
                let left = contests.get(i).unwrap_or(&blank_left);
                let right = others.get(i).unwrap_or(&blank_right);
                format!("{left} {right}")
            })
            .collect()
    }

    fn stacked(&self, width: usize, room: usize) -> Vec<String> {
        let wanted: usize = self
            .snapshot
            .contests
            .iter()
            .map(|c| c.candidates.len() + CONTEST_FRAME)
            .sum();
        let mut lines = self.contests(
            width,
            wanted.min((room / 2).max(room.saturating_sub(self.rest()))),
        );
        let (locations, stations) = self.shares(room.saturating_sub(lines.len()));
        lines.extend(self.locations(width, locations));
        lines.extend(self.stations(width, stations));
        lines
    }

    /// Lines that turnout and stations would take in full.
    fn rest(&self) -> usize {
        self.snapshot.locations.len() + self.snapshot.stations.len() + 6
    }

    /// Lines for turnout by location and for stations: what they need, or half each.
    fn shares(&self, room: usize) -> (usize, usize) {
        let (locations, stations) = (
            self.snapshot.locations.len() + 3,
            self.snapshot.stations.len() + 3,
        );
        if locations + stations <= room {
            (locations, stations)
        } else if locations <= room / 2 {
            (locations, room - locations)
        } else if stations <= room / 2 {
            (room - stations, stations)
        } else {
            (room - room / 2, room / 2)
        }
    }

    fn contests(&self, width: usize, room: usize) -> Vec<String> {
        let contests = &self.snapshot.contests;
        let most = contests.iter().map(|c| c.candidates.len()).max().unwrap_or(0);
        let lines_with = |limit: usize| -> usize {
            contests
                .iter()
                .map(|c| CONTEST_FRAME + shown_of(c, limit) + usize::from(c.candidates.len() > limit))
                .sum()
        };
        let limit = (1..=most)
            .rev()
            .find(|limit| lines_with(*limit) <= room)
            .unwrap_or(1);
        let mut lines = Vec::new();
        for (i, contest) in contests.iter().enumerate() {
            let drawn = self.contest(contest, width, limit);
            let last = i + 1 == contests.len();
            if lines.len() + drawn.len() + usize::from(!last) > room {
                let more = match contests.len() - i {
                    1 => "  … 1 more contest".to_owned(),
                    n => format!("  … {n} more contests"),
                };
                lines.push(Row::new().add(more, Style::Dim).fit(width, self.colour));
                break;
            }
            lines.extend(drawn);
        }
        lines.truncate(room);
        lines
    }

    fn contest(&self, contest: &ContestResults, width: usize, limit: usize) -> Vec<String> {
        if contest.suppressed {
            let row = Row::new().add("withheld: too few ballots to keep them secret", Style::Dim);
            return panel(&contest.title, Row::new(), &[row], width, self.colour);
        }
        let name_width = contest
            .candidates
            .iter()
            .map(|c| c.name.width())
            .max()
            .unwrap_or(0);
        let name_width = name_width.max(6).min(LONGEST_NAME.min(width / 3));
        let bar_width = width.saturating_sub(name_width + 26);
        let most = contest.candidates.first().map_or(0, |c| c.votes);
        let leads = |votes: u64| votes == most && most > 0;
        let mut rows: Vec<Row> = (contest.candidates.iter().take(limit))
            .map(|c| {
                let style = if leads(c.votes) { Style::Bold } else { Style::Plain };
                let share = if most == 0 {
                    0.0
                } else {
                    c.votes as f64 / most as f64
                };
                Row::new()
                    .add(left(&c.name, name_width), style)
                    .add(format!(" {}", right(&thousands(c.votes), 10)), style)
                    .plain(format!(" {:>5.1} %  ", c.percent))
                    .add(
                        bar(share, bar_width),
                        if leads(c.votes) { Style::Accent } else { Style::Dim },
                    )
            })
            .collect();
        let hidden = contest.candidates.len().saturating_sub(limit);
        if hidden > 0 {
            let votes: u64 = contest.candidates.iter().skip(limit).map(|c| c.votes).sum();
            let text = left(&format!("… {hidden} more"), name_width);
            rows.push(Row::new().add(format!("{text} {}", right(&thousands(votes), 10)), Style::Dim));
        }
        rows.push(Row::new().add(
            format!(
                "{} ballots · {} undervotes · {} overvotes",
                thousands(contest.ballots),
                thousands(contest.undervotes),
                thousands(contest.overvotes)
            ),
            Style::Dim,
        ));
        panel(&contest.title, leading(contest), &rows, width, self.colour)
    }

    fn locations(&self, width: usize, room: usize) -> Vec<String> {
        let all = &self.snapshot.locations;
        let roomy = width >= 60;
        let bar_width = (width / 5).min(20);
        let name_width = width
            .saturating_sub(bar_width + if roomy { 33 } else { 23 })
            .max(6);
        let row = |l: &Location| {
            let c = &l.counts;
            let name = left(&format!("{}{}", "  ".repeat(l.depth.min(4)), l.name), name_width);
            let percent = c.turnout_percent();
            let of = if roomy {
                format!(" /{}", right(&thousands(c.accredited), 8))
            } else {
                String::new()
            };
            Row::new()
                .plain(name)
                .plain(right(&thousands(c.checked_in), 10))
                .add(of, Style::Dim)
                .plain(format!("{percent:>6.1} % "))
                .add(bar((percent / 100.0).min(1.0), bar_width), Style::Accent)
        };
        let title = "Turnout by location";
        let note = if roomy {
            "checked in / accredited"
        } else {
            "checked in"
        };
        let note = Row::new().add(note, Style::Dim);
        let deepest = deepest_that_fits(all, room.saturating_sub(2));
        let shown = all.iter().filter(|l| l.depth <= deepest);
        self.list(title, note, shown.map(row).collect(), width, room)
    }

    fn stations(&self, width: usize, room: usize) -> Vec<String> {
        let all = &self.snapshot.stations;
        // Segments that wait for one before them are rare: their column is there when they are.
        let held_width = if all.iter().any(|s| s.held > 0) { 7 } else { 0 };
        let name_width = width.saturating_sub(4 + 11 + 8 + held_width + 10).max(6);
        let row = |s: &Station| {
            let (state, style) = state_of(s);
            let (seen, seen_style) = self.last_seen(s);
            let waits = if s.held > 0 {
                format!(" +{}", thousands(s.held))
            } else {
                String::new()
            };
            Row::new()
                .plain(left(&s.name, name_width))
                .plain(" ")
                .add(left(state, 10), style)
                .plain(right(&thousands(s.entries), 8))
                .add(left(&waits, held_width), Style::Alarm.unless(waits.is_empty()))
                .add(right(&seen, 10), seen_style)
        };
        let of = |state: PollsState| all.iter().filter(|s| s.polls == state).count();
        let note = format!(
            "{} open · {} closed",
            of(PollsState::Open),
            of(PollsState::Closed)
        );
        let title = format!("Stations ({} enrolled)", all.len());
        let rows = all.iter().map(row).collect();
        self.list(&title, Row::new().add(note, Style::Dim), rows, width, room)
    }

    fn list(&self, title: &str, note: Row, mut rows: Vec<Row>, width: usize, room: usize) -> Vec<String> {
        if room < 3 {
            return Vec::new();
        }
        if rows.is_empty() {
            rows.push(Row::new().add("none yet", Style::Dim));
        }
        if rows.len() > room - 2 {
            let hidden = rows.len() - (room - 3);
            rows.truncate(room - 3);
            rows.push(Row::new().add(format!("… {hidden} more"), Style::Dim));
        }
        panel(title, note, &rows, width, self.colour)
    }

    /// When a station was last heard of; how long ago, if it is open and has been silent for a while.
    fn last_seen(&self, station: &Station) -> (String, Style) {
        let Some(seen) = station.last_seen else {
            return ("never".to_owned(), Style::Dim);
        };
        let silent = self
            .snapshot
            .as_of
            .map_or(0, |now| now.as_second() - seen.as_second());
        if station.polls == PollsState::Closed || silent < SILENCE {
            return (self.clock(seen), Style::Dim);
        }
        let ago = match silent {
            0..120 => format!("{silent} s ago"),
            120..7200 => format!("{} min ago", silent / 60),
            _ => format!("{} h ago", silent / 3600),
        };
        (ago, Style::Bold)
    }

    fn clock(&self, at: Timestamp) -> String {
        at.to_zoned(self.snapshot.time_zone.clone())
            .strftime("%H:%M:%S")
            .to_string()
    }
}

impl Style {
    fn unless(self, not: bool) -> Style {
        if not { Style::Plain } else { self }
    }
}

/// The level of the tree down to which all locations fit in `room` lines, but never the root alone.
fn deepest_that_fits(locations: &[Location], room: usize) -> usize {
    let deepest = locations.iter().map(|l| l.depth).max().unwrap_or(0);
    let fits = |depth: &usize| locations.iter().filter(|l| l.depth <= *depth).count() <= room;
    (1..=deepest).rev().find(fits).unwrap_or(deepest.min(1))
}

fn shown_of(contest: &ContestResults, limit: usize) -> usize {
    if contest.suppressed {
        0
    } else {
        contest.candidates.len().min(limit)
    }
}

fn state_of(station: &Station) -> (&'static str, Style) {
    match (station.barred, station.polls) {
        (true, _) => ("barred", Style::Alarm),
        (_, PollsState::NotOpened) => ("not opened", Style::Dim),
        (_, PollsState::Open) => ("open", Style::Accent),
        (_, PollsState::Paused) => ("paused", Style::Bold),
        (_, PollsState::Closed) => ("closed", Style::Plain),
    }
}

/// Who leads and by how many votes; both names in a tie of two.
fn leading(contest: &ContestResults) -> Row {
    let most = contest.candidates.first().map_or(0, |c| c.votes);
    if most == 0 {
        return Row::new().add("no votes yet", Style::Dim);
    }
    let leaders: Vec<_> = contest
        .candidates
        .iter()
        .take_while(|c| c.votes == most)
        .collect();
    let name = |i: usize| left(&leaders[i].name, leaders[i].name.width().min(LONGEST_NAME));
    match leaders.len() {
        1 => {
            let second = contest.candidates.get(1).map_or(0, |c| c.votes);
            Row::new()
                .add(name(0), Style::Accent)
                .plain(format!(" leads by {}", thousands(most - second)))
        }
        2 => Row::new()
            .add(format!("{} and {}", name(0), name(1)), Style::Accent)
            .plain(" are tied"),
        n => Row::new().add(format!("{n} are tied"), Style::Accent),
    }
}

#[cfg(test)]
mod tests;
