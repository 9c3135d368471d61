import type { Issued } from "../../backend/bindings";
import { desk } from "../../backend";
import { Banner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { useText } from "../../i18n";

/** The ballot is in the booth; a provisional case has a number that the voter takes home. */
export function IssuedNotice({ issued }: { issued: Issued }) {
  const text = useText();
  if (issued.caseNumber === null)
    return (
      <Banner kind="success" title={text("issued-title")} testId="issued">
        <p>{text("issued-text")}</p>
      </Banner>
    );
  return (
    <Banner kind="success" title={text("issued-provisional")} testId="issued">
      <p>{text("case-number")}</p>
      <p className="tile-value mono" data-testid="case-number">
        {issued.caseNumber}
      </p>
      <p>{text("case-number-text")}</p>
      <Button onPress={() => void desk("print_desk")} testId="print">
        {text("print")}
      </Button>
    </Banner>
  );
}
