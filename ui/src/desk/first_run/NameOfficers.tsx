import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Page } from "../../components/Page";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { Front } from "../Front";
import { OfficersStep } from "./OfficersStep";

/** The station was enrolled and the power went before its officers were named. */
export function NameOfficers() {
  const text = useText();
  const { setApp } = useDesk();
  const command = useCommand();
  return (
    <Front testId="no-officers">
      <Page title={text("first-run-officers-title")} lead={text("no-officers-lead")}>
        <ErrorBanner error={command.error} />
        <OfficersStep
          isPending={command.isPending}
          submitLabel={text("save")}
          onDone={(officers) =>
            void command
              .run(() => desk("name_officers", { officers }))
              .then((state) => {
                if (state) setApp(state);
              })
          }
        />
      </Page>
    </Front>
  );
}
