import type { Booth, BoothCandidate, BoothContest } from "../backend/bindings";
import type { Language } from "../i18n";

/** The text of a language, or of one of its regions: `es` finds `es-MX`, when there is no `es`. */
function inLanguage<T>(texts: Readonly<Record<string, T>>, language: Language): T | undefined {
  const regional = Object.keys(texts).find((tag) => tag.split("-")[0] === language);
  return texts[language] ?? (regional === undefined ? undefined : texts[regional]);
}

/** What the definition is not translated to stays as it was written. */
export function translatedContest(contest: BoothContest, language: Language): BoothContest {
  return {
    ...contest,
    title: inLanguage(contest.translations, language) ?? contest.title,
    candidates: contest.candidates.map((candidate) => translatedCandidate(candidate, language)),
  };
}

function translatedCandidate(candidate: BoothCandidate, language: Language): BoothCandidate {
  return { ...candidate, ...inLanguage(candidate.translations, language) };
}

export function translatedTitle(
  view: Pick<Booth, "electionTitle" | "electionTranslations">,
  language: Language,
): string {
  return inLanguage(view.electionTranslations, language) ?? view.electionTitle;
}
