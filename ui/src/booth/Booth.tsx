import "./booth.css";
import { useEffect, useState } from "react";
import type { Booth as BoothView } from "../backend/bindings";
import { booth, follow } from "../backend";
import { chooseLanguage, type Language, Texts } from "../i18n";
import { useAppearance } from "../theme/appearance";
import { TrainingFrame } from "../components/TrainingFrame";
import { BoothBar } from "./BoothBar";
import { Done } from "./Done";
import { Leave } from "./Leave";
import { moveFocus, pointed } from "./keys";
import { useActivity } from "./useActivity";
import { translatedTitle } from "./translated";
import { Voting } from "./Voting";
import { Waiting } from "./Waiting";

/** The visit that is shown: a new one begins with nothing of the one before. */
function visitOf(view: BoothView | undefined): string {
  if (view === undefined || view.state.phase === "waiting") return "none";
  return view.state.phase === "voting" ? `visit-${view.state.ballot.visit}` : "done";
}

/** The voter's window. */
export function Booth() {
  const [view, setView] = useState<BoothView>();
  useEffect(() => follow("booth-changed", () => booth("booth"), setView), []);
  const visit = visitOf(view);
  // From voting to done the voter keeps language and text size; any other change starts from the beginning.
  const [voter, setVoter] = useState({ key: 0, visit });
  if (voter.visit !== visit) {
    const same = voter.visit.startsWith("visit-") && visit === "done";
    setVoter({ key: same ? voter.key : voter.key + 1, visit });
  }
  return view === undefined ? null : (
    <ForOneVoter key={voter.key} view={view} reload={() => void booth("booth").then(setView)} />
  );
}

function ForOneVoter({ view, reload }: { view: BoothView; reload: () => void }) {
  const [language, setLanguage] = useState<Language>(() => chooseLanguage("", navigator.languages));
  const [theme, setTheme] = useState("light");
  const [textSize, setTextSize] = useState("medium");
  const [isLeaving, setLeaving] = useState(false);
  const [screen, setScreen] = useState("language");
  useAppearance(theme, textSize);
  useActivity();
  const { state } = view;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => moveFocus(event);
    window.addEventListener("keydown", listen, true);
    window.addEventListener("pointerdown", pointed, true);
    return () => {
      window.removeEventListener("keydown", listen, true);
      window.removeEventListener("pointerdown", pointed, true);
    };
  }, []);
  const shown = state.phase === "voting" ? screen : state.phase;
  return (
    <Texts language={language} timeZone="UTC">
      <TrainingFrame isTraining={view.training}>
        <div className="booth" data-testid="booth" data-phase={state.phase} data-screen={shown}>
          <main className="booth-main">
            {state.phase === "waiting" && <Waiting view={view} polls={state.polls} />}
            {state.phase === "voting" && (
              <Voting
                ballot={state.ballot}
                helpWanted={state.helpWanted}
                electionTitle={translatedTitle(view, language)}
                screen={screen}
                onScreen={setScreen}
                onLanguage={setLanguage}
                onStale={reload}
              />
            )}
            {state.phase === "done" && <Done state={state} prints={view.prints} />}
          </main>
          <BoothBar
            theme={theme}
            textSize={textSize}
            onTheme={setTheme}
            onTextSize={setTextSize}
            onLeave={view.oneScreen ? () => setLeaving(true) : undefined}
            onCall={
              state.phase === "voting" && !state.helpWanted ? () => void booth("call_officer") : undefined
            }
          />
          {isLeaving && <Leave onClose={() => setLeaving(false)} />}
        </div>
      </TrainingFrame>
    </Texts>
  );
}
