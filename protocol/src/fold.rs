//! Names as people search for them: without case, accents and what keyboards lack.
//!
//! Unicode's data say most of it (ICU4X: compatibility decomposition, case folding, kinds of marks, scripts). What
//! stands in tables here is what Unicode regards as letters of their own and people type as others: strokes and
//! ligatures of Latin letters (after CLDR's Latin-ASCII), and Arabic letters that differ by language only.

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory as Category, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

use crate::registration_number::ascii_digit;

/// Splits a text into words for searching: compatibility-decomposed, accents and invisible joiners dropped, folded
/// to one case, letters that differ by a stroke or by language only taken as one.
/// `"José-María NÚÑEZ"` → `["jose", "maria", "nunez"]`. Chinese characters and Korean syllables are words of their
/// own, because names are written without spaces between them.
pub fn fold_words(text: &str) -> Vec<String> {
    fold_chunks(text).into_iter().flatten().collect()
}

/// The same, with the words of what stands between two spaces together: `"Ann O'Neill"` →
/// `[["ann"], ["o", "neill"]]`.
pub fn fold_chunks(text: &str) -> Vec<Vec<String>> {
    fold(text)
        .split(' ')
        .map(parts)
        .filter(|parts| !parts.is_empty())
        .collect()
}

/// The text in one case and without accents; every kind of space is a plain space.
fn fold(text: &str) -> String {
    let nfkd = DecomposingNormalizerBorrowed::new_nfkd();
    let spaced: String = text.chars().map(space).collect();
    // Twice, as Unicode's compatibility caseless match has it (D146).
    let folded = CaseMapper::new()
        .fold_string(&nfkd.normalize(&spaced))
        .into_owned();
    let folded = CaseMapper::new()
        .fold_string(&nfkd.normalize(&folded))
        .into_owned();
    let mut plain = String::with_capacity(folded.len());
    for c in nfkd
        .normalize(&folded)
        .chars()
        .filter(|c| !is_accent(*c) && !is_invisible(*c))
    {
        match letters(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(one_letter(c)),
        }
    }
    plain
}

fn space(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

fn parts(chunk: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for c in chunk.chars() {
        if !is_of_a_word(c) || starts_a_word(c) {
            parts.push(String::new());
        }
        if is_of_a_word(c)
            && let Some(word) = parts.last_mut()
        {
            word.push(c);
        }
        if is_han(c) {
            parts.push(String::new());
        }
    }
    parts.retain(|word| !word.is_empty());
    parts
}

fn is_of_a_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_apostrophe(c)) || is_mark(category(c))
}

/// Apostrophes that Unicode counts among the letters: Hawaiian, Ukrainian and Arabic names have them.
fn is_apostrophe(c: char) -> bool {
    matches!(
        u32::from(c),
        0x02B9..=0x02BF | 0x02C8 | 0x02CA | 0x02CB | 0xA78B | 0xA78C
    )
}

/// A Chinese character, or the first letter of a Korean syllable.
fn starts_a_word(c: char) -> bool {
    is_han(c) || matches!(c, '\u{1100}'..='\u{115f}' | '\u{a960}'..='\u{a97c}')
}

fn is_han(c: char) -> bool {
    script(c) == Script::Han
}

fn category(c: char) -> Category {
    CodePointMapData::<Category>::new().get(c)
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

fn is_mark(category: Category) -> bool {
    matches!(
        category,
        Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark
    )
}

/// Marks that people leave out when they type: accents on letters, vowel points, the Indic nukta. Vowel signs of
/// Indic scripts are letters in all but name, and Japanese voicing makes another letter: both stay.
fn is_accent(c: char) -> bool {
    const NUKTAS: [u32; 8] = [0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x0C3C, 0x0CBC, 0x110BA];
    let is_voicing = matches!(c, '\u{3099}' | '\u{309a}');
    let of_points = [
        Script::Inherited,
        Script::Latin,
        Script::Greek,
        Script::Cyrillic,
        Script::Arabic,
        Script::Hebrew,
        Script::Syriac,
    ];
    NUKTAS.contains(&u32::from(c)) || (is_mark(category(c)) && !is_voicing && of_points.contains(&script(c)))
}

/// Joiners, soft hyphens, marks of direction and the Arabic tatweel: shape a word without being part of it.
fn is_invisible(c: char) -> bool {
    c == '\u{640}'
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || category(c) == Category::Format
}

/// Letters that people type as two.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ŋ' => "ng",
        _ => return None,
    })
}

/// Letters that people type as another one.
fn one_letter(c: char) -> char {
    /// From a katakana to the hiragana of the same sound.
    const KANA: u32 = 0x60;
    match c {
        'ł' | 'ƚ' | 'ɫ' => 'l',
        'ø' | 'ɔ' | 'ɵ' => 'o',
        'đ' | 'ð' | 'ɖ' | 'ɗ' => 'd',
        'ħ' => 'h',
        'ŧ' | 'ƭ' => 't',
        'ı' | 'ɨ' | 'ɩ' => 'i',
        'ĸ' | 'ƙ' => 'k',
        'ɓ' | 'ƀ' => 'b',
        'ƈ' | 'ȼ' => 'c',
        'ə' | 'ɛ' | 'ǝ' => 'e',
        'ǥ' | 'ɠ' => 'g',
        'ɲ' | 'ƞ' => 'n',
        'ƴ' => 'y',
        'ƶ' => 'z',
        'ʉ' => 'u',
        // Alef, kaf, yeh and heh: Persian, Urdu and Kurdish keyboards have forms of their own; the dots of a teh
        // marbuta and of a final yeh are often left out.
        'ٱ' => 'ا',
        'ک' | 'ڪ' => 'ك',
        'ى' | 'ی' | 'ے' | 'ې' => 'ي',
        'ة' | 'ۃ' | 'ہ' | 'ھ' | 'ە' => 'ه',
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - KANA).unwrap_or(c),
        c => ascii_digit(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_however_they_are_typed() {
        for (typed, name) in [
            ("jose maria nunez", "José-María NÚÑEZ"),
            ("lucja", "Łucja"),
            ("soren aebelo", "Søren Æbelø"),
            ("strasse", "Straße"),
            ("STRASSE", "STRAẞE"),
            ("YILDIZ", "Yıldız"),
            ("yildiz", "YILDIZ"),
            ("ilker", "İLKER"),
            ("ho duc", "Hồ Đức"),
            ("NGUYEN", "nguyễn"),
            ("thorunn gudmundsdottir", "Þórunn Guðmundsdóttir"),
            ("hadziosmanovic dordevic", "Hadžiosmanović Đorđević"),
            ("agnes ozsvath", "Ágnes Őzsváth"),
            ("cetin sahin", "Çetin Şahin"),
            ("mehmet eliyev", "Mehmet Əliyev"),
            ("علی", "علي"),
            ("فاطمه", "فاطمة"),
            ("محمد", "مُحَمَّد"),
            ("احمد", "أحمد"),
            ("اسيا مصطفي", "آسيا مصطفى"),
            ("کریم", "كريم"),
            ("שלמה", "שְׁלֹמֹה"),
            ("νικος σας", "ΝΊΚΟΣ ΣΑΣ"),
            ("семен", "Семён"),
            ("フジタ", "ふじた"),
            ("ﾌｼﾞﾀ", "ふじた"),
            ("फातिमा", "फ़ातिमा"),
            ("क\u{94d}ष", "क\u{94d}\u{200d}ष"),
            ("ｓｍｉｔｈ", "Smith"),
        ] {
            assert_eq!(fold_words(typed), fold_words(name), "{name}");
        }
    }

    #[test]
    fn what_makes_another_name_stays() {
        for (a, b) in [
            ("सीता", "सत"),
            ("がく", "かく"),
            ("Lee", "Le"),
            ("علي", "علو"),
            ("Ольга", "Олга"),
        ] {
            assert_ne!(fold_words(a), fold_words(b), "{a} and {b}");
        }
    }

    #[test]
    fn chunks_hold_their_parts_together() {
        assert_eq!(fold_chunks("Ann O'Neill"), [vec!["ann"], vec!["o", "neill"]]);
        assert_eq!(
            fold_chunks("Kaʻiulani D’Souza-Lee"),
            [vec!["ka", "iulani"], vec!["d", "souza", "lee"]]
        );
        assert_eq!(
            fold_chunks(" -- \u{a0}Zoë,\tJ.R. "),
            [vec!["zoe"], vec!["j", "r"]]
        );
        assert_eq!(fold_words("王小明"), ["王", "小", "明"]);
        assert_eq!(fold_words("김민수").len(), 3);
        assert_eq!(fold_words("김민수")[1..], fold_words("민수"));
        assert!(fold_words("\"'*-- ").is_empty());
    }
}
