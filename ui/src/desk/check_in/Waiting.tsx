import { desk } from "../../backend";
import { useLoad } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Panel } from "../../components/Page";
import { useFormat, useText } from "../../i18n";
import { useDesk } from "../DeskContext";

/** Whole minutes between two instants. */
export function minutesBetween(since: string, now: string): number {
  return Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / 60_000));
}

/** Who is checked in and waits for the booth, who came first first. */
export function Waiting({ onChoose }: { onChoose: (voterId: string) => void }) {
  const text = useText();
  const format = useFormat();
  const { home } = useDesk();
  const waiting = useLoad(
    () => desk("waiting"),
    `${home?.withoutBallot ?? 0}-${home?.counts.checkedIn ?? 0}`,
  );
  if (!home || !waiting.value || waiting.value.length === 0) return <ErrorBanner error={waiting.error} />;
  const [first] = waiting.value;
  return (
    <Panel title={text("waiting-title", { count: home.withoutBallot })} testId="waiting">
      {first && (
        <p className="muted" data-testid="longest-wait">
          {text("waiting-longest", { minutes: minutesBetween(first.since, home.now) })}
        </p>
      )}
      <ul className="plain">
        {waiting.value.map((voter) => (
          <li key={voter.voterId} className="row between session">
            <button
              type="button"
              className="link-button"
              onClick={() => onChoose(voter.voterId)}
              data-testid={`waiting-${voter.voterId}`}
            >
              <strong dir="auto">{voter.name}</strong>
            </button>
            <span className="hint">
              {format.facts([
                voter.registrationNumber,
                text("without-ballot-since", { at: format.time(voter.since, home.now) }),
                text("waiting-minutes", { minutes: minutesBetween(voter.since, home.now) }),
              ])}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
