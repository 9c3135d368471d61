//! Paper and ink: colours, fonts and text styles. Restrained, so that the figures speak.

use std::sync::Arc;

use eframe::egui;
use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Stroke,
    TextStyle, Theme, Visuals, vec2,
};

/// Colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ink {
    pub(crate) paper: Color32,
    pub(crate) text: Color32,
    pub(crate) muted: Color32,
    /// Rules between things.
    pub(crate) hairline: Color32,
    /// Empty part of a bar, stripes of a table.
    pub(crate) wash: Color32,
    pub(crate) accent: Color32,
    pub(crate) alarm: Color32,
    pub(crate) warning: Color32,
    pub(crate) well: Color32,
    dark: bool,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const LIGHT: Ink = Ink {
    paper: rgb(0x00fb_faf7),
    text: rgb(0x001b_1b1a),
    muted: rgb(0x0063_625d),
    hairline: rgb(0x00d8_d5cd),
    wash: rgb(0x00ef_ede7),
    accent: rgb(0x000b_5482),
    alarm: rgb(0x00a8_1e16),
    warning: rgb(0x0085_5200),
    well: rgb(0x0021_6b3c),
    dark: false,
};

const DARK: Ink = Ink {
    paper: rgb(0x0016_181b),
    text: rgb(0x00ec_eae4),
    muted: rgb(0x00a3_a29c),
    hairline: rgb(0x0038_3b40),
    wash: rgb(0x0023_262a),
    accent: rgb(0x0077_bce8),
    alarm: rgb(0x00ff_897d),
    warning: rgb(0x00f0_b95a),
    well: rgb(0x007f_cf98),
    dark: true,
};

/// Okabe and Ito's palette, which most colour-blind people can tell apart, darkened where it would drown on paper,
/// and three more.
const PALETTE_LIGHT: [Color32; 10] = [
    rgb(0x0000_72b2),
    rgb(0x00d5_5e00),
    rgb(0x0000_8a65),
    rgb(0x00b4_5a8c),
    rgb(0x00c9_8a00),
    rgb(0x0046_9bd0),
    rgb(0x005b_3a8c),
    rgb(0x008a_7d00),
    rgb(0x0079_4a3a),
    rgb(0x0046_5a69),
];
const PALETTE_DARK: [Color32; 10] = [
    rgb(0x003f_9fdc),
    rgb(0x00f0_8034),
    rgb(0x0022_b78f),
    rgb(0x00d9_88b4),
    rgb(0x00e9_b13c),
    rgb(0x0084_c8f2),
    rgb(0x00a0_83d6),
    rgb(0x00c9_bb3c),
    rgb(0x00b7_8775),
    rgb(0x008f_a5b5),
];

/// How far the shades of the palette's colours are from them.
const SHADE: f32 = 0.4;

impl Ink {
    /// The colours that suit the context's theme.
    pub(crate) fn of(ctx: &egui::Context) -> Self {
        match ctx.theme() {
            Theme::Light => LIGHT,
            Theme::Dark => DARK,
        }
    }

    /// The colour of the `n`th candidate on the ballot: it never changes with the votes. Beyond the palette come
    /// its paler and its deeper shades, which only the names beside them tell apart, then grey.
    pub(crate) fn series(&self, n: usize) -> Color32 {
        let palette = if self.dark { &PALETTE_DARK } else { &PALETTE_LIGHT };
        let colour = palette[n % palette.len()];
        match n / palette.len() {
            0 => colour,
            1 => colour.lerp_to_gamma(self.paper, SHADE),
            2 => colour.lerp_to_gamma(self.text, SHADE),
            _ => self.muted,
        }
    }

    /// Between paper and the accent: 0 is none, 1 is full.
    pub(crate) fn heat(&self, share: f32) -> Color32 {
        self.wash.lerp_to_gamma(self.accent, share.clamp(0.0, 1.0))
    }
}

const BOLD: &str = "bold";
const SERIF: &str = "serif";

/// The text face in this size.
pub(crate) fn regular(size: f32) -> FontId {
    FontId::proportional(size)
}

/// The bold face.
pub(crate) fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}

/// The headline face.
pub(crate) fn serif(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SERIF.into()))
}

/// Sizes of text, in points.
pub(crate) mod size {
    pub(crate) const SMALL: f32 = 12.0;
    pub(crate) const BODY: f32 = 14.0;
    pub(crate) const LEAD: f32 = 16.0;
    pub(crate) const HEADING: f32 = 22.0;
    pub(crate) const FIGURE: f32 = 28.0;
    pub(crate) const TITLE: f32 = 28.0;
}

/// A heading of a section.
pub(crate) fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(serif(size::HEADING))
}

/// A small heading: over a chart or a table.
pub(crate) fn subheading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(bold(size::BODY))
}

/// Notes and units.
pub(crate) fn note(text: impl Into<String>, ink: &Ink) -> RichText {
    RichText::new(text).font(regular(size::SMALL)).color(ink.muted)
}

/// Bundled faces: the same letters on every machine. Other scripts come from the system's fonts.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let faces: [(&str, &'static [u8]); 3] = [
        ("Noto Sans", include_bytes!("../fonts/NotoSans-Regular.ttf")),
        ("Noto Sans Bold", include_bytes!("../fonts/NotoSans-Bold.ttf")),
        (
            "Noto Serif Display Bold",
            include_bytes!("../fonts/NotoSerifDisplay-Bold.ttf"),
        ),
    ];
    for (name, bytes) in faces {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let chain = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let families = [
        (FontFamily::Proportional, chain(&["Noto Sans"])),
        // Its figures are all of one width, which is what is asked of this family here.
        (FontFamily::Monospace, chain(&["Noto Sans"])),
        (FontFamily::Name(BOLD.into()), chain(&["Noto Sans Bold"])),
        (
            FontFamily::Name(SERIF.into()),
            chain(&["Noto Serif Display Bold", "Noto Sans Bold"]),
        ),
    ];
    fonts.families.extend(families);
    fonts
}

fn visuals(ink: &Ink) -> Visuals {
    let mut visuals = if ink.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    visuals.override_text_color = Some(ink.text);
    visuals.weak_text_color = Some(ink.muted);
    visuals.panel_fill = ink.paper;
    visuals.window_fill = ink.paper;
    visuals.extreme_bg_color = if ink.dark {
        rgb(0x000e_1012)
    } else {
        Color32::WHITE
    };
    visuals.faint_bg_color = ink.wash;
    visuals.hyperlink_color = ink.accent;
    visuals.warn_fg_color = ink.warning;
    visuals.error_fg_color = ink.alarm;
    visuals.window_stroke = Stroke::new(1.0, ink.hairline);
    visuals.selection.bg_fill = ink.accent.gamma_multiply(if ink.dark { 0.45 } else { 0.22 });
    visuals.selection.stroke = Stroke::new(1.0, ink.text);
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, ink.hairline);
    visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, ink.text);
    for (widget, fill) in [
        (&mut visuals.widgets.inactive, ink.wash),
        (&mut visuals.widgets.hovered, ink.hairline),
        (&mut visuals.widgets.active, ink.hairline),
        (&mut visuals.widgets.open, ink.hairline),
    ] {
        widget.weak_bg_fill = fill;
        widget.bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, ink.hairline);
        widget.fg_stroke = Stroke::new(1.0, ink.text);
        widget.corner_radius = CornerRadius::same(2);
        widget.expansion = 0.0;
    }
    visuals
}

/// Gives the context its fonts, colours and spacing.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    for (theme, ink) in [(Theme::Light, LIGHT), (Theme::Dark, DARK)] {
        ctx.set_visuals_of(theme, visuals(&ink));
        ctx.style_mut_of(theme, |style| {
            style.text_styles = [
                (TextStyle::Small, regular(size::SMALL)),
                (TextStyle::Body, regular(size::BODY)),
                (TextStyle::Button, regular(size::BODY)),
                (TextStyle::Heading, serif(size::HEADING)),
                (TextStyle::Monospace, FontId::monospace(size::BODY)),
            ]
            .into();
            style.spacing.item_spacing = vec2(8.0, 6.0);
            style.spacing.button_padding = vec2(10.0, 4.0);
            style.spacing.menu_margin = Margin::same(6);
            style.spacing.interact_size.y = 24.0;
            // Nothing moves by itself: a window that is not looked at costs nothing.
            style.animation_time = 0.0;
            style.visuals.text_cursor.blink = false;
        });
    }
}
