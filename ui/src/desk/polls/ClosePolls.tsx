import { useState } from "react";
import { desk } from "../../backend";
import { useCommand, useLoad } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Checkbox } from "../../components/choices";
import { Page, Panel, Spinner } from "../../components/Page";
import { TextField } from "../../components/TextField";
import { useFormat, useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { Reconciliation } from "./Reconciliation";
import { type Second, SecondOfficer } from "./SecondOfficer";

/** The guided closing: last voter, legal time, the sums, two officers. */
export function ClosePolls({ onBack, onClosed }: { onBack: () => void; onClosed: () => void }) {
  const text = useText();
  const format = useFormat();
  const { home } = useDesk();
  const closing = useLoad(() => desk("closing"), home?.counts.openSessions ?? 0);
  const command = useCommand();
  const [isLast, setLast] = useState(false);
  const [early, setEarly] = useState("");
  const [second, setSecond] = useState<Second>({ officerId: "", pin: "" });
  if (!closing.value)
    return closing.error ? <ErrorBanner error={closing.error} /> : <Spinner label={text("loading")} />;
  const { counts, closesAt, beforeLegalTime, openSessions } = closing.value;
  const isReady =
    isLast &&
    openSessions === 0 &&
    (!beforeLegalTime || early.trim() !== "") &&
    second.officerId !== "" &&
    second.pin !== "";
  const close = () =>
    void command
      .run(() =>
        desk("close_polls", {
          second,
          earlyReason: early.trim() === "" ? null : early.trim(),
          lastVoterServed: isLast,
        }),
      )
      .then((report) => {
        setSecond({ ...second, pin: "" });
        if (report) onClosed();
        else closing.reload();
      });
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
      </Panel>
      <Panel title={text("second-title")}>
        <SecondOfficer second={second} onChange={setSecond} />
        <ErrorBanner error={command.error} />
        <p>{text("close-final")}</p>
        <div className="row">
          <Button
            variant="danger"
            size="big"
            isDisabled={!isReady}
            isPending={command.isPending}
            onPress={close}
            testId="close-polls"
          >
            {text("close-submit")}
          </Button>
        </div>
      </Panel>
    </Page>
  );
}
