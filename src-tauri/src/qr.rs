//! QR codes as paths of SVG images: the windows and the PDF draw the same.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

use crate::dto::error::CommandError;
use crate::dto::polls::QrCode;
use crate::failure::Answer;

/// Light modules around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// The dark modules of a code, row by row.
pub(crate) struct Modules {
    rows: Vec<Vec<bool>>,
}

impl Modules {
    /// The code of a text. Fails when the text is longer than a code can hold.
    pub(crate) fn new(text: &str) -> Answer<Self> {
        let code = QRBuilder::new(text).ecl(ECL::M).build();
        let code = code.map_err(|e| CommandError::refused("internal", format!("the QR code: {e:?}")))?;
        let rows = (0..code.size)
            .map(|y| {
                code[y]
                    .iter()
                    .take(code.size)
                    .map(|module| module.value())
                    .collect()
            })
            .collect();
        Ok(Modules { rows })
    }

    /// Modules of a side with the quiet zone.
    pub(crate) fn size(&self) -> usize {
        self.rows.len() + 2 * QUIET
    }

    /// Runs of dark modules: column, row and length, in modules with the quiet zone.
    pub(crate) fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for (y, row) in self.rows.iter().enumerate() {
            let mut x = 0;
            while x < row.len() {
                let length = row[x..].iter().take_while(|dark| **dark).count();
                if length > 0 {
                    runs.push((x + QUIET, y + QUIET, length));
                }
                x += length.max(1);
            }
        }
        runs
    }
}

/// The code of a text, ready to be drawn.
pub(crate) fn qr(text: &str) -> Answer<QrCode> {
    let modules = Modules::new(text)?;
    let mut path = String::new();
    for (x, y, length) in modules.runs() {
        let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
    }
    Ok(QrCode {
        size: u32::try_from(modules.size()).unwrap_or(u32::MAX),
        path,
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_eyes_and_a_quiet_zone() {
        let modules = Modules::new("POLLSTREAM").unwrap();
        let side = modules.rows.len();
        for (x, y) in [(0, 0), (side - 7, 0), (0, side - 7)] {
            let row = |dy: usize| &modules.rows[y + dy][x..x + 7];
            assert!(row(0).iter().all(|dark| *dark), "the eye's upper edge");
            assert_eq!(row(1), [true, false, false, false, false, false, true]);
        }
        let code = qr("POLLSTREAM").unwrap();
        assert_eq!(code.size as usize, side + 8);
        assert!(code.path.starts_with("M4 4h7v1h-7z"));
    }

    #[test]
    fn a_text_that_no_code_holds_is_refused() {
        assert_eq!(qr(&"x".repeat(5_000)).unwrap_err().code, "internal");
    }
}
