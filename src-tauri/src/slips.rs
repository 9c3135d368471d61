//! Slips that a person takes home: a tracking code, the number of a case or of a registration. A6, in the words of the
//! window that prints them.

use krilla::geom::Point;
use krilla::text::TextDirection;

use crate::dto::app::StationIdentity;
use crate::dto::error::CommandError;
use crate::dto::print::SlipWords;
use crate::failure::Answer;
use crate::qr::Modules;
use crate::report_pdf::{Fonts, page_of};

/// A6 in points.
const PAGE: (f32, f32) = (297.64, 419.53);
const LEFT: f32 = 26.0;
const WIDTH: f32 = PAGE.0 - 2.0 * LEFT;
const QR_SIDE: f32 = 130.0;
/// Width of a letter as part of its size: more than the average one has.
const LETTER: f32 = 0.56;
/// Most characters of one of the words.
const MAX_WORDS: usize = 400;
/// Most characters of a number.
const MAX_NUMBER: usize = 80;

/// A slip as a PDF; with a QR code of the number where it is long.
pub(crate) fn slip(
    identity: &StationIdentity,
    words: &SlipWords,
    number: &str,
    has_qr: bool,
) -> Answer<Vec<u8>> {
    let all = [&words.title, &words.label, &words.note];
    if all.iter().any(|text| text.chars().count() > MAX_WORDS) || number.chars().count() > MAX_NUMBER {
        return Err(CommandError::refused("text", "the words of a slip are too long").with("what", "slip"));
    }
    let fonts = Fonts::load()?;
    page_of(PAGE, &words.title, |surface| {
        let mut y = 34.0;
        let mut write = |size: f32, text: &str| {
            for line in lines(text, size) {
                let at = Point::from_xy(LEFT, y);
                surface.draw_text(at, fonts.of(&line), size, &line, false, TextDirection::Auto);
                y += size * 1.45;
            }
            y += size * 0.4;
        };
        write(8.5, &identity.election_title);
        write(8.5, &format!("{} · {}", identity.name, identity.election_date));
        write(15.0, &words.title);
        write(9.0, &words.label);
        write(14.0, number);
        write(9.0, &words.note);
        if has_qr {
            let modules = Modules::new(number)?;
            crate::report_pdf::draw_qr(surface, &modules, (LEFT, y), QR_SIDE);
        }
        Ok(())
    })
}

/// Words in lines that fit the slip.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few dozen letters fit on a line"
)]
fn lines(text: &str, size: f32) -> Vec<String> {
    let fits = (WIDTH / (size * LETTER)) as usize;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines
            .last_mut()
            .map(|line| line.chars().count())
            .unwrap_or_default();
        let separated = if line == 0 {
            word.to_owned()
        } else {
            format!(" {word}")
        };
        match lines.last_mut() {
            Some(last) if line == 0 || line + separated.chars().count() <= fits => last.push_str(&separated),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_where_the_slip_ends() {
        let text =
            "With it you can check later that your ballot was counted. It does not show how you voted.";
        let broken = lines(text, 9.0);
        assert!(broken.len() > 1);
        assert!(broken.iter().all(|line| line.chars().count() <= 48), "{broken:?}");
        assert_eq!(broken.join(" "), text);
        assert_eq!(lines("", 9.0), [""]);
        assert_eq!(
            lines(
                "A-WORD-THAT-IS-TOO-LONG-FOR-ANY-LINE-OF-THIS-SLIP-AND-STAYS-WHOLE",
                14.0
            )
            .len(),
            1
        );
    }

    #[test]
    fn a_slip_is_a_page_in_the_words_of_its_language() {
        let words = SlipWords {
            title: "رمز التتبع الخاص بك".into(),
            label: "आपका ट्रैकिंग कोड".into(),
            note: "Write it down.".into(),
        };
        let identity = crate::report_pdf::sample_identity();
        let pdf = slip(&identity, &words, "K3F7Q-92MWX-4HTRB-6PZ1D-VN8CJ", true).unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        if let Some(folder) = std::env::var_os("POLLSTREAM_SHOW") {
            std::fs::write(std::path::Path::new(&folder).join("slip.pdf"), pdf).unwrap();
        }
        let long = SlipWords {
            note: "x".repeat(MAX_WORDS + 1),
            ..words
        };
        assert_eq!(slip(&identity, &long, "1", false).unwrap_err().code, "text");
    }
}
