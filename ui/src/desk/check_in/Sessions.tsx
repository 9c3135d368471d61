import { useState } from "react";
import type { SessionView } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand, useLoad } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { CommandDialog } from "../../components/CommandDialog";
import { Panel } from "../../components/Page";
import { useFormat, useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { AssistanceDialog } from "./AssistanceDialog";

type Asking = { what: "spoil" | "flee"; session: SessionView };

/** Ballots that are out: in the booth or waiting for it. No voter is named here. */
export function Sessions() {
  const text = useText();
  const format = useFormat();
  const { home } = useDesk();
  const key = `${home?.counts.openSessions ?? 0}-${home?.booth.phase ?? ""}-${home?.booth.waitingSessions ?? 0}`;
  const sessions = useLoad(() => desk("sessions"), key);
  const command = useCommand();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [isAssisting, setAssisting] = useState(false);
  const hand = ({ sessionId }: SessionView) =>
    void command.run(() => desk("hand_to_booth", { sessionId })).then(() => sessions.reload());
  const isFinishing = home?.booth.phase === "done";
  if (!sessions.value || (sessions.value.length === 0 && !isFinishing))
    return <ErrorBanner error={sessions.error} />;
  return (
    <Panel title={text("sessions")} testId="sessions">
      <ErrorBanner error={command.error} />
      <ul className="plain">
        {isFinishing && (
          <li className="row between session" data-testid="booth-finishing">
            <span className="grow">
              <strong>{text("booth-phase-done")}</strong>
              <span className="hint block">{text("booth-finishing-text")}</span>
            </span>
            <Button onPress={() => void command.run(() => desk("voter_has_left"))} testId="voter-has-left">
              {text("voter-has-left")}
            </Button>
          </li>
        )}
        {sessions.value.map((session) => (
          <li
            key={session.sessionId}
            className="row between session"
            data-testid="session"
            data-in-booth={session.inBooth}
          >
            <span className="grow">
              <strong>{text(session.inBooth ? "session-in-booth" : "session-waiting")}</strong>
              <span className="hint block" dir="auto">
                {session.provisional && `${text("session-provisional")} · `}
                {format.list(session.contests)}
              </span>
            </span>
            <span className="row">
              {!session.inBooth && (
                <Button onPress={() => hand(session)} testId="hand-to-booth">
                  {text("hand-to-booth")}
                </Button>
              )}
              {session.inBooth && (
                <Button onPress={() => setAssisting(true)} testId="assist">
                  {text("assist")}
                </Button>
              )}
              <Button onPress={() => setAsking({ what: "spoil", session })} testId="spoil">
                {text("spoil")}
              </Button>
              <Button onPress={() => setAsking({ what: "flee", session })} testId="flee">
                {text("flee")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {isAssisting && <AssistanceDialog onClose={() => setAssisting(false)} onNoted={sessions.reload} />}
      {asking && (
        <CommandDialog
          title={text(`ask-${asking.what}-title`)}
          submitLabel={text(`ask-${asking.what}-submit`)}
          isFinal
          testId={`${asking.what}-confirm`}
          onClose={() => setAsking(null)}
          onSubmit={async () =>
            sessions.set(await desk(asking.what, { sessionId: asking.session.sessionId }))
          }
        >
          <p>{text(`ask-${asking.what}-text`)}</p>
        </CommandDialog>
      )}
    </Panel>
  );
}
