import type { Issued } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { Banner, ErrorBanner, useInView } from "../../components/Banner";
import { Button } from "../../components/Button";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";
import { PrintButton } from "../PrintButton";

/** The ballot is in the booth; a provisional case has a number that the voter takes home. */
export function IssuedNotice({ issued }: { issued: Issued }) {
  const text = useText();
  const { app } = useDesk();
  const command = useCommand();
  const place = useInView(issued);
  const isProvisional = issued.caseNumber !== null;
  return (
    <div ref={place}>
      <Banner
        kind="success"
        title={text(isProvisional ? "issued-provisional" : "issued-title")}
        testId="issued"
      >
        {isProvisional ? (
          <>
            <p>{text("case-number")}</p>
            <p className="tile-value mono" data-testid="case-number">
              {issued.caseNumber}
            </p>
            <p>{text("case-number-text")}</p>
            <PrintButton
              job={{
                what: "slip",
                number: issued.caseNumber ?? "",
                words: {
                  title: text("case-slip-title"),
                  label: text("case-slip-label"),
                  note: text("case-slip-note"),
                },
              }}
            />
          </>
        ) : (
          <p>{text(app.screens === "one" ? "issued-one-screen" : "issued-text")}</p>
        )}
        {app.screens === "one" && (
          <Button
            variant="primary"
            size="big"
            onPress={() => void command.run(() => desk("show_booth"))}
            testId="hand-over"
          >
            {text("hand-over")}
          </Button>
        )}
        <ErrorBanner error={command.error} />
      </Banner>
    </div>
  );
}
