//! The zero report and the close report on paper: one A4 page, in English, names in their own script.

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
use crate::failure::Answer;
use crate::qr::Modules;

/// A4 in points.
const PAGE: (f32, f32) = (595.28, 841.89);
const LEFT: f32 = 56.0;
const RIGHT: f32 = PAGE.0 - LEFT;
const VALUES: f32 = 230.0;
const LINE: f32 = 17.0;
const QR_SIDE: f32 = 190.0;

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

/// A page that is written from its top downwards.
struct Sheet<'a, 'page> {
    surface: &'a mut Surface<'page>,
    fonts: &'a Fonts,
    y: f32,
}

impl Sheet<'_, '_> {
    fn text(&mut self, x: f32, size: f32, text: &str) {
        let (at, font) = (Point::from_xy(x, self.y), self.fonts.of(text));
        self.surface
            .draw_text(at, font, size, text, false, TextDirection::Auto);
    }

    fn title(&mut self, text: &str) {
        self.y += 14.0;
        self.text(LEFT, 20.0, text);
        self.y += 28.0;
    }

    fn head(&mut self, title: &str, identity: &StationIdentity) {
        self.title(title);
        self.row("Election", &identity.election_title);
        self.row("Election day", &identity.election_date.to_string());
        self.row("Polling station", &identity.name);
        self.row("Address", &identity.address);
        self.row(
            "Station",
            &format!("{}, incarnation {}", identity.id, identity.incarnation),
        );
        let (version, fingerprint) = (identity.definition_version, &identity.definition_fingerprint);
        self.row("Definition", &format!("version {version}, {fingerprint}"));
        self.gap();
    }

    fn row(&mut self, label: &str, value: &str) {
        self.text(LEFT, 10.5, label);
        self.text(VALUES, 10.5, value);
        self.y += LINE;
    }

    fn gap(&mut self) {
        self.y += LINE * 0.6;
        self.bar(LEFT, self.y - LINE * 0.8, RIGHT - LEFT, 0.6);
        self.y += LINE * 0.4;
    }

    fn bar(&mut self, x: f32, y: f32, width: f32, height: f32) {
        draw_bars(self.surface, &[(x, y, width, height)]);
    }

    fn signatures(&mut self, officers: &[String]) {
        self.y += LINE;
        for officer in officers {
            self.y += LINE * 1.6;
            self.bar(LEFT, self.y - LINE * 0.9, 260.0, 0.6);
            self.text(LEFT, 9.0, officer);
        }
        self.y += LINE;
    }

    fn qr(&mut self, text: &str) -> Answer<()> {
        draw_qr(self.surface, &Modules::new(text)?, (LEFT, self.y), QR_SIDE);
        self.y += QR_SIDE + LINE;
        Ok(())
    }
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
    (width, height): (f32, f32),
    title: &str,
    write: impl FnOnce(&mut Surface<'_>) -> Answer<()>,
) -> Answer<Vec<u8>> {
    let internal = |why: String| CommandError::refused("internal", why);
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()).language("en".to_owned()));
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| internal("the page".to_owned()))?;
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
    document.finish().map_err(|e| internal(format!("the PDF: {e:?}")))
}

fn document(
    title: &str,
    identity: &StationIdentity,
    write: impl FnOnce(&mut Sheet<'_, '_>) -> Answer<()>,
) -> Answer<Vec<u8>> {
    let fonts = Fonts::load()?;
    page_of(PAGE, &format!("{title}, {}", identity.name), |surface| {
        let mut sheet = Sheet {
            surface,
            fonts: &fonts,
            y: 70.0,
        };
        sheet.head(title, identity);
        write(&mut sheet)
    })
}

fn local(at: Timestamp, identity: &StationIdentity) -> String {
    at.in_tz(&identity.time_zone).map_or_else(
        |_| at.to_string(),
        |t| t.strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
    )
}

/// The zero report.
pub(crate) fn zero(identity: &StationIdentity, record: &ZeroRecord) -> Answer<Vec<u8>> {
    document("Zero report", identity, |sheet| {
        sheet.row("Polls opened", &local(record.at, identity));
        sheet.row("Entry of the log", &record.seq.to_string());
        if !record.outside_hours.is_empty() {
            sheet.row("Outside legal hours", &record.outside_hours);
        }
        sheet.gap();
        let r = record.report;
        for (label, count) in [
            ("Check-ins", r.check_ins),
            ("Ballots in the box", r.ballots),
            ("Provisional ballots", r.provisional),
            ("Spoiled ballots", r.spoiled),
        ] {
            sheet.row(label, &count.to_string());
        }
        sheet.signatures(&record.officers);
        Ok(())
    })
}

/// The close report with its signed QR code.
pub(crate) fn close(identity: &StationIdentity, record: &CloseRecord) -> Answer<Vec<u8>> {
    document("Close report", identity, |sheet| {
        sheet.row("Polls closed", &local(record.at, identity));
        sheet.row("Entry of the log", &record.seq.to_string());
        let hash = HEXLOWER.encode(&record.hash);
        sheet.row("End of the log (SHA-256)", &hash[..32]);
        sheet.row("", &hash[32..]);
        sheet.gap();
        let r = &record.report;
        for (label, count) in [
            ("Check-ins", r.check_ins),
            ("Check-ins undone", r.undone),
            ("Provisional cases", r.provisional_cases),
            ("Ballots cast", r.ballots),
            ("Provisional ballots cast", r.provisional),
            ("Spoiled ballots", r.spoiled),
            ("Left without casting", r.fled),
            ("Voters registered", r.registrations),
        ] {
            sheet.row(label, &count.to_string());
        }
        let sum = format!(
            "{} + {} {} {} + {} + {}",
            r.check_ins,
            r.provisional_cases,
            if r.reconciles() { "=" } else { "≠" },
            r.ballots,
            r.provisional,
            r.fled
        );
        sheet.row("Reconciliation", &sum);
        sheet.gap();
        sheet.text(LEFT, 9.0, "This report under the station's signature:");
        sheet.y += 4.0;
        sheet.qr(&record.statement)?;
        sheet.signatures(&record.officers);
        Ok(())
    })
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
