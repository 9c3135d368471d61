import { type SyntheticEvent, useState } from "react";
import type { Officer } from "../backend/bindings";
import { desk } from "../backend";
import { useCommand } from "../backend/useCommand";
import { ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Page, Panel } from "../components/Page";
import { PinPad } from "../components/PinPad";
import { useText } from "../i18n";
import { useDesk } from "./DeskContext";
import { Front } from "./Front";
import { HelpWanted } from "./HelpWanted";

/** The desk was left alone. Nothing of what is on it shows. */
export function Lock({ officer }: { officer: Officer }) {
  const text = useText();
  const { setApp } = useDesk();
  const command = useCommand();
  const [pin, setPin] = useState("");
  const unlock = (event: SyntheticEvent) => {
    event.preventDefault();
    void command
      .run(() => desk("unlock", { pin }))
      .then((state) => {
        setPin("");
        if (state) setApp(state);
      });
  };
  const leave = () =>
    void command
      .run(() => desk("sign_out"))
      .then((state) => {
        if (state) setApp(state);
      });
  return (
    <Front testId="lock-screen">
      <Page title={text("lock-title")} lead={text("lock-lead", { name: officer.name })}>
        <HelpWanted />
        <Panel isNarrow>
          <form className="stack" onSubmit={unlock}>
            <ErrorBanner error={command.error} />
            <PinPad value={pin} onChange={setPin} label={text("pin")} testId="pin" autoFocus />
            <div className="row actions-bar">
              <Button
                variant="primary"
                size="big"
                type="submit"
                isDisabled={pin === ""}
                isPending={command.isPending}
                testId="unlock-submit"
              >
                {text("lock-submit")}
              </Button>
              <Button size="big" onPress={leave} testId="sign-out">
                {text("lock-other")}
              </Button>
            </div>
          </form>
        </Panel>
      </Page>
    </Front>
  );
}
