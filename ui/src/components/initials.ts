/** Letters as people count them: a vowel sign belongs to its consonant. */
const LETTERS = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * What stands for a person without a picture. Scripts with capitals have initials: of the first name and the last. In
 * the others names are not shortened so; their first letter fits, and a second one would not.
 */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  const [first = "", ...others] = words.map(firstLetter);
  const last = others.at(-1) ?? "";
  return hasCapitals(first) && hasCapitals(last) ? first + last : first;
}

function firstLetter(word: string): string {
  return LETTERS.segment(word).containing(0)?.segment ?? "";
}

function hasCapitals(letter: string): boolean {
  return letter.toUpperCase() !== letter.toLowerCase();
}
