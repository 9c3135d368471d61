import type { CommandError } from "../backend/bindings";
import { desk } from "../backend";
import { ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Page } from "../components/Page";
import { useText } from "../i18n";
import { Front } from "./Front";

/** The station cannot be opened. */
export function Failed({ failure }: { failure: CommandError | null }) {
  const text = useText();
  return (
    <Front testId="failed">
      <Page title={text("failed-title")} lead={text("failed-lead")}>
        <ErrorBanner error={failure} />
        <div className="row">
          <Button variant="primary" onPress={() => void desk("quit")} testId="quit">
            {text("quit")}
          </Button>
        </div>
      </Page>
    </Front>
  );
}
