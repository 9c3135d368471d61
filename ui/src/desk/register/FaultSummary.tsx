import type { FieldFault } from "../../backend/bindings";
import { Banner } from "../../components/Banner";
import { useText } from "../../i18n";
import { useFaultText } from "./VoterFields";

/** What is still wrong, above the form; each line leads to its field. */
export function FaultSummary({ faults }: { faults: readonly FieldFault[] }) {
  const text = useText();
  const faultText = useFaultText();
  if (faults.length === 0) return null;
  return (
    <Banner kind="error" title={text("error-voter_faults")} testId="fault-summary">
      <ul className="plain">
        {faults.map((fault) => (
          <li key={`${fault.field} ${fault.code}`}>
            <button
              type="button"
              className="link-button"
              onClick={() =>
                document.querySelector<HTMLElement>(`[data-testid="field-${fault.field}"]`)?.focus()
              }
            >
              {text(`field-${fault.field}`)}: {faultText(fault)}
            </button>
          </li>
        ))}
      </ul>
    </Banner>
  );
}
