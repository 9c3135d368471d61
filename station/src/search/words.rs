//! How well a typed word fits a word of a name.

/// What a fit costs: the sum over the words typed says who comes first.
pub(super) type Cost = u16;

/// The same word.
pub(super) const SAME: Cost = 0;
/// The beginning of the word, or words written together or apart.
pub(super) const ALMOST: Cost = 1;
/// The end of a registration number.
pub(super) const ENDING: Cost = 2;
/// A date read the other way round.
pub(super) const OTHER_READING: Cost = 8;
/// A slip of the keyboard. Two of them are too many.
pub(super) const SLIP: Cost = 16;

/// Fewest letters of a word in which a slip is forgiven: in shorter ones it makes another name.
const SLIP_FROM: usize = 4;
/// Fewest letters of the beginning of a word in which a slip is forgiven.
const SLIP_IN_BEGINNING_FROM: usize = 5;

/// A typed word, ready to be compared with many.
pub(super) struct Typed<'a> {
    text: &'a str,
    letters: Vec<char>,
}

impl<'a> Typed<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Typed {
            text,
            letters: text.chars().collect(),
        }
    }

    /// Whether the word is the typed one or begins with it.
    pub(super) fn exact(&self, word: &str) -> Option<Cost> {
        let rest = word.strip_prefix(self.text)?;
        Some(if rest.is_empty() { SAME } else { ALMOST })
    }

    /// Whether one letter more, less, other, or two letters exchanged make the typed word into the word or the
    /// beginning of it.
    pub(super) fn slipped(&self, word: &str) -> Option<Cost> {
        let letters = self.letters.len();
        if letters < SLIP_FROM {
            return None;
        }
        let mut same = 0;
        let mut rest = word.chars();
        let mut after = rest.clone();
        while let Some(c) = rest.next() {
            if self.letters.get(same) != Some(&c) {
                break;
            }
            same += 1;
            after = rest.clone();
        }
        let typed = &self.letters[same..];
        let word: Vec<char> = after.take(typed.len() + 2).collect();
        let fits = [
            (typed.get(1..), word.get(1..)),
            (Some(typed), word.get(1..)),
            (typed.get(1..), Some(word.as_slice())),
            if exchanged(typed, &word) {
                (typed.get(2..), word.get(2..))
            } else {
                (None, None)
            },
        ];
        let costs = fits.into_iter().filter_map(|(typed, word)| {
            let (typed, word) = (typed?, word?);
            let is_beginning = letters >= SLIP_IN_BEGINNING_FROM && word.starts_with(typed);
            (typed == word)
                .then_some(SLIP)
                .or(is_beginning.then_some(SLIP + ALMOST))
        });
        costs.min()
    }
}

fn exchanged(typed: &[char], word: &[char]) -> bool {
    matches!((typed, word), ([a, b, ..], [c, d, ..]) if a == d && b == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slipped(typed: &str, word: &str) -> Option<Cost> {
        Typed::new(typed).slipped(word)
    }

    #[test]
    fn a_word_fits_whole_or_by_its_beginning() {
        let cost = |typed, word| Typed::new(typed).exact(word);
        assert_eq!(cost("ann", "ann"), Some(SAME));
        assert_eq!(cost("an", "ann"), Some(ALMOST));
        assert_eq!(cost("nn", "ann"), None);
        assert_eq!(cost("anna", "ann"), None);
    }

    #[test]
    fn one_slip_is_forgiven_wherever_it_is() {
        for (typed, word) in [
            ("tompson", "thompson"),
            ("jonson", "johnson"),
            ("kahn", "khan"),
            ("xowalski", "kowalski"),
            ("kowalskx", "kowalski"),
            ("owalski", "kowalski"),
            ("kowalskii", "kowalski"),
            ("kkowalski", "kowalski"),
            ("محمود", "محمد"),
            ("иваноф", "иванов"),
            ("दवी", "देवी"),
        ] {
            let wanted = (typed.chars().count() >= SLIP_FROM).then_some(SLIP);
            assert_eq!(slipped(typed, word), wanted, "{typed} {word}");
        }
        assert_eq!(slipped("tomps", "thompson"), Some(SLIP + ALMOST));
        assert_eq!(slipped("tmop", "tompson"), None, "too short a beginning");
    }

    #[test]
    fn two_slips_are_another_name() {
        for (typed, word) in [
            ("tomson", "thompson"),
            ("smith", "smytte"),
            ("garcia", "gracai"),
            ("lee", "leo"),
            ("anna", "bnnb"),
            ("maria", ""),
            ("maria", "m"),
        ] {
            assert_eq!(slipped(typed, word), None, "{typed} {word}");
        }
    }

    /// Against the definition of the distance, on every pair of short words of three letters.
    #[test]
    fn slips_are_what_the_edit_distance_says() {
        let words: Vec<String> = (0..=5_u32)
            .flat_map(|len| (0..3_usize.pow(len)).map(move |n| (len, n)))
            .map(|(len, n)| {
                (0..len)
                    .map(|i| ['a', 'b', 'c'][n / 3_usize.pow(i) % 3])
                    .collect()
            })
            .collect();
        for typed in words.iter().filter(|w| w.len() == 4) {
            for word in &words {
                if distance(typed.as_bytes(), word.as_bytes()) == 1 {
                    assert_eq!(slipped(typed, word), Some(SLIP), "{typed} {word}");
                } else if typed != word {
                    assert_eq!(slipped(typed, word), None, "{typed} {word}");
                }
            }
        }
    }

    /// Optimal string alignment distance, as it is defined.
    fn distance(a: &[u8], b: &[u8]) -> usize {
        let ([x, a_rest @ ..], [y, b_rest @ ..]) = (a, b) else {
            return a.len() + b.len();
        };
        let other = distance(a_rest, b_rest) + usize::from(x != y);
        let mut best = other.min(distance(a_rest, b) + 1).min(distance(a, b_rest) + 1);
        if let ([x, x2, a_rest @ ..], [y, y2, b_rest @ ..]) = (a, b)
            && (x, x2) == (y2, y)
        {
            best = best.min(distance(a_rest, b_rest) + 1);
        }
        best
    }
}
