import type { Booth, PollsStateName } from "../backend/bindings";
import { textIn } from "../i18n/bundles";
import { LANGUAGES, useText } from "../i18n";

/** Between voters: nothing of the one before is left here. */
export function Waiting({ view, polls }: { view: Booth; polls: PollsStateName }) {
  const text = useText();
  const key = polls === "open" ? "booth-waiting" : `booth-polls-${polls}`;
  return (
    <div className="booth-waiting">
      <p className="lead">{view.stationName}</p>
      <h1>{view.electionTitle === "" ? text("booth-title") : view.electionTitle}</h1>
      <ul className="plain greetings">
        {LANGUAGES.map(({ code, dir }) => (
          <li key={code} lang={code} dir={dir}>
            {textIn(code, key)}
          </li>
        ))}
      </ul>
    </div>
  );
}
