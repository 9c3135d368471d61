import { desk } from "../backend";
import { useCommand } from "../backend/useCommand";
import { ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Panel } from "../components/Page";
import { useText } from "../i18n";

/** The way into a training. */
export function Practise() {
  const text = useText();
  const command = useCommand();
  return (
    <Panel title={text("training")}>
      <p>{text("practise-lead")}</p>
      <ErrorBanner error={command.error} />
      <div className="row">
        <Button
          onPress={() => void command.run(() => desk("practise"))}
          isPending={command.isPending}
          testId="practise"
        >
          {text("practise")}
        </Button>
      </div>
    </Panel>
  );
}
