import type { FieldFault } from "../../backend/bindings";
import { Banner, useInView } from "../../components/Banner";
import { useText } from "../../i18n";
import { useFaultText } from "./VoterFields";

interface Props {
  faults: readonly FieldFault[];
  /** How often the form was sent: each time the summary comes into view anew. */
  attempt: number;
}

/** What is still wrong, above the form; each line leads to its field. */
export function FaultSummary({ faults, attempt }: Props) {
  const text = useText();
  const faultText = useFaultText();
  const place = useInView(attempt);
  return (
    <div ref={place}>
      {faults.length > 0 && (
        <Banner kind="error" title={text("error-voter_faults")} testId="fault-summary">
          <ul className="plain">
            {faults.map((fault) => (
              <li key={`${fault.field} ${fault.code}`}>
                <button
                  type="button"
                  className="link-button"
                  onClick={() =>
                    document
                      .querySelector<HTMLElement>(
                        `[data-testid="field-${fault.field}"], [data-testid^="field-${fault.field}-"]`,
                      )
                      ?.focus()
                  }
                >
                  {text(`field-${fault.field}`)}: {faultText(fault)}
                </button>
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </div>
  );
}
