import "./desk.css";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { AppState, CommandError, HomeStatus, Preferences } from "../backend/bindings";
import { desk, errorOf, follow, on } from "../backend";
import { chooseLanguage, Texts } from "../i18n";
import { useAppearance } from "../theme/appearance";
import { ErrorBanner } from "../components/Banner";
import { DialogsHidden } from "../components/Dialog";
import { TrainingFrame } from "../components/TrainingFrame";
import { DeskContext, type Screen } from "./DeskContext";
import { Failed } from "./Failed";
import { FirstRun } from "./first_run/FirstRun";
import { Lock } from "./Lock";
import { NameOfficers } from "./first_run/NameOfficers";
import { Shell } from "./Shell";
import { SignIn } from "./SignIn";
import { Starting } from "./Starting";
import { TrainingMore } from "./TrainingMore";
import { UnlockKey } from "./UnlockKey";

/** The officer's window. */
export function Desk() {
  const [app, setApp] = useState<AppState>();
  const [home, setHome] = useState<HomeStatus>();
  const [error, setError] = useState<CommandError | null>(null);
  const [screen, go] = useState<Screen>("home");
  const [preferences, setChosen] = useState<Preferences>({ language: "", theme: "", textSize: "" });
  useEffect(() => {
    const failed = (thrown: unknown) => setError(errorOf(thrown));
    const stops = [
      follow("app-changed", () => desk("app_state"), setApp),
      // The window was to be closed and stays: asked again, the shell says why.
      on("close-refused", () => void desk("quit").catch(failed)),
    ];
    desk("preferences").then(setChosen, failed);
    return () => stops.forEach((stop) => stop());
  }, []);
  const setPreferences = useCallback((next: Preferences) => {
    setChosen(next);
    desk("set_preferences", next).catch((thrown: unknown) => setError(errorOf(thrown)));
  }, []);
  useAppearance(preferences.theme || "light", preferences.textSize || "medium");
  const value = useMemo(
    () => (app ? { app, setApp, home, setHome, preferences, setPreferences, screen, go } : null),
    [app, home, preferences, setPreferences, screen],
  );
  return (
    <Texts
      language={chooseLanguage(preferences.language, navigator.languages)}
      timeZone={app?.station?.timeZone ?? "UTC"}
    >
      <ErrorBanner error={error} />
      {value && (
        <DeskContext.Provider value={value}>
          <TrainingFrame
            isTraining={value.app.training !== null}
            more={value.app.training && <TrainingMore training={value.app.training} />}
          >
            <Phases app={value.app} />
          </TrainingFrame>
        </DeskContext.Provider>
      )}
    </Texts>
  );
}

function Phases({ app }: { app: AppState }) {
  switch (app.phase) {
    case "starting":
      return <Starting />;
    case "first_run":
      return <FirstRun />;
    case "no_officers":
      return <NameOfficers />;
    case "key_locked":
      return <UnlockKey />;
    case "failed":
      return <Failed failure={app.failure} />;
    case "ready":
      if (app.officer === null) return <SignIn />;
      // What was begun stays behind the lock, out of sight, for the officer who comes back.
      return (
        <>
          {app.locked && <Lock officer={app.officer} />}
          <DialogsHidden.Provider value={app.locked}>
            <Shell key={app.officer.id} isHidden={app.locked} />
          </DialogsHidden.Provider>
        </>
      );
  }
}
