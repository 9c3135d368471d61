import { LocalizationProvider, ReactLocalization, useLocalization } from "@fluent/react";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { bundleFor } from "./bundles";
import { type Format, formatOf } from "./format";
import { directionOf, isLanguage, type Language } from "./languages";

export { LANGUAGES, chooseLanguage, isLanguage, type Language } from "./languages";
export type Args = Record<string, string | number>;
export type Text = (id: string, args?: Args) => string;

const LanguageContext = createContext<{ language: Language; timeZone: string }>({
  language: "en",
  timeZone: "UTC",
});

/** Everything within is in `language`; times are shown in `timeZone`, the election's. */
export function Texts({
  language: chosen,
  timeZone,
  children,
}: {
  language: Language;
  timeZone: string;
  children: ReactNode;
}) {
  const language = useDemoLanguage(chosen);
  const localization = useMemo(() => new ReactLocalization([bundleFor(language)]), [language]);
  const context = useMemo(() => ({ language, timeZone }), [language, timeZone]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  return (
    <LocalizationProvider l10n={localization}>
      <I18nProvider locale={language}>
        <LanguageContext.Provider value={context}>{children}</LanguageContext.Provider>
      </I18nProvider>
    </LocalizationProvider>
  );
}

/** The browser tests of the demo look at one screen in every language without going there anew. */
function useDemoLanguage(chosen: Language): Language {
  const [forced, setForced] = useState<Language | null>(null);
  useEffect(() => {
    if (!__DEMO__) return undefined;
    const hear = (event: Event) => {
      const code: unknown = (event as CustomEvent).detail;
      if (typeof code === "string" && isLanguage(code)) setForced(code);
    };
    window.addEventListener("demo-language", hear);
    return () => window.removeEventListener("demo-language", hear);
  }, []);
  return forced ?? chosen;
}

/** Gives the text of a key of the catalogues. */
export function useText(): Text {
  const { l10n } = useLocalization();
  return useMemo(() => (id, args) => l10n.getString(id, args), [l10n]);
}

/** Whether the catalogues have a key: for codes that come from outside. */
export function hasText(id: string): boolean {
  return bundleFor("en").hasMessage(id);
}

export function useLanguage(): Language {
  return useContext(LanguageContext).language;
}

/** Formats numbers, dates and times in the language and the election's time zone. */
export function useFormat(): Format {
  const { language, timeZone } = useContext(LanguageContext);
  return useMemo(() => formatOf(language, timeZone), [language, timeZone]);
}
