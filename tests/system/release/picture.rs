//! A picture of the screen, as the X server has it.

use std::path::Path;

use pollstream_tests::screen::Screen;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat};

use super::tree::Area;

/// How many pixels around a thing its focus ring may lie.
const RING: i32 = 9;
/// The ring's colour: `--focus` of the light theme.
const RING_COLOUR: [u8; 3] = [0xff, 0xbf, 0x1f];
/// Less than this two colours differ that are meant to be one (sum of the differences of red, green and blue).
const ALIKE: i32 = 24;

/// The pixels of a screen.
pub(super) struct Picture {
    width: i32,
    height: i32,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Takes it.
    pub(super) fn of(screen: &Screen) -> Self {
        let (server, at) = x11rb::connect(Some(screen.display())).expect("the X server");
        let root = &server.setup().roots[at];
        let (width, height) = (root.width_in_pixels, root.height_in_pixels);
        let image = server
            .get_image(ImageFormat::Z_PIXMAP, root.root, 0, 0, width, height, !0)
            .expect("a picture")
            .reply()
            .expect("a picture of the screen");
        // Four bytes a pixel: blue, green, red, nothing.
        let pixels = image.data.chunks_exact(4).map(|p| [p[2], p[1], p[0]]).collect();
        Picture {
            width: width.into(),
            height: height.into(),
            pixels,
        }
    }

    /// Writes it into a file.
    pub(super) fn save(&self, path: &Path) {
        let file = std::fs::File::create(path).expect("a file");
        let size = |pixels: i32| pixels.unsigned_abs();
        let mut encoder = png::Encoder::new(file, size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().expect("a picture");
        writer
            .write_image_data(self.pixels.as_flattened())
            .expect("a picture");
    }

    /// How much the darkest and the lightest pixel of an area differ.
    pub(super) fn contrast_in(&self, area: Area) -> i32 {
        let pixels = (area.y..area.y + area.height)
            .flat_map(|y| (area.x..area.x + area.width).filter_map(move |x| self.at(x, y)));
        let light = pixels.map(|[r, g, b]| i32::from(r) + i32::from(g) + i32::from(b));
        let (least, most) = light.fold((i32::MAX, 0), |(least, most), now| {
            (least.min(now), most.max(now))
        });
        (most - least).max(0)
    }

    fn at(&self, x: i32, y: i32) -> Option<[u8; 3]> {
        let inside = (0..self.width).contains(&x) && (0..self.height).contains(&y);
        let at = usize::try_from(y * self.width + x).ok()?;
        inside.then(|| self.pixels[at])
    }

    /// Whether a focus ring runs around an area, on at least three sides: what is beside it may cover the fourth.
    pub(super) fn has_ring(&self, area: Area) -> bool {
        (-RING..=RING).any(|out| self.sides_of(area, out) >= 3)
    }

    /// On how many sides of an area that was made larger by `out` there is a line of the ring.
    fn sides_of(&self, area: Area, out: i32) -> usize {
        let (left, top) = (area.x - out, area.y - out);
        let (right, bottom) = (area.x + area.width - 1 + out, area.y + area.height - 1 + out);
        let (x, y) = area.middle();
        // Corners are round: the middle half of each side.
        let (w, h) = (area.width / 4, area.height / 4);
        let across = |y: i32| (x - w..x + w).all(|x| self.is_ring(x, y));
        let down = |x: i32| (y - h..y + h).all(|y| self.is_ring(x, y));
        [across(top), across(bottom), down(left), down(right)]
            .into_iter()
            .filter(|is_line| *is_line)
            .count()
    }

    fn is_ring(&self, x: i32, y: i32) -> bool {
        self.at(x, y)
            .is_some_and(|here| difference(here, RING_COLOUR) < ALIKE)
    }
}

fn difference(a: [u8; 3], b: [u8; 3]) -> i32 {
    (0..3).map(|n| (i32::from(a[n]) - i32::from(b[n])).abs()).sum()
}
