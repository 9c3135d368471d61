import { Page, Spinner } from "../components/Page";
import { useText } from "../i18n";
import { Front } from "./Front";

/** The station is being opened: it is not known yet whether there is one. */
export function Starting() {
  const text = useText();
  return (
    <Front testId="starting">
      <Page title={text("starting-title")}>
        <Spinner label={text("starting-lead")} />
      </Page>
    </Front>
  );
}
