/** The languages of the program, each under its own name. */
export const LANGUAGES = [
  { code: "en", name: "English", dir: "ltr" },
  { code: "es", name: "Español", dir: "ltr" },
  { code: "fr", name: "Français", dir: "ltr" },
  { code: "hi", name: "हिन्दी", dir: "ltr" },
  { code: "ar", name: "العربية", dir: "rtl" },
] as const;

export type Language = (typeof LANGUAGES)[number]["code"];

export function isLanguage(code: string): code is Language {
  return LANGUAGES.some((language) => language.code === code);
}

/** The language asked for, else the first of the system that we have, else English. */
export function chooseLanguage(asked: string, system: readonly string[]): Language {
  if (isLanguage(asked)) return asked;
  for (const tag of system) {
    const code = tag.slice(0, 2).toLowerCase();
    if (isLanguage(code)) return code;
  }
  return "en";
}

export function directionOf(code: Language): "ltr" | "rtl" {
  return code === "ar" ? "rtl" : "ltr";
}
