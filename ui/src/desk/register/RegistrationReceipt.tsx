import type { Registered } from "../../backend/bindings";
import { Banner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Page, Panel } from "../../components/Page";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { PrintButton } from "../PrintButton";

/** The registration is in the log: its number is the voter's receipt. */
export function RegistrationReceipt({
  name,
  registered,
  onNext,
}: {
  name: string;
  registered: Registered;
  onNext: () => void;
}) {
  const text = useText();
  const { go } = useDesk();
  return (
    <Page testId="registered" title={text("registered-title")}>
      <Banner kind="success" title={text("registered-text", { name })} />
      <Panel>
        <p>{text("receipt-number")}</p>
        <p className="tile-value mono" data-testid="receipt-number">
          {registered.receiptNumber}
        </p>
        <p className="muted">{text("receipt-text")}</p>
      </Panel>
      <div className="row actions-bar no-print">
        <Button variant="primary" size="big" onPress={onNext} testId="register-next">
          {text("register-next")}
        </Button>
        <Button size="big" onPress={() => go("check-in")}>
          {text("nav-check-in")}
        </Button>
        <PrintButton
          size="big"
          job={{
            what: "slip",
            number: registered.receiptNumber,
            words: {
              title: text("registered-title"),
              label: text("registration-slip-label"),
              note: text("registration-slip-note"),
            },
          }}
        />
      </div>
    </Page>
  );
}
