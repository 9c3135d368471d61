import type { Issued } from "../../backend/bindings";
import { desk } from "../../backend";
import { Banner, useInView } from "../../components/Banner";
import { Button } from "../../components/Button";
import { useText } from "../../i18n";

/** The ballot is in the booth; a provisional case has a number that the voter takes home. */
export function IssuedNotice({ issued }: { issued: Issued }) {
  const text = useText();
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
            <Button onPress={() => void desk("print_desk")} testId="print">
              {text("print")}
            </Button>
          </>
        ) : (
          <p>{text("issued-text")}</p>
        )}
      </Banner>
    </div>
  );
}
