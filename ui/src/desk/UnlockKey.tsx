import { type SyntheticEvent, useState } from "react";
import { desk } from "../backend";
import { useCommand } from "../backend/useCommand";
import { ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Page, Panel } from "../components/Page";
import { TextField } from "../components/TextField";
import { useText } from "../i18n";
import { useDesk } from "./DeskContext";
import { Front } from "./Front";

/** The station is there, its signing key is locked. */
export function UnlockKey() {
  const text = useText();
  const { app, setApp } = useDesk();
  const command = useCommand();
  const [passphrase, setPassphrase] = useState("");
  const isFile = app.keyPlace === "file";
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void command
      .run(() => desk("unlock_key", { passphrase }))
      .then((state) => {
        setPassphrase("");
        if (state) setApp(state);
      });
  };
  return (
    <Front testId="key-locked">
      <Page title={text("key-locked-title")} lead={text(isFile ? "key-locked-file" : "key-locked-keyring")}>
        <Panel isNarrow>
          <form className="stack" onSubmit={submit}>
            <ErrorBanner error={command.error} />
            {isFile && (
              <TextField
                label={text("passphrase")}
                type="password"
                value={passphrase}
                onChange={setPassphrase}
                autoFocus
                dir="ltr"
                testId="unlock-passphrase"
              />
            )}
            <Button
              variant="primary"
              size="big"
              type="submit"
              isPending={command.isPending}
              isDisabled={isFile && passphrase === ""}
              testId="unlock-submit"
            >
              {text(isFile ? "key-locked-submit" : "try-again")}
            </Button>
          </form>
        </Panel>
      </Page>
    </Front>
  );
}
