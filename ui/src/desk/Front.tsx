import type { ReactNode } from "react";
import { AppearanceControls } from "../components/AppearanceControls";
import { LANGUAGES, useLanguage, useText } from "../i18n";
import { useDesk } from "./DeskContext";

/** The frame of what comes before the desk: the first run, signing in, the lock. */
export function Front({ children, testId }: { children: ReactNode; testId: string }) {
  const text = useText();
  const { app } = useDesk();
  return (
    <div className="front" data-testid={testId}>
      <header className="band">
        <strong className="brand">{text("brand")}</strong>
        {app.station && (
          <span>
            {app.station.name} · {app.station.electionTitle}
          </span>
        )}
      </header>
      <main className="front-main">{children}</main>
      <footer className="front-bar no-print">
        <LanguageSwitch />
        <Appearance />
      </footer>
    </div>
  );
}

export function LanguageSwitch() {
  const text = useText();
  const language = useLanguage();
  const { preferences, setPreferences } = useDesk();
  return (
    <div className="row languages-row" role="group" aria-label={text("language")} data-testid="language">
      {LANGUAGES.map(({ code, name }) => (
        <button
          key={code}
          type="button"
          lang={code}
          className="link-button"
          aria-pressed={code === language}
          onClick={() => setPreferences({ ...preferences, language: code })}
          data-testid={`language-${code}`}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

export function Appearance() {
  const { preferences, setPreferences } = useDesk();
  return (
    <span className="row">
      <AppearanceControls
        theme={preferences.theme || "light"}
        textSize={preferences.textSize || "medium"}
        onTheme={(theme) => setPreferences({ ...preferences, theme })}
        onTextSize={(textSize) => setPreferences({ ...preferences, textSize })}
      />
    </span>
  );
}
