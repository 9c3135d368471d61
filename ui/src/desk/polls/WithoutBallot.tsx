import { useState } from "react";
import type { WaitingVoter } from "../../backend/bindings";
import { desk } from "../../backend";
import { Banner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { useFormat, useText } from "../../i18n";
import { ReasonDialog } from "../ReasonDialog";

/** Why the numbers differ: who is checked in and got no ballot. Named at the desk only, never in a report. */
export function WithoutBallot({
  voters,
  onUndone,
}: {
  voters: readonly WaitingVoter[];
  onUndone: () => void;
}) {
  const text = useText();
  const format = useFormat();
  const [asking, setAsking] = useState<WaitingVoter | null>(null);
  if (voters.length === 0) return null;
  return (
    <div className="stack tight no-print" data-testid="without-ballot">
      <Banner kind="warning" title={text("without-ballot-title", { count: voters.length })}>
        <p>{text("without-ballot-lead")}</p>
      </Banner>
      <ul className="plain">
        {voters.map((voter) => (
          <li key={voter.voterId} className="row between session">
            <span>
              <strong dir="auto">{voter.name}</strong>
              <span className="hint block">
                {format.facts([
                  voter.registrationNumber,
                  text("without-ballot-since", { at: format.time(voter.since) }),
                ])}
              </span>
            </span>
            <Button onPress={() => setAsking(voter)} testId={`undo-${voter.voterId}`}>
              {text("undo-check-in")}
            </Button>
          </li>
        ))}
      </ul>
      {asking && (
        <ReasonDialog
          title={text("undo-title")}
          lead={text("undo-lead", { name: asking.name })}
          submitLabel={text("undo-check-in")}
          testId="undo"
          onClose={() => setAsking(null)}
          onSubmit={async (reason) => {
            await desk("undo_check_in", { voterId: asking.voterId, reason });
            onUndone();
          }}
        />
      )}
    </div>
  );
}
