import { type SyntheticEvent, useEffect, useState } from "react";
import type { Officer } from "../backend/bindings";
import { desk } from "../backend";
import { useCommand, useLoad } from "../backend/useCommand";
import { ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Photo } from "../components/data";
import { Page, Panel, Spinner } from "../components/Page";
import { PinPad } from "../components/PinPad";
import { useText } from "../i18n";
import { Front } from "./Front";
import { useDesk } from "./DeskContext";

/** Who is at the desk: tap the name, then the PIN. */
export function SignIn() {
  const text = useText();
  const { setApp } = useDesk();
  const officers = useLoad(() => desk("officers"));
  const command = useCommand();
  const [chosen, setChosen] = useState<Officer | null>(null);
  const [pin, setPin] = useState("");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!chosen || pin === "") return;
    void command
      .run(() => desk("sign_in", { officerId: chosen.id, pin }))
      .then((state) => {
        setPin("");
        if (state) setApp(state);
        else officers.reload();
      });
  };
  return (
    <Front testId="sign-in">
      <Page title={text("sign-in-title")} lead={text("sign-in-lead")}>
        <form className="stack" onSubmit={submit}>
          <div className="columns">
            <div className="stack">
              <ErrorBanner error={officers.error} />
              {!officers.value && !officers.error && <Spinner label={text("loading")} />}
              <ul className="plain stack tight" aria-label={text("officers")}>
                {officers.value?.map((officer) => (
                  <li key={`${officer.id}-${officer.waitSeconds}`}>
                    <OfficerTile
                      officer={officer}
                      isChosen={chosen?.id === officer.id}
                      onChoose={() => {
                        setChosen(officer);
                        setPin("");
                        command.clear();
                      }}
                    />
                  </li>
                ))}
              </ul>
            </div>
            {chosen ? (
              <Panel title={chosen.name} key={chosen.id}>
                <div data-testid={command.error ? "sign-in-error" : undefined}>
                  <ErrorBanner error={command.error} />
                </div>
                <PinPad value={pin} onChange={setPin} label={text("pin")} testId="pin" autoFocus />
              </Panel>
            ) : (
              <p className="muted">{text("sign-in-choose")}</p>
            )}
          </div>
          {chosen && (
            <div className="row actions-bar">
              <Button
                variant="primary"
                size="big"
                type="submit"
                isDisabled={pin === ""}
                isPending={command.isPending}
                testId="sign-in-submit"
              >
                {text("sign-in")}
              </Button>
            </div>
          )}
        </form>
      </Page>
    </Front>
  );
}

function OfficerTile({
  officer,
  isChosen,
  onChoose,
}: {
  officer: Officer;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const text = useText();
  const wait = useCountdown(officer.waitSeconds);
  return (
    <button
      type="button"
      className="officer-tile"
      aria-pressed={isChosen}
      disabled={wait > 0}
      onClick={onChoose}
      data-testid={`officer-${officer.id}`}
      data-officer-name={officer.name}
    >
      <Photo picture={null} name={officer.name} />
      <span>
        <strong dir="auto">{officer.name}</strong>
        <span className="hint block">
          {wait > 0 ? text("sign-in-wait", { seconds: wait }) : text(`role-${officer.role}`)}
        </span>
      </span>
    </button>
  );
}

/** Counts down from when it was said, whatever the clock of this machine shows. */
function useCountdown(seconds: number): number {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    if (seconds === 0) return undefined;
    const since = performance.now();
    const timer = window.setInterval(() => setPassed((performance.now() - since) / 1000), 1000);
    return () => window.clearInterval(timer);
  }, [seconds]);
  return Math.max(0, Math.ceil(seconds - passed));
}
