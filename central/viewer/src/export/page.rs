//! A page of the report: places for text, bars and rules, and a new page where one is full.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::typeset::{Fonts, Style};

/// A4 in points.
const WIDTH: f32 = 595.3;
const HEIGHT: f32 = 841.9;
const MARGIN: f32 = 54.0;
/// Where the foot begins.
const BOTTOM: f32 = HEIGHT - 66.0;

/// Left and right edge of what is printed.
pub(super) const LEFT: f32 = MARGIN;
pub(super) const RIGHT: f32 = WIDTH - MARGIN;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];
pub(super) const INK: Colour = [27, 27, 26];
pub(super) const MUTED: Colour = [99, 98, 93];
pub(super) const HAIRLINE: Colour = [216, 213, 205];

/// Something that is printed at a place of a page.
enum Mark {
    Text {
        x: f32,
        y: f32,
        text: String,
        style: Style,
        size: f32,
        colour: Colour,
    },
    Box {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        colour: Colour,
    },
}

/// Pages in the making: first everything is placed, then all is printed, because the foot says how many there are.
pub(super) struct Pages {
    pub(super) fonts: Fonts,
    done: Vec<Vec<Mark>>,
    marks: Vec<Mark>,
    /// Where the next line's top is.
    pub(super) y: f32,
}

impl Pages {
    pub(super) fn new(fonts: Fonts) -> Self {
        Pages {
            fonts,
            done: Vec::new(),
            marks: Vec::new(),
            y: MARGIN,
        }
    }

    /// Begins a new page unless this much fits on the one at hand.
    pub(super) fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.done.push(std::mem::take(&mut self.marks));
            self.y = MARGIN;
        }
    }

    /// Text with its left end at `x`, cut to `width`, on the line at hand; `down` is its baseline below the top.
    pub(super) fn text(
        &mut self,
        x: f32,
        down: f32,
        width: f32,
        text: &str,
        (style, size, colour): (Style, f32, Colour),
    ) {
        let text = self.cut(text, width, style, size);
        self.marks.push(Mark::Text {
            x,
            y: self.y + down,
            text,
            style,
            size,
            colour,
        });
    }

    /// Text with its right end at `x`.
    pub(super) fn right(
        &mut self,
        x: f32,
        down: f32,
        text: &str,
        (style, size, colour): (Style, f32, Colour),
    ) {
        let width = self.fonts.width(text, style, size);
        self.marks.push(Mark::Text {
            x: x - width,
            y: self.y + down,
            text: text.to_owned(),
            style,
            size,
            colour,
        });
    }

    /// A filled box; `down` is its top below that of the line.
    pub(super) fn fill(&mut self, x: f32, down: f32, width: f32, height: f32, colour: Colour) {
        self.marks.push(Mark::Box {
            x,
            y: self.y + down,
            width,
            height,
            colour,
        });
    }

    /// A rule over the whole width.
    pub(super) fn rule(&mut self, thickness: f32, colour: Colour) {
        self.fill(LEFT, 0.0, RIGHT - LEFT, thickness, colour);
    }

    /// Text over the whole width, on as many lines as it needs.
    pub(super) fn paragraph(&mut self, text: &str, style: Style, size: f32, colour: Colour) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if self.fonts.width(&longer, style, size) > RIGHT - LEFT && !line.is_empty() {
                self.line(&line, style, size, colour);
                word.clone_into(&mut line);
            } else {
                line = longer;
            }
        }
        self.line(&line, style, size, colour);
    }

    fn line(&mut self, text: &str, style: Style, size: f32, colour: Colour) {
        self.need(size * 1.4);
        self.text(LEFT, size, RIGHT - LEFT, text, (style, size, colour));
        self.y += size * 1.4;
    }

    fn cut(&mut self, text: &str, width: f32, style: Style, size: f32) -> String {
        let clean: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        if self.fonts.width(&clean, style, size) <= width {
            return clean;
        }
        let mut kept = clean;
        while !kept.is_empty() && self.fonts.width(&kept, style, size) + size * 0.8 > width {
            kept.pop();
        }
        kept.push('…');
        kept
    }

    /// Prints all pages, with `foot` and the page's number below each.
    pub(super) fn print(mut self, foot: &str, document: &mut Document) -> Option<()> {
        self.done.push(std::mem::take(&mut self.marks));
        let pages = std::mem::take(&mut self.done);
        let count = pages.len();
        for (n, mut marks) in pages.into_iter().enumerate() {
            self.y = HEIGHT - 48.0;
            let small = (Style::Regular, 8.0, MUTED);
            self.text(LEFT, 8.0, RIGHT - LEFT - 80.0, foot, small);
            self.right(RIGHT, 8.0, &format!("Page {} of {count}", n + 1), small);
            marks.append(&mut self.marks);
            let mut page = document.start_page_with(PageSettings::from_wh(WIDTH, HEIGHT)?);
            let mut surface = page.surface();
            for mark in &marks {
                draw(&mut surface, &mut self.fonts, mark)?;
            }
            surface.finish();
            page.finish();
        }
        Some(())
    }
}

fn draw(surface: &mut Surface<'_>, fonts: &mut Fonts, mark: &Mark) -> Option<()> {
    let fill = |[r, g, b]: Colour| Fill {
        paint: rgb::Color::new(r, g, b).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    };
    match mark {
        Mark::Text {
            x,
            y,
            text,
            style,
            size,
            colour,
        } => {
            surface.set_fill(Some(fill(*colour)));
            let mut x = *x;
            for run in fonts.runs(text, *style, *size) {
                surface.draw_text(
                    Point::from_xy(x, *y),
                    run.font.clone(),
                    *size,
                    run.text,
                    false,
                    TextDirection::Auto,
                );
                x += run.width;
            }
        }
        Mark::Box {
            x,
            y,
            width,
            height,
            colour,
        } => {
            if *width > 0.0 && *height > 0.0 {
                let mut path = PathBuilder::new();
                path.push_rect(Rect::from_xywh(*x, *y, *width, *height)?);
                surface.set_fill(Some(fill(*colour)));
                surface.draw_path(&path.finish()?);
            }
        }
    }
    Some(())
}
