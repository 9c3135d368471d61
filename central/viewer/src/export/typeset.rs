//! Fonts of the report: the bundled ones, and the system's for scripts that they lack.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use krilla::text::Font;

/// Faces of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Regular,
    Bold,
    Serif,
}

/// A piece of text in one font.
pub(super) struct Run<'a> {
    pub(super) font: Font,
    pub(super) text: &'a str,
    /// Its width in points.
    pub(super) width: f32,
}

const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");
const SERIF: &[u8] = include_bytes!("../../fonts/NotoSerifDisplay-Bold.ttf");
/// Where the system keeps its fonts.
const SYSTEM: &str = "/usr/share/fonts";
/// Folders below it that are looked through.
const DEPTH: usize = 3;
/// Largest font file that is read.
const MAX_BYTES: u64 = 32 << 20;

/// The fonts, with what was found in the system for other scripts.
pub(super) struct Fonts {
    bundled: Vec<(Style, Vec<u8>, Font)>,
    /// Fonts of the system that were needed.
    found: Vec<(Vec<u8>, Font)>,
    missing: HashMap<char, Option<usize>>,
    system: Option<Vec<PathBuf>>,
}

impl Fonts {
    /// The bundled fonts.
    pub(super) fn new() -> Option<Self> {
        let bundled = [
            (Style::Regular, REGULAR),
            (Style::Bold, BOLD),
            (Style::Serif, SERIF),
        ];
        let bundled = bundled
            .into_iter()
            .map(|(style, bytes)| Some((style, bytes.to_vec(), Font::new(bytes.to_vec().into(), 0)?)));
        Some(Fonts {
            bundled: bundled.collect::<Option<_>>()?,
            found: Vec::new(),
            missing: HashMap::new(),
            system: None,
        })
    }

    /// The text in pieces of one font each.
    pub(super) fn runs<'a>(&mut self, text: &'a str, style: Style, size: f32) -> Vec<Run<'a>> {
        let mut runs: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            // Spaces and marks stay with what is before them.
            let font = if c.is_whitespace() || unicode_mark(c) {
                runs.last().and_then(|r| r.2)
            } else {
                self.font_of(c, style)
            };
            match runs.last_mut() {
                Some(last) if last.2 == font => last.1 = end,
                _ => runs.push((at, end, font)),
            }
        }
        runs.into_iter()
            .map(|(from, to, font)| {
                let text = &text[from..to];
                let (bytes, font) = if let Some(n) = font {
                    (&self.found[n].0, self.found[n].1.clone())
                } else {
                    let face = self.bundled.iter().find(|b| b.0 == style);
                    let (_, bytes, font) = face.unwrap_or(&self.bundled[0]);
                    (bytes, font.clone())
                };
                Run {
                    width: width(bytes, text, size),
                    font,
                    text,
                }
            })
            .collect()
    }

    /// Width of a text in points.
    pub(super) fn width(&mut self, text: &str, style: Style, size: f32) -> f32 {
        self.runs(text, style, size).iter().map(|r| r.width).sum()
    }

    /// A font of the system for a letter that the bundled ones lack; `None` where they have it, or nobody has.
    fn font_of(&mut self, c: char, style: Style) -> Option<usize> {
        let face = self.bundled.iter().find(|b| b.0 == style)?;
        if has(&face.1, c) {
            return None;
        }
        if let Some(known) = self.missing.get(&c) {
            return *known;
        }
        let found = self.found.iter().position(|(bytes, _)| has(bytes, c));
        let found = found.or_else(|| self.look_for(c));
        self.missing.insert(c, found);
        found
    }

    fn look_for(&mut self, c: char) -> Option<usize> {
        let files = self.system.get_or_insert_with(|| {
            let mut files = Vec::new();
            collect(Path::new(SYSTEM), DEPTH, &mut files);
            files.sort();
            files
        });
        let (bytes, font) = files.iter().find_map(|path| {
            let bytes = std::fs::read(path).ok().filter(|bytes| has(bytes, c))?;
            let font = Font::new(bytes.clone().into(), 0)?;
            Some((bytes, font))
        })?;
        self.found.push((bytes, font));
        Some(self.found.len() - 1)
    }
}

/// Regular faces without serifs of the Noto family, which has nearly every script.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, files);
            }
        } else if name.starts_with("NotoSans")
            && name.contains("Regular")
            && entry.metadata().is_ok_and(|m| m.len() <= MAX_BYTES)
        {
            files.push(path);
        }
    }
}

fn has(bytes: &[u8], c: char) -> bool {
    ttf_parser::Face::parse(bytes, 0).is_ok_and(|face| face.glyph_index(c).is_some())
}

/// Sum of the advances: exact for the bundled faces without kerning, near enough for others.
fn width(bytes: &[u8], text: &str, size: f32) -> f32 {
    let Ok(face) = ttf_parser::Face::parse(bytes, 0) else {
        return 0.0;
    };
    let advance = |c: char| {
        let glyph = face.glyph_index(c)?;
        face.glyph_hor_advance(glyph)
    };
    let units: u32 = text.chars().map(|c| u32::from(advance(c).unwrap_or(0))).sum();
    units as f32 * size / f32::from(face.units_per_em())
}

fn unicode_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_all_of_one_width_and_text_is_measured() {
        let mut fonts = Fonts::new().unwrap();
        let ones = fonts.width("1111", Style::Regular, 10.0);
        assert!((ones - fonts.width("8080", Style::Regular, 10.0)).abs() < 0.01);
        assert!(fonts.width("Wide", Style::Bold, 20.0) > fonts.width("Wide", Style::Bold, 10.0) * 1.9);
        assert_eq!(fonts.runs("plain text", Style::Regular, 10.0).len(), 1);
    }
}
