import { useState } from "react";
import type { OfficerPin } from "../../backend/bindings";
import { desk } from "../../backend";
import { useLoad } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Checkbox } from "../../components/choices";
import { Page, Panel, Spinner } from "../../components/Page";
import { TextField } from "../../components/TextField";
import { useFormat, useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { Reconciliation } from "./Reconciliation";
import { SecondOfficer } from "./SecondOfficer";
import { WithoutBallot } from "./WithoutBallot";

/** The guided closing: last voter, legal time, the sums, two officers. */
export function ClosePolls({ onBack, onClosed }: { onBack: () => void; onClosed: () => void }) {
  const text = useText();
  const format = useFormat();
  const { home } = useDesk();
  const closing = useLoad(
    () => desk("closing"),
    `${home?.counts.openSessions ?? 0}-${home?.withoutBallot ?? 0}`,
  );
  const [isLast, setLast] = useState(false);
  const [early, setEarly] = useState("");
  if (!closing.value)
    return closing.error ? <ErrorBanner error={closing.error} /> : <Spinner label={text("loading")} />;
  const { counts, closesAt, beforeLegalTime, openSessions, withoutBallot } = closing.value;
  const missing = [
    openSessions > 0 && text("why-open-sessions"),
    !isLast && text("why-last-voter"),
    beforeLegalTime && early.trim() === "" && text("why-reason"),
  ].filter((why) => why !== false);
  const close = async (second: OfficerPin) => {
    const earlyReason = early.trim() === "" ? null : early.trim();
    await desk("close_polls", { second, earlyReason, lastVoterServed: isLast }).catch((thrown: unknown) => {
      closing.reload();
      throw thrown;
    });
    onClosed();
  };
  return (
    <Page
      testId="polls"
      title={text("close-title")}
      lead={text("close-lead")}
      actions={<Button onPress={onBack}>{text("back")}</Button>}
    >
      {openSessions > 0 && (
        <Banner kind="error">{text("error-open_sessions", { open: openSessions })}</Banner>
      )}
      <Panel title={text("close-before")}>
        <Checkbox isSelected={isLast} onChange={setLast} testId="last-voter">
          {text("close-last-voter")}
        </Checkbox>
        {beforeLegalTime && closesAt !== null && (
          <>
            <Banner kind="warning">
              {text("close-early", { closes: format.time(closesAt, home?.now) })}
            </Banner>
            <TextField
              label={text("close-early-reason")}
              hint={text("reason-hint")}
              value={early}
              onChange={setEarly}
              rows={2}
              maxLength={2000}
              testId="early-reason"
            />
          </>
        )}
      </Panel>
      <Panel title={text("reconciliation")}>
        <Reconciliation counts={counts} />
        <WithoutBallot voters={withoutBallot} onUndone={closing.reload} />
      </Panel>
      <SecondOfficer
        missing={missing}
        submitLabel={text("close-submit")}
        variant="danger"
        note={text("close-final")}
        testId="close-polls"
        onSubmit={close}
      />
    </Page>
  );
}
