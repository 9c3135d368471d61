import type { Issued } from "../../backend/bindings";
import { Banner, useInView } from "../../components/Banner";
import { useText } from "../../i18n";
import { PrintButton } from "../PrintButton";

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
          <p>{text("issued-text")}</p>
        )}
      </Banner>
    </div>
  );
}
