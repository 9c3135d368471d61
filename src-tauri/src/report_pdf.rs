//! The zero report and the close report on paper: A4 pages, in English, names in their own script.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use pollstream_station::{CloseRecord, ZeroRecord};

use crate::dto::app::StationIdentity;
use crate::dto::error::CommandError;
use crate::dto::polls::ZeroContest;
use crate::failure::Answer;
use crate::qr::Modules;

/// A4 in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const LEFT: f32 = 56.0;
const RIGHT: f32 = PAGE.0 - LEFT;
const VALUES: f32 = 230.0;
const LINE: f32 = 17.0;
const QR_SIDE: f32 = 190.0;
/// From one signature to the next.
const SIGNATURE: f32 = 242.0;
const TOP: f32 = 70.0;
const BOTTOM: f32 = PAGE.1 - 64.0;
const FOOT: f32 = PAGE.1 - 36.0;
/// Letters of a heading that fit the page.
const HEADING_CHARS: usize = 78;

const SANS: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const DEVANAGARI: &[u8] = include_bytes!("../fonts/NotoSansDevanagari-Regular.ttf");
const ARABIC: &[u8] = include_bytes!("../fonts/NotoNaskhArabic-Regular.ttf");

/// The fonts of everything that is printed.
pub(crate) struct Fonts {
    sans: Font,
    devanagari: Font,
    arabic: Font,
}

impl Fonts {
    pub(crate) fn load() -> Answer<Self> {
        let font = |data: &'static [u8]| {
            Font::new(data.into(), 0)
                .ok_or_else(|| CommandError::refused("internal", "a font cannot be read"))
        };
        Ok(Fonts {
            sans: font(SANS)?,
            devanagari: font(DEVANAGARI)?,
            arabic: font(ARABIC)?,
        })
    }

    /// The font for a line by the first letter that only one of them has.
    pub(crate) fn of(&self, text: &str) -> Font {
        let special = text.chars().find_map(|c| match u32::from(c) {
            0x0900..=0x097F => Some(&self.devanagari),
            0x0600..=0x06FF | 0x0750..=0x077F | 0xFB50..=0xFEFC => Some(&self.arabic),
            _ => None,
        });
        special.unwrap_or(&self.sans).clone()
    }
}

/// What a report is made of. The end of a page tears none of it.
enum Block {
    Title(String),
    Row(String, String),
    Rule,
    /// In lines.
    Heading(Vec<String>),
    /// A candidate and the votes.
    Votes(String, u64),
    Small(String),
    Qr(Modules),
    /// Lines to sign on, side by side.
    Signatures(Vec<String>),
}

impl Block {
    fn row(label: &str, value: impl Into<String>) -> Self {
        Block::Row(label.to_owned(), value.into())
    }

    /// What it takes of a page.
    fn height(&self) -> f32 {
        match self {
            Block::Title(_) => 42.0,
            Block::Row(..) | Block::Votes(..) | Block::Rule => LINE,
            Block::Heading(lines) => LINE * (0.4 + lines.len() as f32),
            Block::Small(_) => LINE * 0.8,
            Block::Qr(_) => QR_SIDE + LINE,
            Block::Signatures(_) => LINE * 2.6,
        }
    }

    /// What must be left of a page for it: no heading stands alone at the end of one.
    fn needs(&self) -> f32 {
        match self {
            Block::Heading(_) => self.height() + 2.0 * LINE,
            _ => self.height(),
        }
    }

    /// Draws it with its top at `y`.
    fn draw(&self, surface: &mut Surface<'_>, fonts: &Fonts, y: f32) {
        let mut text = |x: f32, size: f32, y: f32, text: &str| write(surface, fonts, (x, y), size, text);
        match self {
            Block::Title(title) => text(LEFT, 20.0, y + 14.0, title),
            Block::Row(label, value) => {
                text(LEFT, 10.5, y + LINE, label);
                text(VALUES, 10.5, y + LINE, value);
            }
            Block::Rule => draw_bars(surface, &[(LEFT, y + LINE * 0.8, RIGHT - LEFT, 0.6)]),
            Block::Heading(lines) => {
                for (n, line) in lines.iter().enumerate() {
                    text(LEFT, 11.5, y + LINE * (1.3 + n as f32), line);
                }
            }
            Block::Votes(name, votes) => {
                text(LEFT + 12.0, 10.5, y + LINE, name);
                text(RIGHT - 30.0, 10.5, y + LINE, &votes.to_string());
            }
            Block::Small(line) => text(LEFT, 9.0, y + LINE * 0.8, line),
            Block::Qr(modules) => draw_qr(surface, modules, (LEFT, y + 4.0), QR_SIDE),
            Block::Signatures(officers) => {
                for (n, officer) in officers.iter().enumerate() {
                    text(LEFT + SIGNATURE * n as f32, 9.0, y + LINE * 2.6, officer);
                }
                let lines: Vec<_> = (0..officers.len())
                    .map(|n| (LEFT + SIGNATURE * n as f32, y + LINE * 1.8, SIGNATURE - 20.0, 0.6))
                    .collect();
                draw_bars(surface, &lines);
            }
        }
    }
}

fn write(surface: &mut Surface<'_>, fonts: &Fonts, (x, y): (f32, f32), size: f32, text: &str) {
    let at = Point::from_xy(x, y);
    surface.draw_text(at, fonts.of(text), size, text, false, TextDirection::Auto);
}

fn head(title: &str, identity: &StationIdentity) -> Vec<Block> {
    let (version, fingerprint) = (identity.definition_version, &identity.definition_fingerprint);
    vec![
        Block::Title(title.to_owned()),
        Block::row("Election", &identity.election_title),
        Block::row("Election day", identity.election_date.to_string()),
        Block::row("Polling station", &identity.name),
        Block::row("Address", &identity.address),
        Block::row(
            "Station",
            format!("{}, incarnation {}", identity.id, identity.incarnation),
        ),
        Block::row("Definition", format!("version {version}, {fingerprint}")),
        Block::Rule,
    ]
}

/// Distributes blocks over pages, in their order.
fn paginated(blocks: Vec<Block>) -> Vec<Vec<Block>> {
    let mut pages: Vec<Vec<Block>> = vec![Vec::new()];
    let mut y = TOP;
    for block in blocks {
        if y + block.needs() > BOTTOM {
            pages.push(Vec::new());
            y = TOP;
        }
        y += block.height();
        if let Some(page) = pages.last_mut() {
            page.push(block);
        }
    }
    pages
}

/// One path for all: a QR code has a thousand.
fn draw_bars(surface: &mut Surface<'_>, bars: &[(f32, f32, f32, f32)]) {
    let mut builder = PathBuilder::new();
    for (x, y, width, height) in bars {
        if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
            builder.push_rect(rect);
        }
    }
    if let Some(path) = builder.finish() {
        surface.draw_path(&path);
    }
}

/// Draws a QR code into a square.
pub(crate) fn draw_qr(surface: &mut Surface<'_>, modules: &Modules, (left, top): (f32, f32), side: f32) {
    let unit = side / modules.size() as f32;
    let bars: Vec<_> = (modules.runs().into_iter())
        .map(|(x, y, length)| {
            let (x, y) = (left + x as f32 * unit, top + y as f32 * unit);
            (x, y, length as f32 * unit, unit)
        })
        .collect();
    draw_bars(surface, &bars);
}

/// A document of one page in black.
pub(crate) fn page_of(
    size: (f32, f32),
    title: &str,
    write: impl FnOnce(&mut Surface<'_>) -> Answer<()>,
) -> Answer<Vec<u8>> {
    let mut document = titled(title);
    add_page(&mut document, size, write)?;
    finished(document)
}

fn internal(why: &str) -> CommandError {
    CommandError::refused("internal", why)
}

fn titled(title: &str) -> Document {
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()).language("en".to_owned()));
    document
}

fn add_page(
    document: &mut Document,
    (width, height): (f32, f32),
    write: impl FnOnce(&mut Surface<'_>) -> Answer<()>,
) -> Answer<()> {
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| internal("the page"))?;
    let mut page = document.start_page_with(settings);
    {
        // Dropped at the end of the block: the page is finished after its surface.
        let mut surface = page.surface();
        surface.set_fill(Some(Fill {
            paint: rgb::Color::new(0, 0, 0).into(),
            opacity: NormalizedF32::ONE,
            rule: FillRule::NonZero,
        }));
        write(&mut surface)?;
    }
    page.finish();
    Ok(())
}

fn finished(document: Document) -> Answer<Vec<u8>> {
    document
        .finish()
        .map_err(|e| internal(&format!("the PDF: {e:?}")))
}

fn report(title: &str, identity: &StationIdentity, blocks: Vec<Block>) -> Answer<Vec<u8>> {
    let fonts = Fonts::load()?;
    let pages = paginated(head(title, identity).into_iter().chain(blocks).collect());
    let mut document = titled(&format!("{title}, {}", identity.name));
    for (n, blocks) in pages.iter().enumerate() {
        add_page(&mut document, PAGE, |surface| {
            let mut y = TOP;
            for block in blocks {
                block.draw(surface, &fonts, y);
                y += block.height();
            }
            if pages.len() > 1 {
                let foot = format!(
                    "{title} · {} · {} · page {} of {}",
                    identity.id,
                    identity.election_date,
                    n + 1,
                    pages.len()
                );
                write(surface, &fonts, (LEFT, FOOT), 8.0, &foot);
            }
            Ok(())
        })?;
    }
    finished(document)
}

fn local(at: Timestamp, identity: &StationIdentity) -> String {
    at.in_tz(&identity.time_zone).map_or_else(
        |_| at.to_string(),
        |t| t.strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
    )
}

/// The zero report: the counters, and every contest with its candidates, each at zero.
pub(crate) fn zero(
    identity: &StationIdentity,
    record: &ZeroRecord,
    contests: &[ZeroContest],
) -> Answer<Vec<u8>> {
    let mut blocks = vec![
        Block::row("Polls opened", local(record.at, identity)),
        Block::row("Entry of the log", record.seq.to_string()),
    ];
    if !record.outside_hours.is_empty() {
        blocks.push(Block::row("Outside legal hours", &record.outside_hours));
    }
    blocks.push(Block::Rule);
    let r = record.report;
    blocks.extend(
        [
            ("Check-ins", r.check_ins),
            ("Ballots in the box", r.ballots),
            ("Provisional ballots", r.provisional),
            ("Spoiled ballots", r.spoiled),
        ]
        .map(|(label, count)| Block::row(label, count.to_string())),
    );
    blocks.push(Block::Rule);
    for contest in contests {
        blocks.push(Block::Heading(wrapped(&contest.title, HEADING_CHARS)));
        // No ballot is in the box: nobody has a vote.
        blocks.extend(
            contest
                .candidates
                .iter()
                .map(|name| Block::Votes(name.clone(), 0)),
        );
    }
    blocks.extend(signatures(&record.officers));
    report("Zero report", identity, blocks)
}

/// Lines for two to sign on, as often as there are two.
fn signatures(officers: &[String]) -> impl Iterator<Item = Block> {
    officers.chunks(2).map(|two| Block::Signatures(two.to_vec()))
}

/// A line in pieces that fit the page, broken between words.
fn wrapped(text: &str, fits: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= fits => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The close report with its signed QR code.
pub(crate) fn close(identity: &StationIdentity, record: &CloseRecord) -> Answer<Vec<u8>> {
    let hash = HEXLOWER.encode(&record.hash);
    let mut blocks = vec![
        Block::row("Polls closed", local(record.at, identity)),
        Block::row("Entry of the log", record.seq.to_string()),
        Block::row("End of the log (SHA-256)", &hash[..32]),
        Block::row("", &hash[32..]),
        Block::Rule,
    ];
    let r = &record.report;
    blocks.extend(
        [
            ("Check-ins", r.check_ins),
            ("Check-ins undone", r.undone),
            ("Provisional cases", r.provisional_cases),
            ("Ballots cast", r.ballots),
            ("Provisional ballots cast", r.provisional),
            ("Spoiled ballots", r.spoiled),
            ("Left without casting", r.fled),
            ("Voters registered", r.registrations),
        ]
        .map(|(label, count)| Block::row(label, count.to_string())),
    );
    let sum = format!(
        "{} + {} {} {} + {} + {}",
        r.check_ins,
        r.provisional_cases,
        if r.reconciles() { "=" } else { "≠" },
        r.ballots,
        r.provisional,
        r.fled
    );
    blocks.extend([
        Block::row("Reconciliation", sum),
        Block::Rule,
        Block::Small("This report under the station's signature:".to_owned()),
        Block::Qr(Modules::new(&record.statement)?),
    ]);
    blocks.extend(signatures(&record.officers));
    report("Close report", identity, blocks)
}

/// A station for the tests of what is printed.
#[cfg(test)]
pub(crate) fn sample_identity() -> StationIdentity {
    use jiff::civil::{date, time};
    StationIdentity {
        id: "city-library".into(),
        name: "مكتبة المدينة".into(),
        address: "1 Main Street".into(),
        incarnation: 1,
        election: "riverton".into(),
        election_title: "नगर चुनाव".into(),
        election_date: date(2026, 11, 3),
        polls_open: time(7, 0, 0, 0),
        polls_close: time(20, 0, 0, 0),
        time_zone: "America/Chicago".into(),
        definition_version: 1,
        definition_fingerprint: "00112233".into(),
        voting_age: 18,
    }
}

#[cfg(test)]
mod tests {
    use pollstream_protocol::entry::{CloseReport, ZeroReport};

    use super::*;

    fn contests(count: usize) -> Vec<ZeroContest> {
        let contest = |n| ZeroContest {
            title: format!(
                "Contest {n}: Shall the City issue bonds of $12,000,000 for a new public library?"
            ),
            candidates: vec!["Ada".to_owned(), "सीता देवी".to_owned(), "No".to_owned()],
        };
        (0..count).map(contest).collect()
    }

    #[test]
    fn many_contests_take_more_pages_and_no_heading_stands_alone_at_the_end_of_one() {
        for count in 0..60 {
            let blocks: Vec<_> = (contests(count).into_iter())
                .flat_map(|contest| {
                    let names = contest.candidates.into_iter().map(|name| Block::Votes(name, 0));
                    std::iter::once(Block::Heading(wrapped(&contest.title, HEADING_CHARS))).chain(names)
                })
                .collect();
            let pages = paginated(blocks);
            let written: usize = pages.iter().map(Vec::len).sum();
            assert_eq!(written, 4 * count, "nothing is left out");
            for page in &pages {
                let height: f32 = page.iter().map(Block::height).sum();
                assert!(TOP + height <= BOTTOM);
                assert!(!matches!(page.last(), Some(Block::Heading(_))));
            }
        }
        assert_eq!(paginated(Vec::new()).len(), 1);
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        assert_eq!(wrapped("one two three four", 9), ["one two", "three", "four"]);
        assert!(wrapped("  ", 9).is_empty());
    }

    #[test]
    fn reports_become_pages() {
        let officers = vec!["Ada".to_owned(), "आदा".to_owned()];
        let at = Timestamp::from_second(1_793_757_600).unwrap();
        let zero = zero(
            &sample_identity(),
            &ZeroRecord {
                report: ZeroReport::default(),
                officers: officers.clone(),
                at,
                seq: 2,
                outside_hours: "the court extended the hours".into(),
            },
            &contests(3),
        );
        let close = close(
            &sample_identity(),
            &CloseRecord {
                report: CloseReport::default(),
                officers,
                at,
                seq: 9,
                hash: [7; 32],
                statement: format!("POLLSTREAM:CLOSE:1:{}", "A".repeat(400)),
            },
        );
        for (name, pdf) in [("zero", zero.unwrap()), ("close", close.unwrap())] {
            assert!(pdf.starts_with(b"%PDF-"));
            if let Some(folder) = std::env::var_os("POLLSTREAM_SHOW") {
                std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), pdf).unwrap();
            }
        }
    }
}
